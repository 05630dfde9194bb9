"""The output folder: put together beside its place, moved into it whole.

A build that is killed, or finds the disk full, leaves the earlier output as it was. Two builds at once each make a
folder of their own; the last one to finish stays.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

#: The sign that a folder is ours to replace.
MARKER = ".recensio-output"
_STALE_SECONDS = 86_400


class ForeignFolderError(Exception):
    """The output folder holds files that no build made."""


@dataclass(frozen=True)
class Earlier:
    """What an earlier build left in the output folder: the state it was made from, and its files as they were written.

    ``parts`` gives, by text id, the key that its files were made with.
    """

    folder: Path
    state: str
    parts: Mapping[str, str]
    files: Mapping[str, tuple[int, int]]

    def is_intact(self, path: str) -> bool:
        """True if the file is still as the build wrote it, going by size and time."""
        try:
            found = os.stat(f"{self.folder}/{path}")  # noqa: PTH116 (a hot loop)
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == self.files.get(path)

    def is_whole(self) -> bool:
        """True if every file is intact and none has come or gone."""
        return all(map(self.is_intact, self.files)) and set(_files_below(self.folder)) == {*self.files, MARKER}


def earlier(output: Path) -> Earlier | None:
    """What the last build left in ``output``; ``None`` if there is nothing, or its notes can't be read."""
    try:
        record = json.loads((output / MARKER).read_text(encoding="utf-8"))
        files = {path: (size, time) for path, (size, time) in record["files"].items()}
        return Earlier(output, record["state"], record["parts"], files)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _files_below(folder: Path) -> Iterator[str]:
    for here, _, names in os.walk(folder):
        inside = os.path.relpath(here, folder)
        yield from (name if inside == "." else f"{inside}/{name}" for name in names)


class Staging:
    """The new folder, while it is being filled."""

    def __init__(self, folder: Path, known: Earlier | None) -> None:
        """Fill ``folder``; ``known`` is what the last build left in the place it will take."""
        self.folder = folder
        self._known = known
        self._files: dict[str, tuple[int, int]] = {}
        self._made = {""}

    def take(self, source: Path, *, same: bool) -> None:
        """Put all files below ``source`` into the same places here.

        With ``same``, the last build has written them from the same source: one that is still intact is taken over as
        it is. The old folder goes when the new one is in its place, so nobody else holds on to it.
        """
        here, there = f"{self.folder}/", f"{source}/"
        for path in _files_below(source):
            self._make_folder(path.rpartition("/")[0])
            if not (same and self._take_over(path)):
                shutil.copyfile(there + path, here + path)

    def put(self, place: str, file: Path | None) -> None:
        """Put a file into its place. If there is none, what the last build left there stays, if it is intact."""
        if file is None and self._known is not None and self._known.is_intact(place):
            file = Path(self._known.folder) / place
        if file is not None:
            self._make_folder(place.rpartition("/")[0])
            shutil.copyfile(file, self.folder / place)

    def _make_folder(self, inside: str) -> None:
        if inside not in self._made:
            (self.folder / inside).mkdir(parents=True, exist_ok=True)
            self._made.add(inside)

    def _take_over(self, path: str) -> bool:
        if self._known is None or not self._known.is_intact(path):
            return False
        try:
            os.link(f"{self._known.folder}/{path}", f"{self.folder}/{path}")
        except OSError:
            return False
        self._files[path] = self._known.files[path]
        return True

    def note(self, state: str, parts: Mapping[str, str]) -> None:
        """Write down what the folder was made from, and its files as they are now."""
        for path in _files_below(self.folder):
            if path not in self._files:
                stat = (self.folder / path).stat()
                self._files[path] = (stat.st_size, stat.st_mtime_ns)
        record = {"state": state, "parts": dict(parts), "files": dict(sorted(self._files.items()))}
        (self.folder / MARKER).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


@contextlib.contextmanager
def replacing(output: Path, *, state: str, parts: Mapping[str, str], known: Earlier | None) -> Iterator[Staging]:
    """A new folder to fill; when the block ends without an exception it takes the place of ``output``.

    ``state`` and ``parts`` are kept in it for :func:`earlier`, which gave ``known``.

    Raises ``ForeignFolderError`` if ``output`` is not ours to replace, ``OSError`` if it can't be written.
    """
    output = output.resolve()
    check(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    _remove_stale(output)
    folder = Path(tempfile.mkdtemp(prefix=f".{output.name}.building-", dir=output.parent))
    try:
        folder.chmod(0o777 & ~umask())
        staging = Staging(folder, known)
        yield staging
        staging.note(state, parts)
        _swap(folder, output)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check(output: Path) -> None:
    """Raise ``ForeignFolderError`` unless ``output`` is absent, empty or ours, ``NotADirectoryError`` for a file."""
    if output.is_file():
        raise NotADirectoryError(errno.ENOTDIR, "it is a file, not a folder", str(output))
    if output.is_dir() and not (output / MARKER).is_file() and any(output.iterdir()):
        raise ForeignFolderError(str(output))


def _swap(staging: Path, output: Path) -> None:
    """Put ``staging`` in the place of ``output``: in one step where the system can, else in two."""
    if _takes_free_place(staging, output) or exchange(staging, output):
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{output.name}.old-", dir=output.parent))
    output.rename(aside / output.name)
    staging.rename(output)
    shutil.rmtree(aside, ignore_errors=True)


def _takes_free_place(staging: Path, output: Path) -> bool:
    """Move to a place where nothing, or an empty folder, is; False if another build was there first."""
    try:
        staging.rename(output)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.EACCES, errno.EPERM) or not output.is_dir():
            raise
        return False
    return True


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step (``renameat2`` on Linux, ``renamex_np`` on macOS); False where that can't be had."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(libc.renamex_np(os.fsencode(one), os.fsencode(other), 2) == 0)
        at_cwd, swap = -100, 2
        return bool(libc.renameat2(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), swap) == 0)
    except (OSError, AttributeError, TypeError):
        return False


def _remove_stale(output: Path) -> None:
    """Clear away what a killed build left behind; bring back an output that it had moved aside."""
    for aside in output.parent.glob(f".{output.name}.old-*"):
        if not output.exists() and (aside / output.name).is_dir():
            (aside / output.name).rename(output)
        elif time.time() - aside.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(aside, ignore_errors=True)
    for staging in output.parent.glob(f".{output.name}.building-*"):
        with contextlib.suppress(OSError):
            if time.time() - staging.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(staging, ignore_errors=True)


def umask() -> int:
    """The bits that new files must not have."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
