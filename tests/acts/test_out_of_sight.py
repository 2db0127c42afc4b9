"""Four eyes: what one person moves out of the sight of others is not theirs alone before a week is over."""

from __future__ import annotations

from dataclasses import replace

import pytest
from signing_cast import known

from desk_cast import House
from khronika.acts.contact import record_interview
from khronika.acts.erase import erase
from khronika.acts.interviewing import RecordedInterview
from khronika.acts.members import change_member, record_compartment
from khronika.acts.parties import change_party, party_page, record_party
from khronika.acts.second import Proposed, confirm, propose
from khronika.errors import NeedsSecond
from khronika.records.contact import Interview
from khronika.records.party import Party, PartyKind
from khronika.records.second import Deed

SAW = "saw what it is about until less than seven days ago"


def called(house: House) -> RecordedInterview:
    """Record a call; the contact and what was sealed are derived from the party."""
    return record_interview(house.desk, house.cast.ines, Interview("Two vans.\n", handle="+99 012 345 678"))


def moved_apart(house: House, party: str) -> str:
    """Move a party into a compartment that Ines alone may enter, and return it."""
    apart = record_compartment(house.desk, house.cast.ines, "apart").id
    other = Party("", "Roza Vardol", PartyKind.PERSON)
    other = record_party(house.desk, house.cast.ines, other, frozenset({apart}))
    shown = party_page(house.desk, house.cast.ines, party).party
    assert shown is not None
    change_party(house.desk, house.cast.ines, replace(shown, speaks_for=other.id))
    return apart


@pytest.mark.parametrize("what", ["party", "contact", "handle"])
def test_what_was_moved_out_of_sight_is_not_erased_by_one_before_a_week(house: House, what: str) -> None:
    interview = called(house)
    house.clock.forward(days=30)
    moved_apart(house, interview.party)
    asked = [getattr(interview, what)]
    for _ in range(2):
        with pytest.raises(NeedsSecond, match=SAW):
            erase(house.desk, house.cast.ines, asked, "she asked")
        with pytest.raises(NeedsSecond, match=SAW):
            propose(house.desk, house.cast.ines, Proposed(Deed.ERASE, "she asked", tuple(asked)))
        house.clock.forward(days=6)
    house.clock.forward(days=2)
    assert asked[0] in erase(house.desk, house.cast.ines, asked, "she asked")


def test_nor_what_came_in_these_days_and_was_moved_at_once(house: House) -> None:
    interview = called(house)
    moved_apart(house, interview.party)
    with pytest.raises(NeedsSecond, match=SAW):
        erase(house.desk, house.cast.ines, [interview.party], "she asked")


def test_who_is_let_in_where_it_was_moved_to_confirms_it(house: House) -> None:
    interview = called(house)
    apart = moved_apart(house, interview.party)
    ruta = known(house, house.cast.ruta)
    change_member(house.desk, house.cast.ines, replace(ruta, compartments=ruta.compartments | {apart}))
    made = propose(house.desk, house.cast.ines, Proposed(Deed.ERASE, "she asked", (interview.party,)))
    assert interview.party in confirm(house.desk, house.cast.ruta, made.id).erased


def test_what_came_into_a_compartment_that_nobody_else_enters_is_erased_by_one(house: House) -> None:
    apart = record_compartment(house.desk, house.cast.ines, "apart").id
    party = Party("", "Roza Vardol", PartyKind.PERSON)
    made = record_party(house.desk, house.cast.ines, party, frozenset({apart}))
    assert erase(house.desk, house.cast.ines, [made.id], "a mistake") == [made.id]
