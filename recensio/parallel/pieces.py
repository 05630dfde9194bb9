"""The print source of one side, taken apart: blocks, the pieces of a paragraph, the places where it can be divided.

A block of the source is a call with its content, ``#para("prose")[#"Words";#app("e1"); #"and more";]``, as
``xslt/print/set.xsl`` writes it. Pages of a parallel edition are made up here, and a paragraph that goes over the end
of a page is divided between two words: so its words have to be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_PARAGRAPH = re.compile(r'#para\("(?P<kind>[a-z]+)"')
_LITERAL = re.compile(r'(?P<open>#(?:t\()?)"(?P<text>(?:[^"\\]|\\.)*)"(?P<rest>.*)', re.DOTALL)
_OPENING, _CLOSING = "([{", ")]}"
#: Marks where a word has ended, for the measuring of lines.
WORD_END = "#w;"
LINE_END = "#linebreak();"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its call up to the content, the kind, the pieces of its content.

    A piece is a blank, a mark, or one word with its look.
    """

    call: str
    kind: str
    pieces: tuple[str, ...]

    @property
    def seams(self) -> tuple[int, ...]:
        """The pieces at which a line may end: blanks, and line ends that are meant."""
        return tuple(at for at, piece in enumerate(self.pieces) if at and (piece == " " or piece == LINE_END))

    def measured(self) -> str:
        """The paragraph with a mark in front of every seam."""
        seams = frozenset(self.seams)
        marked = (WORD_END + piece if at in seams else piece for at, piece in enumerate(self.pieces))
        return f"{self.call}[{''.join(marked)}]"

    def between(self, start: int, end: int | None) -> str:
        """The content from one seam up to another, without them."""
        skipped = start and self.pieces[start] in (" ", LINE_END)
        return "".join(_joined(self.pieces[start + bool(skipped) : end]))


def paragraph_of(source: str) -> Paragraph | None:
    """The paragraph that a block is; ``None`` if it is anything else (a heading, a table, a picture)."""
    match = _PARAGRAPH.match(source)
    if match is None:
        return None
    start = _end_of_group(source, source.index("("))
    if source[start : start + 1] != "[" or _end_of_group(source, start) != len(source):
        return None
    content = source[start + 1 : -1]
    words = tuple(word for piece in _pieces(content) for word in _words_of(piece))
    return Paragraph(source[:start], match["kind"], _merged(words))


def _merged(pieces: Sequence[str]) -> tuple[str, ...]:
    """Pieces with only one blank between them."""
    return tuple(piece for at, piece in enumerate(pieces) if piece != " " or at == 0 or pieces[at - 1] != " ")


def _joined(pieces: Sequence[str]) -> Iterator[str]:
    """Words of one look as one literal again, so that a rule under them, or a link, is not broken between them."""
    held: re.Match[str] | None = None
    words: list[str] = []
    blank = False
    for piece in (*pieces, ""):
        match = _LITERAL.fullmatch(piece)
        if held and match and blank and (match["open"], match["rest"]) == (held["open"], held["rest"]):
            words.append(match["text"])
        elif held and piece == " " and not blank:
            blank = True
            continue
        else:
            if held:
                yield f'{held["open"]}"{" ".join(words)}"{held["rest"]}'
            if blank:
                yield " "
            held, words = match, [match["text"]] if match else []
            if match is None:
                yield piece
        blank = False


def _pieces(content: str) -> Iterator[str]:
    """Calls, literals and blanks, one after the other."""
    at = 0
    while at < len(content):
        end = _end_of_piece(content, at) if content[at] == "#" else at + 1
        yield content[at:end] if content[at] == "#" else " "
        at = end


def _end_of_piece(content: str, at: int) -> int:
    """Where the call or literal that begins at ``at`` is over: at its semicolon, or with the last of its groups."""
    at += 1
    while at < len(content):
        character = content[at]
        if character == '"':
            at = _end_of_string(content, at)
        elif character in _OPENING:
            at = _end_of_group(content, at)
            if content[at : at + 1] not in ("[", "(", ";"):
                return at
        elif character == ";":
            return at + 1
        else:
            at += 1
    return at


def _end_of_string(content: str, at: int) -> int:
    match = _STRING.match(content, at)
    return match.end() if match else len(content)


def _end_of_group(content: str, at: int) -> int:
    """Behind the bracket that closes the one at ``at``."""
    depth = 0
    while at < len(content):
        character = content[at]
        if character == '"':
            at = _end_of_string(content, at)
            continue
        depth += (character in _OPENING) - (character in _CLOSING)
        at += 1
        if depth == 0:
            return at
    return at


def _words_of(piece: str) -> Iterator[str]:
    """A literal word by word, each with the look of the whole; anything else as it is."""
    match = _LITERAL.fullmatch(piece)
    if match is None or " " not in match["text"]:
        yield piece
        return
    for at, word in enumerate(match["text"].split(" ")):
        if at:
            yield " "
        if word:
            yield f'{match["open"]}"{word}"{match["rest"]}'


def blocks_of(groups: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Row, place and source of each block. A panel with all that stands in it is one block."""
    held: list[str] = []
    opened: tuple[int, str] | None = None
    for group in groups:
        row, at, source = group.split("\ufdd0") if "\ufdd0" in group else ("-1", "", group)
        if opened is None and not source.startswith("#panel("):
            yield int(row), at, source
            continue
        opened = opened or (int(row), at)
        held.append(source)
        if source == "]":
            yield *opened, "\n".join(held)
            held, opened = [], None
    if opened is not None:
        yield *opened, "\n".join([*held, "]"])
