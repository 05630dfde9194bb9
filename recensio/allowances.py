"""Exceptions that an editor makes: a problem that is meant to be, with the reason why.

In a file: ``<?recensio allow APP-003 reason="…"?>`` holds for the element that it stands in, or, in front of the root,
for the whole file. In ``edition.toml``: ``[[suppress]]`` with ``code``, ``file`` and ``reason``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from recensio.checks.findings import Finding, folded
from recensio.config import doubt_about
from recensio.parse.places import Origin, Script
from recensio.problems import Problem, problem

_INSTRUCTION = b"<?recensio"
_ALLOW = re.compile(r"\s*allow\s+([\w-]+(?:[\s,]+(?!\w+\s*=)[\w-]+)*)(.*)", re.DOTALL)
_REASON = re.compile(r"""\s*reason\s*=\s*("[^"]*"|'[^']*')\s*""", re.DOTALL)
_FOLDED = re.compile(r"\((\d+) times\)")
_END = (1 << 60, 0)

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Allowance:
    """An exception made in a file: its ``code`` from ``begin`` up to ``end``; ``line`` and ``column`` are its own."""

    code: str
    reason: str
    file: str
    line: int
    column: int
    begin: Spot = (0, 0)
    end: Spot = _END

    def covers(self, file: str | None, line: int | None, column: int | None) -> bool:
        """True for a place that the exception holds for; one without a line only if it holds for the whole file."""
        return file == self.file and self.begin <= (line or 0, column or 0) < self.end

    def row(self) -> dict[str, Any]:
        """This exception as a value for the cache."""
        return {name: getattr(self, name) for name in self.__slots__}


def allowance_from(row: Mapping[str, Any]) -> Allowance:
    """The exception that :meth:`Allowance.row` made ``row`` of."""
    return Allowance(**{**row, "begin": tuple(row["begin"]), "end": tuple(row["end"])})


def allowances_in(origins: Iterable[Origin]) -> tuple[tuple[Allowance, ...], tuple[Problem, ...]]:
    """The exceptions made in the files that a tree was made of, and what is wrong with them."""
    given: dict[Allowance, None] = {}
    wrong: list[Problem] = []
    for name, script in _with_instructions(origins).items():
        for said in _instructions(script):
            given |= dict.fromkeys(_read(name, said, wrong))
    return tuple(given), tuple(wrong)


def _with_instructions(origins: Iterable[Origin]) -> dict[str, Script]:
    scripts = {origin.name: origin.script for origin in origins}
    read = ((name, script()) for name, script in scripts.items())
    return {name: script for name, script in read if script is not None and _INSTRUCTION in script.data}


@dataclass(frozen=True, slots=True)
class _Said:
    """A processing instruction: its words, its place, and the element around it from end to end."""

    words: str
    at: Spot
    begin: Spot
    end: Spot


@dataclass
class _Listener:
    """Hears the events of one reading of a file, and keeps our instructions with the element around each."""

    parser: Any
    spot: Callable[[], Spot]
    starts: list[Spot] = field(default_factory=list)
    waiting: list[list[tuple[str, Spot]]] = field(default_factory=lambda: [[]])
    heard: list[_Said] = field(default_factory=list)

    def start(self, _name: str, _attributes: object) -> None:
        self.starts.append(self.spot())
        self.waiting.append([])

    def end(self, _name: str) -> None:
        begin, end = self.starts.pop(), self.spot()
        self.heard += [_Said(words, at, begin, end) for words, at in self.waiting.pop()]

    def instruction(self, target: str, words: str) -> None:
        if target == "recensio":
            self.waiting[-1].append((words, self.spot()))

    def all(self) -> list[_Said]:
        whole = [_Said(words, at, (0, 0), _END) for words, at in self.waiting[0]]
        return sorted(whole + self.heard, key=lambda said: said.at)


def _instructions(script: Script) -> list[_Said]:
    parser = expat.ParserCreate("utf-8")

    def spot() -> Spot:
        line = parser.CurrentLineNumber
        return line, script.shift.undo(line, parser.CurrentColumnNumber + 1)

    listener = _Listener(parser, spot)
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.ProcessingInstructionHandler = listener.instruction
    try:
        parser.Parse(script.data, True)
    except expat.ExpatError:
        return []  # the tree builder was content with the file: what it says here can't be told
    return listener.all()


def _read(file: str, said: _Said, wrong: list[Problem]) -> Iterator[Allowance]:
    found = _ALLOW.fullmatch(said.words)
    if found is None:
        wrong.append(_told("SUP-003", file, said, words=said.words[:60].strip()))
        return
    reason = _REASON.fullmatch(found[2])
    why = " ".join(reason[1][1:-1].split()) if reason else ""
    for code in re.split(r"[\s,]+", found[1].strip()):
        doubt = doubt_about(code, why)
        if doubt is None:
            yield Allowance(code, why, file, *said.at, said.begin, said.end)
        else:
            wrong.append(_told(doubt[0], file, said, **doubt[1]))


def _told(code: str, file: str, said: _Said, **facts: str) -> Problem:
    return problem(code, file=file, line=said.at[0], column=said.at[1], **facts)


@dataclass(frozen=True, slots=True)
class Excepted:
    """A problem that an exception covers: why, and whether that stands in the file itself."""

    problem: Problem
    reason: str
    in_source: bool = True


class Sieve:
    """Holds back what the exceptions in ``given`` cover, and remembers which of them were needed."""

    def __init__(self, given: Iterable[Allowance]) -> None:
        """``given`` may come from many files."""
        self.used: set[Allowance] = set()
        self.excepted: list[Excepted] = []
        self._by_code: dict[str, list[Allowance]] = {}
        for allowance in given:
            self._by_code.setdefault(allowance.code, []).append(allowance)

    def problems(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Those that nothing covers."""
        for one in problems:
            covering = self._covering(one.code, one.file, one.line, one.column)
            if covering:
                self.excepted.append(Excepted(one, covering[0].reason))
                yield from _beyond(one, covering)
            else:
                yield one

    def findings(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Those that nothing covers: left out before they are folded, so that the counts are right."""
        held: dict[Allowance, list[Finding]] = {}
        for one in findings:
            covering = self._covering(one.code, one.place.file, one.place.line, one.place.column)
            if covering:
                held.setdefault(covering[0], []).append(one)
            else:
                yield one
        for allowance, covered in held.items():
            self.excepted += [Excepted(one, allowance.reason) for one in folded(covered)]

    def _covering(self, code: str, file: str | None, line: int | None, column: int | None) -> list[Allowance]:
        covering = [one for one in self._by_code.get(code, ()) if one.covers(file, line, column)]
        self.used.update(covering)
        return covering


def _beyond(one: Problem, covering: list[Allowance]) -> Iterator[Problem]:
    """A note that more is covered than meant: faults of the schema that are alike come as one, from all of the file."""
    found = _FOLDED.search(one.message)
    if found and all(allowance.begin != (0, 0) for allowance in covering):
        own = covering[0]
        yield problem(
            "SUP-006", file=own.file, line=own.line, column=own.column, name=one.code, number=found[1]
        )  # fmt: skip


def unused(given: Iterable[Allowance], used: set[Allowance], looked_for: Callable[[str], bool]) -> Iterator[Problem]:
    """One problem for each exception that covered nothing. ``looked_for``: could a code be found at all?"""
    for allowance in given:
        if allowance not in used and looked_for(allowance.code):
            where = "in this file" if allowance.begin == (0, 0) else "in the element around it"
            yield problem(
                "SUP-001", file=allowance.file, line=allowance.line, column=allowance.column,
                name=allowance.code, where=where,
            )  # fmt: skip
