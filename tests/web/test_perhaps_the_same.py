"""Before a place or an incident is recorded a second time, the page asks."""

from __future__ import annotations

from web_cast import Browser, fields_in, press, the_form

from desk_cast import House
from khronika.acts.incidents import record_incident
from khronika.acts.matters import incident_page
from khronika.acts.places import record_place
from khronika.acts.registers import register
from khronika.records.ids import Kind
from khronika.records.matter import Incident
from khronika.records.party import Place


def count(house: House, kind: Kind) -> int:
    return len(register(house.desk, house.cast.matei, kind).lines)


def test_a_second_place_of_one_name_is_asked_about(house: House, matei: Browser) -> None:
    made = record_place(house.desk, house.cast.matei, Place("", "Quarry 9"))
    page = matei.post("/places", name="quarry 9", precision="1 km", names="The ninth")
    assert page.status == 400
    assert "perhaps the same place is recorded already".capitalize() in page.words
    assert f"/places/{made.id}" in page.links
    assert count(house, Kind.PLACE) == 1
    again = fields_in(the_form(page, "/places"))
    assert again["precision"] == ["1 km"]
    assert again["names"][0].strip() == "The ninth"
    assert "Recorded." in matei.post("/places", **again | {"another": "1"}).words
    assert count(house, Kind.PLACE) == 2


def test_a_place_that_is_near_is_asked_about(house: House, matei: Browser) -> None:
    record_place(house.desk, house.cast.matei, Place("", "Quarry 9", (), "48.0200", "37.8000"))
    near = {"name": "The pit", "precision": "exact", "latitude": "48.0210", "longitude": "37.8010"}
    assert "Perhaps the same Quarry 9" in matei.post("/places", **near).words
    assert "Recorded." in matei.post("/places", **near | {"latitude": "49.0"}).words


def test_a_second_incident_of_one_title_or_of_one_place_and_day_is_asked_about(
    house: House, matei: Browser
) -> None:
    place = record_place(house.desk, house.cast.matei, Place("", "Quarry 9"))
    made = record_incident(house.desk, house.cast.matei, Incident("", "The raid", (), "2026-03-14", place.id))
    for typed in ({"title": "the raid"}, {"title": "Men taken", "place": place.id, "when": "15.03.2026"}):
        page = matei.post("/incidents", **typed)
        assert page.status == 400
        assert "Perhaps the same The raid 14 March 2026" in page.words
        assert f"/incidents/{made.id}" in page.links
    assert count(house, Kind.INCIDENT) == 1
    page = matei.post("/incidents", **fields_in(the_form(page, "/incidents")) | {"another": "1"})
    assert "Recorded." in page.words
    assert count(house, Kind.INCIDENT) == 2


def test_a_statement_is_filed_to_the_one_that_it_is(house: House, matei: Browser) -> None:
    _, (first, *_) = house.read_one()
    made = record_incident(house.desk, house.cast.matei, Incident("", "The raid"))
    path = f"/statements/{first}/file"
    page = matei.post(path, **fields_in(the_form(matei.get(path), "/file")) | {"title": "The raid"})
    assert page.status == 400
    assert "It is this one; file to it: The raid" in page.words
    assert "Filed." in press(matei, page, "incident", made.id).words
    assert count(house, Kind.INCIDENT) == 1
    shown = incident_page(house.desk, house.cast.matei, made.id)
    assert [one.statement.id for one in shown.filed] == [first]
    page = matei.post(path, **fields_in(the_form(page, "/file")) | {"another": "1"})
    assert "Filed." in page.words
    assert count(house, Kind.INCIDENT) == 2
