"""What a file is: a text, a register, or not TEI at all, told by its root and what that holds."""

from __future__ import annotations

from enum import StrEnum

from lxml import etree

from recensio.parse.messages import short, told
from recensio.parse.places import Place
from recensio.parse.vocabulary import TEI, names
from recensio.problems import Problem


class Kind(StrEnum):
    """What a file is: which part of it is text, or why none is."""

    TEXT = "text"  # TEI with text
    CORPUS = "corpus"  # teiCorpus: its texts in order
    SOURCEDOC = "sourcedoc"  # TEI with sourceDoc and no text
    FRAGMENT = "fragment"  # text, div, p, surface … as the root: the root itself is the text
    REGISTER = "register"  # lists of names, header, facsimile: no text
    FOREIGN = "foreign"  # not TEI
    UNREADABLE = "unreadable"  # no tree could be made


_REGISTERS = names(
    "teiHeader standOff facsimile person personGrp place org event object nym bibl biblStruct biblFull msDesc relation"
    " taxonomy category charDecl char glyph handNotes handNote encodingDesc profileDesc fileDesc sourceDesc particDesc"
    " settingDesc xenoData fsdDecl annotation witness"
)
_FOREIGN = {
    "http://docbook.org/ns/docbook": "a DocBook document",
    "http://purl.oclc.org/dsdl/schematron": "a Schematron schema",
    "http://relaxng.org/ns/structure/1.0": "a RELAX NG schema",
    "http://schema.primaresearch.org/PAGE/": "PAGE XML of a recognised page",
    "http://schemas.microsoft.com/office/word/": "a Word document",
    "http://schemas.microsoft.com/office/2006/xmlPackage": "a Word document",
    "http://www.ascc.net/xml/schematron": "a Schematron schema",
    "http://www.loc.gov/METS/": "a METS description",
    "http://www.loc.gov/mods/": "a MODS record",
    "http://www.loc.gov/MARC21/": "a MARC record",
    "http://www.loc.gov/standards/alto/": "ALTO of a recognised page",
    "http://www.mei-c.org/": "music in MEI",
    "http://www.music-encoding.org/ns/mei": "music in MEI",
    "http://www.tei-c.org/ns/Examples": "an example of TEI, in the namespace of examples",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "RDF",
    "http://www.w3.org/1999/XSL/Transform": "an XSLT stylesheet",
    "http://www.w3.org/1999/xhtml": "a web page",
    "http://www.w3.org/2000/svg": "an SVG picture",
    "http://www.w3.org/2001/XMLSchema": "an XML Schema",
    "http://www.w3.org/2005/Atom": "an Atom feed",
    "urn:isbn:1-931666-22-9": "an EAD finding aid",
    "urn:oasis:names:tc:opendocument:": "an OpenDocument text",
    "http://ead3.archivists.org/": "an EAD finding aid",
}
_FOREIGN_ROOTS = {
    "html": "a web page",
    "book": "a DocBook document",
    "article": "a DocBook document",
    "chapter": "a DocBook document",
    "ead": "an EAD finding aid",
    "mei": "music in MEI",
    "score-partwise": "music in MusicXML",
    "alto": "ALTO of a recognised page",
    "PcGts": "PAGE XML of a recognised page",
    "rss": "an RSS feed",
    "project": "the settings of a program",
}


def kind_of(root: etree._Element) -> Kind:
    """What the file with this root is, going by ``docs/developers/text-law.md``."""
    name = etree.QName(root)
    if name.namespace != TEI:
        return Kind.FOREIGN
    if name.localname == "teiCorpus":
        return Kind.CORPUS
    if name.localname == "TEI":
        return _kind_of_tei(root)
    is_list = name.localname.startswith("list") and name.localname != "list"
    return Kind.REGISTER if is_list or name.localname in _REGISTERS else Kind.FRAGMENT


_KINDS = (("text", Kind.TEXT), ("sourceDoc", Kind.SOURCEDOC), ("TEI", Kind.CORPUS), ("teiCorpus", Kind.CORPUS))


def _kind_of_tei(root: etree._Element) -> Kind:
    parts = {child.tag for child in root}
    return next((kind for part, kind in _KINDS if f"{{{TEI}}}{part}" in parts), Kind.REGISTER)


def foreign(root: etree._Element, place: Place) -> Problem:
    """That the file with this root is not TEI, and what it is instead, as far as its namespace or name tells."""
    name = etree.QName(root)
    namespace = name.namespace or ""
    what = next((what for start, what in _FOREIGN.items() if namespace.startswith(start)), None)
    what = what or (_FOREIGN_ROOTS.get(name.localname) if not namespace else None)
    where = f" in the namespace {short(namespace, 60)}" if namespace else " in no namespace"
    return told("XML-100", place, name=short(name.localname), where=where, what=what or "something else")
