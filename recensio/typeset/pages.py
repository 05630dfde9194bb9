"""What stands on the pages of a text, found out from where its lines and lemmata stand: the numbers in the margins, the
entries at each foot, running heads, what links lead to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from recensio.typeset.galley import QUIET, by_page
from recensio.typeset.numbers import KEPT, Cited, Frame, Numbers


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
    """What is kept free at the foot of a page: the page, and the height in points."""

    page: int
    have: float


@dataclass(frozen=True, slots=True)
class Printed:
    """An entry at the foot of a page."""

    mark: Mark
    number: str
    cited: int
    nth: int | None


@dataclass
class Pages:
    """The pages of one text or book, from where everything stands (``told``, as ``<ed-told>``).

    ``rooms``: the foot of a page, by the entry that has it in its footnote. ``decided``: the page of each entry's foot,
    where that is decided; else it is the page of its lemma, if that has a foot. ``far``: entries that are too long for
    a foot.
    """

    told: Mapping[str, Any]
    rooms: Mapping[str, Room] = field(default_factory=dict)
    decided: Mapping[str, int] = field(default_factory=dict)
    far: frozenset[str] = frozenset()
    feet: dict[int, list[Printed]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[str, int] = field(default_factory=dict)
    far_numbers: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    names: dict[str, list[tuple[int, str, str]]] = field(default_factory=lambda: defaultdict(list))

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
            if value["layer"]  # (else it is only the place of a foot)
        }

    @cached_property
    def draws(self) -> dict[int, str]:
        """The entry that draws the foot of each page."""
        return {room.page: name for name, room in self.rooms.items()}

    # --- lines and numbers ---

    @cached_property
    def _frames(self) -> dict[int, Frame]:
        frames = {page: Frame(0, page, 0) for page in range(1, self.count + 1)}
        for kind, name in KEPT.items():
            for page, _, y, value in self.told[kind]:
                if value != QUIET:
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
        kind = "n" if mark.layer in ("author", "editor") else "r"
        for key in mark.named:
            self.names[key].append((page, cited.line.number, kind))
        home = self.homes[cited.id] = self._home(cited.id, page)
        full = f"{page}{'.' if mark.key is None else ', '}{number}"
        if home != page and mark.key is None:
            number = full
        self.feet[home].append(Printed(mark, number, cited.cited, cited.nth))
        if cited.id in self.far:
            self.far_numbers[cited.id] = (full, cited.nth)

    def _home(self, name: str, page: int) -> int:
        """The page on which an entry is printed. Without a foot on the page of its lemma it is the next one that has
        one (else the last), and the entry says which page it means."""
        if (home := self.decided.get(name)) is not None:
            return home
        return page if page in self.draws else next((p for p in self._with_foot if p > page), self._with_foot[-1])

    @cached_property
    def _with_foot(self) -> list[int]:
        return sorted(self.draws) or [1]

    @property
    def lower(self) -> float:
        """The lower edge of the text, in points from above."""
        return float(self.told["sheet"]["lower-edge"])

    # --- what the template is handed ---

    @property
    def around(self) -> dict[int | str, dict[str, Any]]:
        """What stands around the text on each page, and on those that follow."""
        running = RunningHeads(self.told, {page: frame.lines for page, frame in self._frames.items()})
        pages: dict[int | str, dict[str, Any]] = {
            page: {**running.of(page), "margin": self._numbers.margin(frame), "marks": self._numbers.folios(frame)}
            for page, frame in self._frames.items()
        }
        return {**pages, "rest": {**running.rest, "margin": [], "marks": []}}

    @cached_property
    def places(self) -> dict[str, tuple[int, float, float]]:
        """What links lead to, by its id: places in the text, the foot with an entry, entries behind the text."""
        homes = self.homes.items()
        anchors = {name: (page, x, y) for page, x, y, name in reversed(self.told["anchors"])}
        feet = {f"foot-{name}": (page, self.marks[name].at[1], self._upper(page)) for name, page in homes}
        far = {f"far-{name}": (page, x, y) for page, x, y, name in self.told["far"]}
        return anchors | feet | far

    def _upper(self, page: int) -> float:
        return self.lower - (self.rooms[self.draws[page]].have if page in self.draws else 0.0)

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
        self._heads, self._parts = by_page(told["heads"]), by_page(told["parts"])
        self._bare, self._blank = by_page(told["bare"]), by_page(told["blank"])
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
        #: The same for pages behind these.
        self.rest = {"running": running, "section": section, "bare": False, "opening": False}

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
