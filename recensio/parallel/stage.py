"""The parallel editions that the settings ask for: from the built texts to their PDFs in the output folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recensio import reading, rights
from recensio.cache import Cache, key_of
from recensio.config import Config, ParallelTable
from recensio.package import Staging
from recensio.problems import Problem, problem
from recensio.report import ParallelResult
from recensio.workers import Died, Workers

if TYPE_CHECKING:
    from recensio.parallel.build import ParallelTask
    from recensio.textbuild import TextTask

_REASON = 120
#: In the cache: the PDF, and what is told of it.
PDF, RESULT = "parallel.pdf", "parallel.json"


@dataclass(frozen=True, slots=True)
class Parallels:
    """What came of all of them: keys, files in the cache by their ids, rows of the report, problems."""

    key: str = ""
    files: tuple[tuple[str, Path | None], ...] = ()
    rows: tuple[ParallelResult, ...] = ()
    problems: tuple[Problem, ...] = ()

    def put_into(self, staging: Staging) -> None:
        """Copy the PDFs to their places. One that could not be made stays as the last build left it."""
        for name, file in self.files:
            staging.put(f"pdf/{name}.pdf", file)


def parallels_of(config: Config, text: str) -> Iterator[ParallelTable]:
    """The parallel editions that a text stands in."""
    yield from (table for table in config.parallel if any(id_of(name) == text for name in table.texts))


def make_parallels(
    config: Config, tasks: Mapping[str, TextTask], others: frozenset[str], cache: Cache, workers: Workers,
    *, anew: bool = False,
) -> Parallels:  # fmt: skip
    """Make all parallel editions, or take them from the cache. ``tasks`` are those of the texts by id, ``others`` the
    texts of the edition that are not built this time."""
    from recensio.parallel.build import build_parallel

    problems: list[Problem] = []
    wanted = [t for table in config.parallel if (t := _task(table, tasks, others, config, cache, problems, anew=anew))]
    missing = [task for task in wanted if anew or cache.outputs(task.key) is None]
    died = {}
    for task, made in workers.map(build_parallel, missing):
        if isinstance(made, Died):
            died[task.table.id] = made.reason
    files: list[tuple[str, Path | None]] = []
    rows: list[ParallelResult] = []
    for task in wanted:
        row = _row(cache, task)
        if row is None:
            reason = died.get(task.table.id, "it could not be written")[:_REASON]
            problems.append(_impossible(task.table, reason, "Please report this as a fault of Recensio."))
            files.append((task.table.id, None))
            continue
        problems += reading.problems_from(row["problems"])
        folder = cache.outputs(task.key)
        files.append((task.table.id, folder / PDF if row["made"] and folder else None))
        if row["made"]:
            place = f"pdf/{task.table.id}.pdf"
            rows.append(ParallelResult(task.table.id, row["title"], place, task.table.texts, row["kept"], row["pages"]))
    return Parallels(key_of("parallel", [task.key for task in wanted]), tuple(files), tuple(rows), tuple(problems))


def _row(cache: Cache, task: ParallelTask) -> dict[str, Any] | None:
    folder = cache.outputs(task.key)
    try:
        row: dict[str, Any] | None = json.loads((folder / RESULT).read_text("utf-8")) if folder else None
    except (OSError, ValueError):
        return None
    return row


def _task(
    table: ParallelTable, tasks: Mapping[str, TextTask], others: frozenset[str], config: Config, cache: Cache,
    problems: list[Problem], *, anew: bool,
) -> ParallelTask | None:  # fmt: skip
    """What is to be done for one of them; ``None`` if it can't be done, or not this time."""
    from recensio.parallel.build import ParallelTask

    found = list(_wrong(table, tasks, others, config.parallel))
    problems += found
    names = [id_of(name) for name in table.texts]
    if any(p.code != "PAR-004" for p in found) or any(name not in tasks for name in names):
        return None
    texts = tuple(tasks[name] for name in dict.fromkeys(names))
    key = key_of("parallel", str(table), [text.key for text in texts])
    return ParallelTask(key, table, texts, cache.folder, anew=anew)


def _wrong(
    table: ParallelTable, tasks: Mapping[str, TextTask], others: frozenset[str], tables: Sequence[ParallelTable]
) -> Iterator[Problem]:
    """What keeps it from being made."""
    if not table.id:
        yield _impossible(table, "it has no id", 'Give it one: id = "source-and-translation".')
    elif table.id in tasks or table.id in others or [one.id for one in tables].count(table.id) > 1:
        yield _impossible(table, "its id is that of a text or of another one", "Give it an id of its own.")
    if len(table.texts) < 2:
        yield _impossible(table, "it has fewer than two texts", 'Name them: texts = ["source", "translation"].')
    for name in dict.fromkeys(map(id_of, table.texts)):
        yield from _wrong_text(table, name, tasks, others)
    if table.layout == "facing" and len(table.texts) > 2:
        yield problem("PAR-004", file="edition.toml", id=table.id, count=len(table.texts))


def _wrong_text(
    table: ParallelTable, name: str, tasks: Mapping[str, TextTask], others: frozenset[str]
) -> Iterator[Problem]:
    if name not in tasks and name not in others:
        known = _listed(one for one, task in tasks.items() if task.has_text)
        yield problem("PAR-001", file="edition.toml", id=table.id, text=name, known=known)
    elif name in tasks and not tasks[name].has_text:
        yield _impossible(table, f"{name} is a register, not a text", "Name texts only.")
    elif name in tasks and tasks[name].published != rights.FULL:
        yield problem("PAR-007", file="edition.toml", id=table.id, text=name)


def _impossible(table: ParallelTable, reason: str, cure: str) -> Problem:
    return problem("PAR-003", file="edition.toml", id=table.id, reason=reason, cure=cure)


def id_of(name: str) -> str:
    """The id of the text that the settings name as ``id``, ``id@SIGLUM`` or ``id#xmlid``."""
    return name.partition("#")[0].partition("@")[0]


def _listed(names: Iterable[str], most: int = 12) -> str:
    names = sorted(names)
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")
