"""Four eyes: what one person moves out of the sight of others is not theirs alone before a week is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from signing_cast import known

from desk_cast import House
from khronika.acts.called import called
from khronika.acts.contact import record_interview
from khronika.acts.desk import acting
from khronika.acts.erase import erase
from khronika.acts.incidents import change_incident, record_incident
from khronika.acts.interviewing import RecordedInterview
from khronika.acts.members import change_member, record_compartment
from khronika.acts.parties import change_party, record_party
from khronika.acts.places import change_place, record_place
from khronika.acts.recording import following
from khronika.acts.second import Proposed, confirm, propose
from khronika.acts.show import show
from khronika.errors import NeedsSecond, NotFound, UsageFault
from khronika.records.access import Right
from khronika.records.contact import Interview
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.records.party import Party, PartyKind, Place
from khronika.records.second import Deed

SAW = "saw what it is about until less than seven days ago"


def recorded_call(house: House) -> RecordedInterview:
    """Record a call; the contact and what was sealed are derived from the party."""
    return record_interview(house.desk, house.cast.ines, Interview("Two vans.\n", handle="+99 012 345 678"))


def moved_apart(house: House, party: str) -> str:
    """Move a party into a compartment that Ines alone may enter, as another copy might have done."""
    apart = record_compartment(house.desk, house.cast.ines, "apart").id
    with acting(house.desk, house.cast.ines, Right.FILE) as act:
        known = act.get(party)
        assert known.body is not None
        moved = following(act, known, "party.changed", known.body)
        act.add(replace(moved, compartments=frozenset({apart})))
    return apart


@pytest.mark.parametrize("what", ["party", "place", "incident"])
def test_nobody_takes_what_is_open_out_of_sight_by_naming_what_is_hidden(house: House, what: str) -> None:
    desk, vera, matei = house.desk, house.cast.vera, house.cast.matei
    inside = frozenset({house.cast.quarry})
    party = record_party(desk, matei, Party("", "Mira Dzhalova", PartyKind.PERSON))
    place = record_place(desk, matei, Place("", "Sarn"))
    incident = record_incident(desk, matei, Incident("", "Two vans"))
    apart = record_party(desk, vera, Party("", "Roza Vardol", PartyKind.PERSON), inside)
    yard = record_place(desk, vera, Place("", "The yard"), inside)
    role = Involvement(apart.id, IncidentRole.VICTIM)
    ways: dict[str, tuple[str, Callable[[], object]]] = {
        "party": (party.id, lambda: change_party(desk, vera, replace(party, speaks_for=apart.id))),
        "place": (place.id, lambda: change_place(desk, vera, replace(place, within=yard.id))),
        "incident": (incident.id, lambda: change_incident(desk, vera, replace(incident, involved=(role,)))),
    }
    named, change = ways[what]
    with pytest.raises(UsageFault, match="out of the sight of colleagues"):
        change()
    assert called(desk, matei, [named])[named]
    of_them = record_incident(desk, vera, Incident("", "The yard", involved=(role,), part_of=incident.id))
    with pytest.raises(NotFound):
        show(desk, matei, of_them.id)


@pytest.mark.parametrize("what", ["party", "contact", "handle"])
def test_what_was_moved_out_of_sight_is_not_erased_by_one_before_a_week(house: House, what: str) -> None:
    interview = recorded_call(house)
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
    interview = recorded_call(house)
    moved_apart(house, interview.party)
    with pytest.raises(NeedsSecond, match=SAW):
        erase(house.desk, house.cast.ines, [interview.party], "she asked")


def test_who_is_let_in_where_it_was_moved_to_confirms_it(house: House) -> None:
    interview = recorded_call(house)
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
