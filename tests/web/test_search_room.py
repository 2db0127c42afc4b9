"""The search, as a member without script uses it."""

from __future__ import annotations

import pytest
from stated import hidden, in_donetsk, stated
from web_cast import Browser, sent

from desk_cast import DENIAL, WITNESS, YARD, House
from khronika.acts import review
from khronika.acts.incidents import record_incident
from khronika.acts.parties import record_party
from khronika.acts.places import record_place
from khronika.acts.search_log import set_sensitive
from khronika.acts.sources import Conditions
from khronika.records.matter import Incident
from khronika.records.party import Party, PartyKind, Place
from khronika.web.rooms.search import PAGE


def test_a_name_is_found_in_another_script_and_marked(house: House, lev: Browser) -> None:
    house.read_one()
    page = lev.post("/search", words="Джалова")
    assert "Mira Dzhalova" in page.words
    assert "1 statement" in page.words
    page = lev.post("/search", words="facility")
    assert "<mark>facility</mark>" in page.html


def test_what_was_searched_for_is_in_no_address(house: House, lev: Browser) -> None:
    house.read_one()
    page = lev.post("/search", words="Dzhalova")
    assert page.path.startswith("/search?of=")
    assert not [link for link in page.links if "zhalova" in link]


def test_filters_narrow_down(house: House, lev: Browser) -> None:
    _, (first, *_) = house.read_one()
    review.accept(house.desk, house.cast.matei, [first])
    assert "1 statement" in lev.post("/search", status="accepted").words
    assert "0 statements" in lev.post("/search", status="rejected").words
    assert "There is no such facility" in lev.post("/search", act="denies").words
    assert "There is no such facility" not in lev.post("/search", act="denies", said_to="2026-02").words
    assert "There is no such facility" in lev.post("/search", second_person="1").words


def test_a_text_is_found_with_the_passage_that_holds_the_words(house: House, lev: Browser) -> None:
    before, after = "Nothing to see here. " * 20, " The rest is of the weather." * 40
    house.take(f"{before}Two grey vans stood at the gate.{after}", names=("unread notes.txt",))
    page = lev.post("/search", words="vans gate")
    assert "unread notes.txt" in page.words
    assert "Two grey <mark>vans</mark> stood at the <mark>gate</mark>." in page.html
    assert "… " in page.words
    assert len(page.words) < 3000


def test_parties_places_and_incidents_are_found_by_any_of_their_names(house: House, lev: Browser) -> None:
    desk, matei = house.desk, house.cast.matei
    party = record_party(
        desk, matei, Party("", "The press office", PartyKind.OFFICE, names=("Пресс-служба",))
    )
    incident = record_incident(desk, matei, Incident("", "Detentions in Sarn"))
    place = record_place(desk, matei, Place("", "Sarn"))
    page = lev.post("/search", words="Пресс")
    assert f"/parties/{party.id}" in page.links
    assert "<mark>Пресс</mark>-служба" in page.html
    page = lev.post("/search", words="Sarn")
    assert {f"/incidents/{incident.id}", f"/places/{place.id}"} <= set(page.links)
    assert "Nothing was found" not in page.words


def test_a_place_is_asked_for_by_its_name_in_any_script(house: House, lev: Browser) -> None:
    note = stated(house)
    note.add(places=(in_donetsk(),))
    for name in ("Donetsk", "Донецк", "донецьк"):
        assert "1 statement" in lev.post("/search", place=name).words, name
    assert "0 statements" in lev.post("/search", place="Grozny").words
    page = lev.post("/search", place="Donetsk")
    assert 'name="place" value="Donetsk"' in page.html


def test_where_nobody_of_the_name_speaks_names_that_begin_so_are_buttons(house: House, lev: Browser) -> None:
    stated(house).add(speaker="Mira Dzhalova")
    page = lev.post("/search", speaker="Mira")
    assert "Speakers whose names begin so: Mira Dzhalova" in page.words
    assert "1 statement" in lev.post("/search", speaker="Mira Dzhalova").words
    hidden(house).add(speaker="Zvezda Unseen")
    assert "names begin so" not in lev.post("/search", speaker="Zvezda").words
    assert "names begin so" in Browser(house.desk, house.cast.vera).post("/search", speaker="Zvezda").words


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "refutes"},
        {"said_from": "soon"},
        {"said_from": "2026-04", "said_to": "2026-03"},
        {"item": "itm_" + "0" * 26},
        {"place": "plc_" + "0" * 26},
        {"incident": "<script>"},
    ],
)
def test_what_cannot_be_a_search_is_refused_in_one_line(lev: Browser, fields: dict[str, str]) -> None:
    page = lev.post("/search", token=None, **fields)
    assert page.status in {400, 404}
    assert "That did not work" in page.words


def test_what_is_in_a_compartment_is_found_by_those_alone_who_may_enter(house: House, lev: Browser) -> None:
    house.read_one(conditions=Conditions(frozenset({house.cast.quarry})), content=WITNESS)
    unseen = lev.post("/search", words="vans")
    assert "0 statements" in unseen.words
    assert "Nothing was found" in unseen.words
    vera = Browser(house.desk, house.cast.vera)
    assert "two vans" in vera.post("/search", words="vans").words


def test_a_kept_search_is_done_anew_and_dropped(house: House, lev: Browser) -> None:
    page = lev.post("/search", words="facility", save_as="the <b>site</b>")
    assert "the &lt;b&gt;site&lt;/b&gt;" in page.html
    (kept,) = [link for link in page.links if link.startswith("/search/")]
    house.read_one()
    assert "There is no such" in lev.get(kept).words
    sanne = Browser(house.desk, house.cast.sanne)
    assert sanne.get(kept).status == 404
    lev.post(f"{kept}/drop")
    assert lev.get(kept).status == 404


def test_more_than_a_page_is_paged_and_nothing_comes_twice(house: House, lev: Browser) -> None:
    for number in range(PAGE + 2):
        house.read_one(DENIAL.replace("40 men", f"{40 + number} men"), f"source-{number}.txt")
    page = lev.post("/search", words="facility")
    (more,) = [form for form in page.forms if "before" in form.fields]
    further = sent(lev, more)
    first, second = ({link for link in one.links if "#s-stm" in link} for one in (page, further))
    assert (len(first), len(second)) == (PAGE, 2)
    assert not first & second


def test_a_collector_does_not_search(house: House) -> None:
    petra = Browser(house.desk, house.cast.petra)
    assert petra.get("/search").status == 403


def test_an_empty_search_says_what_the_box_can_do(lev: Browser) -> None:
    assert "Dzhalova finds" in lev.get("/search").words


def test_who_may_enter_a_sensitive_compartment_is_told_that_the_log_keeps_their_search(
    house: House, lev: Browser
) -> None:
    """It is said beside the box, before anything is looked for, and to nobody who may not enter."""
    said, vera = "is written in the log, with your name", Browser(house.desk, house.cast.vera)
    before = lev.get("/search").words
    assert said not in vera.get("/search").words
    set_sensitive(house.desk, house.cast.ines, house.cast.quarry)
    page = vera.get("/search")
    assert said in page.words
    assert YARD in page.words
    assert 'aria-describedby="logged"' in page.html
    assert said in vera.post("/search", words="Dzhalova").words
    assert lev.get("/search").words == before
