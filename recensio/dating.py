"""Dates as attributes state them: when something was, from when to when, or between which days it lies.

The attributes are those of TEI (att.datable and its ISO and custom kin). How a date is written in words is a matter of
the interface's language, and decided in the stylesheet ``common/dates.xsl``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

_ISO = re.compile(r"-?\d{4,6}(-\d\d(-\d\d)?)?")
#: By what binds the two ends together: the attribute of the first and of the last date. The first that fits counts.
_ENDS = (
    ("", "when", ""),
    ("", "from", "to"),
    ("", "from", "notAfter"),
    ("", "notBefore", "to"),
    ("between", "notBefore", "notAfter"),
    ("since", "from", ""),
    ("until", "", "to"),
    ("after", "notBefore", ""),
    ("before", "", "notAfter"),
)


@dataclass(frozen=True, slots=True)
class Dating:
    """A date or a stretch of time: ISO dates, as exact as the file has them.

    ``bounds`` says what the dates are: empty for a day or a stretch from ``when`` to ``until``, ``between`` for a day
    somewhere between the two, ``since``, ``until``, ``after``, ``before`` for one end only, which stands in ``when``.
    ``calendar`` is the one that the file names.
    """

    when: str = ""
    until: str = ""
    bounds: str = ""
    calendar: str = ""


def dating_of(element: etree._Element) -> Dating | None:
    """The date that the attributes of ``element`` state; ``None`` if there is none that can be understood."""
    for bounds, first, last in _ENDS:
        one, other = _iso(element, first), _iso(element, last)
        if bool(one) == bool(first) and bool(other) == bool(last):
            until = other if one and other != one else ""
            return Dating(one or other, until, bounds if until or not (first and last) else "", _calendar(element))
    return None


def _iso(element: etree._Element, attribute: str) -> str:
    """The date in an attribute or its ISO twin; that of another calendar (``-custom``) can't be compared."""
    stated = (element.get(name, "").strip() for name in _twins(attribute))
    return next((match[0] for match in map(_ISO.match, stated) if match), "")


def _twins(attribute: str) -> Iterator[str]:
    if attribute:
        yield from (attribute, f"{attribute}-iso")


def _calendar(element: etree._Element) -> str:
    """The name of a calendar: the last part of its pointer, in small letters."""
    stated = (element.get("calendar") or element.get("datingMethod") or "").split()
    return re.split(r"[#:/]", stated[0])[-1].lower() if stated else ""
