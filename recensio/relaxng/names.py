"""Names, and the name classes of a schema (RELAX NG 6.2.1): which names an element or an attribute may have.

A name is one string: ``namespace}local``, or ``local`` alone in no namespace. That is how expat gives it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

XML = "http://www.w3.org/XML/1998/namespace"
_NEW = "\x00"  # stands for a namespace, or a local name, that no schema holds


def blank(text: str) -> bool:
    """Whether ``text`` is nothing but XML's white space; other blanks, such as one that must not break, are text."""
    return not text.strip(" \t\n\r")


def expanded(namespace: str, local: str) -> str:
    """The one string for a name."""
    return f"{namespace}}}{local}" if namespace else local


def local(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition("}")[2]


def namespace(name: str) -> str:
    """The namespace of the name; empty for none."""
    return name.rpartition("}")[0]


class NameClass:
    """Some names."""

    open = False  #: whether there is no end to them

    def __contains__(self, name: str) -> bool:
        """Whether ``name`` is among them."""
        raise NotImplementedError

    def names(self) -> Iterator[str]:
        """Those that are given one by one."""
        return iter(())

    def samples(self) -> Iterator[str]:
        """Names that stand for all: two classes have a name in common if and only if a sample of either is in both."""
        return self.names()


@dataclass(frozen=True, slots=True)
class Named(NameClass):
    """One name."""

    name: str

    def __contains__(self, name: str) -> bool:
        """Whether ``name`` is the one."""
        return name == self.name

    def names(self) -> Iterator[str]:
        """The one name."""
        yield self.name


@dataclass(frozen=True, slots=True)
class NoNames(NameClass):
    """No name at all."""

    def __contains__(self, name: str) -> bool:
        """Never."""
        return False


@dataclass(frozen=True, slots=True)
class AnyName(NameClass):
    """All names but those in ``without``."""

    without: NameClass = NoNames()
    open = True

    def __contains__(self, name: str) -> bool:
        """Whether ``name`` is not excepted."""
        return name not in self.without

    def samples(self) -> Iterator[str]:
        """A name of no known namespace, and what is excepted."""
        yield expanded(_NEW, _NEW)
        yield from self.without.samples()


@dataclass(frozen=True, slots=True)
class InNamespace(NameClass):
    """All names of one namespace but those in ``without``."""

    namespace: str
    without: NameClass = NoNames()
    open = True

    def __contains__(self, name: str) -> bool:
        """Whether ``name`` is in the namespace and not excepted."""
        return namespace(name) == self.namespace and name not in self.without

    def samples(self) -> Iterator[str]:
        """A new name of the namespace, and what is excepted."""
        yield expanded(self.namespace, _NEW)
        yield from self.without.samples()


@dataclass(frozen=True)
class OneOf(NameClass):
    """The names of several classes together."""

    classes: tuple[NameClass, ...]

    def __post_init__(self) -> None:
        """Find out whether any of the classes is open."""
        object.__setattr__(self, "open", any(each.open for each in self.classes))

    def __contains__(self, name: str) -> bool:
        """Whether any of the classes has ``name``."""
        return any(name in each for each in self.classes)

    def names(self) -> Iterator[str]:
        """Those that the classes give one by one."""
        return (name for each in self.classes for name in each.names())

    def samples(self) -> Iterator[str]:
        """The samples of all classes."""
        return (name for each in self.classes for name in each.samples())


def overlapping(one: NameClass, other: NameClass) -> str | None:
    """A name (perhaps a made-up one) that both classes have; ``None`` if there is none."""
    samples = (name for each in (one, other) for name in each.samples())
    return next((name for name in samples if name in one and name in other), None)
