"""The zones of recognised pages: where each region and line stands in the picture, by keys for the text to point at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from recensio.imports.model import Surface, Zone
from recensio.imports.readers.scan.files import number
from recensio.imports.readers.scan.layout import Cell, Line, Outline, Page, Region

_NUMBER = r"-?\d+(?:\.\d+)?"
_FEWEST = 3


def placed(pages: Iterable[Page]) -> tuple[list[Page], tuple[Surface, ...]]:
    """The pages with the keys of their zones, and a surface for each page of which there is a picture or a zone."""
    done = [_page(page, f"f{at}") for at, page in enumerate(pages, 1)]
    return [page for page, _ in done], tuple(surface for _, surface in done if surface is not None)


def _page(page: Page, key: str) -> tuple[Page, Surface | None]:
    regions, zones = _regions(page.regions, key)
    if not page.image and not zones:
        return page, None
    width, height = page.size
    surface = Surface(key, page.image, width, height, page.n, tuple(zones))
    return replace(page, regions=tuple(regions), facs=key), surface


def _regions(regions: Sequence[Region], key: str) -> tuple[list[Region], list[Zone]]:
    made, zones = [], list[Zone]()
    for at, region in enumerate(regions, 1):
        own = f"{key}-r{at}"
        lines, inside = _lines(region.lines, own)
        cells, more = _cells(region.cells, own)
        inside += more
        made.append(replace(region, lines=lines, cells=cells, zone=own if region.outline else ""))
        kind = "-".join((region.name or region.kind).split())
        zones += [_zone(own, kind, region.outline, inside)] if region.outline else inside
    return made, zones


def _cells(cells: Sequence[Cell], key: str) -> tuple[tuple[Cell, ...], list[Zone]]:
    made, zones = [], list[Zone]()
    for at, cell in enumerate(cells, 1):
        lines, inside = _lines(cell.lines, f"{key}-c{at}")
        made.append(replace(cell, lines=lines))
        zones += inside
    return tuple(made), zones


def _lines(lines: Sequence[Line], key: str) -> tuple[tuple[Line, ...], list[Zone]]:
    keys = [f"{key}-l{at}" if line.outline else "" for at, line in enumerate(lines, 1)]
    made = tuple(replace(line, zone=own) for line, own in zip(lines, keys, strict=True))
    return made, [_zone(line.zone, "line", line.outline, ()) for line in made if line.zone]


def _zone(key: str, kind: str, outline: Outline, inside: Iterable[Zone]) -> Zone:
    return Zone(key, kind, outline.points, outline.box, tuple(inside))


# --- Outlines as the formats write them


def outline_of(points: Iterable[tuple[float, float]]) -> Outline:
    """The outline through ``points``; of two only the box is known, of fewer nothing."""
    known = list(points)
    if len(known) >= _FEWEST:
        return Outline(points=" ".join(f"{_said(x)},{_said(y)}" for x, y in known))
    if len(known) < _FEWEST - 1:
        return Outline()
    xs, ys = zip(*known, strict=True)
    return Outline(box=(_said(min(xs)), _said(min(ys)), _said(max(xs)), _said(max(ys))))


def box_of(left: float | None, top: float | None, width: float | None, height: float | None) -> Outline:
    """The outline of a box, if all of it is known."""
    if left is None or top is None or width is None or height is None:
        return Outline()
    return Outline(box=(_said(left), _said(top), _said(left + width), _said(top + height)))


def points_in(text: str) -> Iterator[tuple[float, float]]:
    """The points in ``10,20 30,40`` or ``10 20 30 40``; nothing, if it is neither."""
    numbers = re.findall(_NUMBER, text)
    if len(numbers) % 2 == 0 and not re.search(r"[^\d\s.,-]", text):
        yield from zip(map(float, numbers[::2]), map(float, numbers[1::2]), strict=True)


def size_of(width: str | None, height: str | None) -> tuple[str, str]:
    """Width and height as they are written, if they are numbers above 0."""
    known = [number(width), number(height)]
    return (_said(known[0]), _said(known[1])) if known[0] and known[1] and min(known[0], known[1]) > 0 else ("", "")


def _said(value: float | None) -> str:
    return f"{value or 0:.2f}".rstrip("0").rstrip(".")
