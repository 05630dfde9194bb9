"""Where entries point: ``@from``, ``@to``, ``@loc`` and chains of entries."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from recensio.checks.entries.base import cut, words_shown
from recensio.checks.entries.found import Found, listed, quoted
from recensio.checks.entries.gather import Apparatus, Entry
from recensio.checks.entries.wording import span_of
from recensio.law.elements import name_of
from recensio.law.model import ELSEWHERE
from recensio.placing.spots import Between, Spot

_PLACING = frozenset({"app", "listApp", "note", "div", "ab", "p"})


def unplaced(apparatus: Apparatus) -> Iterator[Found]:
    """Entries that stand outside the text and can't be placed in it, each with the reason; pointers of the others that
    lead out of the text or back; lemmata that are not where ``@loc`` says."""
    for entry in apparatus.entries if apparatus.has_text else ():
        if entry.element.get(ELSEWHERE) is None and entry.outer is None and entry.attached and entry.readings:
            found = apparatus.spots.of(entry.element)
            yield from (_placed(apparatus, entry, found) if found else _lost(apparatus, entry))


def _pointers(entry: Entry) -> dict[str, list[str]]:
    return {name: (entry.element.get(name) or "").split() for name in ("from", "to")}


def _lost(apparatus: Apparatus, entry: Entry) -> Iterator[Found]:
    """Why an entry has no place."""
    pointers = _pointers(entry)
    tokens = [token for tokens in pointers.values() for token in tokens]
    lost = [token for token in tokens if token.startswith("#") and apparatus.target(token) is None]
    loc = (entry.element.get("loc") or "").strip()
    if lost:
        yield Found("APP-040", entry.element, {"pointers": listed(lost)}, each=True)
    elif any(apparatus.target(token) is not None for token in tokens):
        yield from _outside(apparatus, entry, pointers)
    elif loc:
        yield Found("APP-044", entry.element, {"loc": loc[:40], "numbers": _numbers(apparatus)}, each=True)
    elif not tokens and not _is_located(entry):
        yield Found("APP-042", entry.element, {}, "nowhere")


def _is_located(entry: Entry) -> bool:
    """True if the entry, its list or a note around it says where it belongs."""
    around = (entry.element, *entry.element.iterancestors())
    return any(a.get(name) for a in around for name in ("loc", "corresp", "target") if name_of(a) in _PLACING)


def _placed(apparatus: Apparatus, entry: Entry, found: list[Spot] | Between) -> Iterator[Found]:
    pointers = _pointers(entry)
    if any(pointers.values()):
        yield from _outside(apparatus, entry, pointers)
    elif entry.lemma is not None and isinstance(found, list) and not any(spot.exact for spot in found):
        words = words_shown(entry.lemma.element, apparatus.document)
        if any(cut(words)):
            facts = {"lemma": quoted(words), "loc": (entry.element.get("loc") or "")[:40]}
            yield Found("APP-036", entry.lemma.element, facts, each=True)


def _outside(apparatus: Apparatus, entry: Entry, pointers: dict[str, list[str]]) -> Iterator[Found]:
    for name, tokens in pointers.items():
        for token in tokens:
            target = apparatus.target(token)
            if target is not None and apparatus.text.span(target) is None and not _in_text(apparatus, target):
                facts = {"attribute": name, "pointer": token, "element": name_of(target)}
                yield Found("APP-043", entry.element, facts, f"{name} {name_of(target)}")
    span, _ = span_of(apparatus, entry)
    if span is not None and span.end < span.start:
        facts = {"first": pointers["from"][0], "last": pointers["to"][-1]}
        yield Found("APP-041", entry.element, facts, each=True)


def _in_text(apparatus: Apparatus, target: etree._Element) -> bool:
    """True for what stands in the text, if only in a note or a reading there."""
    roots = set(apparatus.document.roots)
    return any(around in roots for around in target.iterancestors())


def _numbers(apparatus: Apparatus) -> str:
    """The numbers that lines, verses, paragraphs, pages … of the text have, as a message tells them."""
    plain = [number for number in apparatus.numbers if number.isdigit()] or apparatus.numbers
    if len(plain) <= 4:
        return listed(plain) if plain else "no numbers"
    return f"{listed(plain[:2])} … {listed(plain[-1:])}"


def chains(apparatus: Apparatus) -> Iterator[Found]:
    """``@next`` and ``@prev`` of entries that don't answer each other."""
    order = {entry.element: number for number, entry in enumerate(apparatus.entries)}
    for entry in apparatus.entries:
        for name, back in (("next", "prev"), ("prev", "next")):
            pointer = (entry.element.get(name) or "").strip()
            target = apparatus.target(pointer)
            if target is not None:
                why = _broken(apparatus, entry, target, back, order, forwards=name == "next")
                if why:
                    facts = {"attribute": name, "pointer": pointer, "why": why}
                    yield Found("APP-045", entry.element, facts, why[:9])


def _broken(
    apparatus: Apparatus, entry: Entry, target: etree._Element, back: str, order: dict[etree._Element, int],
    *, forwards: bool,
) -> str:  # fmt: skip
    if target not in order:
        return f"leads to a <{name_of(target)}>, not to an app"
    if order[target] == order[entry.element] or (order[target] < order[entry.element]) is forwards:
        direction = "back" if forwards else "forward"
        return "leads to itself" if target is entry.element else f"leads {direction} in the text"
    answer = apparatus.target((target.get(back) or "").strip())
    if answer is not None and answer is not entry.element:
        return f"leads to an entry whose @{back} names another"
    return ""
