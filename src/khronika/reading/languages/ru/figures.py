"""Figures as they were said, as intervals: "не менее 40 человек", "человек двадцать", "от 30 до 50 семей".

Years, dates, times, ages, money, measures, durations, per cents and labels ("колония № 6") are no figures. Ends that
the words do not state are conventions and say so: десятки 24 to 99, сотни 200 to 999, тысячи 2,000 to 9,999, "около N"
ten per cent either way. The unit is the counted noun as it stands after "пять".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from khronika.reading.languages.ru import units
from khronika.reading.languages.ru.numbers import TIMES, Counted, number_at, plural_pack
from khronika.reading.tokens import WORD, Token, tokenise
from khronika.records.figures import Figure
from khronika.records.spans import Span, Spans

_MOST = 16
_LONGEST = 4000
_REACH = 400
"""Characters before a statement in which the noun of a bare number is looked for."""

_MAYBE = re.compile(
    r"\d|\b(?:од[ни]|дв|тр[иеёо]|четы|четв|пят|шест|сем|вос|дев|дес|сорок|сто|ста\b|сот|полт|полд|полс|тыс|млн|мил|дюж|об[ае]\b)",
    re.IGNORECASE,
)
VAGUE = {"десяток": (24, 99), "сотня": (200, 999), "тысяча": (2_000, 9_999)}
_NAMES = {"десяток": "dozens", "сотня": "hundreds", "тысяча": "thousands"}
_LEFT = tuple(
    (tuple(words.split()), kind)
    for table, kind in (
        ("не менее|не меньше|не меньше чем|не менее чем|по меньшей мере|по крайней мере|как минимум|минимум|хотя бы|самое меньшее", "low"),
        ("более|больше|свыше|более чем|больше чем|чуть более|чуть больше|немногим более", "above"),
        ("до|не более|не больше|не более чем|не больше чем|максимум|самое большее|от силы|не свыше", "high"),
        ("менее|меньше|менее чем|меньше чем", "below"),
        ("около|порядка|примерно|приблизительно|ориентировочно|где-то|с|в районе", "near"),
        ("почти|без малого|едва ли не|чуть менее|чуть меньше", "nearly"),
    )
    for words in table.split("|")
)  # fmt: skip
_RIGHT = (
    (("или", "более"), "low"),
    (("или", "больше"), "low"),
    (("и", "более"), "low"),
    (("и", "больше"), "low"),
    (("или", "чуть", "больше"), "low"),
    (("с", "лишним"), "above"),
    (("или", "около", "того"), "near"),
)
_TENTH, _FEW, _HUNDRED, _THOUSAND = Decimal("0.1"), 10, 100, 1000


class Number(NamedTuple):
    """A number with its bounds, from token ``start`` to token ``end``."""

    low: Decimal | None
    high: Decimal | None
    start: int
    end: int
    convention: str = ""
    together: bool = False
    turned: bool = False
    """Whether the noun stands before its numeral ("человек двадцать")."""


def figures_of(text: str, spans: Spans, marked: Sequence[Span] | None = None) -> list[Figure]:
    """Return the figures that stand within ``spans``; where given, ``marked`` tells which numbers are some."""
    found: list[Figure] = []
    for start, end in spans:
        if _MAYBE.search(text, start, min(end, start + _LONGEST)) is None:
            continue
        mine = None if marked is None else [span for span in marked if start <= span[0] < end][:_MOST]
        if mine is not None and not mine:
            continue
        first = max(0, start - _REACH)
        tokens = tokenise(text, first, min(end, start + _LONGEST))
        at = next((n for n, t in enumerate(tokens) if t.start >= start), len(tokens))
        found += _found(text, tokens, at, _MOST - len(found), mine)
    return found


def _found(text: str, tokens: list[Token], at: int, most: int, marked: Sequence[Span] | None) -> list[Figure]:
    found: list[Figure] = []
    begun = at
    while at < len(tokens) and len(found) < most:
        sure = marked is not None and any(s <= tokens[at].start < e for s, e in marked)
        number = counted_at(tokens, at, begun, sure=sure) if sure or marked is None else None
        if number is None:
            at += 1
            continue
        figure = _figure(text, tokens, number, sure=sure)
        if figure is not None:
            found.append(figure)
        at = max(at + 1, number.end)
    return found


def counted_at(  # noqa: PLR0911 - rules in order
    tokens: list[Token], at: int, begun: int, *, sure: bool = False
) -> Number | None:
    """Return the number at ``at`` with the bounds around it; nothing before token ``begun`` is taken.

    Where it is ``sure`` that something is counted, no label and no hour is looked for.
    """
    if tokens[at].lower in TIMES:
        value = Decimal(TIMES[tokens[at].lower])
        return Number(value, value, at, at + 1)
    vague = plural_pack(tokens[at].text) if tokens[at].kind == WORD else ""
    turned = number_at(tokens, at + 1) if vague in {"тысяча", "сотня"} and at + 1 < len(tokens) else None
    if turned is not None and turned.value < _FEW:
        few, many, convention = ends_of("near", turned.value * (_THOUSAND if vague == "тысяча" else _HUNDRED))
        return Number(few, many, at, turned.end, convention)
    if vague and (tokens[at].lower[-1] not in "аи" or not _left_bound(tokens, at, begun)[0]):
        low, high = VAGUE[vague]
        start = at - (
            at > begun and tokens[at - 1].lower in {"несколько", "нескольких", "несколькими", "многие"}
        )
        return Number(Decimal(low), Decimal(high), start, at + 1, f"{_NAMES[vague]}: {low} to {high}")
    if not sure and not units.may_count(tokens, at):
        return None
    first = number_at(tokens, at)
    if first is None:
        return None
    if first.ceiling:
        return Number(first.value, first.ceiling, at, first.end)
    return _between(tokens, at, first, begun) or _bounded(tokens, at, first, begun)


def _between(tokens: list[Token], at: int, first: Counted, begun: int) -> Number | None:
    """Return "от 30 до 50", "30–50", "два или три", "сорок-пятьдесят"."""
    link = first.end
    if link + 1 >= len(tokens):
        return None
    low = tokens[link].lower
    second = number_at(tokens, link + 1)
    if second is None or second.value <= first.value:
        return None
    opened = tokens[at - 1].lower if at > begun else ""
    if (low == "до" and opened == "от") or (low == "и" and opened == "между"):
        return Number(first.value, second.value, at - 1, second.end)
    touching = tokens[link].start == tokens[first.end - 1].end or tokens[link + 1].start == tokens[link].end
    spelled = tokens[at].kind == WORD and tokens[link + 1].kind == WORD and second.value < 2 * first.value
    if low in {"–", "-", "—", "‑"} and (touching or spelled):
        return Number(first.value, second.value, at, second.end)
    near = second.value - first.value <= max(Decimal(2), first.value)
    return Number(first.value, second.value, at, second.end) if low == "или" and near else None


def _bounded(tokens: list[Token], at: int, number: Counted, begun: int) -> Number:
    kind, start = _left_bound(tokens, at, begun)
    end = number.end
    if kind == "near" and tokens[start].lower == "с" and not (number.pack and end - at == 1):
        kind, start = "", at
    kind, end = (kind, end) if kind else _right_bound(tokens, end)
    turned = not kind and units.noun_before(tokens, at, end, begun)
    if turned:
        kind, start = "near", at - 1
    low, high, convention = ends_of(kind, number.value)
    return Number(low, high, start, end, convention, number.together, turned)


def _right_bound(tokens: list[Token], end: int) -> tuple[str, int]:
    """Return the bound that follows a number, and where the counted noun is to be looked for."""
    for place in (end, end + 1):
        for words, bound in _RIGHT:
            if tuple(t.lower for t in tokens[place : place + len(words)]) == words:
                return bound, (place + len(words) if place == end else end)
    return "", end


def _left_bound(tokens: list[Token], at: int, begun: int) -> tuple[str, int]:
    best = ("", at)
    for words, kind in _LEFT:
        start = at - len(words)
        if (
            kind
            and words[-1] in {"чем", "примерно", "почти", "приблизительно"}
            and at - 1 > begun
            and tokens[at - 1].lower in {"в", "на", "у", "о", "к"}
        ):
            start -= 1
        if (
            start >= begun
            and at - start > at - best[1]
            and tuple(t.lower for t in tokens[start : start + len(words)]) == words
        ):
            best = (kind, start)
    return best


def ends_of(kind: str, value: Decimal) -> tuple[Decimal | None, Decimal | None, str]:  # noqa: PLR0911 - rules in order
    """Return the ends of a number under a bound, and the convention they rest on."""
    if kind == "low":
        return value, None, ""
    if kind == "above":
        return (value + 1 if value == value.to_integral_value() else value), None, ""
    if kind == "high":
        return None, value, ""
    if kind == "below":
        return None, (value - 1 if value == value.to_integral_value() else value), ""
    if kind == "near":
        step = value * _TENTH if value >= _FEW else Decimal(1)
        return _whole(value - step), _whole(value + step), "about: ten per cent either way"
    if kind == "nearly":
        return (
            _whole(value - (value * _TENTH if value >= _FEW else Decimal(1))),
            value,
            "nearly: ten per cent below",
        )
    return value, value, ""


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), rounding=ROUND_HALF_UP) if value < Decimal("1e15") else value


def _figure(text: str, tokens: list[Token], number: Number, *, sure: bool) -> Figure | None:
    found = units.unit_of(tokens, number.start, number.end, together=number.together, turned=number.turned)
    if found is None and sure:
        found = units.Unit("человек", number.end)
    if found is None:
        return None
    end = max(number.end, found.end)
    per, last = units.rate_after(tokens, end)
    span: Span = (tokens[number.start].start, tokens[last - 1].end)
    words = " ".join(text[span[0] : span[1]].split())
    return Figure(words, number.low, number.high, found.unit, "", per, (span,), number.convention)


__all__ = ["Number", "counted_at", "ends_of", "figures_of"]
