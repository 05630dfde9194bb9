"""A RELAX NG grammar (one file, XML syntax) as a graph of patterns, to write documents from it and to compare two.

References are resolved, so the graph has cycles, though only through elements. What the compact syntax adds for
convenience is gone: ``optional`` is a choice with ``empty``, ``zeroOrMore`` one with ``oneOrMore``, ``mixed`` an
interleave with ``text``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lxml import etree

RNG = "{http://relaxng.org/ns/structure/1.0}"
XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True)
class Name:
    """A name in a namespace (``""``: in none)."""

    space: str
    local: str


@dataclass(frozen=True)
class AnyName:
    """Every name but those in ``spaces`` and those of ``names``."""

    spaces: frozenset[str] = frozenset()
    names: frozenset[Name] = frozenset()

    def __contains__(self, name: Name) -> bool:
        return name.space not in self.spaces and name not in self.names


@dataclass(eq=False)
class Pattern:
    """``kind`` is that of RELAX NG's XML syntax. ``name`` is for elements and attributes, ``type``, ``params`` and
    ``value`` for data and values; ``parts`` are the patterns within."""

    kind: str
    parts: list[Pattern] = field(default_factory=list)
    name: Name | AnyName | None = None
    type: str = ""
    params: tuple[tuple[str, str], ...] = ()
    value: str = ""

    def within(self) -> Iterator[Pattern]:
        """The pattern and all patterns below it down to elements and attributes, which are given but not entered."""
        yield self
        if self.kind not in ("element", "attribute"):
            for part in self.parts:
                yield from part.within()

    def elements(self) -> list[Pattern]:
        """The elements that may be children, each once."""
        return _within(self, "element")

    def attributes(self) -> list[Pattern]:
        """The attributes of an element, each once."""
        return _within(self, "attribute")


@cache
def _within(pattern: Pattern, kind: str) -> list[Pattern]:
    return list(dict.fromkeys(found for part in pattern.parts for found in part.within() if found.kind == kind))


EMPTY = Pattern("empty")
TEXT = Pattern("text")


class Grammar:
    """The grammar in ``path``; ``start`` is the pattern of a document, ``elements`` all that can be reached from it."""

    def __init__(self, path: Path) -> None:
        root = etree.parse(str(path), etree.XMLParser(remove_comments=True, remove_pis=True)).getroot()
        self._defines: dict[str, list[etree._Element]] = defaultdict(list)
        for define in root.iter(f"{RNG}define"):
            assert define.get("combine") != "interleave", "interleaved definitions are not known here"
            self._defines[str(define.get("name"))].append(define)
        self._known: dict[str, Pattern] = {}
        self._unread: list[tuple[Pattern, list[etree._Element]]] = []
        self.start = self._group([part for start in root.iter(f"{RNG}start") for part in start])
        while self._unread:
            element, nodes = self._unread.pop()
            element.parts = [self._group(nodes)]
        self.elements = self._reachable()

    def element(self, local: str) -> Pattern:
        """The element of that name."""
        return next(found for found in self.elements if isinstance(found.name, Name) and found.name.local == local)

    def _reachable(self) -> list[Pattern]:
        found = dict.fromkeys(part for part in self.start.within() if part.kind == "element")
        queue = list(found)
        while queue:
            new = [child for child in queue.pop().elements() if child not in found]
            found.update(dict.fromkeys(new))
            queue += new
        return list(found)

    def _group(self, nodes: list[etree._Element]) -> Pattern:
        parts = [self._pattern(node) for node in nodes if str(node.tag).startswith(RNG)]
        return parts[0] if len(parts) == 1 else Pattern("group", parts) if parts else EMPTY

    def _pattern(self, node: etree._Element) -> Pattern:
        kind = str(node.tag).removeprefix(RNG)
        build: dict[str, Callable[[etree._Element], Pattern]] = {
            "ref": lambda node: self._reference(str(node.get("name"))),
            "element": self._named,
            "attribute": self._named,
            "optional": lambda node: Pattern("choice", [self._group(list(node)), EMPTY]),
            "zeroOrMore": lambda node: Pattern("choice", [Pattern("oneOrMore", [self._group(list(node))]), EMPTY]),
            "oneOrMore": lambda node: Pattern("oneOrMore", [self._group(list(node))]),
            "mixed": lambda node: Pattern("interleave", [self._group(list(node)), TEXT]),
            "list": lambda node: Pattern("list", [self._group(list(node))]),
            "group": lambda node: self._group(list(node)),
            "data": self._data,
            "value": lambda node: Pattern("value", type=str(node.get("type", "token")), value=node.text or ""),
            "text": lambda node: TEXT,
            "empty": lambda node: EMPTY,
        }
        return build.get(kind, self._plain)(node)

    def _plain(self, node: etree._Element) -> Pattern:
        parts = [self._pattern(child) for child in node if str(child.tag).startswith(RNG)]
        return Pattern(str(node.tag).removeprefix(RNG), parts)

    def _reference(self, name: str) -> Pattern:
        if name not in self._known:
            alternatives = [self._group(list(define)) for define in self._defines[name]]
            self._known[name] = alternatives[0] if len(alternatives) == 1 else Pattern("choice", alternatives)
        return self._known[name]

    def _data(self, node: etree._Element) -> Pattern:
        assert node.find(f"{RNG}except") is None, "data with exceptions are not known here"
        params = tuple((str(param.get("name")), param.text or "") for param in node.iter(f"{RNG}param"))
        return Pattern("data", type=str(node.get("type")), params=params)

    def _named(self, node: etree._Element) -> Pattern:
        pattern = Pattern(str(node.tag).removeprefix(RNG))
        rest = list(node)
        local = node.get("name")
        pattern.name = self._name_class(rest.pop(0)) if local is None else _name(node, str(local))
        if pattern.kind == "element":
            self._unread.append((pattern, rest))
        else:
            pattern.parts = [self._group(rest)] if rest else [TEXT]
        return pattern

    def _name_class(self, node: etree._Element) -> Name | AnyName:
        if node.tag == f"{RNG}name":
            return _name(node, node.text or "")
        assert node.tag == f"{RNG}anyName", f"{node.tag} is not known here"
        excepted = [child for part in node.iter(f"{RNG}except") for child in part]
        return AnyName(
            frozenset(_space(child) for child in excepted if child.tag == f"{RNG}nsName"),
            frozenset(_name(child, child.text or "") for child in excepted if child.tag == f"{RNG}name"),
        )


def _space(node: etree._Element) -> str:
    """The namespace that holds for a name: its own ``@ns``, or the nearest one above it."""
    return next((str(above.get("ns")) for above in [node, *node.iterancestors()] if above.get("ns") is not None), "")


def _name(node: etree._Element, written: str) -> Name:
    prefix, colon, local = written.strip().rpartition(":")
    if colon:
        return Name(XML if prefix == "xml" else str(node.nsmap[prefix]), local)
    own = str(node.get("ns", ""))
    return Name(own if node.tag == f"{RNG}attribute" else _space(node), local)
