"""Pictures: where they lie, whether a page may show them, how large they are, and IIIF image services.

Nothing here asks the network. A picture beside the text is shown if it lies in the edition's folder and holds nothing
that could run; one on the web only if the settings allow its site (``[web] images``).
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml import etree

#: Endings of the names of pictures that browsers show.
SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})
#: What the description of a IIIF image service is called.
INFO = "info.json"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_PARTS_OF_FACSIMILE = frozenset({"facsimile", "sourceDoc", "surfaceGrp", "surface", "zone", "graphic", "media"})
_ADDRESS = re.compile(r"https?://[^\s<>\"'{}|\\^`]+", re.IGNORECASE)
_SOURCE = re.compile(r"https://(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:/[A-Za-z0-9._~/%+-]*)?")
_REQUEST = re.compile(
    r"(?P<base>https?://.+)/(?:full|square|pct:[\d.,]+|\d+,\d+,\d+,\d+)/(?:\^?(?:max|full|pct:[\d.]+|!?\d*,\d*))"
    r"/!?[\d.]+/(?:default|native|color|gray|bitonal)(?:\.[a-z0-9]+)?",
    re.IGNORECASE,
)
_LARGEST_INFO = 1_000_000
_MOST_SCALES = 24


@dataclass(frozen=True, slots=True)
class Service:
    """A IIIF image service: its base address, and what is known of it (empty if it has to be asked)."""

    base: str
    info: str = ""
    width: int = 0
    height: int = 0


def local_file(url: str, folder: Path) -> Path | None:
    """The file that an image's address names, as seen from ``folder``; ``None`` for one on the web."""
    if not url or ":" in url.split("/")[0] or url.startswith(("//", "#")) or "\0" in url:
        return None
    return (folder / url.split("#")[0].split("?")[0]).resolve()


def is_picture_name(url: str) -> bool:
    """Whether an address is that of a picture, by its look: many write a mere shelfmark where one should stand."""
    path = url.split("#")[0].split("?")[0]
    return bool(is_web(url) or Path(path).suffix.lower() in SUFFIXES or path.endswith(f"/{INFO}"))


def is_web(url: str) -> bool:
    """Whether an address leads to the web, and nowhere else."""
    return _ADDRESS.fullmatch(url) is not None


def resolved(element: etree._Element, url: str) -> str:
    """``url`` as ``xml:base`` on and around ``element`` makes it. Of bases on the web only those of facsimiles count:
    that of a whole file tells where it will be published, not where its pictures lie."""
    bases = [(one, base) for one in (element, *element.iterancestors()) if (base := one.get(_XML_BASE))]
    address = ""
    for one, base in reversed(bases):
        if not is_web(base) or etree.QName(one).localname in _PARTS_OF_FACSIMILE:
            address = _joined(address, base)
    return _joined(address, url) if address else url


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


# --- what may be shown --------------------------------------------------------------------------------------


def not_shown(path: Path, bound: Path) -> str:
    """Why a file is not shown, as the end of a sentence; empty for one that is. ``bound``: the edition's folder."""
    if not path.is_relative_to(bound):
        return "it lies outside the edition's folder"
    if tiles_at(path) is not None:
        return ""
    if not path.is_file():
        return "there is no such file"
    if path.suffix.lower() not in SUFFIXES:
        return "it is no picture that browsers show (png, jpg, gif, webp, avif, svg)"
    return "it holds something that could run in a reader's browser" if _is_live(path) else ""


def _is_live(path: Path) -> bool:
    """Whether an SVG file holds a script, or is none that can be read. (A page shows it as a picture, in which nothing
    runs; but a reader may open the file by itself.)"""
    if path.suffix.lower() != ".svg":
        return False
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(path.read_bytes(), parser)
    except (etree.XMLSyntaxError, OSError, ValueError):
        return True
    return any(not isinstance(one.tag, str) or _runs(one) for one in root.iter() if one.tag is not etree.Comment)


_RUNNING = frozenset({"script", "foreignobject", "iframe", "embed", "object", "handler", "listener", "set", "animate"})


def _runs(element: etree._Element) -> bool:
    if etree.QName(element).localname.lower() in _RUNNING:
        return True
    for name, value in element.attrib.items():
        local = str(name).rpartition("}")[2].lower()
        said = "".join(str(value).split()).lower()
        if local.startswith("on") or (local == "href" and not said.startswith(("#", "data:image/"))):
            return True
    return False


def is_source(value: str) -> bool:
    """Whether ``value`` can name a site whose pictures are shown: ``https://host``, or ``https://host/folder/``."""
    return _SOURCE.fullmatch(value) is not None and ".." not in value


def is_allowed(url: str, sources: Sequence[str]) -> bool:
    """Whether an address on the web is below one of ``sources`` (as :func:`is_source` knows them)."""
    return is_web(url) and any(_is_below(url, source) for source in sources)


def _is_below(url: str, source: str) -> bool:
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    wanted, _, folder = source.removeprefix("https://").partition("/")
    same = host.lower() == wanted or (wanted.startswith("*.") and host.lower().endswith(wanted[1:]))
    inside = not folder or path == folder or path.startswith(folder.rstrip("/") + "/")
    return scheme.lower() == "https" and same and inside and "/../" not in f"/{path}/"


def site_of_address(url: str) -> str:
    """The site that an address is on: ``https://host``."""
    return "/".join(url.split("/")[:3])


# --- image services -----------------------------------------------------------------------------------------


def service_of(url: str, *, named: bool = False) -> Service | None:
    """The IIIF service that an address on the web is of: that of its description, of a picture that one has made, or
    (``named``: the file calls it one) its base."""
    plain = url.split("#")[0].split("?")[0]
    if not is_web(url):
        return None
    if plain.endswith(f"/{INFO}"):
        return Service(plain.removesuffix(f"/{INFO}"))
    if found := _REQUEST.fullmatch(plain):
        return Service(found["base"])
    return Service(plain.rstrip("/")) if named else None


def tiles_at(path: Path) -> Path | None:
    """The folder of a IIIF service of ready-made tiles, of which ``path`` is the folder or the description."""
    folder = path.parent if path.name == INFO else path
    is_there = (folder / INFO).is_file() and (path.name == INFO or path.is_dir())
    return folder if is_there and local_service(folder, "") is not None else None


def local_service(folder: Path, base: str) -> Service | None:
    """What the description in ``folder`` says, for tiles that stand at ``base``; ``None`` if it says nothing of use."""
    try:
        file = folder / INFO
        said = json.loads(file.read_bytes()) if file.stat().st_size <= _LARGEST_INFO else None
    except (OSError, ValueError):
        return None
    if not (isinstance(said, dict) and _is_number(said.get("width")) and _is_number(said.get("height"))):
        return None
    told: dict[str, Any] = {"version": 3 if "id" in said or "/image/3/" in str(said.get("@context")) else 2}
    told |= {key: said[key] for key in ("width", "height")}
    told |= {key: rows for key in ("sizes", "tiles") if (rows := _rows(said.get(key)))}
    return Service(base, json.dumps(told, separators=(",", ":"), sort_keys=True), said["width"], said["height"])


def _rows(given: Any) -> list[dict[str, Any]]:
    """Sizes or tiles, nothing but numbers."""
    rows = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    kept = [{key: one[key] for key in ("width", "height") if _is_number(one.get(key))} for one in rows]
    for row, one in zip(kept, rows, strict=True):
        scales = one.get("scaleFactors")
        if isinstance(scales, list):
            row["scaleFactors"] = sorted({n for n in scales if _is_number(n)})[:_MOST_SCALES]
    return [row for row in kept if "width" in row]


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000_000


def tile_files(folder: Path) -> list[Path]:
    """The pictures below the folder of a service, in order."""
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES - {".svg"} and p.is_file())


# --- sizes --------------------------------------------------------------------------------------------------


def size_of(path: Path) -> tuple[int, int]:
    """Width and height in pixels, as the file's first bytes tell; zeros where they don't."""
    try:
        with path.open("rb") as file:
            head = file.read(1 << 18)
    except OSError:
        return 0, 0
    try:
        reader = next((read for sign, read in _READERS.items() if head.startswith(sign)), None)
        return reader(head) if reader else (0, 0)
    except (struct.error, IndexError):
        return 0, 0


def _png(head: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def _gif(head: bytes) -> tuple[int, int]:
    width, height = struct.unpack("<HH", head[6:10])
    return width, height


def _jpeg(head: bytes) -> tuple[int, int]:
    at = 2
    while head[at] == 0xFF:
        mark, length = head[at + 1], struct.unpack(">H", head[at + 2 : at + 4])[0]
        if 0xC0 <= mark <= 0xCF and mark not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0


def _webp(head: bytes) -> tuple[int, int]:
    kind = head[12:16]
    if kind == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0


_READERS: Mapping[bytes, Callable[[bytes], tuple[int, int]]] = {
    b"\x89PNG": _png,
    b"GIF8": _gif,
    b"\xff\xd8": _jpeg,
    b"RIFF": _webp,
}
