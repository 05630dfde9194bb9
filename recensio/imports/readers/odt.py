"""The reader of OpenDocument texts (ODT), from the XML itself: notes, comments, lists, tables, pictures, changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from lxml import etree

from recensio.imports.model import (
    Anchor,
    AnyBlock,
    Break,
    Call,
    Cell,
    Content,
    Document,
    Dropped,
    Formula,
    Inline,
    Item,
    Link,
    Listing,
    Note,
    Person,
    Refused,
    Source,
    Style,
    Table,
    Text,
    Work,
)
from recensio.imports.readers.office.cells import lines_in
from recensio.imports.readers.office.flat import Flat
from recensio.imports.readers.office.flow import Para, composed, titled
from recensio.imports.readers.office.open_document import Styles, q, said
from recensio.imports.readers.office.package import Package, Parts
from recensio.imports.readers.office.properties import read_properties
from recensio.imports.readers.office.remarks import done, problems, ruby
from recensio.imports.readers.office.roles import TEXT, Role
from recensio.imports.readers.office.runs import is_foreign
from recensio.imports.readers.office.words import shaped
from recensio.imports.readers.web.finish import finished
from recensio.imports.readers.web.inline import solid
from recensio.imports.readers.web.pictures import Pictures
from recensio.imports.readers.web.statements import Statements
from recensio.problems import problem

_SIGNS = tuple(q(f"math:{name}") for name in ("mi", "mn", "mo", "mtext", "ms"))
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_GOOD = ("http:", "https:", "mailto:", "ftp:", "doi:", "urn:")
_CONTENTS = "the list of contents or index that the word processor makes"
_LISTS = frozenset(
    q(f"text:{name}")
    for name in (
        *("table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index"),
        "user-index",
    )
)


def read(source: Source) -> Document:
    """The document in the OpenDocument text ``source``. Raises ``Refused`` if it is damaged, locked, or empty."""
    return _Reading(source).document()


class _Reading:
    """One OpenDocument text."""

    def __init__(self, source: Source) -> None:
        self._source = source
        opened = Flat if source.data.lstrip().startswith((b"<", b"\xef\xbb\xbf")) else Package
        self._package: Parts = opened(source.data, source.name, "OpenDocument")
        self._refuse_locked()
        self._content = self._package.needed("content.xml")
        self._page_styles = self._package.tree("styles.xml")
        self._styles = Styles.of(self._page_styles, self._content)
        self._said = Statements()
        read_properties(self._package.tree("meta.xml"), self._said)
        self._language = self._said.values.get("language") or self._styles.language
        self._people: dict[str, Person] = {}
        self._dropped: list[Dropped] = []
        self._changes: Counter[str] = Counter()
        self._pictures = Pictures(self._package.data)
        self._notes: list[Note] = []
        self._formulas: list[str] = []  # of those that stand in parts of their own
        self._wanted = self._links_inside()
        self._behind: list[AnyBlock] = []

    def _refuse_locked(self) -> None:
        manifest = self._package.tree("META-INF/manifest.xml")
        if manifest is not None and any(str(e.tag).endswith("}encryption-data") for e in manifest.iter("*")):
            raise Refused(problem("IMP-044", file=self._source.name, form="OpenDocument"))

    def _links_inside(self) -> frozenset[str]:
        links = (said(one, "xlink:href") for one in self._content.iter(q("text:a")))
        return frozenset(link[1:].split("|")[0] for link in links if link.startswith("#"))

    # --- The whole ----------------------------------------------------------------------------------------------------

    def document(self) -> Document:
        """The document."""
        body = self._content.find(f"{q('office:body')}/{q('office:text')}")
        if body is None:
            raise Refused(
                problem("IMP-042", file=self._source.name, form="OpenDocument", reason="it holds no text document")
            )
        words = _words(body)
        page = titled(list(self._parts(body)))
        blocks = finished(page.blocks)
        if not blocks and not page.front:
            raise Refused(problem("IMP-002", file=self._source.name))
        comments = sum(note.position == "margin" for note in self._notes)
        self._say(page.title, page.subtitle, page.authors)
        self._furniture()
        return Document(
            works=(Work(blocks=blocks, notes=tuple(self._notes), front=tuple(page.front)),),
            metadata=self._said.metadata(),
            words_in="\n".join([words, *self._furniture_words(), *self._pictures.told, *self._formulas]),
            dropped=tuple(one for one in self._dropped if one.text.strip()),
            attachments=self._pictures.all(),
            done=tuple(done("an OpenDocument text (ODT)", self._changes)),
            problems=tuple(problems(self._source.name, self._changes, comments)),
        )

    def _say(self, title: str, subtitle: str, authors: list[str]) -> None:
        for name in authors:
            self._said.person(name)
        self._said.say("title", title, "title on the title page", instead=True)
        self._said.say("subtitle", subtitle)
        self._said.say("language", self._language)
        self._said.people += self._people.values()

    def _furniture_words(self) -> list[str]:
        styles = self._page_styles
        holders = styles.iter(q("style:header"), q("style:footer")) if styles is not None else ()
        return list(dict.fromkeys(text for one in holders if (text := " ".join(_words(one).split()))))

    def _furniture(self) -> None:
        self._dropped += [Dropped(text, "stands at the head or foot of the pages") for text in self._furniture_words()]

    # --- Blocks -------------------------------------------------------------------------------------------------------

    def _parts(self, element: etree._Element) -> Iterator[Para | AnyBlock]:
        for one in element:
            read = _BLOCKS.get(str(one.tag))
            if read is not None:
                yield from read(self, one)
            elif one.tag in _LISTS:
                self._dropped.append(Dropped(" ".join(_words(one).split()), _CONTENTS))

    def _through(self, element: etree._Element) -> Iterator[Para | AnyBlock]:
        yield from self._parts(element)

    def _frame(self, element: etree._Element) -> Iterator[Para | AnyBlock]:
        yield self._made(tuple(self._drawn(element)), TEXT, "")

    def _tracked(self, element: etree._Element) -> Iterator[Para | AnyBlock]:
        for region in element:
            kind = next((etree.QName(one).localname for one in region if isinstance(one.tag, str)), "")
            who = next((one.text for one in region.iter(q("dc:creator"))), "")
            if kind == "deletion":
                self._changes["deleted"] += 1
                words = " ".join(_words(region).split())
                self._dropped.append(Dropped(words, "deleted in tracked changes" + (f" by {who}" if who else "")))
            elif kind == "insertion":
                self._changes["inserted"] += 1
        yield from ()

    def _paragraph(self, element: etree._Element) -> Iterator[Para | AnyBlock]:
        style = said(element, "text:style-name")
        role = self._styles.role(style)
        if role.kind == "contents":
            self._dropped.append(Dropped(" ".join(_words(element).split()), _CONTENTS))
            return
        yield self._made(tuple(self._inside(element)), role, style)

    def _heading(self, element: etree._Element) -> Iterator[Para | AnyBlock]:
        level = said(element, "text:outline-level")
        role = Role("heading", int(level) if level.isdigit() and int(level) else 1)
        styled = self._styles.role(said(element, "text:style-name"))
        if styled.kind in {"title", "subtitle"}:
            role = styled
        para = self._made(tuple(self._inside(element)), role, said(element, "text:style-name"))
        number = next((one.text or "" for one in element.iter(q("text:number"))), "")
        yield replace(para, number=number.strip(" ."))

    def _made(self, content: Content, role: Role, style: str) -> Para:
        chain = list(self._styles.chain("paragraph", style))
        if any(one.breaks for one in chain[:1]):
            content = (Break("page"), *content)
        language = self._styles.lang("paragraph", style) if chain and chain[0].lang else ""
        align = next((one.align for one in chain if one.align), "")
        side = {"center": "center", "end": "right", "right": "right"}.get(align, "")
        behind, self._behind = tuple(self._behind), []
        return Para(
            content=content,
            role=role,
            lang=language if is_foreign(language, self._language) else "",
            rend=(side,) if side and role == TEXT else (),
            behind=behind,
        )

    def _list(self, element: etree._Element) -> Iterator[Para | AnyBlock]:
        listing = self._listing(element, said(element, "text:style-name"), 1)
        if listing is not None:
            yield listing

    def _listing(self, element: etree._Element, style: str, level: int) -> Listing | None:
        style = said(element, "text:style-name") or style
        form, prefix, suffix, number = self._styles.lists.get(style, {}).get(level, ("", "", "", 1))
        items: list[Item] = []
        for one in element:
            if one.tag not in {q("text:list-item"), q("text:list-header")}:
                continue
            start = said(one, "text:start-value")
            number = int(start) if start.isdigit() else number
            blocks = tuple(composed(self._in_item(one, style, level)))
            if blocks:
                counted = one.tag == q("text:list-item") and form
                mark = f"{prefix}{shaped(number, _FORMS.get(form, 'decimal'))}{suffix}" if counted else ""
                items.append(Item(blocks=blocks, mark=mark))
                number += one.tag == q("text:list-item")
        return Listing(items=tuple(items), kind="numbered" if form else "bulleted") if items else None

    def _in_item(self, element: etree._Element, style: str, level: int) -> Iterator[Para | AnyBlock]:
        for one in element:
            if one.tag == q("text:list"):
                inner = self._listing(one, style, level + 1)
                if inner is not None:
                    yield inner
            else:
                holder = etree.Element("item")
                yield from _BLOCKS[str(one.tag)](self, one) if str(one.tag) in _BLOCKS else self._parts(holder)

    def _table(self, element: etree._Element) -> Iterator[Para | AnyBlock]:
        rows = list(_rows(element))
        if max((len(list(_cells(row))) for row, _ in rows), default=0) < 2:
            for row, _ in rows:
                for cell in _cells(row):
                    yield from self._parts(cell)
            return
        made = (tuple(self._cell(cell, head) for cell in _cells(row)) for row, head in rows)
        kept = tuple(row for row in made if any(solid(cell.content) for cell in row))
        if kept:
            yield Table(rows=kept)

    def _cell(self, cell: etree._Element, head: bool) -> Cell:
        rows, columns = said(cell, "table:number-rows-spanned"), said(cell, "table:number-columns-spanned")
        content = lines_in(composed(self._parts(cell)))
        return Cell(content, head, int(rows) if rows.isdigit() else 1, int(columns) if columns.isdigit() else 1)

    # --- Inside a paragraph -------------------------------------------------------------------------------------------

    def _inside(self, element: etree._Element) -> Iterator[Inline]:
        yield from _texted(element.text)
        for one in element:
            read = _INLINE.get(str(one.tag))
            if read is not None:
                yield from read(self, one)
            elif isinstance(one.tag, str) and one.tag not in _SILENT:
                yield from self._inside(one)
            yield from _texted(one.tail)

    def _span(self, element: etree._Element) -> Iterator[Inline]:
        content = tuple(self._inside(element))
        style = said(element, "text:style-name")
        rend = tuple(word for word, on in self._styles.looks(style).items() if on)
        language = self._styles.lang("text", style)
        foreign = language if is_foreign(language, self._language) else ""
        if (rend or foreign) and any(isinstance(one, Text | Style) for one in content) and solid(content):
            yield Style(content, rend, "foreign" if foreign else "hi", foreign)
        else:
            yield from content

    def _blanks(self, element: etree._Element) -> Iterator[Inline]:
        yield Text(" ")

    def _line(self, element: etree._Element) -> Iterator[Inline]:
        yield Break("line")

    def _link(self, element: etree._Element) -> Iterator[Inline]:
        content = tuple(self._inside(element))
        target = said(element, "xlink:href").split("|")[0]
        inside = target.startswith("#") and target[1:] in self._wanted
        if (target.lower().startswith(_GOOD) or inside) and solid(content):
            yield Link(target, content)
        else:
            yield from content

    def _bookmark(self, element: etree._Element) -> Iterator[Inline]:
        name = said(element, "text:name")
        if name in self._wanted:
            yield Anchor(name)

    def _note(self, element: etree._Element) -> Iterator[Inline]:
        body = element.find(q("text:note-body"))
        citation = element.find(q("text:note-citation"))
        label = " ".join("".join(map(str, citation.itertext())).split()) if citation is not None else ""
        key = said(element, "text:id") or f"note-{len(self._notes) + 1}"
        foot = said(element, "text:note-class") != "endnote"
        behind, self._behind = self._behind, []
        note = Note(key=key, label=label, blocks=(), position="foot" if foot else "end")
        at = len(self._notes)
        self._notes.append(note)
        blocks = finished(composed(self._parts(body))) if body is not None else ()
        self._notes[at] = replace(note, blocks=blocks)
        self._behind = behind
        yield Call(key, label)

    def _comment(self, element: etree._Element) -> Iterator[Inline]:
        name = next((one.text or "" for one in element.iter(q("dc:creator"))), "")
        by = (
            self._people.setdefault(name, Person(name, "comments", f"commentator-{len(self._people) + 1}")).key
            if name
            else ""
        )
        blocks = finished(composed(self._parts(element)))
        if blocks:
            key = f"comment-{len(self._notes) + 1}"
            self._notes.append(Note(key=key, label="", blocks=blocks, position="margin", by=by))
            yield Call(key, "")

    def _drawn(self, element: etree._Element) -> Iterator[Inline]:
        """A frame: the picture in it is text, a text box comes behind the paragraph."""
        alt = " ".join(
            t for e in element.iter(q("svg:title"), q("svg:desc")) if (t := " ".join((e.text or "").split()))
        )
        image = element.find(q("draw:image"))
        box = element.find(q("draw:text-box"))
        if box is not None:
            self._behind += composed(self._parts(box))
        elif (formula := self._formula(element.find(q("draw:object")))) is not None:
            yield formula
        elif image is not None and said(image, "xlink:href"):
            self._pictures.told.append(alt)
            yield self._pictures.at(said(image, "xlink:href").removeprefix("./"), alt)

    def _formula(self, frame: etree._Element | None) -> Formula | None:
        """The formula in a frame: in it, or in a part of its own; as LibreOffice writes it, else its signs alone."""
        if frame is None:
            return None
        root = frame.find(q("math:math"))
        if root is None:
            root = self._package.tree(f"{said(frame, 'xlink:href').removeprefix('./').rstrip('/')}/content.xml")
        if root is None or root.tag != q("math:math"):
            return None
        written = next((one for one in root.iter(q("math:annotation")) if (one.text or "").strip()), None)
        text = " ".join("".join(map(str, written.itertext())).split()) if written is not None else ""
        signs = " ".join(t for one in root.iter(*_SIGNS) if (t := (one.text or "").strip()))
        if frame.find(q("math:math")) is None:
            self._formulas.append(text or signs)
        elif text:
            self._dropped.append(Dropped(signs, "the signs of a formula, which is given as it was written"))
        return Formula(text, "starmath") if text else Formula(signs, "text") if signs else None

    def _ruby(self, element: etree._Element) -> Iterator[Inline]:
        base, above = element.find(q("text:ruby-base")), element.find(q("text:ruby-text"))
        yield from ruby(*(self._inside(one) if one is not None else iter(()) for one in (base, above)))


_Blocks = Callable[[_Reading, etree._Element], Iterator["Para | AnyBlock"]]
_Inline = Callable[[_Reading, etree._Element], Iterator[Inline]]
_BLOCKS: Mapping[str, _Blocks] = {
    q("text:p"): _Reading._paragraph,
    q("text:h"): _Reading._heading,
    q("text:list"): _Reading._list,
    q("table:table"): _Reading._table,
    q("text:section"): _Reading._through,
    q("text:numbered-paragraph"): _Reading._through,
    q("text:tracked-changes"): _Reading._tracked,
    q("draw:frame"): _Reading._frame,
}
_INLINE: Mapping[str, _Inline] = {
    q("text:span"): _Reading._span,
    q("text:s"): _Reading._blanks,
    q("text:tab"): _Reading._blanks,
    q("text:line-break"): _Reading._line,
    q("text:a"): _Reading._link,
    q("text:bookmark"): _Reading._bookmark,
    q("text:bookmark-start"): _Reading._bookmark,
    q("text:note"): _Reading._note,
    q("office:annotation"): _Reading._comment,
    q("draw:frame"): _Reading._drawn,
    q("text:ruby"): _Reading._ruby,
}
_SILENT = frozenset(
    [
        *(q("text:soft-page-break"), q("text:bookmark-end"), q("office:annotation-end"), q("text:change")),
        *(q("text:change-start"), q("text:change-end"), q("text:number"), q("text:reference-mark")),
    ]
)


def _texted(text: str | None) -> Iterator[Inline]:
    if text:
        yield Text(text)


def _rows(table: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """The rows of a table, each with whether it is a heading."""
    for one in table:
        if one.tag == q("table:table-row"):
            yield one, table.tag == q("table:table-header-rows")
        elif str(one.tag).startswith(q("table:table-")) and one.tag != q("table:table-columns"):
            yield from _rows(one)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return (one for one in row if one.tag == q("table:table-cell"))


# --- The words --------------------------------------------------------------------------------------------------------

_APART = frozenset(
    [
        *(q("text:p"), q("text:h"), q("text:line-break"), q("text:tab"), q("text:s"), q("table:table-cell")),
        *(q("text:note"), q("text:note-citation"), q("office:annotation"), q("draw:frame"), q("text:list-item")),
    ]
)
_NO_TEXT = frozenset({q("svg:title"), q("svg:desc"), q("dc:creator"), q("dc:date"), q("text:number")})


def _words(element: etree._Element) -> str:
    """All words in ``element``; notes stand behind the paragraph they are called in, so that they join no word."""
    kept: list[str] = []
    behind: list[str] = []
    inside: etree._Element | None = None
    for event, one in etree.iterwalk(element, events=("start", "end")):
        aside = one.tag in {q("text:note"), q("office:annotation"), q("draw:frame"), q("text:tracked-changes")}
        if event == "start" and aside and inside is None and one is not element:
            inside = one
        pieces = behind if inside is not None else kept
        if one.tag in _APART:
            pieces.append("\n" if inside is not None or not aside else "")
        text = one.text if event == "start" else None
        if text and one.tag not in _NO_TEXT and not _is_space(one):
            pieces.append(text)
        if event == "end" and one is inside:
            inside = None
            behind.append("\n")
        if event == "end" and one is not element and one.tail and not _is_space(one.getparent()):
            (behind if inside is not None else kept).append(one.tail)
    return "".join([*kept, "\n", *behind])


_HOLDERS = frozenset(
    [
        *(q("office:text"), q("text:section"), q("text:list"), q("text:list-item"), q("table:table")),
        *(q("table:table-row"), q("table:table-cell"), q("text:note"), q("text:note-body"), q("office:annotation")),
    ]
)


def _is_space(element: etree._Element | None) -> bool:
    """Whether text directly in ``element`` is no text: white space between blocks."""
    return element is None or element.tag in _HOLDERS
