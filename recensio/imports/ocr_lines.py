"""Whole lines: stray marks on a line of their own, page heads among the lines of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from recensio.imports.ocr_finding import Hit, Scene

_ORNAMENTS = re.compile(r"[\s*_=~#+•·.…—–\-]{3,}|[*†‡§#•—–\-]+|\.\.\.|…|[* ]+|[})\]];?|[{\[]")
_LONGEST = 3
_FAR_APART = 12
_NUMERAL = re.compile(r"[ivxlcdm]+\.?|[a-z]\)?", re.IGNORECASE)


def stray_lines(scene: Scene) -> Iterator[Hit]:
    """Lines of one to three signs that are no ornament and no number."""
    lines = scene.text.lines
    numerals = sum(1 for line in lines if _NUMERAL.fullmatch(line.strip()))
    for number, line in enumerate(lines, start=1):
        mark = line.strip()
        if not mark or len(mark) > _LONGEST or (_ORNAMENTS.fullmatch(mark) and mark not in {"."}):
            continue
        start = line.index(mark)
        if not any(char.isalnum() for char in mark):
            yield Hit(number, start, start + len(mark), "strayline", "", 0.93, safe=True, hard=True)
        elif numerals == 1 and len(mark) < 3 and _NUMERAL.fullmatch(mark):
            yield Hit(number, start, start + len(mark), "strayline", "", 0.6, soft=True)
        elif re.fullmatch(r"[•·'`]\w|\w[•'`]", mark):
            yield Hit(number, start, start + len(mark), "strayline", "", 0.9, safe=True, hard=True)


def running_heads(scene: Scene) -> Iterator[Hit]:
    """Short lines that come again and again, each by itself: page heads; and the bare numbers beside them."""
    places: dict[str, list[int]] = {}
    for number, line in enumerate(scene.text.lines, start=1):
        if key := _head(line):
            places.setdefault(key, []).append(number)
    heads = sorted(n for rows in places.values() if _come_again(rows) for n in rows)
    for number in heads:
        yield _whole(scene, number, "runninghead", 0.8)
    for number in sorted({n + step for n in heads for step in (-2, -1, 1, 2)} - set(heads)):
        if 0 < number <= len(scene.text.lines) and re.fullmatch(r"\s*\d{1,4}\s*", scene.text.lines[number - 1]):
            yield _whole(scene, number, "runninghead", 0.8)


def _head(line: str) -> str:
    """What makes a line the same head as another: its letters; empty for a line that is none."""
    letters = " ".join(re.findall(r"[^\W\d_]+", line))
    return letters if 4 <= len(letters) <= 60 and letters == letters.upper() and letters != letters.lower() else ""


def _come_again(rows: list[int]) -> bool:
    return len(rows) > 2 and min(b - a for a, b in pairwise(rows)) >= _FAR_APART


def _whole(scene: Scene, number: int, kind: str, sure: float) -> Hit:
    line = scene.text.lines[number - 1]
    start = len(line) - len(line.lstrip())
    return Hit(number, start, len(line.rstrip()), kind, "", sure)
