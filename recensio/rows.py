"""The rows of a text: its paragraphs, verses, headings …, told apart so that witnesses can stand beside each other.

:func:`stamp_rows` gives each block that holds words the number of its row (:data:`ROW`). Blocks of several readings of
one entry are paired: by kind and ``@n``, else one after the other; what has no counterpart is a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from recensio.addresses import ADDRESS
from recensio.law.elements import REC, XML_ID, Kind, all_text, is_blank, kind_of, name_of
from recensio.law.model import has_own_text, text_roots
from recensio.placing.basetext import base_readings

#: The attribute that tells a block the number of its row; a sign behind it (``12+``) says that another block of the row
#: stands before it in the text.
ROW = f"{{{REC}}}row"
AGAIN = "+"

#: What is made of blocks; words that stand in them by themselves belong to the block before.
_HOLDERS = frozenset(
    ("TEI", "teiCorpus", "text", "body", "front", "back", "group", "lg", "list", "table", "sp", "spGrp", "floatingText",
     *(f"div{n}" for n in ("", *range(1, 8))))
)  # fmt: skip
#: What is one row although it is made of blocks.
_WHOLE = frozenset(("row",))
_APART = frozenset((Kind.BOUNDARY, Kind.VERBATIM))
_NO_TEXT = frozenset((Kind.LEFT_OUT, Kind.HUSHED, Kind.NOTE, Kind.JOIN, Kind.DELETED, Kind.EVENT))
#: Blocks that share a row; the first is that of the base text, if it has one there.
Group = list[etree._Element]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what kind of block it is, its ``@n``, and the ids of all that begins with it, its own last."""

    number: int
    kind: str
    n: str
    ids: tuple[str, ...]


def stamp_rows(root: etree._Element) -> None:
    """Number the rows of the text below ``root`` (the tree is changed)."""
    gathering = _Gathering(root)
    groups = (group for text in text_roots(root) for group in gathering.groups(text))
    for number, (first, *others) in enumerate(groups, 1):
        first.set(ROW, str(number))
        for block in others:
            block.set(ROW, f"{number}{AGAIN}")


def rows_of(root: etree._Element) -> tuple[Row, ...]:
    """The rows of a text that has been stamped, and has its addresses; in order."""
    begun: set[etree._Element] = set()
    stamped = ((block.get(ROW) or "", block) for block in root.iter("*"))
    firsts = sorted(((int(row), block) for row, block in stamped if row.isdecimal()), key=lambda one: one[0])
    return tuple(_row(number, block, begun) for number, block in firsts)


def _row(number: int, block: etree._Element, begun: set[etree._Element]) -> Row:
    """The row of ``block``. ``begun`` are the elements that earlier rows are in."""
    around = [one for one in (block, *block.iterancestors()) if one not in begun]
    begun.update(around)
    ids = (name for one in reversed(around) for name in (one.get(XML_ID), one.get(ADDRESS)) if name)
    kind = "" if kind_of(str(block.tag)) in (Kind.READING, Kind.APP) else name_of(block)
    return Row(number, kind, (block.get("n") or "").strip(), tuple(dict.fromkeys(ids)))


class _Gathering:
    """One walk through a document, which finds its blocks."""

    def __init__(self, root: etree._Element) -> None:
        #: the elements that have blocks in them
        self._around: set[etree._Element] = set()
        for element in root.iter("*"):
            if self._is_apart(element):
                self._note(element)

    def _note(self, block: etree._Element) -> None:
        for around in block.iterancestors():
            if around in self._around:
                return
            self._around.add(around)

    def _is_apart(self, element: etree._Element) -> bool:
        kind = kind_of(str(element.tag))
        if kind is not Kind.OTHER:
            return kind in _APART
        parent = element.getparent()
        return parent is not None and not has_own_text(parent) and not is_blank("".join(all_text(element)))

    def groups(self, element: etree._Element) -> list[Group]:
        """The blocks in ``element``, itself among them, each with its counterparts in other readings."""
        kind = kind_of(str(element.tag))
        if kind in _NO_TEXT:
            return []
        if kind is Kind.APP:
            return self._of_entry(element)
        if self._is_list_of_entries(element):
            return [[entry] for entry in element.iterchildren("{*}app")]
        if self._is_apart(element) and not self._is_holder(element):
            return [] if is_blank("".join(all_text(element))) and not len(element) else [[element]]
        if element not in self._around:
            return []
        return [group for child in _elements(element) for group in self.groups(child)]

    def _is_holder(self, element: etree._Element) -> bool:
        if element not in self._around or name_of(element) in _WHOLE:
            return False
        return name_of(element) in _HOLDERS or not (has_own_text(element) or self._has_run(element))

    def _is_list_of_entries(self, element: etree._Element) -> bool:
        """Whether an apparatus stands in the place of a text: then each entry has a row."""
        if name_of(element) not in _HOLDERS or element in self._around or has_own_text(element):
            return False
        return next(element.iterchildren("{*}app"), None) is not None

    def _has_run(self, element: etree._Element) -> bool:
        """Whether a child is words in a line, and not blocks."""
        inline = (c for c in _elements(element) if not self._is_apart(c) and c not in self._around)
        return any(kind_of(str(c.tag)) not in _NO_TEXT and not is_blank("".join(all_text(c))) for c in inline)

    def _of_entry(self, entry: etree._Element) -> list[Group]:
        """The blocks of the reading that is the text, paired with those of the others."""
        if entry not in self._around:
            return []
        base = set(base_readings(entry))
        readings = [one for one in entry.iter("{*}lem", "{*}rdg") if _entry_of(one) is entry]
        paired: list[Group] = []
        for reading in sorted(readings, key=lambda one: one not in base):
            found = self._of_reading(reading)
            paired = found if not paired else _paired(paired, found)
        return paired

    def _of_reading(self, reading: etree._Element) -> list[Group]:
        """Its blocks; a reading of words alone (or of such as are repeated) is one itself, since others are blocks."""
        found = [group for child in _elements(reading) for group in self.groups(child)]
        has_words = not is_blank("".join(all_text(reading))) or any(e.get("copyOf") for e in reading.iter("*"))
        return found or ([[reading]] if has_words else [])


def _elements(parent: etree._Element) -> Iterator[etree._Element]:
    return (child for child in parent if isinstance(child.tag, str))


def _entry_of(reading: etree._Element) -> etree._Element | None:
    return next((one for one in reading.iterancestors() if kind_of(str(one.tag)) is Kind.APP), None)


def _paired(known: Sequence[Group], others: Sequence[Group]) -> list[Group]:
    """Both lists in one: of the ``others``, each is put to the next of the same kind and number, else stands alone."""
    made = [list(group) for group in known]
    at = 0
    for other in others:
        found = next((n for n in range(at, len(made)) if _match(made[n][0], other[0])), None)
        if found is None:
            made.insert(at, list(other))
            at += 1
        else:
            made[found].extend(other)
            at = found + 1
    return made


def _match(one: etree._Element, other: etree._Element) -> bool:
    if kind_of(str(one.tag)) is Kind.READING or kind_of(str(other.tag)) is Kind.READING:
        return True
    numbers = one.get("n"), other.get("n")
    return name_of(one) == name_of(other) and (None in numbers or numbers[0] == numbers[1])
