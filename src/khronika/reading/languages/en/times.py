"""Times as the source words them, resolved against the day the item was published.

"last week" is Monday to Sunday of the week before; a weekday is the last such day, the day of
publication included; "recently" ends with the day of publication and has no start. Without a day of
publication only what needs none is resolved.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from khronika.reading.languages.en.words import MONTHS, WEEKDAYS
from khronika.records.dates import When, week_of

_LONGEST = 4000
_MONTH = "|".join(sorted((name.capitalize() for name in MONTHS), key=len, reverse=True))
_DAY = "|".join(name.capitalize() for name in WEEKDAYS)
_NUMBERS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_N = r"(?:\d{1,3}|" + "|".join(_NUMBERS) + ")"
_TIME = re.compile(
    rf"""
    (?P<both>\b(?:[Bb]etween|[Ff]rom)\s(?:(?P<bm1>{_MONTH})\s)?(?P<bd1>\d{{1,2}})(?:\s(?P<bm0>{_MONTH}))?
        \s(?:and|to)\s
        (?:(?P<bm2>{_MONTH})\s(?P<bd2>\d{{1,2}})|(?P<bd3>\d{{1,2}})\s(?P<bm3>{_MONTH}))(?:,?\s(?P<by>\d{{4}}))?\b)
  | (?P<night>\b(?:on\s)?the\snight\sof\s
        (?:(?P<nm1>{_MONTH})\s(?P<nd1>\d{{1,2}})(?:(?:\sto\s|[–-])\d{{1,2}})?
          |(?P<nd2>\d{{1,2}})(?:(?:\sto\s|[–-]|/)\d{{1,2}})?\s(?P<nm2>{_MONTH}))\b)
  | (?P<about>\b(?:on\sor\s)?about\s(?P<ad>\d{{1,2}})\s(?P<am>{_MONTH})\b)
  | (?P<iso>\b\d{{4}}-\d{{2}}-\d{{2}}\b)
  | (?P<dmy>\b(?:(?:[Oo]n\s)?(?:{_DAY}),?\s)?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m1>{_MONTH})\b
        (?:,?\s(?P<y1>\d{{4}})\b)?)
  | (?P<mdy>\b(?:(?:[Oo]n\s)?(?:{_DAY}),?\s)?(?P<m2>{_MONTH})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)
        (?:,?\s(?P<y2>\d{{4}})\b)?)
  | (?P<my>\b(?P<m3>{_MONTH})\.?,?\s(?:of\s)?(?P<y3>\d{{4}})\b)
  | (?P<weekday>\b(?:(?:[Oo]n|[Ll]ate|early|since)\s)?(?:(?P<which>[Ll]ast|this|next)\s)?(?P<wd>{_DAY})\b)
  | (?P<week>\b(?P<wk>[Ll]ast|[Tt]his|next|the\sprevious|the\spast)\s(?P<unit>week|month|year|weekend)\b)
  | (?P<ago>\b(?P<n>{_N})\s(?P<u>day|week|month|year)s?\sago\b)
  | (?P<past>\b(?:[Ii]n|[Oo]ver|during|for|within)\sthe\s(?:past|last)
        \s(?P<pn>{_N})\s(?P<pu>day|week|month|year)s?\b)
  | (?P<vague>\b(?:[Rr]ecently|[Ii]n\srecent\s(?:days|weeks|months|years)
        |[Ee]arlier\sthis\s(?:week|month|year)
        |[Oo]ver\sthe\spast\s(?:few|several)\s(?:days|weeks|months|years))\b)
  | (?P<near>\b(?:[Yy]esterday|[Tt]oday|[Tt]onight|[Ll]ast\snight|this\smorning)\b)
  | (?P<m>\b(?:[Ii]n|[Ss]ince|[Dd]uring|until|by)\s(?P<m4>{_MONTH})\b(?!\s\d))
  | (?P<years>\b(?:[Bb]etween|[Ff]rom)\s(?P<ys1>(?:19|20)\d{{2}})\s(?:and|to|until)\s
        (?P<ys2>(?:19|20)\d{{2}})\b)
  | (?P<y>\b(?:[Ii]n|[Ss]ince|[Dd]uring|from|of|by|until|before|after)\s(?:early\s|late\s|mid-)?
        (?P<y5>(?:19|20)\d{{2}})\b(?!\s(?:people|men|women|prisoners)))
    """,
    re.VERBOSE,
)


def times_of(text: str, start: int, end: int, published: date | None) -> list[When]:
    """Return the times named in ``text[start:end]`` in order."""
    found = []
    for match in _TIME.finditer(text, start, min(end, start + _LONGEST)):
        days = _days(match, published)
        if days is not None and (days[0] is None or days[1] is None or days[0] <= days[1]):
            needs = (
                match.lastgroup is not None
                and not match["iso"]
                and not (
                    match["y1"] or match["y2"] or match["my"] or match["y"] or match["years"] or match["by"]
                )
            )
            words = " ".join(match.group().split())
            found.append(When(words, *days, (match.span(),), published if needs else None))
    return found


_AHEAD = re.compile(
    r"\b(?:continues|resumes|begins|starts|opens|will|would|to\sbe|due|planned|scheduled|shall|is\sto|are\sto)\b[^.;”\"]*$"
)
Days = tuple[date | None, date | None]


def _days(match: re.Match[str], published: date | None) -> Days | None:
    for group, rule in _RULES:
        if match[group]:
            try:
                return rule(match, published)
            except (ValueError, OverflowError):
                return None
    return None


def _iso(match: re.Match[str], published: date | None) -> Days | None:
    del published
    day = date.fromisoformat(match["iso"])
    return day, day


def _day_of_month(match: re.Match[str], published: date | None) -> Days | None:
    day, month, year = (
        (match["d1"], match["m1"], match["y1"]) if match["dmy"] else (match["d2"], match["m2"], match["y2"])
    )
    number = MONTHS[month.lower()]
    if year:
        one = date(int(year), number, int(day))
        return one, one
    if published is None:
        return None
    one = date(published.year, number, int(day))
    if one > published + timedelta(days=31):
        one = one.replace(year=published.year - 1)
    return one, one


def _month(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _month_of_year(match: re.Match[str], published: date | None) -> Days | None:
    del published
    return _month(int(match["y3"]), MONTHS[match["m3"].lower()])


def _bare_month(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    number = MONTHS[match["m4"].lower()]
    first, last = _month(published.year - (number > published.month), number)
    return _since(match, (first, last), published)


def _since(match: re.Match[str], days: Days, published: date | None) -> Days:
    words = match.group().lower()
    if words.startswith("since"):
        return days[0], published if published and days[0] and published >= days[0] else None
    if words.startswith(("until", "by", "before")):
        return None, days[1] if not words.startswith("before") else days[0] and days[0] - timedelta(days=1)
    if words.startswith("after"):
        return days[0], None
    return days


def _year(match: re.Match[str], published: date | None) -> Days | None:
    year = int(match["y5"])
    return _since(match, (date(year, 1, 1), date(year, 12, 31)), published)


def _weekday(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    number = WEEKDAYS[match["wd"].lower()]
    back = (published.weekday() - number) % 7
    if (match["which"] or "").lower() == "next" or _AHEAD.search(
        match.string, max(0, match.start() - 60), match.start()
    ):
        one = published + timedelta(days=(7 - back) % 7 or 7)
    elif (match["which"] or "").lower() == "last":
        one = published - timedelta(days=back or 7)
    else:
        one = published - timedelta(days=back)
    return (one, published) if match.group().lower().startswith("since") else (one, one)


def _week(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    which, unit = match["wk"].lower(), match["unit"].lower()
    step = {"last": -1, "the previous": -1, "this": 0, "next": 1}.get(which)
    if step is None:
        length = {"week": 7, "weekend": 7, "month": 31, "year": 366}[unit]
        return published - timedelta(days=length), published
    if unit in {"week", "weekend"}:
        monday, sunday = week_of(published + timedelta(days=7 * step))
        return (monday, sunday) if unit == "week" else (sunday - timedelta(days=1), sunday)
    if unit == "year":
        year = published.year + step
        return date(year, 1, 1), date(year, 12, 31)
    months = published.year * 12 + published.month - 1 + step
    return _month(months // 12, months % 12 + 1)


def _count(words: str) -> int:
    return _NUMBERS.get(words.lower()) or int(words)


def _ago(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    count, unit = _count(match["n"]), match["u"].lower()
    if unit == "day":
        one = published - timedelta(days=count)
        return one, one
    if unit == "week":
        return week_of(published - timedelta(days=7 * count))
    if unit == "year":
        return date(published.year - count, 1, 1), date(published.year - count, 12, 31)
    months = published.year * 12 + published.month - 1 - count
    return _month(months // 12, months % 12 + 1)


def _past(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    length = {"day": 1, "week": 7, "month": 31, "year": 366}[match["pu"].lower()] * _count(match["pn"])
    return published - timedelta(days=length), published


def _vague(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    words = match.group().lower()
    if words.startswith("earlier this week"):
        return week_of(published)[0], published
    if words.startswith("earlier this month"):
        return published.replace(day=1), published
    if words.startswith("earlier this year"):
        return published.replace(month=1, day=1), published
    return None, published


def _near(match: re.Match[str], published: date | None) -> Days | None:
    if published is None:
        return None
    back = 1 if match.group().lower() in {"yesterday", "last night"} else 0
    one = published - timedelta(days=back)
    return one, one


def _dated(published: date | None, day: str, month: str, year: str | None = None) -> date | None:
    number = MONTHS[month.lower()]
    if year:
        return date(int(year), number, int(day))
    if published is None:
        return None
    one = date(published.year, number, int(day))
    return one.replace(year=one.year - 1) if one > published + timedelta(days=31) else one


def _both(match: re.Match[str], published: date | None) -> Days | None:
    last_month = match["bm2"] or match["bm3"]
    first = _dated(published, match["bd1"], match["bm1"] or match["bm0"] or last_month, match["by"])
    last = _dated(published, match["bd2"] or match["bd3"], last_month, match["by"])
    return (first, last) if first and last else None


def _years(match: re.Match[str], published: date | None) -> Days | None:
    del published
    return date(int(match["ys1"]), 1, 1), date(int(match["ys2"]), 12, 31)


def _night(match: re.Match[str], published: date | None) -> Days | None:
    one = _dated(published, match["nd1"] or match["nd2"], match["nm1"] or match["nm2"])
    return (one, one + timedelta(days=1)) if one else None


def _about(match: re.Match[str], published: date | None) -> Days | None:
    one = _dated(published, match["ad"], match["am"])
    return (one - timedelta(days=1), one + timedelta(days=1)) if one else None


_RULES: tuple[tuple[str, Callable[[re.Match[str], date | None], Days | None]], ...] = (
    ("both", _both),
    ("night", _night),
    ("about", _about),
    ("iso", _iso),
    ("dmy", _day_of_month),
    ("mdy", _day_of_month),
    ("my", _month_of_year),
    ("weekday", _weekday),
    ("week", _week),
    ("ago", _ago),
    ("past", _past),
    ("vague", _vague),
    ("near", _near),
    ("years", _years),
    ("m", _bare_month),
    ("y", _year),
)
