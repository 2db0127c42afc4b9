"""Figures as intervals, and times against the day of publication."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest

from khronika.reading.languages.en.entries import Entries
from khronika.reading.languages.en.figures import figures_of
from khronika.reading.languages.en.holidays import days_in, easter
from khronika.reading.languages.en.times import PLANNED, SAYING, times_of


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
        ("400 additional officers", (400, 400, "officers")),
        ("at least 26 polling stations", (26, None, "polling stations")),
        ("nine death threats", (9, 9, "death threats")),
        ("several hundred men", (200, 999, "men")),
        ("fifty or sixty prisoners", (50, 60, "prisoners")),
        ("two of the nine men", (2, 2, "men")),
        ("three of the country's 31 districts", (3, 3, "districts")),
        ("14 of those held", (14, 14, "people")),
        ("31 dead", (31, 31, "people")),
        ("six members of staff", (6, 6, "staff")),
        ("eleven head of cattle", (11, 11, "cattle")),
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
        "40 per cent",
        "with 34 percent, down from 46 percent",
        "one in five",
        "nearly two to one",
        "a boy of nine with a broken arm",
        "voters under 35",
        "He was 44, not 41.",
        "paid 5,000 crowns each",
        "a reward of one million pesetas",
        "the voting age should be 16",
        "at minus thirty",
        "colony 40",
        "the two governments",
        "as the six were driven away",
        "two geological surveys",
    ],
)
def test_years_dates_ages_labels_and_measures_are_no_figures(text: str) -> None:
    assert bounds(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The number of tents burned was nine.", [(9, 9, "tents")]),
        ("raised the number of dead from 57 to 68", [(57, 57, "people"), (68, 68, "people")]),
        (
            "by 168 votes to 61, with four abstentions",
            [(168, 168, "votes"), (61, 61, "votes"), (4, 4, "abstentions")],
        ),
        ("37 people, among them four minors", [(37, 37, "people"), (4, 4, "minors")]),
        ("Nine men and four women were taken.", [(9, 9, "men"), (4, 4, "women")]),
        ("They saw 26 children; seven had burns.", [(26, 26, "children"), (7, 7, "children")]),
        ("53 bodies, eleven of them children", [(53, 53, "bodies"), (11, 11, "children")]),
        ("They won 27 of the 45 seats.", [(27, 27, "seats"), (45, 45, "seats")]),
        ("Nine men had died and one was missing.", [(9, 9, "men"), (1, 1, "man")]),
        ("It was 614, not 416, that were dismissed.", [(614, 614, "people"), (416, 416, "people")]),
    ],
)
def test_a_bare_number_takes_the_noun_it_stands_for(
    text: str, expected: list[tuple[int | None, int | None, str]]
) -> None:
    assert bounds(text) == expected


def test_what_a_bare_number_stands_for_may_have_been_said_before() -> None:
    text = "Eleven cases were opened. She said nine had been closed."
    (figure,) = figures_of(text, ((text.index("nine"), len(text)),))
    assert figure.unit == "cases"
    assert figure.text == "nine"


def test_what_is_counted_and_per_what_are_kept() -> None:
    (figure,) = figures_of("hundreds of crimes per year", ((0, 27),))
    assert figure.per == "year"
    assert "200 to 999" in figure.convention


WEDNESDAY = date(2017, 4, 12)


def read_times(words: str, *, tense: str = "") -> list[str]:
    return [when.edtf for when in times_of(words, 0, len(words), WEDNESDAY, tense=tense)]


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("last week", "2017-04-03/2017-04-09"),
        ("on Wednesday", "2017-04-12"),
        ("on Monday", "2017-04-10"),
        ("on Tuesday night", "2017-04-11"),
        ("last Wednesday", "2017-04-05"),
        ("yesterday", "2017-04-11"),
        ("overnight", "2017-04-11/2017-04-12"),
        ("recently", "../2017-04-12"),
        ("in recent months", "../2017-04-12"),
        ("in January 2016", "2016-01"),
        ("on 3 March", "2017-03-03"),
        ("on 17 November last year", "2016-11-17"),
        ("Sunday, 9 April", "2017-04-09"),
        ("in December", "2016-12"),
        ("last November", "2016-11"),
        ("last month", "2017-03"),
        ("earlier this month", "2017-04-01/2017-04-12"),
        ("later this week", "2017-04-12/2017-04-16"),
        ("last year", "2016"),
        ("in 2013", "2013"),
        ("in the 1990s", "1990-01-01/1999-12-31"),
        ("since 2013", "2013-01-01/.."),
        ("since the centre opened in 2013", "2013-01-01/.."),
        ("two weeks ago", "2017-03-29"),
        ("a year ago", "2016"),
        ("between 3 and 9 March", "2017-03-03/2017-03-09"),
        ("from 30 December to 4 January", "2016-12-30/2017-01-04"),
        ("between September and December", "2016-09-01/2016-12-31"),
        ("between 2013 and 2015", "2013-01-01/2015-12-31"),
        ("on the night of March 6", "2017-03-06"),
        ("the night of 6 to 7 March", "2017-03-06/2017-03-07"),
        ("in the spring of 2016", "2016-03-01/2016-05-31"),
        ("last winter", "2016-12-01/2017-02-28"),
        ("in the first half of the year", "2017-01-01/2017-06-30"),
        ("in the last week of March", "2017-03-25/2017-03-31"),
        ("in the past ten days", "2017-04-02/2017-04-12"),
        ("during Ramadan", "2016-06-07/2016-07-06"),
        ("at Easter", "2016-03-27"),
        ("since Christmas", "2016-12-25/.."),
        ("in early March", "2017-03-01/2017-03-10"),
        ("in mid-March 2016", "2016-03-11/2016-03-20"),
        ("since late February", "2017-02-21/.."),
        ("up to 3 March", "../2017-03-03"),
        ("within 72 hours", "../2017-04-15"),
        ("within a month", "../2017-05-12"),
        ("3.04.17", "2017-04-03"),
        ("03.04.17", "2017-04-03"),
    ],
)
def test_a_time_is_resolved_against_the_day_of_publication(words: str, edtf: str) -> None:
    assert read_times(f"It was dark {words}.") == [edtf]


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("She will speak on Monday.", "2017-04-17"),
        ("They announced a march on Saturday.", "2017-04-15"),
        ("He ordered the villagers to clear it by Sunday.", "../2017-04-16"),
        ("By Thursday they had left.", "../2017-04-06"),
        ("The hospitals are to close in January.", "2018-01"),
        ("On Friday they will march.", "2017-04-14"),
        ("It promised the ballistic report by the end of the month.", "../2017-04-30"),
        ("She hopes to be back before the end of the year.", "../2017-12-31"),
    ],
)
def test_a_time_that_lies_ahead_is_the_next(words: str, edtf: str) -> None:
    assert read_times(words) == [edtf]


def test_what_is_asked_or_promised_lies_ahead() -> None:
    words = "the next hearing on 3 January"
    assert read_times(words) == ["2017-01-03"]
    assert read_times(words, tense=PLANNED) == ["2018-01-03"]


def test_that_night_and_since_then_hang_on_the_day_before_them() -> None:
    assert read_times("On 3 March they came. That night he fled.") == ["2017-03-03", "2017-03-03"]
    assert read_times("They came on 3 March; since then it is shut.") == ["2017-03-03", "2017-03-03/.."]


def test_marked_words_alone_are_times() -> None:
    words = "The march floods of March cost more than those of 2013, since the dam broke on 4 April."
    marked = [(words.index("March"), words.index(" cost")), (words.index("since"), len(words) - 1)]
    found = [when.edtf for when in times_of(words, 0, len(words), WEDNESDAY, marked=marked)]
    assert found == ["2017-03", "2017-04-04/.."]


@pytest.mark.parametrize(
    ("text", "day"),
    [("07:10\nThe polls opened.", "2017-04-12"), ("9 April\n\n07:10 The polls opened.", "2017-04-09")],
)
def test_an_entry_under_an_hour_was_said_on_the_day_above_it(text: str, day: str) -> None:
    at = text.index("07:10")
    said = Entries(text, WEDNESDAY).said_at((at, at + 5))
    assert said is not None
    assert said.edtf == day
    assert Entries(text, WEDNESDAY).said_at((at + 6, at + 9)) is None


@pytest.mark.parametrize(
    ("words", "marked", "figures"),
    [
        ("they took three checkpoints in 2013", "three checkpoints", [("3", "3", "checkpoints")]),
        (
            "some 300 marked ballot papers",
            "some 300 marked ballot papers",
            [("270", "330", "papers")],
        ),
        ("he was hit twice on 4 May", "twice", [("2", "2", "times")]),
        ("half a dozen trucks came", "half a dozen trucks", [("6", "6", "trucks")]),
        ("40 men and 50 women were held", "50 women", [("50", "50", "women")]),
        ("40 men were held", "", []),
    ],
)
def test_marked_numbers_alone_are_figures(
    words: str, marked: str, figures: list[tuple[str, str, str]]
) -> None:
    spans = [(words.index(marked), words.index(marked) + len(marked))] if marked else []
    found = figures_of(words, ((0, len(words)),), spans)
    assert [(str(f.low), str(f.high), f.unit) for f in found] == figures


def test_a_time_of_saying_never_lies_ahead() -> None:
    assert read_times("expected to say on Monday", tense=SAYING) == ["2017-04-10"]


@pytest.mark.parametrize(
    "words",
    [
        "for two years",
        "at the time",
        "every Friday",
        "the Sunday Times",
        "one Monday",
        "more than 2000 people",
        "a 1994 treaty",
        "“Come tomorrow,”",
    ],
)
def test_durations_and_habits_are_no_times(words: str) -> None:
    assert read_times(f"It was so {words}.") == []


def test_a_time_that_hangs_on_another_is_counted_from_it() -> None:
    assert read_times("He died on 6 January. The body was burned two days later.") == [
        "2017-01-06",
        "2017-01-08",
    ]
    assert read_times("It came in March. On the 20th we left.") == ["2017-03", "2017-03-20"]


def test_ramadan_and_easter_fall_where_the_tables_say() -> None:
    assert days_in("ramadan", 2017) == (date(2017, 5, 27), date(2017, 6, 25))
    assert days_in("eid al-fitr", 2017) == (date(2017, 6, 26), date(2017, 6, 26))
    assert [easter(year) for year in (2016, 2017, 2024, 2038)] == [
        date(2016, 3, 27),
        date(2017, 4, 16),
        date(2024, 3, 31),
        date(2038, 4, 25),
    ]


@pytest.mark.parametrize(
    "piece", ["at least ", "two of the ", "since the ", "from 3 to ", "one, two, ", "to a ", "1 ", "by May "]
)
def test_hostile_repetition_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    text = piece * 20_000
    begun = time.process_time()
    figures_of(text, ((0, len(text)),))
    times_of(text, 0, len(text), WEDNESDAY)
    assert time.process_time() - begun < 5
