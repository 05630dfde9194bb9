"""What readings say: the same as the lemma, an omission in words, a lemma that is not what the text has."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from importlib import resources

from lxml import etree

from recensio.checks.entries.base import CUT, BaseText, Span, cut, letters, string_of, words_shown
from recensio.checks.entries.found import Found, quoted
from recensio.checks.entries.gather import Apparatus, Entry, Reading
from recensio.law.elements import XML_ID, name_of

_OMITTED = re.compile(
    r"\W*(om|omm|omis\w*|omitt?\w*|omission|deest|desunt|abest|absent|lacking|variation-absent)\W*", re.I
)
#: Types under which words that are the same, or nearly, are a variant all the same.
_ELSEWHERE = re.compile(
    r"transp|order|ordo|position|punct|interpunc|ortho|spell|graph|format|typog|layout|structur|capital", re.I
)
_SAYS_NOTHING = frozenset({"note", "witDetail", "index", "anchor", "certainty", "ptr", "fw"})
_NAMING = ("n", XML_ID)
_NEAR = 400  # characters on both sides of an anchor, in which a lemma may begin or end there
_ALIKE = 0.5


# --- the same again -----------------------------------------------------------------------------------------


def repeats(apparatus: Apparatus) -> Iterator[Found]:
    """Readings that say what the lemma, or another reading of the entry, says."""
    positive = _repeats_its_lemmata(apparatus)
    for entry in apparatus.entries:
        if not _ELSEWHERE.search(entry.element.get("type") or ""):
            yield from _repeats_in(apparatus, entry, positive)


def _repeats_in(apparatus: Apparatus, entry: Entry, positive: bool) -> Iterator[Found]:
    met: list[tuple[Reading, str, str]] = []
    for reading in entry.readings:
        form, words = _form(reading.element), words_shown(reading.element, apparatus.document)
        same = next((other for other, known, _ in met if known == form), None) if words else None
        near = next((said for other, _, said in met if other.is_lemma and _differs_little(said, words)), None)
        if same is not None and not _is_apart(reading, same) and not (positive and _cites(same)):
            code = "APP-030" if same.is_lemma else "APP-032"
            yield Found(code, reading.element, {"words": quoted(words)}, code)
        elif same is None and near is not None and not _is_marked(reading):
            yield Found("APP-031", reading.element, {"words": quoted(words), "lemma": quoted(near)}, "near")
        met.append((reading, form, words))


def _repeats_its_lemmata(apparatus: Apparatus) -> bool:
    """True if it is the habit of this apparatus that a lemma only cites the text, and a reading says it again with
    the witnesses that have it."""
    citing = [entry for entry in apparatus.entries if entry.lemma is not None and _cites(entry.lemma)]
    again = sum(
        any(_form(r.element) == _form(lemma.element) for r in entry.readings if not r.is_lemma)
        for entry in citing
        if (lemma := entry.lemma) is not None
    )
    return again > 1 and again * 2 > len(citing)


def _cites(reading: Reading) -> bool:
    return reading.is_lemma and not reading.named


def _is_apart(reading: Reading, other: Reading) -> bool:
    """True if something besides the words tells two readings apart: a hand, a state, a cause, a type, a note."""
    attributes = ("hand", "varSeq", "cause", "type", "exclude", "require")
    if any(reading.element.get(name) != other.element.get(name) for name in attributes):
        return not other.is_lemma or _is_marked(reading)
    return reading.element.getparent() is not other.element.getparent() or _is_noted(reading) or _is_noted(other)


def _is_marked(reading: Reading) -> bool:
    """True if an attribute says that the words are not the point."""
    kind = reading.element.get("type") or ""
    return reading.has("hand", "varSeq", "cause") or _ELSEWHERE.search(kind) is not None or _is_noted(reading)


def _is_noted(reading: Reading) -> bool:
    inside = any(name_of(e) in ("note", "witDetail") for e in reading.element.iter(etree.Element))
    after = reading.element.getnext()
    return inside or (after is not None and name_of(after) in ("note", "witDetail"))


def _form(reading: etree._Element) -> str:
    """A reading with its mark-up in one line, so that two that are equal in it are equal in everything that counts."""
    return " ".join(unicodedata.normalize("NFC", "".join(_marked_up(reading))).split())


def _marked_up(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = name_of(child) or (child.tag if isinstance(child.tag, str) else "")
        if name and name not in _SAYS_NOTHING:
            yield f"\0{name}{sorted((k, v) for k, v in child.attrib.items() if k not in _NAMING)}"
            yield from _marked_up(child)
            yield "\0"
        yield child.tail or ""


def _differs_little(first: str, second: str) -> bool:
    """True if two wordings differ in capitals or punctuation alone."""
    if not first or not second or first == second or len(first) > 2 * len(second) + 8:
        return False
    return _bare(first) == _bare(second) != ""


def _bare(words: str) -> str:
    folded = unicodedata.normalize("NFC", words).lower()  # (not casefold: ß and ss are two spellings)
    kept = (c if unicodedata.category(c)[0] in "LMN" or c == CUT else " " for c in folded)
    return " ".join("".join(kept).split())


# --- omissions ----------------------------------------------------------------------------------------------


def omissions(apparatus: Apparatus) -> Iterator[Found]:
    """Omissions that are told in words without a type, and readings that are typed as omissions and have words."""
    for entry in apparatus.entries:
        for reading in entry.readings:
            if not reading.is_lemma and len(reading.element) + len(reading.element.text or ""):
                yield from _omission(apparatus, entry, reading)


def _omission(apparatus: Apparatus, entry: Entry, reading: Reading) -> Iterator[Found]:
    kinds = f"{reading.element.get('type') or ''} {reading.element.get('ana') or ''}".split()
    words = words_shown(reading.element, apparatus.document)
    typed = next((kind for kind in kinds if _OMITTED.fullmatch(kind.rpartition("#")[2])), "")
    if typed:
        if letters(words) and not says_omission(words):
            yield Found("APP-034", reading.element, {"words": quoted(words), "type": typed[:40]}, "typed")
        return
    told = words or " ".join(string_of(reading.element).split())
    if not kinds and says_omission(told) and not _may_be_text(apparatus, entry, told):
        yield Found("APP-033", reading.element, {"words": quoted(told)}, told.casefold())


def says_omission(words: str) -> bool:
    """True if the words are those by which editors say that a witness has nothing here."""
    return _bare(words) in _omission_words()


@cache
def _omission_words() -> frozenset[str]:
    file = resources.files("recensio.checks.entries") / "omission.toml"
    languages = tomllib.loads(file.read_text(encoding="utf-8")).values()
    return frozenset(_bare(word) for words in languages for word in words)


def _may_be_text(apparatus: Apparatus, entry: Entry, told: str) -> bool:
    """True if the words can as well be a reading, since the lemma is much like them (omisit for amisit)."""
    lemma = entry.lemma
    said = words_shown(lemma.element, apparatus.document) if lemma is not None else ""
    return SequenceMatcher(None, _bare(said), _bare(told)).ratio() > _ALIKE


# --- the lemma and the text ---------------------------------------------------------------------------------


def lemmata(apparatus: Apparatus) -> Iterator[Found]:
    """Lemmata of attached entries that are not what stands at the place the entry points at."""
    if not apparatus.has_text:
        return
    for entry in apparatus.entries:
        lemma = entry.lemma
        if entry.attached and lemma is not None and (entry.element.get("from") or entry.element.get("to")):
            words = words_shown(lemma.element, apparatus.document)
            said = [part for part in cut(words) if part]
            if said and (stands := _stands_elsewhere(apparatus, entry, cut(words))):
                yield Found("APP-035", lemma.element, {"lemma": quoted(words), "text": stands}, each=True)


def _stands_elsewhere(apparatus: Apparatus, entry: Entry, parts: list[str]) -> str:
    """What the text has at the place of the entry, if it is not the lemma; else nothing."""
    text = apparatus.text
    span, whole = span_of(apparatus, entry)
    if span is None:
        return ""
    if whole is None:
        before = text.at(Span(span.start - _NEAR, span.start))
        behind = text.at(Span(span.start, span.start + _NEAR))
        near = before.endswith(parts[-1]) or behind.startswith(parts[0])
        return "" if near else _shown_at(text, Span(span.start, span.start + 30))
    there = text.at(span)
    fits = _fits(parts, there) or (whole is False and any(part and part in there for part in parts))
    return "" if fits or span.end < span.start else _shown_at(text, span)


def _shown_at(text: BaseText, span: Span) -> str:
    return quoted(text.words_at(span)) if text.at(span) else "nothing"


def _fits(parts: list[str], there: str) -> bool:
    """True if the parts of a lemma, with anything between them, are the text. A number behind it (et2) is not meant."""
    if len(parts) == 1:
        return there in (parts[0], parts[0].rstrip("0123456789"))
    first, last = parts[0], parts[-1]
    return len(there) >= len(first) + len(last) and there.startswith(first) and there.endswith(last)


def span_of(apparatus: Apparatus, entry: Entry) -> tuple[Span | None, bool | None]:
    """Where an attached entry points, and whether its two ends say where exactly: ``False`` if it points at an
    element, of which the lemma may be a part, ``None`` if only one end is known."""
    begins, ends = _pointed(apparatus, entry, "from", 0), _pointed(apparatus, entry, "to", -1)
    own = apparatus.text.span(entry.element)
    if begins is not None and ends is not None:
        return Span(begins.start, ends.end), True
    if begins is not None and apparatus.text.at(begins):
        return begins, False
    if begins is not None and own is not None and not entry.listed and own.start >= begins.start:
        return Span(begins.start, own.start), True
    found = begins or ends
    return (None, None) if found is None else (Span(found.end, found.end), None)


def _pointed(apparatus: Apparatus, entry: Entry, attribute: str, which: int) -> Span | None:
    tokens = (entry.element.get(attribute) or "").split()
    element = apparatus.target(tokens[which]) if tokens else None
    return None if element is None else apparatus.text.span(element)
