"""The syntax of regular expressions of XML Schema (XML Schema 2, appendix F): text in, tree out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from recensio.relaxng.datatypes.characters import (
    DOT,
    MULTIPLE,
    SINGLE,
    Characters,
    any_of,
    named,
    none_of,
    one,
    span,
    without,
)

MAX_SIZE = 10_000
"""How large an expression may be with the repetitions that it demands written out."""

MAX_DEPTH = 150
"""How deep parentheses and classes may nest."""

_DIGITS = 18  # of a count; no text is as long as that


# Trees are compared by identity, and made so that importing is quick: hence no frozen, slotted dataclasses here.


class RegexError(ValueError):
    """An expression that is not one; the reason is a plain sentence."""


@dataclass(eq=False, repr=False)
class One:
    """One character of a set."""

    characters: Characters
    nullable: bool = False
    size: int = 1


@dataclass(eq=False, repr=False)
class Sequence:
    """All items, one after the other."""

    items: tuple[Tree, ...]
    nullable: bool
    size: int


@dataclass(eq=False, repr=False)
class Choice:
    """One of several."""

    options: tuple[Tree, ...]
    nullable: bool
    size: int


@dataclass(eq=False, repr=False)
class Repeat:
    """``body`` from ``least`` to ``most`` times; ``most`` is ``None`` for any number."""

    body: Tree
    least: int
    most: int | None
    nullable: bool
    size: int


Tree = One | Sequence | Choice | Repeat

_EMPTY = Sequence((), True, 0)


def _sequence(items: list[Tree]) -> Tree:
    if len(items) == 1:
        return items[0]
    return Sequence(tuple(items), all(item.nullable for item in items), sum(item.size for item in items))


def _choice(options: list[Tree]) -> Tree:
    if len(options) == 1:
        return options[0]
    return Choice(tuple(options), any(option.nullable for option in options), sum(o.size for o in options))


def _repeat(body: Tree, least: int, most: int | None) -> Tree:
    """The repetition in its simplest shape: ``(a+)+`` is ``a+``, ``(a?){3,9}`` is ``a{0,9}``."""
    if most == 0 or body is _EMPTY:
        return _EMPTY
    if least == most == 1:
        return body
    if isinstance(body, Repeat) and _one_counter_does(body, least, most):
        return _repeat(body.body, body.least * least, _times(body.most, most))
    if body.nullable:
        least = 0
    return Repeat(body, least, most, least == 0, body.size * max(least, 1))


def _times(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one * other


def _one_counter_does(inner: Repeat, least: int, most: int | None) -> bool:
    """Whether the counts ``k·inner.least … k·inner.most`` for all k in question leave no gap between them."""
    if least == most:
        return True
    if inner.most is None:
        return least > 0 or inner.least <= 1
    return least * (inner.most - inner.least) >= inner.least - 1


def read_expression(source: str) -> Tree:
    """The tree of ``source``. Raises ``RegexError`` for what is no expression, and for repetitions too large."""
    return _Reader(source).read()


class _Reader:
    """Reads an expression by its grammar (productions 1 to 37 of appendix F)."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._depth = 0

    def read(self) -> Tree:
        tree = self._choice()
        if self._next():
            raise self._error(f"a {self._next()} with nothing before it to close")
        if tree.size > MAX_SIZE:
            raise RegexError(f"the pattern {_shown(self._source)} asks for more repetitions than can be counted")
        return tree

    def _error(self, what: str) -> RegexError:
        return RegexError(f"the pattern {_shown(self._source)} has {what} (character {self._at + 1})")

    def _next(self, ahead: int = 0) -> str:
        return self._source[self._at + ahead : self._at + ahead + 1]

    def _take(self, expected: str) -> bool:
        """Goes past ``expected`` if it is what follows."""
        found = self._source.startswith(expected, self._at)
        self._at += len(expected) * found
        return found

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error("too many parentheses inside each other")

    # expressions

    def _choice(self) -> Tree:
        options = [self._branch()]
        while self._take("|"):
            options.append(self._branch())
        return _choice(options)

    def _branch(self) -> Tree:
        pieces: list[Tree] = []
        while (sign := self._next()) and sign not in "|)":
            pieces.append(self._quantified(self._atom()))
        return _sequence(pieces) if pieces else _EMPTY

    def _atom(self) -> Tree:
        sign = self._next()
        if sign == "(":
            return self._group()
        if sign == "[":
            return One(self._bracket())
        if sign in "?*+{":
            raise self._error(f"a {sign} with nothing before it to repeat")
        if sign in "]}":
            raise self._error(f"a {sign} that closes nothing; write \\{sign} for the sign itself")
        if sign == "\\":
            return One(self._escape())
        self._at += 1
        return One(DOT if sign == "." else one(sign))

    def _group(self) -> Tree:
        self._deeper()
        self._at += 1
        inner = self._choice()
        if not self._take(")"):
            raise self._error("a ( that is not closed")
        self._depth -= 1
        return inner

    # repetitions

    def _quantified(self, atom: Tree) -> Tree:
        sign = self._next()
        if not sign or sign not in _QUANTIFIERS:
            return atom
        self._at += 1
        repeated = _repeat(atom, *_QUANTIFIERS[sign](self))
        if (again := self._next()) and again in _QUANTIFIERS:
            raise self._error(f"a {again} right after another repetition")
        return repeated

    def _counts(self) -> tuple[int, int | None]:
        least = self._number()
        most: int | None = least
        if self._take(","):
            most = None if self._next() == "}" else self._number()
        if not self._take("}"):
            raise self._error("a { that is not closed")
        if most is not None and most < least:
            raise self._error(f"a repetition from {least} to {most}, which is none")
        return least, most

    def _number(self) -> int:
        start = self._at
        while (digit := self._next()) and digit in "0123456789":
            self._at += 1
        if start == self._at:
            raise self._error("a { without a number")
        return int(self._source[start : self._at].lstrip("0")[:_DIGITS] or "0")

    # classes

    def _bracket(self) -> Characters:
        self._deeper()
        self._at += 1
        negative = self._take("^")
        members = any_of(tuple(self._parts()))
        if negative:
            members = none_of(members)
        if self._take("-"):
            members = without(members, self._bracket())
        if not self._take("]"):
            raise self._error("a [ that is not closed")
        self._depth -= 1
        return members

    def _parts(self) -> Iterator[Characters]:
        """The parts of a class up to its end or to the class that is taken from it."""
        start = self._at
        while not self._parts_end():
            yield self._part(first=self._at == start)
        if start == self._at:
            raise self._error("an empty class []")

    def _parts_end(self) -> bool:
        """Whether a bracket follows, or the hyphen of a subtraction; raises at the end of the expression."""
        if not self._next():
            raise self._error("a [ that is not closed")
        return self._next() == "]" or (self._next() == "-" and self._next(1) == "[")

    def _part(self, *, first: bool) -> Characters:
        if self._next() == "-":
            return self._hyphen(first=first)
        low = self._member()
        if self._next() != "-" or self._next(1) in ("", "]", "[") or self._hyphen_ends():
            return low
        self._at += 1
        return self._span(low)

    def _hyphen_ends(self) -> bool:
        """``[a--[b]]``: the hyphen is the last of its class, and a subtraction follows."""
        return self._source.startswith("--[", self._at)

    def _hyphen(self, *, first: bool) -> Characters:
        """A hyphen that stands for itself: only at the beginning or the end of a class."""
        last = self._next(1) == "]" or self._hyphen_ends()
        if not (first or last):
            raise self._error("a hyphen in the midst of a class; write \\- for the sign itself")
        self._at += 1
        return one("-")

    def _span(self, low: Characters) -> Characters:
        high = self._member() if self._next() != "-" else None
        if high is None or not (low.only and high.only):
            raise self._error("a range that is not from one character to another; write \\- for a hyphen")
        if low.only > high.only:
            raise self._error(f"the range {low.only}-{high.only}, which runs backwards")
        return span(low.only, high.only)

    def _member(self) -> Characters:
        sign = self._next()
        if sign == "[":
            raise self._error("a [ inside a class; write \\[ for the sign itself")
        if sign == "\\":
            return self._escape()
        self._at += 1
        return one(sign)

    # escapes

    def _escape(self) -> Characters:
        letter = self._next(1)
        if letter in SINGLE:
            self._at += 2
            return one(SINGLE[letter])
        if letter in MULTIPLE:
            self._at += 2
            return MULTIPLE[letter]
        if letter in ("p", "P"):
            return self._property(negative=letter == "P")
        raise self._error(f"\\{letter}, which means nothing in XML Schema")

    def _property(self, *, negative: bool) -> Characters:
        end = self._source.find("}", self._at)
        if self._next(2) != "{" or end < 0:
            raise self._error("a \\p without a name in braces, such as \\p{L}")
        name = self._source[self._at + 3 : end]
        members = named(name)
        if members is None:
            raise self._error(f"\\p{{{name}}}, which Unicode does not know as a category or a block")
        self._at = end + 1
        return none_of(members) if negative else members


_QUANTIFIERS: dict[str, Callable[[_Reader], tuple[int, int | None]]] = {
    "?": lambda _: (0, 1),
    "*": lambda _: (0, None),
    "+": lambda _: (1, None),
    "{": _Reader._counts,
}


def _shown(source: str) -> str:
    return source if len(source) <= 60 else f"{source[:59]}…"
