"""What is told of calls whose notes the source does not hold."""

from __future__ import annotations

from collections.abc import Sequence

from recensio.problems import Problem, problem


def lost_notes(labels: Sequence[str], file: str, line: int | None = None) -> Problem:
    """The warning about the calls ``labels`` (not empty), the first of which stands in ``line``."""
    if len(labels) == 1:
        calls, notes = f"1 call of a note, {labels[0]}, leads", "that note"
    else:
        calls, notes = f"{len(labels)} calls of notes, {labels[0]} to {labels[-1]}, lead", "these notes"
    return problem("IMP-008", file=file, line=line, calls=calls, notes=notes)
