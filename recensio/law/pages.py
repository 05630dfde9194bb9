"""The words of finished web pages: the reading text, and everything else that stands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from recensio.law.words import Words, words_of_text

_BLOCK_NAMES = """
    address article aside blockquote body caption dd details dialog div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr legend li main nav ol option p pre section select summary table tbody td tfoot th
    thead title tr ul"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNREAD = frozenset({"script", "style", "template"})
_BOUNDARY = "\n"


class NoReadingText(ValueError):
    """A page holds no ``article`` of class ``reading``."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's reading text (``None`` without an ``article.reading``) and all the rest of its text."""

    reading: str | None
    rest: str


def read_page(page: bytes, article: str = "reading") -> Page:
    """Divide a page's text: reading is what ``article.reading`` (or another class) holds, without ``[data-extra]``.

    The edges of blocks end words. What is extra begins and ends words of its own, and leaves no trace in the text
    around it. The page is read as a stream: of a long one, no tree is made.
    """
    division = _Division(article)
    if page.strip():
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, target=division)  # type: ignore[arg-type]  # (the stubs ask for more than lxml)
        etree.fromstring(page, parser)
    return division.page()


class _Division:
    """Takes the events of a parser, and puts each piece of text where it belongs."""

    def __init__(self, article: str) -> None:
        self._class = article
        self._reading: list[str] = []
        self._rest: list[str] = []
        self._extras: list[str] = []
        self._extra_marks: list[bool] = []
        self._article_marks: list[bool] = []
        self._extra = self._article = self._unread = self._articles = 0

    @property
    def _sink(self) -> list[str]:
        if self._extra:
            return self._extras
        return self._reading if self._article else self._rest

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        extra = "data-extra" in attributes
        article = tag == "article" and self._class in (attributes.get("class") or "").split()
        self._extra_marks.append(extra)
        self._article_marks.append(article)
        self._extra += extra
        self._article += article
        self._articles += article
        self._unread += tag in _UNREAD
        if extra or article or tag in _BLOCKS:
            self._sink.append(_BOUNDARY)

    def end(self, tag: str) -> None:
        extra, article = self._extra_marks.pop(), self._article_marks.pop()
        block = extra or article or tag in _BLOCKS
        if block:
            self._sink.append(_BOUNDARY)
        self._extra -= extra
        self._article -= article
        self._unread -= tag in _UNREAD
        if block and not extra:
            self._sink.append(_BOUNDARY)

    def data(self, text: str) -> None:
        if not self._unread:
            self._sink.append(text)

    def close(self) -> None:
        """The parser has come to the end."""

    def page(self) -> Page:
        return Page(
            "".join(self._reading) if self._articles else None, "".join((*self._rest, _BOUNDARY, *self._extras))
        )


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
