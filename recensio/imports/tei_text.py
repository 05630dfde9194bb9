"""The text of a document as TEI: divisions from headings, openers and closers from their parts, notes behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from recensio.imports import model
from recensio.imports.nodes import XML_ID, Ids, append, element, is_empty, local, put, tag
from recensio.imports.tei_inline import Inliner, Links, believed, pointers

_OPENING = frozenset(["salute", "dateline", "address", "byline", "docDate", "epigraph", "argument"])
_IN_OPENER = frozenset(["salute", "dateline", "address", "byline", "signed"])
_OF_CLOSER = frozenset(["signed", "salute", "dateline", "address"])
_AT_TOP = frozenset(["head", "opener", "byline", "docDate", "docAuthor", "epigraph", "argument", "dateline", "salute"])
_AT_BOTTOM = frozenset(["closer", "postscript", "trailer", "byline", "docDate", "signed"])
_ENDS = ("closer", "postscript", "trailer")
_ANYWHERE = frozenset(["pb", "cb", "lb", "fw", "milestone", "anchor", "gap", "note"])
#: The lines of a title page, and what they are in TEI.
TITLE_PAGE: Mapping[str, tuple[str, str]] = {
    "title": ("titlePart", "main"),
    "subtitle": ("titlePart", "sub"),
    "docAuthor": ("docAuthor", ""),
    "docDate": ("docDate", ""),
    "docEdition": ("docEdition", ""),
    "docImprint": ("docImprint", ""),
    "titleByline": ("byline", ""),
}
_SIGNS = frozenset("*•·⁂†‡")


@dataclass
class _Open:
    """A division that is being filled, and the level of its heading."""

    level: int
    node: etree._Element


class Texts:
    """Makes ``text`` elements. One for each document, since ids run through all its texts."""

    def __init__(self, ids: Ids, files: Mapping[str, str] | None = None) -> None:
        """Take ids from ``ids``; ``files`` are the addresses of attachments by their names."""
        self._ids = ids
        self.links = Links(files)
        self._inline = Inliner(self.links, lambda prefix, wish: ids.wanted(wish, prefix))

    def text(self, document: model.Document) -> etree._Element:
        """The ``text`` of the whole document: one work, or a group of them."""
        self._name_notes(note for work in document.works for note in work.notes)
        if len(document.works) == 1:
            made = self._work(document.works[0], document.front, document.back)
        else:
            made = element("text")
            self._append_part(made, "front", document.front)
            made.append(element("group", *[self._work(work) for work in document.works]))
            self._append_part(made, "back", document.back)
        self.links.settle()
        return made

    def _name_notes(self, notes: Iterable[model.Note]) -> None:
        for note in notes:
            self.links.notes[note.key] = self._ids.wanted(note.label, "n")

    def _work(self, work: model.Work, before: model.Blocks = (), after: model.Blocks = ()) -> etree._Element:
        made = element("text", xml_lang=work.metadata.language)
        self._append_part(made, "front", (*before, *work.front))
        body = self._filled("body", work.blocks)
        self._never_bare(body)
        made.append(body)
        back = self._filled("back", (*work.back, *after))
        if work.notes:
            back.append(self._notes(work))
        if not is_empty(back):
            made.append(back)
        return made

    def _never_bare(self, body: etree._Element) -> None:
        """A body must hold text, even where the source has none but a greeting."""
        if _is_bare(body):
            ends = (at for at, child in enumerate(body) if local(child) in _ENDS)
            body.insert(next(ends, len(body)), element("p", xml_id=self._ids.next("p")))

    def _append_part(self, text: etree._Element, name: str, blocks: model.Blocks) -> None:
        if blocks:
            text.append(self._filled(name, blocks))

    def _filled(self, name: str, blocks: model.Blocks) -> etree._Element:
        made = _Filling(self, element(name)).filled(blocks)
        for division in made.iter(tag("div")):
            if _is_bare(division):
                make_loose(division)
        for loose in made.iter(tag("ab")):
            if loose.get(XML_ID) is None:
                put(loose, "xml_id", self._ids.next("ab"))
        return made

    # --- Notes

    def _notes(self, work: model.Work) -> etree._Element:
        made = element("div", type="notes", xml_id=self._ids.next("notes"))
        if work.notes_head:
            made.append(self._inline.fill(element("head"), work.notes_head))
        made.extend([self._note(note) for note in work.notes])
        return made

    def _note(self, note: model.Note) -> etree._Element:
        name = self.links.notes[note.key]
        made = element("note", xml_id=name, n=note.label, place=_PLACES[note.position])
        put(made, "resp", f"#{note.by}" if note.by else "")
        self.inside(made, note.blocks)
        put(made, "target", " ".join(f"#{call}" for call in self.links.calls.get(note.key, ())))
        return made if note.by else believed(made, note.trust)

    # --- Blocks

    def inside(self, parent: etree._Element, blocks: model.Blocks) -> etree._Element:
        """Write blocks into an item, a note or a cell: a single paragraph without a ``p`` around it."""
        if len(blocks) == 1 and isinstance(blocks[0], model.Paragraph):
            return self._inline.fill(parent, blocks[0].content)
        for block in blocks:
            parent.append(self.plain(block))
        return parent

    def plain(self, block: model.AnyBlock) -> etree._Element:
        """A block where no divisions can be: a heading becomes a paragraph in bold, a part of a letter an ``ab``."""
        if isinstance(block, model.Heading | model.Start):
            content = block.content if isinstance(block, model.Heading) else ()
            return self._marked(self._inline.fill(element("p", rend="bold"), content), block, "p")
        if isinstance(block, model.Part):
            return self._marked(self._inline.fill(element("ab", type=block.kind), block.content), block, "ab")
        return self.block(block)

    def block(self, block: model.AnyBlock) -> etree._Element:
        """A block as one element."""
        return self._WRITERS[type(block)](self, block)

    def _marked(self, made: etree._Element, block: model.Block, prefix: str) -> etree._Element:
        """The element with id, language, rendition, and how sure it is."""
        name = self._ids.next(prefix)
        put(made, "xml_id", name)
        if block.key:
            self.links.places.setdefault(block.key, name)
        put(made, "xml_lang", block.lang)
        put(made, "facs", pointers(*block.facs))
        if block.rend:
            put(made, "rend", " ".join([*(made.get("rend") or "").split(), *block.rend]))
        return believed(made, block.trust)

    def _paragraph(self, block: model.Paragraph) -> etree._Element:
        return self._inline.fill(self._marked(element("p"), block, "p"), block.content)

    def _list(self, block: model.Listing) -> etree._Element:
        gloss = block.kind == "gloss"
        made = element("list", type="gloss") if gloss else element("list", rend=block.kind)
        self._marked(made, block, "list")
        for item in _with_their_terms(block.items) if gloss else block.items:
            if gloss:
                made.append(element("label", item.mark or "–"))
            made.append(self.inside(element("item", n="" if gloss else _number(item.mark)), item.blocks))
        return made

    def _quotation(self, block: model.Quotation) -> etree._Element:
        only = block.blocks[0] if len(block.blocks) == 1 else None
        if isinstance(only, model.Quotation) and not block.source:
            block = only  # (one mark of a quotation inside the other)
        quote = element("quote", rend="block")
        for one in block.blocks:
            quote.append(self.plain(one))
        if not block.source:
            return self._marked(quote, block, "q")
        return self._marked(element("cit", quote, self._inline.fill(element("bibl"), block.source)), block, "q")

    def _verse(self, block: model.Verse) -> etree._Element:
        stanzas = [element("lg", *[self._line(line) for line in stanza]) for stanza in block.stanzas if stanza]
        if len(stanzas) == 1:
            return self._marked(stanzas[0], block, "lg")
        for stanza in stanzas:
            put(stanza, "type", "stanza")
        return self._marked(element("lg", *stanzas, type="poem"), block, "lg")

    def _line(self, line: model.VerseLine) -> etree._Element:
        rend = f"indent{line.indent}" if line.indent else ""
        return self._inline.fill(element("l", n=line.n, rend=rend), line.content)

    def _table(self, block: model.Table) -> etree._Element:
        made = self._marked(element("table"), block, "t")
        if block.caption:
            made.append(self._inline.fill(element("head"), block.caption))
        for row in block.rows:
            role = "label" if row and all(cell.heading for cell in row) else ""
            made.append(element("row", *[self._cell(cell) for cell in row], role=role))
        return made

    def _cell(self, cell: model.Cell) -> etree._Element:
        rows, columns = ("" if count < 2 else str(count) for count in (cell.rows, cell.columns))
        made = element("cell", role="label" if cell.heading else "", rows=rows, cols=columns)
        return self._inline.fill(made, cell.content)

    def _figure(self, block: model.Figure) -> etree._Element:
        made = self._inline.figure(block.picture) if block.picture else element("figure")
        if block.caption:
            made.insert(0, self._inline.fill(element("head"), block.caption))
        return self._marked(made, block, "fig")

    def _rule(self, block: model.Rule) -> etree._Element:
        look = "asterisks" if set(block.printed) & _SIGNS else "rule" if block.printed else ""
        return self._marked(element("milestone", unit="section", rend=look), block, "m")

    def _preformatted(self, block: model.Preformatted) -> etree._Element:
        made = self._marked(element("ab", type="preformatted"), block, "ab")
        for number, line in enumerate(block.text.split("\n")):
            if number:
                append(made, element("lb"))
            append(made, line.replace(" ", "\u00a0") if line.startswith(" ") else line)
        return made

    def _aside(self, block: model.Aside) -> etree._Element:
        holder = element("ab")
        return self._inline.fill(holder, (block.content,))[0]

    _WRITERS: Mapping[type, Callable[..., etree._Element]] = {
        model.Paragraph: _paragraph,
        model.Listing: _list,
        model.Quotation: _quotation,
        model.Verse: _verse,
        model.Table: _table,
        model.Figure: _figure,
        model.Rule: _rule,
        model.Preformatted: _preformatted,
        model.Aside: _aside,
    }

    # --- Parts of letters and headings, for _Filling

    def head(self, block: model.Heading) -> etree._Element:
        """The ``head`` of a heading."""
        made = element("head", facs=pointers(*block.facs))
        return believed(self._inline.fill(made, block.content), block.trust)

    def division(self, block: model.Heading | model.Start) -> etree._Element:
        """An empty ``div`` for a heading, or for a start without one."""
        number = block.n if isinstance(block, model.Heading) else ""
        made = element("div", type=block.kind, n=number)
        trust = block.trust if isinstance(block, model.Start) else model.SAID
        name = self._ids.next("d")
        put(made, "xml_id", name)
        if block.key:
            self.links.places.setdefault(block.key, name)
        put(made, "xml_lang", block.lang)
        return believed(made, trust)

    def part(self, block: model.Part, kind: str) -> etree._Element:
        """A part of a letter as an element ``kind``; ``postscript`` and the like with paragraphs inside."""
        if kind in ("postscript", "epigraph", "argument"):
            inner = self._inline.fill(element("p", xml_id=self._ids.next("p")), block.content)
            return believed(element(kind, inner), block.trust)
        if kind == "address":
            return believed(element("address", *self._address(block.content)), block.trust)
        return believed(self._inline.fill(element(kind), block.content), block.trust)

    def _address(self, content: model.Content) -> list[etree._Element]:
        lines: list[list[model.Inline]] = [[]]
        for one in content:
            if isinstance(one, model.Break) and one.unit == "line":
                lines.append([])
            else:
                lines[-1].append(one)
        return [self._inline.fill(element("addrLine"), tuple(line)) for line in lines if line]

    def title(self, page: etree._Element, block: model.Part) -> None:
        """Write a line of the title page: parts of the title come together in a ``docTitle``."""
        name, kind = TITLE_PAGE[block.kind]
        made = believed(self._inline.fill(element(name, type=kind), block.content), block.trust)
        if name != "titlePart":
            page.append(made)
            return
        last = page[-1] if len(page) else None
        if last is None or local(last) != "docTitle":
            last = element("docTitle")
            page.append(last)
        last.append(made)

    def wrapper(self, name: str) -> etree._Element:
        """An empty ``opener`` or ``closer``."""
        return element(name, xml_id=self._ids.next(name))

    def loose(self, block: model.Part) -> etree._Element:
        """A part of a letter that stands where neither opener nor closer can."""
        return self._marked(self._inline.fill(element("ab", type=block.kind), block.content), block, "ab")


_PLACES = {"foot": "bottom", "end": "end", "margin": "margin"}


def _number(mark: str) -> str:
    """What numbers an item, without the punctuation around it; nothing for a bullet."""
    bare = mark.strip(" .)(][")
    return bare if any(c.isalnum() for c in bare) else ""


class _Filling:
    """Fills ``front``, ``body`` or ``back`` with blocks: opens and closes divisions, puts parts where they may be."""

    def __init__(self, texts: Texts, root: etree._Element) -> None:
        self._texts = texts
        self._open = [_Open(0, root)]

    @property
    def _here(self) -> etree._Element:
        return self._open[-1].node

    def filled(self, blocks: model.Blocks) -> etree._Element:
        last = max((i for i, b in enumerate(blocks) if not isinstance(b, model.Part | model.Aside)), default=-1)
        for number, block in enumerate(blocks):
            if isinstance(block, model.Heading | model.Start):
                self._divide(block)
            elif isinstance(block, model.Part):
                self._part(block, final=number > last or _ends_division(blocks, number))
            else:
                self._add(block)
        return self._open[0].node

    def _divide(self, block: model.Heading | model.Start) -> None:
        if isinstance(block, model.Heading) and self._may_be_headed(block):
            self._here.append(self._texts.head(block))
            return
        while self._open[-1].level >= block.level:
            self._open.pop()
        make_loose(self._here)
        made = self._texts.division(block)
        self._here.append(made)
        self._open.append(_Open(block.level, made))
        if isinstance(block, model.Heading):
            made.append(self._texts.head(block))

    def _may_be_headed(self, block: model.Heading) -> bool:
        """True right behind a start without heading: this is its heading."""
        return self._open[-1].level == block.level and local(self._here) == "div" and self._is_at_top(headless=True)

    def _is_at_top(self, *, headless: bool = False) -> bool:
        allowed = _ANYWHERE if headless else _ANYWHERE | _AT_TOP
        return all(local(child) in allowed for child in self._here)

    def _add(self, block: model.AnyBlock) -> None:
        """A block of text. Closers that stand in front of it can't be closers."""
        made = self._texts.block(block)
        if local(made) not in _ANYWHERE:
            make_loose(self._here)
        if local(self._here) in ("front", "back") and local(made) not in _ANYWHERE:
            self._divide(model.Start(level=9, kind="section"))
        self._here.append(made)

    def _part(self, block: model.Part, *, final: bool) -> None:
        if block.kind in TITLE_PAGE and local(self._open[0].node) == "front":
            self._title(block)
            return
        if local(self._here) in ("front", "back"):
            self._divide(model.Start(level=9, kind="section"))
        if self._is_at_top() and not final and block.kind in _OPENING:
            self._put(block, "opener", _IN_OPENER)
        elif final and block.kind in _AT_BOTTOM | _OF_CLOSER:
            self._put(block, "closer", _OF_CLOSER)
        elif self._is_at_top() and block.kind in _OPENING:
            self._put(block, "opener", _IN_OPENER)
        else:
            make_loose(self._here)
            self._here.append(self._texts.loose(block))

    def _title(self, block: model.Part) -> None:
        """A line of the title page, which comes first in ``front``."""
        front = self._open[0].node
        page = next((child for child in front if local(child) == "titlePage"), None)
        if page is None:
            page = self._texts.wrapper("titlePage")
            front.append(page)
        self._texts.title(page, block)

    def _put(self, block: model.Part, wrapper: str, inside: Iterable[str]) -> None:
        if block.kind not in inside or block.kind in ("byline",):
            self._here.append(self._texts.part(block, block.kind))
            return
        last = next((child for child in reversed(self._here) if local(child) not in _ANYWHERE), None)
        if last is None or local(last) != wrapper:
            last = self._texts.wrapper(wrapper)
            self._here.append(last)
        last.append(self._texts.part(block, block.kind))


def _ends_division(blocks: model.Blocks, number: int) -> bool:
    """True if nothing but parts and breaks stands between the block and the next heading."""
    for block in blocks[number + 1 :]:
        if isinstance(block, model.Heading | model.Start):
            return True
        if not isinstance(block, model.Part | model.Aside):
            return False
    return True


def _is_bare(division: etree._Element) -> bool:
    return all(local(child) in _ANYWHERE | _AT_TOP | _AT_BOTTOM | {"figure"} for child in division)


def _with_their_terms(items: Iterable[model.Item]) -> list[model.Item]:
    """Items of a glossary: a further meaning stands with the first one of its term."""
    made: list[model.Item] = []
    for item in items:
        if made and not item.mark:
            made[-1] = replace(made[-1], blocks=(*made[-1].blocks, *item.blocks))
        else:
            made.append(item)
    return made


def make_loose(division: etree._Element) -> None:
    """Turn what closes a division into blocks, since it does not stand at the end, or closes nothing."""
    for child in list(division):
        name = local(child)
        if name == "closer":
            _unwrap(child)
        elif name in ("trailer", "signed") or (name in ("byline", "docDate") and not _was_at_top(child)):
            _loosen(child)
        elif name == "postscript":
            _dissolve(child)


def _was_at_top(child: etree._Element) -> bool:
    return all(local(one) in _ANYWHERE | _AT_TOP for one in child.itersiblings(preceding=True))


def _unwrap(closer: etree._Element) -> None:
    """Put loose blocks in the place of a closer."""
    parts = list(closer)
    _dissolve(closer)
    for part in parts:
        _loosen(part)


def _loosen(part: etree._Element) -> None:
    if local(part) == "address":
        wrapper = element("ab", type="address")
        part.addprevious(wrapper)
        wrapper.append(part)
        return
    part.set("type", local(part))
    part.tag = tag("ab")


def _dissolve(wrapper: etree._Element) -> None:
    """Put the children of ``wrapper`` in its place."""
    parent = wrapper.getparent()
    assert parent is not None
    at = parent.index(wrapper)
    for offset, child in enumerate(list(wrapper)):
        parent.insert(at + offset, child)
    parent.remove(wrapper)
