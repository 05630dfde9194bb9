"""The typesetter, as a parallel edition uses it: a folder with a source in it, set, or asked what it says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import typst

from recensio.typeset.desk import Desk
from recensio.typeset.job import Fault, Options, job_of, refusal

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
        compiler = self._compiler(source, inputs)
        try:
            return json.loads(compiler.query(label, field="value", one=True))
        except RuntimeError:  # (which does not say where; setting it does)
            compiler.compile()
            raise

    def set(self, source: str, inputs: Mapping[str, str], label: str) -> tuple[bytes, Any]:
        """The PDF, and what the source says under ``label``. Raises ``typst.TypstError``."""
        return self._desk.tried_twice(partial(self._set_once, source, inputs, label))

    def _set_once(self, source: str, inputs: Mapping[str, str], label: str) -> tuple[bytes, Any]:
        compiler, job = self._compiler(source, inputs), self._desk.job
        standards: Any = list(job.standards)
        pdf = compiler.compile(timestamp=job.timestamp, pdf_tags=self._desk.tags, pdf_standards=standards)
        return bytes(pdf), json.loads(compiler.query(label, field="value", one=True))

    def _compiler(self, source: str, inputs: Mapping[str, str]) -> Any:
        self.source = source
        self._desk.main.write_text(source, encoding="utf-8")
        return self._desk.compiler({**self._desk.settings(), **inputs})
