"""Across files: who is in which register, who is named where, which pointer leads to which page.

The result, an :class:`Edition`, is what the pages of the edition share. A single text depends only on the small extract
that :func:`site_of` makes for it, so that a change in one file rebuilds no more texts than it concerns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from os.path import normpath

from lxml import etree

from recensio.discover import Source
from recensio.facts import Bearer, Facts
from recensio.law.elements import REC
from recensio.rights import FULL, HEADER, Rights

#: Kinds of text that the edition treats by themselves, and the names that headers and divisions have for them.
KINDS: Mapping[str, frozenset[str]] = {
    "introduction": frozenset(("introduction", "preface", "foreword", "einleitung", "vorwort")),
    "calendar": frozenset(("calendar", "regest", "regesta", "abstract")),
    "translation": frozenset(("translation",)),
    "handbook": frozenset(("handbook", "manual", "guidelines", "appendix", "documentation")),
}
REGISTER_PAGES = ("persons", "places", "organisations", "events", "objects", "works")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the edition: where it lies and what it tells. ``has_text`` is false for registers; ``published`` is how
    much of its text may be (see :mod:`recensio.rights`), and ``private``, that it is built for its holder's use only;
    ``ids`` are the places in it that pointers can name."""

    source: Source
    facts: Facts
    has_text: bool
    published: str = FULL
    private: bool = False
    ids: Collection[str] = ()

    @property
    def title(self) -> str:
        """What the file is called: its title, else its id."""
        return self.facts.title or self.source.id

    @property
    def page(self) -> str:
        """The address of its page."""
        return f"{self.source.id}.html"

    def page_of(self, place: str) -> str:
        """The address of the page that a place is on. (Where texts are left out, pages are cut differently: then the
        first of them leads on.)"""
        name = self._pages.get(place) if self.published == FULL else None
        return f"{self.source.id}/{name}.html" if name else self.page

    @property
    def _pages(self) -> Mapping[str, str]:
        return dict(self.facts.pages)

    @property
    def kind(self) -> str:
        """What it is to a text that it belongs with: one of :data:`KINDS`, else a text."""
        named = (kind for kind, names in KINDS.items() if not names.isdisjoint(self.facts.kinds))
        return next(named, "text" if self.has_text else "register")

    @property
    def is_withheld(self) -> bool:
        """Whether running text is left out because it may not be published."""
        return self.has_text and self.published != FULL


@dataclass(frozen=True, slots=True)
class Correspondence:
    """A part of a text (its id, empty for the whole) and what belongs to it: a file, the id of a part, its heading;
    ``kind`` is what the file is to the text."""

    here: str
    member: Member
    there: str
    label: str = ""
    kind: str = ""


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
    #: What the settings say of the licence of texts whose headers say nothing.
    licence: str = ""

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

    @cached_property
    def labels(self) -> Mapping[str, tuple[str, str]]:
        """By the address of an entry: the register that it stands in, and what it is called."""
        found: dict[str, tuple[str, str]] = {}
        for member in self.members:
            for bearer in member.facts.bearers:
                if bearer.id:
                    href = self.addresses[member.source.path.name, bearer.id]
                    found.setdefault(href, (bearer.register, bearer.label))
        return found

    def address(self, pointer: str, file: str) -> str | None:
        """Where a name's pointer leads, as written in ``file`` (a file name): its own entries first, then any."""
        before, mark, identifier = pointer.rpartition("#")
        if not mark:
            identifier = pointer.rpartition(":")[2]
        near = before.rsplit("/", 1)[-1] or file
        return self.addresses.get((near, identifier)) or self.addresses.get(("", identifier))

    def target(self, pointer: str, file: str) -> str | None:
        """Where a reference leads, as written in ``file``: an entry of a register, another text, a place in it."""
        path, _, place = pointer.partition("#")
        name = path.rsplit("/", 1)[-1] or file
        if entry := self.addresses.get((name, place)):
            return entry
        if name == file:
            return self.address(pointer, file) if place else None
        other = self.members_by_file.get(name)
        if other is None:
            return None
        return f"{other.page_of(place)}#{place}" if self.has(other, place) else other.page

    def has(self, member: Member, place: str) -> bool:
        """Whether a place is on the pages of a file: there are none of a text that is withheld."""
        return place in member.ids and member.published != HEADER

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
        dates = sum(bool(b.when) for b in bearers) + sum(bool(t.when) for t in texts)
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
    def members_by_file(self) -> Mapping[str, Member]:
        """Every file by its name."""
        return {member.source.path.name: member for member in self.members}

    @cached_property
    def _members_by_path(self) -> Mapping[str, Member]:
        return {normpath(member.source.path): member for member in self.members}

    @cached_property
    def correspondences(self) -> Mapping[str, list[Correspondence]]:
        """By the id of a text: what in other files belongs to it or to a part of it, whichever of the two says so.

        Where a part names many (a section of an entry all paragraphs that it is about), the first of them counts.
        """
        found: dict[str, list[Correspondence]] = {}
        told_before: set[tuple[str, str, str]] = set()
        for member in self.members:
            for beside in member.facts.beside:
                path, _, place = beside.pointer.partition("#")
                other = self._members_by_path.get(normpath(member.source.path.parent / path))
                if other is not None and other is not member:
                    there = place if self.has(other, place) else ""
                    here = beside.id if self.has(member, beside.id) else ""
                    pair = (member.source.id, here, other.source.id)
                    if here and there and pair in told_before:
                        continue
                    told_before.update([pair] if here and there else [])
                    told = "apparatus" if beside.is_apparatus and member.kind == "text" else member.kind
                    found.setdefault(member.source.id, []).append(Correspondence(here, other, there, "", other.kind))
                    found.setdefault(other.source.id, []).append(
                        Correspondence(there, member, here, beside.label, told)
                    )
        return found


def site_of(
    edition: Edition,
    member: Member,
    *,
    images: Mapping[str, str],
    downloads: Iterable[tuple[str, str]],
    styles: Iterable[str] = (),
    headings: Iterable[Mapping[str, str]] = (),
    literature: Iterable[str] = (),
) -> str:
    """The XML that the stylesheets get about the edition for one text.

    ``images`` maps the url in the source to the file in the output; ``downloads`` are pairs of label and address.
    ``headings`` are the rows of its index in print (:mod:`recensio.indexes`), ``literature`` what it refers to.
    """
    site = site_root(edition, styles)
    for label, href in downloads:
        add(site, "download", label=label, href=href)
    for pointer in member.facts.pointers:
        if entry := edition.address(pointer, member.source.path.name):
            add(site, "name", ref=pointer, href=entry)
    for bearer in () if member.has_text else member.facts.bearers:
        _own_entry(site, bearer, edition.addresses.get((member.source.path.name, bearer.id), f"{bearer.register}.html"))
    for target in member.facts.links:
        if page := edition.target(target, member.source.path.name):
            add(site, "link", target=target, href=page)
    for url, image in images.items():
        add(site, "image", url=url, href=image)
    for row in headings:
        add(site, "heading", **row)
    for words in literature:
        add(site, "cited", words)
    _rights(site, edition, member)
    _beside(site, edition, member)
    return etree.tostring(site, encoding="unicode")


def _own_entry(site: etree._Element, bearer: Bearer, href: str) -> None:
    """An entry of the file itself: what it is called, when it was, where its card is."""
    row = add(site, "own", bearer.label, register=bearer.register, href=href, id=bearer.id)
    for name in ("when", "until", "bounds", "calendar") if bearer.dating else ():
        row.set(name, getattr(bearer.dating, name))


def _rights(site: etree._Element, edition: Edition, member: Member) -> None:
    """What may be done with the text; of one that is withheld, whom and what it names."""
    for stated in dict.fromkeys(member.facts.rights or (Rights(),)):
        said = stated.statement or (edition.licence if stated.follows_edition else "")
        row = add(site, "rights", said, status=stated.status, href=stated.target)
        row.set("published", member.published)
        if member.private:
            row.set("private", "1")
    if member.is_withheld:
        named = {edition.address(pointer, member.source.path.name) for pointer in member.facts.pointers}
        labels = [(edition.labels[href], href) for href in named if href and href in edition.labels]
        for (register, label), href in sorted(labels):
            add(site, "named", label, register=register, href=href)


def _beside(site: etree._Element, edition: Edition, member: Member) -> None:
    """What belongs to the text in other files, and, where there are both places, to which of its parts."""
    found = edition.correspondences.get(member.source.id, [])
    firsts: dict[str, Correspondence] = {}
    for one in found:
        firsts.setdefault(one.member.source.id, one)
    for one in firsts.values():
        add(site, "beside", one.member.title, href=one.member.page, kind=one.kind)
    placed = [one for one in found if one.here and one.there]
    links = ((one.label, one.here, f"{one.member.page_of(one.there)}#{one.there}", one.kind) for one in placed)
    for label, here, href, kind in dict.fromkeys(links):
        add(site, "counterpart", label, place=here, href=href, kind=kind)


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
