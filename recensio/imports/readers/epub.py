"""The reader of electronic books (EPUB 2 and 3): the chapters in their order, read together as one web page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from recensio.imports.model import Document, Refused, Source
from recensio.imports.readers.office.package import Package, beside
from recensio.imports.readers.web.decode import decoded
from recensio.imports.readers.web.page import Reading, document_of
from recensio.imports.readers.web.statements import Statements
from recensio.imports.readers.web.tree import OPS, lang, text_in, tree_of
from recensio.problems import problem

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_ENC = "{http://www.w3.org/2001/04/xmlenc#}"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"})
_XLINK = "{http://www.w3.org/1999/xlink}href"
_ROLES: Mapping[str, str] = {"aut": "author", "edt": "editor", "trl": "translator", "ill": "illustrator"}


def read(source: Source) -> Document:
    """The document in the book ``source``. Raises ``Refused`` if it is damaged, locked, or holds no text."""
    package = Package(source.data, source.name, "EPUB")
    book = _Book(package, source.name)
    said = Statements()
    _describe(book.root, said)
    page = book.page()
    if not text_in(page):
        raise Refused(problem("IMP-002", file=source.name))
    return document_of(page, Reading(source.name, "", package.data, said, whole=True, what="an electronic book (EPUB)"))


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A file of the text: its name in the package, and whether it is the list of contents that readers show."""

    part: str
    contents: bool


class _Book:
    """The chapters of one book. ``root`` is its description (OPF)."""

    def __init__(self, package: Package, name: str) -> None:
        self._package = package
        self._name = name
        self.part = self._description()
        self.root = package.needed(self.part)
        self._refuse_locked()

    def page(self) -> etree._Element:
        """All chapters as the body of one page; ids and links bear the name of their file."""
        page = etree.Element("html")
        body = etree.SubElement(page, "body")
        for chapter in self._chapters():
            text = decoded(self._package.data(chapter.part) or b"").text
            root = tree_of(text)
            source = root.find("body") if root is not None else None
            if root is not None and source is not None:
                body.append(_division(root, source, chapter))
        return page

    def _description(self) -> str:
        container = self._package.tree("META-INF/container.xml")
        for rootfile in container.iter(f"{_CONTAINER}rootfile") if container is not None else ():
            if rootfile.get("full-path"):
                return str(rootfile.get("full-path"))
        found = sorted(part for part in self._package.names if part.endswith(".opf"))
        return found[0] if found else "META-INF/container.xml"

    def _chapters(self) -> Iterator[_Chapter]:
        items = {str(item.get("id")): item for item in self.root.iter(f"{_OPF}item")}
        for reference in self.root.iter(f"{_OPF}itemref"):
            item = items.get(str(reference.get("idref")))
            if item is not None and item.get("media-type") in _PAGES:
                part = beside(self.part, str(item.get("href") or ""))
                yield _Chapter(part, "nav" in (item.get("properties") or "").split())

    def _refuse_locked(self) -> None:
        """Fonts may be scrambled; chapters that are can't be read."""
        encryption = self._package.tree("META-INF/encryption.xml")
        locked = {
            str(one.get("URI") or "")
            for one in (encryption.iter(f"{_ENC}CipherReference") if encryption is not None else ())
        }
        if any(part.endswith((".xhtml", ".html", ".htm", ".xml")) for part in locked):
            raise Refused(problem("IMP-044", file=self._name, form="EPUB"))


def _division(root: etree._Element, body: etree._Element, chapter: _Chapter) -> etree._Element:
    """The body of a chapter as a division of the one page."""
    body.tag = "nav" if chapter.contents else "div"
    if chapter.contents:
        body.set("data-type", "toc")
    language = lang(body) or lang(root)
    for element in body.iter("*"):
        _rename(element, chapter.part)
    for drawing in list(body.iter("svg")):
        _picture(drawing, chapter.part)
    if language:
        body.set("lang", language)
    if body.get("id") is None:
        body.set("id", f"{chapter.part}#")
    body.tail = "\n"
    return body


def _rename(element: etree._Element, part: str) -> None:
    """Make ids and links of ``element``, which stands in the file ``part``, those of the whole book."""
    for attribute in ("id", "name"):
        if element.get(attribute) and (attribute == "id" or element.tag == "a"):
            element.set(attribute, f"{part}#{element.get(attribute)}")
    for attribute in ("src", "href", _XLINK):
        address = (element.get(attribute) or "").strip()
        if address and ":" not in address.split("/")[0]:
            file, _, fragment = address.partition("#")
            whole = beside(part, file) if file else part
            element.set(attribute, f"#{whole}#{fragment}" if element.tag == "a" else whole)
    if element.get(OPS) is not None:
        element.set("data-type", str(element.get(OPS)))


def _picture(drawing: etree._Element, part: str) -> None:
    """A drawing that only holds a picture (covers are made so) as that picture."""
    images = list(drawing.iter("image"))
    if len(images) != 1 or text_in(drawing):
        return
    image = images[0]
    address = image.get(_XLINK) or image.get("href") or ""
    picture = drawing.makeelement("img", {"src": address})
    parent = drawing.getparent()
    if parent is not None and address:
        picture.tail = drawing.tail
        drawing.tail = None
        parent.replace(drawing, picture)


# --- The description --------------------------------------------------------------------------------------------------


def _describe(root: etree._Element, said: Statements) -> None:
    """Add to ``said`` what the description of the book says."""
    refined = _refinements(root)
    for element in root.iter("*"):
        name = element.tag.removeprefix(_DC) if isinstance(element.tag, str) and element.tag.startswith(_DC) else ""
        text = " ".join("".join(map(str, element.itertext())).split())
        if name and text:
            _statement(name, text, element, refined.get(str(element.get("id")), {}), said)
    for meta in root.iter(f"{_OPF}meta"):
        if meta.get("property") == "dcterms:modified" and meta.text:
            said.keep("file last changed", meta.text)


def _refinements(root: etree._Element) -> dict[str, dict[str, str]]:
    """What EPUB 3 says about statements: their role, their type."""
    found: dict[str, dict[str, str]] = {}
    for meta in root.iter(f"{_OPF}meta"):
        target = (meta.get("refines") or "").lstrip("#")
        if target and meta.text:
            found.setdefault(target, {})[str(meta.get("property"))] = meta.text.strip()
    return found


_SINGLE = {
    "language": "language",
    "publisher": "publisher",
    "date": "date",
    "rights": "rights",
    "source": "description",
}


def _statement(name: str, text: str, element: etree._Element, more: Mapping[str, str], said: Statements) -> None:
    if name == "title":
        part = "subtitle" if more.get("title-type") == "subtitle" else "title"
        said.say(part, text, "title", instead=more.get("title-type") == "main")
    elif name in {"creator", "contributor"}:
        role = more.get("role") or element.get(f"{_OPF}role") or ("aut" if name == "creator" else "")
        said.person(text, _ROLES.get(str(role), "author" if name == "creator" else "contributor"))
    elif name == "identifier":
        scheme = element.get(f"{_OPF}scheme") or text.partition(":")[0] if ":" in text else "identifier"
        said.identifier("".join(c for c in str(scheme) if c.isalnum()) or "identifier", text)
    elif name == "subject":
        said.keyword(text)
    elif name == "description":
        said.say("abstract", text, name)
    elif name in _SINGLE:
        said.say(_SINGLE[name], text, name)
    else:
        said.keep(name, text)
