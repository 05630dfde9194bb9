"""The ids of a file that is only pointed at: read by expat, without a tree; nothing of it is followed."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from stat import S_ISREG
from xml.parsers import expat

from recensio.checks.index import Index, Prefix

_LARGEST = 200_000_000
_DEEPEST_ENTITY = 10_000


class _Enough(Exception):
    """The file holds what no register holds."""


def scan(path: Path) -> Index | None:
    """Ids, prefixes and sigla of the XML file at ``path``; ``None`` for what is no XML or can't be read."""
    try:
        state = path.stat()
        if not S_ISREG(state.st_mode) or state.st_size > _LARGEST:
            return None
        return _scan(path.read_bytes())
    except (OSError, expat.ExpatError, _Enough, UnicodeError, ValueError):
        return None


def _scan(data: bytes) -> Index:
    ids: dict[str, list[str]] = defaultdict(list)
    prefixes: list[Prefix] = []
    sigla: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        identifier = attributes.get("xml:id")
        if identifier:
            ids[local].append(identifier)
        if local in ("witness", "listWit"):
            sigla.extend(one for one in (identifier, attributes.get("n")) if one)
        elif local == "prefixDef":
            patterns = attributes.get("matchPattern", ""), attributes.get("replacementPattern", "")
            prefixes.append(Prefix(attributes.get("ident", ""), *patterns, None, None, None))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = _refuse_entity
    parser.Parse(data, True)
    return Index(ids={kind: tuple(names) for kind, names in ids.items()}, prefixes=tuple(prefixes), sigla=tuple(sigla))


def _refuse_entity(_name: str, _parameter: bool, value: str | None, *_: object) -> None:
    if value is not None and ("&" in value or len(value) > _DEEPEST_ENTITY):
        raise _Enough  # entities made of entities: the parser of texts reckons what they come to, this one does not
