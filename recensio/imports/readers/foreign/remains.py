"""What is left of P4 once names are P5's: shapes that P5 has no more, brought to those that say the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

from lxml import etree

from recensio.imports.nodes import element as made
from recensio.imports.nodes import tag
from recensio.parse.vocabulary import TEI, XML_ID, XML_LANG

_ISO = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")
#: What P4 says of the header itself: what it is of, when and by whom it was made. ``revisionDesc`` is for that now.
_OF_HEADERS = frozenset({"type", "status", "creator", "date.created", "date.updated"})
_NUMBER = re.compile(r"^\d+$")


def bring_up(root: etree._Element) -> Counter[str]:
    """Change, in place, what P5 does not allow in what was P4. Returns what was done, counted. No word is lost."""
    done: Counter[str] = Counter()
    for name, change in _CHANGES.items():
        for one in list(root.iter(tag(name))):
            if one.getparent() is not None and (what := change(one)):
                done[what] += 1
    for one in root.iter(f"{{{TEI}}}*"):
        for attribute in list(one.attrib):
            if what := _attribute(one, str(attribute)):
                done[what] += 1
    for header in root.iter(tag("teiHeader")):
        for attribute in _OF_HEADERS & {str(name) for name in header.attrib}:
            done[_drop(header, attribute)] += 1
    return done


# --- Elements ---------------------------------------------------------------------------------------------------------


def _change(one: etree._Element) -> str:
    """``change`` of P4 holds a date, who, and what: date and person become attributes, the rest text."""
    date, item = one.find(tag("date")), one.find(tag("item"))
    if date is None and item is None and one.find(tag("respStmt")) is None:
        return ""
    if date is not None and (when := (date.get("when") or date.text or "").strip()) and _ISO.match(when):
        one.set("when", when)
    for wrapper in [*one.findall(tag("respStmt")), *one.findall(tag("item"))]:
        _dissolve(wrapper, between=" ")
    for part in [*one.findall(tag("resp"))]:
        part.tag = tag("label")
    return "<change> as P5 has it"


def _language_usage(one: etree._Element) -> str:
    """A ``language`` must have an ``ident``."""
    if one.get("ident"):
        return ""
    one.set("ident", str(one.attrib.pop(XML_ID, "")) or one.get(XML_LANG) or "und")
    return "@ident of <language>"


def _witness_list(one: etree._Element) -> str:
    """``listWit`` stands in the header or in a division of its own, not loose in ``text``."""
    parent = one.getparent()
    if parent is None or parent.tag not in {tag("text"), tag("TEI")}:
        return ""
    division = made("div")
    one.addprevious(division)
    division.append(one)
    if parent.tag == tag("text"):
        _into_part(division, "back")
    return "<listWit> in a division"


def _into_part(block: etree._Element, name: str) -> None:
    parent = block.getparent()
    if parent is None:
        return
    part = parent.find(tag(name))
    if part is None:
        part = made(name)
        parent.append(part)
    part.append(block)


def _references(one: etree._Element) -> str:
    """``state`` in ``refsDecl`` is ``refState`` now; for what program the declaration is meant is not said any more."""
    states = one.findall(tag("state"))
    for state in states:
        state.tag = tag("refState")
        if state.get("unit") is None:
            state.set("unit", "unknown")
    said = str(one.attrib.pop("doctype", ""))
    return "<refsDecl> as P5 has it" if states or said else ""


def _figure(one: etree._Element) -> str:
    """``figDesc`` comes before other things; ``p`` in ``figure`` stays."""
    url = str(one.attrib.pop("url", ""))
    if not url:
        return ""
    one.insert(0, made("graphic", url=url))
    return "<graphic> in <figure>"


def _term(one: etree._Element) -> str:
    """``termEntry`` and ``tig`` of P4 have no like in P5: what is in them stays."""
    _dissolve(one, between=" ")
    return "<termEntry> dissolved"


def _dissolve(one: etree._Element, between: str = "") -> None:
    """Take the tags of ``one`` away."""
    parent = one.getparent()
    if parent is None:
        return
    at = parent.index(one)
    before = parent[at - 1] if at else None
    head, tail = f"{between}{one.text or ''}", f"{between}{one.tail or ''}"
    if before is not None:
        before.tail = (before.tail or "") + head
    else:
        parent.text = (parent.text or "") + head
    children = list(one)
    last = children[-1] if children else before
    if last is not None:
        last.tail = (last.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    one.tail = None
    parent.remove(one)
    parent[at:at] = children


_CHANGES: Mapping[str, Callable[[etree._Element], str]] = {
    "change": _change,
    "language": _language_usage,
    "listWit": _witness_list,
    "figure": _figure,
    "refsDecl": _references,
    "termEntry": _term,
    "tig": _term,
}


# --- Attributes -------------------------------------------------------------------------------------------------------


def _attribute(one: etree._Element, name: str) -> str:
    rule = _ATTRIBUTES.get(name)
    return rule(one, name) if rule is not None else ""


def _drop(one: etree._Element, name: str) -> str:
    del one.attrib[name]
    return f"@{name} removed"


def _default(one: etree._Element, name: str) -> str:
    """``default="NO"`` and the like: P5 writes these values small."""
    value = str(one.get(name))
    if value.lower() in {"yes", "no"}:
        one.set(name, "true" if value.lower() == "yes" else "false")
        return f"@{name} as true or false"
    return ""


def _quantity(one: etree._Element, name: str) -> str:
    """``extent="3 lines"`` of P4 may stay; ``extent`` on ``gap`` as a bare number is a quantity."""
    value = str(one.get(name)).strip()
    if not _NUMBER.match(value) or one.get("unit") is None or "quantity" in one.attrib:
        return ""
    del one.attrib[name]
    one.set("quantity", value)
    return "@extent → @quantity"


def _rule(one: etree._Element, name: str) -> str:
    """``teiform`` and such come from the document type, not from the author."""
    return _drop(one, name)


def _target_order(one: etree._Element, name: str) -> str:
    value = str(one.get(name)).upper()
    if value in {"Y", "N", "U"}:
        return _drop(one, name)
    return ""


def _certainty(one: etree._Element, name: str) -> str:
    """``certainty`` of P4 is ``cert``, if it is a word of P5's."""
    value = str(one.get(name)).lower()
    if value in {"high", "medium", "low", "unknown"} and "cert" not in one.attrib:
        del one.attrib[name]
        one.set("cert", value)
        return "@certainty → @cert"
    return ""


_ATTRIBUTES: Mapping[str, Callable[[etree._Element, str], str]] = {
    "TEIform": _rule,
    "teiform": _rule,
    "default": _default,
    "extent": _quantity,
    "targOrder": _target_order,
    "targType": _drop,
    "certainty": _certainty,
    "anchored": _default,
}
