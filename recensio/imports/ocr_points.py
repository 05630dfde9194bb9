"""Points, commas, blanks and stray signs: what no printer sets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recensio.imports.ocr_damage import may_stand
from recensio.imports.ocr_finding import Hit, Scene, on
from recensio.imports.ocr_letters import cased_like, meant_by
from recensio.imports.ocr_text import Token, fold, is_word
from recensio.imports.ocr_words import ABBREVIATIONS, Words, word_list

_DOTS = "·•∙⋅"
_DOTTED_LANGUAGES = frozenset(("ca", "oc", "el", "grc"))
_ARTICLES = {"en": frozenset(("the", "a", "an", "their", "its", "our", "my")), "fr": frozenset(("un", "des", "du"))}
_POINTED = word_list("pointed")
_NO_END = word_list("no_end")
_DOUBLE = re.compile(r"(?<!\.)\.\.(?!\.)|\.{5,}|,,|,\.|;\.|:\.|;,|:;|!\.|\?\.|\.;(?=.)|\.:(?=.)|\.,-|,\.-")
_LONG = 5
_IN_USE = 1.0  # in a million
_FRENCH = frozenset(("fr",))
_SPACED_OUT = re.compile(r"(?<!\S)((?:[^\W\d_] ){3,}[^\W\d_])(?![^\W\d_])")
#: Behind a point, these name kinds of files and addresses.
_ENDINGS = frozenset(
    ("com", "org", "net", "htm", "html", "pdf", "txt", "xml", "edu", "gov", "docx", "doc", "zip", "exe", "csv", "mp3")
)
_DATE = re.compile(r"(?<!\d)([0-3]?\d),((?:1\d|20)\d\d)(?!\d)")


# --- Signs ------------------------------------------------------------------------------------------------------------


def raised_points(scene: Scene) -> Iterator[Hit]:
    """Raised points beside a word or between two; not a bullet at the start of a line."""
    if scene.language in _DOTTED_LANGUAGES:
        return
    if 100 * sum(line.count("·") for line in scene.text.lines) > scene.text.size:
        return  # they are how the text is written
    for token in scene.text.tokens:
        text = token.text
        for at, char in enumerate(text):
            if char in _DOTS and not (at == 0 and _opens_line(scene, token) and char != "·"):
                yield _raised(scene, token, at)


def _opens_line(scene: Scene, token: Token) -> bool:
    return scene.text.by_line[token.line][0] is token


def _raised(scene: Scene, token: Token, at: int) -> Hit:
    left, right = token.text[:at], token.text[at + 1 :]
    column = token.column + at
    if left and right and left[-1].isalpha() and right[0].isalpha():
        words = re.sub(r"\W+$", "", left), re.sub(r"^\W+|\W+$", "", right)
        joined = scene.words.knows("".join(words)) and not all(map(scene.words.knows, words))
        kind = "middot" if joined else "space"
        return Hit(token.line, column, column + 1, kind, "" if joined else " ", 0.9, safe=True, hard=True)
    return Hit(token.line, column, column + 1, "middot", "", 0.95, safe=True, hard=True)


def foreign_signs(scene: Scene) -> Iterator[Hit]:
    """Backslashes, bars, braces and the like, alone or at the edge of a word that is right without them."""
    for token in scene.text.tokens:
        found = re.fullmatch(r"([\\|{}^¬¦■□●◆♦~]*)(.*?)([\\|{}^¬¦■□●◆♦]*)", token.text)
        if found is None or not (found[1] or found[3]) or token.text.count("|") > 1:
            continue
        if not found[2]:
            if token.text not in {"|", "~"} or not _opens_line(scene, token):
                yield on(token, "noise", "", 0.7)
        elif scene.words.knows(found[2].strip(".,;:!?\"'()")) and not (found[3] == "¬" and _ends_line(scene, token)):
            edge = token.column if found[1] else token.end - len(found[3])
            yield Hit(token.line, edge, edge + len(found[1] or found[3]), "noise", "", 0.8, hard="\\" in token.text)


def _ends_line(scene: Scene, token: Token) -> bool:
    return scene.text.by_line[token.line][-1] is token


# --- Points inside words ----------------------------------------------------------------------------------------------


def points_inside(scene: Scene) -> Iterator[Hit]:
    """A point, comma, colon or semicolon between letters: inside one word, or with the blank behind it lost."""
    for token in scene.text.tokens:
        if re.search(r"://|@|www\.|\.(?:com|org|net|html?|pdf|txt|xml|edu|gov|ru|de|fr|uk|it)\b", token.text):
            continue
        for part in re.finditer(r"[^-–—]+", token.core):
            if re.fullmatch(r"[^\W\d_]+(?:[.,:;]+[^\W\d_]+)+", part[0]):
                yield from _pointed(scene, _part(token, part.start(), part[0]))
        glued = re.fullmatch(r"([^\W\d_]{2,})(\)?[.?!;,:][)\"”]?)([A-ZÀ-ÞА-Я][^\W\d_]+)", token.core)
        if glued and scene.words.lists(glued[1]) and scene.words.lists(glued[3]):
            yield on(token, "space", f"{glued[1]}{glued[2]} {glued[3]}", 0.8, core=True, soft=True)
        for found in _DATE.finditer(token.core):
            start = token.start + found.start()
            yield Hit(token.line, start, start + len(found[0]), "space", f"{found[1]}, {found[2]}", 0.85, soft=True)


def _part(token: Token, at: int, core: str) -> Token:
    """A part of a token's core as a token of its own."""
    tail = token.tail if at + len(core) == len(token.core) else ""
    return Token(token.number, token.line, token.start + at, "", core, tail)


def _pointed(scene: Scene, token: Token) -> Iterator[Hit]:
    parts = re.split(r"[.,:;]+", token.core)
    whole, words = "".join(parts), scene.words
    marks = re.findall(r"[.,:;]+", token.core)
    if _is_abbreviation(token, parts):
        return
    if words.lists(whole) and not all(words.lists(part) and len(part) > 1 for part in parts):
        kind = "hyphdot" if all(len(part) > 1 for part in parts) else "indot"
        yield on(token, kind, whole, 0.95, core=True, safe=len(whole) > 2, hard=True)
    elif len(whole) < 4 and token.core.islower() and words.in_dictionary(whole) > 300:
        yield on(token, "indot", whole, 0.8, core=True, hard=True)
    elif len(parts) == 2 and all(_may_stand(part, words) for part in parts):
        kept = (
            marks[0] if marks[0] in {",", ";", ":"} or (parts[1][0].isupper() and fold(parts[0]) not in _NO_END) else ""
        )
        yield on(token, "space", f"{parts[0]}{kept} {parts[1]}", 0.8, core=True, soft=True)
    elif all(part.isalpha() for part in parts) and len(whole) > 3 and not words.has_dictionary:
        if words.in_text(whole):
            yield on(token, "indot", whole, 0.9, core=True, safe=True, hard=True)
    else:
        yield from _meant(scene, token)


def _may_stand(part: str, words: Words) -> bool:
    return may_stand(part, words) or (part[0].isupper() and words.in_text(part) > 0)


def _is_abbreviation(token: Token, parts: list[str]) -> bool:
    """True for ``i.e`` (its last point is in the tail), ``U.S.A``, ``No.Series``."""
    if "." not in token.core or fold(parts[0]) in ABBREVIATIONS - {"o", "a"}:
        return "." in token.core
    short = all(len(part) < 3 for part in parts)
    return short and (token.tail.startswith(".") or token.core.isupper() or fold(token.core) in _POINTED)


def _meant(scene: Scene, token: Token) -> Iterator[Hit]:
    meant = meant_by(token.core, scene.words, doubt=-3.0)
    if meant and meant[0].chance > 0.5 and meant[0].cost < 2.5:
        right = cased_like(meant[0].word, token.core, scene.words)
        yield on(token, "subst", right, meant[0].chance, core=True, hard=True)


# --- Points between words ---------------------------------------------------------------------------------------------


def stray_points(scene: Scene) -> Iterator[Hit]:
    """Points, commas and colons in front of a word, and points behind one inside a sentence."""
    for token in scene.text.tokens:
        yield from _in_front(scene, token)
        yield from _behind(scene, token)
        yield from _after_article(scene, token)


def _in_front(scene: Scene, token: Token) -> Iterator[Hit]:
    found = re.match(r"([.,:;])(?=[^\W\d_])", token.text)
    before = scene.text.after(token, -1)
    if found is None or (before is not None and re.fullmatch(r"[.\W]*\.", before.text)):
        return
    kind = "straycolon" if found[1] == ":" else "straydot"
    word = token.core.lstrip(".,:;")
    if fold(word) in _ENDINGS and found[1] == ".":
        return
    small, typed = word[:1].islower(), found[1] in ",;"  # (a typist puts the blank before a comma as well)
    safe = small and not typed and scene.words.knows(word.rstrip("~"))
    sure, hard = (0.92 if small else 0.8), small and not typed
    yield Hit(token.line, token.column, token.column + 1, kind, "", sure, safe=safe, hard=hard, soft=typed)


def _behind(scene: Scene, token: Token) -> Iterator[Hit]:
    following = scene.text.after(token)
    if token.tail != "." or following is None or following.head or not _runs_on(scene, token, following):
        return
    if not (following.core[:1].islower() and is_word(following.core) and scene.words.lists(following.core)):
        return
    word = fold(token.core)
    if word in ABBREVIATIONS or not is_word(token.core) or not token.core.islower() or not _is_common(scene, word):
        return
    if scene.words.lists(word + fold(following.core)) and not scene.words.pairs[word, fold(following.core)] > 1:
        return  # ocr_joins has it
    yield Hit(token.line, token.end - 1, token.end, "strayperiod", "", 0.75 if word in _NO_END else 0.65)


def _runs_on(scene: Scene, token: Token, following: Token) -> bool:
    """True if two tokens stand on one line, or at the end of a full one and the beginning of the next."""
    if following.line == token.line:
        return True
    full = token.end > 0.8 * scene.text.width and not scene.text.lines[following.line - 1][:1].isspace()
    return following.line == token.line + 1 and full and not (len(following.core) == 1 and following.tail)


def _is_common(scene: Scene, word: str) -> bool:
    if not scene.words.has_dictionary:
        return len(word) > 3 and scene.words.in_text(word) > 2
    return scene.words.in_dictionary(word) > (300 if len(word) < 4 else 0.5)


def _after_article(scene: Scene, token: Token) -> Iterator[Hit]:
    articles = _ARTICLES.get(scene.language, frozenset())
    following = scene.text.after(token)
    if fold(token.core) not in articles or following is None or not token.tail or token.tail not in ",.;:":
        return
    if fold(token.core) == "a" and token.tail in ".,)" and not following.core[:1].islower():
        return
    if not token.core.isupper() and not (token.tail == "." and following.core[:1].isupper()):
        yield Hit(token.line, token.end - 1, token.end, "punct", "", 0.7, soft=token.tail != ".")


def doubled_points(scene: Scene) -> Iterator[Hit]:
    """Points and commas that follow each other as no printer sets them."""
    for token in scene.text.tokens:
        found = _DOUBLE.search(token.tail) or (re.match(r",\.-|\.-", token.head) if token.core else None)
        found = found or _behind_whole_word(scene, token)
        if found is None or ((fold(token.core) in ABBREVIATIONS or len(token.core) < 2) and found[0] != ".."):
            continue
        if found[0][0] == "." and found[0] != ".." and "." in token.core:
            continue
        start = (
            token.start + len(token.core) if token.head[found.start() :][: len(found[0])] != found[0] else token.column
        )
        yield _simplified(scene, token, start + found.start(), found[0])


def _behind_whole_word(scene: Scene, token: Token) -> re.Match[str] | None:
    """A point and a comma behind a common word that is no abbreviation: ``masses., to``."""
    common = len(token.core) > _LONG and token.core.islower() and scene.words.in_dictionary(token.core) > _IN_USE
    return re.match(r"\.,$", token.tail) if common and fold(token.core) not in ABBREVIATIONS else None


def _simplified(scene: Scene, token: Token, start: int, marks: str) -> Hit:
    following = scene.text.after(token)
    ends = following is None or not following.core[:1].islower()
    left = "." if ends and "." in marks else "" if marks.startswith(",.-") else ","
    if set(marks) == {"."} and len(marks) == 2:
        left = "." if ends else ","
    return Hit(token.line, start, start + len(marks), "punct", left, 0.7)


def hyphens_behind_points(scene: Scene) -> Iterator[Hit]:
    """Points and commas before a hyphen, letters on both sides: ``by,.-the``."""
    for token in scene.text.tokens:
        if found := re.search(r"(?<=[^\W\d_])(?:[,;:][.,]?-|[.,]{2,}-)(?=[^\W\d_])", token.core):
            start = token.start + found.start()
            yield Hit(token.line, start, start + len(found[0]), "punct", " ", 0.65, hard=len(found[0]) > 2)
        if token.tail == ":" and fold(token.core) in _NO_END - {"is", "are", "that", "to"}:
            following = scene.text.after(token)
            if following is not None and following.core[:1].islower() and not following.head:
                yield Hit(token.line, token.end - 1, token.end, "punct", "", 0.6, soft=True)


def hyphens_in_front(scene: Scene) -> Iterator[Hit]:
    """A hyphen directly in front of a word, with a blank before it, where no dash can stand."""
    for token in scene.text.tokens:
        if not re.fullmatch(r"[\-]", token.head) or not is_word(token.core.partition("-")[0]):
            continue
        before = scene.text.after(token, -1)
        if before is not None and (
            before.line == token.line and (before.tail.endswith((".", "!", "?")) or fold(before.core) in _NO_END)
        ):
            yield Hit(token.line, token.column, token.column + 1, "punct", "", 0.55, soft=True)


# --- Blanks -----------------------------------------------------------------------------------------------------------


def blanks(scene: Scene) -> Iterator[Hit]:
    """Blanks in front of punctuation, and letters that are spaced out."""
    found = [token for token in scene.text.tokens if _is_parted(scene, token)]
    if len(found) < 3 or len(found) * 200 < scene.text.size:  # else it is how the text is set
        yield from (_parted(scene, token) for token in found)
    for number, line in enumerate(scene.text.lines, start=1):
        for spaced in _SPACED_OUT.finditer(line):
            word = spaced[1].replace(" ", "")
            yield Hit(number, spaced.start(1), spaced.end(1), "spaced", word, 0.9 if scene.words.knows(word) else 0.6)


def _is_parted(scene: Scene, token: Token) -> bool:
    if token.text in {".", ","} and scene.text.by_line[token.line][0] is token:
        return len(scene.text.by_line[token.line]) > 1
    marks = ",.)" if scene.language in _FRENCH else ",.;:!?)"
    if token.text[0] not in marks or re.match(r"\.\.|[.,)][^\W_]|[:;][^\W_]|[:;]-?[()DP]|\.\d", token.text):
        return False
    before = scene.text.after(token, -1)
    return before is not None and before.line == token.line and before.text[-1].isalnum() | (before.text[-1] in ".\"')")


def _parted(scene: Scene, token: Token) -> Hit:
    before = scene.text.after(token, -1)
    if before is None or before.line < token.line:
        return Hit(token.line, token.column, token.column + 1, "straydot", "", 0.85, hard=True)
    mark = token.text[0]
    lone = token.text == "." and not (before.tail.endswith(".") or _sentence_ends(scene, token))
    if lone or (mark == "." and before.tail.endswith(".")):
        return Hit(token.line, token.column, token.column + 1, "straydot", "", 0.8, hard=lone)
    return Hit(token.line, before.end, token.column + 1, "spacepunct", mark, 0.9, safe=mark in ",);", hard=False)


def _sentence_ends(scene: Scene, token: Token) -> bool:
    following = scene.text.after(token)
    return following is None or following.core[:1].isupper() or not following.core
