"""The scripts and style sheets of the pages, as they are put beside them.

Scripts are written without comments and white space (:mod:`rjsmin`), but for a line that says where they come from.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import rjsmin

__all__ = ["small", "write_assets"]

#: What every script begins with: whose it is, and where it is kept as it was written.
_WHOSE = "/*! Recensio, MIT: xslt/html/assets */"
#: What can't be told from a string, or a division, without understanding the script: a template in a template, and a
#: regular expression behind an arrow.
_DOUBTFUL = re.compile(r"`[^`]*\$\{[^}`]*`|=>\s*/[^/*]")


def write_assets(sources: Path, target: Path, css: Path | None = None) -> None:
    """Write the files of the folder ``sources`` into the folder ``target``, and ``css``, the edition's own style sheet,
    as ``edition.css``."""
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted(sources.iterdir()):
        if file.suffix == ".js":
            (target / file.name).write_text(small(file.read_text(encoding="utf-8")), encoding="utf-8")
        elif file.is_file():
            shutil.copyfile(file, target / file.name)
    if css is not None:
        shutil.copyfile(css, target / "edition.css")


def small(script: str) -> str:
    """The script without comments and white space, with a line that says whose it is; as it is if that is not safe."""
    if _DOUBTFUL.search(script):
        return script
    return f"{_WHOSE}\n{rjsmin.jsmin(script)}\n"
