"""The galley: all texts set on endless pages, so that it is known how high each block is and where its lines end."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recensio.parallel.model import Block, Entry, Measured, Sheet, Text
from recensio.typeset.galley import merged
from recensio.typeset.job import literal as literal
from recensio.typeset.numbers import line_from, line_until


@dataclass(frozen=True, slots=True)
class Galley:
    """What was measured: each block of each text, and the room that each entry takes (a height; run in, a length)."""

    sheet: Sheet
    blocks: tuple[tuple[Measured, ...], ...]
    rooms: tuple[Mapping[str, float], ...]


def scope(side: int) -> str:
    """The functions of one text, for the source that follows."""
    return f"#let (app, end, call, call-again, goto, anchor) = marks({side})"


def source_of(texts: Sequence[Text]) -> str:
    """The print source that measures the texts."""
    parts = ['#import "/parallel.typ": *', "#show: setting.with()"]
    for side, text in enumerate(texts):
        parts.append(f"#galley({literal(text.language)}, {literal(text.direction)})[")
        parts.append(scope(side))
        for number, block in enumerate(text.blocks):
            if block.at:
                parts.append(f"// @ {side} {block.at}")
            parts.append(f"#measured-block({number})[{_marked(block)}]")
        parts.append("]")
    parts.append(f"#tell-galley(() => ({''.join(_rooms(text) for text in texts)}))")
    return "\n".join(parts) + "\n"


def _marked(block: Block) -> str:
    return block.paragraph.measured() if block.paragraph else block.source


def _rooms(text: Text) -> str:
    rows = (f"{literal(entry.id)}: {_room(text, entry)}," for entry in text.entries.values())
    return "(: " + "".join(rows) + ")," if text.entries else "(:),"


def _room(text: Text, entry: Entry) -> str:
    lemma = "none" if entry.lemma is None else f"[{entry.lemma}]"
    key = "none" if entry.key is None else literal(entry.key)
    nth = "none" if entry.same is None else "8"
    return f"room-for({literal(text.styles[entry.layer])}, {key}, {lemma}, [{entry.words}], {nth})"


def read(told: Mapping[str, Any], texts: Sequence[Text]) -> Galley:
    """What ``parallel.typ`` has told under ``<pl-galley>``."""
    sheet = Sheet(**told["sheet"])
    by_page = {side: _OfText(told, side, sheet) for side in range(len(texts))}
    blocks = tuple(tuple(by_page[side].blocks(text)) for side, text in enumerate(texts))
    return Galley(sheet, blocks, tuple(told["rooms"]))


class _OfText:
    """The marks of one text, which stands on a page of its own."""

    def __init__(self, told: Mapping[str, Any], side: int, sheet: Sheet) -> None:
        page = side + 1
        self._tops = [(y, value) for p, _, y, value in told["blocks"] if p == page]
        self._end = next(y for p, _, y, _ in told["over"] if p == page)
        self._between = sheet.blocks
        self._lines = sorted(y for p, _, y, _ in told["lines"] if p == page)
        self._starts = [(y, value["id"]) for p, _, y, value in told["starts"] if p == page]
        self._words = [(y, x) for p, x, y, _ in told["words"] if p == page]

    def blocks(self, text: Text) -> Iterable[Measured]:
        """Each block with what stands in it."""
        found = [self._measured(at) for at in range(len(self._tops))]
        tops = [top for top, _ in self._tops]
        for y, name in (one for one in self._starts if one[1] in text.entries):
            at = bisect_right(tops, y + 0.01) - 1
            block = found[at]
            look = line_until if text.entries[name].back else line_from
            block.entries.append((look(block.lines, y - tops[at]), name))
        for y, x in self._words:
            at = bisect_right(tops, y + 0.01) - 1
            found[at].seams.append((line_until(found[at].lines, y - tops[at]), x))
        return found

    def _measured(self, at: int) -> Measured:
        top, (_, above, below) = self._tops[at]
        end = (self._tops[at + 1][0] if at + 1 < len(self._tops) else self._end) - self._between
        first, last = bisect_left(self._lines, top), bisect_left(self._lines, end + self._between / 2)
        lines = merged(y - top for y in self._lines[first:last])
        return Measured(above, below, end - top, lines)
