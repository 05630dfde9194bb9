"""Ids that are no XML names, or given twice: each gets one that is, and pointers follow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from recensio.parse.vocabulary import XML_ID

_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = re.compile(f"[{_START}][{_START}0-9.\\-\xb7\u0300-\u036f\u203f-\u2040]*")
_STRANGE = re.compile(f"[^{_START}0-9.\\-\xb7\u0300-\u036f\u203f-\u2040]+")


def repair_ids(root: etree._Element) -> list[tuple[str, str]]:
    """Give each element below ``root`` an id that is a name and its own, where it has one at all, in place.

    Returns the old and the new id of each that was changed. Pointers to an id that was no name lead to the new one;
    where several elements had the same, pointers lead to the first, which keeps it.
    """
    taken = {str(one.get(XML_ID)) for one in root.iter("*") if _NAME.fullmatch(one.get(XML_ID) or "")}
    seen = set[str]()
    changed: list[tuple[str, str]] = []
    moved: dict[str, str] = {}
    for element, old in _bearers(root):
        if _NAME.fullmatch(old) and old not in seen:
            seen.add(old)
            continue
        new = _free(_named(old), taken)
        taken.add(new)
        element.set(XML_ID, new)
        changed.append((old, new))
        if old not in taken:
            moved.setdefault(old, new)
    _follow(root, moved)
    return changed


def _bearers(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for element in root.iter("*"):
        identifier = element.get(XML_ID)
        if identifier is not None:
            yield element, str(identifier)


def _named(text: str) -> str:
    """The name nearest to ``text``."""
    plain = _STRANGE.sub("-", unicodedata.normalize("NFC", text).strip()).strip("-") or "id"
    return plain if _NAME.fullmatch(plain) else f"id-{plain}"


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _follow(root: etree._Element, moved: dict[str, str]) -> None:
    """Turn pointers to ids that have changed: white space in an id made several pointers of one."""
    if not moved:
        return
    for element in root.iter("*"):
        for attribute, value in list(element.attrib.items()):
            text = str(value)
            if "#" in text:
                new = _turned(text, moved)
                if new != text:
                    element.set(attribute, new)


def _turned(value: str, moved: dict[str, str]) -> str:
    for old, new in sorted(moved.items(), key=lambda pair: -len(pair[0])):
        value = re.sub(rf"(?<!\S)#{re.escape(old)}(?!\S)", f"#{new}", value)
    return value
