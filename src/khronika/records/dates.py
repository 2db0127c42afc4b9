"""Dates that may be uncertain, as EDTF (ISO 8601-2:2019 annex A, level 1) and as intervals of days.

Level 1 here: a year, month or day, with ``?`` (uncertain), ``~`` (approximate), ``%`` (both); ``X`` for
unspecified digits from the right (``201X``, ``2016-XX``, ``2016-02-XX``); seasons 21 to 24; intervals
with an end that is open (``..``) or unknown (empty); a date and time. Years are four digits: letter-prefixed
(``Y``) and negative years are refused, since no report of this field needs them and ``date`` has none.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from khronika.records.spans import Spans

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?"
    r"(?P<time>T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})?)?(?P<mark>[?~%])?",
    re.ASCII,
)
_SEASONS = {"21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (12, 14)}


@dataclass(frozen=True, slots=True)
class When:
    """A time as the source words it, and the days it can mean.

    ``start`` and ``end`` are the first and the last day, ``None`` where the words leave that end
    open. ``on`` is the day the words were read against, where they needed one ("last week").
    """

    text: str
    start: date | None
    end: date | None
    spans: Spans = ()
    on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a time that ends before it starts."""
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError(f"the time {self.text!r} ends before it starts")

    @property
    def edtf(self) -> str:
        """Return the days as EDTF: ``2016-01``, ``2017-04-03/2017-04-09``, ``../2017-04-12``."""
        return edtf_of(self.start, self.end)


def edtf_of(start: date | None, end: date | None) -> str:
    """Return the shortest EDTF for the days from ``start`` to ``end`` (both included)."""
    if start is None or end is None:
        return f"{start or '..'}/{end or '..'}"
    if start == end:
        return start.isoformat()
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return f"{start.year:04}"
    if start.day == 1 and end == _last_day(start.year, start.month):
        return f"{start.year:04}-{start.month:02}"
    return f"{start}/{end}"


def days_of(edtf: str) -> tuple[date | None, date | None]:
    """Return the first and last day that ``edtf`` can mean; ``None`` is an open or unknown end.

    Raises:
        ValueError: the text is not EDTF level 1 as this module reads it.
    """
    if "/" not in edtf:
        return _days_of_point(edtf)
    left, _, right = edtf.partition("/")
    start = None if left in {"", ".."} else _days_of_point(left)[0]
    end = None if right in {"", ".."} else _days_of_point(right)[1]
    if start is not None and end is not None and start > end:
        raise ValueError(f"{edtf!r} ends before it starts")
    return start, end


def _days_of_point(text: str) -> tuple[date, date]:
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a date in EDTF level 1")
    low, high = int(found["year"].replace("X", "0")), int(found["year"].replace("X", "9"))
    month, day = found["month"], found["day"]
    _refuse_nonsense(text, found)
    if month is None or month == "XX":
        return date(max(low, 1), 1, 1), date(high, 12, 31)
    if month in _SEASONS:
        first, last = _SEASONS[month]
        year_of_last, month_of_last = high + (last - 1) // 12, (last - 1) % 12 + 1
        return date(low, first, 1), _last_day(year_of_last, month_of_last)
    if day is None or day == "XX":
        return date(low, int(month), 1), _last_day(high, int(month))
    only = date(low, int(month), int(day))
    return only, only


def _refuse_nonsense(text: str, found: re.Match[str]) -> None:
    month, day, year = found["month"], found["day"], found["year"]
    vague_year_with_month = "X" in year and month is not None and month != "XX"
    vague_month_with_day = day is not None and day != "XX" and (month == "XX" or month in _SEASONS)
    time_without_day = found["time"] is not None and (day is None or day == "XX")
    if vague_year_with_month or vague_month_with_day or time_without_day or year == "0000":
        raise ValueError(f"{text!r} is not a date in EDTF level 1")


def _last_day(year: int, month: int) -> date:
    if year > date.max.year:
        return date.max
    return date(year, month, calendar.monthrange(year, month)[1])


def week_of(day: date) -> tuple[date, date]:
    """Return the Monday and Sunday of the week of ``day`` (ISO 8601 weeks)."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)
