"""Marks of notes: what a call looks like, and which links are calls, which lead back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from recensio.imports.readers.web.names import Names
from recensio.imports.readers.web.tree import (
    BLOCKS,
    HEADINGS,
    block_of,
    classes,
    keys,
    name_of,
    text_before,
    text_in,
    types,
)

_SIGN = r"\d{1,4}[a-z*]?|[A-Za-z]{1,2}|[ivxlcIVXLC]{1,7}|[*∗†‡§‖¶#⁎]{1,5}"
_MARK = re.compile(rf"^[\[({{⟨<]?\s*({_SIGN})\s*[\])}}⟩>]?\s*[.:,)]?$")
_ARROW = re.compile(r"^[\s↩↵⏎⤴⤶^↑⇑←⇐⟵▲▴△\ufe0e\ufe0f.\[\]()«<]*$")
_NOTELY = re.compile(
    r"(foot|end|side)?-?note|^_?_?_?(ft|fn|ed|en)n?[_\-.]?\w*\d|cite_note|^[nf]\.?\d+\w?$|anm|nota|prim", re.IGNORECASE
)
_BODY_ID = re.compile(r"(ftn|edn|fn|sdfootnote|sdendnote|footnote|endnote)[-_:]?\d+$", re.IGNORECASE)
NOTES_TITLE = re.compile(
    r"^[\W\d]*((foot|end|editor(ial|[’']s)\s+)?-?\s?notes?(\s+and\s+references)?|references|annotations?|notes? de \w+"
    r"( de page)?|anmerkung(en)?|fu(ß|ss)noten?|endnoten?|notas|note|noten|voetnoten|eindnoten|poznámky|przypisy"
    r"|примечани[яе]|сноск[аи]|jegyzetek|noter|fotnoter|sluttnoter|viitteet|σημειώσεις|注释|註釋|注|脚注|註)\W*$",
    re.IGNORECASE,
)


def label_of(text: str) -> str:
    """The number or sign of a call that is printed as ``text``; empty if it does not look like a call."""
    found = _MARK.match(text.strip())
    return found.group(1) if found else ""


def is_arrow(text: str) -> bool:
    """Whether ``text`` is nothing but a sign that leads back."""
    return bool(_ARROW.match(text))


@dataclass(frozen=True)
class Page:
    """A page with its links: ``named`` are the elements by the keys that links reach them with.

    ``aims`` are the elements that links lead to which look like calls.
    """

    root: etree._Element
    names: Names
    file: str
    named: Mapping[str, etree._Element]
    aims: set[etree._Element] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element, names: Names, file: str) -> Page:
        """The page in the file called ``file``."""
        named: dict[str, etree._Element] = {}
        for element in root.iter("*"):
            for key in keys(element):
                named.setdefault(key, element)
        page = cls(root, names, file, named)
        page.aims.update(named[key] for link, key in page.links() if key in named and label_of(text_in(link)))
        return page

    def key(self, link: etree._Element) -> str:
        """The key in this page that ``link`` leads to; empty if it leads elsewhere."""
        file, hash_, key = (link.get("href") or "").strip().partition("#")
        if not hash_ or not key:
            return ""
        if file and file != self.file and not (file.startswith("./") and unquote(key) in self.named):
            return ""
        return key if key in self.named else unquote(key)

    def target(self, link: etree._Element) -> etree._Element | None:
        """The element that ``link`` leads to."""
        return self.named.get(self.key(link))

    def links(self) -> Iterator[tuple[etree._Element, str]]:
        """The links within the page, with their keys, in order."""
        for link in self.root.iter("a"):
            if key := self.key(link):
                yield link, key

    def says_call(self, link: etree._Element) -> bool:
        """Whether ``link``, or what is directly around it, says that it is the call of a note."""
        around = [link, *(e for e in [link.getparent()] if e is not None)]
        return any("noteref" in types(e) or classes(e) & self.names.calls for e in around)

    def says_back(self, link: etree._Element) -> bool:
        """Whether ``link`` says that it leads back from a note."""
        around = [link, *(e for e in [link.getparent()] if e is not None and e.tag not in BLOCKS)]
        said = any("backlink" in types(e) or classes(e) & self.names.backs for e in around)
        return said or (bool(link.text or len(link)) and is_arrow(text_in(link)))

    def says_body(self, element: etree._Element) -> bool:
        """Whether ``element`` says that it is the body of a note."""
        said = types(element) & {"footnote", "endnote", "rearnote", "note"} or classes(element) & self.names.bodies
        return bool(said) or bool(element.tag in {"div", "aside"} and _BODY_ID.match(element.get("id") or ""))

    def is_page_number(self, element: etree._Element) -> bool:
        """Whether ``element`` stands for a page of the printed text."""
        around = [element, *element.iterancestors("*")][:3]
        return any("pagebreak" in types(e) or classes(e) & self.names.pages for e in around)


def raised(link: etree._Element) -> bool:
    """Whether ``link`` is set above the line."""
    around = [link, *link.iterdescendants("*"), *(e for e in [link.getparent()] if e is not None)]
    return any(e.tag == "sup" or "super" in (e.get("style") or "") for e in around)


def bracketed(link: etree._Element) -> bool:
    """Whether ``link`` stands in brackets, its own or those of the text around."""
    text = text_in(link)
    before, after = text_before(link), link.tail or ""
    return (text[:1] in "[(" and text[-1:] in "])" and len(text) > 2) or (
        before[-1:] in {"[", "("} and after[:1] in {"]", ")"}
    )


def notely(key: str) -> bool:
    """Whether ``key`` is such as is given to notes."""
    return bool(_NOTELY.search(key.rpartition("#")[2]))


def in_heading(element: etree._Element) -> bool:
    """Whether ``element`` is, or stands in, a heading."""
    return name_of(block_of(element)) in HEADINGS
