"""Two who act at the same moment: one comes first, and the other is asked anew by what then stands."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from signing_cast import STORKS, known, leaves, signed_in, with_passphrase

from desk_cast import CHEAP, WITNESS, House
from khronika.acts import proof
from khronika.acts.composing import make_one, make_two, undo
from khronika.acts.members import change_member
from khronika.acts.review import accept, amend, reject
from khronika.acts.second import Proposed, confirm, decline, propose, withdraw_proposal
from khronika.acts.sessions import session_of, sign_out_everywhere
from khronika.acts.show import log, show
from khronika.acts.shown import StatementShown
from khronika.acts.sign_in import enter_once, invite, sign_in
from khronika.acts.sources import Conditions
from khronika.acts.upkeep import verify
from khronika.errors import KhronikaError, NotAllowed, NotFound, UsageFault
from khronika.ledger import history
from khronika.records.access import Role
from khronika.records.second import Deed

TIMES = 8
"""How often each race is run: which of them comes first is left to chance."""


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a passphrase cost little."""
    monkeypatch.setattr(proof, "COST", CHEAP)


def at_once(*doings: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment, and return what came of each, or its fault."""
    start = threading.Barrier(len(doings))

    def done(doing: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return doing()
        except KhronikaError as fault:
            return fault

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(done, doings))


def who_came_through(results: Sequence[Any]) -> list[int]:
    return [place for place, one in enumerate(results) if not isinstance(one, KhronikaError)]


def to_erase(*records: str) -> Proposed:
    return Proposed(Deed.ERASE, "she asked", records)


def answers_of(house: House, proposal: str) -> list[str]:
    """Return the types of the entries that answer a proposal."""
    every = log(house.desk, house.cast.ines, limit=1000)
    return [one.type for one in every if one.subject == proposal and one.type != "proposal.made"]


def third_custodian(house: House) -> str:
    made = propose(
        house.desk,
        house.cast.ines,
        Proposed(
            Deed.RECORD_MEMBER, "hands", member=replace(known(house, house.cast.ruta), id="", name="Dara")
        ),
    )
    dara = confirm(house.desk, house.cast.ruta, made.id).member
    assert dara is not None
    return dara.id


def shown(house: House, statement: str) -> StatementShown:
    found = show(house.desk, house.cast.lev, statement)
    assert isinstance(found, StatementShown)
    return found


def test_of_all_answers_to_one_proposal_one_counts(house: House) -> None:
    desk, ines, ruta, dara = house.desk, house.cast.ines, house.cast.ruta, third_custodian(house)
    for number in range(TIMES):
        item = house.take_one(f"Page {number}.\n")
        made = propose(desk, ines, to_erase(item)).id
        results = at_once(
            partial(confirm, desk, ruta, made),
            partial(confirm, desk, dara, made),
            partial(decline, desk, dara, made, "keep it"),
            partial(withdraw_proposal, desk, ines, made),
        )
        (first,) = who_came_through(results)
        assert all("waits for no answer" in one.fault for one in results if one is not results[first])
        assert len(answers_of(house, made)) == 1
        assert (show(desk, ines, item).status == "erased") == (first < 2)
    assert verify(desk, ines).problems == ()


def test_who_proposed_and_left_or_lost_sight_of_it_has_proposed_nothing(house: House) -> None:
    desk, ines, ruta, yard = house.desk, house.cast.ines, house.cast.ruta, frozenset({house.cast.quarry})
    item = house.take_one(WITNESS, conditions=Conditions(compartments=yard))
    before = known(house, ruta)
    for after, fault in (
        (before, NotFound),
        (replace(before, compartments=yard, active=False), NotAllowed),
    ):
        change_member(desk, ines, replace(before, compartments=yard))
        made = propose(desk, ruta, to_erase(item)).id
        results = at_once(
            partial(change_member, desk, ines, after),
            partial(decline, desk, house.cast.vera, made, "no"),
        )
        assert who_came_through(results) == [0]
        with pytest.raises(fault):
            confirm(desk, ines, made)
        assert show(desk, ines, item).status == "sealed"
        decline(desk, ines, made, "it was too late")


def test_taken_away_while_it_is_confirmed_the_right_counts_or_it_does_not(house: House) -> None:
    """Whoever is first: an erasure that was confirmed is recorded before the change, or not at all."""
    desk, ines, ruta = house.desk, house.cast.ines, house.cast.ruta
    before = known(house, ruta)
    for number in range(TIMES):
        item = house.take_one(f"Page {number}.\n")
        made = propose(desk, ines, to_erase(item)).id
        results = at_once(
            partial(confirm, desk, ruta, made),
            partial(change_member, desk, ines, replace(before, roles=frozenset({Role.READER}))),
        )
        assert 1 in who_came_through(results)
        types = [one.type for one in log(desk, ines, limit=2 if 0 in who_came_through(results) else 1)]
        assert types[0] == "member.changed"
        assert (show(desk, ines, item).status == "erased") == (0 in who_came_through(results))
        house.clock.forward(days=8)
        change_member(desk, ines, before)


def test_a_one_time_address_opens_once_however_many_use_it_at_once(house: House) -> None:
    for _ in range(TIMES):
        address = invite(house.desk, house.cast.ines, house.cast.matei)
        results = at_once(*[partial(enter_once, house.desk, address)] * 4)
        assert len([one for one in results if one is not None]) == 1


def test_a_sign_in_and_what_ends_it_leave_no_session_of_somebody_who_left(house: House) -> None:
    matei = with_passphrase(house, house.cast.matei)
    before = known(house, matei)
    for _ in range(TIMES):
        address = invite(house.desk, house.cast.ines, matei)
        results = at_once(
            partial(sign_in, house.desk, "Matei", STORKS),
            partial(enter_once, house.desk, address),
            partial(leaves, house, matei),
        )
        change_member(house.desk, house.cast.ines, before)
        assert [session_of(house.desk, one) for one in results[:2] if isinstance(one, str)] in (
            [],
            [None],
            [None, None],
        )


def test_a_session_that_is_used_while_it_ends_everywhere_does_not_stand_again(house: House) -> None:
    for _ in range(TIMES):
        token = signed_in(house)
        house.clock.forward(minutes=2)
        at_once(
            *[partial(session_of, house.desk, token)] * 3,
            partial(sign_out_everywhere, house.desk, house.cast.matei),
        )
        assert session_of(house.desk, token) is None


def test_of_two_who_accept_at_once_both_have_seen_it(house: House) -> None:
    for number in range(TIMES):
        _, (first, *_) = house.read_one(f"{WITNESS} {number}")
        at_once(
            partial(accept, house.desk, house.cast.matei, [first]),
            partial(accept, house.desk, house.cast.sanne, [first]),
        )
        assert (shown(house, first).status, shown(house, first).mark) == ("accepted", "")


def test_nobody_is_the_second_person_for_words_that_they_have_not_seen(house: House) -> None:
    """Whoever amends a statement while somebody else has it before them gets no second yes by that."""
    _, (first, second, *_) = house.read_one(WITNESS)
    for statement in (first, second):
        seen = shown(house, statement).entry
        amend(house.desk, house.cast.matei, statement, {"speaker": "Somebody Else"})
        with pytest.raises(UsageFault, match="changed since it was shown"):
            accept(house.desk, house.cast.sanne, [statement], (seen,))
        assert shown(house, statement).mark == "not seen by a second person"
    accept(
        house.desk,
        house.cast.sanne,
        [first, second],
        tuple(shown(house, one).entry for one in (first, second)),
    )
    assert [shown(house, one).mark for one in (first, second)] == ["", ""]


def test_amended_joined_cut_rejected_and_undone_at_once_a_mark_of_two_is_of_two(house: House) -> None:
    """Whatever comes first, what two persons saw was accepted by the second in the entry that she saw."""
    desk, matei, sanne, vera = house.desk, house.cast.matei, house.cast.sanne, house.cast.vera
    for number in range(TIMES):
        _, (first, second, *_) = house.read_one(f"{WITNESS} {number}")
        accept(desk, matei, [first])
        entry, said = shown(house, first).entry, shown(house, first).statement
        assert said is not None
        place = said.content[0][0]
        at_once(
            partial(accept, desk, sanne, [first], (entry,)),
            partial(amend, desk, matei, first, {"speaker": "Somebody Else"}),
            partial(make_one, desk, matei, [first, second]),
            partial(make_two, desk, matei, first, place + 9),
            partial(reject, desk, vera, [first], "said twice"),
            partial(undo, desk, matei, first),
        )
        with desk.ledger.reading() as connection:
            steps = [step for step in history.steps_of(connection, first) if step.body is not None]
        for before, after in pairwise(steps):
            if after.author == sanne:
                assert before.entry == entry
    assert verify(desk, house.cast.ines).problems == ()
