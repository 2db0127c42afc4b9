"""Who may do what: every act and every query, every role that may not, and what must stay unseen."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rights_house import NOWHERE, UNSEEN, Filled
from table_of_rights import ACTS, BEHIND_THE_DOORS, DOORS, fill

import khronika.acts
from desk_cast import DENIAL, WITNESS, YARD, House, house_from
from khronika.acts import (
    consent,
    erase,
    export,
    members,
    read,
    second,
    show,
)
from khronika.acts.desk import Desk, acting
from khronika.acts.second import Proposed
from khronika.acts.sources import Conditions
from khronika.errors import NotAllowed, NotFound, WrongPassphrase
from khronika.records.access import RIGHTS, Member, Right, Role
from khronika.records.ids import Kind
from khronika.records.second import Deed


def functions_given_a_desk() -> set[str]:
    """Return the public functions of all modules of acts whose first parameter is a desk."""
    found = set()
    for module in pkgutil.iter_modules(khronika.acts.__path__):
        loaded = importlib.import_module(f"khronika.acts.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters.values()), None)
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if own and first is not None and first.annotation in {"Desk", Desk}:
                found.add(f"{module.name}.{name}")
    return found


@pytest.fixture(scope="module")
def filled_house(closed_house: House, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    house = house_from(closed_house, tmp_path_factory.mktemp("filled") / "vault")
    ines, quarry = house.cast.ines, house.cast.quarry
    seen = fill(house, Conditions(), DENIAL, "open.txt")
    hidden = fill(house, Conditions(frozenset({quarry})), f"{WITNESS} {UNSEEN}", f"{UNSEEN}.txt")
    common = members.record_compartment(house.desk, ines, "Sarn").id
    house.desk.close()
    house.extractor.close()
    return Filled(house, seen | {Kind.COMPARTMENT: common}, hidden | {Kind.COMPARTMENT: quarry})


@pytest.fixture
def filled(filled_house: Filled, tmp_path: Path) -> Iterator[Filled]:
    house = house_from(filled_house.house, tmp_path / "vault")
    yield replace(filled_house, house=house)
    house.extractor.close()
    house.desk.close()


def somebody(filled: Filled, *roles: Role, **given: Any) -> str:
    """Record somebody; a custodian is made by Ines and Ruta, and let into compartments afterwards."""
    desk, ines = filled.house.desk, filled.house.cast.ines
    if Role.CUSTODIAN not in roles:
        return members.record_member(desk, ines, "Nadia", roles, **given).id
    new = Member("", "Nadia", frozenset(roles))
    proposed = second.propose(desk, ines, Proposed(Deed.RECORD_MEMBER, "more hands", member=new))
    made = second.confirm(desk, filled.house.cast.ruta, proposed.id).member
    assert made is not None
    return members.change_member(desk, ines, replace(made, **given)).id


def nobody_else(filled: Filled) -> str:
    """Return somebody with every role and the open compartment, who may not enter the yard."""
    return somebody(filled, *Role, compartments=frozenset({filled.seen[Kind.COMPARTMENT]}))


def test_every_act_and_query_asks_for_a_right() -> None:
    """A new act without a line in this file fails here."""
    assert functions_given_a_desk() == set(ACTS) | DOORS | BEHIND_THE_DOORS


@pytest.mark.parametrize("name", ACTS)
def test_who_has_no_role_for_it_may_not(filled: Filled, name: str) -> None:
    act = ACTS[name]
    before = filled.house.desk.ledger.head()
    without = [role for role in Role if act.right not in RIGHTS[role]]
    denied = [filled.house.cast.by_role(role) for role in without]
    for member in [*denied, f"mem_{NOWHERE}", filled.seen[Kind.PARTY]]:
        with pytest.raises(NotAllowed) as fault:
            filled.act(act, member, filled.seen)
        assert fault.value.exit_code == 3
        assert fault.value.fault[-1] not in ".!\n"
    assert filled.house.desk.ledger.head() == before


@pytest.mark.parametrize("name", ACTS)
def test_who_has_left_may_do_nothing(filled: Filled, name: str) -> None:
    house = filled.house
    gone = Member(house.cast.ruta, "Ruta", frozenset(Role), active=False)
    members.change_member(house.desk, house.cast.ines, gone)
    with pytest.raises(NotAllowed):
        filled.act(ACTS[name], gone.id, filled.seen)


@pytest.mark.parametrize("name", ACTS)
def test_who_has_the_role_may(filled: Filled, name: str) -> None:
    act = ACTS[name]
    given = {"compartments": frozenset({filled.seen[Kind.COMPARTMENT]})}
    allowed = [role for role in Role if act.right in RIGHTS[role]]
    assert allowed
    role = allowed[-1]
    member = somebody(filled, role, **given)
    if name == "upkeep.change_passphrase":
        with pytest.raises(WrongPassphrase):
            filled.act(act, member, filled.seen)
    else:
        filled.act(act, member, filled.seen)


@pytest.mark.parametrize("name", [name for name, act in ACTS.items() if act.on])
def test_what_is_in_a_compartment_is_not_there_for_others(filled: Filled, name: str) -> None:
    """The answer to an id in a compartment is the answer to an id that was never given."""
    act, member = ACTS[name], nobody_else(filled)
    assert act.on is not None
    hidden = filled.hidden[act.on]
    nothing = f"{act.on}_{NOWHERE}"
    faults = []
    for id_ in (hidden, nothing):
        with pytest.raises(NotFound) as fault:
            filled.act(act, member, filled.seen | {act.on: id_})
        faults.append((fault.value.fault.replace(id_, "…"), fault.value.hint.replace(id_, "…")))
    assert faults[0] == faults[1]


@pytest.mark.parametrize("name", ACTS)
def test_no_answer_tells_of_a_compartment(filled: Filled, name: str) -> None:
    act, member = ACTS[name], nobody_else(filled)
    if name == "upkeep.change_passphrase":
        return
    answer = repr(filled.act(act, member, filled.seen))
    told = [id_ for id_ in filled.hidden.values() if id_ in answer]
    if name == "export.export_log":
        told = [id_ for id_ in told if UNSEEN in answer]
    assert told == []
    assert UNSEEN not in answer
    assert YARD not in answer


def test_every_record_of_a_compartment_is_hidden_one_by_one(filled: Filled) -> None:
    house, member = filled.house, nobody_else(filled)
    logged = {entry.subject for entry in show.log(house.desk, house.cast.ines, limit=1000)}
    unseen = logged - {entry.subject for entry in show.log(house.desk, member, limit=1000)}
    assert set(filled.hidden.values()) <= unseen
    for id_ in unseen:
        with pytest.raises(NotFound):
            show.show(house.desk, member, id_)
        assert show.show(house.desk, house.cast.ines, id_).id == id_


def test_an_export_of_hidden_items_an_opening_and_an_erasure_are_hidden_too(filled: Filled) -> None:
    house, member = filled.house, nobody_else(filled)
    house.clock.forward(days=8)
    consent.open_identity(house.desk, house.cast.ines, filled.hidden[Kind.IDENTITY], f"about {UNSEEN}")
    erase.erase(house.desk, house.cast.ines, [filled.hidden[Kind.STATEMENT]], f"about {UNSEEN}")
    for entry in show.log(house.desk, member, limit=1000):
        assert UNSEEN not in repr(show.show(house.desk, member, entry.subject))


def test_the_log_with_bodies_is_for_those_who_may_enter_everything(filled: Filled) -> None:
    with pytest.raises(NotAllowed, match="every compartment"):
        export.export_log(filled.house.desk, nobody_else(filled), bodies=True)


def test_nobody_acts_by_a_right_that_was_taken_away_meanwhile(house: House) -> None:
    """The right is looked up in the transaction of the act, not at the door of the program."""
    read.read(house.desk, house.cast.matei, [house.take_one(DENIAL)])
    changed = Member(house.cast.matei, "Matei", frozenset({Role.READER}))
    members.change_member(house.desk, house.cast.ines, changed)
    with pytest.raises(NotAllowed), acting(house.desk, house.cast.matei, Right.REVIEW):
        pytest.fail("the door was open")
