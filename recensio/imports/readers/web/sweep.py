"""What is on a page and is no text: programs, forms, navigation, what is hidden. Each is told with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from recensio.imports.readers.web.names import Names
from recensio.imports.readers.web.tree import classes as classes_of
from recensio.imports.readers.web.tree import cut, keys, name_of, text_in, types
from recensio.imports.readers.web.waste import Waste

_PROGRAMS = {
    "script": "script: a program, no text",
    "style": "style sheet",
    "template": "template of a program",
    "noembed": "text for browsers without plug-ins",
    "link": "",
    "meta": "",
    "base": "",
}
_MEDIA = "a film, sound or page of another site that is shown in the page"
_ELEMENTS = {
    **dict.fromkeys(("nav", "menu"), "navigation of the website"),
    **dict.fromkeys(("input", "select", "textarea", "button", "datalist", "output"), "a field of a form"),
    **dict.fromkeys(("iframe", "object", "embed", "video", "audio", "applet", "canvas", "frame"), _MEDIA),
    "noscript": "text for browsers without programs",
    "dialog": "a window of the website",
    "svg": "a drawing (SVG) in the page",
}
_ROLES = {
    **dict.fromkeys(("navigation", "search", "banner", "menu", "menubar", "pagelist"), "navigation of the website"),
    **dict.fromkeys(("alert", "alertdialog", "dialog", "complementary"), "a window or side column of the website"),
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACER = re.compile(r"^\s*[01](px)?\s*$")
_TEXTUAL = frozenset({"footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes", "note", "noteref"})


def sweep(root: etree._Element, names: Names, waste: Waste) -> None:
    """Cut from ``root`` all that is no text by its element, role or name.

    What is hidden until a link asks for it stays.
    """
    asked = {(link.get("href") or "").partition("#")[2] for link in root.iter("a")} - {""}
    for element in list(root.iter("*")):
        reason = "" if element.tag in {"html", "body"} or asked & set(keys(element)) else _reason(element, names)
        if reason and _still_in(element, root):
            waste.cut(element, reason)
    for image in list(root.iter("img")):
        if _SPACER.match(image.get("width") or "") or _SPACER.match(image.get("height") or ""):
            cut(image)
            waste.count("picture of no size (a spacer or a counter)")


def silence(root: etree._Element, waste: Waste) -> None:
    """Cut programs, style sheets and the head from ``root``."""
    for element in list(root.iter(*_PROGRAMS)):
        cut(element)
        if what := _PROGRAMS[name_of(element)]:
            waste.count(what)
    for head in root.findall("head"):
        cut(head)


def _reason(element: etree._Element, names: Names) -> str:
    """Why ``element`` is no text; empty if it is."""
    said = types(element)
    if said & _TEXTUAL:
        return ""
    if element.tag in _ELEMENTS:
        return (
            _ELEMENTS[name_of(element)]
            if "toc" not in said or element.tag != "nav"
            else "the list of contents for e-readers"
        )
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return "hidden on the page"
    bearing = classes_of(element) | {(element.get("id") or "").lower()}
    return _of(names.dropped, bearing) or _of(_ROLES, said) or _frame(element)


def _of(reasons: Mapping[str, str], words: frozenset[str]) -> str:
    return next((reasons[word] for word in sorted(words) if word in reasons), "")


def _frame(element: etree._Element) -> str:
    """The head and foot of a site (not of an article) hold navigation, if most of their words are links."""
    if element.tag not in {"header", "footer", "aside"} or _in_article(element):
        return ""
    words = len(text_in(element).split())
    linked = sum(len(text_in(link).split()) for link in element.iter("a"))
    if element.tag == "header" and element.find(".//h1") is not None and linked * 2 < words:
        return ""
    return f"the {element.tag} of the website" if linked * 2 >= words or element.tag == "footer" else ""


def _in_article(element: etree._Element) -> bool:
    return any(e.tag in {"article", "main", "section", "blockquote"} for e in element.iterancestors("*"))


def _still_in(element: etree._Element, root: etree._Element) -> bool:
    return element is not root and any(above is root for above in element.iterancestors())
