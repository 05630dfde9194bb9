"""Checks on one parsed file that need no schema: pointers that lead nowhere, sigla that nobody declares.

Validation against RELAX NG and Schematron will join here; a file that fails a check still builds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from recensio.facts import TEI
from recensio.locate import Locator
from recensio.problems import Problem, problem

_ID = "{http://www.w3.org/XML/1998/namespace}id"
#: Attributes whose value is one or more pointers (TEI class att.pointing and its kin).
_POINTERS = (
    "target", "ref", "corresp", "who", "resp", "hand", "rendition", "spanTo", "copyOf", "sameAs", "next", "prev", "from", "to",
)  # fmt: skip


def validate(root: etree._Element, locator: Locator) -> tuple[Problem, ...]:
    """All findings on the tree ``root``; places come from ``locator``. Each kind of mistake is told once a value."""
    known = {str(e.get(_ID)) for e in root.iter() if isinstance(e.tag, str) and e.get(_ID)}
    return (*_dangling(root, known, locator), *_undeclared(root, known, locator))


def _dangling(root: etree._Element, known: set[str], locator: Locator) -> Iterator[Problem]:
    """Pointers ``#id`` with no such ``xml:id`` in the file. Registers lie in other files, so names are left out."""
    first: dict[tuple[str, str], etree._Element] = {}
    count: Counter[tuple[str, str]] = Counter()
    for element in root.iter(f"{{{TEI}}}*"):
        for name in _POINTERS:
            value = element.get(name)
            if value and "#" in value and not (name == "ref" and "Name" in str(element.tag)):
                for token in value.split():
                    if token.startswith("#") and token[1:] not in known:
                        first.setdefault((name, token), element)
                        count[name, token] += 1
    for (name, token), element in first.items():
        place = locator.of(element)
        yield problem(
            "PTR-001", file=place.file, line=place.line, column=place.column,
            attribute=name, pointer=token, element=etree.QName(element).localname, count=count[name, token],
        )  # fmt: skip


def _undeclared(root: etree._Element, known: set[str], locator: Locator) -> Iterator[Problem]:
    """Sigla in ``@wit`` that no ``witness`` of the file bears, where the file declares witnesses at all."""
    declared = [w for w in root.iter(f"{{{TEI}}}witness") if w.get(_ID) or w.get("n")]
    if not declared:
        return
    names = known | {str(w.get("n")) for w in declared if w.get("n")}
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
