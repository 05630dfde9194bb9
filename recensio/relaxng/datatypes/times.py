"""Dates, times and durations (XML Schema 2, 3.2.6 to 3.2.14), read as jing reads them.

There is no year 0000 (so -0001 is the year before 0001, and a leap year); second 60 is let in, hour 24 is not; a date
without a zone and one with a zone are never equal, and in order only when more than 14 hours lie between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

_YEAR = r"(?P<year>-?(?:[1-9][0-9]*)?[0-9]{4})"
_MONTH = r"(?P<month>[0-9]{2})"
_DAY = r"(?P<day>[0-9]{2})"
_CLOCK = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]*))?"
_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:[0-5][0-9])?"

_SHAPES = {
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}",
    "date": f"{_YEAR}-{_MONTH}-{_DAY}",
    "time": _CLOCK,
    "gYearMonth": f"{_YEAR}-{_MONTH}",
    "gYear": _YEAR,
    "gMonthDay": f"--{_MONTH}-{_DAY}",
    "gDay": f"---{_DAY}",
    "gMonth": f"--{_MONTH}",
}

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LAST_YEAR = 292_278_994  # of jing's calendar
_HOUR = 3600
_ZONE_RANGE = range(-13 * _HOUR, 14 * _HOUR + 1)
_WIDEST_ZONE = 14 * _HOUR


class Shape:
    """A regular expression (of Python) that is compiled when it is first needed, so that importing is quick."""

    __slots__ = ("_match", "_pattern")

    def __init__(self, pattern: str) -> None:
        """``pattern`` must not need backtracking."""
        self._pattern = pattern
        self._match: Callable[[str], re.Match[str] | None] | None = None

    def match(self, text: str) -> re.Match[str] | None:
        """The match of the whole of ``text``."""
        if self._match is None:
            self._match = re.compile(self._pattern).fullmatch
        return self._match(text)


class Moment(NamedTuple):
    """A point in time, or the first instant of a day, month or year: seconds of UTC, leap second, decimal places."""

    zoned: bool
    seconds: int
    leap: bool
    fraction: str

    def before(self, other: Moment) -> bool:
        """Whether this moment is certainly before ``other``, whatever zone the one without a zone is in."""
        shift = _WIDEST_ZONE if self.zoned != other.zoned else 0
        return self._key(shift) < other._key(0)

    def _key(self, shift: int) -> tuple[int, bool, str]:
        return (self.seconds + shift, self.leap, self.fraction)


def moment_reader(kind: str) -> Callable[[str], Moment | None]:
    """The reader of ``date``, ``gYear`` …: from text without blanks around it to its moment, or ``None``."""
    shape = Shape(_SHAPES[kind] + _ZONE)

    def read(text: str) -> Moment | None:
        found = shape.match(text)
        return _moment(found.groupdict()) if found else None

    return read


def _moment(parts: dict[str, str | None]) -> Moment | None:
    days = _days(parts.get("year") or "2000", int(parts.get("month") or 1), int(parts.get("day") or 1))
    clock = _clock(*(int(parts.get(part) or 0) for part in ("hour", "minute", "second")))
    offset = _offset(parts["zone"])
    if days is None or clock is None or offset is None:
        return None
    seconds, leap = clock
    fraction = (parts.get("fraction") or "").rstrip("0")
    return Moment(parts["zone"] is not None, days * 24 * _HOUR + seconds - offset, leap, fraction)


def _days(year_text: str, month: int, day: int) -> int | None:
    """The number of a day in the Gregorian calendar, carried back before its time."""
    year = int(year_text) if len(year_text) < 12 else 0
    if year == 0 or year > _LAST_YEAR or not 1 <= month <= 12:
        return None
    year += year < 0
    last = _DAYS[month - 1] + (month == 2 and _is_leap(year))
    return _days_before(year, month) + day if 1 <= day <= last else None


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_before(year: int, month: int) -> int:
    """The days before the first of a month; years are astronomical here, so 0 is the year before 1."""
    whole = year - 1
    months = sum(_DAYS[: month - 1]) + (month > 2 and _is_leap(year))
    return whole * 365 + whole // 4 - whole // 100 + whole // 400 + months


def _clock(hour: int, minute: int, second: int) -> tuple[int, bool] | None:
    if hour > 23 or minute > 59 or second > 60:
        return None
    return hour * _HOUR + minute * 60 + min(second, 59), second == 60


def _offset(zone: str | None) -> int | None:
    """The seconds that a zone is ahead of UTC; ``None`` for one that is nowhere."""
    if zone in (None, "Z"):
        return 0
    seconds = int(zone[1:3]) * _HOUR + int(zone[4:6]) * 60
    signed = -seconds if zone[0] == "-" else seconds
    return signed if signed in _ZONE_RANGE else None


# ---------------------------------------------------------------- durations

_DURATION = Shape(
    r"(?P<minus>-)?P(?=[0-9T])(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:(?P<days>[0-9]+)D)?"
    r"(?:T(?=[0-9.])(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?"
    r"(?:(?P<seconds>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)S)?)?"
)

# The four dates from which two durations are compared (3.2.6.2).
_ORDER_DATES = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))


class Duration(NamedTuple):
    """A length of time: months, and seconds besides."""

    months: Decimal
    seconds: Decimal

    def before(self, other: Duration) -> bool:
        """Whether this duration is shorter than ``other``, whichever month it is counted from."""
        return all(self._from(*date) < other._from(*date) for date in _ORDER_DATES)

    def _from(self, year: int, month: int) -> Decimal:
        years, months = divmod(month - 1 + int(self.months), 12)
        return _days_before(year + years, months + 1) * Decimal(24 * _HOUR) + self.seconds


def read_duration(text: str) -> Duration | None:
    """The duration that ``text`` writes, ``None`` if it writes none."""
    found = _DURATION.match(text)
    if not found or len(text) > _LONGEST_DURATION:
        return None
    part = {name: Decimal(digits or 0) for name, digits in found.groupdict().items() if name != "minus"}
    sign = -1 if found["minus"] else 1
    days = part["days"] * 24 + part["hours"]
    return Duration(
        months=sign * (part["years"] * 12 + part["months"]),
        seconds=sign * (days * _HOUR + part["minutes"] * 60 + part["seconds"]),
    )


_LONGEST_DURATION = 1_000
