"""Chunks to blocks: neighbours that belong together become one list, one quotation, one poem."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from recensio.imports import model
from recensio.imports.model import AnyBlock, Aside, Content, Trust
from recensio.imports.plain import shapes
from recensio.imports.plain.chunks import Chunk
from recensio.imports.plain.content import Contents
from recensio.imports.plain.roles import Typed, cells_of

_PARTS = {
    "salute": "salute", "address": "address", "dateline": "dateline", "byline": "byline", "valediction": "salute",
    "signed": "signed", "postscript": "postscript", "trailer": "trailer", "epigraph": "epigraph", "title": "title",
    "subtitle": "subtitle", "author": "docAuthor", "date": "docDate", "imprint": "docImprint",
}  # fmt: skip
_BRACKETED = re.compile(r"\[([^\W\d_]+)\s*:?\s*")
#: Roles that go together with their neighbours of the same kind.
_TOGETHER = {
    "item": "list", "item-runs-on": "list", "quotation": "quotation", "source": "quotation", "verse": "verse",
    "table": "table",
}  # fmt: skip
_LETTER = frozenset(["salute", "valediction", "signed", "dateline"])


class Builder:
    """Makes the blocks of a document."""

    def __init__(self, contents: Contents, gaps: Mapping[int, model.Gap] | None = None) -> None:
        """Make them with this content; ``gaps`` is what is missing behind lines."""
        self._contents = contents
        self._gaps = gaps or {}
        self.dropped: list[model.Dropped] = []

    def blocks(self, found: Sequence[Typed]) -> tuple[AnyBlock, ...]:
        """The blocks for chunks, in order; breaks in front of a chunk stand in front of its block."""
        return tuple(self._blocks(found))

    def _blocks(self, found: Sequence[Typed]) -> Iterator[AnyBlock]:
        for group in _grouped(found):
            first = group[0].chunk
            yield from (Aside(mark, place=first.place) for mark in first.marks)
            yield from self._MAKERS[_TOGETHER.get(group[0].role, group[0].role)](self, group)
            lines = [row.number for one in group for row in one.chunk.rows]
            yield from (Aside(self._gaps[line], place=model.Place(line)) for line in lines if line in self._gaps)

    def _paragraph(self, group: Sequence[Typed]) -> Iterator[AnyBlock]:
        one = group[0]
        yield model.Paragraph(self._contents.of(one.chunk), place=one.chunk.place, trust=one.chunk.trust)

    def _heading(self, group: Sequence[Typed]) -> Iterator[AnyBlock]:
        content: Content = ()
        for at, one in enumerate(group):
            lead = (model.Text(" "), model.Break("line"), *one.chunk.marks) if at else ()
            content += (*lead, *self._contents.of(one.chunk, lines=True))
        one = group[0]
        number = shapes.heading_number(one.flat)
        yield model.Heading(one.level, content, n=number, place=one.chunk.place, trust=_trust(one))

    def _rule(self, group: Sequence[Typed]) -> Iterator[AnyBlock]:
        one = group[0]
        if any(c.isalnum() for c in one.flat):
            self.dropped.append(model.Dropped(one.flat, "the side file takes it for a line", one.chunk.place))
        yield model.Rule(one.flat, place=one.chunk.place)

    def _caption(self, group: Sequence[Typed]) -> Iterator[AnyBlock]:
        one = group[0]
        text = one.chunk.text
        found = _BRACKETED.match(text)
        skip = len(found[0]) if found else len(text) - len(text.lstrip("| "))
        cut = 1 if found and text.endswith("]") else 0
        if found:
            self.dropped.append(model.Dropped(found[1], "the word that marks a picture", one.chunk.place))
        caption = self._contents.of(one.chunk, skip=min(skip, len(text) - cut), cut=cut)
        yield model.Figure(caption if model.text_of(caption).strip() else (), place=one.chunk.place, trust=_trust(one))

    def _part(self, group: Sequence[Typed]) -> Iterator[AnyBlock]:
        one = group[0]
        lines = len(one.chunk.rows) > 1 and one.role != "postscript"
        content = self._contents.of(one.chunk, lines=lines)
        yield model.Part(_PARTS[one.role], content, place=one.chunk.place, trust=_trust(one))

    def _preformatted(self, group: Sequence[Typed]) -> Iterator[AnyBlock]:
        rows = group[0].chunk.rows
        text = "\n".join(" " * (row.line.indent - group[0].chunk.indent) + row.text for row in rows)
        yield model.Preformatted(text, place=group[0].chunk.place)

    # --- Several chunks

    def _list(self, group: Sequence[Typed]) -> Iterator[AnyBlock]:
        items: list[tuple[str, model.Place, list[AnyBlock]]] = []
        for one in group:
            mark = shapes.item_mark(one.flat)
            if (mark and one.role == "item") or not items:
                items.append((mark, one.chunk.place, []))
            else:
                mark = ""
            items[-1][2].extend(self._item(one.chunk, mark, new=len(items[-1][2]) == 0))
        bulleted = items[0][0] in shapes.BULLETS or not items[0][0]
        made = tuple(model.Item(tuple(blocks), mark, place) for mark, place, blocks in items)
        first = group[0]
        kind = "simple" if not items[0][0] else "bulleted" if bulleted else "numbered"
        yield model.Listing(made, kind, place=first.chunk.place, trust=_trust(first))

    def _item(self, chunk: Chunk, mark: str, *, new: bool) -> Iterator[AnyBlock]:
        if not new:
            yield from (Aside(one) for one in chunk.marks)
        yield model.Paragraph(self._contents.of(chunk, skip=len(mark)), place=chunk.place)

    def _quotation(self, group: Sequence[Typed]) -> Iterator[AnyBlock]:
        quoted = [one for one in group if one.role == "quotation"]
        source: Content = ()
        for one in group:
            if one.role == "source":
                source += ((model.Text(" "),) if source else ()) + self._contents.of(one.chunk)
        blocks: list[AnyBlock] = []
        for number, one in enumerate(quoted):
            if number:
                blocks += [Aside(mark) for mark in one.chunk.marks]
            blocks.append(model.Paragraph(self._contents.of(one.chunk), place=one.chunk.place))
        first = group[0]
        if not quoted:
            yield model.Paragraph(source, place=first.chunk.place)
            return
        yield model.Quotation(tuple(blocks), source, place=first.chunk.place, trust=_trust(first))

    def _verse(self, group: Sequence[Typed]) -> Iterator[AnyBlock]:
        stanzas: list[list[model.VerseLine]] = []
        margin = min(one.chunk.indent for one in group)
        for one in group:
            if not stanzas or one.gap:
                stanzas.append([])
            for row, content in self._contents.rows(one.chunk):
                inside = (*row.marks, *content) if stanzas[-1] else content
                indent = (row.line.indent - margin + 1) // 2
                stanzas[-1].append(model.VerseLine(inside, indent, place=model.Place(row.number, row.line.column)))
        first = group[0]
        yield model.Verse(tuple(map(tuple, stanzas)), place=first.chunk.place, trust=_trust(first))

    def _table(self, group: Sequence[Typed]) -> Iterator[AnyBlock]:
        rows = [row for one in group for row in one.chunk.rows]
        cells = tuple(
            tuple(model.Cell((model.Text(cell),)) for cell in cells_of(row.text))
            for row in rows
            if re.search(r"\w", row.text)
        )
        first = group[0]
        yield model.Table(cells, place=first.chunk.place, trust=_trust(first))

    _MAKERS: Mapping[str, Callable[[Builder, Sequence[Typed]], Iterator[AnyBlock]]] = {
        "paragraph": _paragraph,
        "heading": _heading,
        "rule": _rule,
        "caption": _caption,
        "preformatted": _preformatted,
        "list": _list,
        "quotation": _quotation,
        "verse": _verse,
        "table": _table,
        **dict.fromkeys(_PARTS, _part),
    }


def _trust(one: Typed) -> Trust:
    return model.SAID if one.told else one.trust


def _grouped(found: Sequence[Typed]) -> Iterator[list[Typed]]:
    group: list[Typed] = []
    for one in found:
        if group and not _goes_with(group, one):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _goes_with(group: Sequence[Typed], one: Typed) -> bool:
    last = group[-1]
    kind = _TOGETHER.get(one.role)
    if one.role == "heading":
        return last.role == "heading" and _is_label(last) and not _is_label(one) and one.level >= last.level
    if kind is None or kind != _TOGETHER.get(last.role):
        return False
    if kind == "quotation":
        return last.role != "source" and (one.role == "source" or _same_quotation(group, one))
    if one.chunk.span is not None or last.chunk.span is not None:
        return one.chunk.span == last.chunk.span
    if kind == "list" and one.role == "item":
        return shapes.item_mark(one.flat).strip("()[].") not in ("1", "i", "I", "a", "A")
    return kind != "table" or not one.gap


def _is_label(one: Typed) -> bool:
    """True for a heading that is only a number: ``CHAPTER IV``."""
    bare = re.sub(r"^\W*(?:[^\W\d_]{4,}\s+)?[\divxlcIVXLC]+\W*$", "", one.flat)
    return one.style in ("part", "chapter", "number1") and not bare


def _same_quotation(group: Sequence[Typed], one: Typed) -> bool:
    last = group[-1]
    if one.chunk.span is not None or last.chunk.span is not None:
        return one.chunk.span == last.chunk.span
    return one.trust == last.trust
