"""The text of a file as both readers get it: decoded, with the plainest declaration, its DOCTYPE replaced by ours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from recensio.parse.decode import decoded, redeclared
from recensio.parse.doctype import Prolog, read_prolog, replaced
from recensio.parse.entities import Entities
from recensio.parse.expansion import Expansion
from recensio.parse.faults import refuse_at_fault
from recensio.parse.limits import Limits
from recensio.parse.messages import Refused, refuse
from recensio.parse.places import Script
from recensio.parse.raw import read
from recensio.parse.recognise import refuse_html, refuse_without_tags
from recensio.problems import Problem


@dataclass(frozen=True)
class Text:
    """The text of a file as both readers get it, its prolog (the root's offset is that in ``script``), its entities."""

    script: Script
    prolog: Prolog
    entities: Entities
    expansion: Expansion


def prepared(data: bytes, name: str, limits: Limits, problems: list[Problem]) -> Text:
    """The text that ``data``, the bytes of the file ``name``, are; what was met on the way goes into ``problems``.

    Raises ``Refused`` for what is no XML, can't be decoded, has a faulty prolog or entities that come to too much.
    """
    text = decoded(data, name, problems)
    refuse_without_tags(text, name)
    text = redeclared(text, name, problems)
    prolog = _prolog(text, name, limits)
    entities = Entities(text, prolog.doctype)
    expansion = Expansion(text, prolog.doctype, entities, name, limits)
    problems += entities.problems(name)
    script = replaced(text, prolog, entities.values)
    # What was put in the place of the DOCTYPE stands before the root.
    prolog = replace(prolog, offset=prolog.offset + len(script.data) - len(text))
    return Text(script, prolog, entities, expansion)


def prepared_again(path: Path, name: str, limits: Limits, digest: bytes) -> Script | None:
    """The text of a file read before, for its places; ``None`` where its bytes no longer have this SHA-256."""
    try:
        data = read(path, name, limits)
        return prepared(data, name, limits, []).script if sha256(data).digest() == digest else None
    except Refused:
        return None


def _prolog(text: bytes, name: str, limits: Limits) -> Prolog:
    try:
        return read_prolog(text)
    except expat.ExpatError as error:
        _refuse_prolog(text, name, limits, error)


def _refuse_prolog(text: bytes, name: str, limits: Limits, error: expat.ExpatError) -> NoReturn:
    refuse_html(text, name)
    refuse_at_fault(Script(text), name, limits)
    # What only a reader of the whole DOCTYPE meets, such as a bomb of parameter entities.
    refuse("XML-048", name, (error.lineno, error.offset + 1), detail=expat.ErrorString(error.code))
