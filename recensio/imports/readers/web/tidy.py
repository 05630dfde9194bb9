"""Text and elements in places where HTML allows none: put where they can be read, so that no word falls out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

from recensio.imports.readers.web.tree import name_of

_LISTS = frozenset({"li", "ul", "ol", "dir", "dl"})
_IN_ROW = frozenset({"td", "th"})
_IN_TABLE = frozenset({"tr", "tbody", "thead", "tfoot", "caption", "colgroup", "col"})
_IN_GLOSSARY = frozenset({"dt", "dd", "div", "dl"})

_Wrap = Callable[[etree._Element], tuple[etree._Element, etree._Element]]


def tidy(root: etree._Element) -> None:
    """Put loose text and strange children of lists and tables below ``root`` into items and cells."""
    for element in list(root.iter(*_ALLOWED)):
        allowed, inner = _ALLOWED[name_of(element)]
        _gather_text(element, inner)
        for child in list(element):
            if isinstance(child.tag, str) and child.tag not in allowed:
                _wrap(child, inner)


def _gather_text(element: etree._Element, inner: tuple[str, ...]) -> None:
    if (element.text or "").strip():
        element.insert(0, _nested(element, inner, element.text or ""))
        element.text = None
    for child in list(element):
        if (child.tail or "").strip():
            text, child.tail = child.tail or "", None
            child.addnext(_nested(element, inner, text))


def _wrap(child: etree._Element, inner: tuple[str, ...]) -> None:
    parent = child.getparent()
    if parent is None:
        return
    wrapped = inner[1:] if child.tag in _IN_ROW and inner[:1] == ("tr",) else inner
    outer = _nested(parent, inner[:1] if wrapped != inner else inner, "")
    parent.replace(child, outer)
    innermost = outer
    while len(innermost):
        innermost = innermost[0]
    innermost.append(child)


def _nested(like: etree._Element, names: tuple[str, ...], text: str) -> etree._Element:
    """Elements called ``names``, one in another, with ``text`` in the last."""
    outer = like.makeelement(names[0])
    outer.sourceline = like.sourceline
    innermost = outer
    for name in names[1:]:
        innermost = etree.SubElement(innermost, name)
        innermost.sourceline = like.sourceline
    innermost.text = text
    return outer


_ALLOWED: Mapping[str, tuple[frozenset[str], tuple[str, ...]]] = {
    "ul": (_LISTS, ("li",)),
    "ol": (_LISTS, ("li",)),
    "dir": (_LISTS, ("li",)),
    "dl": (_IN_GLOSSARY, ("dd",)),
    "table": (_IN_TABLE, ("tr", "td")),
    "tbody": (_IN_TABLE, ("tr", "td")),
    "thead": (_IN_TABLE, ("tr", "td")),
    "tfoot": (_IN_TABLE, ("tr", "td")),
    "tr": (_IN_ROW, ("td",)),
}
