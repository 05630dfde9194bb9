"""What one file tells the others, so that pointers and sigla can be judged across files. Kept in the cache as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from recensio.locate import Place


@dataclass(frozen=True, slots=True)
class Pointer:
    """A pointer that its file alone can't settle: as written, and where it first stands. ``exempt`` are the numbers
    of the exceptions that its place is covered by; ``count`` how often it stands so."""

    element: str
    attribute: str
    token: str
    file: str | None
    line: int | None
    column: int | None
    count: int = 1
    exempt: tuple[int, ...] = ()

    @property
    def place(self) -> Place:
        """Where it first stands."""
        return Place(self.file, self.line, self.column)


@dataclass(frozen=True, slots=True)
class Prefix:
    """A ``prefixDef``: how pointers that begin with ``ident:`` become addresses."""

    ident: str
    match: str
    replacement: str
    file: str | None
    line: int | None
    column: int | None


@dataclass(frozen=True)
class Index:
    """What a file tells the others. ``ids`` are its ``xml:id`` by the name of their element; ``sigla`` the names that
    its witnesses answer to; ``cited`` the sigla that its readings cite and it does not declare."""

    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    prefixes: tuple[Prefix, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    sigla: tuple[str, ...] = ()
    cited: tuple[Pointer, ...] = ()

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The element that bears each id."""
        return {one: kind for kind, ids in self.ids.items() for one in ids}


def index_row(index: Index) -> dict[str, Any]:
    """``index`` as a value for the cache."""
    return asdict(index)


def index_from(row: Mapping[str, Any]) -> Index:
    """The index that :func:`index_row` made ``row`` of."""
    return Index(
        ids={kind: tuple(ids) for kind, ids in row["ids"].items()},
        prefixes=tuple(Prefix(**prefix) for prefix in row["prefixes"]),
        pointers=tuple(_pointer(pointer) for pointer in row["pointers"]),
        sigla=tuple(row["sigla"]),
        cited=tuple(_pointer(pointer) for pointer in row["cited"]),
    )


def _pointer(row: Mapping[str, Any]) -> Pointer:
    return Pointer(**{**row, "exempt": tuple(row["exempt"])})
