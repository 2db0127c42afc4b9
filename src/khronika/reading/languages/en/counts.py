"""Numbers that count, with their bounds: "at least 40", "between 30 and 50", "several hundred".

Ends that the words do not state are conventions and say so.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from khronika.reading.languages.en import words
from khronika.reading.languages.en.not_counts import counts_nothing, is_year
from khronika.reading.languages.en.numbers import number_at
from khronika.reading.languages.en.units import TIME_UNITS, plural
from khronika.reading.tokens import MARK, NUMBER, WORD, Token

_TENTHS_FROM = 10
"""A tenth either way is a whole number from this figure on."""
VAGUE = {
    "dozens": (24, 99),
    "scores": (40, 99),
    "hundreds": (200, 999),
    "thousands": (2_000, 9_999),
    "millions": (2_000_000, 9_999_999),
}
SEVERAL = frozenset({"several", "few", "many"})
_ONE_OF = {"dozen": "dozens", "hundred": "hundreds", "thousand": "thousands", "million": "millions"}
_LEFT: dict[tuple[str, ...], str] = {
    tuple(phrase.split()): bound
    for bound, phrases in {
        "low": "at least|no fewer than|no less than|not less than|not less then|not fewer than|a minimum of"
        "|upwards of",
        "above": "more than|over|well over|in excess of|greater than|passed|exceeded|topped|surpassed",
        "high": "up to|as many as|at most|no more than|not more than|a maximum of",
        "below": "fewer than|less than|under|not",
        "near": "about|around|some|roughly|approximately|an estimated|estimated|nearer|circa",
        "nearly": "close to|nearly|almost|just under",
    }.items()
    for phrase in phrases.split("|")
}
_RIGHT = {
    ("or", "more"): "low",
    ("and", "more"): "low",
    ("and", "rising"): "low",
    ("or", "so"): "near",
    ("or", "fewer"): "high",
    ("or", "less"): "high",
    ("or", "thereabouts"): "near",
}
_LONGEST_BOUND = 3
_FAR = Decimal("1.7")
"""Numbers joined by "or" further apart than this are two figures."""
_CHANGED = frozenset({"from"})
_TO_ANOTHER_DAY = frozenset({"and", "to", "-", "–", "—", "or"})
_NOT_ABOUT = frozenset(
    {
        "wrong",
        "worried",
        "know",
        "knows",
        "talk",
        "talked",
        "spoke",
        "speak",
        "asked",
        "ask",
        "told",
        "concerned",
        "right",
    }
)


class Number(NamedTuple):
    """A number with its bounds, in places of tokens; ``pair`` tells the first of "168 votes to 61"."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    convention: str
    bounded: bool = False


def counted_at(  # noqa: PLR0911 - rules in order
    tokens: list[Token], at: int, *, sure: bool = False
) -> Number | None:
    """Return the number with its bounds that starts at ``at``, or ``None``; ``sure`` where it must count."""
    low = tokens[at].lower
    if low in VAGUE:
        return _vague(tokens, at)
    if low in SEVERAL:
        return _several(tokens, at)
    if low == "between":
        return _between(tokens, at)
    read = number_at(tokens, at)
    if read is None:
        return None
    value, end = read
    if not sure and (
        counts_nothing(tokens, at, end, value)
        or (_low(tokens, end) in _TO_ANOTHER_DAY and _dates_follow(tokens, end + 1))
    ):
        return None
    joined = _range(tokens, at, value, end)
    if joined is not None:
        return joined
    start, bound = _bound_before(tokens, at, value)
    right, end = _bound_after(tokens, end)
    bound = right or bound
    return Number(start, end, *_ends(value, bound), bounded=bool(bound))


def _low(tokens: list[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""


def _dates_follow(tokens: list[Token], at: int) -> bool:
    """Tell whether "29 March" follows, so that the number before is a day too."""
    return (
        at + 1 < len(tokens)
        and tokens[at].kind == NUMBER
        and tokens[at + 1].lower in words.MONTHS
        and tokens[at + 1].capital
    )


def _vague(tokens: list[Token], at: int) -> Number | None:
    word = tokens[at].lower
    low, high = VAGUE[word]
    name, start, end = word, at, at + 1
    scale = _low(tokens, at + 2) if _low(tokens, at + 1) == "of" else ""
    if scale in {"thousands", "millions"}:
        each = VAGUE[scale][0] // 2
        low, high = (
            2 * each * (100 if word == "hundreds" else 1),
            each * (1000 if word == "hundreds" else 10) - 1,
        )
        name, end = f"{word} of {scale}", at + 3
    if at > 1 and (_low(tokens, at - 2), _low(tokens, at - 1)) == ("tens", "of"):
        low, high, name, start = 10 * low, 10 * (high + 1) - 1, f"tens of {word}", at - 2
    if _low(tokens, end) in TIME_UNITS or (
        _low(tokens, end) == "of" and _low(tokens, end + 1) in TIME_UNITS | {"kilometres", "miles"}
    ):
        return None
    if tokens[at].kind == WORD and word == "scores" and _low(tokens, end) not in {"of", "more"}:
        return None
    return Number(start, end, Decimal(low), Decimal(high), f"“{name}” read as {low:,} to {high:,}")


def _several(tokens: list[Token], at: int) -> Number | None:
    word = _ONE_OF.get(_low(tokens, at + 1))
    if word is None or _low(tokens, at + 2) in TIME_UNITS:
        return None
    low, high = VAGUE[word]
    name = f"{tokens[at].lower} {tokens[at + 1].lower}"
    return Number(at, at + 2, Decimal(low), Decimal(high), f"“{name}” read as {low:,} to {high:,}")


def _between(tokens: list[Token], at: int) -> Number | None:
    first = number_at(tokens, at + 1) if at + 1 < len(tokens) else None
    if first is None or _low(tokens, first[1]) != "and" or first[1] + 1 >= len(tokens):
        return None
    second = number_at(tokens, first[1] + 1)
    if second is None or (is_year(tokens[at + 1]) and is_year(tokens[second[1] - 1])):
        return None
    if _low(tokens, second[1]) in words.MONTHS or counts_nothing(tokens, first[1] + 1, second[1], second[0]):
        return None
    low, high = sorted((first[0], second[0]))
    return Number(at, second[1], low, high, "", bounded=True)


def _range(tokens: list[Token], at: int, value: Decimal, end: int) -> Number | None:
    """Return "30 to 50", "fifty or sixty", "fourteen, maybe fifteen"; "from 31 to 34" is two figures."""
    link, place = _low(tokens, end), end + 1
    if place >= len(tokens):
        return None
    to = link in {"to", "-", "–", "—"}
    if to and at > 0 and tokens[at - 1].lower in _CHANGED:
        return None
    comma = link == "," and tokens[at].kind == WORD and tokens[end].end + 1 == tokens[place].start
    if comma and _low(tokens, place) in {"maybe", "perhaps"}:
        place += 1
    if not (to or comma or link == "or") or place >= len(tokens):
        return None
    second = number_at(tokens, place)
    if second is None or second[0] <= value or (not to and second[0] > value * _FAR):
        return None
    if counts_nothing(tokens, place, second[1], second[0]) or (comma and not _closes(tokens, second[1])):
        return None
    start = at - 1 if at > 0 and tokens[at - 1].lower in {"maybe", "perhaps", "about"} else at
    return Number(start, second[1], value, second[0], "", bounded=True)


def _closes(tokens: list[Token], at: int) -> bool:
    """Tell whether a noun or "of them" follows, so that "fifty, sixty" is one guess and no list."""
    return (
        _low(tokens, at) == "of"
        or plural(_low(tokens, at))
        or (at < len(tokens) and tokens[at].kind == MARK and tokens[at].text in '”"')
    )


def _bound_before(tokens: list[Token], at: int, value: Decimal) -> tuple[int, str]:
    place = at - 1 if at > 0 and tokens[at - 1].text in {"“", '"', "‘"} else at
    if (
        place > 0
        and tokens[place - 1].lower in {"a", "the", "only", "just"}
        and _low(tokens, place - 2) in {"than", "least"}
    ):
        place -= 1
    for length in range(_LONGEST_BOUND, 0, -1):
        start = place - length
        bound = _LEFT.get(tuple(t.lower for t in tokens[start:place])) if start >= 0 else None
        if bound is not None and _fits(tokens, start, length, value):
            return start, bound
    return at, ""


def _fits(tokens: list[Token], start: int, length: int, value: Decimal) -> bool:
    """Tell whether a short word is a bound here: "about" after "worried" is none, "not ten" is one."""
    word = tokens[start].lower
    if length > 1:
        return True
    if word == "about":
        return _low(tokens, start - 1) not in _NOT_ABOUT
    if word == "not":
        return (
            value >= _TENTHS_FROM
            and value % _TENTHS_FROM == 0
            and _low(tokens, start - 1) not in {",", "and", "is", "was"}
        )
    if word in {"under", "over", "around", "some"}:
        return value >= _TENTHS_FROM
    return True


def _bound_after(tokens: list[Token], end: int) -> tuple[str, int]:
    bound = _RIGHT.get((_low(tokens, end), _low(tokens, end + 1)))
    return (bound, end + 2) if bound is not None else ("", end)


def _ends(value: Decimal, bound: str) -> tuple[Decimal | None, Decimal | None, str]:  # noqa: PLR0911 - rules in order
    whole = value == value.to_integral_value()
    value = value.to_integral_value() if whole else value
    step = Decimal(1) if whole else Decimal(0)
    tenth = (value / 10).to_integral_value() if whole and value >= _TENTHS_FROM else value / 10
    if bound == "low":
        return value, None, ""
    if bound == "above":
        return value + step, None, "" if whole else "end not included"
    if bound == "high":
        return None, value, ""
    if bound == "below":
        return None, max(value - step, Decimal(0)), "" if whole else "end not included"
    if bound == "near" and value >= _TENTHS_FROM:
        return value - tenth, value + tenth, "“about” read as ten per cent either way"
    if bound == "nearly":
        return value - tenth, value, "“nearly” read as up to ten per cent below"
    return value, value, ""


__all__ = ["Number", "counted_at"]
