"""A Schematron schema as it is meant: includes read, abstract patterns and rules filled in, one phase chosen.

Objects are told apart by what they are, not by what they hold (``eq=False``): two rules may well be alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from recensio.parse.places import Place
from recensio.problems import Severity


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """An XPath in a message: ``value-of``, or (``named``) ``name`` with or without a path."""

    select: str
    named: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Instruction:
    """An XSLT instruction in a message, or mark-up in a variable, as XML."""

    xml: str


Message = tuple[str | Query | Instruction, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Let:
    """A variable: ``select`` is its XPath, or else ``content`` its XML; ``type`` is a sequence type, if given."""

    name: str
    select: str | None
    content: str
    type: str | None
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Diagnostic:
    """A further explanation that a check may refer to."""

    message: Message
    language: str | None
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """An ``assert`` (``positive``: its test must hold) or a ``report`` (it must not)."""

    positive: bool
    test: str
    message: Message
    diagnostics: tuple[Diagnostic, ...]
    severity: Severity
    subject: str | None
    id: str | None
    role: str | None
    see: str | None
    language: str | None
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """What holds of the nodes that ``context`` matches; ``body`` is in the order of the schema."""

    context: str
    body: tuple[Let | Check, ...]
    id: str | None
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Rules of which, for a node, only the first that matches is applied."""

    id: str | None
    lets: tuple[Let, ...]
    rules: tuple[Rule, ...]
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Declaration:
    """A declaration of XSLT in the schema (a function, a key …), as XML."""

    xml: str
    name: str
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """A whole schema. ``elements`` is the default namespace of element names in XPath, if the schema sets one;
    ``compatible`` tells that its XPath is version 1.0."""

    namespaces: Mapping[str, str]
    place: Place
    files: tuple[Path, ...]
    digest: str
    lets: tuple[Let, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    elements: str | None = None
    compatible: bool = False
