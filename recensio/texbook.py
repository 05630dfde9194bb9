"""What stands beside the LaTeX sources of the texts: their style, and the book of the whole edition."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from recensio import shipped
from recensio.binding import has_book, printed
from recensio.contents import groups_of
from recensio.indexes import Indexes
from recensio.order import Order
from recensio.report import TextResult
from recensio.resolve import Edition, Member
from recensio.tex import book_document, page_of
from recensio.transform import stylesheets

_STYLE = "recensio.sty"


def write_beside(
    order: Order, edition: Edition, results: Iterable[TextResult], words: Iterable[tuple[str, str]], output: Path
) -> None:
    """Put the style and, if the settings ask for a book and all texts are there, the book into ``output/tex``.

    ``words`` are the edition's own words of the apparatus. Raises ``OSError``, and ``TransformError`` from a changed
    stylesheet.
    """
    xslt, folder = shipped.stylesheets(order.config.root), output / "tex"
    folder.mkdir(exist_ok=True)
    (folder / _STYLE).write_bytes((xslt / "tex" / _STYLE).read_bytes())
    sources = {result.id: output / result.tex for result in results if result.tex}
    members = printed(edition)
    if has_book(order, edition) and all(member.source.id in sources for member in members):
        name = "edition.book.tex" if "edition" in sources else "edition.tex"
        (folder / name).write_text(_book(order, edition, members, sources, words, xslt), encoding="utf-8")


def _book(
    order: Order, edition: Edition, members: list[Member], sources: dict[str, Path], words: Iterable[tuple[str, str]],
    xslt: Path,
) -> str:  # fmt: skip
    from recensio.book import Title, document  # (which loads the typesetter)

    config = order.config
    groups = groups_of(members, config.contents, folder=config.root / config.sources.folder, language=edition.language)
    title = Title.of(edition, config.edition)
    told = document(title, groups, Indexes(edition).headings(members), (), ())
    texts = [sources[member.source.id].read_text(encoding="utf-8") for group in groups for member in group.members]
    sheets = stylesheets(xslt, frozenset({"texbook"}))
    labels = sheets.labels(config.print.language_in(edition.language), dict(words))
    return sheets.tex_book(book_document(told, texts, config.print.foot), labels, page_of(config.print))
