"""What is wrong with a document, as a value; and faults of one kind folded into one."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from recensio.problems import Problem, problem
from recensio.relaxng.syntax import SchemaError

_REASON = 200  # characters
_LONGEST = 250
_LESS_IMPORTANT = ("guess", "wanted", "missing", "others", "allowed", "where", "namespace", "found")
VALUES_TOLD = 5  # different values of one attribute that each get a message of their own


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, at its first place, and how often it comes.

    ``facts`` are for the sentence of ``code`` in the catalogue. Two faults, also of different files, are of one kind if
    their ``key`` is the same: the same fault on the same element in the same container.
    """

    code: str
    line: int
    column: int
    facts: Mapping[str, object]
    key: Hashable = ""
    count: int = 1

    def problem(self, file: str | None = None) -> Problem:
        """The fault as a problem of ``file``."""
        return problem(self.code, file=file, line=self.line, column=self.column, **self.facts)


def schema_problem(error: SchemaError) -> Problem:
    """That a schema can't be used, as a problem at the place in the schema."""
    reason = error.reason if len(error.reason) <= _REASON else f"{error.reason[: _REASON - 1]}…"
    place = error.place
    return problem("RNG-001", file=place.file, line=place.line, column=place.column, reason=reason)


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault before it has a place. ``kin`` is the same for faults that differ in a value only."""

    code: str
    facts: Mapping[str, object]
    key: Hashable
    kin: Hashable = None


class Enough(Exception):
    """There are more different faults than anybody wants to read."""


@dataclass
class Collector:
    """Gathers the faults of one document, each kind once, up to ``limit`` kinds."""

    limit: int
    _faults: dict[Hashable, Fault] = field(default_factory=dict)
    _counts: dict[Hashable, int] = field(default_factory=dict)
    _kin: dict[Hashable, int] = field(default_factory=dict)

    def add(self, finding: Finding, line: int, column: int) -> None:
        """Note ``finding`` at its place. Raises ``Enough`` when there are too many kinds."""
        key = self._key(finding)
        self._counts[key] = self._counts.get(key, 0) + 1
        if key in self._faults:
            return
        if len(self._faults) >= self.limit:
            self._faults["more"] = Fault("RNG-090", line, column, {"limit": self.limit}, "more")
            raise Enough
        self._faults[key] = Fault(finding.code, line, column, finding.facts, key)

    def again(self, finding: Finding) -> bool:
        """Note ``finding`` once more; whether it was known."""
        key = finding.key
        if key not in self._faults:
            return False
        self._counts[key] += 1
        return True

    def _key(self, finding: Finding) -> Hashable:
        """The key to fold by. After a few values of an attribute all others count as one kind."""
        if finding.kin is None or finding.key in self._faults:
            return finding.key
        told = self._kin[finding.kin] = self._kin.get(finding.kin, 0) + 1
        return finding.key if told <= VALUES_TOLD else (finding.code, finding.kin)

    def __iter__(self) -> Iterator[Fault]:
        """The faults with their counts, in the order of their first places."""
        return (_counted(fault, self._counts.get(key, 1)) for key, fault in self._faults.items())


def _counted(fault: Fault, count: int) -> Fault:
    times = f" ({count} times)" if count > 1 else ""
    return replace(fault, count=count, facts=_fitting(fault.code, {**fault.facts, "times": times}))


def _fitting(code: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts, the less important of them cut until the sentence is short enough."""
    for name in _LESS_IMPORTANT:
        if len(problem(code, **facts).message) < _LONGEST:
            break
        if name in facts:
            facts[name] = "" if name == "guess" else f"{str(facts[name])[:39]}…"
    return facts
