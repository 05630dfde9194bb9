"""What ``xpointer`` means: an id, ``element(…)`` or ``xpointer(id('…'))``; the first part that fits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import islice

from lxml import etree

from recensio.parse.file import File
from recensio.parse.messages import Missed, short

_LONGEST = 1_000
_SCHEME = re.compile(r"(\w+)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_ID_CALL = re.compile(r"\s*id\(\s*([\"'])([^\"']+)\1\s*\)\s*")
_CHILDREN = re.compile(r"([^/]*)((?:/[1-9]\d{0,8})*)")


def pointed(file: File, pointer: str) -> etree._Element:
    """The element of ``file`` that ``pointer`` means. Raises ``Missed`` if there is none, or we can't tell."""
    parts = _SCHEME.findall(pointer[:_LONGEST]) or [("element", pointer)]
    known = [(scheme, data) for scheme, data in parts if scheme in _POINTERS]
    for scheme, data in known:
        found = _POINTERS[scheme](file, data)
        if found is not None:
            return found
    raise Missed("XML-096" if known else "XML-095", pointer=short(pointer, 80), href=short(file.origin.name, 80))


def _by_steps(file: File, data: str) -> etree._Element | None:
    """``id``, ``/1/2`` or ``id/1/2``: an element with an id, or the root, and children by number."""
    path = _CHILDREN.fullmatch(data.strip())
    if path is None:
        return None
    identifier, steps = path.group(1), [int(step) for step in path.group(2).split("/")[1:]]
    top = file.root if not identifier and steps and steps.pop(0) == 1 else None
    found = file.identified.get(identifier, top)
    for step in steps:
        found = None if found is None else next(islice(found.iterchildren("*"), step - 1, step), None)
    return found


def _by_call(file: File, data: str) -> etree._Element | None:
    call = _ID_CALL.fullmatch(data)
    if call is None:
        raise Missed("XML-095", pointer=short(f"xpointer({data})", 80), href=short(file.origin.name, 80))
    return file.identified.get(call.group(2))


_POINTERS: Mapping[str, Callable[[File, str], etree._Element | None]] = {"element": _by_steps, "xpointer": _by_call}
