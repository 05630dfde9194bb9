"""Which words of the base text an attached entry speaks of, decided entry by entry.

TEI Guidelines, 13.2.1 (location-referenced) and 13.2.2 (double end-point attached), and what projects make of them:
``@from`` alone ends where the entry stands, or names the element that is the lemma or holds it; ``@to`` alone begins
where the entry stands; pointer schemes name places inside an element (17.2.4); numbers count words; ``@loc`` names a
verse, line, paragraph or page in which the lemma's words are looked for; ``@corresp`` of an entry or of a list of
entries names what it is about; readings of one witness stand behind the word that they vary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from lxml import etree

from recensio.law.elements import Kind, all_text, identifier, kind_of, name_of
from recensio.law.model import Document, has_own_text, is_apparatus_list
from recensio.placing.basetext import BaseText, base_text, folded, note_text, tokens_of
from recensio.placing.lemma import Lemma, lemma_of, occurrences
from recensio.placing.schemes import Text, is_scheme, stretch_of
from recensio.placing.units import Units, wanted

_NEAR = 400  # characters around an anchor in which a lemma is looked for
_MOST_CANDIDATES = 40
_LIKENESS = 0.5
_SPEAKING = frozenset({"listApp", "note", "noteGrp"})
_DIVISION = re.compile(r"div[1-7]?|body|front|back|lg|group|text")


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of the line; ``exact`` is false where only its neighbourhood is known (then it begins there).

    ``text``: the words of a note, if it is one of these that the entry speaks of, and not the base text.
    """

    start: int
    end: int
    exact: bool = True
    text: BaseText | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Between:
    """A stretch between two anchors that stand in no base text, by their ids: in a reading, say."""

    start: str
    end: str


class Spots:
    """Finds the spots of the attached entries of one document, asked in document order."""

    def __init__(self, root: etree._Element, document: Document) -> None:
        """For the document with this root element; nothing is changed."""
        self._root = root
        self._document = document
        self._before: dict[tuple[int, ...], tuple[Lemma, tuple[int, int]]] = {}
        self._notes: dict[etree._Element, BaseText] = {}

    @cached_property
    def text(self) -> BaseText:
        """The base text."""
        return base_text(self._document)

    @cached_property
    def _units(self) -> Units:
        return Units(self.text, self._document.roots)

    @cached_property
    def _ids(self) -> Mapping[str, etree._Element]:
        found: dict[str, etree._Element] = {}
        for element in self._root.iter("*"):
            if (name := identifier(element)) is not None:
                found.setdefault(name, element)
        return found

    def of(self, app: etree._Element) -> list[Spot] | Between | None:
        """The spots of an entry: several where ``@loc`` names several; ``None`` if nobody can know."""
        for way in _WAYS:
            if found := way(self, app):
                return found
        return None

    # --- pointers ---

    def pointed(self, app: etree._Element) -> list[Spot] | Between | None:
        """By ``@from`` and ``@to``, one of them or both: at elements, or (TEI's pointer schemes) places inside them."""
        if any(is_scheme(_fragment(app.get(name))) for name in ("from", "to")):
            return self._by_schemes(app)
        first, last = (self._target(app.get(name)) for name in ("from", "to"))
        if first is None and last is None:
            return None
        if first is not None and last is not None and first is not last:
            return self._from_to(first, last)
        alone = first if first is not None else last
        assert alone is not None
        if (note := _note_around(alone)) is not None:
            return self._in_note(app, alone, note)
        if alone not in self.text.spans:
            return None
        start, end = self.text.trimmed(*self.text.spans[alone])
        if start < end:
            return [self._within(app, alone, (start, end))]
        return [self._at_anchor(app, start)]

    def _target(self, pointers: str | None) -> etree._Element | None:
        return self._ids.get(_fragment(pointers))

    def _by_schemes(self, app: etree._Element) -> list[Spot] | None:
        """From where the first pointer begins to where the last one ends."""
        ends = [stretch_of(_fragment(value), self._followed) for name in ("from", "to") if (value := app.get(name))]
        found = [self.text.trimmed(*end) if end[0] < end[1] else end for end in ends if end is not None]
        if len(found) < len(ends) or found[0][0] > found[-1][1]:
            return None
        return [Spot(found[0][0], found[-1][1])]

    @cached_property
    def _followed(self) -> Text:
        return Text(self.text.line, lambda name: self.text.spans.get(self._ids[name]) if name in self._ids else None)

    def _within(self, app: etree._Element, block: etree._Element, stretch: tuple[int, int]) -> Spot:
        """Of an entry that names a block: the lemma's words in it. All of it if it is the lemma, or has none of it."""
        lem = _lem(app)
        if lem is None or kind_of(block.tag) is not Kind.BOUNDARY:
            return Spot(*stretch)
        lemma = lemma_of(lem, self._document)
        found = occurrences(self.text, lemma, *stretch)
        return Spot(*self._which(found, lemma, stretch)) if found else Spot(*stretch)

    def _in_note(self, app: etree._Element, named: etree._Element, note: etree._Element) -> list[Spot] | None:
        """Of an entry that names a note, or an element in one: the lemma's words there."""
        text = self._notes.setdefault(note, note_text(self._document, note))
        if named not in text.spans:
            return None
        start, end = text.trimmed(*text.spans[named])
        lem = _lem(app)
        if lem is None or start == end:
            return [Spot(start, end, text=text)]
        lemma = lemma_of(lem, self._document)
        if found := occurrences(text, lemma, start, end):
            return [Spot(*self._which(found, lemma, (start, end), note=text), text=text)]
        return [Spot(start, start, exact=False, text=text)]

    def _from_to(self, first: etree._Element, last: etree._Element) -> list[Spot] | Between | None:
        spans = self.text.spans
        if first in spans and last in spans:
            start, end = sorted((spans[first], spans[last]))
            return [Spot(*self.text.trimmed(start[0], max(start[1], end[1])))]
        if name_of(first) != "anchor" or name_of(last) != "anchor":
            return None
        return Between(str(identifier(first)), str(identifier(last)))

    def _at_anchor(self, app: etree._Element, at: int) -> Spot:
        """From an anchor to where the entry stands, or the other way round; else by the lemma's words nearby."""
        parent = app.getparent()
        if app in self.text.spans and parent is not None and not is_apparatus_list(parent):
            here = self.text.spans[app][0]
            return Spot(*self.text.trimmed(min(at, here), max(at, here)))
        lemma = lemma_of(_lem(app), self._document)
        near = occurrences(self.text, lemma, max(at - _NEAR, 0), at + _NEAR)
        if near:
            return Spot(*min(near, key=lambda found: min(abs(found[0] - at), abs(found[1] - at))))
        return Spot(at, at, exact=lemma.is_empty and _lem(app) is not None)

    # --- numbers of words ---

    def counted(self, app: etree._Element) -> list[Spot] | None:
        """By ``@from`` and ``@to`` that are numbers of words, in the unit that ``@loc`` names."""
        numbers = [(app.get(name) or "").strip() for name in ("from", "to")]
        if not numbers[0].isdecimal() or not (numbers[1] or "1").isdecimal():
            return None
        first, last = int(numbers[0]), int(numbers[1] or numbers[0])
        for place in wanted(app.get("loc") or ""):
            for stretch in self._units.at(place):
                tokens = [self.text.tokens[n] for n in self.text.tokens_between(*stretch)]
                if 0 < first <= last <= len(tokens):
                    return [Spot(tokens[first - 1].start, tokens[last - 1].end)]
        return None

    # --- @loc ---

    def located(self, app: etree._Element) -> list[Spot] | None:
        """By ``@loc``: in each unit that it names, where the lemma's words stand."""
        lemma = lemma_of(_lem(app), self._document)
        spots = [self._in_units(self._units.at(place), lemma) for place in wanted(app.get("loc") or "")]
        found = [spot for spot in spots if spot is not None]
        return [spot for spot in found if spot.exact] or found[:1]

    def _in_units(self, stretches: list[tuple[int, int]], lemma: Lemma) -> Spot | None:
        for stretch in stretches[:_MOST_CANDIDATES]:
            if found := occurrences(self.text, lemma, *stretch):
                return Spot(*self._which(found, lemma, stretch))
        return next((self._first_word(stretch) for stretch in stretches), None)

    def _which(
        self, found: list[tuple[int, int]], lemma: Lemma, stretch: tuple[int, int], note: BaseText | None = None
    ) -> tuple[int, int]:
        """Entries follow the text, so the lemma is looked for from the last one on; the same lemma is the next one."""
        if 0 < lemma.which <= len(found):
            chosen = found[lemma.which - 1]
        else:
            last, before = self._before.get((id(note), *stretch), (None, (-1, -1)))
            since = before[0] + 1 if last == lemma else before[0]
            chosen = next((place for place in found if place[0] >= since), found[-1] if last == lemma else found[0])
        self._before[(id(note), *stretch)] = lemma, chosen
        return chosen

    def _first_word(self, stretch: tuple[int, int]) -> Spot:
        within = self.text.tokens_between(*stretch)
        end = self.text.tokens[within.start].end if within else stretch[0]
        return Spot(end, end, exact=False)

    # --- @corresp, @target ---

    def corresponding(self, app: etree._Element) -> list[Spot] | None:
        """By ``@corresp`` or ``@target`` of the entry, or of the list or note around it: the lemma's words there.

        An element in a line that the entry itself names is what it is about, whatever its lemma says.
        """
        if app.get("loc") or app.get("from") or app.get("to"):
            return None
        for around in (app, *(e for e in app.iterancestors() if name_of(e) in _SPEAKING)):
            named = self._ids.get(_fragment(around.get("corresp") or around.get("target")))
            if named in self.text.spans:
                return self._in_named(app, named, is_own=around is app)
        return None

    def _in_named(self, app: etree._Element, named: etree._Element, *, is_own: bool) -> list[Spot] | None:
        start, end = self.text.trimmed(*self.text.spans[named])
        lemma = lemma_of(_lem(app), self._document)
        if start == end:
            return None
        if found := occurrences(self.text, lemma, start, end):
            return [Spot(*self._which(found, lemma, (start, end)))]
        if is_own and kind_of(named.tag) is not Kind.BOUNDARY:
            return [Spot(start, end)]
        return [self._first_word((start, end))]

    # --- neither ---

    def behind_its_word(self, app: etree._Element) -> list[Spot] | None:
        """Of readings behind the word they vary: the words in front that resemble the reading most."""
        if app not in self.text.spans or not self._document.is_adherent:
            return None
        here = self.text.spans[app][0]
        reading = [folded(t.word) for rdg in app.iterfind("{*}rdg") for t in tokens_of("".join(all_text(rdg)))]
        stop = self.text.tokens_between(0, here).stop
        if not reading:
            return [self._words(stop - 1, stop)] if stop else None
        best = max(range(1, len(reading) + 2), key=lambda n: (self._likeness(reading, stop - n, stop), -n))
        if self._likeness(reading, stop - best, stop) < _LIKENESS:
            return [Spot(here, here, exact=False)]
        return [self._words(stop - best, stop)]

    def _likeness(self, reading: list[str], start: int, stop: int) -> float:
        words = " ".join(folded(token.word) for token in self.text.tokens[max(start, 0) : stop])
        return SequenceMatcher(None, " ".join(reading), words, autojunk=False).ratio()

    def _words(self, start: int, stop: int) -> Spot:
        return Spot(self.text.tokens[max(start, 0)].start, self.text.tokens[stop - 1].end)

    def unique(self, app: etree._Element) -> list[Spot] | None:
        """Where nothing is said of the place: the lemma's words, if they stand in the text only once."""
        if app.get("loc") or app.get("from") or app.get("to"):
            return None
        lemma = lemma_of(_lem(app), self._document)
        found = occurrences(self.text, lemma, 0, len(self.text.line))
        return [Spot(*found[0])] if len(found) == 1 else None


_Way = Callable[[Spots, etree._Element], list[Spot] | Between | None]
_WAYS: tuple[_Way, ...] = (
    Spots.pointed,
    Spots.counted,
    Spots.located,
    Spots.corresponding,
    Spots.behind_its_word,
    Spots.unique,
)


def _fragment(pointers: str | None) -> str:
    """What stands behind the ``#`` of a pointer, of several the first: an id, or a scheme of pointing."""
    token = next(iter((pointers or "").split()), "")
    return token.rpartition("#")[2]


def _note_around(element: etree._Element) -> etree._Element | None:
    """The outermost note that an element is, or stands in."""
    around = (element, *element.iterancestors())
    return next((e for e in reversed(around) if kind_of(e.tag) is Kind.NOTE), None)


def _lem(app: etree._Element) -> etree._Element | None:
    return next((child for child in app.iter("{*}lem") if name_of(child) == "lem"), None)


def attached_entries(document: Document) -> Iterator[etree._Element]:
    """The entries that stand outside the text they speak of, in document order."""
    for root in (*document.roots, *document.detached):
        for app in root.iter("{*}app"):
            if name_of(app) == "app" and (_in_list(app) or document.is_attached(app)):
                yield app


def located_beside(root: etree._Element) -> list[etree._Element]:
    """Entries with ``@loc`` that stand between verses or paragraphs and hold no block themselves: their words can't be
    text there, so they are probably about the unit that ``@loc`` names."""
    located = (app for app in root.iter("{*}app") if name_of(app) == "app" and (app.get("loc") or "").strip())
    return [app for app in located if _stands_between_blocks(app) and not _holds_blocks(app)]


def _stands_between_blocks(app: etree._Element) -> bool:
    parent = app.getparent()
    return parent is not None and _DIVISION.fullmatch(name_of(parent)) is not None and not has_own_text(parent)


def _holds_blocks(app: etree._Element) -> bool:
    return any(kind_of(e.tag) is Kind.BOUNDARY for e in app.iter("*"))


def _in_list(app: etree._Element) -> bool:
    """True in a ``listApp``, unless the entry is part of a reading there."""
    around = [name_of(parent) for parent in app.iterancestors()]
    return "listApp" in around and "rdg" not in around
