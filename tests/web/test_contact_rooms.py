"""Contact, interview and consent, as a member without script records them."""

from __future__ import annotations

import pytest
from web_cast import Browser, Page

from desk_cast import House, files_in
from khronika.acts.contact import contacts

TYPED = {
    "notes": "She saw two vans at Quarry 9 on the night of 14 March. Her brother was in the second.",
    "identity": "Roza Zvezdochka",
    "handle": "+7 900 111 22 33",
    "channel": "Signal",
    "hours": "after 21:00",
    "danger": "now",
    "danger_words": "her street is watched",
    "DOCUMENTATION-audience": "partners",
    "DOCUMENTATION-identity": "pseudonym",
    "next_on": "2026-04-25",
    "next_what": "ask about the second van",
}


@pytest.fixture
def matei(house: House) -> Browser:
    return Browser(house.desk, house.cast.matei)


def told(browser: Browser, **fields: str) -> Page:
    return browser.post("/contacts/new", **TYPED | fields)


def contact_of(house: House) -> str:
    return contacts(house.desk, house.cast.ines)[0].id


def test_a_call_becomes_a_pseudonymous_item_by_one_form(house: House, matei: Browser) -> None:
    page = told(matei)
    assert page.status == 200
    assert "The desk calls this person" in page.words
    notes = next(link for link in page.links if link.startswith("/items/"))
    assert "two vans at Quarry 9" in matei.get(notes).words
    page = matei.get(f"/contacts/{contact_of(house)}")
    assert "in danger now" in page.words
    assert "Signal" in page.words
    assert "documentation: partners" in page.words


def test_who_it_is_stands_on_no_page_and_nowhere_on_disk(house: House, matei: Browser) -> None:
    answers = [told(matei)]
    contact = contact_of(house)
    paths = ("/", "/contacts", f"/contacts/{contact}", "/items", "/consents", "/search")
    answers += [Browser(house.desk, house.cast.ines).get(path) for path in paths]
    for page in answers:
        assert "Zvezdochka" not in page.html
        assert "111 22 33" not in page.html
    for content in files_in(house.path).values():
        assert b"Zvezdochka" not in content


def test_danger_now_is_first_on_the_work_list_until_it_is_over(house: House, matei: Browser) -> None:
    told(matei)
    page = matei.get("/")
    assert page.words.index("In danger now") < page.words.index("Due")
    assert "her street is watched" in page.words
    matei.post(f"/contacts/{contact_of(house)}", part="danger", danger="none known", danger_words="")
    assert "In danger now" not in matei.get("/").words


def test_a_contact_is_changed_part_by_part(house: House, matei: Browser) -> None:
    told(matei)
    contact = contact_of(house)
    matei.post(f"/contacts/{contact}", part="next", next_on="2026-05-02", next_what="sign", next_done="1")
    matei.post(f"/contacts/{contact}", part="channel", channel="in person only", hours="never in the morning")
    page = matei.get(f"/contacts/{contact}")
    assert "2 May 2026, sign – done" in page.words
    assert "in person only" in page.words
    assert matei.post(f"/contacts/{contact}", part="x").status == 400


def test_a_further_contact_goes_on_under_the_same_pseudonym(house: House, matei: Browser) -> None:
    told(matei)
    first = contact_of(house)
    page = matei.get(f"/contacts/new?after={first}")
    (form,) = [one for one in page.forms if one.action == "/contacts/new" and one.method == "post"]
    fields = {name: values[0] for name, values in form.fields.items() if name in {"party", "earlier"}}
    matei.post("/contacts/new", notes="She called again.", **fields)
    found = contacts(house.desk, house.cast.ines)
    assert len(found) == 2
    assert len({one.pseudonym for one in found}) == 1
    assert "Other contacts with this person" in matei.get(f"/contacts/{first}").words


def test_neither_notes_nor_a_reason_is_refused_and_what_was_typed_is_not_shown(matei: Browser) -> None:
    page = told(matei, notes="")
    assert page.status == 400
    assert "Zvezdochka" not in page.html


def test_a_collector_records_and_sees_their_own_answer_alone(house: House) -> None:
    petra = Browser(house.desk, house.cast.petra)
    assert "A contact" in petra.get("/contacts/new").words
    page = told(petra)
    assert "The desk calls this person" in page.words
    assert petra.get("/contacts").status == 403
    assert petra.get(f"/contacts/{contact_of(house)}").status == 403


def test_a_reader_records_no_contact(house: House) -> None:
    lev = Browser(house.desk, house.cast.lev)
    assert told(lev).status == 403


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


def test_a_contact_in_a_compartment_is_not_there_for_others(house: House, matei: Browser) -> None:
    vera = Browser(house.desk, house.cast.vera)
    told(vera, compartment=house.cast.quarry)
    contact = contact_of(house)
    nothing = "ctc_" + "0" * 26
    unseen, absent = matei.get(f"/contacts/{contact}"), matei.get(f"/contacts/{nothing}")
    assert unseen.status == absent.status == 404
    assert unseen.html.replace(contact, "…") == absent.html.replace(nothing, "…")
    assert "In danger now" not in matei.get("/").words
    assert "No contact was recorded yet" in matei.get("/contacts").words
