"""The body of a note on a page: how far it goes, and its label and back links taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from recensio.imports.readers.web.marks import Page, label_of
from recensio.imports.readers.web.tree import (
    BLOCKS,
    HEADINGS,
    begins,
    block_of,
    classes,
    cut,
    following,
    name_of,
    set_text_before,
    text_before,
    text_in,
    unwrap,
)
from recensio.imports.readers.web.waste import Waste
from recensio.law.words import words_of_text

_ITEMS = frozenset({"li", "dd", "dt", "tr", "p", "aside", "pre"})


@dataclass
class Body:
    """The body of one note: its elements, in order, and the calls that lead to it."""

    key: str
    label: str
    elements: list[etree._Element]
    calls: list[etree._Element] = field(default_factory=list)
    called: bool = True


def body_block(target: etree._Element, page: Page) -> etree._Element | None:
    """The block that is the body of a note, if ``target`` is where it begins; ``None`` if it can't be one."""
    said = next((e for e in _around(target) if page.says_body(e)), None)
    if said is not None and said.tag not in {"body", "section"} and _alone(target, said, page):
        return said
    block = _item(target)
    if block is None or block.tag in HEADINGS or block.tag in {"body", "html", "ol", "ul", "dl", "table", "section"}:
        return None
    return block if block is target or _opens_line(target, block) else None


def _around(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    yield from element.iterancestors("*")


def _alone(target: etree._Element, around: etree._Element, page: Page) -> bool:
    """Whether ``around`` holds the body that begins with ``target`` and no other."""
    if around is target:
        return True
    if around.tag in {"ol", "ul", "dl", "table", "tbody"} or not begins(target, around):
        return False
    inside = [e for e in around.iterdescendants("*") if e in page.aims and e is not target]
    return not any(_opens_line(e, block_of(e)) and not begins(e, around) for e in inside)


def _opens_line(element: etree._Element, block: etree._Element) -> bool:
    """Whether ``element`` is the first of ``block``, or of a line in it."""
    child = _child(element, block)
    before = child.getprevious()
    broken = before is not None and before.tag == "br" and not (before.tail or "").strip()
    return begins(element, block) or (broken and begins(element, child))


def _item(target: etree._Element) -> etree._Element | None:
    """The nearest block around ``target`` that can be a body, or the one that an empty anchor stands in front of."""
    for element in _around(target):
        if element.tag in {"td", "th"}:
            continue
        if element.tag in _ITEMS:
            return _row(element)
        if element.tag in BLOCKS:
            behind = _behind(target)
            return element if behind is None and element.tag == "div" else behind
    return None


def _row(element: etree._Element) -> etree._Element:
    """The item or row of a table that ``element`` opens, or itself."""
    for above in element.iterancestors("li", "tr"):
        if begins(element, above):
            return above
    return element


def _behind(anchor: etree._Element) -> etree._Element | None:
    """The block behind an empty anchor."""
    after = anchor.getnext()
    empty = not text_in(anchor) and not (anchor.tail or "").strip()
    return after if empty and after is not None and after.tag in BLOCKS else None


def split_blocks(blocks: Sequence[tuple[etree._Element, etree._Element]]) -> None:
    """Give each target a block of its own, where several notes stand in one (parted by line ends mostly)."""
    for block in dict.fromkeys(block for _, block in blocks):
        starts = {_child(target, block) for target, its in blocks if its is block} - {block}
        firsts = [child for child in block if child in starts]
        if len(firsts) > 1:
            for first in reversed(firsts[1:]):
                _split(block, first)


def _child(element: etree._Element, block: etree._Element) -> etree._Element:
    while element is not block and element.getparent() is not block:
        parent = element.getparent()
        if parent is None:
            break
        element = parent
    return element


def _split(block: etree._Element, first: etree._Element) -> None:
    """Make what begins with ``first`` in ``block`` a block of its own behind it."""
    parent = block.getparent()
    if parent is None:
        return
    new = block.makeelement(block.tag, {"class": block.get("class") or ""})
    new.sourceline = first.sourceline or block.sourceline
    new.tail, block.tail = block.tail, None
    parent.insert(parent.index(block) + 1, new)
    for child in [first, *following(first)]:
        new.append(child)  # with its tail
    last = block[-1] if len(block) else None
    while last is not None and last.tag == "br" and not (last.tail or "").strip():
        cut(last)
        last = block[-1] if len(block) else None


def gather(body: Body, others: set[etree._Element], page: Page) -> None:
    """Add to ``body`` the blocks behind its first one that belong to it; ``others`` are the first ones of all notes."""
    first = body.elements[0]
    if first.tag == "dt":
        body.elements += _to_next(first, others, frozenset({"dd"}))
        return
    if first.tag not in {"p", "pre"}:
        return
    behind: list[etree._Element] = []
    for element in following(first):
        if element in others:
            body.elements += behind
            return
        if element.tag in HEADINGS or element.tag == "hr" or (page.says_body(element) and element.tag == "div"):
            break
        behind.append(element)
    body.elements += _like(first, behind, page)


def _to_next(first: etree._Element, others: set[etree._Element], tags: frozenset[str]) -> list[etree._Element]:
    found = []
    for element in following(first):
        if element in others or element.tag not in tags:
            break
        found.append(element)
    return found


def _like(first: etree._Element, behind: list[etree._Element], page: Page) -> list[etree._Element]:
    """Of the blocks behind the last note, those that say they are of its kind."""
    found = []
    for element in behind:
        if not (page.says_body(element) and classes(element) == classes(first)):
            break
        found.append(element)
    return found


# --- Label and links back ---------------------------------------------------------------------------------------------


def strip_label(element: etree._Element, label: str) -> str:
    """Take the label off the beginning of ``element``; returns it as printed, empty if it does not stand there."""
    nodes = list(_texts(element, 60))
    text = "".join(text for _, _, text in nodes)
    sign = re.escape(label) if label else r"\d{1,4}[a-z]?|[*†‡§]{1,4}"
    found = re.match(rf"\s*[\[(]?\s*({sign})(?!\w)\s*[\])]?\s*(?:[.:–—-](?!\.))?\)?(?=\s|\W|$|[^\W\d])", text)
    if not found:
        return ""
    _delete(nodes, found.end())
    return found.group().strip()


_Node = tuple[etree._Element, str, str]


def _texts(element: etree._Element, most: int) -> Iterator[_Node]:
    """The texts in ``element`` with where they are kept (``text`` or ``tail``), until they are ``most`` long."""
    length = 0
    for event, part in etree.iterwalk(element, events=("start", "end")):
        where = "text" if event == "start" else "tail"
        text = getattr(part, where) or ""
        if part is element and event == "end":
            return
        if text:
            yield part, where, text
            length += len(text)
            if length > most:
                return


def _delete(nodes: Sequence[_Node], number: int) -> None:
    """Delete the first ``number`` characters of the texts in ``nodes``."""
    for element, where, text in nodes:
        taken = min(number, len(text))
        setattr(element, where, text[taken:])
        number -= taken
        if not number:
            return


def take_back_links(body: Body, page: Page, waste: Waste) -> set[etree._Element]:
    """Take out of ``body`` the links to its calls; returns them."""
    ways = {block_of(call) for call in body.calls}
    taken = set()
    opened = False
    for element in body.elements:
        for link in [e for e in element.iter("a") if page.key(e) or page.says_back(e)]:
            if _leads_back(link, ways, body, page):
                taken.add(link)
                opened |= begins(link, body.elements[0])
                _drop_link(link, body.label, waste)
        _drop_signs(element, page, waste)
    if opened:
        _close_up(body.elements[0])
    return taken


def _close_up(element: etree._Element) -> None:
    """Delete the brackets and the point that stood around a link which opened ``element``."""
    nodes = list(_texts(element, 60))
    found = re.match(r"\s*(?:\[\s*\]|\(\s*\))?\s*[.:)\]]{0,2}(?![.…])\s*", "".join(text for _, _, text in nodes))
    if found:
        _delete(nodes, found.end())


def _drop_signs(element: etree._Element, page: Page, waste: Waste) -> None:
    for part in [e for e in element.iter("span", "sup") if classes(e) & page.names.backs and e is not element]:
        waste.cut(part, "a link from a note back to its call")


def _leads_back(link: etree._Element, ways: set[etree._Element], body: Body, page: Page) -> bool:
    target = page.target(link)
    if page.says_back(link):
        return True
    if target is None or target in body.elements:
        return target is not None and bool(label_of(text_in(link))) and begins(link, body.elements[0])
    return block_of(target) in ways or any(target in set(call.iterancestors()) or target is call for call in body.calls)


def _drop_link(link: etree._Element, label: str, waste: Waste) -> None:
    text = text_in(link)
    if len(text.split()) > 4:
        unwrap(link)
        return
    _drop_signs_around(link)
    if (label and label_of(text) == label) or not words_of_text(text).line:
        cut(link)
    else:
        waste.cut(link, "a link from a note back to its call")


def _drop_signs_around(link: etree._Element) -> None:
    """Delete brackets around a link that ends a note, and the point behind it if the note has its own."""
    before = text_before(link)
    shorter = before.rstrip().removesuffix("(").removesuffix("[").rstrip()
    if re.fullmatch(r"\s*[.)\]]{1,2}\s*", link.tail or "") and shorter[-1:] in {".", "!", "?", "”", '"'}:
        set_text_before(link, shorter)
        link.tail = None


def drop_empty(element: etree._Element | None) -> None:
    """Take away ``element``, and what is around it, as far as nothing is left in it."""
    while element is not None and name_of(element) not in {"body", "html", ""}:
        above = element.getparent()
        if text_in(element) or next(element.iter("img", "hr"), None) is not None:
            return
        cut(element)
        element = above
