"""The timelines and maps of an incident, a party and a place."""

from __future__ import annotations

import pytest
from picture_rooms import PNG, an_incident, pictures_of, rows_of
from stated import DONETSK, Stated, in_donetsk, on
from web_cast import Browser

from desk_cast import House
from khronika.acts.narrowed import Narrowed
from khronika.acts.parties import record_party
from khronika.acts.places import record_place
from khronika.acts.timelines import times
from khronika.errors import UsageFault
from khronika.publishing.maps import Precision
from khronika.records.party import Party, PartyKind, Place


def test_an_incident_has_its_own_timeline_and_map(house: House, note: Stated, lev: Browser) -> None:
    yard = Place("", "the yard", latitude="47", longitude="37", precision=Precision.ONE_KM)
    place = record_place(house.desk, house.cast.matei, yard).id
    (other,) = note.add(when=on(1), places=(in_donetsk(),))
    (filed,) = note.add(when=on(2))
    incident = an_incident(house, filed, place=place)
    page = lev.get(f"/incidents/{incident}/timeline")
    assert "Quarry 9" in page.words
    assert filed in page.html
    assert other not in page.html
    assert f"/incidents/{incident}/map" in page.links
    assert lev.get(pictures_of(page)[-1]).response.content.startswith(PNG)
    page = lev.get(f"/incidents/{incident}/map")
    (row,) = rows_of(page)
    assert row.startswith("1 the yard where the incident was")
    assert pictures_of(page)[-1].startswith(f"/incidents/{incident}/map/picture.png")
    assert lev.get(pictures_of(page)[-1]).response.content.startswith(PNG)


def test_a_party_has_a_timeline_of_what_it_said_and_what_names_it(
    house: House, note: Stated, lev: Browser
) -> None:
    party = record_party(
        house.desk, house.cast.ines, Party("", "Mira Dzhalova", PartyKind.PERSON, names=("Мира Джалова",))
    ).id
    (own,) = note.add(when=on(5))
    (other,) = note.add(when=on(20), speaker="Roza Vardol", words="Mira Dzhalova said")
    note.add(when=on(9), speaker="Roza Vardol")
    assert f"/parties/{party}/timeline" in lev.get(f"/parties/{party}").links
    page = lev.get(f"/parties/{party}/timeline")
    assert len(rows_of(page)) == 2
    assert [f"s={one}" in page.html for one in (own, other)] == [True, True]
    assert f"/parties/{party}" in page.links
    assert len(pictures_of(page)) == 4
    page = lev.get(f"/parties/{party}/timeline?first=2026-03-10")
    assert [f"s={one}" in page.html for one in (own, other)] == [False, True]
    assert "2 statements" not in lev.get(f"/parties/{party}/timeline?view=counts&first=2026-03-10").words


def test_a_place_has_a_timeline_of_what_names_it(house: House, note: Stated, lev: Browser) -> None:
    place = record_place(house.desk, house.cast.ines, Place("", "Donetsk", geonames=DONETSK.geonames)).id
    (there,) = note.add(when=on(5), places=(in_donetsk(),))
    note.add(when=on(9))
    page = lev.get(f"/places/{place}/timeline")
    assert len(rows_of(page)) == 1
    assert f"s={there}" in page.html
    assert f"/places/{place}" in page.links


def test_the_timeline_of_what_is_not_there_or_is_neither_is_refused(house: House, lev: Browser) -> None:
    hidden = frozenset({house.cast.quarry})
    party = record_party(house.desk, house.cast.vera, Party("", "Zvezdochka", PartyKind.GROUP), hidden).id
    unseen, absent = (lev.get(f"/parties/{one}/timeline") for one in (party, "prt_" + "0" * 26))
    assert unseen.status == absent.status == 404
    incident = an_incident(house)
    with pytest.raises(UsageFault, match="neither a party nor a place"):
        times(house.desk, house.cast.lev, narrowed=Narrowed(about=incident))


def test_an_incident_without_anything_filed_says_what_to_do(house: House, lev: Browser) -> None:
    incident = an_incident(house)
    assert "Nothing is filed here yet" in lev.get(f"/incidents/{incident}/timeline").words
    assert "No place is named here yet" in lev.get(f"/incidents/{incident}/map").words
