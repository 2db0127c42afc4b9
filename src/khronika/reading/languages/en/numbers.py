"""English number words and figures as whole or decimal numbers."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from khronika.reading.tokens import NUMBER, WORD, Token

_TEN, _HUNDRED = 10, 100

_GROUP = 3
"""Digits between the commas of a figure."""


def words_of(table: str) -> list[str]:
    """Return the words of ``table`` in order."""
    return table.split()


UNITS = {
    word: number
    for number, word in enumerate(
        words_of(
            """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
            fifteen sixteen seventeen eighteen nineteen"""
        )
    )
}
TENS = {
    word: 10 * number
    for number, word in enumerate(words_of("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_LONGEST = 15
_AFTER_A = frozenset({*SCALES, "dozen"})


def number_at(tokens: list[Token], at: int) -> tuple[Decimal, int] | None:
    """Return the number that starts at ``at`` and the place after it, or ``None``."""
    token = tokens[at]
    if token.kind == NUMBER:
        return _digits(tokens, at)
    if token.kind == WORD:
        return _words(tokens, at)
    return None


def _digits(tokens: list[Token], at: int) -> tuple[Decimal, int] | None:
    text = tokens[at].text
    parts = text.split(",")
    if len(parts) > 1 and not all(len(part.partition(".")[0]) == _GROUP for part in parts[1:]):
        return None
    try:
        value = Decimal("".join(parts))
    except InvalidOperation:
        return None
    if len(text) > _LONGEST:
        return None
    following = at + 1
    if following < len(tokens) and tokens[following].lower in SCALES:
        return value * SCALES[tokens[following].lower], following + 1
    return value, following


def _small(word: str) -> int | None:
    if word in UNITS:
        return UNITS[word]
    if word in TENS:
        return TENS[word]
    left, dash, right = word.partition("-")
    if dash and left in TENS and right in UNITS and 0 < UNITS[right] < _TEN:
        return TENS[left] + UNITS[right]
    return None


def _words(tokens: list[Token], at: int) -> tuple[Decimal, int] | None:
    total, part, place, seen = 0, 0, at, False
    if tokens[at].lower == "a" and at + 1 < len(tokens) and tokens[at + 1].lower in _AFTER_A:
        part, place, seen = 1, at + 1, True
    while place < len(tokens) and place - at < _LONGEST:
        low = tokens[place].lower
        small = _small(low)
        if small is not None and (
            part == 0 or part % _HUNDRED == 0 or (part % _TEN == 0 and small < _TEN and part < _HUNDRED)
        ):
            part += small
        elif low in SCALES and part > 0:
            if low == "hundred":
                part *= 100
            else:
                total, part = total + part * SCALES[low], 0
        elif low == "dozen" and part > 0:
            return Decimal(part * 12), place + 1
        elif (
            low == "and"
            and seen
            and place + 1 < len(tokens)
            and part >= _HUNDRED
            and _small(tokens[place + 1].lower) is not None
        ):
            pass
        else:
            break
        seen, place = True, place + 1
    return (Decimal(total + part), place) if seen and place > at and total + part > 0 else None
