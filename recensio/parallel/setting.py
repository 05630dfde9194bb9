"""From the texts of a parallel edition to its PDF: measured, made up, numbered, set.

No page depends on what is printed at its foot: pages are made up of what the galley has told, their lines are counted
when they stand, and then they are set with the numbers. If a foot needs more room than was reckoned, that is told, and
the pages are made up again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from recensio.parallel import galley
from recensio.parallel.frames import frames_from
from recensio.parallel.galley import Galley, literal, scope
from recensio.parallel.makeup import Makeup, Part, Slice, Spread, Strip
from recensio.parallel.model import Block, Entry, Measured, Text
from recensio.parallel.pieces import LINE_END
from recensio.typeset.numbers import Cited, Frame, Numbers

_ROUNDS = 4
_HANG = {"item": "1.4em"}
#: Kinds of paragraphs by how they go on over the end of a page: with these, their first line is like the others.
_GOES_ON = {"prose": "start", "start": "start", "apart": "start", "quote": "quote", "item": "start"}


@dataclass(frozen=True, slots=True)
class Whole:
    """The parallel edition as a whole: its title, the language of its title page, ``facing`` pages or columns."""

    title: str
    language: str
    facing: bool


@dataclass(slots=True)
class Pages:
    """The finished makeup with its numbers, by frame."""

    spreads: list[Spread]
    far: list[frozenset[str]]
    cited: dict[tuple[int, int], list[Cited]] = field(default_factory=dict)
    margins: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    numbers: dict[tuple[int, str], str] = field(default_factory=dict)


class Setting:
    """One parallel edition under way. ``press`` sets a source with inputs and answers what stands under a label."""

    def __init__(self, whole: Whole, texts: Sequence[Text], press: Any) -> None:
        """Take the texts in the order in which they stand side by side."""
        self.whole = whole
        self.texts = texts
        self._press = press
        self._extra: dict[tuple[int, str], float] = {}
        self.overfull: list[int] = []
        self.frames: list[Frame] = []
        self.count = 0
        self._lines: list[list[int]] = []
        self._seams: list[list[dict[int, int]]] = []

    @property
    def across(self) -> int:
        """How many texts stand on one page."""
        return 1 if self.whole.facing else len(self.texts)

    @property
    def overfull_pages(self) -> list[int]:
        """The pages whose foot takes more room than they have."""
        sides = len(self.texts)
        pages = {(frame.side, at): frame.page for side in range(sides) for at, frame in enumerate(self._own(side))}
        return sorted({pages[number % sides, number // sides] for number in self.overfull})

    def pages_of(self, side: int) -> frozenset[int]:
        """The pages (from 0) on which a text stands, and all behind the last of them."""
        last = max((frame.page for frame in self.frames), default=0)
        return frozenset((*(frame.page - 1 for frame in self._own(side)), *range(last, self.count)))

    def _own(self, side: int) -> list[Frame]:
        return [frame for frame in self.frames if frame.side == side]

    def run(self) -> bytes:
        """The PDF. Raises ``typst.TypstError``."""
        measured = galley.read(self._press.ask(galley.source_of(self.texts), self._inputs(), "<pl-galley>"), self.texts)
        self._find_seams(measured)
        for _ in range(_ROUNDS):
            makeup = Makeup(self.texts, measured, self._extra)
            pages = Pages(makeup.spreads(), makeup.far)
            self._number(pages, measured)
            finished = self._inputs(pages) | {"counting": "false"}
            pdf, told = self._press.set(self._source(pages), finished, "<pl-pages>")
            self.count = told["count"]
            if not self._make_room(pages, told, measured):
                break
        return bytes(pdf)

    def _inputs(self, pages: Pages | None = None) -> dict[str, str]:
        made = pages or Pages([], [])
        return {
            "across": json.dumps(self.across),
            "margins": json.dumps(made.margins),
            "heads": json.dumps(made.heads),
            "entered": json.dumps(self._entered(made)),
        }

    def _entered(self, pages: Pages) -> list[dict[str, bool]]:
        """The entries that are printed at the feet, and whether they have a lemma."""
        entered: list[dict[str, bool]] = [{} for _ in self.texts]
        for (_, side), cited in pages.cited.items():
            entered[side].update({one.id: self.texts[side].entries[one.id].lemma is not None for one in cited})
        return entered

    # --- numbers ---

    def _number(self, pages: Pages, measured: Galley) -> None:
        """Set the pages without their feet, count the lines."""
        told = self._press.ask(self._source(pages), self._inputs(), "<pl-pages>")
        frames = self.frames = frames_from(told, measured.sheet, self.across)
        sections = _sections(told)
        for side, text in enumerate(self.texts):
            own = self._own(side)
            numbers = Numbers(own, text.entries, measured.sheet.restart, measured.sheet.every)
            for at, frame in enumerate(own):
                pages.cited[at, side] = list(numbers.entries(frame))
                self._note(pages, side, frame, numbers)
        pages.heads = self._heads(frames, sections)

    def _note(self, pages: Pages, side: int, frame: Frame, numbers: Numbers) -> None:
        part = {"place": frame.place, "numbers": numbers.margin(frame), "marks": numbers.folios(frame)}
        pages.margins.setdefault(str(frame.page), []).append(part)
        for one in numbers.entries(frame):
            is_keyed = self.texts[side].entries[one.id].key is not None
            pages.numbers[side, one.id] = f"{frame.page}{', ' if is_keyed else '.'}{one.number}"

    def _heads(self, frames: Sequence[Frame], sections: Mapping[int, str]) -> dict[str, str]:
        """What stands at the head of each page: on facing pages the title of its text, in columns that of the whole and
        the section."""
        heads: dict[str, str] = {}
        section = ""
        for frame in frames:
            section = sections.get(frame.page, section)
            if self.whole.facing:
                heads[str(frame.page)] = self.texts[frame.side].running
            else:
                heads[str(frame.page)] = section if section and frame.page % 2 else self.whole.title
        return heads

    # --- room ---

    def _make_room(self, pages: Pages, told: Mapping[str, Any], measured: Galley) -> bool:
        """Note what feet lack. True if the pages have to be made up again."""
        self.overfull = []
        again = False
        for _, _, y, (number, height) in told["feet"]:
            spread, side = pages.spreads[number // len(self.texts)], number % len(self.texts)
            lacking = height - (y - measured.sheet.top)
            if lacking > 0.5:
                self.overfull.append(number)
                names = spread.entries[side]
                again = again or len(spread.strips) > 1 or _lines(spread) > 1
                self._extra[side, names[0]] = self._extra.get((side, names[0]), 0.0) + lacking + 0.5
        return again

    # --- the source ---

    def _source(self, pages: Pages) -> str:
        return "\n".join((*self._opening(), *self._frames(pages), *self._behind(pages), "#tell-pages")) + "\n"

    def _opening(self) -> Iterator[str]:
        authors = tuple(dict.fromkeys(name for text in self.texts for name in text.authors))
        yield '#import "/parallel.typ": *'
        yield (
            f"#show: setting.with(title: {literal(self.whole.title)}, authors: {_array(authors)}, "
            f"lang: {literal(self.whole.language)})"
        )
        rows = (
            f"({literal(t.title)}, {literal(', '.join(t.authors))}, {literal(t.language)}, {literal(t.direction)}),"
            for t in self.texts
        )
        yield f"#first-page({literal(self.whole.title)}, ({''.join(rows)}))"

    def _frames(self, pages: Pages) -> Iterator[str]:
        sides = len(self.texts)
        yield '#pagebreak(to: "even")' if self.whole.facing else "#pagebreak()"
        if not self.whole.facing:
            yield f"#set page(columns: {sides})"
        for at, spread in enumerate(pages.spreads):
            for side in range(sides):
                if at or side:
                    yield "#pagebreak()" if self.whole.facing else "#colbreak()"
                yield from self._frame(pages, at, spread, side)

    def _frame(self, pages: Pages, at: int, spread: Spread, side: int) -> Iterator[str]:
        text = self.texts[side]
        foot = "".join(self._foot(pages, at, side))
        number = at * len(self.texts) + side
        yield (
            f"#frame({number}, {side}, {literal(text.language)}, {literal(text.direction)}, "
            f"{spread.height(side):.3f}, ({foot}))["
        )
        yield scope(side)
        for strip in spread.strips:
            yield from self._strip(side, strip)
        yield "]"

    def _strip(self, side: int, strip: Strip) -> Iterator[str]:
        part: Part = strip.parts[side]
        yield f"#row({strip.above:.3f}pt, {strip.height:.3f}pt)["
        for one in part.slices:
            block = self.texts[side].blocks[one.block]
            if block.at:
                yield f"// @ {side} {block.at}"
            yield f"#b({one.above:.3f}pt)[{self._cut(side, block, one)}]"
        yield "]"

    def _cut(self, side: int, block: Block, one: Slice) -> str:
        """The source of a slice: of the whole block, or of some of its lines."""
        paragraph = block.paragraph
        whole = self._lines[side][one.block]
        if paragraph is None or (one.start == 0 and one.end == whole):
            return block.source
        seams = self._seams[side][one.block]
        begin = seams[one.start] if one.start else 0
        end = seams[one.end] if one.end < whole else None
        content = paragraph.between(begin, end)
        meant = end is None or paragraph.pieces[end] == LINE_END
        call = paragraph.call if one.start == 0 else _going_on(paragraph.call, paragraph.kind)
        made = f"{call}[{content}{'' if meant else '#linebreak(justify: true);'}]"
        hang = _HANG.get(paragraph.kind) if one.start else None
        return f"#going-on({hang}, {literal(self.texts[side].direction)})[{made}]" if hang else made

    # --- at the foot ---

    def _foot(self, pages: Pages, at: int, side: int) -> Iterator[str]:
        text = self.texts[side]
        cited = pages.cited.get((at, side), [])
        for name, style in text.layers:
            rows = [one for one in cited if text.entries[one.id].layer == name]
            if rows:
                told = "".join(self._rows(pages, side, rows, style))
                yield f"layer({side}, {literal(name)}, {literal(style)}, ({told})),"

    def _rows(self, pages: Pages, side: int, rows: Sequence[Cited], style: str) -> Iterator[str]:
        previous: tuple[str, int] | None = None
        for one in rows:
            entry = self.texts[side].entries[one.id]
            again = style == "run-in" and (one.number, one.cited) == previous
            previous = (one.number, one.cited)
            words = f"[{entry.words}]"
            if one.id in pages.far[side]:
                words = f"[→ #goto({literal(f'{side}/far-{one.id}')})[#sym.dots.h]]"
            yield _row(one, entry, None if again else one.number, words)

    def _behind(self, pages: Pages) -> Iterator[str]:
        """Entries too long for a page, and what stands behind each text."""
        if not self.whole.facing:
            yield "#set page(columns: 1)"
        elif any(text.behind for text in self.texts) or any(pages.far):
            yield "#pagebreak()"
        for side, text in enumerate(self.texts):
            far = [name for name in text.entries if name in pages.far[side]]
            if not (far or text.behind):
                continue
            yield f"#in-its-language({literal(self.whole.language)}, \"ltr\")["
            yield scope(side)
            yield from self._far(pages, side, far)
            yield from text.behind
            yield "]"

    def _far(self, pages: Pages, side: int, names: Sequence[str]) -> Iterator[str]:
        text = self.texts[side]
        if names:
            yield f"#section({literal(text.notes)})"
        for name in names:
            entry = text.entries[name]
            lemma = "none" if entry.lemma is None else f"[{entry.lemma}]"
            number = literal(pages.numbers.get((side, name), ""))
            yield f"#far({side}, {literal(name)}, {number}, {lemma}, [{entry.words}])"

    def _find_seams(self, measured: Galley) -> None:
        """For each block, how many lines it has, and the piece at which each of its lines begins."""
        for text, blocks in zip(self.texts, measured.blocks, strict=True):
            self._lines.append([max(1, len(block.lines)) for block in blocks])
            self._seams.append([_seams(*pair) for pair in zip(text.blocks, blocks, strict=True)])


def _row(one: Cited, entry: Entry, number: str | None, words: str) -> str:
    lemma = "none" if entry.lemma is None else f"[{entry.lemma}]"
    shown = "none" if number is None else literal(number)
    return f"({literal(one.id)}, {shown}, {lemma}, {words}, {'none' if one.nth is None else one.nth}),"


def _seams(block: Block, measured: Measured) -> dict[int, int]:
    """The piece at which each line of a paragraph ends and the next begins, by the number of the latter."""
    paragraph = block.paragraph
    if paragraph is None or len(measured.seams) != len(paragraph.seams):
        return {}
    return {line + 1: seam for (line, _), seam in zip(measured.seams, paragraph.seams, strict=True)}


def _going_on(call: str, kind: str) -> str:
    return call.replace(f'"{kind}"', f'"{_GOES_ON[kind]}"', 1)


def _sections(told: Mapping[str, Any]) -> dict[int, str]:
    """By page, the heading that begins last on it."""
    return {page: value["short"] if isinstance(value, dict) else value for page, _, _, value in told["heads"]}


def _lines(spread: Spread) -> int:
    return max((one.end - one.start for part in spread.strips[0].parts for one in part.slices), default=0)


def _array(words: Sequence[str]) -> str:
    return "(" + "".join(literal(word) + "," for word in words) + ")"
