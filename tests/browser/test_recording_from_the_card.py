"""With script: what is not recorded yet is recorded from the card, and a filing is undone by a key."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from real_browser import Running, context_of

from desk_cast import House
from khronika.acts.incidents import record_incident
from khronika.acts.matters import incident_page
from khronika.acts.registers import register
from khronika.records.ids import Kind
from khronika.records.matter import Incident


@pytest.fixture
def asked(browser: Browser, served: Running, house: House) -> Iterator[Page]:
    """Give a page that may be asked back: the browser notes an answer of 400 on its console."""
    context = context_of(browser, served, house.cast.matei)
    yield context.new_page()
    context.close()


def named(house: House, kind: Kind) -> list[str]:
    return [line.name for line in register(house.desk, house.cast.matei, kind).lines]


def test_a_place_that_is_not_recorded_is_recorded_inside_the_card(asked: Page, house: House) -> None:
    item, _ = house.read_one()
    asked.goto(f"/items/{item}")
    asked.evaluate("window.stayed = true")
    asked.keyboard.press("f")
    form = asked.locator(".card .opened form").filter(has=asked.locator("[name=title]"))
    form.locator("[name=title]").fill("Men held")
    form.locator("[name=place_called]").fill("Quarry 7")
    asked.keyboard.press("Enter")
    offer = form.locator(".offer")
    expect(offer).to_contain_text("“Quarry 7” is not recorded yet")
    expect(asked.locator("#done")).to_contain_text("No place is recorded under this name")
    expect(form.locator("[name=title]")).to_have_value("Men held")
    expect(offer.locator("[name=place_as]").first).to_be_focused()
    offer.get_by_label("within about 1 km").check()
    asked.keyboard.press("Enter")
    expect(asked.locator("#done")).to_contain_text("Filed.")
    expect(asked.locator(".card.chosen")).to_contain_text("filed to Men held")
    assert asked.evaluate("window.stayed"), "the page was loaded anew"
    assert named(house, Kind.PLACE) == ["Quarry 7"]
    assert named(house, Kind.INCIDENT) == ["Men held"]


def test_an_incident_that_is_perhaps_recorded_is_shown_inside_the_card(asked: Page, house: House) -> None:
    item, (first, *_) = house.read_one()
    made = record_incident(house.desk, house.cast.matei, Incident("", "Men held"))
    asked.goto(f"/items/{item}")
    asked.keyboard.press("f")
    asked.locator(".opened summary", has_text="Record a new incident").click()
    asked.locator(".opened [name=title]").fill("men held")
    asked.keyboard.press("Enter")
    asked.get_by_role("button", name="It is this one; file to it: Men held").click()
    expect(asked.locator("#done")).to_contain_text("Filed.")
    shown = incident_page(house.desk, house.cast.matei, made.id)
    assert [one.statement.id for one in shown.filed] == [first]
    assert named(house, Kind.INCIDENT) == ["Men held"]


def test_one_key_undoes_a_filing_when_it_was_the_last_step(page: Page, house: House) -> None:
    item, _ = house.read_one()
    quarry = record_incident(house.desk, house.cast.matei, Incident("", "Quarry 9")).id
    page.goto(f"/items/{item}")
    page.keyboard.press("f")
    expect(page.locator(".opened button.incident").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".card.chosen")).to_contain_text("filed to Quarry 9")
    page.keyboard.press("u")
    expect(page.locator("#done")).to_contain_text("Undone.")
    expect(page.locator(".card.chosen")).not_to_contain_text("filed to Quarry 9")
    assert incident_page(house.desk, house.cast.matei, quarry).filed == ()
