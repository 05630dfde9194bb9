"""Bytes to tree: a file read safely, brought to TEI P5, with what it includes, and a place for every problem.

Nothing is fetched and no file is opened but those inside the edition's folder. The tree builder (lxml) never sees a
file's own DOCTYPE: expat reads it first, and in its stead the builder gets ours, which declares those entities only
that the text uses, with values that hold nothing but text of this file. So no external entity and no DTD can be
named to it, and how far entities expand is known by arithmetic before anything is built.

The order of things; no module knows of a later one:

1. ``raw``: the bytes and their digest;
2. ``recognise``, ``decode``: what is no XML is refused, the rest becomes UTF-8;
3. ``root``, ``doctype``, ``entities``, ``expansion``: what stands before the text, and what its entities come to;
4. ``signs``, ``faults``: what is wrong where a text is not well formed, and what was meant;
5. ``text``: all of that together, the text as both readers get it;
6. ``tree``, ``file``: the tree of it, and its elements by number and id;
7. ``upgrade``, ``mend``, ``ids``: namespace and P4 set right, ids looked through;
8. ``load``: one file as a tree of its own, from 1 to 7;
9. ``pointers``, ``addresses``, ``folder``, ``xinclude``: what it includes;
10. ``kind``: what it is.

``vocabulary``, ``limits``, ``places`` and ``messages`` are what all of them speak of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from lxml import etree

from recensio.parse.file import File
from recensio.parse.folder import Folder
from recensio.parse.kind import Kind, foreign, kind_of
from recensio.parse.limits import Limits
from recensio.parse.load import load
from recensio.parse.messages import Refused
from recensio.parse.places import Origin, Places, Tracks
from recensio.parse.raw import digest_of, joined_digest, read
from recensio.parse.xinclude import INCLUDE, Includer
from recensio.problems import Problem

__all__ = ["Kind", "Limits", "Parsed", "digest_of", "kind_of", "parse"]


@dataclass(frozen=True)
class Parsed:
    """A file as the stages after this one get it.

    ``root`` is ``None`` where the file could not be parsed; otherwise TEI P5 in TEI's namespace, unless ``kind`` is
    FOREIGN. ``digest`` is the one that :func:`digest_of` gives for the file and ``includes``. ``includes`` are the
    files that were pulled in, ``missing`` those inside the folder that were asked for and are not there.
    ``tracks`` is for :class:`recensio.locate.Locator`.
    """

    path: Path
    root: etree._Element | None
    digest: str
    kind: Kind
    problems: tuple[Problem, ...]
    includes: tuple[Path, ...] = ()
    missing: tuple[Path, ...] = ()
    tracks: Tracks = field(default_factory=Tracks, compare=False, repr=False)


def parse(path: Path, *, folder: Path, name: str | None = None, limits: Limits | None = None) -> Parsed:
    """Read the file at ``path``; never raises for what is in it, or for its not being there.

    XInclude may take files from inside ``folder`` only. ``name`` is how problems call the file (default: its path);
    included files are named relative to it.
    """
    reading = _Reading(path, name or str(path), folder, limits or Limits())
    try:
        return reading.parsed()
    except Refused as refusal:
        return reading.refused(refusal)


class _Reading:
    """One file on its way from bytes to tree."""

    def __init__(self, path: Path, name: str, folder: Path, limits: Limits) -> None:
        self._path = path
        self._name = name
        self._folder = folder
        self._limits = limits
        self._problems: list[Problem] = []
        self._digests: dict[Path, bytes] = {}
        self._missing: list[Path] = []

    def parsed(self) -> Parsed:
        data = read(self._path, self._name, self._limits)
        self._digests[self._path] = sha256(data).digest()
        file = load(self._path, self._name, self._limits, data)
        self._problems += file.problems
        root, tracks = self._with_includes(file) if _includes(file) else (file.root, Tracks((file.origin,), file.made))
        kind = kind_of(root)
        if kind is Kind.FOREIGN:
            self._problems.append(foreign(root, Places([file.origin]).of(0)))
        return self._result(root, kind, tracks)

    def refused(self, refusal: Refused) -> Parsed:
        self._problems.append(refusal.problem)
        kind = Kind.FOREIGN if refusal.foreign else Kind.UNREADABLE
        return self._result(None, kind, Tracks((Origin(self._name, 0, lambda: None),)))

    def _with_includes(self, file: File) -> tuple[etree._Element, Tracks]:
        folder = Folder(self._path, file, self._folder, self._limits)
        includer = Includer(self._path, file, folder, self._limits)
        try:
            root = includer.included()
        finally:
            self._problems += folder.problems
            self._digests |= folder.digests
            self._missing = folder.missing
        return root, Tracks(tuple(folder.origins), {}, includer.numbers)

    def _result(self, root: etree._Element | None, kind: Kind, tracks: Tracks) -> Parsed:
        return Parsed(
            path=self._path,
            root=root,
            digest=joined_digest(self._digests),
            kind=kind,
            problems=tuple(self._problems),
            includes=tuple(sorted(self._digests.keys() - {self._path})),
            missing=tuple(sorted(set(self._missing))),
            tracks=tracks,
        )


def _includes(file: File) -> bool:
    """Whether the file asks for others, and is one whose wishes are heard: TEI, or an ``xi:include`` itself."""
    if not file.may_include or (file.root.tag != INCLUDE and kind_of(file.root) is Kind.FOREIGN):
        return False
    return next(file.root.iter(INCLUDE), None) is not None
