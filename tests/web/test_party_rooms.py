"""Parties, as members without script record, change and read them."""

from __future__ import annotations

import re

from web_cast import Browser, sent, the_form

from desk_cast import House
from khronika.acts.consent import seal_identity
from khronika.acts.parties import change_party, party_page, record_party
from khronika.acts.places import record_place
from khronika.acts.registers import register
from khronika.acts.sources import Conditions
from khronika.records.ids import Kind
from khronika.records.party import Party, PartyKind, Place

MIRA = "Mira Dzhalova"


def recorded(house: House, kind: Kind) -> list[str]:
    return [line.name for line in register(house.desk, house.cast.ines, kind).lines]


def test_an_empty_register_says_what_it_is_for(matei: Browser) -> None:
    assert "No party is recorded yet" in matei.get("/parties").words
    assert "No place is recorded yet" in matei.get("/places").words


def test_who_is_heard_is_recorded_from_the_list_and_the_page_shows_what_they_said(
    house: House, matei: Browser
) -> None:
    house.read_one()
    page = matei.get("/parties")
    assert "Heard, not recorded" in page.words
    (heard,) = [one for one in page.forms if one.fields.get("name") == [MIRA]]
    page = sent(matei, heard)
    page = sent(matei, the_form(page, "/parties"), names="Мира Джалова\nميرا دزالوفا", kind="person")
    assert page.path.startswith("/parties/prt_")
    assert "Recorded." in page.words
    assert "at least 40 men were held at Quarry 9" in page.words
    assert "Мира Джалова" in page.words
    assert not [one for one in matei.get("/parties").forms if one.fields.get("name") == [MIRA]]


def test_who_is_heard_is_found_by_any_word_of_the_name_in_either_script(house: House, matei: Browser) -> None:
    house.read_one()
    for typed in ("Dzhalova", "Джалова", "mira", "Dzhal"):
        page = matei.post("/parties/find", beginning=typed)
        assert [one for one in page.forms if one.fields.get("name") == [MIRA]], typed
    page = matei.post("/parties/find", beginning="Vardol")
    assert not [one for one in page.forms if one.fields.get("name") == [MIRA]]


def test_a_party_that_is_perhaps_recorded_is_offered_and_never_joined_by_itself(
    house: House, matei: Browser
) -> None:
    first = record_party(house.desk, house.cast.matei, Party("", "Мира Джалова", PartyKind.PERSON))
    page = matei.post("/parties/new", name=MIRA, named="1")
    assert "Perhaps the same Мира Джалова" in page.words
    page = sent(matei, the_form(page, f"/parties/{first.id}/change"))
    shown = party_page(house.desk, house.cast.matei, first.id).party
    assert shown is not None
    assert shown.names == (MIRA,)
    page = matei.post("/parties", name=MIRA, kind="person", named="1")
    assert page.status == 400
    assert "Perhaps the same party is recorded already" in page.words
    assert recorded(house, Kind.PARTY) == ["Мира Джалова"]
    sent(matei, the_form(page, "/parties"), another="1")
    assert recorded(house, Kind.PARTY) == [MIRA, "Мира Джалова"]


def test_a_party_in_a_compartment_is_not_offered_as_perhaps_the_same(house: House, matei: Browser) -> None:
    inside = frozenset({house.cast.quarry})
    record_party(
        house.desk, house.cast.ines, Party("", "Мира Джалова", PartyKind.PERSON, names=(MIRA,)), inside
    )
    assert "Perhaps the same" not in matei.post("/parties/new", name=MIRA, named="1").words
    assert matei.post("/parties", name=MIRA, kind="person", named="1").path.startswith("/parties/prt_")


def test_a_name_on_a_card_leads_to_the_party_of_that_name(house: House, matei: Browser) -> None:
    item, _ = house.read_one()
    party = record_party(
        house.desk, house.cast.matei, Party("", "М. Джалова", PartyKind.PERSON, names=(MIRA,))
    )
    assert f"/parties/{party.id}" in matei.get(f"/items/{item}").links


def test_a_party_is_found_by_the_beginning_of_its_name_in_another_script(
    house: House, matei: Browser
) -> None:
    record_party(house.desk, house.cast.matei, Party("", "Мира Джалова", PartyKind.PERSON))
    record_party(house.desk, house.cast.matei, Party("", "Orvan agency", PartyKind.ORGANISATION))
    page = matei.post("/parties/find", beginning="Dzhal")
    assert "Мира Джалова" in page.words
    assert "Orvan agency" not in page.words
    assert "Dzhal" not in page.path
    assert "No party is recorded under such a name" in matei.post("/parties/find", beginning="zz").words


def test_what_was_typed_stays_when_a_party_is_refused(house: House, matei: Browser) -> None:
    page = matei.post("/parties", name="The third brigade", names="3-я бригада")
    assert page.status == 400
    assert "What this party is was not said" in page.words
    assert re.findall(r'name="(\w+)"[^>]* aria-invalid="true"', page.html) == ["kind"]
    assert "3-я бригада" in page.words
    assert the_form(page, "/parties").fields["name"] == ["The third brigade"]
    assert recorded(house, Kind.PARTY) == []


def test_a_change_writes_over_nobodys_work(house: House, matei: Browser) -> None:
    desk = house.desk
    party = record_party(desk, house.cast.matei, Party("", MIRA, PartyKind.PERSON))
    form = the_form(matei.get(f"/parties/{party.id}/change"), "/change")
    change_party(desk, house.cast.sanne, Party(party.id, MIRA, PartyKind.PERSON, names=("Mira Dz.",)))
    page = sent(matei, form, name="Mira")
    assert page.status == 400
    assert "changed since it was shown" in page.words
    assert "Begin again from what stands now" in page.words
    standing = party_page(desk, house.cast.matei, party.id).party
    assert standing is not None
    assert (standing.name, standing.names) == (MIRA, ("Mira Dz.",))
    page = sent(matei, the_form(matei.get(f"/parties/{party.id}/change"), "/change"), name="Mira D.")
    assert "What stood before stays in the log" in page.words
    changed = party_page(desk, house.cast.matei, party.id).party
    assert changed is not None
    assert (changed.name, changed.names) == ("Mira D.", ("Mira Dz.",))


def test_whom_a_party_speaks_for_is_found_by_name_and_several_are_asked_about(
    house: House, matei: Browser
) -> None:
    ministry = record_party(house.desk, house.cast.matei, Party("", "Interior Ministry", PartyKind.OFFICE))
    fields = {"name": "a spokesperson", "kind": "office", "speaks_for_called": "interior ministry"}
    page = matei.post("/parties", **fields)
    assert f"/parties/{ministry.id}" in page.links
    record_party(house.desk, house.cast.matei, Party("", "Interior Ministry", PartyKind.OFFICE))
    page = matei.post("/parties", **fields)
    assert "Several bear this name" in page.words
    assert page.html.count('name="speaks_for_as" value="prt_') == 2
    assert (
        "No party is recorded under this name"
        in matei.post("/parties", **fields | {"speaks_for_called": "the navy"}).words
    )


def test_a_pseudonym_is_said_to_be_one_and_leads_no_further(house: House, matei: Browser) -> None:
    party, identity = seal_identity(house.desk, house.cast.ines, "Heron 7", "Roza Oru")
    page = matei.get(f"/parties/{party.id}")
    assert "This name is a pseudonym" in page.words
    assert "Oru" not in page.html
    assert identity.id not in page.html
    form = the_form(matei.get(f"/parties/{party.id}/change"), "/change")
    assert sent(matei, form, name="Heron 8").status == 200


def test_a_reader_looks_and_is_offered_nothing_to_change(house: House) -> None:
    house.read_one()
    party = record_party(house.desk, house.cast.matei, Party("", MIRA, PartyKind.PERSON))
    place = record_place(house.desk, house.cast.matei, Place("", "Quarry 9"))
    lev = Browser(house.desk, house.cast.lev)
    for path in ("/parties", f"/parties/{party.id}", "/places", f"/places/{place.id}"):
        page = lev.get(path)
        assert page.status == 200
        assert not [link for link in page.links if link.endswith(("/new", "/change"))]
    assert lev.post("/parties", name="X", kind="person").status == 403
    assert lev.post("/places", name="X", precision="town").status == 403
    assert Browser(house.desk, house.cast.petra).get("/parties").status == 403


def test_what_is_in_a_compartment_is_in_no_list_and_no_suggestion(house: House, matei: Browser) -> None:
    inside = frozenset({house.cast.quarry})
    house.read_one(conditions=Conditions(inside))
    party = record_party(house.desk, house.cast.ines, Party("", MIRA, PartyKind.PERSON), inside)
    place = record_place(house.desk, house.cast.ines, Place("", "The third gate"), inside)
    nothing = "prt_" + "0" * 26
    unseen, absent = matei.get(f"/parties/{party.id}"), matei.get(f"/parties/{nothing}")
    assert unseen.status == absent.status == 404
    assert unseen.html.replace(party.id, "…") == absent.html.replace(nothing, "…")
    assert matei.get(f"/places/{place.id}").status == 404
    for page in (
        matei.get("/parties"),
        matei.post("/parties/find", beginning="M"),
        matei.get("/parties/new"),
    ):
        assert "Dzhalova" not in page.words
    assert "third gate" not in matei.get("/places").words
    vera = Browser(house.desk, house.cast.vera)
    assert "Dzhalova" in vera.get("/parties").words


def test_a_party_is_recorded_inside_a_compartment_that_is_ticked(house: House, matei: Browser) -> None:
    vera = Browser(house.desk, house.cast.vera)
    page = vera.get("/parties/new")
    assert "In which compartments" in page.words
    assert "In which compartments" not in matei.get("/parties/new").words
    page = vera.post("/parties", name="The guard", kind="person", inside=house.cast.quarry)
    assert page.status == 200
    assert matei.get(page.path.split("?")[0]).status == 404


def test_an_earlier_day_has_the_names_of_then_and_can_be_looked_through(house: House, matei: Browser) -> None:
    desk, who = house.desk, house.cast.matei
    party = record_party(desk, who, Party("", MIRA, PartyKind.PERSON))
    then = desk.ledger.head().size
    change_party(desk, who, Party(party.id, "Mira Saratova", PartyKind.PERSON))
    page = matei.get(f"/parties/{party.id}?as_of={then}")
    assert MIRA in page.words
    assert "Saratova" not in page.words
    assert "/change" not in page.html
    assert MIRA in matei.get(f"/parties?as_of={then}").words
    assert MIRA in matei.post(f"/parties/find?as_of={then}", beginning="mira").words
    assert matei.post(f"/parties?as_of={then}", name="X", kind="person").status == 400


def test_hostile_names_stay_names(house: House, matei: Browser) -> None:
    hostile = '<img src=x onerror=alert(1)>"\u202etxt.exe'
    party = record_party(
        house.desk, house.cast.matei, Party("", hostile, PartyKind.PERSON, names=("</bdi><b>",))
    )
    place = record_place(house.desk, house.cast.matei, Place("", hostile))
    for path in (
        "/parties",
        f"/parties/{party.id}",
        f"/parties/{party.id}/change",
        f"/places/{place.id}",
        "/places",
    ):
        html = matei.get(path).html
        assert "<img src=x" not in html
        assert "\u202e" not in html
        assert " style=" not in html
    for path in ("/parties", "/places"):
        for name in ("\x00", "x" * 5000, "\u202e", "a\nb"):
            assert matei.post(path, name=name, kind="person", precision="town").status in {200, 400}
    for bad in ("zzz", "stm_" + "0" * 26):
        assert matei.post("/parties", name="X", kind="person", speaks_for=bad).status == 400
    assert matei.post("/places", geonames="x").status == 400


def test_what_was_erased_or_withdrawn_is_said_to_be(house: House, matei: Browser) -> None:
    party = record_party(house.desk, house.cast.matei, Party("", MIRA, PartyKind.PERSON))
    house.erase(party.id)
    page = matei.get(f"/parties/{party.id}")
    assert "erased" in page.words
    assert MIRA not in page.html
    assert matei.get(f"/parties/{party.id}/change").status == 400
    assert MIRA not in matei.get("/parties").html
