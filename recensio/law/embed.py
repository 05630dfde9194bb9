"""Whether words stand in a PDF in order, with other matter between them; and which do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from recensio.law.align import Block, matching_blocks
from recensio.law.printed import Printed, is_rtl

_REACH = 3000  # tokens behind a hyphen in which a word may go on: over the foot of a page and the head of the next
_LONGEST_TOKEN = 80  # letters of a token that may be several words
_SHORTEST_PART = 2
_LONGEST_SEARCH = 200_000  # words times tokens that one gap is searched for


class _Entry(NamedTuple):
    """A word of the PDF and the tokens that it is made of."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Misses:
    """The places of words that a PDF lacks (``lost``), and of words that it has, but not where they belong."""

    lost: list[int]
    moved: list[int]


class Sought:
    """A PDF to look for words in.

    A word matches a token, or tokens that follow one another and give it when put together (spaced letters, the two
    sides of a line end), and behind a hyphen the rest of it after other matter; several words match a token that is
    they put together. Right-to-left lines give their words in any order, also out of a token that is none of the
    ``known`` words, those that the PDF should hold: spaces get lost there.
    """

    def __init__(self, printed: Printed, known: Container[str]) -> None:
        """Look into this PDF."""
        self._known = known
        self._tokens = printed.tokens
        self._pages = printed.pages
        self._joints = printed.joints
        self._lines = printed.lines

    def first_absent(self, words: Sequence[str]) -> int | None:
        """The first of ``words`` that cannot be found in order; ``None`` if all are found.

        Each word is taken where it ends first, so all are found if there is any way to find them.
        """
        index, _ = self._follow(words, 0, len(words), 0, len(self._tokens))
        return None if index == len(words) else index

    def misses(self, words: Sequence[str], aside: Counter[str]) -> Misses:
        """Which of ``words`` are not in their places, when the PDF must hold the words ``aside`` as well.

        A word is moved, and not lost, if it stands on a page near by and the PDF holds it often enough in all.
        """
        entries = self._entries
        blocks = matching_blocks(words, [entry.word for entry in entries])
        taken = {j for block in blocks for j in range(block.b, block.b + block.size)}
        free = Counter((entry.word, self._pages[entry.start]) for j, entry in enumerate(entries) if j not in taken)
        enough = self._enough(Counter(words) + aside)
        found = Misses([], [])
        for index, pages in self._unplaced(words, blocks):
            near = next((page for page in pages if free[words[index], page] > 0), None)
            if near is not None and words[index] in enough:
                free[words[index], near] -= 1
                found.moved.append(index)
            else:
                found.lost.append(index)
        return found

    def too_few(self, needed: Counter[str]) -> Counter[str]:
        """How much too seldom the PDF holds words, wherever they stand."""
        seldom = needed.keys() - self._enough(needed)
        return Counter({word: needed[word] - self._have[word] - self._torn(word) for word in sorted(seldom)})

    def _enough(self, needed: Counter[str]) -> set[str]:
        """Those of the words that the PDF holds often enough."""
        have = self._have
        return {word for word, times in needed.items() if have[word] >= times or have[word] + self._torn(word) >= times}

    @cached_property
    def _have(self) -> Counter[str]:
        return Counter(entry.word for entry in self._entries)

    def _torn(self, word: str) -> int:
        """How often a word might stand there, but not as one: over the end of a page, letter by letter, run together.

        Or it looks like a part of another: a hyphen at a line end may be one of the text.
        """
        if is_rtl(word):
            return sum(Counter(word) <= letters for letters in self._strange)
        starts = (at for size in range(1, len(word)) for at in self._places.get(word[:size], ()))
        return self._parts[word] + sum(self._end(word[len(self._tokens[at]) :], at) is not None for at in starts)

    @cached_property
    def _parts(self) -> Counter[str]:
        joined = (entry for entry in self._entries if entry.end > entry.start + 1)
        return Counter(token for entry in joined for token in self._tokens[entry.start : entry.end])

    @cached_property
    def _strange(self) -> list[Counter[str]]:
        """The letters of the tokens in right-to-left lines that are no known words."""
        tokens = (token for line in self._lines.values() for token in line.elements())
        return [Counter(token) for token in tokens if token not in self._known]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where tokens stand that have not been put together with those that follow."""
        found: dict[str, list[int]] = {}
        for word, start, end in self._entries:
            if end == start + 1 and self._tokens[start]:
                found.setdefault(word, []).append(start)
        return found

    def _follow(self, words: Sequence[str], index: int, stop: int, place: int, end: int) -> tuple[int, int]:
        """Find words in order from ``place`` on, and give the first that is not found and the place reached."""
        tokens = self._tokens
        lines = {at: Counter(line) for at, line in self._lines.items() if place <= at < end}
        while index < stop:
            if place < end and tokens[place] == words[index]:
                place, index = place + 1, index + 1
                continue
            found = self._find(words, index, place, end, lines)
            if found is None:
                return index, place
            place, index = found
        return index, place

    def _find(
        self, words: Sequence[str], index: int, place: int, end: int, lines: dict[int, Counter[str]]
    ) -> tuple[int, int] | None:
        """Where the next word ends first, and the index of the word behind it."""
        word = words[index]
        best: tuple[int, int] | None = None
        for at in range(place, end):
            if best is not None and at >= best[0] - 1:
                break
            token = self._tokens[at]
            if token == word:
                return at + 1, index + 1
            if not token:
                if self._take(word, lines[at]):
                    return at, index + 1
            elif word.startswith(token):
                reached = self._end(word[len(token) :], at)
                if reached is not None and (best is None or reached < best[0]):
                    best = reached, index + 1
            elif token.startswith(word) and (count := _glued(words, index, token)):
                return at + 1, index + count
        return best

    def _take(self, word: str, line: Counter[str]) -> bool:
        """Take a word out of a right-to-left line, if it is there."""
        if line[word] > 0:
            line[word] -= 1
            return True
        letters = Counter(word) if is_rtl(word) else Counter()
        around = (token for token, times in line.items() if times > 0 and token not in self._known)
        holding = next((token for token in around if letters and letters <= Counter(token)), None)
        if holding is not None:
            line[holding] -= 1
            line["".join((Counter(holding) - letters).elements())] += 1
        return holding is not None

    def _end(self, rest: str, at: int) -> int | None:
        """Where a word ends whose beginning is the token ``at`` and which goes on with ``rest``."""
        reach = _REACH if at in self._joints else 1
        for following in range(at + 1, min(at + 1 + reach, len(self._tokens))):
            token = self._tokens[following]
            if token == rest:
                return following + 1
            if token and rest.startswith(token) and (following == at + 1 or following in self._joints):
                reached = self._end(rest[len(token) :], following)
                if reached is not None:
                    return reached
        return None

    @cached_property
    def _entries(self) -> list[_Entry]:
        """Each word with its token, hyphenated ones put together where that gives a known word."""
        found: list[_Entry] = []
        at = 0
        while at < len(self._tokens):
            end = self._joined(at)
            words = self._parted("".join(self._tokens[at:end])) if self._tokens[at] else self._lines[at].elements()
            found += (_Entry(word, at, end) for word in words)
            at = end
        return found

    def _parted(self, token: str) -> list[str]:
        """The known words that a token is put together of, if it is; else the token."""
        if token in self._known or len(token) > _LONGEST_TOKEN:
            return [token]
        ways: dict[int, list[str]] = {0: []}
        for end in range(_SHORTEST_PART, len(token) + 1):
            starts = (start for start in ways if end - start >= _SHORTEST_PART and token[start:end] in self._known)
            if (start := next(starts, None)) is not None:
                ways[end] = [*ways[start], token[start:end]]
        return ways.get(len(token), [token])

    def _joined(self, at: int) -> int:
        """The end of the tokens that make one known word with the token ``at``."""
        end = at + 1
        while end - 1 in self._joints and end < len(self._tokens) and self._tokens[end]:
            end += 1
        return next((e for e in range(end, at + 1, -1) if "".join(self._tokens[at:e]) in self._known), at + 1)

    def _unplaced(self, words: Sequence[str], blocks: list[Block]) -> Iterator[tuple[int, list[int]]]:
        """The words between blocks that are not found there either, with the pages near by."""
        entries = self._entries
        edges = [Block(0, 0, 0), *blocks, Block(len(words), len(entries), 0)]
        for before, after in pairwise(edges):
            start, stop = before.a + before.size, after.a
            place = entries[before.b + before.size - 1].end if before.size else 0
            end = entries[after.b].start if after.b < len(entries) else len(self._tokens)
            pages = self._near(place, end) if start < stop else []
            yield from ((index, pages) for index in self._unfound(words, start, stop, place, end))

    def _near(self, place: int, end: int) -> list[int]:
        """The pages on which the tokens of a gap begin and end, and those beside them."""
        if not self._pages:
            return []
        first = self._pages[max(place - 1, 0)]
        last = self._pages[min(end, len(self._pages) - 1)]
        return sorted({page + beside for page in (first, last) for beside in (-1, 0, 1)})

    def _unfound(self, words: Sequence[str], start: int, stop: int, place: int, end: int) -> Iterator[int]:
        if (stop - start) * (end - place) > _LONGEST_SEARCH:
            yield from range(start, stop)
            return
        while start < stop:
            start, place = self._follow(words, start, stop, place, end)
            if start < stop:
                yield start
                start += 1


def _glued(words: Sequence[str], index: int, token: str) -> int:
    """How many words from ``index`` on make up ``token`` when put together; 0 if they do not."""
    count = 0
    while token and index + count < len(words) and token.startswith(words[index + count]):
        token = token[len(words[index + count]) :]
        count += 1
    return 0 if token else count
