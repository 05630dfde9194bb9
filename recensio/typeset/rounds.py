"""Setting a text in rounds: its entries are measured, its pages laid out until nothing changes any more, then set; and
laid out again if a page has too little room for its foot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from recensio.typeset.desk import Desk
from recensio.typeset.entries import Entries
from recensio.typeset.job import Fault, Job, Outcome, literals
from recensio.typeset.pages import Pages, Special
from recensio.wording import counted

_ROUNDS, _MEASURINGS = 6, 6
# How many rounds let a heading go to the next page together with its room; how many leave entries on the page of their
# heading though their room stayed on the page before; how many leave any entry away from its room.
_FOLLOWED = 2
_STRAYS_AT_HOME = 3
_MENDED_AT_HOME = 4
_SAME_PLACE = 0.01  # points
_LABEL = "<ed-told>"


@dataclass(frozen=True, slots=True)
class Overfull:
    """A page whose foot is higher than its room: by how much, and the first box on it; entries that are printed on it
    and have their room on a later page (guests) or an earlier one (strays)."""

    page: int
    short: float
    first: str
    guests: list[str]
    strays: list[str]


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
    """Setting a text again and again until every page has room for what stands at its foot."""

    desk: Desk
    rooms: dict[str, float] = field(default_factory=dict)
    extra: dict[str, float] = field(default_factory=dict)
    far: set[str] = field(default_factory=set)
    wandering: set[str] = field(default_factory=set)
    with_rooms: bool = False
    gathered: bool = False
    followed: int = 0
    crowded: int = 0
    known: Known = field(default_factory=Known)
    pages: Pages | None = None
    rests: bool = True

    def run(self) -> Outcome:
        """Result: the pages of the last round and what has to be said about them. Raises ``TypstError``."""
        entries = self._entries()
        self._measure_entries(entries)
        for _ in range(_ROUNDS):
            pages = self._laid_out(entries)
            pdf, told = self._set(entries, pages)
            overfull = list(_overfull(pages, told))
            if not overfull:
                break
            self._make_room(pages, overfull)
        faults = (*self.desk.faults, *self._about(pages, told, overfull))
        starts = ((part["id"], page) for page, _, _, part in pages.told["parts"] if part["id"] is not None)
        return Outcome(pdf, faults, told["count"], tuple(starts))

    def _entries(self) -> dict[str, Entries]:
        """The entries of each source, by the name of its file."""
        prefixes = ("", *(f"{part.id}/" for part in self.desk.job.parts))
        sources = zip(self.desk.job.sources.items(), prefixes, strict=True)
        return {file: Entries(source, prefix) for (file, source), prefix in sources}

    # --- measuring ---

    def _measure_entries(self, entries: Mapping[str, Entries]) -> None:
        """Find the height of each entry, and which are too long for the foot of a page."""
        if any(entries.values()):
            self.desk.write({file: one.to_measure for file, one in entries.items()})
            for text in self.desk.ask(self._inputs(), "<ed-rooms>"):
                self.rooms.update({name: height for name, (height, _) in text.items()})
                self.far.update(name for name, (_, far) in text.items() if far)

    def _laid_out(self, entries: Mapping[str, Entries]) -> Pages:
        """The pages, as soon as nothing changes any more."""
        for _ in range(_MEASURINGS):
            pages = self._lay_out(entries)
            known, self.known = self.known, Known.of(pages)
            if not self._gone_astray(pages) and known == self.known:
                return pages
        self.rests = False
        return pages

    def _lay_out(self, entries: Mapping[str, Entries]) -> Pages:
        self.desk.write({file: one.to_lay_out(self.rooms, self.pages) for file, one in entries.items()})
        (told,) = self.desk.ask(self._inputs(), _LABEL)
        self.pages = Pages(told, Special(frozenset(self.far), frozenset(self.wandering), self.with_rooms))
        return self.pages

    def _inputs(self) -> dict[str, str]:
        rooms = {name: max(0.0, room + self.extra.get(name, 0.0)) for name, room in self.rooms.items()}
        return {
            "book": json.dumps(bool(self.desk.job.parts)),
            "rooms": json.dumps(rooms),
            "names": json.dumps(self.known.names),
            "count": json.dumps(2 if self.known.several else 1),
        }

    # --- setting ---

    def _set(self, entries: Mapping[str, Entries], pages: Pages) -> tuple[bytes, Mapping[str, Any]]:
        """The PDF, and what it tells of itself: it must be as it was measured."""
        self.desk.write({file: one.with_feet(self.rooms, pages) for file, one in entries.items()})
        finished = {
            "pages": json.dumps(pages.around),
            "places": json.dumps(pages.places),
            "heads": json.dumps(pages.headings),
            "parts": json.dumps(pages.parts),
            "count": json.dumps(pages.count),
        }
        pdf, told = self.desk.set(self._inputs() | finished, _LABEL)
        self.rests = self.rests and _is_as_measured(pages, told)
        return pdf, told

    # --- room ---

    def _gone_astray(self, pages: Pages) -> bool:
        """Where entries are not on the page of their lemma, first each line gets its room in one piece, and what a
        heading left behind goes after it. True if the pages have to be laid out again."""
        behind = pages.left_behind if self.followed < _FOLLOWED else []
        if not behind and (self.gathered or not pages.away):
            return False
        self.followed += bool(behind)
        for one in behind:
            # A heading went to the next page with the words below it, and left its room behind. If that does not fit on
            # the page in the first place, both go.
            self._move(one.id, max(0.0, one.free) + 1)
        self._gather(pages)
        return True

    def _make_room(self, pages: Pages, overfull: Iterable[Overfull]) -> None:
        """First each line gets its room in one piece, and the page more of it. Where that does not help, entries go
        with their room to another page; at last all entries go with their rooms."""
        self.crowded += 1
        self.with_rooms = self.crowded > _MENDED_AT_HOME
        relieve = self._send_away if self.gathered else _sum_of_rooms
        for page in overfull:
            lacking = page.short + 0.5 - relieve(page, pages.have)
            if lacking > 0:
                self._move(page.first, lacking)
        self._gather(pages)

    def _move(self, entry: str, room: float) -> None:
        self.extra[entry] = self.extra.get(entry, 0.0) + room

    def _send_away(self, page: Overfull, have: Mapping[str, float]) -> float:
        """The last entries of a page that have their room elsewhere go there, as many as must. Result: their height."""
        gained = 0.0
        for entry in [*reversed(page.guests), *(page.strays if self.crowded > _STRAYS_AT_HOME else ())]:
            if gained < page.short:
                gained += have[entry]
                self.wandering.add(entry)
        return gained

    def _gather(self, pages: Pages) -> None:
        """The first entry of each line keeps the room of all its entries: a line goes to the next page if the room of
        its first entry does not fit, but not for the sake of the others. Those that no page can hold wander."""
        crowds = () if self.gathered else pages.crowds
        self.gathered = True
        for first, *others in crowds:
            room = pages.have[first]
            for number, entry in enumerate(others):
                room += pages.have[entry]
                if room > pages.most:
                    self.wandering.update(others[number:])
                    break
                self._move(first, pages.have[entry])
                self._move(entry, -pages.have[entry])

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
            yield Fault("PDF-004", {"page": full.page, "words": _words_after(self.desk.job, full.first)})


def _overfull(pages: Pages, told: Mapping[str, Any]) -> Iterator[Overfull]:
    for page, _, y, name in told["tops"]:
        if (short := pages.short(name, y)) > 0:
            rooms = [(one.mark.id, pages.rooms[one.mark.id].page) for one in pages.feet[page]]
            first = next(name for name, room in pages.rooms.items() if room.page == page)
            guests, strays = [name for name, at in rooms if at > page], [name for name, at in rooms if at < page]
            yield Overfull(page, short, first, guests, strays)


def _is_as_measured(pages: Pages, told: Mapping[str, Any]) -> bool:
    """Whether every lemma stands, and every foot was drawn, where that was measured."""
    feet = all(pages.rooms[name].page == page for page, _, _, name in told["tops"])
    return feet and all(
        page == measured.at[0] and abs(y - measured.at[2]) < _SAME_PLACE
        for (page, _, y, _), measured in zip(told["starts"], pages.marks.values(), strict=True)
    )


def _sum_of_rooms(page: Overfull, have: Mapping[str, float]) -> float:
    """The height of the entries of a page that have their room elsewhere."""
    return sum(have[entry] for entry in page.guests)


def _words_after(job: Job, entry: str) -> str:
    """The words of the text that follow the mark of an entry."""
    home = next((part for part in job.parts if entry.startswith(f"{part.id}/")), None)
    source, entry = (home.source, entry.removeprefix(f"{home.id}/")) if home else (job.source, entry)
    return literals(source[source.find(f'"{entry}"') :].partition("#end(")[0].rpartition("]")[2] or "?")
