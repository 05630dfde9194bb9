"""Words and signs of the compact syntax (RELAX NG Compact Syntax, chapters 2 and 4)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, NoReturn

from recensio.relaxng.syntax import Place, SchemaError

_START = (
    "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = rf"[{_START}][{_START}0-9.\-\u00b7\u0300-\u036f\u203f\u2040]*"

_TOKEN = re.compile(
    rf"""
      (?P<skip>     [ \t\n\uffff]+ | \#[^\n]* )
    | (?P<cname>    {_NAME}:{_NAME} )
    | (?P<nsname>   {_NAME}:\* )
    | (?P<name>     {_NAME} )
    | (?P<quoted>   \\{_NAME} )
    | (?P<sign>     \|= | &= | >> | [=~|&,+?*\-(){{}}\[\]] )
    | (?P<literal>  \"{{3}} (?: \"{{0,2}} [^\"] )* \"{{3}} | \"(?!\"\") [^\"\n]* \"
                  | '{{3}} (?: '{{0,2}} [^'] )* '{{3}} | '(?!'') [^'\n]* ' )
    """,
    re.VERBOSE,
)

# A backslash, x and a number in braces write any character, even inside names. A newline written so is none to the
# syntax: it may stand in a text of one line. Until the text is read, a character that XML never has takes its place.
_ESCAPE = re.compile(r"\\x+\{([0-9A-Fa-f]*)(\}?)")
_WRITTEN_NEWLINE = "\uffff"
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Kind(Enum):
    """What a token is."""

    CNAME = "cname"
    NSNAME = "nsname"
    NAME = "name"
    QUOTED = "quoted"
    SIGN = "sign"
    LITERAL = "literal"
    END = "end"


class Token(NamedTuple):
    """A word or sign; ``text`` is without quotes and backslash, ``at`` counts characters from 0."""

    kind: Kind
    text: str
    at: int

    def __str__(self) -> str:
        """As it is shown in messages."""
        if self.kind is Kind.END:
            return "the end of the file"
        return f'"{self.text if len(self.text) < 40 else self.text[:39] + "…"}"'


@dataclass(frozen=True, slots=True)
class Source:
    """A schema file with its escapes resolved, and the way back from there to lines and columns."""

    text: str
    file: str
    lines: tuple[int, ...]
    escapes: tuple[tuple[int, int], ...]

    def place(self, at: int) -> Place:
        """The place of character ``at`` in the file as it was written."""
        known = bisect_right(self.escapes, (at, len(self.lines) + self.lines[-1] + at)) - 1
        written = at + (self.escapes[known][1] if known >= 0 else 0)
        line = bisect_right(self.lines, written)
        return Place(self.file, line, written - self.lines[line - 1] + 1)

    def error(self, reason: str, at: int) -> SchemaError:
        """A ``SchemaError`` at character ``at``."""
        return SchemaError(reason, self.place(at))


def source(text: str, file: str) -> Source:
    """The text made ready: one kind of newline, escapes resolved. Raises ``SchemaError`` for an impossible escape."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = (0, *(found.end() for found in re.finditer("\n", text)))
    pieces, escapes = [], []
    end = read = 0
    for found in _ESCAPE.finditer(text):
        pieces += [text[end : found.start()], _character(found, Source(text, file, lines, ()))]
        read += found.start() - end + 1
        end = found.end()
        escapes.append((read, end - read))
    return Source("".join(pieces) + text[end:], file, lines, tuple(escapes))


def _character(found: re.Match[str], written: Source) -> str:
    if not (found[1] and found[2]):
        raise written.error("an escape has a hexadecimal number in braces, such as \\x{E9}", found.start())
    number = int(found[1][-8:], 16) if len(found[1].lstrip("0")) < 8 else 0
    if number > 0x10FFFF or _NO_CHARACTER.match(chr(number)):
        raise written.error(f"{found[0]} is not a character of XML", found.start())
    return _WRITTEN_NEWLINE if number == 0x0A else chr(number)


def tokens(src: Source) -> list[Token]:
    """All tokens of a file, and one for its end. Comments are left out. Raises ``SchemaError`` for what is no token."""
    found: list[Token] = []
    at = 0
    while at < len(src.text):
        match = _TOKEN.match(src.text, at)
        if match is None:
            _refuse(src, at)
        if match.lastgroup != "skip":
            kind = Kind(match.lastgroup)
            found.append(Token(kind, _content(kind, match[0]), at))
        at = match.end()
    return [*found, Token(Kind.END, "", len(src.text))]


def _content(kind: Kind, text: str) -> str:
    if kind is Kind.QUOTED:
        return text[1:]
    if kind is not Kind.LITERAL:
        return text
    quotes = 3 if text.startswith(('"""', "'''")) and len(text) >= 6 else 1
    return text[quotes:-quotes].replace(_WRITTEN_NEWLINE, "\n")


def _refuse(src: Source, at: int) -> NoReturn:
    sign = src.text[at]
    if sign in "\"'":
        raise src.error("a text in quotation marks is not closed", at)
    if sign == "\\":
        raise src.error("a backslash stands only before a name, or as \\x{…} for a character by its number", at)
    shown = f'"{sign}"' if sign.isprintable() else f"the character U+{ord(sign):04X}"
    raise src.error(f"{shown} means nothing in the compact syntax", at)
