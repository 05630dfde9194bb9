"""Entries of the apparatus that stand in one file and are about the text of another.

TEI Guidelines, 13.2: an external apparatus points by ``app/@from`` and ``@to``, or by ``listApp/@corresp``, into the
file that holds the text. Where the entries stand they are listed, with their place as they state it (``@loc``); they
say nothing of the wording of that file, so its witnesses have no texts there. Where the other file is present they
join it (:mod:`recensio.guests`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from recensio.law.elements import TEI, identifier, name_of
from recensio.law.model import ELSEWHERE, groups_around, siglum_of
from recensio.parse import Parsed

__all__ = ["mark_elsewhere"]

_POINTING = ("from", "to")


def mark_elsewhere(parsed: Parsed) -> None:
    """Mark the entries that are about another file, and the witnesses of nothing but these; the tree is changed."""
    root = parsed.root
    if root is None or next(root.iter(f"{{{TEI}}}app"), None) is None:
        return
    apps = list(root.iter(f"{{{TEI}}}app"))
    files = _Files(parsed)
    away = [app for app in apps if files.are_left_by(_pointers(app))]
    if not away:
        return
    inside = {inner for app in away for inner in app.iter(f"{{{TEI}}}app")}
    for app in inside:
        app.set(ELSEWHERE, "1")
    _mark_witnesses(root, inside, are_all=len(inside) == len(apps))


def _pointers(app: etree._Element) -> list[str]:
    """What an entry points at: by itself, else by the list around it."""
    own = [token for name in _POINTING for token in (app.get(name) or "").split()]
    lists = (e.get("corresp") or "" for e in app.iterancestors() if name_of(e) == "listApp")
    return own or next((tokens for value in lists if (tokens := value.split())), [])


class _Files:
    """The files that a document is made of, and the ids in it."""

    def __init__(self, parsed: Parsed) -> None:
        assert parsed.root is not None
        self._own = {path.resolve() for path in (parsed.path, *parsed.includes)}
        self._folders = {path.parent for path in self._own}
        self._ids = {identifier(e) for e in parsed.root.iter("*")}

    def are_left_by(self, pointers: Iterable[str]) -> bool:
        """Whether each of these pointers, of which there are some, leads into another file."""
        found = [self._leads_out(token) for token in pointers]
        return bool(found) and all(found)

    def _leads_out(self, token: str) -> bool:
        name, mark, place = token.partition("#")
        if not name or not (mark or name.lower().endswith((".xml", ".tei"))):
            return False
        if ":" in name:
            return name.lower().startswith(("http:", "https:"))
        named = [(folder / name).resolve() for folder in self._folders]
        if not self._own.isdisjoint(named):
            return False
        # (a file that was renamed, and calls itself by its old name, is not another)
        return place not in self._ids or "/" in name or any(path.is_file() for path in named)


def _mark_witnesses(root: etree._Element, away: set[etree._Element], *, are_all: bool) -> None:
    """Mark the witnesses that only entries about another text name; all of them, if there are no other entries."""
    here: set[str] = set()
    there: set[str] = set()
    for element in root.iter("*"):
        if element.get("wit") or element.get("exclude"):
            (there if _is_in(element, away) else here).update(_sigla(element))
    for witness in root.iter(f"{{{TEI}}}witness"):
        names = set(map(siglum_of, (witness, *groups_around(witness))))
        if not names & here and (are_all or names & there):
            witness.set(ELSEWHERE, "1")


def _is_in(element: etree._Element, apps: set[etree._Element]) -> bool:
    return any(e in apps for e in (element, *element.iterancestors()))


def _sigla(element: etree._Element) -> Iterator[str]:
    for token in f"{element.get('wit') or ''} {element.get('exclude') or ''}".split():
        yield token.rpartition("#")[2]
