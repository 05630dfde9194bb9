"""Where the shipped stylesheets and schemas lie: in the wheel, or beside the package in a checkout."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


@cache
def folder(name: str) -> Path:
    """The folder ``xslt`` or ``schema`` as shipped. Raises ``FileNotFoundError`` if the installation is broken."""
    for candidate in (_PACKAGE / "shipped" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the installation lacks its folder {name!r}")


def stylesheets(edition_root: Path) -> Path:
    """The folder of stylesheets for an edition: its own ``xslt/`` if it holds them all, else the shipped one."""
    own = edition_root / "xslt"
    return own if (own / "html" / "html.xsl").is_file() else folder("xslt")


@cache
def digest(root: Path) -> str:
    """A key over the names and bytes of all files below ``root``."""
    sha = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        sha.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()


@cache
def own_code() -> str:
    """A key over the package's own modules, so that a cache never outlives the code that filled it."""
    sha = hashlib.sha256()
    for path in sorted(p for p in _PACKAGE.rglob("*") if p.suffix in {".py", ".toml"}):
        sha.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()
