"""Tables: those that hold data, and those that only put things side by side."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from recensio.imports.model import Cell, Table
from recensio.imports.readers.web.inline import Inlines, solid, trimmed
from recensio.imports.readers.web.tree import keys, name_of, place, text_in

_LAID_OUT = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "div", "hr", "figure", "pre", "dl"}
)


def lays_out(table: etree._Element) -> bool:
    """Whether ``table`` is there for the layout only: its cells hold blocks, or there is but one in each row."""
    if next(table.iter("th", "caption"), None) is not None:
        return False
    rows = [[c for c in row if c.tag in {"td", "th"}] for row in _rows(table)]
    if not rows or max(len(row) for row in rows) < 2:
        return True
    if len(rows) > 4 or table.get("border") not in {None, "0"}:
        return False
    return any(child.tag in _LAID_OUT and len(text_in(child)) > 0 for row in rows for cell in row for child in cell)


def cells_in(table: etree._Element) -> Iterator[etree._Element]:
    """The cells of ``table`` in order, with its captions."""
    for part in table:
        if part.tag == "caption":
            yield part
    for row in _rows(table):
        yield from (cell for cell in row if cell.tag in {"td", "th"})


def table_of(table: etree._Element, inlines: Inlines) -> Table | None:
    """The table with its rows as long as they are; ``None`` if nothing is in it."""
    caption = next(iter(table.findall("caption")), None)
    rows = tuple(row for row in (tuple(_cells(row, inlines)) for row in _rows(table)) if row)
    if not any(solid(cell.content) for row in rows for cell in row):
        return None
    key = next((key for key in keys(table) if key in inlines.around.wanted), "")
    heading = inlines.of(caption) if caption is not None else ()
    return Table(rows=rows, caption=heading, place=place(table), key=key)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in part if row.tag == "tr")


def _cells(row: etree._Element, inlines: Inlines) -> Iterator[Cell]:
    for cell in row:
        if cell.tag not in {"td", "th"}:
            continue
        head = cell.tag == "th" or name_of(row.getparent()) == "thead"
        yield Cell(trimmed(inlines.of(cell)), head, _span(cell, "rowspan"), _span(cell, "colspan"))


def _span(cell: etree._Element, attribute: str) -> int:
    value = (cell.get(attribute) or "").strip()
    return min(int(value), 1000) if value.isascii() and value.isdigit() and int(value) > 0 else 1
