"""Lines put together to running text: each end of a line a break, inside a word where the word is divided there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from recensio.imports.model import (
    HIGH,
    NOWHERE,
    Abbreviation,
    Break,
    Call,
    Change,
    Content,
    Gap,
    Inline,
    Style,
    Text,
    text_of,
)
from recensio.imports.readers.scan.layout import Line, Mark

#: Signs that stand only for a divided word, and those that stand in a word as well.
_CERTAIN = "¬⸗\u00ad"
_POSSIBLE = "=‐-"
_DIVIDED = re.compile(rf"(?<=[^\W\d_])([{_CERTAIN}{_POSSIBLE}])\s*$")


def content_of(lines: Sequence[Line]) -> Content:
    """The text of ``lines``; the end of each is a break, and where zones are known the beginning of the first too."""
    found: list[Inline] = [_opening(line) for line in lines[:1] if line.zone]
    goes_on: Break | None = None
    for line, after in [*pairwise(lines), *((last, None) for last in lines[-1:])]:
        text, turn = divided(line, after.text if after is not None else "")
        _add(list(marked(text, line.marks)), found, goes_on)
        goes_on = None
        if after is not None:
            turn = replace(turn, facs=after.zone)
            found.append(turn)
            goes_on = turn if _is_continued(line, text, after) else None
    return tuple(found)


def _opening(line: Line) -> Break:
    return Break("line", facs=line.zone, place=line.place)


def _add(pieces: list[Inline], found: list[Inline], goes_on: Break | None) -> None:
    """Put a line behind the others; what is tagged over its beginning becomes one with what ends the line before."""
    first = pieces[0] if pieces else None
    last = found[-2] if len(found) > 1 else None
    if goes_on is not None and isinstance(first, Style) and isinstance(last, Style) and first.element == last.element:
        found[-2:] = [replace(last, content=(*last.content, goes_on, *first.content))]
        del pieces[0]
    found += pieces


def _is_continued(line: Line, text: str, after: Line) -> bool:
    """Whether what is tagged at the end of ``line`` is said to go on in ``after``."""
    ends = {mark.element for mark in line.marks if mark.continued and mark.end >= len(text)}
    return any(mark.continued and mark.start == 0 and mark.element in ends for mark in after.marks)


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
    """``text`` with what is said of parts of it. Of marks that overlap, the longer holds the other, or a part of it."""
    kept = (replace(mark, end=min(mark.end, len(text))) for mark in marks)
    said = [mark for mark in kept if mark.start <= mark.end and (mark.rend or mark.element != "hi")]
    yield from _nested(text, 0, len(text), [mark for mark in said if mark.start < mark.end or mark.element in _POINTS])


#: What may stand at a place, without letters.
_POINTS = frozenset(["gap", "comment"])


def _nested(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Inline]:
    """The letters from ``start`` to ``end`` with the marks, which lie between the two."""
    rest = sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.element == "hi"))
    while rest:
        outer, *others = rest
        if outer.start > start:
            yield Text(text[start : outer.start])
        inside = [_cut(mark, mark.start, outer.end) for mark in others if mark.start < outer.end]
        rest = [mark for mark in others if mark.start >= outer.end]
        rest += [_cut(mark, outer.end, mark.end) for mark in others if mark.start < outer.end < mark.end]
        rest.sort(key=lambda mark: (mark.start, -mark.end, mark.element == "hi"))
        yield from _tagged(outer, tuple(_nested(text, outer.start, outer.end, inside)))
        start = outer.end
    if start < end:
        yield Text(text[start:end])


def _cut(mark: Mark, start: int, end: int) -> Mark:
    """The part of ``mark`` from ``start`` to ``end``; only the first part says what an abbreviation stands for."""
    value = mark.value if start == mark.start else ""
    return replace(mark, start=start, end=min(mark.end, end), value=value)


def _tagged(mark: Mark, content: Content) -> Iterator[Inline]:
    """``content`` as what ``mark`` says it is. A gap and the call of a comment stand beside the letters."""
    if mark.element == "comment":
        yield from content
        yield Call(mark.value, "", place=NOWHERE)
    elif mark.element == "gap":
        said = dict(mark.attributes)
        count = said.get("quantity", "")
        yield Gap(said.get("reason", "illegible"), said.get("unit", ""), int(count) if count.isdecimal() else None)
        yield from content
    elif not text_of(content).strip():
        yield from content
    elif mark.element == "abbr" and mark.value:
        yield Abbreviation(content, mark.value)
    elif mark.element == "sic" and mark.value:
        yield Change(text_of(content), mark.value)
    else:
        yield Style(content, mark.rend, mark.element, attributes=mark.attributes)


def continues(before: Content, after: Content) -> bool:
    """Whether a paragraph that ends with ``before`` seems to go on with ``after``, on the next page."""
    last, first = text_of(before).rstrip(), text_of(after).lstrip()
    ends = last[-1:] in '.!?:;”»"’)]…' or not last
    return bool(first) and (bool(_DIVIDED.search(last)) or (not ends and first[:1].islower()))
