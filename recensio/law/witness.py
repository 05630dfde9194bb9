"""The text of a witness, put together of the runs of a flow (docs/developers/text-law.md, "Witness W")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from recensio.law.flow import (
    BOUNDARY,
    BREAK,
    OPEN_BREAK,
    App,
    Copy,
    Event,
    Flow,
    Item,
    Part,
    Point,
    Reading,
    Witness,
)

_SEAMS = (BOUNDARY, BREAK, OPEN_BREAK)
_MOST_COPIES = 8  # of what is copied from what is copied: a circle ends

#: A run by its number, marks as they are, and what decides about the runs around.
_Part = int | str | Event | Point


def pieces_of(flow: Flow, witness: Witness, state: int = 0) -> list[int | str]:
    """The runs of a witness in order, with the marks between them."""
    gathered = _Gathering(flow, witness, state).gathered(flow.body)
    return _present(_replaced(flow, witness, state, gathered))


def states_of(entries: Iterable[App], witness: Witness) -> int:
    """The most readings that one of these entries gives a witness."""
    return max((len(app.naming(witness)) for app in entries), default=1) or 1


class Columns:
    """A text whose witnesses differ by plain words only, as a table: what is common, what each has at each entry.

    Most texts are such, and some have hundreds of witnesses.
    """

    def __init__(self, flow: Flow) -> None:
        """Of the ``flow`` of a text. Raises ``ValueError`` for one that is not so simple."""
        self._common: list[str] = []
        self._by_name: list[dict[str, str]] = []
        self._else: list[str] = []
        common: list[str] = []
        if flow.attached:
            raise ValueError
        for item in flow.body:
            if isinstance(item, int):
                common.append(flow.run(item))
            else:
                self._add(flow, item)
                self._common.append("".join(common))
                common.clear()
        self._end = "".join(common)

    def _add(self, flow: Flow, item: Item) -> None:
        if not isinstance(item, App) or item.repeats_names:
            raise ValueError
        self._by_name.append({name: _plain(flow, r) for r in item.readings for name in r.wits or ()})
        self._else.append(next((_plain(flow, r) for r in item.readings if r.is_lemma and r.wits is None), ""))

    def text(self, witness: Witness) -> str:
        """The characters and marks of a witness."""
        name, *groups = witness.answers
        rows = zip(self._by_name, self._else, strict=True)
        if groups:
            chosen = [next((had[n] for n in witness.answers if n in had), other) for had, other in rows]
        else:
            chosen = [had.get(name, other) for had, other in rows]
        return "".join([*chain.from_iterable(zip(self._common, chosen, strict=True)), self._end])


def _plain(flow: Flow, reading: Reading) -> str:
    if not all(isinstance(item, int) for item in reading.body):
        raise ValueError
    return "" if reading.is_remark else flow.text(item for item in reading.body if isinstance(item, int))


class _Gathering:
    """One witness's way through the text: runs, marks, the events that concern the witness, points."""

    def __init__(self, flow: Flow, witness: Witness, state: int) -> None:
        self._flow = flow
        self._witness = witness
        self._state = state
        self._copies = 0
        self._parts: list[_Part] = []

    def gathered(self, body: list[Item], *, speaking: bool = True) -> list[_Part]:
        """All parts of ``body``. Not ``speaking``: events only."""
        self._gather(body, speaking)
        return self._parts

    def _gather(self, body: list[Item], speaking: bool) -> None:
        for item in body:
            if type(item) is int:  # (by far the commonest, and then entries)
                if speaking:
                    self._parts.append(item)
            elif type(item) is App:
                self._entry(item, speaking)
            else:
                self._rarer(item, speaking)

    def _rarer(self, item: Item, speaking: bool) -> None:
        if isinstance(item, Event):
            if self._witness.is_meant(item.wits):
                self._parts.append(item)
        elif isinstance(item, Part):
            self._part(item, speaking)
        elif isinstance(item, Point) and speaking:
            self._parts.append(item)
        elif isinstance(item, Copy) and speaking:
            self._copy(item)

    def _entry(self, app: App, speaking: bool) -> None:
        chosen = app.of_witness(self._witness, self._state)
        if not app.eventful:
            if chosen is not None:
                self._gather(chosen.body, speaking and not chosen.is_remark)
            return
        for reading in app.readings:
            if reading is chosen:
                self._gather(reading.body, speaking and not reading.is_remark)
            elif self._witness.is_meant(reading.wits):
                self._gather(reading.body, False)

    def _part(self, part: Part, speaking: bool) -> None:
        lacks = self._witness.is_meant(part.excluded)
        if lacks and speaking:
            self._parts.append(BOUNDARY)
        self._gather(part.body, speaking and not lacks)

    def _copy(self, copy: Copy) -> None:
        if self._copies >= _MOST_COPIES:
            return
        self._copies += 1
        for name in copy.ids:
            self._parts.append(BOUNDARY)
            self._gather(self._flow.parts.get(name, []), True)
            self._parts.append(BOUNDARY)
        self._copies -= 1


def _replaced(flow: Flow, witness: Witness, state: int, parts: list[_Part]) -> list[_Part]:
    """The parts with the witness's readings of attached entries in the place of the text between their points.

    Of stretches that overlap, the one that begins first counts.
    """
    if not flow.attached:
        return parts
    points = {part.id: at for at, part in enumerate(parts) if isinstance(part, Point)}
    stretches = sorted(_stretches(flow, witness, state, points), key=lambda stretch: stretch[0])
    done: list[_Part] = []
    at = 0
    for _, (start, end), app in _without_overlap(stretches):
        done += parts[at:start]
        done += _in_place(flow, witness, state, app, parts[start:end])
        at = end
    return done + parts[at:]


_Stretch = tuple[int, tuple[int, int], App]


def _stretches(flow: Flow, witness: Witness, state: int, points: dict[str, int]) -> Iterator[_Stretch]:
    """The attached entries in which the witness differs from the base text, and where in its parts their words are."""
    for app in flow.attached:
        chosen = app.of_witness(witness, state)
        if chosen is None or chosen.is_lemma:
            continue
        for start, end in app.between:
            if start in points and end in points and points[start] <= points[end]:
                yield points[start], (points[start], points[end]), app


def _without_overlap(stretches: list[_Stretch]) -> Iterator[_Stretch]:
    reached = -1
    for stretch in stretches:
        if stretch[0] >= reached:
            reached = stretch[1][1]
            yield stretch


def _in_place(flow: Flow, witness: Witness, state: int, app: App, replaced: list[_Part]) -> list[_Part]:
    """The reading, then what remains of the text that it replaces: its seams, and the events."""
    chosen = app.of_witness(witness, state)
    assert chosen is not None
    edge = [BOUNDARY] if app.apart else []
    reading = _Gathering(flow, witness, state).gathered(chosen.body, speaking=not chosen.is_remark)
    return [*edge, *reading, *edge, *_remains(flow, replaced)]


def _remains(flow: Flow, parts: list[_Part]) -> Iterator[_Part]:
    for part in parts:
        if isinstance(part, Event):
            yield part
        else:
            text = flow.run(part) if isinstance(part, int) else part if isinstance(part, str) else ""
            yield "".join(character for character, _ in groupby(text) if character in _SEAMS)


def _present(parts: list[_Part]) -> list[int | str]:
    """The runs while the witness has text; a boundary where it begins or ceases."""
    first = next((part for part in parts if isinstance(part, Event)), None)
    if first is None:
        return [part for part in parts if isinstance(part, int | str)]
    return list(_while_present(parts, not first.enters))


def _while_present(parts: list[_Part], present: bool) -> Iterator[int | str]:
    for part in parts:
        if isinstance(part, Event):
            present = part.enters
            yield BOUNDARY
        elif present and not isinstance(part, Point):
            yield part
