"""The files of recognised pages: one, or an archive of many, in the order that METS gives or that of their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from recensio.imports.model import Attachment, Refused, Source
from recensio.imports.readers.office.package import Package, beside, parser
from recensio.problems import problem

_HREF = "{http://www.w3.org/1999/xlink}href"
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".jp2")
#: Pictures are taken along up to this many bytes; a book of larger ones only names them.
MOST_PICTURES = 200_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """The pages of a source, with the names of their files, the pictures beside them, and what was left aside."""

    trees: tuple[tuple[str, etree._Element], ...]
    pictures: tuple[Attachment, ...] = ()
    aside: int = 0


def files_of(source: Source, root: str, form: str) -> Found:
    """The pages of ``source``: those XML files whose root is called ``root``.

    Raises ``Refused`` for what is not well formed, or holds no such page.
    """
    if source.data.startswith(b"PK"):
        made = _packed(source, root, form)
    else:
        tree = _tree(source.data, source.name, form)
        made = Found(((source.path.name, tree),) if _is(tree, root) else ())
    if not made.trees:
        raise Refused(problem("IMP-047", file=source.name, form=form))
    return made


# --- Archives


def _packed(source: Source, root: str, form: str) -> Found:
    package = Package(source.data, source.name, "ZIP", counted=is_xml)
    roots = _roots(package, source.name, root, form)
    pages = {part: tree for part, tree in roots.items() if _is(tree, root)}
    sheets = [sheet for part, tree in roots.items() if _is(tree, "mets") for sheet in _sheets(part, tree)]
    chosen = list(dict.fromkeys(_best(sheet, pages) for sheet in sheets if any(part in pages for part in sheet)))
    named = {part for sheet in sheets for part in sheet}
    order = [*chosen, *(part for part in pages if part not in named)]
    pictures = tuple(_pictures(package, [pages[part] for part in order]))
    return Found(tuple((part, pages[part]) for part in order), pictures, len(pages) - len(order))


def is_xml(part: str) -> bool:
    """Whether a part of an archive may be a page: no hidden file, and none that a computer put in for itself."""
    return part.lower().endswith(".xml") and not part.rpartition("/")[2].startswith(".") and "__MACOSX" not in part


def _roots(package: Package, name: str, root: str, form: str) -> dict[str, etree._Element]:
    """The XML files in the order of their names, in which ``page2`` comes before ``page10``.

    Raises ``Refused`` for a page that is not well formed; what is broken and no page is nothing to us.
    """
    parts = sorted(filter(is_xml, package.names), key=_counted)
    roots = {}
    for part in parts:
        data = package.data(part) or b""
        try:
            roots[part] = _tree(data, f"{name}/{part}", form)
        except Refused:
            if root.encode() in data:
                raise
    return roots


def _counted(name: str) -> list[tuple[int, str]]:
    return [(int(piece), "") if piece.isdecimal() else (0, piece) for piece in re.split(r"(\d+)", name)]


def _sheets(part: str, mets: etree._Element) -> Iterator[list[str]]:
    """The files that METS gives for each page, page after page."""
    files = {
        str(one.get("ID")): place for one in mets.iter("*") if local(one) == "file" for place in _places(one, part)
    }
    maps = [one for one in children(mets, "structMap")]
    for structure in [one for one in maps if str(one.get("TYPE")).lower() == "physical"] or maps[:1]:
        for division in _divisions(structure):
            pointers = [one for pointer in children(division, "fptr") for one in pointer.iter("*")]
            yield [files[ident] for one in pointers if (ident := str(one.get("FILEID"))) in files]


def _places(file: etree._Element, part: str) -> Iterator[str]:
    for one in children(file, "FLocat"):
        address = str(one.get(_HREF) or "").replace("\\", "/")
        if address:
            yield beside(part, re.sub(r"^file:/*", "", address))


def _divisions(node: etree._Element) -> Iterator[etree._Element]:
    """The divisions of a structure, in their order."""
    row = list(children(node, "div"))
    for division in sorted(row, key=lambda one: number(one.get("ORDER")) or 0) if _is_numbered(row) else row:
        yield division
        yield from _divisions(division)


def _is_numbered(row: Iterable[etree._Element]) -> bool:
    return all(number(one.get("ORDER")) is not None for one in row)


def _best(sheet: Iterable[str], pages: dict[str, etree._Element]) -> str:
    """Of several versions of a page the last that holds text: later steps of a recognition come later."""
    versions = [part for part in sheet if part in pages]
    return next((part for part in reversed(versions) if _has_text(pages[part])), versions[-1])


def _has_text(page: etree._Element) -> bool:
    return any(
        (local(one) == "Unicode" and (one.text or "").strip()) or (local(one) == "String" and one.get("CONTENT"))
        for one in page.iter("*")
    )


def _pictures(package: Package, pages: Iterable[etree._Element]) -> Iterator[Attachment]:
    """The pictures that the pages name, if they are in the archive and not too large together."""
    by_name = {part.rpartition("/")[2]: part for part in sorted(package.names) if part.lower().endswith(PICTURES)}
    names = list(dict.fromkeys(name for page in pages for name in _images(page)))
    parts = {name: by_name[short] for name in names if (short := name.replace("\\", "/").rpartition("/")[2]) in by_name}
    if sum(map(package.size, parts.values())) <= MOST_PICTURES:
        yield from (Attachment(name, package.data(part) or b"") for name, part in parts.items())


def _images(page: etree._Element) -> Iterator[str]:
    for one in page.iter("*"):
        if local(one) == "Page" and one.get("imageFilename"):
            yield str(one.get("imageFilename"))
        elif local(one) == "fileName":
            yield " ".join((one.text or "").split())


# --- Single files


def _tree(data: bytes, name: str, form: str) -> etree._Element:
    try:
        return etree.fromstring(data, parser())
    except etree.XMLSyntaxError as error:
        line, column = error.position
        detail = re.sub(r", line \d+, column \d+.*$", "", str(error.msg), flags=re.DOTALL)
        raise Refused(
            problem("IMP-048", file=name, line=line or None, column=column or None, form=form, reason=detail[:100])
        ) from None


def _is(tree: etree._Element, root: str) -> bool:
    return local(tree) == root


def local(element: etree._Element) -> str:
    """The name of ``element`` without its namespace; empty for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children of ``element`` with one of ``names``."""
    return (one for one in element if local(one) in names)


def number(text: str | None) -> float | None:
    """``text`` as a number, if it is one."""
    try:
        return float(text) if text else None
    except ValueError:
        return None
