"""What checks find, before it is told: those alike are folded into one message with a count."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from recensio.locate import Place
from recensio.problems import Problem, Severity, problem

_COUNTED = re.compile(r"\(once\)|\b\d[\d,]* times\b")


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where something is wrong. Findings alike in ``code``, file and ``kind`` become one problem, which
    has the place and the ``facts`` of the first; without a ``kind`` each is told. ``weight``: how many it stands for;
    ``severity``: its own, if it is not that of the catalogue.
    """

    code: str
    place: Place
    facts: Mapping[str, object] = field(default_factory=dict)
    kind: tuple[str, ...] = ()
    weight: int = 1
    severity: Severity | None = None


class Later:
    """A fact that takes time to find out, and is found out only if it is told."""

    def __init__(self, found: Callable[[], str]) -> None:
        """``found`` gives the fact."""
        self._found = found

    def __format__(self, _spec: str) -> str:
        """The fact."""
        return self._found()


def folded(findings: Iterable[Finding]) -> Iterator[Problem]:
    """The findings as problems, those of a kind as one. Sentences get the facts ``more``, ``often``, ``count``."""
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        alike = (finding.code, finding.place.file, finding.kind) if finding.kind else number
        groups.setdefault(alike, []).append(finding)
    yield from map(_told, groups.values())


def _told(alike: list[Finding]) -> Problem:
    first = min(alike, key=lambda finding: (finding.place.line or 0, finding.place.column or 0))
    count = sum(finding.weight for finding in alike)
    more = f" (and {count - 1:,} more like it)" if count > 1 else ""
    place = first.place
    often = "once" if count == 1 else f"{count:,} times"
    facts = {"more": more, "count": f"{count:,}", "often": often} | dict(first.facts)
    told = problem(first.code, file=place.file, line=place.line, column=place.column, **facts)
    severity = first.severity or told.severity
    return replace(told, message=_with_more(told.message, more), severity=severity)


def _with_more(message: str, more: str) -> str:
    """A sentence that is not ours (a rule's) has no place for the count: it gets it before its full stop."""
    if not more or more in message or _COUNTED.search(message):
        return message
    return f"{message[:-1]}{more}." if message.endswith(".") else f"{message}{more}"
