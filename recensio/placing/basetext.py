"""The base text as one line of characters, each of which knows the node of the tree that it stands in.

What is text is decided as the law does (docs/developers/text-law.md). Of inline entries the lemma counts.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from recensio.law.elements import Kind, kind_of, name_of
from recensio.law.model import Document, is_within_word

#: Stand in the line for the edge of a block, and for a break over which the word runs on.
SEAM = "\x01"
RUN_ON = "\x02"

_SEPARATING = ("P", "S", "Z", "Cc")
_LEFT_OUT = frozenset({Kind.LEFT_OUT, Kind.NOTE, Kind.HUSHED})
_SEAMS = frozenset({Kind.BOUNDARY})


@dataclass(frozen=True, slots=True)
class Piece:
    """One text node: where it begins in the line, and whose ``text`` (or ``tail``) it is."""

    start: int
    element: etree._Element
    is_tail: bool
    text: str

    @property
    def end(self) -> int:
        """Where it ends in the line."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the line, composed (NFC), from ``start`` to ``end``."""

    start: int
    end: int
    word: str


@dataclass
class BaseText:
    """The line, its pieces, and where each element that stands in the text begins and ends."""

    line: str = ""
    pieces: list[Piece] = field(default_factory=list)
    spans: dict[etree._Element, tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def tokens(self) -> list[Token]:
        """All words, in order."""
        return list(tokens_of(self.line))

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def _piece_starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    def tokens_between(self, start: int, end: int) -> range:
        """The numbers of the words that begin between two places of the line."""
        return range(bisect_left(self._token_starts, start), bisect_left(self._token_starts, end))

    def tokens_touching(self, start: int, end: int) -> range:
        """The same with the word that is begun before ``start`` and goes on behind it."""
        within = self.tokens_between(start, end)
        runs_on = within.start and self.tokens[within.start - 1].end > start
        return range(within.start - 1, within.stop) if runs_on else within

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The stretch without white space and seams at its ends; empty at ``start`` if nothing else is in it."""
        text = self.line[start:end]
        inner = text.strip(" \t\r\n" + SEAM + RUN_ON)
        if not inner:
            return start, start
        begin = start + text.index(inner)
        return begin, begin + len(inner)

    def piece_before(self, offset: int) -> Piece | None:
        """The text node that holds the character in front of ``offset``."""
        at = bisect_left(self._piece_starts, offset) - 1
        return self.pieces[at] if at >= 0 and self.pieces[at].end >= offset else None

    def piece_behind(self, offset: int) -> Piece | None:
        """The text node that holds the character behind ``offset``."""
        at = bisect_right(self._piece_starts, offset) - 1
        return self.pieces[at] if at >= 0 and self.pieces[at].end > offset else None

    def last_piece(self, offset: int) -> Piece | None:
        """The last text node that begins in front of ``offset``; the first one if there is none."""
        at = bisect_left(self._piece_starts, offset) - 1
        return self.pieces[max(at, 0)] if self.pieces else None


def base_text(document: Document) -> BaseText:
    """The base text of a document."""
    walk = _Walk(document)
    for root in document.roots:
        walk.enter(root)
        walk.put(SEAM)
    return walk.result()


def note_text(document: Document, note: etree._Element) -> BaseText:
    """The words of a note, taken for themselves."""
    walk = _Walk(document)
    walk.enter(note)
    return walk.result()


class _Walk:
    """The state of one walk through the texts. (Trees are at most a hundred levels deep: the parser sees to it.)"""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = BaseText()
        self._parts: list[str] = []
        self._size = 0

    def result(self) -> BaseText:
        self._text.line = "".join(self._parts)
        return self._text

    def put(self, mark: str) -> None:
        self._parts.append(mark)
        self._size += len(mark)

    def enter(self, element: etree._Element) -> None:
        """Take what ``element`` holds, and remember from where to where it goes."""
        kind = kind_of(element.tag)
        start = self._size
        if kind in _SEAMS:
            self.put(SEAM)
        elif kind in (Kind.BREAK, Kind.MILESTONE):
            self._break(element, kind)
        elif kind is Kind.SPACE and _parts_words(element):
            self.put(" ")
        self._hear(element, element.text, is_tail=False)
        for child in self._read(element, kind):
            self.enter(child)
        if kind in _SEAMS or (kind is Kind.WORD and element.get("part") not in ("I", "M")):
            self.put(SEAM)
        self._text.spans[element] = start, self._size

    def _break(self, element: etree._Element, kind: Kind) -> None:
        if element.get("break") == "no" or (kind is Kind.BREAK and is_within_word(element)):
            self.put(RUN_ON)
        elif kind is Kind.BREAK:
            self.put(" ")

    def _read(self, element: etree._Element, kind: Kind) -> Iterator[etree._Element]:
        """The children that are base text; the text behind each child is taken here."""
        only = self._only(element, kind)
        for child in element:
            if isinstance(child.tag, str) and (only is None or child in only) and self._is_text(child):
                yield child
            elif isinstance(child.tag, str):
                self._text.spans[child] = self._size, self._size
            self._hear(child, child.tail, is_tail=True)

    def _only(self, element: etree._Element, kind: Kind) -> tuple[etree._Element, ...] | None:
        """The children of a choice or an entry that count; ``None``: all of them."""
        if kind is Kind.CHOICE:
            chosen = self._document.chosen(element)
            return () if chosen is None else (chosen,)
        if kind in (Kind.APP, Kind.GROUP):
            return base_readings(element)
        return None

    def _is_text(self, element: etree._Element) -> bool:
        kind = kind_of(element.tag)
        if kind is Kind.DELETED:
            return self._document.shows_deletions or name_of_parent(element) == "restore"
        return kind not in _LEFT_OUT and not (kind is Kind.APP and self._document.is_attached(element))

    def _hear(self, element: etree._Element, text: str | None, *, is_tail: bool) -> None:
        if text:
            self._text.pieces.append(Piece(self._size, element, is_tail, text))
            self.put(text)


def _parts_words(space: etree._Element) -> bool:
    """Whether white space of the source has an extent, and stands in no word."""
    in_word = any(kind_of(e.tag) is Kind.WORD for e in space.iterancestors())
    return space.get("quantity", "").strip() != "0" and not in_word


def name_of_parent(element: etree._Element) -> str:
    """The TEI name of the parent of an element."""
    parent = element.getparent()
    return "" if parent is None else name_of(parent)


def base_readings(entry: etree._Element) -> tuple[etree._Element, ...]:
    """The child of an inline entry, or of a group in it, that is or holds its base text."""
    app = entry
    while name_of(app) == "rdgGrp" and (parent := app.getparent()) is not None:
        app = parent
    readings = [e for e in _readings(app) if name_of(e) == "lem"] or list(_readings(app))
    return tuple(e for e in (readings[0], *readings[0].iterancestors()) if e.getparent() is entry) if readings else ()


def _readings(entry: etree._Element) -> Iterator[etree._Element]:
    for child in entry:
        name = name_of(child)
        if name in ("lem", "rdg"):
            yield child
        elif name == "rdgGrp":
            yield from _readings(child)


# --- words -------------------------------------------------------------------------------------------------


def tokens_of(line: str) -> Iterator[Token]:
    """The words of a line, with their places in it."""
    joined = re.sub(rf"\s*{RUN_ON}[\s{RUN_ON}]*", lambda gap: RUN_ON * len(gap[0]), line) if RUN_ON in line else line
    separators = "".join(c for c in set(joined) if c != RUN_ON and unicodedata.category(c).startswith(_SEPARATING))
    if not separators:
        found: Iterator[tuple[int, int]] = iter([(0, len(joined))] if joined else [])
    else:
        found = (match.span() for match in re.finditer(f"[^{re.escape(separators)}]+", joined))
    for start, end in found:
        word = spelled(joined[start:end])
        if word:
            # (a break at an edge is none of the word)
            inner = joined[start:end].strip(RUN_ON)
            begin = joined.index(inner, start)
            yield Token(begin, begin + len(inner), word)


def spelled(text: str) -> str:
    """The characters of a word that count: composed, without breaks and format characters."""
    if text.isascii() and RUN_ON not in text:
        return text
    shown = "".join(c for c in text if c != RUN_ON and unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", shown)


def folded(word: str) -> str:
    """A word without regard to capitals and diacritics, for want of an exact match."""
    return "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))
