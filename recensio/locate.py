"""Where things stand in a file: line and column of every start tag, and of the first fault.

The tree builder counts lines only roughly, so a second reader, expat, goes over the file when somebody asks: its
line and column are exact. The two meet by number: the n-th element of the tree is the n-th start tag of the file.
Lines and columns count from 1, columns in characters. All bytes here are UTF-8.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat

from lxml import etree

if TYPE_CHECKING:
    from recensio.parse import Parsed

_WINDOW = 4096  # how many bytes before a fault are looked at to tell what it is
_SEPARATOR = "\f"  # between a namespace and a name: a character that no XML can hold
_ROOT_CALL = "Q{http://www.w3.org/2005/xpath-functions}root()"
_ELEMENT_STEP = re.compile(r"/Q\{([^{}]*)\}([^/\[\]]+)\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file, as messages show it; ``line`` and ``column`` are ``None`` where they are not known."""

    file: str | None
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """How far one line of the prepared text runs ahead of the file's own, from ``column`` on."""

    line: int
    column: int
    by: int

    def undo(self, line: int, column: int) -> int:
        """The column in the file of what stands at ``line`` and ``column`` of the prepared text."""
        return column - self.by if line == self.line and column >= self.column else column


@dataclass(frozen=True, slots=True)
class Script:
    """A file's text as both readers get it: UTF-8 without a byte order mark, its DOCTYPE replaced by ours."""

    data: bytes
    shift: Shift = Shift(0, 0, 0)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column in the file of the byte at ``offset``."""
        line, column = position(self.data, offset)
        return line, self.shift.undo(line, column)


@dataclass(frozen=True, slots=True)
class Origin:
    """A file that a tree was made of. ``first`` is the number of its first element; ``script`` reads it again.

    ``script`` answers ``None`` where the file has changed or gone in the meantime.
    """

    name: str
    first: int
    script: Callable[[], Script | None]


_Elements = Mapping[etree._Element, etree._Element]
_Numbers = Mapping[etree._Element, int]


@dataclass(frozen=True)
class Tracks:
    """How a tree leads back to its files. Empty but for ``origins`` where the tree is one file as it stands.

    ``made`` names, for each element that we put in, the element of the file that it was made of. ``numbers`` is
    given where elements of several files stand in one tree.
    """

    origins: tuple[Origin, ...] = ()
    made: _Elements = field(default_factory=dict)
    numbers: _Numbers | None = None


def position(data: bytes, offset: int) -> tuple[int, int]:
    """Line and column of the byte at ``offset``; LF, CRLF and a lone CR each end a line."""
    line = data.count(b"\n", 0, offset) + data.count(b"\r", 0, offset) - data.count(b"\r\n", 0, offset)
    begin = max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
    return line + 1, len(data[begin:offset].decode("utf-8", "replace")) + 1


def numbered(root: etree._Element, made: _Elements, first: int = 0) -> dict[etree._Element, int]:
    """Number the elements below and at ``root`` as their file has them, passing over those in ``made``."""
    own = root.iter("*") if not made else (element for element in root.iter("*") if element not in made)
    return {element: number for number, element in enumerate(own, first)}


class Places:
    """Places of elements by number, over several files. Each file is read once, when first asked for."""

    def __init__(self, origins: Sequence[Origin]) -> None:
        """Over ``origins`` in the order of their ``first``; more of them may be added later."""
        self._origins = origins
        self._starts: dict[int, _Starts] = {}

    def of(self, number: int) -> Place:
        """The place of the start tag of element ``number``; without a line if its file has changed."""
        which = bisect_right(self._origins, number, key=lambda origin: origin.first) - 1
        origin = self._origins[which]
        if which not in self._starts:
            self._starts[which] = _starts(origin)
        return self._starts[which].place(origin.name, number - origin.first)


@dataclass(frozen=True, slots=True)
class _Starts:
    """Line and column of each start tag of one file."""

    lines: array[int]
    columns: array[int]
    shift: Shift

    def place(self, name: str, index: int) -> Place:
        if index >= len(self.lines):
            return Place(name)
        line, column = self.lines[index], self.columns[index] + 1
        return Place(name, line, self.shift.undo(line, column))


def _starts(origin: Origin) -> _Starts:
    script = origin.script() or Script(b"")
    starts = _Starts(array("I"), array("I"), script.shift)
    parser = expat.ParserCreate("utf-8")
    add_line, add_column = starts.lines.append, starts.columns.append

    def started(_name: str, _attributes: object) -> None:
        add_line(parser.CurrentLineNumber)
        add_column(parser.CurrentColumnNumber)

    parser.StartElementHandler = started
    try:
        parser.Parse(script.data, True)
    except expat.ExpatError:
        return starts  # the tree builder was content with it: the places found so far hold
    return starts


class Locator:
    """Finds the place in its file of any element of a parsed tree. Costs nothing until it is asked."""

    def __init__(self, parsed: Parsed) -> None:
        """For the tree of ``parsed``, as long as no later stage has put elements in or taken any out."""
        self._parsed = parsed
        self._places = Places(parsed.tracks.origins)

    @cached_property
    def _numbers(self) -> _Numbers:
        tracks = self._parsed.tracks
        if tracks.numbers is not None or self._parsed.root is None:
            return tracks.numbers or {}
        return numbered(self._parsed.root, tracks.made)

    def of(self, element: etree._Element) -> Place:
        """The place of the start tag of ``element``; of a comment or processing instruction, its parent's.

        An element that we put in (by an upgrade from P4) has the place of the one it was made of. Only the file is
        known where the file has changed since it was parsed, and for an element that is not in the tree.
        """
        for candidate in _outwards(element):
            number = self._numbers.get(self._parsed.tracks.made.get(candidate, candidate))
            if number is not None:
                return self._places.of(number)
        return self._start()

    def at_path(self, path: str) -> Place:
        """The place of what ``path`` names, in the form that XPath 3.1's ``fn:path()`` gives.

        Of an attribute, a text node, a comment or a processing instruction it is the place of its element's start
        tag. Only the file is known if nothing stands at ``path``.
        """
        element = self.element_at(path)
        return self._start() if element is None else self.of(element)

    def element_at(self, path: str) -> etree._Element | None:
        """The innermost element on ``path`` (as ``fn:path()`` gives it); ``None`` if it is not in the tree."""
        found: etree._Element | None = None
        for tag, index in _steps(path):
            found = self._child(found, tag, index)
            if found is None:
                return None
        return found

    def _child(self, parent: etree._Element | None, tag: str, index: int) -> etree._Element | None:
        if parent is not None:
            return next(islice(parent.iterchildren(tag), index - 1, index), None)
        root = self._parsed.root
        return root if root is not None and root.tag == tag and index == 1 else None

    def _start(self) -> Place:
        origins = self._parsed.tracks.origins
        return Place(origins[0].name if origins else str(self._parsed.path))


def _outwards(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    yield from element.iterancestors()


def _steps(path: str) -> Iterator[tuple[str, int]]:
    start = len(_ROOT_CALL) if path.startswith(_ROOT_CALL) else 0
    while step := _ELEMENT_STEP.match(path, start):
        namespace, name, index = step.groups()
        yield (f"{{{namespace}}}{name}" if namespace else name), int(index)
        start = step.end()


# The first fault of a file that is not well formed ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong first: the code of its problem, its line and column, and the facts of its sentence."""

    code: str
    line: int
    column: int
    facts: Mapping[str, object]


def first_fault(script: Script, *, depth: int, attributes: int) -> Fault | None:
    """Find the first place where ``script`` is not well formed, nests deeper than ``depth``, or has a tag with more
    than ``attributes`` attributes; ``None`` if there is none.

    Method: expat gives the place; what stands around it tells what the writer meant.
    """
    return _Watch(script, depth, attributes).run()


class _Found(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault


@dataclass(frozen=True, slots=True)
class _Sign:
    """A fault told by what stands before it (up to its end) and after it; the group ``at`` is where it begins."""

    code: str
    before: re.Pattern[bytes]
    after: re.Pattern[bytes]


def _sign(code: str, before: bytes, after: bytes = b"") -> _Sign:
    return _Sign(code, re.compile(rb"(?:" + before + rb")\Z", re.DOTALL), re.compile(after))


# The order matters: the first that fits is told.
_SIGNS = (
    _sign("XML-026", b"", rb"(?P<char>[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf])"),
    _sign("XML-037", rb"(?P<at>(?P<name>[^\s=<>\"']+))\s*=\s*(?:\"[^\"<]*|'[^'<]*)", b"<"),
    _sign("XML-047", rb"(?P<at><)(?P<name>/?[^\s<>!?/=]+)[^<>]*", b"<"),
    _sign("XML-044", rb"(?P<at>(?P<name>&#[^\s;<>&]*))"),
    _sign("XML-033", rb"(?P<at>(?P<name>&[^\s&;<>\"']*))"),
    _sign("XML-032", rb"(?P<at><)", rb"/(?P<name>[^\s<>]+)"),
    _sign("XML-034", rb"(?P<at></?)", rb"[^!?]"),
    _sign("XML-052", rb"(?P<at><!)", rb"[A-Z]"),
    _sign("XML-043", rb"(?P<at>\]\])", b">"),
    _sign("XML-041", rb"(?P<at>--)"),
    _sign("XML-035", rb"(?P<at>(?P<name>[^\s=<>\"'/]+))\s*=\s*"),
    _sign("XML-046", rb"(?P<name>[^\s=<>\"'/]+)\s*=\s*(?:\"[^\"<]*\"|'[^'<]*')", rb"[^\s>/]"),
    _sign("XML-036", rb"<[^\s<>!?]+\s[^<>]*?(?<![^\s\"'])(?P<at>(?P<name>[^\s=<>\"'/]+))\s*"),
    _sign("XML-050", rb"<(?P<name>/?[^\s<>!?/=]+)[^<>]*"),
)

_KNOWN_PREFIXES = {
    "mei": "http://www.music-encoding.org/ns/mei",
    "mml": "http://www.w3.org/1998/Math/MathML",
    "svg": "http://www.w3.org/2000/svg",
    "tei": "http://www.tei-c.org/ns/1.0",
    "xi": "http://www.w3.org/2001/XInclude",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_UNFINISHED = (
    (b"<!--", "comment", "-->"),
    (b"<![CDATA[", "CDATA section", "]]>"),
    (b"<?", "processing instruction", "?>"),
    (b"<!", "declaration", ">"),
    (b"<", "tag", ">"),
    (b"&", "reference", ";"),
)
_PREFIXED = re.compile(rb"[\s<]([^\s:<>=\"'/]+):[^\s:<>=\"'/]+(?=[\s=/>])")
_DECLARED = re.compile(rb"xmlns:([^\s=]+)\s*=")
_TAG = re.compile(rb"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>?")
_NAME = re.compile(rb"[^\s=<>/\"']+")


class _Watch:
    """One pass over a faulty file that remembers which elements are open."""

    def __init__(self, script: Script, depth: int, attributes: int) -> None:
        self._script = script
        self._depth = depth
        self._attributes = attributes
        self._open: list[tuple[str, int, int]] = []
        self._any = False
        self._prefixes = {"xml", "xmlns"}
        self._parser = expat.ParserCreate("utf-8", namespace_separator=_SEPARATOR)
        self._parser.namespace_prefixes = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartNamespaceDeclHandler = self._declare

    def run(self) -> Fault | None:
        try:
            self._parser.Parse(self._script.data, True)
        except _Found as found:
            return found.fault
        except expat.ExpatError as error:
            return self._explain(error)
        return None

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._any = True
        place = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        self._open.append((_written(name), *place))
        if len(self._open) > self._depth:
            self._stop("XML-070", limit=self._depth, name=_written(name))
        if len(attributes) > self._attributes:
            self._stop("XML-071", limit=self._attributes, name=_written(name), number=len(attributes))

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _declare(self, prefix: str | None, _uri: str) -> None:
        self._prefixes.add(prefix or "")

    def _stop(self, code: str, **facts: object) -> NoReturn:
        _, line, column = self._open[-1]
        raise _Found(Fault(code, line, self._script.shift.undo(line, column), facts))

    def _explain(self, error: expat.ExpatError) -> Fault:
        at = max(self._parser.ErrorByteIndex, 0)
        explain = _EXPLANATIONS.get(error.code)
        return explain(self, at) if explain else self._other(at, expat.ErrorString(error.code))

    def _fault(self, code: str, at: int, /, **facts: object) -> Fault:
        return Fault(code, *self._script.position(at), facts)

    def _other(self, at: int, detail: str) -> Fault:
        return self._fault("XML-049" if self._any else "XML-048", at, detail=detail)

    def _mismatch(self, at: int) -> Fault:
        name, line, _ = self._open[-1]
        return self._fault("XML-030", at - 2, end=self._name_at(at), open=name, begun=line)

    def _cut_short(self, at: int) -> Fault:
        if not self._open:
            return self._fault("XML-051", at)
        name, line, _ = self._open[-1]
        return self._fault("XML-031", at, name=name, begun=line)

    def _token(self, at: int) -> Fault:
        data = self._script.data
        begin = max(at - _WINDOW, 0)
        for sign in _SIGNS:
            before, after = sign.before.search(data[begin:at]), sign.after.match(data, at)
            if before and after:
                known = {**before.groupdict(), **after.groupdict()}
                start = begin + before.start("at") if known.pop("at", None) is not None else at
                return self._fault(sign.code, start, **{key: _shown(value) for key, value in known.items()})
        return self._other(at, "a character stands where it cannot")

    def _unfinished(self, at: int) -> Fault:
        rest = self._script.data[at : at + 9]
        what, end = next(((what, end) for start, what, end in _UNFINISHED if rest.startswith(start)), ("part", ">"))
        return self._fault("XML-042", at, what=what, end=end)

    def _cdata(self, _at: int) -> Fault:
        begin = self._script.data.rfind(b"<![CDATA[")
        return self._fault("XML-042", begin, what="CDATA section", end="]]>")

    def _twice(self, at: int) -> Fault:
        return self._fault("XML-038", at, name=self._name_at(at + self._script.data.startswith(b"<", at)))

    def _junk(self, at: int) -> Fault:
        data = self._script.data
        if data.startswith(b"<", at):
            return self._fault("XML-039", at, what=f"<{self._name_at(at + 1)}>")
        return self._fault("XML-039", at, what=f"“{_shown(data[at : at + 20].split(b'<')[0]).strip()}”")

    def _reference(self, at: int) -> Fault:
        return self._fault("XML-044", at, name=_shown(self._script.data[at : at + 12].split(b";")[0]))

    def _unbalanced(self, at: int) -> Fault:
        return self._fault("XML-075", at, name=self._name_at(at))

    def _stray(self, at: int) -> Fault:
        return self._other(at, "what stands here does not belong there")

    def _declaration(self, at: int) -> Fault:
        return self._fault("XML-045", at)

    def _prefix(self, at: int) -> Fault:
        tag = _TAG.match(self._script.data, at)
        source = tag.group() if tag else b""
        bound = self._prefixes | {_shown(prefix) for prefix in _DECLARED.findall(source)}
        free = [prefix for prefix in map(_shown, _PREFIXED.findall(source)) if prefix not in bound]
        prefix = free[0] if free else "?"
        return self._fault("XML-040", at, prefix=prefix, uri=_KNOWN_PREFIXES.get(prefix, "…"))

    def _name_at(self, at: int) -> str:
        name = _NAME.match(self._script.data, at)
        return _shown(name.group()) if name else ""


_Explanation = Callable[[_Watch, int], Fault]
_EXPLANATIONS: Mapping[int, _Explanation] = {
    expat.errors.codes[text]: explanation
    for text, explanation in (
        (expat.errors.XML_ERROR_TAG_MISMATCH, _Watch._mismatch),
        (expat.errors.XML_ERROR_NO_ELEMENTS, _Watch._cut_short),
        (expat.errors.XML_ERROR_INVALID_TOKEN, _Watch._token),
        (expat.errors.XML_ERROR_UNCLOSED_TOKEN, _Watch._unfinished),
        (expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION, _Watch._cdata),
        (expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE, _Watch._twice),
        (expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT, _Watch._junk),
        (expat.errors.XML_ERROR_BAD_CHAR_REF, _Watch._reference),
        (expat.errors.XML_ERROR_ASYNC_ENTITY, _Watch._unbalanced),
        (expat.errors.XML_ERROR_SYNTAX, _Watch._stray),
        (expat.errors.XML_ERROR_MISPLACED_XML_PI, _Watch._declaration),
        (expat.errors.XML_ERROR_UNBOUND_PREFIX, _Watch._prefix),
    )
}


def _written(name: str) -> str:
    """The name as the file has it, from expat's namespace, local name and prefix."""
    parts = name.split(_SEPARATOR)
    return _short(f"{parts[2]}:{parts[1]}" if len(parts) == 3 else parts[-1])


def _shown(raw: bytes | None) -> str:
    """Bytes of the file for a message: short, and a character that cannot be seen by its number."""
    text = (raw or b"").decode("utf-8", "replace")
    if len(text) == 1 and not text.isprintable():
        return f"U+{ord(text):04X}"
    return _short(text)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
