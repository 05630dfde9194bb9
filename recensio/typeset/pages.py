"""What stands on the pages of a text, found out from where its lines, lemmata and rooms came to stand in the layout.

The room that an entry keeps free at its place in the text is a box in the footnotes of a page. What is printed at the
foot of a page is drawn by the last of its boxes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from recensio.typeset.numbers import KEPT, Cited, Frame, Numbers

#: A place on a page, in points from its upper and left edge, and what is there: (page, x, y, value).
Told = tuple[int, float, float, Any]

_CLEARANCE = 8.0  # points by which a foot may be higher than its room: above it there is half a line
_SPARE_LINES = 4  # so much text must fit on a page with the entries of one line


@dataclass(frozen=True, slots=True)
class Mark:
    """The beginning of a lemma, as the template tells it, and where it stands."""

    id: str
    layer: str
    key: str | None
    back: bool
    place: str | None
    same: str | None
    named: tuple[str, ...]
    at: tuple[int, float, float]


@dataclass(frozen=True, slots=True)
class Room:
    """A box: where it came to stand, how high it is, what its page keeps free besides."""

    page: int
    y: float
    have: float
    base: float


@dataclass(frozen=True, slots=True)
class Printed:
    """An entry at the foot of a page."""

    mark: Mark
    number: str
    cited: int
    nth: int | None


@dataclass(frozen=True, slots=True)
class Special:
    """Entries that are not printed at the foot of their lemma's page: those too long for a foot (``far``, behind the
    text), those that go with their room to another page (``wandering``), and whether ``all`` go with their rooms."""

    far: frozenset[str] = frozenset()
    wandering: frozenset[str] = frozenset()
    all: bool = False


@dataclass(frozen=True, slots=True)
class Behind:
    """A page that kept the room of entries whose heading went on to the next one: the first of them, and the height
    that is free on the page."""

    id: str
    free: float


@dataclass
class Pages:
    """The pages of one text or book, from what was measured (``told`` under ``<ed-told>``)."""

    told: Mapping[str, Any]
    special: Special = Special()
    feet: dict[int, list[Printed]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[str, int] = field(default_factory=dict)
    far_numbers: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    names: dict[str, list[tuple[int, str, str]]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[tuple[int, float], list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Count the lines, and find for each entry its number and its page."""
        self._name_all()
        for frame, cited in self._cited:
            self._print(frame, cited)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return int(self.told["count"])

    @cached_property
    def marks(self) -> dict[str, Mark]:
        """The beginnings of all lemmata."""
        return {
            value["id"]: Mark(**{**value, "named": tuple(value["named"])}, at=(page, x, y))
            for page, x, y, value in self.told["starts"]
        }

    @cached_property
    def rooms(self) -> dict[str, Room]:
        """The boxes of all entries."""
        return {
            value["id"]: Room(page, y, value["have"], value["base"]) for page, _, y, value in self.told["rooms"]
        }

    @cached_property
    def have(self) -> dict[str, float]:
        """The height of the box of each entry."""
        return {name: room.have for name, room in self.rooms.items()}

    @cached_property
    def draws(self) -> dict[int, str]:
        """The last box of each page."""
        return {room.page: name for name, room in self.rooms.items()}

    @cached_property
    def free(self) -> dict[int, float]:
        """The height that each page keeps free at its foot, for all boxes."""
        free: dict[int, float] = defaultdict(float)
        for room in self.rooms.values():
            free[room.page] += room.have
        return {page: height + self.rooms[self.draws[page]].base for page, height in free.items()}

    # --- lines and numbers ---

    @cached_property
    def _frames(self) -> dict[int, Frame]:
        frames = {page: Frame(0, page, 0) for page in range(1, self.count + 1)}
        for kind, name in KEPT.items():
            for page, _, y, value in self.told[kind]:
                getattr(frames[page], name).append((y, value))
        for page, x, y, label in self.told["marks"]:
            frames[page].folios.append((y, x, label))
        for frame in frames.values():
            frame.starts = [(y, value["id"]) for y, value in frame.starts]
        return frames

    @cached_property
    def _numbers(self) -> Numbers:
        sheet = self.told["sheet"]
        return Numbers(list(self._frames.values()), self.marks, sheet["restart"], sheet["every"])

    @property
    def _cited(self) -> Iterator[tuple[Frame, Cited]]:
        return ((frame, cited) for frame in self._frames.values() for cited in self._numbers.entries(frame))

    def _name_all(self) -> None:
        self._numbers  # noqa: B018  (lines are counted before they are asked for)
        for page, _, y, key in self.told["names"]:
            line = self._frames[page].line_from(y)
            self.names[key].append((page, line.number if line.cited else "", ""))

    def _print(self, frame: Frame, cited: Cited) -> None:
        """Put an entry to the foot of its page, or of that of its room."""
        mark, number, page = self.marks[cited.id], cited.number, frame.page
        self.lines[page, cited.line.y].append(cited.id)
        kind = "n" if mark.layer in ("author", "editor") else "r"
        for key in mark.named:
            self.names[key].append((page, cited.line.number, kind))
        home = self.homes[cited.id] = self._home(cited.id, page)
        full = f"{page}{'.' if mark.key is None else ', '}{number}"
        if home != page and mark.key is None:
            number = full
        self.feet[home].append(Printed(mark, number, cited.cited, cited.nth))
        if cited.id in self.special.far:
            self.far_numbers[cited.id] = (full, cited.nth)

    def _home(self, name: str, page: int) -> int:
        """The page on which an entry is printed: that of its lemma, unless all room of that page slid on to the next
        one (or nothing else helps). Then it goes with its room, and says which page it means."""
        at_home = page in self.draws and not self.special.all and name not in self.special.wandering
        return page if at_home else self.rooms[name].page

    # --- where something is not as it should be ---

    @property
    def away(self) -> list[str]:
        """The entries that are not printed on the page of their lemma."""
        return [name for name, page in self.homes.items() if page != self.marks[name].at[0]]

    @property
    def left_behind(self) -> list[Behind]:
        """Pages whose rooms stayed there while their lemmata went on."""
        first: dict[int, str] = {}
        for name in self.away:
            page = self.homes[name]
            if page < self.marks[name].at[0] and self._frames[page].numbered:
                first.setdefault(page, name)
        lower = self.told["sheet"]["lower-edge"]
        return [
            Behind(name, lower - self.free[page] - self._frames[page].numbered[-1].y) for page, name in first.items()
        ]

    @property
    def crowds(self) -> list[list[str]]:
        """The entries of each line that has several."""
        return [names for names in self.lines.values() if len(names) > 1]

    @property
    def most(self) -> float:
        """The room that a page has for the entries of one line."""
        sheet = self.told["sheet"]
        base = max((room.base for room in self.rooms.values()), default=0.0)
        return float(sheet["height"] - base - _SPARE_LINES * sheet["line"])

    def short(self, name: str, y: float) -> float:
        """What the foot that the box ``name`` draws lacks, if its upper edge is at ``y``."""
        return float(self.told["sheet"]["lower-edge"] - y - self.free[self.rooms[name].page] - _CLEARANCE)

    # --- what the template is handed ---

    @property
    def around(self) -> dict[int, dict[str, Any]]:
        """What stands around the text on each page."""
        running = RunningHeads(self.told, {page: frame.lines for page, frame in self._frames.items()})
        return {
            page: {**running.of(page), "margin": self._numbers.margin(frame), "marks": self._numbers.folios(frame)}
            for page, frame in self._frames.items()
        }

    @cached_property
    def places(self) -> dict[str, tuple[int, float, float]]:
        """What links lead to, by its id: places in the text, the foot with an entry, entries behind the text."""
        homes = self.homes.items()
        anchors = {name: (page, x, y) for page, x, y, name in reversed(self.told["anchors"])}
        feet = {f"foot-{name}": (page, self.marks[name].at[1], self._upper(name, page)) for name, page in homes}
        far = {f"far-{name}": (page, x, y) for page, x, y, name in self.told["far"]}
        return anchors | feet | far

    def _upper(self, name: str, page: int) -> float:
        room = self.rooms[name]
        return room.y if room.page == page else float(self.told["sheet"]["lower-edge"])

    @property
    def headings(self) -> list[tuple[int, float, float]]:
        """The places of the headings that contents may list."""
        return [(page, x, y) for page, x, y, value in self.told["heads"] if not value["editors"] and value["short"]]

    @property
    def parts(self) -> list[tuple[int, float, float]]:
        """Where texts and groups of them begin."""
        return [(page, x, y) for page, x, y, _ in self.told["parts"]]


class RunningHeads:
    """What the running heads say. On the left the title of the text; on the right the section whose heading is the
    first of the page, else the one that goes on. A heading of the editors' own counts from the next page on, unless
    nothing stands above it: their "About this edition" is no title of the text that ends on its page."""

    def __init__(self, told: Mapping[str, Any], lines: Mapping[int, list[tuple[float, Any]]]) -> None:
        """``lines`` are those of each page."""
        self._heads, self._parts = _by_page(told["heads"]), _by_page(told["parts"])
        self._bare, self._blank = _by_page(told["bare"]), _by_page(told["blank"])
        self._first_line = {page: min(y for y, _ in rows) for page, rows in lines.items() if rows}
        self._pages: dict[int, dict[str, Any]] = {}
        section, running, empty = "", "", False
        for page in sorted(lines):
            for _, part in self._parts[page]:
                section, running = "", part["running"] or ""
            own = [(y, v) for y, v in self._heads[page] if v["level"] <= 2 and v["short"]]
            self._pages[page] = {
                "running": running,
                "section": self._seen(page, own) or section,
                "bare": page in self._bare or self._begins_text(page) or (empty and self._is_empty(page)),
                "opening": page not in self._bare and self._begins_text(page),
            }
            section = own[-1][1]["short"] if own else section
            empty = page in self._blank

    def of(self, page: int) -> dict[str, Any]:
        """The words on the left and on the right; whether there are none, and whether a text begins here."""
        return self._pages[page]

    def _seen(self, page: int, own: Iterable[tuple[float, Any]]) -> str:
        first = self._first_line.get(page)
        return next((v["short"] for y, v in own if not v["editors"] or first is None or y <= first), "")

    def _begins_text(self, page: int) -> bool:
        return any(part["id"] != "" for _, part in self._parts[page])

    def _is_empty(self, page: int) -> bool:
        return page not in self._first_line and not self._heads[page]


def _by_page(rows: Iterable[Told]) -> defaultdict[int, list[tuple[float, Any]]]:
    found: defaultdict[int, list[tuple[float, Any]]] = defaultdict(list)
    for page, _, y, value in rows:
        found[page].append((y, value))
    return found
