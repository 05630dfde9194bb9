"""What earlier builds made, by key: facts of files, and the finished outputs of texts.

A key is a hash of everything that the value depends on, so an entry is never wrong, only unused. Entries are written
beside their place and moved into it, so that a build that is killed leaves none half-written, and two builds at once
don't disturb each other.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_UNUSED_DAYS = 14


def key_of(*parts: object) -> str:
    """A key over some facts (strings, numbers, None, tuples, mappings of them), the same on every machine."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=True, default=str).encode()).hexdigest()


class Cache:
    """A folder of entries."""

    def __init__(self, folder: Path) -> None:
        """Use ``folder``, which is made when the first entry is written."""
        self.folder = folder

    def read(self, kind: str, key: str) -> Any | None:
        """The JSON value stored as ``kind`` under ``key``; ``None`` if there is none or it can't be read."""
        try:
            return json.loads(self._file(kind, key).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def write(self, kind: str, key: str, value: object) -> None:
        """Store a JSON value. A cache that can't be written is no error: the build is only slower next time."""
        path = self._file(kind, key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
            temporary.write_text(json.dumps(value, ensure_ascii=False, default=str), encoding="utf-8")
            temporary.replace(path)

    def _file(self, kind: str, key: str) -> Path:
        return self.folder / kind / key[:2] / f"{key}.json"

    def outputs(self, key: str) -> Path | None:
        """The folder with the finished outputs of a text, if an earlier build made them."""
        folder = self._outputs(key)
        if not folder.is_dir():
            return None
        with contextlib.suppress(OSError):
            os.utime(folder)
        return folder

    def _outputs(self, key: str) -> Path:
        return self.folder / "texts" / key[:2] / key

    @contextlib.contextmanager
    def making(self, key: str, *, anew: bool = False) -> Iterator[Path]:
        """A new folder to put outputs in; moved into its place when the block ends without an exception.

        If another build has made the same in the meantime, its folder stays (it may be reading it), unless ``anew``.
        Raises ``OSError`` where it can't be written: without it there is no output.
        """
        place = self._outputs(key)
        place.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="making-", dir=place.parent))
        try:
            yield folder
            if anew and place.exists():
                place.rename(folder.with_suffix(".old"))
            try:
                folder.rename(place)
            except OSError:
                if not place.is_dir():
                    raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.rmtree(folder.with_suffix(".old"), ignore_errors=True)

    def tidy(self) -> None:
        """Remove outputs that no build has used for a while; looks once a day."""
        looked = self.folder / "tidied"
        if looked.is_file() and time.time() - looked.stat().st_mtime < 86_400:
            return
        with contextlib.suppress(OSError):
            looked.touch()
        horizon = time.time() - _UNUSED_DAYS * 86_400
        for folder in self.folder.glob("texts/*/*"):
            with contextlib.suppress(OSError):
                if folder.stat().st_mtime < horizon:
                    shutil.rmtree(folder, ignore_errors=True)

    def clear(self) -> None:
        """Forget everything."""
        shutil.rmtree(self.folder, ignore_errors=True)


def folder_for(edition_root: Path, *, has_config: bool) -> Path:
    """Where the cache of an edition lies: in its folder; for loose files, or where that can't be written, in the user's
    own cache folder, or at worst among the temporary files."""
    name = hashlib.sha256(str(edition_root).encode()).hexdigest()[:16]
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 (never raises)
    places = [edition_root / ".recensio" / "cache"] if has_config else []
    places += [Path(home) / "recensio" / name, Path(tempfile.gettempdir()) / f"recensio-{_user()}" / name]
    return next((place for place in places if _can_be_made(place)), places[-1])


def _can_be_made(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"
