"""Paragraphs in a row as blocks: what belongs together becomes one list, quotation, poem or figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeGuard

from recensio.imports.model import (
    NOWHERE,
    Anchor,
    AnyBlock,
    Aside,
    Blocks,
    Break,
    Content,
    Figure,
    Heading,
    Inline,
    Item,
    Listing,
    Paragraph,
    Part,
    Picture,
    Place,
    Preformatted,
    Quotation,
    Rule,
    Style,
    Table,
    Text,
    Verse,
    VerseLine,
    text_of,
)
from recensio.imports.readers.office.roles import TEXT, Role
from recensio.imports.readers.web.inline import is_blank, is_line_end, solid, trimmed


@dataclass(frozen=True, slots=True)
class Mark:
    """The place of a paragraph in a list. ``series`` tells lists apart, ``level`` counts from 0.

    ``text`` is what numbers it, empty for the further paragraphs of an item.
    """

    series: str
    level: int
    text: str
    numbered: bool
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph as a word processor has it. ``behind`` are blocks that hang on it (text boxes)."""

    content: Content
    role: Role = TEXT
    mark: Mark | None = None
    lang: str = ""
    rend: tuple[str, ...] = ()
    number: str = ""
    place: Place = NOWHERE
    behind: Blocks = ()


@dataclass
class Titled:
    """What stands on the title page, and the blocks behind it."""

    front: list[AnyBlock] = field(default_factory=list)
    blocks: list[AnyBlock] = field(default_factory=list)
    title: str = ""
    subtitle: str = ""
    authors: list[str] = field(default_factory=list)


_PAGE = {"title": "title", "subtitle": "subtitle", "author": "docAuthor"}


def titled(parts: Sequence[Para | AnyBlock]) -> Titled:
    """``parts`` with the title page taken off, if they begin with one."""
    found = Titled()
    rest = list(parts)
    while rest and _opens(rest[0], bool(found.title)):
        para = rest.pop(0)
        if isinstance(para, Para) and solid(para.content):
            _entitle(para, found)
    found.blocks = composed(rest)
    return found


def _opens(part: Para | AnyBlock, begun: bool) -> bool:
    if not isinstance(part, Para):
        return False
    empty = not solid(part.content) and not any(isinstance(one, Picture) for one in part.content)
    return part.role.kind in _PAGE or (empty and not part.behind) or (begun and part.role.part == "dateline")


def _entitle(para: Para, found: Titled) -> None:
    words = " ".join(text_of(para.content).split())
    kind = _PAGE.get(para.role.kind, "docDate")
    if kind == "title":
        found.title = f"{found.title} {words}".strip()
    elif kind == "subtitle":
        found.subtitle = f"{found.subtitle} {words}".strip()
    elif kind == "docAuthor":
        found.authors.append(words)
    found.front.append(Part(kind=kind, content=trimmed(para.content), place=para.place))
    found.front += para.behind


def composed(parts: Iterable[Para | AnyBlock]) -> list[AnyBlock]:
    """The blocks that ``parts`` make."""
    found: list[AnyBlock] = []
    for kind, group in groupby(_captioned(list(_on_new_pages(parts))), key=_kind):
        row = list(group)
        found += _MAKERS[kind](row) if kind in _MAKERS else _each(row)
    return found


def _on_new_pages(parts: Iterable[Para | AnyBlock]) -> Iterator[Para | AnyBlock]:
    """``parts`` with the page breaks that open a paragraph put in front of it."""
    for part in parts:
        while isinstance(part, Para) and part.content and _is_page(part.content[0]):
            yield Aside(content=part.content[0], place=part.place)
            part = replace(part, content=part.content[1:])
        yield part


def _is_page(one: Inline) -> TypeGuard[Break]:
    return isinstance(one, Break) and one.unit == "page"


def _kind(part: Para | AnyBlock) -> str:
    if not isinstance(part, Para):
        return "block"
    if part.mark is not None and part.role.kind in {"text", "code"}:
        return "list"
    return part.role.kind


def _each(row: Iterable[Para | AnyBlock]) -> Iterator[AnyBlock]:
    for part in row:
        if isinstance(part, Para):
            yield from single(part)
        else:
            yield part


# --- One by one -------------------------------------------------------------------------------------------------------


def single(para: Para) -> Iterator[AnyBlock]:
    """The block that one paragraph makes by itself."""
    content = trimmed(para.content)
    if not solid(content):
        yield from (
            Aside(content=one, place=para.place) for one in content if isinstance(one, Break) and not is_line_end(one)
        )
        if para.role.kind == "rule":
            yield Rule(place=para.place)
    elif _stars(text_of(content)) and len(content) == 1:
        yield Rule(printed=" ".join(text_of(content).split()), place=para.place)
    elif para.role.kind in {"heading", "title", "subtitle"}:
        level = {"title": 1, "subtitle": 2}.get(para.role.kind, para.role.level)
        yield Heading(level=level, content=content, n=para.number, place=para.place, lang=para.lang)
    elif para.role.kind == "part":
        yield Part(kind=para.role.part, content=content, place=para.place, lang=para.lang, rend=para.rend)
    elif _alone(content) is not None:
        yield Figure(picture=_alone(content), place=para.place)
    else:
        yield Paragraph(content=content, place=para.place, lang=para.lang, rend=para.rend)
    yield from para.behind


def _stars(words: str) -> bool:
    bare = "".join(words.split())
    return 0 < len(bare) <= 12 and set(bare) <= set("*⁂•·∗—–_~=#◊❦☙-")


def _alone(content: Content) -> Picture | None:
    """The picture that ``content`` is, if it is nothing else."""
    only = [one for one in content if not is_blank(one) and not is_line_end(one)]
    return only[0] if len(only) == 1 and isinstance(only[0], Picture) else None


def _captioned(parts: list[Para | AnyBlock]) -> Iterator[Para | AnyBlock]:
    """``parts`` with captions put to the picture in front of them, or behind."""
    at = 0
    while at < len(parts):
        here, after = parts[at], parts[at + 1] if at + 1 < len(parts) else None
        figure: AnyBlock | None = _figure(here, after) or _figure(after, here) or _table(here, after)
        if figure is not None:
            yield figure
            at += 2
        else:
            yield here
            at += 1


def _figure(picture: Para | AnyBlock | None, caption: Para | AnyBlock | None) -> Figure | None:
    if not isinstance(picture, Para) or not isinstance(caption, Para) or caption.role.kind != "caption":
        return None
    shown = _alone(trimmed(picture.content))
    return Figure(picture=shown, caption=trimmed(caption.content), place=picture.place) if shown else None


def _table(caption: Para | AnyBlock, table: Para | AnyBlock | None) -> Table | None:
    """A table with the caption in front of it."""
    if not isinstance(table, Table) or not isinstance(caption, Para) or caption.role.kind != "caption":
        return None
    return replace(table, caption=trimmed(caption.content)) if solid(caption.content) and not table.caption else None


# --- Together ---------------------------------------------------------------------------------------------------------

_Row = list["Para | AnyBlock"]


def _paras(row: _Row) -> list[Para]:
    return [part for part in row if isinstance(part, Para)]


def _quotation(row: _Row) -> list[AnyBlock]:
    inner = tuple(block for para in _paras(row) for block in single(replace(para, role=TEXT, rend=())))
    return [Quotation(blocks=inner, place=_paras(row)[0].place)] if inner else []


def _verse(row: _Row) -> list[AnyBlock]:
    stanzas: list[tuple[VerseLine, ...]] = []
    lines: list[VerseLine] = []
    behind: list[AnyBlock] = []
    for para in _paras(row):
        behind += para.behind
        if not solid(para.content):
            stanzas += [tuple(lines)] if lines else []
            lines = []
        for content in lines_of(para.content):
            if solid(content):
                lines.append(VerseLine(trimmed(content), place=para.place))
    stanzas += [tuple(lines)] if lines else []
    verse: list[AnyBlock] = [Verse(stanzas=tuple(stanzas), place=_paras(row)[0].place)] if stanzas else []
    return [*verse, *behind]


def lines_of(content: Content) -> Iterator[Content]:
    """``content`` parted at its line ends."""
    row: list[Inline] = []
    for one in content:
        if is_line_end(one):
            yield tuple(row)
            row = []
        else:
            row.append(one)
    yield tuple(row)


def _code(row: _Row) -> list[AnyBlock]:
    if any(not _is_plain(one) for para in _paras(row) for one in para.content):
        return list(_each(row))
    text = "\n".join("\n".join(text_of(line) for line in lines_of(para.content)) for para in _paras(row))
    behind = [block for para in _paras(row) for block in para.behind]
    return [Preformatted(text=text, place=_paras(row)[0].place), *behind] if text.strip() else behind


def _is_plain(one: Inline) -> bool:
    """True for text and line ends, also in colours and bold type: programs show code so."""
    if isinstance(one, Style):
        return all(map(_is_plain, one.content))
    return isinstance(one, Text | Break)


def _lists(row: _Row) -> list[AnyBlock]:
    """The lists of a row of items: another one begins where, not deeper than the first item, the series changes."""
    groups: list[list[Para]] = []
    for para in _paras(row):
        if groups and (_level(para) > _level(groups[-1][0]) or _goes_on(para, groups[-1])):
            groups[-1].append(para)
        else:
            groups.append([para])
    return [block for group in groups for block in _nested(group, 0)]


def _goes_on(para: Para, group: Sequence[Para]) -> bool:
    """Whether ``para`` is of the list ``group``: of its series, or without a number, or both have bullets."""
    here, first = para.mark, group[0].mark
    if here is None or first is None:
        return here is first
    same = here.level == first.level and not here.numbered and not first.numbered
    return here.series == first.series or not here.opens or same


def _nested(paras: list[Para], level: int) -> list[AnyBlock]:
    """The list of ``paras``; those at a deeper level make lists inside the item before them."""
    items: list[Item] = []
    at = 0
    while at < len(paras):
        end = at + 1
        while end < len(paras) and _level(paras[end]) > max(level, _level(paras[at])):
            end += 1
        inner = _lists(list(paras[at + 1 : end])) if end > at + 1 else []
        items = _with_item(items, paras[at], (*single(replace(paras[at], mark=None)), *inner))
        at = end
    if not any(item.blocks for item in items):
        return []
    first = paras[0].mark
    kind = "numbered" if first is not None and first.numbered else "bulleted"
    return [Listing(items=tuple(items), kind=kind, place=paras[0].place)]


def _with_item(items: list[Item], para: Para, blocks: Blocks) -> list[Item]:
    mark = para.mark
    if items and (mark is None or not mark.opens):
        return [*items[:-1], replace(items[-1], blocks=(*items[-1].blocks, *blocks))]
    text = mark.text if mark is not None and mark.numbered else ""
    return [*items, Item(blocks=blocks, mark=text, place=para.place)] if blocks else items


def _level(para: Para) -> int:
    return para.mark.level if para.mark is not None else 0


def _glosses(row: _Row) -> list[AnyBlock]:
    """Terms and what each means; a term with more in it than words stays a paragraph."""
    items: list[Item] = []
    for para in _paras(row):
        words = " ".join(text_of(para.content).split())
        plain = all(isinstance(one, Text | Style | Anchor) for one in para.content)
        if para.role.part == "term" and words and plain:
            items.append(Item(blocks=para.behind, mark=words, place=para.place))
        elif items:
            blocks = tuple(single(replace(para, role=TEXT)))
            items[-1] = replace(items[-1], blocks=(*items[-1].blocks, *blocks))
        else:
            return list(_each(replace(one, role=TEXT) for one in _paras(row)))
    return [Listing(items=tuple(items), kind="gloss", place=_paras(row)[0].place)]


_MAKERS = {"gloss": _glosses, "quote": _quotation, "verse": _verse, "code": _code, "list": _lists}
