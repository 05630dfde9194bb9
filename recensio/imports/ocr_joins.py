"""Words in two halves: hyphens of line ends that were read as points, stay inside a line, or wait for another page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from recensio.imports.ocr_finding import Hit, Scene
from recensio.imports.ocr_text import Token, fold, is_word
from recensio.imports.ocr_words import PREFIXES

_AND = frozenset(
    ("and", "or", "to", "und", "oder", "bis", "et", "ou", "à", "e", "o", "ed", "y", "u", "и", "или", "en", "of")
)
_MISREAD_HYPHENS = frozenset((".", ",", ":", ";", "~", ".-", "-.", "-.,"))
_SHORTEST = 5
_FOLLOWS_WITHIN = 12  # lines: a page's notes may stand between
_MANY_HYPHENS = 0.02


def broken_words(scene: Scene) -> Iterator[Hit]:
    """Two tokens that are one word, with a misread hyphen or none between them."""
    for first, second in pairwise(scene.text.tokens):
        if _may_join(first, second):
            yield from _joined(scene, first, second)


def _may_join(first: Token, second: Token) -> bool:
    if second.line - first.line > 1 or second.head or not _letters(first.core, second.core):
        return False
    return second.core[:1].islower() and len(first.core) > 1 and len(second.core) > 1


def _bare(core: str) -> str:
    """The last part of a core, without a sign for a hyphen behind it."""
    return core.rpartition("-")[2].rstrip("~")


def _letters(first: str, second: str) -> bool:
    return all(is_word(part) and part.isalpha() for part in (_bare(first), second.partition("-")[0]))


def _joined(scene: Scene, first: Token, second: Token) -> Iterator[Hit]:
    words = scene.words
    left, right = _bare(first.core), second.core.partition("-")[0]
    whole = left + right
    if len(whole) < _SHORTEST or not words.lists(whole):
        return
    fragments = not (words.lists(left) and words.lists(right))
    if (first.tail or "~" * first.core.endswith("~")) in _MISREAD_HYPHENS and (
        fragments or _outweighs(scene, left, right, whole)
    ):
        yield _across(first, second, "hyphdot", whole, 0.93 if fragments else 0.75)
    elif first.tail == "-" and first.line == second.line and fold(second.core) not in _AND:
        yield _across(first, second, "linehyph", whole, 0.9 if fragments else 0.8)
    elif not fragments:
        return
    elif first.tail == "" and words.use(whole) > 1 and not _both_stand(scene, left, right):
        yield _across(first, second, "space", whole, 0.8, soft=True)


def _outweighs(scene: Scene, left: str, right: str, whole: str) -> bool:
    return scene.words.use(whole) > 3 * min(scene.words.use(left), scene.words.use(right))


def _both_stand(scene: Scene, left: str, right: str) -> bool:
    return scene.words.in_text(left) > 1 and scene.words.in_text(right) > 1


def _across(first: Token, second: Token, kind: str, whole: str, sure: float, *, soft: bool = False) -> Hit:
    """A hit over both tokens; over the first alone where the second stands on another line."""
    start = first.start + first.core.rfind("-") + 1
    if first.line == second.line:
        return Hit(first.line, start, second.start + len(second.core.partition("-")[0]), kind, whole, sure, soft=soft)
    half = _bare(first.core)
    return Hit(first.line, start, first.end, kind, f"{half}-" if kind == "hyphdot" else half, sure, soft=soft)


# --- Hyphens ----------------------------------------------------------------------------------------------------------


def hyphens_inside(scene: Scene) -> Iterator[Hit]:
    """Words with the hyphen of a printed line end inside, and hyphens behind a word with a blank after them."""
    for token in scene.text.tokens:
        yield from _hyphen_left(scene, token)
        yield from _hyphen_behind(scene, token)


def _hyphen_left(scene: Scene, token: Token) -> Iterator[Hit]:
    left, mark, right = token.core.partition("-")
    if not mark or "-" in right or not (left.isalpha() and right.isalpha() and right.islower()):
        return
    words, whole = scene.words, left + right
    if scene.text.compounds[fold(token.core)] > 1 or not words.lists(whole) or min(len(left), len(right)) < 2:
        return
    if fold(left) in PREFIXES:
        return
    if words.in_dictionary(token.core) or (words.in_dictionary(left) > 20 and words.in_dictionary(right) > 5):
        return
    own = words.in_text(whole)
    if own or (words.in_dictionary(whole) > 0.1 and not (words.lists(left) and words.lists(right))):
        start = token.start
        yield Hit(token.line, start, start + len(token.core), "linehyph", whole, 0.85 if own else 0.7)


def _hyphen_behind(scene: Scene, token: Token) -> Iterator[Hit]:
    following = scene.text.after(token)
    if token.tail != "-" or following is None or following.line != token.line or not is_word(token.core):
        return
    if fold(following.core) in _AND or following.tail.endswith("-") or not scene.words.knows(token.core):
        return
    if following.core[:1].islower() and not scene.words.lists(token.core + following.core):
        yield Hit(token.line, token.start, token.end, "punct", token.core, 0.7, soft=True)


def page_hyphens(scene: Scene) -> Iterator[Hit]:
    """Hyphens at the end of a line, where the text has few of them: the other half stands on the next page."""
    ends = [row[-1] for row in scene.text.by_line.values() if re.fullmatch(r"-[.,]?", row[-1].tail) and row[-1].core]
    if len(ends) > _MANY_HYPHENS * len(scene.text.by_line) + 1:
        return
    for token in ends:
        whole = _other_half(scene, token)
        if whole is not None:
            yield Hit(token.line, token.start, token.end, "pagehyph", whole, 0.9)


def _other_half(scene: Scene, token: Token) -> str | None:
    left = token.core.rpartition("-")[2]
    for line in range(token.line + 1, token.line + _FOLLOWS_WITHIN):
        for following in scene.text.by_line.get(line, ())[:1]:
            right = following.core.partition("-")[0]
            if right[:1].islower() and not following.head and scene.words.lists(left + right):
                return left + right
    return None
