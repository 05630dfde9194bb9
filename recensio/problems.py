"""Problems as values: what is wrong, where, and what would be right.

Every problem has a code. The catalogue (``recensio/codes/*.toml``, one file a family) holds its severity,
sentence and cure; the documentation is generated from the same files, so the two can't drift apart.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources


class Severity(StrEnum):
    """How much a problem matters. Only errors change the exit status (warnings too under ``--strict``)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. ``line`` and ``column`` count from 1; ``None`` where the place is not known."""

    code: str
    severity: Severity
    file: str | None
    line: int | None
    column: int | None
    message: str
    hint: str

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order by file, then place, then code, so that a report is the same on every run."""
        return (self.file or "", self.line or 0, self.column or 0, self.code, self.message)


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A row of the catalogue: the sentence (``message``, with ``{facts}``) and its explanation."""

    code: str
    severity: Severity
    message: str
    hint: str
    about: str
    wrong: str
    right: str


@cache
def catalogue() -> Mapping[str, CodeEntry]:
    """All codes, by code, in alphabetical order."""
    entries: dict[str, CodeEntry] = {}
    folder = resources.files("recensio") / "codes"
    for family in sorted(folder.iterdir(), key=lambda f: f.name):
        if family.name.endswith(".toml"):
            table = tomllib.loads(family.read_text(encoding="utf-8"))
            entries.update({code: _entry(code, row) for code, row in table.items()})
    return dict(sorted(entries.items()))


def _entry(code: str, row: Mapping[str, str]) -> CodeEntry:
    return CodeEntry(
        code=code,
        severity=Severity(row["severity"]),
        message=row["message"],
        hint=row.get("hint", ""),
        about=row["about"],
        wrong=row.get("wrong", ""),
        right=row.get("right", ""),
    )


def problem(
    code: str,
    *,
    file: str | None = None,
    line: int | None = None,
    column: int | None = None,
    **facts: object,
) -> Problem:
    """Make the problem ``code`` with the sentence of the catalogue, its ``{facts}`` filled in.

    Raises ``KeyError`` for a code or a fact that the catalogue's sentence needs and does not get: that is our bug.
    """
    entry = catalogue()[code]
    return Problem(
        code=code,
        severity=entry.severity,
        file=file,
        line=line,
        column=column,
        message=entry.message.format_map(facts),
        hint=entry.hint.format_map(facts),
    )


def has_errors(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """True if any problem is an error (or, when ``strict``, a warning)."""
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(p.severity in bad for p in problems)
