"""From a flow's characters and marks to its words: breaks, run-ons and words marked up as such."""

from __future__ import annotations

import re
import unicodedata

from recensio.law.flow import (
    BOUNDARY,
    BREAK,
    OPEN_BREAK,
    PART_ENDS,
    PART_STARTS,
    RUN_ON,
    SILENT_MARKS,
    WORD_ENDS,
    WORD_STARTS,
)
from recensio.law.words import Words, words_of_text

_SPACE = " \t\r\n"
_BREAKS = BREAK + OPEN_BREAK
_THROUGH = _SPACE + OPEN_BREAK + SILENT_MARKS
_ZERO = "\u200b"
_EMPTIED = {ord(c): _ZERO for c in _SPACE + _BREAKS}
_SEPARATED = re.compile(f"[{_SPACE}{BOUNDARY}{_BREAKS}]")
_CHUNK = re.compile(f"[^{_SPACE}{BOUNDARY}{_BREAKS}]+")
_BLOCK = 8192
_SILENT = re.compile(f"[{SILENT_MARKS}]+")
_PARTS = re.compile(f"{PART_ENDS}[{_SPACE}{_BREAKS}{RUN_ON}]*{PART_STARTS}")
_EDGES = f"[{_ZERO}{WORD_STARTS}{PART_ENDS}{PART_STARTS}{WORD_ENDS}]*"
_TWO_WORDS = re.compile(f"({RUN_ON}{_EDGES})?{WORD_ENDS}{_EDGES}{WORD_STARTS}(?!{_EDGES}{RUN_ON})")


def words_of_flow(text: str) -> Words:
    """The words of the characters and marks of a flow."""
    return words_of_text(_SILENT.sub("", spaced(text)))


def letters_of_flow(text: str) -> str:
    """All characters of a flow, composed (NFC), with one blank between what is separated."""
    line = _SILENT.sub("", spaced(text)).replace(_ZERO, "")
    for mark in BOUNDARY + _BREAKS:
        line = line.replace(mark, " ")
    return " ".join(unicodedata.normalize("NFC", line).split())


def spaced(text: str) -> str:
    """``text`` with the white space that the law drops replaced by zero-width characters, offset by offset.

    What separates words in the result is all that separates words in the flow; silent marks stay.
    """
    if RUN_ON in text:
        text = _run_on(text)
    if PART_ENDS in text:
        text = _PARTS.sub(lambda found: found[0].translate(_EMPTIED), text)
    if WORD_ENDS in text:
        # (a break at the edge of one, over which the word runs on, joins them)
        text = _TWO_WORDS.sub(lambda found: found[0] if found[1] else BOUNDARY * len(found[0]), text)
    return text


def _run_on(text: str) -> str:
    """Empty the white space and open breaks on both sides of each mark to run on, through the edges of words."""
    pieces = text.split(RUN_ON)
    last = len(pieces) - 1
    return RUN_ON.join(_trimmed(piece, head=at > 0, tail=at < last) for at, piece in enumerate(pieces))


def _trimmed(piece: str, *, head: bool, tail: bool) -> str:
    body_end = len(piece.rstrip(_THROUGH)) if tail else len(piece)
    body_start = min(len(piece) - len(piece.lstrip(_THROUGH)), body_end) if head else 0
    front, body, end = piece[:body_start], piece[body_start:body_end], piece[body_end:]
    return front.translate(_EMPTIED) + body + end.translate(_EMPTIED)


def offset_of_word(text: str, word: int) -> int | None:
    """Where the ``word``-th word of a flow's text begins; ``None`` if it has no such word."""
    lines = spaced(text)
    start = 0
    while start < len(lines):
        separated = _SEPARATED.search(lines, min(start + _BLOCK, len(lines)))
        end = separated.end() if separated else len(lines)
        words = len(words_of_flow(lines[start:end]))
        if words > word:
            return start + _offset_in_block(lines[start:end], word)
        word, start = word - words, end
    return None


def _offset_in_block(block: str, word: int) -> int:
    for chunk in _CHUNK.finditer(block):
        words = len(words_of_flow(chunk[0]))
        if words > word:
            ends = (end for end in range(1, len(chunk[0])) if len(words_of_flow(chunk[0][:end])) > word)
            return chunk.start() + next(ends, len(chunk[0])) - 1
        word -= words
    return 0
