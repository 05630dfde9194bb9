"""A schema that can be used: loaded, proved right, and asked about documents and about itself."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from xml.parsers import expat

from recensio.cache import Cache
from recensio.parse.faults import refuse_at_fault
from recensio.parse.limits import Limits
from recensio.parse.places import Script
from recensio.parse.text import prepared
from recensio.relaxng.faults import Fault
from recensio.relaxng.likely import usual_first
from recensio.relaxng.load import Sources, load
from recensio.relaxng.lookahead import ahead, elements_of, within
from recensio.relaxng.names import local, namespace
from recensio.relaxng.patterns import Element, Pool
from recensio.relaxng.simplify import Maker
from recensio.relaxng.stored import keep, recall
from recensio.relaxng.syntax import Place, SchemaError
from recensio.relaxng.validate import validate

_MOST_PATTERNS = 150_000  # after a document that needed more, the patterns are made anew
_MOST_NAMES = 20_000
_ASKED = 30


class Vocabulary:
    """The patterns of a schema, and its elements by name. What is found out while documents are read stays in it."""

    def __init__(self, sources: Sources) -> None:
        """Of the schema ``sources``. Raises ``SchemaError`` where it is wrong."""
        self.pool = Pool()
        self._maker = Maker(sources, self.pool)
        self.start = self._maker.start()
        self.interned: dict[str, str] = {}

    def check(self) -> None:
        """Make everything that is made only when needed, so that mistakes in it show."""
        made = 0
        while made < len(self._maker.waiting):
            element = self._maker.waiting[made]
            assert isinstance(element, Element)
            element.content  # noqa: B018
            made += 1
        self._maker.check_rest()

    @cached_property
    def _elements(self) -> Mapping[str, tuple[Element, ...]]:
        found: dict[str, list[Element]] = {}
        for element in elements_of(self.start):
            for name in element.names.names():
                found.setdefault(name, []).append(element)
        return {name: tuple(elements) for name, elements in found.items()}

    def defined(self, name: str) -> tuple[Element, ...]:
        """The definitions of the element ``name``; none if there is no such element."""
        return self._elements.get(name, ())

    def holders(self, name: str) -> list[str]:
        """The elements that may hold an element ``name``."""
        return self._holders.get(name, [])

    @cached_property
    def _holders(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for holder, elements in self._elements.items():
            for name in {name for element in elements for name in within(element.content).elements}:
                found.setdefault(name, []).append(holder)
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all elements, but for those of classes without end."""
        return frozenset(self._elements)

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """The elements with which a document may begin."""
        return tuple(ahead(self.start).elements)

    @cached_property
    def main(self) -> str:
        """The namespace that most documents' roots are in."""
        spaces = Counter(namespace(name) for name in self.starts)
        return spaces.most_common(1)[0][0] if spaces else ""

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """The namespaces of all elements."""
        return frozenset(namespace(name) for name in self.names)

    @cached_property
    def common_attributes(self) -> frozenset[str]:
        """The attributes that most elements have, judging by some that are often used; with prefix ``xml``."""
        by_local = {local(name): elements[0] for name, elements in self._elements.items()}
        asked = [by_local[name] for name in usual_first(by_local)[:_ASKED]]
        counts = Counter(_spelt(name) for element in asked for name in element.plan.alone)
        return frozenset(name for name, count in counts.items() if count * 3 >= len(asked) * 2)


class Schema:
    """A schema that is right. Not for several threads at a time."""

    def __init__(self, sources: Sources, *, proved: bool = False) -> None:
        """Of files read already; :func:`load_schema` reads them. ``proved`` if they are known to be right."""
        self._sources = sources
        with _without_collection(), self._not_too_deep():
            self._vocabulary = Vocabulary(sources)
            if not proved:
                self._vocabulary.check()

    @contextmanager
    def _not_too_deep(self) -> Iterator[None]:
        try:
            yield
        except RecursionError:
            place = Place(self._sources.root.place.file, 1, 1)
            raise SchemaError("the definitions refer to one another too deeply", place) from None

    @property
    def digest(self) -> str:
        """A digest of all files that the schema is made of."""
        return self._sources.digest

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that the schema is made of, the one that was asked for first."""
        return self._sources.files

    def validate(self, data: bytes, *, limit: int = 200, name: str = "", limits: Limits | None = None) -> list[Fault]:
        """The faults of the document ``data``, in the order of their first places; none if it is valid.

        Its encoding and DOCTYPE are treated as :mod:`recensio.parse` treats them. At most ``limit`` different faults
        are told. Raises ``recensio.parse.messages.Refused`` for what is not well-formed XML; ``name`` is how that
        calls the file.
        """
        return self.validate_script(prepared(data, name, limits or Limits(), []).script, limit=limit, name=name)

    def validate_script(self, script: Script, *, limit: int = 200, name: str = "") -> list[Fault]:
        """As :meth:`validate`, of a text that has been prepared already."""
        self._limit_memory()
        try:
            with self._not_too_deep():
                return validate(script, self._vocabulary, limit)
        except expat.ExpatError:
            refuse_at_fault(script, name, Limits(depth=100_000, attributes=100_000))
            raise

    def _limit_memory(self) -> None:
        if len(self._vocabulary.pool) > _MOST_PATTERNS:
            self._vocabulary = Vocabulary(self._sources)
        if len(self._vocabulary.interned) > _MOST_NAMES:
            self._vocabulary.interned.clear()


def load_schema(path: Path, *, cache: Cache | None = None) -> Schema:
    """The schema at ``path``, in XML or compact syntax, with all that it includes.

    With a ``cache`` a large schema that was loaded before is there at once. Raises ``SchemaError`` with file and line
    if a file is missing or is no RELAX NG, or if the schema is not right.
    """
    with _without_collection():
        known = recall(path, cache) if cache else None
        sources = known or load(path)
    schema = Schema(sources, proved=known is not None)
    if cache and known is None:
        keep(path, sources, cache)
    return schema


@contextmanager
def _without_collection() -> Iterator[None]:
    """While many small things are made that all stay, there is nothing to collect."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _spelt(name: str) -> str:
    return f"xml:{local(name)}" if namespace(name) else name
