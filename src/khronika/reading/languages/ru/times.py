"""Times as the source words them, resolved against the day the item was published.

"на прошлой неделе" is Monday to Sunday of the week before; a weekday is the last such day, the day of publication
included, or the next where the verb beside it is in the future; "недавно" ends with the day of publication and has no
start; "с мая" runs to the day of publication. Without that day only what needs none is resolved.
"""

from __future__ import annotations

import re
from datetime import date

from khronika.reading.languages.ru.calendar import Days
from khronika.reading.languages.ru.morph import forms
from khronika.reading.languages.ru.timerules import LOOKING_AHEAD, RULES
from khronika.reading.languages.ru.timewords import TIME
from khronika.reading.languages.ru.words import lowered
from khronika.records.dates import When

_LONGEST = 4000
_NEAR = 60
_AROUND = 80
"""Characters around a stretch that the rules look at too."""

_SAME_DAY = re.compile(
    r"\b(?:теперь|сейчас|в\sтот\sже\sдень|того\sже\sдня|позже|позднее|утром|вечером|дн[её]м|ночью|к\sполудню|час\w*|обед)\b",
    re.IGNORECASE,
)


_OPENED = re.compile(r"\b(?:во?|с|за)\s$", re.IGNORECASE)


def said_in(text: str, start: int, end: int, published: date | None) -> list[When]:
    """Return the time of saying that reporting words give; "теперь", "вечером" alone are the day of publication."""
    opened = _OPENED.search(text, max(0, start - 4), start)
    found = times_of(text, opened.start() if opened is not None else start, end, published)
    if found or published is None:
        return found
    words = " ".join(text[start:end].split())
    if _SAME_DAY.search(words):
        return [When(words, published, published, ((start, end),), published)]
    return (
        [When(words, None, published, ((start, end),), published)]
        if words.lower().startswith(("ранее", "раньше"))
        else []
    )


def times_of(text: str, start: int, end: int, published: date | None, *, planned: bool = False) -> list[When]:
    """Return the times named in ``text[start:end]`` in order; ``planned`` where the words are a promise or a demand."""
    found = []
    last = min(end, start + _LONGEST)
    begun = max(0, start - _AROUND)
    low = lowered(text[begun : last + _AROUND])
    for match in TIME.finditer(low, start - begun, last - begun):
        days = _days(match, published, planned=planned)
        if days is None or (days[0] is not None and days[1] is not None and days[0] > days[1]):
            continue
        span = (match.start() + begun, match.end() + begun)
        words = " ".join(text[slice(*span)].split())
        dated = match["iso"] or match["numeric"] or match["y1"] or match["y3"] or match["y2"]
        found.append(When(words, *days, (span,), None if dated else published))
    return found


def _days(match: re.Match[str], published: date | None, *, planned: bool) -> Days | None:
    try:
        for group, looking in LOOKING_AHEAD.items():
            if match[group]:
                return looking(match, published, ahead(match, planned=planned))
        return next((rule(match, published) for group, rule in RULES.items() if match[group]), None)
    except (ValueError, OverflowError):
        return None


_FUTURE = re.compile(r"[а-яё]{3,}", re.IGNORECASE)
_PLANNED = frozenset(
    {"назначить", "намеренный", "намерить", "запланировать", "планировать", "обещать", "должный", "быть"}
)


def ahead(match: re.Match[str], *, planned: bool = False) -> bool:
    """Tell whether the verb beside the words is in the future, or of a plan, in the same clause."""
    text = match.string
    before = re.split(r"[.!?;:«»\"]", text[max(0, match.start() - _NEAR) : match.start()])[-1]
    after = re.split(r"[.!?;:,«»\"]", text[match.end() : match.end() + _NEAR])[0]
    for word in _FUTURE.findall(before.rpartition(",")[2] + " " + after):
        form = forms(word)[0] if forms(word) else None
        if form is not None and form.tense in {"futr", "past"} and form.pos in {"VERB", "PRTS"}:
            return form.tense == "futr"
        if form is not None and form.lemma in _PLANNED - {"быть"} and form.pos in {"PRTS", "ADJS"}:
            return True
    return planned
