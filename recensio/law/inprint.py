"""Whether a text stands in a PDF: its base text in order, its notes and readings somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from recensio.law.compare import Comparison, Difference, difference
from recensio.law.embed import Sought
from recensio.law.printed import Printed, is_illegible, print_words
from recensio.law.words import Words


@dataclass(frozen=True, slots=True)
class InPrint:
    """What a PDF holds: the comparison of the base text, the first word out of its place, and words aside missing.

    ``illegible`` words of the base text cannot be looked for; they count as kept.
    """

    base: Comparison
    moved: Difference | None
    missing_aside: Counter[str]
    illegible: int


def compare_in_print(base: Words, aside: Counter[str], printed: Printed) -> InPrint:
    """Look for the words of a base text in order in a PDF, and for the words ``aside`` anywhere in it."""
    sought = Sought(printed)
    words = print_words(base.line)
    beside = _counted(aside)
    illegible = sum(is_illegible(word) for word in base if not word.isascii())
    if sought.first_absent(words) is None:
        missing = sought.too_few(Counter(words) + beside)
        return InPrint(Comparison(len(base), len(base)), None, missing, illegible)
    found = sought.misses(words, beside)
    ours = list(base)
    lost, moved = _own_words(ours, found.lost), _own_words(ours, found.moved)
    comparison = Comparison(len(ours), len(ours) - len(lost), _first(ours, lost))
    return InPrint(comparison, _first(ours, moved), Counter(), illegible)


def _first(words: list[str], places: list[int]) -> Difference | None:
    return difference(words, places[0], places[0], len(places)) if places else None


def _counted(words: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, times in words.items():
        for part in print_words(word):
            found[part] += times
    return found


def _own_words(words: list[str], parts: list[int]) -> list[int]:
    """The places of the words that the given parts (as :func:`print_words` divides them) belong to."""
    wanted = iter(parts)
    want = next(wanted, None)
    found: list[int] = []
    for index, part in _parts(words):
        if part == want:
            found.append(index)
            want = next(wanted, None)
    return sorted(set(found))


def _parts(words: list[str]) -> Iterator[tuple[int, int]]:
    count = 0
    for index, word in enumerate(words):
        for _ in print_words(word):
            yield index, count
            count += 1
