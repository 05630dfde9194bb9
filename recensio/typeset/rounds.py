"""Setting a text in rounds. On a galley its lines and entries are measured; its pages are made up, and set with all
that stands around the text. If a page is not as it was reckoned, they are made up again, or taken as they came out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from recensio.typeset.desk import Desk
from recensio.typeset.entries import Entries
from recensio.typeset.feet import Feet
from recensio.typeset.job import MAIN, Fault, Job, Outcome, TemplateError, literal, literals
from recensio.typeset.pages import Pages, Room
from recensio.typeset.paging import Paging
from recensio.wording import counted

_ROUNDS, _MEASURINGS = 5, 6
_SAME_PLACE = 0.01  # points
_CLEARANCE = 3.0  # points by which a foot may be higher than its room: above its rule there is more than that
_LABEL = "<ed-told>"
_KINDS = frozenset({"blocks", "endless", "rooms", "starts", "blank"})


@dataclass(frozen=True, slots=True)
class Overfull:
    """A page whose foot is higher than its room: the height, and the entry that has it in its footnote."""

    page: int
    height: float
    host: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a text says that is known only when its pages stand: who is named where, the numbers of entries behind the
    text; and whether it has several pages, as far as it asks."""

    names: Mapping[str, Any] = field(default_factory=dict)
    far: Mapping[str, Any] = field(default_factory=dict)
    several: bool = True

    @classmethod
    def of(cls, pages: Pages) -> Known:
        """What these pages tell."""
        return cls(dict(pages.names), pages.far_numbers, pages.count > 1 or not pages.told["contents"])


@dataclass(slots=True)
class Rounds:
    """Setting a text again until every page has room for what stands at its foot."""

    desk: Desk
    entries: dict[str, Entries] = field(default_factory=dict)
    feet: Feet | None = None
    carried: dict[str, str] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    galley: Mapping[str, Any] | None = None
    pages: Pages | None = None
    rests: bool = True

    def run(self) -> Outcome:
        """Result: the pages of the last round and what has to be said about them.

        Raises ``TypstError``; ``TemplateError`` if the template is of another version.
        """
        self.entries = self._entries()
        pages = self._made_up() if any(self.entries.values()) else self._laid_out({})
        pdf, told, overfull = self._proved(pages)
        for _ in range(_ROUNDS):
            if not overfull and _is_as_reckoned(pages, told):
                break
            pages = self._again(pages, told, overfull)
            pdf, told, overfull = self._proved(pages)
        self.rests = self.rests and _is_as_reckoned(pages, told)
        faults = (*self.desk.faults, *self._about(pages, told, overfull))
        starts = ((part["id"], page) for page, _, _, part in pages.told["parts"] if part["id"] is not None)
        return Outcome(pdf, faults, told["count"], tuple(starts))

    def _entries(self) -> dict[str, Entries]:
        """The entries of each source, by the name of its file."""
        prefixes = ("", *(f"{part.id}/" for part in self.desk.job.parts))
        sources = zip(self.desk.job.sources.items(), prefixes, strict=True)
        return {file: Entries(source, prefix) for (file, source), prefix in sources}

    # --- making up ---

    def _made_up(self) -> Pages:
        """The pages as they are reckoned from the galley."""
        for _ in range(_MEASURINGS):
            told = self.galley = self.galley or self._measured()
            assert self.feet is not None
            pages = self._numbered(self._reckoned(told))
            known, self.known = self.known, Known.of(pages)
            if (known.far, known.several) == (self.known.far, self.known.several):
                return pages
            self.galley = None
        self.rests = False
        return pages

    def _numbered(self, pages: Pages) -> Pages:
        """The same once more, since it is known now how long the numbers of the entries are."""
        assert self.feet is not None and self.galley is not None
        self.feet.numbers = {one.mark.id: len(one.number) for foot in pages.feet.values() for one in foot}
        return self._reckoned(self.galley)

    def _reckoned(self, told: Mapping[str, Any]) -> Pages:
        """The pages as they are made up."""
        assert self.feet is not None
        paging = Paging(told, self.feet)
        leaves = [leaf for leaf in paging.leaves if leaf.host]
        rooms = {leaf.host: Room(leaf.page, leaf.room) for leaf in leaves if leaf.host}
        homes = {name: leaf.page for leaf in leaves for name in leaf.printed}
        pages = self.pages = Pages(paging.told, rooms, homes, self.feet.far)
        self.carried = {name: pages.draws[page] for name, page in homes.items() if page != pages.marks[name].at[0]}
        return pages

    def _measured(self) -> Mapping[str, Any]:
        """What is told of the galley."""
        entries = self.feet is None and self._entries_measured()
        self.desk.write({file: one.on_galley(self.pages) for file, one in self.entries.items()})
        told = self._told({**self._inputs({}), "galley": "true"})
        if entries:
            self.feet = Feet(entries, told["sheet"]["width"], told["sheet"]["height"])
        return told

    def _told(self, inputs: Mapping[str, str]) -> Mapping[str, Any]:
        """What the source tells of its lines. Raises ``TemplateError`` if that is not all that must be known."""
        (told,) = self.desk.ask(inputs, _LABEL)
        if not told.keys() >= _KINDS:
            raise TemplateError
        return told  # type: ignore[no-any-return]

    def _entries_measured(self) -> list[Mapping[str, Any]]:
        """What the entries of each text take. (Measured by themselves: with the text they take more memory.)"""
        sources = {f"entries-{file}": one.to_measure for file, one in self.entries.items() if one}
        includes = "".join(f"#include {literal(f'/{file}')}\n" for file in sources)
        self.desk.write({**sources, MAIN: includes})
        return self.desk.ask(self._inputs({}), "<ed-rooms>")  # type: ignore[no-any-return]

    # --- laying out ---

    def _laid_out(self, rooms: Mapping[str, float]) -> Pages:
        """The pages as they come out with such rooms, which grow until each foot has enough."""
        rooms = dict(rooms)
        for _ in range(_MEASURINGS):
            self.desk.write({file: one.to_lay_out(self.pages) for file, one in self.entries.items()})
            told = self._told(self._inputs(rooms))
            kept = {value["id"]: Room(page, value["have"]) for page, _, _, value in told["rooms"]}
            homes = {name: kept[host].page for name, host in self.carried.items() if host in kept}
            pages = self.pages = Pages(told, kept, homes, self.feet.far if self.feet else frozenset())
            known, self.known = self.known, Known.of(pages)
            lacking = dict(self._lacking(pages))
            if not lacking and known == self.known:
                return pages
            rooms |= lacking
        self.rests = False
        return pages

    def _lacking(self, pages: Pages) -> Iterator[tuple[str, float]]:
        """The feet that need more room than they have, and those that lemmata of a page need."""
        assert self.feet is not None or not pages.marks
        for page, foot in pages.feet.items():
            names = [one.mark.id for one in foot]
            host = pages.draws.get(page, names[0])
            have = pages.rooms[host].have if host in pages.rooms else 0.0
            if self.feet and (needed := self.feet.foot(names).height) > have + _SAME_PLACE:
                yield host, needed

    def _inputs(self, rooms: Mapping[str, float]) -> dict[str, str]:
        return {
            "book": json.dumps(bool(self.desk.job.parts)),
            "rooms": json.dumps(rooms),
            "names": json.dumps(self.known.names),
            "count": json.dumps(2 if self.known.several else 1),
        }

    # --- setting ---

    def _proved(self, pages: Pages) -> tuple[bytes, Mapping[str, Any], list[Overfull]]:
        """The PDF, what it tells of itself, and the pages with too little room."""
        pdf, told = self._set(pages)
        return pdf, told, list(_overfull(pages, told))

    def _set(self, pages: Pages) -> tuple[bytes, Mapping[str, Any]]:
        """The PDF, and what it tells of itself: it must be as it was reckoned."""
        self.desk.write({file: one.with_feet(pages) for file, one in self.entries.items()})
        finished = {
            "pages": json.dumps(pages.around),
            "places": json.dumps(pages.places),
            "heads": json.dumps(pages.headings),
            "parts": json.dumps(pages.parts),
            "count": json.dumps(pages.count),
        }
        rooms = {name: room.have for name, room in pages.rooms.items()}
        return self.desk.set(self._inputs(rooms) | finished, _LABEL)

    def _again(self, pages: Pages, told: Mapping[str, Any], overfull: Sequence[Overfull]) -> Pages:
        """The pages with the room that was lacking; as they come out if they were not as reckoned."""
        if self.feet and overfull:
            feet = (([one.mark.id for one in pages.feet[page.page]], page.height) for page in overfull)
            self.feet.learn((names, height) for names, height in feet if names)
        if self.galley is not None and _is_as_reckoned(pages, told):
            return self._made_up()
        self.galley = None
        return self._laid_out({name: room.have for name, room in pages.rooms.items()})

    # --- what is to be said ---

    def _about(self, pages: Pages, told: Mapping[str, Any], overfull: Iterable[Overfull]) -> Iterator[Fault]:
        if not self.rests:
            yield Fault("PDF-008", {})
        if not self.desk.tags:
            yield Fault("PDF-007", {})
        if pages.far_numbers:
            moved = [number for number, _ in pages.far_numbers.values()]
            named = "; ".join(moved[:8]) + (" …" if len(moved) > 8 else "")
            yield Fault("PDF-003", {"count": counted(len(moved), "entry is", "entries are"), "entries": named})
        for page in sorted({page for page, foot in pages.feet.items() if foot} - {page for page, *_ in told["tops"]}):
            yield Fault("PDF-006", {"page": page})
        for full in overfull:
            yield Fault("PDF-004", {"page": full.page, "words": _words_after(self.desk.job, full.host)})


def _overfull(pages: Pages, told: Mapping[str, Any]) -> Iterator[Overfull]:
    for page, _, y, host in told["tops"]:
        if (height := pages.lower - y) > pages.rooms[host].have + _CLEARANCE:
            yield Overfull(page, height, host)


def _is_as_reckoned(pages: Pages, told: Mapping[str, Any]) -> bool:
    """Whether every lemma stands, and every foot was drawn, where that was reckoned."""
    feet = all(pages.rooms[name].page == page for page, _, _, name in told["tops"])
    stands = [(page, y, name) for page, _, y, name in told["starts"] if name in pages.marks]
    return feet and all(
        page == pages.marks[name].at[0] and abs(y - pages.marks[name].at[2]) < _SAME_PLACE for page, y, name in stands
    )


def _words_after(job: Job, entry: str) -> str:
    """The words of the text that follow the mark of an entry."""
    home = next((part for part in job.parts if entry.startswith(f"{part.id}/")), None)
    source, entry = (home.source, entry.removeprefix(f"{home.id}/")) if home else (job.source, entry)
    return literals(source[source.find(f'"{entry}"') :].partition("#end(")[0].rpartition("]")[2] or "?")
