"""``prefixDef``: pointers with a prefix made into addresses, by patterns that can't run for ever."""

from __future__ import annotations

import re
import warnings
from functools import cache

from recensio.checks.index import Prefix

_LONGEST_POINTER = 200
_LONGEST_PATTERN = 500
_MOST_REPEATS = 5
_REPEAT = re.compile(r"(?<!\\)(?:[*+]|\{\d+,\d*\})")
_IN_CLASS = re.compile(r"\[(?:\\.|[^\]\\])*\]")
_ESCAPED = re.compile(r"\\.")
# Names of XML Schema's patterns that Python does not know.
_XSD = (("\\i", "[A-Za-z_:]"), ("\\c", r"[\w.:\-]"), ("\\p{L}", r"[^\W\d_]"), ("\\p{N}", r"\d"), ("\\p{Nd}", r"\d"))


class PatternError(ValueError):
    """A pattern that can't be used; the message is the end of a sentence."""


def expanded(prefix: Prefix, rest: str) -> str | None:
    """What ``rest``, a pointer behind its prefix, becomes by ``prefix``; ``None`` if the pattern does not fit it.

    Raises ``PatternError`` for a pattern that is none, or that might take for ever.
    """
    found = compiled(prefix.match).fullmatch(rest[:_LONGEST_POINTER]) if len(rest) <= _LONGEST_POINTER else None
    if found is None:
        return None
    groups = (found.group(0), *found.groups())
    return re.sub(r"\$(\d)", lambda n: (groups[int(n[1])] or "") if int(n[1]) < len(groups) else "", prefix.replacement)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern made ready. Raises ``PatternError``."""
    if len(pattern) > _LONGEST_PATTERN:
        raise PatternError("it is too long")
    if takes_long(pattern):
        raise PatternError("it repeats what repeats, which might never come to an end")
    written = pattern
    for xsd, ours in _XSD:
        written = written.replace(xsd, ours)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(written)
    except (re.error, RecursionError, OverflowError) as error:
        raise PatternError(f"it is no regular expression ({str(error)[:60]})") from None


def takes_long(pattern: str) -> bool:
    """True if a pattern repeats a group that holds a repetition or a choice, or repeats very often side by side."""
    plain = _IN_CLASS.sub("x", _ESCAPED.sub("x", pattern))
    if len(_REPEAT.findall(plain)) > _MOST_REPEATS or re.search(r"\(\?P?[=!<]|\\\d", pattern):
        return True
    return any(_REPEAT.match(plain, end) and _ambiguous(plain[begin:end]) for begin, end in _groups(plain))


def _ambiguous(group: str) -> bool:
    return bool(_REPEAT.search(group) or "|" in group or "?" in group.replace("(?:", ""))


def _groups(pattern: str) -> list[tuple[int, int]]:
    opened: list[int] = []
    found: list[tuple[int, int]] = []
    for at, char in enumerate(pattern):
        if char == "(":
            opened.append(at)
        elif char == ")" and opened:
            found.append((opened.pop(), at + 1))
    return found
