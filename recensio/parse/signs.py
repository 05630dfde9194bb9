"""What a fault is, told by what stands around it: the reader only says that something cannot be, not what was meant.

Everything here looks at the bytes (UTF-8) in front of a place and behind it, and knows nothing of the rest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from recensio.parse.messages import short

_WINDOW = 4096  # how many bytes before a fault are looked at


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is wrong: the code of its problem, the offset where it begins, and facts of its sentence."""

    code: str
    start: int
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Sign:
    """A fault told by what stands before it (up to its end) and after it; the group ``at`` is where it begins."""

    code: str
    before: re.Pattern[bytes]
    after: re.Pattern[bytes]


def _sign(code: str, before: bytes, after: bytes = b"") -> _Sign:
    return _Sign(code, re.compile(rb"(?:" + before + rb")\Z", re.DOTALL), re.compile(after))


# The order matters: the first that fits is told.
_SIGNS = (
    _sign("XML-026", b"", rb"(?P<char>[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf])"),
    _sign("XML-037", rb"(?P<at>(?P<name>[^\s=<>\"']+))\s*=\s*(?:\"[^\"<]*|'[^'<]*)", b"<"),
    _sign("XML-047", rb"(?P<at><)(?P<name>/?[^\s<>!?/=]+)[^<>]*", b"<"),
    _sign("XML-044", rb"(?P<at>(?P<name>&#[^\s;<>&]*))"),
    _sign("XML-033", rb"(?P<at>(?P<name>&[^\s&;<>\"']*))"),
    _sign("XML-032", rb"(?P<at><)", rb"/(?P<name>[^\s<>]+)"),
    _sign("XML-034", rb"(?P<at></?)", rb"[^!?]"),
    _sign("XML-052", rb"(?P<at><!)", rb"[A-Z]"),
    _sign("XML-043", rb"(?P<at>\]\])", b">"),
    _sign("XML-041", rb"(?P<at>--)"),
    _sign("XML-035", rb"(?P<at>(?P<name>[^\s=<>\"'/]+))\s*=\s*"),
    _sign("XML-046", rb"(?P<name>[^\s=<>\"'/]+)\s*=\s*(?:\"[^\"<]*\"|'[^'<]*')", rb"[^\s>/]"),
    _sign("XML-036", rb"<[^\s<>!?]+\s[^<>]*?(?<![^\s\"'])(?P<at>(?P<name>[^\s=<>\"'/]+))\s*"),
    _sign("XML-050", rb"<(?P<name>/?[^\s<>!?/=]+)[^<>]*"),
)

_UNFINISHED = (
    (b"<!--", "comment", "-->"),
    (b"<![CDATA[", "CDATA section", "]]>"),
    (b"<?", "processing instruction", "?>"),
    (b"<!", "declaration", ">"),
    (b"<", "tag", ">"),
    (b"&", "reference", ";"),
)
_PREFIXED = re.compile(rb"[\s<]([^\s:<>=\"'/]+):[^\s:<>=\"'/]+(?=[\s=/>])")
_DECLARED = re.compile(rb"xmlns:([^\s=]+)\s*=")
_TAG = re.compile(rb"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>?")
_NAME = re.compile(rb"[^\s=<>/\"']+")


def meaning(data: bytes, at: int) -> Meaning | None:
    """What the character at ``at``, which cannot stand there, is a sign of; ``None`` if of nothing we know."""
    begin = max(at - _WINDOW, 0)
    for sign in _SIGNS:
        before, after = sign.before.search(data[begin:at]), sign.after.match(data, at)
        if before and after:
            known = {**before.groupdict(), **after.groupdict()}
            start = begin + before.start("at") if known.pop("at", None) is not None else at
            return Meaning(sign.code, start, {key: shown(value) for key, value in known.items()})
    return None


def unfinished(data: bytes, at: int) -> tuple[str, str]:
    """What begins at ``at`` and is never ended, and what would end it."""
    rest = data[at : at + 9]
    return next(((what, end) for start, what, end in _UNFINISHED if rest.startswith(start)), ("part", ">"))


def unbound_prefix(data: bytes, at: int, bound: Collection[str]) -> str:
    """The first prefix in the tag at ``at`` that is neither declared there nor among ``bound``; else ``?``."""
    tag = _TAG.match(data, at)
    source = tag.group() if tag else b""
    here = {shown(prefix) for prefix in _DECLARED.findall(source)}
    used = map(shown, _PREFIXED.findall(source))
    return next((prefix for prefix in used if prefix not in here and prefix not in bound), "?")


def name_at(data: bytes, at: int) -> str:
    """The name that stands at ``at``, for a message; empty if there is none."""
    name = _NAME.match(data, at)
    return shown(name.group()) if name else ""


def shown(raw: bytes | None) -> str:
    """Bytes of the file for a message: short, and a character that cannot be seen by its number."""
    text = (raw or b"").decode("utf-8", "replace")
    if len(text) == 1 and not text.isprintable():
        return f"U+{ord(text):04X}"
    return short(text, 40)
