"""What is no XML at all: other formats, told by how they begin, and refused with their name."""

from __future__ import annotations

import re

from recensio.parse.messages import Refused, refuse, told
from recensio.parse.places import Place

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
_NOT_XML = (
    (re.compile(rb"\s*[{\[]"), "JSON"),
    (re.compile(rb"\s*(%|\\documentclass|\\begin)"), "TeX"),
    (re.compile(rb"\s*(---|%YAML)"), "YAML"),
    (re.compile(rb"\s*#"), "Markdown or a script"),
    (re.compile(rb""), "plain text"),
)
_HTML = re.compile(rb"\s*(<!--((?!-->).)*-->\s*)*<(!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)


def refuse_binary(data: bytes, name: str) -> None:
    """Raise ``Refused`` if ``data`` begins like a known format that is no text."""
    what = next((what for start, what in _BINARY if data.startswith(start)), None)
    if what:
        refuse("XML-006", name, what=what)


def refuse_undecodable(body: bytes, name: str) -> None:
    """Raise ``Refused`` if ``body``, which is not UTF-8, doesn't even begin with a tag."""
    if not body.lstrip().startswith(b"<"):
        refuse("XML-006", name, what="no text at all")


def refuse_without_tags(text: bytes, name: str) -> None:
    """Raise ``Refused`` if ``text`` is empty or begins with anything but a tag."""
    body = text[:1000].lstrip()
    if not body:
        refuse("XML-004", name)
    if not body.startswith(b"<"):
        what = next(what for sign, what in _NOT_XML if sign.match(body))
        raise Refused(told("XML-007", Place(name, 1, 1), what=what), foreign=True)


def refuse_html(text: bytes, name: str) -> None:
    """Raise ``Refused`` if ``text``, which is not well formed, is a web page: those need not be."""
    if _HTML.match(text[:2000]):
        refuse("XML-008", name)
