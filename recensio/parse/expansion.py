"""How far entities expand, known by arithmetic before anything is built: bombs are refused unexploded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NoReturn

from recensio.parse.doctype import Doctype
from recensio.parse.entities import Entities, references
from recensio.parse.limits import Limits
from recensio.parse.messages import Refused, megabytes, refuse, short, told
from recensio.parse.places import Place, position
from recensio.problems import Problem

_TAG_NAME = re.compile(rb"<([^\s<>/!?]+)")
_DEPTH = 20  # of entities in the values of others
_COST = 20  # characters that each use of an entity counts for, besides what it holds: the tree builder's measure


class Expansion:
    """How many characters the entities of a file, and the attributes that its DOCTYPE adds, come to."""

    def __init__(self, data: bytes, declared: Doctype, entities: Entities, file: str, limits: Limits) -> None:
        """For ``data``, the text of ``file``. Raises ``Refused`` if it is too much, or an entity holds itself."""
        self._data = data
        self._declared = declared
        self._entities = entities
        self._file = file
        self._limit = max(limits.expansion, 4 * len(data))
        self._reckoned: dict[str, int] = {}
        self._sizes: Counter[str] = Counter()
        for name, count in entities.counts.items():
            self._sizes[name] = self._size(name, (), entities.first[name]) * count
        for attribute, size in self._sizes_of_defaults():
            self._sizes[attribute] += size
        if self._sizes.total() > self._limit:
            raise Refused(self.heaviest())

    def heaviest(self) -> Problem:
        """That there is too much of the entity (or attribute) that takes most room."""
        worst = max(self._sizes, key=lambda name: self._sizes[name], default="")
        size, limit = megabytes(self._sizes.total()), megabytes(self._limit)
        place = Place(self._file, *position(self._data, self._entities.at(worst)))
        name = worst if worst.startswith("@") else f"&{worst};"
        return told("XML-073", place, name=short(name), size=size, limit=limit)

    def _size(self, name: str, within: tuple[str, ...], at: int) -> int:
        """How many characters ``name`` expands to. Each value is reckoned once."""
        if name not in self._reckoned:
            self._reckoned[name] = self._reckon(name, within, at)
        return self._reckoned[name]

    def _reckon(self, name: str, within: tuple[str, ...], at: int) -> int:
        if name in within:
            self._refuse("XML-074", self._declared.offsets.get(name, at), f"&{name};")
        if len(within) > _DEPTH:
            self._refuse("XML-073", at, f"&{within[0]};", size="an unknown size")
        value = self._entities.values[name]
        return _COST + len(value) + sum(self._size(used, (*within, name), at) for used in references(value))

    def _refuse(self, code: str, at: int, name: str, **facts: object) -> NoReturn:
        limit = megabytes(self._limit)
        refuse(code, self._file, position(self._data, at), name=short(name), limit=limit, **facts)

    def _sizes_of_defaults(self) -> Iterator[tuple[str, int]]:
        """What each attribute that the DOCTYPE gives a value comes to, on all the elements that have it."""
        if self._declared.defaults:
            used = Counter(_TAG_NAME.findall(self._data))
            for element, attribute, default in self._declared.defaults:
                yield f"@{attribute}", (_COST + len(attribute) + len(default)) * used[element.encode()]
