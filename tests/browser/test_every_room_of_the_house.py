"""The rooms of the people who work here: members, proposals, language, the lock."""

from __future__ import annotations

from datetime import UTC, datetime

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect
from real_browser import Running
from tools.sample_desk import SampleDesk
from walker import Walker, door, follow, press

from desk_cast import House

PASSPHRASE = "nine herons left the weir at dusk"


def _entered(page: Page, address: str) -> pyotp.TOTP:
    """Enter by a one-time address, set a passphrase and a second step; return what makes its codes."""
    page.goto(address)
    press(page, "Enter")
    page.get_by_label("New passphrase").fill(PASSPHRASE)
    page.get_by_label("The same again").fill(PASSPHRASE)
    press(page, "Set it")
    expect(page.locator("#done")).to_contain_text("Your passphrase is set.")
    press(page, "Set one up")
    codes = pyotp.TOTP(page.locator(".secret").inner_text().replace(" ", ""))
    page.get_by_label("The code it shows now").fill(codes.now())
    press(page, "Turn it on")
    expect(page.locator("ol.codes li")).to_have_count(10)
    follow(page, "I have written them down")
    return codes


def _next_code(codes: pyotp.TOTP) -> str:
    """Return the code of the next half minute: that of this one was used."""
    return codes.generate_otp(codes.timecode(datetime.now(UTC)) + 1)


def test_somebody_is_recorded_invited_and_signs_in_with_two_steps(walker: Walker, sample: SampleDesk) -> None:
    ines = walker.page_of(sample.ines)
    door(ines, "People")
    follow(ines, "Record a member")
    ines.get_by_label("Name at this desk").fill(f"Tamar {walker.mark}")
    ines.get_by_label("Analyst").check()
    press(ines, "Record them")
    press(ines, "Give a one-time address")
    tamar = walker.page_of(None)
    codes = _entered(tamar, ines.locator(".secret").inner_text().strip())
    press(tamar, "Sign out")
    tamar.get_by_label("Name at this desk").fill(f"Tamar {walker.mark}")
    tamar.get_by_label("Passphrase").fill(PASSPHRASE)
    tamar.get_by_label("Code").fill(_next_code(codes))
    press(tamar, "Sign in")
    expect(tamar.locator(".who")).to_contain_text(f"Tamar {walker.mark}")
    door(tamar, "Texts")
    expect(tamar.locator("ol.rows li").first).to_be_visible()


def test_a_proposal_of_one_custodian_is_confirmed_by_another(walker: Walker, sample: SampleDesk) -> None:
    ines, ruta = walker.page_of(sample.ines), walker.page_of(sample.ruta)
    door(ines, "People")
    follow(ines, "Record a member")
    ines.get_by_label("Name at this desk").fill(f"Nadir {walker.mark}")
    ines.get_by_label("Custodian").check()
    press(ines, "Record them")
    ines.get_by_label("Why?").fill("Ruta is on leave in May")
    press(ines, "Propose it")
    expect(ines.locator("#done")).to_contain_text("Proposed.")
    door(ruta, "Proposals")
    ruta.get_by_role("link", name=f"Nadir {walker.mark}").click()
    expect(ruta.locator("blockquote.reason")).to_contain_text("on leave in May")
    press(ruta, "Confirm, and do it")
    expect(ruta.locator("#done")).to_contain_text("Confirmed, and done.")
    door(ines, "People")
    expect(ines.locator("ul.people").first).to_contain_text(f"Nadir {walker.mark}")


def test_the_pages_are_read_in_russian(walker: Walker, sample: SampleDesk) -> None:
    page = walker.page_of(sample.matei)
    door(page, "Texts")
    page.get_by_label("Language").select_option("ru")
    press(page, "Change")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.get_by_role("heading", level=1)).to_have_text("Тексты")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_anybody_locks_the_desk_at_once(
    browser: Browser, served: Running, house: House, *, script: bool
) -> None:
    walker = Walker(browser, served, script)
    page = walker.page_of(house.cast.lev)
    press(page, "Lock the desk")
    expect(page.locator("body")).to_contain_text("The desk is locked. Its keys are gone from memory.")
    assert page.context.cookies() == []
    page.context.close()
    assert all("503" in fault or "REFUSED" in fault for fault in walker.faults), walker.faults


def test_a_key_locks_the_desk_from_every_page_and_never_from_a_form(
    browser: Browser, served: Running, house: House
) -> None:
    page = Walker(browser, served, script=True).page_of(house.cast.matei)
    page.goto(f"{served.origin}/contacts/new")
    page.locator("input[type=checkbox]:visible").first.focus()
    page.keyboard.press("Shift+L")
    page.locator("textarea").first.focus()
    page.keyboard.press("Shift+L")
    page.goto(f"{served.origin}/log")
    expect(page.get_by_role("heading", level=1)).to_have_text("The log")
    page.locator("main").focus()
    page.evaluate(
        """() => document.querySelector("main").dispatchEvent(
            new KeyboardEvent("keydown", { key: "Д", code: "KeyL", shiftKey: true, bubbles: true }))"""
    )
    expect(page.locator("body")).to_contain_text("The desk is locked.")
    page.context.close()
