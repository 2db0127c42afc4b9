"""With script: a selection that cuts a word grows to the whole word, in the page, before anything is sent."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from desk_cast import DENIAL, House
from khronika.web.whole_words import whole_words

SELECT = """([start, end]) => {
  const at = (place, ends) => {
    const found = [...document.querySelectorAll("#passage [data-at]")].find((one) => {
      const from = Number(one.dataset.at), to = from + Number(one.dataset.length);
      return ends ? from < place && place <= to : from <= place && place < to;
    });
    return [found.firstChild, place - Number(found.dataset.at)];
  };
  getSelection().setBaseAndExtent(...at(start, false), ...at(end, true));
  document.dispatchEvent(new MouseEvent("mouseup", {bubbles: true}));
}"""
PLACES = [
    (DENIAL.index(words) + cut, DENIAL.index(words) + end)
    for words, cut, end in [
        ("facility", 2, 5),
        ("There is no", 1, 8),
        ("facility", 0, 8),
        ("no such", 2, 4),
    ]
]


@pytest.mark.parametrize(("start", "end"), PLACES)
def test_a_selection_for_the_form_grows_to_whole_words(
    page: Page, house: House, start: int, end: int
) -> None:
    item, (first, *_) = house.read_one()
    page.goto(f"/items/{item}?s={first}")
    page.keyboard.press("e")
    form = page.locator(".card form.stacked")
    expect(form.locator("[name=speaker]")).to_be_focused()
    page.evaluate(SELECT, [start, end])
    ((from_, to),) = whole_words(DENIAL, ((start, end),))
    expect(form.locator("[name=spans]")).to_have_value(f"{from_}-{to}")
    assert page.evaluate("String(getSelection())") == DENIAL[from_:to]
    expect(form.locator(".words")).to_have_text(DENIAL[from_:to])


def test_a_key_adds_the_whole_words_of_a_selection(page: Page, house: House) -> None:
    item, _ = house.read_one()
    start = DENIAL.index("facility")
    page.goto(f"/items/{item}")
    page.evaluate(SELECT, [start + 3, start + 5])
    page.keyboard.press("n")
    page.wait_for_url(re.compile(rf"/add\?spans={start}-{start + 8}$"))
    expect(page.locator(".words")).to_have_text("facility")
    page.locator("[name=speaker]").fill("Orvan")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#done")).to_contain_text("Added to the record.")
