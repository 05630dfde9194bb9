"""The words of a source: its base text, the text of each witness, and what stands aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from recensio.law.elements import identifier, name_of
from recensio.law.flow import BOUNDARY, App, Aside, Event, Item, base_runs, element_at, entries_in
from recensio.law.model import Document
from recensio.law.spacing import offset_of_word, words_of_flow
from recensio.law.walk import flow_of
from recensio.law.words import Words


class SourceWords:
    """What a source says, counted independently of the stylesheets.

    ``base`` are the words of the base text, ``apparatus`` is the number of entries on it, and ``has_text`` is false
    for a register. ``witness_ids`` are the witnesses whose texts can be made.
    """

    def __init__(self, root: etree._Element, base: str = "reading") -> None:
        """Count the words of the document with this root element (TEI, a corpus, or a part of a text).

        ``base`` is ``reading`` (corrected, regularised, expanded) or ``diplomatic`` (as the source has it, with what
        is deleted there). Raises ``KeyError`` for any other.
        """
        self._root = root
        self._document = Document(root, base)
        self._flow = flow_of(self._document)
        self.has_text = bool(self._document.roots)
        self.apparatus = self._flow.entries
        self.base = words_of_flow(self._flow.text(base_runs(self._flow.body)))

    @property
    def unplaced(self) -> bool:
        """True if readings stand outside the text, so that no text of a witness can be made yet."""
        return self._flow.attached_readings

    @property
    def has_witnesses(self) -> bool:
        """True if the document declares witnesses."""
        return bool(self._answers)

    @cached_property
    def witness_ids(self) -> tuple[str, ...]:
        """The witnesses in document order; none if readings are :attr:`unplaced`."""
        return () if self.unplaced or not self.has_text else tuple(self._answers)

    def witness(self, siglum: str) -> Words:
        """The words of a witness, by its ``xml:id`` or ``@n``. Raises ``KeyError`` for one that is not declared."""
        return words_of_flow(self._witness_text(siglum)[0])

    @cached_property
    def aside(self) -> Counter[str]:
        """How often each word stands in notes and in readings that are not base text."""
        texts = (self._flow.text(base_runs(one.body)) for one in self._all_asides())
        return Counter(words_of_flow(BOUNDARY.join(texts)))

    def asides(self) -> Iterator[tuple[int, Words]]:
        """Each note and each such reading: the number of its element, and its words."""
        for one in self._all_asides():
            words = words_of_flow(self._flow.text(base_runs(one.body)))
            if words.line:
                yield one.number, words

    def element(self, number: int) -> etree._Element:
        """The element with a number that :meth:`asides`, :meth:`place` or :meth:`place_in_witness` gave."""
        return element_at([*self._document.roots, *self._document.detached], number)

    def place(self, word: int) -> etree._Element | None:
        """The element that holds the ``word``-th word of the base text; ``None`` in a text without words."""
        runs = base_runs(self._flow.body)
        offset = offset_of_word(self._flow.text(runs), word)
        return None if offset is None else self.element(self._flow.owner(runs, offset))

    def place_in_witness(self, siglum: str, word: int) -> etree._Element | None:
        """The element that holds the ``word``-th word of a witness."""
        text, parts = self._witness_text(siglum)
        offset = offset_of_word(text, word)
        if offset is None:
            return None
        for part in parts:
            size = len(self._flow.text([part])) if isinstance(part, int) else len(BOUNDARY)
            if offset < size:
                return self.element(self._flow.owner([part], offset)) if isinstance(part, int) else None
            offset -= size
        return None

    @cached_property
    def _answers(self) -> dict[str, frozenset[str]]:
        """The ids that each witness answers to."""
        found: dict[str, frozenset[str]] = {}
        for witness in self._root.iter("{*}witness"):
            name = _siglum(witness)
            if name and name_of(witness) == "witness":
                around = (e for e in witness.iterancestors() if name_of(e) in ("witness", "listWit"))
                found.setdefault(name, frozenset({name, *filter(None, map(_siglum, around))}))
        return found

    def _all_asides(self) -> Iterator[Aside]:
        bodies = [self._flow.body, *(aside.body for aside in self._flow.asides)]
        yield from self._flow.asides
        for body in bodies:
            for app in entries_in(body):
                base = app.base()
                yield from (Aside(r.number, r.body) for r in app.readings if r is not base)

    def _witness_text(self, siglum: str) -> tuple[str, list[int | None]]:
        """The text of a witness, and its runs with ``None`` for a boundary between."""
        answers = self._answers[siglum]
        parts: list[int | Event] = []
        _gather(self._flow.body, answers, parts, speaking=True)
        present = list(_present(parts))
        if None not in present:
            return self._flow.text(run for run in present if run is not None), present
        return "".join(BOUNDARY if run is None else self._flow.text([run]) for run in present), present


def source_words(root: etree._Element, base: str = "reading") -> SourceWords:
    """Count the words of the document with this root element: see :class:`SourceWords`."""
    return SourceWords(root, base)


def _siglum(witness: etree._Element) -> str:
    return identifier(witness) or witness.get("n") or ""


def _gather(body: list[Item], answers: frozenset[str], found: list[int | Event], *, speaking: bool) -> None:
    """Collect the runs of a witness, and the events that concern it in all readings it is named in."""
    for item in body:
        if isinstance(item, int):
            if speaking:
                found.append(item)
        elif isinstance(item, App):
            _gather_entry(item, answers, found, speaking=speaking)
        elif not item.wits.isdisjoint(answers):
            found.append(item)


def _gather_entry(app: App, answers: frozenset[str], found: list[int | Event], *, speaking: bool) -> None:
    chosen = app.of_witness(answers)
    if chosen is not None and not app.eventful:
        if speaking:
            _gather(chosen.body, answers, found, speaking=True)
        return
    for reading in app.readings:
        if reading is chosen or (app.eventful and reading.wits and not reading.wits.isdisjoint(answers)):
            _gather(reading.body, answers, found, speaking=speaking and reading is chosen)


def _present(parts: list[int | Event]) -> Iterator[int | None]:
    """The runs while the witness has text; ``None`` is a boundary, where it begins or ceases."""
    first = next((part for part in parts if isinstance(part, Event)), None)
    present = first is None or not first.enters
    for part in parts:
        if isinstance(part, Event):
            present = part.enters
            yield None
        elif present:
            yield part
