"""The output folder: put together beside its place, moved into it whole.

A build that is killed, or finds the disk full, leaves the earlier output as it was. Two builds at once each make a folder
of their own; the last one to finish stays.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

#: The sign that a folder is ours to replace.
MARKER = ".recensio-output"
_STALE_SECONDS = 86_400


class ForeignFolderError(Exception):
    """The output folder holds files that no build made."""


@contextlib.contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """A new folder to fill; when the block ends without an exception it takes the place of ``output``.

    Raises ``ForeignFolderError`` if ``output`` is not ours to replace, ``OSError`` if it can't be written.
    """
    output = output.resolve()
    check(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    _remove_stale(output)
    staging = Path(tempfile.mkdtemp(prefix=f".{output.name}.building-", dir=output.parent))
    try:
        staging.chmod(0o777 & ~_umask())
        yield staging
        (staging / MARKER).touch()
        _swap(staging, output)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def check(output: Path) -> None:
    """Raise ``ForeignFolderError`` unless ``output`` is absent, empty or ours; ``NotADirectoryError`` if it is a file."""
    if output.is_file():
        raise NotADirectoryError(errno.ENOTDIR, "it is a file, not a folder", str(output))
    if output.is_dir() and not (output / MARKER).is_file() and any(output.iterdir()):
        raise ForeignFolderError(str(output))


def copy_into(source: Path, staging: Path) -> None:
    """Copy all files below ``source`` to the same places below ``staging``."""
    for folder, _, files in os.walk(source):
        target = staging / os.path.relpath(folder, source)
        if files:
            target.mkdir(parents=True, exist_ok=True)
        for name in files:
            shutil.copyfile(os.path.join(folder, name), target / name)  # noqa: PTH118 (a hot loop)


def _swap(staging: Path, output: Path) -> None:
    """Put ``staging`` in the place of ``output``: in one step where the system can, else in two."""
    if not output.exists():
        staging.rename(output)
    elif not _exchange(staging, output):
        aside = output.with_name(f".{output.name}.old-{os.getpid()}")
        output.rename(aside)
        staging.rename(output)
        shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step (``renameat2`` on Linux, ``renamex_np`` on macOS); False where that can't be had."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(libc.renamex_np(os.fsencode(one), os.fsencode(other), 2) == 0)
        at_cwd, exchange = -100, 2
        return bool(libc.renameat2(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), exchange) == 0)
    except (OSError, AttributeError, TypeError):
        return False


def _remove_stale(output: Path) -> None:
    """Clear away what a killed build left behind; bring back an output that it had moved aside."""
    for aside in output.parent.glob(f".{output.name}.old-*"):
        if not output.exists():
            aside.rename(output)
        else:
            shutil.rmtree(aside, ignore_errors=True)
    for staging in output.parent.glob(f".{output.name}.building-*"):
        with contextlib.suppress(OSError):
            if time.time() - staging.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(staging, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
