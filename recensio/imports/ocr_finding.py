"""What the OCR report is made of: a finding, and the scene that every rule looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from recensio.imports.ocr_text import Printed, Token
from recensio.imports.ocr_words import Words

#: The classes of findings, and what each is.
KINDS: Mapping[str, str] = {
    "strayline": "a line that holds nothing but stray marks",
    "runninghead": "a page head or page number among the lines of the text",
    "tilde": "a letter that was read as ~",
    "subst": "letters that were taken for others",
    "digit": "a digit in a word, or a letter in a number",
    "longs": "a long s that was read as f",
    "script": "a letter of another script that looks alike",
    "ligature": "a ligature as one character",
    "encoding": "characters that were decoded wrongly",
    "case": "a capital inside a word",
    "indot": "a point inside a word",
    "hyphdot": "a hyphen at the end of a printed line that was read as a point, a comma or a colon",
    "linehyph": "a hyphen of a printed line end, left inside a line",
    "pagehyph": "a word that is broken at the end of a line or page, its other half further on",
    "losthyph": "a hyphen that was lost between two words",
    "space": "a blank that was lost or added",
    "spaced": "letters that are spaced out",
    "middot": "a raised point that no printer set",
    "noise": "a sign that belongs to no text",
    "straynq": "a single quotation mark without its other half",
    "quotespace": "a quotation mark on the wrong side of a blank",
    "quote": "a quotation mark without its other half",
    "spacepunct": "a blank before punctuation",
    "straydot": "a point or comma in front of a word",
    "strayperiod": "a point behind a word inside a sentence",
    "straycolon": "a colon in front of a word",
    "punct": "punctuation that can't be right",
    "noteref": "the call or the number of a note that was misread",
    "realword": "a word that exists, but hardly in this place",
}


class Action(StrEnum):
    """What is to be done: ``auto`` may be changed unasked, ``suggest`` wants a look, ``flag`` wants the image."""

    AUTO = "auto"
    SUGGEST = "suggest"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the report.

    ``line`` and ``column`` count from 1. ``proposal`` is what should stand there instead of ``printed``: empty where it
    should go, ``None`` where nobody can tell. ``confidence`` is between 0 and 1.
    """

    line: int
    column: int
    page: str
    kind: str
    printed: str
    proposal: str | None
    confidence: float
    action: Action


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule saw: from ``start`` to ``end`` (columns from 0) on a line.

    ``sure`` is the confidence. ``safe`` says that a change can do no harm if that is high enough. ``soft`` ones are
    told only of a text that other findings show to be from OCR; ``hard`` ones show it.
    """

    line: int
    start: int
    end: int
    kind: str
    proposal: str | None
    sure: float
    safe: bool = False
    soft: bool = False
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """The text and the words that rules may ask for."""

    text: Printed
    words: Words

    @property
    def language(self) -> str:
        """The language of the text, two or three letters."""
        return self.words.language


Rule = Callable[[Scene], Iterator[Hit]]


def on(
    token: Token, kind: str, proposal: str | None, sure: float, *, core: bool = False, safe: bool = False,
    soft: bool = False, hard: bool = False,
) -> Hit:  # fmt: skip
    """A hit on a whole token, or on its core alone."""
    start = token.start if core else token.column
    end = start + len(token.core) if core else token.end
    return Hit(token.line, start, end, kind, proposal, sure, safe, soft, hard)
