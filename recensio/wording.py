"""Words, numbers and rows that every report has in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from recensio.problems import Problem, Severity

COUNTED: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("remark", "remarks"),
}
_BREAKS = re.compile(r"[\t\n\r\f\v\x85\u2028\u2029]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PROBLEM_KEYS = tuple(row.name for row in fields(Problem))


def counted(count: int, one: str, many: str) -> str:
    """``count`` with its noun."""
    return f"{count:,} {one if count == 1 else many}"


def counts(problems: Iterable[Problem]) -> Iterator[str]:
    """How many problems there are of each severity, in words; nothing for those of which there are none."""
    count = Counter(p.severity for p in problems)
    return (counted(count[severity], *words) for severity, words in COUNTED.items() if count[severity])


def duration(seconds: float) -> str:
    """A span of time for people."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60} s"


def plain(text: str) -> str:
    """``text`` in one line and without characters that steer a terminal or can't stand in a page."""
    return _CONTROLS.sub("\ufffd", _BREAKS.sub(" ", text))


def without_surrogates(text: str) -> str:
    """``text`` as UTF-8 can hold it."""
    return text.encode("utf-8", "replace").decode("utf-8") if re.search("[\ud800-\udfff]", text) else text


def problem_row(problem: Problem) -> dict[str, object]:
    """A problem with the keys of ``report.json``."""
    return {name: getattr(problem, name) for name in _PROBLEM_KEYS}
