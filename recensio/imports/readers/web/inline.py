"""What stands inside a block: text, emphasis, links, calls, breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlparse

from lxml import etree

from recensio.imports.model import Anchor, Break, Content, Formula, Inline, Link, Style, Text
from recensio.imports.readers.web.looks import rend
from recensio.imports.readers.web.marks import Page
from recensio.imports.readers.web.names import Names
from recensio.imports.readers.web.notes import Notes
from recensio.imports.readers.web.pictures import Pictures
from recensio.imports.readers.web.tree import BLOCKS, classes, is_edge, keys, lang, name_of, place, text_in, types
from recensio.imports.readers.web.waste import Waste

_MEANT = {"cite": "title", "dfn": "term", "q": "q", "time": "date"}
_PAGE = re.compile(r"^\W*(?:(p(?:g|age|p)?|s(?:eite)?|str|стр|с)\b\.?)?\W*([0-9]+[a-z]?|[ivxlcdm]+)\W*$", re.IGNORECASE)
_NUMBER = re.compile(r"([0-9]+|(?<![A-Za-z])[ivxlcdm]+)$", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "mailto", "ftp", "doi", "urn"})

_WHITE = "\u200b \t\n\r\f\xa0"

Node = str | etree._Element


@dataclass
class Surroundings:
    """All that the readers of one page share. ``wanted`` are the keys that links lead to."""

    page: Page
    names: Names
    notes: Notes
    pictures: Pictures
    waste: Waste
    base: str = ""
    language: str = ""
    wanted: frozenset[str] = frozenset()
    turns: set[etree._Element] = field(default_factory=set)  # elements that became breaks
    page_words: list[str] = field(default_factory=list)
    lost_links: int = 0
    in_attributes: list[str] = field(default_factory=list)  # words of the text that stand in attributes


class Inlines:
    """Reads what stands inside blocks."""

    def __init__(self, around: Surroundings) -> None:
        """Read for the page that ``around`` is of."""
        self.around = around

    def of(self, element: etree._Element) -> Content:
        """The content of ``element``."""
        return self.run(nodes(element))

    def run(self, parts: Iterable[Node]) -> Content:
        """The content of texts and elements in a row."""
        found: list[Inline] = []
        for part in parts:
            found += self._piece(part)
        return tuple(_words_over_pages(_joined(_formulas_apart(found))))

    def page_break(self, element: etree._Element) -> Break | None:
        """The beginning of a page that ``element`` stands for, if it does."""
        names = self.around.names.pages
        if not ("pagebreak" in types(element) or classes(element) & names):
            return None
        printed = text_in(element).strip("\u200b ")
        numbered = _PAGE.match(printed)
        if printed and not numbered:
            return None
        if numbered and numbered.group(1):
            self.around.page_words.append(numbered.group(1))
        return Break("page", numbered.group(2) if numbered else _page_number(element), place=place(element))

    def _piece(self, part: Node) -> Sequence[Inline]:
        if isinstance(part, str):
            return [Text(part)] if part else []
        call = self.around.notes.calls.get(part)
        if call is not None:
            return [call]
        turned = self.page_break(part)
        if turned is not None:
            self.around.turns.add(part)
            return [*self._anchors(part), turned]
        read = _READ.get(name_of(part), Inlines._styled)(self, part)
        if is_edge(part) and part.tag not in {"br", "img", "math", *BLOCKS}:
            read = [Text(" "), *read, Text(" ")]
        return [*self._anchors(part), *read]

    def _anchors(self, element: etree._Element) -> list[Inline]:
        inner = [key for part in element.iter("*") for key in keys(part)] if element.tag in {"svg", "math"} else ()
        return [Anchor(key) for key in (*keys(element), *inner) if key in self.around.wanted]

    def _styled(self, element: etree._Element) -> Sequence[Inline]:
        content = self.of(element)
        if element.tag in BLOCKS:
            return (Break("line"), *content, Break("line")) if content else (Text(" "),)
        looks = rend(element, self.around.names)
        if not solid(content):
            return content
        foreign = lang(element)
        if foreign and foreign != self.around.language:
            return [Style(content, looks, "foreign", foreign)]
        meant = _MEANT.get(name_of(element), "")
        return [Style(content, looks, meant or "hi")] if looks or meant else content

    def _link(self, element: etree._Element) -> Sequence[Inline]:
        content = self.of(element)
        target = self._address(element)
        if not target or not solid(content):
            return content
        return [Link(target, content)]

    def _address(self, element: etree._Element) -> str:
        href = (element.get("href") or "").strip()
        key = self.around.page.key(element)
        if key:
            return f"#{key}" if key in self.around.wanted else ""
        if not href or href.startswith("#"):
            return ""
        address = urljoin(self.around.base, href) if self.around.base else href
        try:
            good = urlparse(address).scheme.lower() in _SCHEMES
        except ValueError:
            good = False
        if not good and not href.lower().startswith("javascript:"):
            self.around.lost_links += 1
        return re.sub(r"\s+", "%20", address) if good else ""

    def _line(self, element: etree._Element) -> Sequence[Inline]:
        return [Break("line", place=place(element))]

    def _image(self, element: etree._Element) -> Sequence[Inline]:
        picture = self.around.pictures.picture(element)
        return [picture] if picture is not None and picture.file else []

    def _ruby(self, element: etree._Element) -> Sequence[Inline]:
        """The reading of a sign stands in brackets behind it, as browsers show it that can do no better."""
        if element.find(".//rp") is None:
            for reading in element.iter("rt"):
                reading.text = f"({reading.text or ''}"
                reading.tail = f"){reading.tail or ''}"
        return self._styled(element)

    def _formula(self, element: etree._Element) -> Sequence[Inline]:
        tex = next((e for e in element.iter("annotation") if "tex" in (e.get("encoding") or "").lower()), None)
        source = "".join(map(str, tex.itertext())).strip() if tex is not None else element.get("alttext") or ""
        if tex is None:
            self.around.in_attributes.append(source)
        if source:
            shown = " ".join(text_in(e) for e in element.iter("mi", "mn", "mo", "mtext", "ms"))
            self.around.waste.words(shown, "a formula in MathML, which is given in TeX as well", place(element))
        return [Formula(source)] if source else [Formula(text_in(element), "text")]

    def _nothing(self, element: etree._Element) -> Sequence[Inline]:
        return []


_Reads = Callable[[Inlines, etree._Element], Sequence[Inline]]
_READ: Mapping[str, _Reads] = {
    "a": Inlines._link,
    "br": Inlines._line,
    "img": Inlines._image,
    "image": Inlines._image,
    "ruby": Inlines._ruby,
    "math": Inlines._formula,
    "wbr": Inlines._nothing,
}


def nodes(element: etree._Element) -> Iterator[Node]:
    """The texts and elements in ``element``, in order."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield child
        yield child.tail or ""


def solid(content: Iterable[Inline]) -> bool:
    """Whether ``content`` holds anything but white space and breaks."""
    return any(_has_words(one) for one in content)


def is_line_end(one: Inline) -> bool:
    """Whether ``one`` is the end of a line."""
    return isinstance(one, Break) and one.unit == "line"


def is_blank(one: Inline) -> bool:
    """Whether ``one`` is white space."""
    return isinstance(one, Text) and not _has_words(one)


def trimmed(content: Iterable[Inline]) -> Content:
    """``content`` without white space and line ends at its edges, and with one line end where there are several."""
    kept: list[Inline] = []
    for one in content:
        if is_line_end(one) or is_blank(one):
            after_end = bool(kept) and is_line_end(kept[-1])
            if not kept or after_end:
                continue
        kept.append(one)
    while kept and (is_line_end(kept[-1]) or is_blank(kept[-1])):
        kept.pop()
    return _edged(kept)


def _edged(kept: list[Inline]) -> Content:
    """The first and last text without the white space at the edge."""
    if kept and isinstance(first := kept[0], Text):
        kept[0] = Text(first.text.lstrip(_WHITE))
    if kept and isinstance(last := kept[-1], Text):
        kept[-1] = Text(last.text.rstrip(_WHITE))
    return tuple(kept)


def _has_words(one: Inline) -> bool:
    if isinstance(one, Text):
        return bool(one.text.strip(_WHITE))
    if isinstance(one, Style | Link):
        return solid(one.content)
    return not isinstance(one, Break | Anchor)


def _formulas_apart(found: Sequence[Inline]) -> Iterator[Inline]:
    """A blank between a formula and a letter: without one they would be one word."""
    for number, one in enumerate(found):
        before = found[number - 1] if number else None
        if isinstance(before, Formula) and isinstance(one, Text) and one.text[:1].isalnum():
            yield Text(" ")
        if isinstance(one, Formula) and isinstance(before, Text) and before.text[-1:].isalnum():
            yield Text(" ")
        yield one


def _joined(found: Iterable[Inline]) -> Iterator[Inline]:
    """``found`` with neighbouring texts as one."""
    text: list[str] = []
    for one in found:
        if isinstance(one, Text):
            text.append(one.text)
            continue
        if text:
            yield Text("".join(text))
            text = []
        yield one
    if text:
        yield Text("".join(text))


def _words_over_pages(found: Iterable[Inline]) -> Iterator[Inline]:
    """A page that begins between two letters begins inside a word."""
    row = list(found)
    for number, one in enumerate(row):
        before = row[number - 1] if number else None
        after = row[number + 1] if number + 1 < len(row) else None
        cuts = isinstance(before, Text) and isinstance(after, Text)
        inside = cuts and before.text[-1:].isalpha() and after.text[:1].isalpha()  # type: ignore[union-attr]
        yield replace(one, within_word=True) if isinstance(one, Break) and one.unit == "page" and inside else one


def _page_number(element: etree._Element) -> str:
    """The number of a page from what its sign says of itself."""
    for attribute in ("data-page-number", "aria-label", "title", "id", "name"):
        told = element.get(attribute) or next((e.get(attribute) for e in element.iter("a") if e.get(attribute)), None)
        number = _NUMBER.search((told or "").strip())
        if number:
            return number.group(1)
    return ""
