"""What registers say: of persons, places, organisations, events, objects, works, and the entries of bibliographies.

An entry is read as it stands: every spelling of the name, every statement in its order, where authority files tell
more, where a place lies, when an event was. An element that is not known by name is told by its words all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

from lxml import etree

TEI = "http://www.tei-c.org/ns/1.0"
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

_LABELS = frozenset(
    ("persName", "placeName", "orgName", "geogName", "eventName", "objectName", "name", "label", "title", "head")
)
_PREFERRED = frozenset({"main", "pref", "preferred", "label", "reg", "standard"})
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
    """One thing that a register or a header tells: its kind (a TEI element's name), its words, where it leads."""

    kind: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A spelling of a name: its words, what kind of name the file says it is, its language."""

    text: str
    kind: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Bearer:
    """An entry of a register: who or what bears a name.

    ``names`` are all spellings, ``label`` the one that the entry goes by; ``authorities`` are links to authority files;
    ``place`` is latitude and longitude in degrees; ``when`` and ``until`` are ISO dates, as exact as the file has them.
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


@dataclass(frozen=True, slots=True)
class Relation:
    """What binds entries: its name, and pointers to those who act, to whom it is done, who share it."""

    name: str
    active: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()
    mutual: tuple[str, ...] = ()


def bearer_of(element: etree._Element, register: str) -> Bearer:
    """The entry that a ``person``, ``place``, ``bibl`` … is."""
    names = tuple(_names(element))
    label = next((n.text for n in names if n.kind in _PREFERRED), names[0].text if names else words(element))
    if register == "bibliography":
        label = reference(element)
    when, until = span_of(element) if register == "events" else ("", "")
    return Bearer(
        id=element.get(ID) or "",
        register=register,
        label=_cut(label) or element.get(ID) or "",
        names=names,
        details=() if register == "bibliography" else tuple(_details(element)),
        authorities=tuple(dict.fromkeys(_authorities(element))),
        place=_place(element) if register == "places" else None,
        when=when,
        until=until,
    )


def relation_of(element: etree._Element) -> Relation | None:
    """What a ``relation`` says; ``None`` if it names nobody."""
    active, passive, mutual = (tuple((element.get(a) or "").split()) for a in ("active", "passive", "mutual"))
    name = words(element.find(f"{{{TEI}}}desc")) or element.get("name") or element.get("type") or element.get("ana")
    return Relation(name or "", active, passive, mutual) if active or passive or mutual else None


def reference(element: etree._Element) -> str:
    """A bibliographic entry as it is cited: the words of a ``bibl``; one made of parts alone, with signs between."""
    if tag_of(element) == "bibl":
        is_prose = _has_prose(element) or len(element) < 2
        return words(element) if is_prose else _reference_part(element).rstrip(".") + "."
    parts = [_reference_part(part) for part in element if tag_of(part) in {"analytic", "monogr", "series"}]
    notes = [words(note) for note in element if tag_of(note) == "note"]
    return " ".join(part.rstrip(".") + "." for part in chain(parts, notes) if part)


def _reference_part(part: etree._Element) -> str:
    by = "; ".join(words(e) for e in part if tag_of(e) in {"author", "editor"} and words(e))
    titles = ". ".join(words(e) for e in part if tag_of(e) == "title" and words(e))
    others = (e for child in part for e in (child if tag_of(child) == "imprint" else (child,)))
    rest = ", ".join(
        said
        for e in others
        if tag_of(e) not in {"", "author", "editor", "title"} and (said := words(e) or e.get("when") or "")
    )
    return ", ".join(one for one in (": ".join(p for p in (by, titles) if p), rest) if one)


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
            yield Name(_cut(text), name.get("type") or "", name.get(_LANG) or "")


def _is_inner(element: etree._Element, entry: etree._Element) -> bool:
    """True if another entry, inside this one, has the element."""
    for ancestor in element.iterancestors():
        if ancestor is entry:
            return False
        if tag_of(ancestor) in REGISTERS:
            return True
    return False


def _details(element: etree._Element) -> Iterator[Detail]:
    for child in element:
        tag = tag_of(child)
        if not tag or tag in _LABELS | _NO_DETAIL or (tag in REGISTERS and child.get(ID)):
            continue
        if said := _without_coordinates(child) or dates_said(child):
            yield Detail(tag, said)


def _without_coordinates(element: etree._Element) -> str:
    """The words of an element but for coordinates, which the map shows."""
    if element.find(f".//{{{TEI}}}geo") is None:
        return words(element)
    copy = deepcopy(element)
    for geo in copy.findall(f".//{{{TEI}}}geo"):
        geo.text, geo[:] = None, []
    return words(copy)


def dates_said(element: etree._Element) -> str:
    """The dates in an element's attributes, for one that has no words."""
    found = {name: element.get(name, "").strip() for name in _DATES}
    return "/".join(dict.fromkeys(value for value in found.values() if value))


def _authorities(element: etree._Element) -> Iterator[Detail]:
    """Links to authority files: from ``idno``, and from pointers of the entry and its names to the web."""
    for child in element:
        if tag_of(child) == "idno" and words(child):
            yield _authority(child.get("type") or child.get("subtype") or "", words(child))
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


def tag_of(element: etree._Element) -> str:
    """The name of a TEI element, empty for anything else."""
    tag = element.tag
    return tag[len(TEI) + 2 :] if isinstance(tag, str) and tag.startswith("{" + TEI + "}") else ""


def words(element: etree._Element | None) -> str:
    """The words of an element, its parts kept apart (a forename and a surname with nothing between are two words).

    Comments and processing instructions are no words.
    """
    if element is None:
        return ""
    between = "" if _has_prose(element) else " "
    return " ".join(between.join(str(t) for t in element.itertext("*")).split())


def _has_prose(element: etree._Element) -> bool:
    """True for an element with text of its own beside or between its children."""
    return bool("".join([element.text or "", *(child.tail or "" for child in element)]).strip())


def _cut(text: str) -> str:
    return text if len(text) <= 600 else text[:599].rstrip() + "…"
