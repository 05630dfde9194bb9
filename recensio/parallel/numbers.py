"""Numbers of lines, counted on the finished pages: for the margins, and for the entries at the foot of each page.

The rules are those of ``xslt/print/recensio.typ``: an entry has the number of the line that its lemma begins on, and
of the one it ends on; ``34–12.2`` ends on line 12 of page 2. Each text counts by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from recensio.parallel.galley import line_from, line_until
from recensio.parallel.model import Entry, Sheet

_NEAR = 2.0
_DIGITS = re.compile(r"(?:^|[^0-9])([0-9]{1,9})$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print: its baseline, its number, whether that stands in the margin, and a count that lines which are
    cited as one (a verse turned over) have in common."""

    y: float
    number: str
    shown: bool
    cited: int


@dataclass(slots=True)
class Frame:
    """The room of one text on one page, with what stands there, in points from the page's upper and left edge.

    ``place`` counts the columns of the page from 0.
    """

    side: int
    page: int
    place: int
    lines: list[tuple[float, Any]] = field(default_factory=list)
    labels: list[tuple[float, Any]] = field(default_factory=list)
    sections: list[tuple[float, Any]] = field(default_factory=list)
    starts: list[tuple[float, Any]] = field(default_factory=list)
    ends: list[tuple[float, Any]] = field(default_factory=list)
    asked: list[tuple[float, Any]] = field(default_factory=list)
    folios: list[tuple[float, float, str]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    numbered: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cited:
    """An entry as it is printed: its number, the count of its line, which of equal words of the line it speaks of."""

    id: str
    number: str
    cited: int
    nth: int | None


def frames_from(told: Mapping[str, Any], sheet: Sheet, across: int) -> list[Frame]:
    """The frames of the finished pages with all marks in them (``told`` under ``<pl-pages>``)."""
    frames: dict[tuple[int, int], Frame] = {}
    for page, x, _, (_, side) in told["frames"]:
        place = _place(sheet, across, page, x)
        frames[page, place] = Frame(side, page, place)

    by_side = {(frame.page, frame.side): frame for frame in frames.values()}

    def frame(page: int, x: float, value: Any = None) -> Frame | None:
        # (a mark that says its text is believed: a line may be too long, and reach into the next column)
        if isinstance(value, dict) and "side" in value:
            return by_side.get((page, value["side"]))
        return frames.get((page, _place(sheet, across, page, x)))

    for kind, name in _KEPT.items():
        for page, x, y, value in told[kind]:
            if (found := frame(page, x, value)) is not None:
                getattr(found, name).append((y, value))
    for page, x, y, label in told["marks"]:
        if (found := frame(page, x)) is not None:
            found.folios.append((y, x, label))
    for found in frames.values():
        found.starts = [(y, value["id"]) for y, value in found.starts]
        found.ends = [(y, value["id"]) for y, value in found.ends]
    return [frames[key] for key in sorted(frames)]


#: What is told, and where a frame keeps it.
_KEPT = {name: name for name in ("lines", "labels", "starts", "ends", "sections")} | {"same": "asked"}


def _place(sheet: Sheet, across: int, page: int, x: float) -> int:
    """The column that a place belongs to. Marks of lines stand in the margin in front of theirs, or behind it."""
    left = sheet.outer if page % 2 == 0 else sheet.inner
    at = (x - left + sheet.gutter / 2) / (sheet.width + sheet.gutter)
    return min(across - 1, max(0, int(at))) if across > 1 else 0


class Numbers:
    """The numbers of one text. ``frames`` are those of this text, in order."""

    def __init__(self, frames: Sequence[Frame], entries: Mapping[str, Entry], restart: str, every: int) -> None:
        """Count the lines of all frames."""
        self._frames = frames
        self._entries = entries
        for frame in frames:
            frame.starts = [one for one in frame.starts if one[1] in entries]
        self._restart = restart
        self._every = every
        self._count()
        self._ends = dict(self._found_ends())
        self._nth = self._same_words()

    def margin(self, frame: Frame) -> list[tuple[float, str]]:
        """The numbers in the margin of a frame."""
        return [(line.y, line.number) for line in frame.numbered if line.shown]

    def folios(self, frame: Frame) -> list[tuple[float, float, str]]:
        """The folios in the margin of a frame, each at its line."""
        baselines = [line.y for line in frame.numbered]
        return [(baselines[line_from(baselines, y)] if baselines else y, x, label) for y, x, label in frame.folios]

    def entries(self, frame: Frame) -> list[Cited]:
        """The entries whose lemmata begin in a frame, as they are printed at its foot."""
        twice = _ambiguous(frame.numbered)
        return [self._cited(frame, y, name, twice) for y, name in frame.starts]

    # --- lines ---

    def _count(self) -> None:
        count, cited, current, verse = 0, 0, "0", None
        for frame in self._frames:
            count = 0 if self._restart == "page" else count
            labels, sections = _Queue(frame.labels), _Queue(frame.sections)
            for y, counted in _merged(frame.lines):
                for value in sections.until(y + _NEAR):
                    count = 0 if self._restart == "section" or value == "text" else count
                shown = False
                if counted is True or (isinstance(counted, str) and counted != verse):
                    verse = counted
                    count, cited, current = count + 1, cited + 1, str(count + 1)
                    shown = self._every > 0 and count % self._every == 0
                for label in labels.until(y + _NEAR):
                    current, shown = label["text"], label["shown"] and self._is_shown(label["text"])
                    cited += 1
                frame.numbered.append(Line(y, current, shown, cited))
            if self._restart == "section" and sections.is_left():
                count = 0

    def _is_shown(self, label: str) -> bool:
        digits = _DIGITS.search(label)
        return self._every > 0 and (digits is None or int(digits[1]) % self._every == 0)

    # --- entries ---

    def _found_ends(self) -> Iterable[tuple[str, tuple[int, str]]]:
        before: Line | None = None
        page = 0
        for frame in self._frames:
            baselines = [line.y for line in frame.numbered]
            for y, name in frame.ends:
                at = bisect_right(baselines, y + _NEAR) - 1
                line = frame.numbered[at] if at >= 0 else before
                yield name, (frame.page if at >= 0 else page, line.number if line else "0")
            if frame.numbered:
                before, page = frame.numbered[-1], frame.page

    def _same_words(self) -> dict[str, int]:
        count: Counter[tuple[int, str]] = Counter()
        asked: list[tuple[str, tuple[int, str], int]] = []
        for frame in self._frames:
            baselines = [line.y for line in frame.numbered]
            for y, value in frame.asked if baselines else ():
                cited = frame.numbered[line_from(baselines, y)].cited
                if isinstance(value, str):
                    count[cited, value] += 1
                elif same := self._same(value["id"]):
                    asked.append((value["id"], (cited, same), count[cited, same] + 1))
        return {name: nth for name, key, nth in asked if count[key] > 1}

    def _same(self, name: str) -> str | None:
        return self._entries[name].same if name in self._entries else None

    def _cited(self, frame: Frame, y: float, name: str, twice: frozenset[str]) -> Cited:
        entry = self._entries[name]
        baselines = [line.y for line in frame.numbered]
        look = line_until if entry.back else line_from
        line = frame.numbered[look(baselines, y)] if baselines else Line(y, "0", False, 0)
        page, end = self._ends.get(name, (frame.page, line.number))
        number = self._number(frame, line.number, page, end)
        if entry.key is not None:
            number = entry.key
        elif entry.place and line.number in twice and entry.place.endswith("." + number):
            number = entry.place
        return Cited(name, number, line.cited, self._nth.get(name))

    def _number(self, frame: Frame, start: str, page: int, end: str) -> str:
        if page > frame.page and self._restart == "page":
            return f"{start}–{page}.{end}"
        return start if start == end else f"{start}–{end}"


class _Queue:
    """Marks from top to bottom."""

    def __init__(self, rows: Iterable[tuple[float, Any]]) -> None:
        self._rows = sorted(rows, key=lambda row: row[0])
        self._next = 0

    def until(self, y: float) -> Iterable[Any]:
        """What stands above ``y`` and was not asked for before."""
        while self._next < len(self._rows) and self._rows[self._next][0] <= y:
            self._next += 1
            yield self._rows[self._next - 1][1]

    def is_left(self) -> bool:
        """True if something stands below."""
        return self._next < len(self._rows)


def _merged(rows: Iterable[tuple[float, Any]]) -> list[tuple[float, Any]]:
    """Lines from top to bottom; cells of one row of a table are one."""
    kept: list[tuple[float, Any]] = []
    for y, counted in sorted(rows, key=lambda row: row[0]):
        if not kept or y > kept[-1][0] + _NEAR:
            kept.append((y, counted))
        elif kept[-1][1] is not False:
            kept[-1] = (kept[-1][0], counted)
    return kept


def _ambiguous(lines: Iterable[Line]) -> frozenset[str]:
    """Numbers that two lines of a page have."""
    first: dict[str, int] = {}
    return frozenset(line.number for line in lines if first.setdefault(line.number, line.cited) != line.cited)
