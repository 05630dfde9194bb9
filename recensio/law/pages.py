"""The words of finished web pages: the reading text, and everything else that stands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from recensio.law.words import Words, words_of_text

_BLOCKS = frozenset(
    """address article aside blockquote body br caption dd details dialog div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main nav ol option p pre section select summary table tbody td
    tfoot th thead title tr ul""".split()
)
_UNREAD = frozenset({"script", "style", "template"})
_BOUNDARY = "\n"


class NoReadingText(ValueError):
    """A page holds no ``article`` of class ``reading``."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's reading text (``None`` without an ``article.reading``) and all the rest of its text."""

    reading: str | None
    rest: str


def read_page(page: bytes) -> Page:
    """Divide a page's text: reading is what ``article.reading`` holds, without what is in ``[data-extra]``.

    The edges of blocks end words. What is extra begins and ends words of its own, and leaves no trace in the
    reading text.
    """
    reader = _Reader()
    reader.read(_tree(page))
    return Page("".join(reader.reading) if reader.articles else None, "".join(reader.rest))


def words_of_html(pages: Iterable[bytes]) -> Words:
    """The words of the reading text of pages, in order. Raises :class:`NoReadingText` if one of them has none."""
    return words_of_pages(map(read_page, pages))


def words_of_pages(pages: Iterable[Page]) -> Words:
    """The same of pages that have been read already."""
    return words_of_text(_BOUNDARY.join(map(_reading_of, pages)))


def all_words_of_html(page: bytes) -> Counter[str]:
    """How often each word stands in a page."""
    read = read_page(page)
    return Counter(words_of_text(read.rest)) + Counter(words_of_text(read.reading or ""))


def _reading_of(page: Page) -> str:
    if page.reading is None:
        raise NoReadingText
    return page.reading


def _tree(page: bytes) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    tree = etree.fromstring(page, parser) if page.strip() else None
    return etree.Element("html") if tree is None else tree


class _Reader:
    """One walk through a page; counts how deep it is in the article, in what is extra and in what is not read."""

    def __init__(self) -> None:
        self.reading: list[str] = []
        self.rest: list[str] = []
        self.articles = 0
        self._article = 0
        self._extra = 0
        self._unread = 0

    def read(self, tree: etree._Element) -> None:
        for event, element in etree.iterwalk(tree, events=("start", "end")):
            if event == "start":
                self._enter(element)
                self._hear(element.text)
            else:
                self._leave(element)
                self._hear(element.tail)

    def _enter(self, element: etree._Element) -> None:
        self._count(element, 1)
        self._edge(element)

    def _leave(self, element: etree._Element) -> None:
        self._edge(element)
        self._count(element, -1)

    def _count(self, element: etree._Element, step: int) -> None:
        if element.tag in _UNREAD:
            self._unread += step
        if element.get("data-extra") is not None:
            self._extra += step
        if element.tag == "article" and "reading" in element.get("class", "").split():
            self._article += step
            self.articles += step == 1

    def _edge(self, element: etree._Element) -> None:
        if element.tag in _BLOCKS or element.get("data-extra") is not None:
            self._hear(_BOUNDARY)

    def _hear(self, text: str | None) -> None:
        if text and not self._unread:
            (self.reading if self._article and not self._extra else self.rest).append(text)
