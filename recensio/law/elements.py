"""The classes of TEI elements of the law (docs/developers/text-law.md), and the names elements go by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from functools import lru_cache

from lxml import etree

TEI = "http://www.tei-c.org/ns/1.0"
#: The namespace of what the build tells elements, and of what the stylesheets collect.
REC = "urn:recensio:edition"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
VERBATIM_SPACES = frozenset({"http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2000/svg"})


class Kind(Enum):
    """What the law does with an element."""

    LEFT_OUT = auto()
    HUSHED = auto()  # left out, but for the notes and entries inside
    NOTE = auto()
    JOIN = auto()
    ANCHOR = auto()
    DELETED = auto()
    CHOICE = auto()
    SUBST = auto()
    APP = auto()
    GROUP = auto()
    READING = auto()
    BREAK = auto()
    MILESTONE = auto()
    EVENT = auto()
    SPACE = auto()
    WORD = auto()
    GLYPH = auto()
    BOUNDARY = auto()
    INLINE = auto()
    VERBATIM = auto()
    OTHER = auto()


_NAMES: dict[Kind, str] = {
    Kind.LEFT_OUT: """figDesc desc index interp interpGrp span spanGrp certainty precision respons alt altGrp link
        linkGrp joinGrp listRelation fs fLib fvLib charDecl teiHeader standOff facsimile xenoData
        listAnnotation annotation fw""",
    Kind.HUSHED: "noteGrp listApp",
    Kind.NOTE: "note witDetail",
    Kind.JOIN: "join",
    Kind.ANCHOR: "anchor",
    Kind.DELETED: "del",
    Kind.CHOICE: "choice",
    Kind.SUBST: "subst",
    Kind.APP: "app",
    Kind.GROUP: "rdgGrp",
    Kind.READING: "lem rdg",
    Kind.BREAK: "lb pb cb gb",
    Kind.MILESTONE: "milestone",
    Kind.EVENT: "lacunaStart lacunaEnd witStart witEnd",
    Kind.SPACE: "space",
    Kind.WORD: "w",
    Kind.GLYPH: "g",
    Kind.BOUNDARY: """text front body back group floatingText div div1 div2 div3 div4 div5 div6 div7 head p ab lg l sp
        speaker item table row cell opener closer salute signed dateline byline docAuthor docTitle titlePart docImprint
        docDate docEdition titlePage imprimatur epigraph argument trailer postscript castList castItem castGroup set
        prologue epilogue performance figure biblStruct biblFull addrLine sourceDoc surfaceGrp surface zone line
        witness person place org event entry entryFree superEntry sense u incident eg""",
    Kind.INLINE: """hi emph foreign distinct seg s cl phr m c pc abbr expan ex am sic corr orig reg add restore mod
        retrace unclear supplied damage surplus secl redo undo handShift gap name persName placeName orgName
        geogName settlement region country district bloc surname forename addName genName nameLink roleName rs term
        gloss mentioned soCalled q said title date time num measure measureGrp unit ref ptr formula locus
        objectName eventName idno email addSpan delSpan damageSpan caesura metamark ruby""",
    Kind.VERBATIM: "egXML",
}
_KINDS: Mapping[str, Kind] = {name: kind for kind, names in _NAMES.items() for name in names.split()}


@lru_cache(maxsize=4096)
def kind_of(tag: str) -> Kind:
    """The class of the element with this qualified name (``{namespace}local`` or ``local``)."""
    namespace, _, local = tag.rpartition("}")
    space = namespace.lstrip("{")
    if space in VERBATIM_SPACES or local == "egXML":
        return Kind.VERBATIM
    if space not in ("", TEI):
        return Kind.OTHER
    return _KINDS.get(local) or (Kind.BOUNDARY if _is_list(local) else Kind.OTHER)


def _is_list(local: str) -> bool:
    return local == "list" or (local.startswith("list") and local[4].isupper())


@lru_cache(maxsize=4096)
def local_name(tag: str) -> str:
    """The name without its namespace; empty for an element of a namespace that is not TEI's."""
    namespace, _, local = tag.rpartition("}")
    return local if namespace.lstrip("{") in ("", TEI) else ""


def name_of(node: etree._Element) -> str:
    """The TEI name of an element; empty for comments, processing instructions and other namespaces."""
    return local_name(node.tag) if isinstance(node.tag, str) else ""


def identifier(element: etree._Element) -> str | None:
    """The ``xml:id`` of an element."""
    return element.get(XML_ID)


def pieces(element: etree._Element) -> Iterator[tuple[etree._Element, str | None]]:
    """The nodes of an element, each with the text in it or behind it, in the order of the document."""
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        yield node, node.text if event == "start" else node.tail if node is not element else None


def all_text(element: etree._Element) -> Iterator[str]:
    """The string value of an element, in parts, in the order of the document."""
    return (text for _, text in pieces(element) if text)


def is_blank(text: str | None) -> bool:
    """True for no text, or XML white space alone."""
    return not text or not text.strip(" \t\r\n")
