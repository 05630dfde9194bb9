"""The DOCTYPE: what a file's own declares, and the one of ours that takes its place.

expat reads the file's own as far as the first start tag; external files are taken for empty ones and never opened.
Ours declares the entities that the text uses and the attributes that the file's own adds, and names nothing outside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from recensio.parse.places import Script, Shift, position
from recensio.parse.root import RootTag

_CHUNK = 65_536


@dataclass
class Doctype:
    """What a DOCTYPE declares: its extent in bytes, and the entities by name, the first declaration of each.

    ``inner`` are those with a value, ``files`` those that name a file, ``unparsed`` those that name one which is no
    XML; ``offsets`` tells where each is declared. ``outside`` is the file or address of a DTD outside, ``defaults``
    are elements with their attributes and the values that these have where none is written. A file without a DOCTYPE
    has one that begins and ends before the root.
    """

    start: int
    end: int = 0
    outside: str = ""
    inner: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    unparsed: dict[str, str] = field(default_factory=dict)
    offsets: dict[str, int] = field(default_factory=dict)
    defaults: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Prolog:
    """What stands before the content: the root's start tag and where it begins, and the DOCTYPE."""

    root: RootTag
    offset: int
    doctype: Doctype


def read_prolog(data: bytes) -> Prolog:
    """The prolog of the file ``data``; raises ``expat.ExpatError`` where it is not well formed."""
    return _PrologReader(data).read()


def replaced(data: bytes, prolog: Prolog, values: Mapping[str, str]) -> Script:
    """``data`` with our DOCTYPE, which gives the entities their ``values``, in the place of its own.

    As many line ends stand in it as in what it replaces; the rest of its last line is shifted.
    """
    start, end = prolog.doctype.start, prolog.doctype.end
    if start == end and not values:
        return Script(data)
    lines = position(data, end)[0] - position(data, start)[0]
    prepared = data[:start] + _written(prolog, values).encode() + b"\n" * lines
    line, column = position(prepared, len(prepared))
    return Script(prepared + data[end:], Shift(line, column, column - position(data, end)[1]))


def _written(prolog: Prolog, values: Mapping[str, str]) -> str:
    entities = [f'<!ENTITY {name} "{_quoted(value)}">' for name, value in values.items()]
    defaults = [
        f'<!ATTLIST {element} {attribute} CDATA "{_quoted(default, "<")}">'
        for element, attribute, default in prolog.doctype.defaults
    ]
    inside = "".join(entities + defaults)
    return f"<!DOCTYPE {prolog.root.name} [{inside}]>" if inside else ""


def _quoted(value: str, also: str = "") -> str:
    """``value`` as it has to be written between quotation marks in a declaration to mean itself."""
    return re.sub(f'[&%"\r\n\t{also}]', lambda char: f"&#{ord(char.group())};", value)


class _Seen(Exception):
    def __init__(self, prolog: Prolog) -> None:
        self.prolog = prolog


class _PrologReader:
    """Reads with expat as far as the first start tag."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._doctype: Doctype | None = None
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
        parser.UseForeignDTD(True)  # an entity that is not declared is no error yet
        parser.ExternalEntityRefHandler = self._outside
        parser.StartDoctypeDeclHandler = self._begin
        parser.EndDoctypeDeclHandler = self._end
        parser.EntityDeclHandler = self._entity
        parser.AttlistDeclHandler = self._default
        parser.StartElementHandler = self._root

    def read(self) -> Prolog:
        try:
            for start in range(0, len(self._data), _CHUNK):
                self._parser.Parse(self._data[start : start + _CHUNK], False)
            self._parser.Parse(b"", True)
        except _Seen as seen:
            return seen.prolog
        raise expat.ExpatError("no element found")

    def _outside(self, context: str | None, _base: str | None, system: str | None, public: str | None) -> int:
        if self._doctype:
            self._doctype.outside = self._doctype.outside or system or public or ""
        # An empty file read in its place lets expat go on with the declarations that follow.
        self._parser.ExternalEntityParserCreate(context).Parse(b"", True)
        return 1

    def _begin(self, _name: str, _system: str | None, _public: str | None, _internal: int) -> None:
        self._doctype = Doctype(self._data.rfind(b"<!DOCTYPE", 0, self._parser.CurrentByteIndex))

    def _end(self) -> None:
        if self._doctype:
            self._doctype.end = self._parser.CurrentByteIndex + 1

    def _entity(
        self,
        name: str,
        is_parameter: bool,
        value: str | None,
        _base: str | None,
        system: str | None,
        _public: str | None,
        notation: str | None,
    ) -> None:
        if self._doctype is None or is_parameter or name in self._doctype.offsets:
            return
        self._doctype.offsets[name] = self._data.rfind(b"<!ENTITY", 0, self._parser.CurrentByteIndex)
        if value is not None:
            self._doctype.inner[name] = value
        elif notation:
            self._doctype.unparsed[name] = system or ""
        else:
            self._doctype.files[name] = system or ""

    def _default(self, element: str, attribute: str, _kind: str, default: str | None, _required: bool) -> None:
        if self._doctype and default is not None:
            self._doctype.defaults.append((element, attribute, default))

    def _root(self, name: str, attributes: Mapping[str, str]) -> NoReturn:
        offset = self._parser.CurrentByteIndex
        raise _Seen(Prolog(RootTag(name, attributes), offset, self._doctype or Doctype(offset, offset)))
