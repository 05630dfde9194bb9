"""Pointers that name a place inside an element: the pointer schemes of the TEI.

TEI Guidelines, 17.2.4: ``left(p)``, ``right(p)``, ``string-index(p,n)``, ``string-range(p,from,length…)``,
``match(p,'regex',n)`` and ``range(p,p…)``, each of which may hold another pointer. Offsets count the characters of the
base text (as editors see it: no note, no reading that was not chosen), from 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from recensio.checks.patterns import PatternError, compiled
from recensio.placing.basetext import RUN_ON, SEAM

_SCHEME = re.compile(r"([a-z][a-z0-9-]*)\((.*)\)", re.DOTALL)
_QUOTED = re.compile(r"'(.*)'|\"(.*)\"", re.DOTALL)
_MOST_SEARCHED = 20_000  # characters in which an expression with a repetition is looked for

_LONGEST = 500  # characters of a pointer: they may stand in one another
_MARKS = SEAM + RUN_ON

#: A stretch of the base text, as places in its line.
Stretch = tuple[int, int]
#: The stretch of the element with an id; ``None`` if there is none in the text.
Finding = Callable[[str], Stretch | None]


@dataclass(frozen=True, slots=True)
class Text:
    """What pointers are followed in: the base text as a line, and where each of its elements lies in it."""

    line: str
    of: Finding


def is_scheme(fragment: str) -> bool:
    """True for what stands behind the ``#`` of a pointer, if it is one of the schemes."""
    found = _SCHEME.fullmatch(unquote(fragment).strip())
    return found is not None and found[1] in _SCHEMES


def stretch_of(fragment: str, text: Text) -> Stretch | None:
    """The stretch that a pointer names, given what stands behind its ``#``; ``None`` if the text has no such place.

    Where the start and the end are one, it is a point between characters.
    """
    pointer = unquote(fragment).strip()
    return _found(pointer, text) if len(pointer) <= _LONGEST else None


def _found(pointer: str, text: Text) -> Stretch | None:
    scheme = _SCHEME.fullmatch(pointer)
    if scheme is None or scheme[1] not in _SCHEMES:
        return text.of(pointer.removeprefix("#"))
    arguments = _arguments(scheme[2])
    around = _found(arguments[0], text)
    return None if around is None else _SCHEMES[scheme[1]](around, arguments[1:], text)


def _arguments(text: str) -> list[str]:
    """What stands between the commas; commas in brackets, or between quotation marks, are none."""
    parts, depth, quote = [""], 0, ""
    for char in text:
        if char == "," and not depth and not quote:
            parts.append("")
            continue
        if char in "'\"":
            quote = "" if quote == char else quote or char
        elif not quote:
            depth += (char == "(") - (char == ")")
        parts[-1] += char
    return [part.strip() for part in parts]


def _left(around: Stretch, rest: list[str], text: Text) -> Stretch | None:
    return around[0], around[0]


def _right(around: Stretch, rest: list[str], text: Text) -> Stretch | None:
    return around[1], around[1]


def _string_index(around: Stretch, rest: list[str], text: Text) -> Stretch | None:
    place = _place(_number(rest, 0), _places(around, text), around)
    return None if place is None else (place, place)


def _string_range(around: Stretch, rest: list[str], text: Text) -> Stretch | None:
    """From the first of its ranges to the end of the last."""
    numbers = [number for n in range(len(rest)) if (number := _number(rest, n)) is not None and number >= 0]
    if len(numbers) < 2 or len(numbers) % 2 or len(numbers) < len(rest):
        return None
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    places = _places(around, text)
    start = _place(min(offset for offset, _ in pairs), places, around)
    end = _place(max(offset + length for offset, length in pairs), places, around)
    return None if start is None or end is None else (start, end)


def _match(around: Stretch, rest: list[str], text: Text) -> Stretch | None:
    """The words that a regular expression fits, of several those that its number says. A space fits any white space."""
    wanted = _number(rest, 1) if len(rest) > 1 else 1
    places = _places(around, text)
    expression = _expression(rest[0], len(places)) if rest else None
    if expression is None or wanted is None:
        return None
    characters = "".join(text.line[place] for place in places)
    found = [m.span() for m in expression.finditer(characters) if m.end() > m.start()]
    if not 0 < wanted <= len(found):
        return None
    start, end = found[wanted - 1]
    return places[start], places[end - 1] + 1


def _places(around: Stretch, text: Text) -> list[int]:
    """Where the characters are that editors see: in the line there are marks between them."""
    return [place for place in range(*around) if text.line[place] not in _MARKS]


def _place(offset: int | None, places: list[int], around: Stretch) -> int | None:
    """The place in front of the character with this number, or behind the last one."""
    if offset is None or not 0 <= offset <= len(places):
        return None
    return places[offset] if offset < len(places) else around[1]


def _expression(written: str, size: int) -> re.Pattern[str] | None:
    """A regular expression as it is written, between quotation marks or not; ``None`` for one that can't be used, or
    might take too long in a text of this ``size``."""
    quoted = _QUOTED.fullmatch(written)
    pattern = (quoted[1] or quoted[2] or "") if quoted else written
    repeats = len(re.findall(r"[*+{]", pattern))
    if not pattern or repeats > (1 if size <= _MOST_SEARCHED else 0):
        return None
    try:
        return compiled(pattern.replace(" ", r"\s+" if repeats == 0 and size <= _MOST_SEARCHED else r"\s"))
    except PatternError:
        return None


def _range(around: Stretch, rest: list[str], text: Text) -> Stretch | None:
    """From the first pointer to the last."""
    last = _found(rest[-1], text) if rest else None
    return None if last is None or last[1] < around[0] else (around[0], last[1])


def _number(arguments: list[str], at: int) -> int | None:
    found = re.fullmatch(r"-?\d{1,9}", arguments[at]) if at < len(arguments) else None
    return int(found[0]) if found else None


_SCHEMES: Mapping[str, Callable[[Stretch, list[str], Text], Stretch | None]] = {
    "left": _left,
    "right": _right,
    "string-index": _string_index,
    "string-range": _string_range,
    "match": _match,
    "range": _range,
}
