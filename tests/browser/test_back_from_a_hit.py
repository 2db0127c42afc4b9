"""Search, a hit, and back: what was found is there again, with script and without."""

from __future__ import annotations

from playwright.sync_api import expect
from tools.sample_desk import SampleDesk
from walker import Walker


def test_back_from_a_hit_leads_to_what_was_found(walker: Walker, sample: SampleDesk) -> None:
    page = walker.page_of(sample.matei)
    page.goto("/search")
    page.get_by_label("Words, names in any script").fill("quarry")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".found .count")).to_contain_text("statements")
    assert "quarry" not in page.url
    page.locator(".found .words a").first.click()
    expect(page.locator(".card.chosen")).to_be_visible()
    page.go_back()
    expect(page.locator(".found .count")).to_contain_text("statements")
    expect(page.get_by_label("Words, names in any script")).to_have_value("quarry")
