"""When witnesses have text: lacunae and fragments, and readings that contradict them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from recensio.checks.entries.base import string_of
from recensio.checks.entries.found import Found
from recensio.checks.entries.gather import EVENTS, Apparatus, Entry, Reading, bits
from recensio.law.elements import name_of

_BEGINS_ABSENCE = {"lacunaStart": True, "witEnd": True, "lacunaEnd": False, "witStart": False}


@dataclass(frozen=True, slots=True, eq=False)
class _Event:
    """A sign that the witnesses in ``mask`` cease (``silences``) or begin to have text, in the entry ``entry``."""

    element: etree._Element
    silences: bool
    mask: int
    entry: etree._Element | None


def absent_at(apparatus: Apparatus) -> dict[etree._Element, int]:
    """For each entry, the witnesses that have no text there; empty if nothing is said of any."""
    if not _events(apparatus):
        return {}
    at: dict[etree._Element, int] = {}
    absent = _absent_at_first(apparatus)
    for item in _in_order(apparatus):
        if isinstance(item, Entry):
            at[item.element] = absent
            continue
        absent = absent | item.mask if item.silences else absent & ~item.mask
        if item.entry is not None:  # who ceases or begins in an entry may be named in it or not
            at[item.entry] = at.get(item.entry, 0) | item.mask
    return at


def signs(apparatus: Apparatus) -> Iterator[Found]:
    """Signs of lacunae and fragments that contradict each other, have no partner, or say of nobody."""
    for element in _event_elements(apparatus):
        if not _concerned(apparatus, element):
            yield Found("APP-025", element, {"sign": name_of(element)}, name_of(element))
    last: dict[int, _Event] = {}
    for event in (item for item in _in_order(apparatus) if isinstance(item, _Event)):
        for bit in bits(event.mask):
            before = last.get(bit)
            if before is not None and before.silences == event.silences:
                yield _repeated(apparatus, event, before, bit)
            elif before is None and name_of(event.element) == "lacunaEnd":
                yield _alone(apparatus, event, bit, "lacunaStart", "from the beginning of the text")
            last[bit] = event
    for bit, event in last.items():
        if name_of(event.element) == "lacunaStart":
            yield _alone(apparatus, event, bit, "lacunaEnd", "to the end of the text")


def _repeated(apparatus: Apparatus, event: _Event, before: _Event, bit: int) -> Found:
    name, other = name_of(event.element), name_of(before.element)
    state = "has no text here" if event.silences else "has text here"
    facts = {"sign": name, "siglum": _name(apparatus, bit), "state": state, "before": f"{other} before it"}
    return Found("APP-023", event.element, facts, f"{name} {bit}")


def _alone(apparatus: Apparatus, event: _Event, bit: int, partner: str, where: str) -> Found:
    facts = {"sign": name_of(event.element), "siglum": _name(apparatus, bit), "partner": partner, "where": where}
    return Found("APP-024", event.element, facts, f"{partner} {bit}")


def in_lacuna(apparatus: Apparatus) -> Iterator[Found]:
    """Readings with words that name a witness where it has no text."""
    absent = absent_at(apparatus)
    for entry in apparatus.entries if absent else ():
        silent = absent.get(entry.element, 0)
        silent &= ~_eventful(apparatus, entry) if silent else 0
        for reading in entry.readings if silent else ():
            for name in apparatus.sigla.names_in(apparatus.mask(reading.named, "own") & silent):
                if _has_words(reading):
                    yield Found("APP-022", reading.element, {"siglum": name, "element": name_of(reading.element)}, name)


def _eventful(apparatus: Apparatus, entry: Entry) -> int:
    """The witnesses that cease or begin in this very entry."""
    found = 0
    for element in entry.element.iter(*(f"{{*}}{name}" for name in EVENTS)):
        found |= _concerned(apparatus, element)
    return found


def _has_words(reading: Reading) -> bool:
    if reading.element.get("type", "").lower().startswith("lac"):
        return False
    return bool(string_of(reading.element).strip())


def _event_elements(apparatus: Apparatus) -> list[etree._Element]:
    return [e for e in apparatus.root.iter(*(f"{{*}}{name}" for name in EVENTS)) if name_of(e) in EVENTS]


def _events(apparatus: Apparatus) -> list[_Event]:
    found = []
    for element in _event_elements(apparatus):
        mask = _concerned(apparatus, element)
        entry = next((a for a in element.iterancestors() if name_of(a) == "app"), None)
        if mask:
            found.append(_Event(element, _BEGINS_ABSENCE[name_of(element)], mask, entry))
    return found


def _concerned(apparatus: Apparatus, event: etree._Element) -> int:
    """The witnesses of its own ``@wit``, else those of the nearest reading around it that says of any."""
    for around in (event, *event.iterancestors()):
        name = name_of(around)
        if around is event or name in ("lem", "rdg", "rdgGrp"):
            named = apparatus.sigla_in(around.get("wit") or "")
            if named:
                return apparatus.mask(named)
    return 0


def _absent_at_first(apparatus: Apparatus) -> int:
    """The witnesses whose first sign is one that they begin."""
    met = absent = 0
    for item in _in_order(apparatus):
        if isinstance(item, _Event):
            absent |= 0 if item.silences else item.mask & ~met
            met |= item.mask
    return absent


def _in_order(apparatus: Apparatus) -> Sequence[Entry | _Event]:
    """Entries and signs in the order of the text: attached entries where they point, all others where they stand."""
    entries = {entry.element: entry for entry in apparatus.entries}
    events = {event.element: event for event in _events(apparatus)}
    items: list[tuple[int, Entry | _Event]] = []
    attached = any(entry.attached for entry in apparatus.entries)
    for element in apparatus.root.iter(etree.Element):
        item = entries.get(element) or events.get(element)
        if item is not None:
            items.append((_position(apparatus, element) if attached else 0, item))
    return [item for _, item in sorted(items, key=lambda pair: pair[0])]


def _position(apparatus: Apparatus, element: etree._Element) -> int:
    """Where in the base text an element belongs: what stands in an attached entry, where that points."""
    for around in (element, *element.iterancestors()):
        target = apparatus.target((around.get("from") or around.get("to") or "").split(" ")[0])
        span = apparatus.text.span(around if target is None or name_of(around) != "app" else target)
        if span is not None:
            return span.start
    return len(apparatus.text)


def _name(apparatus: Apparatus, bit: int) -> str:
    return apparatus.sigla.names[bit.bit_length() - 1]
