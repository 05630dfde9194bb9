"""What a schema may not say, though it is written well: RELAX NG 7, checked while patterns are put together.

Each check is made where the pattern concerned is made, from what its parts hold. References have been followed then,
and what is not allowed or empty has dropped out (4.19 to 4.21), as the specification wants it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from recensio.relaxng.names import NameClass, local, overlapping
from recensio.relaxng.patterns import (
    ATTRIBUTE,
    BARE_ATTRIBUTE,
    DATA,
    ELEMENT,
    EMPTY,
    GROUP,
    GROUPED_ATTRIBUTE,
    INTERLEAVE,
    LIST,
    MORE,
    TEXT,
    Attribute,
    Element,
    Pattern,
)
from recensio.relaxng.syntax import Node, SchemaError


class RestrictionError(SchemaError):
    """A restriction of section 7 is violated, or 4.19: that matters only where the document can reach it."""


_WORDS = {
    ELEMENT: "an element",
    ATTRIBUTE: "an attribute",
    DATA: "data or a value",
    LIST: "a list",
    TEXT: "text",
    GROUP: "a group",
    INTERLEAVE: "an interleave",
    MORE: "a repetition",
    EMPTY: "empty",
}
_IN_LIST = LIST | ELEMENT | ATTRIBUTE | TEXT | INTERLEAVE
_IN_EXCEPT = ATTRIBUTE | ELEMENT | LIST | TEXT | GROUP | INTERLEAVE | MORE | EMPTY
_IN_START = ATTRIBUTE | DATA | LIST | TEXT | GROUP | INTERLEAVE | MORE | EMPTY
_SIMPLE = DATA | LIST
_COMPLEX = ELEMENT | TEXT


def check_attribute(value: Pattern, node: Node) -> None:
    """7.1.1: an attribute holds no element and no attribute."""
    _forbid(value, ELEMENT | ATTRIBUTE, "an attribute", node)


def check_list(words: Pattern, node: Node) -> None:
    """7.1.3: a list holds only data, values and their order."""
    _forbid(words, _IN_LIST, "a list", node)


def check_exception(pattern: Pattern, node: Node) -> None:
    """7.1.4: what is excepted from data is data."""
    _forbid(pattern, _IN_EXCEPT, "the <except> of data", node)


def check_start(pattern: Pattern, node: Node) -> None:
    """7.1.5: a document begins with one element."""
    _forbid(pattern, _IN_START, "the start of a schema, outside elements", node)


def check_repeated(item: Pattern, node: Node) -> None:
    """7.1.2 and 7.2: no groups of attributes, and no data, are repeated."""
    if item.bits & GROUPED_ATTRIBUTE:
        raise RestrictionError("an attribute in a group can't be repeated", node.place)
    if item.bits & _SIMPLE:
        raise RestrictionError("data, a value or a list can be repeated in a list only", node.place)


def check_content(pattern: Pattern, node: Node) -> None:
    """7.3: attributes without end of names are repeated."""
    if pattern.bits & BARE_ATTRIBUTE:
        reason = "an attribute with anyName or nsName must stand in <oneOrMore> or <zeroOrMore>"
        raise RestrictionError(reason, node.place)


class Mixer:
    """Checks patterns that stand together. Keeps the names that each pattern holds."""

    def __init__(self) -> None:
        """With no pattern known."""
        self._attributes: dict[Pattern, tuple[NameClass, ...]] = {}
        self._elements: dict[Pattern, tuple[NameClass, ...]] = {}

    def check_group(self, members: Sequence[Pattern], node: Node, *, in_list: bool) -> None:
        """7.2 and 7.3 on patterns that follow one another."""
        if not in_list:
            _check_strings(members, node)
        if sum(1 for each in members if each.bits & ATTRIBUTE) > 1:
            self._check_apart([self._attributes_of(each) for each in members], "the attribute @{}", node)

    def check_interleave(self, members: Sequence[Pattern], node: Node) -> None:
        """7.2, 7.3 and 7.4 on patterns that are mixed."""
        self.check_group(members, node, in_list=False)
        if sum(1 for each in members if each.bits & TEXT) > 1:
            raise RestrictionError("text can stand in only one part of an interleave", node.place)
        self._check_apart([self._elements_of(each) for each in members], "the element <{}>", node)

    def _check_apart(self, members: Sequence[Iterable[NameClass]], what: str, node: Node) -> None:
        """That no name is in two of ``members``."""
        seen: set[str] = set()
        endless: list[NameClass] = []
        for member in members:
            classes = list(member)
            names = {name for each in classes if not each.open for name in each.names()}
            twice = next(iter(sorted(seen & names)), None) or _clash(endless, seen, classes, names)
            if twice is not None:
                reason = f"{what.format(local(twice).strip(chr(0)) or '…')} stands in two parts of a {_kind(node)}"
                raise RestrictionError(f"{reason}, where only one can be meant", node.place)
            seen |= names
            endless += [each for each in classes if each.open]

    def _attributes_of(self, pattern: Pattern) -> tuple[NameClass, ...]:
        if not pattern.bits & ATTRIBUTE:
            return ()
        known = self._attributes.get(pattern)
        if known is None:
            held = (pattern.names,) if isinstance(pattern, Attribute) else ()
            inner = [names for part in pattern.parts() for names in self._attributes_of(part)]
            known = self._attributes[pattern] = tuple(dict.fromkeys((*held, *inner)))
        return known

    def _elements_of(self, pattern: Pattern) -> tuple[NameClass, ...]:
        if not pattern.bits & ELEMENT:
            return ()
        known = self._elements.get(pattern)
        if known is None:
            held = (pattern.names,) if isinstance(pattern, Element) else ()
            inner = [names for part in pattern.parts() for names in self._elements_of(part)]
            known = self._elements[pattern] = tuple(dict.fromkeys((*held, *inner)))
        return known


def _clash(endless: list[NameClass], seen: set[str], classes: list[NameClass], names: set[str]) -> str | None:
    """A name that an endless class of one side shares with the other side."""
    new = [each for each in classes if each.open]
    for before in endless:
        for name in sorted(names):
            if name in before:
                return name
        for each in new:
            if (shared := overlapping(before, each)) is not None:
                return shared
    return next((name for each in new for name in sorted(seen) if name in each), None)


def _check_strings(members: Sequence[Pattern], node: Node) -> None:
    """7.2: beside data, a value or a list stand attributes only."""
    if not any(each.bits & _SIMPLE for each in members):
        return
    if sum(1 for each in members if each.bits & (_SIMPLE | _COMPLEX)) > 1:
        reason = "data, a value or a list can't stand beside elements, text or other data"
        raise RestrictionError(reason, node.place)


def _forbid(pattern: Pattern, bits: int, where: str, node: Node) -> None:
    found = pattern.bits & bits
    if found:
        what = next(words for bit, words in _WORDS.items() if bit & found)
        raise RestrictionError(f"{what} can't stand in {where}", node.place)


def _kind(node: Node) -> str:
    return "mixture" if node.name in ("interleave", "mixed") else "group"
