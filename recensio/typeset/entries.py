"""The entries in a print source: what they say, and the source with what the template is to be told of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from recensio.typeset.job import literal, unescaped
from recensio.typeset.pages import Pages, Printed

_STRING = r'"(?:[^"\\]|\\.)*"'
_COMMENT = r"^[ \t]*//[^\n]*"
_CALL = re.compile(
    rf"{_STRING}|{_COMMENT}|^#show: (?P<begin>setting)\b|^#(?P<para>para)\(|"
    rf"#(?P<call>app|call|moved)\((?P<first>{_STRING})",
    re.MULTILINE | re.DOTALL,
)
_OUTSIDE = re.compile(rf"{_STRING}|[\[\]()]", re.DOTALL)
_PLAIN = re.compile(rf"{_STRING}|[a-z]+", re.DOTALL)
_DEPTH = {"[": 1, "(": 1, "]": -1, ")": -1}
_KEYED = re.compile(rf"{_STRING}|\bkeyed: (?P<keyed>true|false)", re.DOTALL)
_COMMA = ", "
_REST = "rest "  # what the template calls pages that bear nothing but entries of the last lines, before their number
_Edit = tuple[int, int, str]  # from where to where, and what stands there instead


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
    """All entries of one print source that stand at the foot by the number of their line. ``prefix`` stands before
    their ids (in a book, the name of the text)."""

    def __init__(self, source: str, prefix: str = "") -> None:
        """Find the entries of ``source``."""
        self._source = source
        self._prefix = prefix
        self._ends = [end.start() for end in re.finditer("\n", source)]
        self._found: dict[str, Entry] = {}
        self._begin = self._moved = 0
        self._keyed = False
        self._paragraphs: list[int] = []
        for call in _CALL.finditer(source):
            if call["begin"]:
                self._begin = call.end()
                self._keyed = _is_keyed(source[: call.start()])
            elif call["para"]:
                self._paragraphs.append(call.end())
            elif call["call"] == "moved":
                self._moved = call.end()
            elif call["call"] and self._keyed:
                self._found[prefix + unescaped(call["first"][1:-1])] = self._entry(call)
        if self._found and not self._moved:
            self._source = f'{source}#moved("")\n'
            self._moved = len(self._source) - len(")\n")

    def __bool__(self) -> bool:
        """True if there are any."""
        return bool(self._found)

    @property
    def to_measure(self) -> str:
        """The source with a list of all entries in place of its text. (Each stands on its own line all the same: so a
        fault in it has its place.)"""
        pieces, line = [self._source[: self._begin], ".with(entries: (app, call) => ("], self._line(self._begin)
        for entry in self._found.values():
            pieces += ("\n" * (entry.line - line), entry.call, _COMMA)
            line = entry.line
        return "".join((*pieces, "))\n"))

    def to_lay_out(self, pages: Pages | None) -> str:
        """The source without what its entries say, but of those that stand behind the text; with all that has the foot
        of a page in its footnote."""
        hosts = self._hosts({name: "" for _, name in self._own(pages)} if pages else {})
        return self._edited([*self._blanks({}), *hosts, *self._behind(pages, feet=False)])

    def on_galley(self, pages: Pages | None) -> str:
        """The same, in which paragraphs have names."""
        names = [(at, at, f"n: {literal(self._paragraph(n))}, ") for n, at in enumerate(self._paragraphs)]
        return self._edited([*self._blanks({}), *names, *self._behind(pages, feet=None)])

    def with_feet(self, pages: Pages) -> str:
        """The same, in which one entry or paragraph of each page is told what stands at the foot of that page."""
        drawn = {name: f", foot: {self._layers(pages, page)}" for page, name in self._own(pages)}
        return self._edited([*self._blanks(drawn), *self._hosts(drawn), *self._behind(pages, feet=True)])

    def _hosts(self, drawn: Mapping[str, str]) -> Iterator[_Edit]:
        """The paragraphs that have the foot of a page in their footnote."""
        for number, before in enumerate(self._paragraphs):
            if (name := self._paragraph(number)) in drawn and (at := self._content(before)):
                yield at, at, f'#app({literal(name.removeprefix(self._prefix))}, "", none, []{drawn[name]});'

    def _paragraph(self, number: int | str) -> str:
        """What a paragraph is called that has the foot of a page in its footnote."""
        return f"{self._prefix}paragraph {number}"

    def _content(self, call: int) -> int:
        """Where the content of a paragraph begins."""
        end = self._closed(call - 1)
        return end + 1 if self._source[end : end + 1] == "[" else 0

    def _blanks(self, feet: Mapping[str, str]) -> Iterator[_Edit]:
        for name, entry in self._found.items():
            yield entry.start, entry.end, entry.blank + feet.get(name, "")

    def _edited(self, edits: Iterable[_Edit]) -> str:
        pieces: list[str] = []
        at = 0
        for start, end, text in sorted(edits, key=itemgetter(0)):
            pieces += (self._source[at:start], text)
            at = end
        return "".join((*pieces, self._source[at:]))

    def _own(self, pages: Pages) -> Iterator[tuple[int, str]]:
        """The feet of this text: their pages, and what has them in its footnote."""
        others = (self._paragraph(""), self._prefix + _REST)
        feet = sorted(pages.draws.items())
        return ((page, name) for page, name in feet if name in self._found or name.startswith(others))

    def _layers(self, pages: Pages, page: int) -> str:
        layers: dict[str, list[Printed]] = {}
        for one in pages.feet.get(page, ()):
            layers.setdefault(one.mark.layer, []).append(one)
        rows = (f"{literal(name)}: {self._rows(pages, printed)}" for name, printed in layers.items())
        return f"({_COMMA.join(rows) or ':'})"

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

    def _behind(self, pages: Pages | None, *, feet: bool | None) -> Iterator[_Edit]:
        """Behind the text: pages that bear only entries (with those, without them, or no such pages); long entries: id,
        layer, number, lemma, words, which of equal words."""
        if not self._moved or pages is None:
            return
        names = [(page, name) for page, name in self._own(pages) if name.startswith(self._prefix + _REST)]
        rest = "".join(
            f"({literal(name.removeprefix(self._prefix))}, {self._layers(pages, page) if feet else '(:)'}),"
            for page, name in names
        )
        if rest and feet is not None:
            yield self._moved, self._moved, f", rest: ({rest})"
        rows = (
            f", ({literal(name)}, {literal(entry.layer)}, {literal(number)}, {entry.lemma}, {entry.words}, "
            f"{_count(nth)})"
            for name, (number, nth) in pages.far_numbers.items()
            if (entry := self._found.get(name)) is not None
        )
        yield self._moved, self._moved, "".join(rows)

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


def _is_keyed(settings: str) -> bool:
    """Whether the text's settings say so (else notes are ordinary footnotes); if they say nothing, it is."""
    return next((found["keyed"] == "true" for found in _KEYED.finditer(settings) if found["keyed"]), True)


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _count(nth: int | None) -> str:
    return "none" if nth is None else str(nth)
