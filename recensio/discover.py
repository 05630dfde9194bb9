"""Which files are built, and under which name: paths and settings in, sources out.

Whether a file is TEI at all, the parser finds out. Here it is only found, named and given its id, the name
that its outputs bear.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISREG
from typing import ClassVar

from recensio.config import Config, nearest
from recensio.problems import Problem, problem

SUFFIXES = (".xml", ".tei")
# Names of our own pages and folders beside the texts' pages.
_REGISTERS = ("persons", "places", "organisations", "works", "events", "objects", "witnesses", "bibliography")
_ABOUT = ("about", "imprint", "downloads", "map", "timeline", "search")
RESERVED = frozenset({"index", *_REGISTERS, *_ABOUT, "report", "assets", "pagefind"})

_SOFTWARE = frozenset({"node_modules", "__pycache__", "venv"})
_TOOL_FOLDERS = frozenset({"schema", "schemas", "xslt", "xsl"})
_TOOL_SUFFIXES = (".xsl", ".xslt", ".rng", ".rnc", ".xsd", ".sch")
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
_LONGEST_ID = 120  # bytes of UTF-8: file systems allow 255, and a siglum, a page and a suffix may follow


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be built. ``id`` names its outputs; ``name`` is the path that messages show.

    ``register`` is true if the settings declare the file a register of names, even if it holds text.
    """

    path: Path
    id: str
    name: str
    register: bool = False


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found: the sources in natural order of their names, and what was wrong on the way."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]


def discover(paths: Sequence[Path], config: Config) -> Discovery:
    """Find the sources at ``paths`` (files or folders); without any, in the folder that the settings name.

    A file has the same id whether it is built alone or with the whole edition. Never raises for what is on the
    disk: what is missing, unreadable or no XML becomes a problem.
    """
    search = _Search(config)
    files = search.at(paths) if paths else search.in_sources_folder()
    others = _Search(config).around(files) if paths else {}
    ids = source_ids({real: found.name for real, found in (others | files).items()})
    sources = (Source(found.path, ids[real], found.name, found.register) for real, found in files.items())
    ordered = sorted(sources, key=lambda source: natural_key(source.name))
    return Discovery(tuple(ordered), tuple(sorted(set(search.problems), key=Problem.sort_key)))


# --- names ------------------------------------------------------------------------------------------------


def natural_key(name: str) -> tuple[object, ...]:
    """A key that sorts paths folder by folder, and ``letter-2`` before ``letter-10``; case and form don't count."""
    return (*(_natural(part) for part in name.split("/")), name)


def _natural(part: str) -> tuple[tuple[int, int, str], ...]:
    pieces = re.split(r"([0-9]+)", unicodedata.normalize("NFC", part).casefold())
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces if piece)


def clean_id(stem: str) -> str:
    """``stem`` as a name that every file system and every address takes: NFC, with letters, digits, ``. _ -`` only."""
    seen = unicodedata.normalize("NFC", "".join(char for char in stem if not _unseen(char)))
    kept = "".join(char if _may_stay(char) else "-" for char in seen)
    safe = re.sub(r"-{2,}", "-", kept) if kept != seen else kept
    safe = _cut(safe.strip(".-") or "text")
    return f"{safe}-text" if safe.casefold() in RESERVED or _DEVICES.fullmatch(safe) else safe


def _may_stay(char: str) -> bool:
    return char in "._-" or unicodedata.category(char)[0] in "LM" or unicodedata.category(char) == "Nd"


def _unseen(char: str) -> bool:
    return unicodedata.category(char) == "Cf"


def _cut(name: str) -> str:
    raw = name.encode("utf-8", "replace")
    if len(raw) <= _LONGEST_ID:
        return name
    mark = sha256(raw).hexdigest()[:8]
    return f"{raw[: _LONGEST_ID - 9].decode('utf-8', 'ignore').rstrip('.-')}-{mark}"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())


def source_ids(names: Mapping[Path, str]) -> dict[Path, str]:
    """An id for every file, no two alike even where case doesn't count. ``names`` holds the paths that messages show.

    The id is the stem; files that share one take the names of their folders in front of it, and if that does not
    tell them apart, a number behind it.
    """
    ordered = {path: PurePosixPath(names[path]) for path in sorted(names, key=lambda path: natural_key(names[path]))}
    ids = {path: clean_id(name.stem) for path, name in ordered.items()}
    for depth in range(1, max((len(name.parts) for name in ordered.values()), default=1)):
        ids |= {path: _with_folders(ordered[path], depth) for path in _alike(ids)}
    return _numbered(_without_shared_prefix(ids))


def _with_folders(name: PurePosixPath, depth: int) -> str:
    return clean_id("-".join((*name.parts[-1 - depth : -1], name.stem)))


def _alike(ids: Mapping[Path, str]) -> list[Path]:
    count = Counter(_folded(name) for name in ids.values())
    return [path for path, name in ids.items() if count[_folded(name)] > 1]


def _without_shared_prefix(ids: dict[Path, str]) -> dict[Path, str]:
    """``homer.A.txt`` is witness A of ``homer``: a text ``homer.A`` beside it is called ``homer-A``."""
    taken = {_folded(name) for name in ids.values()}
    return {path: name.replace(".", "-") if _extends(_folded(name), taken) else name for path, name in ids.items()}


def _extends(name: str, taken: Iterable[str]) -> bool:
    return any(name[: dot.start()] in taken for dot in re.finditer(r"\.", name))


def _numbered(ids: Mapping[Path, str]) -> dict[Path, str]:
    """The first of those alike keeps its id; the others get the next number that is free."""
    taken = {_folded(name) for name in ids.values()}
    seen: set[str] = set()
    numbered = {}
    for path, name in ids.items():
        own = name if _folded(name) not in seen else _next_free(name, taken)
        seen.add(_folded(own))
        taken.add(_folded(own))
        numbered[path] = own
    return numbered


def _next_free(name: str, taken: set[str]) -> str:
    number = 2
    while _folded(f"{name}-{number}") in taken:
        number += 1
    return f"{name}-{number}"


# --- patterns ---------------------------------------------------------------------------------------------


def matches(name: str, pattern: str) -> bool:
    """True if the path ``name`` fits ``pattern``.

    ``*`` and ``?`` stay within one name, ``**`` goes through folders. A pattern without ``/`` fits a name at any
    depth; one that ends in ``/`` fits all that is in that folder.
    """
    return _pattern(pattern).fullmatch(unicodedata.normalize("NFC", name)) is not None


_WILD = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    whole = unicodedata.normalize("NFC", pattern).removeprefix("./")
    whole = f"{whole}**" if whole.endswith("/") else whole
    whole = whole if "/" in whole else f"**/{whole}"
    pieces = re.split(r"(\*\*/|\*\*|\*|\?)", whole)
    return re.compile("".join(_WILD.get(piece, re.escape(piece)) for piece in pieces), re.DOTALL)


# --- the search -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """A file as it was met: its path, the name for messages, and whether the settings make it a register."""

    path: Path
    name: str
    register: bool


_Files = dict[Path, _Found]  # by the file's real path, so that one met through a link as well is there once


class _Search:
    """Looks for files below folders; collects the problems on the way."""

    def __init__(self, config: Config) -> None:
        self.problems: list[Problem] = []
        self._config = config
        self._root = _real(config.root)
        self._cwd = Path.cwd()
        self._sources = self._root / config.sources.folder
        self._own = {_real(self._root / own) for own in (config.build.output, "xslt", "schema")}

    def in_sources_folder(self) -> _Files:
        """The files of the edition's own folder."""
        if _kind(self._sources) != "folder":
            self._report("BLD-002", folder=self._name(self._sources), guess=self._guess(self._sources))
            return {}
        if not _real(self._sources).is_relative_to(self._root):
            self._report_file("BLD-006", self._sources, folder=self._name(self._root))
            return {}
        return self._folder(self._sources)

    def at(self, paths: Iterable[Path]) -> _Files:
        """The files at ``paths``, each once."""
        found: _Files = {}
        for path in paths:
            whole = _absolute(path)
            found = self._AT[_kind(whole)](self, whole) | found
        return found

    def around(self, files: _Files) -> _Files:
        """All files of the edition's own folder if one of ``files`` is among them, because ids must differ in it."""
        own = _real(self._sources)
        asked = any(real.is_relative_to(own) for real in files)
        return self.in_sources_folder() if asked else {}

    # what a path can be

    def _folder(self, folder: Path) -> _Files:
        walk = _Walk(folder, self)
        found = walk.files()
        chosen = {real: self._found(path, folder) for real, path in found.items() if not self._excluded(path, folder)}
        if not chosen:
            left_out = f" edition.toml excludes {len(found)} there." if found else ""
            self._report("BLD-003", folder=self._name(folder), passed=left_out)
        return chosen

    def _file(self, path: Path) -> _Files:
        if is_xml(path.name):
            return {_real(path): self._found(path, path.parent)}
        self._report_file("BLD-004", path)
        return {}

    def _missing(self, path: Path) -> _Files:
        self._report("BLD-001", path=self._name(path), guess=self._guess(path))
        return {}

    def _odd(self, path: Path) -> _Files:
        self.unreadable(path, "it is no ordinary file")
        return {}

    def _locked(self, path: Path) -> _Files:
        self.unreadable(path, "the system does not allow it")
        return {}

    _AT: ClassVar[Mapping[str, Callable[[_Search, Path], _Files]]] = {
        "folder": _folder,
        "file": _file,
        "missing": _missing,
        "other": _odd,
        "locked": _locked,
    }

    # what the settings say

    def _found(self, path: Path, folder: Path) -> _Found:
        return _Found(path, self._name(path), self._fits(path, folder, self._config.sources.registers))

    def _excluded(self, path: Path, folder: Path) -> bool:
        return self._fits(path, folder, self._config.sources.exclude)

    def _fits(self, path: Path, folder: Path, patterns: Iterable[str]) -> bool:
        base = self._sources if path.is_relative_to(self._sources) else folder
        below = path.relative_to(base).as_posix()
        return any(matches(below, pattern) for pattern in patterns)

    # what a walk asks and tells

    def boundary(self, real: Path) -> Path:
        """The folder that no link below ``real`` may lead out of."""
        return self._root if real.is_relative_to(self._root) else real

    def passes_over(self, folder: Path, real: Path) -> bool:
        """True for a folder that holds no texts of the edition; says so if there are XML files in it."""
        reason = _why_passed_over(folder)
        if reason and real not in self._own:
            self._passed_over(folder, reason)
        return bool(reason) or real in self._own

    def _passed_over(self, folder: Path, reason: str) -> None:
        count = sum(map(is_xml, _entries(folder)))
        if count and not folder.name.startswith(".") and folder.name not in _SOFTWARE:
            self._report("BLD-008", folder=self._name(folder), count=str(count), reason=reason)

    def leads_out(self, link: Path, boundary: Path) -> None:
        """Report a link that leaves the folder."""
        self._report_file("BLD-006", link, folder=self._name(boundary))

    def leads_nowhere(self, link: Path) -> None:
        """Report a link without a target."""
        self._report_file("BLD-007", link)

    def unreadable(self, path: Path, reason: str) -> None:
        """Report what is there but can't be read."""
        self._report_file("BLD-005", path, reason=reason)

    # words for messages

    def _name(self, path: Path) -> str:
        base = next((base for base in (self._root, self._cwd) if path.is_relative_to(base)), None)
        shown = _relative(path) if base is None else path.relative_to(base).as_posix() if path != base else base.name
        # A name that is no UTF-8 could not be written into any report.
        return os.fsencode(shown).decode("utf-8", "replace")

    def _guess(self, path: Path) -> str:
        """What was probably meant by a path that leads nowhere, for the end of a hint."""
        first = next(one for one in (*reversed(path.parents), path) if _kind(one) != "folder")
        names = (name for name in _entries(first.parent) if name[0] != "." and first.parent / name != path)
        meant = nearest(first.name, names)
        if meant is None:
            return ""
        whole = first.parent / meant / path.relative_to(first)
        return f" Did you mean {self._name(whole if whole.exists() else first.parent / meant)}?"

    def _report(self, code: str, file: str | None = None, **facts: str) -> None:
        told = {name: _shortened(fact) for name, fact in facts.items()}
        self.problems.append(problem(code, file=file, line=None, column=None, **told))

    def _report_file(self, code: str, path: Path, **facts: str) -> None:
        self._report(code, file=self._name(path), path=self._name(path), **facts)


class _Walk:
    """Goes through a folder and all below it; links last, so that a file bears the name of its own place."""

    def __init__(self, top: Path, search: _Search) -> None:
        self._top = top
        self._search = search
        self._boundary = search.boundary(_real(top))
        self._files: dict[Path, Path] = {}
        self._visited: set[Path] = set()
        self._links: deque[Path] = deque()

    def files(self) -> dict[Path, Path]:
        """The XML files as they were met, by their real paths."""
        self._tree(self._top, _real(self._top))
        while self._links:
            self._link(self._links.popleft())
        return self._files

    def _tree(self, folder: Path, real: Path) -> None:
        waiting = [(folder, real)]
        while waiting:
            here, real = waiting.pop()
            if real not in self._visited:
                self._visited.add(real)
                waiting += [(here / name, real / name) for name in self._take(here, real)]

    def _take(self, folder: Path, real: Path) -> list[str]:
        """Take the files of one folder, keep its links for later, and answer the names of the folders in it."""
        folders = []
        for entry in self._scan(folder):
            if entry.is_symlink():
                self._links.append(folder / entry.name)
            elif entry.is_dir() and not self._search.passes_over(folder / entry.name, real / entry.name):
                folders.append(entry.name)
            elif entry.is_file() and is_xml(entry.name):
                self._files.setdefault(real / entry.name, folder / entry.name)
        return folders

    def _scan(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return sorted((one for one in entries if one.name[0] != "."), key=lambda one: natural_key(one.name))
        except OSError as error:
            self._search.unreadable(folder, error.strerror or "the system does not allow it")
            return []

    def _link(self, link: Path) -> None:
        real, kind = _real(link), _kind(link)
        if kind == "missing":
            if is_xml(link.name):
                self._search.leads_nowhere(link)
        elif not real.is_relative_to(self._boundary):
            if kind == "folder" or is_xml(link.name):
                self._search.leads_out(link, self._boundary)
        elif kind == "folder" and not self._search.passes_over(link, real):
            self._tree(link, real)
        elif kind == "file" and is_xml(link.name):
            self._files.setdefault(real, link)


def is_xml(name: str) -> bool:
    """True if a file of this name is taken for TEI: it ends in ``.xml`` or ``.tei``."""
    return name.lower().endswith(SUFFIXES)


def _why_passed_over(folder: Path) -> str:
    if folder.name in _SOFTWARE or folder.name == "output":
        return "its name is that of generated files"
    tools = folder.name.lower() in _TOOL_FOLDERS and any(map(_is_tool, _entries(folder)))
    return "it holds schemas or stylesheets" if tools else ""


def _is_tool(name: str) -> bool:
    return name.lower().endswith(_TOOL_SUFFIXES)


def _entries(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return []


def _kind(path: Path) -> str:
    """What stands at ``path``, links followed: folder, file, other (a pipe, a device), missing or locked."""
    try:
        mode = path.stat().st_mode
    except PermissionError:
        return "locked"
    except (OSError, ValueError):
        return "missing"
    return "folder" if S_ISDIR(mode) else "file" if S_ISREG(mode) else "other"


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _absolute(path: Path) -> Path:
    """``path`` from the root on, with its own name kept if it is a link."""
    return _real(path) if path.name in ("", "..") else _real(path.absolute().parent) / path.name


def _shortened(fact: str) -> str:
    return fact if len(fact) <= 140 else f"{fact[:60]}…{fact[-70:]}"


def _relative(path: Path) -> str:
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()
