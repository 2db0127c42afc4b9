"""Days as people write them, read in one way."""

from __future__ import annotations

import pytest

from khronika.errors import UsageFault
from khronika.records.dates import days_of
from khronika.web.forms import days_typed, iso_typed


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("28.11.2026", "2026-11-28"),
        ("28/11/2026", "2026-11-28"),
        ("3/4/2026", "2026-04-03"),
        ("11.2026", "2026-11"),
        ("14.03.2026/16.03.2026", "2026-03-14/2026-03-16"),
        ("2026-03~", "2026-03~"),
        ("2026-11-28", "2026-11-28"),
    ],
)
def test_a_day_is_typed_as_people_write_it_day_first(typed: str, read: str) -> None:
    assert iso_typed(typed) == read
    assert days_typed(typed) == days_of(read)


@pytest.mark.parametrize("typed", ["31.02.2026", "13/13/2026", "1.2.3.2026", "28-11-2026", "soon"])
def test_what_is_no_day_is_told_with_ways_to_write_one(typed: str) -> None:
    with pytest.raises(UsageFault, match="is no day") as fault:
        days_typed(typed)
    assert "12.04.2026" in fault.value.hint
