"""Numbers of lines, counted on the finished pages: for the margins, and for the entries at the foot of each page.

An entry has the number of the line that its lemma begins on, and of the one it ends on; ``34–12.2`` ends on line 12 of
page 2. A text counts by itself, frame by frame: a frame is the room that it has on one page.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Protocol

_NEAR = 2.0  # points: marks may stand that much off their line
_DIGITS = re.compile(r"(?:^|[^0-9])([0-9]{1,9})$")


class Entry(Protocol):
    """What must be known of an entry."""

    @property
    def key(self) -> str | None:
        """A number of its own."""

    @property
    def place(self) -> str | None:
        """How it is cited where the number of its line is not enough."""

    @property
    def same(self) -> str | None:
        """The words that are counted on its line."""

    @property
    def back(self) -> bool:
        """Whether it speaks of the word before it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print: its baseline, its number, whether that stands in the margin, and a count that lines which are
    cited as one (a verse turned over) have in common."""

    y: float
    number: str
    shown: bool
    cited: int


#: What is told of marks, and where a frame keeps it.
KEPT = {name: name for name in ("lines", "labels", "starts", "ends", "sections")} | {"same": "asked"}


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
    numbered: list[Line] = field(default_factory=list)
    before: tuple[int, Line] | None = None

    def line_from(self, y: float) -> Line:
        """The line of what follows a mark."""
        baselines = [line.y for line in self.numbered]
        return self.numbered[line_from(baselines, y)] if baselines else Line(y, "0", False, 0)

    def line_until(self, y: float) -> tuple[int, Line]:
        """The line of what stands before a mark, and its page; perhaps the last one of a page before."""
        at = bisect_right(self.numbered, y + _NEAR, key=lambda line: line.y) - 1
        return (self.page, self.numbered[at]) if at >= 0 else self.before or (self.page, Line(y, "0", False, 0))


@dataclass(frozen=True, slots=True)
class Cited:
    """An entry as it is printed: its number, its line, which of equal words of the line it speaks of."""

    id: str
    number: str
    line: Line
    nth: int | None

    @property
    def cited(self) -> int:
        """The count of its line."""
        return self.line.cited


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
        for one, other in pairwise(frames):
            other.before = (one.page, one.numbered[-1]) if one.numbered else one.before
        self._ends = {name: frame.line_until(y) for frame in frames for y, name in frame.ends}
        self._nth = self._same_words()

    def margin(self, frame: Frame) -> list[tuple[float, str]]:
        """The numbers in the margin of a frame."""
        return [(line.y, line.number) for line in frame.numbered if line.shown]

    def folios(self, frame: Frame) -> list[tuple[float, float, str]]:
        """The folios in the margin of a frame, each at its line."""
        return [(frame.line_from(y).y, x, label) for y, x, label in frame.folios]

    def entries(self, frame: Frame) -> Iterator[Cited]:
        """The entries whose lemmata begin in a frame, in their order."""
        twice = _ambiguous(frame.numbered)
        return (self._cited(frame, y, name, twice) for y, name in frame.starts)

    # --- lines ---

    def _count(self) -> None:
        count, cited, current, verse = 0, 0, "0", None
        for frame in self._frames:
            count = 0 if self._restart == "page" else count
            labels, sections = _Queue(frame.labels), _Queue(frame.sections)
            ahead: list[int] = []
            for y, counted in _merged(frame.lines):
                for value in sections.until(y + _NEAR):
                    if self._restart == "section" or value == "text":
                        count, current = 0, "0"
                shown = False
                if counted is True or (isinstance(counted, str) and counted != verse):
                    verse = counted
                    count, cited, current = count + 1, cited + 1, str(count + 1)
                    shown = self._every > 0 and count % self._every == 0
                for label in labels.until(y + _NEAR):
                    current, shown = label["text"], label["shown"] and self._is_shown(label["text"])
                    cited += 1
                line = Line(y, current, shown, cited)
                if counted is None:  # (it goes with the next line)
                    ahead.append(len(frame.numbered))
                else:
                    for at in ahead:
                        frame.numbered[at] = replace(line, y=frame.numbered[at].y, shown=False)
                    ahead.clear()
                frame.numbered.append(line)
            if self._restart == "section" and sections.is_left():
                count = 0

    def _is_shown(self, label: str) -> bool:
        """True for every fifth number, and for all that are no plain numbers."""
        digits = _DIGITS.search(label)
        return self._every > 0 and (digits is None or int(digits[1]) % self._every == 0)

    # --- entries ---

    def _same_words(self) -> dict[str, int]:
        """Which of several equal words of its line an entry speaks of."""
        count: Counter[tuple[int, str]] = Counter()
        asked: list[tuple[str, tuple[int, str], int]] = []
        for frame in self._frames:
            for y, value in frame.asked if frame.numbered else ():
                cited = frame.line_from(y).cited
                if isinstance(value, str):
                    count[cited, value] += 1
                elif same := self._same(value["id"]):
                    asked.append((value["id"], (cited, same), count[cited, same] + 1))
        return {name: nth for name, key, nth in asked if count[key] > 1}

    def _same(self, name: str) -> str | None:
        return self._entries[name].same if name in self._entries else None

    def _cited(self, frame: Frame, y: float, name: str, twice: frozenset[str]) -> Cited:
        entry = self._entries[name]
        line = frame.line_until(y)[1] if entry.back else frame.line_from(y)
        page, end = self._ends.get(name, (frame.page, line))
        number = self._number(frame, line.number, page, end.number)
        if entry.key is not None:
            number = entry.key
        elif entry.place and line.number in twice and entry.place.endswith("." + number):
            number = entry.place
        return Cited(name, number, line, self._nth.get(name))

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


def line_from(baselines: Sequence[float], y: float) -> int:
    """The line of what follows a mark: the first that is not above it."""
    return min(bisect_left(baselines, y - _NEAR), max(0, len(baselines) - 1))


def line_until(baselines: Sequence[float], y: float) -> int:
    """The line of what stands before a mark: the last that is not below it."""
    return max(0, bisect_right(baselines, y + _NEAR) - 1)


def _merged(rows: Iterable[tuple[float, Any]]) -> list[tuple[float, Any]]:
    """Lines from top to bottom; cells of one row of a table are one."""
    kept: list[tuple[float, Any]] = []
    for y, counted in sorted(rows, key=lambda row: row[0]):
        if not kept or y > kept[-1][0] + _NEAR:
            kept.append((y, counted))
        elif counted is not False:
            kept[-1] = (kept[-1][0], counted)
    return kept


def _ambiguous(lines: Iterable[Line]) -> frozenset[str]:
    """Numbers that two lines of a page have."""
    first: dict[str, int] = {}
    return frozenset(line.number for line in lines if first.setdefault(line.number, line.cited) != line.cited)
