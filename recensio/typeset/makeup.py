"""The makeup: what of a galley stands on which page, so that each page has room for its own foot.

A page takes as many lines as fit together with what their entries need. Where one line has so many that much of a page
would stay empty, or no page holds them all, the last of them are printed on the next page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recensio.typeset.feet import Feet
from recensio.typeset.galley import Galley

# Of a page: rather than leave so much of it empty, notes stand on the next one; and rather than so much, entries do.
_MUCH_WHITE, _TOO_WHITE = 0.2, 0.35
_CROWD = 0.5  # of a page: what the entries of a crowded line take
_LEAST_TEXT = 0.12  # of a page, above entries of another one
_SPARE = 0.25  # points by which pages are less than full


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its number, what of the galley it bears (points), and the room above that; the entries at its foot, the
    entry or paragraph whose footnote that foot is (``host``), and its height. Without an edge below, nothing of the
    galley."""

    page: int
    top: float
    above: float
    bottom: float | None
    printed: tuple[str, ...]
    host: str | None
    room: float


@dataclass(frozen=True, slots=True)
class _Cut:
    """How a page is filled: the first atom that is not on it, its entries, those that go on on the next page."""

    end: int
    printed: tuple[str, ...]
    carried: tuple[str, ...]


class Makeup:
    """Makes up the pages of one galley. ``height``: of a page's text; ``line``: of a line."""

    def __init__(self, galley: Galley, feet: Feet, height: float, line: float) -> None:
        """Take a galley, and what its entries need."""
        self._atoms, self._text, self._rest = galley.atoms, galley.text, galley.rest
        self._feet = feet
        self._height, self._line = height - _SPARE, line
        crowds = (atom.entries for atom in self._atoms if self._room(atom.entries) > _CROWD * height)
        self._crowded = frozenset(name for entries in crowds for name in entries)

    def leaves(self, number: int) -> Iterator[Leaf]:
        """The pages, from the one with this number."""
        at, carried = 0, tuple[str, ...]()
        while at < len(self._atoms):
            cut = self._cut(at, carried)
            yield self._leaf(at, cut, number)
            at, number, carried = cut.end, number + 1, cut.carried
            while carried and at == self._text:
                printed, carried = self._shared(carried, self._height - self._line)
                if not printed:  # (higher than a page: it could wait forever)
                    printed, carried = carried[:1], carried[1:]
                yield Leaf(number, 0.0, 0.0, None, printed, f"{self._rest}{number}", self._room(printed))
                number += 1

    def _leaf(self, at: int, cut: _Cut, number: int) -> Leaf:
        first, last, room = self._atoms[at], self._atoms[cut.end - 1], self._room(cut.printed)
        full = room if cut.end == len(self._atoms) else max(room, self._left_of(at, cut.end))
        # (without anything at its foot a page ends before its time only if something keeps its end free)
        wants_host = cut.printed or cut.end < self._naturally(at)
        host = self._host(at, cut.end) if wants_host else None
        return Leaf(number, first.top, first.above, last.bottom, cut.printed, host, full)

    # --- measures ---

    def _room(self, names: Sequence[str]) -> float:
        """The height of a foot."""
        return self._feet.foot(names).height

    def _left_of(self, at: int, end: int) -> float:
        """The height that some text leaves on a page."""
        first, last = self._atoms[at], self._atoms[end - 1]
        return self._height - (first.above + last.bottom - first.top + last.below)

    def _entries(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(name for atom in self._atoms[start:end] for name in atom.entries)

    def _ends(self, at: int, start: int) -> Iterator[int]:
        """Where the page may end behind ``start``, as far as it holds the text."""
        for n in range(start, self._text):
            if self._left_of(at, n + 1) < 0:
                return
            if self._atoms[n].may_end or n == len(self._atoms) - 1:
                yield n + 1

    def _host(self, start: int, end: int) -> str | None:
        """The first entry, else the first paragraph, whose footnote surely stays on this page."""
        neighbours = (start - 1, end)
        cut = {self._atoms[at].within for at in neighbours if 0 <= at < len(self._atoms)} - {None}
        here = [atom for atom in self._atoms[start:end] if atom.within not in cut]
        entry = next((atom.entries[0] for atom in here if atom.entries), None)
        return entry or next((atom.paragraph for atom in here if atom.paragraph is not None), None)

    # --- one page ---

    def _cut(self, at: int, carried: tuple[str, ...]) -> _Cut:
        """How far the page goes that begins with an atom, and what stands at its foot. Nothing is left for pages behind
        the text, but for those that are made for it."""
        best = self._all_fitting(at, carried)
        if best is None:
            more = self._first_lines(at, carried)
        elif best < self._text and (white := self._white(at, best, carried)) > _MUCH_WHITE * self._height:
            more = self._without_notes(at, best, carried)
            if more is None and white > _TOO_WHITE * self._height:
                more = self._with_some(at, best, carried)
        else:
            more = None
        end = best or self._at_least(at)
        cut = more or _Cut(end, (*carried, *self._entries(at, end)), ())
        if self._host(at, cut.end) or (not cut.printed and cut.end == self._naturally(at)):
            return cut
        return self._first_lines(at, carried) or self._without_foot(at, carried)

    def _without_foot(self, at: int, carried: tuple[str, ...]) -> _Cut:
        """A page on which no foot can be: all its entries stand on the next one."""
        end = self._naturally(at)
        return _Cut(end, (), (*carried, *self._entries(at, end)))

    def _naturally(self, at: int) -> int:
        """The end of a page if it had no foot."""
        ends = list(self._ends(at, at))
        return ends[-1] if ends else self._at_least(at)

    def _all_fitting(self, at: int, carried: tuple[str, ...]) -> int | None:
        """The end of the longest page that holds all its entries."""
        foot, best = self._feet.foot(carried), None
        for n in range(at, len(self._atoms)):
            atom = self._atoms[n]
            foot = foot.with_entries(atom.entries) if atom.entries else foot
            if foot.height > self._left_of(at, n + 1):
                return best
            if atom.may_end or n == len(self._atoms) - 1:
                best = n + 1
        return best

    def _white(self, at: int, end: int, carried: tuple[str, ...]) -> float:
        """What would stay empty of a page."""
        return self._left_of(at, end) - self._room((*carried, *self._entries(at, end)))

    def _first_lines(self, at: int, carried: tuple[str, ...]) -> _Cut | None:
        """Some lines, with as many of the entries as there is room for."""
        ends = list(self._ends(at, at))
        if not ends:
            return None
        enough = [end for end in ends if self._left_of(at, end) <= (1 - _LEAST_TEXT) * self._height]
        end = next((end for end in enough or ends[-1:] if self._host(at, end)), None)
        if end is None:
            return self._without_foot(at, carried)
        printed, rest = self._shared((*carried, *self._entries(at, end)), self._left_of(at, end))
        return _Cut(end, printed, rest) if printed else self._without_foot(at, carried)

    def _with_some(self, at: int, best: int, carried: tuple[str, ...]) -> _Cut | None:
        """The page with one more line, and as many of its entries as there is room for."""
        kept = {*carried, *self._entries(at, best)}
        end = next(self._ends(at, best), None)
        if end is None or self._host(at, end) is None:
            return None
        printed, rest = self._shared((*carried, *self._entries(at, end)), self._left_of(at, end))
        return _Cut(end, printed, rest) if kept.isdisjoint(rest) else None

    def _without_notes(self, at: int, best: int, carried: tuple[str, ...]) -> _Cut | None:
        """A longer page, of whose last lines some notes stand on the next one, but no entry that is run in."""
        found, kept = None, {*carried, *self._entries(at, best)}
        for end in self._ends(at, best):
            printed, rest = self._shared((*carried, *self._entries(at, end)), self._left_of(at, end))
            if not kept.isdisjoint(rest) or any(map(self._feet.is_run_in, rest)) or self._host(at, end) is None:
                break
            found = _Cut(end, printed, rest)
        return found

    def _shared(self, names: Sequence[str], room: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Which of some entries stand on this page, and which on the next one. Those of a crowded line give way to the
        others, notes to those that are run in, and each kind keeps its order."""
        kinds: defaultdict[tuple[bool, bool], list[str]] = defaultdict(list)
        for name in names:
            kinds[name in self._crowded, not self._feet.is_run_in(name)].append(name)
        printed, foot = set[str](), self._feet.foot(())
        for _, kind in sorted(kinds.items()):
            for name in kind:
                more = foot.with_entries((name,))
                if more.height > room:
                    break
                printed.add(name)
                foot = more
        here = tuple(name for name in names if name in printed)
        return here, tuple(name for name in names if name not in printed)

    def _at_least(self, at: int) -> int:
        """The end of a page on which no foot fits: as much text as there is room for."""
        end, last = at + 1, self._text if at < self._text else len(self._atoms)
        while end < last and self._left_of(at, end + 1) >= 0:
            end += 1
        return end
