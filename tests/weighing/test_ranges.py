"""Ranges of numbers: each relation means what it says of the numbers that can be true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.weighing.ranges import ALL, MIRRORED, Range, Relation

NUMBERS = range(-3, 16)
ENDS = st.integers(0, 12)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low, high = sorted((draw(ENDS), draw(ENDS)))
    one = Range.between(draw(st.sampled_from((low, None))), draw(st.sampled_from((high, None))))
    return ALL.without(one) if draw(st.booleans()) else one


def numbers(one: Range) -> set[int]:
    return {number for number in NUMBERS if any(low <= number <= high for low, high in one.parts)}


@given(ranges(), ranges())
def test_a_relation_is_that_of_the_sets_of_numbers(one: Range, other: Range) -> None:
    ours, theirs = numbers(one), numbers(other)
    expected = {
        Relation.CONTRADICTS: not ours & theirs,
        Relation.SAME: bool(ours & theirs) and ours == theirs,
        Relation.REFINES: bool(ours & theirs) and ours < theirs,
        Relation.REFINED: bool(ours & theirs) and ours > theirs,
    }
    found = one.against(other)
    assert expected.get(found, not any(expected.values()))
    assert other.against(one) == MIRRORED.get(found, found)


@given(ranges(), ranges())
def test_both_and_without_are_those_of_sets(one: Range, other: Range) -> None:
    assert numbers(one.both(other)) == numbers(one) & numbers(other)
    assert numbers(one.without(other)) == numbers(one) - numbers(other)
    assert one.both(other) == other.both(one)


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Range.between(3, 2)


def test_ends_are_open_or_numbers() -> None:
    assert Range.between(100, None).ends == (100, None)
    assert Range(()).ends == (None, None)
    assert ALL.without(Range.between(None, 4)).ends == (5, None)
