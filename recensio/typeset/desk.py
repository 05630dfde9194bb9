"""The folder in which the typesetter works: all that it may see of one job, and how it is asked about it."""

from __future__ import annotations

import ctypes
import json
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import typst

from recensio.typeset.fonts import Fonts, restricted
from recensio.typeset.job import MAIN, Fault, Job, compiler_of, paper_size
from recensio.typeset.pictures import Pictures

_Made = TypeVar("_Made")
#: After so many compilations the typesetter forgets what none of them needed.
_AGES = 12
_M_ARENA_MAX = -8  # (the name of this setting in malloc.h)
_FROM_THE_RIGHT = frozenset({"R", "AL", "AN"})


@dataclass(slots=True)
class Desk:
    """A folder with sources, templates and pictures, and the fonts that the job needs.

    ``letters`` are all characters of the sources; ``tags``: whether pages can be tagged.
    """

    folder: Path
    job: Job
    fonts: Fonts
    pictures: Pictures
    letters: frozenset[str]
    tags: bool = True

    @classmethod
    def of(cls, job: Job, folder: Path, showing: Iterable[tuple[str, str, Path]] | None = None) -> Desk:
        """Put everything into ``folder``; of templates with one name that of the first folder. ``showing``: the sources
        that may show pictures (as ``Job.showing``), where they are not those of the job."""
        for templates in reversed(job.template_folders):
            for template in sorted(templates.glob("*.typ")):
                shutil.copyfile(template, folder / template.name)
        pictures = Pictures.of(job.showing if showing is None else showing, job.root, folder)
        letters = frozenset().union(*job.sources.values())
        desk = cls(folder, job, Fonts.for_text(job, folder), pictures, letters)
        desk.write(job.sources)
        return desk

    @property
    def main(self) -> Path:
        """The source that is set."""
        return self.folder / MAIN

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is to be said of fonts and pictures."""
        return (*self.fonts.faults, *self.pictures.faults)

    def _compiler(self, inputs: Mapping[str, str]) -> typst.Compiler:
        """A compiler of the main source, with what the templates are handed."""
        self._forget()
        return compiler_of(self.main, self.folder, self.fonts.folders, {**self._settings(), **inputs})

    def write(self, sources: Mapping[str, str]) -> None:
        """Put sources into the folder, by the names of their files."""
        for file, source in sources.items():
            (self.folder / file).write_text(source, encoding="utf-8")

    def _settings(self) -> dict[str, str]:
        """What every template is handed: the look of the page, families of fonts, pictures."""
        page = {key.replace("_", "-"): value for key, value in asdict(self.job.page).items()}
        about = {
            "paper": paper_size(self.job.page.paper),
            "dated": self.job.timestamp is not None,
            "shared-sigla": self.job.shared_sigla,
        }
        return {
            "page": json.dumps(page | about),
            "fonts": json.dumps([restricted(family, self.letters) for family in self.fonts.families]),
            "both-ways": json.dumps(not _FROM_THE_RIGHT.isdisjoint(map(unicodedata.bidirectional, self.letters))),
            "pictures": json.dumps(self.pictures.shown),
        }

    def ask(self, inputs: Mapping[str, str], label: str) -> Any:
        """All that the main source says under ``label``, without pages being made. Raises ``TypstError``."""
        return self._tried_twice(partial(self._ask_once, inputs, label))

    def _ask_once(self, inputs: Mapping[str, str], label: str) -> Any:
        compiler = self._compiler(inputs)
        try:
            return json.loads(compiler.query(label, field="value"))
        except RuntimeError:  # (which does not say where; setting it does)
            compiler.compile()
            raise

    def set(self, inputs: Mapping[str, str], label: str) -> tuple[bytes, Any]:
        """The PDF, and what the main source says under ``label``. Raises ``TypstError``."""
        return self._tried_twice(partial(self._set_once, inputs, label))

    def _set_once(self, inputs: Mapping[str, str], label: str) -> tuple[bytes, Any]:
        compiler, standards = self._compiler(inputs), cast("Any", list(self.job.standards))
        pdf = compiler.compile(timestamp=self.job.timestamp, pdf_tags=self.tags, pdf_standards=standards)
        return bytes(cast("bytes", pdf)), json.loads(compiler.query(label, field="value", one=True))

    def _forget(self) -> None:
        """Let the typesetter forget what it has kept of the last compilation: nothing of it serves the next one, and it
        takes more memory than the pages."""
        save_memory()
        blank = self.folder / "blank.typ"
        blank.write_text("", encoding="utf-8")
        compiler = compiler_of(blank, self.folder, ())
        for _ in range(_AGES):
            compiler.compile()
        save_memory()

    def _tried_twice(self, attempt: Callable[[], _Made]) -> _Made:
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


def save_memory() -> None:
    """Let this process use one heap for all threads, and give what is free in it back to the system. (With glibc, which
    else keeps several, each as large as it ever was.)"""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.mallopt(_M_ARENA_MAX, 1)
        libc.malloc_trim(0)
