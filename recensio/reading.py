"""Reading one file: parse it, check it, gather its facts. Kept in the cache by the bytes it was read from."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from lxml import etree

from recensio import shipped
from recensio.addresses import stamp_addresses
from recensio.allowances import Allowance, Excepted, allowance_from
from recensio.cache import Cache, key_of
from recensio.checks.file import Checked, check_file
from recensio.checks.index import Index, index_from, index_row
from recensio.checks.models import Model
from recensio.checks.schemas import Choice, Schemas, digest_of_schema, validate
from recensio.discover import Source
from recensio.facts import Facts, facts_from, facts_of
from recensio.locate import Locator
from recensio.pages import PageRules, cut
from recensio.parse import Kind, Limits, Parsed, parse
from recensio.problems import Problem, Severity, problem

#: Kinds of file that have a text to publish.
_WITH_TEXT = frozenset({Kind.TEXT, Kind.CORPUS, Kind.SOURCEDOC, Kind.FRAGMENT})


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A file to read; ``folder`` bounds what XInclude and pointers may take, ``schemas`` says by what it is
    validated, ``pages`` how its text is cut."""

    source: Source
    folder: Path
    max_bytes: int
    schemas: Schemas = field(default_factory=Schemas)
    pages: PageRules = field(default_factory=PageRules)


@dataclass(frozen=True, slots=True)
class Read:
    """What reading a file gave. ``buildable``: a tree was made of it; ``digest``: of its bytes and its includes'.

    ``allowances`` are the exceptions made in the file, ``used`` the numbers of those that were needed already,
    ``excepted`` what they cover; ``schemas`` are the schemas it was validated by, with what they were.
    """

    source: Source
    buildable: bool
    has_text: bool
    digest: str
    facts: Facts
    problems: tuple[Problem, ...]
    index: Index = field(default_factory=Index)
    allowances: tuple[Allowance, ...] = ()
    used: tuple[int, ...] = ()
    excepted: tuple[Excepted, ...] = ()
    models: tuple[Model, ...] = ()
    schemas: tuple[tuple[str, str], ...] = ()
    includes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    failed: bool = False


def read_or_tell(task: ReadTask) -> Read:
    """As :func:`read`; an unforeseen exception, which is our mistake, becomes a problem of the file."""
    try:
        return read(task)
    except OSError:
        raise
    except Exception as error:
        return unread(task.source, f"{type(error).__name__}: {error}", traceback.format_exc())


def unread(source: Source, reason: str, trace: str) -> Read:
    """What stands for a file that could not be read through."""
    return Read(source, False, False, "", Facts(), (told(source, reason, trace),), failed=True)


def told(source: Source, reason: str, trace: str) -> Problem:
    """The problem that stands for work that came to no end; a traceback, which is our mistake, goes to the terminal."""
    if trace:
        print(trace, file=sys.stderr)
    return problem("OUT-005" if trace else "OUT-004", file=source.name, line=1, column=1, reason=reason)


def read(task: ReadTask) -> Read:
    """Read the file of ``task``; whatever is wrong with it is among the problems."""
    source = task.source
    parsed = parse(source.path, folder=task.folder, name=source.name, limits=Limits(size=task.max_bytes))
    if parsed.root is None or parsed.kind is Kind.FOREIGN:
        return _unread(task, parsed)
    locator = Locator(parsed)
    valid = validate(parsed, locator, task.schemas)
    before = (*parsed.problems, *valid.problems)
    checked = check_file(parsed, locator, source.name, before, valid.findings, task.schemas.apparatus)
    return _as_read(task, parsed, checked, valid.used)


def _unread(task: ReadTask, parsed: Parsed) -> Read:
    return Read(
        source=task.source,
        buildable=False,
        has_text=parsed.kind in _WITH_TEXT and not task.source.register,
        digest=parsed.digest,
        facts=Facts(),
        problems=parsed.problems,
        includes=_named(parsed.includes),
        missing=_named(parsed.missing),
    )


def _as_read(task: ReadTask, parsed: Parsed, checked: Checked, schemas: Sequence[Choice]) -> Read:
    assert parsed.root is not None
    return Read(
        source=task.source,
        buildable=True,
        has_text=parsed.kind in _WITH_TEXT and not task.source.register,
        digest=parsed.digest,
        facts=_facts(task, parsed.root),
        problems=checked.problems,
        index=checked.index,
        allowances=checked.allowances,
        used=checked.used,
        excepted=checked.excepted,
        models=checked.models,
        schemas=tuple((choice.path, choice.digest) for choice in schemas),
        includes=_named(parsed.includes),
        missing=_named(parsed.missing),
    )


def _facts(task: ReadTask, root: etree._Element) -> Facts:
    """What the file tells, with the addresses and pages that its text will have."""
    stamp_addresses(root)
    found = facts_of(root, register=task.source.register)
    return replace(found, pages=cut(root, task.pages))


def _named(paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(str(path) for path in paths)


# --- the cache ----------------------------------------------------------------------------------------------


def key(task: ReadTask, digest: str) -> str:
    """The key of a file with these bytes, read by this code."""
    schemas = asdict(task.schemas)
    settings = (str(task.folder), task.max_bytes, schemas, asdict(task.pages))
    return key_of("read", shipped.own_code(), asdict(task.source), *settings, digest)


def digest_of(path: Path) -> str | None:
    """The SHA-256 of a file's bytes; ``None`` if it can't be read."""
    try:
        with path.open("rb") as file:
            sha = sha256()
            while block := file.read(1 << 20):
                sha.update(block)
            return sha.hexdigest()
    except OSError:
        return None


def stored(cache: Cache, task: ReadTask) -> Read | None:
    """What an earlier build read, if the file, all that it includes and its schemas are still the same."""
    digest = digest_of(task.source.path)
    record = cache.read("read", key(task, digest)) if digest else None
    if record is None or not _unchanged(record):
        return None
    return _from_record(record, task.source)


def store(cache: Cache, task: ReadTask, result: Read) -> None:
    """Keep ``result`` for the next build."""
    digest = digest_of(task.source.path)
    if digest:
        states = {path: digest_of(Path(path)) for path in (*result.includes, *result.missing)}
        record = asdict(result) | {"states": states, "index": index_row(result.index)}
        cache.write("read", key(task, digest), record)


def _unchanged(record: Mapping[str, Any]) -> bool:
    same = all(digest_of(Path(path)) == digest for path, digest in record["states"].items())
    return same and all(digest_of_schema(path) == digest for path, digest in record["schemas"])


def _from_record(record: Mapping[str, Any], source: Source) -> Read:
    return Read(
        source=source,
        buildable=record["buildable"],
        has_text=record["has_text"],
        digest=record["digest"],
        facts=facts_from(record["facts"]),
        problems=problems_from(record["problems"]),
        index=index_from(record["index"]),
        allowances=tuple(allowance_from(row) for row in record["allowances"]),
        used=tuple(record["used"]),
        excepted=tuple(_excepted(row) for row in record["excepted"]),
        models=tuple(Model(**row) for row in record["models"]),
        schemas=tuple((path, digest) for path, digest in record["schemas"]),
        includes=tuple(record["includes"]),
        missing=tuple(record["missing"]),
    )


def problems_from(rows: Sequence[Mapping[str, Any]]) -> tuple[Problem, ...]:
    """Problems from their JSON rows."""
    return tuple(Problem(**{**row, "severity": Severity(row["severity"])}) for row in rows)


def _excepted(row: Mapping[str, Any]) -> Excepted:
    return Excepted(problems_from([row["problem"]])[0], row["reason"], row["in_source"])
