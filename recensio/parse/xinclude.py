"""XInclude: files, or elements of files, put into one tree, where every element still knows where it comes from."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from recensio.parse.addresses import base_of, joined, relative, url_of
from recensio.parse.file import File
from recensio.parse.folder import Folder
from recensio.parse.limits import Limits, excess
from recensio.parse.messages import Missed, Refused, short, told
from recensio.parse.places import Place, Places
from recensio.parse.pointers import pointed
from recensio.parse.vocabulary import XINCLUDE, XML_BASE, XML_LANG
from recensio.problems import Problem

INCLUDE = f"{{{XINCLUDE}}}include"
_FALLBACK = f"{{{XINCLUDE}}}fallback"
# What can be wrong with a place that was to be filled and may well be met by a fallback.
_EXPECTED = frozenset({"XML-090", "XML-093"})


@dataclass
class _Content:
    """What takes the place of an ``xi:include``: text, then nodes with their tails."""

    text: str = ""
    nodes: list[etree._Element] = field(default_factory=list)


@dataclass(frozen=True)
class _Context:
    """Where an ``xi:include`` stands: its file, the address that others are relative to, what led here."""

    path: Path
    file: File
    url: str
    chain: tuple[tuple[Path, str], ...]


class Includer:
    """Puts included files into one tree. ``numbers`` keeps count of where each element comes from."""

    def __init__(self, path: Path, main: File, folder: Folder, limits: Limits) -> None:
        """For ``main``, the file at ``path``; what it includes comes out of ``folder``, problems go there too."""
        self.numbers = dict(main.numbers)
        self._main = main
        self._folder = folder
        self._limits = limits
        self._context = _Context(folder.path, main, url_of(path), ((folder.path, ""),))
        self._places = Places(folder.origins)
        self._count = 0
        self._over: set[str] = set()

    def included(self) -> etree._Element:
        """The root of the tree with everything in it; raises ``Refused`` if nothing or too much came of it."""
        root = self._main.root
        if root.tag == INCLUDE:
            root = self._new_root(root)
        else:
            self._fill(root, self._context)
        over = excess(root, self._limits)
        if over:
            facts = {"name": etree.QName(over.element).localname, "number": len(over.element.attrib)}
            raise Refused(told(over.code, self._place(over.element), limit=over.limit, **facts))
        return root

    def _new_root(self, include: etree._Element) -> etree._Element:
        content = self._content(include, self._context)
        elements = [node for node in content.nodes if isinstance(node.tag, str)]
        if len(elements) != 1:
            raise Refused(told("XML-051", self._place(include)))
        elements[0].tail = None
        return self._copy(elements[0], self._main)

    def _fill(self, top: etree._Element, context: _Context) -> None:
        """Replace every ``xi:include`` below ``top``. Those in a fallback count only once it has been put in."""
        for include in list(top.iter(INCLUDE)):
            if next(include.iterancestors(INCLUDE), None) is None:
                _put(include, self._content(include, context))

    def _content(self, include: etree._Element, context: _Context) -> _Content:
        try:
            self._count_one()
            return self._asked(include, context)
        except Missed as missed:
            return self._instead(include, missed)

    def _count_one(self) -> None:
        self._count += 1
        if self._count > self._limits.includes:
            raise Missed("XML-098", limit=f"{self._limits.includes} inclusions")

    def _asked(self, include: etree._Element, context: _Context) -> _Content:
        href, _, fragment = (include.get("href") or "").strip().partition("#")
        pointer = include.get("xpointer") or unquote(fragment)
        path = self._folder.find(href, base_of(include, context.url)) if href else context.path
        how = include.get("parse", "xml")
        if how == "text" and href:
            return _Content(self._folder.text(path, include.get("encoding")))
        if how != "xml" or not (href or pointer):
            raise Missed("XML-099", href=short(href))
        if (path, pointer) in context.chain:
            raise Missed("XML-094", href=short(href or context.path.name))
        if len(context.chain) > self._limits.include_depth:
            raise Missed("XML-098", limit=f"{self._limits.include_depth} levels")
        file = context.file if path == context.path else self._folder.file(path, href)
        return self._taken(file, path, pointer, include, context)

    def _taken(self, file: File, path: Path, pointer: str, include: etree._Element, context: _Context) -> _Content:
        chosen = pointed(file, pointer) if pointer else file.root
        self._folder.spend(len(etree.tostring(chosen, encoding="utf-8", with_tail=False)) if pointer else file.size)
        new = self._copy(chosen, file)
        parent = chosen.getparent()
        url = base_of(parent, url_of(path)) if parent is not None else url_of(path)
        holder = etree.Element("holder")
        holder.append(new)
        self._fill(holder, _Context(path, file, url, (*context.chain, (path, pointer))))
        for node in holder.iterchildren("*"):
            _inherit(node, chosen, relative(url, base_of(include, context.url)))
        return _Content(holder.text or "", list(holder))

    def _instead(self, include: etree._Element, missed: Missed) -> _Content:
        fallback = include.find(_FALLBACK)
        message = self._told(include, fallback, missed)
        if missed.code not in self._over:
            self._folder.problems.append(message)
        self._over |= {missed.code} & {"XML-098"}  # said once: what follows is left out for the same reason
        return _Content() if fallback is None else _Content(fallback.text or "", list(fallback))

    def _told(self, include: etree._Element, fallback: etree._Element | None, missed: Missed) -> Problem:
        met = fallback is not None and missed.code in _EXPECTED
        return told("XML-091" if met else missed.code, self._place(include), **missed.facts)

    def _copy(self, element: etree._Element, file: File) -> etree._Element:
        """A copy of ``element`` with all below it, each bearing the number of what it is a copy of."""
        new = copy.deepcopy(element)
        new.tail = None
        for old, fresh in zip(element.iter("*"), new.iter("*"), strict=True):
            self.numbers[fresh] = file.numbers[old] if old in file.numbers else self.numbers[old]
        return new

    def _place(self, element: etree._Element) -> Place:
        return self._places.of(self.numbers[element])


def _inherit(node: etree._Element, chosen: etree._Element, base: str) -> None:
    """Give an included element the language that it had in its own file, and the address of that file."""
    language = next((outer.get(XML_LANG) for outer in chosen.iterancestors() if XML_LANG in outer.attrib), None)
    if language is not None and XML_LANG not in node.attrib:
        node.set(XML_LANG, language)
    node.set(XML_BASE, joined(base, node.get(XML_BASE) or ""))


def _put(include: etree._Element, content: _Content) -> None:
    """Put ``content`` where ``include`` stands; the text after ``include`` stays."""
    parent = include.getparent()
    if parent is None:
        return
    previous, after = include.getprevious(), include.tail or ""
    text = content.text if content.nodes else content.text + after
    if previous is None:
        parent.text = (parent.text or "") + text
    else:
        previous.tail = (previous.tail or "") + text
    for node in content.nodes:
        include.addprevious(node)
    if content.nodes:
        content.nodes[-1].tail = (content.nodes[-1].tail or "") + after
    parent.remove(include)
