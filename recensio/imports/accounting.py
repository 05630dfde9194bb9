"""Nothing lost: every word of the source is found again in the TEI, or in the list of what was left out, or is told.

The words of the source come from its reader as plain text; those of the TEI are counted here in the tree, without
regard to how it was made. The order of words is not compared, since notes move out of their sentences; how often each
word stands there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from recensio.imports.model import Dropped
from recensio.imports.nodes import XML_ID
from recensio.imports.tei_header import IMPORTER
from recensio.law.elements import Kind, kind_of
from recensio.law.words import words_of_text

#: Attributes that hold words of the source: numbers of pages, notes and items.
_WORDED = ("n",)
_MARK = "\x01"


@dataclass(frozen=True, slots=True)
class Account:
    """Where the words of the source are. ``lost`` and ``added`` should be empty; ``first`` is the first loss's line."""

    source: int
    rows: tuple[tuple[str, int], ...]
    lost: Counter[str]
    added: Counter[str]
    first: int | None

    @property
    def balanced(self) -> bool:
        """True if every word is accounted for."""
        return not self.lost and not self.added


def account(root: etree._Element, words_in: str, dropped: Iterable[Dropped] = ()) -> Account:
    """Compare the words of a source with those of the TEI made of it."""
    source = _counted(words_in)
    taken: Counter[str] = Counter()
    rows = []
    pools = _pools(root, dropped)
    for name, pool in pools.items():
        share = pool & (source - taken)
        rows.append((name, share.total()))
        taken += share
    lost = source - taken
    added = pools["in the text"] + pools["in notes"] - source
    return Account(source.total(), tuple(rows), lost, added, _first_line(words_in, lost))


def _pools(root: etree._Element, dropped: Iterable[Dropped]) -> dict[str, Counter[str]]:
    """The places where words can be, in the order in which they are looked for there."""
    header = [node for node in root if kind_of(str(node.tag)) is Kind.LEFT_OUT]
    texts = [node for node in root if node not in header]
    return {
        "in the text": _counted(_MARK.join(_text(node, notes=False) for node in texts)),
        "in notes": _counted(_MARK.join(_text(note, notes=True) for node in texts for note in _notes(node))),
        "in page heads and feet": _counted(
            _MARK.join(_text(fw, notes=True) for node in texts for fw in _of(node, "fw"))
        ),
        "as numbers of notes, pages, items": _counted(_MARK.join(_attributes(texts))),
        "left out (listed below)": _counted(_MARK.join(one.text for one in dropped)),
        "in the header": _counted(_MARK.join(_text(node, notes=True, parts=True) for node in _said(header))),
    }


def _said(header: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """The parts of a header that hold words of the source, not the program's own."""
    for node in header:
        for name in ("title", "author", "editor", "name", "bibl", "list", "availability", "profileDesc", "edition"):
            yield from (one for one in _of(node, name) if not _is_ours(one))


def _is_ours(node: etree._Element) -> bool:
    """True for what the writer itself says: who converted it, from which file, what was left out."""
    if any(
        str(one.tag).endswith("}encodingDesc") or one.get("type") == "file" for one in (node, *node.iterancestors())
    ):
        return True
    return any(one.get(XML_ID) == IMPORTER for one in node.iterancestors())


def _counted(text: str) -> Counter[str]:
    return Counter(words_of_text(text))


def _of(node: etree._Element, name: str) -> Iterator[etree._Element]:
    return node.iter(f"{{*}}{name}")


def _notes(node: etree._Element) -> Iterator[etree._Element]:
    return (note for note in _of(node, "note") if next(note.iterancestors("{*}note"), None) is None)


def _attributes(nodes: Iterable[etree._Element]) -> Iterator[str]:
    for node in nodes:
        for one in node.iter(etree.Element):
            yield from (value for name in _WORDED if (value := one.get(name)))


def _text(node: etree._Element, *, notes: bool, parts: bool = False) -> str:
    return "".join(_pieces(node, notes=notes, parts=parts))


def _pieces(node: etree._Element, *, notes: bool, parts: bool) -> Iterator[str]:
    """The text below ``node``: what the source had, not what it was corrected to; a mark wherever a word must end.

    With ``parts`` words also end between the parts of what has no text of its own: keywords, names in the header.
    """
    runs_on = kind_of(str(node.tag)) in INLINE and not (parts and _is_part(node)) and not is_lost_call(node)
    yield "" if runs_on else _MARK
    yield node.text or ""
    for child in node:
        if isinstance(child.tag, str) and not _is_aside(child, notes=notes):
            yield from _pieces(child, notes=notes, parts=parts)
        yield child.tail or ""
    yield "" if runs_on else _MARK


def is_lost_call(node: etree._Element) -> bool:
    """True for the call of a note that leads nowhere: it still has its number, which is no part of the word before."""
    return node.get("type") == "noteAnchor" and bool(node.text)


def _is_part(node: etree._Element) -> bool:
    parent = node.getparent()
    return parent is not None and not any((piece or "").strip() for piece in (parent.text, *(e.tail for e in parent)))


#: The kinds of elements in which a word runs on.
INLINE = frozenset(
    [
        Kind.INLINE, Kind.ANCHOR, Kind.CHOICE, Kind.SUBST, Kind.APP, Kind.READING, Kind.GROUP, Kind.DELETED, Kind.WORD,
        Kind.GLYPH, Kind.MILESTONE, Kind.EVENT, Kind.NOTE, Kind.VERBATIM,
    ]
)  # fmt: skip


def _is_aside(node: etree._Element, *, notes: bool) -> bool:
    name = str(node.tag).rpartition("}")[2]
    if name in ("note", "fw") and not notes:
        return True
    parent = node.getparent()
    return name in ("corr", "reg", "expan") and parent is not None and kind_of(str(parent.tag)) is Kind.CHOICE


def _first_line(text: str, lost: Counter[str]) -> int | None:
    """The line where a lost word stands, as near as can be told."""
    if not lost:
        return None
    for number, line in enumerate(text.split("\n"), 1):
        if any(word in lost for word in words_of_text(line)):
            return number
    return None
