"""The form of entries: without readings, with one only, with parts in wrong places."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from recensio.checks.entries.found import Found
from recensio.checks.entries.gather import Apparatus, Entry, is_sign
from recensio.law.elements import name_of

_SAYING_MORE = frozenset({"note", "witDetail", "wit", "certainty", "app"})
_HOLDING_NO_ENTRY = frozenset({"app", "rdgGrp", "listWit", "witness", "choice", "subst"})


def empty(apparatus: Apparatus) -> Iterator[Found]:
    """Entries that hold nothing, and groups without readings."""
    for entry in apparatus.entries:
        if not _children(entry.element) and not (entry.element.text or "").strip():
            yield Found("APP-050", entry.element, {}, "empty")
        for group in entry.element.iter("{*}rdgGrp"):
            if not any(name_of(part) in ("lem", "rdg", "rdgGrp") for part in group):
                yield Found("APP-053", group, {}, "group")


def lonely(apparatus: Apparatus) -> Iterator[Found]:
    """Entries with one reading only, and nothing else to say."""
    for entry in apparatus.entries:
        if len(entry.readings) == 1 and _says_no_more(entry):
            yield Found("APP-051", entry.element, {"element": name_of(entry.readings[0].element)}, "one")


def _says_no_more(entry: Entry) -> bool:
    (reading,) = entry.readings
    if is_sign(reading) or (entry.attached and not reading.is_lemma):
        return False
    if any(name_of(e) in _SAYING_MORE for e in entry.element.iterdescendants()):
        return False
    return not reading.has("source", "resp", "cause", "exclude", "require", "copyOf", "next", "prev")


def several_lemmata(apparatus: Apparatus) -> Iterator[Found]:
    """Entries with more than one ``lem``."""
    for entry in apparatus.entries:
        lemmata = [reading for reading in entry.readings if reading.is_lemma]
        if len(lemmata) > 1:
            yield Found("APP-052", lemmata[1].element, {"number": len(lemmata)}, "lemmata")


def misplaced(apparatus: Apparatus) -> Iterator[Found]:
    """Entries directly inside another, outside its readings: their words have no place in the text."""
    for entry in apparatus.entries:
        parent = entry.element.getparent()
        if parent is not None and name_of(parent) in _HOLDING_NO_ENTRY:
            yield Found("APP-054", entry.element, {"parent": name_of(parent)}, name_of(parent))


def _children(element: etree._Element) -> int:
    return sum(1 for child in element if isinstance(child.tag, str))
