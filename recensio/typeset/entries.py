"""The entries in a print source: what they say, and the source with what the template is to be told of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from recensio.typeset.job import literal, unescaped
from recensio.typeset.pages import Pages, Printed

_STRING = r'"(?:[^"\\]|\\.)*"'
_COMMENT = r"^[ \t]*//[^\n]*"
_CALL = re.compile(
    rf"{_STRING}|{_COMMENT}|^#show: (?P<begin>setting)\b|#(?P<call>app|call|moved)\((?P<first>{_STRING})",
    re.MULTILINE | re.DOTALL,
)
_OUTSIDE = re.compile(rf"{_STRING}|[\[\]()]", re.DOTALL)
_PLAIN = re.compile(rf"{_STRING}|[a-z]+", re.DOTALL)
_DEPTH = {"[": 1, "(": 1, "]": -1, ")": -1}
_COMMA = ", "


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry in the source: its layer, its lemma and words (Typst), and its call with the line that this is on.

    From ``start`` to ``end`` stand in the source its lemma (or number) and what it says; ``blank`` is the same without
    words.
    """

    layer: str
    lemma: str
    words: str
    start: int
    end: int
    blank: str
    call: str
    line: int


class Entries:
    """All entries of one print source. ``prefix`` stands before their ids (in a book, the name of the text)."""

    def __init__(self, source: str, prefix: str = "") -> None:
        """Find the entries of ``source``."""
        self._source = source
        self._ends = [end.start() for end in re.finditer("\n", source)]
        self._found: dict[str, Entry] = {}
        self._begin = self._moved = 0
        for call in _CALL.finditer(source):
            if call["begin"]:
                self._begin = call.end()
            elif call["call"] == "moved":
                self._moved = call.end()
            elif call["call"]:
                self._found[prefix + unescaped(call["first"][1:-1])] = self._entry(call)

    def __bool__(self) -> bool:
        """True if there are any."""
        return bool(self._found)

    @property
    def to_measure(self) -> str:
        """The source with a list of all entries in place of its text. (Each stands on its own line all the same: so a
        fault in it has its place.)"""
        if not self._found:
            return self._source
        pieces, line = [self._source[: self._begin], ".with(entries: (app, call) => ("], self._line(self._begin)
        for entry in self._found.values():
            pieces += ("\n" * (entry.line - line), entry.call, _COMMA)
            line = entry.line
        return "".join((*pieces, "))\n"))

    def to_lay_out(self, measured: Container[str], pages: Pages | None) -> str:
        """The source without what ``measured`` entries say, but of those that stand behind the text."""
        return self._with(measured, {}, pages)

    def with_feet(self, measured: Container[str], pages: Pages) -> str:
        """The same, in which the last entry of each page is told what stands at the foot of that page."""
        drawing = ((page, name) for page, name in pages.draws.items() if name in self._found and pages.feet.get(page))
        return self._with(measured, {name: self._foot(pages, page) for page, name in drawing}, pages)

    def _with(self, measured: Container[str], feet: Mapping[str, str], pages: Pages | None) -> str:
        pieces: list[str] = []
        at = 0
        for name, entry in self._found.items():
            if name in measured:
                pieces += (self._source[at : entry.start], entry.blank, feet.get(name, ""))
                at = entry.end
        if pages and self._moved:
            pieces += (self._source[at : self._moved], *self._behind(pages))
            at = self._moved
        return "".join((*pieces, self._source[at:]))

    def _foot(self, pages: Pages, page: int) -> str:
        layers: dict[str, list[Printed]] = {}
        for one in pages.feet[page]:
            layers.setdefault(one.mark.layer, []).append(one)
        rows = (f"{literal(name)}: {self._rows(pages, printed)}" for name, printed in layers.items())
        return f", foot: ({_COMMA.join(rows)})"

    def _rows(self, pages: Pages, printed: Sequence[Printed]) -> str:
        """Number, whether it is that of the entry before, lemma, words, which of equal words, place of the lemma."""
        before = [None, *((one.number, one.cited) for one in printed)]
        rows = (
            f"({literal(one.number)}, {_truth((one.number, one.cited) == last)}, {self._found[one.mark.id].lemma}, "
            f"{self._words(pages, one.mark.id)}, {_count(one.nth)}, ({_COMMA.join(map(str, one.mark.at))})),"
            for one, last in zip(printed, before, strict=False)
        )
        return f"({''.join(rows)})"

    def _words(self, pages: Pages, name: str) -> str:
        """What the entry says, or the way to where it went."""
        if name not in pages.far_numbers:
            return self._found[name].words
        place = f"far-{name}"
        page = pages.places[place][0] if place in pages.places else ""
        return f"[→ #goto({literal(place)}, {literal(f'p. {page}')})]"

    def _behind(self, pages: Pages) -> Iterator[str]:
        """The entries behind the text: id, layer, number, lemma, words, which of equal words."""
        return (
            f", ({literal(name)}, {literal(entry.layer)}, {literal(number)}, {entry.lemma}, {entry.words}, "
            f"{_count(nth)})"
            for name, (number, nth) in pages.far_numbers.items()
            if (entry := self._found.get(name)) is not None
        )

    # --- reading the source ---

    def _entry(self, call: re.Match[str]) -> Entry:
        """``#app(id, layer, lemma, words …)`` or ``#call(id, layer, number, words …)``."""
        layer, start = self._argument(call.end())
        first, end = self._argument(start)
        words, end = self._argument(end)
        whole = self._source[call.start() + 1 : self._closed(call.start("first") - 1)]
        has_lemma = call["call"] == "app" and first != "none"
        blank = f", {'[]' if has_lemma else first}, []"
        line = self._line(call.start())
        return Entry(unescaped(layer[1:-1]), first if has_lemma else "none", words, start, end, blank, whole, line)

    def _line(self, at: int) -> int:
        """How many lines stand above."""
        return bisect_left(self._ends, at)

    def _argument(self, before: int) -> tuple[str, int]:
        """The argument behind the comma at ``before``, and where it ends."""
        at = before + len(_COMMA)
        plain = _PLAIN.match(self._source, at)
        end = plain.end() if plain else self._closed(at)
        return self._source[at:end], end

    def _closed(self, at: int) -> int:
        """Where the bracket that opens at ``at`` is closed."""
        depth = 0
        for token in _OUTSIDE.finditer(self._source, at):
            depth += _DEPTH.get(token[0], 0)
            if depth == 0:
                return token.end()
        return len(self._source)


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _count(nth: int | None) -> str:
    return "none" if nth is None else str(nth)
