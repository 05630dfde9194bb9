"""Parameters of a type: the constraining facets of XML Schema (XML Schema 2, 4.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import eq, ge, le
from typing import NamedTuple

from recensio.relaxng.datatypes.kinds import Kind, Value, collapse

Test = Callable[[str, Value], bool]


class Facet(NamedTuple):
    """One parameter: its name, what it was set to, and the test that it makes of a text and its value."""

    name: str
    setting: str
    test: Test


def facets(kind: Kind, settings: Sequence[tuple[str, str]]) -> tuple[Facet, ...]:
    """The limits of ``kind`` itself, then the parameters. Raises ``ValueError`` with a sentence for a wrong one."""
    own = tuple(_facet(kind, (), name, setting) for name, setting in kind.limits)
    return (*own, *(_facet(kind, own, name, setting) for name, setting in settings))


def _facet(kind: Kind, own: tuple[Facet, ...], name: str, setting: str) -> Facet:
    if name in _NEVER:
        raise ValueError(f"{name} is not a parameter in RELAX NG; {_NEVER[name]}")
    if name not in _MAKERS:
        raise ValueError(f'types of XML Schema have no parameter "{name}"; they have {", ".join(sorted(_MAKERS))}')
    return Facet(name, setting, _MAKERS[name](kind, own, name, setting))


_Maker = Callable[[Kind, tuple[Facet, ...], str, str], Test]

_NEVER = {
    "enumeration": "write a choice of values instead",
    "whiteSpace": "use the type string, normalizedString or token for what it does",
}


# ---------------------------------------------------------------- pattern


def _pattern(kind: Kind, own: tuple[Facet, ...], name: str, setting: str) -> Test:
    from recensio.relaxng.datatypes.regex import regex

    matches = regex(setting).matches
    return lambda text, value: matches(text)


# ---------------------------------------------------------------- limits


def _limit(holds: Callable[[Callable[[Value, Value], bool], Value, Value], bool]) -> _Maker:
    """A maker of facets that compare with a limit; ``holds`` is given the order, the value and the limit."""

    def make(kind: Kind, own: tuple[Facet, ...], name: str, setting: str) -> Test:
        before = kind.before
        if before is None:
            raise ValueError(f"{name} can't be used with {kind.name}, whose values have no order")
        limit = _limit_value(kind, own, name, setting)
        return lambda text, value: holds(before, value, limit)

    return make


def _limit_value(kind: Kind, own: tuple[Facet, ...], name: str, setting: str) -> Value:
    text = kind.whitespace(setting)
    value = kind.read(text, {})
    if value is None or not all(facet.test(text, value) for facet in own):
        raise ValueError(f'{name} is "{setting}", which is not {_article(kind.name)} {kind.name}')
    return value


def _article(name: str) -> str:
    return "an" if name[0] in "aeiou" else "a"


# ---------------------------------------------------------------- lengths and digits


_DIGITS = 18  # of a length; no text is as long as that


def _count(name: str, setting: str) -> int:
    digits = collapse(setting).removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(f'{name} is "{setting}", which is not a whole number')
    return int(digits.lstrip("0")[:_DIGITS] or "0")


def _length(compare: Callable[[int, int], bool]) -> _Maker:
    def make(kind: Kind, own: tuple[Facet, ...], name: str, setting: str) -> Test:
        length = kind.length
        if length is None:
            raise ValueError(f"{name} can't be used with {kind.name}, whose values have no length")
        wanted = _count(name, setting)
        return lambda text, value: compare(length(value), wanted)

    return make


def _digits(count: Callable[[str], int], least: int) -> _Maker:
    def make(kind: Kind, own: tuple[Facet, ...], name: str, setting: str) -> Test:
        if not kind.decimal:
            raise ValueError(f"{name} can't be used with {kind.name}, only with decimal and the whole numbers")
        most = _count(name, setting)
        if most < least:
            raise ValueError(f'{name} is "{setting}", but must be at least {least}')
        return lambda text, value: count(text) <= most

    return make


def _total_digits(text: str) -> int:
    whole, _, fraction = text.lstrip("+-").partition(".")
    return len((whole + fraction.rstrip("0")).lstrip("0"))


def _fraction_digits(text: str) -> int:
    return len(text.partition(".")[2].rstrip("0"))


_MAKERS: Mapping[str, _Maker] = {
    "pattern": _pattern,
    "minInclusive": _limit(lambda before, value, limit: value == limit or before(limit, value)),
    "minExclusive": _limit(lambda before, value, limit: before(limit, value)),
    "maxInclusive": _limit(lambda before, value, limit: value == limit or before(value, limit)),
    "maxExclusive": _limit(lambda before, value, limit: before(value, limit)),
    "length": _length(eq),
    "minLength": _length(ge),
    "maxLength": _length(le),
    "totalDigits": _digits(_total_digits, 1),
    "fractionDigits": _digits(_fraction_digits, 0),
}
