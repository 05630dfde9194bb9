"""The whole edition as one book: all texts in the order of the front page, with one index, beside one PDF a text.

Each text has been built by itself; what the book needs of it lies in the cache beside its outputs (:data:`PART`, the
print source, and :data:`WORDS`, the words that must be found again). A book is whole or it is not made: one that lacks
a text would not be the edition.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from lxml import etree

from recensio.cache import Cache
from recensio.config import EditionTable, PrintTable
from recensio.contents import Group
from recensio.indexes import Heading
from recensio.lasting import date_for, standards_of
from recensio.law.elements import REC
from recensio.law.inprint import compare_in_print
from recensio.law.printed import Printed, read_pdf
from recensio.law.words import Words
from recensio.problems import Problem, problem
from recensio.resolve import Edition, Member, add
from recensio.transform import TransformError, stylesheets
from recensio.typeset import Page, Part, Typeset, typeset_book
from recensio.wording import counted

#: In a text's folder in the cache: its print source, and the words that it has to hold.
PART, WORDS = "part.typ", "words.json"
#: In a book's folder in the cache.
BOOK, RESULT = "edition.pdf", "book.json"
#: What the texts tell of themselves: letters without a font, entries too long for the foot, pictures.
_TOLD_OF_TEXTS = frozenset({"PDF-002", "PDF-003", "PDF-005", "PDF-009"})
#: Of how many pages a book is made at most: to set them takes 2 MB of memory each.
MOST_PAGES = 2000


def page_of(table: PrintTable) -> Page:
    """The settings for print as the typesetter takes them."""
    return Page(
        paper=table.paper, size=table.size, every=table.line_numbers, restart=table.numbering, fonts=table.fonts,
        inner=table.inner, outer=table.outer, top=table.top, bottom=table.bottom, numbers=table.number_margin,
        figures=table.figures, foot=table.foot, entries=table.entries, title_page=table.title_page,
        contents=table.contents,
    )  # fmt: skip


def keep_part(folder: Path, source: str, base: Words, aside: Mapping[str, int], pages: int) -> None:
    """Put down in the cache what a book needs of a text: its print source, its words, how many pages it has."""
    (folder / PART).write_text(source, encoding="utf-8")
    words = {"base": base.line, "aside": dict(aside), "pages": pages}
    (folder / WORDS).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Title:
    """What the book says of itself."""

    title: str
    language: str
    subtitle: str = ""
    publisher: str = ""
    licence: str = ""
    url: str = ""
    editors: tuple[str, ...] = ()

    @classmethod
    def of(cls, edition: Edition, table: EditionTable) -> Title:
        """What the edition and its settings say."""
        facts = (table.subtitle, table.publisher, table.licence, edition.url, table.editors)
        return cls(edition.title, edition.language, *facts)


@dataclass(frozen=True, slots=True)
class BookTask:
    """Everything that the book depends on. ``texts`` are the ids of the texts, their folders in the cache, and the
    folders of their files; ``document`` is what :func:`document` has made."""

    key: str
    document: str
    texts: tuple[tuple[str, Path, Path], ...]
    root: Path
    xslt: Path
    cache: Path
    print: PrintTable
    language: str
    labels: tuple[tuple[str, str], ...]
    apparatus_language: str
    fonts: tuple[Path, ...] = ()
    shared_sigla: tuple[str, ...] = ()
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """What came of it. ``made`` is false if there is no book; ``kept`` is the share of the words of all texts in it."""

    made: bool
    pages: int = 0
    kept: float = 0.0
    problems: tuple[Problem, ...] = ()


def document(
    title: Title, groups: Sequence[Group], headings: Iterable[Heading], literature: Iterable[str], shared: Sequence[str]
) -> str:
    """The XML that ``xslt/print/book.xsl`` makes the book of."""
    root = etree.Element(f"{{{REC}}}book", nsmap={"rec": REC}, title=title.title, lang=title.language)
    for name in ("subtitle", "publisher", "licence", "url"):
        root.set(name, getattr(title, name))
    for editor in title.editors:
        add(root, "editor", editor)
    for group in groups:
        section = add(root, "group", title=group.title, label=group.label)
        for member in group.members:
            row = add(section, "text", id=member.source.id)
            if member.source.id in shared:
                row.set("shared", "1")
    for heading in headings:
        add(root, "heading", **heading.row())
    for words in literature:
        add(root, "cited", words)
    return etree.tostring(root, encoding="unicode")


def with_shared_sigla(members: Sequence[Member]) -> tuple[str, ...]:
    """The ids of the texts that have witnesses, if there are several and all have the same."""
    found = [member for member in members if member.facts.witnesses]
    same = len({member.facts.witnesses for member in found}) == 1
    return tuple(member.source.id for member in found) if same and len(found) > 1 else ()


def pages_of(task: BookTask) -> int:
    """How many pages the texts of a book have by themselves."""
    return sum(int(str(row["pages"])) for row in _words(task))


def _words(task: BookTask) -> list[dict[str, object]]:
    return [json.loads((folder / WORDS).read_text(encoding="utf-8")) for _, folder, _ in task.texts]


def build_book(task: BookTask) -> Book:
    """Set the book into the cache and count its words. Raises ``OSError`` only if nothing can be written."""
    words = _words(task)
    cache = Cache(task.cache)
    with cache.making(task.key, anew=task.anew) as folder:
        book, pdf = _made(task, words)
        if pdf is not None:
            (folder / BOOK).write_bytes(pdf)
        (folder / RESULT).write_text(json.dumps(asdict(book), ensure_ascii=False), encoding="utf-8")
    return book


def _made(task: BookTask, words: Sequence[Mapping[str, object]]) -> tuple[Book, bytes | None]:
    pages = pages_of(task)
    if pages > MOST_PAGES:
        told = problem("PDF-012", pages=f"{pages:,}", most=f"{MOST_PAGES:,}")
        return Book(made=False, problems=(told,)), None
    try:
        sheets = stylesheets(task.xslt, frozenset({"book"}))
        labels = sheets.labels(task.language, dict(task.labels), task.apparatus_language)
        source = sheets.book(task.document, labels)
    except TransformError as error:
        return _none(str(error)), None
    parts = [Part(name, (folder / PART).read_text(encoding="utf-8"), beside) for name, folder, beside in task.texts]
    made = typeset_book(
        source, parts, task.shared_sigla, template_folders=(task.xslt / "print",), font_folders=task.fonts,
        root=task.root, page=page_of(task.print), standards=standards_of(task.print.standard),
        timestamp=date_for(standards_of(task.print.standard)),
    )  # fmt: skip
    return _proved(made, words)


def _none(reason: str) -> Book:
    return Book(made=False, problems=(problem("PDF-010", reason=reason.rstrip(".")),))


def _proved(made: Typeset, words: Sequence[Mapping[str, object]]) -> tuple[Book, bytes | None]:
    """The book with the share of the words that it keeps: of each text on its pages, and in their order."""
    if made.pdf is None:
        reason = made.problems[-1].message if made.problems else "the typesetter failed"
        return _none(reason), None
    printed = read_pdf(made.pdf)
    pages = [page for _, page in made.starts] + [made.pages + 1]
    total = kept = 0
    problems = [one for one in made.problems if one.code not in _TOLD_OF_TEXTS]
    for (name, page), until, row in zip(made.starts, pages[1:], words, strict=False):
        found = compare_in_print(Words(str(row["base"])), Counter(), printed.of_pages(range(page - 1, until - 1))).base
        total, kept = total + found.total, kept + found.kept
        if found.kept < found.total:
            lost = counted(found.total - found.kept, "word", "words")
            problems.append(problem("PDF-011", words=lost, text=name))
    problems += _missing_aside(printed, words)
    return Book(True, made.pages, kept / total if total else 1.0, tuple(problems)), made.pdf


def _missing_aside(printed: Printed, words: Sequence[Mapping[str, object]]) -> Iterator[Problem]:
    """What notes and readings say, anywhere in the book."""
    aside: Counter[str] = Counter()
    for row in words:
        aside.update(row["aside"])  # type: ignore[call-overload]
    missing = compare_in_print(Words(""), aside, printed).missing_aside
    if missing:
        yield problem("PDF-011", words=counted(missing.total(), "word", "words"), text="notes and readings")
