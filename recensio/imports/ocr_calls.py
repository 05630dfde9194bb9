"""Calls of notes that OCR spoilt, and numbers that are none: letters for digits, digits for letters and points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from recensio.imports.ocr_finding import Hit, Scene, on
from recensio.imports.ocr_text import Token, fold, is_word

_CALL = re.compile(r"(?:[^\W\d_]|[.,;:!?)\]\"'”’»])(\d{1,3})[.,;:!?)\"'”’]*$")
_RAISED = str.maketrans("0123456789lI", "⁰¹²³⁴⁵⁶⁷⁸⁹¹¹")
_MISREAD = re.compile(r"(?P<end>[)\]\"”.,;:!?]{1,2})(?P<call>[lI1][\dlI]?)$")
_NUMBERS = re.compile(r"(?:\d+[lIO]+\d*|[lIO]+\d+[lIO\d]*)(?:st|nd|rd|th)?")
_LEAST_CHAIN = 3
_LOCUS = re.compile(r"[^\W\d_]{1,2}[.\d]|(?:pp?|vol|nos?|ch|fig|art|cap|lib|sec|tab|pl|bd|nr|kap)\W?\d", re.IGNORECASE)
_GENITIVE = re.compile(r"['’][85]")


def note_calls(scene: Scene) -> Iterator[Hit]:
    """Calls of notes that are no clean run of numbers from 1 on; of a clean one nothing is said."""
    calls = [(token, found) for token in scene.text.tokens if (found := _called(token))]
    numbers = [int(found[1]) for _, found in calls]
    if not _is_clean_run(scene):
        chain = _chain(numbers)
        yield from _missing(scene, [(calls[at][0].number, numbers[at]) for at in sorted(chain)])
        yield from (_call(token, found) for at, (token, found) in enumerate(calls) if at in chain)
    for token in scene.text.tokens:
        yield from _misread(scene, token)
        yield from _parted(scene, token)
        yield from _body(scene, token)


def _called(token: Token) -> re.Match[str] | None:
    found = _CALL.search(token.text)
    if found is None or re.search(r"[\d/:=_@#%]", token.text[: found.start(1)]):
        return None
    least = 3 if found[0][0].isalpha() else 1
    return found if sum(c.isalpha() for c in token.text) >= least and not _LOCUS.match(token.text) else None


def _is_clean_run(scene: Scene) -> bool:
    """True if 1, 2, 3 … up to the last are there in this order, whatever else is between."""
    endings = (re.search(r"[^\d\s](\d{1,3})[.,;:!?)\"'”’]*$", token.text) for token in scene.text.tokens)
    numbers = [int(found[1]) for found in endings if found]
    expected = 1
    for number in numbers:
        expected += number == expected
    others = sum(1 for n in numbers if expected < n < expected + 4)
    return expected > _LEAST_CHAIN and others <= expected / 4


def _chain(numbers: list[int]) -> frozenset[int]:
    """Where the longest run of rising numbers is, which the calls of notes make; empty if it is short."""
    best: list[list[int]] = []
    for at, number in enumerate(numbers):
        before = [chain for chain in best if numbers[chain[-1]] < number <= numbers[chain[-1]] + 5]
        best.append([*max(before, key=len, default=[]), at])
    longest = max(best, key=len, default=[])
    return frozenset(longest) if len(longest) >= _LEAST_CHAIN else frozenset()


def _missing(scene: Scene, chain: list[tuple[int, int]]) -> Iterator[Hit]:
    """Numbers that stand by themselves where the run of the notes lacks just them."""
    known = {value for _, value in chain}
    for (start, before), (end, after) in pairwise([(0, 0), *chain, (len(scene.text.tokens), 0)]):
        wanted = {before + 1, after - 1} - known - {0, -1}
        for token in scene.text.tokens[start + 1 : end]:
            lone = re.match(r"(\d{1,2})(?=$|[.,;:]$|-[^\W\d_]{3})", token.text)
            left = scene.text.after(token, -1)
            if lone and int(lone[1]) in wanted and left is not None and left.line == token.line and _is_called(left):
                column = token.column + len(lone[1])
                yield Hit(token.line, left.end, column, "noteref", lone[1].translate(_RAISED), 0.65, soft=True)


def _is_called(token: Token) -> bool:
    return (token.core.isdigit() or len(token.core) > 3) and not token.core.islower() and not _is_month(token.core)


def _call(token: Token, found: re.Match[str]) -> Hit:
    column = token.column + found.start(1)
    return Hit(token.line, column, column + len(found[1]), "noteref", found[1].translate(_RAISED), 0.7)


def _misread(scene: Scene, token: Token) -> Iterator[Hit]:
    found = _MISREAD.search(token.text)
    if found and re.search(r"[^\W\d_]{3,}", token.text[: found.start()]) and not found["call"].isdigit():
        column = token.column + found.start("call")
        yield Hit(token.line, column, token.end, "noteref", found["call"].translate(_RAISED), 0.75, hard=True)
    elif re.fullmatch(r"1[5-9]\d\d/\d,?", token.text) and int(token.text[5]) <= int(token.text[3]):
        yield on(token, "noteref", None, 0.5)


def _parted(scene: Scene, token: Token) -> Iterator[Hit]:
    """A digit by itself where a letter, a mark of punctuation or a raised number should be."""
    before, after = scene.text.after(token, -1), scene.text.after(token)
    if before is None or after is None or not is_word(before.core.rpartition("-")[2]) or before.line != token.line:
        return
    if _GENITIVE.fullmatch(token.text) and before.tail == "":
        yield Hit(token.line, before.end, token.end, "subst", "'s", 0.9, safe=True, hard=True)
    elif token.text in {"1", "Y", "?'"} and before.tail == "" and before.core.islower() and _opens(after):
        yield Hit(token.line, before.end, token.end, "punct", "?", 0.55, soft=True)
    elif token.text in {"8", "0", "1"} and before.tail == "" and (letter := _letter(scene, before, token.text)):
        yield on(token, "subst", letter, 0.7, soft=True)
    elif _is_lone_call(before, token):
        yield Hit(token.line, before.end, token.end, "noteref", token.core.translate(_RAISED), 0.5, soft=True)


def _is_lone_call(before: Token, token: Token) -> bool:
    """True for a small number by itself behind the end of a sentence or a name with a comma."""
    if not re.fullmatch(r"\d{1,2}", token.text) or before.text[-1] not in ".,)" or len(before.core) < 4:
        return False
    return before.core.isalpha() and not _is_month(before.core) and _is_name_or_end(before)


def _opens(token: Token) -> bool:
    return token.core[:1].isupper() and token.core[1:].islower() | (len(token.core) == 1)


def _letter(scene: Scene, before: Token, digit: str) -> str | None:
    """The word of one letter that the text has behind ``before`` elsewhere."""
    letter = {"8": "a", "0": "o", "1": "I"}[digit]
    return letter if scene.words.pairs[fold(before.core), letter.lower()] > 1 else None


def _is_name_or_end(token: Token) -> bool:
    return token.core[:1].isupper() or token.tail.endswith(".")


def _is_month(word: str) -> bool:
    return bool(
        re.match(r"(?i)jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|oc?k?t|nov|de[cz]|pages?|note|vol|art|chap", word)
    )


def _body(scene: Scene, token: Token) -> Iterator[Hit]:
    """The number of a note at the start of a line: with a bracket that is never closed, or with letters for digits."""
    following = scene.text.after(token)
    first = scene.text.by_line[token.line][0] is token
    next_text = following.text if following is not None else ""
    if token.text in {"1.", "l."} and next_text.startswith("e.") and not first:
        yield Hit(token.line, token.column, token.column + 1, "subst", "i", 0.95, safe=True, hard=True)
    if first and token.text in {"i.", "l."} and next_text[:1].isupper() and not _counts_in_letters(scene):
        yield on(token, "noteref", "1", 0.6, core=True, soft=True)
    if (
        first
        and re.fullmatch(r"[\[(]\d{1,2}", token.text)
        and not re.search(r"[)\]]", scene.text.lines[token.line - 1])
    ):
        yield Hit(token.line, token.column, token.column + 1, "noteref", "", 0.7)


def _counts_in_letters(scene: Scene) -> bool:
    return any(row[0].text in {"ii.", "iii.", "m."} for row in scene.text.by_line.values())


def numbers(scene: Scene) -> Iterator[Hit]:
    """Numbers with letters for digits: ``l9l8``."""
    table = str.maketrans("lIO", "110")
    for token in scene.text.tokens:
        if _NUMBERS.fullmatch(token.core) and sum(c.isdigit() for c in token.core) > 1:
            yield on(token, "digit", token.core.translate(table), 0.9, core=True, hard=True)
