"""What may come where: questions to patterns that only explanations and suggestions ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from recensio.relaxng.names import NameClass
from recensio.relaxng.patterns import (
    ELEMENT,
    Data,
    Element,
    Group,
    List,
    Pattern,
    Step,
    Text,
    Value,
)

_WIDEST = 1500  # states looked at before a search is given up


@dataclass(frozen=True)
class Ahead:
    """What may come: elements by name, classes of names without end, and whether text may."""

    elements: Mapping[str, Element]
    endless: tuple[NameClass, ...]
    text: bool

    def __contains__(self, name: str) -> bool:
        """Whether an element ``name`` may come."""
        return name in self.elements or any(name in names for names in self.endless)


def ahead(pattern: Pattern) -> Ahead:
    """What may come next where ``pattern`` is to be fulfilled."""
    return _remembered(pattern, _beginnings)


def within(pattern: Pattern) -> Ahead:
    """What may come anywhere where ``pattern`` is to be fulfilled."""
    return _remembered(pattern, _all)


def _remembered(pattern: Pattern, leaves: Callable[[Pattern], Iterator[Pattern]]) -> Ahead:
    memo = pattern.pool.answers
    key = (pattern, leaves)
    found = memo.get(key)
    if not isinstance(found, Ahead):
        found = memo[key] = _gathered(leaves(pattern))
    return found


def _gathered(leaves: Iterator[Pattern]) -> Ahead:
    elements: dict[str, Element] = {}
    endless: list[NameClass] = []
    text = False
    for leaf in leaves:
        if isinstance(leaf, Element):
            for name in leaf.names.names():
                elements.setdefault(name, leaf)
            if leaf.names.open:
                endless.append(leaf.names)
        text = text or isinstance(leaf, (Text, Data, Value, List))
    return Ahead(elements, tuple(endless), text)


def _beginnings(pattern: Pattern) -> Iterator[Pattern]:
    seen: set[Pattern] = set()
    waiting = [pattern]
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        if isinstance(each, Group):
            waiting += [each.second, each.first] if each.first.nullable else [each.first]
        elif each.parts():
            waiting.extend(reversed(each.parts()))
        else:
            yield each


def _all(pattern: Pattern) -> Iterator[Pattern]:
    seen: set[Pattern] = set()
    waiting = [pattern]
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        if each.parts():
            waiting.extend(reversed(each.parts()))
        else:
            yield each


def first_step(pattern: Pattern, name: str) -> Step | None:
    """The first way to take an element ``name``, if there is one."""
    steps = pattern.steps(name)
    return steps[0] if steps else None


def path_to(pattern: Pattern, name: str, longest: int = 3) -> tuple[str, ...] | None:
    """The fewest elements that have to come before an element ``name`` may; ``None`` if there is no such way."""
    return _search(pattern, lambda state: bool(state.steps(name)), longest)


def path_to_end(pattern: Pattern, longest: int = 4) -> tuple[str, ...] | None:
    """The fewest elements with which ``pattern`` would be fulfilled."""
    return _search(pattern, lambda state: state.nullable, longest)


def last_ones(pattern: Pattern) -> list[str]:
    """The elements each of which alone would fulfil ``pattern``."""
    names = ahead(pattern).elements
    return [name for name in names if any(step.after.nullable for step in pattern.steps(name))]


def _search(pattern: Pattern, found: Callable[[Pattern], bool], longest: int) -> tuple[str, ...] | None:
    seen = {pattern}
    edge: list[tuple[Pattern, tuple[str, ...]]] = [(pattern, ())]
    for _ in range(longest):
        wider: list[tuple[Pattern, tuple[str, ...]]] = []
        for state, path in edge:
            for name in ahead(state).elements:
                for _element, after in state.steps(name):
                    if after in seen:
                        continue
                    if found(after):
                        return (*path, name)
                    seen.add(after)
                    wider.append((after, (*path, name)))
            if len(seen) > _WIDEST:
                return None
        edge = wider
    return None


def elements_of(pattern: Pattern) -> Iterator[Element]:
    """All elements that a document whose pattern this is can hold, each once. Makes the contents of all."""
    seen: set[Element] = set()
    waiting = [leaf for leaf in _all(pattern) if isinstance(leaf, Element)]
    while waiting:
        element = waiting.pop()
        if element not in seen:
            seen.add(element)
            yield element
            if element.content.bits & ELEMENT:
                waiting += [leaf for leaf in _all(element.content) if isinstance(leaf, Element)]
