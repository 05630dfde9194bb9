"""How a start tag is taken: most attributes of an element stand each for itself, and are looked up by name.

That an optional attribute comes once only is a law of XML, so that it needs no state. Only where attributes depend on
one another (``a`` or ``b``, or none but with certain content), or have no end of names, are derivatives taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recensio.relaxng.names import Named
from recensio.relaxng.patterns import (
    ATTRIBUTE,
    Attribute,
    Choice,
    Group,
    Interleave,
    Namespaces,
    Pattern,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The attributes that stand for themselves, by name, with the pattern of their value; those among them that have
    to be there; and the ``rest``, which is the content alone if ``simple``.
    """

    alone: dict[str, Pattern]
    required: frozenset[str]
    rest: Pattern
    simple: bool


def plan_of(content: Pattern) -> Plan:
    """The plan of an element with this content."""
    alone: dict[str, Pattern] = {}
    required: set[str] = set()
    rest = _without(content, alone, required)
    return Plan(alone, frozenset(required), rest, not rest.bits & ATTRIBUTE)


def _without(pattern: Pattern, alone: dict[str, Pattern], required: set[str]) -> Pattern:
    """``pattern`` without the attributes that stand for themselves, which go into ``alone``."""
    if not pattern.bits & ATTRIBUTE:
        return pattern
    if isinstance(pattern, (Group, Interleave)):
        first, second = (_without(each, alone, required) for each in pattern.parts())
        join = pattern.pool.group if isinstance(pattern, Group) else pattern.pool.interleave
        return join(first, second)
    found = _lonely(pattern)
    if found is None or not isinstance(found.names, Named):
        return pattern
    alone[found.names.name] = found.value
    if found is pattern:
        required.add(found.names.name)
    return pattern.pool.empty


def _lonely(pattern: Pattern) -> Attribute | None:
    """The one attribute that ``pattern`` is, or that it may be left out of."""
    if isinstance(pattern, Choice) and len(pattern.alternatives) == 2 and pattern.pool.empty in pattern.alternatives:
        pattern = next(each for each in pattern.alternatives if each is not pattern.pool.empty)
    return pattern if isinstance(pattern, Attribute) else None


def attributes(pattern: Pattern) -> Iterator[Attribute]:
    """The attributes in ``pattern``, each once."""
    seen: set[Pattern] = set()
    waiting = [pattern]
    while waiting:
        each = waiting.pop()
        if not each.bits & ATTRIBUTE or each in seen:
            continue
        seen.add(each)
        if isinstance(each, Attribute):
            yield each
        waiting.extend(reversed(each.parts()))


def after_attribute(rest: Pattern, name: str, value: str, namespaces: Namespaces) -> Pattern:
    """What may follow in ``rest`` after the attribute; the pool's ``nothing`` if it may not stand there."""
    takers = _takers(rest, name)
    fitting = frozenset(each.id for each in takers if each.value.takes(value, namespaces))
    memo = rest.pool.after_attributes
    key = (rest, name, fitting)
    found = memo.get(key)
    if found is None:
        found = rest.after_attribute(fitting) if fitting else rest.pool.nothing
        if fitting:
            memo[key] = found
    return found


def _takers(rest: Pattern, name: str) -> tuple[Attribute, ...]:
    """The attributes in ``rest`` that may be called ``name``."""
    memo = rest.pool.takers
    found = memo.get((rest, name))
    if found is None:
        found = tuple(each for each in attributes(rest) if name in each.names)
        if found:
            memo[rest, name] = found
    return found
