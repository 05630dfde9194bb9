"""How a text is cited: what its header and the settings say of it, as BibTeX, as CSL-JSON and as metadata of its pages.

Only what is said is told: a text without a date has none. The words around it ("edited by") are the interface's, so the
citation as a sentence is made by ``xslt/html/cite.xsl`` from :meth:`Citation.document`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from lxml import etree

from recensio.checks.languages import shorter
from recensio.law.elements import REC, TEI, name_of
from recensio.resolve import add
from recensio.runs import main_title

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATE = re.compile(r"^-?\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
_TAG = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")
_WEB = re.compile(r"^https?://[^\s<>\"{}|\\^`]+$", re.IGNORECASE)
#: Signs that mean something to TeX.
_BIBTEX = {sign: f"\\{sign}" for sign in "%&#$_"} | {
    # (BibTeX counts braces, also those behind a backslash)
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
_SUMMARY = 300
#: A statement of more letters is no name of a licence.
_LONG_LICENCE = 120


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who answers for a text; ``family`` and ``given`` only where the source tells them apart."""

    name: str
    family: str = ""
    given: str = ""

    @property
    def sorted(self) -> str:
        """The name as bibliographies sort it."""
        return f"{self.family}, {self.given}" if self.given else self.name

    def csl(self) -> dict[str, str]:
        """The name for CSL."""
        return {"family": self.family, "given": self.given} if self.given else {"literal": self.name}


@dataclass(frozen=True, slots=True)
class Whole:
    """The edition that a text is part of, as its settings say it."""

    title: str = ""
    editors: tuple[str, ...] = ()
    publisher: str = ""
    licence: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A text as it is cited. ``url`` is the address of its first page, relative if the edition has none."""

    id: str
    title: str
    url: str
    authors: tuple[Person, ...] = ()
    editors: tuple[Person, ...] = ()
    container: str = ""
    publisher: str = ""
    date: str = ""
    version: str = ""
    licence: str = ""
    licence_url: str = ""
    language: str = ""
    summary: str = ""
    home: str = ""

    @property
    def is_absolute(self) -> bool:
        """Whether the address can be used from anywhere."""
        return bool(_WEB.match(self.url))

    # --- for programs ---

    def bibtex(self, *, on_page: bool = False) -> str:
        """The entry of a BibTeX file (UTF-8). An address that is relative stands only ``on_page``, where ``cite.js``
        makes one of the web of it."""
        rows = {
            "author": " and ".join(_bibtex_name(p) for p in self.authors),
            "title": f"{{{_tex(self.title)}}}",
            "editor": " and ".join(_bibtex_name(p) for p in self.editors),
            "booktitle": _tex(self.container) and f"{{{_tex(self.container)}}}",
            "publisher": _tex(self.publisher),
            "version": _tex(self.version),
            "year": self.date[:4] if not self.date.startswith("-") else self.date[:5],
            "date": self.date,
            "url": self.url if self.is_absolute or on_page else "",
            "language": self.language,
            "note": _tex(self.licence or self.licence_url),
        }
        kind = "incollection" if self.container else "misc"
        lines = (f"  {name} = {{{value}}}" for name, value in rows.items() if value)
        return f"@{kind}{{{_key(self.id)},\n" + ",\n".join(lines) + "\n}\n"

    def csl(self, *, on_page: bool = False) -> str:
        """The item as CSL-JSON: a list with one object. Of its address the same is true."""
        item: dict[str, Any] = {
            "id": self.id,
            "type": "chapter" if self.container else "webpage",
            "title": self.title,
            "author": [p.csl() for p in self.authors],
            "editor": [p.csl() for p in self.editors],
            "container-title": self.container,
            "publisher": self.publisher,
            "issued": {"date-parts": [[int(part) for part in _parts(self.date)]]} if self.date else {},
            "version": self.version,
            "language": self.language,
            "license": self.licence_url or self.licence,
            "URL": self.url if self.is_absolute or on_page else "",
        }
        return json.dumps([{k: v for k, v in item.items() if v}], ensure_ascii=False, indent=2) + "\n"

    def schema_org(self) -> str:
        """The metadata of the text for search engines (schema.org, JSON-LD), safe inside a page."""
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "CreativeWork",
            "name": self.title,
            "url": self.url if self.is_absolute else "",
            "author": [{"@type": "Person", "name": p.name} for p in self.authors],
            "editor": [{"@type": "Person", "name": p.name} for p in self.editors],
            "publisher": {"@type": "Organization", "name": self.publisher} if self.publisher else {},
            "datePublished": self.date,
            "version": self.version,
            "license": self.licence_url or self.licence,
            "inLanguage": self.language,
            "description": self.summary,
            "isPartOf": self._whole(),
        }
        written = json.dumps({k: v for k, v in data.items() if v}, ensure_ascii=False, separators=(",", ":"))
        return written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")

    def _whole(self) -> dict[str, str]:
        url = {"url": self.home} if self.home else {}
        return {"@type": "CreativeWork", "name": self.container, **url} if self.container else {}

    def metadata(self) -> Iterator[tuple[str, str]]:
        """Names and contents of the ``meta`` elements of a page: Highwire's and Dublin Core's."""
        yield "description", self.summary
        yield "citation_title", self.title
        yield from (("citation_author", person.sorted) for person in self.authors)
        yield from (("citation_editor", person.sorted) for person in self.editors)
        yield "citation_publication_date", self.date.replace("-", "/") if not self.date.startswith("-") else ""
        yield "citation_publisher", self.publisher
        yield "citation_inbook_title", self.container
        yield "citation_language", self.language
        yield "citation_fulltext_html_url", self.url if self.is_absolute else ""
        yield "DC.title", self.title
        yield from (("DC.creator", person.name) for person in self.authors)
        yield from (("DC.contributor", person.name) for person in self.editors)
        yield "DC.publisher", self.publisher
        yield "DC.date", self.date
        yield "DC.language", self.language
        yield "DC.rights", self.licence_url or self.licence
        yield "DC.identifier", self.url if self.is_absolute else ""
        yield "DC.type", "Text"
        yield "DCTERMS.isPartOf", self.home or self.container

    # --- for the stylesheet ---

    def document(self) -> str:
        """The citation as XML: ``rec:citation`` with ``rec:person``, ``rec:meta``, ``rec:bibtex``, ``rec:csl``,
        ``rec:schema``."""
        root = etree.Element(f"{{{REC}}}citation", nsmap={"rec": REC})
        for name in ("title", "url", "container", "publisher", "date", "version", "licence", "licence_url"):
            root.set(name.replace("_", "-"), getattr(self, name))
        root.set("absolute", "1" if self.is_absolute else "")
        for role, persons in (("author", self.authors), ("editor", self.editors)):
            for person in persons:
                add(root, "person", person.name, role=role)
        for name, content in self.metadata():
            if content:
                add(root, "meta", name_=name, content=content)
        for name, text in self._forms():
            add(root, name, text)
        return etree.tostring(root, encoding="unicode")

    def _forms(self) -> Iterator[tuple[str, str]]:
        yield "bibtex", self.bibtex(on_page=True)
        yield "csl", self.csl(on_page=True)
        yield "schema", self.schema_org()


def citation_of(root: etree._Element, text_id: str, whole: Whole) -> Citation:
    """How the text of a TEI document is cited, as part of an edition."""
    header = next(root.iter(f"{{{TEI}}}teiHeader"), etree.Element("none"))
    title = _title(header) or text_id
    licence, target = _licence(header, whole)
    authors = _persons(header.iterfind(f"./{{{TEI}}}fileDesc/{{{TEI}}}titleStmt/{{{TEI}}}author"))
    editors = _persons(header.iterfind(f"./{{{TEI}}}fileDesc/{{{TEI}}}titleStmt/{{{TEI}}}editor"))
    container = whole.title if whole.title != title else ""
    address = f"{quote(text_id)}.html"
    base = whole.url.rstrip("/")
    return Citation(
        id=text_id,
        title=title,
        url=f"{base}/{address}" if base else address,
        authors=authors,
        editors=editors or tuple(_person_named(name) for name in whole.editors),
        container=container,
        publisher=_publisher(header) or whole.publisher,
        date=_date(header),
        version=_version(header),
        licence=licence,
        licence_url=target,
        language=_language(root),
        summary=_summary(header, title, authors, container),
        home=f"{base}/index.html" if base else "",
    )


# --- what headers say ---------------------------------------------------------------------------------------


def _words(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def _find(header: etree._Element, path: str) -> list[etree._Element]:
    steps = "/".join(f"{{{TEI}}}{step}" if step[:1].isalpha() else step for step in path.split("/"))
    return [e for e in header.iterfind(f"./{steps}") if isinstance(e.tag, str)]


def _title(header: etree._Element) -> str:
    return main_title(t for t in _find(header, "fileDesc/titleStmt/title") if _words(t))


def _persons(elements: Iterator[etree._Element]) -> tuple[Person, ...]:
    return tuple(dict.fromkeys(_person(form) for e in elements if _words(e) for form in _forms(e)))


def _forms(element: etree._Element) -> list[etree._Element]:
    """Who is named: the first form of a name, but all of several names that are not told apart by kind or language."""
    forms = [e for e in element if name_of(e) in {"persName", "name", "orgName"} and _words(e)]
    are_forms = any(e.get("type") or e.get(_LANG) for e in forms)
    return forms[:1] if are_forms else forms or [element]


def _person(form: etree._Element) -> Person:
    """Somebody by the form of the name; its parts where they are marked, or parted by a comma."""
    family = " ".join(_words(e) for e in form.iter(f"{{{TEI}}}surname"))
    given = " ".join(_words(e) for e in form.iter(f"{{{TEI}}}forename"))
    if family and given:
        return Person(f"{given} {family}", family, given)
    return _person_named(_words(form))


def _person_named(name: str) -> Person:
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and family and given and "," not in given and len(given.split()) < 4 and not given[:1].isdigit():
        return Person(f"{given} {family}", family, given)
    return Person(name)


def _publisher(header: etree._Element) -> str:
    for tag in ("publisher", "authority", "distributor"):
        for element in _find(header, f"fileDesc/publicationStmt/{tag}"):
            if said := _words(element):
                return said
    return ""


def _date(header: etree._Element) -> str:
    """When the text was published, as far as that is a date."""
    for element in (
        *_find(header, "fileDesc/publicationStmt/date"),
        *_find(header, "fileDesc/editionStmt/edition/date"),
    ):
        for said in (element.get("when") or "", _words(element)):
            if _DATE.match(said):
                return said
    return ""


def _version(header: etree._Element) -> str:
    """The edition of the file as it calls itself, else the day of its last revision."""
    for element in _find(header, "fileDesc/editionStmt/edition"):
        if said := _words(element) or (element.get("n") or "").strip():
            return said
    changes = [c.get("when") or "" for c in header.iterfind(f"./{{{TEI}}}revisionDesc//{{{TEI}}}change")]
    return max((when for when in changes if _DATE.match(when)), default="")


def _licence(header: etree._Element, whole: Whole) -> tuple[str, str]:
    for element in _find(header, "fileDesc/publicationStmt/availability/licence"):
        target = (element.get("target") or "").strip()
        if said := _words(element) or target:
            url = target if _WEB.match(target) else ""
            return _named_licence(url) if url and len(said) > _LONG_LICENCE else _short(said), url
    return (whole.licence, whole.licence if _WEB.match(whole.licence) else "")


def _named_licence(url: str) -> str:
    """What a licence is called by its address, where a header tells all its words."""
    found = re.search(r"creativecommons\.org/licen[cs]es/([a-z-]+)/(\d\.\d)", url.lower())
    return f"CC {found[1].upper()} {found[2]}" if found else url


def _short(text: str) -> str:
    if len(text) <= _SUMMARY:
        return text
    return text[: text.rfind(" ", 0, _SUMMARY) if " " in text[:_SUMMARY] else _SUMMARY] + " …"


def _summary(header: etree._Element, title: str, authors: Sequence[Person], container: str) -> str:
    """The abstract, or who wrote what in which edition."""
    abstract = next(iter(_find(header, "profileDesc/abstract")), None)
    made = " · ".join(filter(None, (", ".join(p.name for p in authors), title, container)))
    return _short(_words(abstract)) or made


def _language(root: etree._Element) -> str:
    body = next(root.iter(f"{{{TEI}}}body"), None)
    asked = [next(root.iter(f"{{{TEI}}}text"), None), body, *(() if body is None else list(body)[:1]), root]
    found = (e.get(_LANG) or "" for e in asked if e is not None)
    return shorter(next((tag for tag in found if _TAG.match(tag)), ""))


# --- forms --------------------------------------------------------------------------------------------------


def _parts(date: str) -> list[str]:
    return [
        f"-{part}" if n == 0 and date.startswith("-") else part for n, part in enumerate(date.lstrip("-").split("-"))
    ]


def _key(text_id: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", text_id).strip("-") or "text"


def _tex(text: str) -> str:
    return "".join(_BIBTEX.get(c, c) for c in text)


def _bibtex_name(person: Person) -> str:
    return f"{_tex(person.family)}, {_tex(person.given)}" if person.given else f"{{{_tex(person.name)}}}"
