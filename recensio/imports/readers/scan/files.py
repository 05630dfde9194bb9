"""The files of recognised pages: one, or an archive of many, in the order of their names as people count."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from recensio.imports.model import Refused, Source
from recensio.imports.readers.office.package import Package
from recensio.problems import problem


def trees(source: Source, root: str, form: str) -> list[tuple[str, etree._Element]]:
    """The pages of ``source`` with the names of their files: those XML files whose root is called ``root``.

    Raises ``Refused`` for what is not well formed, or holds no such page.
    """
    if source.data.startswith(b"PK"):
        found = list(_packed(source, root, form))
    else:
        tree = _tree(source.data, source.name, form)
        found = [(source.path.name, tree)] if _is(tree, root) else []
    if not found:
        raise Refused(problem("IMP-047", file=source.name, form=form))
    return found


def _packed(source: Source, root: str, form: str) -> Iterator[tuple[str, etree._Element]]:
    package = Package(source.data, source.name, "ZIP")
    for part in sorted(package.names, key=_counted):
        if part.lower().endswith(".xml") and not part.rpartition("/")[2].startswith("."):
            tree = _tree(package.data(part) or b"", f"{source.name}/{part}", form)
            if _is(tree, root):
                yield part, tree


def _counted(name: str) -> list[tuple[int, str]]:
    """A key by which ``page2`` comes before ``page10``."""
    return [(int(piece), "") if piece.isdigit() else (0, piece) for piece in re.split(r"(\d+)", name)]


def _tree(data: bytes, name: str, form: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        detail = re.sub(r", line \d+, column \d+.*$", "", str(error.msg), flags=re.DOTALL)
        raise Refused(
            problem("IMP-048", file=name, line=line or None, column=column or None, form=form, reason=detail[:100])
        ) from None


def _is(tree: etree._Element, root: str) -> bool:
    return isinstance(tree.tag, str) and etree.QName(tree).localname == root


def local(element: etree._Element) -> str:
    """The name of ``element`` without its namespace; empty for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children of ``element`` with one of ``names``."""
    return (one for one in element if local(one) in names)


def number(text: str | None) -> float | None:
    """``text`` as a number, if it is one."""
    try:
        return float(text) if text else None
    except ValueError:
        return None
