"""What is known of an option of ``edition.toml``: it travels with the field of the dataclass that is its table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, dataclass, field
from typing import Any, TypeVar

#: A table of texts in one option, as pairs.
Words = tuple[tuple[str, str], ...]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Option:
    """What is known of an option besides its name, type and default.

    ``about`` documents it. ``allowed`` are its values, if they are few. ``check`` answers ``""`` for a value
    that can be used, else what the value must be. ``inside`` marks a path that has to stay in the edition's
    folder. ``shapes`` is false where no page looks different for it.
    """

    about: str
    allowed: tuple[str, ...] = ()
    check: Callable[[Any], str] | None = None
    inside: bool = False
    shapes: bool = True


def option(
    default: T,
    about: str,
    *,
    allowed: tuple[str, ...] = (),
    check: Callable[[Any], str] | None = None,
    inside: bool = False,
    shapes: bool = True,
) -> T:
    """A field of a table that is an option; see :class:`Option`."""
    return field(default=default, metadata={"option": Option(about, allowed, check, inside, shapes)})


def option_of(row: Field[Any]) -> Option:
    """The :class:`Option` that a dataclass field of a table carries."""
    found: Option = row.metadata["option"]
    return found
