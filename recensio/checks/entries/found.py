"""What the checks of entries find, and how much of a text their sentences quote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from recensio.locate import Locator
from recensio.problems import Problem, problem

_LONGEST = 40
_ROOM = 60
_EACH = 20


@dataclass(frozen=True, slots=True)
class Found:
    """Something wrong at ``element``. Those alike in ``code`` and ``kind`` are told once, at the first place; if
    ``each`` of them has to be mended in its own way, one by one up to a number, the others with the last of these."""

    code: str
    element: etree._Element
    facts: Mapping[str, object] = field(default_factory=dict)
    kind: str = ""
    each: bool = False


def told(found: Iterable[Found], locator: Locator) -> Iterator[Problem]:
    """The findings as problems, in the order of their first places. Sentences may say ``{more}`` and ``{count}``."""
    first: dict[tuple[str, str], Found] = {}
    count: dict[tuple[str, str], int] = {}
    met: Counter[str] = Counter()
    for one in found:
        if one.each:
            met[one.code] += 1
        key = (one.code, str(min(met[one.code], _EACH)) if one.each else one.kind)
        first.setdefault(key, one)
        count[key] = count.get(key, 0) + 1
    problems = (_told(one, count[key], locator) for key, one in first.items())
    yield from sorted(problems, key=Problem.sort_key)


def _told(one: Found, count: int, locator: Locator) -> Problem:
    place = locator.of(one.element)
    facts = {"count": f"{count:,}", "more": f" (and {count - 1:,} more like it)" if count > 1 else ""}
    return problem(
        one.code, file=place.file, line=place.line, column=place.column, **(facts | dict(one.facts))
    )  # fmt: skip


def quoted(words: str) -> str:
    """Words in quotation marks, shortened where they are long; a mark for words left out becomes dots."""
    line = " ".join(words.replace("\ufdd6", "…").split())
    return f"“{line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + '…'}”"


def listed(names: Iterable[str]) -> str:
    """Names with commas between; of many, the first and how many more there are."""
    every = [name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…" for name in names]
    shown = every[:1]
    for name in every[1:]:
        if sum(map(len, shown)) + len(name) > _ROOM:
            break
        shown.append(name)
    rest = f" and {len(every) - len(shown):,} more" if len(every) > len(shown) else ""
    return ", ".join(shown) + rest
