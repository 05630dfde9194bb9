"""TEI P4 read as P5: in the tree, in place, its elements and attributes get the names and shapes of P5.

No word is taken away, none is added but those that P4 kept in attributes (``sic/@corr``, ``abbr/@expan`` …).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from lxml import etree

from recensio.parse.vocabulary import TEI, XML_ID, XML_LANG, names


@dataclass
class Upgrade:
    """What an upgrade did: how often each change was made, and which element each new one was made of."""

    done: Counter[str] = field(default_factory=Counter)
    made: dict[etree._Element, etree._Element] = field(default_factory=dict)

    def summary(self, most: int = 5) -> str:
        """The changes made, the commonest first, at most ``most`` of them, the rest counted."""
        told = [f"{change} ({count})" for change, count in self.done.most_common(most)]
        rest = len(self.done) - len(told)
        return ", ".join(told) + (f" and {rest} other kinds of change" if rest > 0 else "")


def upgrade(root: etree._Element, *, p4: bool = True, unparsed: Mapping[str, str] | None = None) -> Upgrade:
    """Make P5 of the P4 below ``root``, whose elements are in TEI's namespace already, in place.

    With ``p4`` false only those things are changed that P5 does not have at all. ``unparsed`` gives the files of the
    entities that P4 names in ``figure/@entity`` and ``xref/@doc``. What is P5 already stays as it is.
    """
    work = _Work(root, dict(unparsed or {}), p4)
    elements = list(root.iter(f"{{{TEI}}}*"))
    for element in elements:
        work.rename(element)
        work.identify(element)
    for element in elements:
        work.rewrite(element)
    return work.result


def _taken(element: etree._Element, attribute: str) -> str:
    """The value of ``attribute``, which is taken off ``element``."""
    return str(element.attrib.pop(attribute))


def _tag(name: str) -> str:
    return f"{{{TEI}}}{name}"


def _name(element: etree._Element | None) -> str:
    return "" if element is None or not isinstance(element.tag, str) else etree.QName(element).localname


_RENAMED = {
    "TEI.2": "TEI",
    "teiCorpus.2": "teiCorpus",
    "xref": "ref",
    "xptr": "ptr",
    "handList": "handNotes",
    "hand": "handNote",
    "witList": "listWit",
    "dateRange": "date",
    "dateStruct": "date",
    "timeRange": "time",
    "timeStruct": "time",
    "oref": "oRef",
    "ovar": "oVar",
}
_P4_RENAMED = {"event": "incident"}  # in P5 the name of something else
_NUMBERED_DIVS = frozenset(f"div{level}" for level in range(8))
_DATES = frozenset({"date", "time", "birth", "death", "change", "docDate"})
_REFERENCES = frozenset({"ref", "ptr"})
_DESCRIBED = frozenset({"gap", "incident", "kinesic", "vocal"})
_ENDS = frozenset({"addSpan", "delSpan", "damageSpan"})
_POINTERS = names(
    "target targetEnd corresp synch sameAs copyOf next prev exclude select ana decls resp who hand wit spanTo new old"
    " start end since active passive mutual from to"
)
_ALWAYS_POINTERS = frozenset({"target", "spanTo", "corresp", "sameAs", "copyOf", "next", "prev", "synch"})
_NCNAME = re.compile(r"^[^\W\d][\w.\-·]*$")
_EXTENDED = re.compile(r"\bid\s*\(\s*([^\s()]+)\s*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Pair:
    """An attribute of P4 that becomes an element beside its own in ``choice``; ``before`` if it comes first there."""

    partner: str
    before: bool


_PAIRS = {
    ("sic", "corr"): _Pair("corr", before=False),
    ("corr", "sic"): _Pair("sic", before=True),
    ("orig", "reg"): _Pair("reg", before=False),
    ("reg", "orig"): _Pair("orig", before=True),
    ("abbr", "expan"): _Pair("expan", before=False),
    ("expan", "abbr"): _Pair("abbr", before=True),
}
_EDITORS_PART = frozenset({"corr", "reg", "expan"})  # what @resp and @cert of the old element speak of


class _Work:
    """One upgrade. Each method changes one element in one way and counts it."""

    def __init__(self, root: etree._Element, unparsed: Mapping[str, str], p4: bool) -> None:
        self.result = Upgrade()
        self._unparsed = unparsed
        self._p4 = p4
        self._renamed = {**_RENAMED, **(_P4_RENAMED if p4 else {})}
        self._level_zero = root.find(f".//{_tag('div0')}") is not None or _name(root) == "div0"
        self._ids: set[str] = set()

    def rename(self, element: etree._Element) -> None:
        old = _name(element)
        new = self._renamed.get(old)
        if self._level_zero and old in _NUMBERED_DIVS:
            new = "div"  # P5 begins to count at div1: the nesting says the same
        if new:
            element.tag = _tag(new)
            self._count(f"<{old}> → <{new}>")

    def identify(self, element: etree._Element) -> None:
        for old, new in self._names_of_ids(element):
            if old in element.attrib and new not in element.attrib:
                element.set(new, _taken(element, old))
                self._count(f"@{old} → @{new.replace(XML_ID, 'xml:id')}")
        if identifier := element.get(XML_ID):
            self._ids.add(identifier)

    def _names_of_ids(self, element: etree._Element) -> list[tuple[str, str]]:
        name = _name(element)
        if name == "language":
            return [("id", "ident")]
        if name == "witness" and _NCNAME.match(element.get("sigil", "")):
            return [("id", XML_ID), ("sigil", XML_ID), ("sigil", "n")]
        return [("id", XML_ID), ("sigil", "n")]

    def rewrite(self, element: etree._Element) -> None:
        attributes = [str(attribute) for attribute in element.attrib]
        for attribute in attributes:
            if attribute in _POINTERS:
                self._point(element, attribute)
        for attribute in attributes:
            change = _CHANGES.get(attribute)
            if change and attribute in element.attrib:
                change(self, element, attribute)

    def drop(self, element: etree._Element, attribute: str) -> None:
        del element.attrib[attribute]
        self._count(f"@{attribute} removed")

    def language(self, element: etree._Element, attribute: str) -> None:
        if XML_LANG not in element.attrib:
            element.set(XML_LANG, _taken(element, attribute))
            self._count("@lang → @xml:lang")

    def date(self, element: etree._Element, attribute: str) -> None:
        self._move(element, attribute, "when", _name(element) in _DATES)

    def address(self, element: etree._Element, attribute: str) -> None:
        self._move(element, attribute, "target", _name(element) in _REFERENCES)
        if _name(element) == "figure":
            self._graphic(element, _taken(element, attribute))

    def targets(self, element: etree._Element, attribute: str) -> None:
        self._move(element, attribute, "target", True)
        self._point(element, "target")

    def span(self, element: etree._Element, attribute: str) -> None:
        self._move(element, attribute, "spanTo", _name(element) in _ENDS)
        self._point(element, "spanTo")

    def describe(self, element: etree._Element, attribute: str) -> None:
        if _name(element) in _DESCRIBED:
            self._insert(element, "desc", _taken(element, attribute))
            self._count("@desc → <desc>")

    def picture(self, element: etree._Element, attribute: str) -> None:
        if _name(element) == "figure":
            entity = _taken(element, attribute)
            self._graphic(element, self._unparsed.get(entity, entity))

    def extended(self, element: etree._Element, attribute: str) -> None:
        """``doc`` and ``from`` of an extended pointer: the file of an entity, and an id in it."""
        if _name(element) not in _REFERENCES or "target" in element.attrib:
            return
        entity, pointer = str(element.attrib.pop("doc", "")), element.get("from", "")
        identifier = _EXTENDED.search(pointer)
        if identifier:
            del element.attrib["from"]
        fragment = f"#{identifier.group(1)}" if identifier else ""
        if target := self._unparsed.get(entity, entity) + fragment:
            element.set("target", target)
            self._count("@doc, @from → @target")

    def pair(self, element: etree._Element, attribute: str) -> None:
        pair = _PAIRS.get((_name(element), attribute))
        if pair is None or _name(element.getparent()) == "choice":
            return
        choice = self._wrap(element)
        partner = self._insert(choice, pair.partner, _taken(element, attribute), last=not pair.before)
        self.result.made[partner] = element
        if pair.partner in _EDITORS_PART:
            for told in ("resp", "cert"):
                if told in element.attrib:
                    partner.set(told, _taken(element, told))
        self._count(f"<{_name(element)} {attribute}> → <choice>")
        self.rewrite(partner)

    def _wrap(self, element: etree._Element) -> etree._Element:
        choice = etree.Element(_tag("choice"), nsmap=cast(dict[str, str], element.nsmap))
        parent = element.getparent()
        choice.tail, element.tail = element.tail, None
        if parent is not None:
            parent.replace(element, choice)
        choice.append(element)
        self.result.made[choice] = element
        return choice

    def _insert(self, parent: etree._Element, name: str, text: str, *, last: bool = False) -> etree._Element:
        child = parent.makeelement(_tag(name))
        child.text = text
        parent.insert(len(parent) if last else 0, child)
        self.result.made[child] = parent
        return child

    def _graphic(self, figure: etree._Element, url: str) -> None:
        graphic = figure.makeelement(_tag("graphic"), {"url": url})
        graphic.tail, figure.text = figure.text, None
        figure.insert(0, graphic)
        self.result.made[graphic] = figure
        self._count("@entity → <graphic>")

    def _move(self, element: etree._Element, old: str, new: str, applies: bool) -> None:
        if applies and new not in element.attrib:
            element.set(new, _taken(element, old))
            self._count(f"@{old} → @{new}")

    def _point(self, element: etree._Element, attribute: str) -> None:
        value = element.get(attribute, "")
        pointers = " ".join(self._pointer(token, attribute) for token in value.split())
        if pointers != " ".join(value.split()):
            element.set(attribute, pointers)
            self._count(f"# before the id in @{attribute}")

    def _pointer(self, token: str, attribute: str) -> str:
        meant = self._p4 and attribute in _ALWAYS_POINTERS and _NCNAME.match(token) and "." not in token
        return f"#{token}" if token in self._ids or meant else token

    def _count(self, change: str) -> None:
        self.result.done[change] += 1


_Change = Callable[[_Work, etree._Element, str], None]
_CHANGES: Mapping[str, _Change] = {
    "TEIform": _Work.drop,
    "lang": _Work.language,
    "value": _Work.date,
    "url": _Work.address,
    "targets": _Work.targets,
    "to": _Work.span,
    "desc": _Work.describe,
    "entity": _Work.picture,
    "doc": _Work.extended,
    "from": _Work.extended,
    **{attribute: _Work.pair for _, attribute in _PAIRS},
}
