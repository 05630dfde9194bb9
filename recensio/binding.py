"""From the built texts to the book of the whole edition, and its place in the output folder."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recensio import reading, rights, shipped
from recensio.cache import Cache, key_of
from recensio.checking import read_task
from recensio.config import FILE_NAME
from recensio.contents import groups_of
from recensio.indexes import Indexes
from recensio.order import Order
from recensio.package import Staging
from recensio.problems import Problem, problem
from recensio.resolve import Edition, Member
from recensio.workers import Died, Workers

if TYPE_CHECKING:
    from recensio.book import Book, BookTask

#: In the output folder; if a text is called so, the book has the other name.
_PLACE, _OTHER_PLACE = "pdf/edition.pdf", "pdf/edition.book.pdf"
_TASK_FAILED = 120
#: A book of more pages is made in a process of its own.
_FEW = 200

#: The folders of the texts in the cache, and their keys, by their ids.
Built = tuple[Mapping[str, Path], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class MadeBook:
    """The book of the edition: its key, its file in the cache (``None`` if it was not made), its place in the output
    folder, its share of the words of all texts."""

    key: str
    file: Path | None
    place: str
    kept: float = 0.0
    problems: tuple[Problem, ...] = ()

    @property
    def row(self) -> dict[str, Any]:
        """What the report says of it; nothing if it was not made."""
        return {"edition_pdf": self.place, "edition_kept": {"pdf": self.kept}} if self.file is not None else {}

    def put_into(self, staging: Staging) -> None:
        """Copy it to its place. If it was not made, the book of the last build stays as it was."""
        staging.put(self.place, self.file)


def is_wanted(order: Order, edition: Edition) -> bool:
    """Whether a book is to be made as PDF."""
    return "pdf" in order.to and has_book(order, edition)


def has_book(order: Order, edition: Edition) -> bool:
    """Whether the settings ask for a book, and there are several texts to make it of. (Files that belong to no edition
    make no book.)"""
    is_edition = (order.config.root / FILE_NAME).is_file()
    return is_edition and order.config.print.book and len(printed(edition)) > 1


def printed(edition: Edition) -> list[Member]:
    """The texts that may be in a book."""
    return [member for member in edition.members if member.has_text and member.published != rights.HEADER]


def bind(
    order: Order, indexes: Indexes, built: Built, words: Sequence[tuple[str, str]], fonts: tuple[Path, ...],
    cache: Cache, workers: Workers,
) -> MadeBook:  # fmt: skip
    """The book of all texts, in the order of the front page; made now, or by an earlier build from the same.

    ``words`` are the edition's own words of the apparatus, ``fonts`` the folders of its own fonts.
    """
    from recensio import book  # (the engine is loaded only by builds that print)

    members, (folders, keys) = printed(indexes.edition), built
    place = _OTHER_PLACE if any(member.source.id == "edition" for member in members) else _PLACE
    there = {name for name, folder in folders.items() if (folder / book.PART).is_file()}
    if absent := [member.source.name for member in members if member.source.id not in there]:
        return _unmade(key_of("book", absent, dict(keys)), place, f"{absent[0]} could not be set")
    task = replace(_task(order, indexes, built, cache), labels=tuple(words), fonts=fonts)
    task = replace(task, key=key_of("book", task.key, str(words), _state(fonts)))
    if (folder := None if order.force else cache.outputs(task.key)) is None:
        if isinstance(made := _made(task, workers), Died):
            return _unmade(task.key, place, made.reason[:_TASK_FAILED])
        if (folder := cache.outputs(task.key)) is None:
            return _unmade(task.key, place, "it could not be written")
    row: dict[str, Any] = json.loads((folder / book.RESULT).read_text(encoding="utf-8"))
    problems = reading.problems_from(row["problems"])
    return MadeBook(task.key, folder / book.BOOK if row["made"] else None, place, row["kept"], problems)


def _made(task: BookTask, workers: Workers) -> Book | Died[BookTask]:
    """The book, set here and now, or if it is a large one, in a process of its own."""
    from recensio import book

    if book.pages_of(task) > _FEW:
        return workers.apart(book.build_book, task)
    return next(made for _, made in workers.map(book.build_book, [task]))


def _state(fonts: Sequence[Path]) -> list[tuple[str, int]]:
    files = (file for folder in fonts for file in sorted(folder.rglob("*")))
    return [(file.name, file.stat().st_mtime_ns) for file in files]


def _unmade(key: str, place: str, reason: str) -> MadeBook:
    return MadeBook(key, None, place, problems=(problem("PDF-010", reason=reason),))


def _task(order: Order, indexes: Indexes, built: Built, cache: Cache) -> BookTask:
    """What the book is made of; its key does not know of words and fonts yet."""
    from recensio import book

    config, edition, (folders, keys) = order.config, indexes.edition, built
    sources = config.root / config.sources.folder
    groups = groups_of(printed(edition), config.contents, folder=sources, language=edition.language)
    members = [member for group in groups for member in group.members]
    shared, title = book.with_shared_sigla(members), book.Title.of(edition, config.edition)
    xslt = shipped.stylesheets(config.root)
    document = book.document(title, groups, indexes.headings(members), indexes.literature(members), shared)
    digest = config.digest("edition", "print", "apparatus")
    return book.BookTask(
        key=key_of(document, [keys[member.source.id] for member in members], digest, shipped.digest(xslt)),
        document=document,
        texts=tuple((m.source.id, folders[m.source.id], m.source.path.parent) for m in members),
        root=read_task(order, members[0].source).folder,
        xslt=xslt,
        cache=cache.folder,
        print=config.print,
        language=config.print.language_in(edition.language),
        labels=(),
        apparatus_language=config.apparatus.language.removeprefix("edition") or edition.language,
        shared_sigla=shared,
        anew=order.force,
    )
