"""Bytes to text: which encoding a plain text is in, when nobody says so.

Unicode is recognised for certain. Of the older encodings the one is taken in which the letters beyond ASCII make words:
each candidate is scored by how often its signs stand where such signs stand. What no encoding explains is refused.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from recensio.imports.model import Refused
from recensio.problems import problem

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: How files of other kinds begin, and what they are called.
_KINDS: Mapping[bytes, str] = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"II*\0": "a TIFF image",
    b"MM\0*": "a TIFF image",
    b"AT&TFORM": "a DjVu file",
    b"PK\x03\x04": "a ZIP archive (Word, LibreOffice and EPUB files are such)",
    b"\xd0\xcf\x11\xe0": "an old Word document (.doc)",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format 3": "a database",
    b"ID3": "a sound file",
    b"OggS": "a sound file",
}

_LATIN = "éèàùâêîôûçëïüäößñáíóúãõåøæÉÀÈÇÄÖÜØÅÆŒœ“”‘’–—…«»°§"
_EASTERN = "ąćęłńóśźżĄĆĘŁŚŻáčďéěíňřšťúůýžÁČŘŠŽőűöüâăîșțşţđ“”„‘’‚–—…«»§"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўђјљњћџ"
_GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ"
_SIGNS = "“”„‘’‚–—…«»°§№ \xa0"

#: The encodings that are tried, and the signs that texts in them hold.
_CANDIDATES: Mapping[str, str] = {
    "cp1252": _LATIN,
    "cp1250": _EASTERN,
    "cp1251": _CYRILLIC + _CYRILLIC.upper() + _SIGNS,
    "koi8-r": _CYRILLIC + _CYRILLIC.upper(),
    "cp866": _CYRILLIC + _CYRILLIC.upper(),
    "cp1253": _GREEK + _GREEK.upper() + _SIGNS,
    "mac-roman": _LATIN,
    "cp437": "éèàùâêîôûçëïüäößñáíóúåæÉÇÄÖÜ«»",
}
_ENOUGH = 0.55
_ALLOWED = frozenset("\t\n\r\f\v\x1a\x85")
_SURE = 0.002


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, and whether that is a guess."""

    text: str
    encoding: str
    guessed: bool = False


def decoded(data: bytes, name: str, named: str = "") -> Decoded:
    """The text of ``data``; ``named`` is the encoding where it is known.

    Raises ``Refused`` for what is empty (IMP-002), no text (IMP-003), or in an encoding that can't be told (IMP-004).
    """
    if not data.strip(b"\0 \t\r\n\f"):
        raise Refused(problem("IMP-002", file=name))
    refuse_kinds(data, name)
    found = _as_named(data, name, named) if named else _unicode(data) or _guessed(data, name)
    if is_binary(found.text):
        raise Refused(problem("IMP-003", file=name, kind="not a text", form="text"))
    if not found.text.strip("\ufeff \t\r\n\f\x1a"):
        raise Refused(problem("IMP-002", file=name))
    return found


def refuse_kinds(data: bytes, name: str) -> None:
    """Raise ``Refused`` (IMP-003) if the data begin as files do that hold no plain text."""
    for beginning, kind in _KINDS.items():
        if data.startswith(beginning):
            raise Refused(problem("IMP-003", file=name, kind=kind, form="text"))


def is_binary(text: str) -> bool:
    """True if the text holds NUL, or more control characters than a text has by accident."""
    controls = sum(unicodedata.category(c) == "Cc" and c not in _ALLOWED for c in text)
    return "\0" in text or controls > max(2, len(text) * _SURE)


def _as_named(data: bytes, name: str, named: str) -> Decoded:
    try:
        return Decoded(data.decode(named).removeprefix("\ufeff"), named)
    except LookupError:
        raise Refused(problem("IMP-004", file=name, reason=f'there is no encoding called "{named}"')) from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"it is said to be in {named}, but the bytes there are not"
        raise Refused(problem("IMP-004", file=name, line=line, reason=reason)) from None


def _unicode(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    return _wide(data) or _strict(data, "utf-8")


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: every other byte of a Western text is NUL."""
    sample = data[:4096]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = sample[start::2]
        if half and half.count(0) > len(half) * 0.6 and sample.count(0) < len(half) * 1.1:
            return _strict(data[: len(data) // 2 * 2], encoding)
    return None


def _guessed(data: bytes, name: str) -> Decoded:
    _refuse_damaged(data, name)
    scores = {encoding: _score(data, encoding, usual) for encoding, usual in _CANDIDATES.items()}
    best = max(scores, key=lambda encoding: scores[encoding])
    if b"\0" in data or scores[best] < _ENOUGH or not _has_blanks(data):
        raise Refused(problem("IMP-004", file=name, reason="its encoding could not be told from its letters"))
    return Decoded(data.decode(best), best, guessed=True)


def _has_blanks(data: bytes) -> bool:
    """True if blanks part words, as in all encodings that are like ASCII."""
    return sum(data.count(blank) for blank in (b" ", b"\n", b"\t")) > len(data) * 0.02


def _refuse_damaged(data: bytes, name: str) -> None:
    """A text that is UTF-8 but for a few bytes is not in another encoding: it is damaged."""
    loose = data.decode("utf-8", "replace")
    bad, good = loose.count("\ufffd"), sum(c > "\x7f" and c != "\ufffd" for c in loose)
    if good > 9 * bad:
        at = _first_bad(data)
        line = data.count(b"\n", 0, at) + 1
        raise Refused(problem("IMP-004", file=name, line=line, reason="it is UTF-8, but damaged there"))


def _first_bad(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _score(data: bytes, encoding: str, usual: str) -> float:
    """How well the signs beyond ASCII fit, from 0 to 1."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    found = Counter(c for c in text if c > "\x7f")
    total = sum(found.values())
    likely = sum(count for c, count in found.items() if c in usual)
    return likely / total * (1 - _odd_share(text)) if total else 0.0


def _odd_share(text: str) -> float:
    """How many words have capitals behind small letters, which is what the wrong Cyrillic encoding gives."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 2 and not word.isascii()]
    odd = sum(any(b.isupper() and a.islower() for a, b in pairwise(word)) for word in words)
    mixed = sum((word[:1].islower() and word[1:].isupper()) or _mixes_scripts(word) for word in words)
    return min(1.0, (odd + mixed) / len(words)) if words else 0.0


def _mixes_scripts(word: str) -> bool:
    scripts = {unicodedata.name(c, "?").partition(" ")[0] for c in word}
    return len(scripts & {"LATIN", "GREEK", "CYRILLIC"}) > 1
