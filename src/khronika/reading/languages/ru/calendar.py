"""Days that words name: nearest months and weekdays, spans back from a day, seasons, feasts that move."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

Days = tuple[date | None, date | None]
AHEAD = 45
"""A day and month without a year is this year's unless it lies further ahead than this many days."""

_FEASTS = {"пасх": 0, "троиц": 49, "вербн": -7, "прощен": -49, "вознесен": 39}
_LAST_MONTH, _MONTHS = 12, 12
SEASONS = {"весн": 3, "лет": 6, "осен": 9, "зим": 12}


def month(year: int, number: int) -> tuple[date, date]:
    """Return the first and last day of a month."""
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def months_from(day: date, count: int) -> tuple[date, date]:
    """Return the month ``count`` months after that of ``day``."""
    number = day.year * _MONTHS + day.month - 1 + count
    return month(number // _MONTHS, number % _MONTHS + 1)


def same_day(day: date, years: int = 0, months: int = 0) -> date:
    """Return the day so many years and months before ``day``, or the last of that month."""
    number = (day.year - years) * _MONTHS + day.month - 1 - months
    year, which = number // _MONTHS, number % _MONTHS + 1
    return date(year, which, min(day.day, calendar.monthrange(year, which)[1]))


def dated(published: date, day: int, number: int, *, ahead: bool = False) -> date:
    """Return a day and month without year: nearest to ``published``, in the future only where words say so."""
    one = date(published.year, number, day)
    if ahead:
        return one if one >= published - timedelta(days=AHEAD) else one.replace(year=one.year + 1)
    return one.replace(year=one.year - 1) if one > published + timedelta(days=AHEAD) else one


def nearest_month(published: date, number: int, *, ahead: bool = False) -> tuple[date, date]:
    """Return the month nearest before ``published`` (with it), or after it."""
    year = published.year
    if ahead:
        year += number < published.month
    else:
        year -= number > published.month
    return month(year, number)


def season(published: date, stem: str, shift: int = 0, year: int = 0) -> tuple[date, date]:
    """Return the days of the season nearest before, ``shift`` years back; a winter has the year it ends in."""
    first = SEASONS[stem]
    begins = year or published.year
    if first == _LAST_MONTH:
        begins -= 1 if year else int(date(begins, first, 1) > published)
    elif not year:
        begins -= date(begins, first, 1) > published
    begins += shift
    start = date(begins, first, 1)
    return start, months_from(start, 2)[1]


def easter(year: int) -> date:
    """Return the Easter of the Julian calendar, in the Gregorian (Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    number, day = divmod(d + e + 114, 31)
    return date(year, number, day + 1) + timedelta(days=13)


def feast(published: date, stem: str, *, ahead: bool = False) -> date | None:
    """Return the day of a moving feast nearest before ``published``, or in its year where words look ahead."""
    shift = next((days for start, days in _FEASTS.items() if stem.startswith(start)), None)
    if shift is None:
        return None
    one = easter(published.year) + timedelta(days=shift)
    return one if one <= published or ahead else easter(published.year - 1) + timedelta(days=shift)
