"""Figures as they were said, as intervals: "100 or more people", "dozens of men", "between 40 and 50".

Years, dates, times, ages, money, percentages, measures and labels ("Quarry 9", "Article 12") are no
figures (:mod:`…not_counts`). The unit is the noun counted (:mod:`…units`); a bare number takes the noun
it stands for (:mod:`…standing`). Ends that the words do not state are conventions and say so: dozens 24
to 99, hundreds 200 to 999, thousands 2,000 to 9,999, "about N" ten per cent either way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from khronika.reading.languages.en import words
from khronika.reading.languages.en.counts import SEVERAL, VAGUE, Number, counted_at
from khronika.reading.languages.en.kinds import counted_kind, is_person
from khronika.reading.languages.en.numbers import SCALES, TENS, UNITS, number_at
from khronika.reading.languages.en.standing import Named, Standing
from khronika.reading.languages.en.units import (
    MEASURES,
    PEOPLE_TOO,
    SUFFERED,
    TIME_UNITS,
    UNCOUNTED,
    Counted,
    unit_at,
)
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, NUMBER, WORD, Token, tokens_of
from khronika.records.figures import Figure
from khronika.records.spans import Span, Spans

_MOST = 24
_LONGEST = 4000
_BACK = 600
"""How far back a bare number looks for the noun it stands for."""
_PERIODS = words_in(
    """
    year month week day hour night annum
    """
)
_BE = words.BE | {"being", "been"}
_BEFORE_A_WHOLE = words.DETERMINERS | {"all", "last"}
_MEASURED = TIME_UNITS | MEASURES
_NOTHING_COUNTED = _MEASURED | UNCOUNTED
_AFTER_ONE = _BE | {"for", "with", "of", ",", ""}
_HELD = SUFFERED | words_in(
    """
    held taken seized said brought found counted
    """
)
_MANY = 10
_CLAUSE = 14
_DEFINITE = frozenset({"the", "these", "those", "other", "both"})
_ONE_MORE = frozenset({"woman", "man", "child", "boy", "girl"})
_SPENT = words_in(
    """
    cost costs pay pays paid spend spent spending levy tax taxes fund funds funding budget owe owes owed
    debt debts loan loans worth price prices raise raised revenue invest invested fine fined subsidy grant
    compensation allocate allocated borrow borrowed profit profits loss losses
    """
)
_MULTIPLIES = words_in(
    """
    as more larger higher bigger greater the over smaller faster
    """
)


_NUMBER = re.compile(
    rf"\d|\b(?:{'|'.join(sorted({*UNITS, *TENS, *SCALES, *VAGUE, *SEVERAL, 'between', 'dozen', 'both'}))})(?:s|\b)",
    re.IGNORECASE,
)
"""What a figure cannot be without: most sentences have none, and are not looked at word by word."""

_NOUN_ENDS = (
    words.PREPOSITIONS | words.RELATIVES | words.AUXILIARIES | {"and", "or", "per", "a", "each", "every"}
)
_NO_HEADS = PEOPLE_TOO | SUFFERED | {"more", "others", "other", "else", "them", "so"}
_ALSO = frozenset({"twice", "half"})
_COUNTING = {"between", "a", *VAGUE, *SEVERAL, *UNITS, *TENS}


def figures_of(text: str, spans: Spans, marked: Sequence[Span] | None = None) -> list[Figure]:
    """Return the figures that stand within ``spans``; where given, ``marked`` tells which numbers are some."""
    if marked is not None:
        return _marked(text, spans, marked)
    found: list[Figure] = []
    for start, end in spans:
        if not _NUMBER.search(text, start, min(end, start + _LONGEST)):
            continue
        back = _whole_word(text, max(0, start - _BACK))
        tokens = tokens_of(text, back, min(end, start + _LONGEST))
        standing = Standing(tokens, start)
        at = 0
        for place in [n for n, token in enumerate(tokens) if _may_count(token)]:
            if place < at:
                continue
            if len(found) >= _MOST:
                break
            at, figure = _next(text, tokens, place, standing)
            if figure is not None and standing.inside:
                found.append(_from(figure, text, start))
    return found


def _marked(text: str, spans: Spans, marked: Sequence[Span]) -> list[Figure]:
    """Return the figures of the marked numbers."""
    found: list[Figure] = []
    for start, end in spans:
        mine = [span for span in marked if start <= span[0] < min(end, start + _LONGEST)][:_MOST]
        if not mine:
            continue
        tokens = tokens_of(text, _whole_word(text, max(0, start - _BACK)), min(end, start + _LONGEST))
        standing = Standing(tokens, start)
        at, most = 0, len(found) + _MOST
        for place in [n for n, token in enumerate(tokens) if _may_count(token) or token.lower in _ALSO]:
            if place < at or len(found) >= most:
                continue
            sure = next((e for s, e in mine if s <= tokens[place].start < e), 0)
            at, figure = _next(text, tokens, place, standing, sure=sure)
            if figure is not None and standing.inside and sure:
                found.append(_from(figure, text, start))
    return found


def _may_count(token: Token) -> bool:
    """Tell whether a number can begin here: of a hundred words, some five."""
    low = token.lower
    return low in _COUNTING or token.kind == NUMBER or ("-" in low and low.partition("-")[0] in TENS)


def _whole_word(text: str, at: int) -> int:
    """Return a place at or before which no word is cut: the next white space, not far off."""
    stop = min(len(text), at + 40)
    while 0 < at < stop and not text[at - 1].isspace():
        at += 1
    return at


def _from(figure: Figure, text: str, start: int) -> Figure:
    """Keep the span of a figure within what was said, where "at least" stands before it."""
    first, last = figure.spans[0]
    if first >= start:
        return figure
    shown = " ".join(text[start:last].split())
    return Figure(
        shown,
        figure.low,
        figure.high,
        figure.unit,
        figure.of,
        figure.per,
        ((start, last),),
        figure.convention,
    )


def _next(
    text: str, tokens: list[Token], at: int, standing: Standing, *, sure: int = 0
) -> tuple[int, Figure | None]:
    """Return the place to go on from and the figure at ``at``, if one is there; ``sure`` is where its words end."""
    if tokens[at].lower in _ALSO:
        return at + (1 if tokens[at].lower == "twice" else 3), _odd(
            text, tokens, at, standing
        ) if sure else None
    number = counted_at(tokens, at, sure=bool(sure))
    if number is None:
        return at + 1, None
    counted, skip = _counted(tokens, number)
    part = skip > number.end
    if skip > number.end and (counted.head in {"votes", "seats"} or _large(tokens, skip)):
        part, skip = True, number.end
    standing.inside = tokens[number.end - 1].start >= standing.start
    if not sure and not _countable(tokens, number, counted, part=part):
        return max(at + 1, number.end), None
    if sure:
        counted = _marked_noun(tokens, number, sure) or counted
    named = standing.of(number, counted, sure=bool(sure))
    if named is None:
        return max(at + 1, number.end), None
    return max(at + 1, number.end, skip), _made(text, tokens, number, named)


def _marked_noun(tokens: list[Token], number: Number, end: int) -> Counted | None:
    """Return the last noun of a marked figure, before what goes with it ("300 marked ballot papers from Orvan")."""
    place = number.end
    if _low(tokens, place) == "of":
        return None
    head = -1
    while place < len(tokens) and tokens[place].start < end:
        token = tokens[place]
        if token.kind != WORD or token.lower in _NOUN_ENDS:
            break
        head, place = place, place + 1
    if head < 0 or tokens[head].lower in _NO_HEADS:
        return None
    return Counted(tokens[head].text, head + 1, tokens[head].lower)


def _odd(text: str, tokens: list[Token], at: int, standing: Standing) -> Figure | None:
    """Return the figure of "twice" and of "half a dozen"."""
    standing.inside = tokens[at].start >= standing.start
    if tokens[at].lower == "twice":
        return _made(text, tokens, Number(at, at + 1, Decimal(2), Decimal(2), ""), Named("times", at + 1))
    if (_low(tokens, at + 1), _low(tokens, at + 2)) != ("a", "dozen"):
        return None
    number = Number(at, at + 3, Decimal(6), Decimal(6), "")
    named = standing.of(number, unit_at(tokens, at + 3), sure=True)
    return _made(text, tokens, number, named) if named is not None else None


def _counted(tokens: list[Token], number: Number) -> tuple[Counted, int]:
    """Return the noun after a number, and the place behind a whole it is part of ("two of the nine men")."""
    one = number.low == number.high == Decimal(1)
    counted = (
        Counted("", number.end)
        if _low(tokens, number.start - 1) == "whom"
        else unit_at(tokens, number.end, one=one)
    )
    place = number.end
    if tokens[place].lower != "of" if place < len(tokens) else True:
        return counted, number.end
    place += 1
    while place < len(tokens) and (
        tokens[place].lower in _BEFORE_A_WHOLE or tokens[place].lower == "'s" or _owner(tokens, place)
    ):
        if counted_at(tokens, place) is not None:
            break
        place += 1
    whole = counted_at(tokens, place) if place < len(tokens) else None
    if whole is None or whole.start != place:
        return counted, number.end
    return unit_at(tokens, whole.end), whole.end


def _large(tokens: list[Token], end: int) -> bool:
    """Tell whether the whole that ends at ``end`` is a figure of its own: a hundred and more."""
    return len(tokens[end - 1].text) > len("99") and tokens[end - 1].text.replace(",", "").isdigit()


def _owner(tokens: list[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at].kind == WORD and tokens[at + 1].lower == "'s"


def _countable(  # noqa: PLR0911 - rules in order
    tokens: list[Token], number: Number, counted: Counted, *, part: bool
) -> bool:
    """Tell whether what follows is counted: no measure, no fraction, no "one", "the two sides", "the six"."""
    first, before = _low(tokens, number.end), _low(tokens, number.start - 1)
    if counted.head in _NOTHING_COUNTED or first in _MEASURED:
        return False
    if _money(tokens, number, counted):
        return False
    if number.low == Decimal(1):
        return number.high == Decimal(1) and _one_more(tokens, number, counted)
    if first == "of" and _low(tokens, number.end + 1) == "which":
        return False
    if part:
        return True
    if (
        before in _DEFINITE
        and first not in {"who", "others"}
        and (not counted.name or number.high in {Decimal(1), Decimal(2)})
    ):
        return False
    if counted.head == "times" and _low(tokens, counted.end) in _MULTIPLIES:
        return False
    return _worth(number, counted)


def _money(tokens: list[Token], number: Number, counted: Counted) -> bool:
    """Tell whether "48 million talas" is money of a country whose coin is not known: words near it say so."""
    great = tokens[number.end - 1].lower in {"million", "billion", "trillion"}
    if not great or not counted.head or is_person(counted.head) or counted_kind(counted.head):
        return False
    near = tokens[max(0, number.start - _CLAUSE) : number.end + _CLAUSE]
    return any(t.lower in _SPENT for t in near)


def _one_more(tokens: list[Token], number: Number, counted: Counted) -> bool:
    """Tell whether "one" counts on from a figure: "and one woman", "and one was missing", "to one"."""
    before, after = _low(tokens, number.start - 1), _low(tokens, number.end)
    odds = before == "to" and number.start > 1 and number_at(tokens, number.start - 2) is not None
    if odds or before not in {"and", "to", ","} or not _counted_before(tokens, number.start):
        return False
    return counted.head in _ONE_MORE or (
        not counted.name and (after in _AFTER_ONE or number.end >= len(tokens))
    )


def _counted_before(tokens: list[Token], at: int) -> bool:
    return any(
        number_at(tokens, n) is not None
        for n in range(max(0, at - _CLAUSE), at - 1)
        if tokens[n].lower != "one"
    )


def _worth(number: Number, counted: Counted) -> bool:
    """Tell whether a monitor counts it: people, cases, bodies, sites; of other things, ten and more."""
    if not counted.name or number.convention or is_person(counted.head) or counted_kind(counted.head):
        return number.high is None or number.high > 0
    return max(end for end in (number.low, number.high) if end is not None) >= _MANY


def _made(text: str, tokens: list[Token], number: Number, named: Named) -> Figure:
    end = max(number.end, named.end)
    per = ""
    for place in range(end, min(end + 3, len(tokens) - 1)):
        if tokens[place].lower in {"per", "a", "every", "each"} and tokens[place + 1].lower in _PERIODS:
            per, end = tokens[place + 1].lower, place + 2
            break
        if tokens[place].kind == MARK:
            break
    span = (tokens[number.start].start, tokens[end - 1].end)
    shown = " ".join(text[span[0] : span[1]].split())
    return Figure(
        shown,
        number.low,
        number.high,
        named.unit,
        _of(tokens, number.start, end),
        per,
        (span,),
        number.convention,
    )


def _of(tokens: list[Token], start: int, end: int) -> str:
    """Return what is counted: the verb after ("being detained") or before ("killed 40 men")."""
    for at in range(end, min(end + 5, len(tokens))):
        low = tokens[at].lower
        if (
            low in _BE
            or low in words.HAVE
            or low in {"who", "reportedly", "allegedly", "also", "already", "may", "might"}
        ):
            continue
        if tokens[at].kind == WORD and (
            (low.endswith("ed") and low not in words.NOT_PAST)
            or low in {"held", "killed", "shot", "beaten", "taken", "missing", "hurt", "wounded", "injured"}
        ):
            return low
        break
    for at in range(start - 1, max(-1, start - 4), -1):
        low = tokens[at].lower
        if tokens[at].kind == WORD and low.endswith(("ed", "ing")) and low not in words.NOT_PAST:
            return low
        if tokens[at].kind == MARK:
            break
    return ""


def _low(tokens: list[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""
