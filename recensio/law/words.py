"""What a word is, and the words of a plain text.

Texts are compared as one line of words with a space between them (:class:`Words`): two texts of a million words
are equal or not in a moment, and no object is kept for each word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

_SEPARATING = ("P", "S", "Z", "Cc")
_SKIPPED = "Cf"
_FEW = 60


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order; ``line`` holds them with one space between."""

    line: str

    @classmethod
    def of(cls, words: Iterable[str]) -> Words:
        """The words given, which must be words already (see :func:`words_of_text`)."""
        return cls(" ".join(words))

    def __len__(self) -> int:
        """How many words."""
        return self.line.count(" ") + 1 if self.line else 0

    def __iter__(self) -> Iterator[str]:
        """The words one by one."""
        return iter(self.line.split())


def words_of_text(text: str) -> Words:
    """The words of ``text``: runs of whatever is no punctuation, symbol, space or control character, in NFC.

    Format characters (soft hyphen, joiners, direction marks …) and noncharacters neither make nor end a word.
    """
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    table = {c: to for c in set(composed) if (to := _instead(c)) != c}
    return Words(unicodedata.normalize("NFC", " ".join(_replaced(composed, table).split())))


def _replaced(text: str, table: Mapping[str, str]) -> str:
    """``text`` with characters replaced. Few characters are replaced faster one by one, each in one pass in C."""
    if len(table) > _FEW:
        return text.translate({ord(character): to for character, to in table.items()})
    for character, to in table.items():
        text = text.replace(character, to)
    return text


@cache
def _instead(character: str) -> str:
    """What stands in the line of words for ``character``: itself, a space or nothing."""
    category = unicodedata.category(character)
    if category == _SKIPPED or _is_noncharacter(ord(character)):
        return ""
    return " " if category.startswith(_SEPARATING) else character


def _is_noncharacter(point: int) -> bool:
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE
