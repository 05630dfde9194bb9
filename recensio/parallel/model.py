"""What a parallel edition is made of: texts, blocks, entries; and what the measuring tells of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from recensio.parallel.pieces import Paragraph, blocks_of, paragraph_of


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, table … of one text: the row it belongs to, its place in the file, its source."""

    row: int
    at: str
    source: str

    @cached_property
    def paragraph(self) -> Paragraph | None:
        """The block as a paragraph, if it is one."""
        return paragraph_of(self.source)

    @property
    def is_heading(self) -> bool:
        """True for what must not stand at the end of a page."""
        return self.source.startswith(("#title(", "#section(", "#side-title(", '#para("speaker"', '#para("label"'))


@dataclass(frozen=True, slots=True)
class Entry:
    """What is printed at the foot: ``lemma`` and ``words`` are print source; ``key`` is a number of its own (a note's),
    ``place`` how it is cited where its line's number is not enough, ``same`` the words that are counted on its line;
    ``back``: it speaks of the word before it."""

    id: str
    layer: str
    key: str | None
    lemma: str | None
    words: str
    place: str | None
    same: str | None
    back: bool


@dataclass(frozen=True)
class Text:
    """One of the texts that stand side by side, as ``xslt/print/parallel.xsl`` tells it.

    ``layers`` are names and styles (``run-in``, ``block``) in their order; ``behind`` is the print source of what
    stands behind the text.
    """

    title: str
    running: str
    language: str
    direction: str
    authors: tuple[str, ...]
    layers: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    entries: Mapping[str, Entry]
    behind: tuple[str, ...]
    notes: str

    @cached_property
    def styles(self) -> Mapping[str, str]:
        """The style of each layer."""
        return dict(self.layers)


def text_from(told: str) -> Text:
    """A text from the JSON that the stylesheet writes."""
    row = json.loads(told)
    entries = (_entry(one) for one in row["entries"])
    return Text(
        title=row["title"],
        running=row["running"],
        language=row["lang"],
        direction=row["dir"],
        authors=tuple(row["authors"]),
        layers=tuple((name, style) for name, _, style in (layer.partition(":") for layer in row["layers"])),
        blocks=tuple(Block(*block) for block in blocks_of(row["blocks"])),
        entries={entry.id: entry for entry in entries},
        behind=tuple(source for _, _, source in blocks_of(row["behind"])),
        notes=row["notes"],
    )


def _entry(row: Mapping[str, Any]) -> Entry:
    return Entry(
        row["id"], row["layer"], row["key"], row["lem"], row["body"], row["place"], row["same"] or None, row["back"]
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The measures of a page, in points. ``line`` is a line at the foot, ``between`` what a layer takes besides."""

    height: float
    width: float
    top: float
    inner: float
    outer: float
    gutter: float
    restart: str
    every: int
    line: float
    between: float
    blocks: float


@dataclass(slots=True)
class Measured:
    """A block on the galley: the room above and below, its height, its lines (baselines from its top), and in which of
    them (counted from 0) entries are called and words end. ``seams`` are the line and the place of each seam of a
    paragraph."""

    above: float = 0.0
    below: float = 0.0
    height: float = 0.0
    lines: list[float] = field(default_factory=list)
    entries: list[tuple[int, str]] = field(default_factory=list)
    seams: list[tuple[int, float]] = field(default_factory=list)

    @property
    def pitch(self) -> float:
        """From one baseline to the next."""
        return (self.lines[-1] - self.lines[0]) / (len(self.lines) - 1) if len(self.lines) > 1 else 0.0

    @property
    def line_height(self) -> float:
        """What a single line takes."""
        return self.height - (len(self.lines) - 1) * self.pitch if self.lines else self.height
