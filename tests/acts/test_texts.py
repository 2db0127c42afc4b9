"""Texts as a list: what nobody has had read, how far each is, and which are nearly alike."""

from __future__ import annotations

import pytest

from desk_cast import DENIAL, WITNESS, House
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.contact import record_interview
from khronika.acts.read import read
from khronika.acts.review import accept, amend, reject
from khronika.acts.sources import Conditions
from khronika.acts.texts import CopyShown, TextState, copies_of_text, text_states, unread_texts
from khronika.errors import NotFound
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.contact import Interview

LONG = DENIAL + "".join(
    f"The {n}th witness spoke of a yard behind the brick works, and of vans.\n" for n in range(9)
)


def unread(house: House, member: str | None = None, as_of: str | None = None) -> list[str]:
    return [one.item for one in unread_texts(house.desk, member or house.cast.lev, as_of=as_of)]


def test_notes_and_files_that_nobody_had_read_wait_until_somebody_has(house: House) -> None:
    first = house.take_one(DENIAL)
    notes = record_interview(house.desk, house.cast.petra, Interview(WITNESS)).item
    assert notes is not None
    assert unread(house) == [notes, first]
    then = str(house.desk.ledger.head().size)
    read(house.desk, house.cast.matei, [notes])
    assert unread(house) == [first]
    assert unread(house, as_of=then) == [notes, first]
    assert [one.item for one in unread_texts(house.desk, house.cast.lev, limit=0)] == []


def test_what_was_read_and_gave_nothing_does_not_wait(house: House) -> None:
    item = house.take_one("The weather.\n")
    read(house.desk, house.cast.matei, [item])
    assert unread(house) == []
    assert text_states(house.desk, house.cast.lev, [item]) == {item: TextState(read=True)}


def test_how_far_the_review_of_each_text_is(house: House) -> None:
    item, (first, second, third, *rest) = house.read_one(DENIAL + WITNESS)
    accept(house.desk, house.cast.sanne, [first])
    amend(house.desk, house.cast.sanne, second, {"speaker": "Witness B"})
    reject(house.desk, house.cast.sanne, [third], "not a statement")
    other = house.take_one(WITNESS)
    states = text_states(house.desk, house.cast.lev, [item, other, "itm_" + "0" * 26])
    assert states == {item: TextState(read=True, waiting=len(rest), taken=2), other: TextState(read=False)}


def test_nearly_the_same_text_is_shown_from_either_side(house: House) -> None:
    one, two = house.take_one(LONG, "orvan.txt"), house.take_one(LONG + "More.\n", "gazette.txt")
    house.take_one(WITNESS)
    (copy,) = copies_of_text(house.desk, house.cast.lev, one)
    assert (copy.item, copy.name) == (two, "gazette.txt")
    assert copy.shared > 800
    assert copies_of_text(house.desk, house.cast.lev, two) == [CopyShown(one, "orvan.txt", copy.shared)]


def test_what_is_in_a_compartment_or_withdrawn_is_in_no_list(house: House) -> None:
    one = house.take_one(LONG)
    hidden = house.take_one(LONG + "Hidden.\n", conditions=Conditions(frozenset({house.cast.quarry})))
    assert copies_of_text(house.desk, house.cast.lev, one) == []
    assert unread(house) == [one]
    assert unread(house, house.cast.vera) == [hidden, one]
    assert text_states(house.desk, house.cast.lev, [hidden]) == {}
    with pytest.raises(NotFound):
        copies_of_text(house.desk, house.cast.lev, hidden)
    term = Term(Purpose.COURT, Audience.MECHANISM)
    given = house.take_one(LONG + "Given.\n", conditions=Conditions(terms=(term,), person="Witness A"))
    assert unread(house) == [given, one]
    withdraw_consent(
        house.desk, house.cast.petra, list_consents(house.desk, house.cast.ines)[0].id, "she asked"
    )
    assert unread(house) == [one]
    assert copies_of_text(house.desk, house.cast.lev, one) == []
    assert text_states(house.desk, house.cast.lev, [given]) == {}
