"""Keys in the reading room on a slow line, as through Tor: none decides on a card that was left."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, Route, expect
from real_browser import Running, context_of

from desk_cast import DENIAL, WITNESS, House
from khronika.acts.show import Sought, statements


@dataclass
class Line:
    """A line on which requests wait until they are let through."""

    page: Page
    held: bool = True
    waiting: list[Route] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.route("**/*", self._meet)

    def _meet(self, route: Route) -> None:
        if self.held:
            self.waiting.append(route)
        else:
            route.continue_()

    def let_through(self) -> None:
        self.held = False
        for route in self.waiting:
            route.continue_()


def states(house: House, item: str) -> list[str]:
    return [one.status for one in statements(house.desk, house.cast.matei, Sought(item))]


def test_a_key_that_comes_before_the_next_card_waits_for_that_card(page: Page, house: House) -> None:
    item, _ = house.read_one(DENIAL + WITNESS)
    page.goto(f"/items/{item}")
    line = Line(page)
    page.keyboard.press("j")
    page.keyboard.press("a")
    line.let_through()
    expect(page.locator(".progress")).to_contain_text("1 in the record")
    assert states(house, item)[:2] == ["suggested", "accepted"]


def test_whoever_presses_again_because_nothing_came_decides_once(page: Page, house: House) -> None:
    item, _ = house.read_one(DENIAL + WITNESS)
    page.goto(f"/items/{item}")
    line = Line(page)
    for key in ("a", "a", "r", "1", "a"):
        page.keyboard.press(key)
    line.let_through()
    expect(page.locator(".progress")).to_contain_text("1 in the record · 0 rejected")
    expect(page.locator("body")).not_to_have_attribute("aria-busy", "true")
    assert sum(one != "suggested" for one in states(house, item)) == 1


def test_undo_pressed_while_a_decision_is_under_way_takes_that_one_back(page: Page, house: House) -> None:
    item, found = house.read_one()
    page.goto(f"/items/{item}")
    line = Line(page)
    page.keyboard.press("a")
    page.keyboard.press("u")
    line.let_through()
    expect(page.locator("#done")).to_contain_text("Undone")
    assert states(house, item) == ["suggested"] * len(found)


def test_a_button_pressed_twice_is_pressed_once(page: Page, house: House) -> None:
    item, _ = house.read_one(DENIAL + WITNESS)
    page.goto(f"/items/{item}")
    line = Line(page)
    page.locator(".card.chosen").get_by_role("button", name="Accept", exact=True).dblclick()
    line.let_through()
    expect(page.locator("#done")).to_contain_text("Accepted.")
    assert states(house, item)[:2] == ["accepted", "suggested"]


def test_a_key_that_is_held_down_accepts_one_statement(page: Page, house: House) -> None:
    item, _ = house.read_one(DENIAL + WITNESS)
    page.goto(f"/items/{item}")
    page.keyboard.down("a")
    expect(page.locator(".progress")).to_contain_text("1 in the record")
    for _ in range(3):
        page.keyboard.down("a")
    page.keyboard.up("a")
    expect(page.locator("body")).not_to_have_attribute("aria-busy", "true")
    assert states(house, item).count("accepted") == 1


def test_where_the_desk_does_not_answer_that_is_said_and_the_page_stays(
    browser: Browser, served: Running, house: House
) -> None:
    item, found = house.read_one()
    page = context_of(browser, served, house.cast.matei).new_page()
    page.goto(f"/items/{item}")
    page.route("**/*", lambda route: route.abort())
    page.keyboard.press("a")
    expect(page.locator("#done")).to_contain_text("The desk did not answer.")
    page.unroute("**/*")
    page.keyboard.press("a")
    expect(page.locator(".progress")).to_contain_text("1 in the record")
    assert states(house, item).count("suggested") == len(found) - 1
    page.context.close()
