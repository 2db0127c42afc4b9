"""Numbers that count: with their bounds, and told from years, dates, times, ages and labels."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from khronika.reading.languages.en import words
from khronika.reading.languages.en.numbers import number_at
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, NUMBER, WORD, Token

_DIGITS_OF_YEAR = 4


_TENTHS_FROM = 10
"""A tenth either way is a whole number from this figure on."""


_VAGUE = {
    "dozens": (24, 99),
    "scores": (40, 99),
    "hundreds": (200, 999),
    "thousands": (2_000, 9_999),
    "millions": (2_000_000, 9_999_999),
}


_LEFT = (
    ("at least", "low"),
    ("no fewer than", "low"),
    ("no less than", "low"),
    ("not less than", "low"),
    ("a minimum of", "low"),
    ("more than", "above"),
    ("over", "above"),
    ("upwards of", "low"),
    ("in excess of", "above"),
    ("up to", "high"),
    ("as many as", "high"),
    ("at most", "high"),
    ("no more than", "high"),
    ("not more than", "high"),
    ("a maximum of", "high"),
    ("fewer than", "below"),
    ("less than", "below"),
    ("under", "below"),
    ("about", "near"),
    ("around", "near"),
    ("some", "near"),
    ("roughly", "near"),
    ("approximately", "near"),
    ("an estimated", "near"),
    ("estimated", "near"),
    ("close to", "nearly"),
    ("nearly", "nearly"),
    ("almost", "nearly"),
)


_RIGHT = (
    ("or more", "low"),
    ("or so", "near"),
    ("or fewer", "high"),
    ("or less", "high"),
    ("or thereabouts", "near"),
)


NOT_UNITS = words_in(
    """
    of in on at by for from with to and or were was are is have has had been being who which that
    when while as after before than a.m p.m am pm o'clock years-old ago old will would could may
    might later earlier but
    """
)


TIME_UNITS = words_in(
    "year years month months week weeks day days hour hours minute minutes second seconds night nights"
)


_LABELS = words_in(
    """
    article articles section resolution no number page pages chapter room block building house cell
    quarry camp unit route highway line point rule paragraph case law protocol group team phase part
    level floor street avenue road age aged
    """
)


MANY = 10


_CONCERNED = frozenset(
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
        "said",
        "concerned",
        "right",
    }
)


_ONE = words_in(
    """person man woman child boy girl prisoner detainee victim civilian soldier case body death
    complaint journalist"""
)


class Number(NamedTuple):
    """A number with its bounds, in places of tokens."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    convention: str
    bounded: bool = False


_TO_ANOTHER_DAY = {"and", "to", "-", "–", "—"}


def counted_at(tokens: list[Token], at: int) -> Number | None:  # noqa: PLR0911 - rules in order
    """Return the number with its bounds that starts at ``at``, or ``None``."""
    low = tokens[at].lower
    if low in _VAGUE:
        return _vague(tokens, at)
    if low == "between":
        return _between(tokens, at)
    read = number_at(tokens, at)
    if read is None or _is_label(tokens, at, read[1]):
        return None
    value, end = read
    if at > 1 and tokens[at - 1].lower == "about" and tokens[at - 2].lower in _CONCERNED:
        return None
    if end < len(tokens) and tokens[end].lower in _TO_ANOTHER_DAY and _dates_follow(tokens, end + 1):
        return None
    joined = _range(tokens, at, value, end)
    if joined is not None:
        return joined
    start, bound = _bound_before(tokens, at)
    if value < MANY and start < at and tokens[start].lower in {"under", "over", "around", "some"}:
        start, bound = at, ""
    right, end = _bound_after(tokens, end)
    bound = bound or right
    return Number(start, end, *_ends(value, bound), bounded=bool(bound))


def _dates_follow(tokens: list[Token], at: int) -> bool:
    """Tell whether "29 March" follows, so that the number before is a day too."""
    return at + 1 < len(tokens) and tokens[at].kind == NUMBER and tokens[at + 1].lower in words.MONTHS


def _vague(tokens: list[Token], at: int) -> Number | None:
    low, high = _VAGUE[tokens[at].lower]
    name = f"“{tokens[at].lower}” read as {low:,} to {high:,}"
    end = at + 1
    if (
        at + 2 < len(tokens)
        and tokens[at + 1].lower == "of"
        and tokens[at + 2].lower in {"thousands", "millions"}
    ):
        scale = 1000 if tokens[at + 2].lower == "thousands" else 1_000_000
        ten = {"hundreds": 100}.get(tokens[at].lower, 1)
        low, high, end = 2 * ten * scale, 10 * ten * scale - 1, at + 3
        name = f"“{tokens[at].lower} of {tokens[at + 2].lower}” read as {low:,} to {high:,}"
    if at > 1 and tokens[at - 1].lower == "of" and tokens[at - 2].lower == "tens":
        low, high = 10 * low // 2, 10 * (high + 1) - 1
        return Number(
            at - 2,
            end,
            Decimal(2 * low),
            Decimal(high),
            f"“tens of {tokens[at].lower}” read as {2 * low:,} to {high:,}",
        )
    if (
        end < len(tokens)
        and tokens[end].lower != "of"
        and tokens[end].kind == WORD
        and tokens[end].lower in TIME_UNITS
    ):
        return None
    return Number(at, end, Decimal(low), Decimal(high), name)


def _between(tokens: list[Token], at: int) -> Number | None:
    first = number_at(tokens, at + 1) if at + 1 < len(tokens) else None
    if first is None or first[1] >= len(tokens) or tokens[first[1]].lower != "and":
        return None
    second = number_at(tokens, first[1] + 1) if first[1] + 1 < len(tokens) else None
    if second is not None and second[1] < len(tokens) and tokens[second[1]].lower in words.MONTHS:
        return None
    if second is None or (_is_year(tokens[at + 1]) and _is_year(tokens[second[1] - 1])):
        return None
    low, high = sorted((first[0], second[0]))
    return Number(at, second[1], low, high, "")


def _range(tokens: list[Token], at: int, value: Decimal, end: int) -> Number | None:
    if end + 1 >= len(tokens) or not (tokens[end].lower == "to" or tokens[end].text in {"-", "–", "—"}):
        return None
    second = number_at(tokens, end + 1)
    if second is None or second[0] <= value:
        return None
    return Number(at, second[1], value, second[0], "")


def _by_words(bound: tuple[str, str]) -> int:
    return -bound[0].count(" ")


def _bound_before(tokens: list[Token], at: int) -> tuple[int, str]:
    for phrase, bound in sorted(_LEFT, key=_by_words):
        parts = phrase.split()
        start = at - len(parts)
        if start >= 0 and all(tokens[start + k].lower == part for k, part in enumerate(parts)):
            return start, bound
    return at, ""


def _bound_after(tokens: list[Token], end: int) -> tuple[str, int]:
    for phrase, bound in _RIGHT:
        parts = phrase.split()
        if end + len(parts) <= len(tokens) and all(
            tokens[end + k].lower == part for k, part in enumerate(parts)
        ):
            return bound, end + len(parts)
    return "", end


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
    if bound == "near":
        return value - tenth, value + tenth, "“about” read as ten per cent either way"
    if bound == "nearly":
        return value - tenth, value, "“nearly” read as up to ten per cent below"
    return value, value, ""


def _is_year(token: Token) -> bool:
    return (
        token.kind == NUMBER
        and len(token.text) == _DIGITS_OF_YEAR
        and token.text.isdigit()
        and "1500" <= token.text <= "2199"
    )


def _is_label(tokens: list[Token], at: int, end: int) -> bool:  # noqa: PLR0911 - rules in order
    """Tell whether the number is a date, a time, an age or part of a name, not a count."""
    token = tokens[at]
    before = tokens[at - 1] if at > 0 else None
    after = tokens[end] if end < len(tokens) else None
    if before is not None and (before.lower in _LABELS or (before.lower in words.MONTHS and before.capital)):
        return True
    if (
        before is not None
        and before.lower in {"maybe", "perhaps", "about", "barely"}
        and at > 1
        and tokens[at - 2].lower == "of"
    ):
        return True
    if after is not None and (
        (after.lower in words.MONTHS and after.capital) or (after.text in {":", "/"} and token.kind == NUMBER)
    ):
        return True
    if (
        after is not None
        and after.lower in {"a.m", "p.m", "am", "pm", "o'clock", "ago", "year-old", "hours"}
        and after.lower != "hours"
    ):
        return True
    if (
        after is not None
        and after.lower == "in"
        and word_at(tokens, end + 2) in {"morning", "afternoon", "evening"}
    ):
        return True
    if before is not None and before.kind == MARK and before.text in ":/#-":
        return True
    if token.kind == NUMBER:
        return _is_plain_year(tokens, at, after) or (
            before is not None
            and before.capital
            and at > 1
            and before.lower not in words.DETERMINERS | {"some", "over"}
        )
    return _not_counted(tokens, at, end, before, after)


def _is_plain_year(tokens: list[Token], at: int, after: Token | None) -> bool:
    if not _is_year(tokens[at]):
        return False
    before = tokens[at - 1].lower if at > 0 else ""
    if before in {
        "in",
        "since",
        "of",
        "by",
        "from",
        "until",
        "during",
        "after",
        "before",
        "and",
        "to",
        "early",
        "late",
        "mid",
        ",",
    }:
        return (
            before not in {"of", "and", "by", "to", "from", ","}
            or after is None
            or after.kind == MARK
            or after.lower in NOT_UNITS
        )
    return after is None or after.kind == MARK or after.lower in NOT_UNITS


def _not_counted(tokens: list[Token], at: int, end: int, before: Token | None, after: Token | None) -> bool:
    """Tell whether a number word is used otherwise ("one of them", "no one", "the first two")."""
    if tokens[at].lower == "one" and end == at + 1:
        return (
            after is None
            or after.lower not in _ONE
            or (before is not None and before.lower in {"no", "any", "every", "the", "this"})
        )
    if tokens[at].lower == "zero":
        return after is None
    return before is not None and before.kind == WORD and before.capital and at > 1


def word_at(tokens: list[Token], at: int) -> str:
    """Return the word at ``at``, or nothing past the end."""
    return tokens[at].lower if at < len(tokens) else ""
