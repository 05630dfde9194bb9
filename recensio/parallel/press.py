"""The typesetter, as a parallel edition uses it: a folder with a source in it, set, or asked what it says of itself."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import typst

from recensio import typeset
from recensio.typeset import Page
from recensio.typeset import _Fault as Fault

__all__ = ["Fault", "Press"]


class Press:
    """All that the typesetter may see of one edition. ``faults`` are what there is to say of fonts and pictures."""

    def __init__(
        self, desk: Path, words: str, pictures: Sequence[tuple[str, Path]], options: typeset.Options
    ) -> None:
        """Prepare the folder ``desk``. ``words`` is a source with everything that will be printed, ``pictures`` are the
        sources that may show some, each with the folder that addresses count from."""
        job = typeset._job(words, options)
        for folder in reversed(job.template_folders):
            for template in sorted(folder.glob("*.typ")):
                shutil.copyfile(template, desk / template.name)
        self._desk = desk
        self._main = desk / typeset._MAIN
        self._job = job
        self._fonts = typeset._Fonts.for_text(job, desk)
        self._pictures = typeset._Pictures(desk, {}, [], {})
        for source, beside in pictures:
            self._pictures._gather(source, "", beside, job.root)
        self._tags = True
        self.source = ""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is to be said of fonts, pictures and tags."""
        untagged = () if self._tags else (Fault("PDF-007", {}),)
        return (*self._fonts.faults, *self._pictures.faults, *untagged)

    def refusal(self, error: typst.TypstError) -> Fault:
        """Why the last source was not set, and where."""
        return typeset._refusal(error, replace(self._job, source=self.source))

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
        try:
            return self._set_once(source, inputs, label)
        except typst.TypstError as error:
            if not (self._without_tags(error) or self._pictures.withdraw_broken()):
                raise
            return self._set_once(source, inputs, label)

    def _without_tags(self, error: typst.TypstError) -> bool:
        given_up = self._tags and "internal error" in error.diagnostic and "ua-1" not in self._job.standards
        self._tags = self._tags and not given_up
        return given_up

    def _set_once(self, source: str, inputs: Mapping[str, str], label: str) -> tuple[bytes, Any]:
        compiler = self._compiler(source, inputs)
        pdf = compiler.compile(
            timestamp=self._job.timestamp, pdf_tags=self._tags, pdf_standards=list(self._job.standards)
        )
        return bytes(pdf), json.loads(compiler.query(label, field="value", one=True))

    def _compiler(self, source: str, inputs: Mapping[str, str]) -> Any:
        self.source = source
        self._main.write_text(source, encoding="utf-8")
        return typst.Compiler(
            str(self._main),
            root=str(self._desk),
            font_paths=[str(folder) for folder in self._fonts.folders],
            ignore_system_fonts=True,
            sys_inputs={**self._always(), **inputs},
        )

    def _always(self) -> dict[str, str]:
        page: Page = self._job.page
        facts = {"paper": typeset.paper_size(page.paper), "dated": self._job.timestamp is not None}
        settings = {key.replace("_", "-"): value for key, value in asdict(page).items()}
        return {
            "page": json.dumps(settings | facts),
            "fonts": json.dumps([typeset._restricted(family) for family in self._fonts.families]),
            "pictures": json.dumps(self._pictures.shown),
        }
