"""The side file of a source: what an editor says of its lines, which overrules every guess.

It is TOML. ``[metadata]`` says what the source is; ``[lines]`` what certain lines are; ``[pages]`` where pages begin;
``[[notes]]`` and ``[[calls]]`` what is a note and where it is called; ``[[drop]]`` what is left out, and why;
``[[gaps]]`` what is missing.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from recensio.imports.model import Metadata, Person, Refused
from recensio.problems import problem

#: What lines can be said to be, in ``[lines]``.
ROLES = (
    "title", "subtitle", "author", "date", "imprint", "header", "preface", "letter", "heading", "heading-2",
    "heading-3", "heading-4", "heading-5", "paragraph", "runs-on", "quotation", "source", "list", "verse",
    "table", "caption", "rule", "salute", "dateline", "byline", "valediction", "signed", "postscript", "trailer",
    "epigraph", "running-head", "folio", "preformatted",
)  # fmt: skip
_TOP = (
    "id", "source", "sha256", "encoding", "layout", "metadata", "lines", "pages", "notes", "calls", "drop", "works",
    "gaps", "notes-by", "not",
)  # fmt: skip
_METADATA = (
    "title", "subtitle", "date", "when", "language", "publisher", "place", "description", "url", "rights", "licence",
    "status", "abstract",
)  # fmt: skip
_PEOPLE = ("author", "editor", "translator", "recipient")


class SideError(ValueError):
    """A statement of the side file that is none."""


@dataclass(frozen=True, slots=True)
class Span:
    """Lines from ``first`` to ``last``."""

    first: int
    last: int

    def __contains__(self, number: int) -> bool:
        """True if the line is one of them."""
        return self.first <= number <= self.last

    def __iter__(self) -> Iterator[int]:
        """The numbers of the lines."""
        return iter(range(self.first, self.last + 1))


@dataclass(frozen=True, slots=True)
class SideNote:
    """A note body: its lines; ``printed`` is the label as printed at its beginning, to be taken off."""

    label: str
    span: Span
    printed: str = ""
    position: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class SideCall:
    """A call: it stands in ``line`` behind the words ``behind``, as ``printed``."""

    label: str
    line: int
    behind: str
    printed: str


@dataclass(frozen=True, slots=True)
class SideGap:
    """Text that is missing behind a line."""

    line: int
    reason: str
    unit: str = ""
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class SideDrop:
    """Lines, or ``words`` in a line, that are left out."""

    span: Span
    because: str
    words: str = ""


@dataclass(frozen=True)
class Side:
    """A side file, read."""

    metadata: Metadata = field(default_factory=Metadata)
    works: Mapping[int, Metadata] = field(default_factory=dict)
    roles: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    pages: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[SideNote, ...] = ()
    calls: tuple[SideCall, ...] = ()
    drops: tuple[SideDrop, ...] = ()
    gaps: tuple[SideGap, ...] = ()
    encoding: str = ""
    layout: str = ""
    sha256: str = ""
    off: frozenset[str] = frozenset()
    notes_by: str = ""

    def lines(self, role: str) -> frozenset[int]:
        """The numbers of all lines that are ``role``."""
        return frozenset(number for span in self.roles.get(role, ()) for number in span)

    def starts(self, role: str) -> frozenset[int]:
        """The first lines of the spans that are ``role``."""
        return frozenset(span.first for span in self.roles.get(role, ()))

    def last_line(self) -> tuple[int, str]:
        """The highest line that is spoken of, and what is said of it."""
        named = [(span.last, role) for role, spans in self.roles.items() for span in spans]
        named += [(line, "pages") for line in self.pages] + [(line, "works") for line in self.works]
        named += [(note.span.last, "notes") for note in self.notes] + [(call.line, "calls") for call in self.calls]
        named += [(drop.span.last, "drop") for drop in self.drops] + [(gap.line, "gaps") for gap in self.gaps]
        return max(named, default=(0, ""))


def parse(data: bytes, name: str) -> dict[str, object]:
    """The TOML of a side file. Raises ``Refused`` (IMP-007) if it is none."""
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(problem("IMP-007", file=name, reason=f"it is no TOML ({error})")) from None


def side_of(raw: Mapping[str, object], name: str = "") -> Side:
    """The statements of a side file. Raises ``Refused`` (IMP-007) at the first that is not understood."""
    try:
        return _side(raw)
    except SideError as error:
        raise Refused(problem("IMP-007", file=name or None, reason=str(error))) from None


def _side(raw: Mapping[str, Any]) -> Side:
    _known(raw, _TOP, "it")
    _text(raw, "id", "it")
    lines = _table(raw, "lines")
    _known(lines, ROLES, "[lines]")
    roles = {role: tuple(_span(one, f"lines.{role}") for one in _list(lines, role)) for role in lines}
    return Side(
        metadata=_metadata(_table(raw, "metadata"), "[metadata]"),
        works={_int(one, "line", "[[works]]"): _work(one) for one in _tables(raw, "works")},
        roles=roles,
        pages=_pages(_table(raw, "pages")),
        notes=tuple(map(_note, _tables(raw, "notes"))),
        calls=tuple(map(_call, _tables(raw, "calls"))),
        drops=tuple(map(_drop, _tables(raw, "drop"))),
        gaps=tuple(map(_gap, _tables(raw, "gaps"))),
        encoding=_text(raw, "encoding", "it"),
        layout=_one_of(_text(raw, "layout", "it"), ("", "wrapped", "paragraphs"), "layout"),
        sha256=_text(raw, "sha256", "it"),
        notes_by=_text(raw, "notes-by", "it"),
        off=frozenset(_one_of(str(one), _GUESSES, "not") for one in _list(raw, "not")),
    )


#: Kinds of guesses that can be switched off as a whole, with ``not = […]``.
_GUESSES = (
    "headings",
    "quotations",
    "lists",
    "verse",
    "tables",
    "letters",
    "notes",
    "calls",
    "works",
    "pages",
    "captions",
)


def _note(one: Mapping[str, Any]) -> SideNote:
    _known(one, ("label", "lines", "printed", "place", "by"), "[[notes]]")
    place = _one_of(_text(one, "place", "[[notes]]"), ("", "foot", "end", "margin"), "place")
    span = _span(_needed(one, "lines", "[[notes]]"), "notes.lines")
    return SideNote(
        _text(one, "label", "[[notes]]"), span, _text(one, "printed", "[[notes]]"), place, _text(one, "by", "")
    )


def _call(one: Mapping[str, Any]) -> SideCall:
    _known(one, ("label", "line", "behind", "printed"), "[[calls]]")
    label, behind = _text(one, "label", "[[calls]]"), _text(one, "behind", "[[calls]]")
    return SideCall(label, _int(one, "line", "[[calls]]"), behind, _text(one, "printed", "[[calls]]") or label)


def _gap(one: Mapping[str, Any]) -> SideGap:
    _known(one, ("line", "reason", "unit", "quantity"), "[[gaps]]")
    quantity = one.get("quantity")
    if quantity is not None and (not isinstance(quantity, int) or quantity < 1):
        raise SideError("quantity in [[gaps]] must be a number")
    reason = _text(one, "reason", "[[gaps]]") or "lost"
    return SideGap(_int(one, "line", "[[gaps]]"), reason, _text(one, "unit", "[[gaps]]"), quantity)


def _drop(one: Mapping[str, Any]) -> SideDrop:
    _known(one, ("lines", "because", "words"), "[[drop]]")
    because = _text(one, "because", "[[drop]]")
    if not because:
        raise SideError('[[drop]] needs because = "…", the reason')
    return SideDrop(_span(_needed(one, "lines", "[[drop]]"), "drop.lines"), because, _text(one, "words", "[[drop]]"))


def _work(one: Mapping[str, Any]) -> Metadata:
    return _metadata({key: value for key, value in one.items() if key != "line"}, "[[works]]")


def _pages(raw: Mapping[str, Any]) -> dict[int, str]:
    """``first`` is the number of the first page, ``lines`` those that pages begin with; or ``at``: number to line."""
    _known(raw, ("first", "lines", "at"), "[pages]")
    first = raw.get("first", 1)
    if not isinstance(first, int):
        raise SideError("pages.first must be a number")
    found = {
        span.first: str(first + n) for n, span in enumerate(_span(one, "pages.lines") for one in _list(raw, "lines"))
    }
    at = raw.get("at", {})
    if not isinstance(at, Mapping) or not all(isinstance(line, int) for line in at.values()):
        raise SideError("pages.at must be like { 12 = 345 }: the page, and the line it begins with")
    return found | {line: str(page) for page, line in at.items()}


def _metadata(raw: Mapping[str, Any], where: str) -> Metadata:
    _known(raw, (*_METADATA, *_PEOPLE, "people", "keywords", "identifiers"), where)
    people = [Person(name, role) for role in _PEOPLE for name in _texts(raw, role, where)]
    people += [_person(one) for one in _tables(raw, "people")]
    status = _one_of(_text(raw, "status", where), ("", "free", "restricted", "unknown"), "status")
    plain: dict[str, Any] = {key: _text(raw, key, where) for key in _METADATA if key != "status"}
    return Metadata(
        **plain,
        status=status,
        people=tuple(people),
        keywords=tuple(_texts(raw, "keywords", where)),
        identifiers=tuple((str(k), str(v)) for k, v in _table(raw, "identifiers").items()),
    )


def _person(one: Mapping[str, Any]) -> Person:
    _known(one, ("name", "role", "id"), "people")
    return Person(_text(one, "name", "people"), _text(one, "role", "people") or "author", _text(one, "id", "people"))


# --- Values


def _known(raw: Mapping[str, Any], names: Iterable[str], where: str) -> None:
    allowed = list(names)
    for key in raw:
        if key not in allowed:
            near = difflib.get_close_matches(key, allowed, n=1)
            advice = f"did you mean {near[0]}?" if near else f"it may hold {', '.join(allowed)}"
            raise SideError(f"{where} has an unknown key {key!r}; {advice}")


def _needed(raw: Mapping[str, Any], key: str, where: str) -> Any:
    if key not in raw:
        raise SideError(f"{where} needs {key} = …")
    return raw[key]


def _typed(kind: type, said: str) -> Callable[[Mapping[str, Any], str], Any]:
    def read(raw: Mapping[str, Any], key: str) -> Any:
        value = raw.get(key, kind())
        if not isinstance(value, kind):
            raise SideError(f"{key} must be {said}")
        return value

    return read


_list = _typed(list, 'a list: [1, 2, "5-7"]')
_table = _typed(dict, "a table")


def _tables(raw: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found: list[Any] = _list(raw, key)
    if not all(isinstance(one, dict) for one in found):
        raise SideError(f"{key} must be tables: [[{key}]]")
    return found


def _text(raw: Mapping[str, Any], key: str, where: str) -> str:
    value = raw.get(key, "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise SideError(f"{key} in {where} must be text")
    return value


def _texts(raw: Mapping[str, Any], key: str, where: str) -> list[str]:
    value = raw.get(key, [])
    return [str(one) for one in value] if isinstance(value, list) else [_text(raw, key, where)]


def _int(raw: Mapping[str, Any], key: str, where: str) -> int:
    value = _needed(raw, key, where)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise SideError(f"{key} in {where} must be the number of a line")
    return value


def _one_of(value: str, allowed: tuple[str, ...], key: str) -> str:
    if value not in allowed:
        raise SideError(f"{key} is {value!r}; it may be {', '.join(filter(None, allowed))}")
    return value


def _span(value: Any, where: str) -> Span:
    """``12`` or ``"12-15"``."""
    ends = (
        str(value).replace("–", "-").split("-") if isinstance(value, str | int) and not isinstance(value, bool) else []
    )
    if not 1 <= len(ends) <= 2 or not all(end.strip().isdecimal() and int(end) for end in ends):
        raise SideError(f'{where} holds {value!r}, which is no line (12) and no lines ("12-15")')
    first, last = int(ends[0]), int(ends[-1])
    if first > last:
        raise SideError(f"{where} holds {value!r}: the first line must come first")
    return Span(first, last)
