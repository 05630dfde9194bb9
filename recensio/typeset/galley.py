"""The galley: a text on an endless page, taken apart into what the typesetter does not divide.

An atom is a line of a paragraph, a row of a table, or a whole block: a heading, a picture. Pages may end behind some
atoms only: Typst never leaves one line of a paragraph alone at the foot or head of a page, nor a heading behind.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from typing import Any

#: What is told of lines that are counted only to know where pages may end. (Others have the names of verses.)
QUIET = -1
_SAME_LINE = 2.0  # points
_CLOSE = 0.01
_BELOW = 0.25  # of what a line has above its baseline


@dataclass(frozen=True, slots=True)
class Atom:
    """What is not divided: its upper and lower edge on the galley (points), whether a page may end behind it, the
    entries whose lemmata begin in it, and the name of the paragraph that begins with it.

    ``within``: the table or other block that it is part of, if that goes on on the next page by itself; ``above`` and
    ``below``: the room that such a block then keeps free at the top of a page that begins with this atom, and at the
    end of one that ends with it.
    """

    top: float
    bottom: float
    may_end: bool
    entries: tuple[str, ...] = ()
    paragraph: str | None = None
    within: float | None = None
    above: float = 0.0
    below: float = 0.0


@dataclass(slots=True)
class _Block:
    """A block: its edges, how it breaks, its name; whether it is so long that it breaks though it is solid, and the
    room in it above and below; its rows, with their upper edges, and whether they break; what is in it."""

    top: float
    how: str
    name: str | None
    bottom: float = 0.0
    below: float = 0.0
    long: bool = False
    inset: float = 0.0
    rows: list[tuple[float, bool]] = field(default_factory=list)
    inner: list[_Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Galley:
    """The atoms of an endless page, of which the first ``text`` are the text's own. More may follow that cannot be
    reckoned with. ``rest``: what pages are called that bear only entries of its last lines, without their numbers.
    """

    page: int
    atoms: tuple[Atom, ...]
    text: int
    rest: str


def galleys(told: Mapping[str, Any]) -> dict[int, Galley]:
    """The endless pages among those that are told, by their numbers."""
    blocks, lines, starts = (by_page(told[kind]) for kind in ("blocks", "lines", "starts"))
    pages = {page for page, *_ in told["endless"]}
    return {page: _galley(page, blocks[page], lines[page], starts[page]) for page in sorted(pages)}


def by_page(rows: Iterable[Sequence[Any]]) -> defaultdict[int, list[tuple[float, Any]]]:
    """Height and value of what is told of each page."""
    found: defaultdict[int, list[tuple[float, Any]]] = defaultdict(list)
    for page, _, y, value in rows:
        found[page].append((y, value))
    return found


def _galley(
    page: int,
    marks: Sequence[tuple[float, Any]],
    lines: Sequence[tuple[float, Any]],
    starts: Sequence[tuple[float, Any]],
) -> Galley:
    blocks = _nested(marks)
    known = list(takewhile(lambda block: block.how != "columns", blocks))
    behind = next((block for block in known if block.how == "rest"), None)
    baselines = sorted(y for y, _ in lines)
    atoms = [atom for block in known if block.how != "rest" for atom in _atoms(block, baselines)]
    while len(known) < len(blocks) and atoms and not atoms[-1].may_end:  # (a heading stays with what follows)
        atoms.pop()
    text = sum(behind is None or atom.top < behind.top - _CLOSE for atom in atoms)
    return Galley(page, tuple(_with_entries(atoms, starts)), text, behind.name or "" if behind else "")


def _nested(marks: Sequence[tuple[float, Any]]) -> list[_Block]:
    """The blocks from their edges, those inside of others in them."""
    outermost = _Block(0.0, "lines", None, long=True)
    opened = [outermost]
    for y, value in marks:
        if isinstance(value, dict):
            block = _Block(y, value["how"], value["n"])
            opened[-1].inner.append(block)
            opened.append(block)
        elif isinstance(value, bool) and opened[-1].rows:
            opened[-1].rows[-1] = (opened[-1].rows[-1][0], value)
        elif isinstance(value, bool):
            opened[-1].long, opened[-1].inset = value, y - opened[-1].top
        elif value == "row":
            opened[-1].rows.append((y, False))
        elif value == "end":
            opened[-1].bottom = y + opened[-1].inset
        elif value is not None:
            opened[-1].how = value
        elif len(opened) > 1:
            block = opened.pop()
            block.bottom, block.below = block.bottom or y, y
    return outermost.inner


def _atoms(block: _Block, baselines: Sequence[float]) -> Iterator[Atom]:
    """What a block is made of."""
    if block.how in ("solid", "keep") and not block.long:
        yield Atom(block.top, block.bottom, block.how != "keep", (), block.name)
    elif block.inner:
        yield from _inset(block, [atom for inner in block.inner for atom in _atoms(inner, baselines)])
    else:
        lines = _within(baselines, block)
        yield from _rows(block, lines) if block.rows else _lines(block, lines)


def _inset(block: _Block, parts: Sequence[Atom]) -> Iterator[Atom]:
    """The parts of a block that has room of its own above and below them, on each page that it takes part of."""
    first, last = 0, len(parts) - 1
    for at, atom in enumerate(parts):
        yield replace(
            atom,
            top=block.top if at == first else atom.top,
            bottom=block.bottom if at == last else atom.bottom,
            above=atom.above if at == first else atom.above + block.inset,
            below=atom.below if at == last else atom.below + block.inset,
        )


def _rows(block: _Block, lines: Sequence[float]) -> Iterator[Atom]:
    """The rows of a table; of long ones the lines."""
    inset = block.rows[0][0] - block.top
    rows = [(y - inset, long) for y, long in block.rows]
    for (top, long), (below, _) in pairwise((*rows, (block.bottom, False))):
        within = [y for y in lines if top < y < below]
        if long and len(within) > 1:
            yield from _lines(_Block(top, "solid", None, below), within)
        else:
            yield Atom(top, below, True, (), None, block.top)


def _within(baselines: Sequence[float], block: _Block) -> list[float]:
    """The lines of a block."""
    return merged(baselines[bisect_left(baselines, block.top) : bisect_right(baselines, block.below)])


def merged(baselines: Iterable[float]) -> list[float]:
    """Lines from top to bottom; cells of one row of a table are one line."""
    kept: list[float] = []
    for y in sorted(baselines):
        if not kept or y > kept[-1] + _SAME_LINE:
            kept.append(y)
    return kept


def _lines(block: _Block, lines: Sequence[float]) -> Iterator[Atom]:
    """Each line, as far as the next one."""
    count = len(lines)
    if not lines:
        yield Atom(block.top, block.bottom, block.how != "keep", (), block.name)
        return
    rise = lines[0] - block.top
    fall = rise * _BELOW if block.how == "lines" else block.bottom - lines[-1]
    for at, y in enumerate(lines):
        last = at == count - 1
        may_end = block.how != "keep" if last else 1 <= at <= count - 3
        name = block.name if at == 0 else None
        yield Atom(y - rise, y + fall, may_end, (), name, None if block.how == "lines" else block.top)


def _with_entries(atoms: Sequence[Atom], starts: Sequence[tuple[float, Any]]) -> Iterator[Atom]:
    """The atoms with the entries whose lemmata begin in them."""
    bottoms = [atom.bottom + _CLOSE for atom in atoms]
    found: defaultdict[int, list[str]] = defaultdict(list)
    for y, value in starts:
        at = bisect_left(bottoms, y)
        if at < len(atoms):
            found[at].append(value["id"])
    for at, atom in enumerate(atoms):
        yield replace(atom, entries=tuple(found[at])) if at in found else atom
