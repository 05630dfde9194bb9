"""Work on many files at once, in processes of their own.

Processes, because SaxonC's threads do not scale and a compiled stylesheet is not thread-safe; started afresh
(``spawn``), because neither Saxon nor Typst survives a fork. A process that dies takes only its own task with it.
"""

from __future__ import annotations

import multiprocessing
import os
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_MOST_IN_A_BATCH = 16


@dataclass(frozen=True, slots=True)
class Died(Generic[T]):
    """Stands for the result of a task whose process died, or that met a mistake of ours (then with ``traceback``)."""

    task: T
    reason: str
    traceback: str = ""


class Workers:
    """A pool of processes, started when first needed. With one task, or one job, work is done here and now."""

    def __init__(self, jobs: int = 0) -> None:
        """``jobs`` is how many processes; 0 for as many as there are cores."""
        self.jobs = jobs or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        """Nothing is started yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the processes; tasks not yet begun are dropped."""
        self._stop()

    def map(self, work: Callable[[T], R], tasks: Sequence[T]) -> Iterator[tuple[T, R | Died[T]]]:
        """Do ``work`` on each task; yields tasks with results as they come, in no order."""
        if len(tasks) <= 1 or self.jobs == 1:
            yield from ((task, _guarded(work, task)) for task in tasks)
            return
        size = max(1, min(_MOST_IN_A_BATCH, len(tasks) // (self.jobs * 4)))
        batches = [tuple(tasks[i : i + size]) for i in range(0, len(tasks), size)]
        for batch in (yield from self._finish(work, batches)):
            for task in batch:
                yield task, self._alone(work, task)

    def apart(self, work: Callable[[T], R], task: T) -> R | Died[T]:
        """Do one task in another process: it takes much memory, or may die."""
        return self._alone(work, task)

    def _finish(
        self, work: Callable[[T], R], batches: Sequence[tuple[T, ...]]
    ) -> Generator[tuple[T, R | Died[T]], None, list[tuple[T, ...]]]:
        """Yield what gets done; return the batches that were under way, or waiting, when a process died."""
        pool = self._start()
        futures: dict[Future[list[R | Died[T]]], tuple[T, ...]] = {pool.submit(_batch, work, b): b for b in batches}
        unfinished: list[tuple[T, ...]] = []
        for future, batch in futures.items():
            try:
                yield from zip(batch, future.result(), strict=True)
            except BrokenProcessPool:
                unfinished.append(batch)
        if unfinished:
            self._stop()
        return unfinished

    def _alone(self, work: Callable[[T], R], task: T) -> R | Died[T]:
        """Do one task in a process of its own, to find out which one kills it."""
        try:
            return self._start(1).submit(_guarded, work, task).result()
        except BrokenProcessPool as error:
            self._stop()
            return Died(task, str(error).splitlines()[0])

    def _start(self, jobs: int | None = None) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(jobs or self.jobs, mp_context=context)
        return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _batch(work: Callable[[T], R], tasks: tuple[T, ...]) -> list[R | Died[T]]:
    return [_guarded(work, task) for task in tasks]


def _guarded(work: Callable[[T], R], task: T) -> R | Died[T]:
    """The result of ``work``; an unforeseen exception concerns its own task only. A full disk concerns them all."""
    try:
        return work(task)
    except OSError:
        raise
    except Exception as error:
        return Died(task, f"{type(error).__name__}: {error}", traceback.format_exc())
