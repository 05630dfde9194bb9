"""The words of a source: its base text, the text of each witness, and what stands aside."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from recensio.law.flow import BOUNDARY, App, Aside, Witness, base_runs, element_at, entries_in
from recensio.law.model import Document
from recensio.law.spacing import letters_of_flow, offset_of_word, words_of_flow
from recensio.law.walk import flow_of
from recensio.law.witness import Columns, pieces_of, states_of
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

    @cached_property
    def unplaced(self) -> tuple[int, ...]:
        """Readings of declared witnesses in attached entries that nobody could place: the numbers of their elements.

        None in a document without words: what it holds is about another one.
        """
        if not self.base.line:
            return ()
        declared = self._document.witnesses.values()
        known = frozenset(name for answers in declared for name in answers)
        entries = (app for app in self._flow.attached if not app.between)
        return tuple(r.number for app in entries for r in app.readings if not r.is_lemma and r.wits and r.wits & known)

    @property
    def witness_ids(self) -> tuple[str, ...]:
        """The witnesses in document order, without those that were collated in places only."""
        known = (name for name in self._document.witnesses if name not in self._document.sampled)
        return tuple(known) if self.has_text else ()

    def states(self, siglum: str) -> int:
        """How many states a witness has: the most readings that one entry gives it (of several hands, say)."""
        return states_of(self._entries_of_states, self._witness(siglum))

    @cached_property
    def _entries_of_states(self) -> list[App]:
        """The entries that give a witness several readings."""
        bodies = [self._flow.body, *(reading.body for app in self._flow.attached for reading in app.readings)]
        apps = (*self._flow.attached, *(app for body in bodies for app in entries_in(body)))
        return [app for app in apps if app.repeats_names]

    def witness(self, siglum: str, state: int = 0) -> Words:
        """The words of a witness, by its ``xml:id`` or ``@n``. Raises ``KeyError`` for one that is not declared.

        ``state`` counts its states from 0, the first one.
        """
        return words_of_flow(self._witness_text(siglum, state)[0])

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

    def says(self, siglum: str, text: str, state: int = 0) -> bool:
        """True if ``text`` is the text of a witness to the letter, white space and breaks aside."""
        if self._columns is not None and not state:
            flow = self._columns.text(self._witness(siglum))
        else:
            flow = self._witness_text(siglum, state)[0]
        mine = letters_of_flow(flow)
        return mine == " ".join(unicodedata.normalize("NFC", text).split())

    @cached_property
    def _columns(self) -> Columns | None:
        try:
            return Columns(self._flow)
        except ValueError:
            return None

    def place_in_witness(self, siglum: str, word: int, state: int = 0) -> etree._Element | None:
        """The element that holds the ``word``-th word of a witness."""
        text, parts = self._witness_text(siglum, state)
        offset = offset_of_word(text, word)
        if offset is None:
            return None
        for part in parts:
            size = len(self._flow.run(part)) if isinstance(part, int) else len(part)
            if offset < size:
                return self.element(self._flow.owner([part], offset)) if isinstance(part, int) else None
            offset -= size
        return None

    def _witness(self, siglum: str) -> Witness:
        return Witness(self._document.witnesses[siglum])

    def _all_asides(self) -> Iterator[Aside]:
        bodies = [self._flow.body, *(aside.body for aside in self._flow.asides)]
        yield from self._flow.asides
        for body in bodies:
            for app in entries_in(body):
                base = app.base()
                yield from (Aside(r.number, r.body) for r in app.readings if r is not base)

    def _witness_text(self, siglum: str, state: int) -> tuple[str, list[int | str]]:
        """The text of a witness, and what it is put together of: numbers of runs, and marks."""
        pieces = pieces_of(self._flow, self._witness(siglum), state)
        return "".join([self._flow.run(piece) if isinstance(piece, int) else piece for piece in pieces]), pieces


def source_words(root: etree._Element, base: str = "reading") -> SourceWords:
    """Count the words of the document with this root element: see :class:`SourceWords`."""
    return SourceWords(root, base)
