"""What ``edition.toml`` says of problems: ``[severity]``, and ``[[suppress]]`` with code, reason, perhaps file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from recensio.config import Suppression, is_fixed
from recensio.discover import matches
from recensio.problems import Problem, Severity, problem


def without_suppressed(
    problems: Iterable[Problem], given: Sequence[Suppression]
) -> tuple[list[Problem], list[tuple[Problem, Suppression]]]:
    """The problems that no exception of the settings covers; and the others, each with the one that covers it."""
    kept: list[Problem] = []
    covered: list[tuple[Problem, Suppression]] = []
    for one in problems:
        row = next((row for row in given if _covers(row, one)), None)
        if row is None:
            kept.append(one)
        else:
            covered.append((one, row))
    return kept, covered


def _covers(row: Suppression, one: Problem) -> bool:
    return row.code == one.code and (not row.file or (one.file is not None and matches(one.file, row.file)))


def unused(
    given: Sequence[Suppression],
    covered: Sequence[tuple[Problem, Suppression]],
    files: Sequence[str],
    *,
    whole: bool,
    looked_for: Callable[[str], bool],
) -> Iterator[Problem]:
    """One problem for each exception that covered nothing though it could have.

    ``files`` are those that were looked at, ``whole`` if that was all of the edition.
    """
    used = {row for _, row in covered}
    for row in given:
        met = whole or (bool(row.file) and any(matches(name, row.file) for name in files))
        if row not in used and met and looked_for(row.code):
            where = f"in {row.file}" if row.file else "in any file"
            yield problem("SUP-001", file="edition.toml", line=row.line, column=row.column, name=row.code, where=where)


def severities(problems: Iterable[Problem], overrides: Mapping[str, str]) -> tuple[Problem, ...]:
    """The problems with the severities that the edition gives them; those that are ``off`` are gone.

    The errors of the law of the text stay what they are.
    """
    return tuple(_with_severity(p, overrides) for p in problems if is_fixed(p.code) or overrides.get(p.code) != "off")


def _with_severity(problem: Problem, overrides: Mapping[str, str]) -> Problem:
    if problem.code not in overrides or is_fixed(problem.code):
        return problem
    return replace(problem, severity=Severity(overrides[problem.code]))
