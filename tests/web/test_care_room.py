"""Marks of care, as members without script put them and take them away."""

from __future__ import annotations

from web_cast import Browser, deeds

from desk_cast import House
from khronika.acts.care import care, mark_care
from khronika.acts.incidents import file_statements, record_incident
from khronika.acts.show import items
from khronika.records.care import Care
from khronika.records.matter import Incident

# Marks of care


def test_marks_are_put_and_taken_away_with_a_reason(house: House) -> None:
    _, (first, *_) = house.read_one()
    sanne = Browser(house.desk, house.cast.sanne)
    there = f"/records/{first}/care"
    page = sanne.post(there, marks=["child"], reason="a boy of twelve")
    assert "Marked." in page.words
    assert "a boy of twelve" in page.words
    assert care(house.desk, house.cast.sanne, first).marks == {Care.CHILD}
    assert sanne.post(f"{there}/take-away", marks=["child"], reason="").status == 400
    page = sanne.post(f"{there}/take-away", marks=["child"], reason="he is thirty")
    assert "It binds until another member takes it away as well." in page.words
    assert "he is thirty" in page.words
    assert sanne.post(f"{there}/take-away", marks=["child"], reason="he is thirty").status == 400
    matei = Browser(house.desk, house.cast.matei)
    assert f"/records/{first}/care" in matei.get("/second").links
    assert "1 record waits for a second person to look" in matei.get("/").words
    assert "waits for a second person to look" not in sanne.get("/").words
    page = matei.post(f"{there}/take-away", marks=["child"], reason="his papers say so")
    assert "Taken away." in page.words
    assert care(house.desk, house.cast.sanne, first).marks == frozenset()
    assert f"/records/{first}/care" not in matei.get("/second").links
    assert sanne.post(there, marks=[], reason="so").status == 400
    assert sanne.post(there, marks=["traitor"], reason="so").status == 400


def test_the_page_says_why_each_mark_binds(house: House) -> None:
    """By the statement itself, its text, an incident that it is filed to, and what the reader suggests."""
    item, said = house.read_one()
    held = said[-1]
    matei = house.cast.matei
    mark_care(house.desk, matei, held, [Care.CHILD], "boys among them")
    mark_care(house.desk, matei, item, [Care.SEXUAL_VIOLENCE], "the second paragraph")
    incident = record_incident(house.desk, matei, Incident("", "Quarry 9"))
    file_statements(house.desk, matei, incident.id, [held], "it is about it")
    mark_care(house.desk, matei, incident.id, [Care.CHILD], "the school is next to it")
    page = Browser(house.desk, matei).get(f"/records/{held}/care")
    for words in (
        "put on this record",
        "put on the whole text",
        "put on an incident that it is filed to",
        "suggested by the reader",
    ):
        assert words in page.words
    assert f"/records/{item}/care" in page.links
    assert f"/records/{incident.id}/care" in page.links


def test_a_suggestion_is_taken_away_by_two_and_then_binds_no_more(house: House) -> None:
    _, said = house.read_one()
    held = said[-1]
    matei = Browser(house.desk, house.cast.matei)
    there = f"/records/{held}/care"
    assert "suggested by the reader" in matei.get(there).words
    matei.post(f"{there}/take-away", marks=["still held or at risk"], reason="they were released")
    assert "No mark binds it" not in matei.get(there).words
    sanne = Browser(house.desk, house.cast.sanne)
    sanne.post(f"{there}/take-away", marks=["still held or at risk"], reason="all of them came home")
    page = matei.get(there)
    assert "No mark binds it" in page.words
    assert "all of them came home" in page.words


def test_a_mark_on_an_incident_and_on_a_text_has_a_page_too(house: House) -> None:
    item, _ = house.read_one()
    matei = Browser(house.desk, house.cast.matei)
    incident = record_incident(house.desk, house.cast.matei, Incident("", "Quarry 9"))
    for record in (item, incident.id):
        page = matei.post(f"/records/{record}/care", marks=["still held or at risk"], reason="still there")
        assert "put on this record" in page.words
    receipt = items(house.desk, house.cast.matei)[0].receipts[0].id
    assert matei.get(f"/records/{receipt}/care").status == 400


def test_a_reader_sees_the_marks_and_is_offered_no_change(house: House) -> None:
    _, (first, *_) = house.read_one()
    lev = Browser(house.desk, house.cast.lev)
    page = lev.get(f"/records/{first}/care")
    assert page.status == 200
    assert not deeds(page, "/records")
    assert lev.post(f"/records/{first}/care", marks=["child"], reason="so").status == 403
    assert lev.post(f"/records/{first}/care/take-away", marks=["child"], reason="so").status == 403


def test_the_reading_room_leads_to_the_marks_of_a_statement(house: House) -> None:
    item, (first, *_) = house.read_one()
    page = Browser(house.desk, house.cast.matei).get(f"/items/{item}?s={first}")
    assert f"/records/{first}/care" in page.links
