"""The box "See this page as of": where it stands, what it takes, what it says of what it cannot read."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from grounds import Grounds, addresses, ways
from rights_house import Filled
from stated import Stated
from walking import signed_in
from web_cast import Browser

from desk_cast import House

Open = Callable[[Filled], Filled]
BOX = 'id="as_of"'


def test_the_box_stands_on_the_pages_that_obey_it_and_on_no_other(grounds: Grounds, opened: Open) -> None:
    """Every page either has the box and obeys, or leads who comes with an earlier day to today."""
    filled = opened(grounds.full)
    obeying, today = set[str](), set[str]()
    with signed_in(
        filled,
        filled.house.cast.petra,
        filled.house.cast.vera,
        filled.house.cast.ines,
        filled.house.cast.ruta,
    ) as walkers:
        for walker in walkers:
            for way in ways("GET"):
                for address in addresses(way.path, grounds.seen):
                    page = walker.look(address)
                    if page.status != 200 or not page.is_page or way.raw is not None:
                        continue
                    asked = walker.look(f"{address}?as_of=never")
                    if way.path == "/as-of":
                        assert BOX in page.text.partition('<form method="get" action="/"')[2]
                    elif BOX in page.text:
                        assert asked.status == 400, address
                        obeying.add(way.path)
                    else:
                        assert (asked.status, asked.location) == (303, f"{address}?done=today"), address
                        today.add(way.path)
    assert obeying & today <= {"/contacts", "/contacts/{contact}"}, "a collector has no earlier days"
    assert {"/", "/log", "/items", "/items/{item}", "/parties/{party}", "/map", "/search"} <= obeying
    assert {"/me", "/gallery", "/inbox", "/contacts/new", "/incidents/new", "/second"} <= today


@pytest.mark.parametrize("typed", ["20.4.2026", "20.04.2026", "20/4/2026", "2026-04-20", " 2026-04-20 "])
def test_a_day_is_taken_as_people_write_it(lev: Browser, typed: str) -> None:
    """A day in points, in slashes or in ISO is the same day, and stands in words above the page."""
    page = lev.get("/items?" + urlencode({"as_of": typed}))
    assert page.status == 200
    assert "As of 20 April 2026 (UTC): what was known then" in page.words
    assert "as_of=2026-04-20" in page.html


def test_a_number_of_entries_is_taken(note: Stated, lev: Browser) -> None:
    """So is how many entries the log had."""
    note.add()
    assert "As of 3 entries: what was known then" in lev.get("/items?as_of=3").words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("yesterday", "Cannot read 'yesterday' as a point in time. Give 2026-04-12, 12.04.2026"),
        ("99999", "The log has "),
        ("1.1.2999", "This day is yet to come. Give today or an earlier day"),
        ("1.1.1999", "The desk was founded after 1999-01-01"),
        ("31.2.2026", "'2026-02-31' is no date"),
        ('"><script>', "as a point in time"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_box_on_the_page_of_today(
    note: Stated, lev: Browser, typed: str, said: str
) -> None:
    """The page comes back as it is today, with what was typed in the box and the fault beside it."""
    note.add()
    page = lev.get("/log?" + urlencode({"about": "texts", "as_of": typed}))
    assert page.status == 400
    assert said in page.words
    assert "The log" in page.words
    assert 'aria-invalid="true"' in page.html
    assert '<option value="texts" selected>' in page.html
    box = page.html[page.html.index(BOX) :].partition(">")[0]
    assert "value=" in box
    assert "<script>" not in page.html


def test_the_box_keeps_what_the_page_was_asked_for(lev: Browser) -> None:
    """What narrows a page down goes along to the earlier day."""
    assert '<input type="hidden" name="about" value="texts">' in lev.get("/log?about=texts").html


def test_a_form_that_is_refused_comes_back_without_the_box(house: House) -> None:
    """The page of a form that cannot be sent on an earlier day has no box either when it is given back."""
    petra = Browser(house.desk, house.cast.petra)
    page = petra.post("/contacts/new", from_page="/contacts/new", pseudonym="")
    assert page.status == 400
    assert BOX not in page.html


def test_what_was_not_there_yet_is_told_and_nothing_is_asked_to_be_sent_again(
    note: Stated, lev: Browser
) -> None:
    """Who looks at an earlier day typed nothing; an unknown id is told the same."""
    for id_ in (note.item, f"{note.item[:-4]}zzzz"):
        page = lev.get(f"/items/{id_}?as_of=1&s=x")
        assert page.status == 404
        assert "On that day this was not there" in page.words
        assert "What you had typed" not in page.words
