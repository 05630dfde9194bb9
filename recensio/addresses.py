"""Addresses: what each paragraph, verse, line, division, note and entry of a text is called on the web.

An address comes from what the editor has said of the element and not from what stands before it: its ``xml:id``; else
the canonical reference that ``citeStructure`` or ``cRefPattern`` of the header makes of it; else its ``@n`` and its
kind within what is around it (``b1.l12``). Only what bears no number of its own is counted, within the nearest element
with an address (``ch2.p~3``): the ``~`` says that such an address moves when something is put in front of it. An entry
of the apparatus is called by its verse or paragraph and by the words it speaks of (``b1.l12.arma``).

``docs/editors/addresses.md`` tells the rules; the stylesheets read :data:`ADDRESS` and make ids of it.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count

from lxml import etree

from recensio.law.elements import REC, XML_ID, Kind, kind_of, name_of
from recensio.law.model import END, START, Document, text_roots
from recensio.placing.basetext import base_readings, base_text
from recensio.references import references

ADDRESS = f"{{{REC}}}address"
#: Stands in an address before a number that is counted.
COUNTED = "~"

_DIVISIONS = frozenset(("div", *(f"div{n}" for n in range(1, 8))))
#: Elements that have an address even without a number: what stands for them in it.
_KINDS: Mapping[str, str] = {
    "p": "p", "ab": "ab", "l": "l", "lg": "lg", "sp": "sp", "stage": "stage", "head": "head", "item": "item",
    "figure": "fig", "table": "table", "row": "row", "list": "list", "u": "u", "entry": "entry", "entryFree": "entry",
    "superEntry": "entry", "lb": "ln", "line": "ln", "pb": "pg", "surface": "pg", "note": "n",
    "floatingText": "text", "front": "front", "back": "back", "epigraph": "epigraph", "argument": "argument",
    "opener": "opener", "closer": "closer", "postscript": "postscript", "titlePage": "titlepage",
}  # fmt: skip
#: Those that have one only with a number.
_NUMBERED: Mapping[str, str] = {"seg": "s", "s": "s", "cb": "col", "zone": "zone", "milestone": ""}
#: Of these, one without a number is called by its kind alone if it is the first.
_SINGLE = frozenset(("head", "front", "back", "titlePage", "epigraph", "argument", "opener", "closer", "postscript"))
#: Parts of a text in which verses and lines go on being numbered: without a number they are in no address of those.
_PASSED_OVER = frozenset(("lg", "sp", "p", "ab", "list", "item", "stage", "figure", "table", "row", "opener", "closer"))
#: Kinds of division and milestone by the names that editors give them.
_SHORT: Mapping[str, str] = {
    name: short
    for short, names in {
        "b": "book liber buch livre libro книга",
        "ch": "chapter chap capitulum caput kapitel chapitre capitolo capítulo capitulo глава",
        "s": "section sectio abschnitt sezione sección seccion",
        "pt": "part pars teil partie parte",
        "vol": "volume volumen band tome",
        "act": "act actus akt acte atto acto",
        "sc": "scene scena szene scène escena",
        "st": "stanza strophe stanze strofa",
        "v": "verse versus vers",
        "letter": "letter epistula brief lettre lettera",
        "poem": "poem carmen gedicht poème",
    }.items()
    for name in names.split()
}
_LONGEST_NUMBER = 40
_LONGEST_WORDS = 36
_TEXTS = frozenset({"text", "TEI", "teiCorpus"})
_NOT_SHOWN = frozenset({"teiHeader", "standOff", "facsimile", "witDetail"})


def stamp_addresses(root: etree._Element) -> None:
    """Tell all elements of the text below ``root``, but the entries, their addresses (the tree is changed)."""
    # (so that the root declares the prefix, and not each element for itself)
    root.set(ADDRESS, "")
    del root.attrib[ADDRESS]
    _Stamping(root).stamp()


def stamp_entries(root: etree._Element, base: str = "reading") -> None:
    """Tell the entries of the apparatus theirs. The other elements must have been told, and where attached entries
    belong; ``base`` is the kind of base text."""
    if next(root.iter("{*}app"), None) is not None:
        _Entries(root, base).stamp()


def slug(words: str) -> str:
    """What of ``words`` can stand in an address: letters, marks and digits of all scripts, ``.``, ``_`` and ``-``.

    Digits become those of ASCII, all else becomes a hyphen; the normal form is NFC.
    """
    folded = "".join(_sign(c) for c in unicodedata.normalize("NFC", words))
    return "-".join(part for part in folded.split("-") if part).strip(".-")


def _sign(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category == "Cf":
        return ""
    return char if category[0] in "LMN" or char in "._" else "-"


def unused(name: str, taken: Container[str], *, sign: str = COUNTED, fold: Callable[[str], str] = str) -> str:
    """``name``, or with the first number that makes it one that is not ``taken`` (as ``fold`` makes it)."""
    names = chain([name], (f"{name}{sign}{n}" for n in count(2)))
    return next(one for one in names if fold(one) not in taken)


class _Names:
    """The addresses of a text that are taken; none is given twice."""

    def __init__(self, root: etree._Element) -> None:
        self._taken: dict[str, etree._Element] = {}
        for element in root.iter("*"):
            if identifier := element.get(XML_ID):
                self._taken.setdefault(_of_id(identifier), element)

    def of_id(self, element: etree._Element, identifier: str) -> str:
        """The address of an element with an id; another one if it is not the first with it."""
        name = _of_id(identifier)
        return name if self._taken.get(name) is element else self.free(name, element)

    def free(self, name: str, element: etree._Element) -> str:
        """``name``, or with a counter if it is taken."""
        found = unused(name, self._taken)
        self._taken[found] = element
        return found

    def take(self, name: str, element: etree._Element) -> None:
        """Keep ``name`` for an element that has it."""
        self._taken.setdefault(name, element)


def _of_id(identifier: str) -> str:
    """An id as it stands; of one that XML would not allow what can stand in an address."""
    plain = all(c in "._-" or unicodedata.category(c)[0] in "LMN" for c in identifier)
    return identifier if plain and identifier else slug(identifier) or "id"


@dataclass(frozen=True, slots=True)
class _Place:
    """What is around: the address that those with a number take up, the one that those without do, and what is counted.

    The two differ inside a stanza or speech without number.
    """

    firm: str
    near: str
    in_note: bool = False


class _Stamping:
    """One walk through the texts of a document."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._names = _Names(root)
        self._references = references(root)
        self._counts: dict[tuple[str, str], int] = {}
        #: the address that pages belong to, and the page and column that lines do
        self._page = self._column = ""

    def stamp(self) -> None:
        """Stamp everything. (The parser sees to it that trees are not too deep for this.)"""
        for text in text_roots(self._root):
            place = self._document(text)
            self._page = self._column = ""
            self._enter(text, place, place.near)

    def _document(self, text: etree._Element) -> _Place:
        """The place of one text among several: the address of the document inside a corpus that holds it."""
        around = text.getparent()
        if around is None or around is self._root or name_of(around) not in _TEXTS:
            return _Place("", "")
        name = around.get(ADDRESS) or self._named(around, "text", _Place("", ""))
        around.set(ADDRESS, name)
        return _Place(name, name)

    def _enter(self, element: etree._Element, place: _Place, scope: str) -> None:
        for child in element:
            if isinstance(child.tag, str) and _is_seen(child):
                inner, within = self._meet(child, place, scope)
                self._enter(child, inner, within)

    def _meet(self, element: etree._Element, place: _Place, scope: str) -> tuple[_Place, str]:
        """Stamp an element; the place of what it holds."""
        tag = name_of(element)
        kind = _kind(element, tag)
        if tag in {"pb", "cb", "surface", "lb"}:
            self._break(element, tag, kind, place, scope)
            return (place, scope) if tag != "surface" else (_Place(self._page, self._page), scope)
        if not self._has_address(element, tag, kind, place):
            return place, scope
        address = self._named(element, kind, place)
        element.set(ADDRESS, address)
        if not kind or tag == "milestone" or _is_transparent(element, tag):
            return place, scope
        soft = tag in _PASSED_OVER and not self._is_firm(element)
        inner = _Place(place.firm if soft else address, address, place.in_note or tag == "note")
        return inner, (address if tag in {"text", "floatingText"} else scope)

    def _has_address(self, element: etree._Element, tag: str, kind: str, place: _Place) -> bool:
        if element.get(XML_ID) or element in self._references:
            return True
        if place.in_note:
            return tag == "note"
        counted = tag in _KINDS or tag in _DIVISIONS or _is_member(element, tag)
        return counted or bool(kind and tag != "text" and _number(element))

    def _is_firm(self, element: etree._Element) -> bool:
        return bool(element.get(XML_ID) or element in self._references or _number(element))

    # --- breaks ---

    def _break(self, element: etree._Element, tag: str, kind: str, place: _Place, scope: str) -> None:
        """Pages belong to the text, columns to their page, lines to their column, page or division."""
        if tag == "lb":
            around = self._column or self._page or place.firm
        else:
            around = scope if tag != "cb" else self._page or scope
        if tag == "cb" and not (_number(element) or element.get(XML_ID)):
            return
        address = self._named(element, kind, _Place(around, around))
        element.set(ADDRESS, address)
        if tag == "cb":
            self._column = address
        elif tag != "lb":
            self._page, self._column = address, ""

    # --- names ---

    def _named(self, element: etree._Element, kind: str, place: _Place) -> str:
        if identifier := element.get(XML_ID):
            return self._names.of_id(element, identifier)
        if (reference := self._references.get(element)) and (name := slug(reference)):
            return self._names.free(name, element)
        if number := _number(element):
            return self._names.free(_joined(place.firm, _with_kind(kind, number)), element)
        return self._counted(element, kind or name_of(element), place)

    def _counted(self, element: etree._Element, kind: str, place: _Place) -> str:
        self._counts[place.near, kind] = n = self._counts.get((place.near, kind), 0) + 1
        alone = n == 1 and (name_of(element) in _SINGLE or (name_of(element) in _DIVISIONS and kind != "div"))
        return self._names.free(_joined(place.near, kind if alone else f"{kind}{COUNTED}{n}"), element)


def _is_seen(element: etree._Element) -> bool:
    """Whether a page shows what is in the element in its own place: not of readings that are no text."""
    tag = name_of(element)
    if tag == "rdg" and (entry := _entry_around(element)) is not None:
        return element in base_readings(entry)
    return tag not in _NOT_SHOWN and kind_of(str(element.tag)) is not Kind.VERBATIM


def _entry_around(reading: etree._Element) -> etree._Element | None:
    around = reading.getparent()
    return around if around is not None and name_of(around) in {"app", "rdgGrp"} else None


def _is_member(element: etree._Element, tag: str) -> bool:
    """A text in a group of texts."""
    parent = element.getparent()
    return tag == "text" and parent is not None and name_of(parent) == "group"


def _is_transparent(element: etree._Element, tag: str) -> bool:
    """A division around the whole edited text, as epigraphers and others have it, is in no address."""
    return tag in _DIVISIONS and element.get("type") == "edition" and not element.get(XML_ID)


def _kind(element: etree._Element, tag: str) -> str:
    """What stands in an address for the kind of element; empty for one that has no address by its kind."""
    if tag in _DIVISIONS:
        return _kind_of_division(element)
    if tag == "milestone":
        return _short(element.get("unit") or "")
    if tag == "lg" and (named := _short(element.get("type") or "")) == "st":
        return named
    return "text" if tag == "text" else _KINDS.get(tag, "") or _NUMBERED.get(tag, "")


def _kind_of_division(element: etree._Element) -> str:
    said = (element.get("type") or "").lower()
    if said in {"textpart", "", "edition"} and element.get("subtype"):
        said = element.get("subtype") or ""
    return _short(said if said != "textpart" else "") or "div"


def _short(name: str) -> str:
    plain = slug(name.lower()).strip("-")[:20]
    return _SHORT.get(plain, plain)


def _number(element: etree._Element) -> str:
    """``@n`` as it can stand in an address; empty if there is none, or one that is the identifier of another system."""
    said = (element.get("n") or "").strip()
    if not said or said.startswith("urn:") or "://" in said or len(said) > _LONGEST_NUMBER:
        return ""
    edition = (element.get("ed") or element.get("edRef") or "") if name_of(element) in {"pb", "cb", "lb"} else ""
    number = slug(said)
    return "-".join(filter(None, (slug(edition), number))) if number else ""


def _with_kind(kind: str, number: str) -> str:
    return f"{kind}{number}" if number[0].isdigit() or not kind else f"{kind}-{number}"


def _joined(*parts: str) -> str:
    return ".".join(part for part in parts if part)


# --- entries ------------------------------------------------------------------------------------------------


class _Entries:
    """The entries of a text, called by the words they speak of."""

    def __init__(self, root: etree._Element, base: str) -> None:
        self._root = root
        self._names = _Names(root)
        for element in root.iter("*"):
            if address := element.get(ADDRESS):
                self._names.take(address, element)
        self._text = base_text(Document(root, base))
        self._counted: dict[tuple[int | str, ...], tuple[int, int]] = {}
        self._points = {e.get(XML_ID): e for e in root.iter("{*}anchor") if e.get(XML_ID)}

    def stamp(self) -> None:
        """Stamp all entries, outer ones first."""
        for entry in self._root.iter("{*}app"):
            if identifier := entry.get(XML_ID):
                entry.set(ADDRESS, self._names.of_id(entry, identifier))
            else:
                entry.set(ADDRESS, self._names.free(self._called(entry), entry))
        for note in self._root.iter("{*}note"):
            if note.get(ADDRESS) is None and any(name_of(around) == "app" for around in note.iterancestors()):
                note.set(ADDRESS, self._note(note))

    def _note(self, note: etree._Element) -> str:
        """The address of a note in a reading."""
        if identifier := note.get(XML_ID):
            return self._names.of_id(note, identifier)
        number = _number(note)
        return self._names.free(_joined(_around(note), _with_kind("n", number) if number else f"n{COUNTED}1"), note)

    def _called(self, entry: etree._Element) -> str:
        owner, start, end = self._words(entry)
        if owner is None:
            return _joined(_around(entry), _said(entry))
        block = _block(owner)
        named = "" if block is None else str(block.get(ADDRESS))
        return _joined(named, self._of_stretch(block, start, end))

    def _words(self, entry: etree._Element) -> tuple[etree._Element | None, int, int]:
        """Where the words of an entry stand in the base text, and an element inside their block; of one inside a
        reading, or without a place, none."""
        points = [self._points.get((entry.get(a) or "").split(" ")[0]) for a in (START, END)]
        if points[0] is not None and points[0] in self._text.spans:
            start = self._text.spans[points[0]][0]
            last = points[1] if points[1] is not None else points[0]
            return points[0], start, max(self._text.spans.get(last, (start, start))[1], start)
        if entry in self._text.spans and not entry.get(START):
            return entry, *self._text.spans[entry]
        return None, 0, 0

    def _of_stretch(self, block: etree._Element | None, start: int, end: int) -> str:
        text = self._text
        first = text.spans[block][0] if block is not None and block in text.spans else 0
        within = text.tokens_touching(start, end) if end > start else range(0)
        if not within:
            return self._behind(first, start)
        words = [_folded(text.tokens[n].word) for n in within]
        return _numbered(_in_short(words), self._before(first, within.start, words))

    def _behind(self, first: int, start: int) -> str:
        """Words that are added: called by the word in front."""
        before = self._text.tokens_between(first, start)
        if not before:
            return "_"
        word = [_folded(self._text.tokens[before.stop - 1].word)]
        return _numbered(f"{_in_short(word)}_", self._before(first, before.stop - 1, word))

    def _before(self, first: int, at: int, words: list[str]) -> int:
        """How often the words stand in the block before."""
        places = self._places.get(words[0], [])
        begin = self._text.tokens_between(first, self._text.tokens[at].start).start
        low, high = bisect_left(places, begin), bisect_left(places, at)
        if len(words) == 1:
            return high - low
        # (entries come in order: what was counted for the one before need not be counted again)
        known, so_far = self._counted.get((begin, *words), (low, 0))
        known, so_far = (known, so_far) if known <= high else (low, 0)
        so_far += sum(self._stand_at(n, words) for n in places[known:high])
        self._counted[(begin, *words)] = high, so_far
        return so_far

    def _stand_at(self, at: int, words: list[str]) -> bool:
        found = self._text.tokens[at : at + len(words)]
        return [_folded(token.word) for token in found] == words

    @cached_property
    def _places(self) -> Mapping[str, list[int]]:
        """The numbers of the words that each word is."""
        found: dict[str, list[int]] = {}
        for n, token in enumerate(self._text.tokens):
            found.setdefault(_folded(token.word), []).append(n)
        return found


def _numbered(words: str, before: int) -> str:
    return f"{words}-{before + 1}" if before else words


def _folded(word: str) -> str:
    return unicodedata.normalize("NFC", word.lower())


def _in_short(words: list[str]) -> str:
    """The words of a lemma: of many the first two and the last."""
    shown = "-".join(words) if len(words) <= 3 else f"{'-'.join(words[:2])}_{words[-1]}"
    return slug(shown[:_LONGEST_WORDS]) or "_"


def _block(owner: etree._Element) -> etree._Element | None:
    return next((e for e in owner.iterancestors() if e.get(ADDRESS) and name_of(e) != "app"), None)


def _around(element: etree._Element) -> str:
    """The address of the nearest element around: of an entry in a reading that of the outer entry."""
    return next((str(e.get(ADDRESS)) for e in element.iterancestors() if e.get(ADDRESS)), "")


def _said(entry: etree._Element) -> str:
    """What an entry is called that has no words in the text: by its own lemma, and where it says it belongs."""
    readings = base_readings(entry)
    words = _words_in(readings[0]) if readings else []
    located = slug(entry.get("loc") or "")[:_LONGEST_NUMBER]
    return _joined(located and f"at-{located}", _in_short(words) if words else "") or f"entry{COUNTED}1"


def _words_in(element: etree._Element) -> list[str]:
    return [_folded(word) for word in slug(" ".join(_own_text(element))).split("-") if word]


def _own_text(element: etree._Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str) and name_of(child) not in {"note", "app"}:
            yield from _own_text(child)
        if child.tail:
            yield child.tail
