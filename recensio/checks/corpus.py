"""Across files: where the pointers lead that one file can't settle, and which ids and sigla several files share.

Nothing outside the edition's folder is looked at. A file inside it that was not asked for is opened only if a
pointer names it, or, for ``#id``, if it belongs to the edition; and then only its ids are read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from recensio.checks.apparatus import undeclared
from recensio.checks.findings import Finding, Later
from recensio.checks.index import Index, Pointer, Prefix
from recensio.checks.patterns import PatternError, expanded
from recensio.checks.pointers import fragment_of, is_bare, scheme_of, shown
from recensio.checks.scan import scan
from recensio.checks.vocabulary import AUTHORITIES, ENTRIES, SCHEMES, expected
from recensio.locate import Place

#: Attributes that lead to entries of registers.
_NAMING = frozenset({"ref", "who", "corresp", "sameAs"})
_MOST_HOPS = 3
_MOST_IDS = 20_000  # beyond that, nothing is looked for that was perhaps meant
_NOTHING: Mapping[Path, Index] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the edition as the others see it; ``folder`` is what its pointers may not lead out of, ``includes``
    are the files that are parts of it."""

    path: Path
    name: str
    folder: Path
    index: Index
    includes: tuple[str, ...] = ()


@dataclass
class Corpus:
    """All files at hand. ``around`` brings, if it is asked for, the rest of the edition; what lies in the folder
    ``imported`` need not be there."""

    entries: tuple[Entry, ...]
    around: Callable[[], Mapping[Path, Index]] = lambda: _NOTHING
    imported: Path | None = None
    _scanned: dict[Path, Index | None] = field(default_factory=dict)
    _expansions: dict[tuple[Prefix, str], str | None] = field(default_factory=dict)

    @cached_property
    def by_path(self) -> Mapping[Path, Entry]:
        """The files by their paths, without links."""
        return {_real(entry.path): entry for entry in self.entries}

    @cached_property
    def others(self) -> Mapping[Path, Index]:
        """The files of the edition that were not asked for."""
        return {path: index for path, index in self.around().items() if path not in self.by_path}

    @cached_property
    def own_entries(self) -> Mapping[str, str]:
        """The ids that other files may name by ``#id`` alone, with the element that bears each."""
        return _entries(entry.index for entry in self.entries)

    @cached_property
    def sigla(self) -> Collection[str]:
        """The sigla that any file declares."""
        own = {siglum for entry in self.entries for siglum in entry.index.sigla}
        return own | {siglum for index in self.others.values() for siglum in index.sigla}

    @cached_property
    def _hosts(self) -> Mapping[str, list[Entry]]:
        hosts: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for part in entry.includes:
                hosts.setdefault(part, []).append(entry)
        return hosts

    def in_host(self, entry: Entry, identifier: str) -> str | None:
        """The element that bears an id in a file of which ``entry`` is a part; ``None`` if there is none."""
        hosts = self._hosts.get(str(entry.path), ())
        return next((host.index.kinds[identifier] for host in hosts if identifier in host.index.kinds), None)

    def entry_kind(self, identifier: str) -> str | None:
        """The element of the edition's registers that bears an id; ``None`` if none does."""
        return self.own_entries.get(identifier) or _entries(self.others.values()).get(identifier)

    def prefixes(self, entry: Entry, ident: str) -> list[Prefix]:
        """The declarations of a prefix: the file's own, or those of any other file."""
        own = [p for p in entry.index.prefixes if p.ident == ident]
        if own:
            return own
        files = (*(e.index for e in self.entries), *self.others.values())
        return [p for index in files for p in index.prefixes if p.ident == ident]

    def index_of(self, path: Path) -> Index | None:
        """The ids of a file inside the edition's folder; ``None`` if it is no XML."""
        if path in self.by_path:
            return self.by_path[path].index
        if path not in self._scanned:
            self._scanned[path] = scan(path)
        return self._scanned[path]

    def expanded(self, prefix: Prefix, rest: str) -> str | None:
        """As :func:`patterns.expanded`, each pointer once."""
        key = (prefix, rest)
        if key not in self._expansions:
            self._expansions[key] = expanded(prefix, rest)
        return self._expansions[key]


def _entries(indexes: Iterable[Index]) -> Mapping[str, str]:
    return {one: kind for index in indexes for kind, ids in index.ids.items() if kind in ENTRIES for one in ids}


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def check_corpus(corpus: Corpus, entry: Entry) -> Iterator[Finding]:
    """What is wrong with the pointers and sigla of one file, now that the others are known."""
    follow = _Follow(corpus, entry)
    for row in entry.index.pointers:
        finding = follow.verdict(row)
        if finding is not None:
            yield finding
    cited = [row for row in entry.index.cited if _unknown(corpus, row)]
    yield from undeclared(cited, entry.index.sigla, corpus.sigla)


def _unknown(corpus: Corpus, row: Pointer) -> bool:
    identifier = row.token.removeprefix("#")
    return identifier not in corpus.sigla and corpus.entry_kind(identifier) is None


# --- one pointer ------------------------------------------------------------------------------------------


@dataclass
class _Follow:
    """Follows the pointers of one file."""

    corpus: Corpus
    entry: Entry

    def verdict(self, row: Pointer) -> Finding | None:
        """What is wrong with ``row``, if anything is."""
        return self._token(row, row.token, 0)

    def _token(self, row: Pointer, token: str, hops: int) -> Finding | None:
        if token.startswith("#"):
            return self._in_edition(row, token)
        scheme = scheme_of(token)
        if scheme is None:
            return self._bare(row, token) if is_bare(token, row.attribute) else self._file(row, token)
        return self._scheme(row, token, scheme, hops)

    def _in_edition(self, row: Pointer, token: str) -> Finding | None:
        """``#id`` that its file does not hold: perhaps an entry of a register in another."""
        identifier = fragment_of(token) or ""
        kinds = (self.corpus.in_host(self.entry, identifier), self.corpus.entry_kind(identifier))
        if any(self._fits(row, kind) for kind in kinds):
            return None
        return self._finding(
            "PTR-001", row, (row.element, row.attribute), guess=Later(lambda: self._near(identifier, row))
        )

    def _near(self, identifier: str, row: Pointer) -> str:
        fits = (e for e in self.corpus.entries if self._fits(row, e.index.kinds.get(identifier)))
        other = next((shown(e.path.name) for e in fits), None) if len(identifier) > 2 else None
        if other:
            return f"The file {other} has this id: write {other}#{shown(identifier)}. "
        return _meant(identifier, self.entry.index.kinds)

    def _fits(self, row: Pointer, kind: str | None) -> bool:
        return kind is not None and not expected(row.element, row.attribute, kind)

    def _of_kind(self, row: Pointer, kind: str) -> Finding | None:
        wanted = expected(row.element, row.attribute, kind)
        if not wanted:
            return None
        return self._finding("PTR-008", row, (row.element, row.attribute, kind), target=kind, expected=wanted)

    def _bare(self, row: Pointer, token: str) -> Finding | None:
        kind = self.corpus.entry_kind(token)
        if self._fits(row, kind):
            return self._finding("PTR-004", row, (row.element, row.attribute))
        if _exists(self.entry.path.parent / token):
            return None
        guess = Later(lambda: _meant(token, self.entry.index.kinds))
        return self._finding("PTR-005", row, (row.element, row.attribute), guess=guess)

    def _scheme(self, row: Pointer, token: str, scheme: str, hops: int) -> Finding | None:
        rest = token.partition(":")[2]
        prefixes = self.corpus.prefixes(self.entry, scheme)
        if prefixes and hops < _MOST_HOPS:
            return self._expanded(row, rest, prefixes, hops)
        if scheme.lower() in SCHEMES or hops:
            return None
        if scheme.lower() == "file" or len(scheme) == 1:
            return self._finding("PTR-010", row, (row.element, row.attribute))
        usual = "persons.xml#$1" if row.attribute in _NAMING else "https://example.org/$1"
        example = AUTHORITIES.get(scheme.lower(), usual)
        return self._finding("PTR-003", row, (scheme,), prefix=shown(scheme), example=example)

    def _expanded(self, row: Pointer, rest: str, prefixes: list[Prefix], hops: int) -> Finding | None:
        for prefix in prefixes:
            try:
                address = self.corpus.expanded(prefix, rest)
            except PatternError as error:
                facts = {"prefix": shown(prefix.ident), "pattern": shown(prefix.match), "reason": str(error)}
                place = Place(prefix.file, prefix.line, prefix.column)
                return Finding("PTR-011", place, facts, (prefix.ident, prefix.match), row.count)
            if address is not None:
                return self._token(row, address, hops + 1)
        ident, pattern = prefixes[0].ident, prefixes[0].match
        return self._finding("PTR-009", row, (ident,), prefix=shown(ident), pattern=shown(pattern))

    # addresses of files

    def _file(self, row: Pointer, token: str) -> Finding | None:
        address = unquote(token.partition("#")[0].partition("?")[0])
        if token.startswith("/"):
            return None  # an address on the web server that the edition will have
        if "\0" in address or "\\" in address:
            return self._finding("PTR-010", row, (row.element, row.attribute))
        named = Path(os.path.normpath(self.entry.path.parent / address))
        path = _real(named)
        if not (path.is_relative_to(_real(self.entry.folder)) or path in self.corpus.by_path):
            return self._finding("PTR-006", row, ("outside",), address=shown(address))
        if not _exists(path):
            if self.corpus.imported is not None and path.is_relative_to(self.corpus.imported):
                return None
            return self._missing(row, token, address, named)
        return self._place_in(row, token, path) if "#" in token else None

    def _missing(self, row: Pointer, token: str, address: str, named: Path) -> Finding:
        if token.startswith("www."):
            guess = f"Did you mean https://{shown(token)}? "
            return self._finding("PTR-002", row, ("www",), address=shown(address), guess=guess)
        alike = (row.element, row.attribute) if "#" not in token else (address,)
        return self._finding(
            "PTR-002", row, alike, address=shown(address), guess=Later(lambda: _near_file(named, address))
        )

    def _place_in(self, row: Pointer, token: str, path: Path) -> Finding | None:
        identifier = fragment_of(token)
        index = self.corpus.index_of(path)
        if identifier is None or identifier == "" or index is None:
            return None
        kind = index.kinds.get(identifier)
        if kind is not None:
            return self._of_kind(row, kind)
        facts = {
            "id": shown(identifier),
            "holder": shown(path.name),
            "guess": Later(lambda: _meant(identifier, index.kinds)),
        }
        place = {"attribute": row.attribute, "element": row.element, "pointer": shown(row.token)}
        return Finding("PTR-012", row.place, {**place, **facts}, (row.element, row.attribute, path.name), row.count)

    def _finding(self, code: str, row: Pointer, kind: tuple[str, ...], **facts: object) -> Finding:
        told = {"attribute": row.attribute, "element": row.element, "pointer": shown(row.token), **facts}
        return Finding(code, row.place, told, kind, row.count)


def _meant(identifier: str, known: Mapping[str, str]) -> str:
    """The sentence that proposes an id that was probably meant."""
    if not 2 < len(identifier) < 60 or len(known) > _MOST_IDS:
        return ""
    folded = {name.casefold(): name for name in known}
    near = [identifier.casefold()] if identifier.casefold() in folded else _close(identifier, folded)
    return f"Did you mean #{folded[near[0]]}? " if near else ""


def _close(identifier: str, folded: Mapping[str, str]) -> list[str]:
    # Ids that differ by their number only are neighbours, not slips.
    found = get_close_matches(identifier.casefold(), list(folded)[:2_000], n=3, cutoff=0.8)
    return [name for name in found if _digits(name) == _digits(identifier)]


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _near_file(path: Path, address: str) -> str:
    try:
        names = sorted(os.listdir(path.parent))[:2_000]  # noqa: PTH208 (names are all that is wanted)
    except OSError:
        return ""
    folded = {name.casefold(): name for name in names}
    near = get_close_matches(path.name.casefold(), folded, n=1, cutoff=0.8)
    if not near or _digits(near[0]) != _digits(path.name):
        return ""
    return f"Did you mean {shown(address[: len(address) - len(path.name)] + folded[near[0]])}? "


# --- ids that several files share -------------------------------------------------------------------------


def shared_ids(corpus: Corpus) -> Iterator[Finding]:
    """One finding for the whole edition: ids that stand in more than one file."""
    first: dict[str, Entry] = {}
    shared: dict[str, tuple[Entry, Entry]] = {}
    for entry in corpus.entries:
        for identifier in entry.index.kinds:
            other = first.setdefault(identifier, entry)
            if other is not entry:
                shared.setdefault(identifier, (other, entry))
    if shared:
        names = sorted(shared)
        one, two = shared[names[0]]
        listed = ", ".join(shown(name) for name in names[:4]) + (" …" if len(names) > 4 else "")
        facts = {
            "number": f"{len(names):,}",
            "names": listed,
            "first": names[0][:40],
            "one": shown(one.path.name),
            "two": shown(two.path.name),
        }
        yield Finding("IDN-001", Place(two.name), facts)


__all__ = ["Corpus", "Entry", "check_corpus", "shared_ids"]
