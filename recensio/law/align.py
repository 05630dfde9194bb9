"""Where two sequences of words agree: matching blocks in order, in time that grows with their length.

Words (or phrases of three words) that stand once on each side anchor the rest (patience); what lies between anchors is
compared by shortest edit script (Myers) as long as few edits do, and given up where the two are simply different. So
what is found is a common subsequence, the longest one where the differences are few; never more than is there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_MOST_EDITS = 64
_DEEPEST = 12
_PHRASE = 3
_LEAST_STEPS = 4_000_000
_STEPS_PER_WORD = 3


class Block(NamedTuple):
    """``size`` words agree, from ``a`` on one side and from ``b`` on the other."""

    a: int
    b: int
    size: int


class _Range(NamedTuple):
    a: int
    a_end: int
    b: int
    b_end: int
    depth: int


def matching_blocks(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """Blocks on which ``a`` and ``b`` agree, in order and without overlap."""
    return _Alignment(a, b).blocks()


class _Alignment:
    def __init__(self, a: Sequence[str], b: Sequence[str]) -> None:
        self._a = a
        self._b = b
        self._budget = _LEAST_STEPS + _STEPS_PER_WORD * (len(a) + len(b))
        self._found: list[Block] = []

    def blocks(self) -> list[Block]:
        todo = [_Range(0, len(self._a), 0, len(self._b), 0)]
        while todo:
            inner = self._trimmed(todo.pop())
            if inner.a < inner.a_end and inner.b < inner.b_end:
                todo += self._divided(inner)
        return sorted(self._found)

    def _trimmed(self, span: _Range) -> _Range:
        """The range without the words that agree at its two ends."""
        a, a_end, b, b_end, depth = span
        words, others = self._a, self._b
        while a < a_end and b < b_end and words[a] == others[b]:
            a, b = a + 1, b + 1
        self._take(span.a, span.b, a - span.a)
        while a < a_end and b < b_end and words[a_end - 1] == others[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
        self._take(a_end, b_end, span.a_end - a_end)
        return _Range(a, a_end, b, b_end, depth)

    def _take(self, a: int, b: int, size: int) -> None:
        if size:
            self._found.append(Block(a, b, size))

    def _divided(self, span: _Range) -> list[_Range]:
        """Compare a range, or give what is left of it to compare."""
        trail, end = self._searched(span)
        if end == (span.a_end, span.b_end):
            self._walk_back(span, trail, end)
            return []
        anchors = self._anchors(span) if span.depth < _DEEPEST else []
        if anchors:
            return self._between(span, anchors)
        self._walk_back(span, trail, end)
        return [span._replace(a=end[0], b=end[1], depth=_DEEPEST)] if self._budget > 0 else []

    def _between(self, span: _Range, anchors: list[tuple[int, int]]) -> list[_Range]:
        """Take the anchors; give the ranges between them."""
        for a, b in anchors:
            self._take(a, b, 1)
        edges = pairwise([(span.a - 1, span.b - 1), *anchors, (span.a_end, span.b_end)])
        return [_Range(a + 1, c, b + 1, d, span.depth + 1) for (a, b), (c, d) in edges]

    def _anchors(self, span: _Range) -> list[tuple[int, int]]:
        """The longest rising chain of words, or else of phrases, that stand once on each side."""
        mine, others = self._a[span.a : span.a_end], self._b[span.b : span.b_end]
        pairs = _once_in_both(mine, others) or _once_in_both(_phrases(mine), _phrases(others))
        return [(span.a + i, span.b + j) for i, j in _rising(pairs)]

    def _searched(self, span: _Range) -> tuple[list[list[int]], tuple[int, int]]:
        """The rows of a search for the shortest edit script, and the place they lead to: the end, or the furthest."""
        trail: list[list[int]] = []
        for edits in range(_MOST_EDITS + 1):
            row, done = self._furthest(span, trail[-1] if trail else None, edits)
            trail.append(row)
            if done:
                return trail, (span.a_end, span.b_end)
            if self._budget < 0:
                break
        return trail, _furthest_place(span, trail[-1])

    def _furthest(self, span: _Range, before: list[int] | None, edits: int) -> tuple[list[int], bool]:
        """How far along each diagonal one gets with this many edits, and whether that is the end.

        Entry ``i`` of the row is the diagonal ``2 * i - edits``: words of ``a`` passed minus words of ``b`` passed.
        """
        n, m = span.a_end - span.a, span.b_end - span.b
        row: list[int] = []
        for i in range(edits + 1):
            x = _step(before, i) if before is not None else 0
            y = x - (2 * i - edits)
            start = x
            while 0 <= x < n and 0 <= y < m and self._a[span.a + x] == self._b[span.b + y]:
                x, y = x + 1, y + 1
            self._budget -= 1 + x - start
            row.append(x)
            if x >= n and y >= m:
                return row, True
        return row, False

    def _walk_back(self, span: _Range, trail: list[list[int]], end: tuple[int, int]) -> None:
        """Take the blocks on the way to ``end``."""
        x, y = end[0] - span.a, end[1] - span.b
        for edits in range(len(trail) - 1, -1, -1):
            i = (x - y + edits) // 2
            start = _step(trail[edits - 1], i) if edits else 0
            self._take(span.a + start, span.b + y - (x - start), x - start)
            if edits:
                from_a = i > 0 and (i == edits or trail[edits - 1][i - 1] + 1 > trail[edits - 1][i])
                y -= x - start
                x, y = (start - 1, y) if from_a else (start, y - 1)


def _furthest_place(span: _Range, row: list[int]) -> tuple[int, int]:
    """The place in the range, of those in the last row, up to which most words have been passed."""
    places = [(span.a + x, span.b + x - (2 * i - len(row) + 1)) for i, x in enumerate(row)]
    return max((place for place in places if place[0] <= span.a_end and place[1] <= span.b_end), key=sum)


def _step(before: list[int], i: int) -> int:
    """Where diagonal ``i`` of the next row begins: a word of ``a`` passed over, or one of ``b``."""
    passing_a = before[i - 1] + 1 if i > 0 else -1
    passing_b = before[i] if i < len(before) else -1
    return max(passing_a, passing_b)


def _once_in_both(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The places of what stands once in ``a`` and once in ``b``, in the order of ``a``."""
    in_a, in_b = Counter(a), Counter(b)
    at = {item: j for j, item in enumerate(b)}
    return [(i, at[item]) for i, item in enumerate(a) if in_a[item] == 1 and in_b[item] == 1]


def _phrases(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[start:] for start in range(_PHRASE)), strict=False))


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of ``pairs`` (rising in the first part) that rises in the second part too."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for at, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        previous.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [j]
        ends[place : place + 1] = [at]
    return list(_chain(pairs, previous, ends[-1] if ends else -1))[::-1]


def _chain(pairs: list[tuple[int, int]], previous: list[int], at: int) -> Iterator[tuple[int, int]]:
    while at >= 0:
        yield pairs[at]
        at = previous[at]
