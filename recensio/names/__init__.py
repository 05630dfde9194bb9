"""Names: found by the registers of an edition, and tagged in a text without touching anything else in its file.

1. ``registers``: what the registers know, in all forms that they list (``forms``);
2. ``markup``, ``flow``: the file with the place of each character, and its running text in stretches;
3. ``search``: the longest names in a stretch, and what is doubtful about one; ``strangers``: what is in no register;
4. ``tags``: the tags put in; ``proof``: that no word has changed;
5. ``report``: what was tagged, what an editor has to decide.

A name that is tagged already is left alone, so that doing it twice changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recensio.facts import facts_of
from recensio.names.flow import Stretch, stretches
from recensio.names.forms import words_of
from recensio.names.markup import Markup
from recensio.names.proof import changed_words
from recensio.names.registers import Entry, Registers
from recensio.names.report import TAGGED, UNDECIDED, UNKNOWN, NamesReport, Row
from recensio.names.search import Doubt, Found, names_in
from recensio.names.source import Text
from recensio.names.strangers import Stretched, strangers
from recensio.names.tags import Tag, responsible, tag_for, tagged
from recensio.problems import Problem, problem

__all__ = ["Named", "tag_names"]

_PLACES = 3


@dataclass(frozen=True, slots=True)
class Named:
    """What came of it: the text of the file with names tagged (unchanged if there were none), the report, problems."""

    text: str
    tags: int
    report: NamesReport
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Met:
    """A name that was found, where it is in the file, and what became of it."""

    found: Found
    name: str
    offset: int
    doubt: Doubt | None


def tag_names(source: Text, registers: Registers, output: Path, *, language: str = "") -> Named:
    """Tag the names of ``registers`` in the text of a file, for a file that will stand at ``output``.

    ``language`` is for what the file says nothing about. The result holds the problem NAM-004, and the text unchanged,
    should the tags have changed a word: that is our mistake.
    """
    markup = Markup(source.text)
    language = language or facts_of(source.root).language or "en"
    resp, declared = responsible(markup)
    run = _Run(markup, registers, output, resp)
    searched = [run.search(stretch, stretch.language or language) for stretch in stretches(markup)]
    text = tagged(source.text, [*run.tags, *_insertion(run.tags, declared)])
    report = NamesReport(source.name, (*_rows(markup, run.met), *_unknown(markup, searched)))
    wrong = changed_words(source, text) if run.tags else ""
    if wrong:
        return Named(source.text, 0, report, (problem("NAM-004", file=source.name, word=wrong),))
    return Named(text, len(run.tags), report, ())


def _insertion(tags: list[Tag], declared: tuple[int, str] | None) -> list[Tag]:
    """The statement of who tagged, as something to put in; nothing where nothing is tagged."""
    if declared is None or not tags:
        return []
    at, said = declared
    return [Tag(at, at, "", (), said)]


class _Run:
    """One file on its way through the search."""

    def __init__(self, markup: Markup, registers: Registers, output: Path, resp: str) -> None:
        self.tags: list[Tag] = []
        self.met: list[_Met] = []
        self._markup = markup
        self._registers = registers
        self._folder = output.resolve().parent
        self._file = output.resolve()
        self._resp = resp

    def search(self, stretch: Stretch, language: str) -> Stretched:
        """Find the names of a stretch, and make tags for them."""
        text = stretch.text
        words = words_of(text)
        found = names_in(text, words, self._registers, language)
        for one in found:
            self._take(stretch, text, one)
        offsets = [place.start if place is not None else -1 for place in stretch.places]
        return Stretched(text, words, found, offsets, language)

    def _take(self, stretch: Stretch, text: str, found: Found) -> None:
        doubt = found.doubt
        if doubt is None:
            made = self._tag(stretch, found)
            doubt = Doubt.ACROSS if made is None else None
            self.tags += [made] if made is not None else []
        place = stretch.places[found.start]
        name = " ".join(text[found.start : found.end].split())
        self.met.append(_Met(found, name, place.start if place is not None else 0, doubt))

    def _tag(self, stretch: Stretch, found: Found) -> Tag | None:
        entry = found.entries[0]
        cert = "high" if found.listed else "medium"
        ref = self._pointer(entry)
        return tag_for(self._markup, stretch, found.start, found.end, entry, ref=ref, cert=cert, resp=self._resp)

    def _pointer(self, entry: Entry) -> str:
        """The entry's address as seen from the output: ``registers/persons.xml#lenin``, or ``#lenin`` in one file."""
        file = entry.file.resolve()
        if file == self._file:
            return f"#{entry.id}"
        way = Path(os.path.relpath(file, self._folder)).as_posix()
        return f"{way.replace(' ', '%20')}#{entry.id}"


def _rows(markup: Markup, met: list[_Met]) -> Iterator[Row]:
    groups: dict[tuple[str, str, tuple[str, ...], str], list[_Met]] = {}
    for one in met:
        what = UNDECIDED if one.doubt is not None else TAGGED
        entries = tuple(entry.pointer for entry in one.found.entries)
        groups.setdefault((what, one.name, entries, str(one.doubt or "")), []).append(one)
    order = sorted(groups.items(), key=lambda g: (g[0][0] != TAGGED, -len(g[1]), g[0]))
    for (what, name, entries, reason), ones in order:
        limit = None if what == UNDECIDED else _PLACES
        places = tuple(markup.place(one.offset) for one in ones[:limit])
        yield Row(what, name, len(ones), entries, reason, places)


def _unknown(markup: Markup, searched: list[Stretched]) -> Iterator[Row]:
    for one in strangers(searched):
        places = tuple(markup.place(offset) for offset in one.places if offset >= 0)
        yield Row(UNKNOWN, one.text, one.count, (), "behind a title" if one.titled else "", places)
