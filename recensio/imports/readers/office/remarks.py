"""What is said of a word processor's file as a whole: its tracked changes and its comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from recensio.imports.model import Inline, Style, Text
from recensio.problems import Problem, problem
from recensio.wording import counted


def done(what: str, changes: Mapping[str, int]) -> Iterator[str]:
    """What was done, in sentences for the header; ``what`` is the kind of file, ``changes`` are counted by kind."""
    yield f"The text was read from {what}."
    if changes:
        yield "Tracked changes were accepted: insertions are text, deletions were left out."


def problems(name: str, changes: Mapping[str, int], comments: int) -> Iterator[Problem]:
    """What the editor should know of the changes and the comments in the file ``name``."""
    if changes:
        inserted = counted(changes.get("inserted", 0), "insertion", "insertions")
        deleted = counted(changes.get("deleted", 0), "deletion", "deletions")
        yield problem("IMP-045", file=name, inserted=inserted, deleted=deleted)
    if comments:
        yield problem("IMP-046", file=name, count=counted(comments, "comment", "comments"))


def ruby(base: Iterator[Inline], above: Iterator[Inline]) -> Iterator[Inline]:
    """Text with small signs above it: those stand behind it in brackets."""
    yield from base
    if signs := tuple(above):
        yield Style((Text("("), *signs, Text(")")), ("ruby",))
