"""What registers say: of persons, places, organisations, events, objects, works, and the entries of bibliographies.

An entry is read as it stands: every spelling of the name, every statement in its order, where authority files tell
more, where a place lies, when an event was. An element that is not known by name is told by its words all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from recensio.alphabet import without_article
from recensio.citations import citation, reference, short_reference
from recensio.dating import Dating, dating_of
from recensio.law.elements import TEI
from recensio.runs import Run, runs_of, tag_of, words

__all__ = [
    "CHRONOLOGIES", "ID", "LITERATURE", "REGISTERS", "TEI", "Bearer", "Dating", "Detail", "Name", "Relation", "Run",
    "bearer_from", "bearer_of", "dates_said", "detail_from", "is_web", "reference", "relation_from", "relation_of",
    "span_of", "tag_of", "words",
]  # fmt: skip

_XML = "http://www.w3.org/XML/1998/namespace"
ID = f"{{{_XML}}}id"
_LANG = f"{{{_XML}}}lang"

#: Which register an element's bearer belongs to (TEI Guidelines, chapter 14, and listBibl).
REGISTERS: Mapping[str, str] = {
    "person": "persons",
    "personGrp": "persons",
    "place": "places",
    "org": "organisations",
    "event": "events",
    "object": "objects",
    "bibl": "works",
    "biblStruct": "works",
}
#: Types of listBibl whose entries are literature, not works that a text names.
LITERATURE = frozenset(
    ("bibliography", "bibliographie", "literature", "literatur", "secondary", "references", "editions", "studies")
)

#: Types of listEvent whose events are told in the order of time, on the page of the timeline.
CHRONOLOGIES = frozenset(("chronology", "timeline", "chronologie", "annals", "annales", "zeittafel", "cronologia"))

_LABELS = frozenset(
    ("persName", "placeName", "orgName", "geogName", "eventName", "objectName", "name", "label", "title", "head")
)
_PREFERRED = frozenset({"main", "pref", "preferred", "label", "reg", "standard"})
#: Registers whose entries have dates.
_DATED = frozenset({"events", "timeline"})
#: What an entry of a bibliography tells beside its citation.
_BESIDE = frozenset({"note"})
#: Types of note that are told under their own heading.
_NOTES = frozenset({"sources", "cited"})
_NO_DETAIL = frozenset({"idno", "geo", "listPlace", "listPerson", "listOrg", "listEvent", "listObject", "listRelation"})
_DATES = ("when", "when-iso", "from", "from-iso", "notBefore", "notBefore-iso", "notAfter", "notAfter-iso",
          "to", "to-iso")  # fmt: skip
_FIRST = ("when", "when-iso", "from", "from-iso", "notBefore", "notBefore-iso", "to", "to-iso", "notAfter",
          "notAfter-iso")  # fmt: skip
_LAST = ("to", "to-iso", "notAfter", "notAfter-iso")
_ISO = re.compile(r"-?\d{4,6}(-\d\d(-\d\d)?)?")
_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,40}")

#: Authority files: by the type of an idno, how it is called and the address that the number is put behind.
_AUTHORITIES: Mapping[str, tuple[str, str]] = {
    "wikidata": ("Wikidata", "https://www.wikidata.org/wiki/"),
    "gnd": ("GND", "https://d-nb.info/gnd/"),
    "viaf": ("VIAF", "https://viaf.org/viaf/"),
    "geonames": ("GeoNames", "https://www.geonames.org/"),
    "isni": ("ISNI", "https://isni.org/isni/"),
    "orcid": ("ORCID", "https://orcid.org/"),
    "lccn": ("LCCN", "https://id.loc.gov/authorities/names/"),
    "bnf": ("BnF", "https://catalogue.bnf.fr/ark:/12148/"),
    "pleiades": ("Pleiades", "https://pleiades.stoa.org/places/"),
    "tgn": ("TGN", "http://vocab.getty.edu/page/tgn/"),
    "ulan": ("ULAN", "http://vocab.getty.edu/page/ulan/"),
}
_HOSTS: Mapping[str, str] = {urlsplit(base).netloc.removeprefix("www."): name for name, base in _AUTHORITIES.values()}


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that a register or a header tells: its kind (a TEI element's name), its words, where it leads.

    ``runs`` are the words with their links, ``dating`` the date that it states, ``cert`` how certain the file is.
    """

    kind: str
    text: str
    href: str = ""
    runs: tuple[Run, ...] = ()
    dating: Dating | None = None
    cert: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A spelling of a name: its words, what kind of name the file says it is, its language; how certain it is, when it
    was in use, and pointers to where it is found."""

    text: str
    kind: str = ""
    language: str = ""
    subkind: str = ""
    cert: str = ""
    dating: Dating | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bearer:
    """An entry of a register: who or what bears a name.

    ``names`` are all spellings, ``label`` the one that the entry goes by, ``language`` that of the label, ``filed`` the
    words by which it is put in order; ``citation`` is that of literature, with its links, ``short`` a name for it in a
    list; ``group`` the heading of the list that it stands in;
    ``authorities`` are links to authority files; ``place`` is latitude and longitude in degrees; ``when`` and
    ``until`` are ISO dates, as exact as the file has them, and ``dating`` says what they mean.
    """

    id: str
    register: str
    label: str
    names: tuple[Name, ...] = ()
    details: tuple[Detail, ...] = ()
    authorities: tuple[Detail, ...] = ()
    place: tuple[float, float] | None = None
    when: str = ""
    until: str = ""
    dating: Dating | None = None
    filed: str = ""
    group: str = ""
    citation: tuple[Run, ...] = ()
    short: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """What binds entries: its name, as those who act see it and (``back``) as those to whom it is done; pointers to
    either, and to those who share it; when it held, how certain it is."""

    name: str
    active: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()
    mutual: tuple[str, ...] = ()
    back: str = ""
    dating: Dating | None = None
    cert: str = ""


def bearer_of(element: etree._Element, register: str) -> Bearer:
    """The entry that a ``person``, ``place``, ``bibl`` … is."""
    names = tuple(_names(element))
    chosen = next((n for n in names if n.kind in _PREFERRED), names[0] if names else Name(words(element)))
    cited = citation(element) if register == "bibliography" else ()
    label = "".join(run.text for run in cited) or chosen.text
    when, until = span_of(element) if register in _DATED else ("", "")
    return Bearer(
        id=element.get(ID) or "",
        register=register,
        label=_cut(label) or element.get(ID) or "",
        names=names,
        details=tuple(_details(element, _BESIDE if cited else None)),
        authorities=tuple(dict.fromkeys(_authorities(element))),
        place=_place(element) if register == "places" else None,
        when=when,
        until=until,
        dating=dating_of(element) or (Dating(when, until) if when else None) if register in _DATED else None,
        filed=element.get("sortKey") or _filed(label, chosen.language, register, element),
        group=_group(element),
        citation=cited,
        short=short_reference(element) if cited else "",
        language="" if cited else chosen.language,
    )


def bearer_from(row: Mapping[str, Any]) -> Bearer:
    """An entry from its JSON row."""
    lists = {
        "names": tuple(_name_from(n) for n in row["names"]),
        "details": tuple(detail_from(d) for d in row["details"]),
        "authorities": tuple(detail_from(d) for d in row["authorities"]),
        "citation": tuple(Run(**r) for r in row["citation"]),
        "place": (row["place"][0], row["place"][1]) if row["place"] else None,
        "dating": _dating_from(row["dating"]),
    }
    return Bearer(**{**row, **lists})


def relation_from(row: Mapping[str, Any]) -> Relation:
    """A relation from its JSON row."""
    pointers = {side: tuple(row[side]) for side in ("active", "passive", "mutual")}
    return Relation(**{**row, **pointers, "dating": _dating_from(row["dating"])})


def _name_from(row: Mapping[str, Any]) -> Name:
    return Name(**{**row, "dating": _dating_from(row["dating"]), "sources": tuple(row["sources"])})


def detail_from(row: Mapping[str, Any]) -> Detail:
    """A detail from its JSON row."""
    return Detail(**{**row, "dating": _dating_from(row["dating"]), "runs": tuple(Run(**r) for r in row["runs"])})


def _dating_from(row: Mapping[str, str] | None) -> Dating | None:
    return Dating(**row) if row else None


def relation_of(element: etree._Element) -> Relation | None:
    """What a ``relation`` says; ``None`` if it names nobody.

    Its ``desc`` may have one wording for each side: ``<term type="active">part of</term>``, ``<term type="passive">``.
    """
    active, passive, mutual = (tuple((element.get(a) or "").split()) for a in ("active", "passive", "mutual"))
    if not (active or passive or mutual):
        return None
    said = element.find(f"{{{TEI}}}desc")
    sides = {e.get("type"): words(e) for e in said if tag_of(e)} if said is not None else {}
    name = sides.get("active") or words(said) or element.get("name") or element.get("type") or element.get("ana") or ""
    dating, cert = dating_of(element), element.get("cert") or ""
    return Relation(name, active, passive, mutual, sides.get("passive", ""), dating, cert)


def _filed(label: str, language: str, register: str, element: etree._Element) -> str:
    """The words by which an entry is put in order: of a title without its article."""
    if register == "persons":
        return ""
    around = (str(e.get(_LANG)) for e in chain([element], element.iterancestors()) if e.get(_LANG))
    bare = without_article(label, language or next(around, ""))
    return bare if bare != label else ""


def _group(element: etree._Element) -> str:
    """The heading of the list that an entry stands in, if that is one list of several."""
    parent = element.getparent()
    around = parent.getparent() if parent is not None else None
    is_part = parent is not None and around is not None and around.tag == parent.tag
    return words(parent.find(f"{{{TEI}}}head")) if is_part and parent is not None else ""


# --- the parts of an entry ----------------------------------------------------------------------------------


def _names(element: etree._Element) -> Iterator[Name]:
    """The spellings: of the entry itself, or for works of their parts; each once."""
    own = [child for child in element if tag_of(child) in _LABELS]
    deeper = (e for e in element.iterdescendants() if tag_of(e) in _LABELS and not _is_inner(e, element))
    seen = set()
    for name in own or list(deeper)[:1]:
        text = words(name)
        if text and text not in seen:
            seen.add(text)
            yield _name(name, _cut(text))


def _name(element: etree._Element, text: str) -> Name:
    return Name(
        text,
        element.get("type") or "",
        element.get(_LANG) or "",
        element.get("subtype") or "",
        element.get("cert") or "",
        dating_of(element),
        tuple(one for one in (element.get("source") or "").split() if not is_web(one)),
    )


def _is_inner(element: etree._Element, entry: etree._Element) -> bool:
    """True if another entry, inside this one, has the element."""
    for ancestor in element.iterancestors():
        if ancestor is entry:
            return False
        if tag_of(ancestor) in REGISTERS:
            return True
    return False


def _details(element: etree._Element, only: frozenset[str] | None = None) -> Iterator[Detail]:
    """What an entry tells beside its names: its parts in their order, then what its attributes say."""
    for child in element:
        tag = tag_of(child)
        if not tag or tag in _LABELS | _NO_DETAIL or (tag in REGISTERS and child.get(ID)):
            continue
        if (only is None or tag in only) and (detail := _detail(child)):
            yield detail
    yield from _stated(element)


def _detail(element: etree._Element) -> Detail | None:
    """What a part of an entry tells; coordinates are left to the map."""
    pointer = (element.get("ref") or element.get("target") or "").partition(" ")[0]
    runs = tuple(replace(run, pointer=run.pointer or pointer) for run in runs_of(element, without=("geo",)))
    text = "".join(run.text for run in runs)
    dating = None if text else dating_of(element)
    if not text and not dating and not runs:
        return None if not dates_said(element) else Detail(_kind(element), dates_said(element))
    return Detail(_kind(element), text, "", runs, dating, element.get("cert") or "")


def _kind(element: etree._Element) -> str:
    """The name of an element; of a note that says where things stand, its type."""
    stated = element.get("type") or ""
    return stated if tag_of(element) == "note" and stated in _NOTES else tag_of(element)


def _stated(element: etree._Element) -> Iterator[Detail]:
    """What the attributes of an entry say: what kind of thing it is, how certain, where it was, what it belongs to."""
    if element.get("type"):
        yield Detail("type", str(element.get("type")))
    if element.get("cert"):
        yield Detail("cert", "", cert=str(element.get("cert")))
    for attribute in ("where", "corresp"):
        pointers = [one for one in (element.get(attribute) or "").split() if not is_web(one)]
        yield from (Detail(attribute, "", runs=(Run("", pointer=one),)) for one in pointers)


def dates_said(element: etree._Element) -> str:
    """The dates in an element's attributes, for one that has no words."""
    found = {name: element.get(name, "").strip() for name in _DATES}
    return "/".join(dict.fromkeys(value for value in found.values() if value))


def _authorities(element: etree._Element) -> Iterator[Detail]:
    """Links to authority files: from ``idno``, and from pointers of the entry and its names to the web."""
    for child in element:
        if tag_of(child) == "idno" and words(child):
            yield _authority(child.get("type") or child.get("subtype") or "", words(child))
        if tag_of(child) in {"ptr", "ref"} and is_web(child.get("target") or ""):
            target = str(child.get("target"))
            yield Detail("authority", words(child) or urlsplit(target).netloc.removeprefix("www."), target)
    for named in chain([element], (child for child in element if tag_of(child) in _LABELS)):
        for attribute in ("ref", "sameAs", "corresp", "source"):
            yield from (_authority("", uri) for uri in (named.get(attribute) or "").split() if is_web(uri))


def _authority(kind: str, value: str) -> Detail:
    name, base = _AUTHORITIES.get(re.sub(r"[^a-z]", "", kind.lower()), (kind, ""))
    if is_web(value):
        host = urlsplit(value).netloc.removeprefix("www.")
        return Detail("authority", f"{name or _HOSTS.get(host, host)} {value.rstrip('/').rsplit('/', 1)[-1]}", value)
    number = value.replace(" ", "")
    href = base + number if base and _PLAIN_ID.fullmatch(number) else ""
    return Detail("authority", f"{name} {value}".strip(), href)


def is_web(target: str) -> bool:
    """True for an address of the web that can stand in a link."""
    try:
        return re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", target, re.I) is not None and bool(urlsplit(target).netloc)
    except ValueError:
        return False


def _place(element: etree._Element) -> tuple[float, float] | None:
    """Latitude and longitude: two decimal numbers in a ``geo``."""
    for geo in element.iterdescendants(f"{{{TEI}}}geo"):
        degrees = None if _is_inner(geo, element) else _degrees(words(geo))
        if degrees is not None and abs(degrees[0]) <= 90 and abs(degrees[1]) <= 180:
            return degrees
    return None


def _degrees(text: str) -> tuple[float, float] | None:
    """Two decimal numbers, with a blank or a comma between; ``48,2 16,3`` has decimal commas."""
    parts = text.split()
    if len(parts) == 2 and all(re.fullmatch(r"[+-]?\d+,\d+", part) for part in parts):
        parts = [part.replace(",", ".") for part in parts]
    else:
        parts = [part for part in re.split(r"[\s,;]+", text) if part]
    if len(parts) != 2 or not all(re.fullmatch(r"[+-]?\d{1,3}(\.\d+)?", part) for part in parts):
        return None
    return float(parts[0]), float(parts[1])


def span_of(element: etree._Element) -> tuple[str, str]:
    """When: the first and the last date of an element or of the first date in it, as ISO dates; empty if none."""
    for one in chain([element], element.iterdescendants(f"{{{TEI}}}date", f"{{{TEI}}}origDate")):
        first, last = _iso(one, _FIRST), _iso(one, _LAST)
        if first:
            return first, last if last != first else ""
    return "", ""


def _iso(element: etree._Element, attributes: Iterable[str]) -> str:
    found = (_ISO.match(element.get(name, "").strip()) for name in attributes)
    return next((match[0] for match in found if match), "")


# --- small things -------------------------------------------------------------------------------------------


def _cut(text: str) -> str:
    return text if len(text) <= 600 else text[:599].rstrip() + "…"
