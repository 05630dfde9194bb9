"""The forms of a name: cut into words, compared with regard to capitals, derived from what a register lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0730-\u074a"
    "\u0900-\u0903\u093a-\u094f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
)
_WORD = re.compile(rf"[^\W_](?:[{_MARKS}\u00ad]|[^\W_]|[-‐‑](?=[^\W_]))*")
_APOSTROPHES = str.maketrans("’ʼ‘′`", "'''''")
_HYPHENS = re.compile("[-‐‑\u00ad]")
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands; ``gap`` is what stands between it and the word before, without white space."""

    text: str
    start: int
    end: int
    gap: str

    @property
    def key(self) -> str:
        """The word without regard to capitals and hyphens."""
        return _HYPHENS.sub("", unicodedata.normalize("NFC", self.text)).casefold()

    @property
    def is_capital(self) -> bool:
        """True if it begins with a capital."""
        return self.text[0].isupper() or self.text[0].istitle()


def words_of(text: str) -> list[Word]:
    """The words of a text. Hyphens belong to a word, apostrophes and points do not."""
    words: list[Word] = []
    before = 0
    for found in _WORD.finditer(text):
        gap = "".join(text[before : found.start()].split()).translate(_APOSTROPHES)
        if before and not gap and text[before : found.start()] == "":
            gap = "\u2060"  # they touch: letters of scripts that our pattern parts
        words.append(Word(found[0], found.start(), found.end(), gap))
        before = found.end()
    return words


def fits(form: str, text: str) -> bool:
    """True if a word of the text is that of a form: to the letter, in capitals, or with a capital for a small one."""
    one, other = (_HYPHENS.sub("", unicodedata.normalize("NFC", word)) for word in (form, text))
    if one == other:
        return True
    if other.isupper() and len(other) > 1:
        return not one.isupper()
    return one[0].islower() and other[0].isupper() and one[1:] == other[1:]


def gap_fits(form: str, text: str, before: str) -> bool:
    """True if what stands between two words of the text may stand in the form; points of abbreviations may differ."""
    if form == text:
        return True
    return form.replace(".", "") == text.replace(".", "") and (text.count(".") <= form.count(".") or _is_short(before))


def _is_short(word: str) -> bool:
    return len(word) <= _SHORT and word[0].isupper()


# --- Derived forms ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Form:
    """A name as words. ``listed``: it stands so in a register; else it was derived from what does."""

    text: str
    listed: bool


def forms_of_person(name: str, surname: str = "", forenames: str = "", link: str = "") -> Iterator[Form]:
    """The forms of a personal name: itself; ``Karl Marx`` of ``Marx, Karl``; the surname; initials and surname."""
    yield Form(name, True)
    if not surname and "," in name:
        surname, _, forenames = (part.strip() for part in name.partition(","))
    if not surname or re.search(r"[\d()\[\]]", surname + forenames):
        return
    full = " ".join(part for part in (link, surname) if part)
    given = forenames.split()
    if given:
        initials = [word[0] for word in given if word[0].isupper()]
        yield from (Form(f"{first} {full}", False) for first in _given(given, initials))
    yield Form(full, False)


def _given(given: list[str], initials: list[str]) -> Iterator[str]:
    yield " ".join(given)
    if len(given) > 1:
        yield given[0]
    if initials:
        yield ". ".join(initials) + "."
        yield "".join(initials)
        yield f"{given[0]} " + ". ".join(initials[1:]) + "." if len(initials) > 1 else initials[0] + "."
