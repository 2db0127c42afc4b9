"""Amending in a real browser: by mouse, by keys and without script; nothing that was typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from real_browser import Running, context_of, violations

from desk_cast import DENIAL, House
from khronika.acts import review
from khronika.acts.show import Sought, statements
from khronika.records.statement import Statement

ARABIC = "\u200fميرا جالوفا\u200f"
SELECT = """([start, length]) => {
  const found = [...document.querySelectorAll("#passage [data-at]")].find((one) =>
    Number(one.dataset.at) <= start && start < Number(one.dataset.at) + Number(one.dataset.length));
  const node = found.firstChild, from = start - Number(found.dataset.at), range = document.createRange();
  range.setStart(node, from); range.setEnd(node, from + length);
  found.scrollIntoView({block: "center", behavior: "instant"});
  const boxes = [...range.getClientRects()], first = boxes[0], last = boxes.at(-1);
  return [first.left + 1, first.top + first.height / 2, last.right, last.top + last.height / 2];
}"""


def stands(house: House, statement: str) -> Statement:
    every = statements(house.desk, house.cast.matei, Sought())
    found = next(one.statement for one in every if one.id == statement)
    assert found is not None
    return found


def drag_over(page: Page, words: str) -> None:
    """Select words of the text with the mouse."""
    left, above, right, below = page.evaluate(SELECT, [DENIAL.index(words), len(words)])
    page.mouse.move(left, above)
    page.mouse.down()
    page.mouse.move(right, below, steps=4)
    page.mouse.up()


def pick(form: Locator, kind: str) -> None:
    form.locator(f"button[name=pick][value={kind}]").click()


def begun(page: Page, item: str, statement: str) -> Locator:
    """Go to a statement in its text, begin to amend it by the key, and return the form in its card."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"/items/{item}?s={statement}")
    page.keyboard.press("e")
    form = page.locator(".card form.stacked")
    expect(form.locator("[name=speaker]")).to_be_focused()
    return form


def opened(page: Page) -> Locator:
    """Return the form of a statement, whichever page it stands in."""
    return page.locator("form.stacked").filter(has=page.locator("[name=speaker]"))


def unfold(page: Page) -> None:
    folded = page.locator("details.piece:not([open]) summary")
    while folded.count():
        folded.first.click()


def test_words_selected_by_mouse_become_a_figure_and_the_statement_keeps_its_own(
    page: Page, house: House
) -> None:
    item, (first, second, *_) = house.read_one()
    before = stands(house, first)
    form = begun(page, item, first)
    page.evaluate("window.stayed = true")
    form.locator("[name=speaker]").fill(ARABIC)
    drag_over(page, "40 men")
    expect(form.locator(".words")).to_have_text("40 men")
    pick(form, "figure")
    expect(form.locator("details.figure[open] input[name$='.text']")).to_be_focused()
    expect(form.locator("[name=speaker]")).to_have_value("[U+200F]ميرا جالوفا[U+200F]")
    expect(form.locator(".words")).to_contain_text("There is no such facility")
    pick(form, "hedge")
    expect(form.locator("button.word").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(form.locator("[name=speaker]")).to_be_visible()
    unfold(page)
    form.locator("details.figure input[name$='.high']").fill("44")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#done")).to_contain_text("Accepted with your changes")
    assert page.evaluate("window.stayed"), "the page was loaded anew"
    after = stands(house, first)
    assert after.content == before.content
    assert after.speaker == ARABIC
    assert [(one.text, str(one.low), str(one.high)) for one in after.figures] == [("40 men", "40", "44")]
    assert second in page.url


def test_words_are_added_by_mouse_and_selecting_again_gives_it_others(page: Page, house: House) -> None:
    item, (first, *_) = house.read_one()
    form = begun(page, item, first)
    drag_over(page, "Wednesday")
    pick(form, "more")
    expect(form.locator(".words")).to_have_text('"There is no such facility," … Wednesday')
    drag_over(page, "Orvan")
    expect(form.locator(".words")).to_have_text("Orvan")
    form.locator("[name=speaker]").press("Control+Enter")
    expect(page.locator("#done")).to_contain_text("Accepted with your changes")
    start = DENIAL.index("Orvan")
    assert stands(house, first).content == ((start, start + len("Orvan")),)


def test_with_the_keyboard_alone_words_are_picked_inside_the_card(page: Page, house: House) -> None:
    item, (first, *_) = house.read_one()
    form = begun(page, item, first)
    form.locator("[name=addressee]").fill("the agency")
    form.locator("button[name=pick][value=time]").focus()
    page.keyboard.press("Enter")
    expect(form.locator("button.word.inside").first).to_be_focused()
    form.locator("button.word", has_text="Wednesday.").focus()
    page.keyboard.press("Enter")
    expect(form.locator("button.word.pending")).to_be_focused()
    page.keyboard.press("Enter")
    expect(form.locator("details.time[open] input[name$='.text']")).to_be_focused()
    expect(form.locator("[name=addressee]")).to_have_value("the agency")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#done")).to_contain_text("Accepted with your changes")
    after = stands(house, first)
    assert [one.text for one in after.dates][-1] == "Wednesday"
    assert after.addressee is not None
    assert after.addressee.text == "the agency"


def test_a_fault_is_said_in_one_line_and_the_form_stays_as_it_was_typed(
    browser: Browser, served: Running, house: House
) -> None:
    item, (first, *_) = house.read_one()
    context = context_of(browser, served, house.cast.matei)
    page = context.new_page()
    form = begun(page, item, first)
    drag_over(page, "40 men")
    pick(form, "figure")
    form.locator("details.figure input[name$='.low']").fill("fifty")
    form.locator("details.figure input[name$='.high']").fill("40")
    form.locator("[name=forum]").fill("in court")
    with page.expect_response(lambda answer: answer.status == 400):
        page.keyboard.press("Control+Enter")
    expect(form.locator(".trouble .fault")).to_contain_text("'fifty' is no number")
    beside = form.locator("details.figure input[name$='.low'][aria-invalid] + .amiss")
    expect(beside).to_contain_text("'fifty' is no number")
    expect(form.locator("details.figure input[name$='.low']")).to_be_focused()
    expect(form.locator("[name=forum]")).to_have_value("in court")
    expect(form.locator("details.figure input[name$='.low']")).to_have_value("fifty")
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_enter_in_a_field_sends_the_form_and_picks_nothing(
    browser: Browser, served: Running, house: House, *, script: bool
) -> None:
    _, (first, *_) = house.read_one()
    context = context_of(browser, served, house.cast.matei, java_script_enabled=script)
    page = context.new_page()
    page.goto(f"/statements/{first}/amend")
    page.locator("#speaker").fill("Mira Dzhalova")
    page.locator("#speaker").press("Enter")
    expect(page.locator("#done")).to_contain_text("Accepted with your changes")
    assert stands(house, first).speaker == "Mira Dzhalova"
    context.close()


def test_without_script_a_figure_a_time_and_disputed_words_are_picked_and_corrected(
    browser: Browser, served: Running, house: House
) -> None:
    _, (first, *_) = house.read_one()
    context = context_of(browser, served, house.cast.matei, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/statements/{first}/amend")
    page.locator("#speaker").fill("Джалова")
    for kind, begin, end in (
        ("figure", "40", "men"),
        ("time", "on", "Wednesday."),
        ("disputed", "facility", None),
    ):
        pick(opened(page), kind)
        for word in (begin, end or begin):
            page.locator("button.word").filter(has_text=word).last.click()
    expect(page.locator("#speaker")).to_have_value("Джалова")
    unfold(page)
    page.locator("details.figure input[name$='.low']").fill("ten")
    opened(page).get_by_role("button", name="Accept with these changes").click()
    expect(page.locator(".fault")).to_contain_text("'ten' is no number")
    expect(page.locator("#speaker")).to_have_value("Джалова")
    page.locator("details.figure input[name$='.low']").fill("10")
    opened(page).get_by_role("button", name="Accept with these changes").click()
    expect(page.locator("#done")).to_contain_text("Accepted with your changes")
    after = stands(house, first)
    assert after.speaker == "Джалова"
    assert [(one.text, str(one.low)) for one in after.figures] == [("40 men", "10")]
    assert "on Wednesday" in [one.text for one in after.dates]
    assert after.disputes is not None
    assert after.disputes.text == "facility"
    context.close()


FULL: dict[str, Any] = {
    "speaker": ARABIC,
    "acts": ["denies", "asserts"],
    "relays": ["Or\u202evan", "a\nb", "two  gaps"],
    "addressee": "line\none",
    "forum": "in court",
    "figures": [
        {
            "text": f"40 {ARABIC}\nmen",
            "low": "40.50",
            "high": None,
            "unit": "men\t",
            "convention": "a \u202erule",
        },
        {"text": "[U+202E]", "low": None, "high": "1E+3", "per": "day", "spans": [[0, 4]]},
    ],
    "when": {"text": "on\nWednesday", "start": None, "end": "2026-03-18", "on": "2026-03-20"},
    "dates": [{"text": "in May", "start": "2025-05-01", "end": "2025-05-31"}],
    "hedges": ["it is  said"],
    "disputes": '"camp" & <b>',
    "marks": {"hedges": [[[0, 4]]], "disputes": [[6, 8]]},
    "places": [
        {
            "span": [0, 4],
            "words": "SARN",
            "candidates": [{"geonames": 1, "name": "Sarn", "kind": "city", "country": "XX"}],
        }
    ],
    "claims": [
        {"statement": "", "property": "detained", "low": "40.50", "high": "1E+3", "of": f"{ARABIC}\nmen"},
        {"statement": "", "property": "when", "when": "2026-03~", "subject": {"text": "two  gaps"}},
        {"statement": "", "property": "where", "hearsay": 2, "spans": [[0, 4]], "reason": "a \u202erule"},
        {"statement": "", "property": "act", "value": "detained", "code": "mt4:030102", "polarity": "no"},
        {"statement": "", "property": "called", "value": 'a "camp"\n&\u202e <b>', "modality": "possible"},
    ],
}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_what_a_real_browser_sends_back_untouched_changes_nothing(
    browser: Browser, served: Running, house: House, *, script: bool
) -> None:
    _, (first, *_) = house.read_one()
    review.amend(house.desk, house.cast.sanne, first, FULL)
    before = stands(house, first)
    context = context_of(browser, served, house.cast.matei, java_script_enabled=script)
    page = context.new_page()
    page.goto(f"/statements/{first}/amend")
    pick(opened(page), "place")
    page.get_by_role("button", name="Back to the form").click()
    opened(page).get_by_role("button", name="Accept with these changes").click()
    expect(page.locator("#done")).to_have_text("Accepted. Undo")
    assert stands(house, first) == before
    context.close()


@pytest.mark.parametrize("locale", ["en", "ru"])
def test_the_form_with_everything_unfolded_has_no_barrier_and_is_not_too_wide(
    browser: Browser, served: Running, house: House, locale: str
) -> None:
    item, (first, *_) = house.read_one()
    review.amend(house.desk, house.cast.sanne, first, FULL)
    for scheme, width in (("light", 1280), ("dark", 360)):
        size = {"width": width, "height": 800}
        context = context_of(
            browser, served, house.cast.matei, color_scheme=scheme, viewport=size, locale=locale
        )
        page = context.new_page()
        page.goto(f"/statements/{first}/amend")
        unfold(page)
        assert fits_and_is_open_to_all(page, width)
        pick(opened(page), "figure")
        page.locator("button.word").nth(3).click()
        assert fits_and_is_open_to_all(page, width)
        page.goto(f"/items/{item}?s={first}")
        page.locator(".signs summary").click()
        page.keyboard.press("e")
        expect(page.locator(".card form.stacked .pieces").last).to_be_visible()
        unfold(page)
        assert fits_and_is_open_to_all(page, width)
        context.close()


def fits_and_is_open_to_all(page: Page, width: int) -> bool:
    assert violations(page) == []
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{page.url} is {wide} wide"
    return True
