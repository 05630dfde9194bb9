"""What a value must be, said to an editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from recensio.relaxng.datatypes.regex import regex

if TYPE_CHECKING:
    from recensio.relaxng.datatypes import Datatype

_WORD = "one word without blanks"
_VISIBLE_WORD = "one word without blanks or invisible characters"
_VERSION = "a version number such as 3.1"

# Patterns of the TEI and of many customisations, which say more in words than in signs.
_KNOWN: Mapping[str, str] = {
    r"\S+": _WORD,
    r"[^\s]+": _WORD,
    r"[^\p{C}\p{Z}]+": _VISIBLE_WORD,
    r"(\p{L}|\p{N}|\p{P}|\p{S})+": _VISIBLE_WORD,
    r"(\-?[\d]+/\-?[\d]+)": "a fraction such as 3/4",
    r"(-?[0-9]+(\.[0-9]+)?,-?[0-9]+(\.[0-9]+)?)": "two numbers with a comma between them, such as 12.5,30",
    r"[0-9.,DHMPRSTWYZ/:+\-]+": "a date, time or period such as 1918-07-10, 14:30 or P2Y",
    r"[\d]+[a-z]*[\d]*(\.[\d]+[a-z]*[\d]*){0,3}": _VERSION,
    r"[\d]+(\.[\d]+){0,2}": _VERSION,
    r"[\d]+(\.[\d]+){0,3}": _VERSION,
    r"[\-+]?\d+(\.\d+)?(%|cm|mm|in|pt|pc|px|em|ex|ch|rem|vw|vh|vmin|vmax)": "a measure with its unit, such as 12.5cm",
    r"[\-+]?\d+(\.\d+)?(%|cm|mm|in|pt|pc|px|em|ex|gd|rem|vw|vh|vm)": "a measure with its unit, such as 12.5cm",
    r"[^/\s]+:\S*": "an address that begins with its scheme, such as https://example.org/",
    r".+:.+": "a name with a prefix, such as tei:p",
    r".+": "a text that is not empty",
    r"[a-z][a-z0-9\+\.\-]*": "a prefix of small letters, digits and the signs + . -, such as bibl",
    r"[A-Z]{2}": "two capital letters, such as DE",
    r"\d{4}": "four digits, such as 1918",
    r"[0-9]{4}": "four digits, such as 1918",
}

# The same pattern means more with another type.
_KNOWN_FOR: Mapping[tuple[str, str], str] = {
    ("anyURI", r"\S+"): "an address without blanks, such as #p1, notes.xml or https://example.org/",
    ("date", r"(19[789][0-9]|[2-9][0-9]{3}).*"): "a date not before 1970, such as 2021-07-10",
    ("dateTime", r"(19[789][0-9]|[2-9][0-9]{3}).*"): "a date and time not before 1970, such as 2021-07-10T14:30:00",
}

_FREE_TEXT = frozenset({"string", "normalizedString", "token"})
_LONGEST_PATTERN = 60

_NUMBER_LIMITS: Mapping[str, str] = {
    "minInclusive": "at least {}",
    "minExclusive": "more than {}",
    "maxInclusive": "at most {}",
    "maxExclusive": "less than {}",
}
_TIME_LIMITS: Mapping[str, str] = {
    "minInclusive": "not before {}",
    "minExclusive": "after {}",
    "maxInclusive": "not after {}",
    "maxExclusive": "before {}",
}
_LENGTHS: Mapping[str, str] = {"length": "of {} {}", "minLength": "of at least {} {}", "maxLength": "of at most {} {}"}


def describe(datatype: Datatype) -> str:
    """See ``Datatype.describe``."""
    facets = _facets(datatype)
    base = _base(datatype, facets)
    more = " ".join([*_limits(datatype, facets), *_length(datatype, facets), *_digits(facets)])
    link = ", " if any(sign in base for sign in (" such as ", ",", " matches ")) else " "
    return f"{base}{link}{more}" if more else base


def _facets(datatype: Datatype) -> Mapping[str, str]:
    """What each facet is set to; of one that comes again, the last, which narrows the others."""
    return {facet.name: " ".join(facet.setting.split()) for facet in datatype.facets}


def _base(datatype: Datatype, facets: Mapping[str, str]) -> str:
    if "pattern" in facets:
        return _matching(datatype, next(s for name, s in reversed(datatype.settings) if name == "pattern"))
    if datatype.kind.decimal or datatype.name in ("float", "double"):
        return _number(datatype, facets)
    if datatype.name in _FREE_TEXT and facets:
        return "a text"
    return datatype.kind.words


def _number(datatype: Datatype, facets: Mapping[str, str]) -> str:
    """A number with limits needs no example."""
    return datatype.kind.words.partition(" such as")[0] if facets else datatype.kind.words


def _matching(datatype: Datatype, pattern: str) -> str:
    known = _KNOWN_FOR.get((datatype.name, pattern)) or (_KNOWN.get(pattern) if _says_all(datatype) else None)
    return known or _unknown(datatype, pattern)


def _says_all(datatype: Datatype) -> bool:
    """Whether a single pattern says all there is to say of the value."""
    return sum(name == "pattern" for name, _ in datatype.settings) == 1


def _unknown(datatype: Datatype, pattern: str) -> str:
    shown = pattern if len(pattern) <= _LONGEST_PATTERN else f"{pattern[: _LONGEST_PATTERN - 1]}…"
    example = regex(pattern).example()
    if example and example.isprintable() and len(example) <= _LONGEST_PATTERN and datatype.allows(example, {}):
        plain = "a text" if datatype.name in _FREE_TEXT else datatype.kind.words.partition(" such as")[0]
        return f'{plain} such as "{example}" (pattern {shown})'
    plain = "a text" if datatype.name in _FREE_TEXT else datatype.kind.words
    return f"{plain} that matches the pattern {shown}"


def _limits(datatype: Datatype, facets: Mapping[str, str]) -> Iterator[str]:
    numeric = datatype.kind.decimal or datatype.name in ("float", "double", "duration")
    phrases = _NUMBER_LIMITS if numeric else _TIME_LIMITS
    said = [phrase.format(facets[name]) for name, phrase in phrases.items() if name in facets]
    if numeric and {"minInclusive", "maxInclusive"} <= facets.keys():
        yield f"between {facets['minInclusive']} and {facets['maxInclusive']}"
    elif said:
        yield ("of " if said[0].startswith("at ") else "") + " and ".join(said)


def _length(datatype: Datatype, facets: Mapping[str, str]) -> Iterator[str]:
    unit = datatype.kind.unit
    if {"minLength", "maxLength"} <= facets.keys():
        yield f"of {facets['minLength']} to {facets['maxLength']} {unit}"
        return
    for name, phrase in _LENGTHS.items():
        if name in facets:
            yield phrase.format(facets[name], unit if facets[name] != "1" else unit.removesuffix("s"))


def _digits(facets: Mapping[str, str]) -> Iterator[str]:
    if "totalDigits" in facets:
        yield f"with at most {facets['totalDigits']} digits"
    if "fractionDigits" in facets:
        yield f"with at most {facets['fractionDigits']} digits after the point"
