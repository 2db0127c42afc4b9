"""Russian figures as intervals, and times against the day of publication."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from khronika.reading.languages.ru.figures import figures_of
from khronika.reading.languages.ru.times import times_of

PUBLISHED = date(2031, 3, 14)
"""A Friday."""


@pytest.mark.parametrize(
    ("words", "low", "high", "unit"),
    [
        ("26 человек", 26, 26, "человек"),
        ("не менее 40 человек", 40, None, "человек"),
        ("сорок или более задержанных", 40, None, "задержанных"),
        ("более 40 обращений", 41, None, "обращений"),
        ("до сорока человек", None, 40, "человек"),
        ("менее тридцати человек", None, 29, "человек"),
        ("от 30 до 50 семей", 30, 50, "семей"),
        ("30–50 семей", 30, 50, "семей"),
        ("сорок-пятьдесят женщин", 40, 50, "женщин"),
        ("две или три машины", 2, 3, "машин"),
        ("около 200 человек", 180, 220, "человек"),
        ("почти 200 человек", 180, 200, "человек"),
        ("человек двадцать", 18, 22, "человек"),
        ("десятки полицейских", 24, 99, "полицейских"),
        ("несколько сотен листов", 200, 999, "листов"),
        ("тысяча двести писем", 1200, 1200, "писем"),
        ("меньше полутора тысяч", None, 1499, "человек"),
        ("двое", 2, 2, "человек"),
        ("трое несовершеннолетних", 3, 3, "несовершеннолетних"),
    ],
)
def test_a_count_is_read_with_its_bounds(words: str, low: int | None, high: int | None, unit: str) -> None:
    (figure,) = figures_of(words, ((0, len(words)),))
    assert (figure.low, figure.high) == tuple(None if end is None else Decimal(end) for end in (low, high))
    assert figure.unit == unit


@pytest.mark.parametrize(
    "words",
    [
        "14 марта 2031 года",
        "в 9:40",
        "ему 24 года",
        "64% избирателей",
        "колония № 9",
        "5 километров",
        "в 1974 году",
    ],
)
def test_days_ages_measures_and_labels_are_no_figures(words: str) -> None:
    assert figures_of(words, ((0, len(words)),)) == []


def test_an_end_that_the_words_do_not_state_is_named_as_a_convention() -> None:
    words = "сотни человек"
    (figure,) = figures_of(words, ((0, len(words)),))
    assert figure.convention == "hundreds: 200 to 999"


def test_a_rate_keeps_what_it_is_per() -> None:
    words = "три рейса в сутки"
    (figure,) = figures_of(words, ((0, len(words)),))
    assert figure.per == "сутки"


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("в среду", "2031-03-12"),
        ("вчера", "2031-03-13"),
        ("накануне", "2031-03-13"),
        ("12 марта", "2031-03-12"),
        ("14 апреля 2030 года", "2030-04-14"),
        ("14.03.2030", "2030-03-14"),
        ("в январе 2030 года", "2030-01"),
        ("в ноябре", "2030-11"),
        ("на прошлой неделе", "2031-03-03/2031-03-09"),
        ("в этом году", "2031"),
        ("недавно", "../2031-03-14"),
        ("в последние месяцы", "../2031-03-14"),
        ("с 6 марта", "2031-03-06/.."),
        ("с начала года", "2031-01-01/.."),
        ("к 15 июня", "../2031-06-15"),
        ("до конца марта", "../2031-03-31"),
        ("весной 2029 года", "2029-03-01/2029-05-31"),
        ("в ночь на 5 марта", "2031-03-05"),
        ("три года назад", "2028"),
        ("с 15 по 21 ноября", "2030-11-15/2030-11-21"),
        ("в субботу откроется", "2031-03-15"),
    ],
)
def test_a_time_is_read_against_the_day_of_publication(words: str, edtf: str) -> None:
    (when,) = times_of(words, 0, len(words), PUBLISHED)
    assert when.edtf == edtf


def test_without_a_day_of_publication_only_what_needs_none_is_read() -> None:
    assert times_of("вчера", 0, 5, None) == []
    (when,) = times_of("14 марта 2030 года", 0, 18, None)
    assert when.edtf == "2030-03-14"
