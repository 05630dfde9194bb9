"""Metadata as they stand at the head of a Markdown file: the part of YAML that people write there by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from recensio.imports.readers.web.statements import Statements

_PARTS: Mapping[str, str] = {
    **{part: part for part in ("title", "subtitle", "date", "publisher", "place", "description", "rights", "abstract")},
    "lang": "language",
    "language": "language",
    "license": "licence",
    "licence": "licence",
    "copyright": "rights",
    "url": "url",
    "source": "description",
}
_ROLES = {"author": "author", "authors": "author", "creator": "author", "editor": "editor", "editors": "editor"}
_ROLES |= {"translator": "translator", "translators": "translator", "contributor": "contributor"}
_WORDS = frozenset({"keywords", "keyword", "tags", "subject", "subjects"})
_CODES = frozenset({"lang", "language"})  # (they become attributes)
_IDENTIFIERS = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "identifier": "URI"}
_ENTRY = re.compile(r"^([A-Za-z][\w .\-]*?)\s*:(?:\s+(.*))?$")


def read_preamble(text: str, said: Statements) -> list[str]:
    """Add what ``text`` says to ``said``; keys that mean nothing to us are kept as they stand.

    Returns the values, but for keywords and codes: those are for catalogues, not part of the text.
    """
    told: list[str] = []
    for key, values in _entries(text):
        name = key.lower()
        told += [] if name in _WORDS | _CODES else values
        for value in values:
            if name in _PARTS:
                said.say(_PARTS[name], value, key)
            elif name in _ROLES:
                said.person(value, _ROLES[name])
            elif name in _WORDS:
                said.keyword(value)
            elif name in _IDENTIFIERS:
                said.identifier(_IDENTIFIERS[name], value)
            else:
                said.keep(key, value)
    return told


def _entries(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each key with its values; lines that are further in belong to the key above."""
    key, values = "", list[str]()
    for line in text.split("\n"):
        found = _ENTRY.match(line)
        if found:
            if key:
                yield key, _joined(values)
            key, values = found.group(1).strip(), [found.group(2) or ""]
        elif line.strip() and not line.lstrip().startswith("#"):
            values.append(line)
    if key:
        yield key, _joined(values)


def _joined(lines: list[str]) -> list[str]:
    """The values of one key: items of a list, or text that goes over several lines."""
    first, rest = lines[0].strip(), [line.strip() for line in lines[1:]]
    if first.startswith("[") and first.endswith("]"):
        return [_plain(one) for one in first[1:-1].split(",") if one.strip()]
    if rest and all(re.match(r"-(\s|$)", line) or ":" in line for line in rest) and not first:
        return [_named(line) for line in rest if _named(line)]
    words = [line for line in [first if first not in {"|", ">", "|-", ">-"} else "", *rest] if line]
    return [_plain(" ".join(words))] if words else []


def _named(line: str) -> str:
    """An item, or the name in an item that has parts (``- name: Jane Doe``)."""
    item = re.sub(r"^-\s*", "", line)
    part = _ENTRY.match(item)
    return _plain((part.group(2) or "") if part else item)


def _plain(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
