"""Whether a text stands in a PDF: its base text in order, its notes and readings somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from recensio.law.compare import Comparison, Difference, difference
from recensio.law.embed import Misses, Sought
from recensio.law.printed import Printed, is_doubtful, print_words
from recensio.law.words import Words


@dataclass(frozen=True, slots=True)
class InPrint:
    """What a PDF holds: the comparison of the base text, the first word out of its place, and words aside missing.

    ``unrecognised`` is the number of words that are not found, but might be there (see ``is_doubtful``); they count as
    kept.
    """

    base: Comparison
    moved: Difference | None
    missing_aside: Counter[str]
    unrecognised: int


def compare_in_print(base: Words, aside: Counter[str], printed: Printed) -> InPrint:
    """Look for the words of a base text in order in a PDF, and for the words ``aside`` anywhere in it."""
    every = print_words(base.line)
    words = [word for word in every if not is_doubtful(word)]
    doubtful = Counter(word for word in every if is_doubtful(word))
    beside = _in_print(aside)
    sought = Sought(printed, {*every, *beside})
    unrecognised = sought.too_few(doubtful).total()
    beside = Counter({word: times for word, times in beside.items() if not is_doubtful(word)})
    missing = sought.too_few(Counter(words) + beside)
    found = Misses([], []) if sought.first_absent(words) is None else sought.misses(words, beside)
    missing.subtract(Counter(words[at] for at in found.lost))
    missing_aside = +Counter({word: missing[word] for word in missing if word in beside})
    too_few = +Counter({word: missing[word] for word in missing if word not in beside})
    if not found.lost and not found.moved and not too_few:
        return InPrint(Comparison(len(base), len(base)), None, missing_aside, unrecognised)
    ours = list(base)
    gone = sorted({*found.lost, *_places_of(too_few, words)})
    lost, moved = _own_words(ours, gone), _own_words(ours, sorted({*found.moved} - {*gone}))
    comparison = Comparison(len(ours), len(ours) - len(lost), _first(ours, lost))
    return InPrint(comparison, _first(ours, moved), missing_aside, unrecognised)


def _places_of(too_few: Counter[str], words: list[str]) -> Iterator[int]:
    """Places of words of which there are too few; which of them it is that is lost is not known: the last."""
    left = Counter(too_few)
    for at in range(len(words) - 1, -1, -1):
        if left[words[at]] > 0:
            left[words[at]] -= 1
            yield at


def _first(words: list[str], places: list[int]) -> Difference | None:
    return difference(words, places[0], places[0], len(places)) if places else None


def _in_print(words: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, times in words.items():
        for part in print_words(word):
            found[part] += times
    return found


def _own_words(words: list[str], parts: list[int]) -> list[int]:
    """The places of the words that the given parts (as :func:`print_words` divides them) belong to."""
    divided = ((index, part) for index, word in enumerate(words) for part in print_words(word))
    owners = [index for index, part in divided if not is_doubtful(part)]
    return sorted({owners[part] for part in parts})
