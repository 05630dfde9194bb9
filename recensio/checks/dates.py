"""Dates in attributes: real days, in a form that can be sorted, and ranges that run forwards.

The forms are those of XML Schema (``@when`` and its kin) and of ISO 8601 (``@when-iso``), as the Guidelines name them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from functools import lru_cache

from recensio.checks.findings import Finding
from recensio.checks.subject import DATES, Attribute, Subject
from recensio.parse.vocabulary import names

#: Elements whose @from and @to are no dates but pointers or pages.
_OTHER = names("app span rt arc locus locusGrp biblScope citedRange graph annotation")
_ZONE = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
_TIME = r"(?:[01]\d|2[0-3]|24):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
_DATE = re.compile(rf"(-?(?:[1-9]\d{{4,}}|\d{{4}}))(?:-(\d\d)(?:-(\d\d)(?:T{_TIME})?)?)?{_ZONE}")
_RECURRING = re.compile(rf"--(\d\d)(?:-(\d\d))?{_ZONE}")
_ALSO = re.compile(rf"---(?:0[1-9]|[12]\d|3[01]){_ZONE}|{_TIME}{_ZONE}|--(?:0[1-9]|1[0-2])--")
# ISO 8601 has more forms than W3C's; only those are looked into that could also be written for it.
_ISO = re.compile(r"[0-9TWPYMDHSZ:.,/+\-]+")
_DAY_FIRST = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{3,4})")
_YEAR_FIRST = re.compile(r"(-?\d{3,4})[./\- ](\d{1,2})(?:[./\- ](\d{1,2}))?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_SHORT_YEAR = re.compile(r"(-?)(\d{1,3})")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_PAIRS = (("notBefore", "notAfter"), ("from", "to"), ("notBefore-iso", "notAfter-iso"), ("from-iso", "to-iso"))


def check_dates(subject: Subject) -> Iterator[Finding]:
    """Days that no calendar has, values in another form, and ranges that end before they begin."""
    for name in sorted(DATES & subject.by_name.keys()):
        for attribute in subject.by_name[name]:
            if attribute.element not in _OTHER:
                yield from _check(subject, attribute)
    for begin, end in _PAIRS:
        for attribute in subject.by_name.get(begin, ()):
            if attribute.element not in _OTHER:
                yield from _check_order(subject, attribute, end)


def _check(subject: Subject, attribute: Attribute) -> Iterator[Finding]:
    value = attribute.value.strip()
    code, facts = _wrong(value, iso=attribute.name.endswith("-iso"))
    if code and value:
        told = {"attribute": attribute.name, "element": attribute.element, "value": _short(value), **facts}
        yield Finding(code, subject.locator.of(attribute.bearer), told, (attribute.name, attribute.element))


@lru_cache(maxsize=4096)
def _wrong(value: str, *, iso: bool) -> tuple[str, Mapping[str, str]]:
    """The code of what is wrong with a date, and its facts; an empty code if nothing is."""
    found = _DATE.fullmatch(value)
    if found:
        reason = impossible(int(found[1]), _number(found[2]), _number(found[3]))
        return ("DAT-001", {"reason": reason}) if reason else ("", {})
    recurring = _RECURRING.fullmatch(value)
    if recurring:
        reason = impossible(2000, _number(recurring[1]), _number(recurring[2]))
        return ("DAT-001", {"reason": reason}) if reason else ("", {})
    if _ALSO.fullmatch(value) or (iso and _ISO.fullmatch(value)):
        return "", {}
    return "DAT-002", {"guess": meant(value)}


def impossible(year: int, month: int | None, day: int | None) -> str:
    """Why there is no such day, in words; ``""`` if there is. Years before 1583 may follow the Julian calendar."""
    if month is None:
        return ""
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    if day is None:
        return ""
    days = _days(year, month)
    where = f"{_MONTHS[month - 1]} {year}" if month == 2 else _MONTHS[month - 1]
    return "" if 1 <= day <= days else f"there is no day {day} in {where}, which has {days} days"


def _days(year: int, month: int) -> int:
    if month == 2 and year < 1583 and (year < 1 or year % 4 == 0):
        return 29  # a leap year of the Julian calendar; before our era, reckonings differ
    return monthrange(2000 + year % 400, month)[1]


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def meant(value: str) -> str:
    """The sentence that proposes what a date in another form was meant to be; ``""`` if that is not clear."""
    proposed = next((date for date in _proposals(value) if date and not _wrong_form(date)), "")
    return f'Did you mean "{proposed}"? ' if proposed else ""


def _proposals(value: str) -> Iterator[str]:
    if found := _DAY_FIRST.fullmatch(value):
        day, month = int(found[1]), int(found[2])
        if month <= 12 and (day > 12 or "." in value or day == month):
            yield f"{int(found[3]):04}-{month:02}-{day:02}"
        elif day <= 12 < month:
            yield f"{int(found[3]):04}-{day:02}-{month:02}"
    if found := _COMPACT.fullmatch(value):
        yield f"{found[1]}-{found[2]}-{found[3]}"
    if found := _YEAR_FIRST.fullmatch(value):
        year = f"{'-' if found[1].startswith('-') else ''}{abs(int(found[1])):04}"
        yield f"{year}-{int(found[2]):02}" + (f"-{int(found[3]):02}" if found[3] else "")
    if found := _SHORT_YEAR.fullmatch(value):
        yield f"{found[1]}{int(found[2]):04}"
    numbers = re.findall(r"\d+", value)
    if len(numbers) == 1 and len(numbers[0]) == 4 and "-" not in value:
        yield numbers[0]


def _wrong_form(date: str) -> bool:
    found = _DATE.fullmatch(date)
    return found is None or bool(impossible(int(found[1]), _number(found[2]), _number(found[3])))


def _check_order(subject: Subject, attribute: Attribute, end: str) -> Iterator[Finding]:
    first, last = attribute.value.strip(), (attribute.bearer.get(end) or "").strip()
    if last and is_later(first, last):
        facts = {"element": attribute.element, "begin": f'{attribute.name}="{_short(first)}"',
                 "end": f'{end}="{_short(last)}"'}  # fmt: skip
        yield Finding("DAT-003", subject.locator.of(attribute.bearer), facts)


def is_later(first: str, last: str) -> bool:
    """True if the date ``first`` begins after ``last`` has ended, as far as both say."""
    one, two = _DATE.fullmatch(first), _DATE.fullmatch(last)
    return bool(one and two) and _key(one, 0) > _key(two, 99)  # type: ignore[arg-type]


def _key(found: re.Match[str], missing: int) -> tuple[int, int, int]:
    # The missing part of the first date counts as its beginning, of the last as its end: 1918 is not after 1918-02.
    return int(found[1]), int(found[2] or missing), int(found[3] or missing)


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:39] + "…"
