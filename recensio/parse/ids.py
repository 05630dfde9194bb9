"""Identifiers that are no names or are given twice: the tree stands, but whoever points at them should know."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import cast

from lxml import etree

from recensio.parse.file import File
from recensio.parse.messages import listed, told
from recensio.parse.places import Places
from recensio.problems import Problem

_NCNAME_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NCNAME = re.compile(f"[{_NCNAME_START}][{_NCNAME_START}0-9.\\-\xb7\u0300-\u036f\u203f-\u2040]*")
_IDS = etree.XPath("//@xml:id", smart_strings=False)
_BEARERS = etree.XPath("//*[@xml:id = $id]")


def problems_of_ids(file: File) -> Iterator[Problem]:
    """That ids are repeated, and that ids are no names, each at the first such place."""
    counts = Counter(cast(list[str], _IDS(file.root)))
    repeated = [identifier for identifier, count in counts.items() if count > 1]
    malformed = [identifier for identifier in counts if not _NCNAME.fullmatch(identifier)]
    for code, ids, which in (("XML-080", repeated, 1), ("XML-081", malformed, 0)):
        if ids:
            bearer = cast(list[etree._Element], _BEARERS(file.root, id=ids[0]))[which]
            place = Places([file.origin]).of(file.numbers[bearer])
            yield told(code, place, number=len(ids), names=listed(ids))
