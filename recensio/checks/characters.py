"""Characters that are not what they seem: damaged, invisible, private, decomposed, or of the wrong script.

Whether there are any at all is asked of the whole text at once. Only a text that has some is read again, by expat,
which knows the exact place of every character.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers import expat

from lxml import etree

from recensio.checks.findings import Finding
from recensio.checks.subject import Subject
from recensio.locate import Place
from recensio.parse.places import Script
from recensio.parse.vocabulary import names

_DAMAGED = "\ufffc\ufffd"
_CONTROLS = "\x7f-\x84\x86-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_UNSEEN = "\u200b\u2060\ufeff"
_JOINERS = "\u200c\u200d"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SOFT = "\xad"
_LATIN = "A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f"
_OTHER = "\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u03ff\u1f00-\u1fff\u0400-\u052f"
_MARKS = "\u0300-\u036f"

_SIGNS = (
    ("CHR-001", re.compile(f"[{_DAMAGED}]")),
    ("CHR-002", re.compile(f"[{_CONTROLS}]")),
    ("CHR-003", re.compile(f"[{_PRIVATE}]")),
    # Joiners belong to Arabic, Indic and other scripts; between letters of ours they do nothing.
    ("CHR-004", re.compile(f"[{_UNSEEN}]|(?<=[{_LATIN}{_OTHER}])[{_JOINERS}](?=[{_LATIN}{_OTHER}])")),
    ("CHR-005", re.compile(f"[{_SOFT}]")),
    ("CHR-006", re.compile(f"[{_DIRECTIONS}]")),
)
_BORDER = re.compile(f"[{_LATIN}][{_MARKS}]*[{_OTHER}]|[{_OTHER}][{_MARKS}]*[{_LATIN}]")
_ANY = re.compile(f"[{_DAMAGED}{_CONTROLS}{_PRIVATE}{_UNSEEN}{_JOINERS}{_DIRECTIONS}{_SOFT}]|{_BORDER.pattern}")
_WORD = re.compile(rf"[{_LATIN}{_OTHER}{_MARKS}]+")
_NUMERAL = re.compile("[IVXLCDM]+[\u0400-\u052f]{1,3}|[\u0370-\u052f]{1,3}[IVXLCDM]+")

#: Where private characters are described and used as the Guidelines want it, and where letters may be mixed.
_OF_GLYPHS = names("g char glyph mapping charProp unicodeProp unihanProp localProp value")
_OF_SIGNS = names("g idno formula code ident gi att val tag eg egXML m pc abbr am num")

#: Letters of Latin that look like one of Cyrillic or Greek, and the other way round.
_LIKE_CYRILLIC = frozenset("aceijopsxyABCEHIJKMOPSTXYhbr")
_LIKE_GREEK = frozenset("ovuntwpyxABEHIKMNOPTXYZ")
_CYRILLIC_LIKE_LATIN = frozenset("асеіјорѕхуАВСЕНІЈКМОРЅТХУһь")
_GREEK_LIKE_LATIN = frozenset("ονυωρχαικΑΒΕΗΙΚΜΝΟΡΤΧΥΖ")


def check_characters(subject: Subject) -> Iterator[Finding]:
    """One kind of finding for each kind of such character; each is told once a file, at the first, with a count."""
    text = etree.tostring(subject.root, method="text", encoding="unicode", with_tail=False)
    if text.isascii() or (_ANY.search(text) is None and unicodedata.is_normalized("NFC", text)):
        return
    for name, script in _scripts(subject):
        for node in _nodes(script):
            yield from _of_node(name, node)


def _scripts(subject: Subject) -> Iterator[tuple[str, Script]]:
    """The text of every file that the tree was made of, by the name of the file."""
    readers = {origin.name: origin.script for origin in subject.parsed.tracks.origins}
    for name, read in readers.items():
        script = read()
        if script is not None:
            yield name, script


# --- places of characters ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Node:
    """A text node: its text, the element it stands in, and the place of each piece that expat handed over."""

    element: str
    script: Script
    text: str = ""
    starts: list[int] = field(default_factory=list)
    spots: list[tuple[int, int]] = field(default_factory=list)

    def place(self, file: str, offset: int) -> Place:
        piece = bisect_right(self.starts, offset) - 1
        line, column = self.spots[piece]
        return Place(file, line, self.script.shift.undo(line, column + offset - self.starts[piece]))


@dataclass
class _Collector:
    """Puts together the pieces that expat gives, from tag to tag."""

    script: Script
    spot: Callable[[], tuple[int, int]]
    names: list[str] = field(default_factory=lambda: [""])
    nodes: list[_Node] = field(default_factory=list)
    open: _Node | None = None

    def start(self, name: str, _attributes: object) -> None:
        self.names.append(name.rpartition(":")[2])
        self.open = None

    def end(self, _name: str) -> None:
        self.names.pop()
        self.open = None

    def piece(self, text: str) -> None:
        if self.open is None:
            self.open = _Node(self.names[-1], self.script)
            self.nodes.append(self.open)
        self.open.starts.append(len(self.open.text))
        self.open.spots.append(self.spot())
        self.open.text += text


def _nodes(script: Script) -> Iterator[_Node]:
    """The text nodes of a file that hold more than ASCII."""
    parser = expat.ParserCreate("utf-8")
    collector = _Collector(script, lambda: (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.piece
    with suppress(expat.ExpatError):  # the tree builder was content with it: what was read so far holds
        parser.Parse(script.data, True)
    yield from (node for node in collector.nodes if not node.text.isascii())


# --- what is found in a text node -------------------------------------------------------------------------


def _of_node(file: str, node: _Node) -> Iterator[Finding]:
    if _ANY.search(node.text):
        yield from _signs(file, node)
        yield from _mixed(file, node)
    if not unicodedata.is_normalized("NFC", node.text):
        for found in re.finditer(r"\S+", node.text):
            if not unicodedata.is_normalized("NFC", found[0]):
                yield Finding("CHR-008", node.place(file, found.start()), {"word": _shown(found[0])}, ("nfc",))


def _signs(file: str, node: _Node) -> Iterator[Finding]:
    for code, pattern in _SIGNS:
        if code == "CHR-003" and node.element in _OF_GLYPHS:
            continue
        for found in pattern.finditer(node.text):
            facts = {"sign": _named(found[0]), "guess": _meant(found[0])}
            yield Finding(code, node.place(file, found.start()), facts, (code,))


def _named(char: str) -> str:
    name = unicodedata.name(char, "")
    return f"U+{ord(char):04X}" + (f" ({name.lower()})" if name else "")


def _meant(char: str) -> str:
    """What a control character of Windows was meant to be."""
    if not "\x80" <= char <= "\x9f":
        return ""
    try:
        return f"It was probably {bytes([ord(char)]).decode('cp1252')} in a file from Windows. "
    except UnicodeDecodeError:
        return ""


def _mixed(file: str, node: _Node) -> Iterator[Finding]:
    if node.element in _OF_SIGNS:
        return
    last = -1
    for border in _BORDER.finditer(node.text):
        word = next(w for w in _WORD.finditer(node.text, _begin(node.text, border.start())))
        if word.start() != last and (wrong := wrong_script(word[0])):
            last = word.start()
            place = node.place(file, last + word[0].index(wrong[0]))
            facts = {"word": _shown(word[0]), "letter": wrong[0], "wrong": wrong[1], "script": wrong[2]}
            yield Finding("CHR-007", place, facts, ("mixed",))


def _begin(text: str, at: int) -> int:
    while at > 0 and _WORD.match(text[at - 1]):
        at -= 1
    return at


def wrong_script(word: str) -> tuple[str, str, str] | None:
    """The first letter of ``word`` that looks like one of its script and is of another; that script, and the word's.

    ``None`` for a word in one script, and where the letters of the other one are not all mistakable (``β-mercapto``,
    roman numerals with an ending).
    """
    letters = [(char, _script(char)) for char in word] if not _NUMERAL.fullmatch(word) else []
    counted = {script: sum(1 for _, s in letters if s == script) for script in ("Latin", "Greek", "Cyrillic")}
    main, minor = sorted(counted, key=lambda script: -counted[script])[:2]
    if not counted[minor] or counted[main] <= counted[minor] or counted[main] < 2:
        return None
    strange = [char for char, script in letters if script == minor]
    return (strange[0], minor, main) if all(_base(c) in _LIKE[minor, main] for c in strange) else None


_LIKE: Mapping[tuple[str, str], frozenset[str]] = {
    ("Latin", "Cyrillic"): _LIKE_CYRILLIC,
    ("Latin", "Greek"): _LIKE_GREEK,
    ("Cyrillic", "Latin"): _CYRILLIC_LIKE_LATIN,
    ("Greek", "Latin"): _GREEK_LIKE_LATIN,
    ("Greek", "Cyrillic"): frozenset(),
    ("Cyrillic", "Greek"): frozenset(),
}


def _script(char: str) -> str:
    if re.match(f"[{_LATIN}]", char):
        return "Latin"
    if "\u0400" <= char <= "\u052f":
        return "Cyrillic"
    return "Greek" if re.match(f"[{_OTHER}]", char) else ""


def _base(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0]


def _shown(word: str) -> str:
    return word if len(word) <= 40 else word[:39] + "…"
