"""Passages: stretches of words, each with the addresses before them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeVar

from recensio.search.words import fold, nfc, words_of

#: The kinds of passage, in the order in which the page offers them.
KINDS = ("text", "reading", "note", "name")
_LONGEST = 400  # words; longer ones make a result heavy, shorter ones the index
_HARD_LIMIT = 800
_T = TypeVar("_T")

#: Where from a word's number on they are Latin (or no longer): u is v in them.
Turns = tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of words that is found as one. ``places`` are pairs of an id in ``page`` and the number of the first
    word behind it (an address may also lead to another page: then it is ``page#id``); ``latin`` tells where Latin
    begins and ends."""

    kind: str
    page: str
    title: str
    text: str
    places: tuple[tuple[int, str], ...] = ()
    latin: Turns = ()

    def folded(self) -> list[str]:
        """Its words as they are compared."""
        words, turns = words_of(self.text), [*self.latin, (1 << 30, False)]
        if not self.latin:
            return [fold(word) for word in words]
        found = [fold(word) for word in words[: turns[0][0]]]
        for (start, latin), (end, _) in pairwise(turns):
            found += [fold(word, latin=latin) for word in words[start:end]]
        return found


@dataclass(frozen=True, slots=True)
class Page:
    """What a page of a text holds for the search: its passages, and all ids in it."""

    passages: tuple[Passage, ...] = ()
    ids: frozenset[str] = frozenset()


# --- cut into passages --------------------------------------------------------------------------------------


@dataclass
class _Cutter:
    """Puts a passage together, part by part. A word may go on over the borders of parts, but not of blocks."""

    kind: str
    page: str
    title: str
    text: list[str] = field(default_factory=list)
    places: list[tuple[int, str]] = field(default_factory=list)
    turns: list[tuple[int, bool]] = field(default_factory=list)
    count: int = 0
    open: str = ""

    def here(self) -> int:
        """The number of the next word; a word that an id or a language stands in the midst of has begun before it."""
        whole = max(self.open.rfind(" "), self.open.rfind("\n"))
        if whole > 0:
            self.count += len(words_of(nfc(self.open[:whole])))
            self.open = self.open[whole:]
        return self.count + len(words_of(nfc(self.open)))

    def close(self) -> bool:
        """End a block; true if there are words enough for a passage."""
        self.count, self.open = self.here(), ""
        self.text.append("\n")
        return self.count >= _LONGEST

    def passages(self) -> Iterator[Passage]:
        """What has been put together; the next begins with the same address and language."""
        passage = Passage(self.kind, self.page, self.title, _line(self.text), tuple(self.places), tuple(self.turns))
        self.text, self.count = [], 0
        self.places = [(0, name) for _, name in self.places[-1:]]
        self.turns = [(0, latin) for _, latin in self.turns[-1:] if latin]
        yield from _cut(passage)


def cut(parts: Iterable[object], kind: str, page: str, title: str) -> Iterator[Passage]:
    """Cut a text into passages: at the end of a block when there are words enough. Its parts are strings, ids as tuples
    of one, ``None`` where a block ends, and whether what follows is Latin; others are left out."""
    cutter = _Cutter(kind, page, title)
    for part in (*parts, None):
        if isinstance(part, str):
            cutter.text.append(part)
            cutter.open += part
        elif isinstance(part, bool):
            cutter.turns.append((cutter.here(), part))
        elif isinstance(part, tuple):
            cutter.places.append((cutter.here(), part[0]))
        elif part is None and cutter.close():
            yield from cutter.passages()
    if cutter.count:
        yield from cutter.passages()


def _cut(passage: Passage) -> Iterator[Passage]:
    """A passage without end is cut between words, wherever that is."""
    words = passage.text.split(" ")
    if len(words) <= _HARD_LIMIT:
        yield passage
        return
    before = 0
    for start in range(0, len(words), _LONGEST):
        text = " ".join(words[start : start + _LONGEST])
        count = len(words_of(text))
        yield Passage(passage.kind, passage.page, passage.title, text, _between(passage.places, before, before + count),
                      _between(passage.latin, before, before + count))  # fmt: skip
        before += count


def _between(rows: Sequence[tuple[int, _T]], start: int, end: int) -> tuple[tuple[int, _T], ...]:
    """The rows from a word to another, counted from the first; the last row before holds there."""
    cut = bisect_right([row[0] for row in rows], start)
    earlier = [(0, row[1]) for row in rows[:cut][-1:]]
    return tuple(earlier + [(row[0] - start, row[1]) for row in rows[cut:] if row[0] < end])


def _line(text: Sequence[str]) -> str:
    return nfc(" ".join("".join(text).split()))


# --- from the cache -----------------------------------------------------------------------------------------


def row_of(page: Page) -> dict[str, Any]:
    """A page as a JSON row."""
    rows = [(p.kind, p.page, p.title, p.text, p.places, p.latin) for p in page.passages]
    return {"passages": rows, "ids": sorted(page.ids)}


def page_from(row: Mapping[str, Any]) -> Page:
    """A page from its JSON row."""
    passages = (
        Passage(kind, page, title, text, tuple((n, name) for n, name in places), tuple((n, on) for n, on in latin))
        for kind, page, title, text, places, latin in row["passages"]
    )
    return Page(tuple(passages), frozenset(row["ids"]))
