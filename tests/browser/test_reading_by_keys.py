"""The reading room with script: keys, selection by mouse, no page reload; and the same without script."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect
from real_browser import Running, context_of, violations

from desk_cast import DENIAL, WITNESS, House
from khronika.acts.show import Sought, statements


def states(house: House, item: str) -> list[str]:
    return [one.status for one in statements(house.desk, house.cast.matei, Sought(item))]


def test_one_key_accepts_and_leads_on(page: Page, house: House) -> None:
    item, found = house.read_one()
    page.goto(f"/items/{item}")
    page.evaluate("window.stayed = true")
    for number in range(1, len(found) + 1):
        page.keyboard.press("a")
        expect(page.locator(".progress")).to_contain_text(f"{number} in the record")
    assert states(house, item) == ["accepted"] * len(found)
    assert page.evaluate("window.stayed"), "the page was loaded anew"


def test_two_keys_reject_with_a_reason_and_one_undoes(page: Page, house: House) -> None:
    item, _ = house.read_one()
    page.goto(f"/items/{item}")
    page.keyboard.press("r")
    page.keyboard.press("2")
    expect(page.locator("#done")).to_contain_text("Rejected")
    assert states(house, item)[0] == "rejected"
    page.keyboard.press("u")
    expect(page.locator("#done")).to_contain_text("Undone")
    assert states(house, item)[0] == "suggested"


def test_a_screen_reader_is_told_what_a_key_did_and_which_statement_is_chosen_now(
    page: Page, house: House
) -> None:
    item, _ = house.read_one()
    page.goto(f"/items/{item}")
    page.evaluate("document.getElementById('done').stays = document.getElementById('told').stays = true")
    page.keyboard.press("a")
    expect(page.locator("#done")).to_contain_text("Accepted.")
    spoken = page.locator("#told")
    expect(spoken).to_have_attribute("role", "status")
    expect(spoken).to_contain_text("Mira Dzhalova reported. at least 40 men were held at Quarry 9.")
    named = page.get_by_role("article", name="Mira Dzhalova reported at least 40 men were held at Quarry 9")
    expect(named).to_have_attribute("aria-current", "true")
    assert page.evaluate("document.getElementById('done').stays && document.getElementById('told').stays")


def test_the_last_decision_is_taken_back_wherever_the_cursor_is_now(page: Page, house: House) -> None:
    item, _ = house.read_one(DENIAL + WITNESS)
    page.goto(f"/items/{item}")
    page.keyboard.press("a")
    expect(page.locator(".progress")).to_contain_text("1 in the record")
    page.keyboard.press("j")
    expect(page.locator("#done")).to_be_empty()
    page.keyboard.press("u")
    expect(page.locator("#done")).to_contain_text("Undone")
    assert states(house, item)[0] == "suggested"


def test_no_key_decides_while_a_form_with_changes_is_open_and_nothing_typed_is_lost(
    page: Page, house: House
) -> None:
    item, found = house.read_one()
    page.goto(f"/items/{item}")
    page.keyboard.press("e")
    page.fill(".card form.stacked [name=addressee]", "the court in Sarn")
    page.locator(".card form.stacked [name=acts]").first.focus()
    for key in "ajkru":
        page.keyboard.press(key)
    page.locator(".progress").click()
    page.keyboard.press("a")
    expect(page.locator("#done")).to_contain_text("A form with changes is open.")
    assert states(house, item) == ["suggested"] * len(found)
    page.keyboard.press("Escape")
    expect(page.locator(".card .opened")).to_have_count(0)
    page.keyboard.press("e")
    expect(page.locator(".card form.stacked [name=addressee]")).to_have_value("the court in Sarn")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#done")).to_contain_text("Accepted with your changes")


def test_keys_work_in_a_cyrillic_layout(page: Page, house: House) -> None:
    item, _ = house.read_one()
    page.goto(f"/items/{item}")
    page.evaluate(
        """() => document.body.dispatchEvent(
            new KeyboardEvent("keydown", { key: "ф", code: "KeyA", bubbles: true }))"""
    )
    expect(page.locator(".progress")).to_contain_text("1 in the record")
    assert states(house, item)[0] == "accepted"


def test_on_a_small_screen_the_next_card_is_in_sight_after_each_decision(page: Page, house: House) -> None:
    item, _ = house.read_one((DENIAL + WITNESS) * 6)
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"/items/{item}")
    for number in (1, 2, 3):
        page.get_by_role("button", name="Accept", exact=True).first.scroll_into_view_if_needed()
        page.locator(".card.chosen").get_by_role("button", name="Accept", exact=True).click()
        expect(page.locator(".progress")).to_contain_text(f"{number} in the record")
        expect(page.locator(".card.chosen .words")).to_be_in_viewport()


def test_words_selected_by_mouse_become_the_statements(page: Page, house: House) -> None:
    item, _ = house.read_one()
    page.goto(f"/items/{item}")
    page.keyboard.press("e")
    expect(page.locator(".card form.stacked [name=speaker]")).to_be_focused()
    page.evaluate(
        """() => {
          const stretch = document.querySelector("[data-at]").firstChild, range = document.createRange();
          range.setStart(stretch, 0); range.setEnd(stretch, 4);
          const selection = window.getSelection(); selection.removeAllRanges(); selection.addRange(range);
          document.dispatchEvent(new MouseEvent("mouseup"));
        }"""
    )
    page.fill(".card form.stacked [name=speaker]", "Джалова")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#done")).to_contain_text("Accepted with your changes")
    first = statements(house.desk, house.cast.matei, Sought(item))[0]
    assert first.words == DENIAL[:4]
    assert first.statement is not None
    assert first.statement.speaker == "Джалова"


def test_the_same_is_done_without_script(browser: Browser, served: Running, house: House) -> None:
    item, found = house.read_one()
    context = context_of(browser, served, house.cast.matei, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/items/{item}")
    page.locator(".card.chosen").get_by_role("button", name="Accept", exact=True).click()
    assert f"s={found[1]}" in page.url
    page.locator("#done").get_by_role("button", name="Undo").click()
    assert states(house, item) == ["suggested"] * len(found)
    page.locator(".card.chosen .reject summary").click()
    page.locator(".card.chosen .reject").get_by_label("a headline or caption").check()
    page.locator(".card.chosen .reject").get_by_role("button", name="Reject").click()
    assert states(house, item)[0] == "rejected"
    context.close()


def test_the_reading_room_has_no_barrier_that_axe_finds(
    browser: Browser, served: Running, house: House
) -> None:
    item, found = house.read_one()
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 360)):
        context = context_of(
            browser,
            served,
            house.cast.matei,
            color_scheme=scheme,
            viewport={"width": width, "height": 800},
        )
        page = context.new_page()
        for path in (
            f"/items/{item}",
            f"/statements/{found[0]}/amend",
            "/items",
            "/me",
            f"/items/{item}/add?pick=1",
        ):
            page.goto(path)
            assert violations(page) == [], path
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} wide"
        context.close()
