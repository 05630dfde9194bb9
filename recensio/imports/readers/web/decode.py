"""The bytes of a page as text, in the encoding that browsers would take."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from recensio.imports.decode import likeliest

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:\-]+)|<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:\-]+)""", re.IGNORECASE
)
_HEAD = 4096  # browsers look no further
# What browsers read as windows-1252, whatever it is called (the WHATWG's table of labels).
_WESTERN = frozenset({"ascii", "iso8859-1", "latin-1", "cp1252"})
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding it was in; ``guessed`` if the page names none, or one that its bytes are not in."""

    text: str
    encoding: str
    guessed: bool = False


def decoded(data: bytes, named: str = "") -> Decoded:
    """The text of a page; ``named`` is its encoding if an editor says so.

    Never fails: where the page names no encoding the likeliest is taken, else windows-1252, and said to be guessed.
    """
    if named:
        return Decoded(_clean(data.decode(named, "replace").removeprefix("\ufeff")), named)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_clean(data[len(mark) :].decode(encoding, "replace")), encoding)
    declared = _codec(data[:_HEAD])
    for encoding in dict.fromkeys([declared or "utf-8", "utf-8"]):
        try:
            text = _clean(data.decode(encoding))
        except UnicodeDecodeError:
            continue
        return Decoded(text, encoding)  # (what is in UTF-8 by accident, only ASCII, is no less right for it)
    likely = likeliest(data) if not declared else None
    if likely is not None and likely.encoding != "cp1252":
        return Decoded(_clean(likely.text), likely.encoding, guessed=True)
    return Decoded(_clean(data.decode("cp1252", "replace")), "windows-1252", guessed=declared != "cp1252")


def _codec(head: bytes) -> str:
    found = _DECLARED.search(head)
    if not found:
        return ""
    try:
        name = codecs.lookup((found.group(1) or found.group(2)).decode("ascii")).name
    except LookupError:
        return ""
    if name in _WESTERN:
        return "cp1252"
    # A page whose head could be read byte by byte is not in UTF-16, whatever it says.
    return "" if name.startswith(("utf-16", "utf-32")) else name


def _clean(text: str) -> str:
    """The text without what XML can't hold; line ends as XML has them."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
