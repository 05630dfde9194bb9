"""A schema written out in the XML syntax, whichever syntax it was read from; and a schema of many files as one.

Namespaces and datatype libraries are first settled: each name and type gets its own, as RELAX NG 4.3 and 4.9 have it,
and what most of the schema shares is then said once, on the root.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from posixpath import dirname, join, normpath
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from recensio.relaxng.syntax import RNG, Node, SchemaError

XML = "http://www.w3.org/XML/1998/namespace"

Load = Callable[[str], Node]

_NAMED = frozenset({"element", "attribute"})
_REFERRING = frozenset({"include", "externalRef"})
_WITH_NAMESPACE = frozenset({"name", "nsName", *_REFERRING})
_TYPES_WITH_NAMESPACE = frozenset({"QName", "NOTATION"})
_ORDER = ("name", "type", "href", "combine", "ns", "datatypeLibrary")


# ---------------------------------------------------------------- settled


def settle(node: Node, ns: str | None = None) -> Node:
    """The same schema, with ``ns`` and ``datatypeLibrary`` on each node that they matter to, and on no other.

    ``ns`` is the namespace handed on by an including schema, ``None`` while that is open: names that would inherit it
    are then left without. Names become ``name`` elements without a prefix, values without a type get theirs. Raises
    ``SchemaError`` for a prefix that is not declared.
    """
    return _settle(node, ns, "")


def _settle(node: Node, ns: str | None, library: str) -> Node:
    ns = node.attributes.get("ns", ns)
    library = node.attributes.get("datatypeLibrary", library).strip()
    if node.name == "name":
        return _settled_name(node, node.text, ns)
    children = tuple(_settle(child, ns, library) for child in node.children)
    if node.name in _NAMED and "name" in node.attributes:
        default = ns if node.name == "element" else node.attributes.get("ns", "")
        children = (_settled_name(node, node.attributes["name"], default), *children)
    return replace(node, attributes=dict(_settled_attributes(node, ns, library)), children=children)


def _settled_name(node: Node, name: str, ns: str | None) -> Node:
    prefix, colon, local = name.strip().rpartition(":")
    if colon and prefix not in node.namespaces:
        raise SchemaError(f'the prefix "{prefix}" is not declared', node.place)
    space = node.namespaces[prefix] if colon else ns
    return Node("name", node.place, {} if space is None else {"ns": space}, (), local, node.namespaces)


def _settled_attributes(node: Node, ns: str | None, library: str) -> Iterator[tuple[str, str]]:
    kind = node.attributes.get("type", "token" if node.name == "value" else "").strip()
    for key in ("name", "href", "combine"):
        if key in node.attributes and not (key == "name" and node.name in _NAMED):
            yield key, node.attributes[key].strip()
    if kind:
        yield "type", kind
        yield "datatypeLibrary", library if "type" in node.attributes else ""
    if ns is not None and _takes_namespace(node.name, kind):
        yield "ns", ns


def _takes_namespace(name: str, kind: str | None) -> bool:
    return name in _WITH_NAMESPACE or (name == "value" and kind in _TYPES_WITH_NAMESPACE)


# ---------------------------------------------------------------- one file


def flatten(node: Node, load: Load) -> Node:
    """The schema ``node`` with all that it includes in its place, as one settled tree without ``href``.

    ``load`` gives the root of another file by its address, which is relative to the file that ``node`` was read from
    (addresses in included files are made so). Raises ``SchemaError`` for a file that includes itself or is no grammar
    where one is needed, and for an override of what the included file does not define.
    """
    return _Flattener(load).pattern(settle(node), ())


class _Flattener:
    """Replaces references by what they refer to; ``within`` are the addresses on the way to where it is."""

    def __init__(self, load: Load) -> None:
        self._load = load

    def pattern(self, node: Node, within: tuple[str, ...]) -> Node:
        if node.name == "externalRef":
            root, inside = self._referred(node, within)
            return self.pattern(root, inside)
        children = (child for each in node.children for child in self._replaced(each, within))
        return replace(node, children=tuple(children))

    def _replaced(self, node: Node, within: tuple[str, ...]) -> Iterable[Node]:
        return self._included(node, within) if node.name == "include" else (self.pattern(node, within),)

    def _included(self, node: Node, within: tuple[str, ...]) -> tuple[Node, ...]:
        root, inside = self._referred(node, within)
        if root.name != "grammar":
            raise SchemaError(f"{node.attributes['href']} can't be included, since it is no grammar", node.place)
        own = self.pattern(node, within).children
        theirs = self.pattern(root, inside).children
        overridden = {_defined(each): each for each in _definitions(own)}
        _check_overrides(overridden, {_defined(each) for each in _definitions(theirs)}, node)
        return (*_without(theirs, overridden.keys()), *own)

    def _referred(self, node: Node, within: tuple[str, ...]) -> tuple[Node, tuple[str, ...]]:
        href = node.attributes["href"]
        address = normpath(join(dirname(within[-1]), href)) if within and "://" not in href else href
        if address in within:
            raise SchemaError(f"{href} is included within itself", node.place)
        return settle(self._load(address), node.attributes.get("ns")), (*within, address)


def _definitions(components: Iterable[Node]) -> Iterator[Node]:
    for component in components:
        if component.name == "div":
            yield from _definitions(component.children)
        else:
            yield component


def _defined(definition: Node) -> str | None:
    """The name that is defined, ``None`` for the start."""
    return definition.attributes["name"] if definition.name == "define" else None


def _check_overrides(own: Mapping[str | None, Node], theirs: set[str | None], include: Node) -> None:
    for name, definition in own.items():
        if name not in theirs:
            called = "start" if name is None else f'"{name}"'
            href = include.attributes["href"]
            raise SchemaError(f"{called} is redefined here, but {href} has none", definition.place)


def _without(components: Iterable[Node], names: Iterable[str | None]) -> Iterator[Node]:
    """The components less the definitions of ``names``; a ``div`` that is left empty goes as well."""
    for component in components:
        if component.name == "div":
            kept = tuple(_without(component.children, names))
            if kept:
                yield replace(component, children=kept)
        elif _defined(component) not in names:
            yield component


# ---------------------------------------------------------------- written


def to_xml(node: Node) -> str:
    """The schema as RELAX NG in XML: indented, the same text for the same schema. Annotations are not in it."""
    tree = settle(node)
    shared = _Inherited(_shared_namespace(tree), _shared_library(tree))
    said = {"xmlns": RNG, "ns": shared.ns, "datatypeLibrary": shared.library or None}
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *_lines(tree, shared, said)]) + "\n"


class _Inherited(NamedTuple):
    """What a node need not say, since the elements around it do."""

    ns: str | None
    library: str

    def within(self, attributes: Mapping[str, str | None]) -> _Inherited:
        """What the children of a node with these attributes inherit."""
        ns, library = attributes.get("ns"), attributes.get("datatypeLibrary")
        return _Inherited(self.ns if ns is None else ns, self.library if library is None else library)


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)


def _shared_namespace(tree: Node) -> str | None:
    """The namespace of most names; ``None`` if some are to inherit that of an including schema."""
    concerned = [node for node in _all(tree) if _takes_namespace(node.name, node.attributes.get("type"))]
    if any("ns" not in node.attributes for node in concerned):
        return None
    return _commonest(node.attributes["ns"] for node in concerned)


def _shared_library(tree: Node) -> str:
    return _commonest(node.attributes.get("datatypeLibrary", "") for node in _all(tree)) or ""


def _commonest(values: Iterable[str]) -> str | None:
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value), default=None)


def _lines(node: Node, inherited: _Inherited, said: Mapping[str, str | None]) -> Iterator[str]:
    """The lines of an element; ``said`` are attributes that it has to have besides its own."""
    name, children = _short_name(node, inherited)
    attributes = {**said, **_needed_attributes(node, inherited), "name": name}
    opening = f"{node.name}{_spelt(attributes)}"
    if children:
        yield f"<{opening}>"
        for child in children:
            yield from (f"  {line}" for line in _lines(child, inherited.within(attributes), {}))
        yield f"</{node.name}>"
    elif node.text:
        yield f"<{opening}>{escape(node.text, {chr(13): '&#13;'})}</{node.name}>"
    else:
        yield f"<{opening}/>"


def _needed_attributes(node: Node, inherited: _Inherited) -> Mapping[str, str | None]:
    given: dict[str, str | None] = dict(node.attributes)
    if given.get("ns") == inherited.ns:
        given.pop("ns", None)
    if given.get("datatypeLibrary") == inherited.library or _is_plain_value(node):
        given.pop("datatypeLibrary", None)
    if _is_plain_value(node):
        given.pop("type")
    return {**given, **dict(_prefixes(node))}


def _is_plain_value(node: Node) -> bool:
    """Whether it is a value of the type that a value without a type has."""
    return node.name == "value" and (node.attributes["type"], node.attributes["datatypeLibrary"]) == ("token", "")


def _prefixes(node: Node) -> Iterator[tuple[str, str]]:
    """The declaration that the text of a value with a prefix needs."""
    prefix, colon, _ = node.text.strip().partition(":")
    if node.name == "value" and node.attributes["type"] in _TYPES_WITH_NAMESPACE and colon and prefix != "xml":
        yield f"xmlns:{prefix}", node.namespaces.get(prefix, "")


def _short_name(node: Node, inherited: _Inherited) -> tuple[str | None, tuple[Node, ...]]:
    """The attribute ``name`` that does for the first child of an element or attribute, and the other children."""
    if node.name not in _NAMED:
        return node.attributes.get("name"), node.children
    first, *others = node.children
    ns = first.attributes.get("ns")
    if first.name == "name" and ns == XML:
        return f"xml:{first.text}", tuple(others)
    if first.name == "name" and ns == (inherited.ns if node.name == "element" else ""):
        return first.text, tuple(others)
    return None, node.children


def _spelt(attributes: Mapping[str, str | None]) -> str:
    keys = sorted(attributes, key=lambda key: (_ORDER.index(key) if key in _ORDER else -1, key))
    given = ((key, attributes[key]) for key in keys)
    return "".join(f" {key}={quoteattr(value, _WHITE)}" for key, value in given if value is not None)


_WHITE = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
