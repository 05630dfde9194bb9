"""The files of a schema: read as any file of an edition is, with a place for every element.

A schema may take in others with ``include`` and ``extends href``; only by relative paths, and only from inside the
folder it was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from os.path import normpath
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from recensio.locate import Locator
from recensio.parse import Parsed, parse
from recensio.parse.places import Place
from recensio.schematron.errors import fail
from recensio.schematron.xpath import substituted

ISO = "http://purl.oclc.org/dsdl/schematron"
#: The namespaces of Schematron: ISO's, and that of version 1.5 before it.
SCHEMATRON = frozenset({ISO, "http://www.ascc.net/xml/schematron"})
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
#: Nested inclusions beyond this are taken for a loop; and how many there may be in all.
_DEPTH = 40
_INCLUSIONS = 5_000


@dataclass(frozen=True)
class Document:
    """One file of a schema."""

    path: Path
    name: str
    parsed: Parsed
    depth: int = 0

    @property
    def root(self) -> Element:
        """The root element."""
        assert self.parsed.root is not None
        return Element(self.parsed.root, self)

    @cached_property
    def locator(self) -> Locator:
        """Finds the places of its elements."""
        return Locator(self.parsed)

    def identified(self, identifier: str) -> Element | None:
        """The element whose ``id`` or ``xml:id`` it is."""
        assert self.parsed.root is not None
        for element in self.parsed.root.iter("*"):
            if identifier in (element.get("id"), element.get(_XML_ID)):
                return Element(element, self)
        return None


@dataclass(frozen=True)
class Element:
    """An element of a schema, with the ``parameters`` of the abstract pattern in which it stands."""

    node: etree._Element
    document: Document
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name if it is of Schematron, else nothing."""
        namespace, local = self.qualified
        return local if namespace in SCHEMATRON else ""

    @property
    def qualified(self) -> tuple[str, str]:
        """Namespace and local name."""
        name = etree.QName(self.node)
        return name.namespace or "", name.localname

    @property
    def place(self) -> Place:
        """Where its start tag stands."""
        return self.document.locator.of(self.node)

    def get(self, attribute: str) -> str | None:
        """The value of ``attribute`` with parameters filled in and space trimmed; ``None`` for one that is empty."""
        value = substituted(self.node.get(attribute) or "", self.parameters).strip()
        return value or None

    def having(self, parameters: Mapping[str, str]) -> Element:
        """The same element with ``parameters`` for its attributes and those of its descendants."""
        return Element(self.node, self.document, parameters)

    def children(self) -> Iterator[Element]:
        """Its child elements, as they stand."""
        for child in self.node.iterchildren("*"):
            yield Element(child, self.document, self.parameters)


class Files:
    """The files of one schema, each read once."""

    def __init__(self, path: Path, folder: Path | None, name: str | None = None) -> None:
        """For the schema at ``path``, which problems call ``name`` (default: its path).

        What it includes must lie in ``folder`` (default: anywhere on the disk).
        """
        self._folder = folder.resolve() if folder else None
        self._read: dict[Path, Parsed] = {}
        self._inclusions = 0
        self.main = self._document(path, name or str(path), Place(name or str(path)), 0)

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files read so far, the schema's own first."""
        return tuple(parsed.path for parsed in self._read.values())

    @property
    def digest(self) -> str:
        """A key over the bytes of all files read so far."""
        return sha256("\n".join(sorted(parsed.digest for parsed in self._read.values())).encode()).hexdigest()

    def referred(self, element: Element, href: str) -> Element:
        """The element that ``href``, an attribute of ``element``, names. Raises ``RulesError`` if there is none."""
        place = element.place
        source = element.document
        self._inclusions += 1
        if source.depth >= _DEPTH or self._inclusions > _INCLUSIONS:
            fail(f'the files include one another in a circle (here "{href}")', place)
        path, fragment = self._target(source, href, place)
        document = self._document(path, _called(source, href), place, source.depth + 1)
        if not fragment:
            return document.root
        return document.identified(fragment) or fail(f'"{href}" names no element: nothing has that id', place)

    def _target(self, source: Document, href: str, place: Place) -> tuple[Path, str]:
        parts = urlsplit(href)
        if parts.scheme or parts.netloc or parts.path.startswith("/"):
            fail(f'"{href}" is taken in, but only files with a path relative to the rules are', place)
        path = source.path.parent / unquote(parts.path) if parts.path else source.path
        if self._folder and not path.resolve().is_relative_to(self._folder):
            fail(f'"{href}" lies outside the folder from which the rules may take files', place)
        return path, parts.fragment

    def _document(self, path: Path, name: str, place: Place, depth: int) -> Document:
        key = path.resolve()
        if key not in self._read:
            self._read[key] = parse(path, folder=path.parent, name=name)
        parsed = self._read[key]
        if parsed.root is None:
            _refuse(parsed, place)
        return Document(path, name, parsed, depth)


def _called(source: Document, href: str) -> str:
    """How problems call the file that ``source`` refers to as ``href``."""
    path = unquote(urlsplit(href).path)
    return normpath(Path(source.name).parent / path) if path else source.name


def _refuse(parsed: Parsed, place: Place) -> None:
    first = parsed.problems[0]
    where = Place(first.file, first.line, first.column) if first.line else place
    fail(first.message.rstrip("."), where)
