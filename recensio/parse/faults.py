"""The first fault of a file that is not well formed, or that is too deep or too crowded, and what the writer meant.

Method: expat gives the place, and knows which elements are open there; what stands around it tells the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from recensio.parse.limits import Limits
from recensio.parse.messages import refuse, short
from recensio.parse.places import Script
from recensio.parse.signs import meaning, name_at, shown, unbound_prefix, unfinished
from recensio.parse.vocabulary import TEI, XINCLUDE

_SEPARATOR = "\f"  # between a namespace and a name: a character that no XML can hold
_KNOWN_PREFIXES = {
    "mei": "http://www.music-encoding.org/ns/mei",
    "mml": "http://www.w3.org/1998/Math/MathML",
    "svg": "http://www.w3.org/2000/svg",
    "tei": TEI,
    "xi": XINCLUDE,
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}


def refuse_at_fault(script: Script, name: str, limits: Limits) -> None:
    """Raise ``Refused`` with the first place where ``script`` is not well formed, nests deeper than the limits allow,
    or has a tag with too many attributes. Returns if there is none.
    """
    fault = _Watch(script, limits).run()
    if fault:
        refuse(fault.code, name, (fault.line, fault.column), **fault.facts)


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong first: the code of its problem, its line and column, and the facts of its sentence."""

    code: str
    line: int
    column: int
    facts: Mapping[str, object]


class _Found(Exception):
    def __init__(self, fault: _Fault) -> None:
        self.fault = fault


class _Watch:
    """One pass over a faulty file that remembers which elements are open."""

    def __init__(self, script: Script, limits: Limits) -> None:
        self._script = script
        self._limits = limits
        self._open: list[tuple[str, int, int]] = []
        self._any = False
        self._prefixes = {"xml", "xmlns"}
        self._parser = expat.ParserCreate("utf-8", namespace_separator=_SEPARATOR)
        self._parser.namespace_prefixes = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartNamespaceDeclHandler = self._declare

    def run(self) -> _Fault | None:
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
        depth, most = self._limits.depth, self._limits.attributes
        if len(self._open) > depth:
            self._stop("XML-070", limit=depth, name=_written(name))
        if len(attributes) > most:
            self._stop("XML-071", limit=most, name=_written(name), number=len(attributes))

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _declare(self, prefix: str | None, _uri: str) -> None:
        self._prefixes.add(prefix or "")

    def _stop(self, code: str, **facts: object) -> NoReturn:
        _, line, column = self._open[-1]
        raise _Found(_Fault(code, line, self._script.shift.undo(line, column), facts))

    def _explain(self, error: expat.ExpatError) -> _Fault:
        at = max(self._parser.ErrorByteIndex, 0)
        explain = _EXPLANATIONS.get(error.code)
        return explain(self, at) if explain else self._other(at, expat.ErrorString(error.code))

    def _fault(self, code: str, at: int, /, **facts: object) -> _Fault:
        return _Fault(code, *self._script.position(at), facts)

    def _other(self, at: int, detail: str) -> _Fault:
        return self._fault("XML-049" if self._any else "XML-048", at, detail=detail)

    def _mismatch(self, at: int) -> _Fault:
        name, line, _ = self._open[-1]
        return self._fault("XML-030", at - 2, end=self._name_at(at), open=name, begun=line)

    def _cut_short(self, at: int) -> _Fault:
        if not self._open:
            return self._fault("XML-051", at)
        name, line, _ = self._open[-1]
        return self._fault("XML-031", at, name=name, begun=line)

    def _token(self, at: int) -> _Fault:
        found = meaning(self._script.data, at)
        if found is None:
            return self._other(at, "a character stands where it cannot")
        return self._fault(found.code, found.start, **found.facts)

    def _unfinished(self, at: int) -> _Fault:
        what, end = unfinished(self._script.data, at)
        return self._fault("XML-042", at, what=what, end=end)

    def _cdata(self, _at: int) -> _Fault:
        begin = self._script.data.rfind(b"<![CDATA[")
        return self._fault("XML-042", begin, what="CDATA section", end="]]>")

    def _twice(self, at: int) -> _Fault:
        return self._fault("XML-038", at, name=self._name_at(at + self._script.data.startswith(b"<", at)))

    def _junk(self, at: int) -> _Fault:
        data = self._script.data
        if data.startswith(b"<", at):
            return self._fault("XML-039", at, what=f"<{self._name_at(at + 1)}>")
        return self._fault("XML-039", at, what=f"“{shown(data[at : at + 20].split(b'<')[0]).strip()}”")

    def _reference(self, at: int) -> _Fault:
        return self._fault("XML-044", at, name=shown(self._script.data[at : at + 12].split(b";")[0]))

    def _unbalanced(self, at: int) -> _Fault:
        return self._fault("XML-075", at, name=self._name_at(at))

    def _stray(self, at: int) -> _Fault:
        return self._other(at, "what stands here does not belong there")

    def _declaration(self, at: int) -> _Fault:
        return self._fault("XML-045", at)

    def _prefix(self, at: int) -> _Fault:
        prefix = unbound_prefix(self._script.data, at, self._prefixes)
        return self._fault("XML-040", at, prefix=prefix, uri=_KNOWN_PREFIXES.get(prefix, "…"))

    def _name_at(self, at: int) -> str:
        return name_at(self._script.data, at)


_Explanation = Callable[[_Watch, int], _Fault]
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
    return short(f"{parts[2]}:{parts[1]}" if len(parts) == 3 else parts[-1], 40)
