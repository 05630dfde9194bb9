"""Canonical references, as a header declares them: by ``citeStructure`` or ``cRefPattern`` (TEI Guidelines, 17.2.5).

Both are turned round: where they say how a reference leads to an element, here each element is told its reference. What
can't be read as a path through the document is passed over; :func:`unreadable` tells of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from recensio.law.elements import TEI, name_of
from recensio.schematron.xpath import Token, tokens

_LONGEST = 300
_MOST_PREDICATES = 8
#: Axes whose use could take time beyond measure in a long text.
_FAR_AXES = frozenset({"preceding", "following", "preceding-sibling", "following-sibling"})
_BEHIND_OPERAND = frozenset({")", "]", "*", ".."})
_OPERATORS = frozenset({"and", "or", "div", "mod"})
_XPATH = re.compile(r"^#?xpath\d?\((?P<path>.*)\)$", re.DOTALL)
_GROUP = re.compile(r"""@(?P<name>[\w.:-]+)\s*=\s*(?P<quote>['"]?)\$(?P<number>[1-9])(?P=quote)""")
_SIGNS = "./:,; -"


def references(root: etree._Element) -> Mapping[etree._Element, str]:
    """The reference of each element that the header of the document has one for; parts are joined by full stops."""
    found: dict[etree._Element, str] = {}
    for declaration in root.iter(f"{{{TEI}}}refsDecl", "refsDecl"):
        for element, reference in _declared(root, declaration):
            if reference and element not in found:
                found[element] = reference
    return found


def unreadable(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The ``citeStructure`` elements whose ``match`` or ``use`` is no path that can be followed, and which of these."""
    for structure in root.iter(f"{{{TEI}}}citeStructure", "citeStructure"):
        for name in ("match", "use"):
            path = structure.get(name)
            if path is not None and _compiled(path.lstrip("/") if name == "match" else f"string({path})") is None:
                yield structure, name
                break


def _declared(root: etree._Element, declaration: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for child in declaration:
        if name_of(child) == "citeStructure":
            yield from _structure(child, [(root, "")], is_top=True)
    patterns = [pattern for child in declaration if name_of(child) == "cRefPattern" and (pattern := _pattern(child))]
    for pattern in patterns:
        yield from _by_pattern(root, pattern)


# --- citeStructure ------------------------------------------------------------------------------------------


def _structure(
    structure: etree._Element, around: list[tuple[etree._Element, str]], *, is_top: bool
) -> Iterator[tuple[etree._Element, str]]:
    """The elements of one level, each with its reference, then those of the levels in it."""
    match, use = (structure.get(name) or "" for name in ("match", "use"))
    path = _compiled(match if is_top else match.lstrip("/"))
    if path is None:
        return
    value_of = _reader(use)
    level = [
        (element, f"{before}.{value}".lstrip("."))
        for owner, before in around
        for n, element in enumerate(_elements(path, owner), 1)
        if (value := value_of(element, n))
    ]
    yield from level
    for child in structure:
        if name_of(child) == "citeStructure":
            yield from _structure(child, level, is_top=False)


def _reader(use: str) -> Callable[[etree._Element, int], str]:
    """What tells, on one line, what ``use`` says of an element that is the n-th of its kind."""
    if re.sub(r"\s", "", use) == "position()":
        return lambda _, number: str(number)
    path = _compiled(f"string({use})") if use else None

    def value(element: etree._Element, _: int) -> str:
        try:
            return " ".join(str(path(element)).split()) if path else ""
        except etree.XPathError:
            return ""

    return value


# --- cRefPattern --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Level:
    """One group of a pattern: the path to the elements that it finds from the level around, and the attribute."""

    path: etree.XPath
    attribute: str


def _pattern(pattern: etree._Element) -> tuple[_Level, ...]:
    """The levels of a pattern whose replacement is a path through the document with ``[@n='$1']`` and the like."""
    replaced = _XPATH.match((pattern.get("replacementPattern") or "").strip())
    steps = _steps(replaced["path"]) if replaced else []
    levels: list[_Level] = []
    path = ""
    for step in steps:
        group = _GROUP.search(step)
        path += _GROUP.sub(lambda found: f"@{found['name']}", step)
        if group is None:
            continue
        compiled = _compiled(f".{path}" if levels else path)
        if compiled is None or group["number"] != str(len(levels) + 1):
            return ()
        levels.append(_Level(compiled, group["name"]))
        path = ""
    return tuple(levels)


def _steps(path: str) -> list[str]:
    """The steps of a path, each with the slashes in front of it."""
    return re.findall(r"/{0,2}(?:[^/\[\]]|\[[^\]]*\])+", path)


def _by_pattern(root: etree._Element, levels: tuple[_Level, ...]) -> Iterator[tuple[etree._Element, str]]:
    around = [(root, "")]
    for level in levels:
        around = [
            (element, f"{before}.{value}".lstrip("."))
            for owner, before in around
            for element in _elements(level.path, owner)
            if (value := _attribute(element, level.attribute))
        ]
    yield from around


def _attribute(element: etree._Element, name: str) -> str:
    prefix, _, local = name.rpartition(":")
    key = f"{{http://www.w3.org/XML/1998/namespace}}{local}" if prefix == "xml" else name
    return " ".join((element.get(key) or "").split())


# --- paths --------------------------------------------------------------------------------------------------


def _elements(path: etree.XPath, owner: etree._Element) -> list[etree._Element]:
    try:
        found = path(owner)
    except etree.XPathError:
        return []
    return [e for e in found if isinstance(e, etree._Element)] if isinstance(found, list) else []


def _compiled(path: str) -> etree.XPath | None:
    """The path with names in TEI's namespace; ``None`` if it is none, or one that might never come to an end."""
    parts = list(tokens(path))
    if not path.strip() or len(path) > _LONGEST or path.count("[") > _MOST_PREDICATES or path.count("//") > 1:
        return None
    if any(part.kind == "name" and part.text in _FAR_AXES for part in parts):
        return None
    try:
        return etree.XPath("".join(_qualified(parts)), namespaces={"t": TEI, "tei": TEI}, regexp=False)
    except etree.XPathSyntaxError:
        return None


def _qualified(parts: list[Token]) -> Iterator[str]:
    """The pieces of a path; an element's name without a prefix gets that of TEI."""
    solid = [n for n, part in enumerate(parts) if part.kind not in {"space", "comment"}]
    before = {later: earlier for earlier, later in pairwise(solid)}
    behind = dict(pairwise(solid))
    operand = False
    for n, part in enumerate(parts):
        if n not in before and n not in behind and part.kind in {"space", "comment"}:
            yield part.text
            continue
        last = parts[before[n]].text if n in before else ""
        follows = parts[behind[n]].text if n in behind else ""
        is_operator = operand and part.text in _OPERATORS
        named = part.kind == "name" and not is_operator and last != "@" and follows not in {"(", "::"}
        yield f"t:{part.text}" if named and ":" not in part.text else part.text
        if part.kind not in {"space", "comment"}:
            operand = not is_operator and (part.kind in {"name", "number", "string"} or part.text in _BEHIND_OPERAND)
