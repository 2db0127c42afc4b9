"""With script and without: what a form names and is not recorded is recorded with it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from real_browser import Running, context_of, violations

from desk_cast import House
from khronika.acts.incidents import record_incident
from khronika.acts.parties import record_party
from khronika.acts.places import record_place
from khronika.records.matter import Incident
from khronika.records.party import Party, PartyKind, Place

ASKED = [
    ("/parties/{}/change", "speaks_for", "Interior Ministry", "organisation"),
    ("/places/{}/change", "within", "The north bank", "somewhere in the region"),
    ("/incidents/{}/change", "part_of", "Detentions", "an incident of this title"),
]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked[1])
def test_what_is_not_recorded_is_recorded_with_the_form_that_names_it(
    browser: Browser,
    served: Running,
    house: House,
    script: bool,  # noqa: FBT001
    asked: tuple[str, str, str, str],
) -> None:
    path, field, typed, said = asked
    desk, matei = house.desk, house.cast.matei
    made = {
        "speaks_for": record_party(desk, matei, Party("", "a spokesman", PartyKind.PERSON)).id,
        "within": record_place(desk, matei, Place("", "Quarry 9")).id,
        "part_of": record_incident(desk, matei, Incident("", "Men held")).id,
    }[field]
    context = context_of(browser, served, matei, java_script_enabled=script)
    page = context.new_page()
    page.goto(path.format(made))
    page.locator(f"[name={field}_called]").fill(typed)
    page.keyboard.press("Enter")
    offer = page.locator(".offer")
    expect(offer).to_contain_text(f"“{typed}” is not recorded yet")
    expect(page.locator("[name=name], [name=title]").first).not_to_have_value("")
    if script:
        expect(offer.locator(f"[name={field}_as]").first).to_be_focused()
        assert violations(page) == []
    offer.get_by_label(said).check()
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text("Changed.")
    expect(page.get_by_role("link", name=typed)).to_be_visible()
    context.close()
