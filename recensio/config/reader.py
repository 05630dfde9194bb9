"""``edition.toml`` is found and read; all mistakes are told at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import Field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from recensio.config.exceptions import doubt_about, is_fixed
from recensio.config.option import option_of
from recensio.config.settings import OPTIONED, ROWS, TABLES, Config, Suppression, options, types_of
from recensio.config.tables import BuildTable, PrintTable, SourcesTable, WebTable
from recensio.config.toml_mistakes import explained, place_at, place_of
from recensio.config.values import SEVERITIES, stays_inside
from recensio.config.wording import (
    KINDS,
    did_you_mean,
    each_value,
    example,
    found_kind,
    home_of,
    listed,
    meant,
    nearest,
    option_named,
    short,
    shown,
)
from recensio.problems import Problem, Severity, catalogue, problem
from recensio.toml_places import KeyPath, Place, heading_places, key_places

FILE_NAME = "edition.toml"
#: What the output may not replace.
_KEPT = (FILE_NAME, "xslt", "schema", ".git")
_LISTS = frozenset({*ROWS, "suppress"})
_ALL_TABLES = (*TABLES, *ROWS, "severity", "suppress")
_SUPPRESSION = ("code", "file", "reason")
# What XML can't hold can't stand on a page either; line breaks and tabs have no place in a setting.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def find_config(start: Path) -> Path | None:
    """The nearest ``edition.toml`` in or above ``start`` (a file or folder, which need not exist); else ``None``."""
    folder = (start if start.is_dir() else start.parent).resolve()
    return next((here / FILE_NAME for here in (folder, *folder.parents) if (here / FILE_NAME).is_file()), None)


def load(path: Path | None) -> tuple[Config, tuple[Problem, ...]]:
    """Read the settings at ``path``; ``None`` gives the defaults for the current folder.

    Comes back with the settings and all mistakes in them. It never raises for what stands in the file.
    """
    if path is None:
        return Config(root=Path.cwd()), ()
    reader = _Reader(path.name)
    values = reader.tables(reader.document(path))
    root = path.parent.resolve()
    return Config(**values, root=root), tuple(sorted(reader.problems, key=Problem.sort_key))


class _Reader:
    """Reads one file; collects the problems on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._places: Mapping[KeyPath, Place] = {}
        self._suppressions_at: Sequence[Place] = ()

    # bytes → TOML

    def document(self, path: Path) -> Mapping[str, Any]:
        """The TOML document at ``path``, empty if it can't be read."""
        try:
            raw = path.read_bytes()
        except OSError as error:
            self._report("CFG-001", None, reason=error.strerror or "it is no file")
            return {}
        try:
            return self._parse(raw.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            # The error counts from behind a byte order mark, as its own copy of the bytes does.
            before, byte = error.object[: error.start].decode("utf-8"), error.object[error.start]
            self._report("CFG-002", place_at(before), byte=f"0x{byte:02X}")
            return {}

    def _parse(self, text: str) -> Mapping[str, Any]:
        try:
            document = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            reason, cure = explained(error)
            self._report("CFG-003", place_of(error, text), reason=reason, cure=cure)
            return {}
        self._places = key_places(text)
        self._suppressions_at = heading_places(text, "suppress")
        return document

    # TOML → tables

    def tables(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The values of all tables that the document holds, as arguments of :class:`Config`."""
        for name, value in document.items():
            self._known_at_top(name, value)
        held = {name: value for name, value in document.items() if isinstance(value, dict)}
        read = {name: self._table(name, held[name]) for name in TABLES if name in held}
        self._output_is_apart(read)
        return read | {
            **{name: tuple(self._table(name, row) for row in _rows(document.get(name))) for name in ROWS},
            "severity": tuple(self._severities(held.get("severity", {}))),
            "suppress": tuple(self._suppressions(document.get("suppress"))),
        }

    def _known_at_top(self, name: str, value: object) -> None:
        known = name in _ALL_TABLES
        if name in _LISTS:
            if not (isinstance(value, list) and all(isinstance(one, dict) for one in value)):
                self._report("CFG-016", (name,), table=name)
        elif isinstance(value, dict) and not known:
            guess = did_you_mean(nearest(name, _ALL_TABLES), "[{}]")
            self._report("CFG-004", (name,), table=short(name), guess=guess, known=listed(_ALL_TABLES, "[{}]"))
        elif known and not isinstance(value, dict):
            self._report("CFG-014", (name,), table=name, found=found_kind(value))
        elif not known:
            guess = f"It seems to belong to [{home_of(name)}]. " if home_of(name) else ""
            self._report("CFG-006", (name,), key=short(name), guess=guess, known=listed(_ALL_TABLES, "[{}]"))

    def _table(self, table: str, given: Mapping[str, object]) -> object:
        good: dict[str, object] = {}
        for key, value in given.items():
            if key not in options(table):
                self._unknown_key(table, key)
            elif self._usable(table, key, value):
                good[key] = _frozen(value)
        made: object = OPTIONED[table](**good)
        return made

    def _unknown_key(self, table: str, key: str) -> None:
        here, elsewhere = nearest(key, options(table)), home_of(key)
        guess = f"{key} belongs to [{elsewhere}]. " if elsewhere else did_you_mean(here, "{}")
        facts = {"table": table, "key": short(key), "guess": guess, "known": listed(options(table), "{}")}
        self._report("CFG-005", (table, key), **facts)

    # values

    def _usable(self, table: str, key: str, value: object) -> bool:
        row = options(table)[key]
        tests = (self._right_kind, self._allowed, self._printable, self._inside, self._checked)
        return all(test(table, row, value) for test in tests)

    def _right_kind(self, table: str, row: Field[Any], value: object) -> bool:
        kind = KINDS[types_of(table)[row.name]]
        if kind.fits(value):
            return True
        facts = {"option": option_named(table, row.name), "value": shown(value), "found": found_kind(value)}
        self._report("CFG-007", (table, row.name), expected=kind.name, example=meant(row, kind.cure(value)), **facts)
        return False

    def _allowed(self, table: str, row: Field[Any], value: object) -> bool:
        allowed = option_of(row).allowed
        wrong = [str(one) for one in each_value(value) if allowed and one not in allowed]
        for one in wrong:
            self._not_allowed((table, row.name), one, allowed)
        return not wrong

    def _not_allowed(self, key: KeyPath, value: str, allowed: Sequence[str]) -> None:
        guess = did_you_mean(nearest(value, allowed), '"{}"')
        facts = {"option": option_named(*key), "value": shown(value), "allowed": listed(allowed, '"{}"', "or")}
        self._report("CFG-008", key, guess=guess, **facts)

    def _printable(self, table: str, row: Field[Any], value: object) -> bool:
        if not any(isinstance(one, str) and _UNPRINTABLE.search(one) for one in each_value(value)):
            return True
        return self._refuse(table, row, value, "one line without control characters")

    def _inside(self, table: str, row: Field[Any], value: object) -> bool:
        if not option_of(row).inside or value == row.default or stays_inside(str(value)):
            return True
        self._report("CFG-010", (table, row.name), option=option_named(table, row.name), value=shown(value))
        return False

    def _checked(self, table: str, row: Field[Any], value: object) -> bool:
        check = option_of(row).check
        expected = check(value) if check else ""
        return self._refuse(table, row, value, expected) if expected else True

    def _refuse(self, table: str, row: Field[Any], value: object, expected: str) -> bool:
        facts = {"option": option_named(table, row.name), "value": shown(value)}
        self._report("CFG-009", (table, row.name), expected=expected, example=example(row.name, row.default), **facts)
        return False

    # what concerns more than one option

    def _output_is_apart(self, read: dict[str, Any]) -> None:
        """The output is replaced as a whole: it must not be, nor hold, what the edition is made from."""
        output = Config(**read).build.output
        kept = next(_overwritten(Config(**read)), None)
        if kept is None:
            return
        self._report("CFG-011", ("build", "output"), value=shown(output), kept=kept)
        read["build"] = replace(Config(**read).build, output=BuildTable().output)
        if next(_overwritten(Config(**read)), None):
            read["sources"], read["print"], read["web"] = SourcesTable(), PrintTable(), WebTable()

    def _severities(self, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for code, value in given.items():
            if self._code_known(code) and self._severity_fits(code, value) and self._may_change(code, value):
                yield code, value

    def _code_known(self, code: str) -> bool:
        if code in catalogue():
            return True
        guess = did_you_mean(nearest(code, catalogue()), "{}")
        self._report("CFG-012", ("severity", code), name=short(code), guess=guess)
        return False

    def _severity_fits(self, code: str, value: object) -> bool:
        if value in SEVERITIES:
            return True
        self._not_allowed(("severity", code), value if isinstance(value, str) else shown(value), SEVERITIES)
        return False

    def _may_change(self, code: str, value: str) -> bool:
        fixed = is_fixed(code) and value != Severity.ERROR
        if fixed:
            self._report("CFG-013", ("severity", code), name=code, value=shown(value))
        return not fixed

    def _suppressions(self, given: object) -> Iterator[Suppression]:
        for number, row in enumerate(_rows(given)):
            place = self._suppressions_at[number : number + 1]
            made = self._suppression(row, place[0] if place else None)
            if made is not None:
                yield made

    def _suppression(self, row: Mapping[str, object], place: Place | None) -> Suppression | None:
        for key in row:
            if key not in _SUPPRESSION:
                guess = did_you_mean(nearest(key, _SUPPRESSION), "{}")
                facts = {"table": "suppress", "key": short(key), "guess": guess, "known": listed(_SUPPRESSION, "{}")}
                self._report("CFG-005", place, **facts)
        code, file, reason = (str(row.get(key, "")) for key in _SUPPRESSION)
        doubt = doubt_about(code, reason)
        if doubt is not None:
            self._report(doubt[0], place, **doubt[1])
            return None
        return Suppression(code, file, reason, *(place or (None, None)))

    def _report(self, code: str, at: KeyPath | Place | None, **facts: str) -> None:
        line, column = self._place(at) or (None, None)
        self.problems.append(problem(code, file=self.file, line=line, column=column, **facts))

    def _place(self, at: KeyPath | Place | None) -> Place | None:
        if at is None or isinstance(at[0], int):
            return at
        return self._places.get(at)


def _rows(given: object) -> list[dict[str, Any]]:
    """The rows of a table that comes as often as one likes."""
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def _frozen(value: object) -> object:
    """A value of TOML as a dataclass keeps it."""
    if isinstance(value, dict):
        return tuple(value.items())
    return tuple(dict.fromkeys(value)) if isinstance(value, list) else value


def _overwritten(config: Config) -> Iterator[str]:
    output = PurePosixPath(config.build.output.casefold())
    if output.parts[:1] == (".git",):
        yield ".git"
    for part in (config.sources.folder, config.print.font_folder, config.web.css, *_KEPT):
        if part and PurePosixPath(part.casefold()).is_relative_to(output):
            yield part
