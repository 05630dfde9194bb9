"""Corrections that somebody has accepted: a list kept in the project, and how it becomes edits of a source.

The list, ``tei/sources/ID.corrections.tsv``, holds facts and no running text: ``line``, ``printed``, ``correct``, and
if one likes the ``class`` of the error and a ``note``. ``printed`` is looked for on its line; where the line has it
several times, as many rows stand for as many places, in order. ``correct`` is empty for what is to go. Rows of class
``print`` are errors of the printed book itself, which an edition shows beside their corrections.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from recensio.imports.model import Cert, Edit
from recensio.imports.ocr_finding import Action, Finding
from recensio.problems import Problem, problem

COLUMNS = ("line", "printed", "correct", "class", "note")
_NEEDED = COLUMNS[:3]
_PRINT = "print"
_OCR = "ocr"


@dataclass(frozen=True, slots=True)
class Correction:
    """A row of the list. ``row`` is its line in the list, from 1; 0 for one that is not from a list."""

    line: int
    printed: str
    correct: str
    kind: str = ""
    note: str = ""
    row: int = 0


def read(path: Path, name: str) -> tuple[tuple[Correction, ...], tuple[Problem, ...]]:
    """The corrections of the list at ``path``, which problems call ``name``; what is wrong with the rest.

    Raises ``OSError`` where the file can't be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return (), (problem("OCR-001", file=name, reason="it is not UTF-8"),)
    return parse(text, name)


def parse(text: str, name: str) -> tuple[tuple[Correction, ...], tuple[Problem, ...]]:
    """The corrections that the text of a list holds, and what is wrong with the rest."""
    rows = list(csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))
    head = tuple(cell.strip().lower() for cell in rows[0]) if rows else ()
    if missing := [column for column in _NEEDED if column not in head]:
        return (), (problem("OCR-001", file=name, reason=f"its first row lacks the headings {', '.join(missing)}"),)
    found: list[Correction] = []
    wrong: list[Problem] = []
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row) and not row[0].startswith("#"):
            made = _correction(dict(zip(head, row, strict=False)), number, name)
            if isinstance(made, Problem):
                wrong.append(made)
            else:
                found.append(made)
    return tuple(found), tuple(wrong)


def _correction(cells: dict[str, str], number: int, name: str) -> Correction | Problem:
    line, printed = cells.get("line", "").strip(), cells.get("printed", "")
    if not line.isdecimal() or not int(line):
        return problem("OCR-002", file=name, line=number, reason=f"{line!r} is no number of a line")
    if not printed:
        return problem("OCR-002", file=name, line=number, reason="it does not say what is printed")
    correct = cells.get("correct", "")
    if printed == correct:
        return problem("OCR-002", file=name, line=number, reason="what is printed and what is correct are the same")
    return Correction(int(line), printed, correct, cells.get("class", "").strip(), cells.get("note", ""), number)


def written(corrections: Iterable[Correction]) -> str:
    """The list of ``corrections`` as a file, in order of their lines."""
    rows = [COLUMNS] + [
        (str(c.line), c.printed, c.correct, c.kind, c.note) for c in sorted(corrections, key=lambda c: c.line)
    ]
    return "".join("\t".join(row).rstrip("\t") + "\n" for row in rows)


# --- Edits ------------------------------------------------------------------------------------------------------------


def edits(text: str, corrections: Sequence[Correction], name: str = "") -> tuple[tuple[Edit, ...], tuple[Problem, ...]]:
    """Where in ``text`` the corrections belong, in order of place; and those that don't fit the text (any more).

    A row whose line has what is correct already is silently passed over: a list can be applied twice.
    """
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    taken: dict[int, list[tuple[int, int]]] = {}
    made: list[Edit] = []
    wrong: list[Problem] = []
    for one in corrections:
        content = lines[one.line - 1] if one.line <= len(lines) else ""
        at = _free(content, one.printed, taken.setdefault(one.line, []))
        if at is not None:
            taken[one.line].append((at, at + len(one.printed)))
            made.append(_edit(one, at))
        elif not (one.correct and one.correct in content):
            wrong.append(problem("OCR-003", file=name or None, line=one.row or None, printed=one.printed, at=one.line))
    return tuple(sorted(made, key=lambda e: (e.line, e.column))), tuple(wrong)


def _edit(one: Correction, at: int) -> Edit:
    """An error of the print stays visible beside its correction; what OCR did is corrected, and told in the header."""
    of_print = one.kind == _PRINT
    return Edit(one.line, at + 1, one.printed, one.correct, _PRINT if of_print else _OCR, "high", accepted=not of_print)


def _free(content: str, printed: str, taken: list[tuple[int, int]]) -> int | None:
    """Where ``printed`` stands first outside the places that are taken."""
    at = content.find(printed)
    while at >= 0:
        if not any(at < end and start < at + len(printed) for start, end in taken):
            return at
        at = content.find(printed, at + 1)
    return None


def proposals(found: Iterable[Finding], *actions: Action) -> tuple[Edit, ...]:
    """The findings that propose something, as edits: of all actions, or of those named. None of them is accepted."""
    return tuple(
        Edit(one.line, one.column, one.printed, one.proposal, _OCR, _cert(one.confidence), accepted=False)
        for one in found
        if one.proposal is not None and (not actions or one.action in actions)
    )


def _cert(confidence: float) -> Cert:
    return "high" if confidence >= 0.9 else "medium" if confidence >= 0.7 else "low"
