"""Figures as intervals, and times against the day of publication."""

from __future__ import annotations

from decimal import Decimal

import pytest

from khronika.reading import reader_for
from khronika.reading.languages.en.figures import figures_of
from khronika.records.item import About


def bounds(text: str) -> list[tuple[int | None, int | None, str]]:
    def whole(value: Decimal | None) -> int | None:
        return None if value is None else int(value)

    return [(whole(f.low), whole(f.high), f.unit) for f in figures_of(text, ((0, len(text)),))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90 or more villagers being evicted", (90, None, "villagers")),
        ("at least 40 men", (40, None, "men")),
        ("more than 2,000 people", (2001, None, "people")),
        ("up to 60 inmates", (None, 60, "inmates")),
        ("fewer than 30 prisoners", (None, 29, "prisoners")),
        ("between 30 and 50 others", (30, 50, "others")),
        ("60 to 80 detentions", (60, 80, "detentions")),
        ("dozens of men", (24, 99, "men")),
        ("hundreds of house searches per month", (200, 999, "house searches")),
        ("thousands of villagers", (2000, 9999, "villagers")),
        ("about 200 prisoners", (180, 220, "prisoners")),
        ("two hundred and fifty prisoners", (250, 250, "prisoners")),
        ("sixty-eight families", (68, 68, "families")),
        ("1.5 million people", (1_500_000, 1_500_000, "people")),
        ("a dozen villagers", (12, 12, "villagers")),
        ("40 per cent", (40, 40, "percent")),
    ],
)
def test_a_figure_is_read_with_its_bounds(text: str, expected: tuple[int | None, int | None, str]) -> None:
    assert bounds(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "in 2016 the site closed",
        "on 3 March",
        "March 14",
        "at 8 p.m. that day",
        "at Quarry 9",
        "under Article 12",
        "Anna Lund, 52, said",
        "a 34-year-old man",
        "for nine days",
        "some 40 kilometres away",
        "one of them",
        "12:30",
    ],
)
def test_years_dates_ages_labels_and_measures_are_no_figures(text: str) -> None:
    assert bounds(text) == []


def test_what_is_counted_and_per_what_are_kept() -> None:
    (figure,) = figures_of("hundreds of crimes per year", ((0, 27),))
    assert figure.per == "year"
    assert "200 to 999" in figure.convention


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("last week", "2017-04-03/2017-04-09"),
        ("on Wednesday", "2017-04-12"),
        ("on Monday", "2017-04-10"),
        ("yesterday", "2017-04-11"),
        ("recently", "../2017-04-12"),
        ("in January 2016", "2016-01"),
        ("on 3 March", "2017-03-03"),
        ("in December", "2016-12"),
        ("last month", "2017-03"),
        ("last year", "2016"),
        ("in 2013", "2013"),
        ("since 2013", "2013-01-01/2017-04-12"),
        ("two weeks ago", "2017-03-27/2017-04-02"),
        ("between 3 and 9 March", "2017-03-03/2017-03-09"),
        ("on the night of March 6", "2017-03-06/2017-03-07"),
        ("in recent months", "../2017-04-12"),
    ],
)
def test_a_time_is_resolved_against_the_day_of_publication(words: str, edtf: str) -> None:
    text = f"Anna Lund said {words} that it was dark."
    (one,) = reader_for("en").read(text, About(published="2017-04-12"))
    assert one.when is not None
    assert one.when.edtf == edtf
