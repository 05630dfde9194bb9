"""What may be published of a text: the rights that its header states, and the decision that follows from them.

TEI Guidelines, 2.2.4: ``availability`` in the ``publicationStmt`` of the file tells who may use it, by ``@status``
(``free``, ``unknown``, ``restricted``) and by ``licence``. The decisions, with their reasons, are in
``docs/editors/rights.md``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from lxml import etree

from recensio.law.elements import TEI, XML_ID, all_text, name_of
from recensio.law.model import DOCUMENTS

__all__ = ["FULL", "HEADER", "PART", "Rights", "documents", "empty", "published", "rights_of", "statements", "withheld"]

#: What is published of a file: all of it; of the texts in it some; its header, apparatus and names.
FULL, PART, HEADER = "full", "part", "header"
STATUSES = ("free", "unknown", "restricted")
_TEXTS = ("text", "sourceDoc")
#: What is withheld of a document.
HELD = (*_TEXTS, "facsimile")


@dataclass(frozen=True, slots=True)
class Rights:
    """What a header says of one text: its ``status`` (empty: nothing), its licence or else its other words, and the
    licence's address. ``is_open``: a ``licence`` names one that lets anybody publish the text."""

    status: str = ""
    statement: str = ""
    target: str = ""
    is_open: bool = False

    @property
    def is_restricted(self) -> bool:
        """Whether the text may not be published: no open licence outranks the status."""
        return self.status == "restricted" and not self.is_open

    @property
    def is_unknown(self) -> bool:
        """Whether the header says that nobody knows."""
        return self.status == "unknown" and not self.is_open

    @property
    def follows_edition(self) -> bool:
        """Whether the licence that the edition has as a whole holds for the text: it says nothing else of itself."""
        return self.status in ("", "free")

    def keeps_back(self, unknown: str = FULL) -> bool:
        """Whether the running text is withheld. ``unknown``: what the edition publishes of texts of unknown rights."""
        return self.is_restricted or (self.is_unknown and unknown == HEADER)


def published(rights: Sequence[Rights], unknown: str = FULL) -> str:
    """What may be published of a file with texts of these rights: ``FULL``, ``PART`` or ``HEADER``."""
    kept = [one.keeps_back(unknown) for one in rights]
    return FULL if not any(kept) else HEADER if all(kept) else PART


def rights_of(root: etree._Element) -> tuple[Rights, ...]:
    """The rights of each text of a file, in order; of a file without a text those that its header states."""
    held = documents(root) or [root]
    return tuple(_stated(_availability(document)) for document in held)


def documents(root: etree._Element) -> list[etree._Element]:
    """The TEI documents of a file that hold a text of their own."""
    if name_of(root) not in DOCUMENTS:
        return []
    own = [root] if any(name_of(child) in _TEXTS for child in root) else []
    return own + [one for child in root if name_of(child) in DOCUMENTS for one in documents(child)]


def withheld(root: etree._Element, unknown: str = FULL) -> list[etree._Element]:
    """The documents of a file whose text may not be published."""
    return [document for document in documents(root) if _stated(_availability(document)).keeps_back(unknown)]


def statements(root: etree._Element) -> Iterator[tuple[Rights, etree._Element]]:
    """The rights of each text of a file, with the element that states them (for want of one the document)."""
    for document in documents(root):
        said = _availability(document)
        yield _stated(said), said[0] if said else document


def empty(held: Iterable[etree._Element]) -> None:
    """Take the running text, its transcriptions and its pictures out of these documents, which are changed."""
    for document in held:
        for child in [e for e in document if name_of(e) in HELD]:
            if name_of(child) == "text":
                tail = child.tail
                child.clear()
                child.tail = tail
            else:
                document.remove(child)


# --- what the header says ---------------------------------------------------------------------------------------


def _availability(document: etree._Element) -> list[etree._Element]:
    """The statements that hold for the text of a document: its own, else those of the corpora around it."""
    around = (document, *document.iterancestors())
    return next((found for one in around if (found := _stated_in(one, document))), [])


def _stated_in(holder: etree._Element, document: etree._Element) -> list[etree._Element]:
    """The ``availability`` elements of a header, without those that parts of the document claim for themselves.

    Only the publication statement of the file itself counts: one in the ``sourceDesc`` speaks of the source, one in a
    ``msDesc`` of the use of the manuscript.
    """
    path = f"{{{TEI}}}teiHeader/{{{TEI}}}fileDesc/{{{TEI}}}publicationStmt//{{{TEI}}}availability"
    found = list(holder.iterfind(path))
    if len(found) < 2:
        return found
    claims = [(name_of(e) in _TEXTS, e.get("decls", "").split()) for e in document.iter("*") if e.get("decls")]
    named = {e: [of_text for of_text, tokens in claims if f"#{e.get(XML_ID)}" in tokens] for e in found}
    of_text = [e for e in found if any(named[e])]
    return of_text or [e for e in found if not named[e]]


def _stated(availability: Sequence[etree._Element]) -> Rights:
    licences = [e for one in availability for e in one.iter(f"{{{TEI}}}licence")]
    statuses = {e.get("status", "").strip().lower() for e in availability}
    target = next((address for e in licences for address in _addresses(e)), "")
    return Rights(
        status=next((s for s in reversed(STATUSES) if s in statuses), ""),
        statement=_statement(licences) or _statement(availability),
        target=target,
        is_open=any(map(_is_open, licences)),
    )


def _statement(elements: Iterable[etree._Element]) -> str:
    said = (" ".join("".join(all_text(e)).split()) for e in elements)
    return " ".join(dict.fromkeys(filter(None, said)))


def _addresses(licence: etree._Element) -> Iterator[str]:
    for element in licence.iter("*"):
        yield from (element.get("target") or "").split()


def _is_open(licence: etree._Element) -> bool:
    """Whether a ``licence`` names an open one; not if it holds only from, or until, a certain day."""
    if licence.get("notBefore") or licence.get("notAfter"):
        return False
    known = _known()
    if any(known.address.match(address) for address in _addresses(licence)):
        return True
    said = _statement([licence])
    return bool(known.name.search(said)) and not known.denial.search(said)


@dataclass(frozen=True, slots=True)
class _Known:
    address: re.Pattern[str]
    name: re.Pattern[str]
    denial: re.Pattern[str]


@cache
def _known() -> _Known:
    raw = tomllib.loads((resources.files("recensio") / "licences.toml").read_text(encoding="utf-8"))
    either = {key: "|".join(f"(?:{one})" for one in raw[key]) for key in raw}
    flags = re.IGNORECASE
    address = re.compile(rf"(?:https?:)?(?://)?(?:www\.)?(?:{either['addresses']})", flags)
    return _Known(address, re.compile(either["names"], flags), re.compile(either["denials"], flags))
