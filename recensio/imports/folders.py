"""A folder of recognised pages as one source: packed in memory, so that it is read as an archive of them is."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from recensio.imports.model import Refused
from recensio.imports.readers.scan.files import MOST_PICTURES, PICTURES
from recensio.problems import problem

_MOST = 20_000
_LARGEST = 400_000_000
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the earliest day that a ZIP file knows: the same bytes at any time


def packed(folder: Path, name: str) -> bytes:
    """The XML files in ``folder`` and below it, with the pictures if they are not too large, as a ZIP file.

    Raises ``Refused`` where there are none (IMP-001), or far too many (IMP-043).
    """
    texts, pictures = list[Path](), list[Path]()
    for path in _files(folder, name):
        (texts if path.suffix.lower() == ".xml" else pictures).append(path)
    if not texts:
        raise Refused(problem("IMP-001", file=name, name=name, reason="it is a folder without recognised pages"))
    if sum(path.stat().st_size for path in texts) > _LARGEST:
        raise Refused(problem("IMP-043", file=name, limit=_LARGEST // 1_000_000))
    taken = pictures if sum(path.stat().st_size for path in pictures) <= MOST_PICTURES else []
    return _zip(folder, [*texts, *taken])


def _files(folder: Path, name: str) -> Iterator[Path]:
    """The XML files and pictures, in the order of their names; links out of the folder are not followed."""
    count = 0
    for place, inside, files in os.walk(folder):
        inside[:] = sorted(one for one in inside if not one.startswith("."))
        for one in sorted(files):
            path = Path(place, one)
            if path.suffix.lower() in (".xml", *PICTURES) and not one.startswith(".") and not path.is_symlink():
                count += 1
                yield path
        if count > _MOST:
            raise Refused(problem("IMP-043", file=name, limit=_LARGEST // 1_000_000))


def _zip(folder: Path, files: list[Path]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for path in files:
            part = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _BEGINNING)
            archive.writestr(part, path.read_bytes())
    return made.getvalue()
