"""One file as a tree of its own, before anything is included: its elements by number and by id."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from recensio.parse.places import Origin, numbered
from recensio.parse.vocabulary import XML_ID
from recensio.problems import Problem


@dataclass
class File:
    """One file as a tree of its own. ``size`` is in bytes; ``made`` names, for each element that an upgrade put in,
    the one that it was made of; ``may_include`` is false if nothing in it can ask for another file.
    """

    root: etree._Element
    origin: Origin
    size: int
    problems: list[Problem]
    made: dict[etree._Element, etree._Element] = field(default_factory=dict)
    may_include: bool = False

    @cached_property
    def numbers(self) -> dict[etree._Element, int]:
        """Every element with its number; those that an upgrade made, with that of the element they come from."""
        known = numbered(self.root, self.made, self.origin.first)
        return known | {new: known[old] for new, old in self.made.items()}

    @cached_property
    def identified(self) -> dict[str, etree._Element]:
        """The elements by ``xml:id``, the first of each."""
        named = [(element.get(XML_ID), element) for element in self.root.iter("*") if XML_ID in element.attrib]
        return {identifier: element for identifier, element in reversed(named) if identifier}
