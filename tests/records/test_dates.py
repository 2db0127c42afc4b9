"""Uncertain dates stay uncertain: EDTF level 1 of ISO 8601-2:2019, as far as this desk reads it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from khronika.records.dates import When, days_of, edtf_of, week_of

READ = [
    ("1985-04-12", "1985-04-12", "1985-04-12"),
    ("1985-04", "1985-04-01", "1985-04-30"),
    ("1985", "1985-01-01", "1985-12-31"),
    ("1985-04-12T23:20:30", "1985-04-12", "1985-04-12"),
    ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12"),
    ("1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12"),
    ("1984?", "1984-01-01", "1984-12-31"),
    ("2004-06~", "2004-06-01", "2004-06-30"),
    ("2004-06-11%", "2004-06-11", "2004-06-11"),
    ("201X", "2010-01-01", "2019-12-31"),
    ("20XX", "2000-01-01", "2099-12-31"),
    ("2004-XX", "2004-01-01", "2004-12-31"),
    ("1985-04-XX", "1985-04-01", "1985-04-30"),
    ("1985-XX-XX", "1985-01-01", "1985-12-31"),
    ("2001-21", "2001-03-01", "2001-05-31"),
    ("2003-22", "2003-06-01", "2003-08-31"),
    ("2000-23", "2000-09-01", "2000-11-30"),
    ("2010-24", "2010-12-01", "2011-02-28"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("1964/2008", "1964-01-01", "2008-12-31"),
    ("2004-06/2006-08", "2004-06-01", "2006-08-31"),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08"),
    ("2004-02-01/2005", "2004-02-01", "2005-12-31"),
    ("1984~/2004-06", "1984-01-01", "2004-06-30"),
    ("1985-04-12/..", "1985-04-12", None),
    ("../1985-04", None, "1985-04-30"),
    ("1985/", "1985-01-01", None),
    ("/1985-04-12", None, "1985-04-12"),
    ("9999-24", "9999-12-01", "9999-12-31"),
]
REFUSED = [
    "",
    "0000",
    "198",
    "Y170000002",
    "-1985",
    "1985-13",
    "1985-02-30",
    "1985-4-12",
    "12/04/1985",
    "201X-05",
    "1985-XX-12",
    "1985-21-03",
    "1985-04T10:00:00",
    "1985-25",
    "2004/1999",
    "[1667,1668]",
    "1985-04-12 ",
    "١٩٨٥",
    "1985/1986/1987",
]


@pytest.mark.parametrize(("edtf", "start", "end"), READ)
def test_the_features_of_the_standard_are_read(edtf: str, start: str | None, end: str | None) -> None:
    assert days_of(edtf) == (
        None if start is None else date.fromisoformat(start),
        None if end is None else date.fromisoformat(end),
    )


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_such_date_is_refused_and_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        days_of(text)


@given(some.dates(), some.dates())
def test_any_two_days_come_back_from_their_edtf(one: date, other: date) -> None:
    start, end = sorted((one, other))
    assert days_of(edtf_of(start, end)) == (start, end)
    assert days_of(edtf_of(start, None)) == (start, None)
    assert days_of(edtf_of(None, end)) == (None, end)


@given(some.integers(1, 9999), some.integers(1, 12))
def test_a_month_and_a_year_have_their_short_form(year: int, month: int) -> None:
    for edtf in (f"{year:04}", f"{year:04}-{month:02}"):
        assert edtf_of(*days_of(edtf)) == edtf


@given(some.text(alphabet="0123456789X-/.?~%TZ:", max_size=14))
def test_anything_is_read_or_refused(text: str) -> None:
    try:
        start, end = days_of(text)
    except ValueError:
        return
    assert start is None or end is None or start <= end


@given(some.dates(date(2, 1, 1), date(9998, 1, 1)))
def test_a_week_is_seven_days_from_monday(day: date) -> None:
    monday, sunday = week_of(day)
    assert (monday.weekday(), (sunday - monday).days) == (0, 6)
    assert monday <= day <= sunday


def test_a_time_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        When("backwards", date(2026, 4, 2), date(2026, 4, 1))
