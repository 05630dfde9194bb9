"""The pages about the whole edition: what each of them has to tell, as XML for the stylesheet ``html/site.xsl``.

A page gets what stands on it and no more. Places in texts are taken from the finished pages (:mod:`recensio.search`
takes them apart), so that no link leads nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path

from lxml import etree

from recensio.alphabet import letter, sort_key
from recensio.bearers import Dating
from recensio.cards import Cards, date
from recensio.charts import Dated, Line, Spot, draw_map, draw_timeline
from recensio.config import ContentsTable
from recensio.contents import Group, groups_of
from recensio.facts import Bearer, Detail, Mention, Witness
from recensio.resolve import REGISTER_PAGES, Edition, Member, add, site_root
from recensio.search import Named, Page

__all__ = ["Imprint", "Website"]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the settings say of the edition on its own pages; ``prose`` is what it says in files, by page."""

    subtitle: str = ""
    editors: tuple[str, ...] = ()
    publisher: str = ""
    licence: str = ""
    prose: Mapping[str, Sequence[etree._Element]] = field(default_factory=dict)


@dataclass(frozen=True)
class Website:
    """The whole edition, with its texts built. ``files`` gives, by text id, labels and addresses of a text's files;
    ``built``, by text id and address, what its pages hold; ``contents`` are the groups of texts that the settings wish
    for, with patterns that begin at ``folder``."""

    edition: Edition
    imprint: Imprint
    files: Mapping[str, Sequence[tuple[str, str]]]
    built: Mapping[str, Mapping[str, Page]]
    styles: tuple[str, ...] = ()
    latin: bool = False
    contents: tuple[ContentsTable, ...] = ()
    folder: Path = Path()
    book: str = ""

    @property
    def pages(self) -> tuple[str, ...]:
        """The names of all pages."""
        return ("index", *self.edition.pages, *self.edition.views)

    def document(self, page: str) -> str:
        """The XML for ``page``."""
        root = site_root(self.edition, self.styles)
        for name in ("licence", "publisher", "subtitle"):
            root.set(name, getattr(self.imprint, name))
        root.set("book", self.book)
        for editor in self.imprint.editors:
            add(root, "editor", editor)
        if page in self.imprint.prose:
            add(root, "prose").extend(self.imprint.prose[page])
        _FILLED.get(page, Website._register)(self, root, page)
        return etree.tostring(root, encoding="unicode")

    # --- what the pages share ---

    @cached_property
    def texts(self) -> tuple[Member, ...]:
        """The files that have a text."""
        return tuple(member for member in self.edition.members if member.has_text)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The texts in the groups of the front page."""
        return groups_of(self.texts, self.contents, folder=self.folder, language=self.edition.language)

    @cached_property
    def bearers(self) -> tuple[tuple[Member, Bearer], ...]:
        """All entries of all registers, in alphabetical order."""
        language = self.edition.language
        rows = ((member, bearer) for member in self.edition.members for bearer in member.facts.bearers)
        return tuple(sorted(rows, key=lambda row: (sort_key(_filed(row[1]), language), row[1].id)))

    @cached_property
    def mentions(self) -> Mapping[str, list[tuple[Member, Mention]]]:
        """Who is named where, by the address of the entry."""
        found: dict[str, list[tuple[Member, Mention]]] = {}
        for member in self.edition.members:
            for mention in member.facts.mentions:
                if href := self.edition.address(mention.pointer, member.source.path.name):
                    found.setdefault(href, []).append((member, mention))
        return found

    @cached_property
    def cards(self) -> Cards:
        """What entries tell of themselves and of each other."""
        return Cards(self.edition, self.bearers, self.address)

    def address(self, member: Member, ids: Iterable[str] = ()) -> str:
        """The address of the first of ``ids`` that is on a page of the text, else of the text; empty if it has none."""
        pages = self.built.get(member.source.id, {})
        found = (f"{page}#{one}" for one in ids for page, held in pages.items() if one in held.ids)
        return next(found, next(iter(pages), ""))

    @cached_property
    def names(self) -> tuple[Named, ...]:
        """What the search knows by name: titles of texts with their authors, entries of registers."""
        titles = (
            Named(m.title, f"{m.title} {' '.join(m.facts.authors)}", "texts", page)
            for m in self.texts if (page := self.address(m))
        )  # fmt: skip
        entries = (
            Named(bearer.label, " ".join(dict.fromkeys(_sought(bearer))), bearer.register, href)
            for member, bearer in self.bearers if (href := self.cards.href(member, bearer))
        )  # fmt: skip
        return (*titles, *entries)

    # --- the pages ---

    def _front(self, root: etree._Element, page: str) -> None:
        for group in self.groups:
            section = add(root, "group", title=group.title, label=group.label)
            for member in group.members:
                self._text(section, member)
        counts = Counter(bearer.register for _, bearer in self.bearers)
        for row in root.iterchildren("{*}page"):
            row.set("count", str(counts[row.get("label") or ""]))

    def _text(self, root: etree._Element, member: Member) -> None:
        row = add(root, "text", brief=_brief(member), authors=", ".join(member.facts.authors))
        if member.facts.when:
            date(row, Dating(member.facts.when, member.facts.until))
        row.set("published", "private" if member.private else member.published)
        for label, href in self.files.get(member.source.id, ()):
            add(row, "file", label=label, href=href)

    def _register(self, root: etree._Element, page: str) -> None:
        rows = [(member, bearer) for member, bearer in self.bearers if bearer.register == page]
        for initial, group in groupby(rows, key=lambda row: letter(_filed(row[1]), self.edition.language)):
            section = add(root, "letter", label=initial)
            for member, bearer in group:
                self._bearer(section, member, bearer)

    def _bibliography(self, root: etree._Element, page: str) -> None:
        """Literature under the headings of its lists, in the order of the files."""
        rows = [(member, bearer) for member, bearer in self.bearers if bearer.register == page]
        headings = (b.group for member in self.edition.members for b in member.facts.bearers if b.register == page)
        for heading in dict.fromkeys(headings):
            section = add(root, "letter", label=heading)
            for member, bearer in rows:
                if bearer.group == heading:
                    self._bearer(section, member, bearer)

    def _bearer(self, parent: etree._Element, member: Member, bearer: Bearer) -> None:
        entry = self.cards.fill(parent, member, bearer)
        self._named_in(entry, self.mentions.get(self.cards.href(member, bearer), ()))

    def _named_in(self, entry: etree._Element, mentions: Sequence[tuple[Member, Mention]]) -> None:
        for _, group in groupby(mentions, key=lambda row: row[0].source.id):
            rows = list(group)
            member, found = rows[0][0], [mention for _, mention in rows]
            row = add(entry, "in", title=_brief(member), href=self.address(member), count=str(len(found)))
            # (the heading of a section is a piece of the text)
            places = Counter(
                (self.address(member, m.ids), m.reading, "" if member.is_withheld else m.section, m.unit, m.n)
                for m in found
            )
            for (href, reading, section, unit, n), count in places.items():
                at = add(row, "at", href=href, section=section, unit=unit, n=n, count=str(count))
                at.set("reading", str(reading).lower())

    def _witnesses(self, root: etree._Element, page: str) -> None:
        rows: dict[Witness, list[Member]] = {}
        for member in self.edition.members:
            for witness in member.facts.witnesses:
                rows.setdefault(witness, []).append(member)
        # (witnesses of the same texts stand together, under the titles of these)
        by_texts: dict[tuple[str, ...], list[tuple[Witness, list[Member]]]] = {}
        for witness, members in rows.items():
            by_texts.setdefault(tuple(m.source.id for m in members), []).append((witness, members))
        for group in by_texts.values():
            section = add(root, "witnesses")
            for member in group[0][1]:
                add(section, "in", title=member.title, href=self.address(member))
            for witness, members in group:
                self._witness(section, witness, members)

    def _witness(self, parent: etree._Element, witness: Witness, members: Sequence[Member]) -> None:
        entry = add(parent, "witness", witness.description, siglum=witness.siglum, group=witness.group)
        for member in members:
            entry.set("href", entry.get("href") or self.address(member, [f"witness:{witness.id}"]))
            text = dict(self.files.get(member.source.id, ())).get(f"witness {witness.id}")
            if text:
                add(entry, "file", label="txt", href=text, of=_brief(member) if len(members) > 1 else "")

    def _about(self, root: etree._Element, page: str) -> None:
        self._said(root, ((member, member.facts.statements) for member in self.edition.members))

    def _imprint(self, root: etree._Element, page: str) -> None:
        self._said(root, ((member, member.facts.imprint) for member in self.texts))

    def _said(self, root: etree._Element, rows: Iterable[tuple[Member, Sequence[Detail]]]) -> None:
        """What headers say, what several of them say once: by the texts that it is said of, which are told unless it is
        all of them."""
        said: dict[Detail, dict[str, Member]] = {}
        for member, details in rows:
            for detail in details:
                said.setdefault(detail, {})[member.source.id] = member
        everywhere = {member.source.id for member in self.texts}
        for kind in dict.fromkeys(detail.kind for detail in said):
            section = add(root, "statements", kind=kind)
            for members, details in _by_texts((d, m) for d, m in said.items() if d.kind == kind):
                scope = add(section, "scope")
                for detail in details:
                    add(add(scope, "said", href=detail.href), "words", detail.text)
                for member in () if {m.source.id for m in members} >= everywhere else members:
                    add(scope, "in", title=_brief(member), href=self.address(member))

    def _downloads(self, root: etree._Element, page: str) -> None:
        for group in self.groups:
            for member in group.members:
                self._text(root, member)

    def _map(self, root: etree._Element, page: str) -> None:
        spots = [
            Spot(bearer.label, href, *bearer.place, len(self.mentions.get(href, ())))
            for href, bearer in ((self.cards.href(member, bearer), bearer) for member, bearer in self.bearers)
            if bearer.register == "places" and bearer.place
        ]
        drawn = draw_map(spots)
        row = add(root, "map", width=f"{drawn.width:g}", height=f"{drawn.height:g}")
        for line in drawn.lines:
            _line(row, line)
        for point in drawn.points:
            spot = point.spot
            entry = add(row, "point", spot.label, href=spot.href, count=str(spot.count), x=f"{point.x:g}",
                        y=f"{point.y:g}", r=f"{point.radius:g}")  # fmt: skip
            entry.set("coordinates", f"{spot.latitude:g}, {spot.longitude:g}")
            if point.label_at:
                x, y, anchor = point.label_at
                add(entry, "label", x=f"{x:g}", y=f"{y:g}", anchor=anchor)

    def _timeline(self, root: etree._Element, page: str) -> None:
        drawn = draw_timeline(self._dated())
        told = {self.cards.href(m, b): (m, b) for m, b in self.bearers if b.register == "timeline"}
        row = add(root, "timeline", width=f"{drawn.width:g}", height=f"{drawn.height:g}")
        for line in drawn.lines:
            _line(row, line)
        for mark in drawn.marks:
            dated = mark.dated
            entry = add(row, "mark", dated.label, href=dated.href, kind=dated.kind)
            for name in ("x", "y", "width"):
                entry.set(name, f"{getattr(mark, name):g}")
            dating = Dating(dated.when, dated.until)
            if dated.href in told:
                member, bearer = told[dated.href]
                entry.set("id", dated.href.partition("#")[2])
                self.cards.details(entry, member, bearer)
                dating = bearer.dating or dating
            date(entry, dating)

    def _dated(self) -> Iterator[Dated]:
        """The items of a chronology; where the edition has none, its events and its texts."""
        rows = [row for row in self.bearers if row[1].when]
        chronology = [row for row in rows if row[1].register == "timeline"]
        for member, bearer in chronology or [row for row in rows if row[1].register == "events"]:
            kind = "text" if _is_document(bearer) else "event"
            yield Dated(kind, bearer.label, self.cards.href(member, bearer), bearer.when, bearer.until)
        for member in self.texts:
            if member.facts.when and not chronology:
                yield Dated("text", member.title, self.address(member), member.facts.when, member.facts.until)

    def _search(self, root: etree._Element, page: str) -> None:
        root.set("folds", "latin" if self.latin else "")


def _filed(bearer: Bearer) -> str:
    """The words by which an entry is put in order."""
    return bearer.filed or bearer.label


def _sought(bearer: Bearer) -> Iterator[str]:
    """The words by which an entry is found: its names; of an item of a chronology also what it tells."""
    yield bearer.label
    yield from (name.text for name in bearer.names)
    if bearer.register == "timeline":
        yield from (detail.text for detail in bearer.details if detail.kind == "desc")


def _is_document(bearer: Bearer) -> bool:
    """Whether an item of a chronology is a text, not something that happened."""
    return any(detail.kind == "type" and detail.text in _DOCUMENTS for detail in bearer.details)


def _brief(member: Member) -> str:
    """The title as lists have it: a very long one cut short."""
    title = member.title
    return title if len(title) <= _LONG_TITLE else f"{title[:_LONG_TITLE].rsplit(' ', 1)[0]} …"


def _by_texts(said: Iterable[tuple[Detail, Mapping[str, Member]]]) -> list[tuple[tuple[Member, ...], list[Detail]]]:
    """What is said of the same texts together; what is said of many first."""
    found: dict[tuple[str, ...], tuple[tuple[Member, ...], list[Detail]]] = {}
    for detail, members in said:
        found.setdefault(tuple(members), (tuple(members.values()), []))[1].append(detail)
    return sorted(found.values(), key=lambda row: -len(row[0]))


def _line(parent: etree._Element, line: Line) -> None:
    add(parent, "line", line.label, **{name: f"{getattr(line, name):g}" for name in ("x1", "y1", "x2", "y2")})


#: Of more letters no title is in a list of several.
_LONG_TITLE = 110
#: Types of an item of a chronology that is a text.
_DOCUMENTS = frozenset(("document", "text", "letter", "work"))
_FILLED: Mapping[str, Callable[[Website, etree._Element, str], None]] = {
    "index": Website._front,
    "bibliography": Website._bibliography,
    "witnesses": Website._witnesses,
    "about": Website._about,
    "imprint": Website._imprint,
    "downloads": Website._downloads,
    "map": Website._map,
    "timeline": Website._timeline,
    "search": Website._search,
}
assert not set(_FILLED) & set(REGISTER_PAGES)
