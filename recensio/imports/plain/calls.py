"""The calls of notes: ``[1]``, ``(1)``, ``¹``, ``*``, or a bare number glued to what stands in front of it.

A number is a call only if it comes in its turn. Of all numbers in the text that could be calls, the row is taken whose
numbers grow and which is the most like calls altogether; so ``54.30`` is the age of 54 and note 30, where note 30 is
due, and ``13.5 million`` is a number, where note 5 has been called already.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from recensio.imports.model import HIGH, LOW, MEDIUM, SAID, Trust

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SHAPES: Mapping[str, re.Pattern[str]] = {
    "bracket": re.compile(r"\[(?P<n>\d{1,3}|[*†‡§]{1,4}|[A-Z])\]"),
    "paren": re.compile(r"\((?P<n>\d{1,3}|[*†‡§]{1,4})\)"),
    "brace": re.compile(r"\{(?P<n>\d{1,3})\}"),
    "angle": re.compile(r"<(?P<n>\d{1,3})>"),
    "caret": re.compile(r"\[?\^\{?(?P<n>\d{1,3})\}?[\]^]?"),
    "super": re.compile(r"(?P<n>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"),
    "glued": re.compile(r"(?<=[^\W\d_]|[.,;:!?”’\"'»)\]…*])(?P<n>\d{1,3})(?![\d%°\w]|[.,:]\d)"),
    "sign": re.compile(r"(?<=[^\s*†‡§])(?P<n>\*{1,4}|†{1,3}|‡{1,3}|§{1,2})(?![\w*†‡§])"),
    "apart": re.compile(r"(?<=\w |[.,;:!?\"”’)] )(?P<n>\d{1,2})(?=[\s—–-])(?![\s]?(?:st|nd|rd|th)\b)"),
}
_CLOSED = ("bracket", "paren", "brace", "angle")
_SURE = frozenset(["bracket", "brace", "caret", "super", "paren", "angle", "sign"])
_DECIMAL = re.compile(r"\d[.,]$")
_MEASURE = re.compile(
    r"\s*(?:%|°|million|billion|milliard|thousand|per\s?cent|percent|mill?iarden|mio|kg|km|cm|mm|[hm]\b)"
)
_ENOUGH = 0.9
_FEWEST = 3
_SIGNS = "*†‡§"


@dataclass(frozen=True, slots=True)
class Found:
    """A call: in which text, from where to where, its number, and how it is printed."""

    text: int
    start: int
    end: int
    label: str
    printed: str
    trust: Trust


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: int
    start: int
    end: int
    label: str
    printed: str
    shape: str
    weight: float

    def found(self) -> Found:
        trust = SAID if self.shape in _SURE else HIGH if self.weight >= 0.7 else MEDIUM if self.weight > 0.2 else LOW
        return Found(self.text, self.start, self.end, self.label, self.printed, trust)


#: Whether a call of a label may stand in a text at a place.
Allowed = Callable[[str, int, int], bool]


def calls_of(
    texts: Sequence[str], labels: Sequence[str], allowed: Allowed | None = None, only: Collection[int] | None = None
) -> list[Found]:
    """The calls of the notes ``labels``, which come in this order; ``only`` in texts of these numbers.

    A label that is not called is missing in the answer; no label is called twice.
    """
    if not labels:
        return []
    if any(not label.isdecimal() for label in labels):
        return [one.found() for one in _in_order(texts, labels, allowed, only)]
    wanted = frozenset(labels)
    candidates = [
        one
        for one in _candidates(texts, only)
        if one.label in wanted and (not allowed or allowed(one.label, one.text, one.start))
    ]
    best = max((_chain([c for c in candidates if c.shape == shape]) for shape in _SHAPES), key=_worth, default=[])
    if len(best) < len(wanted) * _ENOUGH:
        best = _chain(candidates)
    return [one.found() for one in best]


def _worth(chain: Sequence[_Candidate]) -> float:
    return sum(one.weight for one in chain)


def dangling_calls(texts: Sequence[str], first: int = 1) -> list[Found]:
    """The calls of a text whose notes are not there: numbers from ``first`` on, each one more than the one before."""
    rows = []
    for shapes in (_CLOSED, ("super",), ("caret",), ("glued",)):
        row = _consecutive(list(_candidates(texts, None, shapes)), first)
        if len(row) >= (_FEWEST if shapes != ("glued",) else 5) and _looks_called(row, texts):
            rows.append(row)
    best = max(rows, key=len, default=[])
    return [one.found() for one in best]


def _consecutive(candidates: Iterable[_Candidate], first: int) -> list[_Candidate]:
    row: list[_Candidate] = []
    for one in candidates:
        if one.label == str(first + len(row)) and one.weight >= 0.5:
            row.append(one)
    return row


def _looks_called(row: Sequence[_Candidate], texts: Sequence[str]) -> bool:
    """True unless it is an enumeration: in one paragraph, or in front of what is enumerated."""
    if len({one.text for one in row}) < 2:
        return False
    behind = sum(bool(re.match(r"[\s.,;:!?)”’\"»]|$", texts[one.text][one.end :][:1])) for one in row)
    leading = sum(not texts[one.text][: one.start].strip() for one in row)
    return behind >= len(row) * 0.5 and leading < len(row) * 0.3


def _in_order(
    texts: Sequence[str], labels: Sequence[str], allowed: Allowed | None, only: Collection[int] | None
) -> Iterator[_Candidate]:
    """Calls by signs, which may come again on each page: each label at its next place."""
    candidates = _candidates(texts, only, ("sign", "bracket", "paren"))
    waiting = list(labels)
    for one in candidates:
        if waiting and one.label == waiting[0] and (not allowed or allowed(one.label, one.text, one.start)):
            waiting.pop(0)
            yield one


def _candidates(
    texts: Sequence[str], only: Collection[int] | None, shapes: Collection[str] = tuple(_SHAPES)
) -> Iterator[_Candidate]:
    for number, text in enumerate(texts):
        if only is None or number in only:
            yield from sorted(_in_text(number, text, shapes), key=lambda one: (one.start, -one.end))


def _in_text(number: int, text: str, shapes: Collection[str]) -> Iterator[_Candidate]:
    for shape in shapes:
        for match in _SHAPES[shape].finditer(text):
            label = match["n"].translate(_SUPERSCRIPTS)
            label = str(int(label)) if label.isdecimal() else label
            weight = _weight(shape, text, match.start(), match.end())
            yield _Candidate(number, match.start(), match.end(), label, match[0], shape, weight)


def _weight(shape: str, text: str, start: int, end: int) -> float:
    """How much it looks like a call, from 0 to 1."""
    if shape == "apart":
        return 0.15
    if shape == "paren":
        return 0.9 if text[:start].strip() and not re.match(r"\s+[a-zа-я]", text[end:]) else 0.5
    if shape != "glued":
        return 1.0
    if _MEASURE.match(text[end:]):
        return 0.05
    if _DECIMAL.search(text[:start]):
        return 0.35
    return 1.0 if not text[start - 1].isalnum() else 0.8


def _chain(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The row of candidates in which labels grow, with the greatest weight altogether."""
    best: list[tuple[float, _Link]] = []  # for each label reached: the best row that ends with it or below
    labels: list[int] = []
    for one in candidates:
        label = int(one.label) if one.label.isdecimal() else 0
        at = bisect_right(labels, label - 1)
        score, link = best[at - 1] if at else (0.0, None)
        bonus = 0.3 if link is not None and int(link[0].label) == label - 1 else 0.0
        _enter(best, labels, label, score + one.weight + bonus, (one, link))
    link = best[-1][1] if best else None
    row: list[_Candidate] = []
    while link is not None:
        row.append(link[0])
        link = link[1]
    return row[::-1]


_Link = tuple[_Candidate, "_Link | None"]


def _enter(best: list[tuple[float, _Link]], labels: list[int], label: int, score: float, link: _Link) -> None:
    """Keep ``best`` so that higher labels have higher scores only."""
    at = bisect_right(labels, label)
    if at and best[at - 1][0] >= score:
        return
    start = at - 1 if at and labels[at - 1] == label else at
    end = at
    while end < len(best) and best[end][0] <= score:
        end += 1
    best[start:end] = [(score, link)]
    labels[start:end] = [label]
