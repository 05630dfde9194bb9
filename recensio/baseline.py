"""A baseline: the problems that an edition has already, so that only new ones count.

A problem is known again by its code, its file and its sentence without numbers of lines and without counts; so it may
move within the file. Of problems alike, as many are known as the baseline counts.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from string import Formatter

from recensio.problems import Problem, catalogue
from recensio.wording import without_surrogates

_COUNTS = frozenset({"count", "number", "often", "times"})
#: Facts that tell what is around a problem, and change when something else does.
_AROUND = frozenset({"declared", "guess"})
_LINE = re.compile(r"\b(line|lines|column) \d[\d,]*")
_NUMBER = re.compile(r"\d[\d,]*")
_MORE = re.compile(r" \(and [\d,]+ more like it\)")
_VERSION = 1


class BaselineError(Exception):
    """A baseline that can't be read; the message is for people."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """What a problem is known by."""

    file: str
    code: str
    message: str

    def row(self, count: int) -> dict[str, object]:
        """This mark as a row of the baseline, standing for ``count`` problems."""
        return {"file": self.file, "code": self.code, "message": self.message, "count": count}


@dataclass(frozen=True)
class Compared:
    """Problems beside a baseline: those that are new, how many are known, and what the baseline has too many of."""

    new: tuple[Problem, ...]
    known: tuple[Problem, ...]
    gone: Mapping[Mark, int]


def mark_of(problem: Problem) -> tuple[Mark, int]:
    """What ``problem`` is known by, and how many it stands for."""
    message, count = _without_counts(problem)
    return Mark(problem.file or "", problem.code, _LINE.sub(r"\1 …", message)), count


def _without_counts(problem: Problem) -> tuple[str, int]:
    folded = _MORE.search(problem.message)
    plain = replace(problem, message=_MORE.sub("", problem.message))
    found = _sentence(problem.code).fullmatch(plain.message) if problem.code in catalogue() else None
    count, message = _number(folded[0]) + 1 if folded else 1, plain.message
    if found is not None:
        groups = [group for group in found.groupdict() if group.rpartition("__")[0] in _COUNTS | _AROUND]
        for group in sorted(groups, key=found.start, reverse=True):
            count = max(count, _number(found[group]) if group.rpartition("__")[0] in _COUNTS else 1)
            message = f"{message[: found.start(group)]}…{message[found.end(group) :]}"
    return message, count


def _number(text: str) -> int:
    found = _NUMBER.search(text)
    return int(found[0].replace(",", "")) if found else 1


@cache
def _sentence(code: str) -> re.Pattern[str]:
    """The catalogue's sentence as a pattern that takes a message apart into its facts."""
    parts = []
    for number, (text, name, _, _) in enumerate(Formatter().parse(catalogue()[code].message.replace("{more}", ""))):
        parts.append(re.escape(text))
        if name is not None:
            parts.append(f"(?P<{name}__{number}>.*?)")
    return re.compile("".join(parts), re.DOTALL)


def written(problems: Iterable[Problem]) -> str:
    """The text of a baseline that knows ``problems``: sorted, one problem a line, the same on every machine."""
    total: Counter[Mark] = Counter()
    for one in problems:
        mark, count = mark_of(one)
        total[mark] += count
    rows = ",\n".join(f"  {json.dumps(mark.row(total[mark]), ensure_ascii=False)}" for mark in sorted(total))
    body = f"\n{rows}\n " if rows else ""
    return without_surrogates(f'{{\n "version": {_VERSION},\n "problems": [{body}]\n}}\n')


def read(path: Path) -> Mapping[Mark, int]:
    """The baseline at ``path``. Raises ``BaselineError``."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != _VERSION:
            raise BaselineError(f"{path} was written by another version of Recensio; write it anew: --write-baseline")
        rows = ((Mark(row["file"], row["code"], row["message"]), int(row["count"])) for row in content["problems"])
        total: Counter[Mark] = Counter()
        for mark, count in rows:
            total[mark] += count
        return total
    except OSError as error:
        why = error.strerror or "it cannot be read"
        raise BaselineError(f"{path}: {why}. A baseline is written by --write-baseline.") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BaselineError(f"{path} is no baseline; write it anew: --write-baseline") from None


def compare(problems: Iterable[Problem], known: Mapping[Mark, int], looked_at: Collection[str] | None) -> Compared:
    """Tell the new problems from the known. ``looked_at`` are the files that were checked; ``None``: all there are."""
    left = Counter(known)
    new: list[Problem] = []
    old: list[Problem] = []
    for one in problems:
        mark, count = mark_of(one)
        (old if left[mark] >= count else new).append(one)
        left[mark] -= min(count, left[mark])
    return Compared(tuple(new), tuple(old), dict(_left(left, looked_at)))


def _left(left: Counter[Mark], looked_at: Collection[str] | None) -> Iterator[tuple[Mark, int]]:
    for mark, count in sorted(left.items()):
        if count > 0 and (looked_at is None or mark.file in looked_at):
            yield mark, count
