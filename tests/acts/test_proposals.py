"""A proposal from beginning to end: what it holds, how long it waits, who answers it, what ends it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from outgoing_cast import TO_ALL
from two_cast import member_of, shown, to_erase, to_hand_over

from desk_cast import WITNESS, House
from khronika.acts.members import (
    change_member,
)
from khronika.acts.outgoing import BriefOrder
from khronika.acts.review import amend
from khronika.acts.second import (
    Proposed,
    confirm,
    decline,
    proposals,
    propose,
    withdraw_proposal,
)
from khronika.acts.show import items
from khronika.errors import NotAllowed, UsageFault
from khronika.records.access import Role
from khronika.records.second import Deed, Proposal


def test_a_proposal_waits_for_seven_days(house: House) -> None:
    item = house.take_one(WITNESS)
    made = propose(house.desk, house.cast.ines, to_erase(item))
    house.clock.forward(days=7)
    assert proposals(house.desk, house.cast.ruta) != []
    house.clock.forward(seconds=1)
    assert proposals(house.desk, house.cast.ruta) == []
    with pytest.raises(UsageFault, match="waits no longer"):
        confirm(house.desk, house.cast.ruta, made.id)
    assert items(house.desk, house.cast.ines)[0].status == "sealed"
    assert withdraw_proposal(house.desk, house.cast.ines, made.id).answered_by == house.cast.ines


def test_what_changed_since_is_proposed_anew(house: House) -> None:
    _, (first, *_) = house.read_one(WITNESS)
    made = propose(house.desk, house.cast.ines, to_erase(first))
    amend(house.desk, house.cast.sanne, first, {"speaker": "Witness B"})
    with pytest.raises(UsageFault, match="changed since"):
        confirm(house.desk, house.cast.ruta, made.id)
    assert proposals(house.desk, house.cast.ruta) != []
    again = propose(house.desk, house.cast.ines, to_erase(first))
    assert first in confirm(house.desk, house.cast.ruta, again.id).erased


def test_what_was_erased_meanwhile_is_not_erased_by_an_older_proposal(house: House) -> None:
    item = house.take_one(WITNESS)
    older = propose(house.desk, house.cast.ines, to_erase(item))
    house.erase(item)
    (again,) = house.take(WITNESS)
    assert again.item != item
    with pytest.raises(UsageFault, match="changed since"):
        confirm(house.desk, house.cast.ruta, older.id)


def test_who_proposed_and_lost_the_right_meanwhile_has_proposed_nothing(house: House) -> None:
    item = house.take_one(WITNESS)
    made = propose(house.desk, house.cast.ruta, to_erase(item))
    reader = replace(member_of(house, house.cast.ruta), roles=frozenset({Role.READER}))
    change_member(house.desk, house.cast.ines, reader)
    with pytest.raises(NotAllowed, match="may not erase any more"):
        confirm(house.desk, house.cast.ines, made.id)
    assert withdraw_proposal(house.desk, house.cast.ruta, made.id).answered_by == house.cast.ruta


def test_who_could_confirm_and_lost_the_right_meanwhile_does_not(house: House) -> None:
    made = propose(house.desk, house.cast.ines, to_erase(house.take_one(WITNESS)))
    reader = replace(member_of(house, house.cast.ruta), roles=frozenset({Role.READER}))
    change_member(house.desk, house.cast.ines, reader)
    with pytest.raises(NotAllowed, match="may not erase"):
        confirm(house.desk, house.cast.ruta, made.id)
    assert [one.may_confirm for one in proposals(house.desk, house.cast.ines)] == [()]


def test_a_proposal_is_declined_with_a_reason_and_answered_once(house: House) -> None:
    made = propose(house.desk, house.cast.ines, to_erase(house.take_one(WITNESS)))
    with pytest.raises(UsageFault, match="needs a reason"):
        decline(house.desk, house.cast.ruta, made.id, " ")
    declined = decline(house.desk, house.cast.ruta, made.id, "the court asked for it")
    assert (declined.answered_by, declined.answer) == (house.cast.ruta, "the court asked for it")
    for answer in (
        lambda: confirm(house.desk, house.cast.ruta, made.id),
        lambda: decline(house.desk, house.cast.ruta, made.id, "again"),
        lambda: withdraw_proposal(house.desk, house.cast.ines, made.id),
    ):
        with pytest.raises(UsageFault, match="waits for no answer"):
            answer()


def test_a_proposal_is_taken_back_by_who_made_it_alone(house: House) -> None:
    made = propose(house.desk, house.cast.ines, to_erase(house.take_one(WITNESS)))
    with pytest.raises(NotAllowed, match="taken back by who made it"):
        withdraw_proposal(house.desk, house.cast.ruta, made.id)
    withdraw_proposal(house.desk, house.cast.ines, made.id)
    assert shown(house, made.id).status == "dropped"


def test_a_proposal_is_refused_where_the_act_would_be(house: House) -> None:
    item = house.take_one(WITNESS)
    for proposed, fault in (
        (Proposed(Deed.ERASE, " ", (item,)), "needs a reason"),
        (Proposed(Deed.ERASE, "x"), "nothing is named"),
        (to_erase(house.cast.lev), "still works"),
        (Proposed(Deed.HAND_OVER, "x"), "an order is missing"),
        (replace(to_hand_over(TO_ALL), kind="film"), "an order is missing"),
        (Proposed(Deed.RECORD_MEMBER, "x"), "a member is missing"),
        (to_hand_over(BriefOrder("Inside")), "takes no second person"),
    ):
        with pytest.raises(UsageFault, match=fault):
            propose(house.desk, house.cast.ines, proposed)
    with pytest.raises(UsageFault, match="not a proposal"):
        confirm(house.desk, house.cast.ruta, item)


def test_a_proposal_holds_what_is_to_be_done_and_no_more(house: House) -> None:
    item = house.take_one(WITNESS)
    made = propose(house.desk, house.cast.ines, to_erase(item, item))
    assert made == Proposal(
        made.id,
        Deed.ERASE,
        {"records": [item]},
        "she asked",
        house.cast.ines,
        "2026-04-20T09:00:00Z",
        (item,),
        made.digest,
    )
    assert "digest" not in (shown(house, made.id).body or {})
