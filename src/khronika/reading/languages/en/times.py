"""Times as the source words them, resolved against the day the item was published.

"last week" is Monday to Sunday of the week before; a weekday is the last such day, the day of publication
included, or the next where the verbs lie ahead; "since 2011" has no end and "by Friday" no start;
"recently" ends with the day of publication and has no start. Durations ("for two years"), ages, "now" and
"at the time" are no times. Without a day of publication only what needs none is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from khronika.reading.languages.en.days import Context, Days, days_of_time
from khronika.reading.languages.en.lexicon import MEDIA_WORDS
from khronika.reading.languages.en.tense import ahead
from khronika.reading.languages.en.time_words import BEFORE, OPENINGS, SINCE, TIME
from khronika.records.dates import When
from khronika.records.spans import Span

SAYING, PLANNED = "saying", "planned"
_LONGEST = 4000
_BACK = 300
"""How far back a time is looked for that "two days later" counts from."""
_NEAR = 60
_TENSED = frozenset({"wd", "m", "third", "season", "dmy", "mdy", "holiday", "unit", "months", "part"})
_HANGING = frozenset({"nth", "later", "same", "then"})
_OF_MONTHS = frozenset(
    [
        "in",
        "since",
        "during",
        "until",
        "till",
        "by",
        "before",
        "after",
        "from",
        "of",
        "last",
        "this",
        "next",
        "early",
        "late",
        "mid",
        "for",
        "between",
        "through",
        "as",
    ]
)
_OF_SEASONS = frozenset(
    [
        "in",
        "since",
        "during",
        "until",
        "till",
        "by",
        "before",
        "after",
        "from",
        "over",
        "last",
        "this",
        "next",
        "early",
        "late",
    ]
)
_OF_NTH = frozenset(["on", "since", "until", "by", "of", "before", "from", "after"])
_NO_YEAR = re.compile(
    r"(?:than|least|some|about|around|nearly|almost|over|No\.?|Nos\.?|page|room|flight|number|call|dial|article|case|form|order|[$£€#])\s?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s(?:people|men|women|prisoners|cases|deaths|houses|families|times|votes|tonnes|litres|pages)\b"
)
_NOT_A_DAY = re.compile(
    r"\s(?:lunch|school|paper|best|mass|prayers?|service|edition|newspaper|market|club)\b|\s([A-Z]\w+)"
)


def times_of(
    text: str,
    start: int,
    end: int,
    published: date | None,
    *,
    tense: str = "",
    marked: Sequence[Span] | None = None,
) -> list[When]:
    """Return the times named in ``text[start:end]`` in order.

    A time of ``SAYING`` never lies ahead; what is ``PLANNED``, asked or promised does, where no verb tells
    otherwise. Where given, ``marked`` tells which words are times.
    """
    end = min(end, start + _LONGEST)
    found: list[When] = []
    for match in _matches(text, start, end, marked):
        if marked is not None and not _among(match, marked):
            continue
        if (
            match.lastgroup == "near"
            and match.group().lower() in _OF_THE_DAY
            and _quoted(text, start, match.start())
        ):
            continue
        context = _context(text, match, published, found, tense=tense)
        days = days_of_time(match, context)
        if days is None:
            continue
        days = _led(text, match, marked, _bounded(text, match, days, starts=context.ahead))
        if days[0] is not None and days[1] is not None and days[0] > days[1]:
            continue
        first = _first(text, start, match)
        words = " ".join(text[first : match.end()].split())
        found.append(When(words, *days, ((first, match.end()),), published if _needs(match) else None))
    return found


_OF_THE_DAY = frozenset({"tonight", "tomorrow", "this morning", "this afternoon", "this evening"})
"""In direct words these hang on a day of saying that the day of publication does not tell."""


def _quoted(text: str, start: int, at: int) -> bool:
    """Tell whether ``at`` stands in direct words that open after ``start``."""
    said = text[start:at]
    return said.count("“") > said.count("”") or said.count('"') % 2 == 1 or said[:1] == "‘"


def _led(text: str, match: re.Match[str], marked: Sequence[Span] | None, days: Days) -> Days:
    """Open the end or the start where the marked words say so ("since the attack on Orvan on 8 October")."""
    start = next((s for s, e in marked or () if s < match.start() and match.end() <= e), None)
    if start is None or None in days:
        return days
    lead = text[start : match.start()].lower()
    if lead.startswith("since "):
        return days[0], None
    return (
        (None, days[1]) if lead.startswith(("until ", "till ", "by ", "up to ", "no later than ")) else days
    )


def _among(match: re.Match[str], marked: Sequence[Span]) -> bool:
    return any(s < match.end() and match.start() < e for s, e in marked)


def _matches(
    text: str, start: int, end: int, marked: Sequence[Span] | None = None
) -> Iterator[re.Match[str]]:
    at = start
    for word in _WORD.finditer(text, start, end):
        first = word.group()
        if word.start() < at or not (first[0].isdecimal() or first.lower() in OPENINGS):
            continue
        match = TIME.match(text, word.start(), end)
        if match is not None and (
            _fits(text, match) or (marked and _named_time(match) and _among(match, marked))
        ):
            at = match.end()
            yield match


_WORD = re.compile(r"\b\w+")
"""Each kind of time begins with a word or digits of its own: the pattern is not tried anywhere else."""


def _named_time(match: re.Match[str]) -> bool:
    return match.lastgroup in {"m", "season", "y", "nth"}


def _word_before(text: str, at: int) -> str:
    found = BEFORE.search(text, max(0, at - _NEAR), at)
    return found["word"].lower() if found else ""


def _fits(text: str, match: re.Match[str]) -> bool:  # noqa: PLR0911 - a rule a kind
    """Tell whether the words are a time here: a bare month or year has words before it that say so."""
    kind, before = match.lastgroup, text[max(0, match.start() - _NEAR) : match.start()]
    if kind == "m":
        return _word_before(text, match.start()) in _OF_MONTHS
    if kind == "season":
        return bool(match["f_w"] or match["f_y"]) or _word_before(text, match.start()) in _OF_SEASONS
    if kind == "nth":
        return _word_before(text, match.start()) in _OF_NTH
    if kind == "y":
        if re.search(r"\ban?\s$", before) is not None:
            return False
        return _NO_YEAR.search(before) is None and _COUNTED.match(text, match.end()) is None
    if kind == "wd":
        after = _NOT_A_DAY.match(text, match.end())
        return after is None or (
            after[1] is not None and after[1].lower() not in MEDIA_WORDS | {"times", "prayers"}
        )
    return kind != "span" or any(match[name] for name in ("s_m1", "s_m2", "s_m3", "s_m4"))


def _context(
    text: str, match: re.Match[str], published: date | None, found: list[When], *, tense: str
) -> Context:
    kind = match.lastgroup or ""
    if kind in _HANGING:
        return Context(published, anchor=_anchor(text, match, published, found))
    if tense == SAYING or kind not in _TENSED:
        return Context(published)
    found_before = BEFORE.search(text, max(0, match.start() - _NEAR), match.start())
    word = found_before["word"] if found_before else ""
    return Context(
        published, ahead=ahead(text, match.start(), match.end(), word, kind, planned=tense == PLANNED)
    )


def _anchor(text: str, hanging: re.Match[str], published: date | None, found: list[When]) -> date | None:
    """Return the day named last before a time that hangs on it; for "the 12th" a month will do."""
    at, reach = hanging.start(), timedelta(days=31 if hanging.lastgroup == "nth" else 0)
    for when in reversed(found):
        if when.start is not None and when.end is not None and when.end - when.start <= reach:
            return when.start
    days = [
        days
        for match in _matches(text, max(0, at - _BACK), at)
        if match.lastgroup not in _HANGING | {"y", "years", "decade"}
        and (days := days_of_time(match, Context(published))) is not None
        and days[0] is not None
        and days[1] is not None
        and days[1] - days[0] <= reach
    ]
    return days[-1][0] if days else None


def _bounded(text: str, match: re.Match[str], days: Days, *, starts: bool) -> Days:
    """Open the end after "since" and the start before "by".

    "before" ends the day before; "from" a day that lies ahead (``starts``) has no end.
    """
    if match.lastgroup in {"past", "vague", "within", "then"}:
        return days
    found = BEFORE.search(text, max(0, match.start() - _NEAR), match.start())
    word = found["word"] if found else ""
    since = SINCE.search(text, max(0, match.start() - _NEAR), match.start()) is not None
    if word.lower() == "since" or since:
        return days[0], None
    if text[match.end() : match.end() + 2] in {"’s", "'s"}:
        return days
    of_end = match.lastgroup == "part" and match["p_p"] == "end"
    if (
        word.lower() == "by"
        or word.lower() in _UNTIL
        or match.group().startswith("by ")
        or text[max(0, match.start() - 6) : match.start()].lower() == "up to "
        or (word.lower() == "before" and of_end)
    ):
        return None, days[1]
    if word.lower() == "before" and days[0] is not None and days[0] > date.min:
        return None, days[0] - timedelta(days=1)
    return (days[0], None) if word.lower() == "from" and starts else days


_UNTIL = frozenset({"until", "till"})
"""What follows is the end, and the start is left open (corpus/GUIDELINE.md, "Until")."""

_LEADS = re.compile(
    r"\b(?:[Oo]n|[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Bb]efore|[Aa]fter|[Dd]uring|[Ff]rom|[Bb]etween|[Aa]t|[Ll]ate|[Ee]arly)\s$"
)


def _first(text: str, start: int, match: re.Match[str]) -> int:
    """Return where the words begin, their preposition with them."""
    if text[match.end() : match.end() + 2] in {"’s", "'s"}:
        return match.start()
    lead = _LEADS.search(text, max(start, match.start() - 10), match.start())
    return lead.start() if lead else match.start()


def _needs(match: re.Match[str]) -> bool:
    """Tell whether the words are read against the day of publication."""
    if match.lastgroup in {"iso", "dotted", "years", "decade", "y"}:
        return False
    years = ("a_y", "b_y", "o_y", "c_y", "s_y1", "s_y2", "m_y2", "f_y")
    return not any(match[name] for name in years)
