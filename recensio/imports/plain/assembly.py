"""A text put together: chunks become blocks, blocks works, and works a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from recensio.imports import model
from recensio.imports.model import Dropped, Note
from recensio.imports.plain import notes as noting
from recensio.imports.plain.build import Builder
from recensio.imports.plain.language import language_of
from recensio.imports.plain.opening import TITLE_PAGE, is_front_heading, merged
from recensio.imports.plain.reading import Numbered, ReadText, key_of
from recensio.imports.plain.roles import Typed, typed
from recensio.law.words import words_of_text
from recensio.problems import Problem, problem

_BY_EDITOR = re.compile(
    r"[-–—(\[]\s*(?:Ed\.?|Eds\.?|The Editors?|Editor|Hg\.|Hrsg\.|Réd\.|Ред\.)[)\]]?\.?$", re.IGNORECASE
)
EDITOR = "source-editor"
_LATEST_GREETING = 6


@dataclass(frozen=True)
class _Segment:
    """A work: where it begins, what is told of it, and its chunks."""

    first: int
    metadata: model.Metadata
    chunks: tuple[Typed, ...]


class Assembly:
    """Blocks, notes and metadata become works, and works a document."""

    def __init__(self, read: ReadText) -> None:
        """Put together what was ``read``."""
        self._read = read
        gaps = {gap.line: model.Gap(gap.reason, gap.unit, gap.quantity) for gap in read.side.gaps}
        self._builder = Builder(read.contents, gaps)
        self._problems: list[Problem] = []

    def document(self) -> model.Document:
        """The document."""
        works = tuple(self._work(segment, at) for at, segment in enumerate(self._works))
        front = self._front(self._before)
        if len(works) == 1:
            works = (replace(works[0], front=(*front, *works[0].front)),)
            front = ()
        ending = tuple(model.Aside(mark) for mark in self._read.page.ending)
        works = (*works[:-1], replace(works[-1], blocks=(*works[-1].blocks, *ending)))
        return model.Document(
            works=works,
            metadata=self._metadata(),
            words_in=self._read.words_in,
            front=front,
            dropped=tuple([*self._read.dropped, *self._builder.dropped, *self._odd_labels(), *self._backlinks()]),
            done=tuple(self._done(works)),
            problems=(*self._guessed_encoding(), *self._read.problems, *self._problems),
            changes=self._read.source.edits,
        )

    @cached_property
    def _segments(self) -> tuple[list[Typed], list[_Segment]]:
        """What stands in front of the first work, and the works."""
        return self._parted(typed(self._read.flow, self._read.layout, self._read.side))

    @property
    def _before(self) -> list[Typed]:
        return self._segments[0]

    @property
    def _works(self) -> list[_Segment]:
        return self._segments[1]

    # --- Works

    def _parted(self, found: list[Typed]) -> tuple[list[Typed], list[_Segment]]:
        starts = dict(self._read.side.works) or self._guessed_works(found)
        preface = self._preface_end(found, starts)
        before, rest = found[:preface], found[preface:]
        if not rest:
            before, rest = [], found
        bounds = [at for at, one in enumerate(rest) if at and self._line(one) in starts]
        segments = []
        for first, end in zip([0, *bounds], [*bounds, len(rest)], strict=True):
            line = self._line(rest[first]) if rest else 0
            told = starts.get(line, model.Metadata()) if len(bounds) else model.Metadata()
            segments.append(_Segment(line, told, tuple(rest[first:end])))
        return before, segments

    @staticmethod
    def _line(one: Typed) -> int:
        return one.chunk.place.line or 0

    def _guessed_works(self, found: list[Typed]) -> dict[int, model.Metadata]:
        """A heading in capitals behind the end of a text begins a new one, if the text began with such a heading."""
        if "works" in self._read.side.off:
            return {}
        capitals = [at for at, one in enumerate(found) if one.is_heading and one.style == "capitals"]
        closed = [at for at in capitals if at and found[at - 1].role in ("dateline", "signed")]
        starts = {}
        for at in closed:
            length = sum(one.chunk.words for one in found[at:])
            if capitals[0] < at and length > 0.08 * sum(one.chunk.words for one in found):
                starts[self._line(found[at])] = model.Metadata(title=found[at].flat)
                self._guess(found[at])
        if starts:
            first = next(at for at in capitals if not is_front_heading(found[at].flat))
            starts[self._line(found[first])] = model.Metadata(title=found[first].flat)
        return starts

    def _preface_end(self, found: list[Typed], starts: Mapping[int, model.Metadata]) -> int:
        """Where what stands in front of the text ends: a preface, a note by the editor of the source."""
        spans = self._read.side.roles.get("preface", ())
        if spans:
            last = max(span.last for span in spans)
            return sum(self._line(one) <= last for one in found)
        if starts and self._line(found[0]) < min(starts):
            return sum(self._line(one) < min(starts) for one in found)
        if found and found[0].is_heading and is_front_heading(found[0].flat):
            later = [at for at, one in enumerate(found) if at and one.is_heading and one.level <= found[0].level]
            return later[0] if later else 0
        if len(found) > 2 and found[0].role == "paragraph" and _BY_EDITOR.search(found[0].flat):
            return 1
        return 0

    def _front(self, before: Sequence[Typed]) -> model.Blocks:
        """The title page, and what stands in front of the text."""
        page = [Typed(chunk, kind) for chunk, kind in self._read.head.parts if kind in TITLE_PAGE]
        blocks = self._builder.blocks(page)
        marks = [mark for chunk, kind in self._read.head.parts if kind == "header" for mark in chunk.marks]
        asides = tuple(model.Aside(mark) for mark in marks)
        if not before:
            return (*blocks, *asides)
        inside = self._builder.blocks(before)
        by = EDITOR if any(_BY_EDITOR.search(one.flat) for one in before) else ""
        start: model.Blocks = (model.Start(level=1, kind="preface", trust=model.Trust("", by)),)
        return (*blocks, *asides, *start, *inside)

    def _work(self, segment: _Segment, at: int) -> model.Work:
        title = [one for one in segment.chunks if one.role in ("title", "subtitle", "author", "imprint")]
        rest = [one for one in segment.chunks if one not in title]
        bodies = sorted(self._notes_of(segment, at), key=lambda pair: pair[1].chunks[0].place.line or 0)
        notes = tuple(self._note(group, body) for group, body in bodies)
        heads = [group.head for group in self._read.numbered if group.head and self._belongs(group, segment, at)]
        again = "the heading of notes, which all stand behind the text now"
        self._builder.dropped += [Dropped(head.flat, again, head.place) for head in heads[1:]]
        metadata = segment.metadata
        if title and not metadata.title:
            metadata = replace(metadata, title=title[0].flat)
        return model.Work(
            blocks=as_letters(self._builder.blocks(rest)),
            notes=notes,
            notes_head=self._read.contents.of(heads[0]) if heads else (),
            front=self._builder.blocks(title),
            metadata=metadata,
        )

    # --- Notes

    def _notes_of(self, segment: _Segment, at: int) -> Iterator[tuple[Numbered, noting.Body]]:
        for group in self._read.numbered:
            if self._belongs(group, segment, at):
                yield from ((group, body) for body in group.bodies if self._is_inside(body, segment, at))

    def _belongs(self, group: Numbered, segment: _Segment, at: int) -> bool:
        return any(self._is_inside(body, segment, at) for body in group.bodies)

    def _is_inside(self, body: noting.Body, segment: _Segment, at: int) -> bool:
        """True if the note stands behind the beginning of the work and in front of the next one."""
        line = body.chunks[0].place.line or 0
        return self._owner(line) == at

    def _owner(self, line: int) -> int:
        owners = [at for at, work in enumerate(self._works) if work.first <= line]
        return owners[-1] if owners else 0

    def _note(self, group: Numbered, body: noting.Body) -> Note:
        last = len(body.chunks) - 1
        blocks: list[model.AnyBlock] = []
        for at, chunk in enumerate(body.chunks):
            cut = (body.cut or noting.backlink(chunk.text)) if at == last else 0
            blocks += [model.Aside(mark) for mark in chunk.marks] if at else []
            content = self._read.contents.of(chunk, skip=0 if at else body.skip, cut=cut)
            blocks.append(model.Paragraph(content, place=chunk.place))
        by = body.by or self._read.side.notes_by or (EDITOR if _BY_EDITOR.search(body.chunks[-1].flat) else "")
        position = {"foot": "foot", "end": "end", "margin": "margin"}[body.position]
        return Note(
            key_of(group, body.label), body.label, tuple(blocks),
            position=position,  # type: ignore[arg-type]
            by=by, place=body.chunks[0].place,
        )  # fmt: skip

    def _odd_labels(self) -> Iterator[Dropped]:
        """Words in front of the number of a note (``Footnote 3:``), which say nothing more."""
        for group in self._read.numbered:
            for body in group.bodies:
                words = words_of_text(body.chunks[0].text[: body.skip])
                odd = " ".join(word for word in words if not any(c.isdecimal() for c in word) and len(word) > 3)
                if odd:
                    yield Dropped(odd, f"in front of the number of note {body.label}", body.chunks[0].place)

    def _backlinks(self) -> Iterator[Dropped]:
        """The arrows at the end of notes: some are followed by a sign that counts as a letter."""
        ends = [body.chunks[-1].text for group in self._read.numbered for body in group.bodies]
        arrows = [text[len(text) - noting.backlink(text) :].strip() for text in ends if noting.backlink(text)]
        if arrows:
            yield Dropped(" ".join(arrows), "links from the notes back to the text")

    # --- About the whole

    def _metadata(self) -> model.Metadata:
        """What the source says, under what a distributor says, under what the side file says."""
        frame, found = self._read.frame, self._read.head.metadata
        spelt = frame.title if frame.title.casefold().startswith(found.title.casefold()) else found.title
        people = frame.people or found.people
        found = replace(merged(frame, found), title=spelt, people=people, fields=found.fields)
        metadata = merged(found, self._read.side.metadata)
        language = metadata.language or language_of(self._read.text.text)
        return replace(metadata, language=language, people=(*metadata.people, *self._editors(metadata)))

    def _editors(self, metadata: model.Metadata) -> Iterator[model.Person]:
        named = {person.key for person in metadata.people}
        chunks = [
            *self._read.flow,
            *(chunk for group in self._read.numbered for body in group.bodies for chunk in body.chunks),
        ]
        if EDITOR not in named and any(_BY_EDITOR.search(chunk.flat) for chunk in chunks):
            yield model.Person("The editor of the source", "editor of the source", EDITOR)

    def _guessed_encoding(self) -> Iterator[Problem]:
        if self._read.text.guessed:
            yield problem("IMP-011", file=self._read.source.name, encoding=self._read.text.encoding)

    def _guess(self, one: Typed) -> None:
        """Tell that a work was guessed to begin here."""
        line = self._line(one)
        self._problems.append(problem("IMP-016", file=self._read.source.name, line=line))

    def _done(self, works: Sequence[model.Work]) -> Iterator[str]:
        """What was done, in sentences for the header."""
        wrapped = self._read.layout.wrapped
        arrows = any(noting.backlink(body.chunks[-1].text) for group in self._read.numbered for body in group.bodies)
        said = (
            (wrapped, "Line ends of the source are not kept; its paragraphs are."),
            (not wrapped, "Each line of the source is a paragraph, a heading, or whatever else it is marked as."),
            (wrapped, 'Words divided at the end of a line or page are joined: the break bears break="no".'),
            (
                self._read.page.pages,
                "Pages begin at form feeds, page numbers and running heads, or where an editor says.",
            ),
            (any(work.notes for work in works), "Notes stand behind the text; note and call point at each other."),
            (arrows, "Arrows at the end of notes, which led back to the text, are left out."),
            (self._read.source.side, "What the side file says is taken for certain; the rest is guessed."),
        )
        return (sentence for holds, sentence in said if holds)


def as_letters(blocks: model.Blocks) -> model.Blocks:
    """The blocks with the divisions that are letters called so: they greet, and take leave or are signed."""
    bounds = [at for at, block in enumerate(blocks) if isinstance(block, model.Heading)]
    if not bounds:
        return (model.Start(level=1, kind="letter"), *blocks) if _is_letter(blocks) else blocks
    made = list(blocks)
    for first, end in zip(bounds, [*bounds[1:], len(blocks)], strict=True):
        heading = made[first]
        if isinstance(heading, model.Heading) and not heading.kind and _is_letter(blocks[first:end]):
            made[first] = replace(heading, kind="letter")
    return tuple(made)


def _is_letter(blocks: model.Blocks) -> bool:
    kinds = [(at, block.kind) for at, block in enumerate(blocks) if isinstance(block, model.Part)]
    greets = next((at for at, kind in kinds if kind == "salute"), None)
    if greets is None or greets > _LATEST_GREETING:
        return False
    return any(kind in ("signed", "salute") for at, kind in kinds if at > greets)
