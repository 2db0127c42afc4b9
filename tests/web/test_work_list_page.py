"""The first page: what there is to do, the most urgent first."""

from __future__ import annotations

from contact_forms import told
from web_cast import Browser

from desk_cast import DENIAL, WITNESS, House
from khronika.acts import review
from khronika.acts.read import read
from khronika.acts.second import Proposed, propose
from khronika.acts.sources import Conditions
from khronika.records.second import Deed


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


def test_a_text_of_ones_own_stands_once_on_the_list(house: House) -> None:
    mine, _ = house.read_one(by=house.cast.matei)
    page = Browser(house.desk, house.cast.matei).get("/")
    assert page.links.count(f"/items/{mine}?only=waiting") == 1
    assert "To review" not in page.words
    others, _ = house.read_one(DENIAL.replace("40 men", "41 men"))
    page = Browser(house.desk, house.cast.matei).get("/")
    assert page.words.index("Mine") < page.words.index("To review")
    assert [page.links.count(f"/items/{one}?only=waiting") for one in (mine, others)] == [1, 1]


def test_who_may_not_read_is_led_to_the_inbox_and_to_their_contacts_once_there_are_some(house: House) -> None:
    petra = Browser(house.desk, house.cast.petra)
    assert petra.get("/").path == "/inbox"
    told(petra, danger="none known", next_on="2026-04-25", next_what="ask about the van")
    told(petra, danger="none known", next_on="2026-04-19", next_what="see that she is well")
    told(petra, danger="now", next_on="", next_what="")
    told(petra, danger="none known", next_on="", next_what="")
    page = petra.get("/")
    assert page.path == "/contacts"
    order = ["in danger now", "overdue 19 April 2026", "25 April 2026"]
    places = [page.words.index(one) for one in order]
    assert places == sorted(places)


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


def test_what_nobody_had_read_waits_for_who_can_have_it_read(house: House) -> None:
    item = house.take_one(WITNESS, "notes.txt")
    sanne, lev = Browser(house.desk, house.cast.sanne), Browser(house.desk, house.cast.lev)
    page = sanne.get("/")
    assert "To be read" in page.words
    assert f"/items/{item}" in page.links
    assert f"/items/{item}" in sanne.get("/to-read").links
    assert "not read yet" in sanne.get("/items").words
    page = lev.get("/")
    assert "To be read" not in page.words
    assert "Nothing waits for you" in page.words
    read(house.desk, house.cast.sanne, [item])
    assert "To be read" not in sanne.get("/").words
    assert "2 wait" in sanne.get("/items").words
    assert "Nothing waits for you" in lev.get("/").words


def test_proposals_are_on_the_list_of_who_made_them_and_of_who_may_confirm_them(house: House) -> None:
    item = house.take_one(WITNESS)
    made = propose(house.desk, house.cast.ines, Proposed(Deed.ERASE, "she asked us to", (item,)))
    for member, words in ((house.cast.ines, "yours: another person"), (house.cast.ruta, "proposed by Ines")):
        page = Browser(house.desk, member).get("/")
        assert words in page.words
        assert f"/second/{made.id}" in page.links
    assert "she asked us to" not in Browser(house.desk, house.cast.sanne).get("/").words


def test_likely_copies_stand_beside_the_text(house: House) -> None:
    text = WITNESS + "".join(f"The {n}th of them spoke of a yard behind the brick works.\n" for n in range(9))
    one, two = house.take_one(text, "orvan.txt"), house.take_one(text + "More.\n", "gazette.txt")
    hidden = Conditions(frozenset({house.cast.quarry}))
    house.take_one(text + "Hidden.\n", "hidden.txt", conditions=hidden)
    page = Browser(house.desk, house.cast.lev).get(f"/items/{one}")
    assert "Likely copies of this text, and so not further voices: gazette.txt" in page.words
    assert f"/items/{two}" in page.links
    assert "hidden.txt" not in page.words
