"""Members and compartments: nobody gives what they do not have; somebody always holds the key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk_cast import YARD, House
from khronika.acts.members import change_member, compartments, members, record_compartment, record_member
from khronika.acts.second import Proposed, confirm, propose
from khronika.acts.show import RecordShown, show
from khronika.errors import NotAllowed, NotFound, UsageFault
from khronika.records.access import Member, Role
from khronika.records.second import Deed


def known(house: House, member: str) -> Member:
    (found,) = [one for one in members(house.desk, house.cast.ines) if one.id == member]
    return found


def test_a_member_is_recorded_with_roles_and_compartments(house: House) -> None:
    vera = known(house, house.cast.vera)
    assert (vera.name, vera.roles, vera.compartments) == (
        "Vera",
        frozenset({Role.ANALYST}),
        frozenset({house.cast.quarry}),
    )


def test_a_custodian_gives_nothing_that_they_do_not_have(house: House) -> None:
    with pytest.raises(NotAllowed, match="every compartment"):
        record_member(house.desk, house.cast.ruta, "Ruta again", Role, every=True)
    with pytest.raises(NotFound):
        record_member(house.desk, house.cast.ruta, "Dara", [Role.READER], frozenset({house.cast.quarry}))
    lev = replace(known(house, house.cast.lev), compartments=frozenset({house.cast.quarry}))
    with pytest.raises(NotFound):
        change_member(house.desk, house.cast.ruta, lev)


def test_a_custodian_takes_away_no_compartment_that_they_may_not_enter(house: House) -> None:
    """What they do not see stays as it is, and nothing tells them that there is anything."""
    vera = replace(known(house, house.cast.vera), compartments=frozenset(), name="Vera Orlan")
    assert change_member(house.desk, house.cast.ruta, vera) == vera
    assert known(house, house.cast.vera).name == "Vera Orlan"
    assert [one.name for one in compartments(house.desk, house.cast.vera)] == [YARD]
    change_member(house.desk, house.cast.ines, vera)
    assert compartments(house.desk, house.cast.vera) == []


def test_somebody_who_may_do_everything_is_left(house: House) -> None:
    ines = known(house, house.cast.ines)
    for less in (
        replace(ines, active=False),
        replace(ines, every=False),
        replace(ines, roles=frozenset({Role.READER})),
    ):
        with pytest.raises(NotAllowed, match="nobody would be left"):
            change_member(house.desk, house.cast.ines, less)
    dara = Member("", "Dara", frozenset({Role.CUSTODIAN}), every=True)
    made = propose(house.desk, ines.id, Proposed(Deed.RECORD_MEMBER, "Ines leaves", member=dara))
    confirm(house.desk, house.cast.ruta, made.id)
    change_member(house.desk, house.cast.ines, replace(ines, active=False))


def test_the_founder_stays_the_founder_after_a_change(house: House) -> None:
    change_member(house.desk, house.cast.ines, replace(known(house, house.cast.ines), name="Ines Orlan"))
    assert house.again().founder == house.cast.ines


def test_who_makes_a_compartment_may_enter_it_and_others_do_not_know_its_name(house: House) -> None:
    made = record_compartment(house.desk, house.cast.ruta, "Ozrin")
    assert [one.name for one in compartments(house.desk, house.cast.ruta)] == ["Ozrin"]
    assert [one.name for one in compartments(house.desk, house.cast.vera)] == [YARD]
    with pytest.raises(NotFound):
        show(house.desk, house.cast.vera, made.id)


def test_that_a_member_has_compartments_is_not_told_to_others(house: House) -> None:
    shown = show(house.desk, house.cast.lev, house.cast.vera)
    assert isinstance(shown, RecordShown)
    assert shown.body is not None
    assert shown.body["compartments"] == []
    assert all(not one.compartments for one in members(house.desk, house.cast.lev))


def test_a_member_needs_a_name_and_a_role_and_a_compartment_a_name(house: House) -> None:
    with pytest.raises(UsageFault, match="name"):
        record_member(house.desk, house.cast.ines, " ", [Role.READER])
    with pytest.raises(UsageFault, match="role"):
        record_member(house.desk, house.cast.ines, "Dara", [])
    with pytest.raises(UsageFault, match="name"):
        record_compartment(house.desk, house.cast.ines, "")
    with pytest.raises(UsageFault, match="not a member"):
        change_member(house.desk, house.cast.ines, Member(house.cast.quarry, "x", frozenset({Role.READER})))
