"""Enough of XPath's grammar to see what an expression calls, which variables it uses and which nodes a pattern takes.

Nothing is evaluated here. Strings and comments are told from the rest, so a word in a string is never taken for a
function. Source of the lexical rules: XPath 3.1, appendix A.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

_NAME = r"[^\W\d][\w.\-·]*"
_TOKEN = re.compile(
    rf"""(?P<string>"(?:[^"]|"")*"|'(?:[^']|'')*')
    | (?P<comment>\(:)
    | (?P<variable>\$\s*(?:Q\{{[^{{}}]*\}}|{_NAME}:(?!:))?{_NAME})
    | (?P<name>(?:Q\{{[^{{}}]*\}}|{_NAME}:(?![:=]))?{_NAME})
    | (?P<number>\.?\d[\d.eE]*)
    | (?P<space>\s+)
    | (?P<sign>::|:=|\.\.|.)""",
    re.VERBOSE | re.DOTALL,
)
_FUNCTIONS = "http://www.w3.org/2005/xpath-functions"

#: Functions that reach beyond the document at hand: other files, the network, the environment, further programs.
OUTWARD = frozenset(
    {
        "available-environment-variables",
        "collection",
        "doc",
        "doc-available",
        "document",
        "environment-variable",
        "json-doc",
        "load-xquery-module",
        "stream-available",
        "transform",
        "unparsed-text",
        "unparsed-text-available",
        "unparsed-text-lines",
        "uri-collection",
    }
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an expression: ``kind`` is string, comment, variable, name, number, space or sign."""

    kind: str
    text: str


def tokens(expression: str) -> Iterator[Token]:
    """The expression in pieces that make it up again when joined, whether or not it is correct."""
    at = 0
    while match := _TOKEN.match(expression, at):
        kind = match.lastgroup or "sign"
        end = _end_of_comment(expression, at) if kind == "comment" else match.end()
        yield Token(kind, expression[at:end])
        at = end


def _end_of_comment(expression: str, at: int) -> int:
    """Where the comment that begins at ``at`` ends; comments nest."""
    depth = 0
    for mark in re.compile(r"\(:|:\)").finditer(expression, at):
        depth += 1 if mark.group() == "(:" else -1
        if not depth:
            return mark.end()
    return len(expression)


def variables(expression: str) -> frozenset[str]:
    """The names of the variables in ``expression``, without the dollar sign."""
    return frozenset(_bare(token) for token in tokens(expression) if token.kind == "variable")


def renamed(expression: str, names: Mapping[str, str]) -> str:
    """``expression`` with its variables called as ``names`` tells, by their old names without the dollar sign."""
    return "".join(
        "$" + names[_bare(token)] if token.kind == "variable" and _bare(token) in names else token.text
        for token in tokens(expression)
    )


def outward_call(expression: str, prefixes: Mapping[str, str]) -> str | None:
    """The first function in ``expression`` that reaches beyond the document; ``prefixes`` are those in scope."""
    content = [token for token in tokens(expression) if token.kind not in {"space", "comment"}]
    for token, after in pairwise(content):
        if token.kind == "name" and after.text in {"(", "#"} and (local := _function(token.text, prefixes)) in OUTWARD:
            return local
    return None


def _function(name: str, prefixes: Mapping[str, str]) -> str:
    """The local name of a function of XPath itself; empty for others."""
    if name.startswith("Q{"):
        namespace, _, local = name[2:].partition("}")
        return local if namespace == _FUNCTIONS else ""
    prefix, _, local = name.rpartition(":")
    return local if not prefix or prefixes.get(prefix, "") == _FUNCTIONS or prefix == "fn" else ""


def _bare(token: Token) -> str:
    return token.text[1:].strip()


@dataclass(frozen=True, slots=True)
class Takes:
    """Which kinds of nodes beside elements and the document a pattern may match."""

    attributes: bool = False
    others: bool = False

    def __or__(self, more: Takes) -> Takes:
        """What either takes."""
        return Takes(self.attributes or more.attributes, self.others or more.others)


_ANY = Takes(attributes=True, others=True)
_FROM_ANYWHERE = frozenset({"id", "key", "element-with-id", "root"})
_OTHERS = frozenset({"text", "comment", "processing-instruction", "node"})


def takes(pattern: str) -> Takes:
    """Which kinds of nodes the XSLT ``pattern`` may match; rather too many than too few."""
    steps = [token.text for token in _without_predicates(pattern)]
    tests = {name for name, after in pairwise(steps) if after == "("}
    if not steps or steps[0].startswith("$") or "." in steps or tests & _FROM_ANYWHERE:
        return _ANY
    return Takes(attributes=bool({"@", "attribute"} & {*steps}), others=bool(tests & _OTHERS))


def _without_predicates(pattern: str) -> list[Token]:
    kept: list[Token] = []
    depth = 0
    for token in tokens(pattern):
        depth += token.text == "["
        if not depth and token.kind not in {"space", "comment"}:
            kept.append(token)
        depth -= token.text == "]"
    return kept


def substituted(text: str, parameters: Mapping[str, str]) -> str:
    """``text`` with ``$name`` replaced by the value of the parameter ``name`` (ISO/IEC 19757-3, 6.3)."""
    return _PARAMETER.sub(_filler(parameters), text) if parameters else text


_PARAMETER = re.compile(rf"\$({_NAME})")


def _filler(parameters: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    def fill(match: re.Match[str]) -> str:
        name = match.group(1)
        for end in _ends(name):  # "$row.2" or "$name-list": the longest name that is a parameter
            if name[:end] in parameters:
                return parameters[name[:end]] + name[end:]
        return match.group()

    return fill


def _ends(name: str) -> Iterator[int]:
    yield len(name)
    yield from (at for at in range(len(name) - 1, 0, -1) if name[at] in ".-")
