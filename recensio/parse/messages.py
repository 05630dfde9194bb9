"""What is said of a file: problems with their place, and the two ways not to go on, for a file and for an inclusion.

Names and values in messages come from the file, where they may be of any length: here they are kept short.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from recensio.parse.places import Place
from recensio.problems import Problem, problem


class Refused(Exception):
    """No tree can be made of a file, for the reason that ``problem`` gives; ``foreign`` if it is no XML at all."""

    def __init__(self, problem: Problem, *, foreign: bool = False) -> None:
        """Refuse a file for ``problem``."""
        self.problem = problem
        self.foreign = foreign


class Missed(Exception):
    """Nothing can be included, for the reason that the problem ``code`` tells with ``facts``."""

    def __init__(self, code: str, **facts: object) -> None:
        """Give up one inclusion; where it stands is known to whoever catches this."""
        self.code = code
        self.facts = facts


def refuse(code: str, file: str, place: tuple[int | None, int | None] = (1, 1), /, **facts: object) -> NoReturn:
    """Raise ``Refused`` with the problem ``code`` at ``place``, a line and a column."""
    raise Refused(told(code, Place(file, *place), **facts))


def told(code: str, place: Place, /, **facts: object) -> Problem:
    """The problem ``code`` at ``place``."""
    return problem(code, file=place.file, line=place.line, column=place.column, **facts)


def short(text: str, most: int = 50) -> str:
    """``text``, cut if it has more than ``most`` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def listed(names: Sequence[str], most: int = 6) -> str:
    """The first ``most`` of ``names`` in a row, the rest counted."""
    shown = ", ".join(short(name) for name in names[:most])
    return short(shown, 120) + (f" and {len(names) - most} more" if len(names) > most else "")


def megabytes(size: int) -> str:
    """``size`` bytes (or characters) as a message gives them."""
    return f"{size / 1_000_000:.3g} MB"
