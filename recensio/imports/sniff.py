"""What kind of file a source is: told by what it holds, and by its name only where that is silent."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePath

from recensio.imports.decode import refuse_kinds
from recensio.imports.model import Refused
from recensio.imports.readers import MODULES
from recensio.problems import problem

_ROOTS: Mapping[str, str] = {
    "TEI": "tei", "TEI.2": "tei", "teiCorpus": "tei", "teiCorpus.2": "tei", "PcGts": "page", "alto": "alto",
    "html": "html",
}  # fmt: skip
_ENDINGS: Mapping[str, str] = {
    ".txt": "txt", ".text": "txt", ".asc": "txt", "": "txt", ".md": "md", ".markdown": "md", ".mkd": "md",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "docx", ".odt": "odt", ".fodt": "odt", ".epub": "epub",
}  # fmt: skip
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s>/]")
_SKIPPED = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s+(?P<type>[\w.:-]+)[^\[>]*(?:\[.*?\])?\s*>", re.DOTALL)
_HTML = re.compile(r"<(?:html|head|body|p|div|h[1-6]|table|br)\b[^>]*>", re.IGNORECASE)
_SAMPLE = 65_536
#: The roots of an OpenDocument text that is one XML file, and of what is the heart of one.
_FLAT = frozenset(["document", "document-content"])
_LOOKED = 4
#: Roots of files that are parts of a TEI file, and of nothing else that is known.
_PARTS = frozenset(["teiHeader", "standOff", "sourceDoc", "listPerson", "listPlace", "listBibl", "listOrg", "listWit"])
_BINARY_FORMS = frozenset(["docx", "odt", "epub"])


def form_of(data: bytes, path: PurePath) -> str:
    """The format of a file, a key of :data:`recensio.imports.readers.MODULES`.

    Raises ``Refused``: IMP-003 for what no reader reads, IMP-006 for what can't be told.
    """
    found = looks_like(data)
    if found:
        return found
    if data.startswith(b"PK\x03\x04"):
        raise Refused(problem("IMP-003", file=str(path), kind="a ZIP archive that holds no text", form="a text"))
    refuse_kinds(data, str(path))
    ending = path.suffix.lower()
    if ending not in _ENDINGS and _beginning(data).lstrip().startswith("<"):
        raise Refused(problem("IMP-006", file=str(path), forms=", ".join(MODULES)))
    by_name = _ENDINGS.get(ending, "txt")
    if by_name in _BINARY_FORMS and data.strip():
        kind = "a text, or something else that is no archive"
        raise Refused(problem("IMP-003", file=str(path), kind=kind, form=by_name))
    return by_name


def looks_like(data: bytes) -> str:
    """The format that the bytes show; empty if they could be any text."""
    if data.startswith(b"PK\x03\x04"):
        return _in_archive(data)
    text = _beginning(data)
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return ""
    doctype = next((m["type"] for m in _SKIPPED.finditer(text) if m["type"]), "")
    name = _root(data)
    if name in _FLAT and ("opendocument.text" in text or "opendocument:xmlns:office" in text):
        return "odt"
    if doctype.lower() == "html" or name.lower() == "html":
        return "html"
    if name and _is_tei(name, text):
        return "tei"
    return _ROOTS.get(name, "") or ("html" if len(_HTML.findall(text)) > 2 else "")


def _is_tei(name: str, text: str) -> bool:
    """Whether the root is in TEI's namespace, or is a part of a TEI file that has no namespace."""
    opening = re.search(rf"<(?:[\w.-]+:)?{re.escape(name)}\b[^>]*>", _SKIPPED.sub("", text))
    return name in _PARTS or (opening is not None and '"http://www.tei-c.org/ns/1.0"' in opening[0].replace("'", '"'))


def _in_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
            kind = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return ""
    if "word/document.xml" in names:
        return "docx"
    if "opendocument.text" in kind or ("content.xml" in names and "styles.xml" in names):
        return "odt"
    if "epub" in kind or "META-INF/container.xml" in names:
        return "epub"
    return _of_pages(data)


def _of_pages(data: bytes) -> str:
    """Which recognised pages an archive holds, by the first files of each folder; PAGE says more than ALTO."""
    from recensio.imports.readers.scan.files import is_xml

    found = set()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        looked = Counter[str]()
        for part in sorted(filter(is_xml, archive.namelist())):
            folder = part.rpartition("/")[0]
            looked[folder] += 1
            if looked[folder] <= _LOOKED:
                found.add(_ROOTS.get(_root(_start(archive, part)), ""))
    return next((form for form in ("page", "alto") if form in found), "")


def _start(archive: zipfile.ZipFile, part: str) -> bytes:
    try:
        with archive.open(part) as stream:
            return stream.read(_SAMPLE)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError):
        return b""


def is_mets(data: bytes) -> bool:
    """Whether a file is the list of the pages that lie beside it."""
    return _root(data) == "mets"


def _root(data: bytes) -> str:
    """The name of the root element; empty where no mark-up begins."""
    text = _SKIPPED.sub("", _beginning(data))
    found = _ROOT.search(text) if text.lstrip("\ufeff \t\r\n").startswith("<") else None
    return found[1] if found else ""


def _beginning(data: bytes) -> str:
    """The first characters, near enough: all that is looked for is ASCII."""
    sample = data[:_SAMPLE]
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return sample.decode("utf-16", "replace")
    return sample.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
