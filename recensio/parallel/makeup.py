"""The makeup: which lines of which text stand on which page, so that all texts stay in step.

What belongs together is a row. All texts of a row begin at the same height of the same spread (two facing pages, or
the columns of a page); the row takes as much room as the longest of them. A row that goes over the end of a spread is
divided in each text where its page is full, and goes on at the top of the next one. Each page keeps the room that its
own entries take at its foot.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from recensio.parallel.galley import Galley
from recensio.parallel.model import Measured, Text

_FUDGE = 1.02
_ROUNDED = 0.12  # of a line: so much less than a whole line is a whole line
_FAR = 0.4  # of a page: an entry that takes more goes behind the text
_SHORT = 0.3  # of a page: a row with a heading that is higher may end a page
_DIVISIBLE = frozenset({"prose", "start", "apart", "quote", "item"})
_TOGETHER = 2  # lines of a paragraph at the end of a page, and at the beginning of one


@dataclass(frozen=True, slots=True)
class Slice:
    """Lines of a block, from ``start`` to ``end`` (without it), the room above it and its height."""

    block: int
    start: int
    end: int
    above: float
    height: float


@dataclass(slots=True)
class Part:
    """What one text has of a row in one frame."""

    slices: list[Slice] = field(default_factory=list)


@dataclass(slots=True)
class Strip:
    """A row on a spread: the room above it, its height, what each text has of it."""

    above: float
    height: float
    parts: list[Part]


@dataclass(slots=True)
class Spread:
    """A pair of facing pages, or a page of columns: rows from top to bottom, entries at the feet."""

    strips: list[Strip] = field(default_factory=list)
    entries: list[list[str]] = field(default_factory=list)
    used: float = 0.0

    def height(self, side: int) -> float:
        """How far down a text reaches on its page."""
        reached, height = 0.0, 0.0
        for strip in self.strips:
            reached += strip.above
            own = sum(one.above + one.height for one in strip.parts[side].slices)
            height = reached + own if own else height
            reached += strip.height
        return height


@dataclass(frozen=True, slots=True)
class _Atom:
    """What cannot be divided: a line, or a whole block."""

    block: int
    start: int
    end: int
    above: float
    height: float
    entries: tuple[str, ...]
    opens: bool
    hyphenated: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """The atoms of each text, and how much room its first block asks for above."""

    atoms: tuple[tuple[_Atom, ...], ...]
    above: tuple[float, ...]
    below: tuple[float, ...]
    heading: bool


class Makeup:
    """The makeup of the texts that ``galley`` has measured. ``extra`` is room, by text and entry, that was found to be
    lacking at the foot of the page with this entry."""

    def __init__(self, texts: Sequence[Text], galley: Galley, extra: Mapping[tuple[int, str], float]) -> None:
        """Take the texts and what was measured of them."""
        self._texts = texts
        self._galley = galley
        self._extra = extra
        self.far = [self._long_entries(side) for side in range(len(texts))]
        self._done: list[Spread] = []
        self._headings: list[tuple[Strip, list[list[str]]]] = []

    def _long_entries(self, side: int) -> frozenset[str]:
        most = _FAR * self._galley.sheet.height
        return frozenset(name for name in self._galley.rooms[side] if self._height_alone(side, name) > most)

    def _height_alone(self, side: int, name: str) -> float:
        room = self._galley.rooms[side][name]
        if self._style(side, name) == "block":
            return room
        return math.ceil(room / self._galley.sheet.width) * self._galley.sheet.line

    def _style(self, side: int, name: str) -> str:
        return self._texts[side].styles[self._texts[side].entries[name].layer]

    def foot(self, side: int, names: Sequence[str]) -> float:
        """The height of the foot with these entries."""
        sheet = self._galley.sheet
        taken: dict[str, float] = {}
        for name in names:
            layer = self._texts[side].entries[name].layer
            is_far = name in self.far[side]
            room = self._galley.rooms[side][name]
            if self._style(side, name) == "block":
                own = sheet.line if is_far else room
            else:
                own = (min(room, sheet.width / 3) if is_far else room) / sheet.width * _FUDGE
            taken[layer] = taken.get(layer, 0.0) + own
        extra = sum(self._extra.get((side, name), 0.0) for name in names)
        return extra + sum(sheet.between + self._layer_height(side, layer, room) for layer, room in taken.items())

    def _layer_height(self, side: int, layer: str, room: float) -> float:
        if self._texts[side].styles[layer] == "block":
            return room
        return math.ceil(room + _ROUNDED) * self._galley.sheet.line

    # --- rows ---

    def spreads(self) -> list[Spread]:
        """All spreads, from the first to the last."""
        sides = len(self._texts)
        self._done = [Spread(entries=[[] for _ in range(sides)])]
        below = [0.0] * sides
        for row in self._rows():
            gap = max((max(below[s], row.above[s]) for s in range(sides) if row.atoms[s]), default=0.0)
            self._place(row, gap)
            below = [row.below[s] if row.atoms[s] else below[s] for s in range(sides)]
        return [spread for spread in self._done if spread.strips]

    def _rows(self) -> Iterator[_Row]:
        grouped = [self._grouped(side) for side in range(len(self._texts))]
        for number in sorted({number for rows in grouped for number in rows}):
            blocks = [rows.get(number, []) for rows in grouped]
            measured = self._galley.blocks
            yield _Row(
                tuple(tuple(self._atoms(side, own)) for side, own in enumerate(blocks)),
                tuple(measured[side][own[0]].above if own else 0.0 for side, own in enumerate(blocks)),
                tuple(measured[side][own[-1]].below if own else 0.0 for side, own in enumerate(blocks)),
                any(own and self._texts[side].blocks[own[-1]].is_heading for side, own in enumerate(blocks)),
            )

    def _grouped(self, side: int) -> dict[int, list[int]]:
        rows: dict[int, list[int]] = {}
        for number, block in enumerate(self._texts[side].blocks):
            rows.setdefault(block.row, []).append(number)
        return rows

    def _atoms(self, side: int, blocks: Sequence[int]) -> Iterator[_Atom]:
        """The lines of the paragraphs that can be divided, other blocks whole."""
        below = 0.0
        for at, number in enumerate(blocks):
            measured = self._galley.blocks[side][number]
            above = max(below, measured.above) if at else 0.0
            below = measured.below
            if self._is_divisible(side, number):
                yield from self._lines(number, measured, above)
            else:
                whole = tuple(name for _, name in measured.entries)
                heading = at > 0 and self._texts[side].blocks[blocks[at - 1]].is_heading
                yield _Atom(number, 0, max(1, len(measured.lines)), above, measured.height, whole, not heading, False)

    def _is_divisible(self, side: int, number: int) -> bool:
        paragraph = self._texts[side].blocks[number].paragraph
        measured = self._galley.blocks[side][number]
        return (
            paragraph is not None
            and paragraph.kind in _DIVISIBLE
            and len(measured.lines) >= 2 * _TOGETHER
            and len(measured.seams) == len(paragraph.seams)
        )

    def _lines(self, number: int, measured: Measured, above: float) -> Iterator[_Atom]:
        count = len(measured.lines)
        by_line: dict[int, list[str]] = {}
        for line, name in measured.entries:
            by_line.setdefault(line, []).append(name)
        leading = measured.pitch - measured.line_height
        last_on = {line: x for line, x in measured.seams}
        edge = max(last_on.values(), default=0.0)
        for line in range(count):
            may_open = line == 0 or (_TOGETHER <= line <= count - _TOGETHER and (line - 1) in last_on)
            broken = line > 0 and abs(last_on.get(line - 1, edge) - edge) > 1 and abs(last_on.get(line - 1, 0)) > 0
            room = above if line == 0 else leading
            own = tuple(by_line.get(line, ()))
            yield _Atom(number, line, line + 1, room, measured.line_height, own, may_open, broken)

    # --- pages ---

    def _place(self, row: _Row, gap: float) -> None:
        """Put a row where it belongs: on this spread, or on this and the next ones."""
        rest = [list(atoms) for atoms in row.atoms]
        while any(rest):
            spread = self._done[-1]
            fresh = not spread.strips
            above = 0.0 if fresh else gap
            taken = [self._fitting(spread, side, rest[side], above) for side in range(len(rest))]
            if not self._is_worth(rest, taken):
                if not fresh:
                    self._turn()
                    continue
                taken = [min(1, len(atoms)) for atoms in rest]
            self._add(spread, above, [atoms[:n] for atoms, n in zip(rest, taken, strict=True)], row.heading)
            rest = [atoms[n:] for atoms, n in zip(rest, taken, strict=True)]
            if any(rest):
                self._turn()

    def _is_worth(self, rest: Sequence[Sequence[_Atom]], taken: Sequence[int]) -> bool:
        """Whether the row begins here: each text with something, on a page that is not fresh."""
        fresh = not self._done[-1].strips
        having = [n for atoms, n in zip(rest, taken, strict=True) if atoms]
        return any(having) if fresh else all(having)

    def _turn(self) -> None:
        """A new spread. Headings at the end of the old one go with what follows them."""
        old = self._done[-1]
        moved: list[tuple[Strip, list[list[str]]]] = []
        headings = self._headings
        while len(old.strips) > 1 and headings and headings[-1][0] is old.strips[-1]:
            moved.insert(0, headings.pop())
            old.strips.pop()
        for strip, names in moved:
            old.used -= strip.above + strip.height
            for side, own in enumerate(names):
                old.entries[side] = [name for name in old.entries[side] if name not in own]
        new = Spread(entries=[[] for _ in self._texts])
        self._done.append(new)
        for at, (strip, names) in enumerate(moved):
            strip.above = strip.above if at else 0.0
            new.strips.append(strip)
            new.used += strip.above + strip.height
            for side, own in enumerate(names):
                new.entries[side] += own
        self._headings = []

    def _add(self, spread: Spread, above: float, atoms: Sequence[Sequence[_Atom]], heading: bool) -> None:
        parts = [Part(_slices(own)) for own in atoms]
        height = max(_height(own) for own in atoms)
        strip = Strip(above, height, parts)
        names = [[name for atom in own for name in atom.entries] for own in atoms]
        spread.strips.append(strip)
        spread.used += above + height
        for side, own in enumerate(names):
            spread.entries[side] += own
        is_short = height < _SHORT * self._galley.sheet.height
        self._headings = [*self._headings, (strip, names)] if heading and is_short else []

    def _fitting(self, spread: Spread, side: int, atoms: Sequence[_Atom], above: float) -> int:
        """How many of the atoms of a text the page can take, so that what is left can begin a page."""
        room = self._galley.sheet.height - spread.used - above
        names = list(spread.entries[side])
        height, fitting = 0.0, [0]
        for at, atom in enumerate(atoms):
            height += (atom.above if at else 0.0) + atom.height
            names += atom.entries
            if height + self.foot(side, names) > room + 0.01:
                break
            if at + 1 == len(atoms) or atoms[at + 1].opens:
                fitting.append(at + 1)
        return self._best(fitting, atoms)

    def _best(self, fitting: Sequence[int], atoms: Sequence[_Atom]) -> int:
        """The last place, or one a little before it if no word is divided there."""
        last = fitting[-1]
        if last in (0, len(atoms)) or not atoms[last].hyphenated:
            return last
        return next((n for n in fitting[-2:-4:-1] if n > 0 and not atoms[n].hyphenated), last)


def _height(atoms: Sequence[_Atom]) -> float:
    return sum((atom.above if at else 0.0) + atom.height for at, atom in enumerate(atoms))


def _slices(atoms: Sequence[_Atom]) -> list[Slice]:
    """Neighbouring lines of a block in one."""
    found: list[Slice] = []
    for at, atom in enumerate(atoms):
        above = atom.above if at else 0.0
        if found and found[-1].block == atom.block:
            last = found[-1]
            found[-1] = Slice(last.block, last.start, atom.end, last.above, last.height + above + atom.height)
        else:
            found.append(Slice(atom.block, atom.start, atom.end, above, atom.height))
    return found
