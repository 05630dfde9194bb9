"""SaxonC held so that a stylesheet made of somebody's rules reads nothing but the document, and its complaints read.

The lock is the same as in :mod:`recensio.transform`: no reading by any protocol, no writing, no environment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor

from recensio.schematron.stderr import heard, pass_on

_FEATURE = "http://saxon.sf.net/feature/"
_COMPLAINT = re.compile(r"^(?:Static |Type )?[Ee]rror\b", re.MULTILINE)
_LINE = re.compile(r"\bon line (\d+)")
_BLOCK = re.compile(r"^(?:Warning|Error|Type error|Static error|Recoverable error)\b.*\n(?:[ \t].*\n)*", re.MULTILINE)
_CODE = re.compile(r"^\s*([A-Z]{4}\d{4})\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something that Saxon has against a stylesheet: its ``line``, if known, a code such as XPST0003, the reason."""

    line: int | None
    code: str
    reason: str


class Refused(Exception):
    """Saxon did not compile a stylesheet."""

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        """``complaints`` are all that it said, at least one."""
        super().__init__(complaints[0].reason)
        self.complaints = complaints


class Failed(Exception):
    """A document could not be parsed by Saxon, or the stylesheet stopped on it."""


@cache
def own_processor() -> PySaxonProcessor:
    """The processor of this process for rules, if no other is at hand."""
    return PySaxonProcessor(license=False)


class Saxon:
    """A locked processor."""

    def __init__(self, processor: PySaxonProcessor | None) -> None:
        """Lock ``processor``, or one of our own."""
        self._processor = processor or own_processor()
        self._processor.set_configuration_property(_FEATURE + "allow-external-functions", "false")
        self._processor.set_configuration_property(_FEATURE + "allowedProtocols", "none")

    def compiled(self, stylesheet: str) -> Any:
        """The executable of ``stylesheet``. Raises ``Refused``."""
        compiler = self._processor.new_xslt30_processor()
        compiler.set_jit_compilation(False)
        try:
            with heard():
                return compiler.compile_stylesheet(stylesheet_text=stylesheet)
        except PySaxonApiError as error:
            raise Refused(tuple(_complaints(str(error)))) from None

    def parsed(self, document: str, base: str | None) -> Any:
        """The ``document`` as Saxon's own tree; ``base`` is its address. Raises ``Failed``."""
        builder = self._processor.new_document_builder()
        if base:
            builder.set_base_uri(base)
        try:
            with heard():
                return builder.parse_xml(xml_text=document)
        except PySaxonApiError as error:
            raise Failed(_plain(str(error))) from None

    def text(self, executable: Any, document: Any) -> tuple[str, tuple[Complaint, ...]]:
        """What ``executable`` makes of ``document``, and the patterns that could not be tried. Raises ``Failed``."""
        executable.set_save_xsl_message(True)  # or it would stand on the terminal
        try:
            with heard() as said:
                text = executable.transform_to_string(xdm_node=document) or ""
        except PySaxonApiError as error:
            raise Failed(_plain(str(error))) from None
        return text, _warnings(said.text)


def _complaints(message: str) -> Iterator[Complaint]:
    starts = [match.start() for match in _COMPLAINT.finditer(message.strip())] or [0]
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        yield _complaint(message.strip()[start:end])


def _complaint(text: str) -> Complaint:
    line, code = _LINE.search(text), _CODE.search(text)
    reason = text[code.end() :] if code else text.partition("\n")[2] or text
    return Complaint(int(line.group(1)) if line else None, code.group(1) if code else "", _plain(reason))


def _warnings(said: str) -> tuple[Complaint, ...]:
    """The warnings in what Saxon said on standard error; what is not Saxon's is passed on."""
    blocks = _BLOCK.findall(said)
    pass_on(_BLOCK.sub("", said))
    return tuple(_unmatched(block) for block in blocks if "matching pattern" in block)


def _unmatched(block: str) -> Complaint:
    """The warning that a pattern failed: the pattern itself stands in braces before the reason."""
    complaint = _complaint(block)
    return replace(complaint, reason=complaint.reason.rpartition("}: ")[2])


def _plain(reason: str) -> str:
    return " ".join(reason.split()).rstrip(".")


def serialised(root: etree._Element) -> str:
    """The document of ``root`` without its DOCTYPE and without named entities, which Saxon's parser counts."""
    around = [*reversed([*root.itersiblings(preceding=True)]), root, *root.itersiblings()]
    text = "".join(etree.tostring(node, encoding="unicode", with_tail=False) for node in around)
    return text.replace("&amp;", "&#38;").replace("&lt;", "&#60;").replace("&gt;", "&#62;")
