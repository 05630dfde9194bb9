"""Facts about a whole document that the flow needs: where its text is, which entries are attached, which glyphs map."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cached_property

from lxml import etree

from recensio.law.elements import REC, all_text, identifier, is_blank, name_of, pieces

DOCUMENTS = ("TEI", "teiCorpus")
_ROOTS_WITHOUT_TEXT = frozenset({
    "", "teiHeader", "standOff", "facsimile", "person", "personGrp", "place", "org", "event", "nym", "object",
    "taxonomy", "xenoData", "charDecl", "fs", "fLib", "fvLib",
})  # fmt: skip
_LIST_COMPANIONS = frozenset({"app", "note", "head", "desc", "label", "lb", "pb", "cb", "milestone"})
_ANNOTATION = frozenset({"noteGrp", "listAnnotation", "annotation"})
_PREFERRED = {"reading": ("corr", "reg", "expan", "ex"), "diplomatic": ("sic", "orig", "abbr", "am")}
_NOT_CHOSEN = frozenset({"abbr", "sic", "orig"})
_NOT_READ = frozenset({"app", "note"})
_MAPPINGS = ("normalized", "standard", "simplified", "modern")
#: What an attached entry has been told of its place (``recensio.placing``): ids of the points where its words begin and
#: end, as many as it has places; that of a point near which they must be, where no more is known; that its place lies
#: between words, so that its readings are words of their own.
START, END, AT, APART = (f"{{{REC}}}{name}" for name in ("start", "end", "at", "apart"))
#: Marks entries about another text, and the witnesses of nothing else (``recensio.elsewhere``).
ELSEWHERE = f"{{{REC}}}elsewhere"
_LOOK_BACK = 200
_LIKENESS = 0.6


def text_roots(root: etree._Element) -> list[etree._Element]:
    """The elements whose content is the text of the document; none for a register."""
    name = name_of(root)
    if name in DOCUMENTS:
        return _texts_of_document(root)
    if name in _ROOTS_WITHOUT_TEXT or (name.startswith("list") and name != "list"):
        return []
    return [root]


def _texts_of_document(root: etree._Element) -> list[etree._Element]:
    own = [child for child in root if name_of(child) == "text"]
    deeper = [text for child in root if name_of(child) in DOCUMENTS for text in _texts_of_document(child)]
    return own + deeper or [child for child in root if name_of(child) == "sourceDoc"]


def detached_lists(root: etree._Element) -> list[etree._Element]:
    """The outermost ``listApp`` of the ``standOff`` of a document: entries on its text that stand beside it."""
    lists = (one for aside in _below(root, "standOff") for one in _below(aside, "listApp"))
    return [one for one in lists if not any(name_of(parent) == "listApp" for parent in one.iterancestors())]


def detached_notes(root: etree._Element, texts: list[etree._Element]) -> list[etree._Element]:
    """The notes of the ``standOff`` of a document that point at elements of its text."""
    beside = [note for aside in _below(root, "standOff") for note in _below(aside, "note") if _is_about_text(note)]
    if not beside:
        return []
    known = {identifier(element) for text in texts for element in text.iter("*")}
    return [note for note in beside if known.intersection(_targets(note))]


def _is_about_text(note: etree._Element) -> bool:
    """False for what a register tells of somebody."""
    around = [name_of(parent) for parent in note.iterancestors()]
    return "text" not in around and _ANNOTATION.issuperset(around[: around.index("standOff")])


def _targets(note: etree._Element) -> Iterator[str]:
    parent = note.getparent()
    around = parent if parent is not None and name_of(parent) == "annotation" else note
    pointers = (note.get("target") or around.get("target") or "").split()
    return (pointer[1:] for pointer in pointers if pointer.startswith("#"))


def _below(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (element for element in root.iter(f"{{*}}{name}") if name_of(element) == name)


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


class Document:
    """A document as a whole; every fact is found once, when first asked for."""

    def __init__(self, root: etree._Element, base: str = "reading") -> None:
        """Take the document with this root element, and the base text that is wanted of it."""
        self.roots = text_roots(root)
        self.shows_deletions = base == "diplomatic"
        self._preferred = _PREFERRED[base]
        self.detached = [*detached_lists(root), *detached_notes(root, self.roots)] if self.roots else []
        self._root = root
        self._lists: dict[etree._Element, bool] = {}

    def is_attached(self, app: etree._Element) -> bool:
        """True if the entry stands outside the text and points at it (it is known not to be in a ``listApp``)."""
        if any(app.get(mark) is not None for mark in (START, AT, ELSEWHERE)):
            return True
        start = (app.get("from") or app.get("to") or "").split()[:1]
        if start and start[0].startswith("#") and start[0][1:] in self._ids:
            return True
        located = app.get("loc") is not None or app.get("from") is not None
        return (located and self._in_a_list(_parent(app))) or self.is_adherent

    @cached_property
    def is_adherent(self) -> bool:
        """True if the entries hold readings only, and stand behind the words that these vary."""
        apps = [app for root in self.roots for app in _below(root, "app")]
        held = [[name_of(part) for part in app] for app in apps]
        if any("lem" in names or "rdgGrp" in names or names.count("rdg") > 1 for names in held):
            return False
        read = [app for app, names in zip(apps, held, strict=True) if "rdg" in names]
        return bool(read) and sum(map(_resembles, read)) * 2 > len(read)

    def chosen(self, choice: etree._Element) -> etree._Element | None:
        """The child of a ``choice`` that is the text; ``None`` if it is empty."""
        children = [child for child in choice if isinstance(child.tag, str)]
        by_name = {name_of(child): child for child in reversed(children)}
        preferred = (by_name[name] for name in self._preferred if name in by_name)
        return next(preferred, children[0] if children else None)

    def glyph(self, pointer: str) -> str:
        """What the glyph or character that ``pointer`` names stands for; empty if nothing says so."""
        target = self._glyphs.get(pointer.strip().lstrip("#")) if pointer.strip().startswith("#") else None
        mappings = [] if target is None else list(_below(target, "mapping"))
        by_type = {mapping.get("type", ""): mapping for mapping in reversed(mappings)}
        chosen = next((by_type[kind] for kind in _MAPPINGS if kind in by_type), mappings[0] if mappings else None)
        return "" if chosen is None else " ".join("".join(all_text(chosen)).split())

    @cached_property
    def points(self) -> frozenset[str]:
        """The ids of the anchors at which the words of attached entries begin and end."""
        found: set[str] = set()
        for app in _below(self._root, "app"):
            found.update((app.get(START) or "").split(), (app.get(END) or "").split())
        return frozenset(found)

    @cached_property
    def copied(self) -> frozenset[str]:
        """The ids of elements that readings repeat."""
        found: set[str] = set()
        for element in self._root.iter("*"):
            if (copied := copied_by(element)) and any(name_of(e) in ("lem", "rdg") for e in element.iterancestors()):
                found.update(copied)
        return frozenset(found)

    @cached_property
    def witnesses(self) -> Mapping[str, tuple[str, ...]]:
        """The witnesses by id, each with the ids it answers to: its own, then those of the groups it belongs to."""
        found: dict[str, tuple[str, ...]] = {}
        for witness in _below(self._root, "witness"):
            name = siglum_of(witness)
            if name:
                around = filter(None, map(siglum_of, groups_around(witness)))
                found.setdefault(name, tuple(dict.fromkeys((name, *around))))
        return found

    @cached_property
    def sampled(self) -> frozenset[str]:
        """The witnesses that were collated in places only, by id: nobody knows their texts between these."""
        found: dict[str, bool] = {}
        for witness in _below(self._root, "witness"):
            found.setdefault(siglum_of(witness), is_sampled(witness))
        return frozenset(name for name, sampled in found.items() if sampled)

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(i for element in self._root.iter("*") if (i := identifier(element)) is not None)

    @cached_property
    def _glyphs(self) -> dict[str, etree._Element]:
        found: dict[str, etree._Element] = {}
        for name in ("char", "glyph"):
            for element in _below(self._root, name):
                found.setdefault(identifier(element) or "", element)
        return found

    def _in_a_list(self, parent: etree._Element) -> bool:
        if parent not in self._lists:
            self._lists[parent] = is_apparatus_list(parent)
        return self._lists[parent]


#: What ``@ana`` or ``@type`` calls a witness (or a list of them) that was looked at in places only.
SAMPLED = frozenset({"sampled", "collated-in-places"})


def is_sampled(witness: etree._Element) -> bool:
    """True for a witness that was collated in places only: it, or a list around it, is called so; or that is one of
    another text, of which this file tells some readings."""
    if witness.get(ELSEWHERE) is not None:
        return True
    said = (e.get(name) or "" for e in (witness, *groups_around(witness)) for name in ("ana", "type"))
    return any(not SAMPLED.isdisjoint(value.lower().replace("#", " ").split()) for value in said)


def groups_around(witness: etree._Element) -> Iterator[etree._Element]:
    """The lists of witnesses, and witnesses, that a witness stands in, the innermost first."""
    return (e for e in witness.iterancestors() if name_of(e) in ("witness", "listWit"))


def siglum_of(witness: etree._Element) -> str:
    """The id of a witness, or failing that its ``@n``; empty for none."""
    return identifier(witness) or (witness.get("n") or "").strip()


def copied_by(element: etree._Element) -> tuple[str, ...]:
    """The ids of what an element repeats: of its ``@copyOf``, if it is empty; those that a ``join`` puts together."""
    if name_of(element) == "join":
        return _local_ids(element.get("target"))
    pointer = element.get("copyOf")
    empty = pointer is not None and not has_own_text(element) and not any(isinstance(c.tag, str) for c in element)
    return _local_ids(pointer) if empty else ()


def _local_ids(pointers: str | None) -> tuple[str, ...]:
    return tuple(token[1:] for token in (pointers or "").split() if token.startswith("#") and len(token) > 1)


def is_apparatus_list(parent: etree._Element) -> bool:
    """True if ``parent`` holds entries and what goes with them, but no text of its own."""
    return not has_own_text(parent) and all(name_of(c) in _LIST_COMPANIONS for c in parent if isinstance(c.tag, str))


def is_within_word(element: etree._Element) -> bool:
    """True for a break inside a ``w``: with letters of it (or of its other part) on both sides."""
    word = next((parent for parent in element.iterancestors() if name_of(parent) == "w"), None)
    if word is None:
        return False
    part, join = word.get("part"), word.get("join")
    heard = {passed for passed, text in _texts_around(word, element) if not is_blank(text)}
    begun = part in ("M", "F") or join in ("left", "both") or False in heard
    return begun and (part in ("I", "M") or join in ("right", "both") or True in heard)


def _texts_around(word: etree._Element, element: etree._Element) -> Iterator[tuple[bool, str]]:
    """The texts of a word, each with whether it stands behind ``element``."""
    passed = False
    for node, text in pieces(word):
        passed = passed or node is element
        if text:
            yield passed, text


def has_own_text(parent: etree._Element) -> bool:
    """True if a child of ``parent`` is text that is more than white space."""
    return not is_blank(parent.text) or any(not is_blank(child.tail) for child in parent)


def _resembles(app: etree._Element) -> bool:
    """True if the reading has most of its letters from the words in front of the entry."""
    reading = "".join(all_text(next(part for part in app if name_of(part) == "rdg")))
    words = len(reading.split())
    letters = _letters(reading)
    front = _letters(" ".join(_text_before(app).split()[-words:])) if words else set()
    return bool(letters) and len(letters & front) >= _LIKENESS * len(letters)


def _letters(text: str) -> set[str]:
    decomposed = unicodedata.normalize("NFD", text).lower().replace("ſ", "s")
    return {c for c in decomposed if unicodedata.category(c).startswith("L")}


def _text_before(app: etree._Element) -> str:
    """The last 200 characters in front of ``app`` in its parent, as they are read."""
    parts: list[str] = []
    size = 0
    for sibling in app.itersiblings(preceding=True):
        parts.append("".join(_read(sibling)) + (sibling.tail or ""))
        size += len(parts[-1])
        if size >= _LOOK_BACK:
            return "".join(reversed(parts))[-_LOOK_BACK:]
    return ((_parent(app).text or "") + "".join(reversed(parts)))[-_LOOK_BACK:]


def _read(element: etree._Element) -> Iterator[str]:
    """The text of an element in parts, without entries, notes and alternatives in a ``choice`` that are not read."""
    if not isinstance(element.tag, str) or name_of(element) in _NOT_READ:
        return
    yield element.text or ""
    passed_over = _NOT_CHOSEN if name_of(element) == "choice" else frozenset()
    for child in element:
        if name_of(child) not in passed_over:
            yield from _read(child)
        yield child.tail or ""
