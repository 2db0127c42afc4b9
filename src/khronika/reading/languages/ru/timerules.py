"""What days the words of a time mean: one rule for each group of the pattern.

A rule is given the match, whose text may be all in small letters, and the day of publication, if known. It returns the
first and the last day, either of which may be unknown, or nothing where the words fix no days.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from khronika.reading.languages.ru import calendar as days_of
from khronika.reading.languages.ru.calendar import Days
from khronika.reading.languages.ru.morph import forms
from khronika.reading.languages.ru.numbers import TOGETHER
from khronika.reading.languages.ru.timewords import NUMBERS, ORDINALS
from khronika.reading.languages.ru.words import MONTH_FORMS, WEEKDAY_FORMS
from khronika.records.dates import week_of

_FOLLOWING = re.compile(r"[а-яё]{3,}", re.IGNORECASE)


def _bound(preposition: str, first: date, last: date) -> Days:
    """Return the days of "с", "до", "к", "после" before a time that runs from ``first`` to ``last``."""
    low = " ".join((preposition or "").lower().split())
    if low in {"с", "со", "начиная с"}:
        return first, None
    if low in {"до", "к", "по", "не позднее", "не позже"}:
        return None, last
    return (last, None) if low == "после" else (first, last)


def _number(words: str | None) -> int:
    if not words:
        return 1
    low = words.lower()
    return int(low) if low.isdigit() else NUMBERS.get(low, TOGETHER.get(low, 1))


def _year_shift(words: str | None) -> int:
    low = (words or "").lower()
    return (
        -1
        if low.startswith(("прошл", "минувш", "предыд"))
        else int(low.startswith(("следу", "будущ", "послед")))
    )


def _iso(match: re.Match[str], published: date | None) -> Days | None:
    del published
    one = date.fromisoformat(match["iso"])
    return one, one


def _numeric(match: re.Match[str], published: date | None) -> Days | None:
    del published
    one = date(int(match["xy"]), int(match["xm"]), int(match["xd"]))
    return one, one


def _day_number(match: re.Match[str]) -> int:
    if match["d1"]:
        return int(match["d1"])
    words = match["do"].lower().split()
    stems = [
        next((n for stem, n in reversed(ORDINALS.items()) if word.startswith(stem)), 0) for word in words
    ]
    tens = {"двадцать": 20, "тридцать": 30}
    return tens.get(words[0], 0) + stems[-1] if len(words) > 1 else stems[-1]


def _day_of_month(match: re.Match[str], published: date | None, future: bool) -> Days | None:  # noqa: FBT001 - one of two tables of rules
    day, number = _day_number(match), MONTH_FORMS[match["m1"].lower()]
    if match["y1"]:
        one = date(int(match["y1"]), number, day)
    elif published is None:
        return None
    elif match["yw"]:
        one = date(published.year + _year_shift(match["yw"]), number, day)
        return one, one
    else:
        before = " ".join((match["dp"] or "").lower().split())
        one = days_of.dated(
            published, day, number, ahead=before in {"до", "к", "не позднее", "не позже"} or future
        )
    return _bound(match["dp"], one, one)


def _range(match: re.Match[str], published: date | None) -> Days | None:
    last_month = MONTH_FORMS[match["rm2"].lower()]
    first_month = MONTH_FORMS[(match["rm1"] or match["rm2"]).lower()]
    if match["ry"]:
        year = int(match["ry"])
        return date(year, first_month, int(match["rd1"])), date(year, last_month, int(match["rd2"]))
    if published is None:
        return None
    last = days_of.dated(published, int(match["rd2"]), last_month)
    first = date(last.year - (first_month > last_month), first_month, int(match["rd1"]))
    return first, last


def _month_range(match: re.Match[str], published: date | None) -> Days | None:
    one, two = MONTH_FORMS[match["hm1"].lower()], MONTH_FORMS[match["hm2"].lower()]
    if match["hy"]:
        year = int(match["hy"])
    elif published is None:
        return None
    else:
        year = days_of.nearest_month(published, two)[0].year
    first = int(match["hy1"]) if match["hy1"] else year - (one > two)
    return date(first, one, 1), days_of.month(year, two)[1]


def _night(match: re.Match[str], published: date | None) -> Days | None:
    if published is None and not match["ny"]:
        return None
    if match["nw"]:
        assert published is not None
        one = published - timedelta(days=(published.weekday() - WEEKDAY_FORMS[match["nw"].lower()]) % 7)
    elif match["ny"]:
        one = date(int(match["ny"]), MONTH_FORMS[match["nm"].lower()], int(match["nd"]))
    else:
        assert published is not None
        one = days_of.dated(published, int(match["nd"]), MONTH_FORMS[match["nm"].lower()])
    return one, one


def _month(match: re.Match[str], published: date | None, future: bool) -> Days | None:  # noqa: FBT001 - one of two tables of rules
    number = MONTH_FORMS[match["m2"].lower()]
    before = " ".join(match["mp"].lower().split())
    if match["y2"]:
        first, last = days_of.month(int(match["y2"]), number)
    elif published is None:
        return None
    elif match["yw2"]:
        first, last = days_of.month(published.year + _year_shift(match["yw2"]), number)
    else:
        first, last = days_of.nearest_month(
            published, number, ahead=before in {"до", "к", "до конца", "к концу"} or future
        )
    if before in {"до конца", "к концу"}:
        return None, last
    if before in {"до начала", "к началу"}:
        return None, first
    return _bound("с" if before == "с начала" else before, first, last)


def _since(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    unit = match["su"].lower()
    if unit == "года":
        return date(published.year + _year_shift(match["sq"]), 1, 1), None
    if unit == "месяца":
        return published.replace(day=1), None
    if unit == "недели":
        return week_of(published)[0], None
    return days_of.season(published, _stem(unit))[0], None


def _stem(word: str) -> str:
    return next(stem for stem in days_of.SEASONS if word.lower().startswith(stem))


def _until(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    unit = match["uu"].lower()
    if unit == "года":
        return None, date(published.year, 12, 31)
    if unit == "месяца":
        return None, days_of.months_from(published, 0)[1]
    if unit == "недели":
        return None, week_of(published)[1]
    first, last = days_of.season(published, _stem(unit))
    return None, last if last >= published else date(first.year + 1, last.month, 28)


def _week(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    step = 7 * _year_shift(match["ww"])
    monday, sunday = week_of(published + timedelta(days=step))
    if match["wu"].lower().startswith("выход"):
        return sunday - timedelta(days=1), sunday
    if (
        match.string[max(0, match.start() - 7) : match.start()].strip().lower() in {"ранее", "раньше"}
        and not step
    ):
        return monday, published
    return _bound(match["wp"] or "", monday, sunday)


def _of_year(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    step, unit = _year_shift(match["ow"]), match["ou"].lower()
    if unit.startswith("год"):
        first, last = date(published.year + step, 1, 1), date(published.year + step, 12, 31)
    elif unit.startswith("месяц"):
        first, last = days_of.months_from(published, step)
    else:
        return None
    return _bound(match["op"] or "", first, last)


def _back(published: date, unit: str, count: int) -> date:
    """Return the day ``count`` units before ``published``."""
    low = unit.lower()
    if low.startswith(("дн", "день", "сут")):
        return published - timedelta(days=count)
    if low.startswith("недел"):
        return published - timedelta(days=7 * count)
    if low.startswith("месяц"):
        return days_of.same_day(published, months=count)
    return days_of.same_day(published, years=count)


def _last(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    unit = match["lu"] or match["lu1"]
    if unit.lower().startswith("врем") or (match["last"] and not match["ln"] and unit.lower() != "полгода"):
        return None, published
    if unit.lower() == "полгода":
        return days_of.same_day(published, months=6), published
    return _back(published, unit, _number(match["ln"])), published


def _over(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    return _back(published, match["vu"], _number(match["vn"])), published


def _ago(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    if match["gh"]:
        return days_of.months_from(published, -6)
    unit = match["gu"].lower()
    one = _back(published, unit, _number(match["gn"]))
    if unit.startswith(("лет", "год")):
        return date(one.year, 1, 1), date(one.year, 12, 31)
    return days_of.month(one.year, one.month) if unit.startswith("месяц") else (one, one)


def _earlier(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    one = _back(published, match["eu"], _number(match["en"]))
    return one, one


def _weekday(match: re.Match[str], published: date | None, future: bool) -> Days | None:  # noqa: FBT001 - one of two tables of rules
    if published is None:
        return None
    back = (published.weekday() - WEEKDAY_FORMS[match["wd"].lower()]) % 7
    which = (match["kw"] or "").lower()
    before = " ".join(match["kp"].lower().split())
    if which in {"следующ", "ближайш"} or before in {"до", "к", "на"} or future:
        one = published + timedelta(days=(7 - back) % 7 or 7)
        return _bound(before if before in {"до", "к"} else "", one, one)
    one = published - timedelta(days=back + (7 if which in {"прошл", "минувш"} and not back else 0))
    return _bound(before, one, one)


def _near(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    following = _FOLLOWING.match(match.string, match.end() + 1)
    if match["near"].lower() == "накануне" and following is not None:
        read = forms(following.group())
        if read and read[0].case == "gent":
            return None
    back = {"позавчера": 2, "вчера": 1, "накануне": 1, "сегодня": 0, "завтра": -1}[match["near"].lower()]
    one = published - timedelta(days=back)
    return one, one


def _vague(match: re.Match[str], published: date | None) -> Days | None:
    del match
    return None if published is None else (None, published)


def _season(match: re.Match[str], published: date | None, future: bool) -> Days | None:  # noqa: FBT001 - one of two tables of rules
    if published is None and not match["sy"]:
        return None
    if match["se"].lower() not in {"ой", "ом", "ью"} and not (match["sp"] or match["sw"]):
        return None
    shift = int(_year_shift(match["sw"] or match["syw"]) < 0)
    against = published or date(int(match["sy"]), 12, 31)
    stem = match["ss"].lower()
    first, last = days_of.season(against, stem, year=int(match["sy"] or 0))
    if shift and last >= against:
        first, last = days_of.season(against, stem, -1)
    before = (match["sp"] or "").lower()
    if not match["sy"] and last < against and (before in {"до", "к"} or future):
        first, last = days_of.season(against, stem, 1)
    if before == "к":
        return first, last
    if before == "за" and published is not None:
        return first, min(last, published)
    before = " ".join(before.split())
    return _bound(before, first, last)


def _years(match: re.Match[str], published: date | None) -> Days | None:
    del published
    return date(int(match["ys1"]), 1, 1), date(int(match["ys2"]), 12, 31)


def _year(match: re.Match[str], published: date | None) -> Days | None:
    del published
    year = int(match["y3"])
    return _bound(match["yp"] or "", date(year, 1, 1), date(year, 12, 31))


def _feast(match: re.Match[str], published: date | None, future: bool) -> Days | None:  # noqa: FBT001 - one of two tables of rules
    if published is None:
        return None
    words = match.group().lower()
    one = days_of.feast(published, match["fs"].lower(), ahead=words.startswith(("к", "до")) and future)
    return None if one is None else _bound("до" if words.startswith(("к ", "до")) else "", one, one)


Rule = Callable[[re.Match[str], date | None], Days | None]
RULES: dict[str, Rule] = {
    "range": _range,
    "monthrange": _month_range,
    "night": _night,
    "iso": _iso,
    "numeric": _numeric,
    "since": _since,
    "until": _until,
    "week": _week,
    "ofyear": _of_year,
    "last": _last,
    "lastone": _last,
    "over": _over,
    "ago": _ago,
    "earlier": _earlier,
    "near": _near,
    "vague": _vague,
    "years": _years,
    "year": _year,
}
LOOKING_AHEAD: dict[str, Callable[[re.Match[str], date | None, bool], Days | None]] = {
    "dmy": _day_of_month,
    "month": _month,
    "weekday": _weekday,
    "season": _season,
    "feast": _feast,
}
"""Rules that ask whether the words look ahead."""
