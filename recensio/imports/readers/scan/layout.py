"""A recognised page: regions with a kind, lines with their text, where they stand, how sure the recognition was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from recensio.imports.model import NOWHERE, Place

Kind = Literal[
    "text", "heading", "header", "footer", "pageNum", "catch", "sig", "margin", "foot", "end", "caption", "initial",
    "table", "picture", "skip",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """Something said of the characters from ``start`` to ``end`` of a line: ``rend``, or an element they are."""

    start: int
    end: int
    rend: tuple[str, ...] = ()
    element: str = "hi"


@dataclass(frozen=True, slots=True)
class Line:
    """A line. ``top`` is its height on the page, ``sure`` between 0 and 1, ``None`` where the file does not say.

    ``hyphen`` is the sign that the format itself says stands at the end for a divided word.
    """

    text: str
    top: float | None = None
    sure: float | None = None
    hyphen: str = ""
    marks: tuple[Mark, ...] = ()
    place: Place = NOWHERE
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    row: int
    column: int
    lines: tuple[Line, ...]
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page. ``level`` is that of a heading, where it is known."""

    kind: Kind
    lines: tuple[Line, ...] = ()
    cells: tuple[Cell, ...] = ()
    level: int = 1
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its regions in the order of reading. ``n`` is its number, ``image`` the file of its picture.

    ``words`` is all text in the file, counted without regard to regions; ``said`` are statements about it.
    """

    regions: tuple[Region, ...]
    words: str
    n: str = ""
    image: str = ""
    lang: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[tuple[str, str], ...] = ()  # words that are no text (expansions …), each with the reason
    place: Place = NOWHERE
