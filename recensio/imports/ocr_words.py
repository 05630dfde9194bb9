"""Which words there are: the text's own evidence, lists that the project keeps, and a dictionary where there is one.

The dictionaries are those of pyspellchecker (English, German, French, Spanish, Italian, Portuguese, Dutch, Latvian,
Basque, Russian) or wordfreq (some forty languages). Neither is asked for: without them, or in another language, the
text's own words are the only evidence, and less is found.
"""

from __future__ import annotations

import importlib
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache, cached_property
from importlib import resources
from math import log10

from recensio.imports.ocr_text import Printed, fold


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of ``ocr_lists.toml``."""
    lists = tomllib.loads((resources.files("recensio.imports") / "ocr_lists.toml").read_text(encoding="utf-8"))
    return frozenset(lists[name].split())


#: A word that the text has this often is one, whatever a dictionary says.
OFTEN = 3
_TWICE = 2
_EIGHT = 8
_ENGLISH_ENDINGS = (
    ("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ises", "izes"), ("ise", "ize"), ("ysed", "yzed"),
    ("our", "or"), ("oured", "ored"), ("ours", "ors"), ("oural", "oral"), ("tre", "ter"), ("tres", "ters"),
    ("ence", "ense"), ("lled", "led"), ("lling", "ling"), ("mme", "m"), ("mmes", "ms"),
)  # fmt: skip
_ENGLISH_SUFFIXES = tuple(sorted(word_list("suffixes")))  # fmt: skip
#: What may stand before an English word, with a hyphen or without.
PREFIXES = tuple(sorted(word_list("prefixes")))  # fmt: skip
#: Words that a point follows inside a sentence, in several languages.
ABBREVIATIONS = word_list("abbreviations")
_SHORTEST_STEM = 4
_ANOTHER_LANGUAGE = 0.3
_THREE_LETTERS = dict(pair.split("=") for pair in sorted(word_list("codes")))
_FREQUENT = 2.0  # per million


class Words:
    """How often a word is used, in uses per million: 0.0 for one that nobody knows."""

    def __init__(self, text: Printed, language: str, extra: Collection[str] = ()) -> None:
        """For ``text`` in ``language`` (``en``, ``en-GB`` …). ``extra`` are words that are right: names, say."""
        self._text = text
        self.language = _short(language)
        self._dictionary = dictionary(self.language)
        self._extra = frozenset(fold(part) for word in extra for part in re.split(r"[\s\-–]+", word) if part)
        self.strangeness = self._strange()
        if self.strangeness > _ANOTHER_LANGUAGE:
            self._dictionary = {}

    def _strange(self) -> float:
        """The share of the text's words that the dictionary lacks; 0.0 without a dictionary."""
        counts = self._text.counts
        known = sum(count for word, count in counts.items() if self.lists(word))
        return 1 - known / max(1, counts.total()) if self._dictionary else 0.0

    @property
    def has_dictionary(self) -> bool:
        """True if there is a dictionary of the language."""
        return bool(self._dictionary)

    def in_dictionary(self, word: str) -> float:
        """Uses per million in the language, by the dictionary."""
        return self._dictionary.get(fold(word), 0.0)

    def in_text(self, word: str) -> int:
        """How often the text has the word."""
        return self._text.counts[fold(word)]

    def use(self, word: str, *, without: int = 0) -> float:
        """Uses per million: the dictionary's or the text's, whichever is more. ``without`` uses are not counted."""
        own = max(0, self.in_text(word) - without)
        in_text = own * 1e6 / max(self._text.size, 20_000) if own >= _TWICE or self._dictionary == {} else 0.0
        listed = 5.0 if fold(word) in self._extra else 0.0
        return max(self.in_dictionary(word), in_text, listed)

    def stands_out(self, word: str) -> bool:
        """True if the text has the word so often that, without a dictionary, it can be what another was meant to be."""
        return self.in_text(word) >= _EIGHT

    def weight(self, word: str, *, without: int = 0) -> float:
        """The logarithm of :meth:`use`, for words that compete: -2 is the least."""
        return log10(max(self.use(word, without=without), 0.01))

    @property
    def pairs(self) -> Counter[tuple[str, str]]:
        """How often two words stand side by side in the text."""
        return self._text.pairs

    def only_with_capital(self, word: str) -> bool:
        """True if the text has the word, and never without a capital, and no dictionary has it."""
        count = self._text.capitals[word[:1].upper() + word[1:]]
        return count > 0 and count == self.in_text(word) and not self.in_dictionary(word)

    def knows(self, word: str) -> bool:
        """True if the word is one: in the dictionary, in a list, often in the text, or made of such words."""
        folded = fold(word)
        return self.lists(folded) or self.in_text(folded) >= OFTEN or self._is_made_of_known(folded)

    def lists(self, word: str) -> bool:
        """True if a dictionary or a list has the word, whatever the text has."""
        folded = fold(word)
        return folded in self._extra or any(form in self._dictionary for form in _bare(folded, self.language))

    def _is_made_of_known(self, word: str) -> bool:
        if "-" in word:
            return all(self.knows(part) for part in word.split("-") if part)
        return any(self._is_stem(stem) for stem in _stems(word, self.language))

    def _is_stem(self, stem: str) -> bool:
        return len(stem) >= _SHORTEST_STEM and (
            self.in_dictionary(stem) >= _FREQUENT / 20 or stem in self._extra or self.in_text(stem) >= OFTEN
        )

    @cached_property
    def likely(self) -> frozenset[str]:
        """The words that may be meant by a damaged one."""
        own = {word for word, count in self._text.counts.items() if count >= _TWICE or not self._dictionary}
        return frozenset(own | self._dictionary.keys() | self._extra)

    @cached_property
    def by_length(self) -> Mapping[int, tuple[str, ...]]:
        """The words that may be meant, by their length."""
        lengths: dict[int, list[str]] = {}
        for word in sorted(self.likely):
            lengths.setdefault(len(word), []).append(word)
        return {length: tuple(words) for length, words in lengths.items()}

    @cached_property
    def alphabet(self) -> str:
        """The letters that words of the language are made of, by the text itself."""
        letters: dict[str, int] = {}
        for word, count in self._text.counts.items():
            for letter in word:
                letters[letter] = letters.get(letter, 0) + count
        least = sum(letters.values()) / 20_000
        return "".join(sorted(c for c, n in letters.items() if n >= least and c.isalpha()))


def _bare(word: str, language: str) -> tuple[str, ...]:
    """The forms under which a dictionary may have ``word``: without ``'s``, in American spelling."""
    forms = [word]
    if language == "en":
        if word.endswith(("'s", "s'")):
            forms.append(word[:-2].rstrip("'") if word.endswith("'s") else word[:-1])
        forms += [word[: -len(b)] + a for b, a in _ENGLISH_ENDINGS if word.endswith(b)]
        forms += [word.replace("isation", "ization"), word.replace("ise", "ize"), word.replace("our", "or")]
    elif "'" in word:
        left, _, right = word.rpartition("'")
        forms.append(left if len(right) < len(left) else right)
    return tuple(forms)


def _stems(word: str, language: str) -> tuple[str, ...]:
    """What is left of a word without a prefix or an ending that any word may take."""
    if language != "en":
        return ()
    stems = [word.removeprefix(p) for p in PREFIXES if word.startswith(p)]
    for ending in _ENGLISH_SUFFIXES:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            stems += [stem, stem + "e", stem + "y"]
    return tuple(stems)


@cache
def dictionary(language: str) -> Mapping[str, float]:
    """Uses per million of the words of ``language`` (``en``, ``ru`` …); empty where no dictionary is installed."""
    return _of_spellchecker(language) or _of_wordfreq(language)


def _short(language: str) -> str:
    """``language`` as two letters where there are two: ``eng`` and ``en-GB`` are ``en``."""
    code = language.partition("-")[0].lower()
    return _THREE_LETTERS.get(code, code)


def _of_spellchecker(language: str) -> Mapping[str, float]:
    if language == "ru":  # its Russian list has a twentieth of the forms
        return _of_wordfreq(language) or _spellchecker_list(language)
    return _spellchecker_list(language)


def _spellchecker_list(language: str) -> Mapping[str, float]:
    try:
        module = importlib.import_module("spellchecker")
        counts = module.SpellChecker(language=language).word_frequency.dictionary
    except (ImportError, ValueError, OSError):
        return {}
    total = sum(counts.values()) / 1e6
    return {word: count / total for word, count in counts.items()}


def _of_wordfreq(language: str) -> Mapping[str, float]:
    try:
        module = importlib.import_module("wordfreq")
        if language not in module.available_languages("best"):
            return {}
        uses = module.get_frequency_dict(language, "best")
    except (ImportError, LookupError, ValueError, OSError):
        return {}
    return {word: use * 1e6 for word, use in uses.items() if use >= 3e-8}
