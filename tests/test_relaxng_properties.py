"""Random schemas and random documents: the verdict is that of a matcher which tries out every way there is."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from recensio.problems import catalogue
from recensio.relaxng import Schema, SchemaError, load_schema

# A pattern is a tuple: its kind and its parts. A node is a text or (name, attributes, children).
Pattern = tuple[Any, ...]
Node = Any

NAMES = st.sampled_from("abc")
VALUES = st.sampled_from("12")


def patterns() -> st.SearchStrategy[Pattern]:
    leaves = st.one_of(
        st.sampled_from([("empty",), ("text",), ("data",)]),
        st.builds(lambda value: ("value", value), VALUES),
        st.builds(lambda name, value: ("attribute", name, value), st.sampled_from("xy"), st.sampled_from([("text",), ("value", "1")])),
        st.builds(lambda name: ("element", name, ("empty",)), NAMES),
    )  # fmt: skip
    return st.recursive(leaves, _combined, max_leaves=7)


def _combined(inner: st.SearchStrategy[Pattern]) -> st.SearchStrategy[Pattern]:
    return st.one_of(
        st.builds(lambda one, two: ("group", one, two), inner, inner),
        st.builds(lambda one, two: ("choice", one, two), inner, inner),
        st.builds(lambda one, two: ("interleave", one, two), inner, inner),
        st.builds(lambda one: ("more", one), inner),
        st.builds(lambda name, one: ("element", name, one), NAMES, inner),
    )


def nodes() -> st.SearchStrategy[Node]:
    return st.recursive(st.sampled_from(["1", "2", "1"]), _parents, max_leaves=6)


def _parents(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    attributes = st.dictionaries(st.sampled_from("xy"), VALUES, max_size=2)
    children = st.lists(inner, max_size=4).map(_without_neighbours)
    return st.builds(lambda name, pairs, below: (name, frozenset(pairs.items()), below), NAMES, attributes, children)


def _without_neighbours(children: list[Node]) -> tuple[Node, ...]:
    """Two texts side by side would be one text in the document."""
    kept = [
        node
        for at, node in enumerate(children)
        if isinstance(node, tuple) or not at or isinstance(children[at - 1], tuple)
    ]
    return tuple(kept)


# --- the naive matcher: RELAX NG 6.2, word for word ---


def fits(pattern: Pattern, node: Node) -> bool:
    """Whether an element fits an element's pattern."""
    return bool(pattern[0] == "element" and isinstance(node, tuple) and pattern[1] == node[0]) and matches(
        pattern[2], node[1], node[2]
    )


@cache
def matches(pattern: Pattern, attributes: frozenset[tuple[str, str]], children: tuple[Node, ...]) -> bool:
    return _RULES[pattern[0]](pattern, attributes, children)


def _empty(_pattern: Pattern, attributes: frozenset[Any], children: tuple[Node, ...]) -> bool:
    return not attributes and not children


def _text(_pattern: Pattern, attributes: frozenset[Any], children: tuple[Node, ...]) -> bool:
    return not attributes and all(isinstance(child, str) for child in children)


def _data(_pattern: Pattern, attributes: frozenset[Any], children: tuple[Node, ...]) -> bool:
    return not attributes and (not children or (len(children) == 1 and isinstance(children[0], str)))


def _value(pattern: Pattern, attributes: frozenset[Any], children: tuple[Node, ...]) -> bool:
    return not attributes and children == (pattern[1],)


def _attribute(pattern: Pattern, attributes: frozenset[Any], children: tuple[Node, ...]) -> bool:
    if children or len(attributes) != 1:
        return False
    ((name, value),) = attributes
    return bool(name == pattern[1] and matches(pattern[2], frozenset(), (value,)))


def _element(pattern: Pattern, attributes: frozenset[Any], children: tuple[Node, ...]) -> bool:
    return not attributes and len(children) == 1 and fits(pattern, children[0])


def _choice(pattern: Pattern, attributes: frozenset[Any], children: tuple[Node, ...]) -> bool:
    return any(matches(each, attributes, children) for each in pattern[1:])


def _group(pattern: Pattern, attributes: frozenset[Any], children: tuple[Node, ...]) -> bool:
    return any(
        matches(pattern[1], own, children[:at]) and matches(pattern[2], attributes - own, children[at:])
        for own in _subsets(attributes)
        for at in range(len(children) + 1)
    )


def _interleave(pattern: Pattern, attributes: frozenset[Any], children: tuple[Node, ...]) -> bool:
    places = range(len(children))
    for own in _subsets(attributes):
        for chosen in _subsets(frozenset(places)):
            first = tuple(children[at] for at in places if at in chosen)
            second = tuple(children[at] for at in places if at not in chosen)
            if matches(pattern[1], own, first) and matches(pattern[2], attributes - own, second):
                return True
    return False


def _more(pattern: Pattern, attributes: frozenset[Any], children: tuple[Node, ...]) -> bool:
    if matches(pattern[1], attributes, children):
        return True
    return any(
        matches(pattern[1], own, children[:at]) and matches(pattern, attributes - own, children[at:])
        for own in _subsets(attributes)
        for at in range(len(children) + 1)
        if own or at
        if own != attributes or at != len(children)
    )


def _subsets(whole: frozenset[Any]) -> list[frozenset[Any]]:
    members = sorted(whole)
    return [frozenset(chosen) for size in range(len(members) + 1) for chosen in combinations(members, size)]


_RULES = {
    "empty": _empty, "text": _text, "data": _data, "value": _value, "attribute": _attribute, "element": _element,
    "choice": _choice, "group": _group, "interleave": _interleave, "more": _more,
}  # fmt: skip


# --- both written out ---

_SIGNS = {"group": ", ", "choice": " | ", "interleave": " & "}


def compact(pattern: Pattern) -> str:
    kind = pattern[0]
    if kind in _SIGNS:
        return f"({_SIGNS[kind].join(map(compact, pattern[1:]))})"
    if kind in ("element", "attribute"):
        return f"{kind} {pattern[1]} {{ {compact(pattern[2])} }}"
    if kind == "more":
        return f"({compact(pattern[1])})+"
    return {"value": f"'{pattern[-1]}'", "data": "token"}.get(kind, kind)


def xml(node: Node) -> str:
    if isinstance(node, str):
        return str(node)
    name, attributes, children = node
    pairs = "".join(f" {key}='{value}'" for key, value in sorted(attributes))
    return f"<{name}{pairs}>{''.join(map(xml, children))}</{name}>"


def loaded(text: str) -> Schema | None:
    """The schema, or nothing if a restriction forbids it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.rnc"
        path.write_text(text)
        try:
            return load_schema(path)
        except SchemaError:
            return None


def root(pattern: Pattern) -> Pattern:
    return ("element", "a", pattern)


@settings(max_examples=300, deadline=None)
@given(patterns().map(root), st.lists(nodes(), min_size=1, max_size=8))
def test_the_verdict_is_that_of_the_definition(pattern: Pattern, found: list[Node]) -> None:
    schema = loaded(compact(pattern))
    if schema is None:
        return
    for node in found:
        document = node if isinstance(node, tuple) else ("a", frozenset(), (node,))
        document = ("a", *document[1:])
        assert (not schema.validate(xml(document).encode())) == fits(pattern, document), (
            compact(pattern),
            xml(document),
        )


@st.composite
def samples(draw: st.DrawFn, pattern: Pattern) -> tuple[frozenset[Any], tuple[Node, ...]]:
    """Attributes and children that fit ``pattern``, as far as the same attribute does not come twice."""
    kind = pattern[0]
    if kind in ("group", "interleave"):
        one, two = draw(samples(pattern[1])), draw(samples(pattern[2]))
        return one[0] | two[0], _joined(one[1] + two[1])
    if kind == "choice":
        return draw(samples(draw(st.sampled_from(pattern[1:]))))
    if kind == "more":
        times = [draw(samples(pattern[1])) for _ in range(draw(st.integers(1, 2)))]
        return frozenset().union(*(each[0] for each in times)), _joined(
            tuple(node for each in times for node in each[1])
        )
    if kind == "element":
        attributes, children = draw(samples(pattern[2]))
        return frozenset(), ((pattern[1], attributes, children),)
    if kind == "attribute":
        return frozenset({(pattern[1], pattern[2][-1] if pattern[2][0] == "value" else "2")}), ()
    return frozenset(), {"text": ("1",), "data": ("2",), "value": (pattern[-1],)}.get(kind, ())


def _joined(children: tuple[Node, ...]) -> tuple[Node, ...]:
    return _without_neighbours(list(children))


@settings(max_examples=300, deadline=None)
@given(st.data(), patterns().map(root))
def test_what_was_made_to_fit_fits(data: st.DataObject, pattern: Pattern) -> None:
    schema = loaded(compact(pattern))
    if schema is None:
        return
    _, (document,) = data.draw(samples(pattern))
    names = [name for name, _ in document[1]]
    if len(set(names)) < len(names):
        return
    assert (not schema.validate(xml(document).encode())) == fits(pattern, document), (compact(pattern), xml(document))


@settings(max_examples=150, deadline=None)
@given(patterns().map(root), nodes())
def test_faults_are_well_told(pattern: Pattern, node: Node) -> None:
    """Whatever is wrong: a known code, a place in the document, a whole and short sentence, and each kind once."""
    schema = loaded(compact(pattern))
    if schema is None or isinstance(node, str):
        return
    document = xml(node)
    faults = schema.validate(document.encode())
    assert len({fault.key for fault in faults}) == len(faults)
    for fault in faults:
        told = fault.problem("f.xml")
        assert fault.code in catalogue()
        assert 1 <= fault.column <= len(document) + 1
        assert fault.line == 1
        assert len(told.message) < 250
        assert re.search(r"[.!?]$", told.message), told.message
        assert "{" not in told.message
