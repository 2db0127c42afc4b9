"""Places, as members without script record and read them."""

from __future__ import annotations

from web_cast import Browser, sent, the_form

from desk_cast import House
from khronika.acts.places import place_page, record_place
from khronika.records.party import Place, Precision


def test_a_town_comes_from_the_gazetteer_with_its_precision_in_words(matei: Browser) -> None:
    page = matei.post("/places/new", name="Донецк", look_up="1")
    assert "Ukraine" in page.words
    assert "Russia" in page.words
    page = matei.post("/places", geonames="709717")
    assert "Donetsk" in page.words
    assert "somewhere in the town" in page.words
    assert "not for a point in it" in page.words
    again = matei.post("/places", geonames="709717")
    assert again.path == page.path
    assert "no place of this name" in matei.post("/places/new", name="Sarn", look_up="1").words


def test_a_place_by_hand_says_how_precisely_it_is_known(house: House, matei: Browser) -> None:
    page = matei.post("/places", name="Quarry 9")
    assert page.status == 400
    assert "How precisely the place is known was not said" in page.words
    page = matei.post(
        "/places", name="Quarry 9", names="Карьер 9", precision="10 km", latitude="48.02", longitude="37.8"
    )
    assert "within about 10 km" in page.words
    id_ = page.path.split("/")[2].split("?")[0]
    page = sent(matei, the_form(matei.get(f"/places/{id_}/change"), "/change"), precision="1 km")
    shown = place_page(house.desk, house.cast.matei, id_).place
    assert shown is not None
    assert (shown.precision, shown.names, shown.latitude) == (Precision.ONE_KM, ("Карьер 9",), "48.02")


def test_a_place_shows_the_statements_that_name_it(house: House, matei: Browser) -> None:
    house.read_one()
    place = record_place(house.desk, house.cast.matei, Place("", "Quarry 9"))
    page = matei.get(f"/places/{place.id}")
    assert "at least 40 men were held at Quarry 9" in page.words
