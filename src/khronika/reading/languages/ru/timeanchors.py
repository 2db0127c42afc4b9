"""Times that hang on another: on the day named last ("в тот день", "спустя два дня"), or on the day of the entry.

Words like "тогда", "к вечеру", "13-го" are times only where something else says so (an annotator, a tagger): nobody
should look for times by them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from khronika.reading.languages.ru import calendar as days_of
from khronika.reading.languages.ru.calendar import Days
from khronika.reading.languages.ru.timeparts import (
    Ahead,
    bound,
    day_number,
    number_of,
    side,
    span_back,
    units_back,
)
from khronika.reading.languages.ru.timewords import NUMBER, ORDINAL_DAY, SIDE
from khronika.reading.languages.ru.words import MONTH_FORMS
from khronika.records.dates import week_of

_MONTH = "|".join(sorted(MONTH_FORMS, key=len, reverse=True))
_UNIT = r"час|часа|часов|день|дня|дней|сутки|суток|недел[юиь]|месяц(?:а|ев)?|лет|года?|полгода"
_EARLIER_UNIT = r"днём|днем|днями|неделей|неделями|месяцем|месяцами|годом"
_MONTH_STEM = "январ|феврал|март|апрел|майс|июн|июл|август|сентябр|октябр|ноябр|декабр"
HUNG = re.compile(
    rf"""
    \b(?:
    (?P<same>(?:(?:утром|вечером|дн[её]м|ночью)\s)?того\sже\s(?:дня|вечера|утра)|той\s(?:же\s)?ночью|тогда(?:\sже)?\b
        |в\s(?:тот\s(?:же\s)?(?:день|вечер|момент|месяц|год)|ту\s(?:же\s)?ночь|то\s(?:же\s)?(?:время|утро)|те\s(?:же\s)?(?:дни|месяцы|годы)))
  | (?P<next>на\s(?:следующ|друг)\w+\s(?:день|утро|вечер))
  | (?P<later>(?:через|спустя)\s(?:(?P<tn>{NUMBER})\s)?(?P<tu>{_UNIT})\b
        |(?:(?P<an>{NUMBER})\s)?(?P<au>{_UNIT})\sспустя|(?:(?P<zn>{NUMBER})\s)?(?P<zu>{_EARLIER_UNIT})\s(?:позже|позднее))
  | (?P<until>за\s(?:(?P<bn>{NUMBER})\s)?(?P<bu>{_UNIT})\sдо\s(?:этого|того)\b)
  | (?P<within>в\sтечение\s(?:(?P<wn>{NUMBER})\s)?(?P<wu>{_UNIT})\b|в\sближайшие\s(?:(?P<nn>{NUMBER})\s)?(?P<nu>дни|дня|дней|сутки|суток|недели|месяцы))
  | (?P<years>за\s(?:(?P<yn>{NUMBER})\s)?(?P<yu>год|года|лет)\b)
  | (?P<running>(?<!на\s)(?<!в\s)(?:(?P<rd>{ORDINAL_DAY})\w{{1,3}}\s(?P<ru>день|сутки|неделю|месяц|год)\b))
  | (?P<adjective>(?P<am>{_MONTH_STEM})(?:ьск|овск|ск|к)(?:ий|ая|ой|ом|ое|ие|их|ую|ого|ому|им)\b)
  | (?P<newyear>(?:(?P<ns>{SIDE}|на)\s)?нов(?:ый|ого|ому)\sгод[ау]?\b)
  | (?P<christmas>(?:(?P<cs>{SIDE}|на|в)\s)?рождеств[оауе]м?\b)
  | (?P<daily>(?:(?P<ds>{SIDE}|на)\s)?(?P<dw>вчера|сегодня|завтра)шн\w+(?:\s(?:день|дня|дню|вечер[ау]?|утр[оау]))?)
  | (?P<week>на\s(?P<wo>{ORDINAL_DAY})\w{{1,3}}\sнеделе\s(?P<wm>{_MONTH}))
  | (?P<lastnight>прошлой\sночью)
  | (?P<nth>(?:(?P<os>{SIDE}|на|за)\s)?(?:(?P<o1>\d{{1,2}})-(?:го|е|му)|(?P<o2>(?:двадцать\s|тридцать\s)?(?:{ORDINAL_DAY})(?:ого|его|ье|ое|ому|ему)))\b)
  | (?P<part>(?:(?P<hs>к|до|с|около|под|ещё|еще|поздно|рано)\s)?(?:
        (?:(?:\d{{1,2}}|\w{{3,12}})\s(?:час(?:ов|а|ам|у)?\s?)?)?(?:утр[оауе]м?|вечер[ау]?м?|дн[её]м|ноч(?:и|ью)|полудн[юя]|полуноч[иь]|полдень)\b
        |\d{{1,2}}(?::\d{{2}}|\sчас(?:ов|а|ам)))|в\s\d{{1,2}}[:.]\d{{2}}\b)
    )
    """,
    re.VERBOSE,
)
"""Small letters alone."""

_NIGHT = re.compile(r"с\s(?:вечера|ночи)\Z")


def _shifted(day: Days, unit: str, number: int, *, later: bool) -> Days:
    """Return the day so many units after or before the anchor; an anchor longer than a day moves by months only."""
    first, last = day
    assert first is not None
    assert last is not None
    steps = -number if later else number
    if unit.startswith("час"):
        return day
    if unit.startswith("полгода"):
        return days_of.months_from(first, -6 if not later else 6)
    if unit.startswith("месяц") and (last - first).days:
        return days_of.months_from(first, -steps)
    if (last - first).days and unit.startswith(("день", "дн", "сут", "недел")):
        return day
    one = units_back(first, unit, steps)
    return one, one


def _later(match: re.Match[str], published: date, anchor: Days | None, ahead: Ahead) -> Days | None:
    """Read "через неделю": after the day named last where it tells what was, after ``published`` where it looks ahead."""
    unit = match["tu"] or match["au"] or match["zu"]
    number = number_of(match["tn"] or match["an"] or match["zn"])
    hung = match["tu"] is None or ahead is False or match.group().startswith("спустя")
    base = anchor if hung else (published, published)
    if base is None:
        return None
    days = _shifted(base, unit, number, later=True)
    return (None, days[1]) if _no_later(match) else days


def _no_later(match: re.Match[str]) -> bool:
    return (
        re.search(
            r"не\sпоз(?:же|днее)(?:\sчем)?\s\Z", match.string[max(0, match.start() - 20) : match.start()]
        )
        is not None
    )


def _within(match: re.Match[str], published: date, anchor: Days | None, ahead: Ahead) -> Days | None:
    del anchor
    unit, words = match["wu"] or match["nu"], match["wn"] or match["nn"]
    if match["wu"] and not words:
        return (published, published) if unit in {"дня", "суток"} else None
    if match["wu"] and ahead is False:
        return None
    if not words and unit != "сутки":
        return published, None
    last = units_back(published, unit, -number_of(words))
    return (published if match["nu"] else None), last


def _nth(match: re.Match[str], published: date, anchor: Days | None, ahead: Ahead) -> Days | None:
    """Read "13-го": of the month named last, else the nearest such day."""
    number = int(match["o1"]) if match["o1"] else day_number(match["o2"])
    later = ahead or match["os"] in {"на", "до", "к"}
    if anchor is not None and anchor[0] is not None and (published - anchor[0]).days < _FAR:
        base = anchor[0]
    else:
        base = published
    one = base.replace(day=number)
    if later and one < published:
        one = days_of.months_from(published, int(published.day > number))[0].replace(day=number)
    elif not later and one > published:
        one = days_of.months_from(published, -1)[0].replace(day=number)
    return bound(match["os"] if match["os"] not in {"на", "за"} else "", one, one)


_FAR = 250


def _running(match: re.Match[str], published: date, anchor: Days | None, ahead: Ahead) -> Days | None:
    """Read "третий день бастуют": from so many days before, the day of publication counted in."""
    del anchor, ahead
    before, unit = day_number(match["rd"]) - 1, match["ru"]
    if before < 1:
        return None
    if unit.startswith("недел"):
        return week_of(published - timedelta(days=7 * before))[0], published
    if unit.startswith("месяц"):
        return days_of.months_from(published, -before)[0], days_of.months_from(published, 0)[1]
    if unit == "год":
        return date(published.year - before, 1, 1), published
    return published - timedelta(days=before), published


def _daily(match: re.Match[str], published: date, anchor: Days | None, ahead: Ahead) -> Days | None:
    del anchor, ahead
    one = published + timedelta(days={"вчера": -1, "сегодня": 0, "завтра": 1}[match["dw"]])
    if match["dw"] == "сегодня" and match["ds"] == "на":
        return None, one
    return bound(match["ds"] if match["ds"] != "на" else "", one, one)


def _feast(number: int, day: int, group: str) -> Rule:
    def rule(match: re.Match[str], published: date, anchor: Days | None, ahead: Ahead) -> Days | None:
        del anchor
        later = side(match[group]) == "until" or match[group] == "на" or bool(ahead)
        one = days_of.dated(published, day, number, ahead=later)
        return bound(match[group] if match[group] not in {"на", "в"} else "", one, one)

    return rule


def _adjective(match: re.Match[str], published: date, anchor: Days | None, ahead: Ahead) -> Days | None:
    del anchor, ahead
    stem = match["am"].removesuffix("с")
    number = next(n for form, n in MONTH_FORMS.items() if form.startswith(stem))
    return days_of.nearest_month(published, number)


def _part(match: re.Match[str], published: date, anchor: Days | None, ahead: Ahead) -> Days | None:
    """Read a part of the day alone: of the day of publication; what began in the evening began the day before."""
    del anchor
    if match.group() == "к утру" and ahead:
        return None, published + timedelta(days=1)
    if _NIGHT.match(match.group()):
        return published - timedelta(days=1), None
    return bound(match["hs"] if match["hs"] in {"к", "до", "с"} else "", published, published)


def _week(match: re.Match[str], published: date, anchor: Days | None, ahead: Ahead) -> Days | None:
    """Read "на второй неделе июля": weeks are counted from the first Monday."""
    del anchor
    first, last = days_of.nearest_month(published, MONTH_FORMS[match["wm"]], ahead=bool(ahead))
    monday = first + timedelta(days=-first.weekday() % 7 + 7 * (day_number(match["wo"]) - 1))
    return (monday, monday + timedelta(days=6)) if monday <= last else None


def _next(match: re.Match[str], published: date, anchor: Days | None, ahead: Ahead) -> Days | None:
    del match, published, ahead
    return None if anchor is None else _shifted(anchor, "день", 1, later=True)


def _before(match: re.Match[str], published: date, anchor: Days | None, ahead: Ahead) -> Days | None:
    del published, ahead
    return None if anchor is None else _shifted(anchor, match["bu"], number_of(match["bn"]), later=False)


def _years(match: re.Match[str], published: date, anchor: Days | None, ahead: Ahead) -> Days | None:
    del anchor
    return None if ahead else span_back(published, match["yu"], number_of(match["yn"]))


Rule = Callable[[re.Match[str], date, Days | None, Ahead], Days | None]
HANGING: dict[str, Rule] = {
    "same": lambda match, published, anchor, ahead: anchor,  # noqa: ARG005 - one of a table of rules
    "next": _next,
    "later": _later,
    "until": _before,
    "within": _within,
    "years": _years,
    "running": _running,
    "adjective": _adjective,
    "newyear": _feast(1, 1, "ns"),
    "christmas": _feast(12, 25, "cs"),
    "daily": _daily,
    "week": _week,
    "lastnight": lambda match, published, anchor, ahead: (published - timedelta(days=1),) * 2,  # noqa: ARG005 - one of a table of rules
    "nth": _nth,
    "part": _part,
}
"""What each group of the pattern means, told the day of publication and the days named last."""

OF_THE_DAY = "part"
"""The group of parts of the day, which a time of saying reads otherwise."""

OF_ONE_DAY = re.compile(
    r"\b(?:того\sже|тот|ту|то|той|следующ\w+|друг\w+)\s(?:же\s)?(?:день|дня|вечера?|утр[оа]|ночь|ночью)"
)
"""Words that hang on a single day."""

_ENTRY = re.compile(
    rf"^[ \t\[(]{{0,3}}(?:[^\n\d]{{0,40}},\s)?(?P<d>\d{{1,2}})\s(?P<m>{_MONTH}|янв|фев|февр|апр|авг|сен|сент|окт|ноя|нояб|дек)\b\.?"
    r"(?:\s(?P<y>\d{4})(?:\s(?:года|г\.))?)?(?:[,. ]{1,3}(?:в\s)?\d{1,2}[:.]\d{2})?[\])]?[ \t]*$",
    re.MULTILINE,
)
_REACH = 2500
_SPAN = 90


def day_of_entry(low: str, at: int, published: date) -> date:
    """Return the day on the line above ``at`` that has nothing but a day on it (diary, log), else the day of publication."""
    line = max(
        _ENTRY.finditer(low, max(0, at - _REACH), low.rfind("\n", 0, at) + 1),
        key=re.Match.start,
        default=None,
    )
    if line is None:
        return published
    number = next(n for form, n in MONTH_FORMS.items() if form.startswith(line["m"]))
    try:
        one = (
            date(int(line["y"]), number, int(line["d"]))
            if line["y"]
            else days_of.dated(published, int(line["d"]), number)
        )
    except ValueError:
        return published
    return one if 0 <= (published - one).days < _SPAN else published
