"""Whether words stand in a PDF in order, with other matter between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from recensio.law.printed import Printed

_REACH = 3000  # tokens: how far behind a hyphen a word may go on (over the foot of a page and the head of the next)


class Sought:
    """A PDF to look for words in.

    A word matches a token, or tokens that follow one another and give it when put together (spaced letters, a hyphen
    at the end of a line, and behind a hyphen the rest of the word after other matter), or the beginning of a token
    that holds several words of the source. Right-to-left lines give their words in any order.
    """

    def __init__(self, printed: Printed) -> None:
        self.tokens = printed.tokens
        self.pages = printed.pages
        self._joints = printed.joints
        self._lines = printed.lines

    def first_absent(self, words: Sequence[str]) -> int | None:
        """The first of ``words`` that cannot be found in order; ``None`` if all are found.

        Each word is taken where it ends first, so if there is any way to find all in order it is found.
        """
        tokens = self.tokens
        lines = {at: Counter(line) for at, line in self._lines.items()}
        place = index = 0
        while index < len(words):
            if place < len(tokens) and tokens[place] == words[index]:
                place, index = place + 1, index + 1
                continue
            found = self._find(words, index, place, lines)
            if found is None:
                return index
            place, index = found
        return None
