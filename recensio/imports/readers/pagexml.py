"""The reader of PAGE XML, as Transkribus, eScriptorium and OCR-D write it: one page, or a ZIP of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from recensio.imports.model import Document, Note, Paragraph, Place, Source, Text, text_of
from recensio.imports.readers.scan.custom import STYLES, marks, tags
from recensio.imports.readers.scan.document import document_of
from recensio.imports.readers.scan.files import children, files_of, local, number
from recensio.imports.readers.scan.kinds import is_heading_line, kind_of
from recensio.imports.readers.scan.layout import Cell, Kind, Line, Mark, Outline, Page, Region
from recensio.imports.readers.scan.surfaces import outline_of, points_in, size_of

_REGIONS = re.compile(r"Region$")
_BY_ELEMENT: Mapping[str, Kind] = {
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
    files = files_of(source, "PcGts", "PAGE XML")
    pages = [page for name, root in files.trees for page in _pages(root, name)]
    return document_of(pages, files, source.name, "PAGE XML")


def _pages(root: etree._Element, name: str) -> Iterator[Page]:
    said = dict(_metadata(root))
    for page in children(root, "Page"):
        comments = _Comments(name)
        skipped: list[tuple[str, str]] = []
        made = tuple(_region(region, comments, skipped) for region in _regions(page))
        image = str(page.get("imageFilename") or "")
        yield Page(
            regions=made,
            words="\n".join([*_words(page), *(text_of_note(note) for note in comments.notes)]),
            n=_number(made, root),
            image=image,
            lang=_language(str(page.get("primaryLanguage") or "")),
            said=said,
            beside=tuple(skipped),
            place=Place(_line(page), page=image or name),
            size=size_of(page.get("imageWidth"), page.get("imageHeight")),
            comments=tuple(comments.notes),
        )


class _Comments:
    """The comments on a page, which become notes."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.notes: list[Note] = []

    def keep(self, text: str) -> str:
        """Keep a comment; its key is given back."""
        key = f"comment-{self._name}-{len(self.notes) + 1}"
        self.notes.append(Note(key, "", (Paragraph(content=(Text(text),)),), "margin", place=Place(page=self._name)))
        return key


def text_of_note(note: Note) -> str:
    """The words of a comment."""
    return " ".join(text_of(block.content) for block in note.blocks if isinstance(block, Paragraph))


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
        if not _cells_of(region):
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


def _said(element: etree._Element, tag: str, key: str) -> str:
    """What ``custom`` says under a tag."""
    return next((one.said.get(key, "") for one in tags(element.get("custom")) if one.name == tag), "")


def _index(element: etree._Element) -> int:
    """The place of ``element`` in the order of reading that Transkribus gives."""
    told = _said(element, "readingorder", "index")
    return int(told) if told.isdigit() else _LAST


def _type(element: etree._Element) -> str:
    return _said(element, "structure", "type")


def _region(element: etree._Element, comments: _Comments, skipped: list[tuple[str, str]]) -> Region:
    name = _type(element) or str(element.get("type") or "")
    kind = kind_of(_type(element), str(element.get("type") or ""), otherwise=_BY_ELEMENT.get(local(element), "text"))
    made = Region(
        kind,
        tuple(_lines(element, comments)),
        tuple(_cell(one, comments) for one in _cells_of(element)),
        lang=_language(str(element.get("primaryLanguage") or "")),
        name=name or local(element),
        outline=_outline(element),
    )
    if kind == "skip":
        reason = f"stands in a part of the page of the type {name or local(element)}"
        skipped += [(line.text, reason) for line in made.lines]
        return replace(made, lines=())
    return replace(made, lines=()) if made.cells else made


def _cells_of(element: etree._Element) -> list[etree._Element]:
    """The cells of a table: elements of their own, or regions that have that role."""
    if local(element) != "TableRegion":
        return []
    cells = list(children(element, "TableCell"))
    return cells or [one for one in element if _REGIONS.search(local(one)) and _role(one) is not None]


def _role(region: etree._Element) -> etree._Element | None:
    return next((one for roles in children(region, "Roles") for one in children(roles, "TableCellRole")), None)


def _cell(element: etree._Element, comments: _Comments) -> Cell:
    role = _role(element)
    told = element if role is None else role
    names = ("row", "col", "rowSpan", "colSpan") if role is None else ("rowIndex", "columnIndex", "rowSpan", "colSpan")
    row, column, rows, columns = (int(number(told.get(name)) or 0) for name in names)
    return Cell(row, column, tuple(_lines(element, comments)), max(1, rows), max(1, columns))


# --- Lines ------------------------------------------------------------------------------------------------------------


def _lines(element: etree._Element, comments: _Comments) -> Iterator[Line]:
    lines = sorted(enumerate(children(element, "TextLine")), key=lambda entry: (_index(entry[1]), entry[0]))
    found = [line for _, one in lines if (line := _textline(one, comments)).text.strip()]
    if found:
        yield from found
        return
    text, sure = _equivalent(element)
    for words in filter(str.strip, text.split("\n")):
        yield Line(words.strip(), _top(element), sure, place=Place(_line(element)))


def _textline(element: etree._Element, comments: _Comments) -> Line:
    text, sure = _equivalent(element)
    if not text.strip():
        words = [_equivalent(word) for word in children(element, "Word")]
        text = " ".join(word for word, _ in words if word)
    plain = re.sub(r"\s", " ", text)
    said = (*_looks(element, plain), *marks(element.get("custom"), plain, comments.keep))
    line = Line(plain, _top(element), sure, marks=said, place=Place(_line(element)), outline=_outline(element))
    return replace(line, heading=is_heading_line(_type(element)))


def _looks(element: etree._Element, text: str) -> Iterator[Mark]:
    """How the line, and each of its words, is said to look by elements of their own."""
    yield from _look(element, 0, len(text))
    at = 0
    for word in children(element, "Word"):
        letters = _equivalent(word)[0].strip()
        found = text.find(letters, at) if letters else -1
        if found >= 0:
            at = found + len(letters)
            yield from _look(word, found, at)


def _look(element: etree._Element, start: int, end: int) -> Iterator[Mark]:
    for style in children(element, "TextStyle"):
        yield Mark(start, end, tuple(word for key, word in STYLES.items() if style.get(key) == "true"))


def _equivalent(element: etree._Element) -> tuple[str, float | None]:
    """The text of ``element`` by its first reading, and how sure it is."""
    readings = sorted(children(element, "TextEquiv"), key=lambda one: int(number(one.get("index")) or 0))
    for reading in readings:
        text = next((one.text or "" for one in children(reading, "Unicode", "PlainText")), "")
        if text.strip():
            return text, number(reading.get("conf"))
    return "", None


def _points(element: etree._Element, *names: str) -> Iterator[list[tuple[float, float]]]:
    """The points of the children ``names``, in the way of 2013 or that of 2010."""
    for one in children(element, *names):
        singly = [(number(point.get("x")) or 0.0, number(point.get("y")) or 0.0) for point in children(one, "Point")]
        yield singly or list(points_in(one.get("points") or ""))


def _outline(element: etree._Element) -> Outline:
    return next(map(outline_of, _points(element, "Coords")), Outline())


def _top(element: etree._Element) -> float | None:
    """The height of ``element`` on the page: that of its base line, else of its outline."""
    rows = [points for name in ("Baseline", "Coords") for points in _points(element, name) if points]
    return min(y for _, y in rows[0]) if rows else None


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
