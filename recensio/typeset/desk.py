"""The folder in which the typesetter works: all that it may see of one job, and how it is asked about it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import typst

from recensio.typeset.fonts import Fonts, restricted
from recensio.typeset.job import MAIN, Fault, Job, compiler_of, paper_size
from recensio.typeset.pictures import Pictures

_Made = TypeVar("_Made")


@dataclass(slots=True)
class Desk:
    """A folder with sources, templates and pictures, and the fonts that the job needs.

    ``tags``: whether pages can be tagged.
    """

    folder: Path
    job: Job
    fonts: Fonts
    pictures: Pictures
    tags: bool = True

    @classmethod
    def of(cls, job: Job, folder: Path, showing: Iterable[tuple[str, str, Path]] | None = None) -> Desk:
        """Put everything into ``folder``; of templates with one name that of the first folder. ``showing``: the sources
        that may show pictures (as ``Job.showing``), where they are not those of the job."""
        for file, source in job.sources.items():
            (folder / file).write_text(source, encoding="utf-8")
        for templates in reversed(job.template_folders):
            for template in sorted(templates.glob("*.typ")):
                shutil.copyfile(template, folder / template.name)
        pictures = Pictures.of(job.showing if showing is None else showing, job.root, folder)
        return cls(folder, job, Fonts.for_text(job, folder), pictures)

    @property
    def main(self) -> Path:
        """The source that is set."""
        return self.folder / MAIN

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is to be said of fonts and pictures."""
        return (*self.fonts.faults, *self.pictures.faults)

    def compiler(self, inputs: Mapping[str, str] | None = None) -> typst.Compiler:
        """A compiler of the main source, with what the templates are handed."""
        return compiler_of(self.main, self.folder, self.fonts.folders, inputs)

    def settings(self, **facts: Any) -> dict[str, str]:
        """What every template is handed: the look of the page with more ``facts``, families of fonts, pictures."""
        page = {key.replace("_", "-"): value for key, value in asdict(self.job.page).items()}
        about = {"paper": paper_size(self.job.page.paper), "dated": self.job.timestamp is not None}
        return {
            "page": json.dumps(page | about | facts),
            "fonts": json.dumps([restricted(family) for family in self.fonts.families]),
            "pictures": json.dumps(self.pictures.shown),
        }

    def tried_twice(self, attempt: Callable[[], _Made]) -> _Made:
        """What ``attempt`` makes; what the typesetter stumbles over is taken out of its way once.

        Raises ``TypstError``.
        """
        try:
            return attempt()
        except typst.TypstError as error:
            if not (self._without_tags(error) or self.pictures.withdraw_broken()):
                raise
            return attempt()

    def _without_tags(self, error: typst.TypstError) -> bool:
        """Some pages can be set but not tagged, by a fault of the typesetter: better a PDF without tags than none."""
        given_up = self.tags and "internal error" in error.diagnostic and "ua-1" not in self.job.standards
        self.tags = self.tags and not given_up
        return given_up
