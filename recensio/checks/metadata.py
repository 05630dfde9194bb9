"""What a header should say before a text is published: its title, publisher, date and licence."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from recensio.checks.findings import Finding
from recensio.checks.subject import Subject, tei

_DESCRIBED = tei("TEI", "teiCorpus")
(_HEADER, _TITLES, _PUBLICATION, _P, _AB, _AVAILABILITY, _LICENCE) = tei(
    "teiHeader", "titleStmt", "publicationStmt", "p", "ab", "availability", "licence"
)
_PUBLISHERS = tei("publisher", "distributor", "authority")
_UNPUBLISHED = tei("unpublished")


def check_metadata(subject: Subject) -> Iterator[Finding]:
    """What the header of the whole file leaves out. A part of a text has no header, and need not."""
    root = subject.root
    header = next(root.iterchildren(_HEADER), None)
    if root.tag in _DESCRIBED and header is not None:
        for code, element in _missing(header):
            yield Finding(code, subject.locator.of(element))


def _missing(header: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    titles = next(header.iter(_TITLES), header)
    if not any(_says(title) for title in titles.iter(*tei("title"))):
        yield "MET-001", titles
    publication = next(header.iter(_PUBLICATION), None)
    if publication is None:
        return
    if next(header.iter(_LICENCE), None) is None and not any(_says(one) for one in header.iter(_AVAILABILITY)):
        yield "MET-002", publication
    if not _is_prose(publication):
        yield from _missing_of(publication)


def _missing_of(publication: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    if not any(_says(one) for one in publication.iter(*_PUBLISHERS)):
        yield "MET-003", publication
    dates = publication.iter(*tei("date"))
    if not any(_says(one) or one.attrib for one in dates):
        yield "MET-004", publication


def _is_prose(publication: etree._Element) -> bool:
    """True where the publication is told in sentences, which nobody can take apart."""
    return any(_says(one) for one in publication.iterchildren(_P, _AB, *_UNPUBLISHED))


def _says(element: etree._Element) -> bool:
    """True for an element that holds words or an attribute that says something in their place."""
    return bool("".join(str(t) for t in element.itertext()).strip()) or bool(
        element.get("status") or element.get("ref") or element.get("target") or element.get("key")
    )
