"""A source text as a flow: runs of characters, the entries of the apparatus between them, and what stands aside.

The tree is walked once. What is common to all witnesses is joined into long runs, so that the base text and the text
of any witness are made by choosing runs and joining them, without the tree.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from lxml import etree

# Marks in a run. They are control characters that XML forbids, so no text holds them.
BOUNDARY = "\x01"
BREAK = "\x02"
OPEN_BREAK = "\x08"  # nothing is said about it: a break beside it decides
RUN_ON = "\x03"
WORD_STARTS = "\x04"
WORD_ENDS = "\x05"
PART_STARTS = "\x06"
PART_ENDS = "\x07"
SILENT_MARKS = RUN_ON + WORD_STARTS + WORD_ENDS + PART_STARTS + PART_ENDS


@dataclass(frozen=True, slots=True)
class Event:
    """A witness begins (``enters``) or ceases to have text; ``wits`` are the ids it names."""

    enters: bool
    wits: frozenset[str]


@dataclass(frozen=True, slots=True)
class Point:
    """A place where the words of an attached entry begin or end, by its ``xml:id``."""

    id: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A reading repeats what stands elsewhere (``@copyOf``, ``join``): the ids of the elements repeated."""

    ids: tuple[str, ...]


@dataclass(slots=True)
class Part:
    """A part of the text that ``excluded`` witnesses lack (``@exclude``), or that a reading repeats."""

    excluded: frozenset[str]
    body: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Witness:
    """The ids that a witness answers to, its own first, then those of ever larger groups."""

    answers: tuple[str, ...]

    def is_meant(self, wits: frozenset[str] | None) -> bool:
        """True if it is one of ``wits``, or belongs to one."""
        return wits is not None and not wits.isdisjoint(self.answers)


@dataclass(slots=True)
class Reading:
    """A ``lem`` or ``rdg``; ``wits`` is ``None`` where it bears no ``@wit``. ``number`` is that of its element.

    ``is_remark``: its words say that the witness has none here (``om.``).
    """

    number: int
    is_lemma: bool
    wits: frozenset[str] | None
    rank: int
    is_remark: bool = False
    body: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class App:
    """An entry of the apparatus; ``eventful`` if an event stands in it.

    An attached one stands outside the text: its words lie ``between`` pairs of points, and ``apart`` says that its
    readings go between words. One that ``is_elsewhere`` is about another text.
    """

    readings: list[Reading] = field(default_factory=list)
    eventful: bool = False
    is_attached: bool = False
    between: tuple[tuple[str, str], ...] = ()
    apart: bool = False
    is_elsewhere: bool = False
    _by_name: dict[str, list[Reading]] | None = None

    def base(self) -> Reading | None:
        """The reading of the base text: the first lemma, or without one the first reading."""
        return next((r for r in self.readings if r.is_lemma), self.readings[0] if self.readings else None)

    def of_witness(self, witness: Witness, state: int = 0) -> Reading | None:
        """The reading of a witness; ``None`` where it has nothing. ``state`` counts its readings in one entry."""
        named = self.naming(witness)
        if named:
            return named[min(state, len(named) - 1)] if state else named[0]
        return next((r for r in self.readings if r.is_lemma and r.wits is None), None)

    def naming(self, witness: Witness) -> list[Reading]:
        """The readings that name a witness most directly, in the order of ``@varSeq``."""
        if self._by_name is None:
            self._by_name = self._named()
        for name in witness.answers:
            if name in self._by_name:
                return self._by_name[name]
        return []

    def _named(self) -> dict[str, list[Reading]]:
        found: dict[str, list[Reading]] = {}
        for reading in sorted(self.readings, key=lambda r: r.rank):
            for name in reading.wits or ():
                found.setdefault(name, []).append(reading)
        return found

    @property
    def repeats_names(self) -> bool:
        """True if two of its readings name one witness."""
        wits = [r.wits for r in self.readings if r.wits]
        return len(wits) > 1 and len(frozenset().union(*wits)) < sum(map(len, wits))


Item = int | App | Event | Point | Copy | Part


@dataclass(slots=True)
class Aside:
    """The text of a note, or of a reading that is not base text; ``number`` is that of its element."""

    number: int
    body: list[Item]


class Flow:
    """The runs of a text and where each piece of them comes from.

    A run is known by its number; ``body`` puts the runs of the text in order. A piece is the text of one node, kept as
    its offset in all runs joined and the number of the element that holds it.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self.body: list[Item] = []
        self.asides: list[Aside] = []
        self.entries = 0
        self.attached: list[App] = []
        self.parts: dict[str, list[Item]] = {}
        self._runs: list[str] = []
        self._starts = array("Q")
        self._piece_starts = array("Q")
        self._piece_owners = array("L")
        self._buffer: list[str] = []
        self._size = 0

    def say(self, text: str, owner: int) -> None:
        """Add the text of a node that the element number ``owner`` holds."""
        self._piece_starts.append(self._size)
        self._piece_owners.append(owner)
        self.mark(text)

    def mark(self, mark: str) -> None:
        """Add a mark."""
        self._buffer.append(mark)
        self._size += len(mark)

    def end_run(self, body: list[Item]) -> None:
        """Close the run and put it into ``body``."""
        if self._buffer:
            run = "".join(self._buffer)
            body.append(len(self._runs))
            self._runs.append(run)
            self._starts.append(self._size - len(run))
            self._buffer.clear()

    def run(self, run: int) -> str:
        """The characters and marks of one run."""
        return self._runs[run]

    def text(self, runs: Iterable[int]) -> str:
        """The characters and marks of these runs."""
        every = self._runs
        return "".join([every[run] for run in runs])

    def owner(self, runs: list[int], offset: int) -> int:
        """The number of the element that holds the character at ``offset`` of ``text(runs)``."""
        ends = list(accumulate(len(self._runs[run]) for run in runs))
        at = bisect_right(ends, offset)
        place = self._starts[runs[at]] + offset - (ends[at - 1] if at else 0)
        return self._piece_owners[max(bisect_right(self._piece_starts, place) - 1, 0)]


def base_runs(body: list[Item]) -> list[int]:
    """The runs of the base text of ``body``, in order."""
    found: list[int] = []
    _gather_base(body, found)
    return found


def _gather_base(body: list[Item], found: list[int]) -> None:
    for item in body:
        if isinstance(item, int):
            found.append(item)
        elif isinstance(item, Part):
            _gather_base(item.body, found)
        elif isinstance(item, App) and (reading := item.base()):
            _gather_base(reading.body, found)


def entries_in(body: list[Item]) -> Iterator[App]:
    """The entries in ``body``, with those in readings of other entries."""
    for item in body:
        if isinstance(item, Part):
            yield from entries_in(item.body)
        elif isinstance(item, App):
            yield item
            for reading in item.readings:
                yield from entries_in(reading.body)


def element_at(roots: Iterable[etree._Element], number: int) -> etree._Element:
    """The element with this number: elements are counted from 0 through the ``roots`` in document order."""
    elements = (element for root in roots for element in root.iter("*"))
    for _ in range(number):
        next(elements)
    return next(elements)
