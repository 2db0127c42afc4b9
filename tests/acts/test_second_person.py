"""Four eyes: which acts take a second person, how they get one, and what a desk of one may do alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from two_cast import member_of, newest, shown, to_erase

from desk_cast import DENIAL, WITNESS, House
from khronika.acts.erase import erase
from khronika.acts.members import (
    change_member,
    compartments,
    record_compartment,
    record_member,
)
from khronika.acts.review import accept, amend
from khronika.acts.rules import BY_ONE_PERSON, RULES, Matter
from khronika.acts.second import (
    confirm,
    decline,
    proposals,
    propose,
)
from khronika.acts.show import items, log, show
from khronika.acts.shown import StatementShown
from khronika.acts.sources import Conditions
from khronika.acts.upkeep import rebuild, verify
from khronika.errors import NeedsSecond, NotAllowed, NotFound, UsageFault
from khronika.records.access import Role

PAGE = Path(__file__).parents[2] / "docs" / "decisions" / "0016-what-needs-a-second-person.md"
# The rules


def test_every_rule_has_its_reason_and_stands_in_the_decision() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for matter in Matter:
        assert RULES[matter].why
        assert f"| {matter} |" in page, matter


def test_whoever_accepts_a_statement_twice_is_still_one_person(house: House) -> None:
    _, (first, *_) = house.read_one(WITNESS)
    for member, mark in (
        (house.cast.sanne, "not seen by a second person"),
        (house.cast.sanne, "not seen by a second person"),
        (house.cast.matei, ""),
    ):
        accept(house.desk, member, [first])
        one = show(house.desk, house.cast.lev, first)
        assert isinstance(one, StatementShown)
        assert one.mark == mark
    amend(house.desk, house.cast.matei, first, {"speaker": "Witness B"})
    one = show(house.desk, house.cast.lev, first)
    assert isinstance(one, StatementShown)
    assert one.mark == "not seen by a second person"


# Erasing


def test_where_there_are_two_custodians_one_alone_erases_nothing(house: House) -> None:
    item = house.take_one(WITNESS)
    with pytest.raises(NeedsSecond, match="takes two people") as refused:
        erase(house.desk, house.cast.ines, [item], "she asked")
    assert refused.value.exit_code == 12
    assert items(house.desk, house.cast.ines)[0].status == "sealed"


def test_what_one_custodian_proposes_another_confirms_and_it_is_erased(house: House) -> None:
    item = house.take_one(WITNESS)
    made = propose(house.desk, house.cast.ines, to_erase(item))
    assert items(house.desk, house.cast.ines)[0].status == "sealed"
    (waiting,) = proposals(house.desk, house.cast.ruta)
    assert (waiting.proposal, waiting.until) == (made, "2026-04-27T09:00:00Z")
    assert (waiting.may_confirm, waiting.mine, waiting.yours_to_confirm) == ((house.cast.ruta,), False, True)
    done = confirm(house.desk, house.cast.ruta, made.id)
    assert item in done.erased
    assert items(house.desk, house.cast.ines)[0].status == "erased"
    assert proposals(house.desk, house.cast.ruta) == []
    erasure = shown(house, newest(house, "erasure.recorded"))
    assert erasure.body == {"reason": "she asked", "persons": [house.cast.ines, house.cast.ruta]}
    assert erasure.mark == ""


def test_the_answer_is_in_the_act_that_erases(house: House) -> None:
    made = propose(house.desk, house.cast.ines, to_erase(house.take_one(WITNESS)))
    confirm(house.desk, house.cast.ruta, made.id)
    first, second, *_ = log(house.desk, house.cast.ines, limit=5)
    assert {first.type, second.type} == {"erasure.recorded", "proposal.confirmed"}
    assert verify(house.desk, house.cast.ines, files=True).problems == ()
    rebuild(house.desk, house.cast.ines)
    assert shown(house, made.id).status == "confirmed"


def test_who_proposes_does_not_confirm(house: House) -> None:
    made = propose(house.desk, house.cast.ines, to_erase(house.take_one(WITNESS)))
    for answer in (
        lambda: confirm(house.desk, house.cast.ines, made.id),
        lambda: decline(house.desk, house.cast.ines, made.id, "no"),
    ):
        with pytest.raises(NotAllowed, match="does not confirm"):
            answer()
    (waiting,) = proposals(house.desk, house.cast.ines)
    assert (waiting.mine, waiting.yours_to_confirm) == (True, False)


def test_who_has_not_the_right_sees_that_it_waits_and_does_not_confirm(house: House) -> None:
    made = propose(house.desk, house.cast.ines, to_erase(house.take_one(WITNESS)))
    assert [one.yours_to_confirm for one in proposals(house.desk, house.cast.oskar)] == [False]
    for member in (house.cast.oskar, house.cast.lev, house.cast.sanne):
        with pytest.raises(NotAllowed, match="may not erase"):
            confirm(house.desk, member, made.id)
        with pytest.raises(NotAllowed):
            propose(house.desk, member, to_erase(made.about[0]))


def test_what_only_one_custodian_may_see_they_erase_alone_and_it_is_marked(house: House) -> None:
    yard = Conditions(compartments=frozenset({house.cast.quarry}))
    hidden = house.take_one(WITNESS, conditions=yard)
    with pytest.raises(UsageFault, match="nobody else could confirm"):
        propose(house.desk, house.cast.ines, to_erase(hidden))
    erase(house.desk, house.cast.ines, [hidden], "she asked")
    erasure = shown(house, newest(house, "erasure.recorded"))
    assert (erasure.mark, (erasure.body or {})["persons"]) == (BY_ONE_PERSON, [house.cast.ines])


def test_named_together_with_what_others_may_not_see_nothing_is_erased_by_one(house: House) -> None:
    yard = Conditions(compartments=frozenset({house.cast.quarry}))
    records = (house.take_one(DENIAL), house.take_one(WITNESS, conditions=yard))
    for act in (
        lambda: erase(house.desk, house.cast.ines, records, "she asked"),
        lambda: propose(house.desk, house.cast.ines, to_erase(*records)),
    ):
        with pytest.raises(NeedsSecond, match="nobody else may see all"):
            act()


def test_a_custodian_who_may_not_see_the_records_can_neither_see_nor_confirm_the_proposal(
    house: House,
) -> None:
    desk, ines = house.desk, house.cast.ines
    yard = frozenset({house.cast.quarry})
    change_member(desk, ines, replace(member_of(house, house.cast.ruta), compartments=yard))
    hidden = house.take_one(WITNESS, conditions=Conditions(compartments=yard))
    made = propose(desk, ines, to_erase(hidden))
    assert [one.proposal.id for one in proposals(desk, house.cast.ruta)] == [made.id]
    change_member(desk, ines, replace(member_of(house, house.cast.ruta), compartments=frozenset()))
    assert proposals(desk, house.cast.ruta) == []
    faults = []
    for id_ in (made.id, f"prp_{'0' * 26}"):
        for answer in (
            lambda id_=id_: confirm(desk, house.cast.ruta, id_),
            lambda id_=id_: decline(desk, house.cast.ruta, id_, "no"),
            lambda id_=id_: show(desk, house.cast.ruta, id_),
        ):
            with pytest.raises(NotFound) as fault:
                answer()
            faults.append((fault.value.fault.replace(id_, "…"), fault.value.hint))
    assert len(set(faults)) == 1


def test_a_custodian_who_was_shut_out_makes_no_desk_of_one_for_a_week(house: House) -> None:
    """Otherwise one of two could shut the other out and erase alone; hiding the change does not help."""
    desk, ines = house.desk, house.cast.ines
    item = house.take_one(WITNESS)
    ruta = member_of(house, house.cast.ruta)
    change_member(desk, ines, replace(ruta, roles=frozenset({Role.READER})))
    change_member(desk, ines, replace(ruta, name="R.", roles=frozenset({Role.READER}), active=False))
    for days in (0, 6):
        house.clock.forward(days=days)
        with pytest.raises(NeedsSecond, match="less than seven days ago"):
            erase(desk, ines, [item], "she asked")
        with pytest.raises(NeedsSecond, match="less than seven days ago"):
            record_member(desk, ines, "Dara", [Role.CUSTODIAN])
    house.clock.forward(days=2)
    erase(desk, ines, [item], "she asked")
    assert shown(house, newest(house, "erasure.recorded")).mark == BY_ONE_PERSON


def test_a_compartment_taken_away_makes_nobody_the_only_one_to_ask_for_a_week(house: House) -> None:
    desk, ines = house.desk, house.cast.ines
    yard = frozenset({house.cast.quarry})
    ruta = member_of(house, house.cast.ruta)
    hidden = house.take_one(WITNESS, conditions=Conditions(compartments=yard))
    change_member(desk, ines, replace(ruta, compartments=yard))
    change_member(desk, ines, ruta)
    with pytest.raises(NeedsSecond, match="less than seven days ago"):
        erase(desk, ines, [hidden], "she asked")
    house.clock.forward(days=8)
    erase(desk, ines, [hidden], "she asked")


# The law


COMPARTMENTS = st.sets(st.sampled_from([0, 1]))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entered=COMPARTMENTS, of_one=COMPARTMENTS, of_other=COMPARTMENTS)
def test_one_erases_alone_exactly_what_nobody_else_could_say_yes_to(
    house: House, entered: set[int], of_one: set[int], of_other: set[int]
) -> None:
    """Two records, each in none, one or both of two compartments; Ruta enters none, one or both."""
    desk, ines, ruta = house.desk, house.cast.ines, house.cast.ruta
    both = [one.id for one in compartments(desk, ines)][:2]
    if len(both) == 1:
        both.append(record_compartment(desk, ines, "Ozrin").id)
    enters = frozenset(both[place] for place in entered)
    change_member(desk, ines, replace(member_of(house, ruta), compartments=enters))
    house.clock.forward(days=8)
    records = [
        house.take_one(
            f"A note of {len(both)}.\n", conditions=Conditions(frozenset(both[place] for place in of))
        )
        for of in (of_one, of_other)
    ]
    seen_by_ruta = [of <= entered for of in (of_one, of_other)]
    if not any(seen_by_ruta):
        assert set(records) <= set(erase(desk, ines, records, "she asked"))
        return
    with pytest.raises(NeedsSecond):
        erase(desk, ines, records, "she asked")
    if all(seen_by_ruta):
        made = propose(desk, ines, to_erase(*records))
        assert set(records) <= set(confirm(desk, ruta, made.id).erased)
    else:
        with pytest.raises(NeedsSecond, match="nobody else may see all"):
            propose(desk, ines, to_erase(*records))
        assert [one.proposal for one in proposals(desk, ruta)] == []
