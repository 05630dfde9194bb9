"""The OCR report as a table: for people, for a spreadsheet, for a program."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict

from recensio.imports.ocr_finding import KINDS, Action, Finding

COLUMNS = ("file", "line", "column", "page", "class", "printed", "proposal", "confidence", "action")
_NOBODY_KNOWS = "?"
_GOES = "∅"


def as_tsv(found: Iterable[Finding], file: str) -> str:
    """One row a finding, under headings. A proposal is ``?`` where there is none, ``∅`` where all should go."""
    rows = [COLUMNS, *(_row(one, file) for one in found)]
    return "".join("\t".join(_cell(value) for value in row) + "\n" for row in rows)


def _row(one: Finding, file: str) -> tuple[str, ...]:
    place = (file, str(one.line), str(one.column), one.page)
    return (*place, one.kind, one.printed, proposed(one), f"{one.confidence:.2f}", one.action.value)


def proposed(one: Finding) -> str:
    """The proposal as people read it."""
    return _NOBODY_KNOWS if one.proposal is None else one.proposal or _GOES


def _cell(value: str) -> str:
    return value.replace("\t", " ").replace("\n", " ")


def as_json(found: Iterable[Finding], file: str) -> str:
    """A list of objects with the fields of :class:`Finding`; ``kind`` is called ``class``."""
    rows = []
    for one in found:
        row = {"file": file} | asdict(one)
        row["class"] = row.pop("kind")
        rows.append(row)
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def as_text(found: Sequence[Finding], file: str) -> str:
    """The findings by place, and how many there are of each class."""
    if not found:
        return f"{file}: nothing that looks like an error of OCR.\n"
    lines = [_line(one, file) for one in found]
    return "\n".join([*lines, "", *_summary(found)]) + "\n"


def _line(one: Finding, file: str) -> str:
    page = f" (page {one.page})" if one.page else ""
    change = f"{one.printed!r} → {proposed(one)!r}"
    return f"{file}:{one.line}:{one.column}{page}: {change}  {one.kind}, {one.action.value}, {one.confidence:.2f}"


def _summary(found: Sequence[Finding]) -> list[str]:
    actions = Counter(one.action for one in found)
    kinds = Counter(one.kind for one in found)
    told = ", ".join(f"{actions[action]} {action.value}" for action in Action)
    width = max(map(len, kinds))
    return [f"{len(found)} findings: {told}."] + [
        f"  {kind:{width}} {count:4}  {KINDS[kind]}"
        for kind, count in sorted(kinds.items(), key=lambda row: (-row[1], row[0]))
    ]


#: How a report can be told.
FORMS: Mapping[str, Callable[[Sequence[Finding], str], str]] = {"text": as_text, "tsv": as_tsv, "json": as_json}
