"""The words of a finished page, with the addresses before them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from recensio.search.passages import Page, cut
from recensio.search.words import torn

#: Elements that words end at. (A line break is none: where a word ends there, a blank stands before it.)
_BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "ul", "dl", "dt", "dd", "table", "tr", "td", "th",
     "caption", "blockquote", "pre", "figure", "figcaption", "section", "article", "header", "hr")
)  # fmt: skip
#: Stands in the ids that are the page's own and in no address.
_OWN = ":"
#: Begins the id of the place in the text that an entry of the apparatus belongs to.
_PLACE = "place:"
_LONGEST_WORD = 60


def page_of(markup: str, page: str, title: str) -> Page:
    """Take a finished page of a text apart. ``page`` is its address."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    tree = lxml_html.document_fromstring(markup.encode(), parser=parser)
    text = _Walk()
    for article in _found(tree, f"//article[{_of_class('reading')}]"):
        text.meet(article)
    readings, notes, broken = _Walk.beside(text), _Walk.beside(text), text.torn()
    for entry in _found(tree, _ITEMS.format(section=_of_class("apparatus"), item=_of_class("entry"))):
        said = list(_said(entry))
        readings.meet_in(entry, [e for e, is_remark in said if not is_remark], broken.get(entry.get("id"), ("", "")))
        notes.meet_in(entry, [e for e, is_remark in said if is_remark])
    for note in _found(tree, _ITEMS.format(section=_of_class("notes"), item=_of_class("note"))):
        notes.meet(note)
    walks = {"text": text, "reading": readings, "note": notes}
    passages = tuple(p for kind, walk in walks.items() for p in cut(walk.parts, kind, page, title))
    return Page(passages, frozenset(str(value) for value in _found(tree, "//@id")))


def _found(tree: Any, path: str) -> list[Any]:
    return list(_compiled(path)(tree))


@cache
def _compiled(path: str) -> Any:
    return etree.XPath(path)


def _is_latin(language: str | None, *, unsaid: bool) -> bool:
    return unsaid if not language else language.split("-")[0] == "la"


def _language(element: Any, inside: Any) -> str | None:
    """The language that an element in another is said to be in."""
    while not element.get("lang") and element is not inside:
        element = element.getparent()
    return element.get("lang") or None


def _of_class(*names: str) -> str:
    return " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in names)


#: The entries and notes of a section, without those that the page only repeats.
_ITEMS = f"//section[{{section}}]//*[@id and not(contains(@id, '{_OWN}'))][{{item}}]"
#: Classes of what stands in an entry: that there is no reading; remarks of editors; what isn't searched.
_OMISSION, _REMARKS = "om", frozenset({"note", "witDetail", "said"})
_UNSAID = frozenset({"lem", "base", "sigla", "place", "back", "entry"})


def _said(element: Any) -> Iterator[tuple[Any, bool]]:
    """What is said in an entry: its readings, which stand in ``bdi`` (or that there is none), and its remarks."""
    for child in element.iterchildren(etree.Element):
        classes = frozenset((child.get("class") or "").split())
        if child.tag == "bdi" or _OMISSION in classes:
            yield child, False
        elif classes & _REMARKS:
            yield child, True
        elif not classes & _UNSAID:
            yield from _said(child)


# --- the words of elements ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Border:
    """Where the base text of a variant begins or ends."""

    entry: str
    is_end: bool


@dataclass
class _Walk:
    """The words and ids of some elements, in order: strings, ids as tuples of one, ``None`` where a block ends, whether
    what follows is Latin, and the borders of variants."""

    latin: list[bool] = field(default_factory=lambda: [False])
    parts: list[str | tuple[str] | bool | _Border | None] = field(default_factory=list)

    @classmethod
    def beside(cls, text: _Walk) -> _Walk:
        """For readings and notes, which are in the language of their text where they say nothing else."""
        return cls([True], [True]) if True in text.parts else cls()

    def meet_in(self, entry: Any, elements: Sequence[Any], around: tuple[str, str] = ("", "")) -> None:
        """Meet what stands in an entry. Readings that are part of a word are told as a whole word too: ``around`` are
        the letters that the base text has before and behind it."""
        self.parts += [None, (entry.get("id"),)] if elements else []
        for element in elements:
            self._turn(_is_latin(_language(element, entry), unsaid=self.latin[-1]))
            if _OMISSION not in (element.get("class") or "").split():
                self.meet(element)
            if around != ("", ""):
                inside = _found(element, ".//text()[not(ancestor::*[@data-extra])]") if element.tag == "bdi" else ()
                self.parts.append(f" ({around[0]}{''.join(inside)}{around[1]})")
            self._return()

    def meet(self, top: Any) -> None:
        self.parts.append(None)
        skipped: Any = None
        for event, element in etree.iterwalk(top, events=("start", "end", "comment", "pi")):
            if event in {"comment", "pi"}:
                if skipped is None:
                    self._add(element.tail)
            elif event == "start" and skipped is None:
                skipped = element if self._start(element, element is not top) else None
            elif event == "end" and skipped is element:
                skipped = None
                self._add(element.tail)  # a word goes on behind what is none
            elif event == "end" and skipped is None:
                self._end(element, element is top)

    def _start(self, element: Any, inner: bool) -> bool:
        """Meet an element; true if it is none of the words. (Of these only lines that are shown have an address.)"""
        classes = (element.get("class") or "").split()
        extra = inner and ("data-extra" in element.attrib or (element.tag == "a" and "back" in classes))
        if not extra and element.tag in _BLOCKS:
            self.parts.append(None)
        if (one := element.get("id") or "") and _OWN not in one and (not extra or "line-number" in classes):
            self.parts.append((one,))
        if extra:
            return True
        self._turn(_is_latin(element.get("lang"), unsaid=self.latin[-1]))
        self._border(element, is_end=False)
        self._add(element.text)
        return False

    def _end(self, element: Any, is_top: bool) -> None:
        self._border(element, is_end=True)
        self._return()
        if element.tag in _BLOCKS:
            self.parts.append(None)
        if not is_top:
            self._add(element.tail)

    def _border(self, element: Any, *, is_end: bool) -> None:
        """A variant is an element with the id of its place, or all between two that are empty."""
        entry = element.get("data-place" if is_end else "data-from")
        if not entry and "data-place" not in element.attrib and (element.get("id") or "").startswith(_PLACE):
            entry = element.get("id").removeprefix(_PLACE)
        if entry:
            self.parts.append(_Border(entry, is_end))

    def _turn(self, latin: bool) -> None:
        if self.latin[-1] != latin:
            self.parts.append(latin)
        self.latin.append(latin)

    def _return(self) -> None:
        was = self.latin.pop()
        if self.latin[-1] != was:
            self.parts.append(self.latin[-1])

    def _add(self, text: str | None) -> None:
        if text:
            self.parts.append(text)

    def torn(self) -> dict[str, tuple[str, str]]:
        """For the variants that begin or end in a word, by their entries, the letters of it that stand around them."""
        borders: dict[str, list[int]] = {}
        signs, length = [], 0
        for part in self.parts:
            if isinstance(part, _Border):
                borders.setdefault(part.entry, [length, length])[part.is_end] = length
            elif part is None or isinstance(part, str):
                signs.append(part or "\n")
                length += len(part or "\n")
        text = "".join(signs)
        found = {entry: _letters(text, *between) for entry, between in borders.items()}
        return {entry: letters for entry, letters in found.items() if letters != ("", "")}


def _letters(text: str, start: int, end: int) -> tuple[str, str]:
    """The letters before and behind a stretch of a text that belong to the same words."""
    left, right = text[max(0, start - _LONGEST_WORD) : start], text[end : end + _LONGEST_WORD]
    if start == end:
        return torn(left, right)
    return torn(left, text[start:end])[0], torn(text[start:end], right)[1]
