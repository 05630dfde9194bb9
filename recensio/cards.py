"""What the card of an entry tells, as XML for the stylesheet ``html/registers.xsl``.

An entry says something of itself, and other entries say something of it: a work names its author, an event its place.
Both stand on a card, so that registers are linked both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from recensio.bearers import Bearer, Dating, Name, Run, is_web
from recensio.facts import Relation
from recensio.resolve import Edition, Member, add

Row = tuple[Member, Bearer]
#: What an entry says that is no tie to another, seen from there.
_NO_TIE = frozenset({"source"})


@dataclass(frozen=True, slots=True)
class Bond:
    """What binds an entry to ``other`` (an address): ``name`` as the entry sees it, ``relation`` and ``side`` as the
    file has it."""

    name: str
    other: str
    relation: str = ""
    side: str = ""
    dating: Dating | None = None
    cert: str = ""


@dataclass(frozen=True)
class Cards:
    """The cards of all entries (``rows``, in their order) of an edition.

    ``passage`` gives the address of a place in a text, or of the text, if there is such a place on its pages.
    """

    edition: Edition
    rows: Sequence[Row]
    passage: Callable[[Member, Iterable[str]], str]

    def href(self, member: Member, bearer: Bearer) -> str:
        """The address of an entry; empty for one that has no id."""
        return self.edition.addresses[member.source.path.name, bearer.id] if bearer.id else ""

    def fill(self, parent: etree._Element, member: Member, bearer: Bearer) -> etree._Element:
        """Add the entry to ``parent``, with everything but the places where texts name it."""
        href = self.href(member, bearer)
        entry = add(parent, "bearer", register=bearer.register, id=href.partition("#")[2], label=bearer.label)
        entry.set("language", bearer.language)
        for name in bearer.names:
            if not (name.text == bearer.label and _is_plain(name, bearer)):
                self._name(entry, member, name)
        self.runs(add(entry, "citation"), member, bearer.citation)
        self.details(entry, member, bearer)
        if bearer.place:
            add(entry, "coordinates", ", ".join(f"{degree:g}" for degree in bearer.place))
        for authority in bearer.authorities:
            add(entry, "authority", authority.text, href=authority.href)
        self._ties(entry, href)
        return entry

    def details(self, entry: etree._Element, member: Member, bearer: Bearer) -> None:
        """What an entry says of itself."""
        if bearer.dating:
            date(add(entry, "date"), bearer.dating)
        for detail in bearer.details:
            row = add(entry, "detail", kind=detail.kind, cert=detail.cert)
            if detail.dating:
                date(row, detail.dating)
            self.runs(row, member, detail.runs or (Run(detail.text, pointer=detail.href),))

    def runs(self, parent: etree._Element, member: Member, runs: Iterable[Run]) -> None:
        """Add words with their links."""
        for run in runs:
            href = self.leads(run.pointer, member)
            text = run.text or self._called(href) or run.pointer
            row = add(parent, "run", text, kind=run.kind, href=href)
            row.set("language", run.language)

    def leads(self, pointer: str, member: Member) -> str:
        """The address that a pointer of a register leads to; empty if it leads nowhere."""
        if not pointer or is_web(pointer):
            return pointer
        path, _, place = pointer.partition("#")
        file = path.rsplit("/", 1)[-1]
        if (text := self._texts.get(file)) and (file, place) not in self.edition.addresses:
            return self.passage(text, [place])
        return self.edition.address(pointer, member.source.path.name) or ""

    def _called(self, href: str) -> str:
        """What stands at an address: an entry, or a text."""
        return self.labels.get(href) or self._titles.get(href.partition("#")[0], "")

    @cached_property
    def _texts(self) -> Mapping[str, Member]:
        """The texts, by the names of their files."""
        return {member.source.path.name: member for member in self.edition.members if member.has_text}

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {self.passage(member, ()): member.facts.title for member in self._texts.values()}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What entries are called, by address."""
        return {self.href(member, bearer): bearer.label for member, bearer in self.rows if bearer.id}

    @cached_property
    def _short(self) -> Mapping[str, str]:
        """By address: the short name by which the edition cites an entry, where it has one."""
        named = {self.href(m, b): n.text for m, b in self.rows for n in b.names if n.kind == "short" and b.id}
        return {self.href(m, b): b.short for m, b in self.rows if b.short and b.id} | named

    def _name(self, entry: etree._Element, member: Member, name: Name) -> None:
        row = add(entry, "name", name.text, kind=name.kind, language=name.language, cert=name.cert)
        row.set("subkind", name.subkind)
        if name.dating:
            date(row, name.dating)
        for href in dict.fromkeys(self.leads(source, member) for source in name.sources):
            if href:
                add(row, "source", self._short.get(href) or self._called(href), href=href)

    # --- ties to other entries ---

    def _ties(self, entry: etree._Element, href: str) -> None:
        for bond in dict.fromkeys(self._bonds.get(href, ())):
            row = add(entry, "relation", self.labels[bond.other], kind=bond.name, href=bond.other, cert=bond.cert)
            row.set("name", bond.relation)
            if bond.dating:
                date(row, bond.dating)
        for kind, other in self._told_of.get(href, ()):
            add(entry, "tie", self._brief(other), kind=kind, href=other)

    def _brief(self, href: str) -> str:
        """What an entry is called in a list: literature by its short title, all others by their name."""
        is_literature = href.startswith("bibliography.html")
        return (self._short.get(href, "") if is_literature else "") or self.labels[href]

    @cached_property
    def _bonds(self) -> Mapping[str, list[Bond]]:
        found: dict[str, list[Bond]] = {}
        for member in self.edition.members:
            for relation in member.facts.relations:
                for one, bond in self._bound(relation, member.source.path.name):
                    found.setdefault(one, []).append(bond)
        return found

    def _bound(self, relation: Relation, file: str) -> Iterator[tuple[str, Bond]]:
        active, passive, mutual = (
            [href for pointer in pointers if (href := self.edition.address(pointer, file)) in self.labels]
            for pointers in (relation.active, relation.passive, relation.mutual)
        )
        told = (relation.dating, relation.cert)
        for one in active:
            for other in passive:
                yield str(one), Bond(relation.name, str(other), relation.name, "active", *told)
                yield str(other), Bond(relation.back, str(one), relation.name, "passive", *told)
        for one in mutual:
            for other in mutual:
                if other != one:
                    yield str(one), Bond(relation.name, str(other), relation.name, "mutual", *told)

    @cached_property
    def _told_of(self) -> Mapping[str, list[tuple[str, str]]]:
        """By the address of an entry: which others speak of it, and in what part of theirs."""
        found: dict[str, dict[tuple[str, str], None]] = {}
        for member, bearer in self.rows:
            own = self.href(member, bearer)
            for kind, pointer in _pointers(bearer) if own else ():
                href = self.leads(pointer, member)
                if href in self.labels and href != own:
                    found.setdefault(href, {}).setdefault((kind, own))
        return {href: _once(ties, found_by=self._linked.get(href, frozenset())) for href, ties in found.items()}

    @cached_property
    def _linked(self) -> Mapping[str, frozenset[str]]:
        """By the address of an entry: what it links to itself."""
        return {
            self.href(member, bearer): frozenset(self.leads(pointer, member) for _, pointer in _pointers(bearer))
            for member, bearer in self.rows
        }


def _pointers(bearer: Bearer) -> Iterator[tuple[str, str]]:
    """Where an entry points, and in what part of it. Who wrote a work is told there, not at each of its prints."""
    of_work = any(detail.kind == "corresp" for detail in bearer.details)
    for run in bearer.citation:
        if run.pointer and not (run.kind == "author" and of_work):
            yield (run.kind if run.kind in {"author", "editor"} else "citation"), run.pointer
    for detail in bearer.details:
        for run in detail.runs:
            if run.pointer and detail.kind not in _NO_TIE:
                yield f"{bearer.register}-{detail.kind}" if detail.kind == "corresp" else detail.kind, run.pointer


def _once(ties: Iterable[tuple[str, str]], found_by: Collection[str]) -> list[tuple[str, str]]:
    """Ties of a kind of their own first; then, once, entries that only mention this one and that it has no link to."""
    rows = list(ties)
    own = {other for kind, other in rows if kind in _KINDS} | {*found_by}
    mentions = dict.fromkeys(other for kind, other in rows if kind not in _KINDS and other not in own)
    return [*(row for row in rows if row[0] in _KINDS), *(("mention", other) for other in mentions)]


#: The parts of an entry whose ties are told by name on the card of the other.
_KINDS = frozenset(
    ("author", "editor", "affiliation", "where", "pubPlace", "publisher", "location", "bibliography-corresp",
     "timeline-corresp")
)  # fmt: skip


def date(row: etree._Element, dating: Dating) -> None:
    """Say on an element of the site when something was."""
    row.set("when", dating.when)
    row.set("until", dating.until)
    row.set("bounds", dating.bounds)
    row.set("calendar", dating.calendar)


def _is_plain(name: Name, bearer: Bearer) -> bool:
    """True for a name of which the heading says all."""
    return name.language == bearer.language and not (name.cert or name.dating or name.sources)
