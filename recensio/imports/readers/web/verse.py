"""Poems: stanzas and lines, whether the page has elements for them or only line ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from recensio.imports.model import Anchor, Break, Content, Inline, Style, Text, Verse, VerseLine
from recensio.imports.readers.web.inline import Inlines, is_blank, is_line_end, solid, trimmed
from recensio.imports.readers.web.names import Names
from recensio.imports.readers.web.tree import HEADINGS, classes, cut, keys, lang, place, text_in

_STEP = re.compile(r"^(?:i|indent)(\d{1,2})$")
_MARGIN = re.compile(r"(?:margin-left|text-indent|padding-left)\s*:\s*([\d.]+)\s*em")
_SPACES = "\u2003\u2002\u2001\u2000\u3000\xa0"
_STANZAS = frozenset({"p", "div", "pre"})


def verse_of(element: etree._Element, inlines: Inlines) -> Verse | None:
    """The poem in ``element``; ``None`` if no line is in it."""
    _settle_pages(element, inlines.around.names)
    stanzas = tuple(stanza for part in _stanzas(element, inlines.around.names) for stanza in _read(part, inlines))
    key = next((key for key in keys(element) if key in inlines.around.wanted), "")
    foreign = lang(element) if lang(element) != inlines.around.language else ""
    return Verse(stanzas=stanzas, place=place(element), key=key, lang=foreign) if stanzas else None


def is_poem(element: etree._Element, names: Names) -> bool:
    """Whether ``element`` says that verse is in it, and nothing else."""
    found = classes(element)
    if not found & names.verse or next(element.iter(*HEADINGS, "table", "ul", "ol", "hr"), None) is not None:
        return False
    return element.tag in {"div", "p", "blockquote", "pre", "section", "figure", "center"}


def _stanzas(element: etree._Element, names: Names) -> list[etree._Element]:
    """The stanzas in ``element``, if all its words stand in such; else ``element`` itself."""
    named = _outermost([e for e in element.iterdescendants("*") if classes(e) & names.stanzas])
    if named and _hold_all(named, element):
        return named
    children = [child for child in element if child.tag in _STANZAS]
    lines = children and all(classes(child) & names.lines for child in children)
    return children if children and not lines and _hold_all(children, element) else [element]


def _outermost(elements: list[etree._Element]) -> list[etree._Element]:
    known = set(elements)
    return [e for e in elements if not known & set(e.iterancestors())]


def _hold_all(parts: list[etree._Element], element: etree._Element) -> bool:
    """Whether all words in ``element`` stand in ``parts``."""
    return sum(len(text_in(e).split()) for e in parts) >= len(text_in(element).split())


def _settle_pages(element: etree._Element, names: Names) -> None:
    """Put page numbers that stand between stanzas or lines into the one behind them."""
    holders = [e for e in element.iterdescendants("*") if classes(e) & (names.lines | names.stanzas) or e.tag == "p"]
    order = {e: at for at, e in enumerate(element.iter("*"))}
    for page in [e for e in element.iterdescendants("*") if classes(e) & names.pages]:
        if not holders or set(holders) & {page, *page.iterancestors()}:
            continue
        holder = next((e for e in holders if order[e] > order[page]), holders[-1])
        cut(page)
        page.tail, holder.text = holder.text, None
        holder.insert(0, page)


def _read(part: etree._Element, inlines: Inlines) -> Iterator[tuple[VerseLine, ...]]:
    lines = _line_elements(part, inlines.around.names)
    if lines:
        read = [VerseLine(trimmed(inlines.of(line)), _indent(line), place=place(line)) for line in lines]
        found = tuple(line for line in read if solid(line.content))
        if found:
            yield found
    else:
        yield from _by_line_ends(inlines.of(part), part)


def _line_elements(part: etree._Element, names: Names) -> list[etree._Element]:
    """The elements that are lines, if all words of ``part`` stand in such."""
    outer = _outermost([e for e in part.iterdescendants("*") if classes(e) & names.lines])
    return outer if outer and _hold_all(outer, part) else []


def _indent(line: etree._Element) -> int:
    steps = [int(found.group(1)) for name in classes(line) if (found := _STEP.match(name))]
    margin = _MARGIN.search(line.get("style") or "")
    if steps:
        return (steps[0] + 1) // 2
    return round(float(margin.group(1))) if margin and margin.group(1).replace(".", "", 1).isdigit() else 0


def _by_line_ends(content: Content, part: etree._Element) -> Iterator[tuple[VerseLine, ...]]:
    """Lines part at line ends, stanzas at two of them."""
    stanza: list[VerseLine] = []
    for row in _rows(content):
        if solid(row):
            stanza.append(VerseLine(trimmed(row), _spaces(row), place=place(part)))
        elif stanza:
            yield tuple(stanza)
            stanza = []
    if stanza:
        yield tuple(stanza)


def _rows(content: Iterable[Inline]) -> Iterator[list[Inline]]:
    row: list[Inline] = []
    for one in _lifted(content):
        if is_line_end(one):
            yield row
            row = []
        elif not (is_blank(one) and not row) or (isinstance(one, Text) and any(space in one.text for space in _SPACES)):
            row.append(one)
    yield row


def _lifted(content: Iterable[Inline]) -> Iterator[Inline]:
    """``content`` with emphasis that goes over several lines set anew in each."""
    for one in content:
        if isinstance(one, Style) and any(is_line_end(inner) for inner in one.content):
            for row in _rows(one.content):
                if solid(row):
                    yield Style(tuple(row), one.rend, one.element, one.lang, one.trust)
                yield Break("line")
        else:
            yield one


def _spaces(row: list[Inline]) -> int:
    """How far a line is indented by blanks, about two for a step."""
    first = next((one for one in row if not isinstance(one, Anchor)), None)
    if not isinstance(first, Text):
        return 0
    text = first.text.lstrip(" \t\n\r")
    blanks = len(text) - len(text.lstrip(_SPACES + " "))
    wide = sum(1 for character in text[:blanks] if character in "\u2003\u2001\u3000")
    return wide + (blanks - wide + 1) // 2
