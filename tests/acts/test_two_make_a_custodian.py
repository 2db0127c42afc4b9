"""Who becomes a custodian, or may see everything, does so by two."""

from __future__ import annotations

from dataclasses import replace

import pytest
from two_cast import member_of, shown

from desk_cast import House
from khronika.acts.members import (
    change_member,
    made_by_one,
    members,
    record_member,
)
from khronika.acts.second import (
    Proposed,
    confirm,
    proposals,
    propose,
)
from khronika.acts.show import show
from khronika.errors import NeedsSecond, NotAllowed, UsageFault
from khronika.records.access import Member, Role
from khronika.records.second import Deed


def to_make_custodian(compartments: frozenset[str] = frozenset()) -> Proposed:
    new = Member("", "Dara", frozenset({Role.CUSTODIAN}), compartments)
    return Proposed(Deed.RECORD_MEMBER, "more hands", member=new)


def test_a_third_custodian_is_made_by_two(house: House) -> None:
    desk, ines, ruta = house.desk, house.cast.ines, house.cast.ruta
    with pytest.raises(NeedsSecond, match="making a custodian"):
        record_member(desk, ines, "Dara", [Role.CUSTODIAN])
    made = propose(desk, ines, to_make_custodian())
    done = confirm(desk, ruta, made.id)
    assert done.member is not None
    assert shown(house, done.member.id).mark == ""
    assert done.member in members(desk, ines)
    assert done.member.id not in made_by_one(desk, house.cast.lev)


def test_a_member_becomes_a_custodian_by_two_and_keeps_their_compartments(house: House) -> None:
    desk, ines, vera = house.desk, house.cast.ines, member_of(house, house.cast.vera)
    custodian = replace(vera, roles=frozenset({Role.CUSTODIAN}))
    with pytest.raises(NeedsSecond, match="making a custodian"):
        change_member(desk, ines, custodian)
    made = propose(desk, ines, Proposed(Deed.CHANGE_MEMBER, "more hands", member=custodian))
    assert house.cast.quarry not in repr(proposals(desk, house.cast.ruta))
    assert confirm(desk, house.cast.ruta, made.id).member == custodian


def test_every_compartment_is_given_by_two(house: House) -> None:
    sanne = replace(member_of(house, house.cast.sanne), every=True)
    with pytest.raises(NeedsSecond, match="giving every compartment"):
        change_member(house.desk, house.cast.ines, sanne)
    made = propose(house.desk, house.cast.ines, Proposed(Deed.CHANGE_MEMBER, "she leads", member=sanne))
    assert confirm(house.desk, house.cast.ruta, made.id).member == sanne


def test_a_custodian_who_comes_back_is_made_by_two_again(house: House) -> None:
    desk, ines = house.desk, house.cast.ines
    record = propose(desk, ines, to_make_custodian())
    dara = confirm(desk, house.cast.ruta, record.id).member
    assert dara is not None
    change_member(desk, ines, replace(dara, active=False))
    with pytest.raises(NeedsSecond):
        change_member(desk, ines, dara)


def test_a_new_custodian_is_let_into_compartments_apart(house: House) -> None:
    """Ruta may not enter the yard, and is not shown who will."""
    yard = frozenset({house.cast.quarry})
    with pytest.raises(NeedsSecond, match="nobody else may see all"):
        propose(house.desk, house.cast.ines, to_make_custodian(compartments=yard))
    with pytest.raises(NeedsSecond):
        record_member(house.desk, house.cast.ines, "Dara", [Role.CUSTODIAN], yard)


def test_who_confirms_lends_nobody_what_the_proposer_does_not_have(house: House) -> None:
    every = replace(member_of(house, house.cast.sanne), every=True)
    with pytest.raises(NotAllowed, match="every compartment"):
        propose(house.desk, house.cast.ruta, Proposed(Deed.CHANGE_MEMBER, "she leads", member=every))


def test_a_member_changed_since_is_proposed_anew(house: House) -> None:
    sanne = member_of(house, house.cast.sanne)
    custodian = replace(sanne, roles=frozenset({Role.CUSTODIAN}))
    made = propose(house.desk, house.cast.ines, Proposed(Deed.CHANGE_MEMBER, "more hands", member=custodian))
    change_member(house.desk, house.cast.ines, replace(sanne, active=False))
    with pytest.raises(UsageFault, match="changed since"):
        confirm(house.desk, house.cast.ruta, made.id)


def test_other_roles_and_compartments_take_one(house: House) -> None:
    record_member(house.desk, house.cast.ines, "Dara", [Role.PUBLISHER], frozenset({house.cast.quarry}))
    change_member(
        house.desk,
        house.cast.ines,
        replace(member_of(house, house.cast.ruta), roles=frozenset({Role.READER})),
    )


def test_the_name_in_a_proposal_goes_with_the_member(house: House) -> None:
    desk, ines = house.desk, house.cast.ines
    made = propose(desk, ines, to_make_custodian())
    dara = confirm(desk, house.cast.ruta, made.id).member
    assert dara is not None
    change_member(desk, ines, replace(dara, active=False))
    assert made.id in house.erase(dara.id)
    assert "Dara" not in repr(show(desk, ines, made.id))
