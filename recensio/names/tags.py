"""Putting tags around names: where they may stand so that elements stay nested and no other text comes inside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from xml.sax.saxutils import quoteattr

from recensio.names.flow import BARRIER, Stretch
from recensio.names.markup import Element, Markup
from recensio.names.registers import TAGS, Entry

_REACH = 10_000  # characters: the longest element that a name may be alone in
_NO_NAMES_IN = frozenset(("w", "m", "c", "pc", "am", "choice", "app", "subst", "g", "rdgGrp"))


@dataclass(frozen=True, slots=True)
class Tag:
    """An element to put in: the text from ``start`` to ``end`` of the file goes into it.

    One without a name is ``content`` to put in, as it stands.
    """

    start: int
    end: int
    name: str
    attributes: tuple[tuple[str, str], ...]
    content: str = ""


def tag_for(
    markup: Markup, stretch: Stretch, start: int, end: int, entry: Entry, *, ref: str, cert: str, resp: str
) -> Tag | None:
    """The tag for a name in a stretch; ``None`` where it can't be put in without cutting an element in two."""
    span = _span(markup, stretch, start, end)
    if span is None:
        return None
    at, to, around = span
    name, kind = TAGS[entry.element]
    attributes = [("type", kind)] * bool(kind) + [("ref", ref), ("cert", cert)] + [("resp", resp)] * bool(resp)
    return Tag(at, to, around.prefix + name, tuple(attributes))


def _span(markup: Markup, stretch: Stretch, start: int, end: int) -> tuple[int, int, Element] | None:
    """Where the tags go, and the element they are put in."""
    places = [place for place in stretch.places[start:end] if place is not None]
    if any(place.verbatim for place in places):
        return None
    first, last = markup.elements[stretch.owners[start]], markup.elements[stretch.owners[end - 1]]
    around = _common(markup, first, last)
    while around.name in _NO_NAMES_IN and around.parent >= 0:
        around = markup.elements[around.parent]
    at, to = places[0].start, places[-1].end
    left, right = _child(markup, first, around), _child(markup, last, around)
    at = left.start if left is not None else at
    to = right.end if right is not None else to
    return (at, to, around) if _is_all_inside(markup, stretch, start, end, at, to) else None


def _common(markup: Markup, first: Element, last: Element) -> Element:
    others = {one.number for one in markup.ancestors(last)}
    return next(one for one in markup.ancestors(first) if one.number in others)


def _child(markup: Markup, element: Element, around: Element) -> Element | None:
    """The child of ``around`` that holds ``element``; ``None`` if that is ``around`` itself."""
    below: Element | None = None
    for one in markup.ancestors(element):
        if one.number == around.number:
            return below
        below = one
    return below


def _is_all_inside(markup: Markup, stretch: Stretch, start: int, end: int, at: int, to: int) -> bool:
    """True if nothing else of the stretch comes between the tags: no letters, and nothing that is tagged already."""
    before = range(start - 1, max(-1, start - _REACH), -1)
    behind = range(end, min(len(stretch.places), end + _REACH))
    left = takewhile(lambda offset: offset >= at, _offsets(markup, stretch, before))
    right = takewhile(lambda offset: offset < to, _offsets(markup, stretch, behind))
    return not any(True for _ in left) and not any(True for _ in right)


def _offsets(markup: Markup, stretch: Stretch, numbers: Iterable[int]) -> Iterator[int]:
    """Where these characters of a stretch stand in the file; those that count."""
    for number in numbers:
        place, letter = stretch.places[number], stretch.letters[number]
        if place is not None and not place.text.isspace():
            yield place.start
        elif place is None and letter == BARRIER:
            yield markup.elements[stretch.owners[number]].start


def tagged(text: str, tags: Sequence[Tag]) -> str:
    """``text`` with the tags put in. Tags do not overlap."""
    parts: list[str] = []
    done = 0
    for tag in sorted(tags, key=lambda t: t.start):
        attributes = "".join(f" {name}={quoteattr(value)}" for name, value in tag.attributes)
        around = (f"<{tag.name}{attributes}>", f"</{tag.name}>") if tag.name else (tag.content, "")
        parts += [text[done : tag.start], around[0], text[tag.start : tag.end], around[1]]
        done = tag.end
    return "".join([*parts, text[done:]])


# --- Who says so ------------------------------------------------------------------------------------------------------


def responsible(markup: Markup) -> tuple[str, tuple[int, str] | None]:
    """The pointer for ``@resp``, and what has to be put into the header for it, and where; nothing if it is there.

    Without a header there is no pointer.
    """
    for one in markup.elements:
        if one.name == "respStmt" and "xml:id" in one.attributes and _PROGRAM in markup.text[one.inner : one.outer]:
            return f"#{one.attributes['xml:id']}", None
    titles = next((e for e in markup.elements if e.name == "titleStmt" and _in_header(markup, e)), None)
    if titles is None or titles.inner == titles.outer:
        return "", None
    ids = {e.attributes.get("xml:id") for e in markup.elements}
    name = next(n for n in ("recensio", *(f"recensio{i}" for i in range(2, 1000))) if n not in ids)
    return f"#{name}", (_line_end(markup, titles), _statement(markup, titles, name))


_PROGRAM = "Recensio"


def _in_header(markup: Markup, element: Element) -> bool:
    return [one.name for one in markup.ancestors(element)][1:3] == ["fileDesc", "teiHeader"]


def _statement(markup: Markup, titles: Element, name: str) -> str:
    """The statement of responsibility, on a line of its own where the title is on one."""
    pre = titles.prefix
    lead = re.match(r"\r?\n[ \t]*", markup.text[titles.inner : titles.outer])
    said = f"<{pre}resp>names tagged by the registers</{pre}resp><{pre}name>{_PROGRAM} (a program)</{pre}name>"
    return f'{lead[0] if lead else ""}<{pre}respStmt xml:id="{name}">{said}</{pre}respStmt>'


def _line_end(markup: Markup, element: Element) -> int:
    """Behind the last thing in an element, before the white space at its end."""
    inside = markup.text[element.inner : element.outer]
    return element.inner + len(inside.rstrip())
