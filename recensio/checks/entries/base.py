"""The base text as checks of entries look at it: letters alone, and where elements stand in it.

What is base text is decided where entries are placed (:mod:`recensio.placing`); here words are compared with case,
accents, punctuation and spaces set aside.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from recensio.law.elements import Kind, all_text, kind_of, name_of
from recensio.law.model import Document
from recensio.placing import basetext
from recensio.placing.basetext import RUN_ON, SEAM, base_readings

_LEFT_OUT = frozenset({Kind.LEFT_OUT, Kind.HUSHED, Kind.NOTE})
_CUTS = ("…", "...", "[…]", " – ", " — ", " - ", "‹…›")
#: What stands in a lemma for words that are left out.
CUT = "\ufdd6"


class _Letters(dict[int, int | None]):
    """Which characters count: letters and numbers, filled in as they are met."""

    def __missing__(self, point: int) -> int | None:
        """The answer for a character that is met for the first time."""
        kept = unicodedata.category(chr(point))[0] in "LN" or unicodedata.category(chr(point)) == "Co"
        self[point] = point if kept or chr(point) == CUT else None
        return self[point]


_LETTERS = _Letters()


def letters(text: str) -> str:
    """``text`` without case, accents, punctuation and spaces."""
    return unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the base text, from character ``start`` to before character ``end``."""

    start: int
    end: int


class BaseText:
    """The base text as a line of characters, asked for letters."""

    def __init__(self, text: basetext.BaseText) -> None:
        """For the line ``text``, in which every element has its place."""
        self._text = text

    def __len__(self) -> int:
        """How many characters the line has."""
        return len(self._text.line)

    def span(self, element: etree._Element) -> Span | None:
        """Where ``element`` stands; ``None`` if it is no part of the base text."""
        found = self._text.spans.get(element)
        return None if found is None else Span(*found)

    def at(self, span: Span) -> str:
        """The letters of a span."""
        return letters(self._text.line[max(0, span.start) : span.end])

    def words_at(self, span: Span) -> str:
        """The words of a span as they are written."""
        return " ".join(self._text.line[span.start : span.end].replace(RUN_ON, "").replace(SEAM, " ").split())


def string_of(element: etree._Element) -> str:
    """All the text in an element."""
    return "".join(all_text(element))


def words_shown(reading: etree._Element, document: Document) -> str:
    """The words of a reading as they are read, in one line: without notes, the alternatives of a ``choice``, and the
    variants of entries nested in it; a ``gap`` or ``ellipsis`` is :data:`CUT`."""
    return " ".join("".join(_shown(reading, document)).split())


def _shown(element: etree._Element, document: Document) -> Iterator[str]:
    yield element.text or ""
    chosen = document.chosen(element) if kind_of(element.tag) is Kind.CHOICE else None
    for child in element:
        if isinstance(child.tag, str):
            yield from _child_shown(element, child, chosen, document)
        yield child.tail or ""


def _child_shown(
    parent: etree._Element, child: etree._Element, chosen: etree._Element | None, document: Document
) -> Iterator[str]:
    name, kind = name_of(child), kind_of(child.tag)
    if name in ("gap", "ellipsis"):
        yield CUT
    elif chosen is not None and child is not chosen:
        return
    elif kind in (Kind.READING, Kind.GROUP) and name_of(parent) in ("app", "rdgGrp"):
        if child in base_readings(parent):
            yield from _shown(child, document)
    elif kind in (Kind.BREAK, Kind.BOUNDARY, Kind.SPACE, Kind.WORD):
        yield "" if child.get("break") == "no" else " "
        yield from _shown(child, document)
        yield " " if kind in (Kind.BOUNDARY, Kind.WORD) else ""
    elif kind not in _LEFT_OUT and not (kind is Kind.DELETED and not document.shows_deletions):
        yield from _shown(child, document)


def cut(words: str) -> list[str]:
    """The parts, in letters, of a lemma that leaves words out: one part if it does not."""
    for sign in _CUTS:
        words = words.replace(sign, CUT)
    return [letters(part) for part in words.split(CUT)]
