"""Incidents, as members without script record, change and read them."""

from __future__ import annotations

from dataclasses import replace

from incident_cast import an_incident
from web_cast import Browser, sent, the_form

from desk_cast import House
from khronika.acts.incidents import change_incident, file_statements, record_incident
from khronika.acts.matters import incident_page
from khronika.acts.parties import record_party
from khronika.acts.places import record_place
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.records.party import Party, PartyKind, Place


def test_an_empty_register_says_how_to_begin(matei: Browser) -> None:
    page = matei.get("/incidents")
    assert "No incident is recorded yet" in page.words
    assert "press File" in page.words


def test_a_pattern_gathers_what_is_filed_to_its_parts(house: House, matei: Browser) -> None:
    _, (first, second, *_) = house.read_one()
    desk, who = house.desk, house.cast.matei
    pattern = an_incident(house, "Raids in Sarn")
    part = record_incident(desk, who, Incident("", "The raid of 14 March", part_of=pattern.id))
    file_statements(desk, who, part.id, [first, second])
    file_statements(desk, who, pattern.id, [second])
    page = matei.get(f"/incidents/{pattern.id}")
    assert "2 statements" in page.words
    assert page.words.count("filed to its part The raid of 14 March") == 1
    assert "What is filed to its parts is gathered here." in page.words
    assert [form for form in page.forms if form.fields.get("statement") == [second]]
    assert not [form for form in page.forms if form.fields.get("statement") == [first]]
    assert "2 statements" in matei.get(f"/incidents/{part.id}").words
    inside = frozenset({house.cast.quarry})
    unseen = Incident("", "Unseen", part_of=pattern.id)
    record_incident(desk, house.cast.ines, unseen, inside)
    assert matei.get(f"/incidents/{pattern.id}").html.count("Unseen") == 0


def test_who_is_involved_is_said_with_the_statements_that_say_so_and_taken_back(
    house: House, matei: Browser
) -> None:
    _, (first, second, *_) = house.read_one()
    quarry = an_incident(house, when="2026-03-14")
    file_statements(house.desk, house.cast.matei, quarry.id, [first, second])
    party = record_party(house.desk, house.cast.matei, Party("", "Ilya Saratov", PartyKind.PERSON))
    page = matei.get(f"/incidents/{quarry.id}/involve")
    assert "There is no such facility" in page.words
    page = sent(
        matei, the_form(page, "/involve"), party_called="ilya saratov", role="victim", statements=[second]
    )
    assert page.status == 200
    page = sent(matei, the_form(page, "/involve"), party=party.id, role="victim", statements=[first])
    shown = incident_page(house.desk, house.cast.matei, quarry.id)
    assert shown.incident is not None
    assert shown.incident.involved == (Involvement(party.id, IncidentRole.VICTIM, (second, first)),)
    page = matei.get(f"/incidents/{quarry.id}")
    assert f"/statements/{second}" in page.links
    page = matei.get(f"/statements/{second}")
    assert f"s={second}" in page.path
    assert "14 March 2026 Quarry 9 victim" in matei.get(f"/parties/{party.id}").words
    page = matei.get(f"/incidents/{quarry.id}/involve")
    page = sent(matei, the_form(page, "/involve"), take_out=f"{party.id} victim")
    shown = incident_page(house.desk, house.cast.matei, quarry.id)
    assert shown.incident is not None
    assert shown.incident.involved == ()
    assert matei.post(f"/incidents/{quarry.id}/involve", role="victim").status == 400
    assert matei.post(f"/incidents/{quarry.id}/involve", party=party.id, role="hero").status == 400


def test_a_pattern_has_parts_and_a_part_leads_to_it(house: House, matei: Browser) -> None:
    pattern = an_incident(house, "Raids in Sarn")
    page = matei.get(f"/incidents/new?part_of={pattern.id}")
    page = sent(matei, the_form(page, "/incidents"), title="The raid of 14 March", when="2026-03-14")
    assert "a part of Raids in Sarn" in page.words
    assert "14 March 2026" in page.words
    assert "The raid of 14 March" in matei.get(f"/incidents/{pattern.id}").words
    part = page.path.split("/")[2].split("?")[0]
    page = matei.get(f"/incidents/{pattern.id}/change")
    page = sent(matei, the_form(page, "/change"), part_of=part)
    assert page.status == 400
    assert "no part of itself" in page.words


def test_a_change_of_an_incident_writes_over_nobodys_work(house: House, matei: Browser) -> None:
    place = record_place(house.desk, house.cast.matei, Place("", "Quarry 9"))
    made = an_incident(house, "The quarry", place=place.id, acts=("detained", "mt4:030102"))
    page = matei.get(f"/incidents/{made.id}/change")
    assert the_form(page, "/change").fields["place"] == [place.id]
    change_incident(house.desk, house.cast.sanne, replace(made, when="2026-03"))
    refused = sent(matei, the_form(page, "/change"), title="Another")
    assert refused.status == 400
    assert "changed since it was shown" in refused.words
    page = sent(matei, the_form(matei.get(f"/incidents/{made.id}/change"), "/change"), title="Another")
    assert "March 2026" in page.words
    shown = incident_page(house.desk, house.cast.matei, made.id).incident
    assert shown == replace(made, title="Another", when="2026-03")


def test_a_reader_looks_and_changes_nothing(house: House) -> None:
    item, (first, *_) = house.read_one()
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, [first])
    lev = Browser(house.desk, house.cast.lev)
    page = lev.get(f"/incidents/{quarry.id}")
    assert "There is no such facility" in page.words
    assert not [one for one in page.forms if one.action.startswith("/incidents") and one.method == "post"]
    assert f"/statements/{first}/file" not in lev.get(f"/items/{item}").links
    for path in ("/incidents", f"/incidents/{quarry.id}/take-out", f"/incidents/{quarry.id}/involve"):
        assert lev.post(path, title="X", statement=first).status in {400, 403}
    assert lev.post("/incidents", title="X").status == 403
    assert lev.post(f"/statements/{first}/file", incident=quarry.id).status == 403
    assert lev.post(f"/statements/{first}/file", new="1", title="X").status == 403


def test_what_is_in_a_compartment_leaves_no_trace(house: House, matei: Browser) -> None:
    inside = frozenset({house.cast.quarry})
    item, (first, *_) = house.read_one()
    secret = record_incident(house.desk, house.cast.vera, Incident("", "The third gate"), inside)
    file_statements(house.desk, house.cast.vera, secret.id, [first])
    nothing = "inc_" + "0" * 26
    unseen, absent = matei.get(f"/incidents/{secret.id}"), matei.get(f"/incidents/{nothing}")
    assert unseen.status == absent.status == 404
    assert unseen.html.replace(secret.id, "…") == absent.html.replace(nothing, "…")
    paths = ("/incidents", f"/items/{item}?s={first}", f"/statements/{first}/file", "/incidents/new")
    for path in paths:
        assert "third gate" not in matei.get(path).html
        assert secret.id not in matei.get(path).html
    assert "third gate" not in matei.post("/incidents/find", beginning="the").words
    assert "third gate" not in matei.post(f"/statements/{first}/file", called="third").words
    assert matei.post(f"/statements/{first}/file", incident=secret.id).status == 404
    assert matei.get(f"/incidents/new?part_of={secret.id}").status == 404
    assert "third gate" in Browser(house.desk, house.cast.vera).get(f"/items/{item}").words


def test_an_earlier_day_shows_what_was_filed_then(house: House, matei: Browser) -> None:
    _, (first, second, *_) = house.read_one()
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, [first])
    then = house.desk.ledger.head().size
    file_statements(house.desk, house.cast.matei, quarry.id, [second])
    page = matei.get(f"/incidents/{quarry.id}?as_of={then}")
    assert "1 statement" in page.words
    assert not [one for one in page.forms if one.action.startswith("/incidents")]
    assert f"as_of={then}" in matei.get(f"/statements/{first}?as_of={then}").path
    assert "Quarry 9" in matei.post(f"/incidents/find?as_of={then}", beginning="qu").words
    assert matei.post(f"/statements/{first}/file?as_of={then}", incident=quarry.id).status == 400


def test_hostile_titles_stay_words(house: House, matei: Browser) -> None:
    hostile = "<script>alert(1)</script>\u202eevil"
    item, (first, *_) = house.read_one()
    made = an_incident(house, hostile)
    file_statements(house.desk, house.cast.matei, made.id, [first], reason=hostile)
    paths = ("/incidents", f"/incidents/{made.id}", f"/incidents/{made.id}/change", f"/items/{item}")
    for path in (*paths, f"/incidents/{made.id}/involve", f"/statements/{first}/file"):
        html = matei.get(path).html
        assert "<script>alert" not in html
        assert "\u202e" not in html
        assert " style=" not in html
    for given in (
        {"acts": "hate"},
        {"codes": "x:1"},
        {"place": "../x"},
        {"part_of": "stm_0"},
        {"title": "a\x00"},
    ):
        assert matei.post("/incidents", **{"title": "X"} | given).status == 400
    assert matei.post(f"/statements/{first}/file", incident="nowhere").status == 404
