"""A TEI file as it is read to have names tagged: its text with the encoding to write it in, and its tree."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from recensio.parse import Kind, parse
from recensio.parse.decode import decoded
from recensio.problems import Problem, problem

_TEI = "{http://www.tei-c.org/ns/1.0}"
_DECLARED = re.compile(r"""^<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z][\w.\-]*)["']""")
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Text:
    """A TEI file: ``text`` is all of it, ``encoding`` and ``mark`` are how it is written, ``root`` its tree."""

    path: Path
    name: str
    text: str
    encoding: str
    mark: bytes
    root: etree._Element

    def written(self, text: str) -> bytes:
        """Another text as bytes, in the encoding of this one."""
        return self.mark + text.encode(self.encoding, "xmlcharrefreplace")


class Refused(Exception):
    """The file is none that names can be tagged in: the problems say why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Carry the problems to the command."""
        super().__init__("; ".join(one.message for one in problems))
        self.problems = problems


def read(path: Path, name: str = "") -> Text:
    """Read the TEI file at ``path``. Raises :class:`Refused` for what is not well-formed TEI P5 with a text in it."""
    name = name or str(path)
    parsed = parse(path, folder=path.resolve().parent, name=name)
    if parsed.root is None:
        raise Refused(parsed.problems or (problem("NAM-001", file=name, reason="it can't be read"),))
    if parsed.kind in {Kind.FOREIGN, Kind.REGISTER}:
        reason = "it is no TEI" if parsed.kind is Kind.FOREIGN else "it has no text; it is a register"
        raise Refused((problem("NAM-001", file=name, reason=reason),))
    text, encoding, mark = _decoded(path.read_bytes(), name)
    if not _is_p5(text):
        raise Refused((problem("NAM-001", file=name, reason="it is not in the namespace of TEI P5"),))
    return Text(path, name, text, encoding, mark, parsed.root)


def _is_p5(text: str) -> bool:
    return "http://www.tei-c.org/ns/1.0" in text


def _decoded(data: bytes, name: str) -> tuple[str, str, bytes]:
    """The text, its encoding, and the mark before it. What a file is really in counts, not what it says."""
    mark = next((one for one in _MARKS if data.startswith(one)), b"")
    body = data[len(mark) :]
    for encoding in _candidates(mark, body):
        try:
            return body.decode(encoding), encoding, mark
        except (UnicodeDecodeError, LookupError):
            continue
    return decoded(data, name, []).decode("utf-8"), "utf-8", b""


def _candidates(mark: bytes, body: bytes) -> list[str]:
    if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return ["utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"]
    declared = _DECLARED.match(body[:200].decode("ascii", "replace"))
    return ["utf-8", *([declared[1]] if declared else [])]
