"""The proof that tags change no word: the base text, the notes and readings, and each witness, before and after."""

from __future__ import annotations

import tempfile
from pathlib import Path

from lxml import etree

from recensio.law import source_words
from recensio.law.words import Words
from recensio.names.source import Text
from recensio.parse import parse


def changed_words(source: Text, text: str) -> str:
    """The first word that is not as it was; empty if all are. Text that is no longer well formed counts as changed."""
    before, after = (_root(source, one) for one in (source.text, text))
    if before is None or after is None:
        return "?"
    one, other = source_words(before), source_words(after)
    pairs = [(one.base, other.base)] + [(one.witness(siglum), other.witness(siglum)) for siglum in one.witness_ids]
    for first, second in pairs:
        if first != second:
            return _first_difference(first, second)
    if one.aside != other.aside:
        return next(iter((one.aside - other.aside) + (other.aside - one.aside)), "?")
    return "" if _letters(before) == _letters(after) else "?"


def _root(source: Text, text: str) -> etree._Element | None:
    """The tree of a text, as every other stage reads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.xml"
        path.write_bytes(source.written(text))
        return parse(path, folder=Path(folder)).root


def _first_difference(first: Words, second: Words) -> str:
    pairs = zip(first, second, strict=False)
    return next((one for one, other in pairs if one != other), "the last one")


def _letters(root: etree._Element) -> str:
    """All characters of the text, in order."""
    return "".join("".join(str(t) for t in text.itertext()) for text in root.iter("{http://www.tei-c.org/ns/1.0}text"))
