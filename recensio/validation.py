"""The command ``validate``: check, lay beside the baseline, tell."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import click

from recensio import baseline
from recensio.baseline import BaselineError
from recensio.checking import Result, check
from recensio.formats import FORMATS, Outcome
from recensio.order import Order, Progress, silent
from recensio.problems import Problem, has_errors
from recensio.suppression import severities


@dataclass(frozen=True, slots=True)
class Request:
    """What to validate and how to tell it; ``baseline`` is a file to go by, or, if ``write``, to write."""

    order: Order
    form: str = "text"
    baseline: Path | None = None
    write: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What to print, and the problems that count."""

    text: str
    problems: tuple[Problem, ...]

    def is_wrong(self, *, strict: bool) -> bool:
        """Whether there is an error, or, when ``strict``, a warning."""
        return has_errors(self.problems, strict=strict)


def run(request: Request, progress: Progress = silent) -> Answer:
    """Validate what is asked for. Raises ``click.UsageError`` for a baseline that can't be used."""
    begun = time.monotonic()
    known = None if request.write or request.baseline is None else _known(request.baseline)
    result = check(request.order, progress)
    outcome = _outcome(request, result)
    if known is not None:
        looked_at = None if not request.order.paths else frozenset(result.paths)
        outcome = _compared(outcome, known, looked_at)
    if not request.quiet:
        outcome = replace(outcome, elapsed=time.monotonic() - begun)
    if request.write and request.baseline is not None:
        return _write(request.baseline, outcome.problems)
    return Answer(FORMATS[request.form](outcome), outcome.problems)


def _known(path: Path) -> dict[baseline.Mark, int]:
    try:
        return dict(baseline.read(path))
    except BaselineError as error:
        raise click.UsageError(str(error)) from None


def _outcome(request: Request, result: Result) -> Outcome:
    problems = severities(result.problems, dict(request.order.config.severity))
    return Outcome(
        problems=_ordered(problems),
        files=len(result.paths),
        paths=result.paths,
        root=request.order.config.root,
        excepted=result.excepted,
    )


def _ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=Problem.sort_key))


def _compared(outcome: Outcome, known: dict[baseline.Mark, int], looked_at: Collection[str] | None) -> Outcome:
    compared = baseline.compare(outcome.problems, known, looked_at)
    return replace(outcome, problems=compared.new, known=compared.known, gone=compared.gone)


def _write(path: Path, problems: tuple[Problem, ...]) -> Answer:
    try:
        path.write_text(baseline.written(problems), encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.UsageError(f"The baseline cannot be written to {path}: {error.strerror}.") from None
    return Answer(f"Wrote {path}: {len(problems):,} problems are known from now on.\n", problems)
