"""The map of places and the timeline, as places on a drawing: what stands where is decided here, how it looks in the
style sheet. The map is equirectangular, true to scale at its middle; it needs no tiles and no server."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_WIDTH = 800.0
_TALLEST, _LOWEST = 700.0, 240.0
_LETTER, _LINE = 7.0, 15.0  # about as wide and high as a letter of a label is
_STEPS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0)
_YEARS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to be drawn: its name, its address, latitude and longitude, how often it is named."""

    label: str
    href: str
    latitude: float
    longitude: float
    count: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """A place as it is drawn. Where there is no room for its name, ``label_at`` is ``None``."""

    spot: Spot
    x: float
    y: float
    radius: float
    label_at: tuple[float, float, str] | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the grid, and what stands at its end: degrees, or a year of ISO 8601."""

    label: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing of some places."""

    width: float
    height: float
    points: tuple[Point, ...]
    lines: tuple[Line, ...]


def draw_map(spots: Sequence[Spot]) -> Map:
    """Draw ``spots`` (at least one); the ones named most often get their labels first."""
    west, east = _padded([s.longitude for s in spots], 180.0)
    south, north = _padded([s.latitude for s in spots], 90.0)
    stretch = 1 / max(0.2, math.cos(math.radians((south + north) / 2)))
    scale = min(_WIDTH / (east - west), _TALLEST / ((north - south) * stretch))
    missing = max(0.0, _LOWEST / (scale * stretch) - (north - south)) / 2
    south, north = south - missing, north + missing
    wider = max(0.0, _WIDTH / scale - (east - west)) / 2
    west, east = west - wider, east + wider
    frame = _Frame(west, north, scale, scale * stretch, _WIDTH, (north - south) * scale * stretch)
    lines = (*_meridians(frame, west, east), *_parallels(frame, south, north))
    return Map(_WIDTH, round(frame.height, 1), tuple(_points(frame, spots)), lines)


@dataclass(frozen=True, slots=True)
class _Frame:
    """How degrees become places on the drawing."""

    west: float
    north: float
    per_longitude: float
    per_latitude: float
    width: float
    height: float

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        return (
            round((longitude - self.west) * self.per_longitude, 1),
            round((self.north - latitude) * self.per_latitude, 1),
        )


def _padded(degrees: Sequence[float], most: float) -> tuple[float, float]:
    low, high = min(degrees), max(degrees)
    margin = max((high - low) * 0.12, 0.5)
    return max(-most, low - margin), min(most, high + margin)


def _step(span: float) -> float:
    return next((step for step in _STEPS if span / step <= 7), _STEPS[-1])


def _marks(low: float, high: float) -> Iterable[float]:
    step = _step(high - low)
    return (round(n * step, 1) for n in range(math.ceil(low / step), math.floor(high / step) + 1))


def _meridians(frame: _Frame, west: float, east: float) -> Iterable[Line]:
    for degree in _marks(west, east):
        x, _ = frame.at(0, degree)
        yield Line(_degrees(degree, "E", "W"), x, 0.0, x, round(frame.height, 1))


def _parallels(frame: _Frame, south: float, north: float) -> Iterable[Line]:
    for degree in _marks(south, north):
        _, y = frame.at(degree, 0)
        yield Line(_degrees(degree, "N", "S"), 0.0, y, frame.width, y)


def _degrees(value: float, above: str, below: str) -> str:
    side = "" if value == 0 else f" {above if value > 0 else below}"
    return f"{abs(value):g}°{side}"


def _points(frame: _Frame, spots: Sequence[Spot]) -> Iterable[Point]:
    taken: list[tuple[float, float, float, float]] = []
    made: dict[Spot, Point] = {}
    spread = [(spot, *frame.at(spot.latitude, spot.longitude), _radius(spot)) for spot in spots]
    taken += [(x - r, y - r, x + r, y + r) for _, x, y, r in spread]
    for spot, x, y, radius in sorted(spread, key=lambda row: -row[0].count):
        label_at = _room(spot.label, x, y, radius, frame, taken)
        made[spot] = Point(spot, x, y, radius, label_at)
    return [made[spot] for spot in spots]


def _radius(spot: Spot) -> float:
    return round(4 + min(7.0, math.log2(1 + spot.count)), 1)


def _room(
    label: str, x: float, y: float, r: float, frame: _Frame, taken: list[tuple[float, float, float, float]]
) -> tuple[float, float, str] | None:
    """Where the label can stand without covering another: right, left, above, below."""
    wide = _LETTER * len(label)
    own = (x - r, y - r, x + r, y + r)
    choices = (
        (x + r + 4, y + 5, "start", x + r + 4), (x - r - 4, y + 5, "end", x - r - 4 - wide),
        (x, y - r - 5, "middle", x - wide / 2), (x, y + r + 14, "middle", x - wide / 2),
    )  # fmt: skip
    for at_x, at_y, anchor, left in choices:
        box = (left, at_y - 12, left + wide, at_y - 12 + _LINE)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= frame.width and box[3] <= frame.height
        if inside and not any(_meet(box, other) for other in taken if other != own):
            taken.append(box)
            return round(at_x, 1), round(at_y, 1), anchor
    return None


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


# --- the timeline -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dated:
    """Something with a date: an event or a document (``kind``), its name and address, ISO dates."""

    kind: str
    label: str
    href: str
    when: str
    until: str = ""

    @property
    def start(self) -> float:
        """The first date as a number of years."""
        return _years(self.when)

    @property
    def end(self) -> float:
        """The last date as a number of years."""
        return max(_years(self.until), self.start) if self.until else self.start


@dataclass(frozen=True, slots=True)
class Mark:
    """Something with a date, as it is drawn."""

    dated: Dated
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Timeline:
    """A drawing of dates; ``marks`` stand in their order in time."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...] = field(default=())


def draw_timeline(rows: Iterable[Dated]) -> Timeline:
    """Draw ``rows`` (at least one) in lanes, so that none covers another."""
    found = sorted(rows, key=lambda row: (row.start, row.end, row.label, row.href))
    first, last = found[0].start, max(row.end for row in found)
    margin = max((last - first) * 0.04, 0.5)
    scale = _WIDTH / (last - first + 2 * margin)
    free: list[float] = []
    marks = [_mark(row, (row.start - first + margin) * scale, (row.end - row.start) * scale, free) for row in found]
    height = 40.0 + 14.0 * min(len(free), 60)
    return Timeline(_WIDTH, height, tuple(marks), tuple(_years_drawn(first - margin, last + margin, scale, height)))


def _mark(row: Dated, x: float, wide: float, free: list[float]) -> Mark:
    wide = max(wide, 8.0)
    lane = next((n for n, until in enumerate(free) if until <= x), len(free))
    free[lane : lane + 1] = [x + wide + 3]
    return Mark(row, round(x, 1), 10.0 + 14.0 * min(lane, 59), round(wide, 1))


def _years_drawn(first: float, last: float, scale: float, height: float) -> Iterable[Line]:
    step = next((s for s in _YEARS if (last - first) / s <= 9), _YEARS[-1])
    for mark in range(math.ceil(first / step) * step, math.floor(last) + 1, step):
        year = mark or 1  # (there is no year 0)
        x = round((year - first) * scale, 1)
        if year <= last:
            yield Line(f"{year:05d}" if year < 0 else f"{year:04d}", x, 0.0, x, height - 22.0)


def _years(date: str) -> float:
    """An ISO date as a number of years."""
    sign = -1 if date.startswith("-") else 1
    parts = [int(part) for part in date.lstrip("-").split("-")]
    month, day = (parts[1] if len(parts) > 1 else 1), (parts[2] if len(parts) > 2 else 1)
    return sign * parts[0] + (month - 1) / 12 + (day - 1) / 372
