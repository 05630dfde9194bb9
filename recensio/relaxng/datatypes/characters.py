"""Sets of characters as the regular expressions of XML Schema name them (XML Schema 2, appendix F.1).

A set only has to say whether it holds a character: categories are asked of ``unicodedata``, so nothing is built in
advance, and a table is read only by the first pattern that names a block.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from recensio.relaxng.datatypes import names

# Tried in this order when an example is wanted: what an editor would write comes first.
_COMMON = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890-_.:/#,; +*αאا\u0300“"

_CATEGORIES = (
    *("L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No"),
    *("P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So"),
    *("C", "Cc", "Cf", "Co", "Cn"),
)


class Characters:
    """A set of characters: the test, and those that were listed one by one (``only`` one, or the ends of a range)."""

    __slots__ = ("_listed", "has", "only")

    def __init__(self, has: Callable[[str], bool], listed: str = "", *, only: str = "") -> None:
        """``has`` says whether a character is one of the set; ``only`` is the character of a set that has just one."""
        self.has = has
        self.only = only
        self._listed = listed

    def samples(self) -> Iterator[str]:
        """Some characters of the set, the likeliest first; may be empty for a set of rare characters."""
        return (character for character in self._listed + _COMMON if self.has(character))


def one(character: str) -> Characters:
    """The set of a single character."""
    return Characters(character.__eq__, character, only=character)


def span(first: str, last: str) -> Characters:
    """All characters from ``first`` to ``last``."""
    return Characters(lambda character: first <= character <= last, _COMMON + first)


def category(name: str) -> Characters:
    """The characters of a general category of Unicode, ``L`` or ``Lu``.

    ``C`` is without ``Cn`` (unassigned), as it is to jing: what our Unicode does not know yet may be a letter in a
    newer one, and TEI's words are all characters but ``C`` and ``Z``.
    """
    if name == "C":
        return Characters(lambda character: unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs"))
    return Characters(lambda character: unicodedata.category(character).startswith(name))


def any_of(parts: Sequence[Characters]) -> Characters:
    """What any of several sets has."""
    if len(parts) == 1:
        return parts[0]
    tests = [part.has for part in parts]
    return Characters(lambda c: any(has(c) for has in tests), "".join(part._listed for part in parts))


def none_of(inner: Characters) -> Characters:
    """What another set has not."""
    return Characters(lambda character: not inner.has(character))


def without(base: Characters, taken: Characters) -> Characters:
    """A set less another one: ``[a-z-[aeiou]]``."""
    return Characters(lambda character: base.has(character) and not taken.has(character), base._listed)


SINGLE: Mapping[str, str] = {
    "n": "\n",
    "r": "\r",
    "t": "\t",
    **{sign: sign for sign in "\\|.?*+(){}-[]^"},
}
"""What a backslash and a sign stand for, where that is one character."""

DOT = Characters(lambda character: character not in "\n\r")

_BLANK = Characters(lambda character: character in " \t\n\r", " ")
_NAME_START = Characters(names.is_name)
_NAME_CHARACTER = Characters(names.is_nmtoken)
_DIGIT = category("Nd")
_NOT_WORD = any_of((category("P"), category("Z"), category("C"), category("Cn")))

MULTIPLE: Mapping[str, Characters] = {
    "s": _BLANK,
    "S": none_of(_BLANK),
    "i": _NAME_START,
    "I": none_of(_NAME_START),
    "c": _NAME_CHARACTER,
    "C": none_of(_NAME_CHARACTER),
    "d": _DIGIT,
    "D": none_of(_DIGIT),
    "w": none_of(_NOT_WORD),
    "W": _NOT_WORD,
}
"""What a backslash and a letter stand for, where that is a set."""


def named(name: str) -> Characters | None:
    """The set of ``\\p{name}``, a general category (``L``, ``Nd``) or a block (``IsGreek``); ``None`` for neither."""
    if name in _CATEGORIES:
        return category(name)
    return _blocks().get(name.removeprefix("Is")) if name.startswith("Is") else None


@cache
def _blocks() -> Mapping[str, Characters]:
    from importlib import resources  # costs more than all else here, and few patterns name a block

    spans: dict[str, list[Characters]] = {}
    table = (resources.files(__package__) / "blocks.txt").read_text(encoding="utf-8")
    for row in table.splitlines():
        if not row.startswith("#"):
            first, last, name = row.split()
            spans.setdefault(name, []).append(span(chr(int(first, 16)), chr(int(last, 16))))
    return {name: any_of(parts) for name, parts in spans.items()}
