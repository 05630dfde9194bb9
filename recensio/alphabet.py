"""The order of an alphabetical list: accents count only between names that are alike without them, case does not count,
signs do not; each language keeps the letters that it counts as its own, and passes over its articles before a title."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

#: Letters that Unicode does not take apart, as they are sorted.
_WHOLE: Mapping[str, str] = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n", "ς": "σ",
    "ʹ": "", "ʼ": "", "ꝑ": "p",
}  # fmt: skip
#: Letters of a language with a place of their own: behind which other letter they stand.
_OWN: Mapping[str, Mapping[str, str]] = {
    "es": {"ñ": "n"},
    "ru": {"й": "и", "ё": "е"},
}
#: Articles that are passed over at the beginning of a title, by language; one with an apostrophe needs no blank.
_ARTICLES: Mapping[str, tuple[str, ...]] = {
    "ca": ("el", "la", "els", "les", "un", "una", "l'"),
    "de": ("der", "die", "das", "ein", "eine", "des", "dem", "den", "einer", "eines"),
    "en": ("the", "a", "an"),
    "es": ("el", "la", "los", "las", "lo", "un", "una", "unos", "unas"),
    "fr": ("le", "la", "les", "un", "une", "des", "l'"),
    "it": ("il", "lo", "la", "i", "gli", "le", "un", "uno", "una", "l'", "un'"),
    "nl": ("de", "het", "een", "'t"),
    "pt": ("o", "a", "os", "as", "um", "uma"),
}
_OPENING = "\"'“”„‘’«»‹›([¿¡ "


def without_article(title: str, language: str) -> str:
    """A title from its first word that is not an article of ``language`` (a language tag), signs before it dropped.

    A title that is an article and nothing else keeps it.
    """
    bare = title.lstrip(_OPENING)
    folded = bare.casefold().replace("’", "'")
    for article in _ARTICLES.get(language.split("-")[0].lower(), ()):
        start = article if article.endswith("'") else f"{article} "
        if folded.startswith(start) and (rest := bare[len(start) :].lstrip(_OPENING)):
            return rest
    return bare or title


def sort_key(name: str, language: str = "") -> tuple[str, str, str]:
    """A key by which ``name`` is put in order among names in an edition of ``language``."""
    base = "".join(_base(c, language) for c in unicodedata.normalize("NFC", name.casefold()))
    return " ".join(base.split()), unicodedata.normalize("NFD", name.casefold()), name


def letter(name: str, language: str = "") -> str:
    """The letter under which a name stands; ``#`` for numbers and names that begin with none."""
    for char in unicodedata.normalize("NFC", name.casefold()):
        if char in _OWN.get(language, {}) and char != "ё":
            return char.upper()
        base = _base(char, language).strip()
        if base:
            return base[0].upper() if base[0].isalpha() else "#"
    return "#"


@cache
def _base(char: str, language: str) -> str:
    """A character as it is compared: its letters, a blank for a blank or a hyphen, nothing for other signs."""
    behind = _OWN.get(language, {}).get(char)
    if behind is not None:
        return behind + "\U0010fffd"
    if char in _WHOLE:
        return _WHOLE[char]
    letters = (c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c)[0] in "LN")
    return "".join(letters) or (" " if char.isspace() or unicodedata.category(char) == "Pd" else "")
