"""A text as it is read: its file, joined by what stands of it in others, with everything told its address."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from lxml import etree

from recensio import law, leaks, rights
from recensio.discover import Source
from recensio.guests import joined
from recensio.locate import Locator
from recensio.parse import Kind, Limits, Parsed, parse
from recensio.problems import Problem, problem
from recensio.stamping import stamped
from recensio.textbuild.task import TextTask
from recensio.transform import TransformError


class SourceText:
    """One text under way: its tree, what may be published of it, and the problems that came up."""

    def __init__(self, task: TextTask) -> None:
        """Read nothing yet."""
        self.task = task
        self.name = task.source.id
        self.problems: list[Problem] = []
        #: the words that may not get out, and how many they are
        self.secret = leaks.Secret()
        self.withheld = 0
        self._words: dict[str, law.SourceWords] = {}

    @cached_property
    def parsed(self) -> Parsed:
        """The file's tree, joined by what stands of it in others, its attached entries told where they belong."""
        host, *guests = (self._parse(source) for source in (self.task.source, *self.task.guests))
        return stamped(self._allowed(joined(host, guests)), self.task.base, self.task.pages)

    def _parse(self, source: Source) -> Parsed:
        return parse(source.path, folder=self.task.folder, name=source.name, limits=Limits(size=self.task.max_bytes))

    def _allowed(self, parsed: Parsed) -> Parsed:
        """The file without those of its texts that may not be published, if there are others beside them."""
        if self.task.published == rights.PART and parsed.root is not None:
            held = rights.withheld(parsed.root, self.task.unknown_rights)
            self.withheld += sum(len(law.source_words(document, self.task.base).base) for document in held)
            self.secret.hear(held)
            rights.empty(held)
        return parsed

    @property
    def is_readable(self) -> bool:
        """Whether the file is TEI that could be read."""
        return self.parsed.root is not None and self.parsed.kind is not Kind.FOREIGN

    @property
    def root(self) -> etree._Element:
        """The tree of a file that is readable."""
        assert self.parsed.root is not None
        return self.parsed.root

    def words(self, base: str) -> law.SourceWords:
        """The words of the tree by the law, counted once for each kind of base text."""
        if base not in self._words:
            self._words[base] = law.source_words(self.root, base)
        return self._words[base]

    @property
    def is_header_only(self) -> bool:
        """Whether no running text may be published."""
        return self.task.has_text and self.task.published == rights.HEADER

    @property
    def has_running_text(self) -> bool:
        """Whether there is a text, and it may be published."""
        return self.task.has_text and not self.is_header_only

    @property
    def has_witness_texts(self) -> bool:
        """Whether texts of witnesses are made."""
        return self.has_running_text and self.task.witness_texts

    # --- what is told ---

    @cached_property
    def _locator(self) -> Locator:
        return Locator(self.parsed)

    def place_of(self, element: etree._Element) -> tuple[str | None, int | None, int | None]:
        """File, line and column of an element."""
        place = self._locator.of(element)
        return place.file, place.line, place.column

    def line_and_column(self, path: str) -> tuple[int | None, int | None]:
        """Where the element at an XPath of the stylesheets stands."""
        place = self._locator.at_path(path)
        return place.line, place.column

    def tell(self, code: str, **facts: Any) -> None:
        """A problem of the whole file."""
        self.problems.append(problem(code, file=self.task.source.name, **facts))

    def tell_of(self, element: etree._Element, code: str, **facts: Any) -> None:
        """A problem of an element."""
        file, line, column = self.place_of(element)
        self.problems.append(problem(code, file=file, line=line, column=column, **facts))

    def tell_at(self, path: str, code: str, **facts: Any) -> None:
        """A problem of the element at an XPath of the stylesheets."""
        place = self._locator.at_path(path)
        self.problems.append(problem(code, file=place.file, line=place.line, column=place.column, **facts))

    def tell_failed(self, output: str, error: TransformError) -> None:
        """A stylesheet failed."""
        self.tell("XSL-002", output=output, detail=str(error))
