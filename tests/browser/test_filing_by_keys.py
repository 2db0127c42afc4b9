"""Filing with script: one key opens the form inside the card; and the pages of room 3 have no barrier."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect
from real_browser import Running, context_of, violations

from desk_cast import House
from khronika.acts.incidents import change_incident, file_statements, record_incident
from khronika.acts.matters import incident_page
from khronika.acts.parties import record_party
from khronika.acts.places import record_place
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.records.party import Party, PartyKind, Place


def filed(house: House, incident: Incident) -> set[str]:
    shown = incident_page(house.desk, house.cast.matei, incident.id)
    return {one.statement.id for one in shown.filed}


def test_two_keys_file_a_statement_to_the_first_incident(page: Page, house: House) -> None:
    item, (first, *_) = house.read_one()
    quarry = record_incident(house.desk, house.cast.matei, Incident("", "Quarry 9"))
    page.goto(f"/items/{item}")
    page.evaluate("window.stayed = true")
    page.keyboard.press("f")
    expect(page.locator(".card .opened button.incident").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text("Filed.")
    expect(page.locator(".card.chosen")).to_contain_text("filed to Quarry 9")
    assert filed(house, quarry) == {first}
    assert page.evaluate("window.stayed"), "the page was loaded anew"


def test_the_same_two_keys_take_nothing_back(page: Page, house: House) -> None:
    item, (first, *_) = house.read_one()
    quarry = record_incident(house.desk, house.cast.matei, Incident("", "Quarry 9"))
    file_statements(house.desk, house.cast.matei, quarry.id, [first])
    page.goto(f"/items/{item}")
    page.keyboard.press("f")
    expect(page.locator(".card .opened [name=called]")).to_be_focused()
    page.keyboard.press("Enter")
    assert filed(house, quarry) == {first}


def test_an_incident_is_found_inside_the_card_and_escape_closes_it(page: Page, house: House) -> None:
    item, (first, *_) = house.read_one()
    quarry = record_incident(house.desk, house.cast.matei, Incident("", "Quarry 9"))
    for number in range(9):
        record_incident(house.desk, house.cast.matei, Incident("", f"Number {number}"))
    page.goto(f"/items/{item}")
    page.keyboard.press("f")
    page.locator(".opened [name=called]").fill("quarry")
    page.keyboard.press("Enter")
    found = page.locator(".opened button.incident")
    expect(found).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".opened")).to_have_count(0)
    page.keyboard.press("f")
    page.locator(".opened [name=called]").fill("quarry")
    page.keyboard.press("Enter")
    expect(found).to_have_count(1)
    expect(found).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text("Filed.")
    assert filed(house, quarry) == {first}


def test_room_three_has_no_barrier_that_axe_finds(browser: Browser, served: Running, house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    item, statements = house.read_one()
    place = record_place(desk, matei, Place("", "Quarry 9", ("Карьер 9",), "48.02", "37.8"))
    party = record_party(desk, matei, Party("", "Mira Dzhalova", PartyKind.PERSON, names=("ميرا دزالوفا",)))
    made = record_incident(desk, matei, Incident("", "Men held", ("detained",), "2026-03", place.id))
    file_statements(desk, matei, made.id, statements)
    involved = Involvement(party.id, IncidentRole.WITNESS, tuple(statements[:1]))
    change_incident(
        desk, matei, Incident(made.id, made.title, made.acts, made.when, place.id, involved=(involved,))
    )
    paths = (
        *("/parties", "/places", "/incidents", "/parties/new", "/places/new", "/incidents/new"),
        *(f"/parties/{party.id}", f"/places/{place.id}", f"/incidents/{made.id}", f"/items/{item}"),
        *(f"/incidents/{made.id}/change", f"/incidents/{made.id}/involve"),
        f"/statements/{statements[0]}/file",
    )
    for scheme, width in (("light", 1280), ("dark", 360)):
        context = context_of(
            browser, served, matei, color_scheme=scheme, viewport={"width": width, "height": 800}
        )
        page = context.new_page()
        for path in paths:
            page.goto(path)
            assert violations(page) == [], path
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} wide"
        context.close()
