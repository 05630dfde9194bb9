"""The pictures of a page: taken along where they lie beside it, named by their address where not. None is fetched."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin

from lxml import etree

from recensio.imports.model import Attachment, Picture

_KINDS = {"png": "png", "jpeg": "jpg", "jpg": "jpg", "gif": "gif", "webp": "webp", "svg+xml": "svg", "tiff": "tif"}
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".tif", ".tiff", ".bmp"})
_DATA = re.compile(r"data:image/([\w+]+)(;[^,]*)?,(.*)", re.IGNORECASE | re.DOTALL)
_LARGEST = 50_000_000

#: Gives the bytes of a picture by its address in the source, ``None`` if it has none there.
Finder = Callable[[str], bytes | None]


@dataclass
class Pictures:
    """The pictures of a source. ``find`` gives their bytes, ``base`` is the address of the page, if it is known."""

    find: Finder
    base: str = ""
    taken: dict[str, Attachment] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)  # what is said of pictures in attributes
    _seen: set[etree._Element] = field(default_factory=set)

    def picture(self, image: etree._Element) -> Picture | None:
        """The picture that ``image`` shows; ``None`` if it names none."""
        address = (image.get("src") or image.get("data-src") or image.get("href") or "").strip()
        alt = " ".join((image.get("alt") or "").split())
        if not address:
            return None
        if image not in self._seen:
            self._seen.add(image)
            self.told.append(alt)
        return self.at(address, alt)

    def at(self, address: str, alt: str = "") -> Picture:
        """The picture at ``address``."""
        data = _DATA.match(address)
        if data:
            kind = _KINDS.get(data.group(1).lower(), "")
            return Picture(self._keep("", kind, _decoded(data)), alt) if kind else Picture("", alt)
        found = self.find(unquote(address)) if not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:|//", address) else None
        if found is None:
            return Picture(urljoin(self.base, address) if self.base else address, alt)
        path = PurePosixPath(unquote(address))
        return Picture(self._keep(path.stem, path.suffix.lower().lstrip("."), found, address), alt)

    def all(self) -> tuple[Attachment, ...]:
        """Those that were taken along."""
        return tuple(self.taken.values())

    def _keep(self, stem: str, suffix: str, data: bytes, address: str = "") -> str:
        key = address or f"#{len(self.taken)}"
        if key not in self.taken:
            used = {one.name for one in self.taken.values()}
            stem = re.sub(r"[^\w\-]+", "-", stem).strip("-") or f"picture-{len(self.taken) + 1}"
            name = f"{stem}.{suffix}"
            if name in used:
                name = f"{stem}-{len(self.taken) + 1}.{suffix}"
            self.taken[key] = Attachment(name, data)
        return self.taken[key].name


def beside(page: Path) -> Finder:
    """Finds pictures in the folder of the file ``page`` and below it, nowhere else."""
    folder = page.parent.resolve()

    def find(address: str) -> bytes | None:
        try:
            path = (folder / address.split("?")[0].split("#")[0]).resolve()
            inside = path.is_relative_to(folder) and path.suffix.lower() in _SUFFIXES and path.is_file()
            return path.read_bytes() if inside and path.stat().st_size <= _LARGEST else None
        except (OSError, ValueError):
            return None

    return find


def _decoded(data: re.Match[str]) -> bytes:
    text = unquote(data.group(3))
    if "base64" not in (data.group(2) or ""):
        return text.encode()
    try:
        return base64.b64decode(re.sub(r"\s+", "", text), validate=False)
    except (binascii.Error, ValueError):
        return b""
