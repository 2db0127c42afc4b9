"""Acts that take two people, and erasing, as members without script go through them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from web_cast import Browser, deeds, form_to

from desk_cast import CHEAP, DENIAL, PASSPHRASE, WITNESS, FixedClock, House, Seeded
from khronika.acts.founding import found
from khronika.acts.members import change_member, members
from khronika.acts.outgoing import BriefOrder
from khronika.acts.review import accept
from khronika.acts.second import Proposed, proposals, propose
from khronika.acts.show import items, log, show
from khronika.acts.sources import Conditions
from khronika.records.consent import Audience, Purpose
from khronika.records.second import Deed

TO_ALL = BriefOrder("To all", purpose=Purpose.PUBLIC_REPORT, audience=Audience.PUBLIC)


def proposed(house: House, *records: str) -> str:
    return propose(house.desk, house.cast.ines, Proposed(Deed.ERASE, "she asked", records)).id


# Erasing


def test_an_erasure_says_what_goes_becomes_a_proposal_and_is_done_by_a_second_person(
    house: House, ines: Browser, ruta: Browser
) -> None:
    item, said = house.read_one()
    page = ines.get(f"/records/{item}/erase")
    assert f"{len(said)} statements" in page.words
    assert "Backups" in page.words
    page = ines.post(f"/records/{item}/erase", reason="she asked")
    there = f"/records/{item}/erase/propose"
    assert items(house.desk, house.cast.ines)[0].status == "sealed"
    assert form_to(page, there)
    assert "Why? whoever confirms it reads that first she asked" in page.words
    page = ines.post(there, reason="she asked")
    assert "Proposed." in page.words
    assert items(house.desk, house.cast.ines)[0].status == "sealed"
    (waiting,) = proposals(house.desk, house.cast.ruta)
    there = f"/second/{waiting.proposal.id}"
    assert there in ruta.get("/second").links
    page = ruta.get(there)
    assert "she asked" in page.words
    assert f"{len(said)} statements" in page.words
    assert len([form for form in page.forms if form.action.endswith("/confirm")]) == 1
    page = ruta.post(f"{there}/confirm")
    assert "Erased." in page.words
    assert items(house.desk, house.cast.ines)[0].status == "erased"
    assert ruta.get(there).status == 404


def test_looking_at_what_an_erasure_would_do_does_nothing(house: House, ines: Browser) -> None:
    item, _ = house.read_one()
    size = house.desk.ledger.head().size
    assert ines.get(f"/records/{item}/erase").status == 200
    assert house.desk.ledger.head().size == size


def test_a_desk_of_one_erases_at_once_and_says_that_it_is_one(tmp_path: Path) -> None:
    desk = found(
        tmp_path / "vault", PASSPHRASE, founder="Ines", cost=CHEAP, clock=FixedClock(), randomness=Seeded()
    )
    alone = Browser(desk, desk.founder)
    said = "One person works at this desk: nothing here was seen by a second person."
    for path in ("/people", "/items", "/second", "/me"):
        assert said in alone.get(path).words
    alone.post("/people/new", name="Ruta", roles=["custodian"])
    page = alone.get("/people")
    assert said not in page.words
    assert "made by one person" in page.words
    desk.close()


def test_who_erases_alone_what_nobody_else_may_see_is_not_asked_for_a_proposal(
    house: House, ines: Browser
) -> None:
    item = house.take_one(WITNESS, conditions=Conditions(frozenset({house.cast.quarry})))
    page = ines.post(f"/records/{item}/erase", reason="she asked")
    assert page.path == f"/records/{item}?done=erased"
    assert items(house.desk, house.cast.ines)[0].status == "erased"


def test_what_cannot_be_proposed_offers_no_form(house: House, ines: Browser) -> None:
    """Ruta could confirm it until today: it says to wait."""
    item = house.take_one(WITNESS)
    (ruta,) = [one for one in members(house.desk, house.cast.ines) if one.id == house.cast.ruta]
    change_member(house.desk, house.cast.ines, replace(ruta, active=False))
    page = ines.post(f"/records/{item}/erase", reason="she asked")
    assert "less than seven days ago" in page.words
    assert not deeds(page, "/records")
    assert ines.post(f"/records/{item}/erase/propose", reason="she asked").status == 403


def test_a_proposal_without_a_reason_is_none(house: House, ines: Browser) -> None:
    item = house.take_one(WITNESS)
    assert ines.post(f"/records/{item}/erase/propose", reason=" ").status == 400
    assert proposals(house.desk, house.cast.ruta) == []


@pytest.mark.parametrize("name", ["petra", "matei", "sanne", "oskar", "lev"])
def test_only_a_custodian_erases(house: House, name: str) -> None:
    item, _ = house.read_one()
    browser = Browser(house.desk, getattr(house.cast, name))
    assert browser.get(f"/records/{item}/erase").status == 403
    assert browser.post(f"/records/{item}/erase", reason="so").status == 403
    assert browser.post(f"/records/{item}/erase/propose", reason="so").status == 403


def test_what_is_in_a_compartment_is_not_there_to_be_erased_or_marked(house: House, ruta: Browser) -> None:
    hidden, (first, *_) = house.read_one(conditions=Conditions(frozenset({house.cast.quarry})))
    for record in (hidden, first):
        nothing = record[:4] + "0" * 26
        for path in ("erase", "care"):
            unseen, absent = ruta.get(f"/records/{record}/{path}"), ruta.get(f"/records/{nothing}/{path}")
            assert unseen.status == absent.status == 404
            assert unseen.html.replace(record, "…") == absent.html.replace(nothing, "…")
        assert ruta.post(f"/records/{record}/care", marks=["child"], reason="so").status == 404


# Proposals


def test_who_proposed_takes_back_and_does_not_confirm(house: House, ines: Browser) -> None:
    item = house.take_one(WITNESS)
    there = f"/second/{proposed(house, item)}"
    page = ines.get(there)
    assert not [form for form in page.forms if form.action.endswith(("/confirm", "/decline"))]
    assert ines.post(f"{there}/confirm").status == 403
    page = ines.post(f"{there}/take-back")
    assert "Taken back." in page.words
    assert proposals(house.desk, house.cast.ruta) == []


def test_a_no_has_its_reason(house: House, ruta: Browser) -> None:
    item = house.take_one(WITNESS)
    there = f"/second/{proposed(house, item)}"
    assert ruta.post(f"{there}/decline", reason=" ").status == 400
    assert "Declined." in ruta.post(f"{there}/decline", reason="not before the trial").words
    assert items(house.desk, house.cast.ines)[0].status == "sealed"
    assert "Nothing waits" in ruta.get("/second").words


def test_who_may_not_confirm_sees_it_and_is_offered_nothing(house: House) -> None:
    made = proposed(house, house.take_one(WITNESS))
    lev = Browser(house.desk, house.cast.lev)
    page = lev.get(f"/second/{made}")
    assert "she asked" in page.words
    assert not deeds(page, "/second")
    for deed in ("confirm", "decline", "take-back"):
        assert lev.post(f"/second/{made}/{deed}", reason="so").status == 403
    assert "/second" not in lev.get("/people").links
    assert "/second" in Browser(house.desk, house.cast.oskar).get("/people").links


def test_a_proposal_is_not_there_for_who_may_not_see_all_that_it_is_about(
    house: House, ruta: Browser
) -> None:
    ines, quarry = house.cast.ines, frozenset({house.cast.quarry})
    item = house.take_one(WITNESS, conditions=Conditions(quarry))
    (member,) = [one for one in members(house.desk, ines) if one.id == house.cast.ruta]
    change_member(house.desk, ines, replace(member, compartments=quarry))
    made = proposed(house, item)
    assert made in ruta.get("/second").html
    change_member(house.desk, ines, member)
    assert "Nothing waits" in ruta.get("/second").words
    nothing = f"prp_{'0' * 26}"
    unseen, absent = ruta.get(f"/second/{made}"), ruta.get(f"/second/{nothing}")
    assert unseen.status == absent.status == 404
    assert unseen.html.replace(made, "…") == absent.html.replace(nothing, "…")
    for deed in ("confirm", "decline", "take-back"):
        unseen = ruta.post(f"/second/{made}/{deed}", reason="so")
        absent = ruta.post(f"/second/{nothing}/{deed}", reason="so")
        assert unseen.status == absent.status == 404
        assert unseen.html.replace(made, "…") == absent.html.replace(nothing, "…")


def test_what_is_handed_over_comes_to_who_confirms_as_an_attachment_this_once(
    house: House, ines: Browser
) -> None:
    item, said = house.read_one(conditions=Conditions(public=True))
    accept(house.desk, house.cast.matei, said)
    accept(house.desk, house.cast.sanne, said)
    oskar = house.cast.oskar
    for kind, form, name in (
        ("brief", "html", "brief.html"),
        ("brief", "md", "brief.md"),
        ("json", "", "export.json"),
    ):
        wanted = Proposed(Deed.HAND_OVER, "for the report", kind=kind, order=TO_ALL)
        made = propose(house.desk, oskar, wanted).id
        page = ines.get(f"/second/{made}")
        assert "public report" in page.words
        assert item in page.html
        answer = ines.post(f"/second/{made}/confirm", **{"as": form}).response
        assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"
        assert "There is no such facility" in answer.text or kind == "json"
        if kind == "json":
            assert json.loads(answer.text)["audience"] == "public"
        assert ines.get(f"/second/{made}").status == 404
    exports = [one for one in log(house.desk, oskar) if one.type == "export.made"]
    assert len(exports) == 3


def test_what_changed_since_is_said_and_not_done(house: House, ruta: Browser) -> None:
    item, said = house.read_one(WITNESS)
    made = proposed(house, said[0])
    accept(house.desk, house.cast.matei, said[:1])
    page = ruta.post(f"/second/{made}/confirm")
    assert page.status == 400
    assert "propose it anew" in page.words.lower()
    assert show(house.desk, house.cast.ines, said[0]).status == "accepted"
    assert item


def test_an_earlier_day_leads_to_today(house: House, ruta: Browser) -> None:
    item, (first, *_) = house.read_one()
    made = proposed(house, item)
    for path in ("/second", f"/second/{made}", f"/records/{first}/care", f"/records/{item}/erase"):
        page = ruta.get(f"{path}?as_of=2026-04-20")
        assert page.path == f"{path}?done=today"
        assert "This page shows today" in page.words
    assert ruta.post(f"/second/{made}/confirm?as_of=2026-04-20").status == 400


def test_hostile_words_in_a_proposal_stay_words(house: House, ruta: Browser) -> None:
    item, _ = house.read_one(DENIAL, 'a"><script>alert(2)</script>\u202etxt.exe')
    hostile = "<script>alert(1)</script>\u202e"
    made = propose(house.desk, house.cast.ines, Proposed(Deed.ERASE, hostile, (item,))).id
    for path in ("/second", f"/second/{made}", f"/records/{item}/erase", f"/records/{item}/care"):
        html = ruta.get(path).html
        assert "<script>alert" not in html
        assert "\u202e" not in html
        assert "style=" not in html
