"""Standards of accessible and lasting PDFs: what the settings ask for, and the date that an archive wants to know.

PDF/UA-1 is ISO 14289-1; PDF/A-2, -3 and -4 are parts of ISO 19005. Each PDF/A has a date; so that the same input makes
the same file, it is not that of the day.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

from lxml import etree

from recensio.law.elements import name_of

#: What can be asked for; several are joined by a plus sign.
STANDARDS = ("ua-1", "a-1a", "a-1b", "a-2a", "a-2b", "a-2u", "a-3a", "a-3b", "a-3u", "a-4")
#: Where no date is known.
_NO_DATE = 946_684_800  # 2000-01-01
_DATE = re.compile(r"(?<!\d)(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_PLACES = ("publicationStmt", "editionStmt", "revisionDesc")


def standards_of(wanted: str) -> tuple[str, ...]:
    """The standards that ``ua-1``, ``a-2b`` or ``ua-1+a-2a`` names."""
    return tuple(name for name in wanted.split("+") if name)


def unfit(wanted: str) -> str:
    """What the value must be, if it can't be used; else nothing."""
    names = standards_of(wanted)
    parts = [name for name in names if name != "ua-1"]
    fits = all(name in STANDARDS for name in names) and len(parts) < 2 and len(set(names)) == len(names)
    fits = fits and wanted.count("+") == max(0, len(names) - 1)
    return "" if fits else f"one of {', '.join(STANDARDS)}, or ua-1 and another one joined by a plus sign (ua-1+a-2a)"


def date_for(standards: tuple[str, ...], *documents: etree._Element | None) -> int | None:
    """The date (seconds since 1970) for a PDF/A of these documents; ``None`` where none is asked for.

    It is the latest that their headers tell of publication or revision, else that of ``SOURCE_DATE_EPOCH`` in the
    environment, else the beginning of 2000.
    """
    if all(name == "ua-1" for name in standards):
        return None
    found = [date for root in documents if root is not None for date in _dates(root)]
    if found:
        return max(found)
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(said) if said.isdigit() else _NO_DATE


def _dates(root: etree._Element) -> list[int]:
    """The dates of publication and revision in a header."""
    header = next((child for child in root if name_of(child) == "teiHeader"), None)
    if header is None:
        return []
    dated = (e for place in _PLACES for part in header.iter(f"{{*}}{place}") for e in part.iter("{*}date", "{*}change"))
    said = (e.get("when") or (e.text or "" if name_of(e) == "date" else "") for e in dated)
    return [date for words in said if (date := _seconds(words)) is not None]


def _seconds(words: str) -> int | None:
    match = _DATE.search(words)
    if match is None:
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        return max(0, int(datetime(year, month, day, tzinfo=UTC).timestamp()))
    except ValueError:
        return None
