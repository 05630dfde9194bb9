"""The report on names: what was tagged, what an editor has to decide, what may be a name and is in no register."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

TAGGED, UNDECIDED, UNKNOWN = "tagged", "undecided", "unknown"
COLUMNS = ("what", "name", "count", "entries", "reason", "places")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the report: what became of a name. ``places`` are pairs of line and column, the first few."""

    what: str
    name: str
    count: int
    entries: tuple[str, ...] = ()
    reason: str = ""
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class NamesReport:
    """All rows, in order: tagged, undecided, unknown; each by how often."""

    file: str
    rows: tuple[Row, ...]

    def of(self, what: str) -> tuple[Row, ...]:
        """The rows of one sort."""
        return tuple(row for row in self.rows if row.what == what)

    def names(self, what: str) -> int:
        """How many names there are of a sort, each counted as often as it stands in the text."""
        return sum(row.count for row in self.of(what))


def as_tsv(report: NamesReport) -> str:
    """One row a name, under a row of headings."""
    lines = ["\t".join(("file", *COLUMNS))]
    for row in report.rows:
        cells = (row.what, row.name, str(row.count), " ".join(row.entries), row.reason, _places(row))
        lines.append("\t".join((report.file, *cells)))
    return "\n".join(lines) + "\n"


def as_json(report: NamesReport) -> str:
    """An object with ``file`` and ``rows``."""
    return (
        json.dumps({"file": report.file, "rows": [asdict(row) for row in report.rows]}, ensure_ascii=False, indent=1)
        + "\n"
    )


def as_text(report: NamesReport) -> str:
    """For people: what there is to do comes last."""
    parts = [
        _part(report, TAGGED, "tagged"),
        _part(report, UNDECIDED, "left for you to decide"),
        _part(report, UNKNOWN, "may be names, and are in no register"),
    ]
    return "\n".join(part for part in parts if part) or f"{report.file}: no names.\n"


def _part(report: NamesReport, what: str, title: str) -> str:
    rows = report.of(what)
    if not rows:
        return ""
    width = min(40, max(len(row.name) for row in rows))
    lines = [f"{report.file}: {report.names(what)} {title} ({len(rows)} different)"]
    for row in rows:
        told = "; ".join(one for one in (", ".join(row.entries), row.reason) if one)
        lines.append(f"  {row.count:4}  {row.name:{width}}  {told + '  ' if told else ''}{_places(row)}".rstrip())
    return "\n".join(lines) + "\n"


def _places(row: Row) -> str:
    return " ".join(f"{line}:{column}" for line, column in row.places)


#: How the report can be told.
FORMS: Mapping[str, Callable[[NamesReport], str]] = {"text": as_text, "tsv": as_tsv, "json": as_json}
