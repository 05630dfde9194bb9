"""What one file tells the rest of the edition: its title, the names it declares and mentions, what it points at.

Facts are gathered once a file and kept in the cache, so that a build whose files have not changed parses none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

TEI = "http://www.tei-c.org/ns/1.0"
_XML = "http://www.w3.org/XML/1998/namespace"
_ID = f"{{{_XML}}}id"

#: Which register an element's bearer belongs to (TEI Guidelines, chapter 14, and listBibl).
REGISTERS: Mapping[str, str] = {
    "person": "persons",
    "personGrp": "persons",
    "place": "places",
    "org": "organisations",
    "event": "events",
    "object": "objects",
    "bibl": "works",
    "biblStruct": "works",
}
_NAMES = frozenset(
    ("persName", "placeName", "orgName", "geogName", "name", "rs", "eventName", "objectName", "title", "bibl")
)
_LABELS = frozenset(
    ("persName", "placeName", "orgName", "geogName", "eventName", "objectName", "name", "label", "title", "head")
)
_DETAILS = frozenset(
    ("birth", "death", "floruit", "note", "desc", "idno", "occupation", "location", "residence", "faith", "p")
)


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that a register tells: its kind (a TEI element's name), its words, where it leads."""

    kind: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Bearer:
    """An entry of a register: who or what bears a name."""

    id: str
    register: str
    label: str
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file tells. ``mentions`` counts, by pointer as written, the names in its text; ``links`` are the
    pointers of its references, ``images`` the addresses of its pictures."""

    title: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    bearers: tuple[Bearer, ...] = ()
    mentions: tuple[tuple[str, int], ...] = ()
    links: tuple[str, ...] = ()
    images: tuple[str, ...] = ()


def facts_of(root: etree._Element, *, register: bool = False) -> Facts:
    """Gather the facts of a parsed TEI tree (TEI namespace). ``register``: the whole file is one, whatever it holds."""
    gathering = _Gathering(register or _tag(root) not in {"TEI", "teiCorpus"})
    gathering.walk(root)
    return Facts(
        title=_title(root),
        authors=tuple(
            dict.fromkeys(_words(a) for a in root.findall(f".//{{{TEI}}}titleStmt[1]/{{{TEI}}}author") if _words(a))
        ),
        language=_language(root),
        bearers=tuple(gathering.bearers),
        mentions=tuple(sorted(gathering.mentions.items())),
        links=tuple(sorted(gathering.links)),
        images=tuple(sorted(gathering.images)),
    )


@dataclass
class _Gathering:
    """One walk over the tree."""

    register: bool
    bearers: list[Bearer] = field(default_factory=list)
    mentions: Counter[str] = field(default_factory=Counter)
    links: set[str] = field(default_factory=set)
    images: set[str] = field(default_factory=set)

    def walk(self, root: etree._Element) -> None:
        in_text = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = _tag(element)
            if tag in {"text", "sourceDoc"}:
                in_text += 1 if event == "start" else -1
            elif event == "start" and tag:
                self._meet(element, tag, in_text > 0)

    def _meet(self, element: etree._Element, tag: str, in_text: bool) -> None:
        if tag in REGISTERS and element.get(_ID) and self._is_entry(element, tag):
            self.bearers.append(_bearer(element, REGISTERS[tag]))
        if in_text and tag in _NAMES:
            self.mentions.update((element.get("ref") or element.get("key") or "").split())
        if tag in {"graphic", "media"} and (url := (element.get("url") or "").strip()):
            self.images.add(url)
        if tag in {"ref", "ptr"}:
            self.links.update(t for t in (element.get("target") or "").split() if not _is_web(t))

    def _is_entry(self, element: etree._Element, tag: str) -> bool:
        """A bibl is an entry of a register only in one: in a text it is a reference."""
        if tag not in {"bibl", "biblStruct"}:
            return True
        return self.register or any(_tag(a) == "standOff" for a in element.iterancestors())


def _bearer(element: etree._Element, register: str) -> Bearer:
    names = [child for child in element.iter() if _tag(child) in _LABELS and _words(child)]
    preferred = [n for n in names if n.get("type") in {"main", "pref", "preferred", "label"}]
    label = _words((preferred or names or [element])[0])[:200]
    return Bearer(str(element.get(_ID)), register, label or str(element.get(_ID)), tuple(_details(element)))


def _details(element: etree._Element) -> Iterator[Detail]:
    for child in element:
        tag = _tag(child)
        if tag in _DETAILS and (text := _words(child) or child.get("when") or ""):
            href = text if tag == "idno" and re.match(r"https?://\S+$", text) else ""
            yield Detail(
                tag, f"{child.get('type')}: {text}" if tag == "idno" and not href and child.get("type") else text, href
            )


def _is_web(target: str) -> bool:
    """True for an address of the web or any other scheme, which no file of the edition answers to."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target) is not None


def _title(root: etree._Element) -> str:
    titles = [t for t in root.iterfind(f".//{{{TEI}}}titleStmt[1]/{{{TEI}}}title") if _words(t)]
    main = [t for t in titles if t.get("type") == "main"] or [t for t in titles if t.get("type") is None] or titles
    return _words(main[0]) if main else ""


def _language(root: etree._Element) -> str:
    lang = f"{{{_XML}}}lang"
    texts = [root.find(f".//{{{TEI}}}text"), root.find(f".//{{{TEI}}}body"), root]
    return next((str(e.get(lang)) for e in texts if e is not None and e.get(lang)), "")


def _tag(element: etree._Element) -> str:
    tag = element.tag
    return tag[len(TEI) + 2 :] if isinstance(tag, str) and tag.startswith("{" + TEI + "}") else ""


def _words(element: etree._Element) -> str:
    """The words of an element, its parts kept apart (a forename and a surname with nothing between are two words)."""
    between = " " if not (element.text or "").strip() and len(element) else ""
    return " ".join(between.join(str(t) for t in element.itertext()).split())
