"""The contents of an edition: its texts in groups, as the settings say, or as the texts' own headers call them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from recensio.alphabet import sort_key
from recensio.config import ContentsTable
from recensio.discover import matches, natural_key
from recensio.resolve import Member

__all__ = ["Group", "groups_of"]

#: Kinds of text in the order in which they are listed where the settings say nothing.
_USUAL = ("introduction", "calendar", "text", "translation", "handbook")


@dataclass(frozen=True, slots=True)
class Group:
    """Texts under one heading: its ``title`` as the settings have it, or the key of a ``label``; both may be empty."""

    members: tuple[Member, ...]
    title: str = ""
    label: str = ""


def groups_of(
    texts: Sequence[Member], tables: Sequence[ContentsTable], *, folder: Path, language: str
) -> tuple[Group, ...]:
    """The texts in groups. ``folder`` is what patterns for files begin at; no text is left out, none is there twice."""
    found = list(_told(texts, tables, folder, language) if tables else _usual(texts, language))
    return tuple(group for group in found if group.members)


def _told(texts: Sequence[Member], tables: Iterable[ContentsTable], folder: Path, language: str) -> Iterator[Group]:
    left = list(texts)
    for table in tables:
        taken = [member for member in left if _belongs(member, table, folder)]
        left = [member for member in left if member not in taken]
        yield Group(_ordered(taken, table, folder, language), table.title)
    yield Group(_ordered(left, ContentsTable(order="file"), folder, language), label="group-text")


def _usual(texts: Sequence[Member], language: str) -> Iterator[Group]:
    """By kind; headings are needed only where there are several. Calendars are put in the order of time."""
    by_kind = {kind: [member for member in texts if member.kind == kind] for kind in _USUAL}
    several = sum(map(bool, by_kind.values())) > 1
    for kind, members in by_kind.items():
        is_dated = all(member.facts.when for member in members)
        table = ContentsTable(order="date" if is_dated and kind == "calendar" else "file")
        yield Group(_ordered(members, table, Path(), language), label=f"group-{kind}" if several else "")


def _belongs(member: Member, table: ContentsTable, folder: Path) -> bool:
    if not (table.files or table.kinds):
        return True
    named = any(matches(_below(member, folder), pattern) for pattern in table.files)
    kinds = {kind.lower() for kind in table.kinds}
    return named or bool(kinds.intersection((*member.facts.kinds, member.kind)))


def _below(member: Member, folder: Path) -> str:
    path = member.source.path
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def _ordered(members: Iterable[Member], table: ContentsTable, folder: Path, language: str) -> tuple[Member, ...]:
    def of_title(member: Member) -> object:
        return sort_key(member.title, language)

    def of_place(member: Member) -> object:
        fits = (n for n, pattern in enumerate(table.files) if matches(_below(member, folder), pattern))
        return next(fits, len(table.files))

    keys: Mapping[str, Callable[[Member], object]] = {
        "date": lambda member: _time(member.facts.when),
        "title": of_title,
        "listed": of_place,
        "file": lambda member: 0,
    }
    named = sorted(members, key=lambda member: natural_key(member.source.name))
    return tuple(sorted(named, key=keys[table.order]))  # type: ignore[arg-type]  # (keys of one order compare)


def _time(when: str) -> tuple[bool, int, str]:
    """A date of ISO 8601 as it is ordered; no date comes last. Years before Christ count down."""
    year, rest = when[:5] if when.startswith("-") else when[:4], when[5 if when.startswith("-") else 4 :]
    return not when, int(year) if year.lstrip("-").isdecimal() else 0, rest
