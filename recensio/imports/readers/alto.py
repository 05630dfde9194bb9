"""The reader of ALTO (2, 3, 4), as libraries and eScriptorium write it: one page or several, or a ZIP of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from recensio.imports.model import Document, Place, Source
from recensio.imports.readers.scan.document import document_of
from recensio.imports.readers.scan.files import children, files_of, local, number
from recensio.imports.readers.scan.kinds import is_heading_line, kind_of
from recensio.imports.readers.scan.layout import Kind, Line, Mark, Outline, Page, Region
from recensio.imports.readers.scan.surfaces import box_of, outline_of, points_in, size_of

_MARGINS: Mapping[str, Kind] = {
    "TopMargin": "header",
    "BottomMargin": "footer",
    "LeftMargin": "margin",
    "RightMargin": "margin",
    "PrintSpace": "text",
}
_STYLES = {
    "bold": "bold",
    "italics": "italic",
    "italic": "italic",
    "underline": "underlined",
    "superscript": "superscript",
    "subscript": "subscript",
    "smallcaps": "smallcaps",
    "strikethrough": "strikethrough",
}

_ENTITIES = {
    **dict.fromkeys(("person", "per", "pers"), "persName"),
    **dict.fromkeys(("location", "place", "loc"), "placeName"),
    **dict.fromkeys(("organization", "organisation", "org"), "orgName"),
}


def read(source: Source) -> Document:
    """The document on the pages in ``source``. Raises ``Refused`` if it is not well formed or holds no page."""
    files = files_of(source, "alto", "ALTO")
    pages = [page for name, root in files.trees for page in _pages(root, name)]
    return document_of(pages, files, source.name, "ALTO")


@dataclass(frozen=True, slots=True)
class _Names:
    """What ids in the file stand for: types of regions and lines, looks of text, names with their addresses."""

    types: Mapping[str, str]
    looks: Mapping[str, tuple[str, ...]]
    entities: Mapping[str, tuple[str, str]]


def _pages(root: etree._Element, name: str) -> Iterator[Page]:
    names = _Names(dict(_types(root)), dict(_looks(root)), dict(_entities(root)))
    image = next((" ".join((one.text or "").split()) for one in root.iter("*") if local(one) == "fileName"), "")
    for layout in children(root, "Layout"):
        for page in children(layout, "Page"):
            regions = tuple(_regions(page, names))
            yield Page(
                regions=regions,
                words="\n".join(_words(page)),
                n=str(page.get("PRINTED_IMG_NR") or _printed(regions) or ""),
                image=image,
                lang=_language(page),
                said=dict(_metadata(root)),
                place=Place(_line(page), page=image or name),
                size=size_of(page.get("WIDTH"), page.get("HEIGHT")),
            )


def _types(root: etree._Element) -> Iterator[tuple[str, str]]:
    for tags in children(root, "Tags"):
        for tag in tags:
            if isinstance(tag.tag, str) and tag.get("ID"):
                yield str(tag.get("ID")), str(tag.get("LABEL") or tag.get("TYPE") or "")


def _entities(root: etree._Element) -> Iterator[tuple[str, tuple[str, str]]]:
    for tags in children(root, "Tags"):
        for tag in children(tags, "NamedEntityTag"):
            address = str(tag.get("URI") or "")
            known = address if address.startswith(("http://", "https://")) else ""
            element = _ENTITIES.get(str(tag.get("TYPE") or "").lower(), "name")
            yield str(tag.get("ID")), (element, "%20".join(known.split()))


def _looks(root: etree._Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    for style in (one for one in root.iter("*") if local(one) == "TextStyle"):
        yield str(style.get("ID")), _rend(str(style.get("FONTSTYLE") or ""))


def _rend(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_STYLES[word] for word in words.lower().split() if word in _STYLES))


def _metadata(root: etree._Element) -> Iterator[tuple[str, str]]:
    software = [" ".join((one.text or "").split()) for one in root.iter("*") if local(one) == "softwareName"]
    if software:
        yield "recognised with", ", ".join(dict.fromkeys(name for name in software if name))


def _printed(regions: tuple[Region, ...]) -> str:
    text = " ".join(line.text for region in regions if region.kind == "pageNum" for line in region.lines)
    found = re.search(r"\d+|\b[ivxlcdm]+\b", text, re.IGNORECASE)
    return found.group() if found else ""


def _language(page: etree._Element) -> str:
    told = (one.get("LANG") or one.get("language") or "" for one in page.iter("*"))
    found = next((str(name) for name in told if name), "")
    return found if re.fullmatch(r"[A-Za-z]{2,3}(-\w+)?", found) else ""


# --- Regions ----------------------------------------------------------------------------------------------------------


def _regions(page: etree._Element, names: _Names) -> Iterator[Region]:
    for space in page:
        margin = _MARGINS.get(local(space))
        if margin is not None:
            yield from _in_order(list(_blocks(space, names, margin)), page)


def _in_order(regions: list[tuple[str, Region]], page: etree._Element) -> Iterator[Region]:
    """The regions as ``ReadingOrder`` gives them, where there is one."""
    references = [str(one.get("REF")) for one in page.iter("*") if local(one) == "ElementRef"]
    layout = page.getparent()
    if not references and layout is not None and layout.getparent() is not None:
        root = layout.getparent()
        references = [
            str(one.get("REF"))
            for one in (root if root is not None else layout).iter("*")
            if local(one) == "ElementRef"
        ]
    order = {ident: at for at, ident in reversed(list(enumerate(references)))}
    for _, region in sorted(regions, key=lambda entry: order.get(entry[0], len(order))):
        yield region


def _blocks(space: etree._Element, names: _Names, margin: Kind) -> Iterator[tuple[str, Region]]:
    for block in space:
        ident = str(block.get("ID") or "")
        if local(block) == "ComposedBlock":
            kind = kind_of(*_tags(block, names), str(block.get("TYPE") or ""), otherwise=margin)
            yield from _blocks(block, names, kind)
        elif local(block) == "TextBlock":
            kind = kind_of(*_tags(block, names), str(block.get("TYPE") or ""), otherwise=margin)
            lines = tuple(line for one in children(block, "TextLine") if (line := _textline(one, names)).text)
            if lines:
                shown: Kind = "text" if kind in {"skip", "picture", "table"} else kind
                named = next(filter(None, _tags(block, names)), "")
                yield ident, Region(shown, lines, lang=_own_language(block), name=named, outline=_outline(block))
        elif local(block) in {"Illustration", "GraphicalElement"}:
            yield ident, Region("picture", outline=_outline(block))


def _outline(element: etree._Element) -> Outline:
    """Where ``element`` is: its polygon, else its box."""
    for shape in children(element, "Shape"):
        for polygon in children(shape, "Polygon"):
            if found := outline_of(points_in(polygon.get("POINTS") or "")):
                return found
    return box_of(*(number(element.get(name)) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")))


def _own_language(block: etree._Element) -> str:
    told = str(block.get("LANG") or block.get("language") or "")
    return told if re.fullmatch(r"[A-Za-z]{2,3}(-\w+)?", told) else ""


def _tags(element: etree._Element, names: _Names) -> list[str]:
    return [names.types.get(ident, "") for ident in (element.get("TAGREFS") or "").split()]


# --- Lines ------------------------------------------------------------------------------------------------------------


def _textline(element: etree._Element, names: _Names) -> Line:
    text, marks = "", list[Mark]()
    sure: list[float] = []
    hyphen = ""
    for one in element:
        if local(one) == "String":
            start = len(text)
            text += str(one.get("CONTENT") or "")
            marks += _marks(one, start, len(text), names)
            sure += [known] if (known := number(one.get("WC"))) is not None else []
        elif local(one) == "SP":
            text += " "
        elif local(one) == "HYP":
            hyphen = str(one.get("CONTENT") or "-")
    return Line(
        text=_spaced(element, text),
        top=number(element.get("VPOS"))
        if element.get("VPOS")
        else number((element.get("BASELINE") or "").split(" ")[0]),
        sure=sum(sure) / len(sure) if sure else None,
        hyphen=hyphen,
        marks=tuple(marks) if text == _spaced(element, text) else (),
        place=Place(_line(element)),
        heading=any(is_heading_line(name) for name in _tags(element, names)),
        outline=_outline(element),
    )


def _marks(string: etree._Element, start: int, end: int, names: _Names) -> Iterator[Mark]:
    """What is said of one word: its looks, the name that it is, what it is short for."""
    if rend := _styled(string, names):
        yield Mark(start, end, rend)
    for tag in (string.get("TAGREFS") or "").split():
        if tag in names.entities:
            element, address = names.entities[tag]
            yield Mark(start, end, (), element, (("ref", address),) if address else ())
    if string.get("SUBS_TYPE") == "Abbreviation" and string.get("SUBS_CONTENT"):
        yield Mark(start, end, (), "abbr", value=str(string.get("SUBS_CONTENT")))


def _spaced(element: etree._Element, text: str) -> str:
    """The text of a line; in files that leave out blanks (``SP``) there is one between words all the same."""
    strings = [str(one.get("CONTENT") or "") for one in children(element, "String")]
    return " ".join(strings) if len(strings) > 1 and not _has_blanks(element) else text.strip()


def _styled(element: etree._Element, names: _Names) -> tuple[str, ...]:
    looks = [names.looks.get(ident, ()) for ident in (element.get("STYLEREFS") or "").split()]
    return tuple(dict.fromkeys([*(word for one in looks for word in one), *_rend(str(element.get("STYLE") or ""))]))


def _has_blanks(line: etree._Element) -> bool:
    return next(children(line, "SP"), None) is not None


def _line(element: etree._Element) -> int | None:
    return element.sourceline if isinstance(element.sourceline, int) else None


def _words(page: etree._Element) -> Iterator[str]:
    """All text on the page, line by line."""
    for line in (one for one in page.iter("*") if local(one) == "TextLine"):
        pieces = [str(one.get("CONTENT") or "") for one in children(line, "String")]
        tight = _has_blanks(line)
        yield _runs(line) if tight else " ".join(pieces)


def _runs(line: etree._Element) -> str:
    return "".join(
        str(one.get("CONTENT") or "") if local(one) == "String" else " " * (local(one) == "SP") for one in line
    )
