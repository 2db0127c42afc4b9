"""Suggested marks of care stay with a passage, whatever is done to the statement of it, but with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desk_cast import House
from khronika.acts.brief import brief
from khronika.acts.care import care
from khronika.acts.composing import add_statement, make_one, make_two, undo
from khronika.acts.outgoing import BriefOrder
from khronika.acts.review import accept, amend
from khronika.acts.show import show
from khronika.acts.shown import StatementShown
from khronika.acts.sources import Conditions
from khronika.errors import NeedsSecond
from khronika.records.care import Care
from khronika.records.consent import Audience, Purpose
from khronika.records.exchange import statement_json
from khronika.records.statement import Statement

HELD = (
    'SARN - "Forty men were detained at Quarry 9," Mira Dzhalova, a lawyer, said on Wednesday. '
    '"It was late," she said.\n'
)
TO_COURT = BriefOrder("To the court", purpose=Purpose.COURT, audience=Audience.MECHANISM)


def statement_of(house: House, id_: str) -> Statement:
    shown = show(house.desk, house.cast.lev, id_)
    assert isinstance(shown, StatementShown)
    assert shown.statement is not None
    return shown.statement


def binding(house: House, *statements: str) -> list[set[Care]]:
    return [{one.mark for one in care(house.desk, house.cast.lev, id_).binding} for id_ in statements]


def words_of(house: House, id_: str) -> list[list[int]]:
    return [list(span) for span in statement_of(house, id_).content]


def without_claims(house: House, first: str, _: str) -> None:
    amend(house.desk, house.cast.matei, first, {"claims": []})


def other_words(house: House, first: str, second: str) -> None:
    amend(house.desk, house.cast.matei, first, {"claims": [], "content": words_of(house, second)})


def cut_in_the_middle_of_a_word(house: House, first: str, _: str) -> None:
    one, two = make_two(house.desk, house.cast.matei, first, HELD.index("detained") + 4)
    assert binding(house, one.id, two.id) == [{Care.HELD}, {Care.HELD}]


def joined_to_others(house: House, first: str, second: str) -> None:
    make_one(house.desk, house.cast.matei, [second, first])
    assert binding(house, second) == [{Care.HELD}]


def by_hand_over_the_same_words(house: House, first: str, _: str) -> None:
    item = show(house.desk, house.cast.lev, first)
    assert isinstance(item, StatementShown)
    add_statement(house.desk, house.cast.matei, item.item, {"content": words_of(house, first)})


@pytest.mark.parametrize(
    "done",
    [
        without_claims,
        other_words,
        cut_in_the_middle_of_a_word,
        joined_to_others,
        by_hand_over_the_same_words,
    ],
)
def test_no_change_of_a_statement_takes_a_suggested_mark_along(
    house: House, done: Callable[[House, str, str], None]
) -> None:
    item, (first, second, *_) = house.read_one(HELD, conditions=Conditions(public=True))
    assert binding(house, first, second) == [{Care.HELD}, set()]
    done(house, first, second)
    with pytest.raises(NeedsSecond, match="bears a mark of care"):
        brief(house.desk, house.cast.oskar, replace(TO_COURT, items=(item,)))


def test_what_was_taken_away_with_a_reason_does_not_come_back_with_a_change_inside_these_words(
    house: House,
) -> None:
    item, (first, *_) = house.read_one(HELD, conditions=Conditions(public=True))
    house.take_away(first, [Care.HELD], "they came home the same day")
    for statement in (first, make_two(house.desk, house.cast.matei, first, HELD.index("detained") + 4)[1].id):
        assert binding(house, statement) == [set()]
    amend(house.desk, house.cast.sanne, first, {"claims": []})
    assert binding(house, first) == [set()]
    brief(house.desk, house.cast.oskar, replace(TO_COURT, items=(item,)))


def test_a_mark_goes_with_the_part_that_suggests_it_and_undoing_brings_the_whole_back(house: House) -> None:
    _, (first, *_) = house.read_one(HELD)
    before = statement_json(statement_of(house, first))
    one, two = make_two(house.desk, house.cast.matei, first, HELD.index(" at Quarry"))
    assert binding(house, one.id, two.id) == [{Care.HELD}, set()]
    undo(house.desk, house.cast.matei, first)
    assert statement_json(statement_of(house, first)) == before
    amend(house.desk, house.cast.matei, first, {"claims": []})
    accept(house.desk, house.cast.sanne, [first])
    assert binding(house, first) == [{Care.HELD}]
    house.take_away(first, [Care.HELD], "they came home the same day")
    assert binding(house, first) == [set()]
