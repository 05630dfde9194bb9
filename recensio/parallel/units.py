"""What belongs together in texts that stand side by side: rows of their paragraphs, verses, headings.

Found in this order: pointers between the texts (``@corresp``, ``@synch``, ``@sameAs``; ``link``), the same numbers
(``@n``, of itself and of what is around it), ids that differ in their beginning only, and what is left by order, kind
and length. TEI Guidelines, 16.4 (correspondence) and 16.5 (alignment); the lengths as in Gale and Church (1993).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from recensio.law.elements import all_text, is_blank, name_of
from recensio.law.model import text_roots

#: The attribute that tells the stylesheets in which row an element begins.
ROW = "{urn:recensio:edition}in-step"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_POINTING = ("corresp", "synch", "sameAs")
_CONTAINERS = frozenset({
    "TEI", "teiCorpus", "text", "group", "front", "body", "back", "floatingText", "div", "div1", "div2", "div3", "div4",
    "div5", "div6", "div7", "lg", "sp", "opener", "closer", "titlePage",
})  # fmt: skip
_NO_UNITS = frozenset({
    "", "pb", "cb", "lb", "gb", "milestone", "anchor", "note", "noteGrp", "fw", "teiHeader", "standOff", "facsimile",
    "index", "span", "spanGrp", "interp", "interpGrp", "link", "linkGrp", "listApp", "app-list", "space", "gap",
    "witStart", "witEnd", "lacunaStart", "lacunaEnd",
})  # fmt: skip
_HEADS = frozenset({"head", "speaker", "stage", "label", "trailer", "titlePart", "docTitle"})
_LONG = 900  # characters: a paragraph that is longer is divided where parts of it correspond
_ENOUGH = 0.5  # of the units of the shorter text: so many must have a partner for numbers or ids to be trusted
_UNPAIRED, _UNEQUAL, _UNLIKE = 3.0, 1.5, 4.0
_BAND = 60

#: Two texts: pairs of a stretch of the one and a stretch of the other (from, until); either may be empty.
Pair = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, verse or heading (or a part of a paragraph): the element, its kind, its length in characters."""

    element: etree._Element
    kind: str
    length: int


@dataclass(slots=True)
class Units:
    """The units of one text. ``file`` is the name by which pointers in other files call the one it is in."""

    root: etree._Element
    file: str = ""
    units: list[Unit] = field(default_factory=list)
    by_id: dict[str, tuple[int, int]] = field(default_factory=dict)
    around: dict[str, etree._Element] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element, file: str = "") -> Units:
        """The units of the document with this root element."""
        linked = _linked(root)
        found = cls(root, file)
        for text in text_roots(root):
            found.units += [_unit(e) for e in _found(text, linked)]
        found._index()
        return found

    def _index(self) -> None:
        """By id, the units that an element is, holds, or stands in."""
        number = {unit.element: n for n, unit in enumerate(self.units)}
        for element, n in number.items():
            for around in (element, *element.iterancestors()):
                if name := around.get(_XML_ID):
                    first, _ = self.by_id.get(name, (n, n))
                    self.by_id[name] = (min(first, n), n + 1)
                    self.around[name] = around
            for inner in element.iterdescendants("*"):
                if name := inner.get(_XML_ID):
                    self.by_id.setdefault(name, (n, n + 1))


def _found(element: etree._Element, linked: frozenset[etree._Element]) -> Iterator[etree._Element]:
    """The units in an element, in order."""
    for child in element:
        name = name_of(child)
        if name in _NO_UNITS:
            continue
        if name in _CONTAINERS and not _has_own_text(child):
            yield from _found(child, linked)
        else:
            yield from _parts(child, linked)


def _parts(unit: etree._Element, linked: frozenset[etree._Element]) -> Iterator[etree._Element]:
    """A unit; or, of a long one, its parts that correspond to something, if they hold all of it."""
    parts = [e for e in unit if e in linked]
    whole = len(parts) > 1 and is_blank(unit.text) and all(is_blank(e.tail) for e in unit)
    if whole and len(parts) == sum(name_of(e) not in _NO_UNITS for e in unit) and _length(unit) > _LONG:
        yield from parts
    else:
        yield unit


def _linked(root: etree._Element) -> frozenset[etree._Element]:
    """Elements that say what they correspond to, or that a link names."""
    pointing = (e for e in root.iter("*") if any(e.get(name) for name in _POINTING))
    named = frozenset(_fragment(p) for e in root.iter("{*}link") for p in (e.get("target") or "").split())
    return frozenset((*pointing, *(e for e in root.iter("*") if e.get(_XML_ID) in named)))


def _unit(element: etree._Element) -> Unit:
    name = name_of(element)
    return Unit(element, name if name in _HEADS else "", _length(element))


def _length(element: etree._Element) -> int:
    return len(" ".join("".join(all_text(element)).split()))


def _has_own_text(element: etree._Element) -> bool:
    return not is_blank(element.text) or any(not is_blank(child.tail) for child in element)


# --- rows ------------------------------------------------------------------------------------------------------


def stamp_rows(texts: Sequence[Units]) -> None:
    """Write into each unit the number of the row it begins."""
    for number, row in enumerate(rows_of(texts)):
        for text, (first, last) in zip(texts, row, strict=True):
            if first < last:
                text.units[first].element.set(ROW, str(number))


def rows_of(texts: Sequence[Units]) -> list[tuple[tuple[int, int], ...]]:
    """The rows: of each text a stretch of its units, perhaps none. Every unit is in one row."""
    pairs = [aligned(texts[0], other) for other in texts[1:]]
    return list(_Weaving([len(text.units) for text in texts], pairs).rows())


class _Weaving:
    """Pairs of a first text with each of the others, woven into rows of all of them.

    Pairs that share a unit of the first text are one row. Units that have no partner stand where their own text, and
    the place in the first text that was found for them, want them.
    """

    def __init__(self, sizes: Sequence[int], pairs: Sequence[Sequence[Pair]]) -> None:
        self._sizes = sizes
        self._done = [0] * len(sizes)
        self._wanted = [{n: one[0] for one, two in side if one[0] == one[1] for n in range(*two)} for side in pairs]
        self._bundles = self._bundled(pairs)

    def _bundled(self, pairs: Sequence[Sequence[Pair]]) -> list[tuple[int, int]]:
        """The stretches of the first text that pairs hold together, and what each text has there."""
        singles = {(n, n + 1) for n in range(self._sizes[0])}
        bundles: list[tuple[int, int]] = []
        for start, end in sorted(singles | {one for side in pairs for one, _ in side if one[0] < one[1]}):
            if bundles and start < bundles[-1][1]:
                bundles[-1] = (bundles[-1][0], max(end, bundles[-1][1]))
            else:
                bundles.append((start, end))
        self._theirs = [_gathered(bundles, side) for side in pairs]
        return bundles

    def rows(self) -> Iterator[tuple[tuple[int, int], ...]]:
        """All rows in order."""
        for number, bundle in enumerate(self._bundles):
            theirs = [side.get(number) for side in self._theirs]
            for side, own in enumerate(theirs, 1):
                yield from self._alone(side, own[0] if own else None, bundle[0])
            ends = [(d, d) if own is None else own for d, own in zip(self._done[1:], theirs, strict=True)]
            self._done = [bundle[1], *(end for _, end in ends)]
            yield (bundle, *ends)
        for side in range(1, len(self._sizes)):
            yield from self._alone(side, self._sizes[side], self._sizes[0])

    def _alone(self, side: int, until: int | None, reached: int) -> Iterator[tuple[tuple[int, int], ...]]:
        """The units of a text that stand alone in front of a row: all up to its own, or those that want to."""
        wanted = self._wanted[side - 1]
        while self._done[side] < self._sizes[side]:
            unit = self._done[side]
            if unit == until or (until is None and wanted.get(unit, reached + 1) > reached):
                return
            self._done[side] = unit + 1
            yield tuple((unit, unit + 1) if n == side else (d, d) for n, d in enumerate(self._done))


def _gathered(bundles: Sequence[tuple[int, int]], pairs: Sequence[Pair]) -> dict[int, tuple[int, int]]:
    """By bundle, the stretch of another text that belongs to it."""
    starts = [start for start, _ in bundles]
    found: dict[int, tuple[int, int]] = {}
    for one, (start, end) in pairs:
        if one[0] < one[1] and start < end:
            at = bisect_right(starts, one[0]) - 1
            known = found.get(at, (start, end))
            found[at] = (min(start, known[0]), max(end, known[1]))
    return found


# --- two texts -------------------------------------------------------------------------------------------------


def aligned(one: Units, other: Units) -> list[Pair]:
    """Two texts as pairs of stretches, in order."""
    ties = _monotone(_pointed(one, other))
    if not ties and _is_alike(one, other):
        return [((n, n + 1), (n, n + 1)) for n in range(len(one.units))]
    known = _numbered(one, other) if not ties else None
    if known is None and not ties:
        known = _same_ids(one, other)
    alone = (frozenset[int](), frozenset[int]())
    if known is not None:
        ties, alone = _monotone(known.ties), (known.alone, known.others_alone)
    return list(_between(one, other, ties, alone))


def _is_alike(one: Units, other: Units) -> bool:
    """True for two copies of one document, or two texts that are made alike."""
    return [_shape(u) for u in one.units] == [_shape(u) for u in other.units]


def _shape(unit: Unit) -> tuple[str, ...]:
    around = (e for e in unit.element.iterancestors() if name_of(e) not in ("lg",))
    return (unit.kind, unit.element.get("n") or "", *(e.get("n") or "" for e in around))


def _pointed(one: Units, other: Units) -> list[Pair]:
    """What pointers and links of either text put together."""
    found = [*_pointers(one, other), *((b, a) for a, b in _pointers(other, one))]
    for group in (*_links(one.root), *_links(other.root)):
        ends = [(_resolved(one, p, other), _resolved(other, p, one)) for p in group]
        found += [(a, b) for a, _ in ends if a for _, b in ends if b]
    return found


def _pointers(one: Units, other: Units) -> Iterator[Pair]:
    for number, unit in enumerate(one.units):
        for element in unit.element.iter("*"):
            yield from _from_element(element, (number, number + 1), other, one)
    # (of divisions that correspond, the first units do)
    for name, element in one.around.items():
        first, last = one.by_id[name]
        for _, (target, _) in _from_element(element, (first, last), other, one) if last - first > 1 else ():
            yield (first, first + 1), (target, target + 1)


def _from_element(element: etree._Element, stretch: tuple[int, int], other: Units, own: Units) -> Iterator[Pair]:
    for name in _POINTING:
        for pointer in (element.get(name) or "").split():
            if target := _resolved(other, pointer, own):
                yield stretch, target


def _links(root: etree._Element) -> Iterator[list[str]]:
    for link in root.iter("{*}link"):
        yield (link.get("target") or "").split()


def _resolved(text: Units, pointer: str, own: Units) -> tuple[int, int] | None:
    """The units of ``text`` that a pointer in the file of ``own`` names."""
    file, _, name = pointer.rpartition("#")
    stem = file.rpartition("/")[2].removesuffix(".xml")
    if not name or (stem and text.file and stem != text.file):
        return None
    if not stem and text.root is not own.root and text.file != own.file and name in own.by_id:
        return None
    return text.by_id.get(name)


def _fragment(pointer: str) -> str:
    return pointer.rpartition("#")[2]


def _monotone(pairs: Iterable[Pair]) -> list[Pair]:
    """Pairs that overlap as one; of such as cross, the longest series that does not."""
    merged: list[Pair] = []
    for (a, b), (c, d) in sorted(set(pairs)):
        while merged and _overlaps(merged[-1], ((a, b), (c, d))):
            (a0, b0), (c0, d0) = merged.pop()
            a, b, c, d = min(a, a0), max(b, b0), min(c, c0), max(d, d0)
        merged.append(((a, b), (c, d)))
    return _longest_series(merged)


def _overlaps(one: Pair, other: Pair) -> bool:
    near = abs(one[1][0] - other[1][0]) < 4
    return one[0][1] > other[0][0] or (near and one[1][0] < other[1][1] and other[1][0] < one[1][1])


def _longest_series(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest series whose second stretches follow one another as the first ones do."""
    tails: list[int] = []
    keys: list[int] = []
    before: list[int] = [-1] * len(pairs)
    for number, (_, (start, end)) in enumerate(pairs):
        at = bisect_left(keys, start + 1)
        before[number] = tails[at - 1] if at else -1
        tails[at : at + 1], keys[at : at + 1] = [number], [end]
    series: list[Pair] = []
    number = tails[-1] if tails else -1
    while number >= 0:
        series.append(pairs[number])
        number = before[number]
    return series[::-1]


@dataclass(frozen=True, slots=True)
class _Known:
    """Pairs that have the same name in both texts, and the units of each text whose name the other has not."""

    ties: list[Pair]
    alone: frozenset[int]
    others_alone: frozenset[int]


def _numbered(one: Units, other: Units) -> _Known | None:
    return _by_name(one, other, _number_names)


def _same_ids(one: Units, other: Units) -> _Known | None:
    return _by_name(one, other, _id_names)


def _by_name(one: Units, other: Units, names: Callable[[Units], Mapping[int, Hashable]]) -> _Known | None:
    """Units of one name; ``None`` if too few have a partner for that to be what is meant."""
    mine, theirs = names(one), names(other)
    place = {name: n for n, name in theirs.items()}
    ties = [((n, n + 1), (place[name], place[name] + 1)) for n, name in mine.items() if name in place]
    if not ties or len(ties) < _ENOUGH * min(len(mine), len(theirs)):
        return None
    known = frozenset(mine.values())
    alone = frozenset(n for n, name in mine.items() if name not in place)
    return _Known(ties, alone, frozenset(n for n, name in theirs.items() if name not in known))


def _number_names(text: Units) -> dict[int, Hashable]:
    """By unit, its number with those of the divisions around it, where no other has the same."""
    named = {n: _number_name(unit) for n, unit in enumerate(text.units)}
    count = Counter(named.values())
    return {n: name for n, name in named.items() if name and count[name] == 1}


def _number_name(unit: Unit) -> tuple[str, ...]:
    own = (unit.element.get("n") or "").strip()
    around = tuple(e.get("n") or "" for e in unit.element.iterancestors() if name_of(e).startswith("div"))
    if own:
        return ("n", own, *filter(None, around))
    return (name_of(unit.element), *filter(None, around)) if unit.kind and any(around) else ()


def _id_names(text: Units) -> dict[int, Hashable]:
    """By unit, its id without what all ids of the text begin with."""
    ids = {n: unit.element.get(_XML_ID) or "" for n, unit in enumerate(text.units)}
    ids = {n: name for n, name in ids.items() if re.search(r"\d", name)}
    same = len(re.sub(r"\d+$", "", _beginning(list(ids.values()))))
    return {n: name[same:] for n, name in ids.items()}


def _beginning(names: Sequence[str]) -> str:
    """What all names begin with."""
    first, last = min(names, default=""), max(names, default="")
    return first[: next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))]


# --- by order --------------------------------------------------------------------------------------------------


def _between(
    one: Units, other: Units, ties: Sequence[Pair], alone: tuple[frozenset[int], frozenset[int]]
) -> Iterator[Pair]:
    """The ties, and what stands between them by order, kind and length."""
    ends: list[Pair] = [((0, 0), (0, 0)), *ties, ((len(one.units),) * 2, (len(other.units),) * 2)]
    for before, after in pairwise(ends):
        (a, b), (c, d) = (before[0][1], after[0][0]), (before[1][1], after[1][0])
        yield from _in_order(one.units, other.units, (a, b), (c, d), alone)
        if after is not ends[-1]:
            yield after


def _in_order(
    one: Sequence[Unit],
    other: Sequence[Unit],
    mine: tuple[int, int],
    theirs: tuple[int, int],
    alone: tuple[frozenset[int], frozenset[int]],
) -> Iterator[Pair]:
    (a, b), (c, d) = mine, theirs
    if a == b or c == d or any(n in alone[0] for n in range(a, b)) or any(n in alone[1] for n in range(c, d)):
        yield from (((n, n + 1), (c, c)) for n in range(a, b))
        yield from (((b, b), (n, n + 1)) for n in range(c, d))
    elif b - a == d - c and all(one[a + n].kind == other[c + n].kind for n in range(b - a)):
        yield from (((a + n, a + n + 1), (c + n, c + n + 1)) for n in range(b - a))
    else:
        for (i, j), (k, m) in _by_length(one[a:b], other[c:d]):
            yield (a + i, a + j), (c + k, c + m)


_STEPS = ((1, 1, 0.0), (1, 0, _UNPAIRED), (0, 1, _UNPAIRED), (2, 1, _UNEQUAL), (1, 2, _UNEQUAL))


def _by_length(one: Sequence[Unit], other: Sequence[Unit]) -> list[Pair]:
    """The cheapest way to pair units in order: like kinds, like lengths."""
    ratio = (sum(u.length for u in other) + 1) / (sum(u.length for u in one) + 1)
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    slope = len(other) / max(1, len(one))
    band = _BAND + abs(len(other) - len(one))
    for i in range(len(one) + 1):
        for j in range(max(0, int(i * slope) - band), min(len(other), int(i * slope) + band) + 1):
            if (i, j) not in best:
                continue
            cost = best[i, j][0]
            for di, dj, price in _STEPS:
                x, y = i + di, j + dj
                if x <= len(one) and y <= len(other):
                    new = cost + price + _distance(one[i:x], other[j:y], ratio)
                    if (x, y) not in best or new < best[x, y][0]:
                        best[x, y] = (new, (i, j))
    return _way_back(best, (len(one), len(other)))


def _way_back(best: Mapping[tuple[int, int], tuple[float, tuple[int, int]]], at: tuple[int, int]) -> list[Pair]:
    pairs: list[Pair] = []
    while at != (0, 0):
        before = best[at][1]
        pairs.append(((before[0], at[0]), (before[1], at[1])))
        at = before
    return pairs[::-1]


def _distance(one: Sequence[Unit], other: Sequence[Unit], ratio: float) -> float:
    if not one or not other:
        return 0.0
    unlike = _UNLIKE if {u.kind for u in one} != {u.kind for u in other} else 0.0
    mine, theirs = sum(u.length for u in one) * ratio + 20, sum(u.length for u in other) + 20
    return unlike + 2 * abs(math.log(mine / theirs))
