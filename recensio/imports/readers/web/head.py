"""What a page says about itself in its head: title, ``meta``, and the descriptions that search engines read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from recensio.imports.readers.web.statements import Statements
from recensio.imports.readers.web.tree import lang, text_in
from recensio.parse.vocabulary import names

# The names of meta elements, without the prefix of their vocabulary; the vocabularies in the order of trust.
_VOCABULARIES = (
    "citation_",
    "dcterms.",
    "dc.",
    "dcterms:",
    "dc:",
    "article:",
    "og:",
    "prism.",
    "bepress_citation_",
    "",
)
_MEANING = {
    "title": "title",
    "publisher": "publisher",
    "site_name": "publisher",
    "publicationname": "publisher",
    "journal_title": "journal",
    "date": "date",
    "issued": "date",
    "created": "date",
    "date.issued": "date",
    "date.created": "date",
    "publication_date": "date",
    "published_time": "date",
    "language": "language",
    "locale": "language",
    "content-language": "language",
    "description": "abstract",
    "abstract": "abstract",
    "rights": "rights",
    "copyright": "rights",
    "license": "licence",
    "rights.license": "licence",
    "bibliographiccitation": "description",
    "identifier.citation": "description",
}
_ROLES = {
    "author": "author",
    "authors": "author",
    "creator": "author",
    "contributor": "contributor",
    "editor": "editor",
    "translator": "translator",
    "translated_by": "translator",
}
_IDENTIFIERS = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "identifier": "URI", "pmid": "PMID", "arxiv_id": "arXiv"}
_KEYWORDS = frozenset({"keywords", "subject", "keyword", "tag", "news_keywords"})
_TECHNICAL = re.compile(
    r"^(viewport|generator|robots|googlebot.*|theme-color|msapplication.*|apple-.*|format-detection|referrer|rating"
    r"|content-type|content-style-type|content-script-type|x-ua-compatible|refresh|pragma|cache-control|expires|color-scheme"
    r"|handheldfriendly|mobileoptimized|csrf.*|fb:.*|twitter:.*|og:(type|image.*|url|locale:alternate|updated_time|video.*)"
    r"|google.*|verify.*|resourceloader.*|revisit-after|distribution|progid|originator|cover|calibre.*|citation_(pdf|fulltext|abstract).*"
    r"|article:(modified_time|section|tag|publisher)|parsely.*|next-head.*|resource-type|date-revision.*|content-cype)$",
    re.IGNORECASE,
)


def read_head(root: etree._Element, said: Statements) -> None:
    """Add to ``said`` what the head of the page says. The page's own heading is better than its ``title``."""
    for meta in sorted(root.iter("meta"), key=_trust):
        _meta(meta, said)
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            _linked_data(script.text or "", said)
    _links(root, said)
    language = lang(root) or next((lang(body) for body in root.iter("body")), "")
    said.say("language", language, "language of the page", instead=True)


def page_title(root: etree._Element) -> str:
    """What stands in ``title``."""
    return next((text_in(title) for title in root.iter("title")), "")


def _trust(meta: etree._Element) -> int:
    name = _name(meta)
    return next(number for number, prefix in enumerate(_VOCABULARIES) if name.startswith(prefix))


def _name(meta: etree._Element) -> str:
    told = meta.get("name") or meta.get("property") or meta.get("http-equiv") or meta.get("itemprop") or ""
    return told.strip().lower()


def _meta(meta: etree._Element, said: Statements) -> None:
    name, value = _name(meta), " ".join((meta.get("content") or "").split())
    if not name or not value or _TECHNICAL.match(name):
        return
    bare = next(name.removeprefix(prefix) for prefix in _VOCABULARIES if name.startswith(prefix))
    if bare in _MEANING:
        said.say(_MEANING[bare], value.replace("_", "-") if bare == "locale" else value, name)
    elif bare in _ROLES:
        said.person(value, _ROLES[bare])
    elif bare in _IDENTIFIERS:
        said.identifier(_IDENTIFIERS[bare], value)
    elif bare in _KEYWORDS:
        said.keyword(value)
    else:
        said.keep(name, value)


def _links(root: etree._Element, said: Statements) -> None:
    for link in root.iter("link"):
        relation, target = (link.get("rel") or "").lower(), (link.get("href") or "").strip()
        if relation == "canonical" and target.startswith("http"):
            said.say("url", target)
        elif relation == "license" and target:
            said.say("licence", target)
    for meta in root.iter("meta"):
        if (meta.get("property") or "") == "og:url" and (meta.get("content") or "").startswith("http"):
            said.say("url", str(meta.get("content")))


# --- Descriptions in JSON ---------------------------------------------------------------------------------------------

_WORKS = names(
    "Article NewsArticle BlogPosting ScholarlyArticle Book Chapter CreativeWork Report WebPage Letter Poem"
    " Manuscript PublicationIssue Legislation AnalysisNewsArticle OpinionNewsArticle ReportageNewsArticle"
)
_TOLD = (
    ("headline", "title"),
    ("name", "title"),
    ("alternativeHeadline", "subtitle"),
    ("datePublished", "date"),
    ("dateCreated", "date"),
    ("inLanguage", "language"),
    ("description", "abstract"),
    ("license", "licence"),
    ("copyrightNotice", "rights"),
    ("publisher", "publisher"),
    ("url", "url"),
)


def _linked_data(text: str, said: Statements) -> None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    for thing in _things(data):
        for part, meaning in _TOLD:
            if (value := _word(thing.get(part))) and meaning not in said.values:
                said.say(meaning, value)
        for role in ("author", "editor", "translator"):
            for person in _listed(thing.get(role)):
                said.person(_word(person), role)
        for word in _listed(thing.get("keywords")):
            said.keyword(_word(word))


def _things(data: Any) -> Iterator[Mapping[str, Any]]:
    """The works that are described, the most particular kind first."""
    found = [thing for thing in _nested(data) if _kinds(thing) & _WORKS]
    yield from sorted(found, key=lambda thing: "WebPage" in _kinds(thing))


def _nested(data: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, list):
        for one in data:
            yield from _nested(one)
    elif isinstance(data, dict):
        yield data
        yield from _nested(data.get("@graph"))
        yield from _nested(data.get("mainEntity"))


def _kinds(thing: Mapping[str, Any]) -> set[str]:
    return {kind for kind in _listed(thing.get("@type")) if isinstance(kind, str)}


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _word(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("@id") or value.get("url")
    if isinstance(value, list):
        value = next(iter(value), "")
    return " ".join(value.split()) if isinstance(value, str) else ""
