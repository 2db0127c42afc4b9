"""A mark of care asks for a second person, and so does taking it away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from care_cast import binding
from outgoing_cast import PUBLIC, TO_COURT
from two_cast import PLAIN, TO_PARTNERS, member_of

from desk_cast import House
from khronika.acts.brief import brief
from khronika.acts.care import Bound, care, mark_care, marks_in_question, unmark
from khronika.acts.members import change_member
from khronika.acts.review import accept, amend
from khronika.acts.show import show
from khronika.acts.shown import StatementShown
from khronika.acts.sign_in import enter_once, invite
from khronika.acts.sources import Conditions
from khronika.errors import NeedsSecond, NotFound, UsageFault
from khronika.records.access import Role
from khronika.records.care import Care, Questioned

GROWN = "they are grown up"


def content_of(house: House, statement: str) -> list[list[int]]:
    shown = show(house.desk, house.cast.lev, statement)
    assert isinstance(shown, StatementShown)
    assert shown.statement is not None
    return [list(span) for span in shown.statement.content]


def publishes_too(house: House) -> str:
    """Let Matei export as well."""
    both = replace(member_of(house, house.cast.matei), roles=frozenset({Role.ANALYST, Role.PUBLISHER}))
    change_member(house.desk, house.cast.ines, both)
    return both.id


@pytest.mark.parametrize("suggested", [True, False])
def test_who_takes_a_mark_away_cannot_hand_over_alone_for_it(house: House, suggested: bool) -> None:  # noqa: FBT001
    item, said = house.read_one(*(() if suggested else (PLAIN,)), conditions=PUBLIC)
    matei = publishes_too(house)
    accept(house.desk, matei, said)
    if not suggested:
        mark_care(house.desk, house.cast.sanne, said[-1], [Care.HELD], "the driver")
    unmark(house.desk, matei, said[-1], [Care.HELD], "all were released")
    for order in (TO_PARTNERS, TO_COURT):
        with pytest.raises(NeedsSecond):
            brief(house.desk, matei, replace(order, items=(item,)))
    unmark(house.desk, house.cast.sanne, said[-1], [Care.HELD], "I have seen the list")
    assert brief(house.desk, matei, replace(TO_PARTNERS, items=(item,))).sources


def test_one_persons_word_is_one_however_often(house: House) -> None:
    _, (_, held) = house.read_one()
    unmark(house.desk, house.cast.matei, held, [Care.HELD], GROWN)
    with pytest.raises(UsageFault, match="took this away before"):
        unmark(house.desk, house.cast.matei, held, [Care.HELD], GROWN)
    shown = care(house.desk, house.cast.lev, held)
    assert shown.questioned == (Questioned(Care.HELD, house.cast.matei, GROWN),)
    assert shown.binding == (Bound(Care.HELD, held, suggested=True),)


def test_what_one_would_keep_and_another_not_stays(house: House) -> None:
    """Whoever puts a mark looked as well: taking it away starts anew."""
    item, _ = house.read_one()
    mark_care(house.desk, house.cast.sanne, item, [Care.CHILD], "a boy")
    unmark(house.desk, house.cast.matei, item, [Care.CHILD], GROWN)
    mark_care(house.desk, house.cast.sanne, item, [Care.CHILD], "his papers say twelve")
    unmark(house.desk, house.cast.ines, item, [Care.CHILD], GROWN)
    assert care(house.desk, house.cast.lev, item).marks == {Care.CHILD}
    unmark(house.desk, house.cast.matei, item, [Care.CHILD], GROWN)
    assert care(house.desk, house.cast.lev, item).marks == frozenset()


def test_each_mark_is_counted_by_itself(house: House) -> None:
    item, _ = house.read_one(PLAIN)
    mark_care(house.desk, house.cast.ines, item, [Care.CHILD, Care.HELD], "a boy, still there")
    unmark(house.desk, house.cast.matei, item, [Care.CHILD], GROWN)
    unmark(house.desk, house.cast.sanne, item, [Care.CHILD, Care.HELD], GROWN)
    shown = care(house.desk, house.cast.lev, item)
    assert shown.marks == {Care.HELD}
    assert shown.questioned == (Questioned(Care.HELD, house.cast.sanne, GROWN),)
    unmark(house.desk, house.cast.matei, item, [Care.HELD], GROWN)
    assert care(house.desk, house.cast.lev, item).marks == frozenset()


def test_two_take_it_away_from_the_same_words(house: House) -> None:
    _, (first, held) = house.read_one()
    unmark(house.desk, house.cast.matei, held, [Care.HELD], GROWN)
    ((start, end),) = content_of(house, held)
    amend(house.desk, house.cast.matei, held, {"content": [[start - 2, end]]})
    unmark(house.desk, house.cast.sanne, held, [Care.HELD], GROWN)
    assert binding(house, held) == (Bound(Care.HELD, held, suggested=True),)
    assert binding(house, first) == ()


def test_who_let_the_other_in_anew_is_no_second_person_here_either(house: House) -> None:
    _, (_, held) = house.read_one()
    unmark(house.desk, house.cast.ines, held, [Care.HELD], GROWN)
    for _ in range(2):
        assert enter_once(house.desk, invite(house.desk, house.cast.ines, house.cast.sanne)) is not None
    with pytest.raises(NeedsSecond, match="let the other in anew"):
        unmark(house.desk, house.cast.sanne, held, [Care.HELD], GROWN)
    unmark(house.desk, house.cast.matei, held, [Care.HELD], GROWN)
    assert binding(house, held) == ()


def test_what_one_took_away_in_a_compartment_is_not_there_for_others(house: House) -> None:
    yard = Conditions(compartments=frozenset({house.cast.quarry}))
    _, (_, held) = house.read_one(conditions=yard)
    unmark(house.desk, house.cast.vera, held, [Care.HELD], GROWN)
    with pytest.raises(NotFound):
        unmark(house.desk, house.cast.sanne, held, [Care.HELD], GROWN)
    assert marks_in_question(house.desk, house.cast.sanne) == []
    assert [one.record for one in marks_in_question(house.desk, house.cast.ines)] == [held]
