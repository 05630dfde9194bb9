"""The files that are made of a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from recensio.addresses import unused


@dataclass(slots=True)
class Made:
    """The files of a text in the folder of its outputs: paths from there, by what they are."""

    folder: Path
    #: by format, the file that the report names; all pages of the text
    files: dict[str, str] = field(default_factory=dict)
    html: list[str] = field(default_factory=list)
    #: by witness: its text, the texts of all its states if there are several, its page
    witnesses: dict[str, str] = field(default_factory=dict)
    states: dict[str, tuple[str, ...]] = field(default_factory=dict)
    witness_pages: dict[str, str] = field(default_factory=dict)
    #: what pages load to show texts side by side; the pages of the text as its source has it; that which compares
    scripts: list[str] = field(default_factory=list)
    diplomatic: list[str] = field(default_factory=list)
    comparison: str = ""
    citations: dict[str, str] = field(default_factory=dict)
    apparatus: str | None = None
    tables: dict[str, str] = field(default_factory=dict)

    def write(self, path: str, content: bytes | str) -> str:
        """Write a file; its path."""
        write(self.folder / path, content)
        return path

    def write_format(self, label: str, path: str, content: bytes | str) -> None:
        """Write the file of a format that the report names."""
        self.files[label] = self.write(path, content)

    def paths(self) -> set[str]:
        """The paths of all files that were made of the words of the text."""
        states = chain.from_iterable(self.states.values())
        pages = (self.witness_pages, self.witnesses, self.files, self.tables, self.citations)
        found = {*states, *self.html, *self.diplomatic, *self.scripts}
        found |= set(chain.from_iterable(one.values() for one in pages))
        return found | {path for path in (self.apparatus, self.comparison) if path}

    def forget_missing(self) -> None:
        """Leave out what was taken back."""
        self.html = [path for path in self.html if self._is_there(path)]
        for made in (self.files, self.tables, self.witnesses, self.witness_pages, self.citations):
            for label in [label for label, path in made.items() if not self._is_there(path)]:
                del made[label]
        self.apparatus = self.apparatus if self.apparatus and self._is_there(self.apparatus) else None
        self.diplomatic = [path for path in self.diplomatic if self._is_there(path)]

    def _is_there(self, path: str) -> bool:
        return (self.folder / path).is_file()


def write(path: Path, content: bytes | str) -> None:
    """Write a file, and the folders that it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def file_parts(sigla: Iterable[str]) -> dict[str, str]:
    """Each siglum as a part of a file's name, no two the same (on some disks A and a are one name)."""
    parts: dict[str, str] = {}
    taken: set[str] = set()
    for siglum in sigla:
        part = "".join("_" if c in '<>:"/\\|?*' or not c.isprintable() else c for c in siglum)
        free = unused(part, taken, sign="-", fold=str.casefold)
        taken.add(free.casefold())
        parts[siglum] = free
    return parts
