"""Datatypes of RELAX NG: its own two, and those of XML Schema (RELAX NG, 9.3.7 and 9.3.8; XML Schema 2).

``datatype("http://www.w3.org/2001/XMLSchema-datatypes", "date", [])`` gives a ``Datatype``, which says whether it
allows a value, whether two values are equal, and in an editor's words what a value must be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recensio.relaxng.datatypes.facets import Facet, facets
from recensio.relaxng.datatypes.kinds import BUILTIN_KINDS, XSD_KINDS, Kind

XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
"""The library of XML Schema's types."""

BUILTIN = ""
"""The library of RELAX NG's own types."""


@dataclass(frozen=True, slots=True)
class Datatype:
    """A type with its parameters; ``datatype()`` makes it. ``settings`` are the parameters as they were written."""

    library: str
    kind: Kind
    facets: tuple[Facet, ...]
    settings: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The name of the type in its library."""
        return self.kind.name

    @property
    def context_free(self) -> bool:
        """Whether a value means the same under any declarations of namespaces; false for QName and NOTATION."""
        return self.kind.context_free

    def allows(self, value: str, namespaces: Mapping[str, str]) -> bool:
        """Whether ``value`` is one of the type, with the prefixes of ``namespaces`` in scope."""
        text = self.kind.whitespace(value)
        meant = self.kind.read(text, namespaces)
        return meant is not None and all(facet.test(text, meant) for facet in self.facets)

    def equal(
        self,
        value: str,
        value_namespaces: Mapping[str, str],
        other: str,
        other_namespaces: Mapping[str, str],
    ) -> bool:
        """Whether two texts stand for the same value: 1.0 and 1.00, or two QNames of one namespace.

        Limits and parameters are not asked: ``allows`` says whether it is a value of the type at all.
        """
        read, whitespace = self.kind.read, self.kind.whitespace
        meant = read(whitespace(value), value_namespaces)
        return meant is not None and bool(meant == read(whitespace(other), other_namespaces))

    def describe(self) -> str:
        """What a value must be, in an editor's words: ``a date such as 1918-07-10``, ``a number between 0 and 1``."""
        from recensio.relaxng.datatypes.words import describe

        return describe(self)


def datatype(library: str, name: str, params: Sequence[tuple[str, str]]) -> Datatype:
    """The type ``name`` of ``library`` with its parameters.

    Raises ``ValueError`` with one plain sentence for a library, type or parameter that is not known, for a parameter
    that the type does not have, and for one set to what it can't be.
    """
    kind = _kind(library, name)
    if library == BUILTIN and params:
        raise ValueError(f'the type "{name}" of RELAX NG itself takes no parameters; use xsd:{name}')
    settings = tuple((key, setting) for key, setting in params)
    return Datatype(library, kind, facets(kind, settings), settings)


_LIBRARIES: Mapping[str, tuple[str, Mapping[str, Kind]]] = {
    BUILTIN: ("RELAX NG itself", BUILTIN_KINDS),
    XSD: ("XML Schema", XSD_KINDS),
}


def _kind(library: str, name: str) -> Kind:
    if library not in _LIBRARIES:
        raise ValueError(f'the datatype library "{library}" is not known; the one of XML Schema is {XSD}')
    owner, kinds = _LIBRARIES[library]
    if name not in kinds:
        raise ValueError(f'{owner} has no type "{name}"{_nearest(library, name)}')
    return kinds[name]


def _nearest(library: str, name: str) -> str:
    """A hint at what may have been meant: the same name in the other library, or one spelt alike."""
    from difflib import get_close_matches

    if library == BUILTIN and name in XSD_KINDS:
        return f"; XML Schema has, datatypeLibrary {XSD}"
    by_lower = {known.lower(): known for known in _LIBRARIES[library][1]}
    alike = get_close_matches(name.lower(), by_lower, n=1)
    return f"; did you mean {by_lower[alike[0]]}?" if alike else ""
