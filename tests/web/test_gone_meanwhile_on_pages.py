"""What was erased while a page stood open: nothing of it is changed, and the page says why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from web_cast import Browser, deeds, sent

from desk_cast import WITNESS, House
from khronika.acts.incidents import record_incident
from khronika.acts.parties import record_party
from khronika.acts.places import record_place
from khronika.acts.second import Proposed, propose
from khronika.records.matter import Incident
from khronika.records.party import Party, PartyKind, Place
from khronika.records.second import Deed

NAME = "The yard behind the weir"
Recorded = Callable[[House], str]


def an_incident(house: House) -> str:
    made = record_incident(house.desk, house.cast.matei, Incident("", NAME))
    return f"/incidents/{made.id}"


def a_place(house: House) -> str:
    return f"/places/{record_place(house.desk, house.cast.matei, Place('', NAME)).id}"


def a_party(house: House) -> str:
    made = record_party(house.desk, house.cast.matei, Party("", NAME, PartyKind.GROUP))
    return f"/parties/{made.id}"


@pytest.mark.parametrize(
    ("recorded", "page"),
    [(an_incident, "change"), (an_incident, "involve"), (a_place, "change"), (a_party, "change")],
)
def test_what_was_erased_offers_no_form_and_no_word_of_it(
    house: House, matei: Browser, recorded: Recorded, page: str
) -> None:
    there = recorded(house)
    assert matei.get(f"{there}/{page}").status == 200
    house.erase(there.rpartition("/")[2])
    shown = matei.get(f"{there}/{page}")
    assert shown.status == 400
    assert "erased" in shown.words
    assert NAME not in shown.html
    assert deeds(shown, there) == []


@pytest.mark.parametrize(
    ("recorded", "field"), [(an_incident, "title"), (a_place, "name"), (a_party, "name")]
)
def test_what_was_typed_to_change_it_is_not_lost(
    house: House, matei: Browser, recorded: Recorded, field: str
) -> None:
    there = recorded(house)
    (form,) = deeds(matei.get(f"{there}/change"), f"{there}/change")
    house.erase(there.rpartition("/")[2])
    page = sent(matei, form, **{field: "The mill at the weir"})
    assert page.status in {400, 404, 410}
    assert "The mill at the weir" in page.html


def test_an_erasure_that_was_done_meanwhile_is_offered_to_nobody(
    house: House, ines: Browser, ruta: Browser
) -> None:
    item = house.take_one(WITNESS)
    proposed = propose(house.desk, house.cast.ines, Proposed(Deed.ERASE, "she asked", (item,)))
    house.erase(item)
    for custodian in (ines, ruta):
        page = custodian.get(f"/second/{proposed.id}")
        assert page.status == 200
        assert "erased" in page.words
    page = ruta.post(f"/second/{proposed.id}/confirm")
    assert page.status in {400, 404, 409, 410}
