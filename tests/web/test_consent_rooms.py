"""Consent, as a member without script records it, looks it up and withdraws it."""

from __future__ import annotations

from typing import Any

from contact_forms import contact_of, told
from web_cast import Browser

from desk_cast import House
from khronika.acts.contact import contact_page, contacts


def test_a_collector_withdraws_the_consent_that_they_took_and_no_other(house: House, matei: Browser) -> None:
    told(matei)
    others = next(link for link in matei.get("/consents").links if link.startswith("/consents/con_"))
    petra = Browser(house.desk, house.cast.petra)
    told(petra)
    assert petra.get(others).status == 404
    own = next(
        link
        for link in petra.get(f"/contacts/{contact_of(house)}").links
        if link.startswith("/consents/con_")
    )
    assert "documentation: partners" in petra.get(own).words
    assert "The withdrawal is recorded" in petra.post(f"{own}/withdraw", note="she called").words
    assert "withdrawn" in petra.get("/contacts").words


def test_an_analyst_who_took_a_consent_records_its_withdrawal(house: House, matei: Browser) -> None:
    told(matei)
    listed = matei.get("/consents")
    assert contacts(house.desk, house.cast.ines)[0].pseudonym in listed.words
    consent = next(link for link in listed.links if link.startswith("/consents/con_"))
    assert "The withdrawal is recorded" in matei.post(f"{consent}/withdraw", note="she called").words


def test_what_is_ticked_is_what_is_allowed_and_a_row_counts_for_its_use(house: House, matei: Browser) -> None:
    fields: dict[str, Any] = {
        "consent": ["help", "mechanism"],
        "until": "2027-12-31",
        "COURT-audience": "partners",
    }
    matei.post("/contacts/new", notes="Two vans.", **fields)
    words = matei.get(f"/contacts/{contact_of(house)}").words
    assert "referral: partners, identity named, until 31 December 2027" in words
    assert "UN procedure: mechanism, identity pseudonym" in words
    assert "court: partners, identity none" in words
    assert "media:" not in words


def test_a_withdrawal_first_says_what_it_will_touch(house: House, matei: Browser) -> None:
    told(matei)
    petra = Browser(house.desk, house.cast.ruta)
    consent = next(link for link in petra.get("/consents").links if link.startswith("/consents/con_"))
    page = petra.get(f"{consent}/withdraw")
    assert "What will no longer be shown" in page.words
    assert "Nothing has left the desk" in page.words
    assert "cannot be taken back" in page.words
    assert "nobody can open how they are reached" in page.words
    assert f"/contacts/{contact_of(house)}" in page.links
    page = petra.post(f"{consent}/withdraw", note="she called")
    assert "The withdrawal is recorded" in page.words
    page = matei.get(f"/contacts/{contact_of(house)}")
    assert "withdrawn" in page.words
    assert "her street is watched" not in page.words
    assert "In danger now" in matei.get("/").words


def test_the_contact_and_what_is_sealed_are_listed_with_what_rests_on_a_consent(
    house: House, matei: Browser
) -> None:
    told(matei)
    shown = contact_page(house.desk, house.cast.ines, contact_of(house)).shown.contact
    assert shown is not None
    consent = next(link for link in matei.get("/consents").links if link.startswith("/consents/con_"))
    for page in (matei.get(consent), matei.get(f"{consent}/withdraw")):
        assert f"/contacts/{contact_of(house)}" in page.links
        assert {f"/records/{shown.identity}", f"/records/{shown.handle}"} <= set(page.links)
        assert page.words.count("A sealed identity") == 2
    assert {matei.get(f"/records/{one}").status for one in (shown.identity, shown.handle)} == {200}


def test_what_a_person_allows_from_now_on_takes_the_place(house: House, matei: Browser) -> None:
    told(matei)
    ruta = Browser(house.desk, house.cast.ruta)
    consent = next(link for link in ruta.get("/consents").links if link.startswith("/consents/con_"))
    fields = {"COURT-audience": "mechanism", "COURT-identity": "named", "COURT-until": "2027-12-31"}
    page = ruta.post(f"{consent}/renew", **fields)
    assert "court: mechanism, identity named, until 31 December 2027" in page.words
    assert (
        "documentation" not in page.words.split("What rests on it", maxsplit=1)[0].split("Consent of", 1)[1]
    )
