"""The document between a source and TEI: what every reader gives, and all that the writer knows of.

A reader says what stands in the source, in the order of the source: headings with a level, paragraphs, notes apart from
their calls. It nests no divisions and makes no ids: the writer does both. Whatever is a guess says so
(:class:`Trust`), and everything knows its place in the source, so that a report can name it.

The rules for a reader:

- each word of the source is in the content, in the metadata (:class:`Field`), in a label that becomes an attribute
  (``Item.mark``, ``Note.label``, ``Call.printed``, ``Break.n``), or in ``Document.dropped`` with the reason;
- ``Document.words_in`` are the words of the source, counted without the reader's own rules, so that a loss shows;
- no clock, no randomness: the same bytes give the same document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from lxml import etree

from recensio.problems import Problem

Cert = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the source: ``line`` and ``column`` count from 1; ``None`` where a format has none."""

    line: int | None = None
    column: int | None = None
    page: str = ""


@dataclass(frozen=True, slots=True)
class Trust:
    """How far to believe: ``cert`` is empty where the source, or an editor, says so; else it is a guess.

    ``by`` is the id of who guessed: the writer declares ``importer`` in the header.
    """

    cert: Cert | Literal[""] = ""
    by: str = ""


NOWHERE = Place()
SAID = Trust()
HIGH = Trust("high", "importer")
MEDIUM = Trust("medium", "importer")
LOW = Trust("low", "importer")


# --- Inside a block ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Running text. White space counts as in XML: a run of it is one blank."""

    text: str


@dataclass(frozen=True, slots=True)
class Style:
    """Text that is set off. ``element`` is one of ``hi emph foreign title q term name date``, or what a transcription
    tags (``persName placeName orgName seg add del unclear supplied abbr sic``); ``rend`` the words of
    ``@rend`` (``italic``, ``bold``, ``superscript``, ``smallcaps``, ``underlined`` …), ``attributes`` the others.
    """

    content: Content
    rend: tuple[str, ...] = ()
    element: str = "hi"
    lang: str = ""
    trust: Trust = SAID
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """What is abbreviated, and what it stands for. The source has only the first as its text."""

    content: Content
    expansion: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address, or with ``#key`` to an :class:`Anchor` of the same document."""

    target: str
    content: Content


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that links lead to. ``key`` is the source's own name for it."""

    key: str


@dataclass(frozen=True, slots=True)
class Call:
    """The call of a note. ``note`` is the key of the :class:`Note`, empty where the source has none for it.

    ``printed`` is the call as the source has it (``(1)``, ``[15]``, ``4``), ``label`` its number or sign alone.
    """

    note: str
    label: str
    printed: str = ""
    place: Place = NOWHERE
    trust: Trust = SAID


@dataclass(frozen=True, slots=True)
class Break:
    """A new page, column or line, inside a block or between blocks. With ``within_word`` no word ends here.

    ``hyphen`` is the sign that the source has at the end of the line, where it is not in the text around. ``facs`` is
    the key of the :class:`Surface` or :class:`Zone` that begins here.
    """

    unit: Literal["page", "column", "line"]
    n: str = ""
    within_word: bool = False
    hyphen: str = ""
    facs: str = ""
    place: Place = NOWHERE
    trust: Trust = SAID


@dataclass(frozen=True, slots=True)
class Change:
    """A correction: ``printed`` is what the source has, ``read`` what it should be; ``reason`` a word for ``@ana``."""

    printed: str
    read: str
    reason: str = ""
    place: Place = NOWHERE
    trust: Trust = SAID


@dataclass(frozen=True, slots=True)
class Gap:
    """Text that the source lacks."""

    reason: str
    unit: str = ""
    quantity: int | None = None
    trust: Trust = SAID


@dataclass(frozen=True, slots=True)
class Picture:
    """An image. ``file`` is an address, or the ``name`` of an :class:`Attachment`."""

    file: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as the source writes it, in ``notation``: tex, mathml, unicodemath, starmath or text."""

    text: str
    notation: str = "tex"


@dataclass(frozen=True, slots=True)
class Furniture:
    """What belongs to the page, not to the text: ``header``, ``footer``, ``pageNum``, ``sig``, ``catch``."""

    kind: str
    text: str
    place: Place = NOWHERE
    trust: Trust = SAID
    facs: str = ""


Inline = Text | Style | Abbreviation | Link | Anchor | Call | Break | Change | Gap | Picture | Formula | Furniture
Content = tuple[Inline, ...]


# --- Blocks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What all blocks have. ``key`` is the source's own id, for links to it; ``facs`` the keys of its zones."""

    place: Place = NOWHERE
    trust: Trust = SAID
    lang: str = ""
    rend: tuple[str, ...] = ()
    key: str = ""
    facs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """A heading; all up to the next one of its ``level`` (1 is the highest) or above is its division.

    ``n`` is the number of the division where it is known; it stays in ``content`` as well. ``kind`` is ``div/@type``.
    """

    level: int
    content: Content
    n: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Start(Block):
    """A division of type ``kind`` begins without a heading (``preface``, ``letter``, ``section`` …)."""

    level: int
    kind: str


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """A paragraph."""

    content: Content


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list. ``mark`` is what numbers it (``1.``, ``a)``); the writer makes ``@n`` of it."""

    blocks: Blocks
    mark: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Listing(Block):
    """A list. ``kind`` is ``numbered``, ``bulleted``, ``simple`` or ``gloss`` (then ``mark`` holds the term)."""

    items: tuple[Item, ...]
    kind: str = "bulleted"


@dataclass(frozen=True, slots=True)
class Quotation(Block):
    """A quotation that stands by itself, and where it is from (``source``), if the source says so."""

    blocks: Blocks
    source: Content = ()


@dataclass(frozen=True, slots=True)
class VerseLine:
    """One line of verse; ``indent`` in steps from the left."""

    content: Content
    indent: int = 0
    n: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Verse(Block):
    """A poem or a piece of one, by stanzas."""

    stanzas: tuple[tuple[VerseLine, ...], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    content: Content
    heading: bool = False
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table(Block):
    """A table, by rows."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: Content = ()


@dataclass(frozen=True, slots=True)
class Figure(Block):
    """A figure: its picture, if there is one, its caption, and what can be said of it."""

    caption: Content = ()
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Rule(Block):
    """A break in the text that is printed as stars or a line."""

    printed: str = ""


@dataclass(frozen=True, slots=True)
class Part(Block):
    """A part of a letter or of the frame of a text. Neighbours become one ``opener`` or ``closer``.

    ``kind`` is ``salute``, ``dateline``, ``address`` (lines are parted by a line :class:`Break`), ``signed``,
    ``postscript``, ``byline``, ``epigraph``, ``argument``, ``trailer``, ``docDate``; and in ``front``, for the title
    page: ``title``, ``subtitle``, ``docAuthor``, ``docDate``, ``docEdition``, ``docImprint``, ``titleByline``.
    """

    kind: str
    content: Content


@dataclass(frozen=True, slots=True)
class Preformatted(Block):
    """Text whose line ends and blanks matter: code, a drawing in letters."""

    text: str


@dataclass(frozen=True, slots=True)
class Aside(Block):
    """A bare break or piece of page furniture between two blocks."""

    content: Break | Furniture | Anchor | Gap


AnyBlock = (
    Heading | Start | Paragraph | Listing | Quotation | Verse | Table | Figure | Rule | Part | Preformatted | Aside
)
Blocks = tuple[AnyBlock, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """The body of a note. ``key`` is unique in the document, ``label`` is the number or sign that it bears.

    ``position`` is ``foot``, ``end`` or ``margin``; ``by`` the id in the header of who wrote it, if not the author.
    """

    key: str
    label: str
    blocks: Blocks
    position: Literal["foot", "end", "margin"] = "end"
    by: str = ""
    place: Place = NOWHERE
    trust: Trust = SAID


# --- The whole --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who had a hand in it. ``role`` is ``author``, ``editor``, or a word (``translator``)."""

    name: str
    role: str = "author"
    key: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A statement of the source about itself that has no place of its own in :class:`Metadata`, as it stands."""

    label: str
    value: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the source says about itself. All of it is text as it stands in the source; ``when`` is the date as ISO.

    ``description`` is how the source as a publication is described (a bibliographical reference), ``fields`` all that
    is left. ``status`` is ``free``, ``restricted`` or ``unknown``.
    """

    title: str = ""
    subtitle: str = ""
    people: tuple[Person, ...] = ()
    date: str = ""
    when: str = ""
    language: str = ""
    publisher: str = ""
    place: str = ""
    description: str = ""
    url: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    rights: str = ""
    licence: str = ""
    status: str = ""
    keywords: tuple[str, ...] = ()
    abstract: str = ""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A text of its own. A file that holds several has several; ``metadata`` then says what differs.

    ``notes_head`` is the heading of its notes, if the source has one.
    """

    blocks: Blocks
    notes: tuple[Note, ...] = ()
    notes_head: Content = ()
    front: Blocks = ()
    back: Blocks = ()
    metadata: Metadata = field(default_factory=Metadata)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Words of the source that are not in the TEI, and why (one short clause in English)."""

    text: str
    reason: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a page: its outline (``points``, at least three, as TEI writes them) or its ``box``.

    ``box`` is left, top, right, bottom; ``key`` becomes its id, ``kind`` its ``@type``.
    """

    key: str
    kind: str = ""
    points: str = ""
    box: tuple[str, str, str, str] | None = None
    zones: tuple[Zone, ...] = ()


@dataclass(frozen=True, slots=True)
class Surface:
    """A page as a picture: its file, its size in the unit of the zones, and its zones. ``key`` becomes its id."""

    key: str
    image: str = ""
    width: str = ""
    height: str = ""
    n: str = ""
    zones: tuple[Zone, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to the source (an image), to be written into the folder ``ID`` beside the TEI file."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A source, read. ``front`` and ``back`` belong to the whole of several works; with one work, leave them empty.

    ``words_in`` is the text of the source with all its words: calls of notes and labels of notes by their ``label``,
    accepted edits made. ``done`` are sentences for ``encodingDesc``,
    ``problems`` go to the editor, ``changes`` are the edits of the source that were made, ``surfaces`` its pages.
    """

    works: tuple[Work, ...]
    metadata: Metadata
    words_in: str
    front: Blocks = ()
    back: Blocks = ()
    dropped: tuple[Dropped, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    done: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    changes: tuple[Edit, ...] = ()
    surfaces: tuple[Surface, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """What the reader of foreign TEI gives instead of a :class:`Document`: a tree in P5, which stays as it is.

    The writer adds ids, ``revisionDesc`` and what the schema asks of a header, and nothing else.
    """

    root: etree._Element
    words_in: str
    dropped: tuple[Dropped, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    done: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A correction of the source by place, before it is read. What the OCR report proposes, or the project's list.

    ``line`` and ``column`` count from 1 in the decoded text. An edit that is ``accepted`` stands in the text and is
    listed in the header; another becomes a :class:`Change`. ``read`` is empty for what is to be deleted.
    """

    line: int
    column: int
    printed: str
    read: str
    reason: str
    cert: Cert = "medium"
    accepted: bool = False


# --- What a reader gets -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. ``name`` is how problems call it, ``side`` the parsed side file (an empty one if there is none).

    ``edits`` are corrections of the text, for the readers that have lines.
    """

    path: Path
    name: str
    data: bytes
    side: Mapping[str, object] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()


class Refused(Exception):
    """A reader can't read the source: ``problem`` says why (codes ``IMP-…``). Nothing is written."""

    def __init__(self, problem: Problem) -> None:
        """Carry ``problem`` to the command."""
        super().__init__(problem.message)
        self.problem = problem


def text_of(content: Content) -> str:
    """The plain text of inline content, without calls, page furniture and what was corrected."""
    return "".join(_texts(content))


def _texts(content: Content) -> Iterator[str]:
    for one in content:
        match one:
            case Text(text) | Formula(text):
                yield text
            case Style(inner) | Link(_, inner) | Abbreviation(inner):
                yield from _texts(inner)
            case Change(_, read):
                yield read
            case Break(within_word=False):
                yield " "
            case _:
                pass
