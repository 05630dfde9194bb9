"""The typesetter, as a parallel edition uses it: a folder with a source in it, set, or asked what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import typst

from recensio.typeset.desk import Desk
from recensio.typeset.job import MAIN, Fault, Options, job_of, refusal

__all__ = ["Fault", "Press"]


class Press:
    """All that the typesetter may see of one edition. ``faults`` are what there is to say of fonts and pictures."""

    def __init__(self, desk: Path, words: str, pictures: Sequence[tuple[str, Path]], options: Options) -> None:
        """Prepare the folder ``desk``. ``words`` is a source with everything that will be printed, ``pictures`` are the
        sources that may show some, each with the folder that addresses count from."""
        showing = [(source, "", beside) for source, beside in pictures]
        self._desk = Desk.of(job_of(words, options), desk, showing)
        self.source = ""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is to be said of fonts, pictures and tags."""
        untagged = () if self._desk.tags else (Fault("PDF-007", {}),)
        return (*self._desk.faults, *untagged)

    def refusal(self, error: typst.TypstError) -> Fault:
        """Why the last source was not set, and where."""
        return refusal(error, replace(self._desk.job, source=self.source))

    def ask(self, source: str, inputs: Mapping[str, str], label: str) -> Any:
        """What the source says under ``label``. Raises ``typst.TypstError``."""
        self._put(source)
        (told,) = self._desk.ask(inputs, label)
        return told

    def set(self, source: str, inputs: Mapping[str, str], label: str) -> tuple[bytes, Any]:
        """The PDF, and what the source says under ``label``. Raises ``typst.TypstError``."""
        self._put(source)
        return self._desk.set(inputs, label)

    def _put(self, source: str) -> None:
        self.source = source
        self._desk.write({MAIN: source})
