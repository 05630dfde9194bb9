"""The tree of a text as one witness has it: its readings in the place of the base text, no apparatus.

The rules are those of docs/developers/text-law.md ("Witness W"). The law counts the witness's words without this
module, so what is lost here is found there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy

from lxml import etree

from recensio.law.elements import Kind, kind_of, name_of
from recensio.law.model import APART, END, START, Document, copied_by
from recensio.law.remarks import is_remark

_ENTERS = {"witStart": True, "lacunaEnd": True, "witEnd": False, "lacunaStart": False}
_READINGS = ("lem", "rdg")
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_NAMES = frozenset((_XML_ID, "{urn:recensio:edition}address"))
_MOST_COPIES = 8  # of what is copied from what is copied
_ASIDE = frozenset({Kind.NOTE, Kind.LEFT_OUT, Kind.HUSHED, Kind.DELETED})


def as_witness(root: etree._Element, witness: str, base: str = "reading") -> etree._Element:
    """A copy of the document ``root`` (with its attached entries placed) with the text of ``witness``.

    Raises ``KeyError`` if the document declares no such witness.
    """
    answers = Document(root, base).witnesses[witness]
    copy = deepcopy(root)
    _Transcript(copy, answers, base).write()
    return copy


class _Transcript:
    """One witness's way through a tree, which is changed."""

    def __init__(self, root: etree._Element, answers: tuple[str, ...], base: str) -> None:
        self._root = root
        self._answers = answers
        self._document = Document(root, base)
        self._anchors: dict[str, etree._Element] = {}
        self._copies: list[etree._Element] = []

    def write(self) -> None:
        """Choose, replace, fall silent."""
        self._anchors = {i: e for e in self._root.iter("*") if (i := e.get(_XML_ID))}
        for element in list(self._root.iter("{*}witStart", "{*}witEnd", "{*}lacunaStart", "{*}lacunaEnd")):
            _tell_wits(element)
        apps = [app for text in (*self._document.roots, *self._document.detached) for app in text.iter("{*}app")]
        self._copies = [e for e in self._root.iter("*") if copied_by(e) and _in_reading(e)]
        attached = [app for app in apps if self._document.is_attached(app) or _in_list(app)]
        stretches = sorted(self._stretches(attached), key=lambda one: one[0])
        self._replace(stretches)
        for app in attached:
            _remove(app)
        for app in apps:
            if app not in attached and app.getparent() is not None and not _in_list(app):
                self._resolve(app)
        for lost in [one for one in self._root.iter("{*}listApp") if one.getparent() is not None]:
            _remove(lost)
        for _ in range(_MOST_COPIES):
            self._copies = [made for one in self._copies for made in self._repeat(one)]
        self._leave_out()
        self._fall_silent()

    # --- entries in the text ---

    def _resolve(self, app: etree._Element) -> None:
        """The chosen reading in the place of an entry, and the events of all that name the witness."""
        chosen = self._chosen(app)
        nodes: list[etree._Element] = []
        text = ""
        for reading in _readings(app):
            if reading is chosen and not is_remark(reading):
                text = reading.text or ""
                nodes += list(reading)
            elif reading is chosen or self._is_meant(_wits(reading)):
                nodes += [_alone(one) for one in reading.iter(*(f"{{*}}{name}" for name in _ENTERS))]
        _put(app, text, nodes)

    def _chosen(self, app: etree._Element) -> etree._Element | None:
        ranked = sorted(_readings(app), key=_rank)
        for name in self._answers:
            for reading in ranked:
                if name in (_wits(reading) or ()):
                    return reading
        return next((r for r in _readings(app) if name_of(r) == "lem" and _wits(r) is None), None)

    def _is_meant(self, wits: Iterable[str] | None) -> bool:
        return wits is not None and not frozenset(wits).isdisjoint(self._answers)

    def _repeat(self, element: etree._Element) -> list[etree._Element]:
        """What a reading repeats, in its place. Result: what is repeated in that."""
        if element.getroottree().getroot() is not self._root:
            return []
        targets = (self._anchors.get(name) for name in copied_by(element))
        made = [_nameless(target) for target in targets if target is not None and target not in element.iterancestors()]
        for one in made:
            one.tail = " "
        _put(element, " ", made)
        return [e for one in made for e in one.iter("*") if copied_by(e)]

    # --- entries beside the text ---

    def _stretches(self, apps: Iterable[etree._Element]) -> Iterator[tuple[int, int, etree._Element, bool]]:
        """Where the witness has another reading: from which element to which (by their order), the reading."""
        order = {id(e): n for n, e in enumerate(self._root.iter("*"))}
        for app in apps:
            chosen = self._chosen(app)
            if chosen is None or name_of(chosen) == "lem":
                continue
            for start, end in zip((app.get(START) or "").split(), (app.get(END) or "").split(), strict=False):
                first, last = self._anchors.get(start), self._anchors.get(end)
                if first is not None and last is not None and order[id(first)] <= order[id(last)]:
                    yield order[id(first)], order[id(last)], chosen, app.get(APART) is not None

    def _replace(self, stretches: Iterable[tuple[int, int, etree._Element, bool]]) -> None:
        elements = list(self._root.iter("*"))
        reached = -1
        for start, end, reading, apart in stretches:
            if start < reached:
                continue
            reached = end
            first, last = elements[start], elements[end]
            _silence(elements, first, last)
            edge = " " if apart else ""
            said = ("", []) if is_remark(reading) else (reading.text or "", [deepcopy(one) for one in reading])
            _insert_behind(first, edge + said[0], said[1], edge)

    # --- silence ---

    def _leave_out(self) -> None:
        for element in [e for e in self._root.iter("*") if e.get("exclude")]:
            if self._is_meant(pointer.rpartition("#")[2] for pointer in (element.get("exclude") or "").split()):
                for inner in element.iter("*"):
                    inner.text = None
                    if inner is not element:
                        inner.tail = None

    def _fall_silent(self) -> None:
        """Take out the text of the stretches where the witness has none."""
        events = [e for text in self._document.roots for e in text.iter(*(f"{{*}}{n}" for n in _ENTERS))]
        own = [e for e in events if self._is_meant((e.get("wit") or "").replace("#", " ").split())]
        if not own:
            return
        present = not _ENTERS[name_of(own[0])]
        heard = frozenset(map(id, own))
        for text in self._document.roots:
            present = _while_present(text, heard, present)


def _while_present(text: etree._Element, events: frozenset[int], present: bool) -> bool:
    for step, element in etree.iterwalk(text, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if step == "start":
            present = _ENTERS[name_of(element)] if id(element) in events else present
            if not present:
                element.text = _blank(element.text)
        elif not present and element is not text:
            element.tail = _blank(element.tail)
    return present


def _blank(text: str | None) -> str | None:
    return " " if text else text


def _tell_wits(event: etree._Element) -> None:
    """Give an event the witnesses of the reading around it, if it names none."""
    if event.get("wit") is None:
        around = (_wits(e) for e in event.iterancestors() if name_of(e) in _READINGS)
        event.set("wit", " ".join(f"#{name}" for name in next((w for w in around if w is not None), ())))


def _wits(reading: etree._Element) -> tuple[str, ...] | None:
    """The witnesses of a reading, or of the group it stands in."""
    for element in (reading, *reading.iterancestors()):
        if (said := element.get("wit")) is not None:
            return tuple(token.rpartition("#")[2] for token in said.split())
        if element is not reading and name_of(element) != "rdgGrp":
            return None
    return None


def _readings(app: etree._Element) -> Iterator[etree._Element]:
    for part in app:
        if name_of(part) in _READINGS:
            yield part
        elif name_of(part) == "rdgGrp":
            yield from _readings(part)


def _rank(reading: etree._Element) -> int:
    try:
        return int(reading.get("varSeq", "0"))
    except ValueError:
        return 0


def _in_list(app: etree._Element) -> bool:
    return any(name_of(parent) == "listApp" for parent in app.iterancestors())


def _alone(element: etree._Element) -> etree._Element:
    copy = deepcopy(element)
    copy.tail = None
    return copy


def _in_reading(element: etree._Element) -> bool:
    return any(name_of(parent) in _READINGS for parent in element.iterancestors())


def _nameless(element: etree._Element) -> etree._Element:
    """A copy without ids: those are the original's."""
    copy = _alone(element)
    for one in copy.iter("*"):
        for name in _NAMES.intersection(map(str, one.attrib)):
            del one.attrib[name]
    return copy


def _remove(element: etree._Element) -> None:
    """Take an element out; the text behind it stays."""
    _put(element, "", [])


def _put(element: etree._Element, text: str, nodes: list[etree._Element]) -> None:
    """Text and nodes in the place of an element."""
    parent = element.getparent()
    assert parent is not None
    tail = element.tail or ""
    at = parent.index(element)
    element.tail = None
    parent.remove(element)
    _append_text(parent, at, text if nodes else text + tail)
    for offset, node in enumerate(nodes):
        parent.insert(at + offset, node)
    if nodes:
        nodes[-1].tail = (nodes[-1].tail or "") + tail


def _append_text(parent: etree._Element, at: int, text: str) -> None:
    """Add text in front of the child with this index."""
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _silence(elements: list[etree._Element], first: etree._Element, last: etree._Element) -> None:
    """Take out the base text between two elements; its notes and breaks stay."""
    first.tail = None if first is not last else first.tail
    if first is last:
        return
    inside = False
    top = elements[0]
    for step, element in etree.iterwalk(top, events=("start", "end")):
        if step == "start" and element is last:
            return
        if inside and isinstance(element.tag, str) and not _is_aside(element, top):
            if step == "start":
                element.text = None
            else:
                element.tail = None
        elif inside and step == "end" and isinstance(element.tag, str):
            element.tail = None
        inside = inside or (step == "end" and element is first)


def _is_aside(element: etree._Element, top: etree._Element) -> bool:
    chain = (element, *element.iterancestors())
    return any(kind_of(one.tag) in _ASIDE for one in chain if one is not top and isinstance(one.tag, str))


def _insert_behind(anchor: etree._Element, text: str, nodes: list[etree._Element], edge: str) -> None:
    tail = edge + (anchor.tail or "")
    anchor.tail = text if nodes else text + tail
    parent = anchor.getparent()
    assert parent is not None
    at = parent.index(anchor) + 1
    for offset, node in enumerate(nodes):
        parent.insert(at + offset, node)
    if nodes:
        nodes[-1].tail = (nodes[-1].tail or "") + tail
