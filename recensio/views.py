"""Views of a text: what each witness has in each row of it, and where it differs from the base text.

The stylesheets give every text twice (:class:`~recensio.transform.MarkedText`): as it is published in plain text, and
with marks for rows, entries of the apparatus and lacunae. :func:`read_view` lays the marks on the plain text, so that a
view has exactly its words. A :class:`View` becomes the page of a witness (:func:`page_document`) and a script from
which pages show it beside others (:func:`script`).
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import accumulate, groupby
from urllib.parse import quote, unquote

from lxml import etree

from recensio.law import SourceWords, source_words
from recensio.law.elements import REC
from recensio.law.model import text_roots
from recensio.rows import AGAIN, Row
from recensio.transform import MarkedText

#: Why a witness has no words somewhere: its reading says so, the entry does not name it, it has a lacuna, or it
#: ends before or begins behind.
UNNAMED, LACUNA, OUTSIDE = "unnamed", "lacuna", "outside"

_MARK = re.compile("\ufde0([^\ufde0\ufde1]*)\ufde1")
_UNKNOWN = frozenset((UNNAMED, LACUNA, "illegible", "uncollated"))
#: What is no letter of the text: white space, and the seams between blocks and lines.
_SEAMS = re.compile("[ \t\r\n\ufdd0-\ufdd5]+")
_WORD = re.compile("[^ \t\r\n]+")
_ABSENT: Mapping[str, str] = {"lacunaStart": LACUNA, "witEnd": OUTSIDE}
_PRESENT: Mapping[str, str] = {"lacunaEnd": LACUNA, "witStart": OUTSIDE}


@dataclass(frozen=True, slots=True)
class Enter:
    """The words of an entry begin. ``status``: why there are none, if the apparatus says so. ``kept``: of an entry that
    stands outside the text, that the witness has its lemma."""

    entry: str
    status: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Leave:
    """The words of an entry end."""

    entry: str


@dataclass(frozen=True, slots=True)
class Silence:
    """The witness has no text from here on."""

    kind: str


@dataclass(frozen=True, slots=True)
class Begin:
    """A run of words begins that look otherwise, or lead somewhere: its number (``xslt/common/runs.xsl``)."""

    run: int


@dataclass(frozen=True, slots=True)
class End:
    """A run of words ends."""

    run: int


Mark = Enter | Leave | Silence | Begin | End
Piece = str | Mark


@dataclass(frozen=True, slots=True)
class View:
    """A text by rows. ``rows``: by number, what stands in it; rows without text are left out. ``silent``: why there is
    none in those in which the witness is silent. ``words``: those at each entry. ``readings``: the same, but of
    entries within an entry no more than that they are there; so two readings are the same only if these are."""

    rows: Mapping[int, tuple[Piece, ...]]
    silent: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The words of all rows."""
        return "\n".join("".join(p for p in row if isinstance(p, str)) for row in self.rows.values())


def read_view(made: MarkedText) -> View:
    """The rows of a text that the stylesheets have made."""
    parts = _MARK.split(made.marked)
    quick = _Reading(made.text, careful=False)
    quick.read(parts)
    if quick.is_whole:
        return quick.view()
    careful = _Reading(made.text, careful=True)
    careful.read(parts)
    return careful.view()


class _Reading:
    """One text, while the marks are laid on it. Letters are counted, since white space is set at the end; where signs
    were left out or put together at the end, too, they have to be compared (``careful``)."""

    def __init__(self, text: str, *, careful: bool) -> None:
        self._text = text
        self._over = self._over_compared if careful else self._over_counted
        words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
        self._starts = [start for start, _ in words]
        #: how many letters stand before each word
        self._before = [0, *accumulate(end - start for start, end in words)]
        self._letters = "".join(text[start:end] for start, end in words) if careful else ""
        self._at = self._row = 0
        self._marks: list[tuple[int, int, Mark]] = []
        self._edges: list[tuple[int, int]] = [(0, 0)]
        self._silent: dict[int, str] = {}
        self._absent = ""
        self._heard = False
        #: an entry that has just begun; those that have begun where the witness is silent
        self._pending: Enter | None = None
        self._hidden: dict[str, Enter] = {}

    def read(self, parts: Sequence[str]) -> None:
        """Go through letters and marks in turn."""
        for number, part in enumerate(parts):
            if number % 2:
                self._meet(part)
            elif letters := _SEAMS.sub("", part):
                self._settle()
                self._at = self._over(unicodedata.normalize("NFC", letters))
        self._settle()

    @property
    def is_whole(self) -> bool:
        """Whether all letters were met, and no others."""
        return self._at == self._before[-1]

    def _over_counted(self, letters: str) -> int:
        return self._at + len(letters)

    def _over_compared(self, letters: str) -> int:
        at = self._at
        for letter in letters:
            while at < len(self._letters) and _is_noncharacter(self._letters[at]):
                at += 1
            at += at < len(self._letters) and _root(self._letters[at]) == _root(letter)
        return at

    def _offset(self, at: int, *, behind: bool) -> int:
        """Where in the text the letter with this number stands; ``behind``: where the one before it ends."""
        if not self._starts or (behind and at <= 0):
            return 0
        count = at - behind
        word = min(bisect_right(self._before, count) - 1, len(self._starts) - 1)
        return self._starts[word] + (count - self._before[word]) + behind

    # --- marks ---

    def _meet(self, mark: str) -> None:
        if mark[:1] not in "cF":
            self._settle()
        _ACTS.get(mark[:1], _Reading._event)(self, mark if mark[:1] in "lw" else mark[1:])

    def _begin(self, number: str) -> None:
        number = number.rstrip(AGAIN)
        if number.isdecimal() and int(number) > self._row:
            self._row = int(number)
            self._edges.append((self._row, self._at))
            if self._absent:
                self._silent[self._row] = self._absent

    def _enter(self, entry: str) -> None:
        self._pending = Enter(entry, UNNAMED)

    def _enter_attached(self, entry: str) -> None:
        self._pending = Enter(entry, kept=True)

    def _choose(self, status: str) -> None:
        """The reading of the entry that has just begun."""
        if self._pending:
            self._pending = Enter(self._pending.entry, status)

    def _settle(self) -> None:
        if self._pending and self._absent:
            self._hidden[self._pending.entry] = self._pending
        elif self._pending:
            self._add(self._pending)
        self._pending = None

    def _leave(self, entry: str) -> None:
        self._hidden.pop(entry, None)
        self._add(Leave(entry))

    def _begin_run(self, number: str) -> None:
        if not self._absent:
            self._add(Begin(int(number)))

    def _end_run(self, number: str) -> None:
        if not self._absent:
            self._add(End(int(number)))

    def _event(self, mark: str) -> None:
        if not self._heard and mark in _PRESENT:
            self._silent.update((row, _PRESENT[mark]) for row, _ in self._edges)
            self._marks = []
            self._add(Silence(_PRESENT[mark]))
        self._heard = True
        self._absent = _ABSENT.get(mark, "")
        if self._absent:
            self._silent.setdefault(self._row, self._absent)
            self._add(Silence(self._absent))
            return
        for hidden in self._hidden.values():
            self._add(hidden)
        self._hidden.clear()

    def _add(self, mark: Mark) -> None:
        self._marks.append((self._row, self._at, mark))

    # --- what comes of it ---

    def view(self) -> View:
        """The rows, with what is in them."""
        ends = [at for _, at in self._edges[1:]] + [self._before[-1]]
        marks = {row: _in_order(found) for row, found in groupby(self._marks, key=lambda one: one[0])}
        rows: dict[int, tuple[Piece, ...]] = {}
        for (row, start), end in zip(self._edges, ends, strict=True):
            pieces = tuple(_said_once(self._pieces(start, end, marks.get(row, ()))))
            if not all(isinstance(one, Begin | End) for one in pieces):
                rows[row] = pieces
        spoken = {row for row, pieces in rows.items() if any(isinstance(one, str) for one in pieces)}
        silent = {row: kind for row, kind in self._silent.items() if row not in spoken}
        kept = {row: pieces for row, pieces in rows.items() if row not in silent}
        words, readings = _at_entries(kept.values())
        return View(kept, silent, words, readings)

    def _pieces(
        self, start: int, end: int, marks: Sequence[tuple[int, int, Mark]]
    ) -> Iterator[Piece]:
        """The words from letter ``start`` to ``end``, with the marks between them: blanks stand outside of entries."""
        place = self._offset(start, behind=False)
        for _, at, mark in marks:
            until = max(place, self._offset(at, behind=isinstance(mark, Leave | End) or at >= end))
            until = until if at > start else place
            if until > place:
                yield self._text[place:until]
                place = until
            yield mark
        last = self._offset(end, behind=True)
        if end > start and last > place:
            yield self._text[place:last]


def _in_order(
    marks: Iterable[tuple[int, int, Mark]],
) -> list[tuple[int, int, Mark]]:
    """Of marks at one place, those first that end what began before."""
    made = []
    for _, group in groupby(marks, key=lambda one: one[1]):
        found = list(group)
        begun = {mark.entry for *_, mark in found if isinstance(mark, Enter)}
        ends = [one for one in found if _is_end(one[2], begun)]
        made += ends + [one for one in found if one not in ends]
    return made


def _is_end(mark: Mark, begun: Collection[str]) -> bool:
    return isinstance(mark, End) or (isinstance(mark, Leave) and mark.entry not in begun)


#: By the first sign of a mark, what it does.
_ACTS = {
    "r": _Reading._begin, "e": _Reading._enter, "c": _Reading._choose, "x": _Reading._leave,
    "f": _Reading._enter_attached, "F": _Reading._choose, "t": _Reading._leave,
    "l": _Reading._event, "w": _Reading._event, "s": _Reading._begin_run, "S": _Reading._end_run,
}  # fmt: skip


def _said_once(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces without a silence that the entry in front of it has told already."""
    before: Piece = ""
    for piece in pieces:
        if not (isinstance(piece, Silence) and isinstance(before, Enter) and before.status):
            yield piece
        before = piece


def _root(letter: str) -> str:
    """A letter without its marks."""
    return unicodedata.normalize("NFD", letter)[0]


def _is_noncharacter(sign: str) -> bool:
    return 0xFDD0 <= ord(sign) <= 0xFDEF


def _at_entries(rows: Iterable[Sequence[Piece]]) -> tuple[dict[str, str], dict[str, str]]:
    """The words at each entry, and its reading."""
    words: dict[str, list[str]] = {}
    readings: dict[str, list[str]] = {}
    within: list[str] = []
    for piece in (piece for row in rows for piece in (*row, " ")):
        if isinstance(piece, Enter):
            for innermost in within[-1:]:
                readings[innermost].append(f"\0{piece.entry}\0")
            words[piece.entry], readings[piece.entry] = [], []
            within.append(piece.entry)
        elif isinstance(piece, Leave) and piece.entry in within:
            within.remove(piece.entry)
        elif isinstance(piece, str):
            for entry in within:
                words[entry].append(piece)
            for innermost in within[-1:]:
                readings[innermost].append(piece)
    return _joined(words), _joined(readings)


def _joined(parts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {entry: " ".join("".join(found).split()) for entry, found in parts.items()}


# --- one beside the other ----------------------------------------------------------------------------------------


class Variants:
    """The readings of each entry, numbered over all witnesses; 0 is that of the base text."""

    def __init__(self, base: View) -> None:
        """Know the readings of the base text."""
        self._of = {entry: {reading: 0} for entry, reading in base.readings.items()}

    def number(self, entered: Enter, view: View) -> int | None:
        """The number of the reading that ``view`` has at an entry; ``None`` if nobody knows what it has there."""
        if entered.status in _UNKNOWN and not view.words.get(entered.entry):
            return None
        if entered.kept:
            return 0
        known = self._of.setdefault(entered.entry, {})
        return known.setdefault(view.readings.get(entered.entry, ""), len(known))


@dataclass(frozen=True)
class Views:
    """A text and its witnesses. ``rows`` tells what its rows are; ``witnesses`` gives, by id, all states of each."""

    rows: Sequence[Row]
    base: View
    witnesses: Mapping[str, Sequence[View]]
    variants: Variants

    @classmethod
    def of(cls, rows: Sequence[Row], base: MarkedText, witnesses: Mapping[str, Sequence[MarkedText]]) -> Views:
        """The views of a text whose rows are ``rows``, as the stylesheets have made it."""
        view = read_view(base)
        states = {witness: [read_view(one) for one in made] for witness, made in witnesses.items()}
        return cls(rows, view, states, Variants(view))

    @property
    def numbers(self) -> range:
        """The numbers of all rows; 0 is what stands in front of the first."""
        return range(len(self.rows) + 1)

    def row(self, number: int) -> Row:
        """What a row is."""
        return self.rows[number - 1] if number else Row(0, "", "", ())

    def base_script(self, beside: Sequence[tuple[str, str, str]] = ()) -> str:
        """The script that holds the base text. ``beside``: ids of places, and which place of which other text belongs
        to each."""
        rows = [[row.kind, row.n, row.ids, self._coded_base[row.number]] for row in map(self.row, self.numbers)]
        return _script({"rows": rows, "beside": beside})

    @cached_property
    def _coded_base(self) -> list[object]:
        return [self._coded(self.base, number) for number in self.numbers]

    def witness_script(self, witness: str) -> str:
        """The script that holds the text of a witness, as far as it is another than the base text."""
        return _script({"states": [self._state(view) for view in self.witnesses[witness]]})

    def _state(self, view: View) -> dict[str, object]:
        """``rows``: by number, those that are others than in the base text; ``silent``: from where to where, why."""
        coded = ((number, self._coded(view, number)) for number in self.numbers if number not in view.silent)
        rows = {number: row for number, row in coded if row != self._coded_base[number]}
        silent = [[numbers[0], numbers[-1], kind] for kind, numbers in self._stretches(view) if kind]
        return {"rows": rows, "silent": silent}

    def _stretches(self, view: View) -> Iterator[tuple[str, list[int]]]:
        """All rows, in stretches: why the witness is silent there, if it is."""
        for kind, numbers in groupby(self.numbers, key=lambda n: view.silent.get(n, "")):
            yield kind, list(numbers)

    def _coded(self, view: View, number: int) -> object:
        """A row as the script tells it: text; ``[entry, reading, status]`` begins an entry, ``[entry]`` ends it,
        ``[0, kind]``: no text from here on."""
        coded = [self._code(piece, view) for piece in _without_runs(view.rows.get(number, ()))]
        return coded[0] if len(coded) == 1 and isinstance(coded[0], str) else coded or ""

    def _code(self, piece: Piece, view: View) -> object:
        if isinstance(piece, Enter):
            number = self.variants.number(piece, view)
            told = piece.status and number != 0 and not view.words.get(piece.entry)
            return [piece.entry, number, *([piece.status] if told else [])]
        if isinstance(piece, Leave):
            return [piece.entry]
        return [0, piece.kind] if isinstance(piece, Silence) else str(piece)

    # --- the page of a witness ---

    def document(self, witness: str) -> str:
        """The text of a witness for its page, as XML: all states, their rows, what differs, where it is silent."""
        root = etree.Element(f"{{{REC}}}view", nsmap={"rec": REC})
        for view in self.witnesses[witness]:
            _Writing(etree.SubElement(root, f"{{{REC}}}state"), self, view).write()
        return etree.tostring(root, encoding="unicode")


class _Writing:
    """A text of a witness, while it is written down."""

    def __init__(self, state: etree._Element, views: Views, view: View) -> None:
        self._state = state
        self._views = views
        self._view = view
        self._row = state
        #: the entries that have begun, in which the witness is another than the base text
        self._differing: dict[str, Enter] = {}
        #: the runs that have begun
        self._runs: list[int] = []

    def write(self) -> None:
        """Write all rows in which the witness has words or says that it has none, or is silent where others are not."""
        view, base = self._view, self._views.base
        for kind, numbers in self._views._stretches(view):
            if kind:
                self._silence(kind, [self._views.row(n) for n in numbers if n in base.rows])
            else:
                for number in (n for n in numbers if n in view.rows):
                    self._write_row(self._views.row(number))

    def _silence(self, kind: str, rows: Sequence[Row]) -> None:
        if rows:
            said = {"kind": kind, "first": rows[0].n, "last": rows[-1].n}
            etree.SubElement(self._state, f"{{{REC}}}silence", said)

    def _write_row(self, row: Row) -> None:
        self._row = etree.SubElement(self._state, f"{{{REC}}}row", kind=row.kind, n=row.n)
        self._runs = []
        for piece in self._view.rows[row.number]:
            if isinstance(piece, str):
                self._words(piece)
            elif isinstance(piece, Enter) and self._views.variants.number(piece, self._view) != 0:
                self._differing[piece.entry] = piece
            elif isinstance(piece, Leave) and piece.entry in self._differing:
                self._base(self._differing.pop(piece.entry))
            elif isinstance(piece, Silence):
                self._element("silence", kind=piece.kind)
            else:
                self._run(piece)

    def _run(self, piece: Piece) -> None:
        if isinstance(piece, Begin):
            self._runs.append(piece.run)
        elif isinstance(piece, End) and piece.run in self._runs:
            self._runs.remove(piece.run)

    def _base(self, entered: Enter) -> None:
        """What the base text has, behind the words of the witness."""
        words = self._views.base.words.get(entered.entry)
        if words is not None:
            silent = not self._view.words.get(entered.entry)
            status = (entered.status or "omission") if silent else ""
            self._element("base", words, entry=entered.entry, status=status)

    def _words(self, words: str) -> None:
        body = words.strip()
        if not (self._differing or self._runs) or not body:
            self._text(words)
            return
        self._text(words[: len(words) - len(words.lstrip())])
        self._element("differs" if self._differing else "run", body, **self._of)
        self._text(words[len(words.rstrip()) :])

    @property
    def _of(self) -> dict[str, str]:
        return {"of": " ".join(map(str, self._runs))} if self._runs else {}

    def _text(self, words: str) -> None:
        last = self._row[-1] if len(self._row) else None
        if last is None:
            self._row.text = (self._row.text or "") + words
        else:
            last.tail = (last.tail or "") + words

    def _element(self, name: str, words: str = "", **facts: str) -> None:
        etree.SubElement(self._row, f"{{{REC}}}{name}", facts).text = words


def _without_runs(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces without the beginnings and ends of runs; words between two others in one piece."""
    others = (piece for piece in pieces if not isinstance(piece, Begin | End))
    for is_words, group in groupby(others, key=lambda piece: isinstance(piece, str)):
        found = list(group)
        yield from ["".join(map(str, found))] if is_words else found


def _script(told: Mapping[str, object]) -> str:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"recensioText({text.replace(chr(0x2028), ' ').replace(chr(0x2029), ' ')});\n"


# --- as the source has it ----------------------------------------------------------------------------------------

#: The kind of base text that is what the source has: ``sic``, ``orig``, ``abbr``, and what was deleted.
DIPLOMATIC = "diplomatic"


def differs(root: etree._Element, base: str, words: Callable[[str], SourceWords] | None = None) -> bool:
    """Whether the text below ``root`` as its source has it differs from the one that is read: in words, or in its
    lines. ``words`` knows those of each kind of base text, if they have been counted."""
    if base == DIPLOMATIC:
        return False
    has_others = next(root.iter("{*}choice", "{*}subst", "{*}del"), None) is not None
    count = words or partial(source_words, root)
    if has_others and count(base).base != count(DIPLOMATIC).base:
        return True
    return any(line.get("n") is None for text in text_roots(root) for line in text.iter("{*}lb"))


# --- which views there are ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Other:
    """A text that belongs beside this one: its id, its title, and which places belong together (here, there)."""

    id: str
    title: str
    places: tuple[tuple[str, str], ...]


def others_in(site: str) -> tuple[Other, ...]:
    """The texts of other files that belong beside this one, part by part, as the site tells (``resolve.site_of``)."""
    root = etree.fromstring(site)
    places: dict[str, list[tuple[str, str]]] = {}
    for one in root.iter(f"{{{REC}}}counterpart"):
        page, _, there = (one.get("href") or "").partition("#")
        places.setdefault(_text_of(page), []).append((one.get("place") or "", there))
    told = {_text_of(one.get("href") or ""): one for one in root.iter(f"{{{REC}}}beside") if one.get("kind") == "text"}
    return tuple(Other(name, one.text or name, tuple(places[name])) for name, one in told.items() if name in places)


def _text_of(page: str) -> str:
    """The id of the text that a page (``one.html``, ``one/b2.html``) belongs to."""
    return unquote(page.partition("/")[0].removesuffix(".html"))


def views_document(
    name: str, witnesses: Mapping[str, tuple[str, int]], others: Sequence[Other], *, diplomatic: bool
) -> str:
    """What views of the text ``name`` there are, for ``xslt/html/views.xsl``. ``witnesses`` gives, by id, the name of
    the page and how many states there are."""
    root = etree.Element(f"{{{REC}}}views", nsmap={"rec": REC}, script=quote(f"{name}.text.js"))
    if diplomatic:
        root.set("diplomatic", quote(f"{name}.diplomatic.html"))
    if witnesses or others:
        root.set("compared", "1")
    for witness, (page, states) in witnesses.items():
        facts = {"id": witness, "href": quote(f"{page}.html"), "script": quote(f"{page}.js"), "states": str(states)}
        etree.SubElement(root, f"{{{REC}}}witness", facts)
    for one in others:
        facts = {"id": one.id, "href": quote(f"{one.id}.html"), "script": quote(f"{one.id}.text.js")}
        etree.SubElement(root, f"{{{REC}}}other", facts).text = one.title
    return etree.tostring(root, encoding="unicode")
