"""The running text of a file in stretches, as a reader meets it: where names may be, and where none may run across.

A stretch ends where a block does, and at an apparatus entry; the readings of the entry, and each note, are stretches of
their own. Within a stretch, what stands in a name already, or is no text, leaves a mark that no name runs across.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from recensio.law.elements import Kind, kind_of
from recensio.names.markup import TEI, Character, Element, Markup
from recensio.names.vocabulary import closed, seen_through

#: A place that no name runs across.
BARRIER = "\x00"
_CLOSED = closed()
_TRANSPARENT_WHEN_CLOSED = seen_through()
_BASE = ("corr", "reg", "expan", "ex")
_BREAKS = frozenset((Kind.BREAK, Kind.MILESTONE))
_TEXTS = frozenset(("text", "TEI", "teiCorpus"))


@dataclass(slots=True)
class Stretch:
    """A piece of running text. ``places`` gives the place of each character in the file; ``None`` for one we put in."""

    letters: list[str] = field(default_factory=list)
    places: list[Character | None] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    language: str = ""

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.letters)

    def add(self, char: str, place: Character | None, owner: int) -> None:
        """Put a character at the end."""
        self.letters.append(char)
        self.places.append(place)
        self.owners.append(owner)

    def cut(self, length: int) -> None:
        """Keep the first ``length`` characters."""
        del self.letters[length:]
        del self.places[length:]
        del self.owners[length:]


def stretches(markup: Markup) -> list[Stretch]:
    """The running text of a file, in the order in which stretches begin."""
    walk = _Walk(markup)
    walk.run()
    return [one for one in walk.done if one.text.strip(BARRIER + " \t\r\n")]


class _Walk:
    """One walk over a file."""

    def __init__(self, markup: Markup) -> None:
        self.done: list[Stretch] = []
        self._markup = markup
        self._stack: list[Stretch] = []
        self._skipped = 0  # the depth inside what is closed
        self._base = _bases(markup)
        self._language: list[str] = [""]
        self._in_text = 0
        self._run_on = False

    def run(self) -> None:
        roots = {"TEI", "teiCorpus"}
        if self._markup.elements and self._markup.elements[0].name not in roots:
            self._in_text = 1
        self._begin()
        for event in self._markup.events:
            if isinstance(event, Character):
                self._character(event)
            elif event[0] == "open":
                self._open(event[1])
            else:
                self._close(event[1])

    # A stretch is put on the list when it begins, so that notes come behind the text that they interrupt.
    def _begin(self) -> None:
        made = Stretch(language=self._language[-1])
        self.done.append(made)
        self._stack.append(made)

    def _end(self) -> None:
        self._stack.pop()

    def _split(self) -> None:
        """End the stretch here, and begin another in its place."""
        self._end()
        self._begin()

    def _character(self, char: Character) -> None:
        if self._skipped or not self._in_text:
            return
        if self._run_on and char.text.isspace():
            return
        self._run_on = False
        self._stack[-1].add(char.text, char, self._owner)

    def _open(self, element: Element) -> None:
        self._owner = element.number
        self._language.append(element.attributes.get("xml:lang", self._language[-1]))
        self._in_text += element.name in {"text"}
        if self._skipped or self._is_closed(element):
            self._skipped += 1
            if (
                self._skipped == 1
                and element.name not in _TRANSPARENT_WHEN_CLOSED
                and not self._is_other_choice(element)
            ):
                self._stack[-1].add(BARRIER, None, element.number)
            return
        self._entered(element, _kind(element))

    def _entered(self, element: Element, kind: Kind) -> None:
        if kind in _BREAKS:
            self._broken(element)
        elif kind is Kind.SPACE:
            self._stack[-1].add(" ", None, element.number)
        elif kind is Kind.WORD:
            self._word(element)
        elif kind is Kind.NOTE:
            self._stack[-1].add(BARRIER, None, element.number)
            self._begin()
        elif self._is_block(element, kind):
            self._split()

    def _close(self, element: Element) -> None:
        self._owner = element.parent
        self._language.pop()
        if self._skipped:
            self._skipped -= 1
        elif _kind(element) is Kind.NOTE:
            self._end()
        elif self._is_block(element, _kind(element)):
            self._split()
        self._in_text -= element.name in {"text"}

    def _is_closed(self, element: Element) -> bool:
        return not element.name or element.name in _CLOSED or self._is_other_choice(element)

    def _is_other_choice(self, element: Element) -> bool:
        base = self._base.get(element.parent)
        return base is not None and base != element.number

    def _is_block(self, element: Element, kind: Kind) -> bool:
        if kind in {Kind.BOUNDARY, Kind.APP, Kind.READING, Kind.GROUP, Kind.OTHER}:
            return True
        return element.name in _TEXTS

    def _broken(self, element: Element) -> None:
        """A break is a blank; where it parts a word, the hyphen before it goes too."""
        stretch = self._stack[-1]
        if element.attributes.get("break") != "no":
            stretch.add(" ", None, element.number)
            return
        length = len(stretch.letters)
        while length and stretch.letters[length - 1] in " \t\r\n":
            length -= 1
        stretch.cut(length - (length > 0 and stretch.letters[length - 1] in "-‐¬\u00ad"))
        self._run_on = True

    def _word(self, element: Element) -> None:
        """Two words that touch are two, unless they are parts of one."""
        stretch = self._stack[-1]
        before = self._markup.text[max(0, element.start - 40) : element.start].rstrip()
        joined = element.attributes.get("part") in {"M", "F"} or element.attributes.get("join") in {"left", "both"}
        if (
            stretch.letters
            and not stretch.letters[-1].isspace()
            and before.endswith(":w>" if element.prefix else "</w>")
            and not joined
        ):
            stretch.add(" ", None, element.number)


def _bases(markup: Markup) -> Mapping[int, int]:
    """For each ``choice``, the child that is read."""
    children: dict[int, list[Element]] = {}
    for element in markup.elements:
        if element.parent >= 0 and markup.elements[element.parent].name == "choice":
            children.setdefault(element.parent, []).append(element)
    return {number: _read(ones).number for number, ones in children.items()}


def _read(ones: list[Element]) -> Element:
    rank: Callable[[Element], int] = lambda e: _BASE.index(e.name) if e.name in _BASE else len(_BASE)  # noqa: E731
    return min(ones, key=rank)


def _kind(element: Element) -> Kind:
    return kind_of(f"{{{TEI}}}{element.name}") if element.name else Kind.OTHER
