"""The reader of PAGE XML, as Transkribus, eScriptorium and OCR-D write it: one page, or a ZIP of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from recensio.imports.model import Document, Place, Source
from recensio.imports.readers.scan.document import document_of
from recensio.imports.readers.scan.files import children, local, number, trees
from recensio.imports.readers.scan.kinds import is_heading_line, kind_of
from recensio.imports.readers.scan.layout import Cell, Line, Mark, Page, Region

_CUSTOM = re.compile(r"([\w-]+)\s*\{([^}]*)\}")
_REGIONS = re.compile(r"Region$")
_STYLES = {
    "bold": "bold",
    "italic": "italic",
    "underlined": "underlined",
    "strikethrough": "strikethrough",
    "superscript": "superscript",
    "subscript": "subscript",
    "smallCaps": "smallcaps",
    "letterSpaced": "spaced",
}
_TAGS = {"person": "name", "place": "name", "organization": "name", "date": "date"}
_BY_ELEMENT = {
    "TableRegion": "table",
    "ImageRegion": "picture",
    "GraphicRegion": "picture",
    "LineDrawingRegion": "picture",
    "ChartRegion": "picture",
    "SeparatorRegion": "skip",
    "NoiseRegion": "skip",
}


def read(source: Source) -> Document:
    """The document on the pages in ``source``. Raises ``Refused`` if it is not well formed or holds no page."""
    pages = [page for name, root in trees(source, "PcGts", "PAGE XML") for page in _pages(root, name)]
    return document_of(pages, source.name, "PAGE XML")


def _pages(root: etree._Element, name: str) -> Iterator[Page]:
    said = dict(_metadata(root))
    for page in children(root, "Page"):
        regions = list(_regions(page))
        beside: list[tuple[str, str]] = []  # (not in the lines: expansions)
        skipped: list[tuple[str, str]] = []  # (in the lines)
        made = tuple(_region(region, beside, skipped) for region in regions)
        image = str(page.get("imageFilename") or "")
        yield Page(
            regions=made,
            words="\n".join([*_words(page), *(words for words, _ in beside)]),
            n=_number(made, root),
            image=image,
            lang=_language(str(page.get("primaryLanguage") or "")),
            said=said,
            beside=(*beside, *skipped),
            place=Place(_line(page), page=image or name),
        )


def _metadata(root: etree._Element) -> Iterator[tuple[str, str]]:
    for metadata in children(root, "Metadata"):
        for one in metadata:
            text = " ".join((one.text or "").split())
            if local(one) in {"Creator", "Comments"} and text:
                yield {"Creator": "recognised with", "Comments": "comment"}[local(one)], text


def _number(regions: tuple[Region, ...], root: etree._Element) -> str:
    """The number that is printed on the page, else that of the picture in Transkribus."""
    printed = [line.text for region in regions if region.kind == "pageNum" for line in region.lines]
    found = re.search(r"\d+|\b[ivxlcdm]+\b", " ".join(printed), re.IGNORECASE)
    if found:
        return found.group()
    told = next((one for one in root.iter("*") if local(one) == "TranskribusMetadata"), None)
    return str(told.get("pageNr") or "") if told is not None else ""


_LANGUAGES = {"english": "en", "german": "de", "french": "fr", "latin": "la", "italian": "it", "spanish": "es"}
_LANGUAGES |= {"dutch": "nl", "russian": "ru", "polish": "pl", "greek": "el", "portuguese": "pt", "czech": "cs"}


def _language(name: str) -> str:
    return _LANGUAGES.get(name.strip().lower(), name if re.fullmatch(r"[a-z]{2,3}(-\w+)?", name) else "")


# --- Regions ----------------------------------------------------------------------------------------------------------


def _regions(page: etree._Element) -> Iterator[etree._Element]:
    """The regions of a page in the order of reading; those inside others behind what is in those."""
    regions = [one for one in page if _REGIONS.search(local(one))]
    order = {ident: at for at, ident in enumerate(_ordered(page))}
    named = [(order.get(str(one.get("id")), _index(one)), at, one) for at, one in enumerate(regions)]
    known = any(str(one.get("id")) in order or _index(one) < _LAST for one in regions)
    for _, _, region in sorted(named, key=lambda entry: entry[:2]) if known else named:
        yield region
        if local(region) != "TableRegion":
            yield from _regions(region)


_LAST = 1_000_000


def _ordered(page: etree._Element) -> Iterator[str]:
    """The ids of the regions as ``ReadingOrder`` gives them."""
    for order in children(page, "ReadingOrder"):
        yield from _grouped(order)


def _grouped(group: etree._Element) -> Iterator[str]:
    members = [one for one in group if isinstance(one.tag, str)]
    for one in sorted(members, key=lambda member: int(number(member.get("index")) or 0)):
        reference = one.get("regionRef")
        if reference:
            yield str(reference)
        yield from _grouped(one)


def _custom(element: etree._Element) -> Iterator[tuple[str, dict[str, str]]]:
    """What Transkribus writes into ``custom``: names with properties."""
    for name, body in _CUSTOM.findall(element.get("custom") or ""):
        pairs = (pair.partition(":") for pair in body.split(";") if ":" in pair)
        yield name, {key.strip(): _unescaped(value.strip()) for key, _, value in pairs}


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: chr(int(found.group(1), 16)), text)


def _index(element: etree._Element) -> int:
    """The place of ``element`` in the order of reading that Transkribus gives."""
    told = next((more.get("index", "") for name, more in _custom(element) if name == "readingOrder"), "")
    return int(told) if told.isdigit() else _LAST


def _type(element: etree._Element) -> str:
    return next((more.get("type", "") for name, more in _custom(element) if name == "structure"), "")


def _region(element: etree._Element, beside: list[tuple[str, str]], skipped: list[tuple[str, str]]) -> Region:
    by_element = _BY_ELEMENT.get(local(element), "text")
    kind = kind_of(_type(element), str(element.get("type") or ""), by_element)
    if local(element) == "TableRegion":
        cells = tuple(_cell(one, beside) for one in children(element, "TableCell"))
        return Region("table", cells=cells) if cells else Region("table", tuple(_lines(element, beside)))
    lines = tuple(_lines(element, beside))
    if kind == "skip":
        skipped += [
            (line.text, f"stands in a part of the page of the type {_type(element) or local(element)}")
            for line in lines
        ]
        return Region("skip")
    return Region(kind, lines, lang=_language(str(element.get("primaryLanguage") or "")))


def _cell(element: etree._Element, beside: list[tuple[str, str]]) -> Cell:
    numbers = {name: int(number(element.get(name)) or 0) for name in ("row", "col", "rowSpan", "colSpan")}
    return Cell(
        numbers["row"],
        numbers["col"],
        tuple(_lines(element, beside)),
        max(1, numbers["rowSpan"]),
        max(1, numbers["colSpan"]),
    )


# --- Lines ------------------------------------------------------------------------------------------------------------


def _lines(element: etree._Element, beside: list[tuple[str, str]]) -> Iterator[Line]:
    lines = sorted(enumerate(children(element, "TextLine")), key=lambda entry: (_index(entry[1]), entry[0]))
    found = [line for _, one in lines if (line := _textline(one, beside)).text.strip()]
    if found:
        yield from found
        return
    text, sure = _equivalent(element)
    for words in filter(str.strip, text.split("\n")):
        yield Line(words.strip(), _top(element), sure, place=Place(_line(element)))


def _textline(element: etree._Element, beside: list[tuple[str, str]]) -> Line:
    text, sure = _equivalent(element)
    if not text.strip():
        words = [_equivalent(word) for word in children(element, "Word")]
        text = " ".join(word for word, _ in words if word)
    plain = " ".join(text.split())
    marks = tuple(_marks(element, plain, beside)) if plain == text else ()
    line = Line(plain, _top(element), sure, marks=marks, place=Place(_line(element)))
    return replace(line, heading=is_heading_line(_type(element)))


def _equivalent(element: etree._Element) -> tuple[str, float | None]:
    """The text of ``element`` by its first reading, and how sure it is."""
    readings = sorted(children(element, "TextEquiv"), key=lambda one: int(number(one.get("index")) or 0))
    for reading in readings:
        text = next((one.text or "" for one in children(reading, "Unicode", "PlainText")), "")
        if text.strip():
            return text, number(reading.get("conf"))
    return "", None


def _marks(element: etree._Element, text: str, beside: list[tuple[str, str]]) -> Iterator[Mark]:
    for name, more in _custom(element):
        start, length = more.get("offset", ""), more.get("length", "")
        if not start.isdigit() or not length.isdigit():
            continue
        end = min(len(text), int(start) + int(length))
        if name == "textStyle":
            rend = tuple(word for key, word in _STYLES.items() if more.get(key) == "true")
            yield Mark(int(start), end, rend)
        elif name in _TAGS:
            yield Mark(int(start), end, element=_TAGS[name])
        elif more.get("expansion"):
            beside.append((more["expansion"], f"the expansion of an abbreviation, tagged in the line “{text[:40]}”"))
        elif more.get("correction"):
            beside.append((more["correction"], f"a correction, tagged in the line “{text[:40]}”"))


def _top(element: etree._Element) -> float | None:
    """The height of ``element`` on the page: that of its base line, else of its outline."""
    for name in ("Baseline", "Coords"):
        for one in children(element, name):
            heights = [number(point.partition(",")[2]) for point in (one.get("points") or "").split()]
            heights += [number(point.get("y")) for point in children(one, "Point")]
            known = [height for height in heights if height is not None]
            if known:
                return min(known)
    return None


def _line(element: etree._Element) -> int | None:
    return element.sourceline if isinstance(element.sourceline, int) else None


def _words(page: etree._Element) -> Iterator[str]:
    """All text on the page: of each line its first reading, of what has no lines its own."""
    for element in page.iter("*"):
        name = local(element)
        if name == "TextLine" or (name.endswith(("Region", "TableCell")) and not _has_text(element)):
            text, _ = _equivalent(element)
            yield text if text.strip() else " ".join(_equivalent(word)[0] for word in children(element, "Word"))


def _has_text(element: etree._Element) -> bool:
    return any(
        _equivalent(one)[0].strip() or next(children(one, "Word"), None) is not None
        for one in children(element, "TextLine")
    )
