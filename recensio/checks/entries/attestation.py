"""Who attests what: sigla as they are written, witnesses named too often or not at all.

The TEI Critical Apparatus Toolbox (M. Burghart, Journal of the TEI 10, 2016, https://doi.org/10.4000/jtei.1520) marks
witnesses missing or repeated in parallel segmentation, in a browser; here it is done for every method, through groups,
with an eye to lacunae and hands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from lxml import etree

from recensio.checks.entries.base import letters, string_of
from recensio.checks.entries.found import Found, listed
from recensio.checks.entries.gather import Apparatus, Entry, Reading, bits, is_sign
from recensio.checks.entries.presence import absent_at
from recensio.law.elements import XML_ID, name_of

_CITING = ("lem", "rdg", "rdgGrp", "witDetail", "wit", "lacunaStart", "lacunaEnd", "witStart", "witEnd")
#: Types of readings that are states of one witness.
_STATE = re.compile(
    r"^\W*(a\W*c|p\W*c|ante|post|s\W*l|i\W*m|mg|marg|in\W*mar|supra|corr|prima|secunda|m\W?\d|alt|v\W*l|gl)", re.I
)
#: How large a share of the entries must account for a witness before the others are said to lack it.
_USUAL = 0.9
_STATED = 0.5  # where the edition states that its apparatus is positive
_ENOUGH = 10
_STRANGE = re.compile(r"[,;]|^[^\w]*$")


def unused(apparatus: Apparatus) -> Iterator[Found]:
    """Witnesses that no reading names, neither by themselves nor through a list or another witness."""
    if not apparatus:
        return
    mentioned = _mentioned(apparatus)
    idle = [name for name in apparatus.sigla.elements if not mentioned & apparatus.sigla.own(name)]
    if idle and len(idle) < len(apparatus.sigla.elements):
        facts = {"sigla": listed(idle), "number": f"{len(idle):,}"}
        yield Found("APP-010", apparatus.sigla.elements[idle[0]], facts)


def _mentioned(apparatus: Apparatus) -> int:
    """The witnesses that anything outside their own list points at."""
    values = {value for element in apparatus.root.iter(etree.Element) for value in _pointers_of(element)}
    found = apparatus.mask({s for e in apparatus.entries for r in e.readings for s in r.named or ()}, "touched")
    for name in {name for value in values for name in apparatus.sigla_in(value) if apparatus.sigla.knows(name)}:
        found |= apparatus.sigla.touched(name)
    return found


def _pointers_of(element: etree._Element) -> Iterator[str]:
    if name_of(element) not in ("witness", "listWit"):
        yield from (str(value) for key, value in element.attrib.items() if key == "wit" or "#" in value)


def twice(apparatus: Apparatus) -> Iterator[Found]:
    """Witnesses that two readings of an entry name, with nothing to tell the two states apart; and ``@varSeq`` that
    does not put such readings in order."""
    for entry in apparatus.entries:
        attesting = [r for r in entry.readings if r.named and not is_sign(r)]
        if len(attesting) > 1:
            yield from _repeated(apparatus, entry, attesting)


def _repeated(apparatus: Apparatus, entry: Entry, attesting: Sequence[Reading]) -> Iterator[Found]:
    once = again = 0
    for reading in attesting:
        mask = apparatus.mask(reading.named, "direct")
        again |= once & mask
        once |= mask
    for name in apparatus.sigla.names_in(again):
        bit = apparatus.sigla.own(name)
        own = [r for r in attesting if apparatus.mask(r.named, "direct") & bit]
        yield from _judged(apparatus, entry, name, own)


def _judged(apparatus: Apparatus, entry: Entry, name: str, own: Sequence[Reading]) -> Iterator[Found]:
    numbers = [reading.element.get("varSeq") for reading in own]
    if any(number is not None for number in numbers):
        if len({number for number in numbers if number}) < len(numbers):
            shown = listed("none" if number is None else number for number in numbers)
            yield Found("APP-012", own[1].element, {"siglum": name, "numbers": shown}, name)
    elif not _are_states(own):
        bit = apparatus.sigla.own(name)
        named = [reading for reading in own if apparatus.mask(reading.named, "own") & bit]
        groups = [g for r in own for g in r.named or () if g != name and apparatus.sigla.direct(g) & bit]
        facts = {"siglum": name, "entry": _called(entry), "number": len(own), "group": (groups or [""])[0]}
        yield Found("APP-014" if len(named) == 1 else "APP-011", own[1].element, facts, name)


def _are_states(own: Sequence[Reading]) -> bool:
    """True if hands, or types such as ``ac`` and ``pc``, tell the readings of one witness apart."""
    hands = [reading.element.get("hand") or "" for reading in own]
    types = [reading.element.get("type") or "" for reading in own]
    if len(set(hands)) == len(hands):
        return True
    return len(set(types)) == len(types) and any(_STATE.match(kind) for kind in types)


def _called(entry: Entry) -> str:
    name = entry.element.get(XML_ID) or entry.element.get("n")
    return f"entry {name}" if name else "this entry"


def missing(apparatus: Apparatus, style: str) -> Iterator[Found]:
    """Witnesses that are named in nearly every entry that names all, and not in this one, though they have text."""
    positive = [(entry, _accounted(apparatus, entry)) for entry in apparatus.entries if _is_positive(entry)]
    top = [(entry, named) for entry, named in positive if entry.outer is None and not entry.aside]
    if style == "negative" or len(top) < (2 if style == "positive" else _ENOUGH):
        return
    if style != "positive" and 2 * len(top) < len([e for e in apparatus.top if _attests(e)]):
        return
    usual = _usual([named for _, named in top], _STATED if style == "positive" else _USUAL)
    absent = absent_at(apparatus)
    for entry, named in positive:
        expected = usual & ~absent.get(entry.element, 0) & _around(apparatus, entry)
        lacking = apparatus.sigla.names_in(expected & ~named)
        if lacking:
            which = f"witness {lacking[0]}" if len(lacking) == 1 else f"the witnesses {listed(lacking)}"
            yield Found("APP-013", entry.element, {"witnesses": which}, " ".join(lacking))


def _attests(entry: Entry) -> bool:
    return any(not is_sign(reading) for reading in entry.readings)


def _is_positive(entry: Entry) -> bool:
    """True if the entry sets out to name the witnesses of every reading, that of the base text included."""
    attesting = [reading for reading in entry.readings if not is_sign(reading)]
    if len(attesting) < 2 or any(not r.named and not r.has("source", "resp") for r in attesting if not r.is_lemma):
        return False
    lemma = entry.lemma
    return lemma is None or bool(lemma.named) or _repeats(lemma, attesting)


def _repeats(lemma: Reading, attesting: Iterable[Reading]) -> bool:
    """True if a reading says again what the lemma says, with its witnesses."""
    words = letters(string_of(lemma.element))
    return any(words == letters(string_of(r.element)) for r in attesting if not r.is_lemma and r.named)


def _accounted(apparatus: Apparatus, entry: Entry) -> int:
    """The witnesses that the entry says anything of."""
    named = (reading.named for reading in entry.readings if reading.named)
    found = apparatus.mask((siglum for sigla in named for siglum in sigla), "touched")
    for element in entry.element.iter(etree.Element):
        if name_of(element) in _CITING and element.get("wit"):
            found |= apparatus.mask(apparatus.sigla_in(str(element.get("wit"))), "touched")
    for around in (*entry.element.iter(etree.Element), *entry.element.iterancestors()):
        excluded = apparatus.sigla_in(around.get("exclude") or "")
        found |= apparatus.mask(filter(apparatus.sigla.knows, excluded), "touched")
    return found


def _usual(masks: Sequence[int], share: float) -> int:
    """The witnesses that at least this share of the entries account for."""
    times: Counter[int] = Counter()
    for mask, alike in groupby(sorted(masks)):
        number = len(list(alike))
        times.update(dict.fromkeys(bits(mask), number))
    return sum(bit for bit, number in times.items() if number >= share * len(masks))


def _around(apparatus: Apparatus, entry: Entry) -> int:
    """The witnesses that can be expected in a nested entry: those of the reading around it; else all."""
    if entry.outer is None:
        return -1
    wit = entry.outer.get("wit")
    if wit is None and name_of(entry.outer) == "rdg":
        return 0
    return -1 if wit is None else apparatus.mask(apparatus.sigla_in(wit))


def sigla_as_written(apparatus: Apparatus) -> Iterator[Found]:
    """Empty ``@wit``, sigla without ``#``, separators that are none, a siglum written twice."""
    for element in apparatus.root.iter(etree.Element):
        wit = element.get("wit")
        if wit is None or name_of(element) not in _CITING:
            continue
        tokens = wit.split()
        if not tokens:
            yield Found("APP-016", element, {"element": name_of(element)}, "empty")
        yield from (found for token in tokens for found in _judged_token(apparatus, element, token))
        for token in sorted(token for token, number in Counter(tokens).items() if number > 1):
            yield Found("APP-019", element, {"siglum": token, "element": name_of(element)}, token)


def _judged_token(apparatus: Apparatus, element: etree._Element, token: str) -> Iterator[Found]:
    if token.startswith("#") and token[1:] in apparatus.ids:
        return
    bare = not token.startswith("#") and "#" not in token
    if bare and token in apparatus.ids:
        yield Found("APP-017", element, {"siglum": token}, "bare")
    elif _STRANGE.search(token) and token.rpartition("#")[2] not in apparatus.sigla.elements:
        yield Found("APP-018", element, {"token": token}, token)


def unattested(apparatus: Apparatus) -> Iterator[Found]:
    """Readings that nobody attests: neither a witness, a scholar nor a hand."""
    if not any(reading.named for entry in apparatus.entries for reading in entry.readings):
        return
    for entry in apparatus.entries:
        for reading in entry.readings:
            bare = reading.named is None and not reading.has("source", "resp", "hand", "edRef", "copyOf", "ed")
            if bare and not reading.is_lemma and not _is_explained(reading):
                yield Found("APP-020", reading.element, {"entry": _called(entry)}, "nobody")


def _is_explained(reading: Reading) -> bool:
    """True if a note, a ``wit`` or signs of a fragment say what there is to say."""
    after = reading.element.getnext()
    if after is not None and name_of(after) in ("wit", "witDetail", "note"):
        return True
    return any(name_of(e) in ("note", "wit", "bibl", "witStart", "lacunaStart", "witEnd", "lacunaEnd", "witDetail")
               for e in reading.element.iter(etree.Element))  # fmt: skip


def details(apparatus: Apparatus) -> Iterator[Found]:
    """``witDetail`` about a witness that the entry names nowhere. One with a type may speak of others: that is how
    witnesses without text, or with an ambiguous one, are told of."""
    for entry in apparatus.entries:
        named = apparatus.mask((siglum for r in entry.readings for siglum in r.named or ()), "touched")
        for detail in entry.details:
            of = apparatus.sigla_in(detail.get("wit") or "")
            strange = [siglum for siglum in of if not apparatus.sigla.touched(siglum) & named]
            if strange and not detail.get("type") and named:
                yield Found("APP-021", detail, {"siglum": listed(strange), "entry": _called(entry)}, listed(strange))
