"""Finding the place of an element after its file has been parsed, by the element itself or by a path to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice

from lxml import etree

from recensio.parse import Parsed
from recensio.parse.places import Place, Places, numbered

__all__ = ["Locator", "Place"]

_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_ROOT_CALL = "Q{http://www.w3.org/2005/xpath-functions}root()"
_ELEMENT_STEP = re.compile(r"/Q\{([^{}]*)\}([^/\[\]]+)\[(\d+)\]")


class Locator:
    """Finds the place in its file of any element of a parsed tree. Costs nothing until it is asked."""

    def __init__(self, parsed: Parsed) -> None:
        """For the tree of ``parsed``, as long as no later stage has put elements in or taken any out."""
        self._parsed = parsed
        self._places = Places(parsed.tracks.origins)

    @cached_property
    def _numbers(self) -> Mapping[etree._Element, int]:
        tracks = self._parsed.tracks
        if tracks.numbers is not None or self._parsed.root is None:
            return tracks.numbers or {}
        return numbered(self._parsed.root, tracks.made)

    def of(self, element: etree._Element) -> Place:
        """The place of the start tag of ``element``; of a comment or processing instruction, its parent's.

        An element that we put in (by an upgrade from P4) has the place of the one it was made of. Only the file is
        known where the file has changed since it was parsed, and for an element that is not in the tree.
        """
        for candidate in _outwards(element):
            number = self._numbers.get(self._parsed.tracks.made.get(candidate, candidate))
            if number is not None:
                return self._places.of(number)
        return self._start()

    def at_path(self, path: str) -> Place:
        """The place of what ``path`` names, in the form that XPath 3.1's ``fn:path()`` gives.

        Of an attribute, a text node, a comment or a processing instruction it is the place of its element's start
        tag. Only the file is known if nothing stands at ``path``.
        """
        element = self.element_at(path)
        return self._start() if element is None else self.of(element)

    def element_at(self, path: str) -> etree._Element | None:
        """The innermost element on ``path`` (as ``fn:path()`` gives it), or that with the id of ``#id``.

        ``None`` if it is not in the tree.
        """
        if path.startswith("#"):
            return self._with_id(path.removeprefix("#"))
        found: etree._Element | None = None
        for tag, index in _steps(path):
            found = self._child(found, tag, index)
            if found is None:
                return None
        return found

    def _with_id(self, name: str) -> etree._Element | None:
        root = self._parsed.root
        return None if root is None else next((e for e in root.iter("*") if e.get(_XML_ID) == name), None)

    def _child(self, parent: etree._Element | None, tag: str, index: int) -> etree._Element | None:
        if parent is not None:
            return next(islice(parent.iterchildren(tag), index - 1, index), None)
        root = self._parsed.root
        return root if root is not None and root.tag == tag and index == 1 else None

    def _start(self) -> Place:
        origins = self._parsed.tracks.origins
        return Place(origins[0].name if origins else str(self._parsed.path))


def _outwards(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    yield from element.iterancestors()


def _steps(path: str) -> Iterator[tuple[str, int]]:
    start = len(_ROOT_CALL) if path.startswith(_ROOT_CALL) else 0
    while step := _ELEMENT_STEP.match(path, start):
        namespace, name, index = step.groups()
        yield (f"{{{namespace}}}{name}" if namespace else name), int(index)
        start = step.end()
