"""Inline content as TEI: emphasis, links, calls of notes, breaks, corrections."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lxml import etree

from recensio.imports import model
from recensio.imports.nodes import append, element, put


class Links:
    """What the ids in the finished file are, by the source's own names for the things."""

    def __init__(self, files: Mapping[str, str] | None = None) -> None:
        """Begin without any. ``files`` are the addresses of attachments by their names."""
        self.files = files or {}
        self.notes: dict[str, str] = {}
        self.calls: dict[str, list[str]] = {}
        self.places: dict[str, str] = {}
        self.pending: list[tuple[etree._Element, str]] = []

    def settle(self) -> None:
        """Point the links inside the document at the ids that their targets have got."""
        for ref, key in self.pending:
            if key in self.places:
                ref.set("target", f"#{self.places[key]}")
            elif key in self.notes:
                ref.set("target", f"#{self.notes[key]}")


class Inliner:
    """Writes inline content into elements. ``fresh`` gives an id for a prefix and a wish."""

    def __init__(self, links: Links, fresh: Callable[[str, str], str]) -> None:
        """Write with these links and ids."""
        self._links = links
        self._fresh = fresh

    def fill(self, parent: etree._Element, content: model.Content) -> etree._Element:
        """Write ``content`` to the end of ``parent``, which is returned."""
        for one in content:
            append(parent, self._made(one))
        return parent

    def figure(self, picture: model.Picture) -> etree._Element:
        """A ``figure`` with a picture and what it shows."""
        made = element("figure", element("graphic", url=address(self._links.files.get(picture.file, picture.file))))
        if picture.alt.strip():
            made.append(element("figDesc", picture.alt.strip()))
        return made

    def _made(self, one: model.Inline) -> etree._Element | str:
        if isinstance(one, model.Text):
            return one.text
        return self._WRITERS[type(one)](self, one)

    def _style(self, one: model.Style) -> etree._Element:
        made = element(one.element, rend=" ".join(one.rend), xml_lang=one.lang, **dict(one.attributes))
        return self.fill(believed(made, one.trust), one.content)

    def _abbreviation(self, one: model.Abbreviation) -> etree._Element:
        return element("choice", self.fill(element("abbr"), one.content), element("expan", one.expansion))

    def _link(self, one: model.Link) -> etree._Element:
        made = element("ref")
        if one.target.startswith("#"):
            self._links.pending.append((made, one.target[1:]))
        else:
            put(made, "target", address(one.target))
        return self.fill(made, one.content)

    def _anchor(self, one: model.Anchor) -> etree._Element:
        name = self._fresh("a-", one.key)
        self._links.places.setdefault(one.key, name)
        return element("anchor", xml_id=name)

    def _call(self, one: model.Call) -> etree._Element:
        name = self._fresh("c", one.label)
        made = element("ref", type="noteAnchor", xml_id=name, n=one.label, rend=_RENDS.get(one.printed[:1], ""))
        if one.note in self._links.notes:
            put(made, "target", f"#{self._links.notes[one.note]}")
            self._links.calls.setdefault(one.note, []).append(name)
        else:
            append(made, one.printed or one.label)
        return believed(made, one.trust)

    def _break(self, one: model.Break) -> etree._Element:
        return a_break(one)

    def _change(self, one: model.Change) -> etree._Element:
        sic = element("sic", one.printed, ana=f"#{one.reason}" if one.reason else "")
        return element("choice", sic, believed(element("corr", one.read), one.trust))

    def _gap(self, one: model.Gap) -> etree._Element:
        quantity = "" if one.quantity is None else str(one.quantity)
        return believed(element("gap", reason=one.reason, unit=one.unit, quantity=quantity), one.trust)

    def _picture(self, one: model.Picture) -> etree._Element:
        return self.figure(one)

    def _formula(self, one: model.Formula) -> etree._Element:
        return element("formula", one.text, notation=one.notation)

    def _furniture(self, one: model.Furniture) -> etree._Element:
        return furniture(one)

    _WRITERS: Mapping[type, Callable[..., etree._Element]] = {
        model.Style: _style,
        model.Abbreviation: _abbreviation,
        model.Link: _link,
        model.Anchor: _anchor,
        model.Call: _call,
        model.Break: _break,
        model.Change: _change,
        model.Gap: _gap,
        model.Picture: _picture,
        model.Formula: _formula,
        model.Furniture: _furniture,
    }


_RENDS = {"(": "parentheses", "[": "brackets", "{": "braces", "<": "angles"}
_BREAKS = {"page": "pb", "column": "cb", "line": "lb"}


def a_break(one: model.Break) -> etree._Element:
    """``pb``, ``cb`` or ``lb``."""
    breaking = "no" if one.within_word else ""
    made = element(_BREAKS[one.unit], n=one.n, facs=pointers(one.facs), break_=breaking)
    return believed(made, one.trust)


def furniture(one: model.Furniture) -> etree._Element:
    """``fw``."""
    return believed(element("fw", one.text, type=one.kind, facs=pointers(one.facs)), one.trust)


def pointers(*keys: str) -> str:
    """Pointers at the elements with the ids ``keys``; those that are empty are left out."""
    return " ".join(f"#{key}" for key in keys if key)


def address(target: str) -> str:
    """An address that may stand in an attribute of pointers: without blanks, and signs that none may hold."""
    host = re.match(r"[A-Za-z][\w+.-]*://(?:[^/?#@]*@)?\[[0-9A-Fa-f:.]+\]", target)
    start = host.end() if host else 0
    return "%20".join((target[:start] + _UNSAFE.sub(_encoded, target[start:])).split())


_UNSAFE = re.compile(r"[\[\]<>\"{}|\\^`]")


def _encoded(sign: re.Match[str]) -> str:
    return f"%{ord(sign.group()):02X}"


def believed(made: etree._Element, trust: model.Trust) -> etree._Element:
    """The element with ``@cert`` and ``@resp``, if it is a guess."""
    put(made, "cert", trust.cert)
    put(made, "resp", f"#{trust.by}" if trust.by else "")
    return made
