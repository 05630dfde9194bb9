"""What Transkribus writes into ``custom``: tags with properties, each for some letters of a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from recensio.imports.readers.scan.layout import Mark

_TAG = re.compile(r"([\w-]+)\s*\{([^}]*)\}")
#: Tags that say nothing of letters.
_STRUCTURE = frozenset(["readingorder", "structure"])
STYLES = {
    "bold": "bold",
    "italic": "italic",
    "underlined": "underlined",
    "strikethrough": "strikethrough",
    "superscript": "superscript",
    "subscript": "subscript",
    "smallCaps": "smallcaps",
    "letterSpaced": "spaced",
}
_ELEMENTS = {
    **dict.fromkeys(("person", "persname"), "persName"),
    **dict.fromkeys(("place", "placename"), "placeName"),
    **dict.fromkeys(("organization", "organisation", "orgname"), "orgName"),
    **dict.fromkeys(("abbrev", "abbr", "abbreviation"), "abbr"),
    **dict.fromkeys(("add", "addition", "added"), "add"),
    **dict.fromkeys(("del", "deletion", "deleted"), "del"),
    **dict.fromkeys(("work", "title"), "title"),
    **dict.fromkeys(("speech", "quote"), "q"),
    **{name: name for name in ("date", "sic", "unclear", "supplied", "gap", "comment", "foreign", "term")},
}
_REASON = re.compile(r"[^\s]+")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag by its name in small letters, with its properties."""

    name: str
    said: Mapping[str, str]


def tags(custom: str | None) -> Iterator[Tag]:
    """The tags in ``custom``, in the order they stand there."""
    for name, body in _TAG.findall(custom or ""):
        pairs = (pair.partition(":") for pair in body.split(";") if ":" in pair)
        yield Tag(name.lower(), {key.strip(): _unescaped(value.strip()) for key, _, value in pairs})


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: chr(int(found.group(1), 16)), text)


def marks(custom: str | None, text: str, comment: Callable[[str], str]) -> Iterator[Mark]:
    """What ``custom`` says of the letters of ``text``. ``comment`` keeps a comment and gives its key."""
    units = _Units(text)
    for one in tags(custom):
        start, length = one.said.get("offset", ""), one.said.get("length", "")
        if one.name in _STRUCTURE or not start.isdigit() or not length.isdigit():
            continue
        begin, end = units.at(int(start)), units.at(int(start) + int(length))
        yield from _mark(one, begin, end, comment)


class _Units:
    """Transkribus counts in units of UTF-16: letters beyond the first plane are two."""

    def __init__(self, text: str) -> None:
        self._last = len(text)
        self._places = [at for at, letter in enumerate(text) for _ in range(1 + (letter > "\uffff"))]

    def at(self, offset: int) -> int:
        """The place in the text at ``offset``."""
        return self._places[offset] if offset < len(self._places) else self._last


def _mark(one: Tag, start: int, end: int, comment: Callable[[str], str]) -> Iterator[Mark]:
    goes_on = one.said.get("continued") == "true"
    if one.name == "textstyle":
        yield Mark(start, end, tuple(word for key, word in STYLES.items() if one.said.get(key) == "true"))
    elif one.name == "comment":
        if said := one.said.get("comment", ""):
            yield Mark(end, end, element="comment", value=comment(said))
    else:
        element = _ELEMENTS.get(one.name, "seg")
        value = one.said.get({"abbr": "expansion", "sic": "correction"}.get(element, ""), "")
        yield Mark(start, end, (), element, tuple(_attributes(one, element)), value, goes_on)


def _attributes(one: Tag, element: str) -> Iterator[tuple[str, str]]:
    if element == "seg":
        yield "type", one.name
    if element in ("persName", "placeName", "orgName", "title") and (address := _address(one.said)):
        yield "ref", address
    if element == "date" and (day := _day(one.said)):
        yield "when", day
    if element in ("unclear", "supplied", "gap") and (reason := _REASON.search(one.said.get("reason", ""))):
        yield "reason", reason.group()
    if element == "gap":
        yield from ((key, one.said[key]) for key in ("unit", "quantity") if one.said.get(key, "").isalnum())
    if element == "add" and one.said.get("place", "").isalpha():
        yield "place", one.said["place"]


def _address(said: Mapping[str, str]) -> str:
    for key in ("ref", "uri", "url"):
        if said.get(key, "").startswith(("http://", "https://")):
            return "%20".join(said[key].split())
    item = said.get("wikiData", said.get("wikidata", "")).rpartition("/")[2]
    return f"https://www.wikidata.org/wiki/{item}" if re.fullmatch(r"Q\d+", item) else ""


def _day(said: Mapping[str, str]) -> str:
    """``@when`` by year, month and day, as far as they are known."""
    if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", said.get("when", "")):
        return said["when"]
    year, month, day = (
        int(said.get(key, "")) if said.get(key, "").isdigit() else 0 for key in ("year", "month", "day")
    )
    if not 1 <= year <= 9999:
        return ""
    try:
        whole = date(year, month or 1, day or 1).isoformat()
    except ValueError:
        return f"{year:04}"
    return whole if month and day else whole[: 7 if month else 4]
