"""Which word is meant: a noisy channel from the words there are to what OCR made of them.

The method is that of Kernighan, Church and Gale (1990): each word that may be meant gets the probability of its use,
times the probability that it is misread in this way. The costs of misreadings are logarithms, set by hand from what
OCR of print confuses, and from nothing in any one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from recensio.imports.ocr_text import fold, is_word
from recensio.imports.ocr_words import Words

_WRONG_LETTER = 1.7
_LETTER_TOO_MUCH = 1.8
_LETTER_MISSING = 1.9
_DOUBLED = 0.9
_SIGN_TOO_MUCH = 0.5
_TILDE = 0.25
_SIGN_FOR_LETTER = 0.7
_SIGN_FOR_TWO = 1.3
_BENT_CAPITAL = 0.05
#: How much a step of cost weighs against a step of the logarithm of use.
COST = 2.2
_FEW = 400
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Meant:
    """A word that may be meant: the cost of reading it as printed, the logarithm of its weight, its probability."""

    word: str
    cost: float
    score: float
    chance: float


@cache
def _table() -> Mapping[str, tuple[tuple[str, float], ...]]:
    """By what is printed: what may be meant, and at what cost (``ocr_confusions.tsv``)."""
    table: dict[str, dict[str, float]] = {}
    rows = (resources.files("recensio.imports") / "ocr_confusions.tsv").read_text(encoding="utf-8").splitlines()
    for printed, meant, cost in (row.split("\t") for row in rows if row and not row.startswith("# ")):
        before = table.setdefault(printed, {}).get(meant, float(cost))
        table[printed][meant] = min(before, float(cost))
    return {printed: tuple(sorted(row.items())) for printed, row in table.items()}


def is_odd(char: str) -> bool:
    """True for a sign that is no letter, digit, apostrophe or hyphen."""
    return not (char.isalnum() or char in "'’-")


# --- Cost -------------------------------------------------------------------------------------------------------------


def cost(printed: str, word: str, limit: float = 6.0) -> float:
    """What it costs that ``word`` was read as ``printed``: 0.0 for the same; ``limit`` where it is that or more."""
    best = [[limit] * (len(word) + 1) for _ in range(len(printed) + 1)]
    best[0][0] = 0.0
    for i in range(len(printed) + 1):
        for j in range(len(word) + 1):
            here = best[i][j]
            if here < limit:
                for di, dj, step in _steps(printed, word, i, j):
                    best[i + di][j + dj] = min(best[i + di][j + dj], here + step)
    return best[-1][-1]


def _steps(printed: str, word: str, i: int, j: int) -> Iterator[tuple[int, int, float]]:
    """From letter ``i`` of what is printed and ``j`` of the word: how many of each one step takes, and its cost."""
    left, right = len(printed) - i, len(word) - j
    if left and right:
        yield 1, 1, _same(printed[i], word[j])
    if left:
        yield 1, 0, _too_much(printed, i)
        if is_odd(printed[i]) and right > 1:
            yield 1, 2, _SIGN_FOR_TWO
    if right:
        yield 0, 1, _DOUBLED if j and word[j] == word[j - 1] else _LETTER_MISSING
    for size in range(1, min(3, left) + 1):
        for meant, step in _table().get(printed[i : i + size], ()):
            if word.startswith(meant, j):
                yield size, len(meant), step


def _same(printed: str, meant: str) -> float:
    if printed == meant:
        return 0.0
    if printed.lower() == meant.lower():
        return _BENT_CAPITAL
    if printed == "~":
        return _TILDE
    return _SIGN_FOR_LETTER if is_odd(printed) else _WRONG_LETTER


def _too_much(printed: str, i: int) -> float:
    if is_odd(printed[i]) or printed[i] in "'’":
        return _SIGN_TOO_MUCH
    return _DOUBLED if i and printed[i] == printed[i - 1] else _LETTER_TOO_MUCH


# --- Candidates -------------------------------------------------------------------------------------------------------


def meant_by(
    printed: str, words: Words, *, before: str = "", after: str = "", doubt: float = -4.0, generic: bool = True
) -> tuple[Meant, ...]:
    """The words that ``printed`` may stand for, the likeliest first.

    ``before`` and ``after`` are its neighbours: a pair that the text has elsewhere is likelier. ``doubt`` is the
    logarithm of the weight of none being right. With ``generic``, any letter may be wrong, not only those that OCR
    confuses. What comes out is in small letters, unless the text has the word with a capital only.
    """
    if len(printed) > _LONGEST:
        return ()
    scored = []
    for word in _candidates(printed, words, generic=generic):
        price = min(cost(printed, word), cost(fold(printed), word))
        weight = words.weight(word) + _company(words, before, word, after)
        scored.append((weight - COST * price, price, word))
    scored.sort(key=lambda row: (-row[0], row[2]))
    return _chances(scored[:12], doubt)


def _company(words: Words, before: str, word: str, after: str) -> float:
    pairs = words.pairs
    with_before = bool(before) and pairs[fold(before), word] > 0
    with_after = bool(after) and pairs[word, fold(after)] > 0
    return 0.8 * with_before + 0.8 * with_after


def _chances(scored: list[tuple[float, float, str]], doubt: float) -> tuple[Meant, ...]:
    total = 10**doubt + sum(10**score for score, _, _ in scored)
    return tuple(Meant(word, price, score, 10**score / total) for score, price, word in scored)


def _candidates(printed: str, words: Words, *, generic: bool) -> Iterable[str]:
    lower = fold(printed)
    found = words.likely.intersection(_by_table(printed, 2 if generic else 1))
    if any(is_odd(char) or char.isdigit() for char in printed):
        found |= frozenset(_by_pattern(lower, words))
    elif generic and is_word(lower):
        found |= words.likely.intersection(_by_letter(lower, words.alphabet))
    return sorted(word for word in found if word != lower and words.use(word) > 0)


def _by_table(printed: str, depth: int) -> Iterator[str]:
    """All readings with at most ``depth`` confusions, in small letters."""
    seen = {printed, printed.lower()}
    ring = seen
    for _ in range(depth):
        ring = {word for one in ring for word in _replaced(one)} - seen
        seen = seen | ring
        if len(seen) > _FEW * 40:
            break
    return (word.lower() for word in seen)


def _replaced(word: str) -> Iterator[str]:
    for at in range(len(word)):
        for size in range(1, min(3, len(word) - at) + 1):
            for meant, _ in _table().get(word[at : at + size], ()):
                yield word[:at] + meant + word[at + size :]
        if (is_odd(word[at]) or word[at] in "'’") and len(word) > 1:
            yield word[:at] + word[at + 1 :]


def _by_letter(word: str, alphabet: str) -> Iterator[str]:
    """All words with one letter wrong, missing, too much, or in the wrong order."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from (head + letter + tail for letter in alphabet)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in alphabet)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def _by_pattern(printed: str, words: Words) -> Iterator[str]:
    """All words that leave the letters of ``printed`` as they are, but where signs or digits stand, and beside them."""
    marks = [not char.isalpha() and char not in "'’" for char in printed]
    if sum(not mark for mark in marks) < 2 and len(printed) > 2:
        return
    pattern = re.compile("".join(_pieces(printed, marks)))
    for length in range(max(1, len(printed) - 3), len(printed) + 2):
        yield from (word for word in words.by_length.get(length, ()) if pattern.fullmatch(word))


def _pieces(printed: str, marks: list[bool]) -> Iterator[str]:
    for at, char in enumerate(printed):
        beside = marks[max(0, at - 1) : at + 2]
        if marks[at]:
            yield ".{0,2}"
        elif any(beside) and char != printed[0]:
            yield f"(?:{re.escape(char)}|.?)"
        else:
            yield re.escape(char)


def cased_like(word: str, printed: str, words: Words) -> str:
    """``word`` with the capitals that it needs: where ``printed`` begins with one, or the text has no other form."""
    letters = [char for char in printed if char.isalpha()]
    if len(letters) > 2 and all(char.isupper() for char in letters):
        return word.upper()
    if (letters and letters[0].isupper() and printed[0] == letters[0]) or words.only_with_capital(word):
        return word[:1].upper() + word[1:]
    return word
