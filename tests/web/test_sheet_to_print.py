"""The sheet for an interview away from the desk: every question of the form, and nothing of the desk."""

from __future__ import annotations

import pytest
from lxml import html
from web_cast import Browser, Page

from desk_cast import House
from khronika.records.consent import Audience, IdentityDetail, Purpose
from khronika.records.contact import Danger, PlaceKind, Wording
from khronika.web.consent_sets import SETS
from khronika.web.languages import language

ASKED_OTHERWISE = {"identity", "handle", "compartment"}
"""Name and number are sealed at the desk alone; which compartments there are is nobody's to find."""


def sheet_in(page: Page) -> html.HtmlElement:
    (found,) = html.fromstring(page.html).find_class("sheet")
    return found


def words_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def leads_of(page: Page) -> dict[str, str]:
    """Return what each field of the form is called, by its name, without the hint."""
    (form,) = html.fromstring(page.html).xpath("//main//form[@action='/contacts/new']")
    found = {}
    for field in form.xpath(".//*[@name][not(@type='hidden')]"):
        labels = form.xpath(".//label[@for=$id]", id=field.get("id") or "") or field.xpath("ancestor::label")
        if labels and field.get("type") not in {"radio", "button"}:
            (label,) = labels
            hints = [hint.drop_tree() for hint in label.find_class("soft") if hint is not label]
            assert len(hints) <= 1
            found[field.get("name")] = words_of(label)
    return found


@pytest.mark.parametrize("code", ["en", "ru"])
def test_every_question_of_the_form_is_on_the_sheet(house: House, code: str) -> None:
    matei = Browser(house.desk, house.cast.matei)
    spoken = {"Accept-Language": code}
    asked = leads_of(matei.get("/contacts/new", headers=spoken))
    on_paper = words_of(sheet_in(matei.get("/contacts/sheet", headers=spoken)))
    assert len(asked) > 20
    missing = [name for name, lead in asked.items() if lead not in on_paper]
    assert set(missing) <= ASKED_OTHERWISE, missing
    for options in (Danger, PlaceKind, Wording, Purpose, Audience, IdentityDetail):
        assert all(language(code).word(one.value) in on_paper for one in options)
    assert all(language(code).word(one.words) in on_paper for one in SETS.values())


def test_each_use_of_the_consent_has_its_boxes(house: House) -> None:
    page = Browser(house.desk, house.cast.matei).get("/contacts/sheet")
    (table,) = sheet_in(page).xpath(".//table")
    rows = table.xpath("tbody/tr")
    assert [words_of(row.find("th")) for row in rows] == [
        language("en").word(purpose.value) for purpose in Purpose
    ]
    boxes = len(Audience) + len(IdentityDetail)
    assert {len(row.find_class("box")) for row in rows} == {boxes}


def test_the_sheet_warns_of_names_and_has_no_room_for_one(house: House) -> None:
    sheet = sheet_in(Browser(house.desk, house.cast.matei).get("/contacts/sheet"))
    assert "No name, no number and no address on this sheet" in words_of(sheet)
    blanks = [words_of(one) for one in sheet.find_class("blank")]
    assert not [one for one in blanks if one.startswith(("Name", "Number", "Who it is"))]
    assert sheet.xpath(".//input | .//textarea | .//a") == []


def test_nothing_of_the_desk_is_on_the_sheet(house: House) -> None:
    vera = Browser(house.desk, house.cast.vera)
    for path in ("/contacts/sheet", "/contacts/new"):
        words = words_of(sheet_in(vera.get(path)))
        for one in ("Vera", "Ines", "Matei", "yard", "Khronika", "127.0.0.1"):
            assert one not in words


def test_the_sheet_is_found_where_a_contact_is_begun(house: House) -> None:
    petra = Browser(house.desk, house.cast.petra)
    for path in ("/contacts", "/contacts/new"):
        assert "/contacts/sheet" in petra.get(path).links
    assert petra.get("/contacts/sheet").status == 200
