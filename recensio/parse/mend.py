"""A TEI file set right: its namespace, in the root's start tag and in the tree, and P4 brought to P5."""

from __future__ import annotations

import re

from lxml import etree

from recensio.parse.doctype import Prolog
from recensio.parse.file import File
from recensio.parse.messages import short, told
from recensio.parse.places import Place, Script
from recensio.parse.root import P4_ROOTS, Standing
from recensio.parse.text import Text
from recensio.parse.upgrade import upgrade
from recensio.parse.vocabulary import TEI

_START_TAG = re.compile(rb"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_NO_NAMESPACE = re.compile(rb"xmlns=(\"\"|'')")


def with_namespace(text: Text) -> bytes:
    """The text with TEI's namespace declared in the root's start tag, if it should be and is not."""
    data, prolog = text.script.data, text.prolog
    if prolog.root.standing not in {Standing.BARE, Standing.ASTRAY}:
        return data
    tag = _START_TAG.match(data, prolog.offset)
    return data[: tag.start()] + prolog.root.mended(tag.group()) + data[tag.end() :] if tag else data


def set_right(file: File, text: Text) -> None:
    """Bring the tree of a TEI file, in place, to P5 in TEI's namespace; what was done goes into its problems."""
    prolog = text.prolog
    root = Place(file.origin.name, *text.script.position(prolog.offset))
    if prolog.root.standing is Standing.ASTRAY:
        _renamespaced(file.root, prolog.root.namespace)
        file.problems.append(told("XML-102", root, wrong=short(prolog.root.namespace, 80), right=TEI))
    _adopt(file, text.script)
    _modernise(file, prolog, root)


def _adopt(file: File, script: Script) -> None:
    undeclared = _NO_NAMESPACE.search(script.data)
    number = _renamespaced(file.root, "") if undeclared else 0
    if undeclared and number:
        place = Place(file.origin.name, *script.position(undeclared.start()))
        file.problems.append(told("XML-105", place, number=number))


def _renamespaced(root: etree._Element, wrong: str) -> int:
    """Bring what is left in the namespace ``wrong`` below ``root`` into TEI's; returns how many elements that were.

    Of elements in no namespace only those are meant that stand in TEI, not the ones in ``xenoData`` or ``egXML``.
    """
    mended = 0
    for element in list(root.iter(f"{{{wrong}}}*")):
        if wrong or _stands_in_tei(element):
            element.tag = f"{{{TEI}}}{etree.QName(element).localname}"
            mended += 1
    return mended


def _stands_in_tei(element: etree._Element) -> bool:
    parent = element.getparent()
    if parent is None or not isinstance(parent.tag, str):
        return False
    name = etree.QName(parent)
    return name.namespace == TEI and name.localname not in {"xenoData", "egXML"}


def _modernise(file: File, prolog: Prolog, root: Place) -> None:
    p4 = prolog.root.local in P4_ROOTS
    if not p4 and prolog.root.standing is not Standing.BARE:
        return
    done = upgrade(file.root, p4=p4, unparsed=prolog.doctype.unparsed)
    file.made = done.made
    summary = done.summary() or "nothing else had to be changed"
    file.problems.append(told("XML-104" if p4 else "XML-103", root, done=short(summary, 150)))
