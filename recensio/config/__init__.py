"""The settings of an edition: ``edition.toml`` read into frozen dataclasses.

Every option stands once in :mod:`recensio.config.tables`, with its type, its default and the sentence that documents
it; the page ``docs/editors/configuration.md`` is made from them. All mistakes are told at once, each with its place; an
option with a mistake keeps its default, so that the build can go on.
"""

from __future__ import annotations

from recensio.config.exceptions import doubt_about, is_fixed
from recensio.config.option import Words, option_of
from recensio.config.reader import FILE_NAME, find_config, load
from recensio.config.settings import OPTIONED, ROWS, TABLES, Config, Suppression, options
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
from recensio.config.values import LANGUAGES, OUTPUTS, PAPERS, SEVERITIES, USUAL, paper_in_mm, stays_inside
from recensio.config.wording import example, nearest

__all__ = [
    "FILE_NAME",
    "LANGUAGES",
    "OPTIONED",
    "OUTPUTS",
    "PAPERS",
    "ROWS",
    "SEVERITIES",
    "TABLES",
    "USUAL",
    "ApparatusTable",
    "BuildTable",
    "Config",
    "ContentsTable",
    "EditionTable",
    "ParallelTable",
    "PrintTable",
    "RightsTable",
    "SourcesTable",
    "Suppression",
    "TextTable",
    "ValidateTable",
    "WebTable",
    "Words",
    "doubt_about",
    "example",
    "find_config",
    "is_fixed",
    "load",
    "nearest",
    "option_of",
    "options",
    "paper_in_mm",
    "stays_inside",
]
