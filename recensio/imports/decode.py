"""Bytes to text: which encoding a plain text is in, when nobody says so.

Unicode is recognised for certain. Of the older encodings the one is taken in which the letters beyond ASCII make words:
each candidate is scored by how often its signs stand where such signs stand. What no encoding explains is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import exp

from recensio.imports.model import Refused
from recensio.parse.decode import BYTE_ORDER_MARKS
from recensio.problems import problem

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

#: The letters of languages, those beyond ASCII; of those without Latin letters all, the most frequent first.
_WESTERN = "éèàùâêîôûçëïüäößñáíóúãõåøæÉÀÈÇÄÖÜØÅÆŒœ"
_POLISH, _CZECH, _HUNGARIAN = "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áéíóöőúüű"
_SLOVAK, _SOUTH_SLAVIC, _ROMANIAN = "áäčďéíĺľňóôŕšťúýž", "čćđšž", "ăâîșşțţ"
_TURKISH, _LATVIAN, _LITHUANIAN, _ESTONIAN = "çğıöşüİâî", "āčēģīķļņšūž", "ąčęėįšųūž", "äõöüšž"
_RUSSIAN = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
_CYRILLIC = _RUSSIAN + "іїєґўђјљњћџ"
_GREEK = "αοιετσνηυρπκμλςωίόάγέδήχύθφώβξζψϊϋ"
_HEBREW = "יוהלאמרתבשנכדקעפחגטזסץםןךף"
_ARABIC = "اليمنورتبةعدفسهكقحجشطصخذزئءثغضظأآإىؤ"
_SIGNS = "“”„‘’‚–—…«»°§№¿¡ \xa0\u200e\u200f"

#: The encodings that are tried, each with the languages that texts in it are in.
_CANDIDATES: tuple[tuple[str, str], ...] = (
    ("cp1252", _WESTERN),
    *(("cp1250", letters) for letters in (_POLISH, _CZECH, _HUNGARIAN, _SLOVAK, _SOUTH_SLAVIC, _ROMANIAN)),
    *(("iso8859-2", letters) for letters in (_POLISH, _CZECH, _HUNGARIAN, _SLOVAK, _SOUTH_SLAVIC, _ROMANIAN)),
    ("cp1254", _TURKISH),
    *(("cp1257", letters) for letters in (_LATVIAN, _LITHUANIAN, _ESTONIAN)),
    *((name, _CYRILLIC) for name in ("cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")),
    ("cp1253", _GREEK),
    ("cp1255", _HEBREW),
    ("cp1256", _ARABIC),
    ("mac-roman", _WESTERN),
    ("cp437", "éèàùâêîôûçëïüäößñáíóúåæÉÇÄÖÜ"),
)
_RANKED = frozenset([_CYRILLIC, _GREEK, _HEBREW, _ARABIC])
_FALL = 10
_USUAL_RANK = 0.45
_MOST_RANK = 1.3
_SIMPLIFIED = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政"
    "美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员"
)
_TRADITIONAL = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡"
    "用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實"
    "日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政"
    "美相見被利什二等產或新己制身果加西月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解"
)
_KANA = "".join(map(chr, range(0x3041, 0x30FF)))
_HANGUL = "".join(map(chr, range(0xAC00, 0xD7A4)))
#: East Asian encodings, and the signs of which their texts hold a good share.
_EASTERN: tuple[tuple[str, str], ...] = (
    ("cp932", _KANA),
    ("euc_jp", _KANA),
    ("gb18030", _SIMPLIFIED),
    ("big5", _TRADITIONAL),
    ("euc_kr", _HANGUL),
)
_SHARES = {"cp932": 0.3, "euc_jp": 0.3, "gb18030": 0.2, "big5": 0.2, "euc_kr": 0.8}
_EASTERN_SIGNS = "、。，「」『』（）！？：；・…―　〜"
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
    found = _as_named(data, name, named) if named else _escaped(data) or _unicode(data) or _guessed(data, name)
    if is_binary(found.text):
        raise Refused(problem("IMP-003", file=name, kind="binary data (it holds signs that no text has)", form="text"))
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
    for mark, encoding in BYTE_ORDER_MARKS:
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
    if len(data) % 2 == 0 and any(unit in data for unit in (b"\n\0", b"\0\n", b"\0 ", b" \0")):
        found = [one for one in (_strict(data, "utf-16-le"), _strict(data, "utf-16-be")) if one is not None]
        return next((one for one in found if _is_in_one_script(one.text)), None)
    return None


def _is_in_one_script(text: str) -> bool:
    """Whether nearly all letters are of one script, and blanks part the words: a wrong order of bytes mixes scripts."""
    scripts = Counter(unicodedata.name(c, "?").partition(" ")[0] for c in text[:4096] if not c.isspace())
    letters = Counter({name: count for name, count in scripts.items() if name in _SCRIPTS})
    total = sum(scripts.values())
    return bool(letters) and letters.most_common(1)[0][1] > total * 0.7 and text.count(" ") * 50 > len(text)


_SCRIPTS = frozenset(["LATIN", "CYRILLIC", "GREEK", "HEBREW", "ARABIC", "ARMENIAN", "GEORGIAN", "DEVANAGARI"])


def _guessed(data: bytes, name: str) -> Decoded:
    _refuse_damaged(data, name)
    found = likeliest(data)
    if found is None:
        raise Refused(problem("IMP-004", file=name, reason="its encoding could not be told from its letters"))
    return found


def likeliest(data: bytes) -> Decoded | None:
    """The text of ``data``, which is not in Unicode, in the encoding that fits best; ``None`` if none fits."""
    if (eastern := _eastern(data)) is not None:
        return eastern
    scores: dict[str, float] = {}
    for encoding, usual in _CANDIDATES:
        scores[encoding] = max(scores.get(encoding, 0.0), _score(data, encoding, usual))
    best = max(scores, key=lambda encoding: scores[encoding])
    if b"\0" in data or scores[best] < _ENOUGH or not _has_blanks(data):
        return None
    return Decoded(data.decode(best), best, guessed=True)


def _escaped(data: bytes) -> Decoded | None:
    """Japanese as it is sent by mail: ASCII, with signs that switch."""
    found = _strict(data, "iso2022_jp") if b"\x1b$" in data and max(data) < 0x80 else None
    return Decoded(found.text, found.encoding, guessed=True) if found is not None else None


def _eastern(data: bytes) -> Decoded | None:
    """A text in an East Asian encoding: its bytes must all make signs, and a share of these must be frequent ones."""
    best: tuple[float, Decoded] | None = None
    for encoding, frequent in _EASTERN:
        found = _strict(data, encoding)
        signs = [c for c in found.text if c > "\x7f" and c not in _EASTERN_SIGNS] if found is not None else []
        share = sum(c in frequent for c in signs) / len(signs) if signs else 0.0
        if found is not None and share >= _SHARES[encoding] and (best is None or share > best[0]):
            best = share, Decoded(found.text, encoding, guessed=True)
    return best[1] if best else None


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
    known = {c for one in usual + _SIGNS for c in (one, one.upper())}
    likely = sum(count for c, count in found.items() if c in known)
    rank = _rank(found, usual) if usual in _RANKED else 1.0
    return likely / total * rank * (1 - _odd_share(text)) if total else 0.0


def _rank(found: Counter[str], usual: str) -> float:
    """Whether the letters that are frequent in the text are so in the language: about 1 if they are, less if not."""
    ranks = {letter: exp(-at / _FALL) for at, letter in enumerate(usual)}
    letters = {c.lower(): 0 for c in found if c.isalpha()}
    for c, count in found.items():
        if c.isalpha():
            letters[c.lower()] += count
    total = sum(letters.values())
    mean = sum(ranks.get(c, 0.0) * count for c, count in letters.items()) / total if total else 0.0
    return min(_MOST_RANK, mean / _USUAL_RANK)


def _odd_share(text: str) -> float:
    """How many words have capitals behind small letters, which is what the wrong Cyrillic encoding gives."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 2 and not word.isascii()]
    odd = sum(any(b.isupper() and a.islower() for a, b in pairwise(word)) for word in words)
    mixed = sum((word[:1].islower() and word[1:].isupper()) or _mixes_scripts(word) for word in words)
    return min(1.0, (odd + mixed) / len(words)) if words else 0.0


def _mixes_scripts(word: str) -> bool:
    scripts = {unicodedata.name(c, "?").partition(" ")[0] for c in word}
    return len(scripts & {"LATIN", "GREEK", "CYRILLIC"}) > 1
