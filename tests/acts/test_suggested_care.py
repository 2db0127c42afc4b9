"""Marks of care that words or claims suggest, until a person has looked."""

from __future__ import annotations

import pytest
from care_cast import binding

from desk_cast import DENIAL, House
from khronika.acts.care import Bound, care, mark_care
from khronika.acts.review import amend
from khronika.acts.show import show
from khronika.acts.shown import StatementShown
from khronika.acts.suggested_care import suggested_care
from khronika.records.care import Care
from khronika.records.statement import Act, Statement


def said(words: str) -> frozenset[Care]:
    return suggested_care(Statement("s1", None, named=False, content=(), acts=(Act.ASSERTS,)), words)


def test_words_that_changed_since_a_suggestion_was_taken_away_suggest_it_anew(house: House) -> None:
    _, (_, second) = house.read_one()
    house.take_away(second, [Care.HELD], "released in 2019")
    amend(house.desk, house.cast.sanne, second, {"speaker": "Mira D."})
    assert binding(house, second) == ()
    one = show(house.desk, house.cast.lev, second)
    assert isinstance(one, StatementShown)
    assert one.statement is not None
    ((start, end),) = one.statement.content
    amend(house.desk, house.cast.sanne, second, {"content": [[start - 2, end]]})
    assert binding(house, second) == (Bound(Care.HELD, second, suggested=True),)
    mark_care(house.desk, house.cast.matei, second, [Care.CHILD], "two were boys")
    assert care(house.desk, house.cast.lev, second).dismissed == frozenset()


@pytest.mark.parametrize(
    ("words", "marks"),
    [
        ("they took three boys from the school", {Care.CHILD}),
        ("a 14-year-old was among them", {Care.CHILD}),
        ("a man aged 17", {Care.CHILD}),
        ("a 71-year-old was among them", set()),
        ("he got minor injuries", set()),
        ("среди них двое несовершеннолетних", {Care.CHILD}),
        ("16-летний юноша", {Care.CHILD}),
        ("приговорён к 7 годам", set()),
        ("she was raped in the yard", {Care.SEXUAL_VIOLENCE}),
        ("её изнасиловали", {Care.SEXUAL_VIOLENCE}),
        ("they asked about his sexual orientation", set()),
        ("no child was harmed", {Care.CHILD}),
    ],
)
def test_plain_words_suggest_a_mark(words: str, marks: set[Care]) -> None:
    assert said(words) == marks


def test_words_of_any_length_are_looked_through_at_once() -> None:
    assert said("aged 1 " * 200_000 + " sexual" * 200_000) == {Care.CHILD}


def test_a_claim_of_people_held_suggests_a_mark_and_says_that_it_is_suggested(house: House) -> None:
    _, (_, second) = house.read_one()
    assert binding(house, second) == (Bound(Care.HELD, second, suggested=True),)
    assert care(house.desk, house.cast.lev, second).marks == frozenset()


def test_a_suggestion_is_taken_away_with_a_reason_for_one_statement_or_a_whole_item(house: House) -> None:
    item, (_, second) = house.read_one()
    house.take_away(second, [Care.HELD], "released in 2019")
    assert binding(house, second) == ()
    mark_care(house.desk, house.cast.sanne, second, [Care.HELD], "two were taken again")
    assert binding(house, second) == (Bound(Care.HELD, second),)
    other, (_, again) = house.read_one(DENIAL + "Printed on page two.\n")
    assert item != other
    house.take_away(other, [Care.HELD], "all of it is of 1998")
    assert binding(house, again) == ()


def test_a_mark_that_somebody_put_is_not_taken_away_with_the_suggestion_of_another_record(
    house: House,
) -> None:
    item, (_, second) = house.read_one()
    mark_care(house.desk, house.cast.matei, item, [Care.HELD], "they are still there")
    house.take_away(second, [Care.HELD], "the machine is wrong here")
    assert binding(house, second) == (Bound(Care.HELD, item),)
