"""No page has a barrier: what axe-core finds, reflow at 400 %, zoom to 200 %, and the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from real_browser import Running, context_of, violations
from tools.every_page import every_page, looked_at_by
from tools.sample_desk import SampleDesk

WIDE, ZOOMED, REFLOWED, NARROW = 1280, 640, 320, 360
"""Widths in CSS pixels: a common one, the same zoomed to 200 %, and to 400 %; a small phone's."""

_STOPS = """() => {
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const groups = new Set();
  return window.controls = [...document.querySelectorAll(all)].filter((one) => {
    if (one.disabled || !one.checkVisibility({visibilityProperty: true}) || one.tabIndex < 0) return false;
    if (one.type !== "radio") return true;
    const group = [...document.getElementsByName(one.name)].filter((other) => other.form === one.form);
    const chosen = group.find((other) => other.checked);
    if (chosen) return chosen === one;
    return !groups.has(group[0]) && groups.add(group[0]);
  });
}"""
_LISTEN = """() => {
  window.reached = []; window.unseen = [];
  document.addEventListener("focusin", (event) => {
    const style = getComputedStyle(event.target);
    window.reached.push(window.controls.indexOf(event.target));
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2)
      window.unseen.push(event.target.outerHTML.slice(0, 120));
  });
  document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute("tabindex");
}"""


@pytest.fixture(scope="module")
def addresses(sample: SampleDesk) -> dict[str, str]:
    return every_page(sample)


@pytest.fixture(scope="module")
def pages(browser: Browser, sample_served: Running, sample: SampleDesk) -> Iterator[dict[str, Page]]:
    """Give a page of the browser of each member who looks, by the member."""
    contexts = [
        context_of(browser, sample_served, who, reduced_motion="reduce")
        for who in (sample.ines, sample.matei)
    ]
    yield {who: made.new_page() for who, made in zip((sample.ines, sample.matei), contexts, strict=True)}
    for made in contexts:
        made.close()


def opened(way: str, addresses: dict[str, str], pages: dict[str, Page], sample: SampleDesk) -> Page:
    page = pages[looked_at_by(way, sample)]
    page.set_viewport_size({"width": WIDE, "height": 800})
    page.emulate_media(color_scheme="light")
    answer = page.goto(addresses[way])
    assert answer is not None
    assert answer.ok, f"{way}: {answer.status}"
    return page


def test_no_page_has_a_barrier_that_axe_finds(
    addresses: dict[str, str], pages: dict[str, Page], sample: SampleDesk
) -> None:
    found = {}
    for way in addresses:
        page = opened(way, addresses, pages, sample)
        found[way] = violations(page)
        page.emulate_media(color_scheme="dark")
        found[f"{way}, dark"] = violations(page, looks=True)
        page.set_viewport_size({"width": REFLOWED, "height": 800})
        found[f"{way}, dark and narrow"] = violations(page, looks=True)
        page.emulate_media(color_scheme="light")
        found[f"{way}, narrow"] = violations(page, looks=True)
    assert {way: faults for way, faults in found.items() if faults} == {}


def test_no_page_scrolls_sideways_when_it_is_zoomed(
    addresses: dict[str, str], pages: dict[str, Page], sample: SampleDesk
) -> None:
    wide = {}
    for way in addresses:
        page = opened(way, addresses, pages, sample)
        for width in (WIDE, ZOOMED, REFLOWED):
            page.set_viewport_size({"width": width, "height": 800})
            is_wide = page.evaluate("document.documentElement.scrollWidth")
            if is_wide > width:
                wide[f"{way} at {width}"] = is_wide
    assert wide == {}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_on_a_narrow_screen_the_rooms_are_behind_one_disclosure(
    browser: Browser, sample_served: Running, sample: SampleDesk, *, script: bool
) -> None:
    narrow = {"width": NARROW, "height": 700}
    context = context_of(browser, sample_served, sample.ines, viewport=narrow, java_script_enabled=script)
    page = context.new_page()
    page.goto("/items")
    rooms, menu = page.get_by_role("navigation", name="Rooms"), page.locator(".menu summary")
    expect(rooms).not_to_be_visible()
    expect(menu).to_have_text("Rooms: Texts")
    frame, room = page.locator("header.top").bounding_box(), page.locator("h1").bounding_box()
    assert frame is not None
    assert room is not None
    assert frame["height"] < 64, "the frame takes more than one row"
    assert room["y"] < 100, "the page begins late"
    menu.focus()
    page.keyboard.press("Enter")
    expect(rooms).to_be_visible()
    expect(rooms.get_by_role("link", name="Texts")).to_have_attribute("aria-current", "page")
    page.keyboard.press("Tab")
    expect(rooms.get_by_role("link").first).to_be_focused()
    rooms.get_by_role("link", name="Ines").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ines")
    expect(menu).to_have_text("Rooms")
    context.close()


def test_the_frame_turns_round_with_the_direction_of_the_words(
    browser: Browser, sample_served: Running, sample: SampleDesk
) -> None:
    for width in (NARROW, ZOOMED, WIDE):
        context = context_of(browser, sample_served, sample.ines, viewport={"width": width, "height": 700})
        page = context.new_page()
        page.goto("/items")
        page.evaluate("document.documentElement.dir = 'rtl'")
        first = page.locator(".menu summary" if width == NARROW else ".top .wordmark").bounding_box()
        last = page.locator("button.lock").bounding_box()
        assert first is not None
        assert last is not None
        assert last["x"] + last["width"] < first["x"], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        context.close()


def test_tab_reaches_every_control_in_its_order_and_is_seen_there(
    addresses: dict[str, str], pages: dict[str, Page], sample: SampleDesk
) -> None:
    faults = {}
    for way in addresses:
        page = opened(way, addresses, pages, sample)
        count = page.evaluate(f"({_STOPS})().length")
        page.evaluate(_LISTEN)
        for _ in range(count):
            page.keyboard.press("Tab")
        reached, unseen = page.evaluate("[window.reached, window.unseen]")
        missing = [one for one in range(count) if one not in reached]
        if missing or unseen or reached != sorted(reached):
            told = page.evaluate(
                "all => all.map((one) => window.controls[one].outerHTML.slice(0, 120))", missing
            )
            faults[way] = (told, unseen, reached != sorted(reached))
    assert faults == {}
