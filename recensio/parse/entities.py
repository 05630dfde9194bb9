"""The entities that a text refers to: how often, where first, and what each stands for.

A name has the value that the DOCTYPE declares, else that of HTML's list; what nobody knows, or what would have to be
fetched, stays visible as it is written. No value holds anything but text (and mark-up) of the file itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.entities import html5

from recensio.parse.doctype import Doctype
from recensio.parse.messages import listed, short, told
from recensio.parse.places import Place, position
from recensio.problems import Problem
from recensio.wording import counted

_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
_REFERENCE = re.compile(rb"&([^\s#;&<>\"'%]+);")
# One that is never finished goes on to the end: were it tried again from each beginning, that could take for ever.
_OUTSIDE_TEXT = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|&([^\s#;&<>\"'%]+);", re.DOTALL
)
_NAME = re.compile(r"[^\W\d][\w.:\-·]*")
_MOST_TOLD = 50  # names that get a message of their own


class Entities:
    """The entities that a text refers to, itself or through the values of others.

    ``counts`` and ``first`` are number and offset of the references in the text, ``values`` what the entities stand
    for, in the syntax of a declaration; XML's own five are not among them.
    """

    def __init__(self, data: bytes, declared: Doctype) -> None:
        """Look through ``data`` from the end of the DOCTYPE ``declared`` on."""
        self.counts: Counter[str] = Counter()
        self.first: dict[str, int] = {}
        self.values: dict[str, str] = {}
        self._data = data
        self._declared = declared
        for name, offset in _references_of_text(data, declared.end):
            self.counts[name] += 1
            self.first.setdefault(name, offset)
        for name in self.first:
            self._settle(name)

    @property
    def hold_mark_up(self) -> bool:
        """Whether any of them brings in elements."""
        return any("<" in value for value in self.values.values())

    def at(self, name: str) -> int:
        """The offset where ``name`` is first referred to, or where the DOCTYPE begins if only values refer to it."""
        return self.first.get(name, self._declared.start)

    def problems(self, file: str) -> Iterator[Problem]:
        """What the editor of ``file`` should know: a DTD that is not read, names that are guessed or not known."""
        if outside := self._declared.outside:
            yield self._told("XML-060", file, self._declared.start, where=short(outside, 80))
        known = [name for name in self.values if self._is_known(name)]
        if known:
            uses = sum(self.counts[name] for name in known)
            number = counted(uses, "reference by name was", "references by name were")
            names = _listed(sorted(known))
            yield self._told("XML-061", file, min(map(self.at, known)), names=names, number=number)
        unknown = [name for name in self.values if name not in self._declared.inner and not self._is_known(name)]
        yield from self._unknown(file, sorted(unknown, key=self.at))

    def _unknown(self, file: str, names: list[str]) -> Iterator[Problem]:
        for name in names[:_MOST_TOLD]:
            if name in self._declared.files:
                where = short(self._declared.files[name], 80)
                yield self._told("XML-063", file, self.at(name), name=short(name), where=where)
            else:
                times = "once" if self.counts[name] <= 1 else f"{self.counts[name]} times"
                yield self._told("XML-062", file, self.at(name), name=short(name), times=times)
        if more := names[_MOST_TOLD:]:
            yield self._told("XML-064", file, self.at(more[0]), number=len(more), names=_listed(more, 3))

    def _told(self, code: str, file: str, at: int, **facts: object) -> Problem:
        return told(code, Place(file, *position(self._data, at)), **facts)

    def _settle(self, name: str) -> None:
        """Give ``name`` and all that its value refers to a value: as declared, as known, or visible as written."""
        waiting = [name]
        while waiting:
            name = waiting.pop()
            if name not in self.values:
                self.values[name] = self._value(name)
                waiting += references(self.values[name])

    def _value(self, name: str) -> str:
        if name in self._declared.inner:
            return self._declared.inner[name]
        known = html5[f"{name};"] if self._is_known(name) else ""
        return "".join(f"&#{ord(char)};" for char in known) if known else f"&#38;{name};"

    def _is_known(self, name: str) -> bool:
        return name not in self._declared.offsets and f"{name};" in html5


def references(value: str) -> list[str]:
    """The names of the entities that ``value`` refers to, but for XML's own five."""
    found = (name.decode() for name in _REFERENCE.findall(value.encode()))
    return [name for name in found if name not in _PREDEFINED]


def _references_of_text(data: bytes, start: int) -> Iterator[tuple[str, int]]:
    """Names with their offsets; what stands in comments, instructions and CDATA sections is no reference."""
    if set(_REFERENCE.findall(data, start)) <= {name.encode() for name in _PREDEFINED}:
        return
    for found in _OUTSIDE_TEXT.finditer(data, start):
        name = (found.group(1) or b"").decode()
        if _NAME.fullmatch(name) and name not in _PREDEFINED:
            yield name, found.start()


def _listed(names: list[str], most: int = 6) -> str:
    return listed([f"&{name};" for name in names], most)
