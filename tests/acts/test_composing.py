"""Statements put together by a person: added, made one, made two; and a decision undone."""

from __future__ import annotations

import pytest

from desk_cast import DENIAL, WITNESS, House
from khronika.acts import composing, review, reviewing
from khronika.acts.read import read
from khronika.acts.show import Sought, statements
from khronika.acts.shown import StatementShown
from khronika.acts.upkeep import rebuild, verify
from khronika.errors import NotAllowed, UsageFault
from khronika.records.statement import Act


def shown(house: House, item: str) -> dict[str, StatementShown]:
    return {one.id: one for one in statements(house.desk, house.cast.ines, Sought(item))}


def test_what_a_person_adds_is_in_the_record_as_theirs(house: House) -> None:
    item, _ = house.read_one()
    start = DENIAL.index("Mira")
    fields = {"content": [[start, start + 4]], "speaker": "Orvan", "acts": ["reports"]}
    made = composing.add_statement(house.desk, house.cast.matei, item, fields)
    one = shown(house, item)[made.id]
    assert (one.status, one.words, one.by) == ("accepted", "Mira", house.cast.matei)
    assert one.mark == "not seen by a second person"
    review.accept(house.desk, house.cast.sanne, [made.id])
    assert shown(house, item)[made.id].mark == ""


def test_a_statement_without_words_or_beyond_the_text_is_not_added(house: House) -> None:
    item, _ = house.read_one()
    for content in ([], [[0, 10_000]], [[5, 5]], [[9, 3]], [[-1, 4]]):
        with pytest.raises(UsageFault):
            composing.add_statement(house.desk, house.cast.matei, item, {"content": content})


def test_what_was_made_one_leaves_its_parts_with_the_reason(house: House) -> None:
    item, (first, second, *_) = house.read_one(WITNESS)
    made = composing.make_one(house.desk, house.cast.matei, [first, second])
    after = shown(house, item)
    assert after[second].status == "rejected"
    assert after[second].rejected_because == f"made one with {first}"
    assert after[first].status == "amended"
    assert len(made.content) == 2


def test_what_is_made_one_holds_all_that_its_parts_held(house: House) -> None:
    _, (first, second) = house.read_one(WITNESS)
    review.amend(house.desk, house.cast.matei, first, {"relays": ["Orvan"], "acts": ["asserts"]})
    more = {
        "relays": ["Orvan", "Interfax"],
        "acts": ["reports"],
        "addressee": "the court",
        "forum": "by phone",
    }
    review.amend(house.desk, house.cast.matei, second, more)
    made = composing.make_one(house.desk, house.cast.matei, [first, second])
    assert [relay.text for relay in made.relays] == ["Orvan", "Interfax"]
    assert made.acts == (Act.ASSERTS, Act.REPORTS)
    assert made.addressee is not None
    assert made.forum is not None
    assert (made.speaker, made.addressee.text, made.forum.text) == ("Witness A", "the court", "by phone")


@pytest.mark.parametrize("field", ["speaker", "addressee", "forum"])
def test_what_one_statement_cannot_hold_twice_is_not_made_one(house: House, field: str) -> None:
    item, (first, second) = house.read_one(WITNESS)
    review.amend(house.desk, house.cast.matei, first, {field: "Witness B"})
    review.amend(house.desk, house.cast.matei, second, {field: "Witness C"})
    before = shown(house, item)
    with pytest.raises(UsageFault, match=r"two speakers: Witness B and Witness C|different"):
        composing.make_one(house.desk, house.cast.matei, [first, second])
    assert shown(house, item) == before


def test_one_statement_is_made_of_two_of_one_text(house: House) -> None:
    _, (first, *_) = house.read_one()
    _, (other, *_) = house.read_one(DENIAL.replace("Orvan", "Sarn Courier"), "other.txt")
    for pair in ([first], [first, first], [first, other]):
        with pytest.raises(UsageFault):
            composing.make_one(house.desk, house.cast.matei, pair)


def test_figures_go_with_the_part_they_stand_in(house: House) -> None:
    item, found = house.read_one()
    counted = next(one for one in shown(house, item).values() if one.statement and one.statement.figures)
    assert counted.statement is not None
    at = counted.statement.figures[0].spans[-1][1] + 1
    head, tail = composing.make_two(house.desk, house.cast.matei, counted.id, at)
    assert head.figures == counted.statement.figures
    assert tail.figures == ()
    assert tail.speaker == head.speaker
    assert len(shown(house, item)) == len(found) + 1


def test_a_place_outside_the_words_makes_no_two(house: House) -> None:
    _, (first, *_) = house.read_one()
    for at in (0, 10_000):
        with pytest.raises(UsageFault):
            composing.make_two(house.desk, house.cast.matei, first, at)


def test_undoing_restores_all_that_one_act_decided(house: House) -> None:
    item, (first, second, *_) = house.read_one(WITNESS)
    before = shown(house, item)
    composing.make_one(house.desk, house.cast.matei, [first, second])
    assert set(composing.undo(house.desk, house.cast.matei, second)) == {first, second}
    after = shown(house, item)
    assert [after[id_].statement for id_ in (first, second)] == [
        before[id_].statement for id_ in (first, second)
    ]
    assert {after[id_].status for id_ in (first, second)} == {"suggested"}


def test_undoing_a_split_takes_the_second_part_back(house: House) -> None:
    item, (first, *_) = house.read_one()
    content = shown(house, item)[first].statement
    assert content is not None
    _, tail = composing.make_two(house.desk, house.cast.matei, first, content.content[0][0] + 5)
    composing.undo(house.desk, house.cast.matei, first)
    after = shown(house, item)
    assert after[first].statement == content
    assert (after[tail.id].status, after[tail.id].rejected_because) == ("rejected", "undone")


def test_undoing_ones_own_acceptance_keeps_who_accepted_before(house: House) -> None:
    item, (first, *_) = house.read_one()
    review.accept(house.desk, house.cast.sanne, [first])
    review.accept(house.desk, house.cast.matei, [first])
    composing.undo(house.desk, house.cast.matei, first)
    one = shown(house, item)[first]
    assert (one.status, one.mark) == ("accepted", "not seen by a second person")


def test_undo_is_for_who_decided_last_and_only_where_something_was_decided(house: House) -> None:
    item, (first, *_) = house.read_one()
    with pytest.raises(UsageFault, match="nothing was decided"):
        composing.undo(house.desk, house.cast.matei, first)
    review.reject(house.desk, house.cast.sanne, [first], "no")
    with pytest.raises(NotAllowed):
        composing.undo(house.desk, house.cast.matei, first)
    assert shown(house, item)[first].status == "rejected"


def test_what_was_decided_since_on_what_was_decided_together_is_not_undone_along(house: House) -> None:
    _, (first, second, *_) = house.read_one()
    review.accept(house.desk, house.cast.matei, [first, second])
    review.amend(house.desk, house.cast.sanne, second, {"acts": [Act.ALLEGES]})
    with pytest.raises(UsageFault, match="decided since"):
        composing.undo(house.desk, house.cast.matei, first)


def test_the_views_are_the_same_after_a_rebuild(house: House) -> None:
    item, (first, second, *_) = house.read_one(WITNESS)
    composing.make_one(house.desk, house.cast.matei, [first, second])
    composing.undo(house.desk, house.cast.matei, first)
    before = shown(house, item)
    rebuild(house.desk, house.cast.ines)
    assert shown(house, item) == before
    assert verify(house.desk, house.cast.ines).problems == ()


def test_a_text_that_was_read_again_shows_no_suggestion_twice(house: House) -> None:
    item, (first, second, *_) = house.read_one()
    review.accept(house.desk, house.cast.matei, [first])
    review.reject(house.desk, house.cast.matei, [second], "no")
    before = reviewing.statements_of_text(house.desk, house.cast.ines, item)
    read(house.desk, house.cast.ines, [item], again=True)
    after = reviewing.statements_of_text(house.desk, house.cast.ines, item)
    assert [one.words for one in after] == [one.words for one in before]
    assert {first, second} <= {one.id for one in after}
    assert len(shown(house, item)) > len(after)
