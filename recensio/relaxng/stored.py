"""A schema kept between runs: its nodes as they were read and proved right, by the digest of its files.

Reading and proving a large schema takes longer than validating a small file. What is kept is what was written, not
what was made of it; nodes and patterns are made of it when they are needed. Nothing is taken on trust but that the
same files, read by the same program, are right again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache as once
from hashlib import sha256
from pathlib import Path
from typing import Any

from recensio.cache import Cache, key_of
from recensio.relaxng.load import Sources, digest_of
from recensio.relaxng.syntax import Node, Place

_KIND = "schemas"
_Row = Sequence[Any]  # name, line, column, file, namespaces, attributes, children, text; numbers for what is in tables


def keep(path: Path, sources: Sources, cache: Cache) -> None:
    """Keep the schema at ``path``, which has been proved right."""
    writer = _Writer()
    roots = {id(node): node for node in (sources.root, *sources.referred.values())}
    numbers = {identity: number for number, identity in enumerate(roots)}
    value = {
        "files": [[str(file), digest] for file, digest in sources.digests.items()],
        "roots": [writer.row(node) for node in roots.values()],
        "referred": [[*key, numbers[id(node)]] for key, node in sources.referred.items()],
        "names": writer.files,
        "namespaces": writer.namespaces,
    }
    cache.write(_KIND, _key(path), value)


def recall(path: Path, cache: Cache) -> Sources | None:
    """The schema at ``path``, if it was kept and none of its files has changed since."""
    try:
        value = cache.read(_KIND, _key(path))
        return _sources(value) if isinstance(value, dict) else None
    except (KeyError, IndexError, TypeError, ValueError, RecursionError):
        return None


def _sources(value: Mapping[str, Any]) -> Sources | None:
    digests = {Path(file): str(digest) for file, digest in value["files"]}
    if any(_digest(file) != digest for file, digest in digests.items()):
        return None
    tables = _Tables(value["names"], value["namespaces"])
    roots = [_Stored(row, tables) for row in value["roots"]]
    referred: dict[tuple[str, str], Node] = {(file, href): roots[number] for file, href, number in value["referred"]}
    return Sources(roots[0], referred, digests)


def _digest(file: Path) -> str:
    try:
        return digest_of(file.read_bytes())
    except OSError:
        return ""


def _key(path: Path) -> str:
    return key_of("schema", str(path.absolute()), str(path), _program())


@once
def _program() -> str:
    """A digest of the modules that read schemas and prove them right."""
    folder = Path(__file__).parent
    return sha256(b"".join(file.read_bytes() for file in sorted(folder.rglob("*.py")))).hexdigest()


class _Writer:
    """Turns nodes into rows; what comes again and again is written once."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self.namespaces: list[Mapping[str, str]] = []
        self._numbers: dict[object, int] = {}

    def row(self, node: Node) -> _Row:
        place = node.place
        file = self._number(self.files, place.file, place.file)
        namespaces = self._number(self.namespaces, tuple(node.namespaces.items()), dict(node.namespaces))
        children = [self.row(child) for child in node.children]
        attributes = dict(node.attributes)
        return (node.name, place.line, place.column, file, namespaces, attributes, children, node.text)

    def _number(self, table: list[Any], key: object, value: object) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(table)
            table.append(value)
        return self._numbers[key]


@dataclass(frozen=True, slots=True)
class _Tables:
    files: Sequence[str]
    namespaces: Sequence[Mapping[str, str]]


class _Stored(Node):
    """A node whose children are made when somebody asks for them."""

    __slots__ = ("_children", "_rows", "_tables")
    _children: tuple[Node, ...] | None
    _rows: Sequence[_Row]
    _tables: _Tables

    def __init__(self, row: _Row, tables: _Tables) -> None:
        name, line, column, file, namespaces, attributes, rows, text = row
        place = Place(tables.files[file], line, column)
        for key, value in (
            ("name", name),
            ("place", place),
            ("attributes", attributes),
            ("text", text),
            ("namespaces", tables.namespaces[namespaces]),
            ("_rows", rows),
            ("_tables", tables),
            ("_children", None),
        ):
            object.__setattr__(self, key, value)

    @property
    def children(self) -> tuple[Node, ...]:
        """The children, made now if they have not been."""
        made = self._children
        if made is None:
            made = tuple(_Stored(row, self._tables) for row in self._rows)
            object.__setattr__(self, "_children", made)
        return made
