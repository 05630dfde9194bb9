"""An index by Pagefind of the pages as a whole, with their words as they stand there."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from recensio.search.passages import Passage

#: The files of Pagefind that a search needs; its own interfaces are not among them.
_NEEDED = ("pagefind.js", "pagefind-entry.json", "*.pf_meta", "wasm.*", "index/*", "fragment/*")


class SearchError(Exception):
    """The index could not be made; the message says why."""


def write_pagefind(passages: Iterable[Passage], folder: Path) -> None:
    """Make the index of the pages that ``passages`` stand on in ``folder``, the same for the same passages. Raises
    ``SearchError``."""
    with tempfile.TemporaryDirectory(prefix="recensio-search-") as name:
        records, made = Path(name, "records"), Path(name, "made")
        records.mkdir()
        for page, found in groupby((p for p in passages if p.page), key=lambda passage: passage.page):
            record = records / page
            record.parent.mkdir(parents=True, exist_ok=True)
            record.write_text(_record(list(found)), encoding="utf-8")
        if any(records.iterdir()):
            _run(records, made)
            _take(made, folder)


def _record(passages: Sequence[Passage]) -> str:
    """A page as Pagefind reads it: its title, its passages."""
    title = escape(passages[0].title)
    body = "".join(f"<p>{escape(passage.text)}</p>" for passage in passages)
    return f'<!doctype html><html lang="la"><body><main data-pagefind-body><h1>{title}</h1>{body}</main></body></html>'


def _run(records: Path, made: Path) -> None:
    try:
        from pagefind_bin import get_executable
    except ImportError:
        raise SearchError("the package pagefind_bin is not installed") from None
    try:
        command = [str(get_executable()), "--site", str(records), "--output-path", str(made), "--quiet"]
        # Latin is a language whose words Pagefind leaves as they are
        command += ["--force-language", "la", "--keep-index-url"]
        subprocess.run(command, check=True, capture_output=True, cwd=records)
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines() or [f"status {error.returncode}"]
        raise SearchError(f"pagefind: {said[-1][:160]}") from None
    except OSError as error:
        raise SearchError(f"pagefind: {error.strerror or error}") from None


def _take(made: Path, folder: Path) -> None:
    for pattern in _NEEDED:
        for file in made.glob(pattern):
            place = folder / file.relative_to(made)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
