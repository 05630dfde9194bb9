"""What is not taken into the text: each piece with its words and the reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from recensio.imports.model import NOWHERE, Dropped, Place
from recensio.imports.readers.web.tree import cut, place, text_in


@dataclass
class Waste:
    """What was dropped, in order, and how often something without words was."""

    dropped: list[Dropped] = field(default_factory=list)
    silent: Counter[str] = field(default_factory=Counter)
    elements: set[etree._Element] = field(default_factory=set)

    def cut(self, element: etree._Element, reason: str) -> None:
        """Take ``element`` out of the tree for ``reason``."""
        self.words(text_in(element), reason, place(element))
        self.elements.add(element)
        cut(element)

    def take(self, element: etree._Element) -> None:
        """Take ``element`` out of the tree because its words are kept elsewhere."""
        self.elements.add(element)
        cut(element)

    def words(self, text: str, reason: str, where: Place = NOWHERE) -> None:
        """Drop ``text``, which is in no tree any more."""
        if text.strip():
            self.dropped.append(Dropped(" ".join(text.split()), reason, where))

    def count(self, what: str) -> None:
        """Something that has no words was dropped."""
        self.silent[what] += 1

    def all(self) -> tuple[Dropped, ...]:
        """Everything, what has no words at the end."""
        mute = [Dropped("", f"{count} × {what}") for what, count in sorted(self.silent.items())]
        return (*self.dropped, *mute)
