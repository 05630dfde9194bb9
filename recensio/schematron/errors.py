"""What stops a file of rules from being used at all."""

from __future__ import annotations

from typing import NoReturn

from recensio.parse.places import Place
from recensio.problems import Problem, problem


class RulesError(Exception):
    """Rules that can't be used: why (one plain sentence without a full stop), and where."""

    def __init__(self, reason: str, place: Place) -> None:
        """``reason`` completes "The rules can't be used:"; ``place`` is in the file of the rules."""
        super().__init__(f"{place.file}:{place.line}: {reason}" if place.line else f"{place.file}: {reason}")
        self.reason = reason
        self.place = place

    @property
    def problem(self) -> Problem:
        """The same as a problem to be reported."""
        place = self.place
        return problem("SCH-002", file=place.file, line=place.line, column=place.column, reason=self.reason)


def fail(reason: str, place: Place) -> NoReturn:
    """Raise ``RulesError`` with ``reason`` and ``place``."""
    raise RulesError(reason, place)
