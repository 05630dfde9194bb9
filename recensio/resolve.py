"""Across files: who is in which register, who is named where, which pointer leads to which page.

The result, an :class:`Edition`, is what the pages of the edition share. A single text depends only on the small extract
that :func:`site_of` makes for it, so that a change in one file rebuilds no more texts than it concerns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from recensio.discover import Source
from recensio.facts import Bearer, Facts

REC = "urn:recensio:edition"
_PAGES = ("persons", "places", "organisations", "events", "objects", "works")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the edition: where it lies and what it tells. ``has_text`` is false for registers."""

    source: Source
    facts: Facts
    has_text: bool


@dataclass(frozen=True)
class Edition:
    """All files of the edition, in order."""

    title: str
    language: str
    members: tuple[Member, ...]
    url: str = ""

    @cached_property
    def addresses(self) -> Mapping[tuple[str, str], str]:
        """The page and place of every entry of a register, by file name and xml:id (file name empty: any file)."""
        found: dict[tuple[str, str], str] = {}
        taken: set[str] = set()
        for member in self.members:
            for bearer in member.facts.bearers:
                place = bearer.id if bearer.id not in taken else f"{member.source.id}.{bearer.id}"
                taken.add(place)
                href = f"{bearer.register}.html#{place}"
                found[member.source.path.name, bearer.id] = href
                found.setdefault(("", bearer.id), href)
        return found

    def address(self, pointer: str, file: str) -> str | None:
        """Where a name's pointer leads, as written in ``file`` (a file name): its own entries first, then any."""
        before, mark, identifier = pointer.rpartition("#")
        if not mark:
            identifier = pointer.rpartition(":")[2]
        near = before.rsplit("/", 1)[-1] or file
        return self.addresses.get((near, identifier)) or self.addresses.get(("", identifier))

    def target(self, pointer: str, file: str) -> str | None:
        """Where a reference leads, as written in ``file``: another text of the edition, a place in it, a register."""
        path, _, place = pointer.partition("#")
        page = self.texts_by_file.get(path.rsplit("/", 1)[-1])
        if page and path.rsplit("/", 1)[-1] != file:
            return f"{page}#{place}" if place else page
        return self.address(pointer, file) if place else None

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The registers that have entries."""
        present = {bearer.register for member in self.members for bearer in member.facts.bearers}
        return tuple(page for page in _PAGES if page in present)

    @cached_property
    def texts_by_file(self) -> Mapping[str, str]:
        """The page of every text, by the name of its file."""
        return {member.source.path.name: f"{member.source.id}.html" for member in self.members}


def site_of(
    edition: Edition,
    member: Member,
    *,
    images: Mapping[str, str],
    downloads: Iterable[tuple[str, str]],
    styles: Iterable[str] = (),
) -> str:
    """The XML that the stylesheets get about the edition for one text.

    ``images`` maps the url in the source to the file in the output; ``downloads`` are pairs of label and address.
    """
    site = _site(edition, styles)
    for label, href in downloads:
        _add(site, "download", label=label, href=href)
    for pointer, _ in member.facts.mentions:
        if entry := edition.address(pointer, member.source.path.name):
            _add(site, "name", ref=pointer, href=entry)
    for target in member.facts.links:
        if page := edition.target(target, member.source.path.name):
            _add(site, "link", target=target, href=page)
    for url, image in images.items():
        _add(site, "image", url=url, href=image)
    return etree.tostring(site, encoding="unicode")


def site(
    edition: Edition,
    *,
    licence: str = "",
    publisher: str = "",
    subtitle: str = "",
    editors: Iterable[str] = (),
    outputs: Mapping[str, Mapping[str, str]],
    styles: Iterable[str] = (),
) -> str:
    """The XML for the pages about the whole edition: all texts, all registers with the texts that name each entry.

    ``outputs`` gives, by text id, the addresses of its files by label.
    """
    root = _site(edition, styles)
    root.set("licence", licence)
    root.set("publisher", publisher)
    root.set("subtitle", subtitle)
    for editor in editors:
        _add(root, "editor").text = editor
    for member in edition.members:
        _add_text(root, member, outputs.get(member.source.id, {}))
    named = _named_in(edition)
    for member in edition.members:
        for bearer in member.facts.bearers:
            _add_bearer(root, bearer, edition.addresses[member.source.path.name, bearer.id], named)
    return etree.tostring(root, encoding="unicode")


def _site(edition: Edition, styles: Iterable[str]) -> etree._Element:
    root = etree.Element(f"{{{REC}}}site", nsmap={"rec": REC}, title=edition.title, lang=edition.language)
    root.set("url", edition.url.rstrip("/"))
    for page in edition.pages:
        _add(root, "page", label=page, href=f"{page}.html")
    for style in styles:
        _add(root, "style", href=style)
    return root


def _named_in(edition: Edition) -> Mapping[str, list[tuple[Member, int]]]:
    """For each entry's address, the texts that name it and how often."""
    named: dict[str, dict[str, tuple[Member, int]]] = {}
    for member in edition.members:
        for pointer, count in member.facts.mentions:
            if href := edition.address(pointer, member.source.path.name):
                before = named.setdefault(href, {}).get(member.source.id, (member, 0))[1]
                named[href][member.source.id] = (member, before + count)
    return {href: list(texts.values()) for href, texts in named.items()}


def _add_text(root: etree._Element, member: Member, outputs: Mapping[str, str]) -> None:
    text = _add(root, "text", title=member.facts.title or member.source.id, authors=", ".join(member.facts.authors))
    text.set("register", str(not member.has_text).lower())
    for label, href in outputs.items():
        _add(text, "file", label=label, href=href)


def _add_bearer(root: etree._Element, bearer: Bearer, href: str, named: Mapping[str, list[tuple[Member, int]]]) -> None:
    entry = _add(root, "bearer", register=bearer.register, id=href.partition("#")[2], label=bearer.label)
    for detail in bearer.details:
        _add(entry, "detail", kind=detail.kind, href=detail.href).text = detail.text
    for member, count in named.get(href, ()):
        title = member.facts.title or member.source.id
        _add(entry, "mention", title=title, href=f"{member.source.id}.html", count=str(count))


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{REC}}}{name}")
    for key, value in attributes.items():
        child.set(key, value)
    return child
