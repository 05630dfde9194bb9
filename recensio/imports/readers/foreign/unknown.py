"""Elements that our schema does not have."""

from __future__ import annotations

from collections import Counter
from functools import cache

from lxml import etree

from recensio import shipped
from recensio.parse.vocabulary import TEI

_RNG = "{http://relaxng.org/ns/structure/1.0}"


def unknown_elements(root: etree._Element) -> Counter[str]:
    """The elements below ``root`` that our schema has no name for, counted; those of other namespaces with theirs."""
    found: Counter[str] = Counter()
    for element in root.iter("*"):
        name = etree.QName(element)
        if name.namespace == TEI:
            if name.localname not in _known():
                found[f"<{name.localname}>"] += 1
        elif _is_outermost(element):
            found[f"<{name.localname}> ({name.namespace or 'no namespace'})"] += 1
    return found


def _is_outermost(element: etree._Element) -> bool:
    """Whether no element of the same namespace is around: a formula counts once."""
    parent = element.getparent()
    return parent is None or etree.QName(parent).namespace != etree.QName(element).namespace


@cache
def _known() -> frozenset[str]:
    root = etree.parse(str(shipped.folder("schema") / "recensio.rng")).getroot()
    named = {str(one.get("name")) for one in root.iter(f"{_RNG}element") if one.get("name")}
    return frozenset(named | {(one.text or "").strip() for one in root.iter(f"{_RNG}name")})
