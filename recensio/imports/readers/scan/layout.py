"""A recognised page: regions with a kind, lines with their text, where they stand, how sure the recognition was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from recensio.imports.model import NOWHERE, Note, Place

Kind = Literal[
    "text", "heading", "header", "footer", "pageNum", "catch", "sig", "margin", "foot", "end", "caption", "initial",
    "table", "picture", "skip",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """Something said of the characters from ``start`` to ``end`` of a line: ``rend``, or an element they are.

    ``value`` is what an abbreviation stands for, what an error should be, or the key of a comment. With ``continued``
    it goes on from the line before, or in the next one.
    """

    start: int
    end: int
    rend: tuple[str, ...] = ()
    element: str = "hi"
    attributes: tuple[tuple[str, str], ...] = ()
    value: str = ""
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """Where something is on the page: ``points`` as TEI writes them (three or more), else a ``box``, or neither."""

    points: str = ""
    box: tuple[str, str, str, str] | None = None

    def __bool__(self) -> bool:
        """True if anything is known."""
        return bool(self.points or self.box)


@dataclass(frozen=True, slots=True)
class Line:
    """A line. ``top`` is its height on the page, ``sure`` between 0 and 1, ``None`` where the file does not say.

    ``hyphen`` is the sign that the format itself says stands at the end for a divided word; ``zone`` the key of the
    zone that it has on the page.
    """

    text: str
    top: float | None = None
    sure: float | None = None
    hyphen: str = ""
    marks: tuple[Mark, ...] = ()
    place: Place = NOWHERE
    heading: bool = False
    outline: Outline = Outline()
    zone: str = ""


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
    """A part of a page. ``level`` is that of a heading, where it is known; ``name`` what the file calls its kind."""

    kind: Kind
    lines: tuple[Line, ...] = ()
    cells: tuple[Cell, ...] = ()
    level: int = 1
    lang: str = ""
    name: str = ""
    outline: Outline = Outline()
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its regions in the order of reading. ``n`` is its number, ``image`` the file of its picture.

    ``words`` is all text in the file, counted without regard to regions; ``said`` are statements about it, ``comments``
    are called in its lines, ``beside`` are words that are no text, each with the reason. ``facs`` is the key of its
    surface, ``size`` how wide and high it is.
    """

    regions: tuple[Region, ...]
    words: str
    n: str = ""
    image: str = ""
    lang: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[tuple[str, str], ...] = ()
    place: Place = NOWHERE
    size: tuple[str, str] = ("", "")
    comments: tuple[Note, ...] = ()
    facs: str = ""
