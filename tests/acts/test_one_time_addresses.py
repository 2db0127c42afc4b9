"""One-time addresses of custodians and of the console: once, not for long, for no more than may be given."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from signing_cast import RAVENS, STORKS, entered, known, leaves, with_passphrase, with_second_step

from desk_cast import House
from khronika.acts.members import change_member, record_compartment, record_member
from khronika.acts.sessions import session_of
from khronika.acts.sign_in import enter_once, invite, one_time, set_passphrase
from khronika.errors import NotAllowed, NotFound, UsageFault
from khronika.records.access import Role

pytestmark = pytest.mark.usefixtures("cheap")


def test_a_one_time_address_opens_once(house: House) -> None:
    token = one_time(house.desk, house.cast.matei)
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: enter_once(house.desk, token), range(4)))
    assert opened.count(None) == 3
    assert enter_once(house.desk, token) is None


@pytest.mark.parametrize(("made", "lasts"), [("invitation", 48 * 60), ("console", 15)])
def test_a_one_time_address_ends(house: House, made: str, lasts: int) -> None:
    def fresh() -> str:
        if made == "console":
            return one_time(house.desk, house.cast.matei)
        return invite(house.desk, house.cast.ines, house.cast.matei)

    token = fresh()
    house.clock.forward(minutes=lasts - 1)
    assert enter_once(house.desk, token) is not None
    token = fresh()
    house.clock.forward(minutes=lasts)
    assert enter_once(house.desk, token) is None


def test_a_one_time_address_opens_without_the_second_step_and_its_session_is_not_strong(house: House) -> None:
    with_second_step(house, house.cast.matei)
    session = session_of(house.desk, entered(house, house.cast.matei))
    assert session is not None
    assert (session.strong, session.once) == (False, True)


def test_who_came_by_a_one_time_address_sets_a_passphrase_without_the_old_one_for_a_while(
    house: House,
) -> None:
    matei = with_passphrase(house, house.cast.matei)
    token = entered(house, matei)
    house.clock.forward(minutes=14)
    set_passphrase(house.desk, matei, RAVENS, token=token)
    session = session_of(house.desk, token)
    assert session is not None
    assert not session.once
    with pytest.raises(UsageFault, match="old passphrase is needed"):
        set_passphrase(house.desk, matei, STORKS, token=token)
    late = entered(house, matei)
    house.clock.forward(minutes=15)
    with pytest.raises(UsageFault, match="old passphrase is needed"):
        set_passphrase(house.desk, matei, STORKS, token=late)
    session = session_of(house.desk, late)
    assert session is not None
    assert not session.once


def test_a_one_time_session_of_somebody_else_sets_nothing(house: House) -> None:
    matei = with_passphrase(house, house.cast.matei)
    token = entered(house, house.cast.sanne)
    with pytest.raises(UsageFault, match="old passphrase is needed"):
        set_passphrase(house.desk, matei, RAVENS, token=token)


def test_a_newer_invitation_takes_the_place_of_the_one_before_and_leaves_the_consoles(house: House) -> None:
    desk, cast = house.desk, house.cast
    first = invite(desk, cast.ines, cast.matei)
    console = one_time(desk, cast.matei)
    second = invite(desk, cast.ines, cast.matei)
    assert enter_once(desk, first) is None
    assert enter_once(desk, second) is not None
    assert enter_once(desk, console) is not None


def test_a_custodian_invites_nobody_who_may_enter_more_than_they_do(house: House) -> None:
    """The answer is the same for members in a compartment that the asker does not know of, and for others."""
    desk, cast = house.desk, house.cast
    answers = set()
    for whom in (cast.ines, cast.vera, cast.lev):
        with pytest.raises(NotAllowed) as fault:
            invite(desk, cast.ruta, whom)
        answers.add((fault.value.fault, fault.value.hint))
    assert len(answers) == 1
    dara = record_member(desk, cast.ruta, "Dara", [Role.READER]).id
    assert enter_once(desk, invite(desk, cast.ruta, dara)) is not None


def test_an_invitation_does_not_grow_with_the_rights_of_the_invited(house: House) -> None:
    desk, cast = house.desk, house.cast
    dara = record_member(desk, cast.ruta, "Dara", [Role.READER])
    token = invite(desk, cast.ruta, dara.id)
    change_member(desk, cast.ines, replace(dara, compartments=frozenset({cast.quarry})))
    assert enter_once(desk, token) is None


def test_an_invitation_ends_when_who_gave_it_leaves_or_may_no_longer_enter(house: House) -> None:
    desk, cast = house.desk, house.cast
    ozrin = record_compartment(desk, cast.ruta, "Ozrin").id
    dara = record_member(desk, cast.ruta, "Dara", [Role.READER], frozenset({ozrin}))
    token = invite(desk, cast.ruta, dara.id)
    change_member(desk, cast.ines, replace(known(house, cast.ruta), compartments=frozenset()))
    assert enter_once(desk, token) is None
    lida = record_member(desk, cast.ruta, "Lida", [Role.READER])
    token = invite(desk, cast.ruta, lida.id)
    leaves(house, cast.ruta)
    assert enter_once(desk, token) is None


def test_nobody_invites_themselves_nor_somebody_who_left_nor_what_is_no_member(house: House) -> None:
    desk, cast = house.desk, house.cast
    with pytest.raises(UsageFault, match="invites themselves"):
        invite(desk, cast.ines, cast.ines)
    leaves(house, cast.lev)
    with pytest.raises(UsageFault, match="has left"):
        invite(desk, cast.ines, cast.lev)
    with pytest.raises(UsageFault, match="not a member"):
        invite(desk, cast.ines, cast.quarry)
    with pytest.raises(NotFound):
        invite(desk, cast.ines, "mem_00000000000000000000000000")
    with pytest.raises(NotAllowed):
        one_time(desk, cast.quarry)
    with pytest.raises(NotAllowed):
        invite(desk, cast.matei, cast.sanne)
