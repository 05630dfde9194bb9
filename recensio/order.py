"""What a build or a validation is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from recensio.config import Config
from recensio.problems import Problem

#: Called with what is under way, how much of it is done and how much there is.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: settings, files or folders (none: the edition's own), formats, where to.

    ``schema`` and ``rules`` are those of the command line, in the place of the settings'. ``include_restricted``: texts
    that may not be published are built in full, for whoever holds them.
    """

    config: Config
    has_config: bool
    paths: tuple[Path, ...] = ()
    to: tuple[str, ...] = ("html", "pdf", "txt")
    output: Path = Path("output")
    jobs: int = 0
    force: bool = False
    problems: tuple[Problem, ...] = ()
    schema: Path | None = None
    include_restricted: bool = False


def silent(_what: str, _done: int, _total: int) -> None:
    """The progress of which nobody is told."""
