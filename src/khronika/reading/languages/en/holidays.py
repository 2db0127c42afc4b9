"""Holidays by their English names, as days of a year.

Easter is the Gregorian computus ("anonymous" algorithm; J. Meeus, Astronomical Algorithms, ch. 8). Months
of the Islamic calendar are those of the arithmetic ("civil", 30-year cycle) calendar of N. Dershowitz and
E. M. Reingold, Calendrical Calculations, ch. "The Islamic Calendar"; sightings of the moon may differ by
a day or two.
"""

from __future__ import annotations

from datetime import date, timedelta

_FIXED = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year": (1, 1),
    "the new year": (1, 1),
    "new year's day": (1, 1),
    "epiphany": (1, 6),
    "timket": (1, 19),
    "may day": (5, 1),
    "assumption day": (8, 15),
    "all saints' day": (11, 1),
    "all souls' day": (11, 2),
}
_FROM_EASTER = {
    "ash wednesday": -46,
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "holy saturday": -1,
    "easter": 0,
    "easter day": 0,
    "easter sunday": 0,
    "easter monday": 1,
    "ascension day": 39,
    "pentecost": 49,
    "whitsun": 49,
    "corpus christi": 60,
}
_ISLAMIC = {
    "ashura": (1, 10, 1),
    "ramadan": (9, 1, 0),
    "eid al-fitr": (10, 1, 1),
    "eid al-adha": (12, 10, 1),
}
"""Month, first day, and number of days; 0 is the whole month."""
_EPOCH = 227015
"""Day number (``date.toordinal``) of 1 Muharram of the year 1."""

NAMES = frozenset({*_FIXED, *_FROM_EASTER, *_ISLAMIC})


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    more = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * more) // 451
    month, day = divmod(h + more - 7 * m + 114, 31)
    return date(year, month, day + 1)


def islamic(year: int, month: int, day: int) -> date:
    """Return the day of a date of the arithmetic Islamic calendar."""
    before = 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return date.fromordinal(_EPOCH - 1 + before + day)


def days_in(name: str, year: int) -> tuple[date, date] | None:
    """Return the first and last day of the holiday ``name`` begun in ``year``, ``None`` if none is."""
    if name in _FIXED:
        one = date(year, *_FIXED[name])
        return one, one
    if name in _FROM_EASTER:
        one = easter(year) + timedelta(days=_FROM_EASTER[name])
        return one, one
    month, day, length = _ISLAMIC[name]
    about = (year - 622) * 33 // 32
    for hijri in range(about - 1, about + 3):
        first = islamic(hijri, month, day)
        if first.year == year:
            last = (
                first + timedelta(days=length - 1)
                if length
                else islamic(hijri, month + 1, 1) - timedelta(days=1)
            )
            return first, last
    return None


def nearest(name: str, day: date, *, ahead: bool) -> tuple[date, date] | None:
    """Return the holiday last begun by ``day``, or with ``ahead`` the next not over on it."""
    found = [
        days for year in (day.year - 1, day.year, day.year + 1) if (days := days_in(name, year)) is not None
    ]
    if ahead:
        return next((days for days in found if days[1] >= day), None)
    return next((days for days in reversed(found) if days[0] <= day), None)
