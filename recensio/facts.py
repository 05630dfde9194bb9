"""What one file tells the rest of the edition: its title, the names it declares and mentions, what it points at, its
witnesses, and what its header says of the edition.

Facts are gathered once a file and kept in the cache, so that a build whose files have not changed parses none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from recensio.addresses import ADDRESS
from recensio.bearers import (
    CHRONOLOGIES,
    ID,
    LITERATURE,
    REGISTERS,
    TEI,
    Bearer,
    Detail,
    Name,
    Relation,
    bearer_from,
    bearer_of,
    dates_said,
    detail_from,
    is_web,
    relation_from,
    relation_of,
    span_of,
    tag_of,
    words,
)
from recensio.facsimiles import is_of_facsimile, pictures_named
from recensio.rights import Rights, rights_of
from recensio.runs import main_title

__all__ = ["REGISTERS", "TEI", "Bearer", "Detail", "Facts", "Mention", "Name", "Relation", "Witness", "facts_of"]

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMES = frozenset(
    ("persName", "placeName", "orgName", "geogName", "name", "rs", "eventName", "objectName", "title", "bibl")
)
_DIVISIONS = frozenset(("div", *(f"div{n}" for n in range(1, 8))))
#: Elements that count their own lines, verses and paragraphs, and what a place in them is called.
_UNITS: Mapping[str, str] = {"l": "verse", "p": "paragraph", "ab": "paragraph", "seg": "section", "s": "section"}
_BREAKS: Mapping[str, str] = {"lb": "line", "pb": "page"}
#: Attributes by which an element that is no name may point to an entry.
_REFERRING = ("target", "source", "corresp")
#: The @type of what a handbook shows as an example.
_SPECIMEN = "specimen"
#: What may say by ``@corresp`` (an entry by ``@from``) that it belongs to something in another file; parts of a text
#: that lead there themselves. What is smaller (words, segments) says it of the file.
_PARTS = _DIVISIONS | {"p", "ab", "lg", "sp", "head"}
_BESIDE = _PARTS | {"text", "body", "front", "back", "group", "listApp", "app", "l", "seg", "s", "u", "TEI"}
#: What a header says of the whole edition, in the order in which it is told.
_STATEMENTS = frozenset(
    ("projectDesc", "samplingDecl", "correction", "normalization", "quotation", "hyphenation", "segmentation",
     "interpretation", "punctuation", "stdVals", "editorialDecl")
)  # fmt: skip
_IMPRINT = frozenset(
    ("publisher", "distributor", "authority", "pubPlace", "date", "idno", "funder", "sponsor", "principal")
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a text names somebody: the pointer as written, the words, the ids around it from the inside out.

    ``reading`` is true if only a variant reading has it. ``section`` is the heading it stands under; ``unit`` and ``n``
    its verse, paragraph, line or page, as the file numbers them.
    """

    pointer: str
    words: str = ""
    ids: tuple[str, ...] = ()
    reading: bool = False
    section: str = ""
    unit: str = ""
    n: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A part of a text that corresponds to another file, or to a place in it: the ``pointer`` as written, the xml:id of
    the part (empty if it has none, or if all that is said is that the files belong together) and what it is called.
    ``is_apparatus``: an entry of the apparatus says so, or a list of such."""

    pointer: str
    id: str = ""
    label: str = ""
    is_apparatus: bool = False


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness as its list describes it; ``group`` is the heading of its list."""

    id: str
    siglum: str
    description: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file tells. ``mentions`` are the names in its text that point somewhere; ``links`` are the pointers of
    its references, ``images`` the addresses of its pictures, ``statements`` what its header says of the making of the
    edition, ``imprint`` who answers for it; ``rights`` are those of its texts, ``kinds`` what it is called
    (calendar, introduction …), ``beside`` what in other files belongs to it, ``when`` and ``until`` its date;
    ``pages`` are ids in a long text and the names of the pages behind the first on which they stand."""

    title: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    bearers: tuple[Bearer, ...] = ()
    mentions: tuple[Mention, ...] = ()
    links: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    statements: tuple[Detail, ...] = ()
    imprint: tuple[Detail, ...] = ()
    rights: tuple[Rights, ...] = ()
    kinds: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()
    when: str = ""
    until: str = ""
    pages: tuple[tuple[str, str], ...] = ()

    @property
    def pointers(self) -> tuple[str, ...]:
        """The pointers of all names in the text, each once."""
        return tuple(sorted({mention.pointer for mention in self.mentions}))


def facts_of(root: etree._Element, *, register: bool = False) -> Facts:
    """Gather the facts of a parsed TEI tree (TEI namespace). ``register``: the whole file is one, whatever it holds."""
    gathering = _Gathering(register or tag_of(root) not in {"TEI", "teiCorpus"})
    gathering.walk(root)
    gathering.images.update(url for _, url in pictures_named(root))
    when, until = _date(root)
    return Facts(
        title=_title(root),
        authors=tuple(
            dict.fromkeys(words(a) for a in root.findall(f".//{{{TEI}}}titleStmt[1]/{{{TEI}}}author") if words(a))
        ),
        language=_language(root),
        bearers=tuple(gathering.bearers),
        mentions=tuple(gathering.mentions),
        links=tuple(sorted(gathering.links)),
        images=tuple(sorted(gathering.images)),
        relations=tuple(gathering.relations),
        witnesses=tuple(gathering.witnesses),
        statements=tuple(_statements(root)),
        imprint=tuple(dict.fromkeys(_imprint(root))),
        rights=rights_of(root),
        kinds=tuple(dict.fromkeys(_kinds(root))),
        beside=tuple(dict.fromkeys(gathering.beside)),
        when=when,
        until=until,
    )


@dataclass
class _Gathering:
    """One walk over the tree. What stands in a specimen is an example: it declares nobody and names nobody."""

    register: bool
    bearers: list[Bearer] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    images: set[str] = field(default_factory=set)
    relations: list[Relation] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    breaks: dict[str, str] = field(default_factory=dict)

    def walk(self, root: etree._Element) -> None:
        in_text = in_specimen = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag, step = tag_of(element), 1 if event == "start" else -1
            if tag and element.get("type") == _SPECIMEN:
                in_specimen += step
            if event == "start" and tag in _BESIDE and not in_specimen and (in_text or tag not in _PARTS):
                self._beside(element, tag)
            if tag in {"text", "sourceDoc"}:
                in_text += step
            elif event == "start" and tag:
                self._see(element, tag)
                if not in_specimen:
                    self._meet(element, tag, in_text > 0)

    def _see(self, element: etree._Element, tag: str) -> None:
        """What is needed to show the element, whatever it means."""
        url = (element.get("url") or "").strip()
        if tag in {"graphic", "media"} and url and not is_of_facsimile(element):
            self.images.add(url)
        if tag in {"ref", "ptr"}:
            self.links.update(t for t in (element.get("target") or "").split() if not _has_scheme(t))

    def _meet(self, element: etree._Element, tag: str, in_text: bool) -> None:
        if tag in REGISTERS and (register := self._register_of(element, tag)):
            self.bearers.append(bearer_of(element, register))
        if in_text:
            self._mention(element)
        if tag in _BREAKS:
            self._break(tag, element.get("n") or "")
        if tag == "relation" and (relation := relation_of(element)):
            self.relations.append(relation)
        if tag == "witness":
            self.witnesses.append(_witness(element))

    def _beside(self, element: etree._Element, tag: str) -> None:
        """Pointers at what belongs to it in other files: of a part that is read by itself, else of the file."""
        names = ("from",) if tag == "app" else ("corresp",)
        is_part = tag in _PARTS
        for token in (token for name in names for token in (element.get(name) or "").split()):
            file, mark, _ = token.partition("#")
            if not file or _has_scheme(token) or not (mark or file.lower().endswith((".xml", ".tei"))):
                continue
            if is_part or tag == "app":
                self.links.add(token)
            own = element.get(ID) or "" if is_part else ""
            said = next((s for s in map(_heading, (element, *element.iterancestors())) if s), "") if own else ""
            self.beside.append(Beside(token if is_part else file, own, said, tag in {"app", "listApp"}))

    def _register_of(self, element: etree._Element, tag: str) -> str:
        """The register that the element is an entry of; empty for none. In a text a bibl is a reference, and an entry
        only in a list."""
        identified = element.get(ID)
        if tag == "event" and identified and _is_in_chronology(element):
            return "timeline"
        if tag not in {"bibl", "biblStruct"}:
            return REGISTERS[tag] if identified else ""
        parent = element.getparent()
        listed = parent is not None and tag_of(parent) == "listBibl"
        around = {tag_of(a) for a in element.iterancestors()}
        if "teiHeader" in around or around & {"witness", "person", "place", "org", "event", "object"}:
            return ""
        if parent is not None and listed and ((parent.get("type") or "").lower() in LITERATURE or "back" in around):
            return "bibliography"
        if self.register or "standOff" in around:
            return REGISTERS[tag] if identified else "bibliography" if listed else ""
        return ""

    def _break(self, tag: str, n: str) -> None:
        self.breaks[tag] = n
        if tag == "pb":
            self.breaks.pop("lb", None)

    def _mention(self, element: etree._Element) -> None:
        pointers = _pointers(element)
        if not pointers:
            return
        around = [element, *element.iterancestors()]
        if any(tag_of(a) in REGISTERS and a.get(ID) for a in around[1:]):
            return  # (a register in the text speaks of its own entries)
        unit, n = self._place(around)
        ids = tuple(name for a in around if (name := a.get(ADDRESS) or a.get(ID)))[:6]
        is_reading = any(tag_of(a) == "rdg" and not _is_chosen(a) for a in around)
        section = next((s for s in map(_heading, around) if s), "")
        self.mentions += [Mention(p, words(element)[:200], ids, is_reading, section, unit, n) for p in pointers]

    def _place(self, around: list[etree._Element]) -> tuple[str, str]:
        numbered = ((_UNITS[tag_of(a)], a.get("n") or "") for a in around if tag_of(a) in _UNITS and a.get("n"))
        broken = ((_BREAKS[tag], self.breaks[tag]) for tag in _BREAKS if self.breaks.get(tag))
        return next(numbered, None) or next(broken, ("", ""))


def _pointers(element: etree._Element) -> list[str]:
    """Whom or what an element names: a name by its own attributes; anything else by pointers into another file, which
    may be a register (a reference, the source of a reading)."""
    if tag_of(element) in _NAMES:
        return (element.get("ref") or element.get("key") or "").split() or _into_files(element)
    return _into_files(element)


def _into_files(element: etree._Element) -> list[str]:
    stated = " ".join(element.get(name, "") for name in _REFERRING if element.get(name)).split()
    return [one for one in stated if ".xml#" in one and not _has_scheme(one)]


def _is_in_chronology(event: etree._Element) -> bool:
    lists = (e for e in event.iterancestors() if tag_of(e) == "listEvent")
    return any((e.get("type") or "").lower() in CHRONOLOGIES for e in lists)


def _is_chosen(rdg: etree._Element) -> bool:
    """True for the first reading of an entry that has no lemma: it is the base text."""
    app = next((a for a in rdg.iterancestors() if tag_of(a) == "app"), None)
    if app is None or app.find(f"{{{TEI}}}lem") is not None:
        return False
    return next(app.iterdescendants(f"{{{TEI}}}rdg"), None) is rdg


def _heading(element: etree._Element) -> str:
    """What a division is called: its head without notes, else its number."""
    if tag_of(element) not in _DIVISIONS:
        return ""
    head = element.find(f"{{{TEI}}}head")
    said = _head_words(head) if head is not None else ""
    number = element.get("n") or ""
    return said[:90] or (f"§ {number}" if number else "")


def _head_words(head: etree._Element) -> str:
    """The words of a heading, without notes and readings."""
    outside = "not(ancestor::t:note or ancestor::t:rdg)"
    found = head.xpath(f".//text()[{outside}]", namespaces={"t": TEI})
    return " ".join("".join(map(str, found if isinstance(found, list) else [])).split())


def _witness(element: etree._Element) -> Witness:
    identifier = element.get(ID) or element.get("n") or ""
    siglum = next((words(e) for e in element.iter(f"{{{TEI}}}abbr", f"{{{TEI}}}idno") if e.get("type") == "siglum"), "")
    inner = [e for e in element if tag_of(e)]
    if not siglum and inner and tag_of(inner[0]) == "abbr" and not (element.text or "").strip():
        siglum = words(inner[0])
    parts = [element.text or ""]
    for child in element:
        said = words(child) if tag_of(child) not in {"", "witness", "listWit"} else ""
        # (elements side by side are parts of a description, whatever stands between them)
        apart = " " if said and parts[-1] == "" and len(parts) > 1 else ""
        parts += [apart, "" if said == siglum else said, child.tail or ""]
    parent = element.getparent()
    group = words(parent.find(f"{{{TEI}}}head")) if parent is not None else ""
    return Witness(identifier, siglum or identifier, " ".join("".join(parts).split()), group)


def _kinds(root: etree._Element) -> Iterator[str]:
    """What the header, the text or all divisions of its body call the text; in small letters."""
    texts = [e for e in (root, *root.iterfind(f"{{{TEI}}}text")) if tag_of(e)]
    said = [e.get(name) or "" for e in texts for name in ("type", "ana")]
    said += [e.get("target") or "" for e in root.iterfind(f".//{{{TEI}}}textClass/{{{TEI}}}catRef")]
    body = root.find(f"{{{TEI}}}text/{{{TEI}}}body")
    divisions = {e.get("type") or "" for e in body if tag_of(e) in _DIVISIONS} if body is not None else set()
    said += divisions if len(divisions) == 1 else ()
    yield from (token.rpartition("#")[2].lower() for value in said for token in value.split())


# --- the header ---------------------------------------------------------------------------------------------


def _statements(root: etree._Element) -> Iterator[Detail]:
    for header in root.iter(f"{{{TEI}}}teiHeader"):
        for part in header.iterfind(f"{{{TEI}}}encodingDesc//*"):
            kind = tag_of(part)
            if kind in _STATEMENTS:
                yield from (Detail(kind, text) for text in _paragraphs(part))
        for part in header.iterfind(f"{{{TEI}}}encodingDesc/{{{TEI}}}p"):
            if words(part):
                yield Detail("encodingDesc", words(part))


def _paragraphs(statement: etree._Element) -> Iterator[str]:
    """What a statement says, paragraph by paragraph; its parts that are statements themselves speak for themselves."""
    for child in statement:
        tag = tag_of(child)
        if tag and tag not in _STATEMENTS and words(child):
            yield words(child)
    if not len(statement) and words(statement):
        yield words(statement)


def _imprint(root: etree._Element) -> Iterator[Detail]:
    for part in root.iterfind(f".//{{{TEI}}}fileDesc/*"):
        if tag_of(part) in {"publicationStmt", "titleStmt", "editionStmt"}:
            for element in part.iter():
                yield from _imprinted(element)


def _imprinted(element: etree._Element) -> Iterator[Detail]:
    tag = tag_of(element)
    if tag in _IMPRINT and (said := words(element) or dates_said(element)):
        href = said if is_web(said) else element.get("ref", "")
        yield Detail(tag, said, href if is_web(href) else "")
    elif tag == "respStmt" and words(element):
        resp, names = element.findall(f"{{{TEI}}}resp"), [e for e in element if tag_of(e) not in {"", "resp", "note"}]
        does, who = ", ".join(filter(None, map(words, resp))), ", ".join(filter(None, map(words, names)))
        yield Detail(tag, ": ".join(filter(None, (does, who))))
    elif tag == "licence" or (tag == "availability" and element.find(f"{{{TEI}}}licence") is None):
        target = element.get("target") or next((p.get("target", "") for p in element.iter(f"{{{TEI}}}ref")), "")
        if said := words(element) or target:
            yield Detail("licence", said, target if is_web(target) else "")


def _date(root: etree._Element) -> tuple[str, str]:
    """When the document was written, as its header says: its creation, the letter's sending, the witness's origin."""
    sent = f"{{{TEI}}}correspAction[@type='sent']"
    for path in (f".//{{{TEI}}}creation", f".//{sent}", f".//{{{TEI}}}origDate"):
        found = root.find(path)
        if found is not None and (span := span_of(found))[0]:
            return span
    return "", ""


def _title(root: etree._Element) -> str:
    return main_title(title for title in root.iterfind(f".//{{{TEI}}}titleStmt[1]/{{{TEI}}}title") if words(title))


def _language(root: etree._Element) -> str:
    texts = [root.find(f".//{{{TEI}}}text"), root.find(f".//{{{TEI}}}body"), root]
    return next((str(e.get(_LANG)) for e in texts if e is not None and e.get(_LANG)), "")


def _has_scheme(target: str) -> bool:
    """True for an address of the web or any other scheme, which no file of the edition answers to."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target) is not None


# --- from the cache -----------------------------------------------------------------------------------------


def facts_from(row: Mapping[str, Any]) -> Facts:
    """Facts from their JSON row."""
    plain: dict[str, Any] = {key: row[key] for key in ("title", "language", "when", "until")}
    plain |= {key: tuple(row[key]) for key in ("authors", "links", "images", "kinds")}
    return Facts(
        **plain,
        bearers=tuple(bearer_from(b) for b in row["bearers"]),
        mentions=tuple(Mention(**{**m, "ids": tuple(m["ids"])}) for m in row["mentions"]),
        relations=tuple(relation_from(r) for r in row["relations"]),
        witnesses=tuple(Witness(**w) for w in row["witnesses"]),
        statements=tuple(detail_from(d) for d in row["statements"]),
        imprint=tuple(detail_from(d) for d in row["imprint"]),
        pages=tuple((place, page) for place, page in row["pages"]),
        rights=tuple(Rights(**r) for r in row["rights"]),
        beside=tuple(Beside(**b) for b in row["beside"]),
    )
