"""Lines that belong together: paragraphs, whether blank lines, indentation or only a short last line part them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from recensio.imports.model import MEDIUM, SAID, Break, Furniture, Place, Trust
from recensio.imports.plain import shapes
from recensio.imports.plain.lines import Layout
from recensio.imports.plain.pages import Row
from recensio.imports.plain.side import Side, Span

#: What the lines of one span are together, whatever stands between them.
_WHOLE = frozenset(
    [
        "title", "subtitle", "author", "date", "imprint", "header", "heading", "heading-2", "heading-3", "heading-4",
        "heading-5", "paragraph", "caption", "rule", "dateline", "byline", "valediction", "signed", "salute",
        "trailer", "source", "table", "preformatted",
    ]
)  # fmt: skip
#: Roles of whole stretches of text, inside which lines have roles of their own.
REGIONS = ("preface", "letter")
_DEEPER = 3
_SHORT = 0.86
_LONG = 0.6
_VERSE = 0.85
_FAR = 40


@dataclass(frozen=True)
class Chunk:
    """Lines that belong together. ``role`` is what the side file says they are, ``span`` its lines; else empty.

    ``trust`` is how sure it is that the chunk begins here.
    """

    rows: tuple[Row, ...]
    role: str = ""
    span: Span | None = None
    trust: Trust = SAID

    @cached_property
    def text(self) -> str:
        """The words, lines parted by line ends."""
        return "\n".join(row.text for row in self.rows)

    @cached_property
    def flat(self) -> str:
        """The words in one line."""
        return " ".join(row.text for row in self.rows)

    @property
    def gap(self) -> int:
        """Blank lines above."""
        return self.rows[0].gap

    @property
    def indent(self) -> int:
        """How far all lines stand from the margin."""
        return min(row.line.indent for row in self.rows)

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.rows[0].number, self.rows[0].line.column)

    @property
    def words(self) -> int:
        """How many words, by blanks."""
        return len(self.flat.split())

    @property
    def marks(self) -> tuple[Break | Furniture, ...]:
        """The pages that begin with its first line."""
        return self.rows[0].marks


def chunks_of(rows: Sequence[Row], layout: Layout, side: Side) -> tuple[Chunk, ...]:
    """The rows in chunks."""
    return tuple(_Chunker(rows, layout, side).chunks())


class _Chunker:
    def __init__(self, rows: Sequence[Row], layout: Layout, side: Side) -> None:
        self._rows = rows
        self._layout = layout
        self._owners = dict(_owners(side))
        self._runs_on = side.lines("runs-on")
        self._starts = side.starts("paragraph")

    def chunks(self) -> Iterator[Chunk]:
        current: list[Row] = []
        trust = SAID
        for at, row in enumerate(self._rows):
            break_ = self._breaks(at) if current else None
            if break_ is not None:
                yield self._chunk(current, trust)
                current, trust = [], break_
            current.append(row)
        if current:
            yield self._chunk(current, trust)

    def _chunk(self, rows: list[Row], trust: Trust) -> Chunk:
        role, span = self._owners.get(rows[0].number, ("", None))
        return Chunk(tuple(rows), role, span, SAID if role else trust)

    def _breaks(self, at: int) -> Trust | None:
        """How sure it is that something new begins with the row; ``None`` if it runs on."""
        above, row = self._rows[at - 1], self._rows[at]
        told = self._told(above, row)
        if told is not None:
            return SAID if told else None
        if row.turns:
            return self._breaks_over_page(above, row)
        if row.gap:
            return SAID if self._layout.blanks_part or not _continues(above, row) else None
        if not self._layout.wrapped:
            return SAID
        return self._breaks_in_page(at)

    def _told(self, above: Row, row: Row) -> bool | None:
        """What the side file says, if anything."""
        if row.number in self._runs_on:
            return False
        mine, other = self._owners.get(row.number), self._owners.get(above.number)
        if mine != other or row.number in self._starts:
            return True
        return False if mine and mine[0] in _WHOLE else None

    def _breaks_over_page(self, above: Row, row: Row) -> Trust | None:
        if not shapes.ends_sentence(above.text) and not shapes.is_heading_like(above.text):
            return None if not shapes.is_heading_like(row.text) or _continues(above, row) else MEDIUM
        if _continues(above, row):
            return None
        if not self._layout.wrapped:
            return MEDIUM
        indented = row.line.indent > self._layout.margin + 1 and self._layout.indents_part
        return MEDIUM if indented or self._is_short(above) or shapes.is_heading_like(row.text) else None

    def _breaks_in_page(self, at: int) -> Trust | None:
        above, row = self._rows[at - 1], self._rows[at]
        below = self._rows[at + 1] if at + 1 < len(self._rows) else None
        if _is_boxed(above) and _is_boxed(row):
            return None
        if shapes.is_rule(row.text) or shapes.is_rule(above.text):
            return SAID
        if shapes.item_mark(row.text) and _parts_items(above, row) and self._is_item(at):
            return SAID
        if (self._indented(above, row) or self._dedented(at)) and not self._is_stanza(at):
            return SAID
        if self._is_part_of_letter(above, row):
            return MEDIUM
        if self._heads(above, row, below) or self._is_headed(at):
            return MEDIUM
        if not self._layout.blanks_part and not self._layout.indents_part and self._is_new_sentence(above, row):
            return MEDIUM
        return None

    def _is_item(self, at: int) -> bool:
        """True for the mark of a first item, or one that comes in its turn behind another."""
        mark = shapes.item_mark(self._rows[at].text)
        if mark in shapes.BULLETS or mark.strip("()[].") in ("1", "a", "A", "i", "I"):
            return True
        marks = (shapes.item_mark(row.text) for row in self._rows[max(0, at - _FAR) : at])
        return any(other and shapes.follows(other, mark) for other in marks)

    def _indented(self, above: Row, row: Row) -> bool:
        step = row.line.indent - above.line.indent
        at_margin = above.line.indent <= self._layout.margin + 1
        return step >= 2 and at_margin if self._layout.indents_part else step >= _DEEPER

    def _dedented(self, at: int) -> bool:
        """True behind lines that were set in from the margin; the first line of a paragraph is not meant."""
        above, row = self._rows[at - 1], self._rows[at]
        if above.line.indent - row.line.indent < _DEEPER:
            return False
        before = self._rows[max(0, at - 2)]
        return before.line.indent >= above.line.indent and not above.gap

    def _is_stanza(self, at: int) -> bool:
        """True in a block, between blank lines, of short lines that are all set in: verse, with steps of its own."""
        first = last = at
        while first > 0 and not self._rows[first].gap:
            first -= 1
        while last + 1 < len(self._rows) and not self._rows[last + 1].gap:
            last += 1
        block = self._rows[first : last + 1]
        set_in = min(row.line.indent for row in block) > self._layout.margin + 1
        narrow = all(len(row.text) < self._layout.widest * _VERSE for row in block)
        return set_in and narrow and sum(map(shapes.begins_sentence, (row.text for row in block))) > len(block) * 0.8

    def _is_short(self, row: Row) -> bool:
        return len(row.text) + row.line.indent < self._layout.width * _SHORT

    def _is_long(self, row: Row) -> bool:
        """True for a line of prose, which is about as long as others."""
        return len(row.text) > self._layout.width * _LONG

    def _is_new_sentence(self, above: Row, row: Row) -> bool:
        return self._is_short(above) and shapes.ends_sentence(above.text) and shapes.begins_sentence(row.text)

    def _heads(self, above: Row, row: Row, below: Row | None) -> bool:
        """True for a heading without a blank line above it."""
        if below is None or not self._is_short(row) or not shapes.is_title_case(row.text) or not self._is_long(below):
            return False
        closed = shapes.ends_sentence(above.text) or shapes.is_title_case(above.text)
        return closed and shapes.is_heading_like(row.text) and shapes.begins_sentence(below.text)

    def _is_headed(self, at: int) -> bool:
        """True for the line below a heading that has no blank line below it."""
        above, row = self._rows[at - 1], self._rows[at]
        if not (self._is_short(above) and shapes.is_title_case(above.text) and shapes.is_heading_like(above.text)):
            return False
        before = self._rows[at - 2] if at > 1 else None
        begins = before is None or above.gap > 0 or above.turns or self._heads(before, above, row)
        return begins and self._is_long(row) and shapes.begins_sentence(row.text) and not shapes.is_title_case(row.text)

    def _is_part_of_letter(self, above: Row, row: Row) -> bool:
        pair = (above.text, row.text)
        short = len(above.text) < self._layout.width * _SHORT
        return short and any(shapes.is_salutation(text) or shapes.is_valediction(text) for text in pair)


def _owners(side: Side) -> Iterator[tuple[int, tuple[str, Span]]]:
    for role, spans in side.roles.items():
        if role not in ("runs-on", *REGIONS):
            for span in spans:
                if role == "paragraph" and span.first == span.last:
                    continue
                yield from ((number, (role, span)) for number in span)


def _continues(above: Row, row: Row) -> bool:
    """True if the sentence runs on from one line to the next."""
    return not shapes.ends_sentence(above.text) and shapes.begins_low(row.text)


def _is_boxed(row: Row) -> bool:
    """True for a row of a table that is drawn with bars."""
    return bool(re.fullmatch(r"\|.*\||\+[-=+:]{2,}\+", row.text))


def _parts_items(above: Row, row: Row) -> bool:
    mark = shapes.item_mark(row.text)
    closed = above.text[-1:] in '.:;!?,)”’"' or bool(shapes.item_mark(above.text))
    return (
        closed
        and (mark in shapes.BULLETS or mark.strip("()[]").rstrip(".)").isalnum())
        and not re.fullmatch(r"\d{3,}\.?", mark)
    )


def without(chunks: Iterable[Chunk], rows: frozenset[int]) -> tuple[Chunk, ...]:
    """The chunks without the rows of these lines; breaks that stood at them go to the next row that stays."""
    found = []
    waiting: tuple[Break | Furniture, ...] = ()
    for chunk in chunks:
        kept = []
        for row in chunk.rows:
            if row.number in rows:
                waiting += row.marks
            else:
                kept.append(replace(row, marks=waiting + row.marks))
                waiting = ()
        if kept:
            found.append(replace(chunk, rows=tuple(kept)))
    return tuple(found)
