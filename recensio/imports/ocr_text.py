"""A text as the OCR report reads it: lines, the words on them, and how often the text itself has each word."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

APOSTROPHES = "'’ʼ"
_CHUNK = re.compile(r"\S+")
_WORD = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}][^\W\d_]+)*")
_HEAD = "([{<\"'“”„‟‘’‚«»‹›¿¡*†‡§-–—…"
_TAIL = ")]}>\"'“”„‟‘’‚«»‹›.,;:!?*†‡-–—…⁰¹²³⁴⁵⁶⁷⁸⁹"
LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Token:
    """What stands between two blanks: ``head`` and ``tail`` are its punctuation, ``core`` is what is left.

    ``line`` counts from 1, ``column`` (of the head) from 0; ``number`` is its place among all tokens of the text.
    """

    number: int
    line: int
    column: int
    head: str
    core: str
    tail: str

    @property
    def text(self) -> str:
        """All of it, as printed."""
        return self.head + self.core + self.tail

    @property
    def start(self) -> int:
        """The column of the core."""
        return self.column + len(self.head)

    @property
    def end(self) -> int:
        """The column behind the tail."""
        return self.column + len(self.head) + len(self.core) + len(self.tail)


class Printed:
    """A text, cut into lines and tokens, and its own vocabulary."""

    def __init__(self, text: str) -> None:
        """Cut ``text`` at line feeds (a carriage return before one belongs to the end of the line)."""
        self.lines = tuple(line.removesuffix("\r") for line in text.split("\n"))
        self.tokens = tuple(self._tokens())

    def _tokens(self) -> Iterator[Token]:
        number = 0
        for line, content in enumerate(self.lines, start=1):
            for chunk in _CHUNK.finditer(content):
                yield _token(number, line, chunk.start(), chunk[0])
                number += 1

    @cached_property
    def by_line(self) -> dict[int, list[Token]]:
        """The tokens of each line that has any."""
        lines: dict[int, list[Token]] = {}
        for token in self.tokens:
            lines.setdefault(token.line, []).append(token)
        return lines

    def after(self, token: Token, steps: int = 1) -> Token | None:
        """The token ``steps`` after this one (before it, if negative); ``None`` beyond the text."""
        at = token.number + steps
        return self.tokens[at] if 0 <= at < len(self.tokens) else None

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each word stands in the text, without regard to capitals."""
        return Counter(fold(word) for word in self._words)

    @cached_property
    def forms(self) -> Counter[str]:
        """How often each word stands in the text exactly so."""
        return Counter(self._words)

    @cached_property
    def capitals(self) -> Counter[str]:
        """How often each word stands in the text with a capital, as printed."""
        return Counter(plain(word) for word in self._words if word[:1].isupper())

    @cached_property
    def compounds(self) -> Counter[str]:
        """How often each word with a hyphen in it stands in the text."""
        found = (fold(t.core) for t in self.tokens if "-" in t.core)
        return Counter(found)

    @cached_property
    def pairs(self) -> Counter[tuple[str, str]]:
        """How often two words stand side by side."""
        return Counter(zip((fold(t.core) for t in self.tokens), (fold(t.core) for t in self.tokens[1:]), strict=False))

    @cached_property
    def width(self) -> int:
        """How long a full line is: nine of ten lines that have words are not longer."""
        lengths = sorted(len(line.rstrip()) for line in self.lines if line.strip())
        return lengths[int(len(lengths) * 0.9)] if lengths else 0

    @cached_property
    def _words(self) -> tuple[str, ...]:
        """The words of the tokens that hold nothing but words and hyphens."""
        parts = (part for token in self.tokens for part in re.split(r"[-–—]+", token.core))
        return tuple(part for part in parts if _WORD.fullmatch(part))

    @cached_property
    def size(self) -> int:
        """The number of words, at least one."""
        return max(1, sum(1 for t in self.tokens if LETTERS.search(t.core)))


def _token(number: int, line: int, column: int, chunk: str) -> Token:
    start, end = 0, len(chunk)
    while start < end and chunk[start] in _HEAD:
        start += 1
    while end > start and chunk[end - 1] in _TAIL:
        end -= 1
    return Token(number, line, column, chunk[:start], chunk[start:end], chunk[end:])


def plain(word: str) -> str:
    """``word`` in composed form, with straight apostrophes and without ``ſ``."""
    word = unicodedata.normalize("NFC", word)
    return word.replace("’", "'").replace("ʼ", "'").replace("ſ", "s")


def fold(word: str) -> str:
    """``word`` as it is looked up: :func:`plain`, in small letters."""
    return plain(word).lower()


def is_word(core: str) -> bool:
    """True if ``core`` is letters, with apostrophes between them."""
    return _WORD.fullmatch(core) is not None
