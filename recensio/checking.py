"""Validation, from end to end: discover, read, judge across files, make the exceptions that were asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from recensio import reading, suppression
from recensio.allowances import Excepted, Sieve, unused
from recensio.cache import Cache, folder_for
from recensio.checks.corpus import Corpus, Entry, check_corpus, shared_ids
from recensio.checks.findings import Finding, folded
from recensio.checks.index import Index
from recensio.checks.scan import scan
from recensio.checks.schemas import Schemas
from recensio.config import Config
from recensio.discover import Source, discover
from recensio.locate import Place
from recensio.order import Order, Progress, silent
from recensio.pages import PageRules
from recensio.problems import Problem
from recensio.reading import Read, ReadTask

if TYPE_CHECKING:
    from recensio.workers import Workers

#: Below this, in bytes, files are read in this process: starting others takes longer.
_FEW = 4_000_000
#: Families of codes that only a build can find.
_OF_BUILDS = ("OUT-", "PDF-", "RGT-", "TXT-", "XSL-")


@dataclass(frozen=True)
class Result:
    """What a validation found. ``paths`` are the files by the names that messages have for them."""

    problems: tuple[Problem, ...]
    excepted: tuple[Excepted, ...] = ()
    paths: Mapping[str, Path] = field(default_factory=dict)


def check(order: Order, progress: Progress = silent) -> Result:
    """Validate what is asked for; nothing is written but the cache. Bad input never raises."""
    found = discover(order.paths, order.config)
    cache = Cache(folder_for(order.config.root, has_config=order.has_config))
    reads = read_all(order, found.sources, cache, None, progress)
    judged = judge(order, reads, (*order.problems, *found.problems), looked_for=_by_validation)
    return replace(judged, paths={read.source.name: read.source.path for read in reads})


def _by_validation(code: str) -> bool:
    return not code.startswith(_OF_BUILDS)


# --- reading ------------------------------------------------------------------------------------------------


def read_all(
    order: Order, sources: Sequence[Source], cache: Cache, workers: Workers | None, progress: Progress = silent
) -> list[Read]:
    """Read every file, from the cache where it has not changed; in the order of ``sources``."""
    tasks = [read_task(order, source) for source in sources]
    known = {} if order.force else {t: r for t in tasks if (r := reading.stored(cache, t)) is not None}
    missing = [task for task in tasks if task not in known]
    for task, result in _read(order, missing, workers):
        known[task] = result
        if not result.failed:
            reading.store(cache, task, result)
        progress("reading", len(known), len(tasks))
    return [known[task] for task in tasks]


def _read(order: Order, tasks: Sequence[ReadTask], workers: Workers | None) -> Iterator[tuple[ReadTask, Read]]:
    """Read files here if they are few, else with ``workers``, or, if there are none yet, with some of our own."""
    if order.jobs == 1 or _size(tasks) < _FEW:
        yield from ((task, reading.read_or_tell(task)) for task in tasks)
        return
    from recensio.workers import Died, Workers

    with Workers(order.jobs) if workers is None else nullcontext(workers) as readers:
        for task, result in readers.map(reading.read_or_tell, tasks):
            if isinstance(result, Died):
                result = reading.unread(task.source, result.reason, result.traceback)
            yield task, result


def read_task(order: Order, source: Source) -> ReadTask:
    """The order to read one file."""
    root, path = order.config.root, source.path
    folder = root if path.is_relative_to(root) else path.parent
    return ReadTask(
        source, folder, order.config.build.max_file_mb * 1_000_000, _schemas(order, path), page_rules(order.config)
    )


def page_rules(config: Config) -> PageRules:
    """How the settings want long texts to be cut."""
    return PageRules(config.web.page_words, config.web.page_division.strip())


def _schemas(order: Order, path: Path) -> Schemas:
    config = order.config
    named = order.schema or (config.root / config.validate.schema if config.validate.schema else None)
    return Schemas(
        schema=str(named.resolve()) if named else "",
        rules=tuple(str(config.root / rule) for rule in config.validate.rules),
        near=str(_near(order, path.resolve())),
        cache=str(folder_for(config.root, has_config=order.has_config)),
        apparatus=config.validate.apparatus,
    )


def _near(order: Order, path: Path) -> Path:
    """The folder that a file's own schema has to lie in: the edition, else the repository, else the folder above."""
    root = order.config.root.resolve()
    if order.has_config and path.is_relative_to(root):
        return root
    repository = next((folder for folder in path.parents if (folder / ".git").exists()), None)
    return repository or path.parent.parent


def _size(tasks: Iterable[ReadTask]) -> int:
    total = 0
    for task in tasks:
        try:
            total += task.source.path.stat().st_size
        except OSError:
            continue
    return total


# --- judging across files -----------------------------------------------------------------------------------


def judge(
    order: Order, reads: Sequence[Read], others: Iterable[Problem] = (), *, looked_for: Callable[[str], bool] = bool
) -> Result:
    """What is wrong with the files, now that all of them are known, and with the ``others``; exceptions are made.

    ``looked_for`` tells whether problems of a code could have been found: other exceptions can't be unused.
    """
    sieve = Sieve(one for read in reads for one in read.allowances)
    sieve.used.update(read.allowances[number] for read in reads for number in read.used)
    sieve.excepted += (one for read in reads for one in read.excepted)
    problems = list(sieve.problems(p for p in others))
    problems += _of_files(order, reads)
    problems += _across(order, reads, sieve)
    kept, excepted = suppression.without_suppressed(problems, order.config.suppress)
    kept += unused((one for read in reads for one in read.allowances), sieve.used, looked_for)
    files = [read.source.name for read in reads]
    kept += suppression.unused(order.config.suppress, excepted, files, whole=not order.paths, looked_for=looked_for)
    return Result(tuple(kept), (*sieve.excepted, *(Excepted(p, row.reason, False) for p, row in excepted)))


def _of_files(order: Order, reads: Sequence[Read]) -> Iterator[Problem]:
    """What was found in each file; but not of a part of another file that it is no whole document, nor, in an edition
    that has a licence for all its texts, that a header has none."""
    parts = {path for read in reads for path in read.includes}
    for read in reads:
        needless = {"RNG-005"} if str(read.source.path) in parts else set()
        needless |= {"MET-002"} if order.config.edition.licence else set()
        yield from (p for p in read.problems if p.code not in needless or p.file != read.source.name)


def _across(order: Order, reads: Sequence[Read], sieve: Sieve) -> Iterator[Problem]:
    corpus = _corpus(order, reads)
    for read, entry in zip([r for r in reads if r.buildable], corpus.entries, strict=True):
        yield from folded(sieve.findings(check_corpus(corpus, entry)))
        yield from folded(sieve.findings(_models_not_there(read)))
    yield from folded(sieve.findings(shared_ids(corpus)))


def _corpus(order: Order, reads: Iterable[Read]) -> Corpus:
    usable = [read for read in reads if read.buildable]
    folders = {read.source.path: read_task(order, read.source).folder for read in usable}
    entries = (Entry(r.source.path, r.source.name, folders[r.source.path], r.index, r.includes) for r in usable)
    return Corpus(tuple(entries), partial(_around, order), _imported(order))


def _imported(order: Order) -> Path | None:
    """The folder of texts that each holder imports for himself."""
    sources = order.config.sources
    return (order.config.root / sources.folder / sources.imported).resolve() if sources.imported else None


def _around(order: Order) -> Mapping[Path, Index]:
    """The files of the edition that were not asked for, if the ones that were belong to it."""
    config = order.config
    home = (config.root / config.sources.folder).resolve()
    inside = any(path.resolve().is_relative_to(home) for path in order.paths)
    if not (order.has_config and inside):
        return {}
    rest = discover((), config).sources
    scanned = ((source.path.resolve(), scan(source.path)) for source in rest)
    return {path: index for path, index in scanned if index is not None}


def _models_not_there(read: Read) -> Iterator[Finding]:
    for model in read.models:
        if model.is_local and not _exists(model.path(read.source.path)):
            place = Place(read.source.name, model.line, 1)
            yield Finding("MET-006", place, {"href": model.href[:100]}, (model.href,))


def _exists(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
