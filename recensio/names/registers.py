"""What the registers of an edition know: entries, and the forms under which each may be met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from recensio.bearers import CHRONOLOGIES, LITERATURE
from recensio.facts import REGISTERS
from recensio.names.forms import Form, Word, forms_of_person, words_of
from recensio.parse import parse
from recensio.problems import Problem, problem

TEI = "http://www.tei-c.org/ns/1.0"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
#: By the element of an entry: the element that tags its name, and the type of that.
TAGS: Mapping[str, tuple[str, str]] = {
    "person": ("persName", ""), "personGrp": ("name", "group"), "place": ("placeName", ""), "org": ("orgName", ""),
    "event": ("name", "event"), "object": ("name", "object"), "bibl": ("title", ""), "biblStruct": ("title", ""),
}  # fmt: skip
_NAMES: Mapping[str, tuple[str, ...]] = {
    "person": ("persName", "name"), "personGrp": ("persName", "name", "orgName"),
    "place": ("placeName", "geogName", "settlement", "region", "country", "district", "bloc", "name"),
    "org": ("orgName", "name"), "event": ("eventName", "name", "label", "head"), "object": ("objectName", "name"),
    "bibl": ("title",), "biblStruct": ("title",),
}  # fmt: skip
_NESTED = frozenset(
    ("bibl", "biblStruct", "note", "desc", "location", "listRelation", "relation", "event", "residence")
)
_LISTS = (f"{{{TEI}}}listBibl", f"{{{TEI}}}listEvent")
_SERIES = frozenset(("series", "relatedItem"))
_HIDDEN = frozenset(("hidden", "sort", "sorting", "deprecated", "misreading"))


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a register: its file, its id, the element it is, and the name that people know it by."""

    file: Path
    id: str
    element: str
    label: str

    @property
    def pointer(self) -> str:
        """The file's name and the id, for people."""
        return f"{self.file.name}#{self.id}"


@dataclass(frozen=True, slots=True)
class Known:
    """A form, cut into words, the entry that it names, and whether the register lists it so."""

    words: tuple[Word, ...]
    tail: str
    entry: Entry
    listed: bool


@dataclass
class Registers:
    """All entries, by the first word of each form."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _by_first: dict[str, dict[tuple[str, ...], list[Known]]] = field(default_factory=dict)

    def add(self, entry: Entry, forms: Iterable[Form]) -> None:
        """Take an entry in, with its forms; of the same form the listed one counts."""
        self.entries.append(entry)
        best: dict[str, Form] = {}
        for form in forms:
            text = " ".join(form.text.split())
            if text not in best or form.listed:
                best[text] = Form(text, form.listed)
        for form in best.values():
            self._put(entry, form)

    def _put(self, entry: Entry, form: Form) -> None:
        words = tuple(words_of(form.text))
        if not words or len("".join(w.text for w in words)) < 2:
            return
        tail = form.text[words[-1].end :].strip().rstrip(",;:\"“”„‟«»")
        keys = tuple(word.key for word in words)
        row = self._by_first.setdefault(keys[0], {}).setdefault(keys, [])
        row.append(Known(words, tail, entry, form.listed))

    def starting_with(self, key: str) -> Mapping[tuple[str, ...], list[Known]]:
        """The forms whose first word has this key, by the keys of all their words."""
        return self._by_first.get(key, {})

    @property
    def words(self) -> frozenset[str]:
        """All words of all forms, by key."""
        return frozenset(key for forms in self._by_first.values() for keys in forms for key in keys)


def read(paths: Iterable[Path]) -> Registers:
    """Read the registers at ``paths``. What can't be read, or holds no entries, becomes a problem."""
    registers = Registers()
    for path in paths:
        parsed = parse(path, folder=path.parent, name=path.name)
        registers.problems += [one for one in parsed.problems if parsed.root is None]
        before = len(registers.entries)
        if parsed.root is not None:
            _take(registers, path, parsed.root)
            if len(registers.entries) == before and not any(map(_is_of_no_names, parsed.root.iter(*_LISTS))):
                registers.problems.append(problem("NAM-002", file=path.name))
    return registers


def _take(registers: Registers, path: Path, root: etree._Element) -> None:
    for element in root.iter(*(f"{{{TEI}}}{name}" for name in REGISTERS)):
        name = _tag(element)
        identifier = element.get(_ID)
        if not identifier or not _is_entry(element, name):
            continue
        forms = list(_forms(element, name))
        if forms:
            registers.add(Entry(path, identifier, name, forms[0].text), forms)


def _is_entry(element: etree._Element, name: str) -> bool:
    """A bibliographical reference is an entry only in a list; nothing is one in another's note, or in the header."""
    around = [_tag(one) for one in element.iterancestors()]
    if "teiHeader" in around or "note" in around or any(map(_is_of_no_names, element.iterancestors())):
        return False
    return name not in {"bibl", "biblStruct"} or (bool(around) and around[0] == "listBibl")


def _is_of_no_names(element: etree._Element) -> bool:
    """True for a bibliography and a chronology: their titles are words about names, which other entries bear."""
    kinds = {"listBibl": LITERATURE, "listEvent": CHRONOLOGIES}.get(_tag(element), frozenset())
    return (element.get("type") or "").lower() in kinds


def _forms(element: etree._Element, name: str) -> Iterator[Form]:
    found = [one for one in _own(element) if _tag(one) in _NAMES[name]]
    if name == "place" and any(_tag(one) in {"placeName", "geogName"} for one in found):
        found = [one for one in found if _tag(one) in {"placeName", "geogName", "name"}]
    for one in found:
        text = _words(one)
        if text and one.get("type") not in _HIDDEN:
            yield from _person(one, text) if name == "person" else [Form(text, True)]


def _own(element: etree._Element) -> Iterator[etree._Element]:
    """The elements that speak of the entry itself: its children, those of its parts, and names grouped in them."""
    for child in element:
        tag = _tag(child)
        if not tag or tag in _NESTED or tag in _SERIES:
            continue
        yield child
        if tag in {"analytic", "monogr", "listNym", "nym", "state", "placeName", "name"}:
            yield from child.iterchildren(f"{{{TEI}}}title", f"{{{TEI}}}placeName", f"{{{TEI}}}settlement")


def _person(name: etree._Element, text: str) -> Iterator[Form]:
    surname, forenames, link = (
        " ".join(_words(part) for part in name.iter(f"{{{TEI}}}{kind}")) for kind in ("surname", "forename", "nameLink")
    )
    yield from forms_of_person(text, surname, forenames, link)


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) and TEI in element.tag else ""


def _words(element: etree._Element) -> str:
    between = " " if not (element.text or "").strip() and len(element) else ""
    return " ".join(between.join(str(t) for t in element.itertext()).split())
