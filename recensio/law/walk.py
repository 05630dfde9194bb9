"""The walk through a source tree that makes its flow: one visit to each element, whatever the depth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from recensio.law.elements import Kind, all_text, identifier, is_blank, kind_of, name_of
from recensio.law.flow import (
    BOUNDARY,
    BREAK,
    OPEN_BREAK,
    PART_ENDS,
    PART_STARTS,
    RUN_ON,
    WORD_ENDS,
    WORD_STARTS,
    App,
    Aside,
    Copy,
    Event,
    Flow,
    Item,
    Part,
    Point,
    Reading,
)
from recensio.law.model import APART, ELSEWHERE, END, START, Document, copied_by, has_own_text, is_within_word
from recensio.law.remarks import is_remark


@dataclass(slots=True)
class _Frame:
    """An element that the walk is inside of.

    ``hushed``: its characters are no text; ``squeezed``: its white space is none; ``only``: the one child of a choice
    that counts; ``app``: the entry whose readings may follow; ``wits``: the witnesses of the reading around;
    ``group_wits``: those of the group around, in the entry; ``closing``: the mark at its end; ``sink``: where runs go
    again after it.
    """

    element: etree._Element
    number: int
    children: Iterator[etree._Element]
    hushed: bool = False
    squeezed: bool = False
    in_word: bool = False
    in_reading: bool = False
    only: etree._Element | None = None
    app: App | None = None
    wits: frozenset[str] | None = None
    group_wits: frozenset[str] | None = None
    closing: str = ""
    sink: list[Item] | None = None
    own_text: bool | None = None

    def has_own_text(self) -> bool:
        if self.own_text is None:
            self.own_text = has_own_text(self.element)
        return self.own_text


def flow_of(document: Document) -> Flow:
    """The flow of the text of a document."""
    return _Walk(document).run()


class _Walk:
    """The state of one walk. ``number`` counts elements in document order, ``sink`` takes the runs."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.flow = Flow()
        self.number = 0
        self.sink = self.flow.body
        self.stack: list[_Frame] = []

    def run(self) -> Flow:
        outside = _Frame(etree.Element("outside"), 0, iter(()))
        for root in self.document.roots:
            self.enter(outside, root)
            self.descend()
            self.flow.mark(BOUNDARY)
        for root in self.document.detached:
            self.enter(outside, root)
            self.descend()
        self.flow.end_run(self.sink)
        return self.flow

    def descend(self) -> None:
        """Walk to the end of the elements on the stack."""
        stack = self.stack
        while stack:
            frame = stack[-1]
            child = next(frame.children, None)
            if child is None:
                self.leave(stack.pop())
                continue
            if isinstance(child.tag, str) and (frame.only is None or child is frame.only):
                self.enter(frame, child)
            elif isinstance(child.tag, str):
                self.pass_over(child)
            if stack[-1] is frame and child.tail:
                self.hear(frame, child.tail)

    def enter(self, parent: _Frame, element: etree._Element) -> None:
        """Meet an element: its handler marks the flow and may make a frame for it."""
        handler = _HANDLERS[kind_of(element.tag)]
        frame = handler(self, parent, element)
        if frame is None:
            return
        if not frame.hushed:
            self.set_apart(frame, element)
        self.number += 1
        self.stack.append(frame)
        if element.text:
            self.hear(frame, element.text)

    def set_apart(self, frame: _Frame, element: etree._Element) -> None:
        """Let a part that witnesses lack, or that is repeated elsewhere, have a body of its own."""
        if frame.in_reading and (ids := copied_by(element)):
            self.put(Copy(ids))
        name = identifier(element) if self.document.copied else None
        excluded = self.excluded(element)
        if excluded or name in self.document.copied:
            part = Part(excluded)
            self.put(part)
            if name is not None:
                self.flow.parts.setdefault(name, part.body)
            frame.sink = frame.sink or self.sink
            self.sink = part.body

    def excluded(self, element: etree._Element) -> frozenset[str]:
        """The witnesses that ``@exclude`` names."""
        pointers = element.get("exclude")
        return _ids_in(pointers) & self.document.witnesses.keys() if pointers else frozenset()

    def put(self, item: Item) -> None:
        """Put something between two runs."""
        self.flow.end_run(self.sink)
        self.sink.append(item)

    def leave(self, frame: _Frame) -> None:
        """Close an element, and hear the text behind it."""
        if frame.sink is not None:
            self.flow.end_run(self.sink)
            self.sink = frame.sink
        if frame.closing and not frame.hushed:
            self.flow.mark(frame.closing)
        if self.stack and frame.element.tail:
            self.hear(self.stack[-1], frame.element.tail)

    def hear(self, frame: _Frame, text: str) -> None:
        """Take the text of a node that ``frame`` holds."""
        if not frame.hushed and not (frame.squeezed and is_blank(text)):
            self.flow.say(text, frame.number)

    def pass_over(self, element: etree._Element) -> None:
        """Count the elements that are left out."""
        self.number += sum(1 for _ in element.iter("*"))

    def mark(self, frame: _Frame, mark: str) -> None:
        if mark and not frame.hushed:
            self.flow.mark(mark)

    def inside(self, parent: _Frame, element: etree._Element, closing: str = "") -> _Frame:
        """A frame for an element that goes on as its parent does."""
        return _Frame(
            element,
            self.number,
            iter(element),
            hushed=parent.hushed,
            in_word=parent.in_word,
            in_reading=parent.in_reading,
            app=parent.app if parent.hushed else None,
            wits=parent.wits,
            closing=closing,
        )

    def aside(self) -> list[Item]:
        """The body for a text that stands beside the base text."""
        aside = Aside(self.number, [])
        self.flow.asides.append(aside)
        return aside.body

    def to_sink(self, frame: _Frame, body: list[Item]) -> _Frame:
        """Let the runs of this frame go to ``body``."""
        self.flow.end_run(self.sink)
        frame.sink, frame.hushed, frame.app = self.sink, False, None
        self.sink = body
        return frame


def _left_out(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame | None:
    if name_of(element) == "desc" and _is_shown(parent):
        return _note(walk, parent, element)
    walk.pass_over(element)
    return None


def _is_shown(parent: _Frame) -> bool:
    """Whether a description is shown where it stands: of a gap or a picture the title tells it."""
    return not parent.hushed and parent.app is None and name_of(parent.element) not in _TITLED


def _join(walk: _Walk, parent: _Frame, element: etree._Element) -> None:
    """A reading that is put together of what stands elsewhere."""
    if parent.in_reading and not parent.hushed and (ids := copied_by(element)):
        walk.put(Copy(ids))
    walk.pass_over(element)


def _anchor(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame | None:
    if not parent.hushed and (name := identifier(element)) in walk.document.points:
        walk.put(Point(str(name)))
    return _inline(walk, parent, element)


def _inline(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame | None:
    if parent.app is not None and not parent.app.is_attached:
        return _left_out(walk, parent, element)
    return walk.inside(parent, element)


def _boundary(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame | None:
    frame = _inline(walk, parent, element)
    if frame is not None:
        walk.mark(parent, BOUNDARY)
        frame.closing = BOUNDARY
    return frame


def _space(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame | None:
    """White space of the source parts words, unless it has no extent, or the word is said to run on over it."""
    frame = _inline(walk, parent, element)
    if frame is not None and not parent.in_word and element.get("quantity", "").strip() != "0":
        walk.mark(parent, OPEN_BREAK)
        frame.closing = OPEN_BREAK
    return frame


def _other(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame | None:
    return _inline(walk, parent, element) if parent.has_own_text() else _boundary(walk, parent, element)


def _hushed(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame:
    frame = walk.inside(parent, element)
    frame.hushed = True
    return frame


def _note(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame:
    frame = walk.inside(parent, element)
    frame.in_word, frame.wits = False, None
    return walk.to_sink(frame, walk.aside())


def _deleted(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame | None:
    if walk.document.shows_deletions or name_of(parent.element) == "restore":
        return _inline(walk, parent, element)
    return _left_out(walk, parent, element)


def _choice(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame | None:
    frame = _subst(walk, parent, element)
    if frame is not None:
        frame.only = walk.document.chosen(element)
    return frame


def _subst(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame | None:
    frame = _inline(walk, parent, element)
    if frame is not None:
        frame.squeezed = True
    return frame


def _app(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame | None:
    if parent.app is not None and not parent.app.is_attached:
        return _left_out(walk, parent, element)
    walk.flow.entries += 1
    app = App()
    if parent.hushed or walk.document.is_attached(element):
        _attach(walk, app, element)
    else:
        walk.put(app)
    frame = walk.inside(parent, element)
    frame.hushed, frame.app = True, app
    return frame


def _attach(walk: _Walk, app: App, element: etree._Element) -> None:
    """Take an entry that stands outside the text, with the places it has been told."""
    app.is_attached = True
    if element.get(ELSEWHERE) is not None:  # (it has no place here, and its lemma is no word of this text)
        app.is_elsewhere = True
        return
    starts, ends = (element.get(START) or "").split(), (element.get(END) or "").split()
    app.between = tuple(zip(starts, ends, strict=False))
    app.apart = element.get(APART) is not None
    walk.flow.attached.append(app)


def _group(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame:
    frame = walk.inside(parent, element)
    frame.squeezed = True
    named = _wits(element)
    frame.group_wits = parent.group_wits if named is None else named
    return frame


def _reading(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame | None:
    if parent.app is None:
        return _inline(walk, parent, element)
    frame = walk.inside(parent, element)
    named = _wits(element)
    reading = Reading(
        walk.number,
        name_of(element) == "lem",
        parent.group_wits if named is None else named,
        _rank(element),
        is_remark(element),
    )
    parent.app.readings.append(reading)
    frame.wits = parent.wits if reading.wits is None else reading.wits
    if parent.app.is_attached:
        return _attached_reading(walk, frame, reading, told=parent.app.is_elsewhere)
    frame.in_reading = True
    return walk.to_sink(frame, reading.body)


def _attached_reading(walk: _Walk, frame: _Frame, reading: Reading, *, told: bool) -> _Frame:
    """A lemma outside the text repeats it, unless it is ``told`` of another text; a reading stands aside."""
    frame.app = None
    if reading.is_lemma and not told:
        return frame
    frame.in_reading = True
    reading.body = walk.aside()
    return walk.to_sink(frame, reading.body)


def _rank(element: etree._Element) -> int:
    try:
        return int(element.get("varSeq", "0"))
    except ValueError:
        return 0


def _wits(element: etree._Element) -> frozenset[str] | None:
    named = element.get("wit")
    return None if named is None else _ids_in(named)


@lru_cache(maxsize=4096)
def _ids_in(pointers: str) -> frozenset[str]:
    """The ids that the tokens of ``pointers`` name: what stands behind the last ``#`` of each, or all of it."""
    return frozenset(name for token in pointers.split() if (name := token.rpartition("#")[2]))


def _event(walk: _Walk, parent: _Frame, element: etree._Element) -> None:
    name = name_of(element)
    enters = name in ("lacunaEnd", "witStart")
    wits = _wits(element) or parent.wits
    if wits and not parent.hushed:
        walk.put(Event(enters, wits))
        for frame in walk.stack:
            if frame.app is not None:
                frame.app.eventful = True
    walk.pass_over(element)


def _break(walk: _Walk, parent: _Frame, element: etree._Element) -> None:
    says = element.get("break")
    runs_on = says == "no" or (parent.in_word and is_within_word(element))
    walk.mark(parent, RUN_ON if runs_on else BREAK if says else OPEN_BREAK)
    walk.pass_over(element)


def _milestone(walk: _Walk, parent: _Frame, element: etree._Element) -> None:
    if element.get("break") == "no":
        walk.mark(parent, RUN_ON)
    walk.pass_over(element)


def _word(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame | None:
    frame = _inline(walk, parent, element)
    if frame is not None:
        part, join = element.get("part"), element.get("join")
        walk.mark(parent, PART_STARTS if part in ("M", "F") else "" if join in ("left", "both") else WORD_STARTS)
        frame.closing = PART_ENDS if part in ("I", "M") else "" if join in ("right", "both") else WORD_ENDS
        frame.in_word = True
    return frame


def _glyph(walk: _Walk, parent: _Frame, element: etree._Element) -> _Frame | None:
    if parent.hushed or has_own_text(element) or any(isinstance(child.tag, str) for child in element):
        return _inline(walk, parent, element)
    walk.flow.say(walk.document.glyph(element.get("ref", "")), walk.number)
    walk.pass_over(element)
    return None


def _verbatim(walk: _Walk, parent: _Frame, element: etree._Element) -> None:
    # (in an example of mark-up the tags are shown, and stand between the words)
    edge = BOUNDARY if element.tag.endswith("egXML") else ""
    walk.mark(parent, edge)
    for text in [] if parent.hushed else all_text(element):
        walk.flow.say(text, walk.number)
        walk.mark(parent, edge)
    walk.pass_over(element)


_Handler = Callable[[_Walk, _Frame, etree._Element], _Frame | None]
#: What tells its description in a title.
_TITLED = frozenset({"gap", "space", "graphic", "media", "binaryObject"})
_HANDLERS: dict[Kind, _Handler] = {
    Kind.LEFT_OUT: _left_out,
    Kind.HUSHED: _hushed,
    Kind.NOTE: _note,
    Kind.JOIN: _join,
    Kind.ANCHOR: _anchor,
    Kind.DELETED: _deleted,
    Kind.CHOICE: _choice,
    Kind.SUBST: _subst,
    Kind.APP: _app,
    Kind.GROUP: _group,
    Kind.READING: _reading,
    Kind.BREAK: _break,
    Kind.MILESTONE: _milestone,
    Kind.EVENT: _event,
    Kind.SPACE: _space,
    Kind.WORD: _word,
    Kind.GLYPH: _glyph,
    Kind.BOUNDARY: _boundary,
    Kind.INLINE: _inline,
    Kind.VERBATIM: _verbatim,
    Kind.OTHER: _other,
}
