"""Patterns and their derivatives: what may still come, after what has come.

Method: James Clark, "An algorithm for RELAX NG validation" (2002), changed in three ways. There are no ``After``
patterns: an element's content is an automaton of its own, and who validates keeps a stack, so that a state does not
depend on where it stands. Patterns are made once (a pool knows them), so that what follows from one is found out once.
What an element's attributes are is looked up, not derived, where each of them stands for itself (:mod:`.plan`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from recensio.relaxng.names import NameClass, Named, blank

if TYPE_CHECKING:
    from recensio.relaxng.datatypes import Datatype
    from recensio.relaxng.plan import Plan

# What a pattern holds, not looking into elements and attributes.
ELEMENT, ATTRIBUTE, DATA, LIST, TEXT, EMPTY, GROUP, INTERLEAVE, MORE = (1 << n for n in range(9))
GROUPED_ATTRIBUTE, BARE_ATTRIBUTE, CONTEXT = (1 << n for n in range(9, 12))
_REMEMBERED = 4000  # values a pattern remembers as good,
_LONG = 500  # if they are shorter than this

Namespaces = Mapping[str, str]
words_of = re.compile(r"[^ \t\n\r]+").findall


class Step(NamedTuple):
    """One way to take a start tag: the element it begins, and what may follow that element."""

    element: Element
    after: Pattern


class Pattern:
    """What may stand somewhere. Made by a :class:`Pool` only; two that are written alike are one object.

    ``bits`` tells what it holds. ``one`` are the start tags known to have exactly one meaning here.
    """

    __slots__ = ("_after_text", "_closed", "_free", "_several", "bits", "id", "nullable", "one", "passed", "pool")
    nullable: bool
    bits: int

    def __init__(self, pool: Pool, number: int) -> None:
        """A pattern of ``pool`` with its number."""
        self.pool = pool
        self.id = number
        self.one: dict[str, Step] = {}
        self._several: dict[str, tuple[Step, ...]] = {}
        self._after_text: Pattern | None = None
        self._closed: Pattern | None = None
        self._free: bool | None = None
        self.passed: set[str] | None = set()

    # --- derivatives ---

    def steps(self, name: str) -> tuple[Step, ...]:
        """All ways to take a start tag called ``name``; none if it may not stand here."""
        known = self.one.get(name)
        if known is not None:
            return (known,)
        found = self._several.get(name) or _merged(self.pool, self._steps(name))
        if len(found) == 1:
            self.one[name] = found[0]
        elif found:
            self._several[name] = found
        return found

    @property
    def after_text(self) -> Pattern:
        """What may follow text that is not blank and not the whole content of an element."""
        if self._after_text is None:
            self._after_text = self._text()
        return self._after_text

    @property
    def closed(self) -> Pattern:
        """What may stand between the tags when there are no more attributes."""
        if self._closed is None:
            self._closed = self._close(lax=False) if self.bits & ATTRIBUTE else self
        return self._closed

    def closed_anyway(self) -> Pattern:
        """As ``closed``, taking the attributes that are missing for given."""
        return self._close(lax=True) if self.bits & ATTRIBUTE else self

    def after_attribute(self, fitting: frozenset[int]) -> Pattern:
        """What may follow an attribute that the attribute patterns with the numbers ``fitting`` are content with."""
        return self._attribute(fitting) if self.bits & ATTRIBUTE else self.pool.nothing

    def after_token(self, token: str, namespaces: Namespaces) -> Pattern:
        """What may follow ``token`` in a list."""
        return self.pool.nothing

    # --- questions ---

    @property
    def free(self) -> bool:
        """Whether text can stand here or not, and the end come, without making any difference."""
        if self._free is None:
            self._free = self.nullable and not self.bits & (DATA | LIST) and self.after_text is self
        return self._free

    def takes(self, value: str, namespaces: Namespaces) -> bool:
        """Whether ``value`` may be the whole of an attribute's value, or of an element's content."""
        if self.passed is None or value in self.passed:
            return True
        if not self._takes(value, namespaces):
            return False
        if not self.bits & CONTEXT and len(value) < _LONG:
            if len(self.passed) > _REMEMBERED:
                self.passed.clear()
            self.passed.add(value)
        return True

    def ends(self, text: str, leaf: bool, namespaces: Namespaces) -> bool:
        """Whether an element may end here. ``text`` is what came since the last tag, ``leaf`` if that was its own."""
        if leaf:
            return self.takes(text, namespaces)
        if blank(text):
            return self.nullable
        return self.after_text.nullable

    def parts(self) -> Sequence[Pattern]:
        """The patterns it is made of; none for an element, an attribute, a list."""
        return ()

    # --- what each kind does its own way ---

    def _steps(self, name: str) -> Iterator[Step]:
        return iter(())

    def _text(self) -> Pattern:
        return self.pool.nothing

    def _close(self, *, lax: bool) -> Pattern:
        return self

    def _attribute(self, fitting: frozenset[int]) -> Pattern:
        return self.pool.nothing

    def _takes(self, value: str, namespaces: Namespaces) -> bool:
        """For patterns without data."""
        return self.nullable if blank(value) else self.after_text.nullable


class NotAllowed(Pattern):
    """Nothing fits it."""

    __slots__ = ()
    nullable = False
    bits = 0


class Empty(Pattern):
    """Nothing has to come, and nothing may."""

    __slots__ = ()
    nullable = True
    bits = EMPTY


class Text(Pattern):
    """Any text."""

    __slots__ = ()
    nullable = True
    bits = TEXT

    def __init__(self, pool: Pool, number: int) -> None:
        """Any text passes."""
        super().__init__(pool, number)
        self.passed = None

    def _text(self) -> Pattern:
        return self

    def after_token(self, token: str, namespaces: Namespaces) -> Pattern:
        """Text still."""
        return self


class Choice(Pattern):
    """One of several patterns."""

    __slots__ = ("_by_name", "_unnamed", "alternatives", "bits", "nullable")

    def __init__(self, pool: Pool, number: int, alternatives: tuple[Pattern, ...]) -> None:
        """A choice between ``alternatives``, none of which is a choice."""
        super().__init__(pool, number)
        self.alternatives = alternatives
        self.nullable = any(each.nullable for each in alternatives)
        self.bits = _union(alternatives)
        self._by_name: dict[str, list[Pattern]] | None = None
        self._unnamed: list[Pattern] = []
        if any(each.passed is None for each in alternatives):
            self.passed = None

    def parts(self) -> Sequence[Pattern]:
        """The alternatives."""
        return self.alternatives

    def _steps(self, name: str) -> Iterator[Step]:
        for each in self._candidates(name):
            yield from each.steps(name)

    def _candidates(self, name: str) -> list[Pattern]:
        """The alternatives that may begin with an element ``name``: most are elements with one name."""
        if self._by_name is None:
            self._by_name = {}
            for each in self.alternatives:
                if isinstance(each, Element) and isinstance(each.names, Named):
                    self._by_name.setdefault(each.names.name, []).append(each)
                elif each.bits & ELEMENT:
                    self._unnamed.append(each)
        return self._by_name.get(name, []) + self._unnamed

    def _text(self) -> Pattern:
        return self.pool.choice(each.after_text for each in self.alternatives if each.bits & TEXT)

    def _close(self, *, lax: bool) -> Pattern:
        return self.pool.choice(_close(each, lax) for each in self.alternatives)

    def _attribute(self, fitting: frozenset[int]) -> Pattern:
        return self.pool.choice(each.after_attribute(fitting) for each in self.alternatives)

    def after_token(self, token: str, namespaces: Namespaces) -> Pattern:
        """What may follow in any of the alternatives."""
        return self.pool.choice(each.after_token(token, namespaces) for each in self.alternatives)

    def _takes(self, value: str, namespaces: Namespaces) -> bool:
        return any(each.takes(value, namespaces) for each in self.alternatives)


class Pair(Pattern):
    """Two patterns, both of which must be fulfilled."""

    __slots__ = ("bits", "first", "nullable", "second")
    _bit = GROUP

    def __init__(self, pool: Pool, number: int, first: Pattern, second: Pattern) -> None:
        """Of ``first`` and ``second``."""
        super().__init__(pool, number)
        self.first = first
        self.second = second
        self.nullable = first.nullable and second.nullable
        self.bits = first.bits | second.bits | self._bit
        if self.bits & ATTRIBUTE:
            self.bits |= GROUPED_ATTRIBUTE

    def parts(self) -> Sequence[Pattern]:
        """Both of them."""
        return (self.first, self.second)

    def _join(self, first: Pattern, second: Pattern) -> Pattern:
        raise NotImplementedError

    def _close(self, *, lax: bool) -> Pattern:
        return self._join(_close(self.first, lax), _close(self.second, lax))

    def _attribute(self, fitting: frozenset[int]) -> Pattern:
        first = self._join(self.first.after_attribute(fitting), self.second)
        return self.pool.choice((first, self._join(self.first, self.second.after_attribute(fitting))))


class Group(Pair):
    """One pattern after the other."""

    __slots__ = ()

    def _join(self, first: Pattern, second: Pattern) -> Pattern:
        return self.pool.group(first, second)

    def _steps(self, name: str) -> Iterator[Step]:
        for element, after in self.first.steps(name):
            yield Step(element, self.pool.group(after, self.second))
        if self.first.nullable:
            yield from self.second.steps(name)

    def _text(self) -> Pattern:
        early = self.pool.group(self.first.after_text, self.second)
        return self.pool.choice((early, self.second.after_text)) if self.first.nullable else early

    def after_token(self, token: str, namespaces: Namespaces) -> Pattern:
        """What may follow if the token belongs to the first, or the first may be passed over."""
        early = self.pool.group(self.first.after_token(token, namespaces), self.second)
        if not self.first.nullable:
            return early
        return self.pool.choice((early, self.second.after_token(token, namespaces)))


class Interleave(Pair):
    """Two patterns in any mixture."""

    __slots__ = ()
    _bit = INTERLEAVE

    def _join(self, first: Pattern, second: Pattern) -> Pattern:
        return self.pool.interleave(first, second)

    def _steps(self, name: str) -> Iterator[Step]:
        for element, after in self.first.steps(name):
            yield Step(element, self.pool.interleave(after, self.second))
        for element, after in self.second.steps(name):
            yield Step(element, self.pool.interleave(self.first, after))

    def _text(self) -> Pattern:
        early = self.pool.interleave(self.first.after_text, self.second)
        return self.pool.choice((early, self.pool.interleave(self.first, self.second.after_text)))


class OneOrMore(Pattern):
    """A pattern once or several times."""

    __slots__ = ("bits", "item", "nullable")

    def __init__(self, pool: Pool, number: int, item: Pattern) -> None:
        """Of ``item``."""
        super().__init__(pool, number)
        self.item = item
        self.nullable = item.nullable
        self.bits = (item.bits | MORE) & ~BARE_ATTRIBUTE

    def parts(self) -> Sequence[Pattern]:
        """What is repeated."""
        return (self.item,)

    def _again(self, after: Pattern) -> Pattern:
        return self.pool.group(after, self.pool.optional(self))

    def _steps(self, name: str) -> Iterator[Step]:
        for element, after in self.item.steps(name):
            yield Step(element, self._again(after))

    def _text(self) -> Pattern:
        after = self.item.after_text
        if after is self.pool.text and isinstance(self.item, Choice) and after in self.item.alternatives:
            return self  # text, and then (text|a)*, is nothing but (text|a)*
        return self._again(after)

    def _close(self, *, lax: bool) -> Pattern:
        return self.pool.more(_close(self.item, lax))

    def _attribute(self, fitting: frozenset[int]) -> Pattern:
        return self._again(self.item.after_attribute(fitting))

    def after_token(self, token: str, namespaces: Namespaces) -> Pattern:
        """What may follow in the item, and then the item again."""
        return self._again(self.item.after_token(token, namespaces))

    def _takes(self, value: str, namespaces: Namespaces) -> bool:
        # Data is never repeated outside a list: RELAX NG 7.2.
        return self.item.takes(value, namespaces)


class Element(Pattern):
    """An element. Its content is made when somebody first asks for it."""

    __slots__ = ("_content", "_make", "_plan", "names")
    nullable = False
    bits = ELEMENT

    def __init__(self, pool: Pool, number: int, names: NameClass, make: Callable[[], Pattern]) -> None:
        """With a name among ``names``; ``make`` makes its content."""
        super().__init__(pool, number)
        self.names = names
        self._make = make
        self._content: Pattern | None = None
        self._plan: Plan | None = None

    @property
    def content(self) -> Pattern:
        """Its attributes and content, as one pattern."""
        if self._content is None:
            self._content = self._make()
        return self._content

    @property
    def plan(self) -> Plan:
        """How its start tag is taken."""
        if self._plan is None:
            from recensio.relaxng.plan import plan_of

            self._plan = plan_of(self.content)
        return self._plan

    def _steps(self, name: str) -> Iterator[Step]:
        if name in self.names:
            yield Step(self, self.pool.empty)


class Attribute(Pattern):
    """An attribute."""

    __slots__ = ("bits", "names", "value")
    nullable = False

    def __init__(self, pool: Pool, number: int, names: NameClass, value: Pattern) -> None:
        """With a name among ``names`` and a value that fits ``value``."""
        super().__init__(pool, number)
        self.names = names
        self.value = value
        self.bits = ATTRIBUTE | (BARE_ATTRIBUTE if names.open else 0)

    def _close(self, *, lax: bool) -> Pattern:
        return self.pool.empty if lax else self.pool.nothing

    def _attribute(self, fitting: frozenset[int]) -> Pattern:
        return self.pool.empty if self.id in fitting else self.pool.nothing


class Data(Pattern):
    """Text of a datatype."""

    __slots__ = ("bits", "but", "type")
    nullable = False

    def __init__(self, pool: Pool, number: int, type_: Datatype, but: Pattern | None) -> None:
        """Of the datatype ``type_``, except for what ``but`` takes."""
        super().__init__(pool, number)
        self.type = type_
        self.but = but
        context = not type_.context_free or (but is not None and but.bits & CONTEXT)
        self.bits = DATA | (CONTEXT if context else 0)

    def _takes(self, value: str, namespaces: Namespaces) -> bool:
        if not self.type.allows(value, namespaces):
            return False
        return self.but is None or not self.but.takes(value, namespaces)

    def after_token(self, token: str, namespaces: Namespaces) -> Pattern:
        """Nothing more, if the token fits."""
        return self.pool.empty if self.takes(token, namespaces) else self.pool.nothing


class Value(Pattern):
    """One value, however it is written."""

    __slots__ = ("bits", "namespaces", "type", "value")
    nullable = False

    def __init__(self, pool: Pool, number: int, type_: Datatype, value: str, namespaces: Namespaces) -> None:
        """``value`` in the datatype ``type_``, its prefixes meaning ``namespaces``."""
        super().__init__(pool, number)
        self.type = type_
        self.value = value
        self.namespaces = namespaces
        self.bits = DATA | (0 if type_.context_free else CONTEXT)

    def _takes(self, value: str, namespaces: Namespaces) -> bool:
        if not self.type.allows(value, namespaces):
            return False
        return self.type.equal(self.value, self.namespaces, value, namespaces)

    def after_token(self, token: str, namespaces: Namespaces) -> Pattern:
        """Nothing more, if the token is the value."""
        return self.pool.empty if self.takes(token, namespaces) else self.pool.nothing


class List(Pattern):
    """Words between blanks, each of which has its pattern."""

    __slots__ = ("_followed", "bits", "words")
    nullable = False

    def __init__(self, pool: Pool, number: int, words: Pattern) -> None:
        """The words fit ``words``, one after the other."""
        super().__init__(pool, number)
        self.words = words
        self.bits = LIST | (words.bits & CONTEXT)
        self._followed: dict[tuple[Pattern, str], Pattern] = {}

    def _takes(self, value: str, namespaces: Namespaces) -> bool:
        rest = self.words
        for token in words_of(value):
            rest = self._after(rest, token, namespaces)
            if rest is self.pool.nothing:
                return False
        return rest.nullable

    def _after(self, rest: Pattern, token: str, namespaces: Namespaces) -> Pattern:
        """What may follow ``token``; remembered, for the same sigla stand in list after list."""
        if self.bits & CONTEXT:
            return rest.after_token(token, namespaces)
        after = self._followed.get((rest, token))
        if after is None:
            if len(self._followed) > _REMEMBERED:
                self._followed.clear()
            after = self._followed[rest, token] = rest.after_token(token, namespaces)
        return after


_Key = tuple[object, ...]


class Pool:
    """Makes patterns, each once, in their simplest form (RELAX NG 4.20, 4.21 and the laws of choice)."""

    def __init__(self) -> None:
        """With only the three patterns that hold nothing."""
        self._known: dict[_Key, Pattern] = {}
        self.after_attributes: dict[tuple[Pattern, str, frozenset[int]], Pattern] = {}
        self.takers: dict[tuple[Pattern, str], tuple[Attribute, ...]] = {}
        self.answers: dict[object, object] = {}  # to the questions of :mod:`.lookahead`
        self.nothing = self._make(NotAllowed)
        self.empty = self._make(Empty)
        self.text = self._make(Text)

    def __len__(self) -> int:
        """How many patterns there are."""
        return len(self._known)

    def choice(self, patterns: Iterable[Pattern]) -> Pattern:
        """One of ``patterns``."""
        found: dict[int, Pattern] = {}
        for pattern in patterns:
            for each in pattern.alternatives if isinstance(pattern, Choice) else (pattern,):
                found[each.id] = each
        found.pop(self.nothing.id, None)
        if self.empty.id in found and any(each.nullable for each in found.values() if each is not self.empty):
            del found[self.empty.id]
        if len(found) <= 1:
            return next(iter(found.values()), self.nothing)
        key = (Choice, *sorted(found))
        return self._known.get(key) or self._add(key, Choice(self, len(self._known), tuple(found.values())))

    def optional(self, pattern: Pattern) -> Pattern:
        """``pattern`` or nothing."""
        return pattern if pattern.nullable else self.choice((self.empty, pattern))

    def group(self, first: Pattern, second: Pattern) -> Pattern:
        """``first``, then ``second``."""
        return self._trivial(first, second) or self._make(Group, first, second)

    def interleave(self, first: Pattern, second: Pattern) -> Pattern:
        """``first`` and ``second`` in any mixture."""
        if first.id > second.id:
            first, second = second, first
        return self._trivial(first, second) or self._make(Interleave, first, second)

    def _trivial(self, first: Pattern, second: Pattern) -> Pattern | None:
        if first is self.nothing or second is self.nothing:
            return self.nothing
        if first is self.empty:
            return second
        return first if second is self.empty else None

    def groups(self, patterns: Sequence[Pattern]) -> Pattern:
        """``patterns`` one after the other. Halved again and again, so that nothing nests deeply."""
        return self._halved(patterns, self.group)

    def interleaves(self, patterns: Sequence[Pattern]) -> Pattern:
        """``patterns`` in any mixture."""
        return self._halved(patterns, self.interleave)

    def _halved(self, patterns: Sequence[Pattern], join: Callable[[Pattern, Pattern], Pattern]) -> Pattern:
        if len(patterns) <= 1:
            return patterns[0] if patterns else self.empty
        middle = len(patterns) // 2
        return join(self._halved(patterns[:middle], join), self._halved(patterns[middle:], join))

    def more(self, item: Pattern) -> Pattern:
        """``item`` once or several times."""
        if isinstance(item, (NotAllowed, Empty, Text, OneOrMore)):
            return item
        if isinstance(item, Choice) and not item.bits & ATTRIBUTE:
            return self._more_of_any(item)
        return self._make(OneOrMore, item)

    def _more_of_any(self, item: Choice) -> Pattern:
        """(a?|b+)+ is (a|b)*."""
        plain = self.choice(_unrepeated(each) for each in item.alternatives if each is not self.empty)
        pattern = plain if plain is self.text else self._make(OneOrMore, plain)
        return self.optional(pattern) if item.nullable else pattern

    def attribute(self, names: NameClass, value: Pattern) -> Pattern:
        """An attribute."""
        return self._make(Attribute, names, value) if value is not self.nothing else value

    def element(self, identity: object, names: NameClass, make: Callable[[], Pattern]) -> Pattern:
        """The element ``identity``, as it was made first."""
        key = (Element, identity)
        return self._known.get(key) or self._add(key, Element(self, len(self._known), names, make))

    def data(self, type_: Datatype, but: Pattern | None) -> Pattern:
        """Text of a datatype. The same type has to be the same object, which the pattern keeps."""
        key = (Data, id(type_), but)
        return self._known.get(key) or self._add(key, Data(self, len(self._known), type_, but))

    def value(self, type_: Datatype, value: str, namespaces: Namespaces) -> Pattern:
        """One value."""
        context = None if type_.context_free else tuple(sorted(namespaces.items()))
        key = (Value, id(type_), value, context)
        return self._known.get(key) or self._add(key, Value(self, len(self._known), type_, value, namespaces))

    def list(self, words: Pattern) -> Pattern:
        """Words between blanks."""
        return self._make(List, words) if words is not self.nothing else words

    def _make(self, kind: Callable[..., Pattern], *parts: object) -> Pattern:
        key = (kind, *parts)
        return self._known.get(key) or self._add(key, kind(self, len(self._known), *parts))

    def _add(self, key: _Key, pattern: Pattern) -> Pattern:
        self._known[key] = pattern
        return pattern


def _unrepeated(pattern: Pattern) -> Pattern:
    return pattern.item if isinstance(pattern, OneOrMore) else pattern


def _close(pattern: Pattern, lax: bool) -> Pattern:
    return pattern.closed_anyway() if lax else pattern.closed


def _union(patterns: Iterable[Pattern]) -> int:
    bits = 0
    for each in patterns:
        bits |= each.bits
    return bits


def _merged(pool: Pool, steps: Iterator[Step]) -> tuple[Step, ...]:
    """The steps, those into the same element as one."""
    by_element: dict[Element, list[Pattern]] = {}
    for element, after in steps:
        if after is not pool.nothing:
            by_element.setdefault(element, []).append(after)
    return tuple(Step(element, pool.choice(afters)) for element, afters in by_element.items())
