"""A page from its tree to the document: what is text, what is said about it, what is left out, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from recensio.imports.lost_notes import lost_notes
from recensio.imports.model import AnyBlock, Content, Document, Note, Text, Work
from recensio.imports.readers.web.blocks import Blocks
from recensio.imports.readers.web.bodies import Body
from recensio.imports.readers.web.colophon import take_colophon
from recensio.imports.readers.web.finish import finished
from recensio.imports.readers.web.head import page_title, read_head
from recensio.imports.readers.web.inline import Inlines, Surroundings
from recensio.imports.readers.web.marks import Page
from recensio.imports.readers.web.notes import Notes, notes_of
from recensio.imports.readers.web.pictures import Finder, Pictures
from recensio.imports.readers.web.printed import Printed
from recensio.imports.readers.web.sites import ANY, Site, names_at, site_of
from recensio.imports.readers.web.statements import Statements
from recensio.imports.readers.web.sweep import silence, sweep
from recensio.imports.readers.web.tidy import tidy
from recensio.imports.readers.web.tree import place, text_in
from recensio.imports.readers.web.waste import Waste
from recensio.problems import Problem, problem
from recensio.wording import counted

_MAIN = ("main", "article")
_CONTENT = (
    "entry-content",
    "post-content",
    "article-body",
    "articlebody",
    "post-body",
    "article-content",
    "page-content",
)
_ENOUGH = 0.5  # the share of all words that the main part must have to be believed


@dataclass
class Reading:
    """How to read a page. ``name`` is how problems call the file, ``file`` its own name in links.

    ``said`` may hold statements from elsewhere, which count first. ``whole`` takes everything for text (books), and
    ``known`` looks for the signs of the great collections.
    """

    name: str
    file: str
    find: Finder
    said: Statements = field(default_factory=Statements)
    whole: bool = False
    known: bool = True
    what: str = "a web page (HTML)"


def document_of(root: etree._Element, reading: Reading) -> Document:
    """The document of the page whose ``html`` element is ``root``. The tree is used up."""
    tidy(root)
    printed = Printed(_body(root))
    site = site_of(root) if reading.known else ANY
    waste, said = Waste(), reading.said
    read_head(root, said)
    title = page_title(root)
    silence(root, waste)
    take_colophon(site, root, said, waste)
    names = names_at(site)
    sweep(root, names, waste)
    body = _body(root)
    page = Page.of(body, names, reading.file)
    notes = notes_of(page, waste)
    if not reading.whole:
        _keep_main(body, site, notes, waste)
    around = _surroundings(page, notes, reading, waste)
    return _Assembly(root, body, around, site, title, reading).document(printed)


def _body(root: etree._Element) -> etree._Element:
    body = root.find("body")
    return body if body is not None else root


def _surroundings(page: Page, notes: Notes, reading: Reading, waste: Waste) -> Surroundings:
    base = reading.said.values.get("url", "")
    parts = [page.root, *(element for body in notes.bodies for element in body.elements)]
    calls = {inner for call in notes.calls for inner in call.iter("*")}
    links = [link for part in parts for link in part.iter("a") if link not in calls]
    inside = {element for part in parts for element in part.iter("*")}
    wanted = {key for link in links if (key := page.key(link)) and page.named.get(key) in inside}
    return Surroundings(
        page=page,
        names=page.names,
        notes=notes,
        pictures=Pictures(reading.find, base),
        waste=waste,
        base=base,
        language=reading.said.values.get("language", ""),
        wanted=frozenset(wanted),
    )


# --- The main part ----------------------------------------------------------------------------------------------------


def _keep_main(body: etree._Element, site: Site, notes: Notes, waste: Waste) -> None:
    """Drop what stands outside the main part of the page, if it has one that says so and holds most of the words."""
    main = _main(body, site)
    element = main
    while element is not None and element is not body:
        for other in [*element.itersiblings("*", preceding=True), *element.itersiblings("*")]:
            if not any(call in set(other.iter()) for call in notes.calls):
                waste.cut(other, "stands outside the main part of the page")
        _drop_loose(element, waste)
        element = element.getparent()


def _drop_loose(element: etree._Element, waste: Waste) -> None:
    parent = element.getparent()
    if parent is not None:
        waste.words(
            f"{parent.text or ''} {element.tail or ''}", "stands outside the main part of the page", place(parent)
        )
        parent.text = element.tail = None


def _main(body: etree._Element, site: Site) -> etree._Element | None:
    words = len(text_in(body).split())
    candidates = [e for name in site.content for e in body.iter("*") if _called(e, name)]
    candidates += [e for e in body.iter(*_MAIN) if e.tag == "main"]
    candidates += [
        e for e in body.iter("*") if e.get("role") == "main" or "articlebody" in (e.get("itemprop") or "").lower()
    ]
    candidates += list(body.iter("article"))
    candidates += [e for name in _CONTENT for e in body.iter("*") if _called(e, name)]
    return next((e for e in candidates if len(text_in(e).split()) >= _ENOUGH * words > 0), None)


def _called(element: etree._Element, name: str) -> bool:
    return name in (element.get("class") or "").lower().split() or (element.get("id") or "").lower() == name


# --- Together ---------------------------------------------------------------------------------------------------------


class _Assembly:
    """The parts of a page put together."""

    def __init__(
        self, root: etree._Element, body: etree._Element, around: Surroundings, site: Site, title: str, reading: Reading
    ) -> None:
        self._root = root
        self._body = body
        self._around = around
        self._site = site
        self._title = title
        self._reading = reading

    def document(self, printed: Printed) -> Document:
        heading = next((text_in(e) for e in self._body.iter("h1") if text_in(e)), "")
        blocks = Blocks(Inlines(self._around)).of(self._body)
        notes = [self._note(body) for body in self._around.notes.bodies]
        self._name(heading)
        waste = self._around.waste
        if self._around.page_words:
            waste.words(
                " ".join(self._around.page_words), "stands before the numbers of pages, which are page breaks now"
            )
        metadata = self._reading.said.metadata()
        work = Work(blocks=finished(blocks), notes=tuple(notes), notes_head=self._notes_head())
        return Document(
            works=(work,),
            metadata=metadata,
            words_in="\n".join([self._words(printed), *self._in_attributes()]),
            dropped=waste.all(),
            attachments=self._around.pictures.all(),
            done=tuple(self._done()),
            problems=tuple(self._problems()),
        )

    def _notes_head(self) -> Content:
        head = self._around.notes.head
        return (Text(head),) if head else ()

    def _name(self, heading: str) -> None:
        said = self._reading.said
        if "title" not in said.values:
            said.say("title", heading or self._title)
        said.keep("title of the page", self._title if self._title != said.values.get("title") else "")

    def _note(self, body: Body) -> Note:
        blocks: list[AnyBlock] = []
        reader = Blocks(Inlines(self._around))
        for element in body.elements:
            blocks += reader.of(element) if element.tag in _HOLDERS else reader.run([element], element)
        position = "margin" if body.elements[0].tag and _beside(body, self._around) else "end"
        return Note(
            key=body.key,
            label=body.label,
            blocks=tuple(one for one in finished(blocks)),
            position="margin" if position == "margin" else "end",
            place=place(body.elements[0]),
        )

    def _words(self, printed: Printed) -> str:
        return printed.text(self._around.turns, self._around.notes.apart | self._around.waste.elements)

    def _in_attributes(self) -> list[str]:
        """Words that stand in attributes: what is said of pictures, and notes in titles."""
        titles = [body for body in self._around.notes.bodies if body.key.startswith("title-")]
        return [
            *self._around.in_attributes,
            *self._around.pictures.told,
            *(text_in(body.elements[0]) for body in titles),
        ]

    def _done(self) -> list[str]:
        site = f" of {self._site.publisher}" if self._site.publisher else ""
        done = [f"The text was read from {self._reading.what}{site}."]
        if self._around.lost_links:
            done.append(
                f"{self._around.lost_links} links to other pages, whose address the source does not give in full, were"
                " kept as words without the link."
            )
        return done

    def _problems(self) -> list[Problem]:
        return note_problems(self._around.notes, self._reading.name)


_HOLDERS = frozenset({"li", "dd", "dt", "tr", "td", "div", "aside", "section", "small", "span", "body"})


def _beside(body: Body, around: Surroundings) -> bool:
    names = around.names.beside
    return any(set((element.get("class") or "").lower().split()) & names for element in body.elements)


def note_problems(notes: Notes, name: str) -> list[Problem]:
    """What the editor should know of the notes of a page: calls without a note, notes without a call, guesses."""
    found: list[Problem] = []
    if notes.dangling:
        found.append(lost_notes(notes.dangling, name))
    uncalled = [body.label or body.key for body in notes.bodies if not body.called]
    if uncalled:
        found.append(
            problem("IMP-040", file=name, count=counted(len(uncalled), "note is", "notes are"), labels=_few(uncalled))
        )
    if notes.guessed:
        found.append(problem("IMP-041", file=name, count=counted(notes.guessed, "call", "calls")))
    return found


def _few(labels: Sequence[str], most: int = 8) -> str:
    return ", ".join(labels[:most]) + (f" and {len(labels) - most} more" if len(labels) > most else "")
