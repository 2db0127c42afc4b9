"""Times as the source words them, resolved against the day the item was published.

"на прошлой неделе" is Monday to Sunday of the week before; a weekday is the last such day, the day of publication
included, or the next where the verb beside it is in the future; "недавно" ends with the day of publication and has no
start; "с мая" has no end. What hangs on another time is read in :mod:`timeanchors`. Without the day of publication only what
needs none is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import zip_longest

from khronika.reading.languages.ru.calendar import Days
from khronika.reading.languages.ru.morph import Form, forms
from khronika.reading.languages.ru.timeanchors import HANGING, HUNG, OF_ONE_DAY, OF_THE_DAY, day_of_entry
from khronika.reading.languages.ru.timerules import LOOKING_AHEAD, RULES
from khronika.reading.languages.ru.timewords import TIME
from khronika.reading.languages.ru.words import lowered
from khronika.reading.tables import words_in
from khronika.records.dates import When
from khronika.records.spans import Span

_LONGEST = 4000
_NEAR = 60
_BESIDE = 4
"""Characters between a part of the day and the day it belongs to ("ночью в среду")."""

_AROUND = 80
"""Characters after a stretch that the rules look at too."""

_BEFORE = 2500
"""Characters before it."""

_SAME_DAY = re.compile(
    r"\b(?:теперь|сейчас|в\sтот\sже\sдень|того\sже\sдня|позже|позднее|утром|вечером|дн[её]м|ночью|к\s(?:полудню|вечеру|утру)|утра|только\sчто|час\w*|обед)\b",
    re.IGNORECASE,
)


_OPENED = re.compile(r"\b(?:во?|с|за|на)\s$", re.IGNORECASE)
_HOUR = re.compile(r"\[?\d{1,2}[:.]\d{2}\]?")


def said_in(text: str, start: int, end: int, published: date | None) -> list[When]:
    """Return the time of saying that reporting words give; an hour, "теперь", "вечером" alone are the day of the entry."""
    opened = _OPENED.search(text, max(0, start - 4), start)
    search = _Search(text, opened.start() if opened is not None else start, end, published)
    found = search.named(said=True)
    words = " ".join(text[start:end].split())
    if found or published is None:
        return found
    if words.lower().startswith(("ранее", "раньше", "прежде")):
        return [When(words, None, published, ((start, end),), published)]
    found = search.hanging(found, said=True)
    if found:
        return found
    if _SAME_DAY.search(words) or _HOUR.fullmatch(words):
        return [When(words, search.day, search.day, ((start, end),), search.day)]
    return []


def times_of(
    text: str, start: int, end: int, published: date | None, *, planned: bool | None = None
) -> list[When]:
    """Return the times named in ``text[start:end]`` in order.

    ``planned`` where the words are a promise or a demand; given at all, the words are known to be somebody's, and times
    that hang on others are read too.
    """
    search = _Search(text, start, end, published)
    found = search.named(planned=bool(planned))
    return found if planned is None or published is None else search.hanging(found, planned=planned)


class _Search:
    """Times between two places of a text, and what stands before them."""

    def __init__(self, text: str, start: int, end: int, published: date | None) -> None:
        self.text, self.published = text, published
        self.start, self.end = start, min(end, start + _LONGEST)
        self.begun = max(0, start - _BEFORE)
        self.low = lowered(text[self.begun : self.end + _AROUND])

    @cached_property
    def day(self) -> date | None:
        """The day that "вчера" is told from: that of the entry of a diary or a log, else of publication."""
        if self.published is None:
            return None
        return day_of_entry(self.low, self.start - self.begun, self.published)

    def named(self, *, planned: bool = False, said: bool = False) -> list[When]:
        """Return the times that say themselves which days they are."""
        return list(self._named(self.start, self.end, planned=planned, said=said))

    def hanging(self, named: list[When], *, planned: bool = False, said: bool = False) -> list[When]:
        """Return ``named`` with the times that hang on the day named before them; ``said`` leaves out parts of the day."""
        found = list(named)
        taken = [when.spans[0] for when in named]
        for match in HUNG.finditer(self.low, self.start - self.begun, self.end - self.begun):
            span = (match.start() + self.begun, match.end() + self.begun)
            group = next(group for group in HANGING if match[group])
            gap = _BESIDE if group == OF_THE_DAY else 0
            if any(a < span[1] + gap and span[0] - gap < b for a, b in taken) or (said and gap):
                continue
            days = self._hung(group, match, planned=planned, said=said)
            if days is not None and _in_order(days):
                found.append(When(self._words(span), *days, (span,), self.day))
        return sorted(found, key=lambda when: when.spans[0])

    def _hung(self, group: str, match: re.Match[str], *, planned: bool, said: bool) -> Days | None:
        if self.day is None:
            return None
        try:
            looks = False if said else ahead(match, planned=planned)
            at = match.start() + self.begun
            anchor = (
                self._anchor(at, one_day=True) or (self.day,) * 2
                if OF_ONE_DAY.search(match.group())
                else self._anchor(at)
            )
            return HANGING[group](match, self.day, anchor, looks)
        except (ValueError, OverflowError):
            return None

    def _anchor(self, at: int, *, one_day: bool = False) -> Days | None:
        """Return the days named last before ``at`` that have been, or the last that are ``one_day``."""
        for when in reversed(self._anchors):
            first, last = when.start, when.end
            if when.spans[0][1] > at or first is None or last is None:
                continue
            if (first == last or not one_day) and (self.day is None or first <= self.day):
                return first, last
        return None

    @cached_property
    def _anchors(self) -> list[When]:
        return list(self._named(self.begun, self.end))

    def _named(self, start: int, end: int, *, planned: bool = False, said: bool = False) -> Iterator[When]:
        for match in TIME.finditer(self.low, start - self.begun, end - self.begun):
            days = _days(match, self.day, planned=planned, said=said)
            if days is None or not _in_order(days):
                continue
            span = (match.start() + self.begun, match.end() + self.begun)
            dated = match["iso"] or match["numeric"] or match["y1"] or match["y3"] or match["y2"]
            yield When(self._words(span), *days, (span,), None if dated else self.day)

    def _words(self, span: Span) -> str:
        return " ".join(self.text[slice(*span)].split())


def _in_order(days: Days) -> bool:
    return days[0] is None or days[1] is None or days[0] <= days[1]


def _days(match: re.Match[str], published: date | None, *, planned: bool, said: bool) -> Days | None:
    try:
        for group, looking in LOOKING_AHEAD.items():
            if match[group]:
                return looking(match, published, False if said else ahead(match, planned=planned))
        return next((rule(match, published) for group, rule in RULES.items() if match[group]), None)
    except (ValueError, OverflowError):
        return None


_VERBAL = re.compile(r"[а-яё]{3,}", re.IGNORECASE)
_PLANNED = words_in("""
    назначить намеренный намерить запланировать планировать должный отложить перенести ожидать ждать ожидаться
    обещать пообещать грозить пригрозить собираться намереваться надеяться готовиться предстоять прогнозировать
""")
"""What is done about a time to come."""

_COULD = words_in("мочь смочь удаться успеть прийтись стать начать перестать пытаться попытаться отказаться")
"""Verbs whose infinitive happened when they did."""


def ahead(match: re.Match[str], *, planned: bool = False) -> bool | None:
    """Tell whether the verb nearest to the words looks ahead, before them or else behind; nothing where no verb tells."""
    text = match.string
    before = re.split(r"[.!?;:«»\"\n]", text[max(0, match.start() - _NEAR) : match.start()])[-1].rpartition(
        ","
    )[2]
    after = re.split(r"[.!?;:,«»\"\n]", text[match.end() : match.end() + _NEAR])[0]
    behind = [form for word in _VERBAL.findall(before) if (form := _verbal(word)) is not None]
    told = _looks(behind[::-1])
    if told is None:
        verbs = [form for word in _VERBAL.findall(after) if (form := _verbal(word)) is not None]
        told = _looks(verbs, after=True)
    return planned or None if told is None else told


def _verbal(word: str) -> Form | None:
    form = forms(word)[0] if forms(word) else None
    return form if form is not None and form.pos in {"VERB", "PRTS", "INFN", "ADJS"} else None


def _looks(verbs: list[Form], *, after: bool = False) -> bool | None:
    """Tell where the nearest verb looks; an infinitive looks ahead unless the next one says that it was done.

    What is promised ``after`` the time was promised at that time.
    """
    for form, other in zip_longest(verbs, verbs[1:]):
        if form.tense == "futr":
            return True
        if form.lemma in _PLANNED:
            return not (after and form.pos == "VERB" and form.tense == "past")
        if form.pos == "INFN":
            return other is None or other.lemma not in _COULD or other.tense != "past"
        if form.tense == "past":
            return form.pos == "PRTS" and other is not None and other.tense == "futr"
    return None
