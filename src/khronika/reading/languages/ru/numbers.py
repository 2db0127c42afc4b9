"""Russian numerals, in words and digits, as decimal numbers."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from khronika.reading.languages.ru.morph import beginnings, forms, worth_analysing
from khronika.reading.tokens import NUMBER, WORD, Token

_LONGEST = 12
_LONGEST_WORD = 40
_GROUP = 3
_DIGITS = 15
_HUNDRED, _TEN, _THOUSAND = 100, 10, 1000

_ONES = "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать"
_TEENS = "пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
_TENS = "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"
_HUNDREDS = "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот"
_TOGETHER = "двое трое четверо пятеро шестеро семеро восьмеро девятеро десятеро"
SMALL = {
    **{word: number for number, word in enumerate((_ONES + " " + _TEENS).split())},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), start=2)},
    **{word: 100 * number for number, word in enumerate(_HUNDREDS.split(), start=1)},
}
TOGETHER = {word: number for number, word in enumerate(_TOGETHER.split(), start=2)}
"""Numerals that count people alone ("двое")."""

SCALES = {"тысяча": 1_000, "миллион": 1_000_000, "миллиард": 1_000_000_000}
_SHORT_SCALES = {"тыс": 1_000, "млн": 1_000_000, "млрд": 1_000_000_000}
PACKS = {
    "десяток": 10,
    "дюжина": 12,
    "сотня": 100,
    "полсотни": 50,
    "полдюжины": 6,
    "полдюжина": 6,
    "полтораста": 150,
}
_HALVES = {"полтора": Decimal("1.5")}
_NOT_NUMBERS = frozenset({"семью", "три", "пятью"}) - {"три"}
_FORMS = {
    stem + ending: stem + "о"
    for stem in ["четвер", "пятер", "шестер", "семер", "восьмер", "девятер", "десятер"]
    for ending in ("о", "ых", "ым", "ыми")
}
TIMES = {"трижды": 3, "четырежды": 4}


class Counted(NamedTuple):
    """A number that starts at a token: its value, the token after it, and whether it counts people alone."""

    value: Decimal
    end: int
    together: bool = False
    pack: bool = False
    ceiling: Decimal | None = None
    """The upper end of "сорок-пятьдесят"."""


_NUMERALS = SMALL.keys() | TOGETHER.keys() | SCALES.keys() | PACKS.keys() | _HALVES.keys()
_BEGIN = beginnings(_NUMERALS)
_MANY = ("десяток", "сотня", "тысяча")
_MANY_BEGIN = beginnings(_MANY)


@lru_cache(maxsize=1 << 14)
def numeral(word: str) -> str:
    """Return the lemma of a numeral, or nothing for any other word."""
    low = word.lower().replace("ё", "е")
    if low in _NOT_NUMBERS or len(low) > _LONGEST_WORD:
        return ""
    if low in _SHORT_SCALES:
        return low
    if low in _FORMS:
        return _FORMS[low]
    left, dash, right = low.partition("-")
    if dash:
        one, two = numeral(left), numeral(right)
        return f"{one}-{two}" if one in SMALL and two in SMALL and SMALL[one] < SMALL[two] else ""
    for form in forms(low) if worth_analysing(low, _BEGIN) else ():
        if form.lemma in _NUMERALS and form.pos in {"NUMR", "NOUN", "ADJF", "NPRO"}:
            return form.lemma
    return low if low in _NUMERALS else ""


def plural_pack(word: str) -> str:
    """Return the lemma of "десятки", "сотни", "тысячи": many, and nobody says how many."""
    if word[: len("сот")].lower() not in _MANY_BEGIN:
        return ""
    for form in forms(word):
        if form.number == "plur" and form.lemma in _MANY:
            return form.lemma
    return ""


def number_at(tokens: list[Token], at: int) -> Counted | None:
    """Return the number that starts at ``at``, or ``None``."""
    if tokens[at].kind == NUMBER:
        return _digits(tokens, at)
    return _words(tokens, at) if tokens[at].kind == WORD else None


def _digits(tokens: list[Token], at: int) -> Counted | None:
    text, end = tokens[at].text, at + 1
    while (
        end < len(tokens)
        and tokens[end].kind == NUMBER
        and len(tokens[end].text) == _GROUP
        and tokens[end].text.isdigit()
        and tokens[end].start - tokens[end - 1].end == 1
        and len(tokens[at].text) <= _GROUP
    ):
        text, end = text + tokens[end].text, end + 1
    if len(text) > _DIGITS:
        return None
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    scale = numeral(tokens[end].text) if end < len(tokens) and tokens[end].kind == WORD else ""
    if scale in SCALES or scale in _SHORT_SCALES:
        value, end = value * (SCALES | _SHORT_SCALES)[scale], end + 1
        end += end < len(tokens) and tokens[end].text == "." and tokens[end - 1].lower in _SHORT_SCALES
    return Counted(value, end)


def _words(tokens: list[Token], at: int) -> Counted | None:  # noqa: C901 - rules in order
    first = numeral(tokens[at].text)
    if not first:
        return None
    if "-" in first:
        low, _, high = first.partition("-")
        scale = SCALES.get(numeral(tokens[at + 1].text), 1) if at + 1 < len(tokens) else 1
        ends = Decimal(SMALL[low] * scale), Decimal(SMALL[high] * scale)
        return Counted(ends[0], at + 1 + (scale > 1), ceiling=ends[1])
    if first in TOGETHER:
        return Counted(Decimal(TOGETHER[first]), at + 1, together=True)
    total, part, place, last = Decimal(0), Decimal(0), at, _THOUSAND
    while place < len(tokens) and place - at < _LONGEST and tokens[place].kind == WORD:
        word = numeral(tokens[place].text)
        if word in SMALL and _rank(SMALL[word]) < last:
            part, last = part + SMALL[word], _rank(SMALL[word])
        elif part and _half(tokens, place):
            part, place = part + Decimal("0.5"), place + 1
        elif place > at and total and word in _HALVES:
            break
        elif word in _HALVES and not part:
            part, last = _HALVES[word], 0
        elif word in PACKS:
            return Counted(Decimal(part or 1) * PACKS[word], place + 1, pack=True)
        elif word in SCALES and (part or place == at):
            total, part, last = total + Decimal(part or 1) * SCALES[word], Decimal(0), _THOUSAND
        else:
            break
        place += 1
    return Counted(total + part, place) if place > at and total + part > 0 else None


def _half(tokens: list[Token], at: int) -> bool:
    """Tell whether "с половиной" stands here before a scale."""
    return (
        at + 2 < len(tokens)
        and tokens[at].lower == "с"
        and tokens[at + 1].lower == "половиной"
        and numeral(tokens[at + 2].text) in SCALES
    )


def _rank(value: int) -> int:
    """Return what must come after: hundreds before tens before ones; "двенадцать" closes like ones."""
    if value >= _HUNDRED:
        return _HUNDRED
    return _TEN if value >= 2 * _TEN else 1
