"""The people of the desk and their compartments, as members without script look after them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from web_cast import Browser, Page, deeds, form_to

from desk_cast import YARD, House
from khronika.acts.members import change_member, compartments, members, record_compartment
from khronika.acts.proposed import RIGHTS as TO_CONFIRM
from khronika.acts.second import proposals
from khronika.records.access import RIGHTS, Member, Right, Role
from khronika.web.rooms.people import DOES, roles_shown

_ADDRESS = re.compile(r"<code>(http://127\.0\.0\.1:8470/enter/[\w-]+)</code>")


def known(house: House, id_: str) -> Member:
    (found,) = [one for one in members(house.desk, house.cast.ines) if one.id == id_]
    return found


def test_everybody_who_reads_sees_who_works_here_and_what_each_role_does(house: House) -> None:
    page = Browser(house.desk, house.cast.lev).get("/people")
    for name in ("Ines", "Petra", "Matei", "Sanne", "Oskar", "Lev", "Ruta", "Vera"):
        assert name in page.words
    for shown in roles_shown():
        assert all(what in page.words for what in shown.does)
    assert "/people/new" not in page.links


def test_every_right_is_explained_and_everybody_may_lock() -> None:
    assert set(DOES) == set(Right) - {Right.LOCK}
    assert all(Right.LOCK in rights for rights in RIGHTS.values())


def test_the_door_to_proposals_is_open_to_all_who_may_confirm_anything() -> None:
    for role, rights in RIGHTS.items():
        assert (Right.EXPORT in rights) == bool(rights & set(TO_CONFIRM.values())), role


def test_a_member_is_recorded_and_given_an_address_that_lets_them_in_once(
    house: House, ines: Browser
) -> None:
    page = ines.post("/people/new", name="Dara", roles=["analyst"], compartments=[house.cast.quarry])
    assert page.status == 200
    assert "Recorded." in page.words
    (dara,) = [one for one in members(house.desk, house.cast.ines) if one.name == "Dara"]
    assert (dara.roles, dara.compartments) == (frozenset({Role.ANALYST}), frozenset({house.cast.quarry}))
    page = ines.post(f"/people/{dara.id}/one-time-address")
    found = _ADDRESS.search(page.html)
    assert found is not None
    address = found[1].removeprefix("http://127.0.0.1:8470")
    assert "22 Apr 2026" in page.words
    assert found[1] not in ines.get(f"/people/{dara.id}/one-time-address").html
    newcomer = Browser(house.desk)
    assert "Dara" in Page(newcomer.client.post(address)).words
    assert Browser(house.desk).client.post(address).status_code == 403


def test_changing_a_member_changes_what_the_form_changes_and_nothing_else(
    house: House, ines: Browser
) -> None:
    vera = house.cast.vera
    fields = form_to(ines.get(f"/people/{vera}"), f"/people/{vera}")
    before = known(house, vera)
    page = ines.post(f"/people/{vera}", **fields | {"name": ["Vera Orlan"]})
    assert "Changed." in page.words
    assert known(house, vera) == replace(before, name="Vera Orlan")
    size = house.desk.ledger.head().size
    ines.post(f"/people/{vera}", **fields | {"name": ["Vera Orlan"]})
    assert house.desk.ledger.head().size == size


def test_who_leaves_is_out_at_once_and_stays_on_the_page_of_people(house: House, ines: Browser) -> None:
    lev = Browser(house.desk, house.cast.lev)
    fields = form_to(ines.get(f"/people/{house.cast.lev}"), f"/people/{house.cast.lev}")
    ines.post(f"/people/{house.cast.lev}", **fields | {"active": []})
    assert "Sign in" in lev.get("/people").words
    assert "No longer here" in ines.get("/people").words
    ines.post(f"/people/{house.cast.lev}", **fields)
    assert known(house, house.cast.lev).active


def test_to_make_a_custodian_becomes_a_proposal_with_what_was_typed(house: House, ines: Browser) -> None:
    matei = house.cast.matei
    fields = form_to(ines.get(f"/people/{matei}"), f"/people/{matei}")
    page = ines.post(f"/people/{matei}", **fields | {"roles": ["analyst", "custodian"]})
    assert "This takes two people" in page.words
    assert "Nothing was done yet" in page.words
    there = f"/people/{matei}/propose"
    page = ines.post(there, **form_to(page, there) | {"reason": ["more hands"]})
    assert "Proposed." in page.words
    (waiting,) = proposals(house.desk, house.cast.ruta)
    assert waiting.proposal.reason == "more hands"
    assert known(house, matei).roles == {Role.ANALYST}
    page = Browser(house.desk, house.cast.ruta).post(f"/second/{waiting.proposal.id}/confirm")
    assert page.status == 200
    assert known(house, matei).roles == {Role.ANALYST, Role.CUSTODIAN}


def test_a_new_custodian_becomes_a_proposal_too(house: House, ines: Browser) -> None:
    page = ines.post("/people/new", name="Dara", roles=["custodian"])
    fields = form_to(page, "/people/new/propose")
    ines.post("/people/new/propose", **fields | {"reason": ["more hands"]})
    (waiting,) = proposals(house.desk, house.cast.ruta)
    Browser(house.desk, house.cast.ruta).post(f"/second/{waiting.proposal.id}/confirm")
    assert "Dara" in ines.get("/people").words


def test_a_custodian_who_does_not_see_a_compartment_learns_nothing_of_it_and_takes_nothing_away(
    house: House, ruta: Browser
) -> None:
    """The answer about Vera, who may enter the yard, is the answer about Matei, who may not."""
    pages = []
    for member in (house.cast.vera, house.cast.matei):
        fields = form_to(ruta.get(f"/people/{member}"), f"/people/{member}")
        page = ruta.post(f"/people/{member}", **fields | {"name": ["Nadia"]})
        pages.append((page.status, page.words))
        ruta.post(f"/people/{member}", **fields)
    assert pages[0] == pages[1]
    assert [one.name for one in compartments(house.desk, house.cast.vera)] == [YARD]
    for path in ("/people", "/compartments", f"/people/{house.cast.vera}", "/people/new"):
        html = ruta.get(path).html
        assert YARD not in html
        assert house.cast.quarry not in html
    unseen = ruta.post(f"/compartments/{house.cast.quarry}/sensitive", sensitive="1")
    absent = ruta.post(f"/compartments/cmp_{'0' * 26}/sensitive", sensitive="1")
    assert (unseen.status, absent.status) == (404, 404)


@pytest.mark.parametrize("name", ["matei", "sanne", "oskar", "lev", "petra"])
def test_who_is_no_custodian_changes_nothing(house: House, name: str) -> None:
    browser = Browser(house.desk, getattr(house.cast, name))
    size = house.desk.ledger.head().size
    vera = house.cast.vera
    assert browser.get("/people/new").status == 403
    for path in (
        "/people/new",
        "/people/new/propose",
        f"/people/{vera}",
        f"/people/{vera}/propose",
        f"/people/{vera}/one-time-address",
        "/compartments",
        f"/compartments/{house.cast.quarry}/sensitive",
    ):
        page = browser.post(path, name="Dara", roles=["reader"], reason="so")
        assert page.status == 403, path
    assert house.desk.ledger.head().size == size
    page = browser.get(f"/people/{vera}")
    assert not deeds(page, "/people")


def test_compartments_are_recorded_and_made_sensitive(house: House, ines: Browser) -> None:
    page = ines.post("/compartments", name="the quarry", sensitive="1")
    assert "the quarry" in page.words
    found = {one.name: one for one in compartments(house.desk, house.cast.ines)}
    assert found["the quarry"].sensitive
    ines.post(f"/compartments/{found['the quarry'].id}/sensitive")
    ines.post(f"/compartments/{house.cast.quarry}/sensitive", sensitive="1")
    found = {one.name: one for one in compartments(house.desk, house.cast.ines)}
    assert (found["the quarry"].sensitive, found[YARD].sensitive) == (False, True)
    assert "who searched here" in ines.get("/compartments").words


def test_without_a_compartment_the_page_says_what_they_are_for(house: House) -> None:
    assert (
        "No compartment that you may enter" in Browser(house.desk, house.cast.lev).get("/compartments").words
    )


def test_an_earlier_day_shows_who_worked_here_then_and_changes_nothing(house: House, ines: Browser) -> None:
    size = house.desk.ledger.head().size
    ines.post("/people/new", name="Dara", roles=["reader"])
    page = ines.get(f"/people?as_of={size}")
    assert "Dara" not in page.words
    assert "Vera" in page.words
    assert not deeds(page, "/people")
    assert ines.post(f"/people/new?as_of={size}", name="Daria", roles=["reader"]).status == 400
    page = ines.get(f"/people/new?as_of={size}")
    assert page.path == "/people/new?done=today"


def test_a_hostile_name_stays_a_name(ines: Browser) -> None:
    hostile = '"><script>alert(1)</script>\u202e'
    ines.post("/people/new", name=hostile, roles=["reader"])
    ines.post("/compartments", name=hostile)
    for path in ("/people", "/compartments", "/people/new"):
        html = ines.get(path).html
        assert "<script>alert" not in html
        assert "\u202e" not in html
        assert "style=" not in html


def test_what_is_no_member_no_role_and_no_name_is_said(house: House, ines: Browser) -> None:
    assert ines.get(f"/people/mem_{'0' * 26}").status == 404
    assert ines.get(f"/people/{house.cast.quarry}").status == 404
    assert ines.post("/people/new", name="Dara", roles=["tsar"]).status == 400
    assert ines.post("/people/new", name="Dara").status == 400
    assert ines.post("/people/new", name=" ", roles=["reader"]).status == 400


def test_a_desk_where_others_left_says_that_one_person_works_there_now(house: House, ines: Browser) -> None:
    cast = house.cast
    assert "One person works" not in ines.get("/people").words
    for one in members(house.desk, cast.ines):
        if one.id != cast.ines:
            change_member(house.desk, cast.ines, replace(one, active=False))
    assert "One person works at this desk now" in ines.get("/people").words
    assert "nothing here was seen by a second person" not in ines.get("/items").words


def test_the_compartments_of_a_member_are_shown_as_far_as_the_asker_may_enter(
    house: House, ines: Browser
) -> None:
    record_compartment(house.desk, house.cast.ines, "the quarry")
    assert YARD in ines.get("/people").words
    assert YARD in Browser(house.desk, house.cast.vera).get("/people").words
    assert YARD not in Browser(house.desk, house.cast.matei).get("/people").words
