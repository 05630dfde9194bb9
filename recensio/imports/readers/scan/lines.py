"""Lines put together to running text: each end of a line a break, inside a word where the word is divided there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from recensio.imports.model import HIGH, SAID, Break, Content, Inline, Style, Text, text_of
from recensio.imports.readers.scan.layout import Line, Mark

#: Signs that stand only for a divided word, and those that stand in a word as well.
_CERTAIN = "¬⸗\u00ad"
_POSSIBLE = "=‐-"
_DIVIDED = re.compile(rf"(?<=[^\W\d_])([{_CERTAIN}{_POSSIBLE}])\s*$")


def content_of(lines: Sequence[Line]) -> Content:
    """The text of ``lines``; the end of each is a break."""
    found: list[Inline] = []
    for line, after in [*pairwise(lines), *((last, None) for last in lines[-1:])]:
        text, turn = divided(line, after.text if after is not None else "")
        found += marked(text, line.marks)
        if after is not None:
            found.append(turn)
    return tuple(found)


def divided(line: Line, after: str, unit: Literal["page", "line"] = "line") -> tuple[str, Break]:
    """The text of ``line`` without a sign of division, and the break behind it, before the text ``after``."""
    text = line.text.rstrip()
    found = _DIVIDED.search(text)
    if line.hyphen and not found:
        return text, Break(unit, within_word=True, hyphen=line.hyphen, place=line.place)
    if not found or not after[:1].isalpha():
        return text, Break(unit, place=line.place)
    sign = found.group(1)
    if sign in _CERTAIN or line.hyphen:
        return text[: found.start()], Break(unit, within_word=True, hyphen=sign, place=line.place)
    if after[:1].islower():
        return text[: found.start()], Break(unit, within_word=True, hyphen=sign, place=line.place, trust=HIGH)
    return text, Break(unit, within_word=True, place=line.place, trust=HIGH)


def marked(text: str, marks: Iterable[Mark]) -> Iterator[Inline]:
    """``text`` with what is said of parts of it. Of marks that overlap, the looks are put together."""
    kept = [
        mark
        for mark in marks
        if mark.start < mark.end and mark.start < len(text) and (mark.rend or mark.element != "hi")
    ]
    edges = sorted({0, len(text), *(min(e, len(text)) for mark in kept for e in (mark.start, mark.end))})
    for start, end in pairwise(edges):
        here = [mark for mark in kept if mark.start <= start and end <= mark.end]
        rend = tuple(dict.fromkeys(word for mark in here for word in mark.rend))
        element = next((mark.element for mark in here if mark.element != "hi"), "hi")
        piece = Text(text[start:end])
        yield Style((piece,), rend, element, "", SAID) if here and text[start:end].strip() else piece


def continues(before: Content, after: Content) -> bool:
    """Whether a paragraph that ends with ``before`` seems to go on with ``after``, on the next page."""
    last, first = text_of(before).rstrip(), text_of(after).lstrip()
    ends = last[-1:] in '.!?:;”»"’)]…' or not last
    return bool(first) and (bool(_DIVIDED.search(last)) or (not ends and first[:1].islower()))
