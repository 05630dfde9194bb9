"""Where things stand in a file: line and column of every start tag.

The tree builder counts lines only roughly, so a second reader, expat, goes over the file when somebody asks: its
line and column are exact. The two meet by number: the n-th element of the tree is the n-th start tag of the file.
Lines and columns count from 1, columns in characters. All bytes here are UTF-8.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from lxml import etree


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file, as messages show it; ``line`` and ``column`` are ``None`` where they are not known."""

    file: str | None
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """How far one line of the prepared text runs ahead of the file's own, from ``column`` on."""

    line: int
    column: int
    by: int

    def undo(self, line: int, column: int) -> int:
        """The column in the file of what stands at ``line`` and ``column`` of the prepared text."""
        return column - self.by if line == self.line and column >= self.column else column


@dataclass(frozen=True, slots=True)
class Script:
    """A file's text as both readers get it: UTF-8 without a byte order mark, its DOCTYPE replaced by ours."""

    data: bytes
    shift: Shift = Shift(0, 0, 0)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column in the file of the byte at ``offset``."""
        line, column = position(self.data, offset)
        return line, self.shift.undo(line, column)


@dataclass(frozen=True, slots=True)
class Origin:
    """A file that a tree was made of. ``first`` is the number of its first element; ``script`` reads it again.

    ``script`` answers ``None`` where the file has changed or gone in the meantime.
    """

    name: str
    first: int
    script: Callable[[], Script | None]


@dataclass(frozen=True)
class Tracks:
    """How a tree leads back to its files. Empty but for ``origins`` where the tree is one file as it stands.

    ``made`` names, for each element that we put in, the element of the file that it was made of. ``numbers`` is
    given where elements of several files stand in one tree.
    """

    origins: tuple[Origin, ...] = ()
    made: Mapping[etree._Element, etree._Element] = field(default_factory=dict)
    numbers: Mapping[etree._Element, int] | None = None


def position(data: bytes, offset: int) -> tuple[int, int]:
    """Line and column of the byte at ``offset``; LF, CRLF and a lone CR each end a line."""
    line = data.count(b"\n", 0, offset) + data.count(b"\r", 0, offset) - data.count(b"\r\n", 0, offset)
    begin = max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
    return line + 1, len(data[begin:offset].decode("utf-8", "replace")) + 1


def numbered(
    root: etree._Element, made: Mapping[etree._Element, etree._Element], first: int = 0
) -> dict[etree._Element, int]:
    """Number the elements below and at ``root`` as their file has them, passing over those in ``made``."""
    own = root.iter("*") if not made else (element for element in root.iter("*") if element not in made)
    return {element: number for number, element in enumerate(own, first)}


class Places:
    """Places of elements by number, over several files. Each file is read once, when first asked for."""

    def __init__(self, origins: Sequence[Origin]) -> None:
        """Over ``origins`` in the order of their ``first``; more of them may be added later."""
        self._origins = origins
        self._starts: dict[int, _Starts] = {}

    def of(self, number: int) -> Place:
        """The place of the start tag of element ``number``; without a line if its file has changed."""
        which = bisect_right(self._origins, number, key=lambda origin: origin.first) - 1
        origin = self._origins[which]
        if which not in self._starts:
            self._starts[which] = _starts(origin)
        return self._starts[which].place(origin.name, number - origin.first)


@dataclass(frozen=True, slots=True)
class _Starts:
    """Line and column of each start tag of one file."""

    lines: array[int]
    columns: array[int]
    shift: Shift

    def place(self, name: str, index: int) -> Place:
        if index >= len(self.lines):
            return Place(name)
        line, column = self.lines[index], self.columns[index] + 1
        return Place(name, line, self.shift.undo(line, column))


def _starts(origin: Origin) -> _Starts:
    script = origin.script() or Script(b"")
    starts = _Starts(array("I"), array("I"), script.shift)
    parser = expat.ParserCreate("utf-8")
    add_line, add_column = starts.lines.append, starts.columns.append

    def started(_name: str, _attributes: object) -> None:
        add_line(parser.CurrentLineNumber)
        add_column(parser.CurrentColumnNumber)

    parser.StartElementHandler = started
    try:
        parser.Parse(script.data, True)
    except expat.ExpatError:
        return starts  # the tree builder was content with it: the places found so far hold
    return starts
