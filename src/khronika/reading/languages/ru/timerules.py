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
from khronika.reading.languages.ru.timeparts import (
    WENT_BY,
    Ahead,
    bound,
    day_number,
    nearest_of,
    number_of,
    part_of_month,
    part_of_year,
    side,
    span_back,
    units_back,
    year_shift,
)
from khronika.reading.languages.ru.timewords import ORDINALS
from khronika.reading.languages.ru.words import MONTH_FORMS, WEEKDAY_FORMS
from khronika.records.dates import week_of

_MONTHS_OF = {"квартал": 3, "полугоди": 6}

_FOLLOWING = re.compile(r"[а-яё]{3,}", re.IGNORECASE)


def _iso(match: re.Match[str], published: date | None) -> Days | None:
    del published
    one = date.fromisoformat(match["iso"])
    return one, one


def _numeric(match: re.Match[str], published: date | None) -> Days | None:
    del published
    one = date(int(match["xy"]), int(match["xm"]), int(match["xd"]))
    return one, one


def _day_of_month(match: re.Match[str], published: date | None, ahead: Ahead) -> Days | None:
    day, number = int(match["d1"] or 0) or day_number(match["do"]), MONTH_FORMS[match["m1"].lower()]
    if match["y1"]:
        one = date(int(match["y1"]), number, day)
    elif published is None:
        return None
    elif match["yw"]:
        one = date(published.year + year_shift(match["yw"]), number, day)
    else:

        def near(later: bool) -> tuple[date, date]:  # noqa: FBT001 - asked with either by one helper
            one = days_of.dated(published, day, number, ahead=later)
            return one, one

        one = nearest_of(match["dp"], ahead, near, published)[0]
    return bound(match["dp"], one, one)


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


def _which_month(
    match: re.Match[str], published: date, number: int, preposition: str | None, ahead: Ahead
) -> tuple[date, date]:
    if match.groupdict().get("yw2"):
        return days_of.month(published.year + year_shift(match["yw2"]), number)

    def near(later: bool) -> tuple[date, date]:  # noqa: FBT001 - asked with either by one helper
        return days_of.nearest_month(published, number, ahead=later)

    return nearest_of(preposition, ahead, near, published)


def _month(match: re.Match[str], published: date | None, ahead: Ahead) -> Days | None:
    number = MONTH_FORMS[match["m2"].lower()]
    if match["y2"]:
        first, last = days_of.month(int(match["y2"]), number)
    elif published is None:
        return None
    else:
        looking = True if match["mp"].lower() == "на" else ahead
        first, last = _which_month(match, published, number, match["mp"], looking)
    return bound(match["mp"], first, last)


def _part(match: re.Match[str], published: date | None, ahead: Ahead) -> Days | None:
    """Read "в начале июня", "с середины августа", "до конца 2031 года", "второй квартал"."""
    if match["py"]:
        year = int(match["py"])
    elif published is None:
        return None
    else:
        year = published.year + year_shift(match["pw"])
    if match["pq"]:
        length = _MONTHS_OF[match["pq"]]
        last_month = length * next(
            n for stem, n in ORDINALS.items() if match["pn"].replace("ё", "е").startswith(stem)
        )
        first, last = date(year, last_month - length + 1, 1), days_of.month(year, last_month)[1]
        if (match["pe"] or "").startswith("начал"):
            last = first
    elif match["pm"]:
        number = MONTH_FORMS[match["pm"].lower()]
        if match["py"] or match["pw"] or published is None:
            whole = days_of.month(year, number)
        else:
            whole = _which_month(match, published, number, match["pp"], ahead)
        first, last = part_of_month(match["pk"], whole, exact=bool(side(match["pp"])))
    elif match.group().rstrip().endswith("месяца"):
        assert published is not None
        whole = days_of.months_from(published, year_shift(match["pw"]))
        first, last = part_of_month(match["pk"], whole, exact=bool(side(match["pp"])))
    else:
        first, last = part_of_year(match["pk"], year, exact=bool(side(match["pp"])))
    return bound(match["pp"], first, last)


def _since(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    unit = match["su"].lower()
    if unit == "года":
        return date(published.year + year_shift(match["sq"]), 1, 1), None
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
    unit, step = match["uu"].lower(), year_shift(match["uq"])
    if unit == "года":
        return None, date(published.year + step, 12, 31)
    if unit == "месяца":
        return None, days_of.months_from(published, step)[1]
    if unit == "недели":
        return None, week_of(published + timedelta(days=7 * step))[1]
    last = days_of.season(published, _stem(unit))[1]
    return None, last if last >= published else days_of.season(published, _stem(unit), 1)[1]


def _week(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    step = 7 * year_shift(match["ww"])
    monday, sunday = week_of(published + timedelta(days=step))
    if (match["wp"] or "").endswith(("конца", "концу")):
        return None, sunday
    if match["wu"].lower().startswith("выход"):
        return sunday - timedelta(days=1), sunday
    if (
        match.string[max(0, match.start() - 7) : match.start()].strip().lower() in {"ранее", "раньше"}
        and not step
    ):
        return monday, published
    return bound(match["wp"] or "", monday, sunday)


def _of_year(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    step, unit = year_shift(match["ow"]), match["ou"].lower()
    if unit.startswith("год"):
        first, last = date(published.year + step, 1, 1), date(published.year + step, 12, 31)
    elif unit.startswith("месяц"):
        first, last = days_of.months_from(published, step)
    else:
        return None
    return bound(match["op"] or "", first, last)


def _last(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    unit = match["lu"] or match["lu1"]
    low = unit.lower()
    if low.startswith("врем") or (match["last"] and not match["ln"] and low not in {"полгода", "сутки"}):
        return None, published
    if low == "полгода":
        return days_of.months_from(published, -6)[0], days_of.months_from(published, 0)[1]
    return span_back(published, low, number_of(match["ln"]))


def _over(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    return span_back(published, match["vu"].lower(), number_of(match["vn"]))


def _ago(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    if match["gh"]:
        return days_of.months_from(published, -6)
    unit = match["gu"].lower()
    one = units_back(published, unit, number_of(match["gn"]))
    if unit.startswith(("лет", "год")):
        return date(one.year, 1, 1), date(one.year, 12, 31)
    return days_of.month(one.year, one.month) if unit.startswith("месяц") else (one, one)


def _earlier(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    one = units_back(published, match["eu"], number_of(match["en"]))
    return one, one


def _weekday(match: re.Match[str], published: date | None, ahead: Ahead) -> Days | None:
    if published is None:
        return None
    gone = (published.weekday() - WEEKDAY_FORMS[match["wd"].lower()]) % 7
    which = (match["kw"] or "").lower()
    before = " ".join(match["kp"].lower().split())
    if side(before) == "until":
        one = published - timedelta(days=gone) if ahead is False else published + timedelta(days=-gone % 7)
        return None, one
    onto = before.startswith("на") and ahead is not False
    if which in {"следующ", "ближайш"} or onto or before.startswith("не ран") or ahead:
        one = published + timedelta(days=7 - gone)
    else:
        one = published - timedelta(days=gone + (7 if which in {"прошл", "минувш"} and not gone else 0))
    return bound(before, one, one)


def _weekdays(match: re.Match[str], published: date | None, ahead: Ahead) -> Days | None:
    """Read "в субботу и воскресенье", "с субботы по понедельник"."""
    if published is None:
        return None
    one, two = WEEKDAY_FORMS[match["w1"].lower()], WEEKDAY_FORMS[match["w2"].lower()]
    back = (published.weekday() - two) % 7
    last = published + timedelta(days=7 - back if ahead else -back)
    return last - timedelta(days=(two - one) % 7), last


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


def _season(match: re.Match[str], published: date | None, ahead: Ahead) -> Days | None:
    if published is None and not match["sy"]:
        return None
    if match["se"].lower() not in {"ой", "ом", "ью"} and not (match["sp"] or match["sw"]):
        return None
    against = published or date(int(match["sy"]), 12, 31)
    stem, until = match["ss"].lower(), side(match["sp"]) == "until"
    if (match["syw"] or "").startswith("прошл"):
        first, last = days_of.season(against, stem, year=against.year - 1)
        return bound(match["sp"], first, last)
    first, last = days_of.season(against, stem, year=int(match["sy"] or 0))
    if year_shift(match["sw"]) < 0 and last >= against:
        first, last = days_of.season(against, stem, -1)
    if (
        not match["sy"]
        and last < against
        and (ahead or match["sp"] == "на" or (until and last < against - timedelta(days=WENT_BY // 5)))
    ):
        first, last = days_of.season(against, stem, 1)
    if match["sp"] == "за" and published is not None:
        return first, min(last, published)
    if match["sp"] in {"к", "до"} and not match["sy"]:
        if ahead is not False and first < against - timedelta(days=WENT_BY // 5):
            first = days_of.season(first + timedelta(days=366), stem)[0]
        return None, first - timedelta(days=int(match["sp"] == "к"))
    return bound(match["sp"], first, last)


def _years(match: re.Match[str], published: date | None) -> Days | None:
    del published
    return date(int(match["ys1"]), 1, 1), date(int(match["ys2"]), 12, 31)


def _year(match: re.Match[str], published: date | None) -> Days | None:
    del published
    year = int(match["y3"])
    return bound(match["yp"] or "", date(year, 1, 1), date(year, 12, 31))


def _feast(match: re.Match[str], published: date | None, ahead: Ahead) -> Days | None:
    if published is None:
        return None
    words = match.group().lower()
    one = days_of.feast(published, match["fs"].lower(), ahead=words.startswith(("к", "до")) and bool(ahead))
    return None if one is None else bound("до" if words.startswith(("к ", "до")) else "", one, one)


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
LOOKING_AHEAD: dict[str, Callable[[re.Match[str], date | None, Ahead], Days | None]] = {
    "dmy": _day_of_month,
    "part": _part,
    "month": _month,
    "wdrange": _weekdays,
    "weekday": _weekday,
    "season": _season,
    "feast": _feast,
}
"""Rules that ask whether the words look ahead."""
