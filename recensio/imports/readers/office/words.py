"""The names of WordprocessingML, and the parts beside the text: styles, numbering, links to other parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from recensio.imports.readers.office.package import Package, beside
from recensio.imports.readers.office.roles import TEXT, Role, role_of

_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
W = f"{{{_TRANSITIONAL}}}"
_SPACES = {
    _STRICT: _TRANSITIONAL,
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/drawingml/main": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "http://purl.oclc.org/ooxml/officeDocument/math": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}  # fmt: skip
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFF = frozenset({"0", "false", "off", "none"})
_DEEPER = re.compile(r"list (?:bullet|number|continue)? ?([2-5])")
_LOOKS = {
    "b": "bold",
    "i": "italic",
    "u": "underlined",
    "strike": "strikethrough",
    "dstrike": "strikethrough",
    "smallCaps": "smallcaps",
    "caps": "uppercase",
}
_RAISED = {"superscript": "superscript", "subscript": "subscript"}


def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{W}{name}"


def value(element: etree._Element | None, name: str = "val") -> str:
    """The attribute ``name`` of ``element``, empty if it is not there."""
    return "" if element is None else str(element.get(w(name)) or "")


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The descendant of ``element`` by ``path``."""
    for name in path:
        if element is None:
            return None
        element = element.find(w(name))
    return element


def plain_names(root: etree._Element) -> etree._Element:
    """``root`` with the namespaces of "strict" files as the others have them, in place."""
    for element in root.iter("*"):
        name = etree.QName(element)
        if name.namespace in _SPACES:
            element.tag = f"{{{_SPACES[name.namespace]}}}{name.localname}"
        for key, text in list(element.attrib.items()):
            space, _, local = str(key).rpartition("}")
            if space[1:] in _SPACES:
                del element.attrib[key]
                element.set(f"{{{_SPACES[space[1:]]}}}{local}", text)
    return root


# --- Looks ------------------------------------------------------------------------------------------------------------


def looks_of(properties: etree._Element | None) -> dict[str, bool]:
    """What ``rPr`` switches on and off, as words of ``@rend``."""
    found: dict[str, bool] = {}
    for element in properties if properties is not None else ():
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name in _LOOKS:
            found[_LOOKS[name]] = value(element).lower() not in _OFF
        elif name == "vertAlign":
            found |= {word: value(element) == key for key, word in _RAISED.items()}
        elif name == "spacing" and value(element).lstrip("-").isdigit():
            found["spaced"] = int(value(element)) >= 30
    return found


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name for people, the one that it is based on, what it switches on, where it stands in lists."""

    name: str
    based_on: str
    looks: Mapping[str, bool]
    outline: int | None
    list_id: str
    list_level: int
    lang: str


@dataclass
class Styles:
    """The styles of a document by their ids."""

    known: dict[str, Style] = field(default_factory=dict)
    normal: str = ""
    language: str = ""

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        """The styles in ``root``."""
        styles = cls()
        for element in root.iter(w("style")) if root is not None else ():
            styles.known[value(element, "styleId")] = _style(element)
            if value(element, "default") in {"1", "true"} and value(element, "type") == "paragraph":
                styles.normal = value(element, "styleId")
        styles.language = value(child(root, "docDefaults", "rPrDefault", "rPr", "lang"))
        return styles

    def depth(self, ident: str) -> int:
        """How deep the style says its items stand, from 0: Word's ``List Bullet 2`` is a list of its own, set in."""
        found = (_DEEPER.fullmatch(one.name.lower()) for one in self.chain(ident))
        return next((int(match.group(1)) - 1 for match in found if match), 0)

    def chain(self, ident: str) -> Iterator[Style]:
        """The style ``ident`` and those that it is based on."""
        seen = set[str]()
        while ident in self.known and ident not in seen:
            seen.add(ident)
            yield self.known[ident]
            ident = self.known[ident].based_on

    def looks(self, ident: str) -> dict[str, bool]:
        """What the style ``ident`` switches on, with those that it is based on."""
        found: dict[str, bool] = {}
        for style in self.chain(ident):
            found = {**style.looks, **found}
        return found

    def role(self, ident: str) -> Role:
        """What a paragraph of the style ``ident`` is."""
        chain = list(self.chain(ident))
        named = role_of(*(style.name for style in chain))
        outline = next((style.outline for style in chain if style.outline is not None), None)
        return Role("heading", outline + 1) if named is TEXT and outline is not None and outline < 9 else named


def _style(element: etree._Element) -> Style:
    paragraph = child(element, "pPr")
    outline = value(child(paragraph, "outlineLvl"))
    level = value(child(paragraph, "numPr", "ilvl"))
    return Style(
        name=value(child(element, "name")),
        based_on=value(child(element, "basedOn")),
        looks=looks_of(child(element, "rPr")),
        outline=int(outline) if outline.isdigit() else None,
        list_id=value(child(paragraph, "numPr", "numId")),
        list_level=int(level) if level.isdigit() else 0,
        lang=value(child(element, "rPr", "lang")),
    )


# --- Numbering --------------------------------------------------------------------------------------------------------


@dataclass
class Numbering:
    """The lists of a document: how each level is numbered, and how far the numbers have got."""

    abstract: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, int], tuple[str, str, int]] = field(default_factory=dict)
    reached: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """The lists in ``root``."""
        made = cls()
        for element in root.iter(w("abstractNum")) if root is not None else ():
            made._add_levels(value(element, "abstractNumId"), element)
        for element in root.iter(w("num")) if root is not None else ():
            made.abstract[value(element, "numId")] = value(child(element, "abstractNumId"))
        return made

    def _add_levels(self, ident: str, element: etree._Element) -> None:
        for level in element.iter(w("lvl")):
            start, number = value(child(level, "start")), value(level, "ilvl")
            form = value(child(level, "numFmt")) or "decimal"
            begins = int(start) if start.isdigit() else 1
            if number.isdigit():
                self.levels[ident, int(number)] = (form, value(child(level, "lvlText")), begins)

    def series(self, ident: str) -> str:
        """The list that ``ident`` belongs to; empty if there is no such list."""
        return self.abstract.get(ident, "")

    def numbered(self, ident: str, level: int) -> bool:
        """Whether the level has numbers (or letters), not bullets."""
        form, text, _ = self.levels.get((self.series(ident), level), ("bullet", "", 1))
        return form not in {"bullet", "none"} and "%" in text

    def opens(self, ident: str, level: int) -> bool:
        """Whether a paragraph there begins an item: one with a blank for a bullet goes on with the item before it."""
        form, text, _ = self.levels.get((self.series(ident), level), ("decimal", "%1", 1))
        return form != "bullet" or bool(text.strip())

    def next(self, ident: str, level: int) -> str:
        """What numbers the next item at ``level``."""
        series = self.series(ident)
        form, text, start = self.levels.get((series, level), ("decimal", f"%{level + 1}.", 1))
        self.reached[ident, level] = self.reached.get((ident, level), start - 1) + 1
        for deeper in [key for key in self.reached if key[0] == ident and key[1] > level]:
            del self.reached[deeper]
        if form in {"bullet", "none"}:
            return text.strip() if form == "bullet" else ""
        for upper in range(level + 1):
            shape, _, begins = self.levels.get((series, upper), ("decimal", "", 1))
            text = text.replace(f"%{upper + 1}", shaped(self.reached.get((ident, upper), begins), shape))
        return text


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_SIGNS = ("*", "†", "‡", "§")


def shaped(number: int, form: str) -> str:
    """``number`` as ``form`` writes it, in the words of WordprocessingML."""
    plain = form.lower()
    if number < 1:
        return str(number)
    if plain.endswith("letter"):
        written = _LETTERS[(number - 1) % 26] * ((number - 1) // 26 + 1)
    elif plain.endswith("roman"):
        written = roman(number)
    elif plain == "chicago":
        return _SIGNS[(number - 1) % 4] * ((number - 1) // 4 + 1)
    else:
        return str(number)
    return written.upper() if plain.startswith("upper") else written


def roman(number: int) -> str:
    """``number`` in small Roman figures."""
    written = ""
    for worth, sign in _ROMAN:
        written += sign * (number // worth)
        number %= worth
    return written


# --- Links to other parts ---------------------------------------------------------------------------------------------


def relations(package: Package, part: str) -> dict[str, tuple[str, bool]]:
    """What the ids in ``part`` stand for: an address and whether it leads outside the document."""
    folder, _, file = part.rpartition("/")
    root = package.tree(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
    found: dict[str, tuple[str, bool]] = {}
    for element in root.iter(_PACKAGE_RELATION) if root is not None else ():
        outside = element.get("TargetMode") == "External"
        target = str(element.get("Target") or "")
        found[str(element.get("Id"))] = (target if outside else beside(part, target), outside)
    return found
