"""The first page: what there is to do, the most urgent first."""

from __future__ import annotations

from web_cast import Browser

from desk_cast import WITNESS, House
from khronika.acts import review
from khronika.acts.sources import Conditions


def test_what_waits_leads_to_where_it_is_decided(house: House) -> None:
    item, (first, *_) = house.read_one()
    sanne = Browser(house.desk, house.cast.sanne)
    page = sanne.get("/")
    assert "To review" in page.words
    assert f"/items/{item}?only=waiting" in page.html.replace("&amp;", "&")
    review.accept(house.desk, house.cast.matei, [first])
    page = sanne.get("/")
    assert "Waiting for a second person" in page.words
    assert "accepted by Matei" in page.words
    mine = Browser(house.desk, house.cast.matei).get("/")
    assert "Accepted by me, not seen by a second person" in mine.words


def test_who_may_not_read_is_led_to_the_inbox(house: House) -> None:
    assert Browser(house.desk, house.cast.petra).get("/").path == "/inbox"


def test_what_is_in_a_compartment_is_on_nobody_elses_list(house: House) -> None:
    hidden = Conditions(frozenset({house.cast.quarry}))
    item, (first, *_) = house.read_one(conditions=hidden, content=WITNESS)
    review.accept(house.desk, house.cast.vera, [first])
    page = Browser(house.desk, house.cast.sanne).get("/")
    assert "Nothing waits for you" in page.words
    assert item not in page.html
    assert item in Browser(house.desk, house.cast.vera).get("/").html


def test_the_whole_lists_are_pages_of_their_own(house: House) -> None:
    _, (first, *_) = house.read_one()
    review.accept(house.desk, house.cast.matei, [first])
    sanne = Browser(house.desk, house.cast.sanne)
    assert "suggestion" in sanne.get("/to-review").words
    assert "There is no such facility" in sanne.get("/to-second").words
    assert "Nothing waits here" in sanne.get("/ending").words


def test_an_earlier_day_shows_what_waited_then(house: House) -> None:
    size = house.desk.ledger.head().size
    house.read_one()
    page = Browser(house.desk, house.cast.sanne).get(f"/?as_of={size}")
    assert "To review" not in page.words
