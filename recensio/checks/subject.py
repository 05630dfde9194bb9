"""A file under examination: its tree, and its attributes sorted by what they are about, gathered in one walk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from lxml import etree

from recensio.locate import Locator
from recensio.parse import Parsed
from recensio.parse.vocabulary import TEI, XML_BASE, XML_ID, XML_LANG, names

_BEARERS = etree.XPath("descendant-or-self::*[@*]")
_IN_TEI = f"{{{TEI}}}"

#: Attributes that the Guidelines type as dates, after the Gregorian calendar (W3C) or after ISO 8601.
DATES = names("when notBefore notAfter from to when-iso notBefore-iso notAfter-iso from-iso to-iso")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of one TEI element; ``element`` is the element's name without its namespace."""

    bearer: etree._Element
    element: str
    name: str
    value: str


@dataclass(frozen=True)
class Subject:
    """A file under examination. ``root`` is the parsed TEI tree, ``name`` what messages call the file."""

    parsed: Parsed
    root: etree._Element
    locator: Locator
    name: str

    @cached_property
    def by_name(self) -> Mapping[str, list[Attribute]]:
        """All attributes of TEI elements, by their names; ``xml:id`` and its kin under lxml's long names."""
        found: dict[str, list[Attribute]] = defaultdict(list)
        start = len(_IN_TEI)
        for bearer in cast("list[etree._Element]", _BEARERS(self.root)):
            tag = str(bearer.tag)
            if tag.startswith(_IN_TEI):
                for name, value in bearer.items():
                    found[str(name)].append(Attribute(bearer, tag[start:], str(name), str(value)))
        return found

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """The name of the element that bears each ``xml:id``, the first of those that share one."""
        own = {a.value: a.element for a in reversed(self.by_name.get(XML_ID, [])) if a.value}
        return own | self._foreign_ids

    @cached_property
    def _foreign_ids(self) -> dict[str, str]:
        """The same for elements of other vocabularies (MathML, SVG, music), which may be pointed at as well."""
        others = (e for e in self.root.iter(etree.Element) if not str(e.tag).startswith(_IN_TEI) and e.get(XML_ID))
        return {str(e.get(XML_ID)): etree.QName(e).localname for e in others}

    @cached_property
    def sigla(self) -> frozenset[str]:
        """The names that the witnesses declared in the file answer to."""
        return frozenset(sigla_of(self.root))

    @property
    def languages(self) -> list[Attribute]:
        """Every ``xml:lang``."""
        return self.by_name.get(XML_LANG, [])

    @property
    def has_bases(self) -> bool:
        """Whether any address in the file is relative to an ``xml:base``."""
        return XML_BASE in self.by_name


def tei(*tags: str) -> tuple[str, ...]:
    """The names of TEI elements as lxml writes them."""
    return tuple(_IN_TEI + tag for tag in tags)


def sigla_of(root: etree._Element) -> tuple[str, ...]:
    """The names that the witnesses of a tree, and the lists of them, answer to."""
    lists = (str(e.get(XML_ID)) for e in root.iter(*tei("listWit")) if e.get(XML_ID))
    own = (str(name) for w in root.iter(*tei("witness")) for name in (w.get(XML_ID), w.get("n")) if name)
    return tuple(dict.fromkeys((*own, *lists)))
