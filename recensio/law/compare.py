"""Whether the words of a source all stand in an output, in order, and nothing else with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recensio.law.align import Block, matching_blocks
from recensio.law.words import Words

_AROUND = 3
_WIDEST = 90
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that one side has and the other has not: how many, and the first of them.

    ``index`` is its place on its own side, ``source_index`` the nearest kept word of the source (the word itself if
    it is one of the source); ``context`` is the word with three before and after, the word in quotation marks.
    """

    count: int
    index: int
    source_index: int
    word: str
    context: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison found: ``total`` words of the source, ``kept`` of them, the lost and the invented."""

    total: int
    kept: int
    lost: Difference | None = None
    invented: Difference | None = None

    @property
    def share(self) -> float:
        """The share of the source's words that were found, 1.0 for a source without words."""
        return self.kept / self.total if self.total else 1.0

    @property
    def is_whole(self) -> bool:
        """True if nothing is lost and nothing invented."""
        return self.lost is None and self.invented is None


def compare(source: Words, found: Words) -> Comparison:
    """Compare an output that must hold the words of ``source`` and nothing else."""
    if source.line == found.line:
        return Comparison(len(source), len(source))
    ours, theirs = list(source), list(found)
    blocks = matching_blocks(ours, theirs)
    kept = sum(block.size for block in blocks)
    lost = _first_gap([(block.a, block.size) for block in blocks], len(ours))
    invented = _first_gap([(block.b, block.size) for block in blocks], len(theirs))
    return Comparison(
        len(ours),
        kept,
        None if lost is None else difference(ours, lost, lost, len(ours) - kept),
        None if invented is None else difference(theirs, invented, _nearest(blocks, invented), len(theirs) - kept),
    )


def difference(words: Sequence[str], index: int, source_index: int, count: int) -> Difference:
    """The difference that begins with the ``index``-th of ``words``."""
    return Difference(count, index, source_index, words[index], context(words, index))


def context(words: Sequence[str], index: int) -> str:
    """The word at ``index`` in quotation marks, with as many words around it as are read at a glance."""
    for around in range(_AROUND, 0, -1):
        before = words[max(0, index - around) : index]
        after = words[index + 1 : index + 1 + around]
        text = " ".join([*map(short, before), f"“{short(words[index])}”", *map(short, after)])
        if len(text) <= _WIDEST:
            break
    return text


def short(word: str) -> str:
    """A word, cut if it is too long for a message."""
    return word if len(word) <= _LONGEST else f"{word[: _LONGEST - 1]}…"


def _first_gap(taken: list[tuple[int, int]], size: int) -> int | None:
    """The first of ``size`` places that no stretch (start, length) has taken."""
    ends = [0, *(start + length for start, length in taken)]
    starts = [*(start for start, _ in taken), size]
    return next((end for end, start in zip(ends, starts, strict=True) if end < start), None)


def _nearest(blocks: list[Block], theirs: int) -> int:
    """The source's word in front of the place ``theirs`` in the output, or the first kept one."""
    before = [block for block in blocks if block.b < theirs]
    if before:
        return before[-1].a + before[-1].size - 1
    return blocks[0].a if blocks else 0
