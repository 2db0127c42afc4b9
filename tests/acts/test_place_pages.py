"""Places: of the gazetteer and by hand, and their pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from stated import (
    DONETSK,
    Stated,
    in_donetsk,
)

from desk_cast import House
from khronika.acts.assembled import Named
from khronika.acts.incidents import record_incident
from khronika.acts.places import change_place, place_page, places_called, record_place
from khronika.errors import UsageFault
from khronika.reading.places.gazetteer import place_with
from khronika.records.matter import Incident
from khronika.records.party import Place, Precision


def test_a_place_of_the_gazetteer_has_its_precision_and_an_area_has_no_point(house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    (town, *_) = places_called(desk, matei, "donetsk")
    place = record_place(desk, matei, town.geonames)
    assert (place.name, place.latitude, place.longitude) == ("Donetsk", "48.023", "37.80224")
    assert (place.precision, place.geonames) == (Precision.TOWN, DONETSK.geonames)
    country = record_place(desk, matei, 690791)
    assert (country.name, country.latitude, country.precision) == ("Ukraine", "", Precision.COUNTRY)
    assert record_place(desk, matei, town.geonames) == place
    apart = record_place(desk, house.cast.vera, town.geonames, frozenset({house.cast.quarry}))
    assert apart.id != place.id
    assert record_place(desk, matei, town.geonames) == place
    with pytest.raises(UsageFault, match="gazetteer has no place"):
        record_place(desk, matei, 7)
    assert place_with(709717) == replace(DONETSK)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("48.1", ""),
        ("91", "0"),
        ("0", "-180.1"),
        ("NaN", "1"),
        ("1e5", "1"),
        ("1E-99999999", "1"),
        ("٤٨", "1"),
    ],
)
def test_coordinates_that_are_none_are_refused(house: House, latitude: str, longitude: str) -> None:
    place = Place("", "Quarry 9", latitude=latitude, longitude=longitude)
    with pytest.raises(UsageFault):
        record_place(house.desk, house.cast.matei, place)


def test_a_place_does_not_lie_in_itself(house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    town = record_place(desk, matei, Place("", "Sarn", precision=Precision.TOWN))
    pit = record_place(desk, matei, Place("", "Quarry 9", (), "48.10", "-37.8", town.id, Precision.ONE_KM))
    with pytest.raises(UsageFault, match="in itself"):
        change_place(desk, matei, replace(town, within=pit.id))
    with pytest.raises(UsageFault, match="in itself"):
        change_place(desk, matei, replace(town, within=town.id))
    with pytest.raises(UsageFault, match="another one of the gazetteer"):
        change_place(desk, matei, replace(town, geonames=709717))
    renamed = change_place(desk, matei, replace(town, name="Sarn on the Orva"))
    shown = place_page(desk, matei, pit.id)
    assert (shown.place, shown.within) == (pit, Named(town.id, renamed.name, "changed"))


def test_a_place_shows_the_statements_that_name_it_and_the_incidents_there(
    house: House, note: Stated
) -> None:
    desk, matei = house.desk, house.cast.matei
    (by_name,) = note.add()
    (by_id,) = note.add(places=(in_donetsk(),))
    pit = record_place(desk, matei, Place("", "Quarry 9"))
    town = record_place(desk, matei, DONETSK.geonames)
    incident = record_incident(desk, matei, Incident("", "Held at the quarry", when="2026-03", place=pit.id))
    shown = place_page(desk, matei, pit.id)
    assert [one.id for one in shown.statements.statements] == [by_id, by_name]
    assert shown.incidents == (Named(incident.id, incident.title, "recorded", "2026-03"),)
    shown = place_page(desk, matei, town.id)
    assert ([one.id for one in shown.statements.statements], shown.incidents) == ([by_id], ())
