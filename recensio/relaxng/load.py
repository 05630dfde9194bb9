"""The files of a schema: the one that was named, and what it includes. All of them have to lie on the disk."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from urllib.parse import unquote, urlsplit

from recensio.relaxng.structure import check
from recensio.relaxng.syntax import Node, Place, SchemaError
from recensio.relaxng.xml_syntax import read_xml

_LARGEST = 50_000_000
_MOST_FILES = 1_000
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True)
class Sources:
    """A schema as it was written: its root, the roots of the files that it refers to, and the digests of all files.

    ``referred`` gives the root of the file that an ``include`` or ``externalRef`` names.
    """

    root: Node
    referred: Mapping[tuple[str, str], Node]
    digests: Mapping[Path, str]

    @property
    def files(self) -> tuple[Path, ...]:
        """The paths of all files, the one that was asked for first."""
        return tuple(self.digests)

    @property
    def digest(self) -> str:
        """A digest of all files together."""
        return digest_of("".join(self.digests.values()).encode())

    def of(self, reference: Node) -> Node:
        """The root of the file that ``reference`` (an ``include`` or ``externalRef``) names."""
        return self.referred[reference.place.file, reference.attributes["href"]]


def digest_of(data: bytes) -> str:
    """The digest by which a file is known again."""
    return sha256(data).hexdigest()


def load(path: Path) -> Sources:
    """Read the schema at ``path``, in either syntax, with all that it includes.

    Raises ``SchemaError`` for a file that is missing, can't be read, is no RELAX NG, or is included within itself.
    """
    return _Loader().load(path)


class _Loader:
    """Reads each file once."""

    def __init__(self) -> None:
        self._roots: dict[Path, Node] = {}
        self._referring: dict[Path, list[Node]] = {}
        self._digests: dict[Path, str] = {}
        self._referred: dict[tuple[str, str], Node] = {}

    def load(self, path: Path) -> Sources:
        self._read(path, Place(str(path), 1, 1))
        waiting: list[tuple[Path, tuple[Path, ...]]] = [(path, ())]
        while waiting:
            file, within = waiting.pop()
            waiting += [(named, (*within, file)) for named in self._follow(file, (*within, file))]
        return Sources(self._roots[path], self._referred, self._digests)

    def _follow(self, file: Path, within: tuple[Path, ...]) -> Iterator[Path]:
        """The files that ``file`` names, each once."""
        seen: set[Path] = set()
        for node in self._referring[file]:
            named = _path(file, node)
            if any(_same(named, other) for other in within):
                raise SchemaError(f"{named.name} is included within itself", node.place)
            self._read(named, node.place)
            self._referred[node.place.file, node.attributes["href"]] = self._fitting(named, node)
            if named not in seen:
                seen.add(named)
                yield named

    def _fitting(self, named: Path, node: Node) -> Node:
        root = self._roots[named]
        if node.name == "include" and root.name != "grammar":
            raise SchemaError(f"{named.name} can't be included, since it is no grammar; use externalRef", node.place)
        return root

    def _read(self, path: Path, place: Place) -> None:
        if path in self._roots:
            return
        if len(self._roots) >= _MOST_FILES:
            raise SchemaError(f"more than {_MOST_FILES} files are included", place)
        data = _bytes(path, place)
        root = _syntax(data)(data, str(path))
        self._referring[path] = check(root)
        self._roots[path] = root
        self._digests[path] = digest_of(data)


def _same(one: Path, other: Path) -> bool:
    return one == other or one.resolve() == other.resolve()


def _path(file: Path, node: Node) -> Path:
    """The path that ``href`` of ``node`` in ``file`` means."""
    href = node.attributes["href"].strip()
    parts = urlsplit(href)
    if parts.scheme not in ("", "file") or parts.netloc not in ("", "localhost"):
        reason = f"it includes {href[:100]}, and nothing is fetched: save that file beside the schema and name it here"
        raise SchemaError(reason, node.place)
    if not parts.path:
        raise SchemaError("an empty address can't be included", node.place)
    return (file.parent / unquote(parts.path)).absolute() if parts.scheme else file.parent / unquote(parts.path)


def _bytes(path: Path, place: Place) -> bytes:
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            raise SchemaError(f"{path} is not a file", place)
        if status.st_size > _LARGEST:
            raise SchemaError(f"{path.name} is larger than {_LARGEST // 1_000_000} MB", place)
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise SchemaError(f"there is no file {path}", place) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SchemaError(f"{path.name} can't be read: {reason}", place) from None


def _syntax(data: bytes) -> Callable[[bytes, str], Node]:
    """The reader for ``data``. Its name does not matter: a compact schema never begins with ``<``, XML always does."""
    begin = data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return read_xml if begin.startswith(b"<") else _read_compact


def _read_compact(data: bytes, file: str) -> Node:
    from recensio.relaxng.compact import parse_compact

    if not data.strip():
        raise SchemaError("the file is empty", Place(file, 1, 1))
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        before = data[len(mark) : len(mark) + error.start]
        line = before.count(b"\n") + 1
        raise SchemaError("this is neither XML nor text in UTF-8", Place(file, line, 1)) from None
    if "\0" in text:
        raise SchemaError("this is no text", Place(file, 1, 1))
    return parse_compact(text, file)
