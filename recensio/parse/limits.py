"""How much is taken, and whether a tree keeps to it. What exceeds a limit is only found here, not refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from lxml import etree


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken. ``size`` is in bytes, for a file with all that it includes.

    ``expansion`` is how many characters the entities of a file may come to, if that is more than four times the file.
    The defaults of ``depth``, ``attributes`` and ``name`` are those of the XSLT processor's parser, which gets the
    tree afterwards.
    """

    size: int = 200_000_000
    expansion: int = 1_000_000
    depth: int = 100
    attributes: int = 200
    name: int = 1_000
    includes: int = 20_000
    include_depth: int = 40


@dataclass(frozen=True, slots=True)
class Excess:
    """The first element that is over a limit, which limit that is, and the code of the problem that says so."""

    code: str
    limit: int
    element: etree._Element


def long_name(data: bytes, limits: Limits) -> int | None:
    """The offset of the first tag in ``data`` whose name is too long; ``None`` if there is none."""
    found = _long_name(limits.name).search(data)
    return found.start() if found else None


def exceeds(root: etree._Element, limits: Limits) -> bool:
    """Whether the tree of ``root`` is too deep, or an element in it has too many attributes."""
    return bool(_test(_deep(limits.depth))(root) or _test(_crowded(limits.attributes))(root))


def excess(root: etree._Element, limits: Limits) -> Excess | None:
    """The first element of the tree that stands too deep, else the first with too many attributes, if any."""
    places = (
        ("XML-070", limits.depth, _deep(limits.depth)),
        ("XML-071", limits.attributes, _crowded(limits.attributes)),
    )
    for code, limit, path in places:
        for element in cast(list[etree._Element], etree.XPath(f"({path})[1]")(root)):
            return Excess(code, limit, element)
    return None


def _deep(limit: int) -> str:
    return "/*" * (limit + 1)


def _crowded(limit: int) -> str:
    return f"//@*[{limit + 1}]/.."


@cache
def _test(path: str) -> etree.XPath:
    return etree.XPath(f"boolean({path})")


@cache
def _long_name(limit: int) -> re.Pattern[bytes]:
    return re.compile(rb"<[^\s<>\"'=/!]{%d}" % (limit + 1))
