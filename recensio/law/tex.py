"""The words of the base text in a LaTeX source made by Recensio, for the proof.

The source is TeX of a narrow kind: words, escaped signs, and commands of ``recensio.sty`` of which each has a fixed
number of arguments. :func:`text_of_tex` keeps those arguments that hold the running text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

_LOOKS = (
    "emph", "textup", "textbf", "textsc", "textsuperscript", "textsubscript", "mbox", "RecCaps", "RecUnderline",
    "RecOverline", "RecStrike", "RecSpaced", "RecLarger", "RecSmaller", "RecRed", "RecCode",
)  # fmt: skip
#: Commands: how many arguments they have, which of them is running text (none: -1), and whether they end a word.
_COMMANDS: Mapping[str, tuple[int, int, bool]] = {
    "RecPar": (3, 2, True),
    "RecAside": (3, -1, True),
    "RecHead": (4, 3, True),
    "RecRow": (2, 1, True),
    "RecCell": (1, 0, True),
    "edtext": (2, 0, False),
    "sameword": (1, 0, False),
    **dict.fromkeys(_LOOKS, (1, 0, False)),
    "RecLang": (2, 1, False),
    "RecSign": (1, -1, False),
    "RecTag": (1, -1, True),
    "RecNamed": (2, -1, False),
    "RecSame": (1, -1, False),
    "RecNote": (3, -1, False),
    "RecTextNote": (3, 1, False),
    "RecCallAgain": (1, -1, False),
    "RecTextCallAgain": (1, 0, False),
    "RecFolio": (1, -1, False),
    "RecNumber": (1, -1, False),
    "RecName": (1, -1, False),
    "RecLabel": (1, -1, True),
    "RecAfter": (1, -1, True),
    "RecFrom": (1, -1, False),
    "RecUntil": (1, -1, False),
    "RecRestart": (0, -1, False),
    "RecBreak": (0, -1, True),
    "RecCut": (0, -1, False),
    "RecOrnament": (0, -1, True),
    "RecSection": (1, -1, True),
    "RecOpen": (1, -1, True),
    "RecClose": (0, -1, True),
    "RecPicture": (2, -1, True),
}
_SIGNS = {"textbackslash": "\\", "textasciicircum": "^", "textasciitilde": "~"}
_TOKEN = re.compile(r"%[^\n]*\n?|\\([A-Za-z]+)(?:[ \n]|\[inlemma\])?|\\(.)|([{}])|~", re.DOTALL)
#: A hyphen at the end of a line that is no part of the word.
_DIVIDED = re.compile(r"\\RecHyphen\s\\RecBreak\s?")
_BEGIN, _END = "\n\\beginnumbering\n", "\n\\endnumbering\n"


class NotOurs(ValueError):
    """The source holds a command that Recensio does not write."""


def text_of_tex(source: str) -> str:
    """The running text of a LaTeX source made by Recensio. Raises ``NotOurs``."""
    start, end = source.find(_BEGIN), source.rfind(_END)
    if start < 0 or end < start:
        raise NotOurs("the text has no beginning or no end")
    return _Reader(_DIVIDED.sub("", source[start + len(_BEGIN) : end])).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0

    def read(self) -> str:
        """All running text to the end of the source, or of the group that it begins in."""
        return "".join(self._pieces())

    def _pieces(self) -> Iterator[str]:
        while match := _TOKEN.search(self._source, self._at):
            yield self._source[self._at : match.start()]
            self._at = match.end()
            command, sign, brace = match.groups()
            if brace == "}":
                return
            if brace:
                yield self.read()
            else:
                yield self._said(command, sign, match.group())
        yield self._source[self._at :]
        self._at = len(self._source)

    def _said(self, command: str | None, sign: str | None, token: str) -> str:
        if command is not None:
            return self._command(command)
        if sign is not None:
            return "" if sign == "-" else sign
        return " " if token == "~" else ""

    def _command(self, name: str) -> str:
        if name in _SIGNS:
            return _SIGNS[name]
        if name == "RecHyphen":
            return ""
        if name not in _COMMANDS:
            raise NotOurs(f"the command \\{name}")
        count, kept, ends_word = _COMMANDS[name]
        arguments = [self._argument(self.read if index == kept else self._skip) for index in range(count)]
        words = arguments[kept] if kept >= 0 else ""
        return f" {words} " if ends_word else words

    def _argument(self, read: Callable[[], str]) -> str:
        if not self._source.startswith("{", self._at):
            raise NotOurs("a command without its arguments")
        self._at += 1
        return read()

    def _skip(self) -> str:
        """Pass over a group: what stands in it is no running text, whatever its commands."""
        depth = 1
        while depth and (match := _TOKEN.search(self._source, self._at)):
            self._at = match.end()
            depth += {"{": 1, "}": -1}.get(match.group(3) or "", 0)
        return ""
