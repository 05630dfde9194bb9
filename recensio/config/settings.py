"""All settings of an edition."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from recensio.config.option import option_of
from recensio.config.tables import (
    ApparatusTable,
    BuildTable,
    ContentsTable,
    EditionTable,
    ParallelTable,
    PrintTable,
    RightsTable,
    SourcesTable,
    TextTable,
    ValidateTable,
    WebTable,
)


@dataclass(frozen=True, slots=True)
class Suppression:
    """An exception: problems with this ``code``, in files that fit the pattern ``file`` (empty: in all), are meant
    to be, for this ``reason``. ``line`` and ``column`` are its place in the settings."""

    code: str
    file: str
    reason: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of one edition. ``root`` is the edition's folder; paths in the tables are relative to it.

    ``severity`` holds pairs of a code and the severity the edition gives it.
    """

    edition: EditionTable = field(default_factory=EditionTable)
    sources: SourcesTable = field(default_factory=SourcesTable)
    build: BuildTable = field(default_factory=BuildTable)
    text: TextTable = field(default_factory=TextTable)
    apparatus: ApparatusTable = field(default_factory=ApparatusTable)
    rights: RightsTable = field(default_factory=RightsTable)
    print: PrintTable = field(default_factory=PrintTable)
    web: WebTable = field(default_factory=WebTable)
    validate: ValidateTable = field(default_factory=ValidateTable)
    contents: tuple[ContentsTable, ...] = ()
    parallel: tuple[ParallelTable, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    suppress: tuple[Suppression, ...] = ()
    root: Path = Path()

    def digest(self, *tables: str) -> str:
        """A key that changes when an option changes that shapes the pages; the same on every machine and run.

        ``tables`` names the tables to go by; without them it is all of them. Left out are options that say only
        how the build runs and where it writes, the severities and the folder.
        """
        shaping: dict[str, object] = {name: _shaping(name, getattr(self, name)) for name in tables or TABLES}
        if not tables:
            shaping |= {name: [_shaping(name, row) for row in getattr(self, name)] for name in ROWS}
        text = json.dumps(shaping, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()


TABLES: Mapping[str, type] = {
    "edition": EditionTable,
    "sources": SourcesTable,
    "build": BuildTable,
    "text": TextTable,
    "apparatus": ApparatusTable,
    "rights": RightsTable,
    "print": PrintTable,
    "web": WebTable,
    "validate": ValidateTable,
}
#: Tables that come as often as one likes, with a heading in double brackets.
ROWS: Mapping[str, type] = {"contents": ContentsTable, "parallel": ParallelTable}
OPTIONED: Mapping[str, type] = {**TABLES, **ROWS}
def _shaping(table: str, values: object) -> dict[str, object]:
    return {name: getattr(values, name) for name, row in options(table).items() if option_of(row).shapes}


@cache
def options(table: str) -> Mapping[str, Field[Any]]:
    """The options of a table, by name, in the order of the documentation. Raises ``KeyError`` for no table."""
    return {row.name: row for row in fields(OPTIONED[table])}


@cache
def types_of(table: str) -> Mapping[str, Any]:
    """The type of each option of a table."""
    return get_type_hints(OPTIONED[table])
