"""Foreign TEI, finished: what our schema and the work on it need is added to the header, ids to the blocks."""

from __future__ import annotations

from lxml import etree

from recensio.imports import model
from recensio.imports.nodes import XML_ID, Ids, element, local, put, tag
from recensio.imports.tei_header import Origin, editorial, imported, responsible

#: The blocks that get an id where they have none, and what it begins with.
_BLOCKS = {
    "div": "d", "p": "p", "ab": "ab", "lg": "lg", "list": "list", "table": "t", "figure": "fig", "note": "n",
    "sp": "sp", "quote": "q", "opener": "opener", "closer": "closer",
}  # fmt: skip


def finished(read: model.Ready, origin: Origin, ident: str) -> etree._Element:
    """The tree of ``read``, in place: with ids, with who converted it, and with what was done."""
    root = read.root
    ids = Ids(str(node.get(XML_ID)) for node in root.iter(etree.Element) if node.get(XML_ID))
    if root.get(XML_ID) is None:
        put(root, "xml_id", ids.wanted(ident, ""))
    for node in root.iter(etree.Element):
        prefix = _BLOCKS.get(local(node))
        if prefix and node.get(XML_ID) is None and not _in_header(node):
            put(node, "xml_id", ids.next(prefix))
    header = root.find(tag("teiHeader"))
    if header is not None:
        _complete(header, read, origin)
    return root


def _in_header(node: etree._Element) -> bool:
    return next(node.iterancestors(tag("teiHeader")), None) is not None


def _complete(header: etree._Element, read: model.Ready, origin: Origin) -> None:
    titles = header.find(f"{tag('fileDesc')}/{tag('titleStmt')}")
    if titles is not None and not any(node.get(XML_ID) == "importer" for node in header.iter(etree.Element)):
        titles.append(responsible())
    if read.done or read.dropped:
        _note_what_was_done(header, read)
    _note_the_import(header, origin)


def _note_what_was_done(header: etree._Element, read: model.Ready) -> None:
    encoding = header.find(tag("encodingDesc"))
    if encoding is None:
        encoding = element("encodingDesc")
        header.insert(1, encoding)
    told = editorial(read.done, read.dropped, guesses=False)
    present = encoding.find(tag("editorialDecl"))
    if present is None:
        encoding.append(told)
    else:
        present.extend(list(told))


def _note_the_import(header: etree._Element, origin: Origin) -> None:
    revisions = header.find(tag("revisionDesc"))
    if revisions is None:
        revisions = element("revisionDesc")
        header.append(revisions)
    change = imported(origin)
    place = revisions[0] if len(revisions) and local(revisions[0]) in ("list", "listChange") else revisions
    if local(place) == "list":
        change.tag = tag("item")
        del change.attrib["who"]
    place.insert(0, change)
