"""Reading one file: parse it, validate it, gather its facts. Kept in the cache by the bytes it was read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from recensio import shipped
from recensio.cache import Cache, key_of
from recensio.discover import Source
from recensio.facts import Bearer, Detail, Facts, facts_of
from recensio.locate import Locator
from recensio.parse import Kind, Limits, parse
from recensio.problems import Problem, Severity
from recensio.validate import Dangling, dangling, validate

#: Kinds of file that have a text to publish.
_WITH_TEXT = frozenset({Kind.TEXT, Kind.CORPUS, Kind.SOURCEDOC, Kind.FRAGMENT})


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A file to read; ``folder`` bounds what XInclude may take."""

    source: Source
    folder: Path
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Read:
    """What reading a file gave. ``buildable``: a tree was made of it; ``digest``: of its bytes and its includes'."""

    source: Source
    buildable: bool
    has_text: bool
    digest: str
    facts: Facts
    problems: tuple[Problem, ...]
    dangling: tuple[Dangling, ...] = ()
    includes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def read(task: ReadTask) -> Read:
    """Read the file of ``task``; whatever is wrong with it is among the problems."""
    source = task.source
    parsed = parse(source.path, folder=task.folder, name=source.name, limits=Limits(size=task.max_bytes))
    usable = parsed.root is not None and parsed.kind is not Kind.FOREIGN
    locator = Locator(parsed)
    root = parsed.root if usable else None
    return Read(
        source=source,
        buildable=usable,
        has_text=parsed.kind in _WITH_TEXT and not source.register,
        digest=parsed.digest,
        facts=facts_of(root, register=source.register) if root is not None else Facts(),
        problems=(*parsed.problems, *(validate(root, locator) if root is not None else ())),
        dangling=dangling(root, locator) if root is not None else (),
        includes=tuple(str(path) for path in parsed.includes),
        missing=tuple(str(path) for path in parsed.missing),
    )


# --- the cache ----------------------------------------------------------------------------------------------


def key(task: ReadTask, digest: str) -> str:
    """The key of a file with these bytes, read by this code."""
    return key_of("read", shipped.own_code(), asdict(task.source), str(task.folder), task.max_bytes, digest)


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
    """What an earlier build read, if the file and all that it includes are still the same."""
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
        cache.write("read", key(task, digest), asdict(result) | {"states": states})


def _unchanged(record: Mapping[str, Any]) -> bool:
    return all(digest_of(Path(path)) == digest for path, digest in record["states"].items())


def _from_record(record: Mapping[str, Any], source: Source) -> Read:
    return Read(
        source=source,
        buildable=record["buildable"],
        has_text=record["has_text"],
        digest=record["digest"],
        facts=_facts(record["facts"]),
        problems=problems_from(record["problems"]),
        dangling=tuple(Dangling(**row) for row in record["dangling"]),
        includes=tuple(record["includes"]),
        missing=tuple(record["missing"]),
    )


def problems_from(rows: Sequence[Mapping[str, Any]]) -> tuple[Problem, ...]:
    """Problems from their JSON rows."""
    return tuple(Problem(**{**row, "severity": Severity(row["severity"])}) for row in rows)


def _facts(row: Mapping[str, Any]) -> Facts:
    bearers = tuple(
        Bearer(b["id"], b["register"], b["label"], tuple(Detail(**d) for d in b["details"])) for b in row["bearers"]
    )
    return Facts(
        title=row["title"],
        authors=tuple(row["authors"]),
        language=row["language"],
        bearers=bearers,
        mentions=tuple((pointer, count) for pointer, count in row["mentions"]),
        links=tuple(row["links"]),
        images=tuple(row["images"]),
    )
