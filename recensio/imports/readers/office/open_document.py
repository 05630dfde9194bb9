"""The names of OpenDocument, and its styles: what an automatic style looks like, and which named one is behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from recensio.imports.readers.office.roles import TEXT, Role, role_of

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "math": "http://www.w3.org/1998/Math/MathML",
}


def q(name: str) -> str:
    """The qualified name of ``prefix:name``."""
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def said(element: etree._Element | None, name: str) -> str:
    """The attribute ``prefix:name`` of ``element``, empty if it is not there."""
    return "" if element is None else str(element.get(q(name)) or "")


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name for people, its parent, what it switches on, where it breaks pages, its language, its side."""

    name: str
    parent: str
    looks: Mapping[str, bool]
    lang: str
    breaks: bool
    align: str
    automatic: bool
    outline: int | None


@dataclass
class Styles:
    """The styles of a document, by family and name, and its numbered lists."""

    known: dict[tuple[str, str], Style] = field(default_factory=dict)
    lists: dict[str, dict[int, tuple[str, str, str, int]]] = field(default_factory=dict)
    language: str = ""

    @classmethod
    def of(cls, *roots: etree._Element | None) -> Styles:
        """The styles in ``roots``."""
        styles = cls()
        for root in roots:
            for element in root.iter(q("style:style")) if root is not None else ():
                styles.known[said(element, "style:family"), said(element, "style:name")] = _style(element)
            for element in root.iter(q("text:list-style")) if root is not None else ():
                styles.lists[said(element, "style:name")] = dict(_levels(element))
            for element in root.iter(q("style:default-style")) if root is not None else ():
                if said(element, "style:family") == "paragraph":
                    styles.language = _language(element.find(q("style:text-properties"))) or styles.language
        return styles

    def chain(self, family: str, name: str) -> Iterator[Style]:
        """The style called ``name`` and its ancestors."""
        seen = set[str]()
        while (family, name) in self.known and name not in seen:
            seen.add(name)
            yield self.known[family, name]
            name = self.known[family, name].parent

    def role(self, name: str) -> Role:
        """What a paragraph of the style ``name`` is."""
        chain = list(self.chain("paragraph", name))
        role = role_of(*(style.name for style in chain if not style.automatic), name)
        outline = next((style.outline for style in chain if style.outline), None)
        return Role("heading", outline) if role is TEXT and outline else role

    def looks(self, name: str) -> dict[str, bool]:
        """What the character style ``name`` switches on."""
        found: dict[str, bool] = {}
        for style in self.chain("text", name):
            found = {**style.looks, **found}
        return found

    def lang(self, family: str, name: str) -> str:
        """The language of the style ``name``; empty if it names none."""
        return next((style.lang for style in self.chain(family, name) if style.lang), "")


def _style(element: etree._Element) -> Style:
    text, paragraph = element.find(q("style:text-properties")), element.find(q("style:paragraph-properties"))
    outline = said(element, "style:default-outline-level")
    holder = element.getparent()
    return Style(
        name=said(element, "style:display-name") or said(element, "style:name"),
        parent=said(element, "style:parent-style-name"),
        looks=_looks(text),
        lang=_language(text),
        breaks=said(paragraph, "fo:break-before") == "page" or bool(said(element, "style:master-page-name").strip()),
        align=said(paragraph, "fo:text-align"),
        automatic=holder is not None and holder.tag == q("office:automatic-styles"),
        outline=int(outline) if outline.isdigit() else None,
    )


def _language(text: etree._Element | None) -> str:
    language, country = said(text, "fo:language"), said(text, "fo:country")
    if not language or language == "none":
        return ""
    return f"{language}-{country}" if country and country != "none" else language


def _looks(text: etree._Element | None) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for attribute, values in _LOOKS.items():
        told = said(text, attribute)
        if told:
            found |= {word: told in meant for word, meant in values.items()}
    position = said(text, "style:text-position")
    if position:
        share = position.split()[0]
        up = share == "super" or (share.rstrip("%").isdigit() and int(share.rstrip("%")) > 0)
        found |= {"superscript": up, "subscript": share.startswith(("sub", "-"))}
    return found


_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_NO_LINES = frozenset({"none", ""})
_LINES = frozenset({"solid", "dotted", "dash", "long-dash", "dot-dash", "dot-dot-dash", "wave"})
_LOOKS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "fo:font-style": {"italic": frozenset({"italic", "oblique"})},
    "fo:font-weight": {"bold": _BOLD},
    "fo:font-variant": {"smallcaps": frozenset({"small-caps"})},
    "fo:text-transform": {"uppercase": frozenset({"uppercase"})},
    "style:text-underline-style": {"underlined": _LINES},
    "style:text-line-through-style": {"strikethrough": _LINES},
}


def _levels(element: etree._Element) -> Iterator[tuple[int, tuple[str, str, str, int]]]:
    """Each level with the form of its numbers (empty for bullets), what stands around them, and where they begin."""
    for level in element:
        number = said(level, "text:level")
        start = said(level, "text:start-value")
        if number.isdigit():
            form = said(level, "style:num-format") if level.tag == q("text:list-level-style-number") else ""
            around = (said(level, "style:num-prefix"), said(level, "style:num-suffix"))
            yield int(number), (form, *around, int(start) if start.isdigit() else 1)
