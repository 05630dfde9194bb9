"""RELAX NG in its XML syntax: bytes to :class:`~recensio.relaxng.syntax.Node` (RELAX NG 3, and 4.1 of annotations)."""

from __future__ import annotations

from collections.abc import Mapping
from sys import intern
from typing import NamedTuple, NoReturn
from urllib.parse import urljoin
from xml.parsers import expat

from recensio.parse.limits import Limits
from recensio.parse.messages import Refused
from recensio.parse.places import Script
from recensio.parse.text import prepared
from recensio.relaxng.names import XML, expanded, local, namespace
from recensio.relaxng.syntax import RNG, Node, Place, SchemaError

_LIMITS = Limits(size=50_000_000)
_DEPTH = 120
_TEXTS = frozenset({"name", "value", "param"})
_BASE = expanded(XML, "base")
_OWN = expanded(RNG, "")
_OTHERS = {
    "http://www.w3.org/2001/XMLSchema": "a W3C XML Schema (XSD), not RELAX NG; convert it, or name the .rng beside it",
    "http://purl.oclc.org/dsdl/schematron": "a Schematron schema, not RELAX NG",
    "http://www.tei-c.org/ns/1.0": "a TEI document, perhaps an ODD; make a RELAX NG schema (.rng) of it and name that",
}
_UNREADABLE = frozenset({"XML-062", "XML-063", "XML-064"})  # entities that nobody knows


def read_xml(data: bytes, file: str) -> Node:
    """The schema in ``data``, the bytes of ``file``; its elements as they were written, annotations left out.

    Raises ``SchemaError`` for what is not well formed, is no RELAX NG, or would have to be fetched.
    """
    problems: list[object] = []
    try:
        script = prepared(data, file, _LIMITS, problems).script  # type: ignore[arg-type]
    except Refused as refusal:
        _refuse(refusal, file)
    return _Reader(script, file).read()


def _refuse(refusal: Refused, file: str) -> NoReturn:
    problem = refusal.problem
    reason = problem.message.rstrip(".")
    raise SchemaError(reason[:1].lower() + reason[1:], Place(file, problem.line or 1, problem.column or 1)) from None


class _Open(NamedTuple):
    """An element that is still open."""

    name: str
    place: Place
    attributes: Mapping[str, str]
    namespaces: Mapping[str, str]
    base: str
    children: list[Node]


class _Reader:
    """Makes nodes of expat's events. ``_foreign`` counts the open elements of an annotation."""

    def __init__(self, script: Script, file: str) -> None:
        self._script = script
        self._file = file
        self._open: list[_Open] = []
        self._text: list[str] = []
        self._foreign = 0
        self._root: Node | None = None
        self._namespaces: dict[str, str] = {"xml": XML}
        self._outer: list[tuple[str, str | None]] = []
        parser = self._parser = expat.ParserCreate("utf-8", namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.StartNamespaceDeclHandler = self._declare
        parser.EndNamespaceDeclHandler = self._forget

    def read(self) -> Node:
        try:
            self._parser.Parse(self._script.data, True)
        except expat.ExpatError as error:
            place = Place(self._file, error.lineno, self._script.shift.undo(error.lineno, error.offset + 1))
            raise SchemaError(f"this is not well-formed XML: {expat.ErrorString(error.code)}", place) from None
        assert self._root is not None
        return self._root

    def _place(self) -> Place:
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        return Place(self._file, line, self._script.shift.undo(line, column))

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self._outer.append((prefix or "", self._namespaces.get(prefix or "")))
        self._namespaces = {**self._namespaces, prefix or "": uri or ""}

    def _forget(self, _prefix: str | None) -> None:
        prefix, uri = self._outer.pop()
        kept = {key: value for key, value in self._namespaces.items() if key != prefix}
        self._namespaces = kept if uri is None else {**kept, prefix: uri}

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._foreign or not name.startswith(_OWN):
            self._begin_foreign(name)
            return
        if self._text:
            self._plain_text()
        if len(self._open) >= _DEPTH:
            raise SchemaError(f"elements are nested more than {_DEPTH} deep", self._place())
        base = self._open[-1].base if self._open else ""
        if base or _BASE in attributes or "}" in "".join(attributes):
            base, attributes = _based(base, attributes)
        self._open.append(_Open(intern(name[len(_OWN) :]), self._place(), attributes, self._namespaces, base, []))

    def _begin_foreign(self, name: str) -> None:
        if not self._open:
            self._refuse_root(name)
        if not self._foreign and self._open[-1].name in _TEXTS:
            raise SchemaError(f"<{local(name)}> can't stand in <{self._open[-1].name}>, only text", self._place())
        if not self._foreign:
            self._plain_text()
        self._foreign += 1

    def _refuse_root(self, name: str) -> NoReturn:
        other = _OTHERS.get(namespace(name))
        spelt = f"its root <{local(name)}> is in {_spelt(namespace(name))} instead of {RNG}"
        raise SchemaError(f"this is {other}" if other else f"this is not RELAX NG: {spelt}", self._place())

    def _plain_text(self) -> str:
        """The text since the last tag; an error where it says something and can't."""
        if not self._text:
            return ""
        text = "".join(self._text)
        self._text.clear()
        if self._open and self._open[-1].name not in _TEXTS and text.strip():
            name = self._open[-1].name
            raise SchemaError(f"text (“{' '.join(text.split())[:30]}”) can't stand in <{name}>", self._place())
        return text

    def _end(self, _name: str) -> None:
        if self._foreign:
            self._foreign -= 1
            self._text.clear()
            return
        text = self._plain_text() if self._text else ""
        done = self._open.pop()
        text = text if done.name in _TEXTS else ""
        node = Node(done.name, done.place, done.attributes, tuple(done.children), text, done.namespaces)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node


def _based(base: str, attributes: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """The base for addresses in an element, and its own attributes, those without a namespace."""
    own = {key: value for key, value in attributes.items() if "}" not in key}
    base = urljoin(base, attributes.get(_BASE, ""))
    if "href" in own:
        own["href"] = urljoin(base, own["href"])
    return base, own


def _spelt(uri: str) -> str:
    return f"namespace {uri}" if uri else "no namespace"
