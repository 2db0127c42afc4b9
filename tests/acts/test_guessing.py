"""Guessing at sign-in: delays that grow and end, and outsiders who fill nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signing_cast import (
    RAVENS,
    STORKS,
    WRONG,
    Counting,
    entered,
    kept_working,
    refused,
    with_passphrase,
    with_second_step,
)

from desk_cast import House
from khronika.acts import proof
from khronika.acts.proof import FREE_ATTEMPTS
from khronika.acts.sessions import session_of, sign_out
from khronika.acts.sign_in import enter_once, means_of, set_passphrase, sign_in
from khronika.errors import NotAllowed, VaultBusy
from khronika.ledger import working
from khronika.records.sign_in import folded_name

pytestmark = pytest.mark.usefixtures("cheap")


def wait_of(house: House, name: str) -> int:
    """Return how many seconds the desk says to wait."""
    words = refused(house, name)
    assert words.startswith("too many attempts; wait "), words
    return int(words.split()[4])


@pytest.mark.parametrize("name", ["Matei", "Nobody at all"])
def test_after_five_refusals_of_a_name_a_growing_delay_follows(house: House, name: str) -> None:
    """The same for a name that nobody has."""
    with_passphrase(house, house.cast.matei)
    for _ in range(FREE_ATTEMPTS):
        assert refused(house, name) == WRONG
    waits = []
    for _ in range(9):
        waits.append(wait_of(house, name))
        house.clock.forward(seconds=waits[-1] - 1)
        assert wait_of(house, name) == 1
        house.clock.forward(seconds=1)
        assert refused(house, name) == WRONG
    assert waits == [15, 30, 60, 120, 240, 480, 900, 900, 900]


def test_while_the_delay_lasts_nothing_is_tried_and_it_does_not_grow(house: House, argon: Counting) -> None:
    with_passphrase(house, house.cast.matei)
    for _ in range(FREE_ATTEMPTS):
        refused(house)
    before = argon.asked
    assert refused(house, passphrase=STORKS) == "too many attempts; wait 15 seconds"
    for _ in range(50):
        wait_of(house, "Matei")
    assert argon.asked == before
    house.clock.forward(seconds=15)
    sign_in(house.desk, "Matei", STORKS)


def test_nobody_is_locked_out_for_good(house: House) -> None:
    """However long others guessed: a one-time address opens at once, the passphrase after a quarter hour."""
    with_passphrase(house, house.cast.matei)
    for _ in range(40):
        refused(house)
        house.clock.forward(minutes=15)
    refused(house)
    assert wait_of(house, "Matei") == 900
    assert session_of(house.desk, entered(house, house.cast.matei)) is not None
    house.clock.forward(minutes=15)
    sign_in(house.desk, "Matei", STORKS)


def test_a_clock_put_back_locks_nobody_out(house: House) -> None:
    with_passphrase(house, house.cast.matei)
    for _ in range(FREE_ATTEMPTS + 1):
        refused(house)
    house.clock.forward(days=-400)
    sign_in(house.desk, "Matei", STORKS)


def test_a_day_later_a_name_has_its_free_attempts_again(house: House) -> None:
    with_passphrase(house, house.cast.matei)
    for _ in range(FREE_ATTEMPTS):
        refused(house)
    house.clock.forward(days=1, seconds=1)
    for _ in range(FREE_ATTEMPTS):
        assert refused(house) == WRONG
    house.clock.forward(minutes=15)
    sign_in(house.desk, "Matei", STORKS)
    assert means_of(house.desk, house.cast.matei).last_refused == 2 * FREE_ATTEMPTS


def test_many_attempts_at_once_are_no_more_guesses_than_one_after_another(
    house: House, argon: Counting
) -> None:
    with_passphrase(house, house.cast.matei)
    before = argon.asked
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda _: refused(house), range(36)))
    assert argon.asked - before == FREE_ATTEMPTS


def test_the_member_is_told_how_often_their_name_was_refused(house: House) -> None:
    matei = with_passphrase(house, house.cast.matei)
    for _ in range(3):
        refused(house, "MATEI")
    sign_in(house.desk, "Matei", STORKS)
    assert means_of(house.desk, matei).last_refused == 3
    sign_in(house.desk, "Matei", STORKS)
    assert means_of(house.desk, matei).last_refused == 0


def test_guesses_by_somebody_who_sits_at_an_open_session_count_as_well(house: House) -> None:
    matei = with_passphrase(house, house.cast.matei)
    for _ in range(FREE_ATTEMPTS):
        with pytest.raises(NotAllowed, match="not your passphrase"):
            set_passphrase(house.desk, matei, RAVENS, "not this one")
    with pytest.raises(NotAllowed, match="wait 15 seconds"):
        set_passphrase(house.desk, matei, RAVENS, STORKS)
    house.clock.forward(seconds=15)
    set_passphrase(house.desk, matei, RAVENS, STORKS)
    assert refused(house) == WRONG


def test_what_outsiders_try_is_not_in_the_ledger_and_does_not_fill_the_desk(house: House) -> None:
    before = house.desk.ledger.head()
    with house.desk.ledger.working() as connection:
        for number in range(0x10000):
            working.put(
                connection, f"refused:{number:04x}", {"count": 0, "total": 0, "at": "2026-04-20T09:00:00Z"}
            )
    rows = len(kept_working(house.desk))
    for number in range(20):
        refused(house, f"nobody {number}")
    assert session_of(house.desk, "no such token") is None
    assert enter_once(house.desk, "no such token") is None
    assert len(kept_working(house.desk)) == rows
    assert house.desk.ledger.head() == before


HOSTILE = [
    "\ud800",
    "\x00",
    "\u202eietaM",
    "x" * 10_000_000,
    "ﷺ" * 100_000,
    "Matei\x00",
    "../../etc",
    "'; --",
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_refused_like_others(house: House, words: str) -> None:
    with_second_step(house, house.cast.matei)
    assert refused(house, words, STORKS) == WRONG
    assert refused(house, "Matei", words) == WRONG
    assert refused(house, "Matei", STORKS, words) == WRONG
    assert session_of(house.desk, words) is None
    assert enter_once(house.desk, words) is None
    sign_out(house.desk, words)


@given(st.text())
def test_folding_a_name_again_changes_nothing(name: str) -> None:
    assert folded_name(folded_name(name)) == folded_name(name)


def test_where_very_many_sign_in_at_once_the_next_is_told_at_once_and_not_counted(house: House) -> None:
    """Each that waits holds a thread of all: strangers would hold up everybody who is in."""
    with_passphrase(house, house.cast.matei)
    with ExitStack() as others:
        for _ in range(16):
            others.enter_context(proof.turn())
        for _ in range(FREE_ATTEMPTS + 1):
            with pytest.raises(VaultBusy, match="very many"):
                sign_in(house.desk, "Matei", STORKS)
    assert sign_in(house.desk, "Matei", STORKS)
