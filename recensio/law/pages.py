"""The words of finished web pages: the reading text, and everything else that stands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from lxml import etree

from recensio.law.words import Words, words_of_text

_BLOCK_NAMES = """
    address article aside blockquote body caption dd details dialog div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr legend li main nav ol option p pre section select summary table tbody td tfoot th
    thead title tr ul"""
_BLOCKS = tuple(_BLOCK_NAMES.split())
_UNREAD = frozenset({"script", "style", "template"})
_BOUNDARY = "\n"
_ARTICLES = "//article[contains(concat(' ', normalize-space(@class), ' '), ' reading ')]"


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
    reading text. The tree is emptied from inside out, so that libxml2 and not Python visits what is inline.
    """
    tree = _tree(page)
    for unread in tree.iter(*_UNREAD):
        _empty(unread)
    _bound_blocks(tree)
    rest = [_taken(extra) for extra in _found(tree, "//*[@data-extra][not(ancestor::*[@data-extra])]")]
    articles = [_taken(article) for article in _found(tree, _ARTICLES)]
    rest.append(_taken(tree))
    return Page(_BOUNDARY.join(articles) if articles else None, _BOUNDARY.join(rest))


def _bound_blocks(tree: etree._Element) -> None:
    for block in tree.iter(*_BLOCKS):
        block.text = _BOUNDARY + (block.text or "") if len(block) or block.text else _BOUNDARY
        if block.get("data-extra") is None:
            block.tail = _BOUNDARY + (block.tail or "")


def _found(tree: etree._Element, path: str) -> list[etree._Element]:
    return cast("list[etree._Element]", tree.xpath(path))


def _taken(element: etree._Element) -> str:
    """The text of an element, which is left empty."""
    text = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    _empty(element)
    return text


def _empty(element: etree._Element) -> None:
    element.clear(keep_tail=True)  # type: ignore[call-arg]  # (the stubs don't know the argument)


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
