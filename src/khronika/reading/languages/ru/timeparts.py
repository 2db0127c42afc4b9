"""Bounds and parts of times: which end "до" leaves open, which days "в начале месяца" are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from khronika.reading.languages.ru import calendar as days_of
from khronika.reading.languages.ru.calendar import Days
from khronika.reading.languages.ru.numbers import TOGETHER
from khronika.reading.languages.ru.timewords import NUMBERS, ORDINALS

Ahead = bool | None
"""Whether the words around look ahead; nothing where they tell neither."""

WENT_BY = 150
_MIDDLE = 15
_TENTH, _TWENTIETH = 10, 20
_NINTH = 9


def side(preposition: str | None) -> str:
    """Return "since", "until", "after" or nothing: which end the preposition leaves open, and which day it starts from."""
    low = " ".join((preposition or "").lower().split())
    if low in {"с", "со"} or low.startswith(("с ", "начиная с", "не ран", "после ")):
        return "since"
    if low in {"до", "к", "по"} or low.startswith(("до ", "к ", "не поз")):
        return "until"
    return "after" if low == "после" else ""


def bound(preposition: str | None, first: date, last: date) -> Days:
    """Return the days of "с", "до", "к", "после" before a time that runs from ``first`` to ``last``."""
    end = side(preposition)
    if end == "since":
        return first, None
    if end == "until":
        return None, last
    return (last, None) if end == "after" else (first, last)


def nearest_of(
    preposition: str | None, ahead: Ahead, found: Callable[[bool], tuple[date, date]], published: date
) -> tuple[date, date]:
    """Return the year's or the next year's: "до 1 июля" is to come, unless it went by a few months ago."""
    if side(preposition) == "until" and not ahead:
        before = found(False)  # noqa: FBT003 - this year's
        return before if before[1] >= published - timedelta(days=WENT_BY) else found(True)  # noqa: FBT003 - the next one's
    return found(bool(ahead))


def part_of_month(kind: str, whole: tuple[date, date], *, exact: bool) -> tuple[date, date]:
    """Return a third or a half of a month; ``exact`` where a bound asks for one day."""
    first, last = whole
    if kind.startswith("середин"):
        return (
            (first.replace(day=_MIDDLE),) * 2
            if exact
            else (first.replace(day=_TENTH + 1), first.replace(day=_TWENTIETH))
        )
    if kind.startswith("начал"):
        return (first, first) if exact else (first, first.replace(day=_TENTH))
    if kind.startswith("первы"):
        return first, first.replace(day=_NINTH)
    if kind.startswith("перв"):
        return first, first.replace(day=_MIDDLE)
    if kind.startswith("втор"):
        return first.replace(day=_MIDDLE + 1), last
    return first.replace(day=_TWENTIETH + 1), last


def part_of_year(kind: str, year: int, *, exact: bool) -> tuple[date, date]:
    """Return a part of a year; ``exact`` where a bound asks for one day."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    half = days_of.month(year, 6)[1]
    if kind.startswith("середин"):
        return (half, half) if exact else (date(year, 5, 1), date(year, 8, 31))
    if kind.startswith("начал"):
        return (first, first) if exact else (first, days_of.month(year, 4)[1])
    if kind.startswith("перв"):
        return first, half
    if kind.startswith("втор"):
        return half + timedelta(days=1), last
    return date(year, 9, 1), last


def number_of(words: str | None) -> int:
    """Return the number that words or digits name; 1 where there are none."""
    if not words:
        return 1
    low = words.lower()
    return int(low) if low.isdigit() else NUMBERS.get(low, TOGETHER.get(low, 1))


def year_shift(words: str | None) -> int:
    """Return how many years, months or weeks "прошлый", "этот", "следующий" lie off."""
    low = (words or "").lower()
    return (
        -1
        if low.startswith(("прошл", "минувш", "предыд"))
        else int(low.startswith(("следу", "будущ", "послед")))
    )


def day_number(words: str) -> int:
    """Return the number that an ordinal names ("двадцать первого"), or 0."""
    parts = words.lower().replace("ё", "е").split()
    stems = [
        next((n for stem, n in reversed(ORDINALS.items()) if part.startswith(stem)), 0) for part in parts
    ]
    tens = {"двадцать": 20, "тридцать": 30}
    return tens.get(parts[0], 0) + stems[-1] if len(parts) > 1 else stems[-1]


def units_back(published: date, unit: str, count: int) -> date:
    """Return the day ``count`` units before ``published``."""
    low = unit.lower()
    if low.startswith(("дн", "день", "сут")):
        return published - timedelta(days=count)
    if low.startswith("недел"):
        return published - timedelta(days=7 * count)
    if low.startswith("месяц"):
        return days_of.same_day(published, months=count)
    return days_of.same_day(published, years=count)


def span_back(published: date, unit: str, count: int) -> tuple[date, date]:
    """Return so many units up to ``published``; months and years are whole months."""
    first = units_back(published, unit, count)
    if unit.startswith(("лет", "год", "месяц")):
        return first.replace(day=1), days_of.months_from(published, 0)[1]
    return first, published
