"""Words that are none: signs, digits and capitals inside them, letters taken for others, words run together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import log10

from recensio.imports.ocr_finding import Hit, Scene
from recensio.imports.ocr_letters import Meant, cased_like, is_odd, meant_by
from recensio.imports.ocr_text import Token, fold, is_word
from recensio.imports.ocr_words import ABBREVIATIONS, OFTEN, Words

_PIECE = re.compile(r"[^\-‐‑–—…=⸗]+")
_EDGE = "([{<\"'“”„‟‘’‚«»‹›.,;:!?)]>*†‡_…"
_CALL = re.compile(r"(?<=[.,;:!?\"'”’)\]])[\d¹²³⁰-⁹]{1,3}[.,;:!?\"'”’)]*$")
_HARMLESS = re.compile(
    r"""(?x)
      .*(://|@|www\.).*                              # addresses
    | (?:[^\W\d_]{1,3}\.)+[^\W\d_]{0,3}              # abbreviations: i.e, U.S.A
    | [^\W\d_]{1,4}\.?\d+(?:[.,:/–-]\d+)*(?:[a-df-hnrv]|ff|nn)?  # pp11,12  No5  A4
    | \W*[\d.,:/'’°%½¼¾²³¹⁰-⁹]+[^\W\d_]{0,4}\W*      # 5kg  10th  1990s  12r
    | [IVXLCDM]+(?:th|st|nd|rd|e|er|re|me|ème|º|ª|bis|ter|s)  # XIVth
    | [A-Z]+(?:&[A-Z]+)+                             # AT&T
    """
)
_CALLED = re.compile(r"[^\W\d_]{3,}[\d¹²³⁰-⁹]{1,3}")
_DAMAGE = "£€¢©®°¬¦·•■"
_ZERO = re.compile(r"[01][a-z]{2,}")
_BRACKETED = re.compile(r".*(?:\(\w*\)|\[\w*\]|<\w*>).*")
_MIXED = re.compile(r".*[^\W\d_].*")
_CAMEL = re.compile(r"(?<=[^\W\d_A-ZÀ-ÞА-Я])(?=[A-ZÀ-ÞА-Я])")
_PREFIXED_NAME = re.compile(r"(?:Mc|Mac|Fitz|De|Di|Du|La|Le|Van|Von|O['’]|D['’]|L['’]|d['’]|l['’])[A-ZÀ-Þ]\w*")
_SHORT_CAPITALS = re.compile(r"[A-ZÀ-ÞА-Я]{2,}(?:['’]?s)?")
_POINTS_ONLY = frozenset(".,:;·")
_ORDINALS = frozenset(("st", "th", "er", "re", "de"))
_COMMON = 20.0  # per million
_LEAST_CHANCE = 0.5
_LEAST_TO_SPLIT = 5
_LOST_BLANK = -7.2
_SHORT = 3
_LIKE = 1.2


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a token between hyphens, without the punctuation around it, and its neighbours."""

    token: Token
    start: int
    text: str
    before: str
    after: str
    opens_sentence: bool

    def hit(self, kind: str, proposal: str | None, sure: float, *, more: int = 0, **how: bool) -> Hit:
        """A hit on the piece; ``more`` characters behind it belong to what is damaged."""
        return Hit(self.token.line, self.start, self.start + len(self.text) + more, kind, proposal, sure, **how)


def damaged_words(scene: Scene) -> Iterator[Hit]:
    """Words that no dictionary and no other place of the text has, and what they may stand for."""
    for token in scene.text.tokens:
        for piece in _pieces(scene, token):
            yield from _examined(scene, piece)


def _pieces(scene: Scene, token: Token) -> Iterator[Piece]:
    text = token.text
    if (_HARMLESS.fullmatch(token.core) and not _ZERO.fullmatch(token.core)) or any(
        unicodedata.category(c) in {"Mn", "Mc", "Cf"} for c in text
    ):
        return
    before, after = scene.text.after(token, -1), scene.text.after(token)
    opens = before is None or bool(re.search(r"[.?!:][\"'”’)\]]*$", before.text)) or before.line < token.line - 1
    if _BRACKETED.fullmatch(text) and _is_balanced(_without_edges(text)):
        return
    for part in _PIECE.finditer(_CALL.sub("", text)):
        stripped = _stripped(part[0])
        if _MIXED.match(stripped):
            start = token.column + part.start() + part[0].index(stripped)
            company = (before.core if before else "", after.core if after else "")
            yield Piece(token, start, stripped, *company, opens)


def _stripped(part: str) -> str:
    if re.match(r"[!?]+[^\W\d_]", part) and part.lstrip("!?")[0].islower():
        return part.rstrip(_EDGE)
    foreign = (c for c in part if not c.isascii() and unicodedata.category(c)[0] in "PS" and c not in _DAMAGE)
    return part.strip(_EDGE + "".join(foreign))


def _without_edges(text: str) -> str:
    """``text`` without a bracket at its end or beginning that belongs to words around it: ``RCP(B)]``."""
    text = text.rstrip(".,:;")
    for opening, closing in ("()", "[]"):
        if text.endswith(closing) and text.count(closing) > text.count(opening):
            text = text[:-1]
        if text.startswith(opening) and text.count(opening) > text.count(closing):
            text = text[1:]
    return text


def _is_balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("[") == text.count("]")


def _examined(scene: Scene, piece: Piece) -> Iterator[Hit]:
    if _CALLED.fullmatch(piece.text):
        piece = replace(piece, text=piece.text.rstrip("0123456789¹²³⁰⁴⁵⁶⁷⁸⁹"))
    if _is_fine(piece.text, scene.words):
        return
    if not is_word(piece.text):
        yield from _with_signs(scene, piece)
    elif _is_bent(piece.text):
        yield from _bent(scene, piece)
    elif scene.words.has_dictionary:
        yield from _unknown(scene, piece)
    elif scene.words.in_text(piece.text) == 1:
        yield from _unlike(scene, piece)


def _is_fine(text: str, words: Words) -> bool:
    if _BRACKETED.fullmatch(text) or (_HARMLESS.fullmatch(text) and not _ZERO.fullmatch(text)):
        return True
    if "/" in text and all(words.knows(part) for part in text.split("/")):
        return True
    if _ZERO.fullmatch(text) and (text[1:] in _ORDINALS or words.use("ol"[int(text[0])] + text[1:]) < _COMMON):
        return True
    if not is_word(text) or _is_bent(text):
        return False
    return words.lists(text) or (words.knows(text) and (text[0].isupper() or words.in_text(text) < OFTEN))


# --- Signs and digits in a word ---------------------------------------------------------------------------------------


def _with_signs(scene: Scene, piece: Piece) -> Iterator[Hit]:
    signs = {char for char in piece.text if is_odd(char)}
    if not signs and not any(char.isdigit() for char in piece.text):
        return
    if signs and signs <= _POINTS_ONLY:
        return  # ocr_points looks at these
    letters = [char for char in piece.text if char.isalpha()]
    bare = "".join(char for char in piece.text if not is_odd(char))
    if len(letters) < 2 and not _has_neighbours(scene, piece):
        return
    if (
        scene.words.knows(bare)
        and (len(bare) > _SHORT or signs <= {"\\", "|"})
        and piece.text.strip("\\|{}^¬¦■") == bare
    ):
        yield piece.hit("noise", bare, 0.85, hard=True)
        return
    meant = meant_by(piece.text, scene.words, before=piece.before, after=piece.after)
    yield _told(scene, piece, meant, kind=_kind_of_signs(piece.text))


def _has_neighbours(scene: Scene, piece: Piece) -> bool:
    return any(char in "~£!&}{|" for char in piece.text) and bool(piece.before or piece.after)


def _kind_of_signs(text: str) -> str:
    if "~" in text:
        return "tilde"
    return "subst" if any(is_odd(char) for char in text) else "digit"


def _told(scene: Scene, piece: Piece, meant: tuple[Meant, ...], *, kind: str) -> Hit:
    """A hit with the best word, or without any where nothing is probable."""
    if not meant or meant[0].chance < _LEAST_CHANCE / 2:
        return piece.hit(kind, None, 0.6, hard=True)
    best = cased_like(meant[0].word, piece.text, scene.words)
    return piece.hit(kind, best, meant[0].chance, hard=meant[0].chance > _LEAST_CHANCE)


# --- Capitals inside a word -------------------------------------------------------------------------------------------


def _is_bent(text: str) -> bool:
    """True for a word with a capital behind a small letter, or small letters behind several capitals."""
    if text == text.lower() or text == text.upper() or text[1:] == text[1:].lower():
        return False
    if _PREFIXED_NAME.fullmatch(text) or _SHORT_CAPITALS.fullmatch(text):
        return False
    return not re.fullmatch(r"[^\W\d_]['’][A-ZÀ-Þ][^\W\d_]*", text)


def _bent(scene: Scene, piece: Piece) -> Iterator[Hit]:
    words = scene.words
    if scene.text.forms[piece.text] >= OFTEN and not words.lists(piece.text):
        return
    if words.lists(piece.text) and (len(piece.text) > _SHORT or words.use(piece.text) > _COMMON):
        yield _unbent(scene, piece)
    elif parts := _camel(piece.text, words):
        yield _run_together(scene, piece, parts)
    else:
        meant = meant_by(piece.text, words, before=piece.before, after=piece.after, doubt=-2.5)
        if meant and meant[0].chance > _LEAST_CHANCE:
            yield _told(scene, piece, meant, kind="case" if meant[0].cost < 0.5 else "subst")


def _unbent(scene: Scene, piece: Piece) -> Hit:
    """The word in small letters, with a capital where a sentence begins or the text has it with one elsewhere."""
    small, great = piece.text.lower(), piece.text[:1].upper() + piece.text[1:].lower()
    capitals = scene.text.capitals[great]
    has_small = scene.words.in_text(small) - capitals - 1 > 0
    if not piece.text[0].isupper():
        return piece.hit("case", small, 0.95, safe=len(small) > _SHORT, hard=len(small) > _SHORT)
    starts = piece.opens_sentence or (capitals and not has_small)
    clear = bool(piece.opens_sentence or capitals or has_small)
    return piece.hit("case", great if starts else small, 0.95 if clear else 0.7, safe=clear, hard=len(small) > _SHORT)


def _camel(text: str, words: Words) -> list[str]:
    parts = _CAMEL.split(text)
    return parts if len(parts) == 2 and all(len(p) > 1 and words.knows(p) for p in parts) else []


def _run_together(scene: Scene, piece: Piece, parts: list[str]) -> Hit:
    hyphened = "-".join(parts)
    if scene.text.compounds[fold(hyphened)] or scene.text.compounds[fold(hyphened) + "s"]:
        return piece.hit("losthyph", hyphened, 0.9)
    return piece.hit("space", " ".join(parts), 0.7, soft=True)


# --- Letters taken for others -----------------------------------------------------------------------------------------


def _unknown(scene: Scene, piece: Piece) -> Iterator[Hit]:
    words = scene.words
    name = piece.text[0].isupper() and not piece.opens_sentence
    if piece.text.lower() in ABBREVIATIONS | {"ie", "eg"}:
        return
    if (
        len(piece.text) < 2
        or (piece.text.isupper() and len(piece.text) < 6)
        or _is_part(scene, piece)
        or _is_half(scene, piece)
    ):
        return
    long = 0.25 * max(0, len(piece.text) - 6)
    again = words.in_text(piece.text)
    strange = log10(max(words.strangeness, 0.015) / 0.015)
    doubt = (0.0 if name or again >= OFTEN else (-1.2 if again > 1 else -2.2) - long) + strange
    meant = meant_by(piece.text, words, before=piece.before, after=piece.after, doubt=doubt)
    split = None if name else _split(piece, words)
    if split is not None and (not meant or split[0] > meant[0].score):
        yield piece.hit("space", split[1], 0.75, soft=True)
    elif sign := _with_tail(scene, piece):
        yield sign
    elif meant and meant[0].chance >= _LEAST_CHANCE and _is_likeness(meant[0], name=name):
        yield _likely(scene, piece, meant[0], name=name)


def _is_part(scene: Scene, piece: Piece) -> bool:
    """True for a short part of a compound, or one that the text has again: those are words nowhere else."""
    whole = piece.token.core
    if piece.text == whole or "-" not in whole:
        return False
    return len(piece.text) < _LEAST_TO_SPLIT or scene.text.compounds[fold(whole)] > 1 or scene.words.lists(whole)


def _is_half(scene: Scene, piece: Piece) -> bool:
    """True for half of a word that a hyphen at the end of a line parts."""
    token = piece.token
    row = scene.text.by_line[token.line]
    if token is row[-1] and re.fullmatch(r"[-¬\u00ad]", token.tail):
        return True
    above = (scene.text.by_line.get(line, [None])[-1] for line in range(token.line - 12, token.line))
    left = [one.core.rpartition("-")[2] for one in above if one is not None and one.tail[:1] in {"-", "¬"}]
    return token is row[0] and any(scene.words.lists(half + piece.text) for half in left)


def _with_tail(scene: Scene, piece: Piece) -> Hit | None:
    """A hit on the word and the sign behind it, if the sign is a letter of it."""
    tail = piece.token.tail[:1]
    if not tail or tail not in '"~&£!;>' or piece.start + len(piece.text) != piece.token.end - len(piece.token.tail):
        return None
    meant = meant_by(piece.text + tail, scene.words, before=piece.before, after=piece.after)
    if meant and meant[0].chance > 0.8 and meant[0].cost <= _LIKE and len(meant[0].word) > len(piece.text):
        right = cased_like(meant[0].word, piece.text, scene.words)
        return piece.hit("subst", right, meant[0].chance * 0.9, more=1, soft=True)
    return None


def _is_likeness(meant: Meant, *, name: bool) -> bool:
    return len(meant.word) > 1 and meant.cost <= (2.0 if not name else 1.6 if meant.chance > 0.9 else _LIKE)


def _likely(scene: Scene, piece: Piece, meant: Meant, *, name: bool) -> Hit:
    right = cased_like(meant.word, piece.text, scene.words)
    kind = "longs" if _is_long_s(piece.text, right) else "subst"
    sure = min(meant.chance, 0.97) * (0.7 if name else 1.0)
    return piece.hit(kind, right, sure, soft=True)


def _unlike(scene: Scene, piece: Piece) -> Iterator[Hit]:
    """Without a dictionary: a word that the text has once, one confusion away from one that it has often.

    Inflected languages have many such words; so the confusion must be a usual one, and not in an ending.
    """
    words, text = scene.words, piece.text
    if len(text) < _LEAST_TO_SPLIT or _is_part(scene, piece) or _is_half(scene, piece):
        return
    meant = [m for m in meant_by(text, words, generic=False) if m.cost <= 0.5 and words.stands_out(m.word)]
    if meant and meant[0].word[-2:] == fold(text)[-2:]:
        yield piece.hit("subst", cased_like(meant[0].word, text, words), 0.55, soft=True)


def _is_long_s(printed: str, right: str) -> bool:
    pairs = [(a, b) for a, b in zip(printed, right, strict=False) if a != b]
    return len(printed) == len(right) and bool(pairs) and set(pairs) == {("f", "s")}


def _split(piece: Piece, words: Words) -> tuple[float, str] | None:
    """The two words that ``piece`` is run together of, and their weight, if they are likely enough."""
    text = piece.text
    if len(text) < _LEAST_TO_SPLIT or any(c.isupper() for c in text[1:]):
        return None
    ways = [
        (a, b) for at in range(1, len(text)) for a, b in [_cut(text, at)] if may_stand(a, words) and may_stand(b, words)
    ]
    scored = sorted(((_weight(a, b, words), a, b) for a, b in ways), reverse=True)
    if not scored:
        return None
    weight, first, second = scored[0]
    least = 3.0 if min(len(first), len(second)) > _SHORT else 4.5
    return (weight, f"{first} {second}") if weight >= _LOST_BLANK + least else None


def _cut(text: str, at: int) -> tuple[str, str]:
    return text[:at].rstrip("'’"), text[at:].lstrip("'’")


def may_stand(part: str, words: Words) -> bool:
    """True if ``part`` is used so much that it may be half of two words run together."""
    least = 1500.0 if len(part) == 1 else 400.0 if len(part) == 2 else 100.0 if len(part) == _SHORT else 1.0
    return words.use(part) >= least


def _weight(first: str, second: str, words: Words) -> float:
    together = 1.5 if words.pairs[fold(first), fold(second)] else 0.0
    return words.weight(first) + words.weight(second) + _LOST_BLANK + together


# --- Words that are, but not here -------------------------------------------------------------------------------------


def doubtful_words(scene: Scene) -> Iterator[Hit]:
    """Rare words that are one confusion away from a very common one whose company they are in."""
    if not scene.words.has_dictionary:
        return
    for token in scene.text.tokens:
        if is_word(token.core) and token.core.islower() and 1 < len(token.core) < 6:
            yield from _doubtful(scene, token)


def _doubtful(scene: Scene, token: Token) -> Iterator[Hit]:
    words = scene.words
    use = words.in_dictionary(token.core)
    if not 0 < use < 60 or words.in_text(token.core) > 2:
        return
    before, after = scene.text.after(token, -1), scene.text.after(token)
    meant = meant_by(
        token.core, words, before=before.core if before else "", after=after.core if after else "",
        doubt=words.weight(token.core), generic=False,
    )  # fmt: skip
    if meant and meant[0].chance > 0.8 and meant[0].cost <= 0.65 and words.in_dictionary(meant[0].word) > 100 * use:
        start = token.start
        yield Hit(token.line, start, start + len(token.core), "realword", meant[0].word, 0.5, soft=True)
