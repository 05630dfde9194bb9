"""What the build of one text depends on, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from recensio import rights
from recensio.cite import Whole
from recensio.config import PrintTable
from recensio.discover import Source
from recensio.pages import PageRules
from recensio.problems import Problem
from recensio.report import TextResult
from recensio.transform import Rules

#: In a text's folder in the cache: its row of the report, and the folder with its files.
RESULT = "result.json"
OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class TextTask:
    """Everything that the outputs of one text depend on (``key`` is a hash over it all, and over the engines)."""

    key: str
    source: Source
    folder: Path
    max_bytes: int
    to: tuple[str, ...]
    has_text: bool
    witness_texts: bool
    base: str
    language: str
    labels: tuple[tuple[str, str], ...]
    site: str
    images: tuple[tuple[str, str], ...]
    xslt: Path
    cache: Path
    unseen: tuple[tuple[str, str], ...] = ()
    web_images: tuple[str, ...] = ()
    guests: tuple[Source, ...] = ()
    anew: bool = False
    print: PrintTable = field(default_factory=PrintTable)
    fonts: tuple[Path, ...] = ()
    pages: PageRules = field(default_factory=PageRules)
    whole: Whole = field(default_factory=Whole)
    apparatus_language: str = ""
    rules: Rules = field(default_factory=Rules)
    published: str = rights.FULL
    unknown_rights: str = ""
    include_restricted: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a task: the row of the report and the problems."""

    result: TextResult
    problems: tuple[Problem, ...]
