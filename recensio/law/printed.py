"""The words of a PDF as it is read back: tokens in reading order, with what a page does to words.

Most pages are read as pdfium gives their text. It breaks down where letters carry marks of their own or run from
right to left: a cluster is given once for each of its glyphs, spaces vanish or appear, right-to-left lines are
shuffled. Lines of such pages are put together here from the places of their glyphs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator
from ctypes import c_double
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from recensio.law.words import words_of_text

if TYPE_CHECKING:
    import pypdfium2

_HYPHENS = "\u00ad\ufffe\u0002"
_JOINT = re.compile("[\r\n]*[\u00ad\ufffe\u0002][\r\n]*|-[ \t]*\r?\n")
_APART = re.compile("(\\d+|[\u0e00-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
#: A word of a reading with letters that were deleted, which stand in it in brackets.
_MENDED = re.compile(r"\w*(?:⟦[^⟧]*⟧\w*)+")
_DELETED = re.compile("⟦[^⟧]*⟧")
_RTL = ("R", "AL")
_DOUBT = "?"
_GAP = 0.15  # of the type size: a wider gap between glyphs is a space
_SHIFT = 0.6  # of the type size: glyphs farther apart in height stand on different lines
_BACK = 4  # glyphs back that one may reach beyond
_OVERLAP = 0.3  # of the narrower of two glyphs


@dataclass(slots=True)
class Printed:
    """The tokens of a PDF in reading order.

    ``joints`` are the tokens behind which a word may go on (hyphenated at a line end); ``pages`` the page of each. A
    line with right-to-left script is one token, empty, with its words in ``lines``: their order is not known.
    """

    tokens: list[str] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    joints: set[int] = field(default_factory=set)
    lines: dict[int, Counter[str]] = field(default_factory=dict)

    def add(self, page: int, token: str) -> None:
        """Add a token."""
        self.tokens.append(token)
        self.pages.append(page)

    def add_text(self, page: int, text: str) -> None:
        """Add a text read in order, and mark where its words may go on behind a hyphen."""
        parts = _JOINT.split(text)
        for at, part in enumerate(parts):
            before = len(self.tokens)
            for token in print_words(part):
                self.add(page, token)
            if at < len(parts) - 1 and len(self.tokens) > before and part[-1:].strip():
                self.joints.add(len(self.tokens) - 1)
        self._add_mended(page, text)

    def _add_mended(self, page: int, text: str) -> None:
        """Add the words that letters on both sides of a deletion make, as those who read them do."""
        for found in _MENDED.finditer(text):
            pieces = _DELETED.split(found[0])
            if sum(map(bool, pieces)) > 1:
                for token in print_words("".join(pieces)):
                    self.add(page, token)

    def add_line(self, page: int, text: str) -> None:
        """Add a line with right-to-left script."""
        self.lines[len(self.tokens)] = Counter(print_words(text))
        self.add(page, "")

    def of_pages(self, pages: Container[int]) -> Printed:
        """The tokens of some pages (counted from 0)."""
        own = Printed()
        for at, (token, page) in enumerate(zip(self.tokens, self.pages, strict=True)):
            if page in pages:
                if at in self.lines:
                    own.lines[len(own.tokens)] = self.lines[at]
                own.add(page, token)
                if at in self.joints:
                    own.joints.add(len(own.tokens) - 1)
        return own


def read_pdf(source: Path | bytes) -> Printed:
    """Read the tokens of a PDF. Raises ``pypdfium2.PdfiumError`` for what is not one, ``OSError`` for no file."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    import pypdfium2  # (the engine is loaded only by builds that print)

    document = pypdfium2.PdfDocument(data)
    printed = Printed()
    try:
        for number in range(len(document)):
            _read_page(document, number, printed)
    finally:
        document.close()
    return printed


def words_of_pdf(source: Path | bytes) -> list[str]:
    """The words of a PDF in reading order, parts of hyphenated words as they stand."""
    printed = read_pdf(source)
    return [w for i, t in enumerate(printed.tokens) for w in ([t] if t else printed.lines[i].elements())]


def _read_page(document: pypdfium2.PdfDocument, number: int, printed: Printed) -> None:
    page = document[number]
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    if _needs_places(text):
        _add_lines(printed, number, _lines(_glyphs(textpage)))
    else:
        printed.add_text(number, text)
    textpage.close()
    page.close()


def print_words(text: str) -> list[str]:
    """The words of ``text`` as they can be known again in a PDF.

    Ligatures and other compatibility characters are dissolved (NFKC), digits stand apart from letters, each letter of
    a script that is written without spaces and so broken anywhere (Chinese, Japanese, Thai …) is by itself, variation
    selectors and words of marks alone are dropped, and a right-to-left word is its letters in alphabetical order,
    since the order in which they are painted is not known. If it bears marks, :func:`is_doubtful` is true of it.
    """
    # (words first: dissolved, a spacing accent would be a mark on the next letter)
    dissolved = (unicodedata.normalize("NFKC", word) for word in words_of_text(text))
    return [known for word in dissolved for part in _divided(word) if (known := _known_again(part))]


def is_doubtful(word: str) -> bool:
    """True for one of :func:`print_words` that may be in a PDF and yet not be known again.

    These are right-to-left words with marks of their own (vowels, dots): pdfium loses some of their letters.
    """
    return word.startswith(_DOUBT)


def _divided(text: str) -> Iterator[str]:
    for word in text.split() if text.isalnum() else words_of_text(text):
        if word.isascii() and (word.isalpha() or word.isdecimal()):
            yield word
        else:
            yield from (part for part in _APART.split(word) if part)


@lru_cache(maxsize=65536)
def _known_again(word: str) -> str:
    if word.isascii():
        return word
    plain = "".join(c for c in word if not _is_selector(c))
    marks = sum(map(_is_mark, plain))
    if marks == len(plain) or not is_rtl(plain):
        return plain if marks < len(plain) else ""
    return (_DOUBT if marks else "") + "".join(sorted(unicodedata.normalize("NFD", plain)))


def is_rtl(text: str) -> bool:
    """True if a letter of ``text`` is written from right to left."""
    return any(unicodedata.bidirectional(c) in _RTL for c in text)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef" or character == "\u034f"


def _needs_places(text: str) -> bool:
    """True if ``text`` holds marks or right-to-left letters."""
    return any(_is_mark(c) or unicodedata.bidirectional(c) in _RTL for c in set(text))


@dataclass(slots=True)
class _Glyph:
    text: str
    left: float
    right: float
    y: float
    size: float


def _glyphs(textpage: pypdfium2.PdfTextPage) -> list[_Glyph]:
    """The glyphs of a page in the order they are painted in, each cluster once."""
    found: dict[tuple[float, float, bool], _Glyph] = {}
    for character, x, glyph in _characters(textpage):
        place = (x, glyph.y, character == " ")
        if known := found.get(place):
            known.text += character
            known.left, known.right = min(known.left, glyph.left), max(known.right, glyph.right)
        else:
            found[place] = glyph
    return _once(list(found.values()))


def _characters(textpage: pypdfium2.PdfTextPage) -> Iterator[tuple[str, float, _Glyph]]:
    """Each character with the origin of its glyph; what pdfium adds of its own is left out."""
    from pypdfium2 import raw

    x, y, box = c_double(), c_double(), raw.FS_RECTF()
    high = 0
    for index in range(textpage.count_chars()):
        unit = raw.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= unit < 0xDC00:  # (the first half of a character; the second comes with the same glyph)
            high = unit
            continue
        character = chr(0x10000 + (high - 0xD800) * 0x400 + unit - 0xDC00 if high and 0xDC00 <= unit < 0xE000 else unit)
        high = 0
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        raw.FPDFText_GetLooseCharBox(textpage, index, box)
        added = raw.FPDFText_IsGenerated(textpage, index) == 1 or (character == " " and box.left == box.right)
        if not added or character in _HYPHENS:
            size = raw.FPDFText_GetFontSize(textpage, index)
            yield character, x.value, _Glyph(character, box.left, box.right, y.value, size)


def _once(glyphs: list[_Glyph]) -> list[_Glyph]:
    """Glyphs without the repetitions of a cluster: each glyph of one carries the text of the whole."""
    kept: list[_Glyph] = []
    clusters: dict[str, list[_Glyph]] = {}
    for glyph in glyphs:
        same = clusters.setdefault("".join(sorted(glyph.text)), []) if len(glyph.text) > 1 else []
        first = next((other for other in same if _covers(glyph, other)), None)
        if first is None:
            same.append(glyph)
            kept.append(glyph)
        else:
            first.left, first.right = min(first.left, glyph.left), max(first.right, glyph.right)
    return kept


def _covers(one: _Glyph, other: _Glyph) -> bool:
    """True for two glyphs that lie over one another."""
    shared = min(one.right, other.right) - max(one.left, other.left)
    narrow = min(one.right - one.left, other.right - other.left)
    return shared >= _OVERLAP * narrow and abs(one.y - other.y) < _SHIFT * max(one.size, other.size)


def _lines(glyphs: list[_Glyph]) -> Iterator[list[_Glyph]]:
    """The glyphs line by line, in the order they are painted in."""
    line: list[_Glyph] = []
    for glyph in glyphs:
        if line and abs(glyph.y - line[0].y) > _SHIFT * max(glyph.size, line[0].size):
            yield line
            line = []
        line.append(glyph)
    if line:
        yield line


def _add_lines(printed: Printed, page: int, lines: Iterator[list[_Glyph]]) -> None:
    for rtl, group in groupby(lines, key=lambda line: any(is_rtl(glyph.text) for glyph in line)):
        if rtl:
            for line in group:
                printed.add_line(page, _spaced(sorted(line, key=lambda glyph: (glyph.left, glyph.text != " "))))
        else:
            printed.add_text(page, "\n".join(map(_spaced, group)))


def _spaced(line: list[_Glyph]) -> str:
    """The text of the glyphs of a line, with the spaces that one sees."""
    text: list[str] = []
    for at, glyph in enumerate(line):
        if at and _is_apart(line[max(0, at - _BACK) : at], glyph):
            text.append(" ")
        text.append(glyph.text)
    return "".join(text)


def _is_apart(before: list[_Glyph], glyph: _Glyph) -> bool:
    """True if ``glyph`` stands apart from what precedes it in the line."""
    gap = _GAP * max(glyph.size, before[-1].size)
    return glyph.left - max(other.right for other in before) > gap or glyph.right < before[-1].left - gap
