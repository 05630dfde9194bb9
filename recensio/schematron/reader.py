"""A file of rules to the schema that it means: ISO/IEC 19757-3 (2016, 2020), version 1.5, or embedded in RELAX NG.

Here includes are followed, abstract patterns and rules filled in, and the phase chosen. What can't be used is left out
with a problem; only what leaves nothing to use raises ``RulesError``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from lxml import etree

from recensio.parse.places import Place
from recensio.problems import Problem, Severity, problem
from recensio.schematron.errors import RulesError, fail
from recensio.schematron.files import SCHEMATRON, Element, Files
from recensio.schematron.model import (
    Check,
    Declaration,
    Diagnostic,
    Instruction,
    Let,
    Message,
    Pattern,
    Query,
    Rule,
    Schema,
)
from recensio.schematron.xpath import substituted

XSLT = "http://www.w3.org/1999/XSL/Transform"
RELAX_NG = "http://relaxng.org/ns/structure/1.0"
ALL = "#ALL"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_COMPATIBLE = frozenset({"xslt", "xslt1", "xpath", "xpath1"})
_BINDINGS = _COMPATIBLE | {"xslt2", "xslt3", "xpath2", "xpath3", "xpath31"}
_DECLARATIONS = frozenset({"accumulator", "decimal-format", "function", "key", "mode", "template", "variable"})
_MODULES = frozenset({"include", "import"})
_IN_GRAMMARS = (
    *(f"{{{namespace}}}*" for namespace in (*sorted(SCHEMATRON), XSLT)),
    f"{{{RELAX_NG}}}include",
    f"{{{RELAX_NG}}}externalRef",
)
_SEVERITIES: Mapping[str, Severity] = {
    **dict.fromkeys(("fatal", "error", "err", "critical"), Severity.ERROR),
    **dict.fromkeys(("warning", "warn", "nonfatal", "caution"), Severity.WARNING),
    **dict.fromkeys(("information", "info", "informational", "notice", "hint", "advice", "debug"), Severity.INFO),
}


class Read(NamedTuple):
    """The schema of a file, and what had to be left out of it."""

    schema: Schema
    problems: tuple[Problem, ...]


def read(path: Path, *, folder: Path | None = None, phase: str | None = None, name: str | None = None) -> Read:
    """Read the rules in the file at ``path``: a Schematron schema, or a RELAX NG schema with Schematron in it.

    ``phase`` is the id of a phase, ``#ALL``, or ``None`` for the schema's own choice. Files that it includes must lie
    in ``folder``; ``name`` is how problems call the file. Raises ``RulesError``.
    """
    reader = _Reader(Files(path, folder, name))
    return Read(reader.schema(phase), tuple(reader.problems))


@dataclass(frozen=True)
class _Phase:
    """The patterns of a phase, by id, and its variables."""

    patterns: frozenset[str] | None
    lets: tuple[Let, ...]


class _Reader:
    def __init__(self, files: Files) -> None:
        self._files = files
        self._root = files.main.root
        self._keys: list[Declaration] = []
        self.problems: list[Problem] = []

    # --- the whole --------------------------------------------------------------------------------------------

    def schema(self, wanted: str | None) -> Schema:
        compatible = self._compatible()
        phase = self._phase(wanted)
        patterns = tuple(self._patterns(phase))
        lets = filter(None, (*(self._let(child) for child in self._named("let")), *phase.lets))
        declarations = (*self._declarations(self._top), *self._keys)
        return Schema(
            namespaces=self._namespaces(),
            place=self._root.place,
            files=self._files.paths,
            digest=sha256(f"{self._files.digest} {wanted}".encode()).hexdigest(),
            lets=tuple(self._once(lets)),
            declarations=declarations,
            patterns=patterns,
            elements=self._default_namespace(),
            compatible=compatible,
        )

    @cached_property
    def _top(self) -> tuple[Element, ...]:
        """The children of the schema; of a RELAX NG schema, the outermost elements of Schematron in it."""
        if self._root.name == "schema":
            return tuple(self._children(self._root))
        if self._embedded:
            return tuple(self._expanded(_outermost(self._root)))
        return fail(_no_rules(self._root), self._root.place)

    @property
    def _embedded(self) -> bool:
        return self._root.qualified[0] == RELAX_NG

    def _named(self, name: str) -> Iterator[Element]:
        return (child for child in self._top if child.name == name)

    def _compatible(self) -> bool:
        """Whether XPath is version 1.0. Rules embedded without a word on it come from ODDs, which mean XSLT 2.0."""
        binding = self._root.get("queryBinding") if self._root.name else "xslt2"
        language = (binding or "xslt").lower()
        if language not in _BINDINGS:
            known = "xslt, xslt2, xslt3, xpath, xpath2 or xpath3"
            fail(f'their language is queryBinding="{binding}", which is not known here; it can be {known}',
                 self._root.place)  # fmt: skip
        return language in _COMPATIBLE

    def _namespaces(self) -> Mapping[str, str]:
        """Prefixes from ``ns``; after those, prefixes that the file declares for its own mark-up."""
        declared = {child.get("prefix") or "": child.get("uri") or "" for child in self._named("ns")}
        own = {prefix: uri for prefix, uri in self._root.node.nsmap.items() if prefix and uri not in SCHEMATRON}
        return own | {prefix: uri for prefix, uri in declared.items() if prefix}

    def _default_namespace(self) -> str | None:
        attribute = self._root.get("xpath-default-namespace") or self._root.get(f"{{{XSLT}}}xpath-default-namespace")
        unprefixed = (child.get("uri") for child in self._named("ns") if not child.get("prefix"))
        return attribute or next(unprefixed, None)

    # --- phases and patterns ----------------------------------------------------------------------------------

    def _phase(self, wanted: str | None) -> _Phase:
        name = self._root.get("defaultPhase") if wanted in (None, "#DEFAULT") else wanted
        if not name or name == ALL:
            return _Phase(None, ())
        phases = {child.get("id") or "": child for child in self._named("phase")}
        if name not in phases:
            known = ", ".join(sorted(phases)) or "none"
            fail(f'they have no phase "{name}"; their phases are: {known}', self._root.place)
        return self._chosen(phases[name])

    def _chosen(self, phase: Element) -> _Phase:
        parts = tuple(self._children(phase))
        active = {part.get("pattern") or "": part for part in parts if part.name == "active"}
        known = {pattern.get("id") for pattern in self._top}
        for name, part in active.items():
            if name not in known:
                self._fault(f'the phase "{phase.get("id")}" names a pattern "{name}", which there is not', part)
        lets = (self._let(part) for part in parts if part.name == "let")
        return _Phase(frozenset(active), tuple(let for let in lets if let))

    def _patterns(self, phase: _Phase) -> Iterator[Pattern]:
        for child in self._top:
            make = self._makers.get(child.name)
            if make and (phase.patterns is None or child.get("id") in phase.patterns):
                yield from make(child)

    @property
    def _makers(self) -> Mapping[str, Callable[[Element], Iterator[Pattern]]]:
        return {"pattern": self._pattern, "group": self._group, "rule": self._loose}

    def _pattern(self, element: Element) -> Iterator[Pattern]:
        if element.get("abstract") == "true":
            return
        if element.get("documents"):
            self.problems.append(_at(element.place, "SCH-005", what=_call("pattern", element),
                                     reach='other files (with "documents")'))  # fmt: skip
        elif shape := self._shape(element):
            yield self._filled(element, tuple(self._children(shape)))

    def _group(self, element: Element) -> Iterator[Pattern]:
        """A ``group``: as a pattern, but every rule that matches is applied."""
        shape = tuple(self._children(element))
        shared = [part for part in shape if part.name != "rule" or part.get("abstract") == "true"]
        for rule in shape:
            if rule.name == "rule" and rule.get("abstract") != "true":
                yield self._filled(element, (*shared, rule))

    def _loose(self, element: Element) -> Iterator[Pattern]:
        """A rule by itself in a RELAX NG schema."""
        yield self._filled(element, (element,))

    def _shape(self, element: Element) -> Element | None:
        """The pattern itself, or the abstract one that it is an instance of, with the parameters filled in."""
        name = element.get("is-a")
        if not name:
            return element
        shape = next((p for p in self._named("pattern") if p.get("id") == name and p.get("abstract") == "true"), None)
        if shape is None:
            self._fault(f'{_call("pattern", element)} is made from an abstract pattern "{name}", which there is not',
                        element)  # fmt: skip
            return None
        return shape.having(self._parameters(shape) | self._parameters(element))

    def _parameters(self, element: Element) -> dict[str, str]:
        return {part.get("name") or "": part.get("value") or ""
                for part in self._children(element) if part.name == "param"}  # fmt: skip

    def _filled(self, element: Element, parts: tuple[Element, ...]) -> Pattern:
        abstract = {rule.get("id") or "": rule for rule in parts if rule.get("abstract") == "true"}
        rules = (self._rule(part, abstract) for part in parts if part.name == "rule")
        lets = filter(None, (self._let(part) for part in parts if part.name == "let"))
        return Pattern(
            id=element.get("id"),
            lets=tuple(self._once(lets)),
            rules=tuple(rule for rule in rules if rule),
            place=element.place,
        )

    # --- rules ------------------------------------------------------------------------------------------------

    def _rule(self, element: Element, near: Mapping[str, Element]) -> Rule | None:
        if element.get("abstract") == "true":
            return None
        context = element.get("context")
        if not context:
            self._fault(f"{_call('rule', element)} has no context", element)
            return None
        body = tuple(self._body(element, element, near, ()))
        return Rule(context=context, body=body, id=element.get("id"), place=element.place)

    def _body(
        self, rule: Element, part: Element, near: Mapping[str, Element], within: tuple[str, ...]
    ) -> Iterator[Let | Check]:
        for child in self._children(part):
            if child.name in ("assert", "report"):
                yield from self._check(child, rule)
            elif child.name == "let":
                yield from filter(None, [self._let(child)])
            elif child.name == "extends":
                yield from self._extended(rule, child, near, within)
            elif child.name == "key":
                self._keys.append(_key(child, rule))

    def _extended(
        self, rule: Element, extends: Element, near: Mapping[str, Element], within: tuple[str, ...]
    ) -> Iterator[Let | Check]:
        name = extends.get("rule") or ""
        abstract = near.get(name) or self._abstract_rules.get(name)
        if abstract is None or name in within:
            why = "extends itself" if name in within else "does not exist"
            self._fault(f'{_call("rule", rule)} takes over the abstract rule "{name}", which {why}', extends)
        else:
            yield from self._body(rule, abstract.having(extends.parameters), near, (*within, name))

    @cached_property
    def _abstract_rules(self) -> Mapping[str, Element]:
        """Abstract rules of all patterns. The standard has them in the same pattern only; schemas share them."""
        places = (self._children(child) if child.name == "pattern" else iter((child,)) for child in self._top)
        rules = [rule for place in places for rule in place if rule.name == "rule" and rule.get("abstract") == "true"]
        collections = (self._children(child) for child in self._named("rules"))
        rules += [rule for place in collections for rule in place if rule.name == "rule"]
        return {rule.get("id") or "": rule for rule in reversed(rules)}

    def _check(self, element: Element, rule: Element) -> Iterator[Check]:
        test = element.get("test")
        if not test:
            self._fault(f"{_call(element.name, element)} has no test", element)
            return
        yield Check(
            positive=element.name == "assert",
            test=test,
            message=_message(element),
            diagnostics=tuple(self._explanations(element)),
            severity=_severity(element, rule),
            subject=element.get("subject") or rule.get("subject"),
            id=element.get("id"),
            role=element.get("role") or rule.get("role"),
            see=element.get("see") or rule.get("see"),
            language=element.get(_XML_LANG),
            place=element.place,
        )

    def _explanations(self, element: Element) -> Iterator[Diagnostic]:
        names = (element.get("diagnostics") or "").split()
        for name in names:
            if name not in self._diagnostics:
                self._fault(f'{_call(element.name, element)} refers to a diagnostic "{name}", which there is not',
                            element)  # fmt: skip
        found = [self._diagnostics[name] for name in names if name in self._diagnostics]
        english = [one for one in found if (one.language or "en").lower().startswith("en")]
        yield from english or found

    @cached_property
    def _diagnostics(self) -> Mapping[str, Diagnostic]:
        inside = (part for child in self._named("pattern") for part in self._children(child))
        groups = [part for part in (*self._top, *inside) if part.name == "diagnostics"]
        found = [part for group in groups for part in self._children(group) if part.name == "diagnostic"]
        return {part.get("id") or "": _diagnostic(part) for part in reversed(found)}

    def _let(self, element: Element) -> Let | None:
        name = element.get("name")
        if not name:
            self._fault("a let has no name", element)
            return None
        return Let(name, element.get("value"), _content(element.node), element.get("as"), element.place)

    def _once(self, lets: Iterable[Let]) -> Iterator[Let]:
        """The variables without those whose name has been given before, in the same place."""
        known: set[str] = set()
        for let in lets:
            if let.name in known:
                self.problems.append(_at(let.place, "SCH-006", reason=f"the variable ${let.name} is declared twice"))
            else:
                known.add(let.name)
                yield let

    # --- declarations of XSLT ---------------------------------------------------------------------------------

    def _declarations(self, elements: Iterable[Element]) -> Iterator[Declaration]:
        for element in elements:
            namespace, name = element.qualified
            if namespace == XSLT and name in _MODULES:
                yield from self._module(element)
            elif namespace == XSLT and name in _DECLARATIONS:
                called = f"xsl:{name} {element.get('name') or ''}".strip()
                yield Declaration(_apart(element.node), called, element.place)

    def _module(self, element: Element) -> Iterator[Declaration]:
        """The declarations of a stylesheet that the schema includes."""
        href = element.get("href") or ""
        yield from self._declarations(self._files.referred(element, href).children())

    # --- children ---------------------------------------------------------------------------------------------

    def _children(self, element: Element) -> Iterator[Element]:
        return self._expanded(element.children())

    def _expanded(self, elements: Iterable[Element]) -> Iterator[Element]:
        """The elements, with ``include`` and ``extends href`` replaced by what they name."""
        for element in elements:
            href = element.get("href")
            if element.name == "include" and href:
                yield from self._included(element, href)
            elif element.name == "extends" and href:
                yield from self._children(self._files.referred(element, href).having(element.parameters))
            elif element.qualified[0] == RELAX_NG and href:
                yield from self._in_grammar(element, href)
            else:
                yield element

    def _in_grammar(self, element: Element, href: str) -> Iterator[Element]:
        """The rules in another RELAX NG schema. That it can't be read is for the validator to say."""
        try:
            target = self._files.referred(element, href)
        except RulesError:
            return
        yield from self._expanded(_outermost(target))

    def _included(self, element: Element, href: str) -> Iterator[Element]:
        target = self._files.referred(element, href)
        if target.name == "schema":  # against the letter of the standard, and common
            yield from self._children(target)
        elif target.name:
            yield from self._expanded([target.having(element.parameters)])
        else:
            fail(f'"{href}" is taken in, but holds no Schematron: {_no_rules(target)}', element.place)

    def _fault(self, reason: str, element: Element) -> None:
        self.problems.append(_at(element.place, "SCH-006", reason=reason))


def _at(place: Place, code: str, **facts: str) -> Problem:
    return problem(code, file=place.file, line=place.line, column=place.column, **facts)


def _call(kind: str, element: Element) -> str:
    name = element.get("id") or element.get("context") or element.get("test")
    return f'the {kind} "{name}"' if name else f"a {kind}"


def _no_rules(root: Element) -> str:
    namespace, name = root.qualified
    where = f"the namespace {namespace}" if namespace else "no namespace"
    return f"the root element is <{name}> in {where}, not <schema> in that of Schematron"


def _outermost(element: Element) -> Iterator[Element]:
    """The outermost elements of Schematron and XSLT in a RELAX NG schema, and those that take in another."""
    for node in element.node.iter(*_IN_GRAMMARS):
        parent = node.getparent()
        if parent is not None and parent.tag.startswith(f"{{{RELAX_NG}}}"):
            yield Element(node, element.document)


def _severity(element: Element, rule: Element) -> Severity:
    """What role, severity or flag of the check or else of its rule say; a warning if they say nothing that is known."""
    said = (part.get(name) for part in (element, rule) for name in ("role", "severity", "flag"))
    known = (_SEVERITIES.get(word.lower()) for words in said if words for word in words.split())
    return next((severity for severity in known if severity), Severity.WARNING)


def _diagnostic(element: Element) -> Diagnostic:
    return Diagnostic(_message(element), element.get(_XML_LANG), element.place)


def _message(element: Element) -> Message:
    return tuple(_pieces(element))


def _pieces(element: Element) -> Iterator[str | Query | Instruction]:
    """The text of a message and what stands in it. Against the letter, parameters are filled in here as well."""
    yield substituted(element.node.text or "", element.parameters)
    for child in element.node.iterchildren():
        if isinstance(child.tag, str):
            yield from _piece(Element(child, element.document, element.parameters))
        yield substituted(child.tail or "", element.parameters)


def _piece(element: Element) -> Iterator[str | Query | Instruction]:
    if element.name == "value-of":
        yield Query(element.get("select") or ".")
    elif element.name == "name":
        yield Query(element.get("path") or ".", named=True)
    elif element.qualified[0] == XSLT:
        yield Instruction(_xml(element.node))
    else:
        yield from _pieces(element)


def _key(element: Element, rule: Element) -> Declaration:
    """The ``key`` of version 1.5: a key of XSLT over what its rule matches."""
    name = element.get("name") or ""
    attributes = {"name": name, "use": element.get("path") or ".", "match": rule.get("context") or "*"}
    key = etree.Element(f"{{{XSLT}}}key", attributes, nsmap={"xsl": XSLT})
    return Declaration(_xml(key), f"the key {name}", element.place)


def _apart(declaration: etree._Element) -> str:
    """The declaration as XML, its templates kept apart from those that are made of the rules."""
    copied = deepcopy(declaration)
    if copied.get("default-mode") is None:
        copied.set("default-mode", "#unnamed")
    return _xml(copied)


def _content(node: etree._Element) -> str:
    """What stands inside ``node``, as XML."""
    return escape(node.text or "") + "".join(
        etree.tostring(child, encoding="unicode") for child in node.iterchildren("*")
    )


def _xml(node: etree._Element) -> str:
    return etree.tostring(node, encoding="unicode", with_tail=False)
