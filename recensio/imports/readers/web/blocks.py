"""The blocks of a page, in its order: from elements to the document's blocks, nothing left behind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from recensio.imports.model import (
    HIGH,
    MEDIUM,
    Anchor,
    AnyBlock,
    Aside,
    Break,
    Call,
    Content,
    Figure,
    Heading,
    Inline,
    Item,
    Link,
    Listing,
    Paragraph,
    Part,
    Picture,
    Preformatted,
    Quotation,
    Rule,
    Style,
    Text,
    text_of,
)
from recensio.imports.readers.web.inline import (
    Inlines,
    Node,
    is_blank,
    is_line_end,
    nodes,
    solid,
    trimmed,
)
from recensio.imports.readers.web.looks import aligned, rend
from recensio.imports.readers.web.tables import cells_in, lays_out, table_of
from recensio.imports.readers.web.tree import (
    APART,
    BLOCKS,
    HEADINGS,
    classes,
    cut,
    has_blocks,
    is_edge,
    keys,
    lang,
    name_of,
    place,
    text_in,
    types,
)
from recensio.imports.readers.web.verse import is_poem, verse_of
from recensio.parse.vocabulary import names

_STARS = re.compile(r"^[\s*⁂•·∗—–_~=.…xX#◊❦☙\-]{1,60}$")
_NUMBERED = re.compile(r"^\s*(\d+(?:\.\d+)*)\.?\s")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LONGEST_HEADING = 120
_LONGEST_CAPTION = 300


class Blocks:
    """Reads the blocks of one page."""

    def __init__(self, inlines: Inlines) -> None:
        """Read what stands inside blocks with ``inlines``."""
        self.inlines = inlines
        self.around = inlines.around
        self._level = 0  # of the last heading

    def of(self, element: etree._Element) -> list[AnyBlock]:
        """The blocks in ``element``."""
        return self.run(nodes(element), element)

    def run(self, parts: Iterable[Node], within: etree._Element) -> list[AnyBlock]:
        """The blocks of texts and elements in a row; text between blocks makes paragraphs."""
        found: list[AnyBlock] = []
        loose: list[Node] = []
        for part in parts:
            if isinstance(part, str) or not self._is_block(part):
                loose.append(part)
            else:
                found += self._paragraphs(self.inlines.run(loose), within, like="")
                found += self._block(part)
                loose = []
        found += self._paragraphs(self.inlines.run(loose), within, like="")
        return found

    def _is_block(self, element: etree._Element) -> bool:
        if element in self.around.notes.calls or element.tag in {"ruby", "math"}:
            return False
        return element.tag in BLOCKS or (is_edge(element) and element.tag not in APART)

    def _block(self, element: etree._Element) -> list[AnyBlock]:
        turned = self.inlines.page_break(element) if not has_blocks(element) or not text_in(element) else None
        if turned is not None:
            self.around.turns.add(element)
            return [Aside(content=turned, place=place(element))]
        found = self._read(element)
        return self._marked(found, element) if found else self._keyed_nothing(element)

    def _read(self, element: etree._Element) -> list[AnyBlock]:
        for named in _BY_NAME:
            if (found := named(self, element)) is not None:
                return found
        return _BY_ELEMENT.get(name_of(element), Blocks._container)(self, element)

    def _marked(self, found: list[AnyBlock], element: etree._Element) -> list[AnyBlock]:
        """``found`` with the key and the language of ``element``."""
        language = lang(element)
        if language and language != self.around.language:
            found = [one if one.lang else replace(one, lang=language) for one in found]
        wanted = [key for key in keys(element) if key in self.around.wanted]
        if wanted and not any(one.key == wanted[0] for one in found):
            if found[0].key or isinstance(found[0], Aside):
                found.insert(0, Aside(content=Anchor(wanted[0])))
            else:
                found[0] = replace(found[0], key=wanted[0])
        return [*(Aside(content=Anchor(key)) for key in wanted[1:]), *found]

    def _keyed_nothing(self, element: etree._Element) -> list[AnyBlock]:
        inside = [key for part in element.iter("*") for key in keys(part) if key in self.around.wanted]
        return [Aside(content=Anchor(key)) for key in inside]

    # --- By name ------------------------------------------------------------------------------------------------------

    def _poem(self, element: etree._Element) -> list[AnyBlock] | None:
        if not is_poem(element, self.around.names):
            return None
        verse = verse_of(element, self.inlines)
        return [verse] if verse is not None else []

    def _part(self, element: etree._Element) -> list[AnyBlock] | None:
        parts = {"docdate": "docDate", **self.around.names.parts}
        kind = next((parts[name] for name in sorted(classes(element)) if name in parts), "")
        if not kind or has_blocks(element) or element.tag in HEADINGS:
            return None
        content = trimmed(self.inlines.of(element))
        return [Part(kind=kind, content=content, place=place(element), rend=aligned(element))] if solid(content) else []

    def _figure_by_name(self, element: etree._Element) -> list[AnyBlock] | None:
        if (
            element.tag in {"div", "p", "center"}
            and classes(element) & self.around.names.figures
            and _pictures_in(element)
        ):
            return self._figure(element)
        return None

    def _quote_by_name(self, element: etree._Element) -> list[AnyBlock] | None:
        if not classes(element) & self.around.names.quotes or element.tag in {"li", "td", "span", *HEADINGS}:
            return None
        return self._quotation(element)

    def _heading_by_name(self, element: etree._Element) -> list[AnyBlock] | None:
        below = next((n for name, n in self.around.names.headings.items() if name in classes(element)), None)
        if below is None or element.tag not in {"p", "div", "center"} or has_blocks(element):
            return None
        content = trimmed(self.inlines.of(element))
        if not solid(content) or len(text_of(content)) > _LONGEST_HEADING:
            return None
        return [self._headed(max(self._level, 1) + below, content, element, guess=True)]

    def _rule_by_name(self, element: etree._Element) -> list[AnyBlock] | None:
        return (
            self._rule(element)
            if classes(element) & self.around.names.rules and _STARS.match(text_in(element) or "*")
            else None
        )

    # --- By element ---------------------------------------------------------------------------------------------------

    def _container(self, element: etree._Element) -> list[AnyBlock]:
        return [_aligned(one, aligned(element)) for one in self.of(element)]

    def _wrapper(self, element: etree._Element) -> list[AnyBlock]:
        """An inline element that holds blocks: what it does to text, it does to the text of each."""
        looks = rend(element, self.around.names)
        found = self.of(element)
        return [_styled(one, looks) for one in found] if looks else found

    def _paragraph(self, element: etree._Element) -> list[AnyBlock]:
        if has_blocks(element):
            return self._container(element)
        found = self._paragraphs(self.inlines.of(element), element, like="p")
        return found

    def _paragraphs(self, content: Content, element: etree._Element, *, like: str) -> list[AnyBlock]:
        """The paragraphs of ``content``: several, if empty lines part it."""
        rows = [row for row in _parted(content) if row]
        found: list[AnyBlock] = []
        for row in rows:
            found += self._one(trimmed(row), element, guess=len(rows) > 1, like=like)
        return found

    def _one(self, row: Content, element: etree._Element, *, guess: bool, like: str) -> list[AnyBlock]:
        where = place(element)
        if not solid(row):
            return [
                Aside(content=one, place=where)
                for one in row
                if isinstance(one, Break | Anchor) and not is_line_end(one)
            ]
        words = text_of(row)
        if _STARS.match(words) and not _calls(row):
            return [Rule(printed=" ".join(words.split()), place=where)]
        only = [one for one in row if not is_blank(one)]
        if len(only) == 1 and isinstance(only[0], Picture):
            return [Figure(picture=only[0], place=where)]
        if like == "p" and _looks_like_heading(only, words):
            return [self._headed(max(self._level, 1) + 1, row, element, guess=True)]
        trust = HIGH if guess else Paragraph(content=()).trust
        return [Paragraph(content=row, place=where, rend=aligned(element), trust=trust)]

    def _heading(self, element: etree._Element) -> list[AnyBlock]:
        content = trimmed(self.inlines.of(element))
        words = text_of(content)
        if not solid(content):
            return self._paragraphs(content, element, like="")
        if _STARS.match(words):
            return [Rule(printed=words, place=place(element))]
        if not words.strip():
            return self._paragraphs(content, element, like="")
        level = HEADINGS.index(name_of(element)) + 1 if element.tag in HEADINGS else max(self._level, 1)
        return [self._headed(level, content, element)]

    def _headed(self, level: int, content: Content, element: etree._Element, *, guess: bool = False) -> Heading:
        if not guess:
            self._level = level
        number = _NUMBERED.match(text_of(content))
        around = element.getparent()
        said = types(element) | (types(around) if around is not None else frozenset())
        kind = next((kind for kind in _KINDS if kind in said), "")
        return Heading(
            level=level,
            content=content,
            n=number.group(1) if number else "",
            kind=kind,
            place=place(element),
            trust=MEDIUM if guess else Heading(level=1, content=()).trust,
        )

    def _quotation(self, element: etree._Element) -> list[AnyBlock]:
        plain = element.tag == "p" and not has_blocks(element)
        blocks = self._paragraphs(self.inlines.of(element), element, like="") if plain else self.of(element)
        quoted = tuple(replace(one, rend=()) if isinstance(one, Paragraph) else one for one in blocks)
        if not quoted or not any(not isinstance(one, Aside) for one in quoted):
            return list(quoted)
        return [Quotation(blocks=quoted, place=place(element))]

    def _list(self, element: etree._Element) -> list[AnyBlock]:
        numbered = element.tag == "ol"
        items: list[Item] = []
        before: list[AnyBlock] = []
        for number, child in _counted(element):
            blocks = tuple(self._block(child)) if child.tag != "li" else tuple(self._item(child))
            mark = (
                _mark(number, child.get("type") or element.get("type") or "1") if numbered and child.tag == "li" else ""
            )
            if child.tag == "li" and blocks:
                items.append(Item(blocks=blocks, mark=mark, place=place(child)))
            elif blocks and items:
                items[-1] = replace(items[-1], blocks=(*items[-1].blocks, *blocks))
            else:
                before += blocks
        plain = "list-style" in (element.get("style") or "") and "none" in (element.get("style") or "")
        kind = "numbered" if numbered else "simple" if plain else "bulleted"
        return [*before, Listing(items=tuple(items), kind=kind, place=place(element))] if items else before

    def _item(self, element: etree._Element) -> list[AnyBlock]:
        found = self.of(element)
        wanted = [key for key in keys(element) if key in self.around.wanted]
        return [*(Aside(content=Anchor(key)) for key in wanted), *found]

    def _glossary(self, element: etree._Element) -> list[AnyBlock]:
        parts = list(_terms(element))
        if not any(part.tag == "dt" and text_in(part) for part in parts):
            return [
                replace(one, rend=("indent",)) if isinstance(one, Paragraph) else one
                for one in self._container(element)
            ]
        items: list[Item] = []
        term: Content = ()
        for part in parts:
            if part.tag == "dt":
                items += _termed(term, ())
                term = trimmed(self.inlines.of(part))
            elif blocks := tuple(self._item(part)):
                items += _termed(term, blocks) or [Item(blocks=blocks, place=place(part))]
                term = ()
        items += _termed(term, ())
        return [Listing(items=tuple(items), kind="gloss", place=place(element))]

    def _table(self, element: etree._Element) -> list[AnyBlock]:
        if lays_out(element):
            return [one for cell in cells_in(element) for one in self._block_cell(cell)]
        table = table_of(element, self.inlines)
        return [table] if table is not None else self._keyed_nothing(element)

    def _block_cell(self, cell: etree._Element) -> list[AnyBlock]:
        return self._marked(found, cell) if (found := self.of(cell)) else []

    def _figure(self, element: etree._Element) -> list[AnyBlock]:
        pictures = _pictures_in(element)
        captions = self._captions(element)
        if not pictures or (not captions and len(text_in(element)) > _LONGEST_CAPTION):
            return self.of(element)
        shown = [self.around.pictures.picture(image) for image in pictures]
        parts = [self.inlines.of(part) for part in captions] or [_pictureless(self.inlines.of(element))]
        rest = self._rest(element, [*pictures, *captions]) if captions else []
        caption, last = _caption(parts), len(shown) - 1
        figures = [
            Figure(caption=caption if number == last else (), picture=one, place=place(element))
            for number, one in enumerate(shown)
        ]
        return [*figures, *rest]

    def _captions(self, element: etree._Element) -> list[etree._Element]:
        named = self.around.names.captions
        found = [e for e in element.iterdescendants("*") if e.tag == "figcaption" or classes(e) & named]
        return [e for e in found if not set(found) & set(e.iterancestors())]

    def _rest(self, element: etree._Element, taken: Iterable[etree._Element]) -> list[AnyBlock]:
        """What stands in a figure beside what was ``taken`` already."""
        for part in taken:
            if part.getparent() is not None:
                cut(part)
        return [one for one in self.of(element) if not isinstance(one, Aside)]

    def _rule(self, element: etree._Element) -> list[AnyBlock]:
        return [Rule(printed=text_in(element), place=place(element))]

    def _preformatted(self, element: etree._Element) -> list[AnyBlock]:
        text = "".join(map(str, element.itertext()))
        if has_blocks(element):
            return self._container(element)
        if not text.strip():
            return self._keyed_nothing(element)
        notes = self.around.notes.calls
        code = element.find("code") is not None or len(text) < 1500
        if code and not any(e in notes for e in element.iter("*")):
            return [Preformatted(text=text.strip("\n"), place=place(element))]
        return self._typed(element)

    def _typed(self, element: etree._Element) -> list[AnyBlock]:
        """A long text typed with line ends: empty lines part its paragraphs."""
        found: list[AnyBlock] = []
        for row in _parted(_with_line_ends(self.inlines.of(element))):
            content = trimmed(Text(" ") if is_line_end(one) else one for one in row)
            if solid(content):
                found.append(Paragraph(content=content, place=place(element), trust=MEDIUM))
        return found


_Reads = Callable[[Blocks, etree._Element], list[AnyBlock]]
_BY_NAME: Sequence[Callable[[Blocks, etree._Element], list[AnyBlock] | None]] = (
    Blocks._poem,
    Blocks._part,
    Blocks._figure_by_name,
    Blocks._quote_by_name,
    Blocks._heading_by_name,
    Blocks._rule_by_name,
)
_BY_ELEMENT: Mapping[str, _Reads] = {
    "p": Blocks._paragraph,
    **dict.fromkeys(HEADINGS, Blocks._heading),
    "legend": Blocks._paragraph,
    "summary": Blocks._paragraph,
    "blockquote": Blocks._quotation,
    "ul": Blocks._list,
    "ol": Blocks._list,
    "dir": Blocks._list,
    "dl": Blocks._glossary,
    "table": Blocks._table,
    "figure": Blocks._figure,
    "hr": Blocks._rule,
    "pre": Blocks._preformatted,
    "listing": Blocks._preformatted,
    "xmp": Blocks._preformatted,
    "plaintext": Blocks._preformatted,
    **dict.fromkeys(
        names("a b big bdo cite em font i ins del q s small span strike strong sub sup tt u abbr"), Blocks._wrapper
    ),
}
_KINDS = (
    *("chapter", "part", "preface", "foreword", "introduction", "prologue", "epilogue", "afterword"),
    *("appendix", "dedication", "conclusion"),
)


# --- Small things -----------------------------------------------------------------------------------------------------


def _parted(content: Iterable[Inline]) -> Iterator[Content]:
    """``content`` parted where two or more line ends follow each other."""
    row: list[Inline] = []
    ends: list[Inline] = []
    for one in content:
        if is_line_end(one) or (ends and is_blank(one)):
            ends.append(one)
            continue
        if sum(map(is_line_end, ends)) > 1:
            yield tuple(row)
            row = []
        else:
            row += ends
        ends = []
        row.append(one)
    yield tuple(row)


def _with_line_ends(content: Iterable[Inline]) -> Iterator[Inline]:
    """``content`` with line ends for those in its texts."""
    for one in content:
        if not isinstance(one, Text):
            yield one
            continue
        lines = one.text.split("\n")
        for number, line in enumerate(lines):
            if number:
                yield Break("line")
            yield Text(line)


def _calls(row: Content) -> bool:
    return any(not isinstance(one, Text | Style | Break | Anchor) for one in row)


def _looks_like_heading(only: Sequence[Inline], words: str) -> bool:
    """Whether a paragraph is set like a heading: all bold, short, no sentence."""
    if len(only) != 1 or not isinstance(only[0], Style) or "bold" not in only[0].rend:
        return False
    return (
        len(words) <= _LONGEST_HEADING and words.rstrip()[-1:] not in '.,;:?!”"' and bool(re.search(r"[^\W\d_]", words))
    )


def _aligned(one: AnyBlock, where: tuple[str, ...]) -> AnyBlock:
    return replace(one, rend=where) if where and isinstance(one, Paragraph | Part) and not one.rend else one


def _styled(one: AnyBlock, looks: tuple[str, ...]) -> AnyBlock:
    if isinstance(one, Paragraph | Heading | Part):
        return replace(one, content=(Style(one.content, looks),))
    if isinstance(one, Quotation):
        return replace(one, blocks=tuple(_styled(inner, looks) for inner in one.blocks))
    return one


def _pictures_in(element: etree._Element) -> list[etree._Element]:
    return [
        image
        for image in element.iter("img", "image")
        if image.get("src") or image.get("href") or image.get("data-src")
    ]


def _caption(parts: Iterable[Content]) -> Content:
    found: list[Inline] = []
    for part in parts:
        content = trimmed(part)
        if solid(content):
            found += [Break("line")] if found else []
            found += content
    return tuple(found)


def _pictureless(content: Iterable[Inline]) -> Content:
    """``content`` without pictures and the links around them."""
    found: list[Inline] = []
    for one in content:
        if isinstance(one, Link | Style) and any(isinstance(part, Picture) for part in one.content):
            found += _pictureless(one.content)
        elif not isinstance(one, Picture):
            found.append(one)
    return tuple(found)


def _counted(element: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The children of a list with the numbers that a browser would give them."""
    number = _integer(element.get("start"), 1)
    for child in element:
        if child.tag == "li":
            number = _integer(child.get("value"), number)
            yield number, child
            number += 1
        elif isinstance(child.tag, str):
            yield number, child


def _integer(text: str | None, other: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else other


def _mark(number: int, kind: str) -> str:
    if kind in {"a", "A"} and 1 <= number <= 26:
        letter = _LETTERS[number - 1]
        return f"{letter.upper() if kind == 'A' else letter}."
    if kind in {"i", "I"} and 1 <= number < 4000:
        return f"{_roman(number).upper() if kind == 'I' else _roman(number)}."
    return f"{number}."


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written


def _termed(term: Content, blocks: tuple[AnyBlock, ...]) -> list[Item]:
    """The item for ``term``. A term is words: notes called at it, and pictures, stand at the beginning of the item."""
    if not solid(term):
        return []
    others = tuple(one for one in term if isinstance(one, Call | Picture | Anchor))
    before = (Paragraph(content=others),) if others else ()
    if others and blocks and isinstance(first := blocks[0], Paragraph):
        before, blocks = (replace(first, content=(*others, *first.content)),), blocks[1:]
    return [Item(blocks=(*before, *blocks), mark=" ".join(text_of(term).split()))]


def _terms(element: etree._Element) -> Iterator[etree._Element]:
    """The terms and definitions of a list, those grouped by ``div`` too."""
    for child in element:
        if child.tag == "div":
            yield from _terms(child)
        elif isinstance(child.tag, str):
            yield child
