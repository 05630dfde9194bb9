"""What the side file says of a source that has no lines: a web page, a word processor's file, pages, foreign TEI.

Plain text reads the whole side file (:mod:`recensio.imports.plain.side`); of all else only the metadata can be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from recensio.imports import model
from recensio.imports.model import Refused
from recensio.imports.nodes import element, local, put, tag
from recensio.imports.plain.opening import merged
from recensio.imports.plain.side import side_of
from recensio.imports.tei_header import conditions
from recensio.problems import problem

#: What may be said of a source of any format.
ANY_FORM = frozenset(["id", "source", "sha256", "encoding", "metadata"])
_TEXTS = (
    "title", "subtitle", "date", "publisher", "place", "description", "url", "rights", "licence", "abstract",
)  # fmt: skip


def told(read: model.Document | model.Ready, side: Mapping[str, object], name: str) -> model.Document | model.Ready:
    """What was read, with the metadata of its side file ``name``.

    Raises ``Refused`` (IMP-007) for a side file that is wrong, or that speaks of lines.
    """
    if not side:
        return read
    data = side_of(side, name).metadata
    if lines := sorted(side.keys() - ANY_FORM):
        raise Refused(problem("IMP-007", file=name, reason=f"{lines[0]} speaks of lines, which only plain text has"))
    if isinstance(read, model.Ready):
        _say_availability(read.root, data)
        return read
    return replace(read, metadata=_overruled(read.metadata, data))


def _overruled(found: model.Metadata, told: model.Metadata) -> model.Metadata:
    """The metadata of the source under those of the side file; what the source says otherwise is kept as it stands."""
    made = merged(found, told)
    return replace(made, fields=(*found.fields, *_otherwise(found, made)))


def _otherwise(found: model.Metadata, made: model.Metadata) -> Iterator[model.Field]:
    for label in _TEXTS:
        value = getattr(found, label)
        if value and value != getattr(made, label):
            yield model.Field(f"{label} in the source", value)
    if found.people != made.people:
        yield from (model.Field(f"{person.role} in the source", person.name) for person in found.people)
    if found.keywords != made.keywords:
        yield model.Field("keywords in the source", ", ".join(found.keywords))
    if found.identifiers != made.identifiers:
        yield from (model.Field(f"{kind} in the source", value) for kind, value in found.identifiers)


def _say_availability(root: etree._Element, data: model.Metadata) -> None:
    """Write who may use a text into the header of foreign TEI."""
    statement = root.find(f"{tag('teiHeader')}/{tag('fileDesc')}/{tag('publicationStmt')}")
    if statement is None or not (data.status or data.licence or data.rights):
        return
    present = statement.find(tag("availability"))
    if present is None:
        _place(data, statement)
        return
    put(present, "status", data.status)
    if data.licence or data.rights:
        present[:] = list(conditions(data))


def _place(data: model.Metadata, statement: etree._Element) -> None:
    """Put ``availability`` behind who publishes it; a statement in prose is turned into one that has parts."""
    availability = conditions(data)
    prose = [one for one in statement if local(one) == "p"]
    if not prose:
        statement.append(availability)
        return
    said = [one for one in prose if "".join(map(str, one.itertext())).strip()]
    if said and not (data.rights or data.licence):
        availability[:] = []
    availability.extend(said)
    statement[:] = [element("authority", "Not yet published: imported for editing."), availability]
