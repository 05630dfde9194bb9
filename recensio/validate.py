"""Checks on one parsed file that need no schema: pointers that lead nowhere, sigla that nobody declares.

Validation against RELAX NG and Schematron will join here; a file that fails a check still builds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from recensio.facts import TEI
from recensio.locate import Locator
from recensio.problems import Problem, problem

_ID = "{http://www.w3.org/XML/1998/namespace}id"
#: Attributes whose value is one or more pointers (TEI class att.pointing and its kin).
_POINTERS = ("target", "ref", "corresp", "who", "resp", "hand", "rendition", "spanTo", "copyOf", "sameAs", "next",
             "prev", "from", "to", "facs", "ana", "source")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dangling:
    """A pointer ``#id`` with no such ``xml:id`` in its file; another file of the edition may have it."""

    element: str
    attribute: str
    pointer: str
    count: int
    file: str | None
    line: int | None
    column: int | None


def validate(root: etree._Element, locator: Locator) -> tuple[Problem, ...]:
    """All findings on the tree ``root`` that concern the file alone; places come from ``locator``."""
    return tuple(_undeclared(root, locator))


def dangling(root: etree._Element, locator: Locator) -> tuple[Dangling, ...]:
    """The pointers that lead nowhere in the file, each once, at its first place."""
    known = _ids(root)
    first: dict[tuple[str, str, str], etree._Element] = {}
    count: Counter[tuple[str, str, str]] = Counter()
    for element in root.iter(f"{{{TEI}}}*"):
        for name in _POINTERS:
            value = element.get(name)
            if value and "#" in value:
                for token in value.split():
                    if token.startswith("#") and len(token) > 1 and token[1:] not in known:
                        key = (etree.QName(element).localname, name, token)
                        first.setdefault(key, element)
                        count[key] += 1
    places = ((key, locator.of(element)) for key, element in first.items())
    return tuple(Dangling(*key, count[key], place.file, place.line, place.column) for key, place in places)


def _ids(root: etree._Element) -> set[str]:
    return {str(element.get(_ID)) for element in root.iter(etree.Element) if element.get(_ID)}


def _undeclared(root: etree._Element, locator: Locator) -> Iterator[Problem]:
    """Sigla in ``@wit`` that no ``witness`` of the file bears, where the file declares witnesses at all."""
    declared = [w for w in root.iter(f"{{{TEI}}}witness") if w.get(_ID) or w.get("n")]
    if not declared:
        return
    names = _ids(root) | {str(w.get("n")) for w in declared if w.get("n")}
    first: dict[str, etree._Element] = {}
    count: Counter[str] = Counter()
    for reading in root.iter(f"{{{TEI}}}rdg", f"{{{TEI}}}lem", f"{{{TEI}}}rdgGrp", f"{{{TEI}}}witDetail"):
        for token in (reading.get("wit") or "").split():
            siglum = token.rpartition("#")[2]
            if siglum not in names:
                first.setdefault(token, reading)
                count[token] += 1
    sigla = ", ".join(sorted(str(w.get(_ID) or w.get("n")) for w in declared)[:12])
    for token, reading in first.items():
        place = locator.of(reading)
        yield problem(
            "APP-001", file=place.file, line=place.line, column=place.column,
            siglum=token, declared=sigla, count=count[token],
        )  # fmt: skip
