"""Whether words of a text that may not be published stand in an output all the same.

The stylesheets take the running text out of what they render; this looks at what they made, and knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from lxml import etree

from recensio.law.elements import all_text, name_of
from recensio.law.pages import read_page
from recensio.law.words import words_of_text
from recensio.rights import HELD

__all__ = ["RUN", "Secret"]

#: So many words in a row are a quotation of the text; a reading of the apparatus has fewer.
RUN = 10


class Secret:
    """The runs of words of texts that may not be published. Empty, it finds nothing."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._runs: set[tuple[str, ...]] = set()

    def hear(self, documents: Iterable[etree._Element]) -> None:
        """Learn the running text of these TEI documents. What their headers and registers say as well is no secret."""
        for document in documents:
            held = [child for child in document if name_of(child) in HELD]
            self._runs.update(chain.from_iterable(map(_runs_of, held)))
            open_parts = [child for child in document if child not in held]
            self._runs.difference_update(chain.from_iterable(map(_runs_of, open_parts)))

    def first_in(self, path: Path) -> str:
        """The first run of these words in a finished output; empty if there is none. Raises ``OSError``."""
        if not self._runs:
            return ""
        return next((" ".join(run) for run in _runs(_READ.get(path.suffix, _plain)(path)) if run in self._runs), "")


def _runs_of(element: etree._Element) -> Iterator[tuple[str, ...]]:
    return _runs(" ".join(all_text(element)))


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = [word.casefold() for word in words_of_text(text)]
    return (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def _plain(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _page(path: Path) -> str:
    page = read_page(path.read_bytes())
    return f"{page.reading or ''} {page.rest}"


def _print(path: Path) -> str:
    from pypdfium2 import PdfDocument, PdfiumError  # (the engine is loaded only by builds that print)

    try:
        document = PdfDocument(path)
    except PdfiumError:
        return ""
    try:
        return " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


_READ = {".html": _page, ".pdf": _print}
