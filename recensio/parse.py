"""Bytes to tree: a file read safely, brought to TEI P5, with what it includes, and a place for every problem.

Nothing is fetched and no file is opened but those inside the edition's folder. The tree builder (lxml) never sees a
file's own DOCTYPE: expat reads it first, and in its stead the builder gets ours, which declares those entities only
that the text uses, with values that hold nothing but text of this file. So no external entity and no DTD can be
named to it, and how far entities expand is known by arithmetic before anything is built. That is also why long
texts may be built without the builder's own limits (``huge_tree``): what those guard against has been ruled out.

The order of things: bytes → decoded → DOCTYPE replaced → tree → namespace and P4 set right → XInclude.
"""

from __future__ import annotations

import codecs
import copy
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, cached_property, partial
from hashlib import sha256
from html.entities import html5
from itertools import islice
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import NoReturn, cast
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.parsers import expat

from lxml import etree

from recensio.locate import Origin, Place, Places, Script, Shift, Tracks, first_fault, numbered, position
from recensio.problems import Problem, problem
from recensio.upgrade import P4_ROOTS, TEI, RootTag, Standing, names, renamespaced, upgrade

XINCLUDE = "http://www.w3.org/2001/XInclude"
_XML = "http://www.w3.org/XML/1998/namespace"


class Kind(StrEnum):
    """What a file is: which part of it is text, or why none is."""

    TEXT = "text"  # TEI with text
    CORPUS = "corpus"  # teiCorpus: its texts in order
    SOURCEDOC = "sourcedoc"  # TEI with sourceDoc and no text
    FRAGMENT = "fragment"  # text, div, p, surface … as the root: the root itself is the text
    REGISTER = "register"  # lists of names, header, facsimile: no text
    FOREIGN = "foreign"  # not TEI
    UNREADABLE = "unreadable"  # no tree could be made


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken. ``size`` is in bytes, for a file with all that it includes.

    ``expansion`` is how many characters the entities of a file may come to, if that is more than four times the file.
    The defaults of ``depth``, ``attributes`` and ``name`` are those of the XSLT processor's parser, which gets the
    tree afterwards.
    """

    size: int = 200_000_000
    expansion: int = 1_000_000
    depth: int = 100
    attributes: int = 200
    name: int = 1_000
    includes: int = 20_000
    include_depth: int = 40


@dataclass(frozen=True)
class Parsed:
    """A file as the stages after this one get it.

    ``root`` is ``None`` where the file could not be parsed; otherwise TEI P5 in TEI's namespace, unless ``kind`` is
    FOREIGN. ``digest`` is the one that :func:`digest_of` gives for the file and ``includes``. ``includes`` are the
    files that were pulled in, ``missing`` those inside the folder that were asked for and are not there.
    ``tracks`` is for :class:`recensio.locate.Locator`.
    """

    path: Path
    root: etree._Element | None
    digest: str
    kind: Kind
    problems: tuple[Problem, ...]
    includes: tuple[Path, ...] = ()
    missing: tuple[Path, ...] = ()
    tracks: Tracks = field(default_factory=Tracks, compare=False, repr=False)


def parse(path: Path, *, folder: Path, name: str | None = None, limits: Limits | None = None) -> Parsed:
    """Read the file at ``path``; never raises for what is in it, or for its not being there.

    XInclude may take files from inside ``folder`` only. ``name`` is how problems call the file (default: its path);
    included files are named relative to it.
    """
    reading = _Reading(path, name or str(path), folder, limits or Limits())
    try:
        return reading.parsed()
    except _Refused as refusal:
        reading.problems.append(refusal.problem)
        tracks = Tracks((Origin(reading.name, 0, lambda: None),))
        return reading.result(None, refusal.kind, tracks)


def digest_of(contents: Mapping[Path, bytes]) -> str:
    """The digest of a file and its includes, from the bytes of each, the file itself first.

    For one file alone it is the SHA-256 of its bytes; for several, that of their digests in the order of their paths.
    """
    return _digest({path: sha256(data).digest() for path, data in contents.items()})


def _digest(digests: Mapping[Path, bytes]) -> str:
    if len(digests) <= 1:
        return next((digest.hex() for digest in digests.values()), sha256().hexdigest())
    main, *others = digests.items()
    return sha256(main[1] + b"".join(digest for _, digest in sorted(others))).hexdigest()


class _Refused(Exception):
    """No tree can be made of a file, for the reason that ``problem`` gives."""

    def __init__(self, problem: Problem, kind: Kind = Kind.UNREADABLE) -> None:
        self.problem = problem
        self.kind = kind


def _refuse(code: str, file: str, place: tuple[int | None, int | None] = (1, 1), /, **facts: object) -> NoReturn:
    raise _Refused(_told(code, Place(file, *place), **facts))


def _told(code: str, place: Place, /, **facts: object) -> Problem:
    return problem(code, file=place.file, line=place.line, column=place.column, **facts)


def _list(names: list[str], most: int = 6) -> str:
    shown = ", ".join(_short(name) for name in list(names)[:most])
    return _short(shown, 120) + (f" and {len(names) - most} more" if len(names) > most else "")


def _short(text: str, most: int = 50) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


# Reading and decoding ------------------------------------------------------------------------------------------------


def _read(path: Path, name: str, limits: Limits) -> bytes:
    """The bytes of an ordinary file within the limits."""
    try:
        status = path.stat()
        if S_ISDIR(status.st_mode):
            _refuse("XML-002", name, (None, None))
        if not S_ISREG(status.st_mode):
            _refuse("XML-003", name, (None, None), reason="it is not an ordinary file")
        if status.st_size > limits.size:
            _refuse("XML-005", name, (None, None), size=_megabytes(status.st_size), limit=_megabytes(limits.size))
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        _refuse("XML-001", name, (None, None))
    except (OSError, ValueError) as error:
        _refuse("XML-003", name, (None, None), reason=getattr(error, "strerror", None) or str(error))


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.3g} MB"


# The longer marks come first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_BINARY = (
    (b"PK\x03\x04", "a Word, OpenDocument, EPUB or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
_ENCODING = re.compile(rb"<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([^\"'>]*)[\"']")
_CODECS = re.compile(
    r"utf-(8|16|32)(-[bl]e)?|ascii|iso8859-\d+|cp\d+|koi8-[rtu]|mac-\w+|shift_jis\w*|euc_\w+|iso2022_\w+"
    r"|gb\w+|big5\w*|hz|johab|tis-620|ptcp154|kz1048"
)


def _decoded(data: bytes, name: str, problems: list[Problem]) -> bytes:
    """The text in UTF-8 without a byte order mark, from whatever encoding it is in."""
    what = next((what for start, what in _BINARY if data.startswith(start)), None)
    if what:
        _refuse("XML-006", name, what=what)
    mark, encoding = _marked(data)
    body = data[len(mark) :]
    declared = _ENCODING.match(body[:400])
    if encoding is None:
        encoding = _declared(declared.group(1).decode("ascii", "replace"), name) if declared else ""
        encoding = _actual(encoding, body, name, problems)
    if encoding == "utf-8" and body.isascii():
        return body
    text = _strictly(body, encoding, name)
    return (body if encoding == "utf-8" else text.encode()).removeprefix(codecs.BOM_UTF8)


def _marked(data: bytes) -> tuple[bytes, str | None]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return mark, encoding
    return b"", next((encoding for start, encoding in _UNMARKED if data.startswith(start)), None)


def _declared(label: str, name: str) -> str:
    """The codec for the encoding that the XML declaration names."""
    try:
        codec = codecs.lookup(label).name
    except (LookupError, ValueError):
        codec = ""
    if not _CODECS.fullmatch(codec):
        _refuse("XML-021", name, encoding=_short(label))
    return codec


def _actual(codec: str, body: bytes, name: str, problems: list[Problem]) -> str:
    """The encoding that a text without a mark really is in, which is not always the one declared."""
    if codec == "iso8859-1" and re.search(rb"[\x80-\x9f]", body) and _decodes(body, "cp1252"):
        problems.append(_told("XML-023", Place(name, *position(body, _first_control(body)))))
        return "cp1252"
    if codec == "ascii" or codec.startswith(("utf-16", "utf-32")):
        return _not_as_declared(codec, body, name, problems)
    return codec or _undeclared(body, name, problems)


def _first_control(body: bytes) -> int:
    found = re.search(rb"[\x80-\x9f]", body)
    return found.start() if found else 0


def _not_as_declared(codec: str, body: bytes, name: str, problems: list[Problem]) -> str:
    if body.isascii() and codec == "ascii":
        return "utf-8"
    really = "utf-8" if _decodes(body, "utf-8") else "cp1252"
    problems.append(_told("XML-024", Place(name, 1, 1), declared=codec.upper(), really=_label(really)))
    return really


def _undeclared(body: bytes, name: str, problems: list[Problem]) -> str:
    """Without a declaration XML means UTF-8; what is not UTF-8 anywhere is the windows-1252 of old editors."""
    if _decodes(body, "utf-8"):
        return "utf-8"
    _no_binary(body, name)
    text = body.decode("utf-8", "surrogateescape")
    stray = len(re.findall("[\udc80-\udcff]", text))
    well = len(re.findall("[^\x00-\x7f\udc80-\udcff]", text))
    if well >= stray or not _decodes(body, "cp1252"):
        return "utf-8"
    first = re.search(rb"[\x80-\xff]", body)
    problems.append(_told("XML-022", Place(name, *position(body, first.start() if first else 0))))
    return "cp1252"


def _no_binary(body: bytes, name: str) -> None:
    if not body.lstrip().startswith(b"<"):
        _refuse("XML-006", name, what="no text at all")


def _decodes(body: bytes, encoding: str) -> bool:
    try:
        body.decode(encoding)
    except UnicodeError:
        return False
    return True


_PUNCTUATION = frozenset("–—‘’‚“”„…«»§°·†‡‰‹›¡¿½¼¾€£©®™²³¹")


def _strictly(body: bytes, encoding: str, name: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        before = body[: error.start].decode(encoding, "replace").encode()
        byte = body[error.start : error.start + 1]
        guess = byte.decode("cp1252", "replace") if encoding == "utf-8" else ""
        code = "XML-020" if guess.isalpha() or guess in _PUNCTUATION else "XML-027"
        place = position(before, len(before))
        _refuse(code, name, place, byte=f"0x{byte[0]:02X}", encoding=_label(encoding), guess=guess)


def _label(codec: str) -> str:
    return {"cp1252": "windows-1252"}.get(codec, codec.replace("iso8859", "iso-8859").upper())


_NOT_XML = (
    (re.compile(rb"\s*[{\[]"), "JSON"),
    (re.compile(rb"\s*(%|\\documentclass|\\begin)"), "TeX"),
    (re.compile(rb"\s*(---|%YAML)"), "YAML"),
    (re.compile(rb"\s*#"), "Markdown or a script"),
    (re.compile(rb""), "plain text"),
)
_HTML = re.compile(rb"\s*(<!--((?!-->).)*-->\s*)*<(!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)


def _recognised(data: bytes, name: str) -> None:
    """Refuse what has no start tag to begin with."""
    body = data[:1000].lstrip()
    if not body:
        _refuse("XML-004", name)
    if not body.startswith(b"<"):
        what = next(what for sign, what in _NOT_XML if sign.match(body))
        raise _Refused(_told("XML-007", Place(name, 1, 1), what=what), Kind.FOREIGN)


_DECLARATION = re.compile(
    rb"<\?xml\s+version\s*=\s*([\"'])(1\.\d)\1(\s+encoding\s*=\s*([\"'])[\w.\-:]*\4)?"
    rb"(\s+standalone\s*=\s*([\"'])(yes|no)\6)?\s*\?>"
)
_PLAIN = b'<?xml version="1.0"'


def _redeclared(data: bytes, name: str, problems: list[Problem]) -> bytes:
    """The text with the plainest XML declaration of the same length: both readers are told the encoding apart."""
    found = _DECLARATION.match(data[:400])
    if not found:
        return data
    if found.group(2) != b"1.0":
        problems.append(_told("XML-025", Place(name, 1, 1), version=found.group(2).decode()))
    rest = re.sub(rb"[^\r\n]", b" ", found.group()[len(_PLAIN) : -2])
    if b"\n" in found.group()[: len(_PLAIN)] or b"\r" in found.group()[: len(_PLAIN)]:
        return data.replace(b"1.1", b"1.0", 1)
    return _PLAIN + rest + b"?>" + data[found.end() :]


# The DOCTYPE and its entities ----------------------------------------------------------------------------------------


@dataclass
class _Doctype:
    """What a DOCTYPE declares: its extent in bytes, and the entities by name, the first declaration of each."""

    start: int
    end: int = 0
    outside: str = ""  # the file or address of a DTD outside
    inner: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    unparsed: dict[str, str] = field(default_factory=dict)
    offsets: dict[str, int] = field(default_factory=dict)
    defaults: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Prolog:
    """What stands before the content: the root's start tag and where it begins, and the DOCTYPE."""

    root: RootTag
    offset: int
    doctype: _Doctype | None


class _Seen(Exception):
    def __init__(self, prolog: _Prolog) -> None:
        self.prolog = prolog


class _PrologReader:
    """Reads with expat as far as the first start tag. External files are taken for empty ones."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._doctype: _Doctype | None = None
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
        parser.UseForeignDTD(True)  # an entity that is not declared is no error yet
        parser.ExternalEntityRefHandler = self._outside
        parser.StartDoctypeDeclHandler = self._begin
        parser.EndDoctypeDeclHandler = self._end
        parser.EntityDeclHandler = self._entity
        parser.AttlistDeclHandler = self._default
        parser.StartElementHandler = self._root

    def read(self) -> _Prolog:
        """The prolog; raises ``expat.ExpatError`` where it is not well formed."""
        try:
            for start in range(0, len(self._data), 65_536):
                self._parser.Parse(self._data[start : start + 65_536], False)
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
        self._doctype = _Doctype(self._data.rfind(b"<!DOCTYPE", 0, self._parser.CurrentByteIndex))

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

    def _root(self, name: str, attributes: Mapping[str, str]) -> None:
        raise _Seen(_Prolog(RootTag(name, attributes), self._parser.CurrentByteIndex, self._doctype))


_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
_REFERENCE = re.compile(rb"&([^\s#;&<>\"'%]+);")
# One that is never finished goes on to the end: were it tried again from each beginning, that could take for ever.
_OUTSIDE_TEXT = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|&([^\s#;&<>\"'%]+);", re.DOTALL
)
_TAG_NAME = re.compile(rb"<([^\s<>/!?]+)")
_ENTITY_NAME = re.compile(r"[^\W\d][\w.:\-·]*")
_ENTITY_DEPTH = 20
_MOST_TOLD = 50  # names that get a message of their own
_ENTITY_COST = 20  # characters that each use of an entity counts for, besides what it holds: the tree builder's measure


class _Entities:
    """The entities that a text refers to: their values, whether these are safe, and a DOCTYPE that declares them."""

    def __init__(self, data: bytes, prolog: _Prolog, name: str, limits: Limits) -> None:
        self._data = data
        self._name = name
        self._limit = max(limits.expansion, 4 * len(data))
        self._prolog = prolog
        self._declared = prolog.doctype or _Doctype(prolog.offset, prolog.offset)
        self._counts: Counter[str] = Counter()
        self._first: dict[str, int] = {}
        self._values: dict[str, str] = {}
        self._sizes: dict[str, int] = {}
        self._reckoned: dict[str, int] = {}
        self.problems: list[Problem] = []

    def script(self) -> Script:
        """The text with our DOCTYPE in the place of its own; the same text where it needs none."""
        self._count()
        for name in self._first:
            self._settle(name)
        self._refuse_bombs()
        self._tell()
        own = self._declared
        if own.start == own.end and not self._values:
            return Script(self._data)
        return self._replaced(self._declarations().encode())

    def _count(self) -> None:
        body = self._declared.end
        if not set(_REFERENCE.findall(self._data, body)) - {name.encode() for name in _PREDEFINED}:
            return
        for found in _OUTSIDE_TEXT.finditer(self._data, body):
            name = (found.group(1) or b"").decode()
            if _ENTITY_NAME.fullmatch(name) and name not in _PREDEFINED:
                self._counts[name] += 1
                self._first.setdefault(name, found.start())

    def _settle(self, name: str) -> None:
        """Give ``name`` and all that its value refers to a value: as declared, as known, or visible as written."""
        waiting = [name]
        while waiting:
            name = waiting.pop()
            if name not in self._values and name not in _PREDEFINED:
                self._values[name] = self._value(name)
                waiting += _references(self._values[name])

    def _value(self, name: str) -> str:
        if name in self._declared.inner:
            return self._declared.inner[name]
        known = None if name in self._declared.offsets else html5.get(f"{name};")
        return "".join(f"&#{ord(char)};" for char in known) if known else f"&#38;{name};"

    def _is_known(self, name: str) -> bool:
        return name not in self._declared.offsets and f"{name};" in html5

    def _refuse_bombs(self) -> None:
        for name, count in self._counts.items():
            self._sizes[name] = self._known_size(name, (), self._first[name]) * count
        for attribute, size in self._defaults_sizes():
            self._sizes[attribute] = self._sizes.get(attribute, 0) + size
        if sum(self._sizes.values()) > self._limit:
            raise _Refused(self.heaviest())

    def _defaults_sizes(self) -> Iterator[tuple[str, int]]:
        """What each attribute that the DOCTYPE gives a value comes to, on all the elements that have it."""
        if self._declared.defaults:
            used = Counter(_TAG_NAME.findall(self._data))
            for element, attribute, default in self._declared.defaults:
                size = _ENTITY_COST + len(attribute) + len(default)
                yield f"@{attribute}", size * used[element.encode()]

    def heaviest(self) -> Problem:
        """That there is too much of the entity (or attribute) that takes most room."""
        worst = max(self._sizes, key=lambda name: self._sizes[name], default="")
        size, limit = _megabytes(sum(self._sizes.values())), _megabytes(self._limit)
        place = Place(self._name, *position(self._data, self._at(worst)))
        name = worst if worst.startswith("@") else f"&{worst};"
        return _told("XML-073", place, name=_short(name), size=size, limit=limit)

    def _size(self, name: str, within: tuple[str, ...], at: int) -> int:
        """How many characters ``name`` expands to. Each value is reckoned once."""
        if name in within:
            self._refuse("XML-074", self._declared.offsets.get(name, at), f"&{name};")
        if len(within) > _ENTITY_DEPTH:
            self._refuse("XML-073", at, f"&{within[0]};", size="an unknown size")
        value = self._values[name]
        inner = (used for used in _references(value) if used not in _PREDEFINED)
        return _ENTITY_COST + len(value) + sum(self._known_size(used, (*within, name), at) for used in inner)

    def _known_size(self, name: str, within: tuple[str, ...], at: int) -> int:
        if name not in self._reckoned:
            self._reckoned[name] = self._size(name, within, at)
        return self._reckoned[name]

    def _refuse(self, code: str, at: int, name: str, **facts: object) -> NoReturn:
        limit = _megabytes(self._limit)
        _refuse(code, self._name, position(self._data, at), name=_short(name), limit=limit, **facts)

    @property
    def hold_mark_up(self) -> bool:
        """Whether any of them brings in elements."""
        return any("<" in value for value in self._values.values())

    def _tell(self) -> None:
        if outside := self._declared.outside:
            self._report("XML-060", self._declared.start, where=_short(outside, 80))
        known = [name for name in self._values if self._is_known(name)]
        if known:
            number = sum(self._counts[name] for name in known)
            names = _list([f"&{name};" for name in sorted(known)])
            self._report("XML-061", min(map(self._at, known)), names=names, number=number)
        unknown = [name for name in self._values if name not in self._declared.inner and not self._is_known(name)]
        unknown.sort(key=self._at)
        for name in unknown[:_MOST_TOLD]:
            self._tell_unknown(name)
        if more := unknown[_MOST_TOLD:]:
            names = _list([f"&{name};" for name in more], 3)
            self._report("XML-064", self._at(more[0]), number=len(more), names=names)

    def _tell_unknown(self, name: str) -> None:
        if name in self._declared.files:
            self._report("XML-063", self._at(name), name=_short(name), where=_short(self._declared.files[name], 80))
        else:
            times = "once" if self._counts[name] <= 1 else f"{self._counts[name]} times"
            self._report("XML-062", self._at(name), name=_short(name), times=times)

    def _at(self, name: str) -> int:
        return self._first.get(name, self._declared.start)

    def _report(self, code: str, at: int, **facts: object) -> None:
        self.problems.append(_told(code, Place(self._name, *position(self._data, at)), **facts))

    def _declarations(self) -> str:
        entities = [f'<!ENTITY {name} "{_quoted(value)}">' for name, value in self._values.items()]
        defaults = [
            f'<!ATTLIST {element} {attribute} CDATA "{_quoted(default, "<")}">'
            for element, attribute, default in self._declared.defaults
        ]
        inside = "".join(entities + defaults)
        return f"<!DOCTYPE {self._prolog.root.name} [{inside}]>" if inside else ""

    def _replaced(self, doctype: bytes) -> Script:
        """The text with ``doctype`` and as many line ends as it replaces; the rest of the last line is shifted."""
        start, end = self._declared.start, self._declared.end
        lines = position(self._data, end)[0] - position(self._data, start)[0]
        prepared = self._data[:start] + doctype + b"\n" * lines
        line, column = position(prepared, len(prepared))
        shift = Shift(line, column, column - position(self._data, end)[1])
        return Script(prepared + self._data[end:], shift)


def _references(value: str) -> list[str]:
    return [name.decode() for name in _REFERENCE.findall(value.encode())]


def _quoted(value: str, also: str = "") -> str:
    """``value`` as it has to be written between quotation marks in a declaration to mean itself."""
    return re.sub(f'[&%"\r\n\t{also}]', lambda char: f"&#{ord(char.group())};", value)


# The tree ------------------------------------------------------------------------------------------------------------

_RESOURCE_LIMIT = etree.ErrorTypes.ERR_RESOURCE_LIMIT
_BUILDERS_LIMIT = 10_000_000  # the longest text that the tree builder takes without huge_tree
_NCNAME_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NCNAME = re.compile(f"[{_NCNAME_START}][{_NCNAME_START}0-9.\\-\xb7\u0300-\u036f\u203f-\u2040]*")
_IDS = etree.XPath("//@xml:id", smart_strings=False)
_MESSAGE_TAIL = re.compile(r",? line \d+, column \d+.*$", re.DOTALL)


def _parser(*, huge: bool) -> etree.XMLParser:
    # collect_ids: a repeated or malformed xml:id would stop the builder; they are looked through afterwards.
    return etree.XMLParser(
        resolve_entities=cast(bool, "internal"),  # the stubs do not know this value
        no_network=True,
        load_dtd=False,
        huge_tree=huge,
        attribute_defaults=True,  # those of our DOCTYPE, which are the file's own
        collect_ids=False,
        encoding="utf-8",
    )


def _built(text: _Text, data: bytes, name: str, limits: Limits) -> etree._Element:
    """The tree of ``data``: ``text`` with, perhaps, another root tag, which does not matter to places."""
    try:
        root = _tree(data)
        return _tree(_plain(root)) if text.entities.hold_mark_up else root
    except etree.XMLSyntaxError as error:
        if "amplification" in str(error.msg):
            raise _Refused(text.entities.heaviest()) from None
        _refuse_fault(text.script, name, limits, error)


def _tree(data: bytes) -> etree._Element:
    """The tree of ``data``. Only where the builder's limits stop it is it built without them."""
    try:
        return etree.fromstring(data, _parser(huge=False))
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) != _RESOURCE_LIMIT and len(data) <= _BUILDERS_LIMIT:
            raise
    return etree.fromstring(data, _parser(huge=True))


def _plain(root: etree._Element) -> bytes:
    """The file written anew without its DOCTYPE: the builder leaves elements from entities in no namespace."""
    tree = root.getroottree()
    tree.docinfo.clear()
    return etree.tostring(tree, encoding="utf-8")


def _refuse_fault(script: Script, name: str, limits: Limits, error: etree.XMLSyntaxError) -> NoReturn:
    _refuse_html(script, name)
    fault = first_fault(script, depth=limits.depth, attributes=limits.attributes)
    if fault is None:
        line, column = error.position
        detail = _MESSAGE_TAIL.sub("", str(error.msg))
        _refuse("XML-049", name, (line, script.shift.undo(line, column)), detail=_short(detail, 100))
    _refuse(fault.code, name, (fault.line, fault.column), **fault.facts)


def _refuse_html(script: Script, name: str) -> None:
    if _HTML.match(script.data[:2000]):
        _refuse("XML-008", name)


def _within_limits(root: etree._Element, script: Script, name: str, limits: Limits) -> None:
    """Refuse what the XSLT processor's parser would refuse later, and say where it is."""
    long_name = _long_name(limits.name).search(script.data)
    if long_name:
        _refuse("XML-072", name, script.position(long_name.start()), limit=limits.name)
    if _too_deep(limits.depth)(root) or _too_many(limits.attributes)(root):
        fault = first_fault(script, depth=limits.depth, attributes=limits.attributes)
        if fault:
            _refuse(fault.code, name, (fault.line, fault.column), **fault.facts)


def _elements(root: etree._Element, path: str, **values: str) -> list[etree._Element]:
    return cast(list[etree._Element], etree.XPath(path)(root, **values))


@cache
def _long_name(limit: int) -> re.Pattern[bytes]:
    return re.compile(rb"<[^\s<>\"'=/!]{%d}" % (limit + 1))


@cache
def _too_deep(limit: int) -> etree.XPath:
    return etree.XPath(f"boolean({'/*' * (limit + 1)})")


@cache
def _too_many(limit: int) -> etree.XPath:
    return etree.XPath(f"boolean({_crowded(limit)})")


def _crowded(limit: int) -> str:
    return f"//@*[{limit + 1}]/.."


@dataclass(frozen=True)
class _Text:
    """The text of a file as both readers get it, its prolog, and the entities that it uses."""

    script: Script
    prolog: _Prolog
    entities: _Entities


def _text(data: bytes, name: str, limits: Limits, problems: list[Problem]) -> _Text:
    text = _decoded(data, name, problems)
    _recognised(text, name)
    text = _redeclared(text, name, problems)
    try:
        prolog = _PrologReader(text).read()
    except expat.ExpatError as error:
        _refuse_prolog(Script(text), name, limits, error)
    entities = _Entities(text, prolog, name, limits)
    script = entities.script()
    problems += entities.problems
    # What was put in the place of the DOCTYPE stands before the root.
    return _Text(script, replace(prolog, offset=prolog.offset + len(script.data) - len(text)), entities)


def _refuse_prolog(script: Script, name: str, limits: Limits, error: expat.ExpatError) -> NoReturn:
    _refuse_html(script, name)
    fault = first_fault(script, depth=limits.depth, attributes=limits.attributes)
    if fault is None:  # what only a reader of the whole DOCTYPE meets, such as a bomb of parameter entities
        _refuse("XML-048", name, (error.lineno, error.offset + 1), detail=expat.ErrorString(error.code))
    _refuse(fault.code, name, (fault.line, fault.column), **fault.facts)


def _script_again(path: Path, name: str, limits: Limits, digest: bytes) -> Script | None:
    """The text of a file read before, for its places; ``None`` where it is no longer the same."""
    try:
        data = _read(path, name, limits)
        return _text(data, name, limits, []).script if sha256(data).digest() == digest else None
    except _Refused:
        return None


@dataclass
class _File:
    """One file as a tree of its own, before anything is included."""

    root: etree._Element
    origin: Origin
    size: int
    problems: list[Problem]
    made: dict[etree._Element, etree._Element] = field(default_factory=dict)
    may_include: bool = False

    @cached_property
    def numbers(self) -> dict[etree._Element, int]:
        """Every element with its number; those that an upgrade made, with that of the element they come from."""
        known = numbered(self.root, self.made, self.origin.first)
        return known | {new: known[old] for new, old in self.made.items()}

    @cached_property
    def identified(self) -> dict[str, etree._Element]:
        """The elements by ``xml:id``, the first of each."""
        named = [(element.get(_XML_ID), element) for element in self.root.iter("*") if _XML_ID in element.attrib]
        return {identifier: element for identifier, element in reversed(named) if identifier}


def _loaded(path: Path, name: str, limits: Limits, data: bytes, first: int = 0) -> _File:
    """The tree of ``data``, the bytes at ``path``; raises ``_Refused`` where none can be made."""
    problems: list[Problem] = []
    text = _text(data, name, limits, problems)
    root = _built(text, _mended(text), name, limits)
    again = partial(_script_again, path, name, limits, sha256(data).digest())
    file = _File(root, Origin(name, first, again), len(data), problems)
    file.may_include = XINCLUDE.encode() in text.script.data
    if text.prolog.root.standing is not Standing.FOREIGN:
        _set_right(file, text.script, text.prolog, limits)
    return file


_START_TAG = re.compile(rb"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")


def _mended(text: _Text) -> bytes:
    """The text with TEI's namespace declared in the root's start tag, if it should be and is not."""
    data, prolog = text.script.data, text.prolog
    if prolog.root.standing not in {Standing.BARE, Standing.ASTRAY}:
        return data
    tag = _START_TAG.match(data, prolog.offset)
    return data[: tag.start()] + prolog.root.mended(tag.group()) + data[tag.end() :] if tag else data


def _set_right(file: _File, script: Script, prolog: _Prolog, limits: Limits) -> None:
    """Bring a TEI file to P5 in TEI's namespace, and look through its ids."""
    name, root = file.origin.name, Place(file.origin.name, *script.position(prolog.offset))
    _within_limits(file.root, script, name, limits)
    if prolog.root.standing is Standing.ASTRAY:
        renamespaced(file.root, prolog.root.namespace)
        file.problems.append(_told("XML-102", root, wrong=_short(prolog.root.namespace, 80), right=TEI))
    _adopt(file, script)
    _modernise(file, prolog, root)
    _look_through_ids(file)


def _adopt(file: _File, script: Script) -> None:
    undeclared = re.search(rb"xmlns=(\"\"|'')", script.data)
    number = renamespaced(file.root, "") if undeclared else 0
    if undeclared and number:
        place = Place(file.origin.name, *script.position(undeclared.start()))
        file.problems.append(_told("XML-105", place, number=number))


def _modernise(file: _File, prolog: _Prolog, root: Place) -> None:
    p4 = prolog.root.local in P4_ROOTS
    if not p4 and prolog.root.standing is not Standing.BARE:
        return
    done = upgrade(file.root, p4=p4, unparsed=prolog.doctype.unparsed if prolog.doctype else {})
    file.made = done.made
    summary = done.summary() or "nothing else had to be changed"
    file.problems.append(_told("XML-104" if p4 else "XML-103", root, done=_short(summary, 150)))


def _look_through_ids(file: _File) -> None:
    counts = Counter(cast(list[str], _IDS(file.root)))
    repeated = [identifier for identifier, count in counts.items() if count > 1]
    malformed = [identifier for identifier in counts if not _NCNAME.fullmatch(identifier)]
    for code, told, which in (("XML-080", repeated, 1), ("XML-081", malformed, 0)):
        if told:
            element = _elements(file.root, "//*[@xml:id = $id]", id=told[0])[which]
            place = Places([file.origin]).of(file.numbers[element])
            file.problems.append(_told(code, place, number=len(told), names=_list(told)))


# XInclude ------------------------------------------------------------------------------------------------------------

_INCLUDE = f"{{{XINCLUDE}}}include"
_FALLBACK = f"{{{XINCLUDE}}}fallback"
_XML_ID = f"{{{_XML}}}id"
_XML_BASE = f"{{{_XML}}}base"
_XML_LANG = f"{{{_XML}}}lang"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SCHEME = re.compile(r"(\w+)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_LONGEST_POINTER = 1_000
_ID_CALL = re.compile(r"\s*id\(\s*([\"'])([^\"']+)\1\s*\)\s*")
_CHILDREN = re.compile(r"([^/]*)((?:/[1-9]\d{0,8})*)")

# What can be wrong with a place that was to be filled and may well be met by a fallback.
_EXPECTED = frozenset({"XML-090", "XML-093"})


class _Missed(Exception):
    """Nothing can be included, for the reason that the problem ``code`` tells."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts


@dataclass
class _Content:
    """What takes the place of an ``xi:include``: text, then nodes with their tails."""

    text: str = ""
    nodes: list[etree._Element] = field(default_factory=list)


@dataclass(frozen=True)
class _Context:
    """Where an ``xi:include`` stands: its file, the address that others are relative to, what led here."""

    path: Path
    file: _File
    url: str
    chain: tuple[tuple[Path, str], ...]


class _Includer:
    """Puts included files into one tree, and keeps count of where each element comes from."""

    def __init__(self, path: Path, main: _File, folder: Path, limits: Limits) -> None:
        self.problems: list[Problem] = []
        self.digests: dict[Path, bytes] = {}
        self.missing: list[Path] = []
        self.numbers = dict(main.numbers)
        self.origins = [main.origin]
        self._main = main
        self._path = path.resolve()
        self._url = _url(path)
        self._folder = folder.resolve()
        self._limits = limits
        self._places = Places(self.origins)
        self._files: dict[Path, _File | None] = {}
        self._next = len(main.numbers)
        self._spent = main.size
        self._count = 0
        self._over: set[str] = set()

    def included(self) -> etree._Element:
        """The root of the tree with everything in it; raises ``_Refused`` if nothing or too much came of it."""
        context = _Context(self._path, self._main, self._url, ((self._path, ""),))
        root = self._main.root
        if root.tag == _INCLUDE:
            root = self._new_root(root, context)
        else:
            self._fill(root, context)
        self._within_limits(root)
        return root

    def _new_root(self, include: etree._Element, context: _Context) -> etree._Element:
        content = self._content(include, context)
        elements = [node for node in content.nodes if isinstance(node.tag, str)]
        if len(elements) != 1:
            raise _Refused(_told("XML-051", self._place(include)))
        elements[0].tail = None
        return self._copy(elements[0], self._main)

    def _within_limits(self, root: etree._Element) -> None:
        depth, attributes = self._limits.depth, self._limits.attributes
        excesses = (("XML-070", depth, "/*" * (depth + 1)), ("XML-071", attributes, _crowded(attributes)))
        for code, limit, path in excesses:
            for found in _elements(root, f"({path})[1]"):
                facts = {"limit": limit, "name": etree.QName(found).localname, "number": len(found.attrib)}
                raise _Refused(_told(code, self._place(found), **facts))

    def _fill(self, top: etree._Element, context: _Context) -> None:
        """Replace every ``xi:include`` below ``top``. Those in a fallback count only once it has been put in."""
        for include in list(top.iter(_INCLUDE)):
            if next(include.iterancestors(_INCLUDE), None) is None:
                _put(include, self._content(include, context))

    def _content(self, include: etree._Element, context: _Context) -> _Content:
        try:
            self._count_one()
            return self._asked(include, context)
        except _Missed as missed:
            return self._instead(include, missed)

    def _instead(self, include: etree._Element, missed: _Missed) -> _Content:
        fallback = include.find(_FALLBACK)
        message = _told(missed.code, self._place(include), **missed.facts)
        if fallback is not None and missed.code in _EXPECTED:
            message = _told("XML-091", self._place(include), **missed.facts)
        if missed.code not in self._over:
            self.problems.append(message)
        self._over |= {missed.code} & {"XML-098"}  # said once: what follows is left out for the same reason
        return _Content() if fallback is None else _Content(fallback.text or "", list(fallback))

    def _asked(self, include: etree._Element, context: _Context) -> _Content:
        href, _, fragment = (include.get("href") or "").strip().partition("#")
        pointer = include.get("xpointer") or unquote(fragment)
        path = self._target(include, href, context) if href else context.path
        how = include.get("parse", "xml")
        if how == "text" and href:
            return _Content(self._as_text(path, include.get("encoding")))
        if how != "xml" or not (href or pointer):
            raise _Missed("XML-099", href=_short(href))
        if (path, pointer) in context.chain:
            raise _Missed("XML-094", href=_short(href or context.path.name))
        if len(context.chain) > self._limits.include_depth:
            raise _Missed("XML-098", limit=f"{self._limits.include_depth} levels")
        file = context.file if path == context.path else self._file(path, _short(href))
        return self._from(file, path, pointer, include, context)

    def _target(self, include: etree._Element, href: str, context: _Context) -> Path:
        """The file that ``href`` means, links followed; raises ``_Missed`` unless it is a file inside the folder."""
        try:
            address = urlsplit(urljoin(_base(include, context.url), href))
            path = Path(unquote(address.path)).resolve()
            found = path.is_file()
        except (OSError, RuntimeError, ValueError):
            raise _Missed("XML-090", href=_short(href, 80)) from None
        if address.scheme != "file" or address.netloc:
            raise _Missed("XML-093", href=_short(href, 80))
        if not path.is_relative_to(self._folder):
            raise _Missed("XML-092", href=_short(href, 80))
        if not found:
            self.missing.append(path)
            raise _Missed("XML-090", href=_short(href, 80))
        return path

    def _file(self, path: Path, href: str) -> _File:
        if path == self._path:
            return self._main
        if path not in self._files:
            self._files[path] = self._loaded(path)
        file = self._files[path]
        if file is None:
            raise _Missed("XML-097", href=href)
        return file

    def _loaded(self, path: Path) -> _File | None:
        name = self._name(path)
        try:
            file = _loaded(path, name, self._limits, self._bytes(path), self._next)
        except _Refused as refusal:
            self.problems.append(refusal.problem)
            return None
        self.problems += file.problems
        self.origins.append(file.origin)
        self._next += len(file.numbers)
        return file

    def _bytes(self, path: Path) -> bytes:
        data = _read(path, self._name(path), self._limits)
        self.digests[path] = sha256(data).digest()
        return data

    def _name(self, path: Path) -> str:
        """The name of an included file in messages, from that of the including one."""
        step = os.path.relpath(path, self._path.parent)
        folder = os.path.dirname(self._main.origin.name)  # noqa: PTH120 - a name, not a path
        return Path(os.path.normpath(Path(folder, step))).as_posix()

    def _as_text(self, path: Path, encoding: str | None) -> str:
        name = self._name(path)
        try:
            data = self._bytes(path)
            self._spend(len(data))
            codec = _declared(encoding, name) if encoding else None
            text = _strictly(data, codec, name) if codec else _decoded(data, name, self.problems).decode()
        except _Refused as refusal:
            self.problems.append(refusal.problem)
            raise _Missed("XML-097", href=_short(name, 80)) from None
        if _ILLEGAL.search(text):
            raise _Missed("XML-097", href=_short(name, 80))
        return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    def _from(self, file: _File, path: Path, pointer: str, include: etree._Element, context: _Context) -> _Content:
        chosen = _pointed(file, pointer) if pointer else file.root
        self._spend(len(etree.tostring(chosen, encoding="utf-8", with_tail=False)) if pointer else file.size)
        new = self._copy(chosen, file)
        parent = chosen.getparent()
        url = _base(parent, _url(path)) if parent is not None else _url(path)
        holder = etree.Element("holder")
        holder.append(new)
        self._fill(holder, _Context(path, file, url, (*context.chain, (path, pointer))))
        for node in holder.iterchildren("*"):
            _inherit(node, chosen, _relative(url, _base(include, context.url)))
        return _Content(holder.text or "", list(holder))

    def _spend(self, size: int) -> None:
        """Count what is taken in, so that files that include one another many times over come to an end."""
        self._spent += size
        if self._spent > self._limits.size:
            raise _Missed("XML-098", limit=_megabytes(self._limits.size))

    def _count_one(self) -> None:
        self._count += 1
        if self._count > self._limits.includes:
            raise _Missed("XML-098", limit=f"{self._limits.includes} inclusions")

    def _copy(self, element: etree._Element, file: _File) -> etree._Element:
        """A copy of ``element`` with all below it, each bearing the number of what it is a copy of."""
        new = copy.deepcopy(element)
        new.tail = None
        for old, fresh in zip(element.iter("*"), new.iter("*"), strict=True):
            self.numbers[fresh] = file.numbers[old] if old in file.numbers else self.numbers[old]
        return new

    def _place(self, element: etree._Element) -> Place:
        return self._places.of(self.numbers[element])


def _url(path: Path) -> str:
    return Path(os.path.abspath(path)).as_uri()  # noqa: PTH100 - links are not followed here


def _base(element: etree._Element, url: str) -> str:
    """The address that those on ``element`` are relative to, in a file at ``url``.

    An ``xml:base`` on the web tells where a text will be published, not where the files lie that it is made of.
    """
    for ancestor in reversed([element, *element.iterancestors()]):
        joined = urljoin(url, ancestor.get(_XML_BASE) or "")
        url = joined if urlsplit(joined).scheme == "file" else url
    return url


def _relative(url: str, base: str) -> str:
    """``url`` as seen from ``base``, both addresses of files."""
    there, here = unquote(urlsplit(url).path), unquote(urlsplit(base).path)
    return quote(os.path.relpath(there, os.path.dirname(here)))  # noqa: PTH120 - addresses, not paths


def _inherit(node: etree._Element, chosen: etree._Element, base: str) -> None:
    """Give an included element the language that it had in its own file, and the address of that file."""
    language = next((outer.get(_XML_LANG) for outer in chosen.iterancestors() if _XML_LANG in outer.attrib), None)
    if language is not None and _XML_LANG not in node.attrib:
        node.set(_XML_LANG, language)
    node.set(_XML_BASE, urljoin(base, node.get(_XML_BASE) or ""))


def _put(include: etree._Element, content: _Content) -> None:
    """Put ``content`` where ``include`` stands; the text after ``include`` stays."""
    parent = include.getparent()
    if parent is None:
        return
    previous, after = include.getprevious(), include.tail or ""
    text = content.text if content.nodes else content.text + after
    if previous is None:
        parent.text = (parent.text or "") + text
    else:
        previous.tail = (previous.tail or "") + text
    for node in content.nodes:
        include.addprevious(node)
    if content.nodes:
        content.nodes[-1].tail = (content.nodes[-1].tail or "") + after
    parent.remove(include)


def _pointed(file: _File, pointer: str) -> etree._Element:
    """The element that ``pointer`` means: an id, ``element(…)`` or ``xpointer(id('…'))``; the first part that fits."""
    parts = _SCHEME.findall(pointer[:_LONGEST_POINTER]) or [("element", pointer)]
    known = [(scheme, data) for scheme, data in parts if scheme in _POINTERS]
    for scheme, data in known:
        found = _POINTERS[scheme](file, data)
        if found is not None:
            return found
    raise _Missed("XML-096" if known else "XML-095", pointer=_short(pointer, 80), href=_short(file.origin.name, 80))


def _by_steps(file: _File, data: str) -> etree._Element | None:
    """``id``, ``/1/2`` or ``id/1/2``: an element with an id, or the root, and children by number."""
    path = _CHILDREN.fullmatch(data.strip())
    if path is None:
        return None
    identifier, steps = path.group(1), [int(step) for step in path.group(2).split("/")[1:]]
    top = file.root if not identifier and steps and steps.pop(0) == 1 else None
    found = file.identified.get(identifier, top)
    for step in steps:
        found = None if found is None else next(islice(found.iterchildren("*"), step - 1, step), None)
    return found


def _by_call(file: _File, data: str) -> etree._Element | None:
    call = _ID_CALL.fullmatch(data)
    if call is None:
        raise _Missed("XML-095", pointer=_short(f"xpointer({data})", 80), href=_short(file.origin.name, 80))
    return file.identified.get(call.group(2))


_POINTERS: Mapping[str, Callable[[_File, str], etree._Element | None]] = {"element": _by_steps, "xpointer": _by_call}


# What a file is ------------------------------------------------------------------------------------------------------

_REGISTERS = names(
    "teiHeader standOff facsimile person personGrp place org event object nym bibl biblStruct biblFull msDesc relation"
    " taxonomy category charDecl char glyph handNotes handNote encodingDesc profileDesc fileDesc sourceDesc particDesc"
    " settingDesc xenoData fsdDecl annotation witness"
)
_FOREIGN = {
    "http://docbook.org/ns/docbook": "a DocBook document",
    "http://purl.oclc.org/dsdl/schematron": "a Schematron schema",
    "http://relaxng.org/ns/structure/1.0": "a RELAX NG schema",
    "http://schema.primaresearch.org/PAGE/": "PAGE XML of a recognised page",
    "http://schemas.microsoft.com/office/word/": "a Word document",
    "http://schemas.microsoft.com/office/2006/xmlPackage": "a Word document",
    "http://www.ascc.net/xml/schematron": "a Schematron schema",
    "http://www.loc.gov/METS/": "a METS description",
    "http://www.loc.gov/mods/": "a MODS record",
    "http://www.loc.gov/MARC21/": "a MARC record",
    "http://www.loc.gov/standards/alto/": "ALTO of a recognised page",
    "http://www.mei-c.org/": "music in MEI",
    "http://www.music-encoding.org/ns/mei": "music in MEI",
    "http://www.tei-c.org/ns/Examples": "an example of TEI, in the namespace of examples",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "RDF",
    "http://www.w3.org/1999/XSL/Transform": "an XSLT stylesheet",
    "http://www.w3.org/1999/xhtml": "a web page",
    "http://www.w3.org/2000/svg": "an SVG picture",
    "http://www.w3.org/2001/XMLSchema": "an XML Schema",
    "http://www.w3.org/2005/Atom": "an Atom feed",
    "urn:isbn:1-931666-22-9": "an EAD finding aid",
    "urn:oasis:names:tc:opendocument:": "an OpenDocument text",
    "http://ead3.archivists.org/": "an EAD finding aid",
}
_FOREIGN_ROOTS = {
    "html": "a web page",
    "book": "a DocBook document",
    "article": "a DocBook document",
    "chapter": "a DocBook document",
    "ead": "an EAD finding aid",
    "mei": "music in MEI",
    "score-partwise": "music in MusicXML",
    "alto": "ALTO of a recognised page",
    "PcGts": "PAGE XML of a recognised page",
    "rss": "an RSS feed",
    "project": "the settings of a program",
}


def kind_of(root: etree._Element) -> Kind:
    """What the file with this root is, going by ``docs/developers/text-law.md``."""
    name = etree.QName(root)
    if name.namespace != TEI:
        return Kind.FOREIGN
    if name.localname == "teiCorpus":
        return Kind.CORPUS
    if name.localname == "TEI":
        return _kind_of_tei(root)
    is_list = name.localname.startswith("list") and name.localname != "list"
    return Kind.REGISTER if is_list or name.localname in _REGISTERS else Kind.FRAGMENT


_KINDS = (("text", Kind.TEXT), ("sourceDoc", Kind.SOURCEDOC), ("TEI", Kind.CORPUS), ("teiCorpus", Kind.CORPUS))


def _kind_of_tei(root: etree._Element) -> Kind:
    parts = {child.tag for child in root}
    return next((kind for part, kind in _KINDS if f"{{{TEI}}}{part}" in parts), Kind.REGISTER)


def _foreign(root: etree._Element, place: Place) -> Problem:
    name = etree.QName(root)
    namespace = name.namespace or ""
    what = next((what for start, what in _FOREIGN.items() if namespace.startswith(start)), None)
    what = what or (_FOREIGN_ROOTS.get(name.localname) if not namespace else None)
    where = f" in the namespace {_short(namespace, 60)}" if namespace else " in no namespace"
    facts = {"name": _short(name.localname), "where": where, "what": what or "something else"}
    return _told("XML-100", place, **facts)


class _Reading:
    """One file on its way from bytes to tree."""

    def __init__(self, path: Path, name: str, folder: Path, limits: Limits) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self._path = path
        self._folder = folder
        self._limits = limits
        self._digests: dict[Path, bytes] = {}
        self._missing: list[Path] = []

    def parsed(self) -> Parsed:
        data = _read(self._path, self.name, self._limits)
        self._digests[self._path] = sha256(data).digest()
        file = _loaded(self._path, self.name, self._limits, data)
        self.problems += file.problems
        tracks = Tracks((file.origin,), file.made)
        root = file.root
        may_include = file.may_include and (root.tag == _INCLUDE or kind_of(root) is not Kind.FOREIGN)
        if may_include and next(root.iter(_INCLUDE), None) is not None:
            root, tracks = self._with_includes(file)
        kind = kind_of(root)
        if kind is Kind.FOREIGN:
            self.problems.append(_foreign(root, Places([file.origin]).of(0)))
        return self.result(root, kind, tracks)

    def _with_includes(self, file: _File) -> tuple[etree._Element, Tracks]:
        includer = _Includer(self._path, file, self._folder, self._limits)
        try:
            root = includer.included()
        finally:
            self.problems += includer.problems
            self._digests |= includer.digests
            self._missing = includer.missing
        return root, Tracks(tuple(includer.origins), {}, includer.numbers)

    def result(self, root: etree._Element | None, kind: Kind, tracks: Tracks) -> Parsed:
        return Parsed(
            path=self._path,
            root=root,
            digest=_digest(self._digests),
            kind=kind,
            problems=tuple(self.problems),
            includes=tuple(sorted(self._digests.keys() - {self._path})),
            missing=tuple(sorted(set(self._missing))),
            tracks=tracks,
        )
