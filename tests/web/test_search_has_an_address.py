"""What was found has an address to come back to, in which no word stands: Back leads to it again."""

from __future__ import annotations

import pytest
from web_cast import Browser

from desk_cast import DENIAL, House
from khronika.acts.find import Search
from khronika.web.asked import MOST_OF_A_SESSION, MOST_SESSIONS, Asked, Searches


@pytest.fixture
def lev(house: House) -> Browser:
    house.read_one(DENIAL)
    return Browser(house.desk, house.cast.lev)


def test_back_from_a_hit_leads_to_what_was_found_and_no_word_stands_in_the_address(lev: Browser) -> None:
    found = lev.post("/search", words="facility")
    assert [one.status_code for one in found.response.history] == [303]
    assert "facility" not in found.path
    lev.get(next(link for link in found.links if link.startswith("/items/")))
    again = lev.get(found.path)
    assert "There is no such" in again.words
    assert 'value="facility"' in again.html


def test_what_was_found_is_looked_for_again_at_that_moment(house: House, lev: Browser) -> None:
    found = lev.post("/search", words="facility")
    assert "1 statement" in found.words
    house.erase(*(link.split("?")[0].removeprefix("/items/") for link in found.links if "itm_" in link))
    assert "Nothing was found" in lev.get(found.path).words


def test_the_address_answers_nobody_else_and_ends_with_the_session(house: House, lev: Browser) -> None:
    path = lev.post("/search", words="facility").path
    for browser in (Browser(house.desk, house.cast.sanne), Browser(house.desk, house.cast.lev)):
        page = browser.get(path)
        assert "is kept no more" in page.words
        assert "facility" not in page.html
    lev.post("/sign-out")
    assert "facility" not in lev.get(path).html


@pytest.mark.parametrize("of", ["", "0", "-1", "99", "9" * 5000, "²", "one"])
def test_an_address_of_no_search_shows_the_box(lev: Browser, of: str) -> None:
    page = lev.get(f"/search?of={of}")
    assert page.status == 200
    assert "Narrow it down" in page.words


def test_the_memory_of_searches_is_bounded() -> None:
    searches = Searches()
    for place in range(MOST_OF_A_SESSION + 1):
        assert searches.keep("a session", Asked(Search(str(place)))) == place + 1
    assert searches.of("a session", "1") is None
    assert searches.of("a session", "2") == Asked(Search("1"))
    for place in range(MOST_SESSIONS):
        searches.keep(f"session {place}", Asked(Search("quarry")))
    assert searches.of("a session", "2") is None
    searches.forget("session 7")
    assert searches.of("session 7", "1") is None
