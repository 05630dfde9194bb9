"""Where the keys of a TOML document stand, which the standard library's parser does not tell."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import ClassVar

Place = tuple[int, int]
KeyPath = tuple[str, ...]

# tomllib tells values, not places. In well-formed TOML an = outside texts and comments always follows a key,
# and a [ that no = precedes in its statement opens a heading; so the tokens are enough.
_TOKEN = re.compile(
    r"""
      (?P<text>  \"{3} (?: \\. | [^\\] )*? \"{3,5} | '{3} .*? '{3,5}
               | " (?: \\. | [^"\\\n] )* " | ' [^'\n]* ' )
    | (?P<skip>  \#[^\n]* | [\ \t\r]+ )
    | (?P<sign>  [][{}=,\n] )
    | (?P<dot>   \. )
    | (?P<bare>  [^][{}=,.\s"'\#]+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)


def key_places(text: str) -> dict[KeyPath, Place]:
    """Line and column of every table and key in well-formed TOML; of one that comes again, the first place.

    Keys in inline tables are found as well; those in a list count as keys of the list.
    """
    scan = _Scan(text)
    for token in _TOKEN.finditer(text):
        scan.take(token)
    return scan.places


def heading_places(text: str, name: str) -> list[Place]:
    """Line and column of each heading ``[[name]]``, in order."""
    heading = re.compile(rf"^[ \t]*\[\[[ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*\]\]", re.MULTILINE)
    return [(text.count("\n", 0, found.start()) + 1, 1) for found in heading.finditer(text)]


class _Scan:
    """Goes through the tokens of a document and notes where the keys stand."""

    def __init__(self, text: str) -> None:
        self.places: dict[KeyPath, Place] = {}
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self._table: KeyPath = ()
        self._open: list[KeyPath | None] = []  # one entry for each open bracket: the table it opens, None for a list
        self._names: list[tuple[str, int]] = []  # the names just read that may turn out to be a key
        self._path: KeyPath = ()  # the last key
        self._in_value = False

    def take(self, token: re.Match[str]) -> None:
        kind, value = token.lastgroup, token[0]
        if kind in ("text", "bare"):
            self._names.append((value, token.start()))
        elif kind == "sign":
            self._SIGNS[value](self)

    def _note(self, prefix: KeyPath) -> KeyPath:
        for name, at in self._names:
            prefix = (*prefix, _name(name))
            self.places.setdefault(prefix, self._place(at))
        self._names = []
        return prefix

    def _place(self, at: int) -> Place:
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1] + 1

    def _equals(self) -> None:
        inner = next((table for table in reversed(self._open) if table is not None), self._table)
        self._path = self._note(inner)
        self._in_value = True

    def _bracket(self) -> None:
        if self._in_value:
            self._open.append(None)
        self._names = []

    def _end_bracket(self) -> None:
        if self._in_value:
            self._open.pop()
        elif self._names:
            self._table = self._note(())
        self._names = []

    def _brace(self) -> None:
        self._open.append(self._path)
        self._names = []

    def _end_brace(self) -> None:
        self._path = self._open.pop() or ()
        self._names = []

    def _comma(self) -> None:
        self._names = []

    def _newline(self) -> None:
        self._names = []
        self._in_value = bool(self._open)

    _SIGNS: ClassVar[Mapping[str, Callable[[_Scan], None]]] = {
        "=": _equals,
        "[": _bracket,
        "]": _end_bracket,
        "{": _brace,
        "}": _end_brace,
        ",": _comma,
        "\n": _newline,
    }


def _name(token: str) -> str:
    """The key that a token writes: itself, or what stands between its quotes."""
    return next(iter(tomllib.loads(f"{token} = 0"))) if token[0] in "\"'" else token
