"""The pages of a text or book from its galleys: their numbers, and where everything on them stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from recensio.typeset.feet import Feet
from recensio.typeset.galley import galleys
from recensio.typeset.makeup import Leaf, Makeup

_CLOSE = 0.01  # points
#: Marks that belong to what follows them; all others to what stands before.
_AHEAD = frozenset({"heads", "sections", "labels", "anchors", "parts", "far", "contents", "bare"})


class Paging:
    """The pages of what was told of galleys, and of other pages between them, which stay as they are."""

    def __init__(self, told: Mapping[str, Any], feet: Feet) -> None:
        """Make up all pages."""
        self._told = told
        sheet, found = told["sheet"], galleys(told)
        lines = (atom.entries for galley in found.values() for atom in galley.atoms)
        feet.again = frozenset(name for entries in lines for name in entries[1:])
        self._leaves: dict[int, list[Leaf]] = {}
        self._first: dict[int, int] = {}
        self.count = 0
        left_out, on_the_right = self._rectos()
        for page in range(1, told["count"] + 1):
            if page in left_out:
                continue
            self.count += 2 if page in on_the_right and self.count % 2 else 1
            self._first[page] = self.count
            if page in found:
                makeup = Makeup(found[page], feet, sheet["height"], sheet["line"])
                self._leaves[page] = list(makeup.leaves(self.count))
                self.count += max(0, len(self._leaves[page]) - 1)

    @property
    def leaves(self) -> Iterator[Leaf]:
        """The pages that were made up."""
        return (leaf for leaves in self._leaves.values() for leaf in leaves)

    @property
    def told(self) -> dict[str, Any]:
        """What was told, with all places as they are on the pages."""
        moved = {kind: self._moved(rows, ahead=kind in _AHEAD) for kind, rows in self._marks.items()}
        return {**self._told, **moved, "count": self.count, "rooms": []}

    @property
    def _marks(self) -> dict[str, list[Sequence[Any]]]:
        return {kind: rows for kind, rows in self._told.items() if isinstance(rows, list)}

    def _rectos(self) -> tuple[set[int], set[int]]:
        """The pages that are not counted, and those that must be on the right. Of a page that was inserted for that
        nothing is told; of one that is there only because an endless page ended before it, nothing else."""
        before = {page for page, *_ in self._told["blank"]}
        others = {page for kind, rows in self._marks.items() if kind != "blank" for page, *_ in rows}
        inserted = {page + 1 for page in before if page % 2 and page + 1 not in others | before}
        return inserted | (before - others), {page + 1 for page in inserted | {b for b in before if b % 2 == 0}}

    def _moved(self, rows: Iterable[Sequence[Any]], *, ahead: bool) -> list[tuple[int, float, float, Any]]:
        places = {page: _Places(leaves, ahead=ahead) for page, leaves in self._leaves.items()}
        return [self._place(places.get(page), page, x, y, value) for page, x, y, value in rows]

    def _place(
        self, places: _Places | None, page: int, x: float, y: float, value: Any
    ) -> tuple[int, float, float, Any]:
        leaf = places.leaf(y) if places else None
        if leaf is None:
            number = self._first.get(page, self.count)
            return number, x - self._left(page) + self._left(number), y, value
        height = self._upper + leaf.above + max(0.0, y - leaf.top)
        return leaf.page, x - self._left(page) + self._left(leaf.page), height, value

    @property
    def _upper(self) -> float:
        return float(self._told["sheet"]["lower-edge"] - self._told["sheet"]["height"])

    def _left(self, page: int) -> float:
        """The margin on the left."""
        return float(self._told["sheet"]["odd" if page % 2 else "even"])


class _Places:
    """Where things of one galley are on its pages."""

    def __init__(self, leaves: Sequence[Leaf], *, ahead: bool) -> None:
        """``ahead``: what stands between two pages belongs to the second one."""
        self._leaves = [leaf for leaf in leaves if leaf.bottom is not None]
        self._tops = [leaf.top for leaf in self._leaves]
        self._ends = [leaf.bottom for leaf in leaves if leaf.bottom is not None]
        self._ahead = ahead

    def leaf(self, y: float) -> Leaf | None:
        """The page of what stands at this height."""
        at = bisect_left(self._ends, y + _CLOSE) if self._ahead else max(0, bisect_right(self._tops, y + _CLOSE) - 1)
        return self._leaves[min(at, len(self._leaves) - 1)] if self._leaves else None
