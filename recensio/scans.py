"""What a page may do with the pictures of a facsimile: show, link, or say that they are not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from recensio.facsimiles import Facsimile, Picture, Shown, pictures_named
from recensio.law.elements import name_of
from recensio.pictures import (
    is_allowed,
    is_web,
    local_file,
    local_service,
    site_of_address,
    size_of,
    tile_files,
    tiles_at,
)
from recensio.wording import counted

#: Missing pictures of a text that are told one by one; of the others only the number is told.
_MOST_TOLD = 5
#: What stands behind the base of a IIIF service for its whole picture, as large as it has it.
_WHOLE = "/full/max/0/default.jpg"

Finding = tuple[str, etree._Element, dict[str, str]]


@dataclass(frozen=True)
class Scans:
    """The pictures of a text: addresses by the url in the file, its folder, the sites whose pictures may be shown."""

    addresses: Mapping[str, str]
    folder: Path
    allowed: tuple[str, ...]

    @classmethod
    def of(cls, site: str, folder: Path, allowed: tuple[str, ...]) -> Scans:
        """From the XML about the edition."""
        rows = etree.fromstring(site).iterchildren("{*}image")
        return cls({row.get("url") or "": row.get("href") or "" for row in rows}, folder, allowed)

    def shown(self, picture: Picture) -> Shown:
        """What a page may do with a picture."""
        href = self.addresses.get(picture.url, "")
        if is_web(picture.url):
            return self._on_the_web(picture)
        path = local_file(picture.url, self.folder)
        if not href or path is None:
            return Shown("", "missing")
        return self._tiles(folder, href) if (folder := tiles_at(path)) else Shown(href, "shown", *size_of(path))

    def _on_the_web(self, picture: Picture) -> Shown:
        service = picture.service
        is_made = service is not None and picture.url.startswith(f"{service.base}/") and picture.url[-5:] != ".json"
        href = f"{service.base}{_WHOLE}" if service is not None and not is_made else picture.url
        if is_allowed(href, self.allowed):
            return Shown(href, "shown", service=service)
        return Shown(href, "linked")

    def _tiles(self, folder: Path, place: str) -> Shown:
        """Tiles beside the text; without a script their largest whole picture is shown."""
        files = tile_files(folder)
        whole = [file for file in files if file.relative_to(folder).parts[0] == "full"]
        largest = max(whole or files, key=lambda file: (size_of(file), file.as_posix()), default=None)
        service = local_service(folder, place)
        if largest is None or service is None:
            return Shown("", "missing")
        href = f"{place}/{largest.relative_to(folder).as_posix()}"
        return Shown(href, "shown", service.width, service.height, service)

    def sites(self, facsimile: Facsimile) -> str:
        """The sites that a page asks for pictures, as its policy names them; empty if it asks none."""
        named = (picture for leaf in facsimile.leaves for picture in leaf.pictures if is_web(picture.url))
        remote = any(self._on_the_web(picture).state == "shown" for picture in named)
        return " ".join(self.allowed) if remote or any(map(is_web, self.addresses.values())) else ""


def linked(facsimile: Facsimile, allowed: Sequence[str]) -> Iterator[Finding]:
    """Of each site whose pictures the settings don't allow: where the first is named, and how many there are."""
    found = [
        (site_of_address(picture.url), picture.element)
        for leaf in facsimile.leaves
        for picture in leaf.pictures
        if is_web(picture.url) and not is_allowed(picture.url, allowed)
    ]
    numbers = Counter(site for site, _ in found)
    firsts = {site: element for site, element in reversed(found) if element is not None}
    for site, element in sorted(firsts.items()):
        yield "WEB-020", element, {"site": site, "pictures": counted(numbers[site], "picture", "pictures")}


def unseen(root: etree._Element, reasons: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Where the pictures that are not shown are named, and why they are not: the first of them one by one."""
    if not reasons:
        return
    places: dict[str, etree._Element] = {}
    for element, url in (*pictures_named(root), *_graphics(root)):
        places.setdefault(url, element)
    for url, reason in reasons[:_MOST_TOLD]:
        yield "OUT-003", places.get(url, root), {"url": url, "reason": reason}
    if rest := [url for url, _ in reasons[_MOST_TOLD:]]:
        more = counted(len(rest), "picture", "pictures")
        yield "WEB-021", places.get(rest[0], root), {"pictures": more, "url": rest[0]}


def _graphics(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for element in root.iter("*"):
        if name_of(element) in {"graphic", "media"} and (url := (element.get("url") or "").strip()):
            yield element, url
