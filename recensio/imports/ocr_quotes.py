"""Quotation marks: on the wrong side of a blank, or without their other half."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from recensio.imports.ocr_finding import Hit, Scene
from recensio.imports.ocr_text import Token, fold
from recensio.imports.ocr_words import word_list

_BEFORE = " \t([{—–-\u00a0"
_AFTER = " \t.,;:!?)]}—–-\u00a0"
_NEAR_LINES = 1
_NEAR_COLUMNS = 70
_REACH = 16
_ELIDED = word_list("elided")
_CLIPPED = word_list("clipped")
_ELIDING = frozenset(("fr", "it", "ca", "oc", "uk", "nl", "ga", "gd"))


@dataclass(frozen=True, slots=True)
class _Mark:
    """A straight double quotation mark; ``shape`` is ``O`` opening, ``C`` closing, ``A`` alone, ``M`` inside a word."""

    line: int
    column: int
    shape: str


def double_quotes(scene: Scene) -> Iterator[Hit]:
    """Straight double quotation marks that stand on the wrong side of a blank."""
    marks = list(_marks(scene))
    is_open: _Mark | None = None
    for mark, following in pairwise([*marks, None]):
        assert mark is not None
        if is_open is not None and _is_far(is_open, mark, scene):
            is_open = None
        hit, opens = _judged(scene, mark, following, is_open=is_open is not None)
        is_open = mark if opens else None
        if hit is not None:
            yield hit


def _marks(scene: Scene) -> Iterator[_Mark]:
    for number, line in enumerate(scene.text.lines, start=1):
        for found in re.finditer('"', line):
            at = found.start()
            opening = at == 0 or line[at - 1] in _BEFORE + "'"
            closing = at + 1 == len(line) or line[at + 1] in _AFTER + "'"
            shape = "A" if opening and closing else "O" if opening else "C" if closing else "M"
            yield _Mark(number, at, shape)


def _is_far(first: _Mark, second: _Mark, scene: Scene) -> bool:
    between = scene.text.lines[first.line : second.line]
    return second.line - first.line > 30 or any(not line.strip() for line in between)


def _judged(scene: Scene, mark: _Mark, following: _Mark | None, *, is_open: bool) -> tuple[Hit | None, bool]:
    """The hit on a mark, if any, and whether a quotation is open behind it."""
    line = scene.text.lines[mark.line - 1]
    if mark.shape == "O":
        return None, True
    if mark.shape == "A":
        return _alone(line, mark, is_open=is_open), not is_open
    if mark.shape == "M" or is_open:
        return None, False
    if (
        following is not None
        and following.shape == "C"
        and _is_near(mark, following)
        and line[mark.column + 1 :][:1] == " "
    ):
        return Hit(mark.line, mark.column, mark.column + 2, "quotespace", ' "', 0.93, safe=True), True
    if mark.column and line[mark.column - 1].isdigit():
        return None, False
    return Hit(mark.line, mark.column, mark.column + 1, "quote", None, 0.5, soft=True), False


def _is_near(first: _Mark, second: _Mark) -> bool:
    if first.line == second.line:
        return second.column - first.column < _NEAR_COLUMNS
    return second.line - first.line <= _NEAR_LINES


def _alone(line: str, mark: _Mark, *, is_open: bool) -> Hit | None:
    at = mark.column
    if is_open and line[at - 1 : at] == " ":
        return Hit(mark.line, at - 1, at + 1, "spacepunct", '"', 0.9, safe=True)
    if not is_open and line[at + 1 : at + 2] == " ":
        return Hit(mark.line, at, at + 2, "quotespace", '"', 0.85)
    return None


# --- Single ones ------------------------------------------------------------------------------------------------------


def single_quotes(scene: Scene) -> Iterator[Hit]:
    """Straight single quotation marks at the edge of a word whose other half is nowhere near."""
    opening = [
        t for t in scene.text.tokens if _opens(t) and not (t.text == "'" and len(scene.text.by_line[t.line]) == 1)
    ]
    closing = {token.number for token in scene.text.tokens if _closes(scene, token)}
    paired: set[int] = set()
    for token in opening:
        reach = range(token.number, token.number + _REACH)
        partner = next((n for n in reach if n in closing and n not in paired), None)
        if partner is not None:
            paired |= {partner, -token.number - 1}
    alone = [t for t in opening if -t.number - 1 not in paired]
    ends = [scene.text.tokens[n] for n in sorted(closing - paired)]
    quoting = len(paired) / 2 >= max(3.0, (len(alone) + len(ends)) / 2)
    yield from (_stray(scene, token, token.text.index("'"), quoting=quoting) for token in alone)
    yield from (_stray(scene, t, len(t.text) - 1 - t.text[::-1].index("'"), quoting=quoting) for t in ends)


def _opens(token: Token) -> bool:
    if token.text == "'":
        return True
    return "'" in token.head and bool(token.core) and fold(token.core) not in _ELIDED and not token.core[0].isdigit()


def _closes(scene: Scene, token: Token) -> bool:
    if "'" not in token.tail or not token.core or (scene.language in _ELIDING and token.tail == "'"):
        return False
    last = token.core[-1].lower()
    if token.tail[0] == "'":
        slang = token.core.lower().endswith("in") and scene.words.lists(token.core + "g")
        return last not in "sxz" and not slang and token.core[-1].isalpha()
    return True


def _stray(scene: Scene, token: Token, at: int, *, quoting: bool) -> Hit:
    column = token.column + at
    sure = 0.4 if quoting else 0.92
    is_call = token.number and token.text[:1] == "'" and scene.text.by_line[token.line][0] is token
    safe = scene.language == "en" and not quoting and not is_call and scene.words.knows(token.core)
    safe = safe and fold(token.core) not in _CLIPPED
    return Hit(token.line, column, column + 1, "straynq", "", sure, safe=safe, soft=True)
