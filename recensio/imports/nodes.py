"""Small tools for building TEI trees, and for setting them out so that people can read the file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import cast

from lxml import etree

TEI = "http://www.tei-c.org/ns/1.0"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

#: TEI's namespace without a prefix.
SPACES = cast("dict[str, str]", {None: TEI})  # the stubs do not know of a namespace without prefix
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INDENT = "  "
#: Elements whose content is text with mark-up: inside them white space means something.
_MIXED = frozenset(
    [
        "p", "head", "l", "ab", "salute", "dateline", "signed", "byline", "docAuthor", "docDate", "titlePart", "cell",
        "bibl", "trailer", "label", "title", "author", "editor", "resp", "name", "figDesc", "hi", "ref", "seg", "q",
        "term", "foreign", "emph", "sic", "corr", "choice", "fw", "addrLine", "change", "licence", "language",
        "publisher", "authority", "date", "idno", "catDesc", "desc", "formula", "pubPlace", "quote",
    ]
)  # fmt: skip


def tag(name: str) -> str:
    """The qualified name of a TEI element."""
    return f"{{{TEI}}}{name}"


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def legal(text: str) -> str:
    """``text`` without the control characters that XML forbids: a blank stands for those."""
    return _ILLEGAL.sub(" ", text)


def element(name: str, *content: etree._Element | str, **attributes: str) -> etree._Element:
    """An element with attributes (``xml_id`` … for those of the XML namespace); empty attributes are left out."""
    made = etree.Element(tag(name), nsmap=SPACES)
    for key, value in attributes.items():
        put(made, key, value)
    for one in content:
        append(made, one)
    return made


def put(node: etree._Element, name: str, value: str) -> None:
    """Set an attribute, unless its value is empty."""
    if value:
        prefix, _, rest = name.partition("_")
        qualified = f"{{http://www.w3.org/XML/1998/namespace}}{rest}" if prefix == "xml" and rest else name.rstrip("_")
        node.set(qualified, " ".join(legal(value).split()))


def append(parent: etree._Element, one: etree._Element | str) -> None:
    """Put an element or text at the end of ``parent``."""
    if not isinstance(one, str):
        parent.append(one)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + legal(one)
    else:
        parent.text = (parent.text or "") + legal(one)


def is_empty(node: etree._Element) -> bool:
    """True for an element without children and text."""
    return not len(node) and not (node.text or "").strip()


def tidy(node: etree._Element) -> None:
    """Collapse runs of white space below ``node``, and drop them at the edges of blocks of mixed content."""
    for one in node.iter(etree.Element):
        if one.get(XML_SPACE) != "preserve":
            one.text = _collapsed(one.text)
            for child in one:
                child.tail = _collapsed(child.tail)
    for one in node.iter(*(tag(name) for name in _EDGED)):
        _strip_edges(one)


_EDGED = (
    "p", "head", "l", "ab", "salute", "dateline", "signed", "byline", "cell", "bibl", "item", "note", "quote",
    "trailer", "addrLine", "titlePart", "docAuthor", "docDate", "docImprint", "label",
)  # fmt: skip


def _collapsed(text: str | None) -> str | None:
    return re.sub(r"[ \t\r\n]+", " ", text) if text else text


def _strip_edges(block: etree._Element) -> None:
    if block.text:
        block.text = block.text.lstrip(" ")
    if not len(block):
        block.text = (block.text or "").rstrip(" ") or None
    elif block[-1].tail:
        block[-1].tail = block[-1].tail.rstrip(" ") or None


def set_out(node: etree._Element, level: int = 0) -> None:
    """Put each element on a line of its own, as deep as it is nested; mixed content stays on one line."""
    children = list(node)
    if not children or not _is_structural(node):
        return
    node.text = "\n" + _INDENT * (level + 1)
    for child, following in zip(children, [*children[1:], None], strict=True):
        set_out(child, level + 1)
        child.tail = "\n" + _INDENT * (level + 1 if following is not None else level)


def _is_structural(node: etree._Element) -> bool:
    """True if white space between the children of ``node`` means nothing."""
    if local(node) in _MIXED and not (local(node) == "quote" and len(node) and not _has_text(node)):
        return False
    return not _has_text(node) and not any(local(child) in _RUNNING for child in node if isinstance(child.tag, str))


_RUNNING = frozenset(["hi", "ref", "choice", "seg", "emph", "foreign", "q", "term", "formula", "anchor"])


def _has_text(node: etree._Element) -> bool:
    return bool((node.text or "").strip()) or any((child.tail or "").strip() for child in node)


class Ids:
    """Gives out ids: a prefix and a running number, or a wanted one; none twice."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """Begin with the ids that are ``taken`` already."""
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def next(self, prefix: str) -> str:
        """``prefix`` and the next number that is free."""
        for number in self._numbers(prefix):
            if self._take(found := f"{prefix}{number}"):
                self._last[prefix] = number
                return found
        raise AssertionError("numbers do not end")

    def wanted(self, name: str, prefix: str) -> str:
        """``name`` made an id, behind ``prefix``; with a number if it is taken."""
        base = prefix + re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", name)).strip("-.")
        if base == prefix:
            return self.next(prefix)
        if not re.match(r"[^\W\d]", base):
            base = f"x{base}"
        if self._take(base):
            return base
        return self.next(f"{base}-")

    def _take(self, name: str) -> bool:
        free = name not in self._taken
        self._taken.add(name)
        return free

    def _numbers(self, prefix: str) -> Iterator[int]:
        number = self._last.get(prefix, 0)
        while True:
            number += 1
            yield number
