"""Contact and interview, as a member without script records them."""

from __future__ import annotations

from contact_forms import contact_of, told
from web_cast import Browser, form_in

from desk_cast import YARD, House
from khronika.acts.consent import withdraw_consent
from khronika.acts.contact import contact_page, contacts
from khronika.acts.worklist import work_list


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
    assert "A new contact" in petra.get("/contacts/new").words
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


def test_a_reader_records_no_contact(house: House) -> None:
    lev = Browser(house.desk, house.cast.lev)
    assert told(lev).status == 403


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


def test_after_a_withdrawal_it_can_be_recorded_that_the_danger_is_over(house: House, matei: Browser) -> None:
    told(matei, pseudonym="Heron 7", danger="now", danger_words="men ask for him")
    contact = contact_of(house)
    shown = contact_page(house.desk, house.cast.matei, contact)
    assert shown.consent is not None
    withdraw_consent(house.desk, house.cast.matei, shown.consent.id, "by phone")
    page = matei.get(f"/contacts/{contact}")
    assert "stays at the head of the work list" in page.words
    assert "men ask for him" not in page.words
    matei.post(f"/contacts/{contact}", part="danger", danger="none known")
    assert "Heron 7" not in matei.get("/").words
    assert "Heron 7" not in matei.get(f"/contacts/{contact}").words


def test_who_recorded_the_contact_and_reads_nothing_else_can_record_it_as_well(house: House) -> None:
    petra = Browser(house.desk, house.cast.petra)
    told(petra, danger="now", danger_words="men ask for him")
    contact = contact_of(house)
    consent = contact_page(house.desk, house.cast.ines, contact).consent
    assert consent is not None
    withdraw_consent(house.desk, house.cast.petra, consent.id, "by phone")
    (form,) = [one for one in petra.get(f"/contacts/{contact}").forms if "part" in one.fields]
    assert set(form.fields) == {"token", "from_page", "part", "danger"}
    assert petra.post(f"/contacts/{contact}", part="danger", danger="none known").status == 200
    assert not work_list(house.desk, house.cast.matei).danger
