"""The headings of a printed index: who is named in a text, under which letter, and by which other forms of the name he
is looked for; and the literature that a text refers to.

Where somebody is named, page and line, the typesetter finds out: here are the words, in their order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from recensio.alphabet import letter, sort_key, without_article
from recensio.bearers import Bearer
from recensio.resolve import REGISTER_PAGES, Edition, Member

#: Forms of a name (``@type``, ``@subtype``) under which nobody looks for its bearer.
_NOT_LOOKED_FOR = frozenset({"misprint", "misreading", "hidden", "genitive", "plural"})

__all__ = ["Heading", "Indexes"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A row of the index: the register it stands in, the address of the entry that it belongs to, its words and its
    letter; ``see`` is what it refers to, if it is only another form of the name."""

    register: str
    address: str
    words: str
    letter: str
    see: str = ""

    def row(self) -> dict[str, str]:
        """The same for the stylesheets."""
        facts = {"register": self.register, "href": self.address, "letter": self.letter, "see": self.see}
        return {"text": self.words, **facts}


@dataclass(frozen=True)
class Indexes:
    """The headings for all entries of the registers of an edition, made once."""

    edition: Edition

    def headings(self, members: Iterable[Member]) -> tuple[Heading, ...]:
        """The rows for whom these texts name, register by register, in alphabetical order."""
        named = frozenset().union(*map(self._named, members))
        return tuple(row for row in self._rows if row.address in named)

    def literature(self, members: Iterable[Member]) -> tuple[str, ...]:
        """The literature that these texts point at, in alphabetical order; not what stands in a text itself."""
        cited: dict[str, tuple[str, str, str]] = {}
        for member in members:
            own = {self.edition.addresses.get((member.source.path.name, one.id)) for one in member.facts.bearers}
            found = (self._books.get(address or "") for address in self._pointed_at(member) - own)
            for bearer in filter(None, found):
                cited[bearer.label] = sort_key(bearer.filed or bearer.label, self.edition.language)
        return tuple(sorted(cited, key=lambda label: cited[label]))

    @cached_property
    def _entries(self) -> Mapping[str, Bearer]:
        """Every entry that has an address."""
        members, addresses = self.edition.members, self.edition.addresses
        return {addresses[m.source.path.name, one.id]: one for m in members for one in m.facts.bearers if one.id}

    @cached_property
    def _books(self) -> Mapping[str, Bearer]:
        return {address: one for address, one in self._entries.items() if one.register == "bibliography"}

    @cached_property
    def _rows(self) -> tuple[Heading, ...]:
        language = self.edition.language
        entries = [(a, one) for a, one in self._entries.items() if one.register in REGISTER_PAGES]
        rows = [found for address, bearer in entries for found in _rows(bearer, address, language)]

        def place(row: tuple[str, Heading]) -> tuple[object, ...]:
            return (REGISTER_PAGES.index(row[1].register), sort_key(row[0], language), row[1].see, row[1].address)

        return tuple(row for _, row in sorted(rows, key=place))

    def _named(self, member: Member) -> frozenset[str]:
        """The addresses of the entries that a text names."""
        found = (self.edition.address(pointer, member.source.path.name) for pointer in member.facts.pointers)
        return frozenset(address for address in found if address)

    def _pointed_at(self, member: Member) -> set[str | None]:
        links = (self.edition.target(link, member.source.path.name) for link in member.facts.links)
        return {*links, *self._named(member)}


def _rows(bearer: Bearer, address: str, language: str) -> Iterator[tuple[str, Heading]]:
    """The row of an entry, and one for each form of its name that is looked for elsewhere in the alphabet."""
    filed = bearer.filed or bearer.label
    yield filed, Heading(bearer.register, address, bearer.label, letter(filed, language))
    places = {_first_word(filed, language)}
    for name in bearer.names:
        form = without_article(name.text, name.language or language)
        words = sort_key(form, language)[0].split()
        # (a person is not looked for by the first name in front of the surname under which he stands)
        is_there = not places.isdisjoint(words if bearer.register == "persons" else words[:1])
        if (
            words
            and not is_there
            and _NOT_LOOKED_FOR.isdisjoint((name.kind, name.subkind))
            and _script(form) == _script(bearer.label)
        ):
            places.add(words[0])
            yield form, Heading(bearer.register, address, form, letter(form, language), bearer.label)


def _first_word(name: str, language: str) -> str:
    return sort_key(name, language)[0].partition(" ")[0]


def _script(name: str) -> str:
    """The script of the first letter."""
    return next((unicodedata.name(c, "").partition(" ")[0] for c in name if c.isalpha()), "")
