"""How high the foot of a page is with some entries, from what the typesetter has measured of each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Lines are broken between words, so not every line is full. (Of 1,010 feet none was higher than is reckoned so, and 190
# lower, by a line.)
_FUDGE = 1.016
_ROUNDED = 0.1  # of a line: so much less than a whole line is a whole line
_MORE_CAREFUL = 0.15  # the same, for each time that a foot was higher all the same
_MOST = 0.4  # of a page: an entry that takes more goes behind the text
_NUMBER = 2  # figures of a line's number
_FAR_LINE = 6  # figures, as long as "→ p. 128"


@dataclass(frozen=True, slots=True)
class Layer:
    """How the entries of a layer are set, in points: ``line`` is the height of a line, ``above`` the room with the rule
    above the layer; what stands before an entry with a number, and before one on the line of the last."""

    run_in: bool
    line: float
    leading: float
    above: float
    figure: float
    before: float
    again: float

    def height(self, taken: float, width: float, rounded: float) -> float:
        """The height of the layer. ``taken``: the length of its entries on one endless line, or their height."""
        if not self.run_in:
            return self.above + taken - self.leading
        lines = max(1, math.ceil(taken / width * _FUDGE + rounded))
        return self.above + lines * self.line + (lines - 1) * self.leading


@dataclass(frozen=True, slots=True)
class Takes:
    """What an entry takes: its layer, a length or a height, and the length of its number where that is its own."""

    layer: str
    takes: float
    number: float | None


class Feet:
    """The feet of the pages of one text or book.

    ``far``: the entries that are too long for one; ``again``: those that are on the line of another one, and have no
    number; ``numbers``: how many figures the others have, as far as is known.
    """

    def __init__(self, told: Iterable[Mapping[str, Any]], width: float, height: float) -> None:
        """Take what each text tells under ``<ed-rooms>``, and the measures of a page's text."""
        self._width = width
        self._takes: dict[str, tuple[Layer, Takes]] = {}
        for number, text in enumerate(told):
            layers = {name: Layer(**_pythonic(about)) for name, about in text["layers"].items()}
            for name, about in text["entries"].items():
                takes = Takes(f"{number}/{about['layer']}", about["takes"], about["number"])
                self._takes[name] = (layers[about["layer"]], takes)
        self._rounded = _ROUNDED
        self._extra: dict[str, float] = {}
        self.again: frozenset[str] = frozenset()
        self.numbers: Mapping[str, int] = {}
        self.far = frozenset(name for name in self._takes if self._alone(name) > _MOST * height)

    def __bool__(self) -> bool:
        """True if there are entries."""
        return bool(self._takes)

    def is_run_in(self, name: str) -> bool:
        """True if the entry is run in with others."""
        return self._takes[name][0].run_in

    def _alone(self, name: str) -> float:
        layer, about = self._takes[name]
        return layer.height(about.takes + (0 if layer.run_in else layer.leading), self._width, self._rounded)

    def learn(self, found: Iterable[tuple[Sequence[str], float]]) -> None:
        """Reckon with more room from now on: feet with these entries were higher than was reckoned, so high."""
        self._rounded += _MORE_CAREFUL
        for names, height in found:
            self._extra[names[0]] = 0.0
            self._extra[names[0]] = max(0.0, height - self.foot(names).height)

    def foot(self, names: Iterable[str]) -> Foot:
        """A foot with these entries."""
        return Foot(self, {}, {}, 0.0).with_entries(names)

    def add(self, foot: Foot, name: str) -> None:
        """Put an entry into a foot."""
        layer, about = self._takes[name]
        foot.layers[about.layer] = layer
        foot.extra += self._extra.get(name, 0.0)
        foot.taken[about.layer] = foot.taken.get(about.layer, 0.0) + self._length(layer, about, name)

    def _length(self, layer: Layer, about: Takes, name: str) -> float:
        is_far = name in self.far
        if not layer.run_in:
            return (layer.line if is_far else about.takes) + layer.leading
        own = _FAR_LINE * layer.figure if is_far else about.takes
        if name in self.again and about.number is None:
            return own + layer.again
        number = self.numbers.get(name, _NUMBER) * layer.figure if about.number is None else about.number
        return own + layer.before + number

    def height(self, foot: Foot) -> float:
        """The height of a foot."""
        layers = foot.layers.items()
        return foot.extra + sum(layer.height(foot.taken[name], self._width, self._rounded) for name, layer in layers)


@dataclass(slots=True)
class Foot:
    """The foot of a page: its layers, what the entries of each take, and the room that was found to be lacking."""

    feet: Feet
    layers: dict[str, Layer]
    taken: dict[str, float]
    extra: float

    def with_entries(self, names: Iterable[str]) -> Foot:
        """The same with more entries."""
        more = Foot(self.feet, dict(self.layers), dict(self.taken), self.extra)
        for name in names:
            self.feet.add(more, name)
        return more

    @property
    def height(self) -> float:
        """In points, with the rules; 0 without entries."""
        return self.feet.height(self)


def _pythonic(about: Mapping[str, Any]) -> dict[str, Any]:
    return {name.replace("-", "_"): value for name, value in about.items()}
