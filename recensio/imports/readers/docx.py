"""The reader of Word files (DOCX), from the XML itself: notes, comments, lists, tables, pictures, tracked changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

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
    Inline,
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
from recensio.imports.readers.office.flow import Mark, Para, composed, titled
from recensio.imports.readers.office.package import Package
from recensio.imports.readers.office.properties import read_properties
from recensio.imports.readers.office.remarks import done, problems
from recensio.imports.readers.office.roles import RULE, TEXT, Role
from recensio.imports.readers.office.runs import Part, Runs, is_rule, linked, words_of
from recensio.imports.readers.office.words import Numbering, Styles, child, plain_names, relations, shaped, value, w
from recensio.imports.readers.web.finish import finished
from recensio.imports.readers.web.inline import solid
from recensio.imports.readers.web.pictures import Pictures
from recensio.imports.readers.web.statements import Statements
from recensio.problems import problem

_ALIGNED = {"center": "center", "right": "right", "end": "right"}
_FURNITURE = "stands at the head or foot of the pages"


def read(source: Source) -> Document:
    """The document in the Word file ``source``. Raises ``Refused`` if it is damaged, locked, or holds no text."""
    return _Reading(source).document()


@dataclass
class _Noted:
    """A note as it stands in its part, and how it is called."""

    kind: str
    element: etree._Element
    call: Call
    part: str


@dataclass
class _Story:
    """A row of paragraphs on its way: the paragraph that a deleted end of paragraph leaves open, and bookmarks."""

    held: list[Inline] = field(default_factory=list)
    anchors: list[Inline] = field(default_factory=list)


#: Bullets that say something: boxes, ticked or not.
_BOXES = frozenset("☐☑☒✓✔✗✘")


class _Reading:
    """One Word file."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._package = Package(source.data, source.name, "Word")
        self._main = self._main_part()
        self._root = plain_names(self._package.needed(self._main))
        self._others = relations(self._package, self._main)
        self._styles = Styles.of(self._tree("styles"))
        self._numbering = Numbering.of(self._tree("numbering"))
        self._said = Statements()
        self._people: dict[str, Person] = {}
        self._dropped: list[Dropped] = []
        self._changes: Counter[str] = Counter()
        self._language = _main_language(self._root, self._styles)
        self._pictures = Pictures(self._package.data)
        self._wanted = _wanted(self._root)
        self._notes = list(self._noted())
        self._calls = {(one.kind, value(one.element, "id")): one.call for one in self._notes}

    def _main_part(self) -> str:
        for target, _ in relations(self._package, "").values():
            if target.endswith("document.xml") or target.startswith("word/document"):
                return target
        return "word/document.xml"

    def _tree(self, name: str) -> etree._Element | None:
        part = next((t for t, _ in self._others.values() if t.rpartition("/")[2].startswith(name)), f"word/{name}.xml")
        root = self._package.tree(part)
        return plain_names(root) if root is not None else None

    # --- The whole ----------------------------------------------------------------------------------------------------

    def document(self) -> Document:
        """The document."""
        body = child(self._root, "body")
        if body is None:
            raise Refused(problem("IMP-042", file=self._source.name, form="Word", reason="it has no body"))
        page = titled(self._parts(body, self._main))
        blocks = finished(page.blocks)
        notes = tuple(self._note(one) for one in self._notes)
        if not blocks and not page.front:
            raise Refused(problem("IMP-002", file=self._source.name))
        comments = sum(one.kind == "comment" for one in self._notes)
        self._furniture()
        self._say(page.title, page.subtitle, page.authors)
        return Document(
            works=(Work(blocks=blocks, notes=notes, front=tuple(page.front)),),
            metadata=self._said.metadata(),
            words_in="\n".join(self._words()),
            dropped=tuple(one for one in self._dropped if one.text.strip()),
            attachments=self._pictures.all(),
            done=tuple(done("a Word file (DOCX)", self._changes)),
            problems=tuple(problems(self._source.name, self._changes, comments)),
        )

    def _say(self, title: str, subtitle: str, authors: list[str]) -> None:
        said = self._said
        for name in authors:
            said.person(name)
        said.say("title", title)
        said.say("subtitle", subtitle)
        for part in ("docProps/core.xml",):
            read_properties(self._package.tree(part), said)
        said.say("language", self._language)
        said.people += self._people.values()

    def _words(self) -> Iterator[str]:
        yield words_of(self._root)
        for note in self._notes:
            yield words_of(note.element)
        for part in self._furniture_parts():
            root = self._package.tree(part)
            yield words_of(plain_names(root)) if root is not None else ""
        yield from self._pictures.told

    # --- Notes --------------------------------------------------------------------------------------------------------

    def _noted(self) -> Iterator[_Noted]:
        """The notes in the order of their calls, with the labels that Word gives them."""
        trees = {kind: self._tree(f"{kind}s") for kind in ("footnote", "endnote", "comment")}
        numbers: Counter[str] = Counter()
        for reference in self._root.iter(*(w(f"{kind}Reference") for kind in trees)):
            kind = etree.QName(reference).localname.removesuffix("Reference")
            element = _with_id(trees[kind], kind, value(reference, "id"))
            if element is None:
                continue
            custom = value(reference, "customMarkFollows") not in {"", "0", "false"}
            numbers[kind] += not custom
            label = "" if kind == "comment" or custom else shaped(numbers[kind], self._form(kind))
            label = _own_mark(reference) if custom else label
            key = f"{kind}-{value(reference, 'id')}"
            yield _Noted(kind, element, Call(key, label), self._part_of(kind))

    def _form(self, kind: str) -> str:
        """How the numbers of notes of ``kind`` are written."""
        settings = self._tree("settings")
        told = [child(e, f"{kind}Pr", "numFmt") for e in (settings, *self._root.iter(w("sectPr"))) if e is not None]
        form = next((value(one) for one in reversed(told) if one is not None), "")
        return form or ("lowerRoman" if kind == "endnote" else "decimal")

    def _part_of(self, kind: str) -> str:
        return next((t for t, _ in self._others.values() if t.endswith(f"{kind}s.xml")), f"word/{kind}s.xml")

    def _note(self, noted: _Noted) -> Note:
        blocks = finished(composed(self._parts(noted.element, noted.part)))
        by = self._commentator(noted.element) if noted.kind == "comment" else ""
        position = {"footnote": "foot", "comment": "margin"}.get(noted.kind, "end")
        return Note(
            key=noted.call.note,
            label=noted.call.label,
            blocks=blocks,
            position="foot" if position == "foot" else "margin" if position == "margin" else "end",
            by=by,
        )

    def _commentator(self, element: etree._Element) -> str:
        name = value(element, "author")
        if not name:
            return ""
        key = f"commentator-{len(self._people) + 1}"
        return self._people.setdefault(name, Person(name, "comments", key)).key

    # --- Paragraphs and tables ----------------------------------------------------------------------------------------

    def _parts(self, element: etree._Element, part: str) -> list[Para | AnyBlock]:
        runs = Runs(
            Part(
                package=self._package,
                styles=self._styles,
                links=self._others if part == self._main else relations(self._package, part),
                pictures=self._pictures,
                language=self._language,
                wanted=self._wanted,
                notes=self._calls,
                dropped=self._dropped,
                changes=self._changes,
                boxes=lambda box: composed(self._parts(box, part)),
            )
        )
        return list(self._row(element, runs, _Story(), part))

    def _row(self, element: etree._Element, runs: Runs, story: _Story, part: str) -> Iterator[Para | AnyBlock]:
        for one in element:
            name = etree.QName(one).localname if isinstance(one.tag, str) else ""
            if one.tag == w("p"):
                yield from self._para(one, runs, story)
            elif one.tag == w("tbl"):
                yield from self._table(one, part)
            elif one.tag == w("sdt"):
                yield from self._controlled(one, runs, story, part)
            elif name == "bookmarkStart" and value(one, "name") in self._wanted:
                story.anchors.append(Anchor(value(one, "name")))
            elif name in {"customXml", "ins", "moveTo", "smartTag"}:
                yield from self._row(one, runs, story, part)
            elif name in {"del", "moveFrom"}:
                self._changes["deleted"] += 1
                self._dropped.append(Dropped(words_of(one), "deleted in tracked changes"))

    def _controlled(self, element: etree._Element, runs: Runs, story: _Story, part: str) -> Iterator[Para | AnyBlock]:
        inner = child(element, "sdtContent")
        gallery = value(child(element, "sdtPr", "docPartObj", "docPartGallery"))
        if inner is None:
            return
        if gallery == "Table of Contents":
            self._dropped.append(Dropped(words_of(inner), "the list of contents that the word processor makes"))
            return
        yield from self._row(inner, runs, story, part)

    def _para(self, element: etree._Element, runs: Runs, story: _Story) -> Iterator[Para]:
        properties = child(element, "pPr")
        content = linked(runs.of(element), self._wanted)
        style = value(child(properties, "pStyle")) or self._styles.normal
        role = RULE if is_rule(element) and not solid(content) else self._role(style, properties)
        if role.kind == "contents":
            self._dropped.append(Dropped(words_of(element), "the list of contents that the word processor makes"))
            return
        if child(properties, "rPr", "del") is not None:
            story.held += content
            return
        content = (*story.held, *(story.anchors if solid(content) else ()), *content)
        story.held = []
        if solid(content):
            story.anchors = []
        if child(properties, "pageBreakBefore") is not None and value(child(properties, "pageBreakBefore")) != "0":
            content = (Break("page"), *content)
        yield self._made(content, role, style, properties, tuple(runs.behind))

    def _role(self, style: str, properties: etree._Element | None) -> Role:
        outline = value(child(properties, "outlineLvl"))
        if outline.isdigit() and int(outline) < 9:
            return Role("heading", int(outline) + 1)
        return self._styles.role(style)

    def _made(
        self, content: Content, role: Role, style: str, properties: etree._Element | None, behind: tuple[AnyBlock, ...]
    ) -> Para:
        mark = self._mark(style, properties) if solid(content) else None
        if mark is not None and mark.text in _BOXES:
            content = (Text(f"{mark.text} "), *content)
        language = _whole_language(content)
        return Para(
            content=_without_language(content, language),
            role=role,
            mark=None if role.kind == "heading" else mark,
            lang=language,
            rend=(_ALIGNED[align],) if (align := value(child(properties, "jc"))) in _ALIGNED and role == TEXT else (),
            number=mark.text.strip(" .") if mark is not None and role.kind == "heading" else "",
            behind=behind,
        )

    def _mark(self, style: str, properties: etree._Element | None) -> Mark | None:
        direct = child(properties, "numPr")
        ident, level = value(child(direct, "numId")), value(child(direct, "ilvl"))
        inherited = next((one for one in self._styles.chain(style) if one.list_id), None)
        if direct is None and inherited is not None:
            ident, level = inherited.list_id, str(inherited.list_level)
        if not ident or ident == "0" or not self._numbering.series(ident):
            return None
        depth = int(level) if level.isdigit() else 0
        text = self._numbering.next(ident, depth)
        numbered, opens = self._numbering.numbered(ident, depth), self._numbering.opens(ident, depth)
        return Mark(ident, depth or self._styles.depth(style), text, numbered, opens)

    def _table(self, element: etree._Element, part: str) -> Iterator[Para | AnyBlock]:
        rows = [[cell for cell in _cells(row)] for row in _rows(element)]
        if max((len(row) for row in rows), default=0) < 2:
            for cell in (cell for row in rows for cell in row):
                yield from self._parts(cell, part)
            return
        made = [self._cells(row, _is_head(row), part) for row in _rows(element)]
        yield Table(rows=tuple(_spanned(made)))

    def _cells(self, row: etree._Element, head: bool, part: str) -> list[tuple[Cell, str, int]]:
        """The cells of a row: each with whether it begins or goes on (``restart``, ``continue``), and its column."""
        found: list[tuple[Cell, str, int]] = []
        column = int(value(child(row, "trPr", "gridBefore")) or 0)
        for cell in _cells(row):
            properties = child(cell, "tcPr")
            span = value(child(properties, "gridSpan"))
            width = int(span) if span.isdigit() else 1
            merge = child(properties, "vMerge")
            going = "" if merge is None else value(merge) or "continue"
            content = lines_in(composed(self._parts(cell, part)))
            found.append((Cell(content, head, 1, width), going, column))
            column += width
        return found

    # --- Beside the text ----------------------------------------------------------------------------------------------

    def _furniture_parts(self) -> list[str]:
        parts = {target for target, _ in self._others.values()}
        return sorted(
            p for p in parts if p.rpartition("/")[2].startswith(("header", "footer")) and p in self._package.names
        )

    def _furniture(self) -> None:
        for part in self._furniture_parts():
            root = self._package.tree(part)
            if root is not None:
                self._dropped.append(Dropped(" ".join(words_of(plain_names(root)).split()), _FURNITURE))


def _with_id(root: etree._Element | None, kind: str, ident: str) -> etree._Element | None:
    if root is None:
        return None
    return next((one for one in root.iter(w(kind)) if value(one, "id") == ident), None)


def _own_mark(reference: etree._Element) -> str:
    """The sign that the author gave a note instead of a number, taken out of the text behind ``reference``."""
    after = reference.getnext()
    if after is None or after.tag != w("t"):
        return ""
    sign, after.text = (after.text or "").strip(), None
    return sign


def _wanted(root: etree._Element) -> frozenset[str]:
    """The bookmarks that links lead to."""
    direct = {value(one, "anchor") for one in root.iter(w("hyperlink"))}
    fields = " ".join(one.text or "" for one in root.iter(w("instrText")))
    named = {value(one, "name") for one in root.iter(w("bookmarkStart"))}
    return frozenset(name for name in named if name and (name in direct or f'"{name}"' in fields))


def _main_language(root: etree._Element, styles: Styles) -> str:
    """The language of most letters: that of the runs, else that of the document's defaults."""
    counts: Counter[str] = Counter()
    default = next((one.lang for one in styles.chain(styles.normal) if one.lang), "") or styles.language
    for run in root.iter(w("r")):
        length = sum(len(one.text or "") for one in run.iter(w("t")))
        counts[value(child(run, "rPr", "lang")) or default] += length
    best = max(counts, key=lambda language: counts[language], default="")
    return best or default


def _whole_language(content: Content) -> str:
    """The foreign language that all words of ``content`` are in; empty if there is none."""
    found = {one.lang if isinstance(one, Style) else "" for one in content if solid((one,))}
    return next(iter(found)) if len(found) == 1 else ""


def _without_language(content: Content, language: str) -> Content:
    if not language:
        return content
    bare: list[Inline] = []
    for one in content:
        if isinstance(one, Style) and one.lang == language:
            bare += [replace(one, lang="", element="hi")] if one.rend else one.content
        else:
            bare.append(one)
    return tuple(bare)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for one in table:
        if one.tag == w("tr"):
            yield one
        elif one.tag in {w("sdt"), w("customXml"), w("sdtContent"), w("ins")}:
            yield from _rows(one)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for one in row:
        if one.tag == w("tc"):
            yield one
        elif one.tag in {w("sdt"), w("customXml"), w("sdtContent")}:
            yield from _cells(one)


def _is_head(row: etree._Element) -> bool:
    told = child(row, "trPr", "tblHeader")
    return told is not None and value(told).lower() not in {"0", "false", "off"}


def _spanned(rows: list[list[tuple[Cell, str, int]]]) -> Iterator[tuple[Cell, ...]]:
    """The rows with cells that go over several of them counted in the first."""
    for number, row in enumerate(rows):
        kept = []
        for cell, going, column in row:
            if going == "continue" and number and not solid(cell.content):
                continue
            kept.append(replace(cell, rows=1 + _below(rows[number + 1 :], column)) if going == "restart" else cell)
        if kept:
            yield tuple(kept)


def _below(rows: list[list[tuple[Cell, str, int]]], column: int) -> int:
    count = 0
    for row in rows:
        here = next((one for one in row if one[2] == column), None)
        if here is None or here[1] != "continue" or solid(here[0].content):
            break
        count += 1
    return count
