"""One text read: pages, notes and their calls found, and what is left of its lines in chunks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from recensio.imports import model
from recensio.imports.decode import Decoded
from recensio.imports.lost_notes import lost_notes
from recensio.imports.model import Dropped, Place, Refused, Source
from recensio.imports.plain import calls as calling
from recensio.imports.plain import notes as noting
from recensio.imports.plain import shapes
from recensio.imports.plain.chunks import Chunk, chunks_of, without
from recensio.imports.plain.content import Contents, Hyphens, Spot, marks_emphasis
from recensio.imports.plain.edits import Edited, edited
from recensio.imports.plain.lines import Layout, Line, lines_of, raw_lines
from recensio.imports.plain.opening import Opening, opening
from recensio.imports.plain.pages import Paged, Row, markers_in, paged
from recensio.imports.plain.side import Side
from recensio.problems import Problem, problem

_GUTENBERG = re.compile(r"\*{3}\s?(START|END) OF (?:THE|THIS) PROJECT GUTENBERG.*|End of (?:the )?Project Gutenberg.*")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Numbered:
    """Notes that are numbered together, and where they are called: in these lines, or on these pages."""

    bodies: tuple[noting.Body, ...]
    lines: tuple[int, int]
    head: Chunk | None = None
    page: int | None = None


def key_of(group: Numbered, label: str) -> str:
    """The key of a note: its label, and where its group begins."""
    return f"{group.bodies[0].chunks[0].place.line}:{label}"


@dataclass
class _State:
    """What comes together while a text is read."""

    dropped: list[Dropped] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    spots: defaultdict[int, list[Spot]] = field(default_factory=lambda: defaultdict(list))
    swaps: list[tuple[int, int, int, str]] = field(default_factory=list)  # line, from, to, what stands there instead


@dataclass(frozen=True)
class ReadText:
    """A text read: its opening, its chunks, its notes, and how to make content of them.

    ``words_in`` is the text by which losses show; ``frame`` what a distributor's lines around the text say of it.
    """

    source: Source
    side: Side
    text: Decoded
    layout: Layout
    page: Paged
    head: Opening
    flow: tuple[Chunk, ...]
    numbered: tuple[Numbered, ...]
    contents: Contents
    words_in: str
    frame: model.Metadata
    dropped: tuple[Dropped, ...]
    problems: tuple[Problem, ...]


def read_text(source: Source, side: Side, text: Decoded) -> ReadText:
    """Read a text. Raises ``Refused`` (IMP-013) where the side file or a correction does not fit it."""
    return _Reading(source, side, text).read()


class _Reading:
    """One text on its way to chunks."""

    def __init__(self, source: Source, side: Side, text: Decoded) -> None:
        self._source = source
        self._side = side
        self._text = text
        self._state = _State()
        self._edited = self._corrected()
        self._lines = lines_of(self._edited.lines)
        self._check_side()

    def _corrected(self) -> Edited:
        """The lines with corrections; those that are not certain are kept for the places where they belong."""
        try:
            done = edited(raw_lines(self._text.text), self._source.edits)
        except IndexError as error:
            raise Refused(problem("IMP-013", file=self._source.name, what=f"line {error} (corrections)")) from None
        self._state.dropped += done.dropped
        for line, changes in done.pending.items():
            for one in changes:
                trust = model.Trust(one.cert, "importer")
                change = model.Change(one.printed, one.read, one.reason, Place(line, one.column), trust)
                self._state.spots[line].append(Spot(one.column - 1, one.column - 1 + len(one.printed), (change,)))
        return done

    def _check_side(self) -> None:
        last, what = self._side.last_line()
        if last > len(self._lines):
            raise Refused(problem("IMP-013", file=self._source.name, what=f"line {last} ({what})"))

    @cached_property
    def _layout(self) -> Layout:
        layout = Layout(self._body_lines())
        if self._side.layout:
            layout.__dict__["wrapped"] = self._side.layout == "wrapped"
        elif len(layout.full) < len([line for line in self._lines if not line.blank]):
            layout.__dict__["wrapped"] = True  # (Project Gutenberg's texts are, all of them)
        return layout

    def read(self) -> ReadText:
        page = paged(self._layout, self._side)
        self._state.dropped += page.dropped
        self._drop_words()
        self._mark_pages(page)
        numbered, rows = self._foot_notes(page)
        chunks = self._without_repeats(chunks_of(rows, self._layout, self._side))
        groups, chunks = self._notes_among(chunks)
        numbered += groups
        head = opening(chunks)
        flow = _after(chunks, head)
        self._call(flow, numbered)
        return ReadText(
            source=self._source,
            side=self._side,
            text=self._text,
            layout=self._layout,
            page=page,
            head=head,
            flow=flow,
            numbered=tuple(numbered),
            contents=self._contents(),
            words_in=self._words_in(numbered),
            frame=self._frame,
            dropped=tuple(self._state.dropped),
            problems=tuple(self._state.problems),
        )

    def _contents(self) -> Contents:
        hyphens = Hyphens("\n".join(self._edited.lines))
        return Contents(hyphens, self._state.spots, marks_emphasis(self._text.text))

    # --- What is no text

    def _body_lines(self) -> tuple[Line, ...]:
        """The lines without what Project Gutenberg puts in front of a text and behind it."""
        marks = {m[1] or "END": line.number for line in self._lines if (m := _GUTENBERG.match(line.text))}
        first, last = marks.get("START", 0), marks.get("END", len(self._lines) + 1)
        if not marks:
            return self._lines
        reason = "Project Gutenberg's own words, not the text's"
        found = []
        for line in self._lines:
            outside = line.number <= first or line.number >= last
            if outside and not line.blank:
                self._state.dropped.append(Dropped(line.text, reason, Place(line.number, 1)))
            found.append(replace(line, text="", indent=0) if outside else line)
        return tuple(found)

    @property
    def _frame(self) -> model.Metadata:
        """What Project Gutenberg's lines in front of a text say of it."""
        found = model.Metadata()
        if any(one.reason.startswith("Project Gutenberg") for one in self._state.dropped):
            first = next(n for n, line in enumerate(self._lines) if _GUTENBERG.match(line.text))
            rows = tuple(Row(line, 0, 0) for line in self._lines[:first] if shapes.label_of(line.text))
            if rows:
                found = replace(opening((Chunk(rows, role="header"),)).metadata, fields=())
        return found

    def _mark_pages(self, page: Paged) -> None:
        """Pages that begin within a line: ``[Pg 14]``, where that comes often enough and the numbers grow."""
        if page.pages or self._side.pages or "pages" in self._side.off:
            return
        for row, found in markers_in(page.rows):
            at, place = found.start() + row.line.column - 1, Place(row.number, found.start() + 1)
            turn = model.Break("page", found[1], place=place)
            self._state.spots[row.number].append(Spot(at, at + len(found[0]), (turn,), rank=0))
            self._state.dropped.append(
                Dropped(found[0].strip("[]{}()<>").split()[0], "the word that marks a page", place)
            )

    def _drop_words(self) -> None:
        for drop in self._side.drops:
            if drop.words:
                line = self._lines[drop.span.first - 1]
                at = self._find(line, drop.words, "drop")
                self._state.spots[line.number].append(Spot(at, at + len(drop.words), (), rank=0))
                self._state.dropped.append(Dropped(drop.words, drop.because, Place(line.number, at + 1)))

    def _find(self, line: Line, words: str, where: str, start: int = 0) -> int:
        """The place of words in a line, counted in the line as the source has it. Raises ``Refused`` (IMP-013)."""
        at = line.text.find(words, start)
        if at < 0:
            what = f"“{words}” in line {line.number} ({where})"
            raise Refused(problem("IMP-013", file=self._source.name, what=what))
        return at + line.column - 1

    def _without_repeats(self, chunks: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
        """The chunks without captions that only repeat the one above."""
        repeats = set()
        for above, chunk in pairwise(chunks):
            if chunk.flat == above.flat and chunk.flat.startswith(("|", "[")) and not chunk.role:
                repeats.add(chunk.place.line or 0)
                self._state.dropped.append(Dropped(chunk.flat, "the line above, once more", chunk.place))
        return without(chunks, frozenset(repeats)) if repeats else chunks

    # --- Notes

    def _foot_notes(self, page: Paged) -> tuple[list[Numbered], tuple[Row, ...]]:
        """Notes that the side file knows, and notes at the foot of pages; and the lines without them."""
        numbered = list(self._told_notes(page.rows))
        taken = {row.number for one in numbered for body in one.bodies for c in body.chunks for row in c.rows}
        if page.pages > 1 and "notes" not in self._side.off:
            by_page: dict[int, list[noting.Body]] = defaultdict(list)
            for label, rows, skip in noting.foot_rows(page.rows, self._side):
                chunks = chunks_of(rows, self._layout, self._side)
                by_page[rows[0].page].append(noting.Body(label, chunks, 0, skip, "foot"))
                taken |= {row.number for row in rows}
            numbered += [Numbered(tuple(bodies), (0, 0), page=p) for p, bodies in by_page.items()]
        kept = without([Chunk(page.rows)], frozenset(taken)) if taken else (Chunk(page.rows),)
        return numbered, tuple(row for chunk in kept for row in chunk.rows)

    def _told_notes(self, rows: Sequence[Row]) -> Iterator[Numbered]:
        bodies = []
        for note in self._side.notes:
            mine = tuple(row for row in rows if row.number in note.span)
            if not mine:
                raise Refused(problem("IMP-013", file=self._source.name, what=f"line {note.span.first} (notes)"))
            chunks = chunks_of(mine, self._layout, self._side)
            corrected = note.printed and self._is_corrected(note.span.first, note.printed)
            skip = len(note.printed) if note.printed and not corrected else noting.label_of(chunks[0].text)[1]
            if note.printed and not corrected:
                self._find(self._lines[note.span.first - 1], note.printed, "notes")
            position = note.position or ("foot" if mine[0].page else "end")
            bodies.append(noting.Body(note.label, chunks, 0, skip, position, by=note.by))
        if bodies:
            yield Numbered(tuple(bodies), (1, len(self._lines)))

    def _notes_among(self, chunks: tuple[Chunk, ...]) -> tuple[list[Numbered], tuple[Chunk, ...]]:
        """Notes behind the text or its chapters, and notes in brackets; and the chunks without them."""
        if "notes" in self._side.off:
            return [], chunks
        found: list[Numbered] = []
        taken: set[int] = set()
        for at, end, body in noting.bracketed(chunks, 0):
            lines = _lines_of(chunks, 0, at)
            if found and _is_next(found[-1].bodies[-1], body):
                found[-1] = replace(found[-1], bodies=(*found[-1].bodies, body), lines=(found[-1].lines[0], lines[1]))
            else:
                first = found[-1].lines[1] + 1 if found else 1
                found.append(Numbered((body,), (first, lines[1])))
            taken |= _numbers(chunks[at:end])
        rest = without(chunks, frozenset(taken)) if taken else chunks
        for group in noting.end_groups(rest):
            found.append(Numbered(group.bodies, _lines_of(rest, group.first, group.end), group.head))
            taken |= _numbers([c for body in group.bodies for c in body.chunks])
            taken |= _numbers([group.head] if group.head else [])
        return found, without(chunks, frozenset(taken)) if taken else chunks

    # --- Calls

    def _call(self, flow: tuple[Chunk, ...], numbered: list[Numbered]) -> None:
        """Find the calls, and note for each line where its calls stand."""
        if "calls" in self._side.off:
            return
        texts = [chunk.text for chunk in flow]
        told = self._told_calls(numbered)
        called: dict[int, set[str]] = {id(group): set() for group in numbered}
        for group in numbered:
            labels = [body.label for body in group.bodies if body.label not in told.get(id(group), ())]
            found = calling.calls_of(texts, labels, self._allowed(flow, group), _texts_in(flow, group))
            for one in found:
                self._mark(flow[one.text], one, key_of(group, one.label))
            called[id(group)] = {one.label for one in found} | told.get(id(group), set())
        self._report_uncalled(numbered, called)
        if not numbered and not self._side.calls:
            self._dangle(flow, calling.dangling_calls(texts))

    def _told_calls(self, numbered: list[Numbered]) -> dict[int, set[str]]:
        told: dict[int, set[str]] = defaultdict(set)
        for call in self._side.calls:
            line = self._lines[call.line - 1]
            if self._is_corrected(call.line, f"{call.behind}{call.printed}", call.printed):
                continue
            after = self._find(line, call.behind, "calls") + len(call.behind) - (line.column - 1)
            at = self._find(line, call.printed, "calls", after)
            group = next((one for one in numbered if call.label in [body.label for body in one.bodies]), None)
            key = key_of(group, call.label) if group else ""
            if group:
                told[id(group)].add(call.label)
            self._put(line.number, at, call.printed, call.label, key, model.SAID)
        return told

    def _is_corrected(self, number: int, *words: str) -> bool:
        """True if a correction has taken these words away that stood in the line."""
        before = _BLANKS.sub("", raw_lines(self._text.text)[number - 1])
        now = _BLANKS.sub("", self._edited.lines[number - 1])
        return any((bare := _BLANKS.sub("", word)) in before and bare not in now for word in words)

    def _allowed(self, flow: Sequence[Chunk], group: Numbered) -> calling.Allowed:
        """Whether a call may stand at a place: on the page of its note, and where no other call is."""

        def allowed(label: str, text: int, at: int) -> bool:
            row, offset = _row_at(flow[text], at)
            if group.page is not None and row.page != group.page:
                return False
            start = offset + row.line.column - 1
            return not any(spot.start <= start < spot.end for spot in self._state.spots.get(row.number, ()))

        return allowed

    def _mark(self, chunk: Chunk, found: calling.Found, key: str) -> None:
        row, offset = _row_at(chunk, found.start)
        self._put(row.number, offset + row.line.column - 1, found.printed, found.label, key, found.trust)

    def _put(self, line: int, at: int, printed: str, label: str, key: str, trust: model.Trust) -> None:
        call = model.Call(key, label, printed, Place(line, at + 1), trust)
        self._state.spots[line].append(Spot(at, at + len(printed), (call,), rank=0))
        self._state.swaps.append((line, at, at + len(printed), f" {label} "))

    def _report_uncalled(self, numbered: list[Numbered], called: Mapping[int, set[str]]) -> None:
        for group in numbered:
            for body in group.bodies:
                if body.label not in called[id(group)]:
                    place = body.chunks[0].place
                    self._tell("IMP-010", place, label=body.label)

    def _dangle(self, flow: Sequence[Chunk], found: Sequence[calling.Found]) -> None:
        if not found:
            return
        for one in found:
            self._mark(flow[one.text], one, "")
        row, _ = _row_at(flow[found[0].text], found[0].start)
        told = lost_notes([one.printed for one in found], self._source.name, row.number)
        self._state.problems.append(told)

    # --- The end

    def _tell(self, code: str, place: Place, **facts: object) -> None:
        """Report a problem at a place of the source."""
        made = problem(code, file=self._source.name, line=place.line, column=place.column, **facts)
        self._state.problems.append(made)

    def _words_in(self, numbered: Iterable[Numbered]) -> str:
        """The text of the source with each call, and the label of each note, as its number; corrections made."""
        swaps = defaultdict(list)
        for line, start, end, instead in self._state.swaps:
            swaps[line].append((start, end, instead))
        for group in numbered:
            for body in group.bodies:
                row = body.chunks[0].rows[0]
                at = row.line.column - 1
                swaps[row.number].append((at, at + body.skip, f"{body.label} "))
        gone = "\n".join(one.text for one in self._edited.dropped)
        lines = enumerate(self._edited.lines, 1)
        return "\n".join([*(_swapped(line, swaps.get(number, ())) for number, line in lines), gone])


def _swapped(line: str, swaps: Iterable[tuple[int, int, str]]) -> str:
    for start, end, instead in sorted(swaps, reverse=True):
        line = line[:start] + instead + line[end:]
    return line


def _row_at(chunk: Chunk, offset: int) -> tuple[Row, int]:
    """The line of a chunk that holds a place of its text, and the place in that line."""
    for row in chunk.rows:
        if offset <= len(row.text):
            return row, offset
        offset -= len(row.text) + 1
    return chunk.rows[-1], len(chunk.rows[-1].text)


def _lines_of(chunks: Sequence[Chunk], first: int, end: int) -> tuple[int, int]:
    if end <= first:
        return (0, 0)
    return chunks[first].rows[0].number, chunks[end - 1].rows[-1].number


def _numbers(chunks: Iterable[Chunk]) -> set[int]:
    return {row.number for chunk in chunks for row in chunk.rows}


def _is_next(before: noting.Body, body: noting.Body) -> bool:
    if before.label.isdecimal() and body.label.isdecimal():
        return int(body.label) > int(before.label)
    return not before.label.isdecimal() and not body.label.isdecimal() and before.label != body.label


def _texts_in(flow: Sequence[Chunk], group: Numbered) -> list[int]:
    if group.page is not None:
        return [n for n, chunk in enumerate(flow) if any(row.page == group.page for row in chunk.rows)]
    first, last = group.lines
    return [n for n, chunk in enumerate(flow) if first <= chunk.rows[0].number and chunk.rows[-1].number <= last]


def _after(chunks: tuple[Chunk, ...], head: Opening) -> tuple[Chunk, ...]:
    """The chunks that are not the opening; all that can hold calls."""
    taken = {id(chunk) for chunk, _ in head.parts}
    return tuple(chunk for chunk in chunks if id(chunk) not in taken)
