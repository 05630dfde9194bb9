"""Whether a schema is put together as RELAX NG wants it: which elements and attributes stand where (RELAX NG 3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from recensio.relaxng.syntax import Node, SchemaError

_HOLDING = ("group", "interleave", "choice", "optional", "zeroOrMore", "oneOrMore", "list", "mixed")
_LEAVES = ("ref", "parentRef", "empty", "value", "data", "notAllowed", "text", "externalRef")
_PATTERNS = frozenset({"element", "attribute", "grammar", *_HOLDING, *_LEAVES})
_NAMES = frozenset({"name", "anyName", "nsName", "choice"})
_PARTS = frozenset({"start", "define", "div"})
_REFERRING = frozenset({"include", "externalRef"})
_EVERYWHERE = frozenset({"ns", "datatypeLibrary"})
_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")
_QNAME = re.compile(r"[^\W\d][\w.\-·]*(:[^\W\d][\w.\-·]*)?")
_LIBRARY = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^#\s]+")


@dataclass(frozen=True, slots=True)
class _Rule:
    """What an element of RELAX NG may hold: between ``least`` and ``most`` children out of ``children``."""

    children: frozenset[str] = frozenset()
    least: int = 0
    most: int | None = None
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


_MANY = _Rule(_PATTERNS, 1)
_RULES: Mapping[str, _Rule] = {
    **dict.fromkeys(_HOLDING, _MANY),
    **dict.fromkeys(("empty", "text", "notAllowed"), _Rule(most=0)),
    **dict.fromkeys(("ref", "parentRef"), _Rule(most=0, required=("name",))),
    "externalRef": _Rule(most=0, required=("href",)),
    "value": _Rule(most=0, optional=("type",)),
    "param": _Rule(most=0, required=("name",)),
    "data": _Rule(frozenset({"param", "except"}), required=("type",)),
    "grammar": _Rule(_PARTS | {"include"}),
    "include": _Rule(_PARTS, required=("href",)),
    "start": _Rule(_PATTERNS, 1, 1, optional=("combine",)),
    "define": _Rule(_PATTERNS, 1, required=("name",), optional=("combine",)),
    "name": _Rule(most=0),
    "anyName": _Rule(frozenset({"except"}), 0, 1),
    "nsName": _Rule(frozenset({"except"}), 0, 1),
}


def check(root: Node) -> list[Node]:
    """The nodes in the schema ``root`` that refer to other files.

    Raises ``SchemaError`` at the first element that is not as RELAX NG has it.
    """
    if root.name not in _PATTERNS:
        raise SchemaError(f"a schema can't begin with <{root.name}>; it begins with <grammar> or a pattern", root.place)
    referring: list[Node] = []
    right: set[tuple[object, ...]] = set()
    waiting = [(root, _In.PATTERN)]
    while waiting:
        node, context = waiting.pop()
        # Schemas say the same again and again: what was found right once needs no second look.
        shape = (node.name, context, *node.attributes.items(), *[child.name for child in node.children])
        if shape not in right:
            _check_node(node, context)
            right.add(shape)
        elif node.name == "name":
            _check_name(node)
        if node.children:
            waiting.extend([(child, _context(child, node, context)) for child in reversed(node.children)])
        if node.name in _REFERRING:
            referring.append(node)
    return referring


def _check_node(node: Node, context: _In) -> None:
    special = _SPECIAL.get(node.name)
    known = _RULES.get(node.name)
    if special is None and known is None:
        raise SchemaError(f"RELAX NG has no element <{node.name}>", node.place)
    rule = special(node, context) if special else known
    assert rule is not None
    _check_attributes(node, rule)
    _check_children(node, rule)
    if node.name == "name":
        _check_name(node)


class _In(Enum):
    """Where an element stands: some mean different things among names, or in an ``include``."""

    PATTERN = auto()
    NAMES = auto()
    INCLUDE = auto()


def _context(child: Node, node: Node, context: _In) -> _In:
    if node.name in ("element", "attribute"):
        of_names = "name" not in node.attributes and child is node.children[0]
        return _In.NAMES if of_names else _In.PATTERN
    if node.name in ("anyName", "nsName"):
        return _In.NAMES
    if node.name == "include":
        return _In.INCLUDE
    return context if node.name in ("choice", "except", "div") else _In.PATTERN


def _element(node: Node, _context: _In) -> _Rule:
    if "name" in node.attributes:
        return _Rule(_PATTERNS, 1, optional=("name",))
    _names_first(node)
    return _Rule(_PATTERNS | _NAMES, 2)


def _attribute(node: Node, _context: _In) -> _Rule:
    if "name" in node.attributes:
        return _Rule(_PATTERNS, 0, 1, optional=("name",))
    _names_first(node)
    return _Rule(_PATTERNS | _NAMES, 1, 2)


def _names_first(node: Node) -> None:
    if not node.children or node.children[0].name not in _NAMES:
        raise SchemaError(f"<{node.name}> needs a name: an attribute name, or <name>, <anyName>, <nsName>", node.place)
    for child in node.children[1:]:
        if child.name in _NAMES - _PATTERNS:
            raise SchemaError(f"<{child.name}> can't stand here; only the first child says the name", child.place)


def _choice(_node: Node, context: _In) -> _Rule:
    return _Rule(_NAMES, 1) if context is _In.NAMES else _MANY


def _div(_node: Node, context: _In) -> _Rule:
    return _Rule(_PARTS) if context is _In.INCLUDE else _Rule(_PARTS | {"include"})


_SPECIAL: Mapping[str, Callable[[Node, _In], _Rule]] = {
    "element": _element,
    "attribute": _attribute,
    "choice": _choice,
    "except": _choice,
    "div": _div,
}


def _check_attributes(node: Node, rule: _Rule) -> None:
    given = node.attributes
    for name in rule.required:
        if name not in given:
            raise SchemaError(f"<{node.name}> needs an attribute {name}", node.place)
    for name, value in given.items():
        if name not in _EVERYWHERE and name not in rule.required and name not in rule.optional:
            raise SchemaError(f"<{node.name}> can't have an attribute {name}", node.place)
        fault = _VALUES[name](node, value) if name in _VALUES else None
        if fault:
            raise SchemaError(fault, node.place)


def _check_name(node: Node) -> None:
    if not _QNAME.fullmatch(node.text.strip()):
        raise SchemaError(f"“{node.text.strip()[:40]}” is not a name", node.place)


def _name_fault(node: Node, value: str) -> str | None:
    allowed = _QNAME if node.name in ("element", "attribute") else _NCNAME
    return None if allowed.fullmatch(value.strip()) else f"“{value[:40]}” is not a name"


def _combine_fault(_node: Node, value: str) -> str | None:
    return None if value.strip() in ("choice", "interleave") else "combine must be “choice” or “interleave”"


def _href_fault(_node: Node, value: str) -> str | None:
    return "an address to be read can't hold a “#”" if "#" in value else None


def _library_fault(_node: Node, value: str) -> str | None:
    if not value.strip() or _LIBRARY.fullmatch(value.strip()):
        return None
    return f"datatypeLibrary must be a full address without “#”, not “{value[:60]}”"


def _type_fault(_node: Node, value: str) -> str | None:
    return None if _NCNAME.fullmatch(value.strip()) else f"“{value[:40]}” is not the name of a datatype"


_VALUES: Mapping[str, Callable[[Node, str], str | None]] = {
    "name": _name_fault,
    "combine": _combine_fault,
    "href": _href_fault,
    "datatypeLibrary": _library_fault,
    "type": _type_fault,
}


def _check_children(node: Node, rule: _Rule) -> None:
    for child in node.children:
        if child.name not in rule.children:
            raise SchemaError(_misplaced(child, node), child.place)
    number = len(node.children)
    if number < rule.least:
        wanted = "a pattern inside it" if rule.children & _PATTERNS else "something inside it"
        raise SchemaError(f"<{node.name}> needs {wanted}", node.place)
    if rule.most is not None and number > rule.most:
        raise SchemaError(f"<{node.name}> can hold only {rule.most} element", node.children[rule.most].place)
    if node.name == "data":
        _check_data(node.children)


def _misplaced(child: Node, parent: Node) -> str:
    if child.name in _KNOWN:
        return f"<{child.name}> can't stand in <{parent.name}>"
    return f"RELAX NG has no element <{child.name}>"


def _check_data(children: Sequence[Node]) -> None:
    exceptions = [child for child in children if child.name == "except"]
    if exceptions and (len(exceptions) > 1 or children[-1] is not exceptions[0]):
        raise SchemaError("<data> can hold one <except>, after all <param>", exceptions[0].place)


_KNOWN = frozenset(_RULES) | frozenset(_SPECIAL)
