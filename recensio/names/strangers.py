"""What looks like a name and is in no register: words with capitals inside sentences, titles and surnames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from recensio.names.forms import Word
from recensio.names.search import Found, begins_sentence
from recensio.names.vocabulary import links, nobody, openers, particles, titles

_NOUNS_HAVE_CAPITALS = frozenset(("de", "lb", "nds", "gsw", "bar"))
_PLACES = 3
_LONGEST = 8
_RARELY = 10
_SHORT = 4


@dataclass(slots=True)
class Stranger:
    """Words that may be a name: how often they stand there, and where first. ``titled``: behind a title."""

    text: str
    count: int = 0
    titled: bool = False
    places: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stretched:
    """A stretch that was searched: its text, words, the names found, where each character stands in the file."""

    text: str
    words: Sequence[Word]
    found: Sequence[Found]
    offsets: Sequence[int]
    language: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Words with capitals, one behind the other, from ``first`` to before ``past``."""

    first: int
    past: int
    titled: bool
    opens: bool


def strangers(searched: Iterable[Stretched]) -> list[Stranger]:
    """All that looks like a name and is in no register, the most frequent first."""
    stretches = list(searched)
    small = Counter(word.key for one in stretches for word in one.words if not word.is_capital)
    met: dict[str, Stranger] = {}
    for stretch in stretches:
        for run in _runs(stretch, small):
            _count(met, stretch, run)
    known = [one for one in met.values() if not _is_usually_small(one, small)]
    _count_openings({one.text: one for one in known}, stretches, small)
    return sorted(known, key=lambda s: (-s.count, s.text))


def _is_usually_small(stranger: Stranger, small: Counter[str]) -> bool:
    """True for a word like ``The``: with a capital by chance, in a title or behind a quotation mark."""
    key = stranger.text.casefold()
    return not stranger.titled and small[key] > (_RARELY if len(key) > _SHORT else 1) * stranger.count


def _count(met: dict[str, Stranger], stretch: Stretched, run: _Run) -> None:
    words = stretch.words[run.first : run.past]
    text = " ".join(stretch.text[words[0].start : words[-1].end].split())
    one = met.setdefault(text, Stranger(text))
    one.count += 1
    one.titled |= run.titled
    if len(one.places) < _PLACES:
        one.places.append(stretch.offsets[words[0].start])


def _runs(stretch: Stretched, small: Counter[str]) -> list[_Run]:
    taken = {at for found in stretch.found for at in range(found.first, found.past)}
    runs: list[_Run] = []
    at = 0
    while at < len(stretch.words):
        run = _run_at(stretch, at, taken, small) if at not in taken else None
        if run is not None and _is_worth(stretch, run):
            runs.append(run)
        at = run.past if run is not None else at + 1
    return runs


def _run_at(stretch: Stretched, at: int, taken: set[int], small: Counter[str]) -> _Run | None:
    """The longest run of words with capitals from here on, small words between them counted in."""
    words = stretch.words
    if not _is_candidate(words[at]):
        return None
    opens = begins_sentence(stretch.text, words, at)
    first = at
    if opens and _is_opening(words, at, small):
        return _Run(at, at + 1, False, True)
    past = at + 1
    while past < len(words) and past not in taken and past - first < _LONGEST:
        step = _next(stretch, past, taken)
        if step == past:
            break
        past = step
    titled = words[first].key in titles() and past > first + 1
    return _Run(first + titled, past, titled, opens and not titled)


def _is_opening(words: Sequence[Word], at: int, small: Counter[str]) -> bool:
    """True if a word has its capital because a sentence begins with it."""
    key = words[at].key
    if key in titles():
        return False
    before_title = at + 1 < len(words) and words[at + 1].key in titles()
    return before_title or small[key] > 0 or key in openers() or key in nobody()


def _next(stretch: Stretched, past: int, taken: set[int]) -> int:
    """Behind the next word of the run; the same number where it ends."""
    words = stretch.words
    if not _runs_on(words, past):
        return past
    if _is_candidate(words[past]):
        return past + 1
    ahead = past
    while ahead < len(words) and ahead - past < 2 and words[ahead].key in (particles() | links()):
        ahead += 1
    fits = past < ahead < len(words) and ahead not in taken and _runs_on(words, ahead) and _is_candidate(words[ahead])
    is_joined = (
        fits
        and all(_runs_on(words, n) for n in range(past, ahead))
        and words[past].key not in {"and", "und", "et", "и"}
    )
    return ahead + 1 if is_joined else past


def _runs_on(words: Sequence[Word], at: int) -> bool:
    """True if nothing stands before the word but a blank, or the point of an initial or a title."""
    if words[at].gap in {"", "'"}:
        return not (words[at].gap == "'" and len(words[at].text) < 3)
    before = words[at - 1]
    return words[at].gap == "." and (len(before.text) < 3 or before.key in titles())


def _is_candidate(word: Word) -> bool:
    return word.is_capital and not (len(word.text) > 1 and word.key in nobody() and word.key not in titles())


def _is_worth(stretch: Stretched, run: _Run) -> bool:
    """True if a run is no mere word at the start of a sentence, no heading in capitals, and no German noun."""
    words = stretch.words[run.first : run.past]
    letters = [word for word in words if len(word.text) > 1]
    if not letters or (run.opens and len(words) == 1) or _is_shouted(stretch):
        return False
    if len(letters) == 1 and (letters[0].key in nobody() or letters[0].key in titles()):
        return False
    if stretch.language.partition("-")[0] in _NOUNS_HAVE_CAPITALS:
        return run.titled or len(words) > 1
    return not all(word.text.isupper() and len(word.text) > 1 for word in words) or len(words) == 1


def _is_shouted(stretch: Stretched) -> bool:
    letters = [char for char in stretch.text if char.isalpha()]
    return len(letters) > 3 and sum(char.isupper() for char in letters) > 0.6 * len(letters)


def _count_openings(met: dict[str, Stranger], stretches: Sequence[Stretched], small: Counter[str]) -> None:
    """Count what stands at the start of a sentence too, if it is known from inside another."""
    for stretch in stretches:
        taken = {at for found in stretch.found for at in range(found.first, found.past)}
        for at, word in enumerate(stretch.words):
            if (
                word.text in met
                and not small[word.key]
                and at not in taken
                and begins_sentence(stretch.text, stretch.words, at)
            ):
                run = _run_at(stretch, at, taken, small)
                if run is not None and run.opens and run.past == at + 1 and not _is_worth(stretch, run):
                    _count(met, stretch, run)
