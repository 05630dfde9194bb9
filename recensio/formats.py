"""The ways in which ``validate`` tells what it found: for people, for programs, for GitHub."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

import click

from recensio import __version__
from recensio.allowances import Excepted
from recensio.baseline import Mark, mark_of
from recensio.problems import CodeEntry, Problem, Severity, catalogue
from recensio.wording import counted, counts, duration, plain, problem_row, without_surrogates

_PROGRAM = "recensio"
_MOST_OF_A_CODE = 20  # in one file
_MOST_FILES = 3  # that are told of one kind of remark
_WIDTH = 100
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


@dataclass(frozen=True)
class Outcome:
    """What there is to tell. ``known`` are the problems that a baseline knows, ``gone`` those it knows too many of;
    ``paths`` are the files by the names that messages have for them, ``root`` the folder the names start from."""

    problems: tuple[Problem, ...]
    files: int
    paths: Mapping[str, Path]
    root: Path
    excepted: tuple[Excepted, ...] = ()
    known: tuple[Problem, ...] = ()
    gone: Mapping[Mark, int] = field(default_factory=dict)
    elapsed: float | None = None

    def path_of(self, name: str) -> Path:
        """The file that messages call ``name``."""
        if name in self.paths:
            return self.paths[name]
        return next((folder / name for folder in (self.root, Path.cwd()) if (folder / name).exists()), self.root / name)

    def summary(self) -> str:
        """One line: how many files, how many problems of each severity, and the time it took."""
        told = ", ".join(counts(self.problems)) or "no problems"
        known = f"; {len(self.known):,} known from the baseline" if self.known else ""
        excepted = f"; {len(self.excepted):,} excepted" if self.excepted else ""
        time = "" if self.elapsed is None else f" ({duration(self.elapsed)})"
        return f"{counted(self.files, 'file', 'files')}: {told}{known}{excepted}{time}"


# --- text -------------------------------------------------------------------------------------------------


def as_text(outcome: Outcome) -> str:
    """Problems file by file: the message in one line, the line of the source with a caret, the cure; then a summary."""
    blocks = [*_blocks(outcome), *_gone(outcome)]
    return "\n".join((*blocks, click.style(outcome.summary(), bold=True))) + "\n"


def _blocks(outcome: Outcome) -> Iterator[str]:
    hidden: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for name, group in groupby(outcome.problems, key=lambda p: p.file):
        shown = list(_without_common_remarks(list(group), told, hidden))
        if shown:
            yield "\n".join(_file_lines(shown, _Lines(outcome.path_of(name) if name else None))) + "\n"
    for code, count in sorted(hidden.items()):
        text = f"{code} in {counted(count, 'more file', 'more files')} (--format json tells them all)"
        yield f"{click.style('info', fg='cyan')} {text}\n"


def _without_common_remarks(problems: list[Problem], told: Counter[str], hidden: Counter[str]) -> Iterator[Problem]:
    """The problems of one file without those remarks that have been told of some files already."""
    remarks = {p.code for p in problems if p.severity is Severity.INFO}
    told.update(remarks)
    common = {code for code in remarks if told[code] > _MOST_FILES}
    hidden.update(common)
    return (p for p in problems if p.severity is not Severity.INFO or p.code not in common)


def _file_lines(problems: list[Problem], lines: _Lines) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for one in problems:
        seen[one.code] += 1
        if seen[one.code] <= _MOST_OF_A_CODE:
            yield from _lines_of(one, lines)
    for code, count in seen.items():
        if count > _MOST_OF_A_CODE:
            place = click.style(plain(problems[0].file or _PROGRAM), bold=True)
            yield f"{place} {code}: {count - _MOST_OF_A_CODE:,} more of this kind (--format json tells them all)"


def _lines_of(one: Problem, lines: _Lines) -> Iterator[str]:
    parts = (one.file or _PROGRAM, one.line, one.column if one.line else None)
    place = ":".join(str(part) for part in parts if part is not None)
    severity = click.style(one.severity.value, fg=_COLOURS[one.severity], bold=one.severity is Severity.ERROR)
    yield f"{click.style(plain(place), bold=True)} {severity} {one.code} {plain(one.message)}"
    yield from lines.around(one)
    if one.hint:
        yield click.style(f"    {plain(one.hint)}", dim=True)


def _gone(outcome: Outcome) -> Iterator[str]:
    if outcome.gone:
        total = sum(outcome.gone.values())
        first = ", ".join(f"{mark.code} in {plain(mark.file)}" for mark in list(outcome.gone)[:3])
        more = " …" if len(outcome.gone) > 3 else ""
        told = counted(total, "problem of the baseline is gone", "problems of the baseline are gone")
        yield f"{told}: {first}{more}. Shrink it with --write-baseline.\n"


class _Lines:
    """The lines of a file, read when the first is asked for."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lines: list[str] | None = None

    def around(self, one: Problem) -> Iterator[str]:
        """The line that a problem stands in, and a caret below its column."""
        if not one.line or not one.column:
            return
        lines = self._read()
        if one.line <= len(lines) and one.column <= len(lines[one.line - 1]) + 1:
            yield from caret(lines[one.line - 1], one.line, one.column)

    def _read(self) -> list[str]:
        if self._lines is None:
            self._lines = _lines_of_file(self._path) if self._path else []
        return self._lines


def _lines_of_file(path: Path) -> list[str]:
    try:
        data = path.read_bytes()
    except (OSError, ValueError):
        return []
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = data.decode("utf-16" if utf16 else "utf-8-sig", "replace")
    return re.split("\r\n|\r|\n", text)


_TAG = re.compile(r"</?[^\s<>/]+|<\?[^\s?]+|[^\s<>]")
_INVISIBLE = re.compile("[\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def caret(line: str, number: int, column: int) -> Iterator[str]:
    """The source line with its number, cut to a width that fits; carets below what stands at ``column``."""
    start = max(0, column - 1 - _WIDTH // 2) if len(line) > _WIDTH else 0
    shown = plain(_INVISIBLE.sub("·", line[start : start + _WIDTH].replace("\t", " ")))
    found = _TAG.match(line, column - 1)
    end = min(found.end() if found else column, start + _WIDTH)
    before = shown[: column - 1 - start]
    left, right = "…" if start else "", "…" if start + _WIDTH < len(line) else ""
    margin = f"{number:>7} | "
    yield f"{click.style(margin, dim=True)}{left}{shown}{right}"
    pad = " " * (len(left) + _width(before))
    marks = "^" * max(1, _width(shown[column - 1 - start : end - start]))
    yield f"{click.style(' ' * 8 + '| ', dim=True)}{pad}{click.style(marks, fg='red', bold=True)}"


def _width(text: str) -> int:
    """How many columns of a terminal ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(_WIDE.get(unicodedata.east_asian_width(char), 1) for char in text if not _joins(char))


_WIDE = {"W": 2, "F": 2}


def _joins(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me", "Cf")


# --- JSON -------------------------------------------------------------------------------------------------


def as_json(outcome: Outcome) -> str:
    """The keys of ``report.json``, and beside them what was excepted and what the baseline knows."""
    count = Counter(p.severity.value for p in outcome.problems)
    content = {
        "texts": [],
        "problems": [problem_row(p) for p in outcome.problems],
        "summary": {"files": outcome.files} | {severity.value: count[severity.value] for severity in Severity},
        "excepted": [problem_row(e.problem) | {"reason": e.reason} for e in outcome.excepted],
        "baseline": {
            "known": [problem_row(p) for p in outcome.known],
            "gone": [mark.row(count) for mark, count in outcome.gone.items()],
        },
    }
    return without_surrogates(json.dumps(content, ensure_ascii=False, indent=1)) + "\n"


# --- GitHub -----------------------------------------------------------------------------------------------

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_github(outcome: Outcome) -> str:
    """Workflow commands, which GitHub shows beside the lines of a change; then the summary for the log."""
    return "".join(f"{_command(p, outcome)}\n" for p in outcome.problems) + f"{outcome.summary()}\n"


def _command(one: Problem, outcome: Outcome) -> str:
    place = {"file": _address(one.file, outcome), "line": one.line, "col": one.column if one.line else None}
    facts = {**place, "title": f"{_PROGRAM} {one.code}"}
    told = ",".join(f"{name}={_of_property(str(fact))}" for name, fact in facts.items() if fact)
    message = f"{one.message}\n{one.hint}" if one.hint else one.message
    return f"::{_COMMANDS[one.severity]} {told}::{_of_data(without_surrogates(message))}"


def _of_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _of_property(text: str) -> str:
    return _of_data(text).replace(":", "%3A").replace(",", "%2C")


def _address(name: str | None, outcome: Outcome) -> str:
    """A file as seen from the current folder, which in continuous integration is that of the repository."""
    if name is None:
        return ""
    path = Path(os.path.abspath(outcome.path_of(name)))  # noqa: PTH100 (links stay as they are)
    return Path(os.path.relpath(path, Path.cwd())).as_posix()


# --- SARIF ------------------------------------------------------------------------------------------------

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ROOT = "%SRCROOT%"


def as_sarif(outcome: Outcome) -> str:
    """A log of SARIF 2.1.0 (OASIS): one run, a rule for each code that was met, with its explanation as help."""
    excepted = [e.problem for e in outcome.excepted]
    codes = sorted({p.code for p in (*outcome.problems, *outcome.known, *excepted)})
    index = {code: number for number, code in enumerate(codes)}
    rules = list(map(_rule, codes))
    driver = {"name": "Recensio", "version": __version__, "semanticVersion": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": list(_results(outcome, index)),
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=True, indent=1) + "\n"


def _rule(code: str) -> dict[str, object]:
    entry = catalogue()[code]
    about = " ".join(entry.about.split())
    return {
        "id": code,
        "shortDescription": {"text": _general(entry)},
        "fullDescription": {"text": about},
        "help": {"text": explained(entry), "markdown": _markdown(entry, about)},
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
    }


def _general(entry: CodeEntry) -> str:
    """The sentence of a code with the names of its facts in their place."""
    sentence = re.sub(r"\{(?:more|guess)\}", "", entry.message)
    return re.sub(r"\{(\w+)[^}]*\}", lambda found: found[1].replace("_", " ").upper(), sentence)


def _markdown(entry: CodeEntry, about: str) -> str:
    examples = (("Wrong", entry.wrong), ("Right", entry.right))
    return "\n\n".join((about, *(f"{name}:\n\n```xml\n{text.strip()}\n```" for name, text in examples if text)))


def _results(outcome: Outcome, index: Mapping[str, int]) -> Iterator[dict[str, object]]:
    state = {"baselineState": "new"} if outcome.known or outcome.gone else {}
    for one in outcome.problems:
        yield _result(one, outcome, index) | state
    for one in outcome.known:
        yield _result(one, outcome, index) | {"baselineState": "unchanged"}
    for excepted in outcome.excepted:
        kind = "inSource" if excepted.in_source else "external"
        told = {"suppressions": [{"kind": kind, "justification": excepted.reason}]}
        yield _result(excepted.problem, outcome, index) | told


def _result(one: Problem, outcome: Outcome, index: Mapping[str, int]) -> dict[str, object]:
    message = f"{one.message} {one.hint}".strip()
    result = {
        "ruleId": one.code,
        "ruleIndex": index[one.code],
        "level": _LEVELS[one.severity],
        "message": {"text": without_surrogates(message)},
        "partialFingerprints": {"recensio/v1": _fingerprint(one)},
    }
    return result | ({"locations": [_location(one, outcome)]} if one.file else {})


def _fingerprint(one: Problem) -> str:
    from hashlib import sha256

    mark, _ = mark_of(one)
    return sha256("\0".join((mark.file, mark.code, mark.message)).encode("utf-8", "replace")).hexdigest()[:32]


def _location(one: Problem, outcome: Outcome) -> dict[str, object]:
    address = without_surrogates(_address(one.file, outcome))
    base = {} if address.startswith("../") else {"uriBaseId": _ROOT}
    physical: dict[str, object] = {"artifactLocation": {"uri": quote(address)} | base}
    if one.line:
        physical["region"] = {"startLine": one.line} | ({"startColumn": one.column} if one.column else {})
    return {"physicalLocation": physical}


# --- the explanation of a code ------------------------------------------------------------------------------


def explained(entry: CodeEntry) -> str:
    """What a code means, in plain text: severity, explanation, examples of wrong and right."""
    parts = [f"{entry.code} ({entry.severity})", _general(entry), entry.about.strip()]
    parts += [f"{name}:\n{_indented(text)}" for name, text in (("Wrong", entry.wrong), ("Right", entry.right)) if text]
    return "\n\n".join(parts)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.strip("\n").splitlines())


FORMATS: Mapping[str, Callable[[Outcome], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
