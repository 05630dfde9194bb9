"""The entries of a file's apparatus and its witnesses, gathered once for all checks of entries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from lxml import etree

from recensio.checks.entries.base import BaseText, string_of
from recensio.law.elements import identifier, name_of
from recensio.law.model import Document
from recensio.placing.spots import Spots

#: What a siglum may end with that names a hand, a correction or a margin of the codex.
_HAND = re.compile(r"(?<=[\w)])(?:[*]+|[Cc]\d*|ac|pc|mg|marg|txt|vid|sl|s\.l\.|m\d|[:,/].*)+\d?$")
EVENTS = ("lacunaStart", "lacunaEnd", "witStart", "witEnd")
#: Elements by whose numbers editors locate entries.
_NUMBERED = frozenset(
    ("lb", "l", "p", "ab", "pb", "cb", "gb", "milestone", "div", "seg", "s", "lg", "line", "zone", "u", "sp", "head",
     "item", "row", "cell", "surface", "div1", "div2", "div3", "div4", "div5", "div6", "div7", "text", "body")
)  # fmt: skip
_ASIDE = frozenset({"teiHeader", "note", "noteGrp", "egXML", "figDesc"})


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A ``lem`` or ``rdg`` of an entry. ``named`` are the sigla in its ``@wit`` (or in that of the group around it),
    ``None`` where there is no such attribute."""

    element: etree._Element
    is_lemma: bool
    named: tuple[str, ...] | None

    def has(self, *attributes: str) -> bool:
        """True if it bears one of these attributes, and not empty."""
        return any((self.element.get(name) or "").strip() for name in attributes)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An ``app``. ``listed``: in a ``listApp``; ``attached``: it stands outside the text and points at it; ``aside``:
    in a note or the header; ``outer``: the reading that it is nested in, by its element."""

    element: etree._Element
    readings: tuple[Reading, ...]
    listed: bool
    attached: bool
    aside: bool
    outer: etree._Element | None

    @property
    def lemma(self) -> Reading | None:
        """The first ``lem``."""
        return next((reading for reading in self.readings if reading.is_lemma), None)

    @property
    def details(self) -> list[etree._Element]:
        """The ``witDetail`` of the entry itself, and those in its groups and readings."""
        return [d for d in self.element.iter("{*}witDetail") if _entry_around(d) is self.element]


@dataclass
class Sigla:
    """The witnesses, as bits of an int: declared ones in document order, then those that are named all the same."""

    elements: dict[str, etree._Element] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    _own: dict[str, int] = field(default_factory=dict)
    _answering: dict[str, int] = field(default_factory=dict)
    _holding: dict[str, int] = field(default_factory=dict)
    _listed: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element) -> Sigla:
        """The witnesses that the document declares, wherever the lists stand."""
        sigla = cls()
        for witness in root.iter("{*}witness"):
            name = identifier(witness) or witness.get("n") or ""
            if name and name not in sigla._own and name_of(witness) == "witness":
                sigla._declare(name, witness)
        return sigla

    def _declare(self, name: str, witness: etree._Element) -> None:
        self.elements[name] = witness
        bit = self._bit(name)
        inside = False
        for second in filter(None, (witness.get("n"),)):
            self._own.setdefault(second, bit)
            self._answering[second] = self._answering.get(second, 0) | bit
        for around in witness.iterancestors():
            kind, other = name_of(around), identifier(around) or around.get("n") or ""
            if other and kind in ("witness", "listWit"):
                self._answering[other] = self._answering.get(other, 0) | bit
            if other and kind == "listWit" and not inside:
                self._listed[other] = self._listed.get(other, 0) | bit
            if kind == "witness":
                inside = True
                self._holding[name] = self._holding.get(name, 0) | self._own.get(other, 0)

    def _bit(self, name: str) -> int:
        bit = 1 << len(self.names)
        self.names.append(name)
        self._own[name] = bit
        self._answering[name] = self._answering.get(name, 0) | bit
        return bit

    def knows(self, name: str) -> bool:
        """True for the name of a witness or a list, declared or met."""
        return name in self._answering

    def own(self, siglum: str) -> int:
        """The witness of this name; 0 for the name of a list. A name that is new is taken for that of a witness, or of
        a hand of one (03C2, 424*)."""
        if siglum not in self._answering:
            codex = self._own.get(_HAND.sub("", siglum), 0)
            self._bit(siglum)
            self._holding[siglum] = codex
        return self._own.get(siglum, 0)

    def direct(self, siglum: str) -> int:
        """The witness of this name, or all that a list of this name holds. A witness that holds others (its hands,
        its descendants) stands for itself alone."""
        return self.own(siglum) | self._listed.get(siglum, 0)

    def answering(self, siglum: str) -> int:
        """All witnesses that answer to the name: the one, and those inside it or its list."""
        self.own(siglum)
        return self._answering[siglum]

    def touched(self, siglum: str) -> int:
        """All witnesses of which something is said by this name: also those that hold it (a hand names its codex)."""
        return self.answering(siglum) | self._holding.get(siglum, 0)

    def names_in(self, mask: int) -> list[str]:
        """The names of the witnesses in a mask."""
        return [self.names[bit.bit_length() - 1] for bit in bits(mask)]


class Apparatus:
    """The apparatus of one document: its entries in document order, its witnesses, and the text they are about."""

    def __init__(self, root: etree._Element, base: str = "reading") -> None:
        """Gather from the parsed tree ``root``; ``base`` is the edition's base text, ``reading`` or ``diplomatic``."""
        self.root = root
        self.document = Document(root, base)
        self.has_text = bool(self.document.roots)
        self.sigla = Sigla.of(root)
        self._prefixes = _prefixes(root)
        self._names: dict[str, str] = {}
        self._sigla_in: dict[str, tuple[str, ...]] = {}
        self._masks: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self.entries = [self._entry(app) for app in root.iter("{*}app") if name_of(app) == "app"]
        self._meet_all()

    def _meet_all(self) -> None:
        """Make the sigla known that nobody declares; short ones first, so that a codex comes before its hands."""
        named = {siglum for entry in self.entries for r in entry.readings for siglum in r.named or ()}
        for siglum in sorted(named, key=lambda name: (len(name), name)):
            self.sigla.own(siglum)

    def __bool__(self) -> bool:
        """True if there are entries at all."""
        return bool(self.entries)

    @cached_property
    def ids(self) -> dict[str, etree._Element]:
        """The elements of the document by ``xml:id``."""
        found: dict[str, etree._Element] = {}
        for element in self.root.iter(etree.Element):
            name = identifier(element)
            if name is not None:
                found.setdefault(name, element)
        return found

    @cached_property
    def numbers(self) -> list[str]:
        """The numbers that lines, verses, paragraphs, pages … of the text have, in order, each once."""
        every = (e for root in self.document.roots for e in root.iter(etree.Element) if name_of(e) in _NUMBERED)
        return list(dict.fromkeys(number for e in every if (number := (e.get("n") or "").strip())))

    @cached_property
    def spots(self) -> Spots:
        """Where attached entries belong."""
        return Spots(self.root, self.document)

    @cached_property
    def text(self) -> BaseText:
        """The base text, with the places of everything in it."""
        return BaseText(self.spots.text)

    @cached_property
    def top(self) -> list[Entry]:
        """The entries that are about the text itself: not nested, not in a note."""
        return [entry for entry in self.entries if entry.outer is None and not entry.aside]

    def sigla_in(self, pointers: str) -> tuple[str, ...]:
        """The names that the tokens of ``pointers`` stand for, each once, in order."""
        if pointers not in self._sigla_in:
            names, tokens = self._names, pointers.split()
            for token in tokens:
                if token not in names:
                    names[token] = self._name(token)
            self._sigla_in[pointers] = tuple(dict.fromkeys(name for token in tokens if (name := names[token])))
        return self._sigla_in[pointers]

    def _name(self, token: str) -> str:
        ident, colon, rest = token.partition(":")
        for pattern, replacement in self._prefixes.get(ident, ()) if colon else ():
            if found := pattern.fullmatch(rest):
                return _expanded(found, replacement).rpartition("#")[2]
        return token.rpartition("#")[2]

    def target(self, pointer: str | None) -> etree._Element | None:
        """The element that a pointer ``#id`` leads to; ``None`` if it leads nowhere, or out of the document."""
        return self.ids.get(pointer[1:]) if pointer and pointer.startswith("#") else None

    def _entry(self, app: etree._Element) -> Entry:
        outer = None
        listed = aside = False
        for around in app.iterancestors():
            name = name_of(around)
            listed = listed or name == "listApp"
            aside = aside or name in _ASIDE
            if outer is None and name in ("lem", "rdg"):
                outer = around
        attached = listed or (not aside and self.has_text and self.document.is_attached(app))
        return Entry(app, tuple(self._readings(app, None)), listed, attached, aside, outer)

    def _readings(self, parent: etree._Element, inherited: tuple[str, ...] | None) -> Iterator[Reading]:
        for child in parent:
            name = name_of(child)
            if name in ("lem", "rdg", "rdgGrp"):
                wit = child.get("wit")
                named = inherited if wit is None else self.sigla_in(wit)
                if name == "rdgGrp":
                    yield from self._readings(child, named)
                else:
                    yield Reading(child, name == "lem", named)

    def mask(self, named: Iterable[str] | None, kind: str = "answering") -> int:
        """The witnesses that sigla stand for, as bits; ``kind`` names a method of :class:`Sigla`."""
        known, found = self._masks[kind], 0
        for siglum in named or ():
            if siglum not in known:
                known[siglum] = getattr(self.sigla, kind)(siglum)
            found |= known[siglum]
        return found


def bits(mask: int) -> Iterator[int]:
    """The bits that are set in a mask, each for itself."""
    while mask:
        lowest = mask & -mask
        yield lowest
        mask ^= lowest


def is_sign(reading: Reading) -> bool:
    """True if the reading holds signs that a witness begins or ceases, and no words."""
    signs = any(name_of(e) in EVENTS for e in reading.element.iter(etree.Element))
    return signs and not string_of(reading.element).strip()


def _entry_around(element: etree._Element) -> etree._Element | None:
    return next((around for around in element.iterancestors() if name_of(around) == "app"), None)


def _prefixes(root: etree._Element) -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """What the ``prefixDef`` of the header make of private addresses; patterns that can't be used are left out."""
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for definition in root.iter("{*}prefixDef"):
        pattern = _compiled(definition.get("matchPattern") or "(.*)")
        if pattern is not None:
            pair = (pattern, definition.get("replacementPattern") or "")
            found.setdefault(definition.get("ident") or "", []).append(pair)
    return found


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """The pattern, if it is one of the plain ones that cost no time (no repetition within a repetition)."""
    if len(pattern) > 100 or re.search(r"[*+}]\)[*+{]", pattern):
        return None
    try:
        return re.compile(pattern)
    except re.error:
        return None


def _expanded(found: re.Match[str], replacement: str) -> str:
    groups = ("", *found.groups(""))
    return re.sub(r"\$(\d)", lambda number: "".join(groups[int(number[1]) :][:1]), replacement)
