"""A well-formed TEI file as a text with places: so that tags can be put in without touching anything else.

Rewriting a file from its tree would lose its line ends, entities, the order of attributes, and what stands before the
root. Here each element and each character of content knows where it stands in the file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

TEI = "http://www.tei-c.org/ns/1.0"
_PIECE = re.compile(
    r"""(?xs)
    <!--.*?--> | <\?.*?\?> | <!\[CDATA\[(?P<data>.*?)\]\]> | <!DOCTYPE(?P<doctype>)
    | </(?P<close>[^\s>]+)\s*>
    | <(?P<open>[^\s/>]+)(?P<attributes>(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(?P<empty>/?)>
    | &(?P<entity>[^;\s]+); | (?P<text>[^<&]+)
    """
)
_ATTRIBUTE = re.compile(r"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_KNOWN = {"amp": "&", "lt": "<", "gt": ">", "apos": "'", "quot": '"'}
#: Stands for a character that only a DTD knows.
OPAQUE = "\ufffc"


@dataclass(slots=True)
class Element:
    """An element: its tags go from ``start`` to ``inner`` and from ``outer`` to ``end``; ``parent`` is a number."""

    number: int
    parent: int
    qname: str
    attributes: Mapping[str, str]
    is_tei: bool
    start: int
    inner: int
    outer: int = -1
    end: int = -1

    @property
    def name(self) -> str:
        """Its name in TEI's namespace; empty in another."""
        return self.qname.rpartition(":")[2] if self.is_tei else ""

    @property
    def prefix(self) -> str:
        """What its tags have in front of the name: empty, or ``tei:``."""
        return self.qname[: len(self.qname) - len(self.qname.rpartition(":")[2])]


@dataclass(frozen=True, slots=True)
class Character:
    """A character of content, and where it stands (a reference like ``&amp;`` is longer than one).

    A ``verbatim`` one stands in a CDATA section, where a tag would be text.
    """

    text: str
    start: int
    end: int
    verbatim: bool = False


Event = tuple[str, Element] | Character


@dataclass
class Markup:
    """A file, read: its elements in order, and its events: ``("open", element)``, characters, ``("close", …)``."""

    text: str
    elements: list[Element] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the text. It must be well formed: the parser has to have seen it."""
        open_ones: list[Element] = []
        spaces: list[dict[str, str]] = [{}]
        at = 0
        while at < len(self.text):
            found = _PIECE.match(self.text, at)
            if found is None:
                raise ValueError(f"no XML at {at}")
            at = self._doctype_end(at) if found["doctype"] is not None else found.end()
            if found["open"]:
                self._open(found, open_ones, spaces)
            elif found["close"]:
                self._close(open_ones, spaces, found.start(), found.end())
            elif open_ones:
                self.events.extend(_characters(found))

    def _open(self, found: re.Match[str], open_ones: list[Element], spaces: list[dict[str, str]]) -> None:
        attributes = {a[1]: html.unescape(a[2] if a[2] is not None else a[3]) for a in _ATTRIBUTE.finditer(found[0])}
        mine = spaces[-1] | {k[6:] if ":" in k else "": v for k, v in attributes.items() if re.match(r"xmlns(:|$)", k)}
        prefix = found["open"].rpartition(":")[0]
        parent = open_ones[-1].number if open_ones else -1
        made = Element(
            len(self.elements), parent, found["open"], attributes, mine.get(prefix) == TEI, found.start(), found.end()
        )
        self.elements.append(made)
        self.events.append(("open", made))
        open_ones.append(made)
        spaces.append(mine)
        if found["empty"]:
            self._close(open_ones, spaces, found.end(), found.end())

    def _close(self, open_ones: list[Element], spaces: list[dict[str, str]], start: int, end: int) -> None:
        element = open_ones.pop()
        spaces.pop()
        element.outer, element.end = start, end
        self.events.append(("close", element))

    def _doctype_end(self, at: int) -> int:
        """Where a DOCTYPE ends, with its internal subset."""
        depth = 0
        for found in re.finditer(r"\"[^\"]*\"|'[^']*'|<!--.*?-->|<\?.*?\?>|[\[\]<>]", self.text[at + 2 :], re.DOTALL):
            depth += {"[": 1, "<": 1, "]": -1, ">": -1}.get(found[0], 0)
            if depth < 0:
                return at + 2 + found.end()
        raise ValueError("a DOCTYPE without an end")

    def ancestors(self, element: Element) -> Iterator[Element]:
        """The element itself, and those around it, outwards."""
        yield element
        while element.parent >= 0:
            element = self.elements[element.parent]
            yield element

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset, both from 1."""
        before = self.text.count("\n", 0, offset)
        return before + 1, offset - (self.text.rfind("\n", 0, offset))


def _characters(found: re.Match[str]) -> Iterator[Character]:
    if found["text"] is not None or found["data"] is not None:
        group = "text" if found["text"] is not None else "data"
        start = found.start(group)
        verbatim = group == "data"
        yield from (Character(char, start + at, start + at + 1, verbatim) for at, char in enumerate(found[group]))
    elif found["entity"]:
        yield Character(_meaning(found["entity"]), found.start(), found.end())


def _meaning(entity: str) -> str:
    if entity.startswith("#"):
        char = html.unescape(f"&{entity};")
        return char if len(char) == 1 else OPAQUE
    return _KNOWN.get(entity, OPAQUE)
