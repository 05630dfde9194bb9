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
from recensio.facts import Facts

REC = "urn:recensio:edition"
REGISTER_PAGES = ("persons", "places", "organisations", "events", "objects", "works")


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
    #: Pages that the settings ask for or leave out (``about``, ``imprint``; ``search``).
    asked: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    @cached_property
    def addresses(self) -> Mapping[tuple[str, str], str]:
        """The page and place of every entry of a register, by file name and xml:id (file name empty: any file)."""
        found: dict[tuple[str, str], str] = {}
        taken: set[str] = set()
        for member in self.members:
            for bearer in member.facts.bearers:
                if not bearer.id:
                    continue
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
        return tuple(page for page in REGISTER_PAGES if page in present)

    @cached_property
    def views(self) -> tuple[str, ...]:
        """The other pages about the whole edition, as far as there is something to put on them."""
        facts = [member.facts for member in self.members]
        bearers = [bearer for one in facts for bearer in one.bearers]
        texts = [member.facts for member in self.members if member.has_text]
        dates = sum(bool(b.when) for b in bearers if b.register == "events") + sum(bool(t.when) for t in texts)
        present = {
            "map": any(bearer.place for bearer in bearers if bearer.register == "places"),
            "timeline": dates > 1,
            "bibliography": any(bearer.register == "bibliography" for bearer in bearers),
            "witnesses": any(one.witnesses for one in facts),
            "about": "about" in self.asked or any(one.statements for one in facts),
            "downloads": bool(texts),
            "imprint": "imprint" in self.asked or any(one.imprint for one in texts),
            "search": bool(texts or bearers) and "search" not in self.without,
        }
        return tuple(view for view, there in present.items() if there)

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
    site = site_root(edition, styles)
    for label, href in downloads:
        add(site, "download", label=label, href=href)
    for pointer in member.facts.pointers:
        if entry := edition.address(pointer, member.source.path.name):
            add(site, "name", ref=pointer, href=entry)
    for target in member.facts.links:
        if page := edition.target(target, member.source.path.name):
            add(site, "link", target=target, href=page)
    for url, image in images.items():
        add(site, "image", url=url, href=image)
    return etree.tostring(site, encoding="unicode")


def site_root(edition: Edition, styles: Iterable[str]) -> etree._Element:
    """What every page has to know of the edition: its name and address, its pages, its style sheets."""
    root = etree.Element(f"{{{REC}}}site", nsmap={"rec": REC}, title=edition.title, lang=edition.language)
    root.set("url", edition.url.rstrip("/"))
    for page in edition.pages:
        add(root, "page", label=page, href=f"{page}.html")
    for view in edition.views:
        add(root, "view", label=view, href=f"{view}.html")
    for style in styles:
        add(root, "style", href=style)
    return root


def add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """Add an element of the site's own vocabulary to ``parent``."""
    child = etree.SubElement(parent, f"{{{REC}}}{name}")
    child.text = text or None
    for key, value in attributes.items():
        child.set(key.rstrip("_"), value)
    return child
