"""A row of blocks made even: neighbours that belong together are joined, levels have no gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from recensio.imports.model import Anchor, AnyBlock, Aside, Blocks, Break, Heading, Quotation, Rule, Start
from recensio.imports.readers.web.inline import solid, trimmed


def finished(blocks: Sequence[AnyBlock]) -> Blocks:
    """``blocks`` as they come to the writer."""
    return tuple(_levelled(_parting(list(_joined(_on_new_pages(blocks))))))


def _on_new_pages(blocks: Iterable[AnyBlock]) -> Iterator[AnyBlock]:
    """``blocks`` with the page breaks that open a heading put in front of it: the division begins on the new page."""
    for block in blocks:
        if isinstance(block, Heading):
            turns = [at for at, one in enumerate(block.content) if isinstance(one, Break) and one.unit == "page"]
            opening = block.content[: turns[0] + 1] if turns else ()
            if opening and not solid(opening):
                yield from (Aside(content=one, place=block.place) for one in opening if isinstance(one, Break | Anchor))
                block = replace(block, content=trimmed(block.content[len(opening) :]))
        yield block


def _joined(blocks: Iterable[AnyBlock]) -> Iterator[AnyBlock]:
    """Quotations that follow each other directly are one: on many pages each paragraph is marked by itself."""
    last: Quotation | None = None
    for block in blocks:
        if not isinstance(block, Quotation):
            if last is not None:
                yield last
            last = None
            yield block
        elif last is None or block.key or block.source or last.source or block.lang != last.lang:
            if last is not None:
                yield last
            last = block
        else:
            last = replace(last, blocks=(*last.blocks, *block.blocks))
    if last is not None:
        yield last


def _parting(blocks: Sequence[AnyBlock]) -> list[AnyBlock]:
    """Lines that stand at an edge, at a heading or double part nothing; stars are printed, and stay."""
    kept: list[AnyBlock] = []
    for here in blocks:
        if not (_is_line(here) and _last(kept) in _EDGES):
            if isinstance(here, Heading | Start):
                _drop_line(kept)
            kept.append(here)
    _drop_line(kept)
    return kept


_EDGES = frozenset({"", "Heading", "Start", "Rule"})


def _is_line(block: AnyBlock) -> bool:
    return isinstance(block, Rule) and not block.printed


def _last(kept: Sequence[AnyBlock]) -> str:
    return next((type(one).__name__ for one in reversed(kept) if not isinstance(one, Aside)), "")


def _drop_line(kept: list[AnyBlock]) -> None:
    """Drop the line at the end of ``kept``, if there is one."""
    at = next((n for n in range(len(kept) - 1, -1, -1) if not isinstance(kept[n], Aside)), None)
    if at is not None and _is_line(kept[at]):
        del kept[at]


def _levelled(blocks: Iterable[AnyBlock]) -> Iterator[AnyBlock]:
    """Levels counted from 1 without gaps: a page may begin with ``h2`` and go on with ``h5``."""
    row = list(blocks)
    used = sorted({one.level for one in row if isinstance(one, Heading | Start)})
    ranks = {level: rank for rank, level in enumerate(used, start=1)}
    for one in row:
        yield replace(one, level=ranks[one.level]) if isinstance(one, Heading | Start) else one
