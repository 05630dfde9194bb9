"""Corrections made in the lines of a text before anything is told from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from recensio.imports.model import Dropped, Edit, Place

_NOISE = "noise of the recognition"


@dataclass(frozen=True, slots=True)
class Edited:
    """Lines with their accepted corrections made. ``pending`` are the others, with columns that fit these lines.

    ``dropped`` are lines that were nothing but noise; they are blank now.
    """

    lines: tuple[str, ...]
    pending: Mapping[int, tuple[Edit, ...]]
    dropped: tuple[Dropped, ...]


def edited(lines: Sequence[str], edits: Iterable[Edit]) -> Edited:
    """Make the accepted edits in ``lines``, which are numbered from 1. Raises ``IndexError`` for a line not there."""
    by_line: dict[int, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_line[edit.line].append(edit)
    made = list(lines)
    pending: dict[int, tuple[Edit, ...]] = {}
    dropped: list[Dropped] = []
    for number, mine in sorted(by_line.items()):
        if not 1 <= number <= len(lines):
            raise IndexError(number)
        line = lines[number - 1]
        if any(not one.read and one.printed.strip() == line.strip() for one in mine):
            dropped.append(Dropped(line.strip(), _NOISE, Place(number, 1)))
            made[number - 1] = ""
        else:
            made[number - 1], pending[number] = _in_line(line, sorted(mine, key=lambda one: one.column))
    return Edited(tuple(made), pending, tuple(dropped))


def _in_line(line: str, edits: Sequence[Edit]) -> tuple[str, tuple[Edit, ...]]:
    """The line with the accepted edits made, and the others with their columns moved."""
    shift = 0
    pending = []
    for edit in edits:
        at = edit.column - 1 + shift
        if edit.accepted:
            line = line[:at] + edit.read + line[at + len(edit.printed) :]
            shift += len(edit.read) - len(edit.printed)
        else:
            pending.append(replace(edit, column=at + 1))
    return line, tuple(pending)
