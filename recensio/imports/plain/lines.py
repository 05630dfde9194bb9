"""A text in lines, and how it was written: a paragraph to a line, or lines of one width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

#: What ends a line.
LINE_ENDS = re.compile(r"\r\n|[\n\r\x0b\x1c-\x1e\x85\u2028\u2029]")
_WIDEST = 110
_TAB = 8
_SET_IN = 12
_FEW_BLANKS = 15


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source. ``text`` is without blanks at its ends; ``indent`` is how far it stands from the margin.

    ``feeds`` is how many form feeds stand at its beginning.
    """

    number: int
    text: str
    indent: int
    feeds: int = 0
    column: int = 1

    @property
    def blank(self) -> bool:
        """True for a line without anything."""
        return not self.text


def raw_lines(text: str) -> list[str]:
    """The lines of a text with all their blanks. Form feeds do not end lines."""
    return LINE_ENDS.split(text.rstrip("\x1a"))


def lines_of(raw: Sequence[str]) -> tuple[Line, ...]:
    """Lines as the other modules know them; form feeds are counted at the beginning of a line."""
    return tuple(_line(number, one) for number, one in enumerate(raw, 1))


def _line(number: int, raw: str) -> Line:
    feeds = raw.count("\x0c")
    expanded = raw.replace("\x0c", " ").replace("\ufeff", "")
    text = expanded.strip()
    lead = raw[: len(raw) - len(raw.lstrip())].replace("\x0c", "")
    column = raw.find(text[0]) + 1 if text else 1
    return Line(number, text, len(lead.expandtabs(_TAB)), feeds, column)


@dataclass(frozen=True)
class Layout:
    """How the lines of a text were written."""

    lines: tuple[Line, ...]

    @cached_property
    def full(self) -> tuple[Line, ...]:
        """The lines that are not blank."""
        return tuple(line for line in self.lines if not line.blank)

    @cached_property
    def wrapped(self) -> bool:
        """True if paragraphs run over several lines of about the same width."""
        if len(self.full) < 2:
            return False
        touching = [(a, b) for a, b in pairwise(self.lines) if not a.blank and not b.blank]
        running = sum(a.text[-1] not in ".!?:;" and b.text[0].islower() for a, b in touching)
        meet = len(touching) >= len(self.full) * 0.4 or 0 < len(touching) <= running * 3
        size = sum(len(line.text) for line in self.full)
        narrow = sum(len(line.text) for line in self.full if len(line.text) <= _WIDEST)
        return meet and narrow > size * 0.65 and not self._separate

    @cached_property
    def _separate(self) -> bool:
        """True if touching lines end their sentences, each: then each is a paragraph, or a verse."""
        long = [line for line in self.full if len(line.text) > 40]
        ending = sum(line.text[-1:] in '.!?:;”’"»' for line in long)
        return len(long) > 3 and ending > len(long) * 0.85

    @cached_property
    def width(self) -> int:
        """The length that full lines have; 0 where lines are paragraphs."""
        if not self.wrapped:
            return 0
        narrow = [line for line in self.full if len(line.text) <= _WIDEST and line.indent <= _SET_IN]
        lengths = sorted(len(line.text) + line.indent for line in narrow)
        return lengths[int(len(lengths) * 0.75)] if lengths else 0

    @cached_property
    def widest(self) -> int:
        """The length of the longest line that is not a paragraph by itself."""
        return max((len(line.text) for line in self.full if len(line.text) <= _WIDEST), default=0)

    @cached_property
    def margin(self) -> int:
        """The indentation that most lines have."""
        return most_common([line.indent for line in self.full])

    @cached_property
    def blanks_part(self) -> bool:
        """True if blank lines stand between paragraphs; false if there are too few of them for that."""
        if not self.wrapped:
            return True
        parts = sum(1 for a, b in pairwise(self.lines) if a.blank and not b.blank) + 1
        return len(self.full) / parts < _FEW_BLANKS

    @cached_property
    def indents_part(self) -> bool:
        """True if the first line of a paragraph is indented."""
        if not self.wrapped:
            return False
        body = [line for line in self.full if len(line.text) > self.width * 0.6]
        deep = {line.number for line in body if self._is_set_in(line)}
        touching = [(a, b) for a, b in pairwise(self.lines) if a.number in deep and not b.blank]
        follows = sum(b.indent <= self.margin for _, b in touching)
        together = sum(self._is_set_in(b) for _, b in touching)
        return follows > 0 and len(body) * 0.03 < len(deep) <= len(body) * 0.7 and together <= len(deep) * 0.3

    def _is_set_in(self, line: Line) -> bool:
        """True for a line set in as the first of a paragraph is."""
        return 2 <= line.indent - self.margin <= _SET_IN


def most_common(values: Sequence[int]) -> int:
    """The value that comes most often; of several, the smallest. 0 for none."""
    return max(sorted(set(values)), key=values.count, default=0)
