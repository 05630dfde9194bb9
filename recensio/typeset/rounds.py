"""Setting a text in rounds, until every page has room for what stands at its foot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import typst

from recensio.typeset.desk import Desk
from recensio.typeset.job import Fault, Job, Outcome, literals
from recensio.wording import counted

_ROUNDS = 6
# How many rounds let a heading go to the next page together with its room; how many leave entries on the page of their
# heading though their room stayed on the page before; how many leave any entry away from its room.
_FOLLOWED = 2
_STRAYS_AT_HOME = 3
_MENDED_AT_HOME = 4


@dataclass(slots=True)
class Rounds:
    """Setting a text again and again until every page has room for what stands at its foot."""

    desk: Desk
    extra: dict[str, float] = field(default_factory=dict)
    wandering: set[str] = field(default_factory=set)
    with_rooms: bool = False
    gathered: bool = False
    mended: int = 0
    crowded: int = 0
    table: Any = None
    rests: bool = False

    def run(self) -> Outcome:
        """Result: the pages of the last round and what has to be said about them. Raises ``TypstError``."""
        for _ in range(_ROUNDS):
            compiler, pdf, self.rests = self.desk.tried_twice(self._compiled)
            report = _asked(compiler, "<ed-report>")
            if self.rests and not self._can_be_mended(report):
                break
            self._mend(report)
            self.table = self.table if self.rests else _asked(compiler, "<ed-table>")
        faults = (*self.desk.faults, *self._about(report))
        starts = tuple((name, page) for name, page in report["parts"])
        return Outcome(pdf, faults, report["count"], starts)

    def _compiled(self) -> tuple[typst.Compiler, bytes, bool]:
        """One round; the last value says whether the line numbers came to rest in it."""
        compiler = self.desk.compiler()
        pdf, warnings = compiler.compile_with_warnings(
            sys_inputs=self._inputs(),
            timestamp=self.desk.job.timestamp,
            pdf_tags=self.desk.tags,
            pdf_standards=list(self.desk.job.standards),  # type: ignore[arg-type]
        )
        if not isinstance(pdf, bytes):
            raise TypeError(f"the typesetter made {type(pdf).__name__}, not a PDF")
        if self.table is None:
            return compiler, pdf, not any("converge" in warning.message for warning in warnings)
        return compiler, pdf, bool(_asked(compiler, "<ed-table>") == self.table)

    def _inputs(self) -> dict[str, str]:
        return self.desk.settings(**{"shared-sigla": self.desk.job.shared_sigla}) | {
            "extra": json.dumps(self.extra),
            "wandering": json.dumps(dict.fromkeys(sorted(self.wandering), True)),
            "with-rooms": json.dumps(self.with_rooms),
            "book": json.dumps(bool(self.desk.job.parts)),
            "table": json.dumps(self.table),
        }

    def _can_be_mended(self, report: Mapping[str, Any]) -> bool:
        left_behind = self.mended < _FOLLOWED and report["left-behind"]
        return bool(report["overfull"] or left_behind or (report["away"] and not self.gathered))

    def _mend(self, report: Mapping[str, Any]) -> None:
        """First each line gets its room in one piece. Where that does not help, entries go with their room to another
        page, or the page gets more room; at last all entries go with their rooms."""
        if not self._can_be_mended(report):
            return
        self.mended += 1
        self.crowded += bool(report["overfull"])
        self.with_rooms = self.crowded > _MENDED_AT_HOME
        relieve = self._send_away if self.gathered else _sum_of_rooms
        for page in report["overfull"]:
            lacking = page["short"] + 0.5 - relieve(page, report["have"])
            if lacking > 0:
                self._move(page["first"], lacking)
        for entry in report["left-behind"] if self.mended <= _FOLLOWED else ():
            # A heading went to the next page with the words below it, and left its room behind. If that does not fit on
            # the page in the first place, both go.
            self._move(entry["id"], max(0.0, entry["free"]) + 1)
        if not self.gathered:
            self._gather(report)

    def _move(self, entry: str, room: float) -> None:
        self.extra[entry] = self.extra.get(entry, 0.0) + room

    def _send_away(self, page: Mapping[str, Any], have: Mapping[str, float]) -> float:
        """The last entries of a page that have their room elsewhere go there, as many as must. Result: their height."""
        gained = 0.0
        for entry in [*reversed(page["guests"]), *(page["strays"] if self.crowded > _STRAYS_AT_HOME else ())]:
            if gained < page["short"]:
                gained += have[entry]
                self.wandering.add(entry)
        return gained

    def _gather(self, report: Mapping[str, Any]) -> None:
        """The first entry of each line keeps the room of all its entries: a line goes to the next page if the room of
        its first entry does not fit, but not for the sake of the others. Those that no page can hold wander."""
        self.gathered = True
        have = report["have"]
        for first, *others in report["lines"]:
            room = have[first]
            for number, entry in enumerate(others):
                room += have[entry]
                if room > report["most"]:
                    self.wandering.update(others[number:])
                    break
                self._move(first, have[entry])
                self._move(entry, -have[entry])

    def _about(self, report: Mapping[str, Any]) -> Iterable[Fault]:
        if not self.rests:
            yield Fault("PDF-008", {})
        if not self.desk.tags:
            yield Fault("PDF-007", {})
        if report["far"]:
            moved = report["far"]
            named = "; ".join(moved[:8]) + (" …" if len(moved) > 8 else "")
            yield Fault("PDF-003", {"count": counted(len(moved), "entry is", "entries are"), "entries": named})
        for page in report["undrawn"]:
            yield Fault("PDF-006", {"page": page})
        for page in report["overfull"]:
            yield Fault("PDF-004", {"page": page["page"], "words": _words_after(self.desk.job, page["first"])})


def _sum_of_rooms(page: Mapping[str, Any], have: Mapping[str, float]) -> float:
    """The height of the entries of a page that have their room elsewhere."""
    return sum(have[entry] for entry in page["guests"])


def _asked(compiler: typst.Compiler, label: str) -> Any:
    """What the template left under a label."""
    return json.loads(compiler.query(label, field="value", one=True))


def _words_after(job: Job, entry: str) -> str:
    """The words of the text that follow the mark of an entry."""
    home = next((part for part in job.parts if entry.startswith(f"{part.id}/")), None)
    source, entry = (home.source, entry.removeprefix(f"{home.id}/")) if home else (job.source, entry)
    return literals(source[source.find(f'"{entry}"') :].partition("#end(")[0].rpartition("]")[2] or "?")
