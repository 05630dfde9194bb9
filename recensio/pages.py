"""Where a long text is cut into pages: at its divisions, and where one of them is too long by itself at what is in it.

:func:`cut` tells the first element of each page but the first its name, by :data:`PAGE`; the stylesheets cut there. A
cut goes in front of a division, else of a stanza, paragraph or page of the source, and as a last resort in front of a
verse or a line: never within a word, an entry of the apparatus or a note.

What fills a page is its words, or what is said about them: a text with a dense apparatus makes large pages of few
words. So the bytes that pages will have are estimated, too (:data:`_LARGEST`).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from lxml import etree
from lxml import html as lxml_html

from recensio.addresses import ADDRESS, unused
from recensio.law.elements import REC, TEI, XML_ID, Kind, kind_of, name_of
from recensio.law.model import text_roots
from recensio.placing.basetext import base_readings

#: The attribute that tells an element that a page begins with it: the name of the page.
PAGE = f"{{{REC}}}page"

_DIVISIONS = frozenset(("div", *(f"div{n}" for n in range(1, 8)), "front", "back", "text", "TEI", "floatingText"))
_WHOLE = frozenset(("edition",))
#: Blocks in front of which a page may begin.
_BLOCKS = _DIVISIONS | frozenset(
    ("p", "ab", "l", "lg", "sp", "stage", "list", "item", "table", "row", "epigraph", "opener", "closer", "postscript",
     "argument", "titlePage", "entry", "entryFree", "superEntry", "surface", "line", "u")
)  # fmt: skip
_HEADS = frozenset(("head", "speaker", "label"))
#: What is never cut within.
_UNCUT = frozenset(
    ("app", "lem", "rdg", "rdgGrp", "choice", "subst", "note", "w", "figure", "castItem", "cell", "egXML", "formula",
     "ref", "foreign", "persName", "placeName", "orgName", "name", "rs", "date", "title", "fw", "del")
)  # fmt: skip
_BREAKS = frozenset(("pb", "cb", "gb", "lb", "milestone"))
_LETTER = re.compile(r"\w+")
#: So many bytes a page may have; if more words are wished for on a page than are usual, so many for each.
_LARGEST = 340_000
_LARGEST_OF_WORD = 24
#: About as many bytes are in a page for an element, beside what is in it.
_USUAL_SIZE = 40
_SIZES: Mapping[str, int] = {
    "app": 380, "rdg": 100, "lem": 40, "note": 220, "lb": 70, "pb": 150, "w": 30, "l": 55, "persName": 90,
    "placeName": 90, "orgName": 90, "title": 90, "name": 90,
}  # fmt: skip
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class PageRules:
    """When a text is cut. ``words``: into pages of about so many at most; 0: never. ``division``: the divisions that
    begin a page, by level (``1`` is the outermost) or ``@type``; if empty, those that make pages of a fair size."""

    words: int = 15_000
    division: str = ""


#: For what is shown on no page.
UNCUT = PageRules(0)


def is_cut(root: etree._Element) -> bool:
    """Whether the text below ``root`` has been cut into pages."""
    return any(element.get(PAGE) for element in root.iter("*"))


def cut(root: etree._Element, rules: PageRules) -> tuple[tuple[str, str], ...]:
    """Cut the text below ``root``, which has its addresses, into pages (the tree is changed).

    The result tells on which of the pages behind the first an element with an id is: pairs of id and page.
    """
    roots = text_roots(root)
    weights = _Weights(root, roots, rules.words / max(_LARGEST, rules.words * _LARGEST_OF_WORD))
    if not rules.words or weights.total.measure <= rules.words:
        return ()
    cutting = _Cutting(rules, weights)
    for text in roots:
        cutting.go_through(text, 0)
    taken: set[str] = set()
    for start in cutting.starts:
        name = unused(file_part(start.get(ADDRESS) or "page"), taken, fold=str.casefold)
        taken.add(name.casefold())
        start.set(PAGE, name)
    return tuple(_places(roots))


def _places(roots: list[etree._Element]) -> Iterable[tuple[str, str]]:
    """The ids on the pages behind the first. Of notes and entries that stand elsewhere than their words only those are
    told that point at an id."""
    page = ""
    named: dict[str, str] = {}
    moved: list[tuple[str, str]] = []
    for text in roots:
        for element in text.iter("*"):
            page = element.get(PAGE) or page
            if identifier := element.get(XML_ID):
                if points := _points(element):
                    moved.append((identifier, points))
                elif name_of(element) != "app" or not _is_elsewhere(element):
                    named[identifier] = page
    named |= {identifier: named[point] for identifier, point in moved if point in named}
    return ((identifier, page) for identifier, page in named.items() if page)


def _points(element: etree._Element) -> str:
    """The id at which a note or entry points."""
    pointer = {"note": "target", "app": "from"}.get(name_of(element), "")
    said = (element.get(pointer) or "").split()[:1] if pointer else []
    return said[0][1:] if said and said[0].startswith("#") else ""


def _is_elsewhere(entry: etree._Element) -> bool:
    return entry.get("loc") is not None or any(name_of(around) == "listApp" for around in entry.iterancestors())


class _Weight(NamedTuple):
    """How much there is of something: words of the base text, and the share of a page that goes to its mark-up, as a
    number of words that would fill as much."""

    words: int
    size: float

    @property
    def measure(self) -> int:
        """As a number of words, whatever fills the page."""
        return max(self.words, int(self.size))

    def plus(self, other: _Weight) -> _Weight:
        """Both together."""
        return _Weight(self.words + other.words, self.size + other.size)


_NOTHING = _Weight(0, 0)


class _Weights:
    """How much, nearly, is in elements that may be cut within. ``share``: as how many words a byte counts. Entries that
    stand elsewhere than their words are thought of as spread over all the texts."""

    def __init__(self, root: etree._Element, roots: Sequence[etree._Element], share: float) -> None:
        self.of: dict[etree._Element, _Weight] = {}
        self._share = share
        self._spread = 0.0
        self.total = self._weigh_all(roots)
        attached = sum(_size_of_entry(app) for app in root.iter(f"{{{TEI}}}app") if _is_elsewhere(app))
        if attached and self.total.words:
            self._spread = attached / self.total.words
            self.total = self._weigh_all(roots)

    def _weigh_all(self, roots: Sequence[etree._Element]) -> _Weight:
        total = _NOTHING
        for text in roots:
            total = total.plus(self.weigh(text))
        return total

    def weigh(self, element: etree._Element) -> _Weight:
        """Weigh ``element`` and all in it."""
        own = _SIZES.get(name_of(element), _USUAL_SIZE) + _size_of_sigla(element)
        total = self.of_text(element.text).plus(self._of_bytes(own))
        for child in element:
            if isinstance(child.tag, str):
                total = total.plus(self.weigh(child) if _is_read(child) else self.of_hidden(child))
            total = total.plus(self.of_text(child.tail))
        self.of[element] = total
        return total

    def of_text(self, text: str | None) -> _Weight:
        """What some words weigh."""
        words = _count(text)
        size = len((text or "").encode()) + self._spread * words if words else 0
        return _Weight(words, size * self._share)

    def of_hidden(self, element: etree._Element) -> _Weight:
        """What an element weighs of which nothing is shown in the text."""
        return self._of_bytes(_size_of_hidden(element))

    def _of_bytes(self, size: int) -> _Weight:
        return _Weight(0, size * self._share)


def _size_of_hidden(element: etree._Element) -> int:
    """What is told about words at the foot of a page: a reading, a note."""
    told = len("".join(map(str, element.itertext())).encode())
    return _SIZES.get(name_of(element), 0) + told + _size_of_sigla(element) if told else _size_of_sigla(element)


def _size_of_sigla(element: etree._Element) -> int:
    sigla = element.get("wit") or ""
    return 30 + 2 * len(sigla) if sigla else 0


def _size_of_entry(app: etree._Element) -> int:
    return _SIZES["app"] + sum(_size_of_hidden(one) for one in app.iter(f"{{{TEI}}}lem", f"{{{TEI}}}rdg"))


def _count(text: str | None) -> int:
    """Words; of scripts without spaces between them two signs are counted as one."""
    if not text or text.isspace():
        return 0
    return sum(1 if len(word) < 24 or word.isascii() else len(word) // 2 for word in _LETTER.findall(text))


def _is_read(element: etree._Element) -> bool:
    tag = name_of(element)
    if tag in {"lem", "rdg", "rdgGrp"} and (around := element.getparent()) is not None and name_of(around) in {
        "app", "rdgGrp"
    }:  # fmt: skip
        return element in base_readings(around)
    return kind_of(str(element.tag)) not in {Kind.LEFT_OUT, Kind.NOTE, Kind.HUSHED, Kind.DELETED}


class _Cutting:
    """One walk through the texts, which finds where pages begin."""

    def __init__(self, rules: PageRules, weights: _Weights) -> None:
        self.starts: list[etree._Element] = []
        self._rules = rules
        self._weights = weights.of
        self._weighing = weights
        #: what is on the page so far, and whether it is more than headings
        self._on_page = _NOTHING
        self._has_body = False
        self._room = rules.words

    def go_through(self, element: etree._Element, level: int) -> None:
        """Find the beginnings of pages within ``element``, which stands in ``level`` divisions."""
        self._fill(self._weighing.of_text(element.text))
        for child in element:
            if isinstance(child.tag, str) and child in self._weights:
                self._meet(child, level)
            elif isinstance(child.tag, str):
                self._fill(self._weighing.of_hidden(child))
            self._fill(self._weighing.of_text(child.tail))

    @property
    def _filled(self) -> int:
        return self._on_page.measure if self._on_page.words else 0

    def _fill(self, weight: _Weight, tag: str = "") -> None:
        self._on_page = self._on_page.plus(weight)
        self._has_body = self._has_body or (weight.words > 0 and tag not in _HEADS)

    def _meet(self, child: etree._Element, level: int) -> None:
        tag, whole = name_of(child), self._weights[child]
        weight = whole.measure
        deeper = level + (tag.startswith("div") and child.get("type") not in _WHOLE)
        if tag in _BREAKS:
            self._meet_break(child, tag)
        elif tag in _UNCUT or kind_of(str(child.tag)) is Kind.VERBATIM:
            self._fill(whole)
        elif weight > self._rules.words or self._has_starts(child, tag, deeper, weight):
            self._divide(child, tag, deeper, weight)
        elif self._begins(child, tag, deeper, weight):
            self._begin(child)
            self._fill(whole, tag)
        elif kind_of(str(child.tag)) is Kind.INLINE:  # (in a paragraph that has to be cut)
            self.go_through(child, deeper)
        else:
            self._fill(whole, tag)

    def _divide(self, child: etree._Element, tag: str, level: int, weight: int) -> None:
        """Go into what is too long for one page: into pages of equal length."""
        if tag in _BLOCKS and (self._is_wanted(child, level) or self._filled > self._rules.words // 10):
            self._begin(child)
        before, pages = self._room, -(-weight // self._rules.words)
        if weight > self._rules.words:
            self._room = min(weight // pages + weight // (20 * pages), self._rules.words)
        self.go_through(child, level)
        self._room = before

    def _has_starts(self, child: etree._Element, tag: str, level: int, weight: int) -> bool:
        """Whether divisions that have to begin a page are in this one."""
        if not self._rules.division or tag not in _DIVISIONS or not weight:
            return False
        inside = (e for e in child.iterdescendants() if isinstance(e.tag, str) and name_of(e).startswith("div"))
        return any(self._is_wanted(e, level + _depth(e, child)) for e in inside)

    def _begins(self, child: etree._Element, tag: str, level: int, weight: int) -> bool:
        if not self._filled or not weight or tag not in _BLOCKS | _HEADS or (tag in _HEADS and _leads(child)):
            return False
        if self._is_wanted(child, level):
            return True
        if tag in _DIVISIONS and not self._rules.division and self._filled >= self._rules.words // 3:
            return True
        if not self._has_body:  # (a heading by itself is no page)
            return False
        after = child.getnext() if tag in _HEADS else None
        following = self._weights.get(after, _NOTHING).measure if after is not None else 0
        return self._on_page.plus(self._weights[child]).measure + min(following, self._room // 4) > self._room

    def _is_wanted(self, element: etree._Element, level: int) -> bool:
        wanted = self._rules.division
        if not wanted or not name_of(element).startswith("div"):
            return False
        return str(level) == wanted if wanted.isdecimal() else element.get("type") == wanted

    def _meet_break(self, element: etree._Element, tag: str) -> None:
        """In front of a page of the source a page may end a little earlier; in front of a line only when it is full."""
        full = self._room * 7 // 10 if tag == "pb" else self._room
        if self._filled >= full and element.get(ADDRESS) and not _is_in_word(element, tag):
            self._begin(element)

    def _begin(self, element: etree._Element) -> None:
        if self._filled and element.get(ADDRESS):
            self.starts.append(element)
            self._on_page, self._has_body = _NOTHING, False


def _depth(element: etree._Element, top: etree._Element) -> int:
    around = (e for e in chain([element], element.iterancestors()) if name_of(e).startswith("div"))
    return next((n for n, e in enumerate(around) if e is top), 1)


def _leads(head: etree._Element) -> bool:
    """True for the heading with which its division begins."""
    before = head.getprevious()
    return before is None or name_of(before) in _HEADS | _BREAKS


def _is_in_word(element: etree._Element, tag: str) -> bool:
    """Whether a word runs on over a break, or over another beside it; a milestone must have white space at its side.

    (The stylesheets know for certain, and don't cut at a break with ``rec:joins``.)
    """
    if tag == "milestone":
        return not (_text_before(element)[-1:].isspace() or (element.tail or "")[:1].isspace())
    return any(one.get("break") == "no" for one in (element, *_breaks_beside(element)))


def _breaks_beside(element: etree._Element) -> Iterator[etree._Element]:
    """The breaks in front of and behind one with nothing but white space between."""
    after = element
    while not (after.tail or "").strip() and (following := after.getnext()) is not None and _is_break(following):
        yield following
        after = following
    before = element.getprevious()
    while before is not None and _is_break(before) and not (before.tail or "").strip():
        yield before
        before = before.getprevious()


def _is_break(element: etree._Element) -> bool:
    return name_of(element) in _BREAKS


def _text_before(element: etree._Element) -> str:
    before, parent = element.getprevious(), element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    return text or ""


def addresses_script(pages: Sequence[tuple[str, str]]) -> str:
    """The file by which the pages of a text find the one that an address stands on. ``pages``: names and mark-up.

    An address is left out if what it stands in (``b1.l12`` of ``b1.l12.arma``) is on the same page.
    """
    on: dict[str, int] = {}
    for number, (_, markup) in enumerate(pages):
        parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
        for element in lxml_html.document_fromstring(markup.encode(), parser=parser).iter("*"):
            address = element.get("id") or ""
            if not address or ":" in address:
                continue
            if _on(on, address.rpartition(".")[0]) != number:
                on.setdefault(address, number)
    table = json.dumps({"pages": [name for name, _ in pages], "on": on}, separators=(",", ":"))
    return f"window.recensioAddresses = {table};\n"


def _on(on: Mapping[str, int], address: str) -> int | None:
    """The number of the page on which an address is, or what it stands in."""
    while address and address not in on:
        address = address.rpartition(".")[0]
    return on.get(address)


def file_part(address: str) -> str:
    """An address as a part of a file's name: letters that are not of ASCII as their numbers."""
    spelled = unicodedata.normalize("NFC", address)
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-~") else f"u{ord(c):04x}" for c in spelled)
    return plain.strip(".")[:_LONGEST_NAME] or "page"
