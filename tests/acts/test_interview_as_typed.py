"""What is typed of an interview: kept to the letter, or refused before anything is sealed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from contact_cast import CALL, NAME, called
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_cast import House, files_in
from khronika.acts.contact import contact_page
from khronika.acts.show import text_of
from khronika.errors import UsageFault
from khronika.records.contact import (
    Interview,
    NextContact,
    Referral,
)


@pytest.mark.parametrize(
    ("interview", "words"),
    [
        (Interview(), "no notes"),
        (Interview("  \n"), "no notes"),
        (replace(CALL, language="English"), "not a language"),
        (replace(CALL, held="last Tuesday"), "not a date"),
        (replace(CALL, next=NextContact("soon")), "not a day"),
        (replace(CALL, next=NextContact("2026-4-2")), "not a day"),
        (replace(CALL, hours="x" * 2001), "more than 2,000"),
        (replace(CALL, hours="at \ud800"), "half a letter"),
        (replace(CALL, identity="Roza \udfff"), "half a letter"),
        (replace(CALL, notes="\ud83d broken"), "half a letter"),
        (replace(CALL, pseudonym="roza vardol"), "gives the name away"),
        (replace(CALL, channel="Signal 99-555-0143"), "gives the number or address away"),
        (replace(CALL, danger_words="ROZA VARDOL is followed"), "gives the name away"),
        (replace(CALL, referral=Referral("the doctor of Roza Vardol")), "gives the name away"),
        (replace(CALL, notes="Róza Vardol called."), "notes hold the name"),
        (replace(CALL, notes="Call back: 995550143."), "notes hold the number"),
        (replace(CALL, identity="Bo", pseudonym="Bo"), "gives the name away"),
        (replace(CALL, party="prt_x", pseudonym="Heron 7"), "a party and a new pseudonym"),
    ],
)
def test_what_cannot_be_recorded_is_said_before_anything_is_sealed(
    house: House, interview: Interview, words: str
) -> None:
    head, files = house.desk.ledger.head(), files_in(house.path / "sealed")
    with pytest.raises(UsageFault, match=words) as fault:
        called(house, interview)
    assert "Vardol" not in fault.value.fault + fault.value.hint
    assert (house.desk.ledger.head(), files_in(house.path / "sealed")) == (head, files)


def test_a_name_may_stay_in_verbatim_notes_where_it_must(house: House) -> None:
    notes = f"{NAME} said: that is my name, write it down.\n"
    made = called(house, replace(CALL, notes=notes, names_stay=True))
    assert made.item is not None
    assert text_of(house.desk, house.cast.lev, made.item) == notes


TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(notes=TYPED, hours=TYPED)
def test_whatever_is_typed_is_kept_to_the_letter_or_refused(house: House, notes: str, hours: str) -> None:
    try:
        made = called(house, Interview(notes, hours=hours))
    except UsageFault:
        assert not notes.strip()
        return
    assert made.item is not None
    assert text_of(house.desk, house.cast.lev, made.item) == notes
    contact = contact_page(house.desk, house.cast.lev, made.contact).shown.contact
    assert contact is not None
    assert contact.hours == hours.strip()


def test_a_line_of_two_million_letters_is_kept_like_any_other(house: House) -> None:
    made = called(house, Interview("\u202e" + "vans " * 400_000 + "\x00"))
    assert made.item is not None
    assert len(text_of(house.desk, house.cast.lev, made.item)) == 2_000_002
