"""Pages: where they begin, and what stands at their head and foot and is no text.

A form feed begins a page; so does a line like ``[Pg 12]``; and where a short line comes again and again, alone or with
a number that grows, it is the head or the foot of pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from recensio.imports.model import MEDIUM, Break, Dropped, Furniture, Place
from recensio.imports.plain.lines import Layout, Line
from recensio.imports.plain.shapes import ends_sentence
from recensio.imports.plain.side import Side

_MARKER = re.compile(r"[\[{<(](?:pg?|page|p\.|seite|s\.|с\.|стр\.)\s*\.?\s*(\d+|[ivxlc]+)[\]}>)]", re.IGNORECASE)
_FOLIO = re.compile(r"[-–—\[(]?\s*(\d{1,4}|[ivxlc]{1,7})\s*[-–—\])]?")
_HEAD_WITH_NUMBER = re.compile(r"(?:(\d{1,4})\s{2,}\D.{0,60}|.{0,60}\D\s{2,}(\d{1,4}))")
_HEAD_LENGTH = 60
_OFTEN = 3
_CUT = 0.3


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text. ``gap``: blank lines above it; ``marks``: the page that begins with it, and what stood around.

    ``page`` counts the pages of the file.
    """

    line: Line
    gap: int
    page: int
    marks: tuple[Break | Furniture, ...] = ()

    @property
    def text(self) -> str:
        """The words of the line."""
        return self.line.text

    @property
    def number(self) -> int:
        """The number of the line."""
        return self.line.number

    @property
    def turns(self) -> bool:
        """True if a page begins with this line."""
        return any(isinstance(mark, Break) for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Paged:
    """The lines of text, in order; ``ending`` are breaks behind the last of them."""

    rows: tuple[Row, ...]
    dropped: tuple[Dropped, ...]
    ending: tuple[Break | Furniture, ...] = ()
    pages: int = 0


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is known of pages: the lines they begin with, and which lines are furniture."""

    starts: Mapping[int, Break]
    furniture: Mapping[int, Furniture]
    markers: frozenset[int] = frozenset()


def paged(layout: Layout, side: Side) -> Paged:
    """The text without page heads, page numbers, and the lines that the side file leaves out."""
    plan = _plan(layout, side)
    left_out = list(_dropped(layout.lines, side))
    gone = {one.place.line for one in left_out} | set(plan.furniture) | set(plan.markers)
    dropped = [*left_out, *_marking(layout, plan.markers)]
    rows: list[Row] = []
    waiting: list[Break | Furniture] = []
    gap = page = 0
    for line in layout.lines:
        if line.number in plan.starts:
            waiting.append(plan.starts[line.number])
            page += 1
        if line.number in plan.furniture:
            waiting.append(plan.furniture[line.number])
        elif line.blank:
            gap += 1
        elif line.number not in gone:
            rows.append(Row(line, gap, page, tuple(waiting)))
            waiting, gap = [], 0
    return Paged(tuple(rows), tuple(dropped), tuple(waiting), page)


def _dropped(lines: Sequence[Line], side: Side) -> Iterator[Dropped]:
    whole = [drop for drop in side.drops if not drop.words]
    for line in lines:
        reason = next((drop.because for drop in whole if line.number in drop.span), "")
        if reason and not line.blank:
            yield Dropped(line.text, reason, Place(line.number, 1))


def _marking(layout: Layout, markers: Iterable[int]) -> Iterator[Dropped]:
    for number in sorted(markers):
        text = layout.lines[number - 1].text
        word = "".join(c for c in re.sub(r"\w+(?=\W*$)", "", text) if c.isalpha())
        yield Dropped(word, "the word that marks a page", Place(number, 1))


def _plan(layout: Layout, side: Side) -> _Plan:
    told = _told(layout, side)
    if side.pages or "pages" in side.off:
        return told
    for finder in (_by_feeds, _by_markers, _by_heads):
        found = finder(layout)
        if len(found.starts) > 1:
            return _Plan(found.starts, {**found.furniture, **told.furniture}, found.markers)
    return told


def _told(layout: Layout, side: Side) -> _Plan:
    starts = {line: Break("page", n=n, place=Place(line, 1)) for line, n in side.pages.items()}
    furniture = {}
    for role, kind in (("running-head", "header"), ("folio", "pageNum")):
        for number in side.lines(role):
            line = layout.lines[number - 1]
            furniture[number] = Furniture(kind, line.text, Place(number, 1))
    return _Plan(starts, furniture)


# --- Form feeds


def _by_feeds(layout: Layout) -> _Plan:
    last = layout.full[-1].number if layout.full else 0
    begins = [line.number for line in layout.lines if line.feeds and line.number <= last]
    if not begins:
        return _Plan({}, {})
    if any(not line.blank for line in layout.lines[: begins[0] - 1]):
        begins.insert(0, 1)
    return _by_bounds(layout, begins)


def _by_bounds(layout: Layout, bounds: list[int]) -> _Plan:
    sheets = [_sheet(layout, a, b) for a, b in zip(bounds, [*bounds[1:], len(layout.lines) + 1], strict=True)]
    furniture = _edges(sheets)
    numbers = _numbers(sheets, furniture)
    starts = {first: Break("page", n=n, place=Place(first, 1)) for first, n in zip(bounds, numbers, strict=True)}
    return _Plan(starts, furniture)


def _sheet(layout: Layout, first: int, end: int) -> list[Line]:
    return [line for line in layout.lines[first - 1 : end - 1] if not line.blank]


def _edges(sheets: list[list[Line]]) -> dict[int, Furniture]:
    """The first and last lines of pages that come again on others, and numbers there."""
    edge = [line for sheet in sheets for line in _edge(sheet)]
    common = Counter(_likeness(line.text) for line in edge)
    often = max(_OFTEN, len(sheets) // 4)
    numbered = _numbered_heads(sheets)
    found = {}
    for sheet in sheets:
        for line in _edge(sheet):
            if _FOLIO.fullmatch(line.text):
                found[line.number] = _furniture(line, "pageNum")
            elif line.number in numbered or (common[_likeness(line.text)] >= often and len(line.text) <= _HEAD_LENGTH):
                found[line.number] = _furniture(line, "header" if line in sheet[:2] else "footer")
    return found


def _numbered_heads(sheets: list[list[Line]]) -> frozenset[int]:
    """Lines at the head or foot of pages that begin or end with a number that grows with the pages."""
    rows = [(at, line, int(m[1] or m[2])) for at, sheet in enumerate(sheets) for line in _edge(sheet)
            if (m := _HEAD_WITH_NUMBER.fullmatch(line.text))]  # fmt: skip
    offsets = Counter(number - at for at, _, number in rows)
    if not offsets or offsets.most_common(1)[0][1] < _OFTEN:
        return frozenset()
    offset = offsets.most_common(1)[0][0]
    return frozenset(line.number for at, line, number in rows if number - at == offset)


def _edge(sheet: list[Line]) -> list[Line]:
    return [*sheet[:2], *[line for line in sheet[-2:] if line not in sheet[:2]]]


def _furniture(line: Line, kind: str) -> Furniture:
    return Furniture(kind, line.text, Place(line.number, 1), MEDIUM)


def _likeness(text: str) -> str:
    return re.sub(r"[\W\d_]+", " ", text).strip().casefold() or "#"


def _numbers(sheets: list[list[Line]], furniture: Mapping[int, Furniture]) -> list[str]:
    """What each page is called: by the number on it, if those go up by one; else none."""
    printed = [_printed_number(sheet, furniture) for sheet in sheets]
    offsets = Counter(number - at for at, number in enumerate(printed) if number is not None)
    if not offsets:
        return ["" for _ in sheets]
    offset, count = offsets.most_common(1)[0]
    known = sum(number is not None for number in printed)
    if count * 2 <= known:
        return ["" if number is None else str(number) for number in printed]
    return [str(at + offset) if at + offset > 0 else "" for at in range(len(sheets))]


def _printed_number(sheet: list[Line], furniture: Mapping[int, Furniture]) -> int | None:
    for line in sheet:
        if line.number in furniture and (found := re.search(r"(?<!\d)\d{1,4}(?!\d)", line.text)):
            return int(found[0])
    return None


# --- Lines that say where a page begins


def _by_markers(layout: Layout) -> _Plan:
    found = {line.number: m[1] for line in layout.full if (m := _MARKER.fullmatch(line.text))}
    if len(found) < _OFTEN or not _ascend(found.values()):
        return _Plan({}, {})
    starts = {number: Break("page", n=n, place=Place(number, 1)) for number, n in found.items()}
    return _Plan(starts, {}, frozenset(found))


def markers_in(rows: Iterable[Row]) -> list[tuple[Row, re.Match[str]]]:
    """The marks of pages within lines, if there are several and their numbers grow."""
    found = [(row, mark) for row in rows for mark in _MARKER.finditer(row.text)]
    return found if len(found) >= _OFTEN and _ascend(mark[1] for _, mark in found) else []


def _ascend(values: Iterable[str]) -> bool:
    numbers = [int(value) for value in values if value.isdecimal()]
    return numbers == sorted(numbers)


# --- Heads that come again


def _by_heads(layout: Layout) -> _Plan:
    alone = [line for line in layout.full if _stands_alone(layout, line)]
    common = Counter(_likeness(line.text) for line in alone if not _FOLIO.fullmatch(line.text))
    heads = {
        line.number for line in alone
        if common[_likeness(line.text)] >= _OFTEN and _likeness(line.text) != "#" and _has_number_near(layout, line)
    }  # fmt: skip
    folios = _growing([line for line in alone if (m := _FOLIO.fullmatch(line.text)) and m[1].isdecimal()])
    if len(heads) < _OFTEN and len(folios) < _OFTEN + 2:
        return _Plan({}, {})
    furniture = {line.number: _furniture(line, "header") for line in alone if line.number in heads}
    furniture |= {line.number: _furniture(line, "pageNum") for line in folios}
    if not _cut_sentences(layout, furniture):
        return _Plan({}, {})
    return _Plan(dict(_starts(layout, furniture)), furniture)


def _cut_sentences(layout: Layout, furniture: Mapping[int, Furniture]) -> bool:
    """True if often enough a sentence runs on from one page to the next: else the lines are headings of chapters."""
    cuts = turns = 0
    above: Line | None = None
    for line in layout.full:
        if line.number in furniture:
            turns += above is not None
            cuts += above is not None and not ends_sentence(above.text)
            above = None
        else:
            above = line
    return cuts >= turns * _CUT and turns > 1


def _stands_alone(layout: Layout, line: Line) -> bool:
    at = line.number - 1
    above = at == 0 or layout.lines[at - 1].blank
    below = at + 1 == len(layout.lines) or layout.lines[at + 1].blank
    return above and below and len(line.text) <= _HEAD_LENGTH and line.text[-1:] not in ".!?:;,"


def _has_number_near(layout: Layout, line: Line) -> bool:
    """True if a page number stands in the line, or in the line above or below it that is not blank."""
    if re.search(r"(?:^|\s)\d{1,4}$|^\d{1,4}\s", line.text):
        return True
    at = layout.full.index(line)
    around = layout.full[max(0, at - 1) : at] + layout.full[at + 1 : at + 2]
    return any(_FOLIO.fullmatch(one.text) for one in around)


def _growing(lines: list[Line]) -> list[Line]:
    """Those lines of numbers that grow by little from one to the next."""
    found: list[Line] = []
    last = None
    for line in lines:
        number = int(re.sub(r"\D", "", line.text))
        if last is None or 0 < number - last <= 4:
            found.append(line)
            last = number
    return found if len(found) > len(lines) * 0.6 else []


def _starts(layout: Layout, furniture: Mapping[int, Furniture]) -> Iterator[tuple[int, Break]]:
    """A page begins at each cluster of heads and numbers; a number alone stood at the foot of the page before."""
    cluster: list[int] = []
    for line in layout.full:
        if line.number in furniture:
            cluster.append(line.number)
        elif cluster:
            yield cluster[0], _break(cluster, furniture)
            cluster = []


def _break(cluster: list[int], furniture: Mapping[int, Furniture]) -> Break:
    numbers = [int(m[0]) for n in cluster if (m := re.search(r"\d+", furniture[n].text))]
    alone = all(furniture[n].kind == "pageNum" for n in cluster)
    n = str(numbers[-1] + alone) if numbers else ""
    return Break("page", n=n, place=Place(cluster[0], 1), trust=MEDIUM)
