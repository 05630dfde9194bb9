"""Bytes to text: whatever encoding a file is in, which is not always the one that it declares, it becomes UTF-8."""

from __future__ import annotations

import codecs
import re

from recensio.parse.messages import refuse, short, told
from recensio.parse.places import Place, position
from recensio.parse.recognise import refuse_binary, refuse_undecodable
from recensio.problems import Problem

# The longer marks come first: UTF-32's begins with UTF-16's.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_ENCODING = re.compile(rb"<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([^\"'>]*)[\"']")
_CODECS = re.compile(
    r"utf-(8|16|32)(-[bl]e)?|ascii|iso8859-\d+|cp\d+|koi8-[rtu]|mac-\w+|shift_jis\w*|euc_\w+|iso2022_\w+"
    r"|gb\w+|big5\w*|hz|johab|tis-620|ptcp154|kz1048"
)
_DECLARATION = re.compile(
    rb"<\?xml\s+version\s*=\s*([\"'])(1\.\d)\1(\s+encoding\s*=\s*([\"'])[\w.\-:]*\4)?"
    rb"(\s+standalone\s*=\s*([\"'])(yes|no)\6)?\s*\?>"
)
_PLAIN = b'<?xml version="1.0"'
_C1 = re.compile(rb"[\x80-\x9f]")  # control characters in ISO-8859-1, quotation marks and dashes in windows-1252
_PUNCTUATION = frozenset("–—‘’‚“”„…«»§°·†‡‰‹›¡¿½¼¾€£©®™²³¹")


def decoded(data: bytes, name: str, problems: list[Problem]) -> bytes:
    """The text in UTF-8 without a byte order mark, from whatever encoding it is in.

    An encoding that had to be guessed goes into ``problems``. Raises ``Refused`` for what is no text, or holds bytes
    that its encoding does not have.
    """
    refuse_binary(data, name)
    mark, encoding = _marked(data)
    body = data[len(mark) :]
    declared = _ENCODING.match(body[:400])
    if encoding is None:
        encoding = _codec(declared.group(1).decode("ascii", "replace"), name) if declared else ""
        encoding = _actual(encoding, body, name, problems)
    if encoding == "utf-8" and body.isascii():
        return body
    text = _strictly(body, encoding, name)
    return (body if encoding == "utf-8" else text.encode()).removeprefix(codecs.BOM_UTF8)


def decoded_as(data: bytes, label: str, name: str) -> str:
    """The text of ``data`` in the encoding called ``label``. Raises ``Refused`` if there is none such, or it is not."""
    return _strictly(data, _codec(label, name), name)


def redeclared(data: bytes, name: str, problems: list[Problem]) -> bytes:
    """The text with the plainest XML declaration of the same length: both readers are told the encoding apart."""
    found = _DECLARATION.match(data[:400])
    if not found:
        return data
    if found.group(2) != b"1.0":
        problems.append(told("XML-025", Place(name, 1, 1), version=found.group(2).decode()))
    rest = re.sub(rb"[^\r\n]", b" ", found.group()[len(_PLAIN) : -2])
    if b"\n" in found.group()[: len(_PLAIN)] or b"\r" in found.group()[: len(_PLAIN)]:
        return data.replace(b"1.1", b"1.0", 1)
    return _PLAIN + rest + b"?>" + data[found.end() :]


def _marked(data: bytes) -> tuple[bytes, str | None]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return mark, encoding
    return b"", next((encoding for start, encoding in _UNMARKED if data.startswith(start)), None)


def _codec(label: str, name: str) -> str:
    """The codec for the encoding that the XML declaration names."""
    try:
        codec = codecs.lookup(label).name
    except (LookupError, ValueError):
        codec = ""
    if not _CODECS.fullmatch(codec):
        refuse("XML-021", name, encoding=short(label))
    return codec


def _actual(codec: str, body: bytes, name: str, problems: list[Problem]) -> str:
    """The encoding that a text without a mark really is in, which is not always the one declared."""
    if codec == "iso8859-1" and (control := _C1.search(body)) and _decodes(body, "cp1252"):
        problems.append(told("XML-023", Place(name, *position(body, control.start()))))
        return "cp1252"
    if codec == "ascii" or codec.startswith(("utf-16", "utf-32")):
        return _not_as_declared(codec, body, name, problems)
    return codec or _undeclared(body, name, problems)


def _not_as_declared(codec: str, body: bytes, name: str, problems: list[Problem]) -> str:
    if body.isascii() and codec == "ascii":
        return "utf-8"
    really = "utf-8" if _decodes(body, "utf-8") else "cp1252"
    problems.append(told("XML-024", Place(name, 1, 1), declared=codec.upper(), really=_label(really)))
    return really


def _undeclared(body: bytes, name: str, problems: list[Problem]) -> str:
    """Without a declaration XML means UTF-8; what is not UTF-8 anywhere is the windows-1252 of old editors."""
    if _decodes(body, "utf-8"):
        return "utf-8"
    refuse_undecodable(body, name)
    text = body.decode("utf-8", "surrogateescape")
    stray = len(re.findall("[\udc80-\udcff]", text))
    well = len(re.findall("[^\x00-\x7f\udc80-\udcff]", text))
    if well >= stray or not _decodes(body, "cp1252"):
        return "utf-8"
    first = re.search(rb"[\x80-\xff]", body)
    problems.append(told("XML-022", Place(name, *position(body, first.start() if first else 0))))
    return "cp1252"


def _decodes(body: bytes, encoding: str) -> bool:
    try:
        body.decode(encoding)
    except UnicodeError:
        return False
    return True


def _strictly(body: bytes, encoding: str, name: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        before = body[: error.start].decode(encoding, "replace").encode()
        byte = body[error.start : error.start + 1]
        guess = byte.decode("cp1252", "replace") if encoding == "utf-8" else ""
        code = "XML-020" if guess.isalpha() or guess in _PUNCTUATION else "XML-027"
        place = position(before, len(before))
        refuse(code, name, place, byte=f"0x{byte[0]:02X}", encoding=_label(encoding), guess=guess)


def _label(codec: str) -> str:
    return {"cp1252": "windows-1252"}.get(codec, codec.replace("iso8859", "iso-8859").upper())
