"""Recognised pages as a document: regions in the order of reading, paragraphs that go on over pages, notes called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from recensio.imports import model
from recensio.imports.model import (
    HIGH,
    MEDIUM,
    AnyBlock,
    Aside,
    Break,
    Call,
    Content,
    Document,
    Dropped,
    Figure,
    Furniture,
    Heading,
    Inline,
    Note,
    Paragraph,
    Refused,
    Table,
    Text,
    Work,
)
from recensio.imports.readers.scan.files import Found
from recensio.imports.readers.scan.layout import Cell, Line, Page, Region
from recensio.imports.readers.scan.lines import content_of, continues, divided
from recensio.imports.readers.scan.notes import note_in_margin, notes_at_foot, with_call
from recensio.imports.readers.scan.surfaces import placed
from recensio.imports.readers.web.finish import finished
from recensio.imports.readers.web.statements import Statements
from recensio.problems import Problem, problem
from recensio.wording import counted

_FURNITURE = frozenset({"header", "footer", "pageNum", "catch", "sig"})
_UNSURE = 0.7


@dataclass
class _Flow:
    """The document as far as it has been read."""

    blocks: list[AnyBlock] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    uncalled: list[str] = field(default_factory=list)
    initial: str = ""
    pictures: int = 0


def document_of(pages: Sequence[Page], files: Found, name: str, form: str) -> Document:
    """The document on ``pages``. Raises ``Refused`` if no word is on them.

    ``form`` is the name of the format, ``files`` is what they were found in.
    """
    if not any(page.words.strip() for page in pages):
        raise Refused(problem("IMP-002", file=name))
    flow = _Flow()
    pages, surfaces = placed(pages)
    for page in pages:
        _add(page, flow)
        flow.notes += page.comments
    if flow.initial:
        flow.blocks.append(Paragraph(content=(Text(flow.initial),)))
    return Document(
        works=(Work(blocks=finished(flow.blocks), notes=tuple(flow.notes)),),
        metadata=_metadata(pages),
        words_in="\n".join(page.words for page in pages),
        dropped=tuple(Dropped(words, reason, page.place) for page in pages for words, reason in page.beside),
        attachments=files.pictures,
        done=tuple(_done(pages, flow, form, files)),
        problems=tuple(_problems(pages, flow, name)),
        surfaces=surfaces,
    )


def _metadata(pages: Sequence[Page]) -> model.Metadata:
    said = Statements()
    languages = [page.lang for page in pages if page.lang]
    if languages:
        said.say("language", max(languages, key=languages.count))
    for page in pages:
        for label, value in page.said.items():
            said.keep(label, value, page.place)
    return said.metadata()


def _done(pages: Sequence[Page], flow: _Flow, form: str, files: Found) -> Iterator[str]:
    count = "one recognised page" if len(pages) == 1 else f"{len(pages)} recognised pages"
    yield f"The text was read from {count} ({form}); lines and pages stand as they were found there."
    if any(page.facs for page in pages):
        yield "Each page and line points at its place in the picture of the page (facsimile)."
    yield "Words divided at the ends of lines were joined; the hyphens are in the breaks."
    if files.aside:
        yield f"Of pages in several versions the last with text was read; {files.aside} were not."
    if flow.pictures:
        count = counted(flow.pictures, "picture stands", "pictures stand")
        yield f"{count} on the pages without text; where that is known, a zone tells the place."


def _problems(pages: Sequence[Page], flow: _Flow, name: str) -> Iterator[Problem]:
    lines = [line for page in pages for line in _lines(page)]
    unsure = [line for line in lines if line.sure is not None and line.sure < _UNSURE]
    if unsure:
        first = unsure[0]
        yield problem(
            "IMP-049",
            file=name,
            line=first.place.line,
            limit=round(_UNSURE * 100),
            count=counted(len(unsure), "line", "lines"),
            words=first.text[:60],
        )
    if flow.uncalled:
        shown = ", ".join(flow.uncalled[:8]) + (f" and {len(flow.uncalled) - 8} more" if len(flow.uncalled) > 8 else "")
        yield problem("IMP-040", file=name, count=counted(len(flow.uncalled), "note is", "notes are"), labels=shown)


def _lines(page: Page) -> Iterator[Line]:
    for region in page.regions:
        yield from region.lines
        for cell in region.cells:
            yield from cell.lines


# --- A page -----------------------------------------------------------------------------------------------------------


def _add(page: Page, flow: _Flow) -> None:
    turn = Break("page", page.n, facs=page.facs, place=page.place)
    begin = len(flow.blocks)
    flow.blocks.append(Aside(content=turn, place=page.place))
    mains: list[_Lines] = []
    for region in page.regions:
        if region.kind in {"foot", "end", "margin"}:
            continue
        for block, lines in _blocks(region, flow):
            mains.append((len(flow.blocks), lines))
            flow.blocks.append(block)
    _notes(page, mains, begin, flow)
    _join_over_page(begin, turn, flow)


#: A block by its number, and the lines of text in it.
_Lines = tuple[int, Sequence[Line]]


def _blocks(region: Region, flow: _Flow) -> Iterator[tuple[AnyBlock, Sequence[Line]]]:
    """The blocks of a region, each with the lines of running text that it is made of."""
    if region.kind in _FURNITURE:
        for line in region.lines:
            text = " ".join(line.text.split())
            yield Aside(content=Furniture(region.kind, text, line.place, facs=line.zone), place=line.place), ()
    elif region.kind == "initial":
        flow.initial += "".join(line.text.strip() for line in region.lines)
    elif region.kind == "table" and region.cells:
        yield Table(rows=tuple(_rows(region.cells)), place=_place(region), facs=_zone(region)), ()
    elif region.kind == "picture" and not region.lines:
        flow.pictures += 1
    elif region.kind == "caption" and region.lines:
        yield Figure(caption=content_of(region.lines), place=_place(region), facs=_zone(region)), ()
    else:
        yield from _text(region, flow)


def _zone(region: Region) -> tuple[str, ...]:
    return (region.zone,) if region.zone else ()


def _place(region: Region) -> model.Place:
    lines = [*region.lines, *(line for cell in region.cells for line in cell.lines)]
    return lines[0].place if lines else model.NOWHERE


def _text(region: Region, flow: _Flow) -> Iterator[tuple[AnyBlock, Sequence[Line]]]:
    """Paragraphs and headings of a region: lines that are headings by themselves part it."""
    row: list[Line] = []
    for line in region.lines:
        if line.heading and region.kind != "heading":
            yield from _paragraph(row, region, flow)
            row = []
            yield _heading([line], region), [line]
        else:
            row.append(line)
    if region.kind == "heading" and row:
        yield _heading(row, region), row
    else:
        yield from _paragraph(row, region, flow)


def _heading(lines: Sequence[Line], region: Region) -> Heading:
    content = content_of(lines)
    return Heading(level=region.level, content=content, place=lines[0].place, lang=region.lang, facs=_zone(region))


def _paragraph(lines: Sequence[Line], region: Region, flow: _Flow) -> Iterator[tuple[AnyBlock, Sequence[Line]]]:
    if not lines:
        return
    content = content_of(lines)
    if flow.initial:
        content, flow.initial = _with_initial(flow.initial, content), ""
    yield Paragraph(content=content, place=lines[0].place, lang=region.lang, facs=_zone(region)), lines


def _with_initial(letters: str, content: Content) -> Content:
    """``content`` with the initial that stands in a region of its own before its first letter."""
    start = 1 if content and isinstance(content[0], Break) else 0
    return (*content[:start], Text(letters), *content[start:])


def _rows(cells: Iterable[Cell]) -> Iterator[tuple[model.Cell, ...]]:
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    for row in sorted({cell.row for cell in ordered}):
        yield tuple(
            model.Cell(content_of(cell.lines), rows=cell.rows, columns=cell.columns)
            for cell in ordered
            if cell.row == row
        )


# --- Notes ------------------------------------------------------------------------------------------------------------


def _notes(page: Page, mains: Sequence[_Lines], begin: int, flow: _Flow) -> None:
    for region in page.regions:
        if region.kind in {"foot", "end"} and region.lines:
            made = notes_at_foot(region, len(flow.notes) + 1)
            if made and not made[0].label and flow.notes and flow.notes[-1].position == made[0].position:
                _go_on(made.pop(0), flow)
            flow.notes += made
            for note in made:
                _call(note, begin if region.kind == "foot" else 0, flow)
        elif region.kind == "margin" and region.lines:
            note = note_in_margin(region, len(flow.notes) + 1)
            flow.notes.append(note)
            _call_beside(note, region, mains, flow)


def _go_on(rest: Note, flow: _Flow) -> None:
    """A note at the foot that begins without a number goes on from the page before."""
    last = flow.notes[-1]
    flow.notes[-1] = replace(last, blocks=(*last.blocks, *rest.blocks))


def _call(note: Note, begin: int, flow: _Flow) -> None:
    for at in range(begin, len(flow.blocks)):
        block = flow.blocks[at]
        if isinstance(block, Paragraph | Heading):
            content = with_call(block.content, note)
            if content is not None:
                flow.blocks[at] = replace(block, content=content)
                return
    flow.uncalled.append(note.label or note.key)


def _call_beside(note: Note, region: Region, mains: Sequence[_Lines], flow: _Flow) -> None:
    """Call a note in the margin at the line that stands at its height."""
    top = region.lines[0].top
    places = [(at, number, line) for at, main in mains for number, line in enumerate(main)]
    if not places:
        flow.uncalled.append(note.key)
        return
    heights = [abs((line.top or 0) - top) if top is not None and line.top is not None else 0 for _, _, line in places]
    at, number, _ = places[heights.index(min(heights))]
    block = flow.blocks[at]
    if isinstance(block, Paragraph | Heading):
        call = Call(note.key, "", "", note.place, HIGH if top is not None else MEDIUM)
        flow.blocks[at] = replace(block, content=_at_line(block.content, number, call))


def _at_line(content: Content, number: int, call: Call) -> Content:
    """``content`` with ``call`` at the beginning of its line ``number``, counted from 0; never inside a word."""
    if content and isinstance(content[0], Break):  # (of the first line: it has no line before it)
        return (content[0], *_at_line(content[1:], number, call))
    ends = [at for at, one in enumerate(content) if isinstance(one, Break) and one.unit == "line"]
    if not 0 < number <= len(ends):
        return (call, *content) if number == 0 else (*content, call)
    at = ends[number - 1] + 1
    before, after = content[at - 1], content[at] if at < len(content) else None
    if isinstance(before, Break) and before.within_word and isinstance(after, Text):
        word = len(after.text) - len(after.text.lstrip()) + len(after.text.split(maxsplit=1)[0])
        return (*content[:at], Text(after.text[:word]), call, Text(after.text[word:]), *content[at + 1 :])
    return (*content[:at], call, *content[at:])


# --- Over the end of a page -------------------------------------------------------------------------------------------


def _join_over_page(begin: int, turn: Break, flow: _Flow) -> None:
    """Join a paragraph that goes on behind the page break at ``begin``; what stands between them stays between."""
    before = next((at for at in range(begin - 1, -1, -1) if not isinstance(flow.blocks[at], Aside)), None)
    after = next((at for at in range(begin + 1, len(flow.blocks)) if not isinstance(flow.blocks[at], Aside)), None)
    if before is None or after is None:
        return
    first, second = flow.blocks[before], flow.blocks[after]
    if not isinstance(first, Paragraph) or not isinstance(second, Paragraph) or first.lang != second.lang:
        return
    if not continues(first.content, second.content):
        return
    joined = (*_up_to(first.content, second.content, flow.blocks[before + 1 : after], turn), *second.content)
    flow.blocks[before : after + 1] = [replace(first, content=joined, trust=HIGH, facs=(*first.facs, *second.facs))]


def _up_to(first: Content, second: Content, between: Sequence[AnyBlock], turn: Break) -> Iterator[Inline]:
    """``first``, then what stands between the paragraphs, the page break knowing whether it divides a word."""
    opening = model.text_of(second).lstrip()
    *rest, last = first
    text, broken = divided(Line(last.text), opening, "page") if isinstance(last, Text) else ("", None)
    yield from rest
    yield last if broken is None else Text(text)
    for one in between:
        if isinstance(one, Aside):
            page = one.content == turn and broken is not None and isinstance(one.content, Break)
            yield _turned(turn, broken) if page and broken is not None else one.content


def _turned(turn: Break, broken: Break) -> Break:
    return replace(turn, within_word=broken.within_word, hyphen=broken.hyphen, trust=broken.trust)
