"""A schema as it was written: the one shape that the readers of both syntaxes give (RELAX NG, 4.1 to 4.4).

The vocabulary is that of the XML syntax (``element``, ``attribute``, ``group``, ``oneOrMore``, ``data``, ``include``
…), whichever syntax the file has. Annotations and elements of other namespaces are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

RNG = "http://relaxng.org/ns/structure/1.0"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a schema file; ``line`` and ``column`` count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Node:
    """An element of the XML syntax. ``attributes`` are those without a namespace (``name``, ``ns``, ``type`` …);
    ``text`` is the text of ``name``, ``value`` and ``param``; ``namespaces`` are the prefixes in scope (``""`` is the
    default namespace), which names and values with a colon need."""

    name: str
    place: Place
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Node, ...] = ()
    text: str = ""
    namespaces: Mapping[str, str] = field(default_factory=dict)


class SchemaError(Exception):
    """A schema that can't be used: what is wrong with it, and where."""

    def __init__(self, reason: str, place: Place) -> None:
        """``reason`` is one plain sentence without a full stop."""
        super().__init__(f"{place.file}:{place.line}: {reason}")
        self.reason = reason
        self.place = place
