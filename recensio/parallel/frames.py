"""The frames of a parallel edition: which text stands where on its finished pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from recensio.parallel.model import Sheet
from recensio.typeset.numbers import KEPT, Frame


def frames_from(told: Mapping[str, Any], sheet: Sheet, across: int) -> list[Frame]:
    """The frames of the finished pages with all marks in them (``told`` under ``<pl-pages>``)."""
    frames: dict[tuple[int, int], Frame] = {}
    for page, x, _, (_, side) in told["frames"]:
        place = _place(sheet, across, page, x)
        frames[page, place] = Frame(side, page, place)

    by_side = {(frame.page, frame.side): frame for frame in frames.values()}

    def frame(page: int, x: float, value: Any = None) -> Frame | None:
        # (a mark that says its text is believed: a line may be too long, and reach into the next column)
        if isinstance(value, dict) and "side" in value:
            return by_side.get((page, value["side"]))
        return frames.get((page, _place(sheet, across, page, x)))

    for kind, name in KEPT.items():
        for page, x, y, value in told[kind]:
            if (found := frame(page, x, value)) is not None:
                getattr(found, name).append((y, value))
    for page, x, y, label in told["marks"]:
        if (found := frame(page, x)) is not None:
            found.folios.append((y, x, label))
    for found in frames.values():
        found.starts = [(y, value["id"]) for y, value in found.starts]
        found.ends = [(y, value["id"]) for y, value in found.ends]
    return [frames[key] for key in sorted(frames)]


def _place(sheet: Sheet, across: int, page: int, x: float) -> int:
    """The column that a place belongs to. Marks of lines stand in the margin in front of theirs, or behind it."""
    left = sheet.outer if page % 2 == 0 else sheet.inner
    at = (x - left + sheet.gutter / 2) / (sheet.width + sheet.gutter)
    return min(across - 1, max(0, int(at))) if across > 1 else 0
