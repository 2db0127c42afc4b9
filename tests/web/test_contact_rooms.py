"""Contact, interview and consent, as a member without script records them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from web_cast import Browser, Page, form_in

from desk_cast import YARD, House, files_in
from khronika.acts.contact import contacts
from khronika.acts.show import log, show

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


def test_neither_notes_nor_a_reason_is_refused_and_the_name_comes_back_in_its_own_field_alone(
    matei: Browser,
) -> None:
    page = told(matei, notes="", from_page="/contacts/new")
    assert page.status == 400
    assert page.html.count("Zvezdochka") == 1
    assert form_in(page.html, "/contacts/new").fields["identity"] == ["Roza Zvezdochka"]


def test_a_collector_records_and_sees_their_own_answer_alone(house: House) -> None:
    petra = Browser(house.desk, house.cast.petra)
    assert "A contact" in petra.get("/contacts/new").words
    page = told(petra)
    assert "The desk calls this person" in page.words
    told(Browser(house.desk, house.cast.matei), notes="He was told to be silent.", danger_words="anothers")
    assert petra.get("/contacts").words.count("in danger now") == 1
    assert "anothers" not in petra.get("/contacts").words
    others = contact_of(house)
    assert petra.get(f"/contacts/{others}").status == 404
    assert petra.get(f"/contacts/new?after={others}").status == 404
    assert petra.get("/consents").status == 403


def test_a_collector_goes_on_with_the_contacts_that_they_recorded(house: House) -> None:
    petra = Browser(house.desk, house.cast.petra)
    told(petra)
    own = contact_of(house)
    assert f"/contacts/{own}" in petra.get("/contacts").links
    page = petra.get(f"/contacts/{own}")
    assert "Signal" in page.words
    assert "her street is watched" in page.words
    assert "two vans" not in page.words
    page = petra.post(f"/contacts/{own}", part="next", next_on="2026-05-02", next_what="sign", next_done="1")
    assert "2 May 2026, sign – done" in page.words
    page = petra.get(f"/contacts/new?after={own}")
    fields = form_in(page.html, "/contacts/new").fields
    petra.post("/contacts/new", notes="She called again.", party=fields["party"], earlier=fields["earlier"])
    assert len({one.pseudonym for one in contacts(house.desk, house.cast.ines)}) == 1


def test_what_a_colleague_changed_a_collector_is_told_of_and_not_told(house: House, matei: Browser) -> None:
    petra = Browser(house.desk, house.cast.petra)
    told(petra)
    own = contact_of(house)
    matei.post(f"/contacts/{own}", part="channel", channel="in person only", hours="never")
    page = petra.get(f"/contacts/{own}")
    assert "A colleague has changed this contact since" in page.words
    assert "in person only" not in page.words


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


def test_a_pseudonym_that_is_known_is_offered_and_not_doubled(house: House, matei: Browser) -> None:
    told(matei, pseudonym="Heron 7")
    page = told(matei, pseudonym="heron 7", notes="More.")
    assert page.status == 400
    assert "The desk knows somebody as heron 7" in page.words
    assert told(matei, pseudonym="heron 7", known="1", notes="More.").status == 200
    found = contacts(house.desk, house.cast.ines)
    assert (len(found), len({one.contact.party for one in found if one.contact})) == (2, 1)


def test_a_collector_learns_of_nobody_elses_pseudonyms(house: House, matei: Browser) -> None:
    told(matei, pseudonym="Heron 7")
    petra = Browser(house.desk, house.cast.petra)
    for name in ("Heron 7", "Nobody 8"):
        page = told(petra, pseudonym=name, known="1")
        assert page.status == 400
        assert "Nobody is known to you by this pseudonym" in page.words
        assert told(petra, pseudonym=name).status == 200
        assert told(petra, pseudonym=name).status == 400


def test_a_custodian_opens_a_number_with_a_reason_and_the_log_has_it(house: House, matei: Browser) -> None:
    told(matei)
    contact = contact_of(house)
    page = matei.get(f"/contacts/{contact}")
    assert "The name: sealed" in page.words
    assert "Custodians: Ruta , Ines" in page.words
    ines = Browser(house.desk, house.cast.ines)
    seals = [link for link in ines.get(f"/contacts/{contact}").links if link.startswith("/identities/")]
    assert len(seals) == 2
    assert matei.get(seals[0]).status == 403
    assert matei.post(seals[0], reason="she is in danger").status == 403
    called = {
        ines.get(link).words.split("Sealed", 1)[0].rsplit("The ", 1)[1].split(":")[0]: link for link in seals
    }
    assert set(called) == {"name", "number or address"}
    page = ines.post(called["number or address"], reason="", from_page=called["number or address"])
    assert page.status == 400
    assert "111 22 33" not in page.html
    page = ines.post(called["number or address"], reason="her street is watched: warn her")
    assert "+7 900 111 22 33" in page.words
    assert "Zvezdochka" not in page.html
    assert log(house.desk, house.cast.ines, limit=1)[0].type == "identity.opened"


def test_a_name_that_was_left_out_is_sealed_later_and_the_consent_reaches_it(
    house: House, matei: Browser
) -> None:
    told(matei, identity="", handle="")
    contact = contact_of(house)
    assert "Nothing was sealed" in matei.get(f"/contacts/{contact}").words
    page = matei.post(
        f"/contacts/{contact}/seal", identity="Sig Nal", handle="", from_page=f"/contacts/{contact}"
    )
    assert page.status == 400
    page = matei.post(f"/contacts/{contact}/seal", identity="Roza Zvezdochka", handle="")
    assert "Sealed. No page shows it." in page.words
    assert "Zvezdochka" not in page.html
    ines = Browser(house.desk, house.cast.ines)
    seal = next(link for link in ines.get(f"/contacts/{contact}").links if link.startswith("/identities/"))
    assert "Roza Zvezdochka" in ines.post(seal, reason="the lawyer asks").words
    consent = next(link for link in ines.get("/consents").links if link.startswith("/consents/con_"))
    ines.post(f"{consent}/withdraw", note="she called")
    assert ines.post(seal, reason="again").status == 410


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


def test_who_was_not_asked_about_danger_is_not_said_to_be_in_none(house: House, matei: Browser) -> None:
    matei.post("/contacts/new", notes="Two vans.", danger="not asked")
    assert "not asked about danger" in matei.get(f"/contacts/{contact_of(house)}").words


def test_somebody_else_may_have_been_the_interviewer(house: House, matei: Browser) -> None:
    matei.post("/contacts/new", notes="Two vans.", interviewer=house.cast.vera)
    assert "Vera" in matei.get(f"/contacts/{contact_of(house)}").words
    assert matei.post("/contacts/new", notes="Two vans.", interviewer="mem_" + "0" * 26).status == 400


def test_a_referral_is_recorded_on_the_contact(house: House, matei: Browser) -> None:
    told(matei)
    there = f"/contacts/{contact_of(house)}"
    assert matei.post(there, part="referral", referral="", from_page=there).status == 400
    page = matei.post(there, part="referral", referral="a doctor in Sarn", referral_consented="1")
    assert "a doctor in Sarn , they agreed" in page.words


def test_the_erasure_of_an_interview_offers_who_the_person_is(house: House, matei: Browser) -> None:
    told(matei)
    found = contacts(house.desk, house.cast.ines)[0].contact
    assert found is not None
    ines = Browser(house.desk, house.cast.ines)
    page = ines.get(f"/records/{found.item}/erase")
    assert "This alone leaves who the person is" in page.words
    also = re.search(r'name="also" value="([^"]+)"', page.html)
    assert also is not None
    page = ines.post(f"/records/{found.item}/erase", reason="she asks for it", also=also[1])
    assert "This takes two people" in page.words
    form = form_in(page.html, f"/records/{found.item}/erase/propose")
    fields: dict[str, Any] = {one: values for one, values in form.fields.items() if one != "token"}
    ines.post(form.action, **fields)
    ruta = Browser(house.desk, house.cast.ruta)
    proposal = next(link for link in ruta.get("/second").links if link.startswith("/second/prp_"))
    ruta.post(f"{proposal}/confirm")
    for gone in (found.item, found.party, found.identity, found.handle, found.consent):
        assert gone is not None
        assert show(house.desk, house.cast.ines, gone).status == "erased"


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
    page = vera.get(f"/contacts/{contact}")
    consent = next(link for link in page.links if link.startswith("/consents/con_"))
    for shown in (page, vera.get(consent)):
        assert f"Who needs to know {YARD}" in shown.words.replace(":", "")
    nothing = "ctc_" + "0" * 26
    unseen, absent = matei.get(f"/contacts/{contact}"), matei.get(f"/contacts/{nothing}")
    assert unseen.status == absent.status == 404
    assert unseen.html.replace(contact, "…") == absent.html.replace(nothing, "…")
    assert "In danger now" not in matei.get("/").words
    assert "No contact was recorded yet" in matei.get("/contacts").words
