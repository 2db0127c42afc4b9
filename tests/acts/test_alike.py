"""What is perhaps the same as a place or an incident that is about to be recorded."""

from __future__ import annotations

import pytest

from desk_cast import House
from khronika.acts.alike import MOST_ALIKE, incidents_alike, places_alike
from khronika.acts.incidents import record_incident
from khronika.acts.places import record_place
from khronika.records.matter import Incident
from khronika.records.party import Place, Precision

DONETSK = 709717
YARD = Place("", "The yard", ("Двор",), "48.0200", "37.8000", precision=Precision.ONE_KM)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (Place("", "the YARD"), True),
        (Place("", "Another gate", ("двор",)), True),
        (Place("", "Dvor"), True),
        (Place("", "The yards"), False),
        (Place("", "A gate", (), "48.0230", "37.8050", precision=Precision.EXACT), True),
        (Place("", "A gate", (), "48.2000", "37.8000", precision=Precision.EXACT), False),
        (Place("", "A gate", (), "48.2000", "37.8000", precision=Precision.COUNTRY), False),
        (Place("", "A gate"), False),
        (Place("", " "), False),
    ],
)
def test_a_place_of_the_same_name_or_as_near_as_it_is_known_is_perhaps_the_same(
    house: House, other: Place, *, same: bool
) -> None:
    made = record_place(house.desk, house.cast.matei, YARD)
    assert [one.id for one in places_alike(house.desk, house.cast.matei, other)] == (
        [made.id] if same else []
    )


def test_a_place_of_the_gazetteer_is_the_same_under_any_of_its_names(house: House) -> None:
    made = record_place(house.desk, house.cast.matei, DONETSK)
    found = places_alike(house.desk, house.cast.matei, Place("", "Донецьк"))
    assert [one.id for one in found] == [made.id]


@pytest.mark.parametrize(
    ("title", "when", "there", "same"),
    [
        ("the RAID", "", False, True),
        ("Men taken", "2026-03-14", True, True),
        ("Men taken", "2026-03-17", True, True),
        ("Men taken", "2026-03-18", True, False),
        ("Men taken", "2026-03", True, True),
        ("Men taken", "2026", True, False),
        ("Men taken", "2026-03-14", False, False),
        ("Men taken", "last week", True, False),
        ("Men taken", "", True, False),
    ],
)
def test_an_incident_of_the_same_title_or_there_in_those_days_is_perhaps_the_same(
    house: House, title: str, when: str, *, there: bool, same: bool
) -> None:
    desk, matei = house.desk, house.cast.matei
    place = record_place(desk, matei, YARD)
    made = record_incident(desk, matei, Incident("", "The raid", when="2026-03-14", place=place.id))
    asked = Incident("", title, when=when, place=place.id if there else None)
    assert [one.id for one in incidents_alike(desk, matei, asked)] == ([made.id] if same else [])


def test_a_part_is_not_the_same_as_its_pattern_nor_anything_as_itself(house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    pattern = record_incident(desk, matei, Incident("", "The raid"))
    assert incidents_alike(desk, matei, Incident("", "The raid", part_of=pattern.id)) == []
    assert incidents_alike(desk, matei, pattern) == []
    place = record_place(desk, matei, YARD)
    assert places_alike(desk, matei, place) == []


def test_what_is_hidden_is_never_perhaps_the_same_and_takes_nobodys_place(house: House) -> None:
    desk, vera, matei = house.desk, house.cast.vera, house.cast.matei
    inside = frozenset({house.cast.quarry})
    for _ in range(MOST_ALIKE + 1):
        record_place(desk, vera, YARD, inside)
        record_incident(desk, vera, Incident("", "The raid"), inside)
    assert places_alike(desk, matei, YARD) == []
    assert incidents_alike(desk, matei, Incident("", "The raid")) == []
    place = record_place(desk, matei, YARD)
    made = record_incident(desk, matei, Incident("", "The raid"))
    assert places_alike(desk, matei, YARD) == [place]
    assert [one.id for one in incidents_alike(desk, matei, Incident("", "The raid"))] == [made.id]


@pytest.mark.parametrize("number", ["1e400", "-1e999", "Infinity", "NaN", "91", "north"])
def test_a_coordinate_that_is_none_is_near_nothing(house: House, number: str) -> None:
    there = Place("", "Sarn", precision=Precision.EXACT, latitude="51.5", longitude="21.5")
    record_place(house.desk, house.cast.matei, there)
    asked = Place("", "Ozrin", precision=Precision.EXACT, latitude=number, longitude="21.5")
    assert places_alike(house.desk, house.cast.matei, asked) == []
