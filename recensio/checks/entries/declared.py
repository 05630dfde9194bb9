"""What the header and the settings say of the apparatus, and whether the entries are so."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from recensio.checks.entries.found import Found
from recensio.checks.entries.gather import Apparatus, Entry, is_sign
from recensio.law.elements import name_of
from recensio.law.model import is_apparatus_list

_PARALLEL, _ENDS, _LOCATED = "parallel-segmentation", "double-end-point", "location-referenced"
_METHODS = frozenset({_PARALLEL, _ENDS, _LOCATED})
_SHORT = {_PARALLEL: "stand in the text, around their lemma", _ENDS: "point at elements by @from or @to",
          _LOCATED: "are keyed by @loc"}  # fmt: skip


def encoding(apparatus: Apparatus) -> Iterator[Found]:
    """``variantEncoding`` that the entries don't follow."""
    declared = [e for e in apparatus.root.iter("{*}variantEncoding") if name_of(e) == "variantEncoding"]
    entries = [entry for entry in apparatus.top if any(not is_sign(r) for r in entry.readings)]
    if not declared or not entries or not apparatus.has_text:
        return
    methods = {str(e.get("method")) for e in declared if e.get("method") in _METHODS}
    others = [entry for entry in entries if methods and not methods & _methods(entry)]
    if others:
        kind = next(method for method in (_PARALLEL, _ENDS, _LOCATED) if method in _methods(others[0]))
        facts = {"declared": ", ".join(sorted(methods)), "number": f"{len(others):,}", "all": f"{len(entries):,}"}
        yield Found("APP-060", others[0].element, facts | {"kind": kind, "how": _SHORT[kind]})
    places = {str(e.get("location")) for e in declared if e.get("location") in ("internal", "external")}
    elsewhere = [entry for entry in entries if places and _location(entry) not in places and entry not in others]
    if elsewhere:
        facts = {"declared": ", ".join(sorted(places)), "number": f"{len(elsewhere):,}", "all": f"{len(entries):,}"}
        yield Found("APP-061", elsewhere[0].element, facts | {"kind": _location(elsewhere[0])})


def _methods(entry: Entry) -> set[str]:
    """The methods that an entry may be said to follow; any, if it does not say by what it is tied to the text."""
    element = entry.element
    if not entry.attached:
        return {_PARALLEL}
    points = any("#" in (element.get(name) or "") for name in ("from", "to"))
    found = {_ENDS} if points else set()
    if element.get("loc") is not None or _is_numbered(element):
        found.add(_LOCATED)
    return found or set(_METHODS)


def _is_numbered(element: etree._Element) -> bool:
    """``@from`` that counts words."""
    return (element.get("from") or "").strip().isdecimal()


def _location(entry: Entry) -> str:
    """``external`` if the entry stands apart from the text that it is about."""
    parent = entry.element.getparent()
    apart = entry.listed or (parent is not None and is_apparatus_list(parent))
    return "external" if entry.attached and apart else "internal"


def style_kept(apparatus: Apparatus, style: str) -> Iterator[Found]:
    """Lemmata that don't name their witnesses where the edition's apparatus is positive, or do where it is negative."""
    for entry in apparatus.entries if style in ("positive", "negative") else ():
        lemma = entry.lemma
        if lemma is None or all(is_sign(r) or r.is_lemma for r in entry.readings):
            continue
        if style == "positive" and not lemma.named and not lemma.has("source", "resp"):
            yield Found("APP-062", lemma.element, {}, "positive")
        if style == "negative" and lemma.named:
            yield Found("APP-063", lemma.element, {"sigla": str(lemma.element.get("wit") or "")[:40]}, "negative")
