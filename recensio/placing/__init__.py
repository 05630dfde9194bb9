"""Resolving where attached entries of the apparatus belong: from ``@from``, ``@to`` and ``@loc`` to points in the tree.

:func:`place_entries` puts ``anchor`` elements at both ends of the words that each entry speaks of, and tells the entry
their ids (``rec:start``, ``rec:end``). So the stages after it know a single method, whatever the encoder chose.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from recensio.law.elements import REC, TEI, XML_ID
from recensio.law.model import APART, AT, ELSEWHERE, END, START, Document
from recensio.placing.basetext import BaseText, Piece
from recensio.placing.spots import Between, Spot, Spots, attached_entries, located_beside

__all__ = ["APART", "AT", "END", "START", "Placed", "place_entries"]

#: Marks the points that were put in.
POINT = f"{{{REC}}}point"


@dataclass
class Placed:
    """``made``: each point put in, and the element whose place in the file serves for it. ``vague`` are the entries of
    which only the neighbourhood was found, ``lost`` those that have no place at all."""

    made: dict[etree._Element, etree._Element] = field(default_factory=dict)
    vague: list[etree._Element] = field(default_factory=list)
    lost: list[etree._Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Point:
    """A point to put in. ``rank`` orders points at one offset: ends, then empty stretches, then beginnings.

    ``ends``: it belongs to the character in front of it. ``text``: whose offset it is (the base text's, a note's).
    """

    offset: int
    rank: tuple[int, int]
    id: str
    ends: bool
    text: BaseText


def place_entries(root: etree._Element, base: str = "reading") -> Placed:
    """Find the place of each attached entry below ``root`` and mark it in the tree, which is changed.

    ``base`` is the kind of base text (``reading`` or ``diplomatic``).
    """
    if next(root.iter("{*}app"), None) is None:
        return Placed()
    beside = [app for app in located_beside(root) if app.get(ELSEWHERE) is None]
    for app in beside:  # (until it is known whether they repeat words of the text, they are none of it)
        app.set(AT, "")
    document = Document(root, base)
    entries = [app for app in attached_entries(document) if app.get(ELSEWHERE) is None]
    return _Placing(root, document, frozenset(beside)).place(entries) if entries else Placed()


class _Placing:
    def __init__(self, root: etree._Element, document: Document, beside: frozenset[etree._Element]) -> None:
        self._root = root
        self._beside = beside
        self._spots = Spots(root, document)
        self._placed = Placed()
        self._points: list[_Point] = []
        self._prefix = _unused_prefix(root)

    def place(self, entries: list[etree._Element]) -> Placed:
        stretches: list[tuple[Spot, etree._Element]] = []
        for app in entries:
            found = self._spots.of(app)
            if app in self._beside and not self._repeats_the_text(app, found):
                del app.attrib[AT]
            elif isinstance(found, Between):
                app.set(START, found.start)
                app.set(END, found.end)
            elif found:
                stretches += [(spot, app) for spot in found]
            else:
                self._placed.lost.append(app)
        for spot, app in stretches:
            self._stamp(app, spot)
        self._insert()
        return self._placed

    def _repeats_the_text(self, app: etree._Element, found: list[Spot] | Between | None) -> bool:
        """True if an entry between blocks speaks of words elsewhere: its lemma stands there, or it has none."""
        if not isinstance(found, list) or not found:
            return False
        return found[0].exact or next(app.iter("{*}lem"), None) is None

    def _stamp(self, app: etree._Element, spot: Spot) -> None:
        text = spot.text or self._spots.text
        if not spot.exact:
            app.set(AT, self._point(text, spot.start, (1, 0), ends=True))
            self._placed.vague.append(app)
            return
        empty = spot.start == spot.end
        app.attrib.pop(AT, "")
        if empty and _is_between_words(text.line, spot.start):
            app.set(APART, "1")
        # of two that begin together the longer one begins first, and ends last
        _append(app, START, self._point(text, spot.start, (1, 0) if empty else (2, -spot.end), ends=empty))
        _append(app, END, self._point(text, spot.end, (1, 0) if empty else (0, -spot.start), ends=True))

    def _point(self, text: BaseText, offset: int, rank: tuple[int, int], *, ends: bool) -> str:
        name = f"{self._prefix}{len(self._points) + 1}"
        self._points.append(_Point(offset, rank, name, ends, text))
        return name

    def _insert(self) -> None:
        """Put all points in, the last first, so that the offsets of the others hold."""
        # (points of equal rank keep their order: sorted() is stable, and the list is gone through backwards)
        for point in reversed(sorted(self._points, key=lambda p: (p.offset, p.rank))):
            anchor = etree.Element(f"{{{TEI}}}anchor", {XML_ID: point.id, POINT: "1"})
            self._placed.made[anchor] = _insert(point.text, anchor, point)


def _insert(text: BaseText, anchor: etree._Element, point: _Point) -> etree._Element:
    """Put ``anchor`` where its point lies: an end behind the character before, a beginning in front of its own."""
    before, behind = text.piece_before(point.offset), text.piece_behind(point.offset)
    piece = (before or behind) if point.ends else (behind or before)
    if piece is None:
        return _insert_beside(text, anchor, point.offset)
    return _insert_at(piece, anchor, point.offset - piece.start)


def _insert_at(piece: Piece, anchor: etree._Element, at: int) -> etree._Element:
    """Put ``anchor`` into a text node, behind ``at`` of its characters."""
    # (points behind this one have been put in: what is left of the node still begins as it did)
    owner = piece.element
    if piece.is_tail:
        rest, owner.tail = (owner.tail or "")[at:], (owner.tail or "")[:at]
        front, owner.tail = owner.tail, None
        owner.addnext(anchor)
        owner.tail = front
    else:
        rest, owner.text = (owner.text or "")[at:], (owner.text or "")[:at]
        owner.insert(0, anchor)
    anchor.tail = rest
    return owner


def _insert_beside(text: BaseText, anchor: etree._Element, offset: int) -> etree._Element:
    """A place with no character at it lies at an empty element, else behind the words in front of it."""
    owner = next((e for e, (start, end) in text.spans.items() if start == end == offset), None)
    if owner is None or owner.getparent() is None:
        piece = text.last_piece(offset)
        if piece is not None:
            return _insert_at(piece, anchor, len(piece.text) if piece.start < offset else 0)
        owner = next(iter(text.spans))
        owner.append(anchor)
        return owner
    tail, owner.tail = owner.tail, None
    owner.addnext(anchor)
    anchor.tail = tail
    return owner


def _is_between_words(line: str, offset: int) -> bool:
    """True unless letters stand on both sides."""
    sides = line[max(offset - 1, 0) : offset], line[offset : offset + 1]
    return not all(side.isalnum() for side in sides)


def _append(app: etree._Element, attribute: str, value: str) -> None:
    app.set(attribute, f"{app.get(attribute, '')} {value}".strip())


def _unused_prefix(root: etree._Element) -> str:
    prefix = "rec."
    while any((e.get(XML_ID) or "").startswith(prefix) for e in root.iter("*")):
        prefix += "."
    return prefix
