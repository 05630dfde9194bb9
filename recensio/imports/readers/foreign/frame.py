"""A root and a header: around a fragment, and where a header lacks what every header must have."""

from __future__ import annotations

from lxml import etree

from recensio.imports.nodes import element, local, tag
from recensio.parse.kind import Kind, kind_of

_UNKNOWN = "Not known: the imported file does not say."
_OWN_ROOTS = frozenset({"TEI", "teiCorpus"})
_OF_TEXT = frozenset({"front", "body", "back", "group"})


def framed(root: etree._Element, title: str) -> tuple[etree._Element, list[str]]:
    """``root`` as a whole TEI file with a header, and what had to be added."""
    done: list[str] = []
    if local(root) not in _OWN_ROOTS:
        root = _wrapped(root)
        done.append("The file was a fragment; the elements around it were added.")
    for one in [e for e in root.iter(tag("TEI"), tag("teiCorpus"))]:
        done += _headed(one, title)
    return root, done


def _wrapped(root: etree._Element) -> etree._Element:
    name = local(root)
    if kind_of(root) is Kind.REGISTER:
        inner = root if name in {"standOff", "facsimile", "teiHeader"} else element("standOff", root)
    elif name in {"text", "sourceDoc"}:
        inner = root
    elif name in {"surface", "surfaceGrp"}:
        inner = element("sourceDoc", root)
    else:
        part = root if name in _OF_TEXT else element("body", root)
        inner = element("text", part)
    if name == "teiHeader":
        return element("TEI", root, element("text", element("body", element("p"))))
    return element("TEI", inner)


def _headed(root: etree._Element, title: str) -> list[str]:
    header = root.find(tag("teiHeader"))
    if header is None:
        header = element("teiHeader")
        root.insert(0, header)
    before = len(list(header.iter("*")))
    _complete(header, title)
    added = len(list(header.iter("*"))) > before
    return ["The header lacked what every header must have; it was added."] if added else []


def _complete(header: etree._Element, title: str) -> None:
    file = _child(header, "fileDesc", 0)
    titles = _child(file, "titleStmt", 0)
    if titles.find(tag("title")) is None:
        titles.insert(0, element("title", title))
    if file.find(tag("publicationStmt")) is None:
        _behind(file, ("titleStmt", "editionStmt", "extent"), element("publicationStmt", element("p", _UNKNOWN)))
    if file.find(tag("sourceDesc")) is None:
        file.append(element("sourceDesc", element("p", _UNKNOWN)))


def _child(parent: etree._Element, name: str, at: int) -> etree._Element:
    found = parent.find(tag(name))
    if found is None:
        found = element(name)
        parent.insert(at, found)
    return found


def _behind(parent: etree._Element, names: tuple[str, ...], new: etree._Element) -> None:
    at = max((parent.index(one) for one in parent if local(one) in names), default=-1)
    parent.insert(at + 1, new)
