"""Finding the words of a lemma in a stretch of the base text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from recensio.law.elements import Kind, all_text, kind_of
from recensio.law.model import Document
from recensio.placing.basetext import BaseText, folded, spelled, tokens_of

_GAP = re.compile(r"\.\.\.+|…|\s[-–—]\s|\[(?:\.\.\.|…)\]")
_SUPERSCRIPTS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")
_RAISED = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+$")
_LEAST_PART = 2


@dataclass(frozen=True, slots=True)
class Lemma:
    """The words of a lemma: in one part, or first … last in two.

    ``which`` is its same-word number (2 in et²), or 0. ``before`` and ``behind`` are the signs around the words (``·``,
    ``!``), which belong to it where the text has them.
    """

    parts: tuple[tuple[str, ...], ...]
    which: int = 0
    before: str = ""
    behind: str = ""

    @property
    def is_empty(self) -> bool:
        """True if there is no word to look for."""
        return not any(self.parts)


def lemma_of(element: etree._Element | None, document: Document | None = None) -> Lemma:
    """The lemma that a ``lem`` encodes; an empty one for ``None``. Of a ``choice`` in it, what ``document`` chooses."""
    if element is None:
        return Lemma(())
    text = " ".join("".join(_own_text(element, document)).split())
    raised = _RAISED.search(text)
    which = int(raised[0].translate(_SUPERSCRIPTS)) if raised else _raised_by_markup(element)
    if raised:
        text = text[: raised.start()]
    elif which:
        text = re.sub(r"\d+$", "", text)
    parts = tuple(tuple(token.word for token in tokens_of(part)) for part in _GAP.split(text))
    words = list(tokens_of(text))
    around = (text[: words[0].start], text[words[-1].end :]) if words else ("", "")
    return Lemma(tuple(part for part in parts if part), which, *around)


def _own_text(element: etree._Element, document: Document | None) -> Iterator[str]:
    """The text of a lemma without notes; breaks are spaces."""
    chosen = document.chosen(element) if document is not None and kind_of(element.tag) is Kind.CHOICE else None
    if element.text and chosen is None:
        yield element.text
    for child in element if chosen is None else (chosen,):
        if isinstance(child.tag, str):
            kind = kind_of(child.tag)
            if kind is Kind.BREAK and child.get("break") != "no":
                yield " "
            if kind not in (Kind.NOTE, Kind.LEFT_OUT, Kind.DELETED):
                yield from _own_text(child, document)
        if child.tail and chosen is None:
            yield child.tail


def _raised_by_markup(element: etree._Element) -> int:
    last = element[-1] if len(element) else None
    if last is None or (last.tail or "").strip() or not isinstance(last.tag, str):
        return 0
    looks = " ".join((last.get("rend") or "", last.get("style") or "", last.get("rendition") or ""))
    digits = "".join(all_text(last)).strip()
    return int(digits) if "sup" in looks and re.fullmatch(r"[1-9]\d?", digits) else 0


def occurrences(text: BaseText, lemma: Lemma, start: int, end: int) -> list[tuple[int, int]]:
    """Where the lemma's words stand in a stretch of the line, in order: exactly, else without regard to capitals and
    diacritics, else as a part of words or of a run of words that is divided otherwise."""
    if lemma.is_empty:
        return []
    searches = (_by_words(lambda word: word), _by_words(folded), _by_letters)
    found = next((found for search in searches if (found := search(text, lemma, start, end))), [])
    return [_with_signs(text.line, lemma, *place) for place in found]


def _with_signs(line: str, lemma: Lemma, start: int, end: int) -> tuple[int, int]:
    """The stretch with the signs around it that the lemma has too."""
    if lemma.before and line.endswith(lemma.before, 0, start):
        start -= len(lemma.before)
    if lemma.behind and line.startswith(lemma.behind, end):
        end += len(lemma.behind)
    return start, end


_Search = Callable[[BaseText, Lemma, int, int], list[tuple[int, int]]]


def _by_words(form: Callable[[str], str]) -> _Search:
    def search(text: BaseText, lemma: Lemma, start: int, end: int) -> list[tuple[int, int]]:
        within = text.tokens_touching(start, end)
        longest = sum(map(len, lemma.parts))
        # (a lemma may run on into the next line)
        words = [form(token.word) for token in text.tokens[within.start : within.stop + longest]]
        parts = [[form(word) for word in part] for part in lemma.parts]
        found = _runs(words, parts, len(within))
        return [(text.tokens[within.start + a].start, text.tokens[within.start + b - 1].end) for a, b in found]

    return search


def _runs(words: Sequence[str], parts: Sequence[list[str]], starts: int) -> Iterator[tuple[int, int]]:
    """Stretches of ``words`` that begin with the first part, before ``starts``, and end with the last."""
    first, last = parts[0], parts[-1]
    for at in range(min(starts, len(words))):
        if words[at] == first[0] and words[at : at + len(first)] == first:
            end = at + len(first)
            if len(parts) > 1:
                ends = (i for i in range(end, len(words)) if words[i : i + len(last)] == last)
                end = next(ends, -len(last)) + len(last)
            if end > at:
                yield at, end


def _by_letters(text: BaseText, lemma: Lemma, start: int, end: int) -> list[tuple[int, int]]:
    """The letters of a lemma that is a part of a word (``Inra-``), or whose words are divided otherwise."""
    if len(lemma.parts) != 1:
        return []
    wanted = "".join(map(folded, lemma.parts[0]))
    letters, places = _letters(text, start, end)
    if len(wanted) < _LEAST_PART:
        return []
    return [
        (places[found.start()], _with_marks(text.line, places[found.end() - 1] + 1))
        for found in re.finditer(re.escape(wanted), letters)
    ]


def _with_marks(line: str, end: int) -> int:
    """The end of a letter with the diacritics that follow it."""
    return next((i for i in range(end, len(line)) if not unicodedata.combining(line[i])), len(line))


def _letters(text: BaseText, start: int, end: int) -> tuple[str, list[int]]:
    letters: list[str] = []
    places: list[int] = []
    for number in text.tokens_touching(start, end):
        token = text.tokens[number]
        for place in range(token.start, token.end):
            for letter in folded(spelled(text.line[place])):
                letters.append(letter)
                places.append(place)
    return "".join(letters), places
