"""Blocks in the cell of a table: a cell of ours holds text, so each block becomes a line of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from recensio.imports.model import (
    AnyBlock,
    Break,
    Content,
    Figure,
    Inline,
    Preformatted,
    Table,
    Text,
    Verse,
)


def lines_in(blocks: Iterable[AnyBlock]) -> Content:
    """The content of blocks in a cell, one line for each."""
    found: list[Inline] = []
    for content in _contents(blocks):
        found += [Break("line")] if found else []
        found += content
    return tuple(found)


def _contents(blocks: Iterable[AnyBlock]) -> Iterator[Content]:
    for block in blocks:
        yield from _own_contents(block)
        for inner in _inner(block):
            yield from _contents(inner)


def _own_contents(block: AnyBlock) -> Iterator[Content]:
    """What stands in ``block`` itself, in the cells of a table each for itself."""
    if isinstance(block, Table):
        yield from (cell.content for row in block.rows for cell in row)
    elif isinstance(block, Figure):
        yield tuple(one for one in (block.picture, *block.caption) if one is not None)
    elif isinstance(block, Verse):
        yield from (line.content for stanza in block.stanzas for line in stanza)
    elif isinstance(block, Preformatted):
        yield (Text(block.text),)
    elif isinstance(content := getattr(block, "content", None), tuple):
        yield content


def _inner(block: AnyBlock) -> Iterator[Iterable[AnyBlock]]:
    yield getattr(block, "blocks", ())
    for item in getattr(block, "items", ()):
        yield item.blocks
