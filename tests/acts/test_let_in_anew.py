"""Somebody whom a custodian let in anew: for a week the two are not two persons."""

from __future__ import annotations

import pytest
from signing_cast import STORKS, with_passphrase

from desk_cast import DENIAL, WITNESS, House
from khronika.acts.erase import erase
from khronika.acts.members import record_member
from khronika.acts.review import accept
from khronika.acts.second import Proposed, confirm, proposals, propose
from khronika.acts.show import items, show
from khronika.acts.shown import StatementShown
from khronika.acts.sign_in import enter_once, invite, one_time, set_passphrase
from khronika.errors import NeedsSecond, NotAllowed
from khronika.records.access import Role
from khronika.records.second import Deed


def let_in(house: House, by: str, whom: str) -> None:
    token = enter_once(house.desk, invite(house.desk, by, whom))
    assert token is not None
    set_passphrase(house.desk, whom, STORKS, token=token)


def to_erase(item: str) -> Proposed:
    return Proposed(Deed.ERASE, "she asked", (item,))


def mark_of(house: House, statement: str) -> str:
    one = show(house.desk, house.cast.lev, statement)
    assert isinstance(one, StatementShown)
    return one.mark


def test_a_custodian_who_comes_in_as_another_confirms_nothing_of_their_own(house: House) -> None:
    item = house.take_one(WITNESS)
    with_passphrase(house, house.cast.ruta)
    made = propose(house.desk, house.cast.ines, to_erase(item))
    let_in(house, house.cast.ines, house.cast.ruta)
    with pytest.raises(NotAllowed, match="let the other in anew less than seven days ago"):
        confirm(house.desk, house.cast.ruta, made.id)
    (waiting,) = proposals(house.desk, house.cast.ruta)
    assert (waiting.may_confirm, waiting.yours_to_confirm) == ((), False)
    assert next(one.status for one in items(house.desk, house.cast.ines)) == "sealed"


def test_nor_does_letting_the_other_in_make_a_desk_of_one(house: House) -> None:
    item = house.take_one(WITNESS)
    with_passphrase(house, house.cast.ruta)
    let_in(house, house.cast.ines, house.cast.ruta)
    for act in (erase, lambda desk, by, ids, why: propose(desk, by, Proposed(Deed.ERASE, why, tuple(ids)))):
        with pytest.raises(NeedsSecond, match="let the other in anew less than seven days ago"):
            act(house.desk, house.cast.ines, [item], "she asked")
    house.clock.forward(days=7, seconds=1)
    made = propose(house.desk, house.cast.ines, to_erase(item))
    assert item in confirm(house.desk, house.cast.ruta, made.id).erased


def test_who_comes_for_the_first_time_or_from_another_hand_counts_at_once(house: House) -> None:
    item, other = house.take_one(WITNESS), house.take_one("Another text.\n")
    let_in(house, house.cast.ines, house.cast.ruta)
    made = propose(house.desk, house.cast.ines, to_erase(item))
    assert item in confirm(house.desk, house.cast.ruta, made.id).erased
    assert enter_once(house.desk, one_time(house.desk, house.cast.ruta)) is not None
    made = propose(house.desk, house.cast.ines, to_erase(other))
    assert other in confirm(house.desk, house.cast.ruta, made.id).erased


def test_coming_again_by_an_address_without_a_passphrase_of_ones_own_is_anew(house: House) -> None:
    item = house.take_one(WITNESS)
    for _ in range(2):
        assert enter_once(house.desk, invite(house.desk, house.cast.ines, house.cast.ruta)) is not None
    with pytest.raises(NeedsSecond, match="anew"):
        propose(house.desk, house.cast.ines, to_erase(item))


def test_nor_are_two_persons_at_the_ends_of_a_row_of_such_invitations(house: House) -> None:
    """Ines comes in as Ruta, and as Ruta as Dara; or as two others who then agree with one another."""
    dara = record_member(house.desk, house.cast.ruta, "Dara", [Role.REVIEWER]).id
    one, two = house.read_one(WITNESS)[1], house.read_one(DENIAL)[1]
    for whom in (house.cast.ruta, house.cast.sanne, dara):
        with_passphrase(house, whom)
    let_in(house, house.cast.ines, house.cast.ruta)
    let_in(house, house.cast.ruta, dara)
    let_in(house, house.cast.ines, house.cast.sanne)
    accept(house.desk, house.cast.ines, one[:1])
    accept(house.desk, house.cast.sanne, two[:1])
    for first in (one[0], two[0]):
        with pytest.raises(NeedsSecond, match="anew less than seven days ago"):
            accept(house.desk, dara, [first])
        accept(house.desk, house.cast.matei, [first])


def test_a_later_invitation_from_another_hand_hides_no_earlier_one(house: House) -> None:
    _, (first, *_) = house.read_one(WITNESS)
    dara = record_member(house.desk, house.cast.ruta, "Dara", [Role.REVIEWER]).id
    with_passphrase(house, dara)
    let_in(house, house.cast.ines, dara)
    let_in(house, house.cast.ruta, dara)
    accept(house.desk, dara, [first])
    with pytest.raises(NeedsSecond, match="anew less than seven days ago"):
        accept(house.desk, house.cast.ines, [first])


@pytest.mark.parametrize("first_to_accept", ["ines", "sanne"])
def test_neither_reviews_what_the_other_accepted(house: House, first_to_accept: str) -> None:
    _, (first, *_) = house.read_one(WITNESS)
    with_passphrase(house, house.cast.sanne)
    let_in(house, house.cast.ines, house.cast.sanne)
    one, two = house.cast.ines, house.cast.sanne
    if first_to_accept == "sanne":
        one, two = two, one
    accept(house.desk, one, [first])
    with pytest.raises(NeedsSecond, match="let the other in anew less than seven days ago"):
        accept(house.desk, two, [first])
    assert mark_of(house, first) == "not seen by a second person"
    accept(house.desk, house.cast.matei, [first])
    assert mark_of(house, first) == ""
    accept(house.desk, two, [first])
