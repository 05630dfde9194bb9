"""The words of a chunk as inline content: lines joined, hyphens settled, calls and corrections and pages in place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from recensio.imports.model import HIGH, MEDIUM, Break, Content, Inline, Link, Place, Style, Text, Trust
from recensio.imports.plain import shapes
from recensio.imports.plain.chunks import Chunk
from recensio.imports.plain.pages import Row

_TAIL = re.compile(r"([^\W\d_]+)([-‐\u00ad¬])$")
_HEAD = re.compile(r"[^\W\d_]+")
_EMPHASIS = re.compile(r"(?<![\w_])_(?=[^\s_])([^_]{0,600}[^\s_])_(?![\w_])", re.DOTALL)
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_PREFIXES = frozenset(
    ["self", "counter", "co", "non", "ex", "half", "well", "ill", "all", "quasi", "semi", "vice", "pseudo"]
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a chunk's text, and what stands in its place. ``inner`` is a stretch whose words stay, set off."""

    start: int
    end: int
    content: Content = ()
    inner: tuple[int, int] | None = None
    rank: int = 1


class Hyphens:
    """Knows of a word divided at the end of a line whether its hyphen belongs to it."""

    def __init__(self, text: str) -> None:
        """Learn from the words of the whole text."""
        self._words = Counter(word.casefold() for word in re.findall(r"[^\W\d_]+", text))
        self._compounds = Counter(word.casefold() for word in _COMPOUND.findall(text))

    def belongs(self, left: str, right: str) -> tuple[bool, Trust]:
        """True if ``left-right`` is written with the hyphen, and how sure that is."""
        if right[:1].isupper() and not left.isupper():
            return True, HIGH
        joined, hyphened = self._words[(left + right).casefold()], self._compounds[f"{left}-{right}".casefold()]
        if joined != hyphened:
            return hyphened > joined, HIGH
        return left.casefold() in _PREFIXES, MEDIUM


@dataclass(frozen=True)
class Contents:
    """Makes content. ``spots`` are calls, corrections and words left out, by the line they stand in and its columns.

    ``emphasis`` says whether ``_underscores_`` mean italics.
    """

    hyphens: Hyphens
    spots: Mapping[int, Sequence[Spot]] = field(default_factory=dict)
    emphasis: bool = False

    def of(self, chunk: Chunk, *, skip: int = 0, cut: int = 0, lines: bool = False) -> Content:
        """The content of a chunk without ``skip`` signs at its beginning and ``cut`` at its end.

        With ``lines`` the ends of lines are kept.
        """
        end = len(chunk.text) - cut
        spots = [spot for spot in self._spots(chunk, lines=lines) if spot.start >= skip and spot.end <= end]
        return _merged(_built(chunk.text, skip, end, _settled(spots)))

    def rows(self, chunk: Chunk) -> Iterator[tuple[Row, Content]]:
        """The content of each line by itself."""
        for row in chunk.rows:
            yield row, self.of(replace(chunk, rows=(row,)))

    def _spots(self, chunk: Chunk, *, lines: bool) -> Iterator[Spot]:
        offset = 0
        for number, row in enumerate(chunk.rows):
            if number:
                yield self._line_end(chunk.rows[number - 1], row, offset - 1, lines=lines)
            shift = offset - (row.line.column - 1)
            for spot in self.spots.get(row.number, ()):
                yield replace(spot, start=spot.start + shift, end=spot.end + shift)
            offset += len(row.text) + 1
        if self.emphasis:
            for found in _EMPHASIS.finditer(chunk.text):
                style = Style((), rend=("italic",))
                yield Spot(found.start(), found.end(), (style,), inner=found.span(1), rank=2)
        yield from (Spot(a, b, (Link("", ()),), inner=(a, b), rank=3) for a, b in shapes.urls(chunk.text))

    def _line_end(self, above: Row, row: Row, at: int, *, lines: bool) -> Spot:
        """What comes between two lines, the first of which ends at ``at``."""
        tail, head = _TAIL.search(above.text), _HEAD.match(row.text)
        if tail and head and not lines:
            return self._joined(tail, head, row, at)
        if lines and not row.turns:
            return Spot(at, at + 1, (Text(" "), Break("line"), *row.marks))
        dashed = above.text[-1:] in "—–" or above.text.endswith("--") or row.text[:1] == "—"
        return Spot(at, at + 1, (Text("" if dashed else " "), *row.marks))

    def _joined(self, tail: re.Match[str], head: re.Match[str], row: Row, at: int) -> Spot:
        keep, trust = self.hyphens.belongs(tail[1], head[0])
        marks: list[Inline] = []
        for mark in row.marks:
            marks.append(replace(mark, within_word=True, trust=mark.trust) if isinstance(mark, Break) else mark)
        if not row.turns:
            marks.append(Break("line", within_word=True, hyphen=tail[2], place=Place(row.number, 1), trust=trust))
        kept = keep and tail[2] in "-‐"
        return Spot(at if kept else at - 1, at + 1, tuple(marks))


def _settled(spots: Iterable[Spot]) -> list[Spot]:
    """The spots without those that overlap with one of lower rank; in order, the outer one first."""
    taken: list[Spot] = []
    for spot in sorted(spots, key=lambda one: (one.rank, one.start)):
        if not any(_crosses(spot, other) for other in taken):
            taken.append(spot)
    return sorted(taken, key=lambda one: (one.start, -one.end, -one.rank))


def _crosses(spot: Spot, other: Spot) -> bool:
    if spot.end <= other.start or other.end <= spot.start:
        return False
    outer, inside = (spot, other) if spot.inner else (other, spot)
    return not (outer.inner and outer.inner[0] <= inside.start and inside.end <= outer.inner[1])


def _built(text: str, start: int, end: int, spots: Sequence[Spot]) -> Iterator[Inline]:
    at = start
    for number, spot in enumerate(spots):
        if spot.start < at or spot.end > end:
            continue
        yield Text(text[at : spot.start])
        if spot.inner:
            inside = [one for one in spots[number + 1 :] if spot.inner[0] <= one.start and one.end <= spot.inner[1]]
            yield _set_off(spot, text, inside)
        else:
            yield from spot.content
        at = spot.end
    yield Text(text[at:end])


def _set_off(spot: Spot, text: str, inside: Sequence[Spot]) -> Inline:
    assert spot.inner is not None
    content = _merged(_built(text, *spot.inner, inside))
    kind = spot.content[0]
    if isinstance(kind, Style):
        return replace(kind, content=content)
    return Link(text[spot.start : spot.end].replace("\n", ""), content)


def _merged(content: Iterable[Inline]) -> Content:
    """The content with neighbouring texts put together, and no empty ones."""
    found: list[Inline] = []
    for one in content:
        if isinstance(one, Text):
            if not one.text:
                continue
            if found and isinstance(found[-1], Text):
                found[-1] = Text(found[-1].text + one.text)
                continue
        found.append(one)
    return tuple(found)


def marks_emphasis(text: str) -> bool:
    """True if the text uses ``_underscores_`` for italics."""
    return bool(_EMPHASIS.search(text))
