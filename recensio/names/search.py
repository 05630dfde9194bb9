"""Which names of the registers stand in a stretch of text: the longest at each place, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from recensio.names.flow import BARRIER
from recensio.names.forms import Word, fits, gap_fits
from recensio.names.registers import Entry, Known, Registers
from recensio.names.vocabulary import particles, titles

_PERSON = frozenset(("person",))
_APOSTROPHES = ("'", "’", "ʼ", "‘", "′", "`")
_ENGLISH_TAILS = frozenset(("s", "d", "ll", "ve", "re"))


class Doubt(StrEnum):
    """Why a name was found, but not tagged."""

    SEVERAL = "several entries have this name"
    ANOTHER = "it may be part of another name"
    ACROSS = "no element can hold just this: it begins in one and ends in another, or stands in a CDATA section"


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a stretch, from ``start`` to ``end``, and as words; several ``entries`` have it equally."""

    start: int
    end: int
    first: int
    past: int
    entries: tuple[Entry, ...]
    listed: bool
    doubt: Doubt | None = None


def names_in(text: str, words: Sequence[Word], registers: Registers, language: str) -> list[Found]:
    """The names in a text, from left to right; none within another."""
    keys = [word.key for word in words]
    met: list[Found] = []
    at = 0
    while at < len(words):
        known = _longest(text, words, keys, at, registers)
        if known:
            met.append(_found(text, words, at, known))
        at = met[-1].past if known else at + 1
    joined = _joined(text, words, met)
    taken = frozenset(n for one in joined for n in range(one.first, one.past))
    return [_doubted(text, words, one, taken, language) for one in joined]


def _joined(text: str, words: Sequence[Word], met: Sequence[Found]) -> list[Found]:
    """Two forms of one person's name side by side are one name: ``Ilyich`` and ``Lenin``."""
    done: list[Found] = []
    for one in met:
        last = done[-1] if done else None
        beside = last is not None and last.past == one.first and _touch(text, words[one.first - 1], words[one.first])
        if last is not None and beside and last.entries == one.entries and one.entries[0].element in _PERSON:
            done[-1] = Found(last.start, one.end, last.first, one.past, one.entries, False)
        else:
            done.append(one)
    return done


def _longest(text: str, words: Sequence[Word], keys: list[str], at: int, registers: Registers) -> list[Known]:
    forms = registers.starting_with(keys[at])
    if not forms or not _starts_name(text, words, at):
        return []
    sizes = sorted({len(form) for form in forms}, reverse=True)
    for size in sizes:
        row = forms.get(tuple(keys[at : at + size]), [])
        fitting = [known for known in row if _fits(text, words, at, known)]
        if fitting:
            return fitting
    return []


def _starts_name(text: str, words: Sequence[Word], at: int) -> bool:
    """False behind an ``O'`` or the like, which belongs to the name, and where something in tags touches the word."""
    before = text[max(0, words[at].start - 2) : words[at].start]
    if before.endswith(BARRIER) or (before[-1:] in _APOSTROPHES and before[:1] == BARRIER):
        return False
    if not at or words[at].gap != "'" or words[at].start != words[at - 1].end + 1:
        return True
    return not (words[at - 1].is_capital and len(words[at - 1].text) < 3)


def _fits(text: str, words: Sequence[Word], at: int, known: Known) -> bool:
    here = words[at : at + len(known.words)]
    pairs = list(zip(known.words, here, strict=True))
    if not all(fits(form.text, word.text) for form, word in pairs) or not _same_capitals(pairs):
        return False
    gaps = zip(pairs[1:], here, strict=False)
    if not all(gap_fits(form.gap, word.gap, before.text) for (form, word), before in gaps):
        return False
    end = here[-1].end
    tail = known.tail.rstrip(".")
    return text.startswith(tail, end) and _ends_word(text, words, at + len(here), end)


def _same_capitals(pairs: list[tuple[Word, Word]]) -> bool:
    """A name in capitals is so as a whole, but for its small words."""
    shouted = [word.text.isupper() and not form.text.isupper() and len(word.text) > 1 for form, word in pairs]
    return all(shouted) or not any(shouted)


def _ends_word(text: str, words: Sequence[Word], past: int, end: int) -> bool:
    """False where an apostrophe and letters follow that are no ending: ``O'Hara`` is not ``O``."""
    behind = text[end : end + 2]
    if behind[:1] == BARRIER or (behind[:1] in _APOSTROPHES and behind[1:] == BARRIER):
        return False
    if past >= len(words) or words[past].gap != "'" or words[past].start != end + 1:
        return True
    return words[past].key in _ENGLISH_TAILS


def _found(text: str, words: Sequence[Word], at: int, known: list[Known]) -> Found:
    listed = [one for one in known if one.listed]
    best = listed or known
    entries = tuple(dict.fromkeys(one.entry for one in best))
    past = at + len(best[0].words)
    end = words[past - 1].end
    tail = next((one.tail for one in best if text.startswith(one.tail, end)), best[0].tail.rstrip("."))
    return Found(words[at].start, end + len(tail), at, past, entries, bool(listed))


def _doubted(text: str, words: Sequence[Word], found: Found, taken: frozenset[int], language: str) -> Found:
    """The name with what is doubtful about it."""
    if len(found.entries) > 1:
        return replace(found, doubt=Doubt.SEVERAL)
    person = found.past - found.first == 1 and found.entries[0].element in _PERSON
    if person and _is_part(text, words, found.first, taken, language):
        return replace(found, doubt=Doubt.ANOTHER)
    return found


def _is_part(text: str, words: Sequence[Word], at: int, taken: frozenset[int], language: str) -> bool:
    """True if a surname stands beside another word with a capital that may be somebody else's name."""
    if language.partition("-")[0] == "de" or words[at].text.isupper():
        return False  # nouns, and headings, have capitals anyhow
    return (at - 1 not in taken and _follows_name(text, words, at)) or (
        at + 1 not in taken and _leads_name(text, words, at)
    )


def _follows_name(text: str, words: Sequence[Word], at: int) -> bool:
    return at > 0 and _may_name(text, words, at - 1) and _touch(text, words[at - 1], words[at])


def _leads_name(text: str, words: Sequence[Word], at: int) -> bool:
    after = words[at + 1] if at + 1 < len(words) else None
    return after is not None and after.is_capital and len(after.text) > 1 and _touch(text, words[at], after)


def _touch(text: str, first: Word, second: Word) -> bool:
    between = text[first.end : second.start]
    return between.isspace() and BARRIER not in between


def _may_name(text: str, words: Sequence[Word], at: int) -> bool:
    """True for a word with a capital that is no title, and does not begin a sentence."""
    word = words[at]
    if not word.is_capital or word.key in titles() or word.key in particles():
        return False
    return not begins_sentence(text, words, at) or (len(word.text) == 1 and word.text != "I")


def begins_sentence(text: str, words: Sequence[Word], at: int) -> bool:
    """True if the word stands at the start of the text, or behind the end of a sentence."""
    gap = words[at].gap.rstrip("\"'“”‘’«»„([{—–-")
    if at == 0 and BARRIER not in gap:
        return True
    if not gap.endswith((".", "!", "?", ":", "…")):
        return False
    if at == 0:
        return True
    before = words[at - 1]
    short = gap == "." and (before.key in titles() or (len(before.text) == 1 and before.is_capital))
    return not short
