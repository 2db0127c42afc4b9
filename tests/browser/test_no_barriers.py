"""No page has a barrier: what axe-core finds, reflow at 400 %, zoom to 200 %, and the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from real_browser import Running, context_of, violations
from tools.every_page import every_page, looked_at_by
from tools.sample_desk import SampleDesk

WIDE, ZOOMED, REFLOWED = 1280, 640, 320
"""Widths in CSS pixels: a common one, the same zoomed to 200 %, and to 400 %."""

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
