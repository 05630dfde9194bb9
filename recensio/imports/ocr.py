"""The OCR report: what in a text was probably misread, where, and what should stand there.

:func:`findings` looks, and changes nothing. What may be changed without asking (``auto``) is little: it is better to
flag ten words than to change one that was right. Most of what is told depends on the text's showing by other, harder
signs that it comes from OCR at all, so that a clean text with unusual words stays unmolested.

The report is the same for the same text, and once its proposals are in the text it has none of them any more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from recensio.imports import (
    ocr_calls,
    ocr_damage,
    ocr_joins,
    ocr_lines,
    ocr_points,
    ocr_quotes,
    ocr_signs,
)
from recensio.imports.ocr_finding import KINDS, Action, Finding, Hit, Rule, Scene
from recensio.imports.ocr_text import Printed
from recensio.imports.ocr_words import Words
from recensio.problems import Problem, problem

__all__ = ["KINDS", "Action", "Finding", "findings", "without_dictionary"]

#: In order of precedence: of findings on the same letters the first counts.
RULES: tuple[Rule, ...] = (
    ocr_lines.stray_lines,
    ocr_lines.running_heads,
    ocr_signs.misdecoded,
    ocr_signs.ligatures,
    ocr_signs.alphabets,
    ocr_joins.broken_words,
    ocr_joins.page_hyphens,
    ocr_calls.numbers,
    ocr_calls.note_calls,
    ocr_points.points_inside,
    ocr_damage.damaged_words,
    ocr_joins.hyphens_inside,
    ocr_points.raised_points,
    ocr_points.foreign_signs,
    ocr_points.doubled_points,
    ocr_points.stray_points,
    ocr_points.hyphens_behind_points,
    ocr_points.hyphens_in_front,
    ocr_points.blanks,
    ocr_quotes.double_quotes,
    ocr_quotes.single_quotes,
    ocr_damage.doubtful_words,
)
_AUTO = 0.9
_SUGGEST = 0.6
_LEAST_HARD = 0.4  # in a thousand words
_LEAST_OF_ONE = 4.0  # where there is one only
_LEAST_LIKELY = 2.5
_LIKELY = 0.95
_LEAST_SOFT = 0.3


def findings(
    text: str, language: str = "en", *, extra: Collection[str] = (), page_of: Callable[[int], str] = lambda _: ""
) -> list[Finding]:
    """What was probably misread in ``text``, in order of place.

    ``language`` is a code (``en``, ``de``, ``ru-petr1708``); without a dictionary of it only the text's own words are
    evidence. ``extra`` are words and names that are right, from registers or a list of the project. ``page_of`` gives
    the page of a line, which counts from 1.
    """
    printed = Printed(text)
    scene = Scene(printed, Words(printed, language, extra))
    hits = _chosen(hit for rule in RULES for hit in rule(scene))
    damaged = _is_from_ocr(hits, scene)
    told = (hit for hit in hits if damaged or not hit.soft)
    return [_finding(printed, hit, damaged, page_of) for hit in sorted(told, key=_place)]


def without_dictionary(text: str, language: str, name: str = "") -> Problem | None:
    """The problem that no dictionary fits a text, so that the report can tell less; ``None`` if one does."""
    if Words(Printed(text), language).has_dictionary:
        return None
    return problem("OCR-004", file=name or None, language=language)


def _chosen(hits: Iterable[Hit]) -> list[Hit]:
    """Of hits that overlap, the first."""
    taken: dict[int, list[Hit]] = {}
    chosen = []
    for hit in hits:
        row = taken.setdefault(hit.line, [])
        if hit.sure >= _LEAST_SOFT and not any(hit.start < other.end and other.start < hit.end for other in row):
            row.append(hit)
            chosen.append(hit)
    return chosen


def _is_from_ocr(hits: Iterable[Hit], scene: Scene) -> bool:
    hard = sum(1 for hit in hits if hit.hard)
    likely = hard + sum(1 for hit in hits if hit.kind in {"subst", "longs"} and hit.soft and hit.sure >= _LIKELY)
    words = scene.text.size / 1000
    return hard / words >= (_LEAST_HARD if hard > 1 else _LEAST_OF_ONE) or (
        likely > 2 and likely / words >= _LEAST_LIKELY
    )


def _finding(text: Printed, hit: Hit, damaged: bool, page_of: Callable[[int], str]) -> Finding:
    printed = text.lines[hit.line - 1][hit.start : hit.end]
    return Finding(
        line=hit.line,
        column=hit.start + 1,
        page=page_of(hit.line),
        kind=hit.kind,
        printed=printed,
        proposal=hit.proposal,
        confidence=round(min(hit.sure, 0.99), 2),
        action=_action(hit, damaged),
    )


def _action(hit: Hit, damaged: bool) -> Action:
    if hit.proposal is None or hit.sure < _SUGGEST:
        return Action.FLAG
    if hit.safe and hit.sure >= _AUTO and damaged:
        return Action.AUTO
    return Action.SUGGEST if damaged or hit.hard or hit.safe else Action.FLAG


def _place(hit: Hit) -> tuple[int, int, int]:
    return hit.line, hit.start, hit.end
