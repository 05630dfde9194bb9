"""What a text has in other files of the edition: lists of its witnesses, and entries of its apparatus.

TEI Guidelines, 13.1.2 (a ``listWit`` may stand in any document that readings point at), 13.2 (``@location``: external).
:func:`guests_of` tells which files those are; :func:`joined` takes the lists and entries over into the text's own tree,
so that the stages after it meet one document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import chain
from os.path import relpath
from pathlib import Path

from lxml import etree

from recensio.law.elements import TEI, identifier, name_of
from recensio.parse import Parsed
from recensio.parse.places import Tracks, numbered
from recensio.reading import Read

_POINTING = ("from", "to", "corresp", "target", "copyOf", "source", "resp", "hand", "ref")
#: Attributes that name who answers for a reading, and what these lead to in the readings' own file.
_ANSWERING = ("source", "resp", "hand")
#: Tells of a list of entries from another file what its header says of quotation marks (``quotation/@marks``).
_MARKS = "{urn:recensio:edition}marks"


# --- which files -------------------------------------------------------------------------------------------------


def guests_of(reads: Sequence[Read]) -> Mapping[Path, tuple[Read, ...]]:
    """For each text that has witnesses or entries in other files: these files, in order."""
    by_path = {read.source.path.resolve(): read for read in reads}
    speakers = _speakers(reads, by_path)
    found: dict[Path, tuple[Read, ...]] = {}
    for read in reads:
        path = read.source.path.resolve()
        if read.has_text:
            own = speakers.get(path, [])
            declaring = (_declaring(one, reads, by_path) for one in (read, *(by_path[guest] for guest in own)))
            guests = dict.fromkeys(guest for guest in (*own, *chain.from_iterable(declaring)) if guest != path)
            if guests:
                found[read.source.path] = tuple(by_path[guest] for guest in guests)
    return found


def _speakers(reads: Iterable[Read], by_path: Mapping[Path, Read]) -> dict[Path, list[Path]]:
    """By text, the files whose entries point into it."""
    found: dict[Path, list[Path]] = {}
    for read in reads:
        own = read.source.path.resolve()
        for pointer in read.index.pointers:
            if (pointer.element, pointer.attribute) in {("app", "from"), ("app", "to"), ("listApp", "corresp")}:
                target = _file_of(pointer.token, own)
                if target is not None and target in by_path and target != own:
                    found.setdefault(target, []).append(own)
    return found


def _declaring(read: Read, reads: Sequence[Read], by_path: Mapping[Path, Read]) -> Iterator[Path]:
    """The files that declare the witnesses a text cites and does not declare: those it names, else the one that can be
    meant (registers before texts)."""
    own = read.source.path.resolve()
    unknown: set[str] = set()
    by_file = (pointer for pointer in read.index.pointers if pointer.attribute == "wit")
    for cited in (*read.index.cited, *by_file):
        target = _file_of(cited.token, own)
        if target is not None and target in by_path and target != own:
            yield target
        else:
            unknown.add(cited.token.rpartition("#")[2])
    if unknown:
        yield from _likeliest(unknown, [other for other in reads if other is not read])


def _likeliest(sigla: set[str], reads: Iterable[Read]) -> Iterator[Path]:
    """The register that declares most of ``sigla``; else the only other text that declares any."""
    known = [(len(sigla.intersection(read.index.sigla)), read) for read in reads]
    known = [(count, read) for count, read in known if count]
    registers = [(count, read) for count, read in known if not read.has_text]
    if registers:
        yield max(registers, key=lambda pair: pair[0])[1].source.path.resolve()
    elif len(known) == 1:
        yield known[0][1].source.path.resolve()


def _file_of(token: str, own: Path) -> Path | None:
    """The file that a pointer names, as written in the file ``own``."""
    name = token.partition("#")[0]
    if not name or ":" in name:
        return None
    return (own.parent / name).resolve()


# --- taking them over --------------------------------------------------------------------------------------------


def joined(host: Parsed, guests: Iterable[Parsed]) -> Parsed:
    """The text with the witness lists and the entries on it of the other files, in a ``standOff`` of their own.

    The tree of ``host`` is changed, and those of ``guests`` lose what it takes.
    """
    if host.root is None:
        return host
    numbers = dict(host.tracks.numbers or numbered(host.root, host.tracks.made))
    made = dict(host.tracks.made)
    origins = list(host.tracks.origins)
    aside = etree.Element(f"{{{TEI}}}standOff")
    for guest in guests:
        if guest.root is None:
            continue
        first = max(numbers.values(), default=0) + 1
        numbers |= {e: first + n for e, n in (guest.tracks.numbers or numbered(guest.root, guest.tracks.made)).items()}
        origins += [replace(origin, first=origin.first + first) for origin in guest.tracks.origins]
        parts = _parts(host, guest)
        for part in (*parts, *_named_in(parts, host, guest, made)):
            part.tail = None
            aside.append(part)
    if not len(aside):
        return host
    host.root.append(aside)
    made |= {new: host.root for new in aside.iter("*") if new not in numbers and new not in made}
    # (an element of our making has the place of the root)
    numbers |= {new: numbers[old] for new, old in made.items() if old in numbers}
    return replace(host, tracks=Tracks(tuple(origins), made, numbers))


def _parts(host: Parsed, guest: Parsed) -> list[etree._Element]:
    """What concerns the host: its witness lists; lists of entries, and entries by themselves, that point at it."""
    assert host.root is not None and guest.root is not None
    declared = {name for e in host.root.iter(f"{{{TEI}}}witness") if (name := identifier(e) or e.get("n"))}
    lists = [one for one in _outermost(guest.root, "listWit") if _declares_more(one, declared)]
    entries = [one for one in _outermost(guest.root, "listApp") if _points_at(one, host.path, guest.path)]
    for app in [app for one in entries for app in one.iter(f"{{{TEI}}}app")]:
        if any(app.get(name) for name in ("from", "to")) and not _points_at(app, host.path, guest.path):
            _remove(app)  # (a list may hold entries on several files)
    single = [
        app
        for app in _outermost(guest.root, "app")
        if _points_at(app, host.path, guest.path) and not any(name_of(e) == "listApp" for e in app.iterancestors())
    ]
    for part in (*entries, *single):
        _point_inwards(part, host.path, guest.path)
    if single:
        gathered = etree.Element(f"{{{TEI}}}listApp")
        for app in single:
            app.tail = None
            gathered.append(app)
        entries.append(gathered)
    if marks := _quotation_marks(guest.root):
        for entry in entries:
            entry.set(_MARKS, marks)
    return lists + entries


def _quotation_marks(root: etree._Element) -> str:
    """What the header says has become of the quotation marks of its text: ``none``, ``some``, ``all``, or nothing."""
    header = root.find(f"{{{TEI}}}teiHeader/{{{TEI}}}encodingDesc")
    said = () if header is None else header.iter(f"{{{TEI}}}quotation", f"{{{TEI}}}punctuation")
    return next((marks for e in said if (marks := e.get("marks"))), "")


def _remove(app: etree._Element) -> None:
    parent = app.getparent()
    if parent is not None:
        parent.remove(app)


def _outermost(root: etree._Element, name: str) -> list[etree._Element]:
    return [
        e for e in root.iter(f"{{{TEI}}}{name}") if not any(name_of(around) == name for around in e.iterancestors())
    ]


def _declares_more(one: etree._Element, declared: set[str]) -> bool:
    return any((identifier(e) or e.get("n")) not in declared for e in one.iter(f"{{{TEI}}}witness"))


def _points_at(part: etree._Element, host: Path, guest: Path) -> bool:
    """True if the element, or an entry in it, points into the file ``host``."""
    apps = (part, *part.iter(f"{{{TEI}}}app"))
    pointers = (app.get(name) or "" for app in apps for name in ("from", "to", "corresp"))
    return any(_file_of(token, guest.resolve()) == host.resolve() for value in pointers for token in value.split())


def _point_inwards(part: etree._Element, host: Path, guest: Path) -> None:
    """Let pointers into the host's file be pointers into the same document."""
    for element in part.iter("*"):
        for name in _POINTING:
            value = element.get(name)
            if value and ("#" in value or name == "corresp"):
                element.set(name, " ".join(_inward(token, host, guest) for token in value.split()))


def _inward(token: str, host: Path, guest: Path) -> str:
    """A pointer as the host's file has to write it: what lies beside the one need not lie beside the other."""
    _, mark, fragment = token.partition("#")
    target = _file_of(token, guest.resolve())
    if target is None:
        return token
    if target == host.resolve():
        return f"#{fragment}" if mark else host.name
    return Path(relpath(target, host.resolve().parent)).as_posix() + mark + fragment


def _named_in(
    parts: Iterable[etree._Element], host: Parsed, guest: Parsed, made: dict[etree._Element, etree._Element]
) -> list[etree._Element]:
    """Copies of those whom the entries taken over name by ``#id`` in their own file: scholars, books, hands. ``made``
    gets each of their elements, and the one it was made of."""
    assert host.root is not None and guest.root is not None
    pointers = (e.get(name) or "" for part in parts for e in part.iter("*") for name in _ANSWERING)
    wanted = dict.fromkeys(token[1:] for value in pointers for token in value.split() if token.startswith("#"))
    if not wanted:
        return []
    there = {name: e for e in guest.root.iter("*") if (name := identifier(e)) in wanted}
    known = {identifier(e) for e in host.root.iter("*")}
    return [_copy(there[name], made) for name in wanted if name in there and name not in known]


def _copy(original: etree._Element, made: dict[etree._Element, etree._Element]) -> etree._Element:
    copied = deepcopy(original)
    made |= dict(zip(copied.iter("*"), original.iter("*"), strict=True))
    return copied
