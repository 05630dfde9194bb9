"""The great collections of texts: how their pages are known, and what their class names mean there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from recensio.imports.readers.web.names import GENERIC, Names
from recensio.imports.readers.web.tree import classes


@dataclass(frozen=True, slots=True)
class Site:
    """A collection. ``address`` and ``marks`` (class names or ids) are what its pages are known by.

    ``sure`` is what no other page says. ``content`` are ids and class names of what holds the text, the best first;
    ``publisher`` is its name.
    """

    key: str
    publisher: str
    address: re.Pattern[str]
    marks: frozenset[str]
    names: Names
    content: tuple[str, ...] = ()
    sure: re.Pattern[str] | None = None


_FURNITURE = "a part of the website, not of the text"
_MIA = Site(
    key="marxists",
    publisher="Marxists Internet Archive",
    address=re.compile(r"marxists\.(org|architexturez\.net)|Marxists[’']?\s+Internet\s+Archive", re.IGNORECASE),
    marks=frozenset({"infotop", "infobot", "fst", "quoteb", "indentb", "toplink", "updat", "information"}),
    names=Names(
        dropped=dict.fromkeys(
            ["toplink", "updat", "updated", "link", "linkback", "next", "breadcrumb", "footer", "toc-link", "nextprev"],
            "navigation of the Marxists Internet Archive",
        ),
        quotes=frozenset({"quoteb", "quote", "quotec", "quotes", "indentb", "indent", "extract"}),
        verse=frozenset({"poem", "verse"}),
        parts={"sig": "signed", "sigb": "signed", "date": "dateline", "author": "byline", "toauthor": "salute"},
        headings={"title": 0, "subtitle": 1, "heading": 1},
        bodies=frozenset({"note", "notes", "endnote", "endnotes", "footnote", "fnote", "pagenote"}),
        pages=frozenset({"page", "pg"}),
        captions=frozenset({"caption", "captionl", "captionr"}),
        calls=frozenset({"enote", "anote", "ednote"}),
    ),
)
_WIKISOURCE = Site(
    key="wikisource",
    publisher="Wikisource",
    address=re.compile(r"\bwikisource\.org\b", re.IGNORECASE),
    marks=frozenset({"prp-pages-output", "ws-header", "headertemplate", "ws-pagenum", "ws-noexport", "wst-header"}),
    names=Names(
        dropped={
            **dict.fromkeys(
                [
                    *("mw-navigation", "mw-head", "mw-panel", "mw-page-base", "mw-head-base", "p-search", "sitesub"),
                    *("contentsub", "jump-to-nav", "printfooter", "catlinks", "footer", "mw-footer", "mw-indicators"),
                    *("mw-hidden-catlinks", "vector-header", "vector-column-start", "vector-page-toolbar", "toc"),
                    *("mw-footer-container", "vector-sticky-header", "mw-interwiki-selector", "sister-links"),
                    *("sistersitebox", "plainsister", "ambox", "mw-cite-up-arrow-backlink", "firstheading-edit"),
                ],
                "navigation of Wikisource",
            ),
            **dict.fromkeys(["pagenum-inner", "pageno-inner", "mw-cite-backlink"], "a sign of Wikisource, no text"),
            **dict.fromkeys(["licensecontainer", "license-container", "licencecontainer"], _FURNITURE),
        },
        styles={"wst-sc": "smallcaps", "wst-asc": "smallcaps", "wst-lsp": "spaced", "wst-u": "underlined"},
        verse=frozenset({"poem", "ws-poem", "wst-ppoem", "verse"}),
        stanzas=frozenset({"ws-poem-stanza"}),
        lines=frozenset({"ws-poem-line"}),
        quotes=frozenset({"wst-bq", "wst-quote", "wst-blockquote"}),
        pages=frozenset({"ws-pagenum", "pagenum"}),
        calls=frozenset({"reference", "mw-ref"}),
        beside=frozenset({"wst-sidenote", "wst-outside", "wst-rsidenote", "wst-lsidenote"}),
        figures=frozenset({"wst-freedimg", "wst-img-float", "mw-default-size", "thumb"}),
        captions=frozenset({"wst-freedimg-caption", "wst-img-float-caption", "thumbcaption"}),
        headings={},
    ),
    content=("prp-pages-output", "mw-parser-output", "mw-content-text", "bodycontent"),
)
_GUTENBERG = Site(
    key="gutenberg",
    publisher="Project Gutenberg",
    address=re.compile(r"\bProject\s+Gutenberg\b|\bgutenberg\.org\b", re.IGNORECASE),
    marks=frozenset(
        {"pg-header", "pg-boilerplate", "fnanchor", "pgheader", "pg-footer", "transnote", "tnote", "pg-start-separator"}
    ),
    names=Names(
        quotes=frozenset({"blockquot", "blockquote", "letter", "extract"}),
        verse=frozenset({"poem", "poetry", "poetry-container"}),
        lines=frozenset({"verse", "line", *(f"i{n}" for n in range(41)), *(f"indent{n}" for n in range(41))}),
        captions=frozenset({"caption", "caption1", "caption2", "caption3"}),
        calls=frozenset({"fnanchor", "reference"}),
        bodies=frozenset({"footnote"}),
        headings={"title": 0, "ph1": 0, "ph2": 0, "ph3": 1, "ph4": 2},
        parts={"right_sig": "signed", "attr": "signed"},
        labels=frozenset({"label", "fnlabel"}),
    ),
    sure=re.compile(r"\*\*\*\s*(START|END)\s+OF\s+(THE|THIS)\s+PROJECT\s+GUTENBERG", re.IGNORECASE),
)
SITES = (_GUTENBERG, _WIKISOURCE, _MIA)
ANY = Site("", "", re.compile("(?!)"), frozenset(), Names())


def site_of(root: etree._Element) -> Site:
    """The collection that the page is from: its class names say so, or its address and one of its class names."""
    found = _names(root)
    about = _about(root)
    scores = [_score(site, found, about) for site in SITES]
    best = max(scores)
    return SITES[scores.index(best)] if best >= _ENOUGH else ANY


_ENOUGH = 4


def _score(site: Site, found: set[str], about: str) -> int:
    sure = bool(site.sure and site.sure.search(about))
    return 2 * len(site.marks & found) + 3 * bool(site.address.search(about)) + _ENOUGH * sure


def names_at(site: Site) -> Names:
    """What names mean on a page of ``site``."""
    return GENERIC | site.names


def _names(root: etree._Element) -> set[str]:
    found: set[str] = set()
    for element in root.iter("*"):
        found |= classes(element)
        if element.get("id"):
            found.add(str(element.get("id")).lower())
    return found


def _about(root: etree._Element) -> str:
    """Addresses and names in the head, and the beginning and end of the text: there collections name themselves."""
    told = [value for meta in root.iter("meta", "link", "base", "title") for value in meta.attrib.values()]
    told += [title.text or "" for title in root.iter("title")]
    body = root.find("body")
    words = " ".join(" ".join(map(str, body.itertext())).split()) if body is not None else ""
    return " ".join([*map(str, told), words[:2000], words[-2000:]])
