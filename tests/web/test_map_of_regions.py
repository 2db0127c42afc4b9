"""The map of regions: each by its own outline, whatever script its name was recorded in."""

from __future__ import annotations

import pytest
from picture_rooms import rows_of
from web_cast import Browser

from desk_cast import House
from khronika.acts.divisions import division_of
from khronika.acts.mapped import mapped
from khronika.acts.places import change_place, record_place
from khronika.publishing.maps import Precision
from khronika.records.party import Place

CHECHNYA = 569665


def region(name: str, *names: str, latitude: str = "", longitude: str = "") -> Place:
    return Place("", name, names, latitude, longitude, precision=Precision.REGION)


@pytest.mark.parametrize("name", ["Chechnya", "Чечня", "chechnya", "Чеченская Республика"])
def test_a_region_recorded_by_any_of_its_names_is_drawn_by_its_outline(
    house: House, lev: Browser, name: str
) -> None:
    """A region that somebody recorded by name, in Latin or Cyrillic, is the region and not its country."""
    record_place(house.desk, house.cast.matei, region(name))
    (row,) = rows_of(lev.get("/map"))
    assert "somewhere in the region" in row
    assert "whole region hatched" in row
    assert mapped(house.desk, house.cast.lev).places[0].division == CHECHNYA


def test_a_region_of_the_gazetteer_is_drawn_by_its_outline(house: House, lev: Browser) -> None:
    """A region recorded from the gazetteer is drawn as itself, also once it goes by another name here."""
    made = record_place(house.desk, house.cast.matei, CHECHNYA)
    assert "whole region hatched" in rows_of(lev.get("/map"))[0]
    named = Place(made.id, "the republic", precision=Precision.REGION, geonames=CHECHNYA)
    change_place(house.desk, house.cast.matei, named)
    assert "whole region hatched" in rows_of(lev.get("/map"))[0]


def test_a_region_that_no_outline_is_known_of_is_where_a_person_put_it(house: House, lev: Browser) -> None:
    """An unknown region is a circle around what was given, of a size that is said to be a convention."""
    record_place(house.desk, house.cast.matei, region("the Upland", latitude="43.0", longitude="44.6"))
    assert "hatched circle of 60 km" in rows_of(lev.get("/map"))[0]


def test_a_name_that_several_regions_bear_has_no_outline(house: House, lev: Browser) -> None:
    """Central Province is in several countries: nothing is drawn, and the table says that it is not known."""
    assert division_of(region("Central Province")) is None
    record_place(house.desk, house.cast.matei, region("Central Province"))
    assert "whole" not in rows_of(lev.get("/map"))[0]


def test_a_place_that_is_smaller_than_a_region_has_no_outline() -> None:
    """A town or a village that bears the name of a region is not that region."""
    assert division_of(Place("", "Chechnya", precision=Precision.TOWN)) is None
    assert division_of(Place("", "Chechnya", precision=Precision.COUNTRY, geonames=CHECHNYA)) is None
