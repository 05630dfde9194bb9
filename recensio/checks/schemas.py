"""Validation of one file: which schema and which rules, what they find, told as problems with places in the file.

The schema is the one that was asked for, else the one that the settings name, else that of the file's ``xml-model`` if
it lies on this machine near the file, else ours. The network is never asked. Schemas are loaded once a process.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from lxml import etree

from recensio import shipped
from recensio.cache import Cache
from recensio.checks.findings import Finding
from recensio.checks.models import models_of
from recensio.locate import Locator, Place
from recensio.parse import Parsed
from recensio.parse.places import Script
from recensio.problems import Problem, problem

if TYPE_CHECKING:
    from saxonche import PySaxonProcessor

    from recensio.relaxng.schema import Schema
    from recensio.schematron import Rules

#: Codes of reading a file that is TEI only after we have set it right: a schema would say the same a thousand times.
_NOT_P5 = frozenset({"XML-102", "XML-103", "XML-104", "XML-105"})
_RELAX_NG = frozenset({"rng", "rnc"})
_SUFFIXES = {".rng": "rng", ".rnc": "rnc", ".sch": "sch"}


@dataclass(frozen=True, slots=True)
class Schemas:
    """What to validate by. ``schema`` and ``rules`` are paths from the command line or the settings; ``near`` is the
    folder that a schema named in a file has to lie in; nothing is validated if not ``on``. ``cache`` is the folder in
    which schemas that are proved right are kept; ``apparatus`` is the style that readings have to follow (``positive``,
    ``negative`` or none)."""

    schema: str = ""
    rules: tuple[str, ...] = ()
    near: str = ""
    on: bool = True
    cache: str = ""
    apparatus: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A file of a schema or of rules that was used, and the digest of its bytes."""

    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Valid:
    """What validating a file gave, and by which files; ``findings`` are to be folded with their like."""

    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...] = ()
    used: tuple[Choice, ...] = ()


@cache
def digest_of_schema(path: str) -> str:
    """The digest of a file's bytes, read once a process; empty if it can't be read."""
    try:
        return sha256(Path(path).read_bytes()).hexdigest()
    except OSError:
        return ""


def validate(parsed: Parsed, locator: Locator, schemas: Schemas) -> Valid:
    """Validate a parsed TEI file. A schema that can't be used is one problem, at its own place."""
    assert parsed.root is not None
    if not schemas.on or any(p.code in _NOT_P5 for p in parsed.problems):
        return Valid(())
    found: list[Problem | Finding] = []
    used: list[Path] = []
    schema, rules = chosen(parsed, schemas)
    for path in schema:
        found += _by_schema(path, parsed, locator, used, schemas.cache)
    for path in rules:
        found += _by_rules(path, parsed, locator, used)
    names = dict.fromkeys(str(path) for path in used)
    return Valid(
        problems=tuple(one for one in found if isinstance(one, Problem)),
        findings=tuple(one for one in found if isinstance(one, Finding)),
        used=tuple(Choice(name, digest_of_schema(name)) for name in names),
    )


def chosen(parsed: Parsed, schemas: Schemas) -> tuple[list[Path], list[Path]]:
    """The grammars and the files of rules that a file is validated by. Our rules go with our grammar."""
    models = list(_models(parsed, Path(schemas.near)))
    own = [path for path, kind in models if kind in _RELAX_NG]
    ours = shipped.folder("schema")
    grammars = [Path(schemas.schema)] if schemas.schema else own or [ours / "recensio.rng"]
    local = [] if schemas.schema else [path for path, kind in models if kind == "sch"]
    rules = [*local, *map(Path, schemas.rules), *(path for path in grammars if _holds_rules(path))]
    if grammars == [ours / "recensio.rng"] and (ours / "recensio.sch").is_file():
        rules.append(ours / "recensio.sch")
    return grammars, list(dict.fromkeys(rules))


def _models(parsed: Parsed, near: Path) -> Iterator[tuple[Path, str]]:
    assert parsed.root is not None
    for model in models_of(parsed.root):
        if model.is_local:
            path = model.path(parsed.path)
            if _lies_in(path, near):
                yield path, model.kind


def _lies_in(path: Path, near: Path) -> bool:
    try:
        real = path.resolve()
        return real.is_relative_to(near) and real.is_file() and real.suffix.lower() in _SUFFIXES
    except (OSError, ValueError):
        return False


@cache
def _holds_rules(path: Path) -> bool:
    """Whether a grammar in XML has Schematron among its patterns."""
    try:
        return path.suffix.lower() == ".rng" and b"schematron" in path.read_bytes()
    except OSError:
        return False


# --- the grammar ------------------------------------------------------------------------------------------


@cache
def _schema(path: Path, cache: str) -> Schema | Problem:
    from recensio.relaxng.schema import load_schema
    from recensio.relaxng.syntax import SchemaError

    try:
        return load_schema(path, cache=Cache(Path(cache)) if cache else None)
    except SchemaError as error:
        place = error.place
        return problem("RNG-001", file=_called(place.file), line=place.line, column=place.column, reason=error.reason)


def _called(path: str) -> str:
    """How messages call a file of a schema: by its path from the current folder on, where it lies below that."""
    here = Path.cwd()
    return Path(path).relative_to(here).as_posix() if Path(path).is_relative_to(here) else path


def _relative(found: Problem) -> Problem:
    return replace(found, file=_called(found.file)) if found.file else found


def _by_schema(
    path: Path, parsed: Parsed, locator: Locator, used: list[Path], cache: str
) -> Iterator[Problem]:
    used.append(path)
    schema = _schema(path, cache)
    if isinstance(schema, Problem):
        yield schema
        return
    used += [one for one in schema.files if one not in used]
    yield from _faults(schema, parsed, locator)


def _faults(schema: Schema, parsed: Parsed, locator: Locator) -> Iterator[Problem]:
    """The faults of a file. One that includes others is validated as a whole: it is written anew for that, and
    places in it are found by counting tags."""
    origin = parsed.tracks.origins[0]
    script = origin.script() if len(parsed.tracks.origins) == 1 else None
    if script is not None:
        yield from (fault.problem(origin.name) for fault in schema.validate_script(script, name=origin.name))
        return
    assert parsed.root is not None
    data = etree.tostring(parsed.root, encoding="utf-8")
    counted = _Counted(data, parsed.root, locator)
    for fault in schema.validate_script(Script(data), name=origin.name):
        place = counted.place(fault.line, fault.column)
        yield replace(fault.problem(place.file), line=place.line, column=place.column)


class _Counted:
    """Finds the element whose start tag stands at, or last before, a place in the text written anew."""

    def __init__(self, data: bytes, root: etree._Element, locator: Locator) -> None:
        self._data = data
        self._root = root
        self._locator = locator
        self._spots: list[tuple[int, int]] = []
        self._elements: list[etree._Element] = []

    def place(self, line: int, column: int) -> Place:
        if not self._spots:
            self._spots = _spots(self._data)
            self._elements = list(self._root.iter(etree.Element))
        return self._locator.of(self._elements[max(0, bisect_right(self._spots, (line, column)) - 1)])


def _spots(data: bytes) -> list[tuple[int, int]]:
    parser = expat.ParserCreate("utf-8")
    spots: list[tuple[int, int]] = []
    parser.StartElementHandler = lambda *_: spots.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))
    parser.Parse(data, True)
    return spots


# --- the rules --------------------------------------------------------------------------------------------


@cache
def _processor() -> PySaxonProcessor:
    """One processor for all rules; they lock it."""
    from saxonche import PySaxonProcessor

    return PySaxonProcessor(license=False)


@cache
def _rules(path: Path) -> Rules | Problem:
    from recensio.schematron import RulesError, load_rules

    try:
        return load_rules(path, saxon=_processor())
    except RulesError as error:
        return _relative(error.problem)


def _by_rules(path: Path, parsed: Parsed, locator: Locator, used: list[Path]) -> Iterator[Problem | Finding]:
    assert parsed.root is not None
    used.append(path)
    rules = _rules(path)
    if isinstance(rules, Problem):
        yield rules
        return
    yield from map(_relative, rules.problems)
    start = Place(parsed.tracks.origins[0].name, 1, 1)
    for found in rules.check(parsed.root, path=parsed.path):
        at = locator.at_path(found.path) if found.path else start
        facts = {"sentence": found.message, "explanation": found.hint}
        alike = (str(found.rule), found.message)
        one = found.problem(at)
        yield one if found.code != "SCH-001" else Finding(found.code, at, facts, alike, severity=found.severity)
