"""Words, and how they are compared. ``search-words.js`` does the same in the browser; a test holds the two together."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_IDEOGRAPH = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
#: Signs that join or turn letters and are none themselves: a soft hyphen, joiners, marks of direction.
_UNSEEN = "\u00ad\u061c\u180e\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
#: Marks that are vowels or change a letter, in the scripts of India and its neighbours and in Kana; no Vedic accents.
_KEPT = (
    "\u0900-\u0950\u0955-\u109f\u1700-\u17ff\u1900-\u1aaf\u1b00-\u1ccf\u3099\u309a"
    "\ua800-\uabff\U00011000-\U00011fff"
)
#: Letters that transliterations write and readers don't type (ʾ ʿ ʼ), and what makes an Arabic word longer.
_DROPPED = re.compile("[\u02b9-\u02df\u0640]")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ",
     "ꝛ": "r", "ٱ": "ا"}
)  # fmt: skip
_LATIN = str.maketrans("vj", "ui")


_PLAIN = re.compile(r"[^\W_]+")


@cache
def _marks() -> str:
    """All signs that stand on letters."""
    return "".join(chr(n) for n in (*range(0x300, 0x20000), *range(0xE0100, 0xE01F0)) if _is_mark(chr(n)))


@cache
def _word() -> re.Pattern[str]:
    """A word: letters, numbers and the marks on them; of East Asian scripts each sign."""
    letter = rf"[^\W_{_IDEOGRAPH}]"
    return re.compile(rf"[{_IDEOGRAPH}]|{letter}+(?:[{re.escape(_marks())}{_UNSEEN}]+{letter}*)*")


@cache
def _special() -> frozenset[str]:
    """The signs for which ``_PLAIN`` is not enough. (It finds words several times faster.)"""
    more = re.compile(f"[{_IDEOGRAPH}{_UNSEEN}]")
    return frozenset(_marks()).union(char for n in range(0x10000) if more.match(char := chr(n)))


@cache
def _stripped() -> re.Pattern[str]:
    """What is no part of a word when it is compared."""
    return re.compile(f"[{re.escape(re.sub(f'[{_KEPT}]', '', _marks()))}{_UNSEEN}\\s]")


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


@lru_cache(maxsize=1 << 16)  # most words of an edition come again
def fold(word: str, *, latin: bool = False) -> str:
    """A word as it is compared: no accents, no case; ``latin``: u for v, i for j."""
    low = _stripped().sub("", unicodedata.normalize("NFKD", word)).lower().translate(_LETTERS)
    low = _DROPPED.sub("", low) or low
    return low.translate(_LATIN) if latin else low


def words_of(text: str) -> list[str]:
    """The words of ``text`` in the normal form NFC."""
    return (_PLAIN if _special().isdisjoint(text) else _word()).findall(text)


def nfc(text: str) -> str:
    """The text in the normal form in which it is cut into words."""
    return unicodedata.normalize("NFC", text)


def torn(left: str, right: str) -> tuple[str, str]:
    """The parts of the word that goes on from the one text into the other; empty ones if none does."""
    before, after = words_of(nfc(left)), words_of(nfc(right))
    if not before or not after or len(words_of(both := nfc(before[-1] + after[0]))) > 1:
        return "", ""
    goes_on = nfc(left).endswith(before[-1]) and nfc(right).startswith(after[0])
    return (before[-1], after[0]) if goes_on and both else ("", "")
