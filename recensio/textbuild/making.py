"""A text while its outputs are made: what they share is made once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from recensio.facsimiles import Facsimile
from recensio.rows import rows_of
from recensio.textbuild.made import Made
from recensio.textbuild.task import TextTask
from recensio.textbuild.text import SourceText
from recensio.transform import MarkedText, Normalised, Stylesheets
from recensio.views import Views


def labels_of(task: TextTask, sheets: Stylesheets) -> Any:
    """The words of the interface and of the apparatus, for stylesheets."""
    return sheets.labels(task.language, dict(task.labels), task.apparatus_language)


@dataclass
class Making:
    """A text, the stylesheets, what the first of them made of it, and the files that came of it."""

    text: SourceText
    sheets: Stylesheets
    normalised: Normalised
    made: Made
    facsimile: Facsimile
    #: the source of the PDF and its pages, for a book of the whole edition
    printed: tuple[str, int] | None = None

    @cached_property
    def labels(self) -> Any:
        """The words of the interface and of the apparatus."""
        return labels_of(self.text.task, self.sheets)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The apparatus as rows, for web and tables. Raises :class:`TransformError`."""
        return self.normalised.data(self.labels)

    @cached_property
    def marked(self) -> tuple[MarkedText, dict[str, list[MarkedText]]]:
        """The reading text and those of the witnesses with marks, for web and plain text."""
        return self.normalised.marked_texts()

    @cached_property
    def views(self) -> Views:
        """The text and its witnesses, row by row."""
        return Views.of(rows_of(self.text.root), *self.marked)
