"""The witnesses of one file by name, and the text of each, for the command line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

from recensio import config as settings
from recensio import shipped
from recensio.config import Config
from recensio.law.elements import all_text, name_of
from recensio.law.model import groups_around, has_own_text, is_sampled, siglum_of
from recensio.parse import Kind, Limits, parse
from recensio.problems import Problem
from recensio.stamping import stamped
from recensio.transform import Normalised, Stylesheets, stylesheets

_LONGEST_WORD = 3  # a witness whose only content is a word so short is described by its siglum
_LONGEST_ABOUT = 60
_BEFORE_STOP = re.compile(r"\s+(?=[,;.])")


class Unreadable(Exception):
    """The file can't be read as TEI; ``problems`` say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems that the parser has found."""
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = tuple(problems)


class Unknown(Exception):
    """No witness has this name; the message says which one may be meant."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A witness of a file. ``answers`` are the names it answers to, its own first, then those of ever larger groups;
    ``siglum`` is the one that is printed, ``about`` the beginning of its description; ``sampled``: it was collated in
    places only, so that it has no text."""

    id: str
    number: str
    siglum: str
    about: str
    answers: tuple[str, ...]
    sampled: bool = False


class Text:
    """One file, read for what its witnesses have."""

    def __init__(self, path: Path) -> None:
        """Read the file at ``path`` by the settings of the nearest ``edition.toml`` above it.

        Raises :class:`Unreadable` if it is no TEI.
        """
        self.path = path
        config, _ = settings.load(settings.find_config(path))
        self.config: Config = config
        folder = config.root if path.resolve().is_relative_to(config.root) else path.resolve().parent
        limits = Limits(size=config.build.max_file_mb * 1_000_000)
        parsed = stamped(parse(path.resolve(), folder=folder, name=str(path), limits=limits), config.text.base)
        if parsed.root is None or parsed.kind is Kind.FOREIGN:
            raise Unreadable(parsed.problems)
        self.root: etree._Element = parsed.root

    @cached_property
    def witnesses(self) -> tuple[Declared, ...]:
        """The witnesses that the file declares, in their order."""
        return declared(self.root)

    def _sheets(self, output: str) -> Stylesheets:
        return stylesheets(shipped.stylesheets(self.config.root), frozenset({"normalise", output}))

    def _normalised(self, output: str) -> Normalised:
        return self._sheets(output).normalise(self.root, base=self.config.text.base)

    def texts(self) -> Mapping[str, Sequence[str]]:
        """The texts of all witnesses by id: of the first state, then of those that corrections made. A witness of
        which none can be told is left out. Raises ``TransformError`` if a stylesheet fails."""
        return self._normalised("text").texts(witnesses=True)[1]

    def apparatus_rows(self) -> list[dict[str, Any]]:
        """The apparatus, one row a reading, as the build writes it to ``data/ID.apparatus.json``. Raises
        ``TransformError`` if a stylesheet fails."""
        labels = self._sheets("data").labels(self.config.edition.language, {})
        return self._normalised("data").data(labels)

    def find(self, name: str) -> Declared:
        """The witness that ``name`` names: its ``xml:id``, its ``@n`` or its printed siglum, with or without ``#``.

        Raises :class:`Unknown`, with a suggestion, if there is none or if several are meant.
        """
        wanted = _plain(name)
        for sameness in _SAMENESS:
            for part in _PARTS:
                found = [witness for witness in self.witnesses if sameness(part(witness)) == sameness(wanted) != ""]
                if found:
                    return self._only(found, name)
        raise Unknown(f"{self.path} has no witness {name!r}.{_suggestion(wanted, self.witnesses)}")

    def _only(self, found: Sequence[Declared], name: str) -> Declared:
        if len(found) > 1:
            ids = ", ".join(witness.id for witness in found)
            raise Unknown(f"{name!r} is the siglum of several witnesses of {self.path}; name one by its xml:id: {ids}.")
        return found[0]


def declared(root: etree._Element) -> tuple[Declared, ...]:
    """The witnesses that a document declares, wherever its lists stand; of several with the same name, the first."""
    found: dict[str, Declared] = {}
    for witness in root.iter("{*}witness"):
        name = siglum_of(witness)
        if name and name_of(witness) == "witness":
            found.setdefault(name, _declared(witness, name))
    return tuple(found.values())


def _declared(witness: etree._Element, name: str) -> Declared:
    around = map(siglum_of, groups_around(witness))
    words = _described(witness)
    siglum = _printed(witness) or (words if len(words) <= _LONGEST_WORD and " " not in words else "") or name
    return Declared(
        id=name,
        number=(witness.get("n") or "").strip(),
        siglum=siglum,
        about=_shortened(words.removeprefix(siglum).strip(" ,.:;=–—-")),
        answers=tuple(dict.fromkeys((name, *filter(None, around)))),
        sampled=is_sampled(witness),
    )


def _printed(witness: etree._Element) -> str:
    """The siglum that the description gives: an ``abbr`` or ``idno`` of this type, or an ``abbr`` it begins with."""
    for child in (*witness, *(abbr for head in witness if name_of(head) in ("label", "head") for abbr in head)):
        if name_of(child) in ("abbr", "idno") and child.get("type") == "siglum":
            return _text(child)
    first = next((child for child in witness if isinstance(child.tag, str)), None)
    if first is None or name_of(first) != "abbr" or first.get("type") or (witness.text or "").strip():
        return ""
    return _text(first)


def _text(element: etree._Element) -> str:
    """The text of an element in one line."""
    return " ".join("".join(all_text(element)).split())


def _described(witness: etree._Element) -> str:
    """The description of a witness in one line, without those of the witnesses in it."""
    words = " ".join("".join(_words(witness)).split())
    return _BEFORE_STOP.sub("", words)


def _words(element: etree._Element) -> Iterator[str]:
    """The text in an element; where it holds elements only, with spaces between them."""
    between = "" if has_own_text(element) else " "
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and name_of(child) not in ("listWit", "witness"):
            yield from _words(child)
        yield between + (child.tail or "")


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST_ABOUT else words[: _LONGEST_ABOUT - 1].rstrip() + "…"


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip().rpartition("#")[2])


#: What a witness may be called by, and how names are compared: to the letter first, then without case.
_PARTS: tuple[Callable[[Declared], str], ...] = (lambda w: w.id, lambda w: w.number, lambda w: w.siglum)
_SAMENESS: tuple[Callable[[str], str], ...] = (_plain, lambda name: _plain(name).casefold())


def _suggestion(wanted: str, witnesses: Iterable[Declared]) -> str:
    names: Mapping[str, Declared] = {part(w).casefold(): w for w in witnesses for part in _PARTS if part(w)}
    near = get_close_matches(wanted.casefold(), names, n=1, cutoff=0.5)
    return f" Did you mean {names[near[0]].id!r}?" if near else ""


def listing(witnesses: Iterable[Declared]) -> str:
    """The witnesses as lines in columns: id, printed siglum, description."""
    rows = [(w.id, w.siglum, w.about) for w in witnesses]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    lines = (f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}".rstrip() for row in rows)
    return "".join(line + "\n" for line in lines)
