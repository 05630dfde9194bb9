"""What a PDF has of the apparatus and of notes, read back from it: at the feet of its pages, and behind the text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from ctypes import c_double
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

#: Around raised letters.
RAISED, LOWERED = "\ue000", "\ue001"
# Points: the text, and lists behind it, are set in larger type than the foot; headings in larger type than both.
_FOOT = 8.7
_TEXT = 11.5
_SMALL = 0.8  # of the size of the line: smaller letters are raised
# Of the size of the type: letters farther apart in height stand on different lines, lines farther apart in different
# blocks; a wider gap between letters is a space.
_LINE = 0.6
_BLOCK = 1.7
_SPACE = 0.1


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    size: float
    y: float
    left: float
    right: float


_Line = list[_Letter]


def entry_lines(pdf: Path, heading: str) -> Iterator[str]:
    """The blocks at the foot of each page, from top to bottom, each as one text; then the lines below ``heading``,
    where entries stand that have no place in the text. Raised letters are between :data:`RAISED` and :data:`LOWERED`.

    Raises ``pypdfium2.PdfiumError`` for what is no PDF.
    """
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    try:
        pages = [list(_lines(_letters(page.get_textpage()))) for page in document]
    finally:
        document.close()
    feet = [_foot(page) for page in pages]
    for foot in feet:
        yield from (" ".join(map(_text, block)).replace("\u00a0", " ") for block in _blocks(foot))
    rest = [line for page, foot in zip(pages, feet, strict=True) for line in page if line not in foot]
    yield from _below(heading, rest)


def _below(heading: str, lines: Iterable[_Line]) -> Iterator[str]:
    """The lines from a heading to the next one."""
    is_below = False
    for line in lines:
        if _size(line) > _TEXT:
            is_below = _text(line) == heading
        elif is_below:
            yield _text(line)


def _letters(textpage: pypdfium2.PdfTextPage) -> Iterator[_Letter]:
    """The letters in the order they are painted in; what pdfium adds of its own is left out."""
    x, y, box = c_double(), c_double(), raw.FS_RECTF()
    for index in range(textpage.count_chars()):
        if raw.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        raw.FPDFText_GetLooseCharBox(textpage, index, box)
        size = raw.FPDFText_GetFontSize(textpage, index)
        yield _Letter(chr(raw.FPDFText_GetUnicode(textpage, index)), size, y.value, box.left, box.right)


def _lines(letters: Iterable[_Letter]) -> Iterator[_Line]:
    line: _Line = []
    for letter in letters:
        if line and abs(letter.y - line[0].y) > _LINE * max(letter.size, line[0].size):
            yield line
            line = []
        line.append(letter)
    if line:
        yield line


def _foot(lines: list[_Line]) -> list[_Line]:
    """The lines below the last one of the text."""
    text = min((line[0].y for line in lines if _size(line) > _FOOT), default=0)
    return [line for line in lines if _size(line) <= _FOOT and line[0].y < text]


def _blocks(lines: list[_Line]) -> Iterator[list[_Line]]:
    block: list[_Line] = []
    for line in lines:
        if block and block[-1][0].y - line[0].y > _BLOCK * _size(line):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _size(line: _Line) -> float:
    return max(letter.size for letter in line)


def _text(line: _Line) -> str:
    """A line as it reads, with the spaces that one sees."""
    letters = _in_order(line) if any(map(_is_rtl, line)) else _spaced(line)
    limit = _SMALL * _size(line)
    return "".join(
        f"{RAISED}{c.text}{LOWERED}" if c.size < limit and c.text != " " else c.text for c in letters
    ).strip()


def _spaced(line: _Line) -> _Line:
    """The letters with one of space wherever two stand apart."""
    letters = line[:1]
    for letter in line[1:]:
        gap = letter.left - letters[-1].right
        if " " not in (letters[-1].text, letter.text) and gap > _SPACE * letter.size:
            letters.append(replace(letter, text=" "))
        letters.append(letter)
    return letters


def _in_order(line: _Line) -> _Line:
    """The letters of a line that runs from left to right, with words in it that run the other way."""
    seen = _spaced(sorted(line, key=lambda letter: letter.right))
    directions = [_is_rtl(letter) for letter in seen]
    for at in range(1, len(seen) - 1):
        directions[at] |= seen[at].text == " " and directions[at - 1] and directions[at + 1]
    runs = [list(run) for _, run in groupby(zip(directions, seen, strict=True), key=itemgetter(0))]
    return [letter for run in runs for _, letter in (reversed(run) if run[0][0] else run)]


def _is_rtl(letter: _Letter) -> bool:
    return unicodedata.bidirectional(letter.text) in ("R", "AL", "NSM")
