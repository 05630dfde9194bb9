"""Characters that were chosen wrongly: letters of another script, ligatures, bytes decoded as something else."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from recensio.imports.ocr_finding import Hit, Scene, on

_ALIKE = {
    "CYRILLIC": dict(zip("aceopxyijsABCEHIKMOPTXYSJ", "асеорхуіјѕАВСЕНІКМОРТХУЅЈ", strict=True)),
    "GREEK": dict(zip("oABEZHIKMNOPTYXvu", "οΑΒΕΖΗΙΚΜΝΟΡΤΥΧνυ", strict=True)),
}
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_MISDECODED = re.compile(r"[ÂÃÅÄÐÑâ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]{1,2}")


def alphabets(scene: Scene) -> Iterator[Hit]:
    """Words whose letters are of two scripts, one of them only by letters that look alike in the other."""
    for token in scene.text.tokens:
        if token.core.isascii():
            continue
        scripts = Counter(_script(char) for char in token.core if char.isalpha())
        for other, pairs in _ALIKE.items():
            if scripts["LATIN"] and scripts[other] and len(scripts) == 2:
                yield from _of_one_script(scene, token.number, pairs)


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def _of_one_script(scene: Scene, number: int, pairs: dict[str, str]) -> Iterator[Hit]:
    token = scene.text.tokens[number]
    back = {other: latin for latin, other in pairs.items()}
    forward = "".join(pairs.get(char, char) for char in token.core)
    backward = "".join(back.get(char, char) for char in token.core)
    whole = [one for one in (forward, backward) if len({_script(c) for c in one if c.isalpha()}) == 1]
    known = [one for one in whole if scene.words.knows(one)]
    if len(known or whole) == 1:
        right = (known or whole)[0]
        yield on(
            token, "script", right, 0.97 if known or len(right) > 3 else 0.8, core=True, safe=bool(known), hard=True
        )
    elif whole:
        yield on(token, "script", None, 0.6, core=True, hard=True)


def ligatures(scene: Scene) -> Iterator[Hit]:
    """Ligatures that are one character: no search finds the word."""
    for number, line in enumerate(scene.text.lines, start=1):
        for at, char in enumerate(line):
            if char in _LIGATURES:
                yield Hit(number, at, at + 1, "ligature", _LIGATURES[char], 0.99, safe=True)


def misdecoded(scene: Scene) -> Iterator[Hit]:
    """UTF-8 that was read as Windows' Latin (``Ã©``), and the sign for what could not be decoded."""
    for number, line in enumerate(scene.text.lines, start=1):
        for found in _MISDECODED.finditer(line):
            meant = _decoded(found[0])
            if meant is not None:
                yield Hit(number, found.start(), found.end(), "encoding", meant, 0.9)
        for lost in re.finditer("\ufffd+", line):
            yield Hit(number, lost.start(), lost.end(), "encoding", None, 0.99)


def _decoded(garbled: str) -> str | None:
    try:
        meant = garbled.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None
    return meant if len(meant) == 1 and meant.isprintable() else None
