"""Sessions: how long they last, and what ends them at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from signing_cast import RAVENS, STORKS, kept_working, known, leaves, signed_in

from desk_cast import House
from khronika.acts.members import change_member
from khronika.acts.sessions import end_all, session_of, sessions_of, sign_out, sign_out_everywhere
from khronika.acts.sign_in import enter_once, invite, one_time, set_passphrase
from khronika.acts.upkeep import rebuild, verify
from khronika.errors import NotAllowed

pytestmark = pytest.mark.usefixtures("cheap")


def test_a_session_ends_after_an_hour_of_rest(house: House) -> None:
    token = signed_in(house)
    for _ in range(3):
        house.clock.forward(minutes=59)
        assert session_of(house.desk, token) is not None
    house.clock.forward(minutes=60)
    assert session_of(house.desk, token) is None
    house.clock.forward(minutes=-30)
    assert session_of(house.desk, token) is None


def test_a_session_ends_after_twelve_hours_however_busy(house: House) -> None:
    token = signed_in(house)
    for _ in range(23):
        house.clock.forward(minutes=30)
        assert session_of(house.desk, token) is not None
    house.clock.forward(minutes=30)
    assert session_of(house.desk, token) is None


def test_what_a_page_asks_by_itself_does_not_prolong_a_session(house: House) -> None:
    token = signed_in(house)
    for _ in range(11):
        house.clock.forward(minutes=5)
        assert session_of(house.desk, token, prolong=False) is not None
    house.clock.forward(minutes=5)
    assert session_of(house.desk, token, prolong=False) is None


def test_that_a_session_lasts_is_written_at_most_once_a_minute(house: House) -> None:
    token = signed_in(house)
    first = session_of(house.desk, token)
    house.clock.forward(seconds=59)
    assert session_of(house.desk, token) == first
    house.clock.forward(seconds=1)
    later = session_of(house.desk, token)
    assert first is not None
    assert later is not None
    assert (later.made, later.last) == (first.made, "2026-04-20T09:01:00Z")


def test_what_a_member_who_left_could_come_in_by_does_not_stand_again_when_they_are_back(
    house: House,
) -> None:
    token, before = signed_in(house), known(house, house.cast.matei)
    address = invite(house.desk, house.cast.ines, house.cast.matei)
    leaves(house, house.cast.matei)
    house.clock.forward(minutes=1)
    change_member(house.desk, house.cast.ines, before)
    assert session_of(house.desk, token) is None
    assert enter_once(house.desk, address) is None


def test_the_session_of_a_member_who_left_ends_at_once(house: House) -> None:
    token, once = signed_in(house), one_time(house.desk, house.cast.matei)
    leaves(house, house.cast.matei)
    assert session_of(house.desk, token) is None
    assert enter_once(house.desk, once) is None
    with pytest.raises(NotAllowed):
        one_time(house.desk, house.cast.matei)
    change_member(house.desk, house.cast.ines, replace(known(house, house.cast.matei), active=True))
    assert session_of(house.desk, token) is None


def test_signing_out_ends_one_session_and_everywhere_all_of_this_member(house: House) -> None:
    first, second, third = signed_in(house), signed_in(house), signed_in(house)
    other = signed_in(house, house.cast.sanne)
    sign_out(house.desk, first)
    assert session_of(house.desk, first) is None
    assert len(sessions_of(house.desk, house.cast.matei)) == 2
    assert sign_out_everywhere(house.desk, house.cast.matei) == 2
    assert session_of(house.desk, second) is None
    assert session_of(house.desk, third) is None
    assert session_of(house.desk, other) is not None
    assert sessions_of(house.desk, house.cast.matei) == []


def test_a_member_sees_their_own_sessions_alone_the_last_used_first(house: House) -> None:
    first = signed_in(house)
    house.clock.forward(minutes=2)
    signed_in(house, house.cast.sanne)
    second = signed_in(house)
    house.clock.forward(minutes=2)
    session_of(house.desk, first)
    shown = sessions_of(house.desk, house.cast.matei)
    assert [one.member for one in shown] == [house.cast.matei] * 2
    assert shown[0] == session_of(house.desk, first)
    assert shown[1] == session_of(house.desk, second, prolong=False)
    house.clock.forward(minutes=60)
    assert sessions_of(house.desk, house.cast.matei) == []


def test_a_changed_passphrase_ends_all_other_sessions(house: House) -> None:
    here, elsewhere = signed_in(house), signed_in(house)
    once = one_time(house.desk, house.cast.matei)
    set_passphrase(house.desk, house.cast.matei, RAVENS, STORKS, token=here)
    assert session_of(house.desk, here) is not None
    assert session_of(house.desk, elsewhere) is None
    assert enter_once(house.desk, once) is None
    set_passphrase(house.desk, house.cast.matei, STORKS, RAVENS)
    assert session_of(house.desk, here) is None


def test_the_lock_ends_every_session_and_all_one_time_addresses(house: House) -> None:
    tokens = [signed_in(house), signed_in(house, house.cast.sanne)]
    once = one_time(house.desk, house.cast.lev)
    end_all(house.desk)
    assert [session_of(house.desk, token) for token in tokens] == [None, None]
    assert enter_once(house.desk, once) is None
    signed_in(house)


def test_sessions_survive_a_restart_and_a_rebuild(house: House) -> None:
    token = signed_in(house)
    rebuild(house.desk, house.cast.ines)
    house.again()
    assert session_of(house.desk, token) is not None
    assert not verify(house.desk, house.cast.ines).problems


def test_a_session_that_ended_while_it_was_looked_at_stays_ended(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = signed_in(house)
    house.clock.forward(minutes=5)
    true, ended = house.desk.ledger.working, list[bool]()

    def ends_first() -> Any:
        if not ended:
            ended.append(True)
            sign_out(house.desk, token)
        return true()

    monkeypatch.setattr(house.desk.ledger, "working", ends_first)
    assert session_of(house.desk, token) is None
    assert session_of(house.desk, token) is None


def test_what_has_ended_is_swept_at_the_next_sign_in(house: House) -> None:
    for _ in range(3):
        signed_in(house)
        one_time(house.desk, house.cast.lev)
    house.clock.forward(hours=49)
    signed_in(house)
    names = [name.partition(":")[0] for name in kept_working(house.desk)]
    assert (names.count("session"), names.count("once")) == (1, 0)


def test_tokens_and_the_tokens_of_forms_are_all_different(house: House) -> None:
    tokens = [signed_in(house) for _ in range(5)]
    sessions = sessions_of(house.desk, house.cast.matei)
    values = {*tokens, *(one.csrf for one in sessions), *(one.digest for one in sessions)}
    assert len(values) == 15
    assert all(len(token) == 43 for token in tokens)
    assert all(session_of(house.desk, one.csrf) is None for one in sessions)
    assert all(session_of(house.desk, one.digest) is None for one in sessions)
