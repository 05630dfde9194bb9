"""What the tests of imports share: a text in, the TEI out, and ways to look at it."""

from __future__ import annotations

import textwrap
import tomllib
from functools import cache
from pathlib import Path

from lxml import etree

from recensio.imports.model import Document, Edit, Source
from recensio.imports.readers.plain import read
from recensio.imports.run import schema
from recensio.imports.tei_header import Origin
from recensio.imports.writer import Written, written
from recensio.relaxng import Schema, load_schema

NS = {"t": "http://www.tei-c.org/ns/1.0"}
ROOT = Path(__file__).parent.parent


def source(text: str | bytes, side: str = "", edits: tuple[Edit, ...] = ()) -> Source:
    data = text if isinstance(text, bytes) else textwrap.dedent(text).strip("\n").encode()
    return Source(Path("weir.txt"), "weir.txt", data, tomllib.loads(textwrap.dedent(side)), edits)


def document(text: str | bytes, side: str = "", edits: tuple[Edit, ...] = ()) -> Document:
    return read(source(text, side, edits))


def made(text: str | bytes, side: str = "", edits: tuple[Edit, ...] = ()) -> Written:
    """The TEI for a text, which must be valid and hold every word."""
    one = source(text, side, edits)
    result = written(read(one), Origin.of("weir.txt", "txt", one.data), "weir", ())
    assert faults(result.data) == []
    assert result.account.balanced, (result.account.lost, result.account.added)
    return result


def faults(data: bytes) -> list[str]:
    return [fault.problem().message for fault in schema().validate(data)]


@cache
def tei_all() -> Schema | None:
    path = ROOT.parent / "shared" / "schema" / "tei_all.rng"
    return load_schema(path) if path.is_file() else None


def tree(text: str | bytes, side: str = "", edits: tuple[Edit, ...] = ()) -> etree._Element:
    return etree.fromstring(made(text, side, edits).data)


def found(root: etree._Element, path: str) -> list[etree._Element]:
    return root.xpath(path, namespaces=NS)


def words(node: etree._Element) -> str:
    return " ".join("".join(node.itertext()).split())


def texts(root: etree._Element, path: str) -> list[str]:
    return [words(one) for one in found(root, path)]


def names(root: etree._Element, path: str = "//t:body/*") -> list[str]:
    """The names of elements, without those that only tell of pages."""
    every = (etree.QName(one).localname for one in found(root, path))
    return [name for name in every if name not in ("pb", "fw", "lb")]
