"""Days that a matched time means against the day of publication.

One rule a kind of :data:`time_words.TIME`. Conventions: a weekday, month or season is the last one
not after the day of publication, the next one where the verbs lie ahead; "last week" is Monday to Sunday;
"three weeks ago" is the day; a night is the day it begins on; a season is three whole months, winter
December to February.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from khronika.reading.languages.en import holidays
from khronika.reading.languages.en.time_words import NUMBERS, ORDINALS
from khronika.reading.languages.en.words import MONTHS, WEEKDAYS
from khronika.records.dates import week_of

Days = tuple[date | None, date | None]
_HALF_A_YEAR: Final = 183
_CENTURY: Final = 100
_COUNTING: Final = 5
"""Words for ordinals below this count off more often than they name a day ("on the third")."""
_QUARTERS = {"first": 1, "second": 4, "third": 7, "fourth": 10, "last": 10}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_WEEKS = {"first": 0, "second": 1, "third": 2, "fourth": 3}


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule needs beside the words: the day of publication, the tense, the time named last."""

    published: date | None
    ahead: bool = False
    anchor: date | None = None


def days_of_time(match: re.Match[str], context: Context) -> Days | None:
    """Return the days ``match`` means, ``None`` where they cannot be told."""
    kind = match.lastgroup or ""
    try:
        if kind in _ABSOLUTE:
            return _ABSOLUTE[kind](match)
        if context.published is None:
            return None
        return _RELATIVE[kind](match, context.published, context)
    except (ValueError, OverflowError):
        return None


def _number(month: str) -> int:
    return MONTHS[month.strip().rstrip(".").lower()]


def _count(words: str | None) -> int:
    return 1 if words is None else NUMBERS.get(words.lower()) or int(words)


def month_of(year: int, month: int) -> tuple[date, date]:
    """Return the first and last day of a month; ``month`` may lie outside 1 to 12."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _year(year: int) -> Days:
    return date(year, 1, 1), date(year, 12, 31)


def _season(name: str, year: int) -> tuple[date, date]:
    first = _SEASONS[name]
    return month_of(year, first)[0], month_of(year, first + 2)[1]


def _iso(match: re.Match[str]) -> Days | None:
    day = date.fromisoformat(match["iso"])
    return day, day


def _dotted(match: re.Match[str]) -> Days | None:
    year = int(match["t_y"])
    one = date(year + 2000 if year < _CENTURY else year, int(match["t_m"]), int(match["t_d"]))
    return one, one


def _years(match: re.Match[str]) -> Days | None:
    first, last = int(match["y_1"] or match["y_3"]), int(match["y_2"] or match["y_4"])
    return (date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _decade(match: re.Match[str]) -> Days | None:
    return date(int(match["k_y"]) * 10, 1, 1), date(int(match["k_y"]) * 10 + 9, 12, 31)


def _bare_year(match: re.Match[str]) -> Days | None:
    return _year(int(match["e_y"]))


_ABSOLUTE: dict[str, Callable[[re.Match[str]], Days | None]] = {
    "iso": _iso,
    "dotted": _dotted,
    "years": _years,
    "decade": _decade,
    "y": _bare_year,
}


def _dated(published: date, day: int, month: int, year: int | None, *, ahead: bool) -> date:
    if year is not None:
        return date(year, month, day)
    one = date(published.year, month, day)
    if not ahead and one > published + timedelta(days=31):
        return one.replace(year=published.year - 1)
    if ahead and (published - one).days > _HALF_A_YEAR // 2:
        return one.replace(year=published.year + 1)
    return one


def _year_of(words: str | None, relative: str | None, published: date) -> int | None:
    if words:
        return int(words)
    return published.year - relative.lower().startswith("last") if relative else None


def _day_month(match: re.Match[str], published: date, context: Context) -> Days | None:
    keys = {"dmy": "a", "mdy": "b", "odm": "o"}[match.lastgroup or ""]
    day = match[f"{keys}_d"]
    number = ORDINALS.get(day) or int(day)
    relative = match[f"{keys}_r"] if keys != "o" else None
    year = _year_of(match[f"{keys}_y"], relative, published)
    one = _dated(published, number, _number(match[f"{keys}_m"]), year, ahead=context.ahead)
    return one, one


def _day_span(match: re.Match[str], published: date, context: Context) -> Days | None:
    last_month = match["s_m3"] or match["s_m4"] or match["s_m1"]
    first_month = match["s_m1"] or match["s_m2"] or last_month
    if not last_month:
        return None
    year = _year_of(match["s_y2"] or match["s_y1"], None, published)
    last_day = int(match["s_d2"] or match["s_d3"] or match["s_d4"])
    last = _dated(published, last_day, _number(last_month), year, ahead=context.ahead)
    first = date(last.year, _number(first_month), int(match["s_d1"]))
    if first > last and _number(first_month) > _number(last_month):
        first = first.replace(year=last.year - 1)
    return first, last


def _nearest_month(published: date, month: int, *, ahead: bool) -> int:
    """Return the year of the month before, or the one to come."""
    if ahead:
        return published.year + (month < published.month)
    return published.year - (month > published.month)


def _month_span(match: re.Match[str], published: date, context: Context) -> Days | None:
    first, last = _number(match["m_1"]), _number(match["m_2"])
    until = int(match["m_y2"] or 0) or _nearest_month(published, last, ahead=context.ahead)
    since = int(match["m_y1"] or 0) or until - (first > last)
    return month_of(since, first)[0], month_of(until, last)[1]


def _month_year(match: re.Match[str], published: date, _: Context) -> Days | None:
    year = _year_of(match["c_y"], match["c_r"], published)
    return month_of(year, _number(match["c_m"])) if year is not None else None


def _third(match: re.Match[str], published: date, context: Context) -> Days | None:
    """Return the first ten days of a month, the next ten, or the rest (corpus/GUIDELINE.md, "Times")."""
    month = _number(match["x_m"])
    year = int(match["x_y"] or 0) or _nearest_month(published, month, ahead=context.ahead)
    first, last = month_of(year, month)
    part = match["x_p"].lower()
    if part == "early":
        return first, first.replace(day=10)
    return (first.replace(day=11), first.replace(day=20)) if part == "mid" else (first.replace(day=21), last)


def _bare_month(match: re.Match[str], published: date, context: Context) -> Days | None:
    month = _number(match["d_m"])
    return month_of(_nearest_month(published, month, ahead=context.ahead), month)


def _part(match: re.Match[str], published: date, context: Context) -> Days | None:
    if match["p_q"]:
        first = _QUARTERS[match["p_q"]]
        return month_of(published.year, first)[0], month_of(published.year, first + 2)[1]
    whole = _whole(match["p_w"], published, context)
    return _cut(match["p_p"].removeprefix("very "), whole, published) if whole else None


def _whole(words: str, published: date, context: Context) -> tuple[date, date] | None:
    which, _, unit = words.partition(" ")
    step = {"last": -1, "next": 1}.get(which, 0)
    if unit == "week":
        return week_of(published + timedelta(days=7 * step))
    if unit == "month":
        return month_of(published.year, published.month + step)
    if unit == "year":
        return date(published.year + step, 1, 1), date(published.year + step, 12, 31)
    if unit in _SEASONS:
        return _near_season(unit, published, ahead=context.ahead or step > 0)
    if which.isdigit():
        return date(int(which), 1, 1), date(int(which), 12, 31)
    month = _number(which)
    return month_of(int(unit) if unit else _nearest_month(published, month, ahead=context.ahead), month)


def _cut(part: str, whole: tuple[date, date], published: date) -> Days | None:
    """Return the part of a stretch: its first days or its last one, a half, a week, a quarter."""
    first, last = whole
    word, _, unit = part.partition(" ")
    if part in {"start", "beginning"}:
        return first, (published if first <= published <= last else last)
    if part == "end":
        return last, last
    if unit == "quarter":
        start = _QUARTERS[word]
        return month_of(first.year, start)[0], month_of(first.year, start + 2)[1]
    if unit == "week":
        begin = last - timedelta(days=6) if word == "last" else first + timedelta(days=7 * _WEEKS[word])
        return begin, begin + timedelta(days=6)
    if unit == "half":
        middle = _middle(first, last)
        return (first, middle - timedelta(days=1)) if word == "first" else (middle, last)
    return first, last


def _middle(first: date, last: date) -> date:
    if (last - first).days > _CENTURY:
        return date(first.year, 7, 1)
    return first + timedelta(days=14 if (last - first).days < 2 * 31 else 45)


def _near_season(name: str, published: date, *, ahead: bool) -> tuple[date, date]:
    found = [_season(name, year) for year in range(published.year - 2, published.year + 2)]
    if ahead:
        return next(days for days in found if days[1] >= published)
    return next(days for days in reversed(found) if days[0] <= published)


def _season_time(match: re.Match[str], published: date, context: Context) -> Days | None:
    if match["f_y"]:
        return _season(match["f_s2"], int(match["f_y"]))
    which, name = (match["f_w"] or "").lower(), match["f_s1"] or match["f_s3"]
    days = _near_season(name, published, ahead=context.ahead or which == "next")
    if which == "last" and days[1] >= published:
        return _near_season(name, days[0] - timedelta(days=1), ahead=False)
    if which == "next" and days[0] <= published:
        return _near_season(name, days[1] + timedelta(days=1), ahead=True)
    return days


def _weekday(match: re.Match[str], published: date, context: Context) -> Days | None:
    which = (match["w_w"] or "").lower()
    if which in {"every", "each", "one", "a", "an", "the"}:
        return None
    number = WEEKDAYS[match["w_d"].lower()]
    back = (published.weekday() - number) % 7
    if which == "next":
        one = published + timedelta(days=(7 - back) % 7 or 7)
    elif which == "last":
        one = published - timedelta(days=back or 7)
    elif which == "this" or context.ahead:
        one = published + timedelta(days=(7 - back) % 7)
    else:
        one = published - timedelta(days=back)
    return one, one


def _unit(match: re.Match[str], published: date, context: Context) -> Days | None:
    if match["u_e"]:
        sunday = week_of(published)[1]
        late = context.ahead or match["u_e"].startswith("by") or published.weekday() >= WEEKDAYS["saturday"]
        sunday -= timedelta(days=0 if late else 7)
        return sunday - timedelta(days=1), sunday
    which, unit = match["u_w"].lower(), match["u_u"].lower()
    step = {"last": -1, "the previous": -1, "the preceding": -1, "next": 1}.get(which, 0)
    first, last = _stretch(unit, published, step)
    if which in {"earlier this", "so far this"}:
        return first, published
    return (published, last) if which == "later this" else (first, last)


def _stretch(unit: str, published: date, step: int) -> tuple[date, date]:
    if unit == "fortnight":
        return published - timedelta(days=14), published
    if unit in {"week", "weekend"}:
        monday, sunday = week_of(published + timedelta(days=7 * step))
        return (monday, sunday) if unit == "week" else (sunday - timedelta(days=1), sunday)
    if unit == "year":
        return date(published.year + step, 1, 1), date(published.year + step, 12, 31)
    return month_of(published.year, published.month + step)


def _ago(match: re.Match[str], published: date, _: Context) -> Days | None:
    count, unit = _count(match["g_n"]), match["g_u"].lower()
    if unit == "year":
        return _year(published.year - count)
    if unit == "month":
        return month_of(published.year, published.month - count)
    one = published - timedelta(days={"hour": 0, "week": 7, "fortnight": 14}.get(unit, 1) * count)
    return one, one


def _past(match: re.Match[str], published: date, _: Context) -> Days | None:
    length = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "year": 366}[match["h_u"].lower()]
    return published - timedelta(days=length * _count(match["h_n"])), published


def _vague(match: re.Match[str], published: date, _: Context) -> Days | None:
    del match
    return None, published


def _near(match: re.Match[str], published: date, _: Context) -> Days | None:
    words = match.group().lower()
    if words == "overnight":
        return published - timedelta(days=1), published
    step = {"yesterday": -1, "tomorrow": 1}.get(words, -1 if words.startswith("last") else 0)
    one = published + timedelta(days=step)
    return one, one


def _holiday(match: re.Match[str], published: date, context: Context) -> Days | None:
    name = " ".join(match["holiday"].lower().replace("’", "'").split())
    return holidays.nearest(name, published, ahead=context.ahead)


def _nth(match: re.Match[str], published: date, context: Context) -> Days | None:
    day = int(match["n_d"]) if match["n_d"] else ORDINALS[match["n_o"]]
    if match["n_o"] and day < _COUNTING:
        return None
    near = context.anchor or published
    one = near.replace(day=day)
    if context.anchor is not None and one < near:
        one = month_of(near.year, near.month + 1)[0].replace(day=day)
    if one > published + timedelta(days=14) and near <= published:
        one = published.replace(day=day)
        if one > published + timedelta(days=14):
            one = month_of(published.year, published.month - 1)[0].replace(day=day)
    return one, one


def _later(match: re.Match[str], _: date, context: Context) -> Days | None:
    if context.anchor is None:
        return None
    count = _count(match["l_n"]) * (1 if match["l_w"] == "later" else -1)
    if match["l_u"] == "month":
        return month_of(context.anchor.year, context.anchor.month + count)
    one = context.anchor + timedelta(days=count * (7 if match["l_u"] == "week" else 1))
    return one, one


def _within(match: re.Match[str], published: date, _: Context) -> Days | None:
    """Return what a term ends with ("within ten days"); its start is open."""
    count, unit = _count(match["v_n"]), match["v_u"]
    if unit == "month":
        months = published.month - 1 + count
        year, month = published.year + months // 12, months % 12 + 1
        return None, date(year, month, min(published.day, calendar.monthrange(year, month)[1]))
    hours = {"hour": 1, "day": 24, "night": 24, "week": 24 * 7}[unit]
    return None, published + timedelta(days=-(-count * hours // 24))


def _same(match: re.Match[str], _: date, context: Context) -> Days | None:
    if context.anchor is None:
        return None
    if match["then"]:
        return context.anchor, None
    step = {"next": 1, "following": 1, "previous": -1}.get(match["q_w"] or "", 0)
    one = context.anchor + timedelta(days=step)
    return one, one


_RELATIVE: dict[str, Callable[[re.Match[str], date, Context], Days | None]] = {
    "span": _day_span,
    "dmy": _day_month,
    "mdy": _day_month,
    "odm": _day_month,
    "months": _month_span,
    "third": _third,
    "my": _month_year,
    "part": _part,
    "season": _season_time,
    "wd": _weekday,
    "unit": _unit,
    "ago": _ago,
    "past": _past,
    "vague": _vague,
    "near": _near,
    "holiday": _holiday,
    "m": _bare_month,
    "nth": _nth,
    "later": _later,
    "same": _same,
    "within": _within,
    "then": _same,
}
