"""A document that is a ZIP file of XML parts (DOCX, ODT, EPUB), opened with care: it may be broken or a trap."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cached_property
from typing import NoReturn
from urllib.parse import unquote

from lxml import etree

from recensio.imports.model import Refused
from recensio.problems import problem

_LARGEST = 400_000_000  # bytes, all parts together
_MOST = 20_000
_LOCKED = 0x1
#: An old compound file: what Word makes of a document with a password, and of a ``.doc``.
_COMPOUND = b"\xd0\xcf\x11\xe0"


class Parts(ABC):
    """The parts of a document by their names. ``form`` is the format's name for messages."""

    def __init__(self, name: str, form: str) -> None:
        """The document ``name``."""
        self._name = name
        self._form = form

    @abstractmethod
    def data(self, part: str) -> bytes | None:
        """The bytes of ``part``; ``None`` if there is none such. Raises ``Refused`` if it is damaged or locked."""

    @abstractmethod
    def tree(self, part: str) -> etree._Element | None:
        """The root of the XML in ``part``; ``None`` if there is none. Raises ``Refused`` if it is not well formed."""

    def needed(self, part: str) -> etree._Element:
        """The root of ``part``. Raises ``Refused`` if there is none."""
        root = self.tree(part)
        if root is None:
            self._refuse(f"its part {part} is missing")
        return root

    def _refuse(self, reason: str) -> NoReturn:
        raise Refused(problem("IMP-042", file=self._name, form=self._form, reason=reason))


class Package(Parts):
    """The parts of a document that is a ZIP file."""

    def __init__(self, data: bytes, name: str, form: str, counted: Callable[[str], bool] = lambda part: True) -> None:
        """Open ``data``. Raises ``Refused`` for what is no such package, is locked, or swells beyond all measure.

        The parts that are ``counted`` are measured; others are read only after a look at their size.
        """
        super().__init__(name, form)
        if data.startswith(_COMPOUND):
            raise Refused(problem("IMP-044", file=name, form=form))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            self._refuse(_reason(error))
        if len(entries) > _MOST or sum(entry.file_size for entry in entries if counted(entry.filename)) > _LARGEST:
            raise Refused(problem("IMP-043", file=name, limit=_LARGEST // 1_000_000))

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset(self._zip.namelist())

    def size(self, part: str) -> int:
        """How many bytes ``part`` has, unpacked."""
        return self._zip.getinfo(part).file_size

    def data(self, part: str) -> bytes | None:
        """The bytes of ``part``; ``None`` if there is none such. Raises ``Refused`` if it is damaged or locked."""
        if part not in self.names:
            return None
        entry = self._zip.getinfo(part)
        if entry.flag_bits & _LOCKED:
            raise Refused(problem("IMP-044", file=self._name, form=self._form))
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(entry.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError) as error:
            self._refuse(f"its part {part} is damaged ({_reason(error)})")
        return data

    def tree(self, part: str) -> etree._Element | None:
        """The root of the XML in ``part``; ``None`` if there is none. Raises ``Refused`` if it is not well formed."""
        data = self.data(part)
        if data is None or not data.strip():
            return None
        try:
            return etree.fromstring(data, parser())
        except etree.XMLSyntaxError as error:
            self._refuse(f"its part {part} is not well-formed XML (line {error.lineno})")


def beside(part: str, target: str) -> str:
    """The name of the part that ``part`` calls ``target``."""
    if target.startswith("/"):
        return unquote(target.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), unquote(target)))


def parser() -> etree.XMLParser:
    """A parser for files of strangers: it reads nothing but what it is given."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_pis=True)


def _reason(error: Exception) -> str:
    said = str(error).rstrip(".")
    return "it is no ZIP file" if "not a zip" in said.lower() or not said else said[:100]
