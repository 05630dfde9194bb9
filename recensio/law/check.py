"""The law applied: one call for each text, when its outputs are finished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from lxml import etree

from recensio.law.compare import Comparison, Difference, compare, context
from recensio.law.inprint import compare_in_print
from recensio.law.pages import NoReadingText, Page, read_page, words_of_pages
from recensio.law.printed import print_words, read_pdf
from recensio.law.source import SourceWords
from recensio.law.tex import NotOurs, text_of_tex
from recensio.law.words import Words, words_of_text
from recensio.problems import Problem, problem

Place = tuple[str | None, int | None, int | None]
PlaceOf = Callable[[etree._Element], Place]
_ElementAt = Callable[[int], etree._Element | None]


@dataclass(frozen=True, slots=True)
class Outputs:
    """The files made of one text: web pages in reading order, text file, PDF, LaTeX source, texts of witnesses by id.

    ``witness_pages`` are their pages. ``states`` are the files of all states of those witnesses that have several, the
    first among them. ``folder`` is what their names are told relative to.
    """

    html: Sequence[Path] = ()
    txt: Path | None = None
    pdf: Path | None = None
    tex: Path | None = None
    witnesses: Mapping[str, Path] = field(default_factory=dict)
    states: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    witness_pages: Mapping[str, Path] = field(default_factory=dict)
    folder: Path | None = None

    def name(self, path: Path) -> str:
        """The name of an output in a message."""
        inside = self.folder is not None and path.is_relative_to(self.folder)
        return path.relative_to(self.folder).as_posix() if inside and self.folder else path.name


@dataclass(frozen=True, slots=True)
class Kept:
    """The share of the words kept in each output, ``None`` where there is no such output."""

    html: float | None = None
    txt: float | None = None
    pdf: float | None = None
    tex: float | None = None
    witnesses: Mapping[str, float] = field(default_factory=dict)


def check(source: SourceWords, outputs: Outputs, *, place_of: PlaceOf) -> tuple[Kept, list[Problem]]:
    """Compare the finished outputs of a text with its source.

    ``place_of`` gives file, line and column of an element of the source. Each output yields at most one problem of a
    kind, with the number of words and the place of the first. Raises ``OSError`` for an output that is not there.
    """
    court = _Court(source, outputs, place_of)
    kept = Kept(
        html=court.pages(),
        txt=None if outputs.txt is None else court.text(outputs.txt),
        pdf=None if outputs.pdf is None else court.print(outputs.pdf),
        tex=None if outputs.tex is None else court.tex(outputs.tex),
        witnesses={siglum: court.witness(siglum, path) for siglum, path in outputs.witnesses.items()},
    )
    for siglum, path in outputs.witness_pages.items():
        court.witness_page(siglum, path)
    for siglum, paths in outputs.states.items():
        for state, path in enumerate(paths[1:], 1):
            court.witness(siglum, path, state)
    if outputs.witnesses and (unplaced := source.unplaced):
        court.report("TXT-008", source.element(unplaced[0]), readings=_counted(len(unplaced), "reading"))
    return kept, court.problems


class _Court:
    """One check of one text: what is found is collected in ``problems``."""

    def __init__(self, source: SourceWords, outputs: Outputs, place_of: PlaceOf) -> None:
        self.problems: list[Problem] = []
        self._source = source
        self._outputs = outputs
        self._place_of = place_of

    def pages(self) -> float | None:
        """Check the web pages; the share kept in them."""
        paths = self._outputs.html
        if not paths:
            return None
        name = self._outputs.name(paths[0]) + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")
        pages = [read_page(path.read_bytes()) for path in paths]
        missing = self._source.aside - _rest(pages)
        if missing:
            self._report_aside(missing, name)
        try:
            return self._whole(compare(self._source.base, words_of_pages(pages)), name)
        except NoReadingText:
            return self._uncounted(name, 'a page has no <article class="reading">')

    def text(self, path: Path) -> float:
        """Check the text file; the share kept in it."""
        return self._whole(compare(self._source.base, _words_of_file(path)), self._outputs.name(path))

    def tex(self, path: Path) -> float:
        """Check the LaTeX source; the share kept in it."""
        name = self._outputs.name(path)
        try:
            return self._whole(compare(self._source.base, words_of_text(text_of_tex(_text_of_file(path)))), name)
        except NotOurs as error:
            return self._uncounted(name, str(error))

    def witness(self, siglum: str, path: Path, state: int = 0) -> float:
        """Check the text file of a witness, or of another state of it; the share kept in it."""
        return self._of_witness(siglum, _text_of_file(path), path, state)

    def witness_page(self, siglum: str, path: Path) -> float:
        """Check the web page of a witness; the share kept in it."""
        text = read_page(path.read_bytes(), "witness").reading
        if text is None:
            return self._uncounted(self._outputs.name(path), 'it has no <article class="witness">')
        return self._of_witness(siglum, text, path, 0)

    def _of_witness(self, siglum: str, made: str, path: Path, state: int) -> float:
        # (what is the same to the letter need not be divided into words: there may be hundreds of witnesses)
        if self._source.says(siglum, made, state):
            return 1.0
        comparison = compare(self._source.witness(siglum, state), words_of_text(made))
        facts = {"output": self._outputs.name(path), "witness": siglum}
        element_at = partial(self._source.place_in_witness, siglum, state=state)
        self._report_both(comparison, ("TXT-003", "TXT-004"), element_at, facts)
        return comparison.share

    def print(self, path: Path) -> float:
        """Check the PDF; the share kept in it."""
        from pypdfium2 import PdfiumError  # (the engine is loaded only by builds that print)

        name = self._outputs.name(path)
        try:
            printed = read_pdf(path)
        except PdfiumError:
            return self._uncounted(name, "it is not a PDF that can be opened")
        found = compare_in_print(self._source.base, self._source.aside, printed)
        if found.missing_aside:
            self._report_aside(found.missing_aside, name, in_print=True)
        if found.moved:
            self._report_difference("TXT-007", found.moved, self._source.place, {"output": name})
        if found.unrecognised:
            self.report("TXT-009", None, output=name, words=_words(found.unrecognised))
        return self._whole(found.base, name)

    def report(self, code: str, element: etree._Element | None, **facts: object) -> None:
        """Add a problem at an element; ``None`` is the text as a whole."""
        file, line, column = (None, None, None) if element is None else self._place_of(element)
        tag = "" if element is None else etree.QName(element).localname
        self.problems.append(problem(code, file=file, line=line, column=column, element=tag, **facts))

    def _whole(self, comparison: Comparison, name: str) -> float:
        self._report_both(comparison, ("TXT-001", "TXT-002"), self._source.place, {"output": name})
        return comparison.share

    def _uncounted(self, name: str, reason: str) -> float:
        self.report("TXT-006", None, output=name, reason=reason)
        return 0.0

    def _report_both(
        self, comparison: Comparison, codes: tuple[str, str], element_at: _ElementAt, facts: dict[str, str]
    ) -> None:
        for code, found in zip(codes, (comparison.lost, comparison.invented), strict=True):
            if found is not None:
                self._report_difference(code, found, element_at, facts)

    def _report_difference(self, code: str, found: Difference, element_at: _ElementAt, facts: dict[str, str]) -> None:
        element = element_at(found.source_index)
        self.report(code, element, words=_words(found.count), context=found.context, **facts)

    def _report_aside(self, missing: Counter[str], name: str, *, in_print: bool = False) -> None:
        number, text = next(_holding(self._source, missing, in_print=in_print))
        words = _words(missing.total())
        self.report("TXT-005", self._source.element(number), output=name, words=words, context=text)


def _holding(source: SourceWords, missing: Counter[str], *, in_print: bool) -> Iterator[tuple[int, str]]:
    """The notes and readings that hold a missing word, and the word in its context."""
    for number, aside in source.asides():
        words = list(aside)
        for index, word in enumerate(words):
            if word in missing or (in_print and not missing.keys().isdisjoint(print_words(word))):
                yield number, context(words, index)


def _rest(pages: Sequence[Page]) -> Counter[str]:
    found: Counter[str] = Counter()
    for page in pages:
        found.update(words_of_text(page.rest))
    return found


def _words_of_file(path: Path) -> Words:
    return words_of_text(_text_of_file(path))


def _text_of_file(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _words(count: int) -> str:
    return _counted(count, "word")


def _counted(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count} {thing}s"
