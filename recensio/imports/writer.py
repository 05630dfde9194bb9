"""Document to TEI file: header and text put together, set out for people, and checked against the schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from recensio.imports import model
from recensio.imports.accounting import Account, account
from recensio.imports.nodes import SPACES, Ids, element, put, set_out, tidy
from recensio.imports.tei_facsimile import facsimile
from recensio.imports.tei_header import IMPORTER, Origin, header
from recensio.imports.tei_ready import finished
from recensio.imports.tei_text import Texts

_RNG = "http://relaxng.org/ns/structure/1.0"
_SCHEMATRON = "http://purl.oclc.org/dsdl/schematron"
#: The schema that is named where the edition's own can't be told by a path.
PUBLIC_SCHEMA = "https://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_all.rng"


@dataclass(frozen=True, slots=True)
class Written:
    """A TEI file, made: its tree and bytes, and where the words of the source went."""

    root: etree._Element
    data: bytes
    account: Account


def tree_of(document: model.Document, origin: Origin, ident: str, media: str = "") -> etree._Element:
    """The ``TEI`` element for a document. ``ident`` becomes its id; its attachments are in the folder ``media``."""
    ids = Ids(taken=[ident, IMPORTER, "ocr", "print", *_keys(document)])
    files = {one.name: f"{media or ident}/{PurePosixPath(one.name).name}" for one in document.attachments}
    text = Texts(ids, files).text(document)
    root = element("TEI", header(document, origin, title=ident), *facsimile(document.surfaces, files), text)
    put(root, "xml_id", ident)
    put(root, "xml_lang", document.metadata.language)
    tidy(root)
    return root


def _keys(document: model.Document) -> list[str]:
    people = [person.key for person in document.metadata.people if person.key]
    return [*people, *(key for surface in document.surfaces for key in (surface.key, *_zones(surface.zones)))]


def _zones(zones: tuple[model.Zone, ...]) -> Iterator[str]:
    for zone in zones:
        yield zone.key
        yield from _zones(zone.zones)


def written(
    read: model.Document | model.Ready, origin: Origin, ident: str, schemas: tuple[str, ...], media: str = ""
) -> Written:
    """The TEI file for what a reader gave. ``schemas`` are the addresses for its ``xml-model`` lines."""
    if isinstance(read, model.Ready):
        root = finished(read, origin, ident)
        balance = account(root, read.words_in, read.dropped)
        return Written(root, serialised(root, schemas, set_it_out=False), balance)
    root = tree_of(read, origin, ident, media)
    balance = account(root, read.words_in, read.dropped)
    return Written(root, serialised(root, schemas), balance)


def serialised(root: etree._Element, schemas: tuple[str, ...], *, set_it_out: bool = True) -> bytes:
    """The file: declaration, ``xml-model`` lines, and the tree, each block on a line of its own."""
    if set_it_out:
        set_out(root)
    etree.cleanup_namespaces(root, top_nsmap=SPACES)
    body = etree.tostring(root, encoding="unicode")
    models = [_model_line(schema) for schema in schemas]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *models, body, ""]).encode()


def _model_line(schema: str) -> str:
    kind = _SCHEMATRON if schema.endswith(".sch") else _RNG
    return f'<?xml-model href="{schema}" type="application/xml" schematypens="{kind}"?>'


def with_id(ident: str) -> str:
    """``ident`` as an ``xml:id``: what can't stand in one becomes a hyphen."""
    return Ids().wanted(ident, "")
