"""What an editor counts by: verses, lines, paragraphs, sections, columns, pages, and what ``@loc`` says of them.

TEI Guidelines, 13.2.1 (the location-referenced method): ``@loc`` is free text, so it is read as editors write it:
``12``, ``5-6``, ``16, 24``, ``1.3``, ``Line 4``, ``A2``, ``2r, 14``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from recensio.law.elements import name_of
from recensio.placing.basetext import BaseText

#: Kinds of unit, the finest first: where a number could mean several, it means the finest.
KINDS = ("verse", "line", "segment", "paragraph", "section", "column", "page", "milestone")

_CONTAINERS: Mapping[str, str] = {
    "l": "verse", "line": "line", "seg": "segment", "s": "segment", "cl": "segment", "p": "paragraph",
    "ab": "paragraph", "lg": "section", "sp": "section", "text": "section", "surface": "page", "zone": "column",
    **{f"div{n}": "section" for n in ("", *range(1, 8))},
}  # fmt: skip
_MILESTONES: Mapping[str, str] = {"lb": "line", "cb": "column", "pb": "page", "gb": "page", "milestone": "milestone"}
_COUNTED = ("verse", "line", "paragraph")
_LABELS: Mapping[str, str] = {
    **dict.fromkeys(("line", "lines", "l", "ll", "linea", "zeile", "z", "ligne", "riga", "linha", "строка"), "line"),
    **dict.fromkeys(("verse", "verses", "vers", "v", "vv", "verso", "стих"), "verse"),
    **dict.fromkeys(("par", "para", "paragraph", "§", "absatz", "абзац"), "paragraph"),
    **dict.fromkeys(("sect", "section", "ch", "chap", "chapter", "cap", "c", "kap", "глава"), "section"),
    **dict.fromkeys(("col", "column", "spalte", "sp"), "column"),
    **dict.fromkeys(("p", "pp", "page", "pages", "f", "ff", "fol", "fols", "folio", "s", "seite", "с", "стр"), "page"),
}  # fmt: skip
_PART = re.compile(r"[^\W_]+|§")
_RANGE = re.compile(r"\s*[-–—‒]\s*")


@dataclass(frozen=True, slots=True)
class Unit:
    """A numbered stretch of the base text: ``path`` are the numbers around it, from the outside in, and its own."""

    kind: str
    path: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """One place that ``@loc`` names: the numbers of its first and last unit, and the kind, if it says so."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    kind: str = ""


def wanted(loc: str) -> list[Wanted]:
    """The places that an ``@loc`` names, in order."""
    found: list[Wanted] = []
    for part in re.split(r"[;,&]", loc):
        ends = [_numbers(end) for end in _RANGE.split(part)]
        ends = [(kind, numbers) for kind, numbers in ends if numbers]
        if ends:
            (kind, first), (_, last) = ends[0], ends[-1]
            found.append(Wanted(first, _filled_up(first, last), kind))
    return _with_pages(found)


def _numbers(text: str) -> tuple[str, tuple[str, ...]]:
    """The kind of unit that a label names, and the numbers behind it."""
    kind = ""
    numbers: list[str] = []
    for part in _PART.findall(text.casefold()):
        if part in _LABELS and not numbers:
            kind = _LABELS[part]
        else:
            numbers.append(part)
    return kind, tuple(numbers) or ((text.strip().casefold(),) if kind and text.strip() else ())


def _filled_up(first: tuple[str, ...], last: tuple[str, ...]) -> tuple[str, ...]:
    """The end of a range takes from its beginning what it leaves out: 1.3–5 is 1.3–1.5."""
    return first[: len(first) - len(last)] + last if len(last) < len(first) else last


def _with_pages(found: list[Wanted]) -> list[Wanted]:
    """``2r, 14`` may be a page and a line on it as well as two places: the reading as one comes first."""
    if len(found) == 2 and found[0].first == found[0].last and re.fullmatch(r"\d+[a-z]+\d?", found[0].first[-1]):
        page, line = found
        return [Wanted(page.first + line.first, page.first + line.last, line.kind)]
    return found


class Units:
    """All units of a base text, by their numbers."""

    def __init__(self, text: BaseText, roots: Sequence[etree._Element]) -> None:
        """Number the units of ``text``, whose elements are those of ``roots``."""
        self._by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in [*_found(text, roots)]:
            for name in dict.fromkeys(_names(unit.path)):
                self._by_name[name].append(unit)

    def at(self, place: Wanted) -> list[tuple[int, int]]:
        """The stretches that a place can mean, the likeliest first."""
        lasts = self._units(place.last, place.kind)
        stretches = (
            (first.start, next((u.end for u in lasts if u.kind == first.kind and u.start >= first.start), first.end))
            for first in self._units(place.first, place.kind)
        )
        return list(dict.fromkeys(stretches))

    def _units(self, numbers: tuple[str, ...], kind: str) -> list[Unit]:
        """The units of these numbers; what the text does not number (a siglum, a book) is left out from the front."""
        for start in range(len(numbers)):
            units = self._by_name.get(_name(numbers[start:])) or []
            if units:
                return sorted(units, key=lambda unit: (unit.kind != kind, KINDS.index(unit.kind)))
        return []


def _name(numbers: Iterable[str]) -> str:
    return ".".join(_PART.findall(".".join(numbers).casefold()))


def _names(path: tuple[str, ...]) -> Iterator[str]:
    """What a unit can be called: its number, alone or behind those of more and more that is around it."""
    for start in range(len(path) - 1, -1, -1):
        yield _name(path[start:])
        yield "".join(path[start:]).casefold()
    for around in path[:-1]:  # (page and line, whatever stands between)
        yield _name((around, path[-1]))


def _found(text: BaseText, roots: Sequence[etree._Element]) -> Iterator[Unit]:
    numbered = {_kind(e) for root in roots for e in root.iter("*") if e.get("n") and _kind(e)}
    counting = _Counting(text, tuple(kind for kind in _COUNTED if kind not in numbered))
    for root in roots:
        yield from counting.units(root)


def _kind(element: etree._Element) -> str:
    name = name_of(element)
    return _CONTAINERS.get(name) or _MILESTONES.get(name, "")


class _Counting:
    """A walk that keeps the numbers around; kinds that nobody numbers are counted."""

    def __init__(self, text: BaseText, counted: tuple[str, ...]) -> None:
        self._text = text
        self._counts = dict.fromkeys(counted, 0)
        self._open: dict[tuple[str, str], tuple[str, tuple[str, ...], int]] = {}
        self._pages: dict[str, str] = {}

    def units(self, root: etree._Element) -> Iterator[Unit]:
        around: list[tuple[etree._Element, str]] = []
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if not isinstance(element.tag, str) or element not in self._text.spans:
                continue
            if event == "end":
                if around and around[-1][0] is element:
                    around.pop()
                continue
            number = self._number(element)
            if number:
                yield from self._unit(element, number, tuple(n for _, n in around))
                if name_of(element) in _CONTAINERS:
                    around.append((element, number))
        end = self._text.spans[root][1]
        yield from (Unit(kind, path, start, end) for kind, path, start in self._open.values())
        self._open.clear()

    def _number(self, element: etree._Element) -> str:
        kind = _kind(element)
        if kind in self._counts:
            self._counts[kind] += 1
            return str(self._counts[kind])
        return (element.get("n") or "").strip() if kind else ""

    def _unit(self, element: etree._Element, number: str, around: tuple[str, ...]) -> Iterator[Unit]:
        name = name_of(element)
        start, end = self._text.spans[element]
        if name in _CONTAINERS:
            yield Unit(_CONTAINERS[name], (*around, *self._pages.values(), number), start, end)
            return
        # a milestone goes on to the next of its kind (in the same edition)
        key = (name + (element.get("unit") or ""), element.get("ed") or element.get("edRef") or "")
        if before := self._open.get(key):
            yield Unit(before[0], before[1], before[2], start)
        inner = {k: n for k, n in self._pages.items() if name == "lb" or k != name}
        self._open[key] = _MILESTONES[name], (*around, *inner.values(), number), start
        if name != "lb":
            self._pages = inner | {name: number}
