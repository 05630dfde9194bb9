"""The runs of a Word paragraph: text with its looks, notes, links, pictures, fields and tracked changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from recensio.imports.model import (
    Anchor,
    AnyBlock,
    Break,
    Call,
    Content,
    Dropped,
    Formula,
    Inline,
    Link,
    Picture,
    Style,
    Text,
)
from recensio.imports.readers.office.formulas import linear
from recensio.imports.readers.office.package import Package
from recensio.imports.readers.office.remarks import ruby
from recensio.imports.readers.office.words import R, Styles, child, looks_of, value, w
from recensio.imports.readers.web.inline import solid
from recensio.imports.readers.web.pictures import Pictures

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_HR = "{urn:schemas-microsoft-com:office:office}hr"
_HYPERLINK = re.compile(r'\bHYPERLINK\s+(?:\\l\s+"([^"]+)"|"([^"]+)")')
_GOOD = re.compile(r"^(https?|mailto|ftp|doi|urn):", re.IGNORECASE)


@dataclass
class Part:
    """A part of the document with its ids, and all that is met on the way through its paragraphs."""

    package: Package
    styles: Styles
    links: Mapping[str, tuple[str, bool]]
    pictures: Pictures
    language: str = ""
    wanted: frozenset[str] = frozenset()
    notes: Mapping[tuple[str, str], Call] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    changes: Counter[str] = field(default_factory=Counter)
    boxes: Callable[[etree._Element], list[AnyBlock]] = lambda element: []


@dataclass
class _Field:
    """A field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    result: bool = False


class Runs:
    """Reads the content of paragraphs, one after the other: a field may go on from one to the next."""

    def __init__(self, part: Part) -> None:
        """Read paragraphs of ``part``."""
        self.part = part
        self._fields: list[_Field] = []
        self.behind: list[AnyBlock] = []  # text boxes of the paragraph

    def of(self, paragraph: etree._Element) -> Content:
        """The content of ``paragraph``."""
        self.behind = []
        return tuple(_merged(self._children(paragraph)))

    def _children(self, element: etree._Element) -> Iterator[Inline]:
        for one in element:
            read = _READ.get(str(one.tag))
            if read is not None:
                yield from read(self, one)

    # --- Around runs --------------------------------------------------------------------------------------------------

    def _inserted(self, element: etree._Element) -> Iterator[Inline]:
        self.part.changes["inserted"] += 1
        yield from self._children(element)

    def _deleted(self, element: etree._Element) -> Iterator[Inline]:
        self.part.changes["deleted"] += 1
        who = value(element, "author")
        reason = "deleted in tracked changes" + (f" by {who}" if who else "")
        self.part.dropped.append(Dropped(words_of(element), reason))
        yield from ()

    def _moved(self, element: etree._Element) -> Iterator[Inline]:
        self.part.changes["deleted"] += 1
        self.part.dropped.append(Dropped(words_of(element), "moved to another place in tracked changes"))
        yield from ()

    def _hyperlink(self, element: etree._Element) -> Iterator[Inline]:
        content = tuple(_merged(self._children(element)))
        address, outside = self.part.links.get(str(element.get(f"{R}id") or ""), ("", False))
        anchor = value(element, "anchor")
        yield from self._linked(content, address if outside else "", anchor)

    def _linked(self, content: Content, address: str, anchor: str) -> Content:
        target = address if _GOOD.match(address) else f"#{anchor}" if anchor in self.part.wanted else ""
        return (Link(target, content),) if target and solid(content) else content

    def _bookmark(self, element: etree._Element) -> Iterator[Inline]:
        name = value(element, "name")
        if name in self.part.wanted:
            yield Anchor(name)

    def _alternate(self, element: etree._Element) -> Iterator[Inline]:
        choice = element.find(f"{_MC}Choice")
        yield from self._children(choice if choice is not None else element)

    def _formula(self, element: etree._Element) -> Iterator[Inline]:
        if text := linear(element).strip():
            yield Formula(text, "unicodemath")

    # --- A run --------------------------------------------------------------------------------------------------------

    def _run(self, element: etree._Element) -> Iterator[Inline]:
        properties = child(element, "rPr")
        if hidden(properties):
            self.part.dropped.append(Dropped(words_of(element), "hidden in the word processor"))
            return
        content = tuple(self._children(element))
        if self._in_instruction():
            return
        yield from self._dressed(content, properties)

    def _dressed(self, content: Content, properties: etree._Element | None) -> Content:
        style = value(child(properties, "rStyle"))
        on = {**self.part.styles.looks(style), **looks_of(properties)}
        linked = any("hyperlink" in one.name.lower() for one in self.part.styles.chain(style))
        rend = tuple(word for word, switched in on.items() if switched and not (linked and word == "underlined"))
        language = value(child(properties, "lang")) or next(
            (one.lang for one in self.part.styles.chain(style) if one.lang), ""
        )
        foreign = language if is_foreign(language, self.part.language) else ""
        calls = [one for one in content if isinstance(one, Call | Break | Anchor | Picture)]
        if calls or not (rend or foreign) or not any(isinstance(one, Text) and one.text.strip() for one in content):
            return content
        return (Style(content, rend, "foreign" if foreign else "hi", foreign),)

    def _in_instruction(self) -> bool:
        return any(not one.result for one in self._fields)

    def _text(self, element: etree._Element) -> Iterator[Inline]:
        if element.text and not self._in_instruction():
            yield Text(element.text)

    def _blank(self, element: etree._Element) -> Iterator[Inline]:
        yield Text(" ")

    def _hyphen(self, element: etree._Element) -> Iterator[Inline]:
        yield Text("\u2011")

    def _soft_hyphen(self, element: etree._Element) -> Iterator[Inline]:
        yield Text("\u00ad")

    def _symbol(self, element: etree._Element) -> Iterator[Inline]:
        if sign := _sign(element):
            yield Text(sign)

    def _break(self, element: etree._Element) -> Iterator[Inline]:
        kind = value(element, "type")
        yield Break("page" if kind == "page" else "column" if kind == "column" else "line")

    def _note(self, element: etree._Element) -> Iterator[Inline]:
        kind = etree.QName(element).localname.removesuffix("Reference")
        call = self.part.notes.get((kind, value(element, "id")))
        if call is not None:
            yield call

    def _field_char(self, element: etree._Element) -> Iterator[Inline]:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
            yield from _opening(self._fields[-1].instruction)
        elif kind == "end" and self._fields:
            closed = self._fields.pop()
            if closed.result and _HYPERLINK.search(closed.instruction):
                yield _CLOSING

    def _instruction(self, element: etree._Element) -> Iterator[Inline]:
        if self._fields:
            self._fields[-1].instruction += element.text or ""
        yield from ()

    def _simple_field(self, element: etree._Element) -> Iterator[Inline]:
        found = _HYPERLINK.search(value(element, "instr"))
        content = tuple(_merged(self._children(element)))
        yield from self._linked(
            content, (found.group(2) or "") if found else "", (found.group(1) or "") if found else ""
        )

    def _drawing(self, element: etree._Element) -> Iterator[Inline]:
        for image in element.iter(f"{_A}blip", f"{_V}imagedata"):
            ident = str(image.get(f"{R}embed") or image.get(f"{R}link") or image.get(f"{R}id") or "")
            address, _ = self.part.links.get(ident, ("", False))
            if address:
                yield self._picture(address, element)
        for box in element.iter(w("txbxContent")):
            if next(box.iterancestors(f"{_MC}Fallback"), None) is None:
                self.behind += self.part.boxes(box)

    def _picture(self, address: str, element: etree._Element) -> Picture:
        told = element.find(f".//{_WP}docPr")
        alt = " ".join(str(told.get("descr") or "").split()) if told is not None else ""
        self.part.pictures.told.append(alt)
        return self.part.pictures.at(address, alt)

    def _through(self, element: etree._Element) -> Iterator[Inline]:
        yield from self._children(element)

    def _content(self, element: etree._Element) -> Iterator[Inline]:
        inner = child(element, "sdtContent")
        if inner is not None:
            yield from self._children(inner)

    def _ruby(self, element: etree._Element) -> Iterator[Inline]:
        base, above = child(element, "rubyBase"), child(element, "rt")
        yield from ruby(*(self._children(one) if one is not None else iter(()) for one in (base, above)))


_Reads = Callable[[Runs, etree._Element], Iterator[Inline]]
_READ: Mapping[str, _Reads] = {
    **{w(name): Runs._through for name in ("smartTag", "customXml", "dir", "bdo", "sdtContent")},
    w("r"): Runs._run,
    w("ins"): Runs._inserted,
    w("moveTo"): Runs._inserted,
    w("del"): Runs._deleted,
    w("moveFrom"): Runs._moved,
    w("hyperlink"): Runs._hyperlink,
    w("fldSimple"): Runs._simple_field,
    w("sdt"): Runs._content,
    w("bookmarkStart"): Runs._bookmark,
    f"{_MC}AlternateContent": Runs._alternate,
    f"{_M}oMath": Runs._formula,
    f"{_M}oMathPara": Runs._formula,
    w("t"): Runs._text,
    w("tab"): Runs._blank,
    w("ptab"): Runs._blank,
    w("br"): Runs._break,
    w("cr"): Runs._break,
    w("noBreakHyphen"): Runs._hyphen,
    w("softHyphen"): Runs._soft_hyphen,
    w("sym"): Runs._symbol,
    w("footnoteReference"): Runs._note,
    w("endnoteReference"): Runs._note,
    w("commentReference"): Runs._note,
    w("fldChar"): Runs._field_char,
    w("instrText"): Runs._instruction,
    w("drawing"): Runs._drawing,
    w("pict"): Runs._drawing,
    w("object"): Runs._drawing,
    w("ruby"): Runs._ruby,
}


# --- Links made by fields ---------------------------------------------------------------------------------------------

_CLOSING = Anchor("\0end of link")


def _opening(instruction: str) -> Iterator[Inline]:
    found = _HYPERLINK.search(instruction)
    if found:
        yield Anchor(f"\0link {f'#{found.group(1)}' if found.group(1) else found.group(2)}")


def linked(content: Sequence[Inline], wanted: frozenset[str]) -> Content:
    """``content`` with links for the fields that are such."""
    found: list[Inline] = []
    open_at: list[tuple[str, int]] = []
    for one in content:
        if isinstance(one, Anchor) and one.key.startswith("\0link "):
            open_at.append((one.key.removeprefix("\0link "), len(found)))
        elif one == _CLOSING:
            if open_at:
                target, at = open_at.pop()
                inner = tuple(found[at:])
                good = _GOOD.match(target) or (target.startswith("#") and target[1:] in wanted)
                found[at:] = [Link(target, inner)] if good and solid(inner) else inner
        else:
            found.append(one)
    return tuple(found)


# --- Small things -----------------------------------------------------------------------------------------------------


_ENDS = frozenset({w("p"), w("br"), w("cr"), w("tab"), w("tc"), w("ptab")})
_WORDS = frozenset({w("t"), w("delText"), f"{_M}t"})
_OTHER_WAY = f"{_MC}Fallback"
_GONE = frozenset({w("del"), w("moveFrom")})


def words_of(element: etree._Element) -> str:
    """All words in ``element``, those that are deleted or hidden behind the others, so that they join no word."""
    kept: list[str] = []
    gone: list[str] = []
    for text, is_gone in _pieces(element):
        (gone if is_gone else kept).append(text)
    return "".join([*kept, "\n", *gone])


def _pieces(element: etree._Element) -> Iterator[tuple[str, bool]]:
    """Text and the ends of lines, each with whether it is gone; of what is there twice, for old programs, only one."""
    gone: etree._Element | None = None
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and gone is None and _is_gone(one):
            gone = one
        if one.tag in _ENDS and event == "end":
            yield "\n", False
        elif event == "start" and one.tag in _WORDS and next(one.iterancestors(_OTHER_WAY), None) is None:
            apart = "\n" if one.tag == f"{_M}t" else ""
            yield f"{apart}{one.text or ''}{apart}", gone is not None
        elif event == "start" and one.tag in _DRAWN_SIGNS:
            yield _sign(one), gone is not None
        if event == "end" and one is gone:
            gone = None
            yield "\n", True


def is_rule(paragraph: etree._Element) -> bool:
    """Whether a line is drawn where the paragraph stands, instead of text."""
    return any(one.get(_HR) in {"t", "true", "1"} for one in paragraph.iter(f"{_V}rect"))


def _is_gone(element: etree._Element) -> bool:
    return element.tag in _GONE or (element.tag == w("r") and hidden(child(element, "rPr")))


def hidden(properties: etree._Element | None) -> bool:
    """Whether ``rPr`` hides its run."""
    told = child(properties, "vanish")
    return told is not None and value(told).lower() not in {"0", "false", "off"}


def is_foreign(language: str, main: str) -> bool:
    """Whether ``language`` is another one than ``main``, not only another country's."""
    one, other = language.split("-")[0].lower(), main.split("-")[0].lower()
    return bool(one and other and one != other and one not in {"x", "zxx", "none"})


_DRAWN_SIGNS = frozenset({w("noBreakHyphen"), w("sym")})


def _sign(element: etree._Element) -> str:
    """The character that an element stands for; empty where its code is none."""
    if element.tag == w("noBreakHyphen"):
        return "\u2011"
    code = value(element, "char")
    known = re.fullmatch(r"[0-9A-Fa-f]{2,6}", code) and 31 < int(code, 16) < 0x110000
    return symbol(int(code, 16), value(element, "font")) if known else ""


_SYMBOLS = str.maketrans(
    "abgdezhqiklmnxoprstufcywABGDEZHQIKLMNXOPRSTUFCYW·®-",
    "αβγδεζηθικλμνξοπρστυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ·→−",
)


def symbol(code: int, font: str) -> str:
    """A sign from a font of signs: the Greek letters of ``Symbol``; others keep their code in the private use area."""
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if font.lower() == "symbol" and 32 < low < 256:
        return chr(low).translate(_SYMBOLS)
    return chr(code)


def _merged(content: Iterator[Inline]) -> Iterator[Inline]:
    """Neighbouring texts as one, and neighbouring styles that look the same: Word parts runs at random."""
    last: Inline | None = None
    for one in content:
        if isinstance(one, Text) and isinstance(last, Text):
            last = Text(last.text + one.text)
        elif isinstance(one, Style) and isinstance(last, Style) and _alike(one, last):
            last = Style(tuple(_merged(iter((*last.content, *one.content)))), last.rend, last.element, last.lang)
        else:
            if last is not None:
                yield last
            last = one
    if last is not None:
        yield last


def _alike(one: Style, other: Style) -> bool:
    return (one.rend, one.element, one.lang) == (other.rend, other.element, other.lang)
