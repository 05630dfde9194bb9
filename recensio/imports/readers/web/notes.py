"""The notes of a page: each call with the body that it leads to, however the page links them.

Found are, in this order: links that lead to a body and mostly back; bodies that stand where they are called (beside the
text, or in a ``title``); and numbers that are no links, if they and the numbered notes at the end run in step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from recensio.imports.model import HIGH, MEDIUM, Call, Trust
from recensio.imports.readers.web.bodies import (
    Body,
    body_block,
    drop_empty,
    gather,
    split_blocks,
    strip_label,
    take_back_links,
)
from recensio.imports.readers.web.marks import (
    NOTES_TITLE,
    Page,
    bracketed,
    in_heading,
    label_of,
    notely,
    raised,
)
from recensio.imports.readers.web.tree import (
    BLOCKS,
    HEADINGS,
    begins,
    block_of,
    classes,
    cut,
    following,
    keys,
    name_of,
    place,
    set_text_before,
    text_before,
    text_in,
    types,
)
from recensio.imports.readers.web.waste import Waste


@dataclass
class Notes:
    """The notes of a page. ``calls`` are by the element that stands for them; ``apart`` are calls, labels, links back.

    ``dangling`` are the labels of calls that lead nowhere, ``head`` is the heading of the notes.
    """

    calls: dict[etree._Element, Call] = field(default_factory=dict)
    bodies: list[Body] = field(default_factory=list)
    apart: set[etree._Element] = field(default_factory=set)
    dangling: list[str] = field(default_factory=list)
    guessed: int = 0  # calls that are no links
    head: str = ""


@dataclass(frozen=True, slots=True)
class _Pair:
    link: etree._Element
    key: str
    target: etree._Element


def notes_of(page: Page, waste: Waste) -> Notes:
    """Find the notes of ``page``; their bodies are taken out of its tree, the calls stay as elements in it."""
    notes = Notes()
    _linked(page, notes, waste)
    _beside(page, notes)
    _in_titles(page, notes)
    _numbered(page, notes, waste)
    _drop_headings(page, notes, waste)
    return notes


# --- Linked -----------------------------------------------------------------------------------------------------------


def _linked(page: Page, notes: Notes, waste: Waste) -> None:
    pairs = [pair for pair in _pairs(page) if _is_note(pair, page)]
    blocks = [(pair.target, body_block(pair.target, page)) for pair in pairs]
    split_blocks([(target, block) for target, block in blocks if block is not None])
    found: dict[etree._Element, Body] = {}
    for pair in pairs:
        block = body_block(pair.target, page)
        if block is not None:
            body = found.setdefault(block, Body(pair.key, label_of(text_in(pair.link)), [block]))
            body.calls.append(pair.link)
    _uncalled(found, page)
    notes.bodies += found.values()
    for body in notes.bodies:
        gather(body, set(found), page)
    for body in notes.bodies:
        _call(body, notes)
    for body in notes.bodies:
        _detach(body, page, notes, waste)
    _dangling(page, notes)


def _pairs(page: Page) -> Iterator[_Pair]:
    for link, key in page.links():
        target = page.named.get(key)
        if target is not None and target is not link:
            yield _Pair(link, key, target)


def _is_note(pair: _Pair, page: Page) -> bool:
    """Whether the link of ``pair`` is the call of a note, and its target the body."""
    link, target = pair.link, pair.target
    if in_heading(target) or page.is_page_number(target) or page.says_back(link):
        return False
    block = body_block(target, page)
    if block is None or block in set(link.iterancestors()) or in_heading(block):
        return False
    mark = label_of(text_in(link))
    said = page.says_call(link) or page.says_body(block) or page.says_body(target)
    if not mark and not ("noteref" in types(link) or (page.says_call(link) and not text_in(link))):
        return False
    if _opens(link) and not ("noteref" in types(link) or page.says_body(block)):
        return False
    return said or _mutual(pair, block, page) or (_labelled(block, mark) and (raised(link) or bracketed(link)))


def _opens(link: etree._Element) -> bool:
    """Whether ``link`` opens its block: then it leads back rather than away."""
    return begins(link, block_of(link)) or name_of(link.getprevious()) == "br"


def _mutual(pair: _Pair, block: etree._Element, page: Page) -> bool:
    home = block_of(pair.link)
    for back in block.iter("a"):
        target = page.target(back)
        if target is not None and (block_of(target) is home or target in set(pair.link.iterancestors())):
            return True
    return False


def _labelled(block: etree._Element, mark: str) -> bool:
    if block.tag == "li":
        return True
    return bool(re.match(rf"[\[(]?{re.escape(mark)}(?!\w)", text_in(block)))


def _uncalled(found: dict[etree._Element, Body], page: Page) -> None:
    """Bodies that stand among those called, say that they are notes, and are not called themselves."""
    holders = {block.getparent() for block in found}
    for holder in holders - {None}:
        like = {(block.tag, classes(block)) for block in found if block.getparent() is holder}
        for element in [] if holder is None else list(holder):
            if element in found or (element.tag, classes(element)) not in like:
                continue
            if element.tag == "li" or (page.says_body(element) and _first_label(element)):
                _add_uncalled(element, found)
    for element in page.root.iter("li", "aside", "div"):
        said = types(element) & {"footnote", "endnote", "rearnote"} or classes(element) & {"footnote-item", "footnote"}
        known = [element, *element.iterancestors(), *element.iterdescendants()]
        if said and page.says_body(element) and not any(e in found for e in known) and text_in(element):
            _add_uncalled(element, found)


def _add_uncalled(element: etree._Element, found: dict[etree._Element, Body]) -> None:
    key = next(iter(_keys_in(element)), f"uncalled-{len(found) + 1}")
    found[element] = Body(key, _first_label(element), [element], called=False)


def _first_label(element: etree._Element) -> str:
    """The number or sign that opens ``element``; a word of two letters is none, if no point or bracket is at it."""
    word = next(iter(text_in(element).split()), "")
    label = label_of(word)
    return "" if label.isalpha() and label == word else label


def _keys_in(element: etree._Element) -> Iterator[str]:
    for part in element.iter("*"):
        yield from keys(part)


def _call(body: Body, notes: Notes) -> None:
    for link in body.calls:
        holder = _outermost(link)
        label = label_of(text_in(link)) or body.label
        notes.calls[holder] = Call(body.key, label, _brackets(holder, text_in(holder)), place(link))
        notes.apart.update({holder, link})


def _outermost(link: etree._Element) -> etree._Element:
    """What is called with ``link``: it with the ``sup`` or ``span`` around it, if nothing else is in there."""
    holder = link
    above = link.getparent()
    while above is not None and above.tag not in BLOCKS and _only(link, above):
        holder, above = above, above.getparent()
    return holder


def _only(link: etree._Element, around: etree._Element) -> bool:
    text = text_in(around)
    return text == text_in(link) or text.strip("[]() ") == text_in(link).strip("[]() ")


def _brackets(holder: etree._Element, printed: str) -> str:
    """The call as it is printed: brackets that stand around it in the text are taken into it."""
    before, after = text_before(holder), holder.tail or ""
    for opening, closing in ("[]", "()"):
        if before.endswith(opening) and after.startswith(closing):
            set_text_before(holder, before[:-1])
            holder.tail = after[1:]
            return f"{opening}{printed}{closing}"
    return printed


def _detach(body: Body, page: Page, notes: Notes, waste: Waste) -> None:
    first = body.elements[0]
    notes.apart.update(_first_inlines(first))
    printed = strip_label(first, body.label)
    body.label = body.label or label_of(printed)
    notes.apart |= take_back_links(body, page, waste)
    for element in body.elements:
        around = element.getparent()
        cut(element)
        drop_empty(around)


def _first_inlines(block: etree._Element) -> Iterator[etree._Element]:
    """The elements at the very beginning of ``block``: its label was in one of them."""
    element: etree._Element | None = block
    while element is not None and len(element) and not (element.text or "").strip():
        element = element[0]
        if element.tag not in BLOCKS:
            yield element


def _dangling(page: Page, notes: Notes) -> None:
    for link, key in list(page.links()):
        label = label_of(text_in(link)) or (text_in(link).strip("[]() ") if page.says_call(link) else "")
        lost = key not in page.named and label and link not in notes.calls
        if lost and (page.says_call(link) or raised(link) or (notely(key) and bracketed(link))):
            holder = _outermost(link)
            notes.calls[holder] = Call("", label, _brackets(holder, text_in(holder)), place(link))
            notes.apart.update({holder, link})
            notes.dangling.append(label)


# --- Where they are called --------------------------------------------------------------------------------------------


def _beside(page: Page, notes: Notes) -> None:
    """Notes that stand in the text, where they are called: beside it, or shown when asked for."""
    for element in list(page.root.iter("span", "aside", "div", "small", "p")):
        if not _is_beside(element, page, notes):
            continue
        stand_in = _stand_in(element)
        if stand_in is None:
            continue
        key = next(iter(keys(element)), f"beside-{len(notes.bodies) + 1}")
        notes.bodies.append(Body(key, "", [element]))
        notes.calls[stand_in] = Call(key, "", "", place(element))
        notes.apart.update({element, stand_in})


def _is_beside(element: etree._Element, page: Page, notes: Notes) -> bool:
    if element in notes.calls or not text_in(element) or element.getparent() is None:
        return False
    margin = bool(classes(element) & page.names.beside)
    inline = element.tag in {"span", "small"} and page.says_body(element) and not element.get("title")
    above = {e.tag for e in element.iterancestors("*")}
    nested = any(classes(e) & page.names.beside for e in element.iterancestors())
    return (margin or (inline and "p" in above)) and not nested and "a" not in above


def _stand_in(element: etree._Element) -> etree._Element | None:
    """Put an empty element where ``element`` stands; a block beside the text is called where the next block begins."""
    parent = element.getparent()
    mark = element.makeelement("sup")
    if parent is None:
        return None
    if element.tag in {"span", "small"} or parent.tag == "p":
        parent.insert(parent.index(element), mark)
    else:
        block = next((e for e in following(element) if e.tag in {"p", *HEADINGS} and text_in(e)), None)
        if block is None:
            return None
        mark.tail, block.text = block.text, None
        block.insert(0, mark)
    cut(element)
    return mark


def _in_titles(page: Page, notes: Notes) -> None:
    """Notes in the ``title`` of their call, which browsers show when one points at it."""
    for element in list(page.root.iter("a", "span", "sup", "abbr")):
        title = " ".join((element.get("title") or "").split())
        mark = label_of(text_in(element))
        known = any(e in notes.calls for e in [element, *element.iterancestors()])
        if known or not mark or len(title) < 8 or " " not in title:
            continue
        if not (raised(element) or bracketed(element)) or page.target(element) is not None or in_heading(element):
            continue
        body = element.makeelement("p")
        body.text = title
        key = f"title-{len(notes.bodies) + 1}"
        holder = _outermost(element)
        notes.bodies.append(Body(key, mark, [body]))
        notes.calls[holder] = Call(key, mark, _brackets(holder, text_in(holder)), place(element))
        notes.apart.add(holder)


# --- Not linked -------------------------------------------------------------------------------------------------------


def _numbered(page: Page, notes: Notes, waste: Waste) -> None:
    """Notes under a heading that says so, numbered in step with the numbers raised or in brackets in the text."""
    for heading in [e for e in page.root.iter(*HEADINGS, "p", "b", "strong") if NOTES_TITLE.match(text_in(e))]:
        if heading.getparent() is None:
            continue
        items = list(_items(block_of(heading)))
        if not items or items[0][0] != 1:
            continue
        calls = _calls_in_step(page, notes, heading, len(items))
        if calls:
            _join(items, calls, page, notes, waste)


def _items(heading: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The numbered notes behind ``heading``."""
    expected = 1
    for element in _flat(following(heading)):
        if element.tag in HEADINGS:
            return
        found = re.match(r"\W{0,2}(\d{1,4})(?!\d)", text_in(element))
        counted = element.tag == "li"
        if counted or (found and int(found.group(1)) == expected):
            yield expected, element
            expected += 1


def _flat(elements: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """The paragraphs and items among ``elements``, those in lists and wrappers too."""
    for element in elements:
        if not _has_text(element) and element.tag in {"ol", "ul", "div", "section", "table", "tbody", "small", "font"}:
            yield from _flat(element)
        else:
            yield element


def _has_text(element: etree._Element) -> bool:
    return any((piece or "").strip() for piece in (element.text, *(child.tail for child in element)))


_BRACKETED = re.compile(r"\[(\d{1,4})\]")
_Found = tuple[etree._Element, Trust]


def _calls_in_step(page: Page, notes: Notes, heading: etree._Element, most: int) -> list[_Found]:
    """The calls 1, 2, 3 … in front of ``heading``, as far as the numbers go without a gap, not more than ``most``."""
    raised_ones = [(e, HIGH) for e in _before(page.root, heading) if e.tag == "sup" and e not in notes.calls]
    found = _in_step([one for one in raised_ones if not set(one[0].iterancestors()) & set(notes.calls)], most)
    return found or _in_step([(e, MEDIUM) for e in _printed_calls(page, heading)], most)


def _in_step(candidates: Sequence[_Found], most: int) -> list[_Found]:
    found: list[_Found] = []
    for element, trust in candidates:
        if label_of(text_in(element)) == str(len(found) + 1) and len(found) < most:
            found.append((element, trust))
    return found


def _before(root: etree._Element, heading: etree._Element) -> Iterator[etree._Element]:
    for element in root.iter("*"):
        if element is heading:
            return
        yield element


def _printed_calls(page: Page, heading: etree._Element) -> list[etree._Element]:
    """Elements made of the numbers in brackets in the text in front of ``heading``, if those are 1, 2, 3 …"""
    nodes = [(e, where) for e in _before(page.root, heading) for where in ("text", "tail")]
    numbers = [n for e, where in nodes for n in _BRACKETED.findall(getattr(e, where) or "")]
    if not numbers or numbers != [str(n) for n in range(1, len(numbers) + 1)]:
        return []
    made: list[etree._Element] = []
    for element, where in nodes:
        made += _cut_out(element, where)
    return made


def _cut_out(element: etree._Element, where: str) -> list[etree._Element]:
    pieces = _BRACKETED.split(getattr(element, where) or "")
    holder = element if where == "text" else element.getparent()
    if len(pieces) == 1 or holder is None:
        return []
    setattr(element, where, pieces[0])
    at = 0 if where == "text" else holder.index(element) + 1
    made: list[etree._Element] = []
    for number, after in zip(pieces[1::2], pieces[2::2], strict=True):
        call = holder.makeelement("sup")
        call.text, call.tail = f"[{number}]", after
        holder.insert(at + len(made), call)
        made.append(call)
    return made


def _join(items: list[tuple[int, etree._Element]], calls: list[_Found], page: Page, notes: Notes, waste: Waste) -> None:
    made: list[Body] = []
    for number, element in items:
        call = next(iter(calls[number - 1 : number]), None)
        body = Body(f"numbered-{number}-{len(notes.bodies)}", str(number), [element], called=call is not None)
        made.append(body)
        if call is not None:
            holder = call[0]
            notes.calls[holder] = Call(body.key, body.label, _brackets(holder, text_in(holder)), place(holder), call[1])
            notes.apart.add(holder)
            notes.guessed += 1
    for body in made:
        gather(body, {element for _, element in items}, page)
    for body in made:
        _take_out(body, page, notes, waste)
    notes.bodies += made


def _take_out(body: Body, page: Page, notes: Notes, waste: Waste) -> None:
    first = body.elements[0]
    if first.tag != "li" or re.match(rf"\W{{0,2}}{body.label}\b", text_in(first)):
        notes.apart.update(_first_inlines(first))
        strip_label(first, body.label)
    notes.apart |= take_back_links(body, page, waste)
    for element in body.elements:
        around = element.getparent()
        cut(element)
        drop_empty(around)


def _drop_headings(page: Page, notes: Notes, waste: Waste) -> None:
    """Take away the headings under which only notes stood: the first becomes that of all notes."""
    if not notes.bodies:
        return
    for heading in list(page.root.iter(*HEADINGS, "p", "dt", "summary", "legend", "div")):
        here = page.root in set(heading.iterancestors())
        if not here or not NOTES_TITLE.match(text_in(heading)) or _follows_text(heading):
            continue
        if notes.head:
            waste.cut(heading, "the heading of notes, which stand together now")
        else:
            notes.head = text_in(heading)
            cut(heading)


def _follows_text(heading: etree._Element) -> bool:
    """Whether text stands behind ``heading``, before the next one."""
    if (heading.tail or "").strip():
        return True
    after = next((e for e in following(heading) if text_in(e) or (e.tail or "").strip()), None)
    return after is not None and after.tag not in HEADINGS and not _is_end(after)


def _is_end(element: etree._Element) -> bool:
    return element.tag in {"hr", "footer", "script"}
