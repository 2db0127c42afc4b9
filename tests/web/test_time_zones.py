"""Times as a member chooses to see them: in a zone of their own, never without saying how far from UTC."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stated import Stated
from web_cast import Browser

from desk_cast import House
from khronika.acts import show
from khronika.web.languages import language
from khronika.web.zones import PARTS, clock_of, day_of, known, names, shown_in

ENGLISH, RUSSIAN = language("en"), language("ru")


@pytest.mark.parametrize(
    ("zone", "utc", "told"),
    [
        ("UTC", "2026-11-26T18:08:09Z", "26 Nov 2026, 18:08 UTC"),
        ("Europe/Moscow", "2026-11-26T18:08:09Z", "26 Nov 2026, 21:08 UTC+3"),
        ("Europe/Moscow", "2026-11-26T22:08:09Z", "27 Nov 2026, 01:08 UTC+3"),
        ("Asia/Kolkata", "2026-11-26T18:08:09Z", "26 Nov 2026, 23:38 UTC+5:30"),
        ("America/St_Johns", "2026-11-26T18:08:09Z", "26 Nov 2026, 14:38 UTC−3:30"),
        ("Europe/London", "2026-11-26T18:08:09Z", "26 Nov 2026, 18:08 UTC"),
        ("Europe/London", "2026-06-26T18:08:09Z", "26 Jun 2026, 19:08 UTC+1"),
    ],
)
def test_a_time_says_how_far_it_is_from_utc(zone: str, utc: str, told: str) -> None:
    """A time is told in the zone, with its distance from UTC, over midnight and half hours."""
    with shown_in(zone):
        assert ENGLISH.moment(utc) == told
    assert ENGLISH.moment(utc).endswith("UTC"), "what was chosen holds for that page alone"


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    """When clocks go back, 02:30 comes twice, and each is told apart; the hour left out is in no page."""
    with shown_in("Europe/Paris"):
        assert ENGLISH.moment("2026-10-25T00:30:00Z") == "25 Oct 2026, 02:30 UTC+2"
        assert ENGLISH.moment("2026-10-25T01:30:00Z") == "25 Oct 2026, 02:30 UTC+1"
        assert ENGLISH.moment("2026-03-29T00:59:59Z") == "29 Mar 2026, 01:59 UTC+1"
        assert ENGLISH.moment("2026-03-29T01:00:00Z") == "29 Mar 2026, 03:00 UTC+2"


@given(st.datetimes(), st.sampled_from(sorted(names())))
def test_any_time_in_any_zone_is_told(then: datetime, zone: str) -> None:
    """No moment and no zone makes a page fail, and what is no moment stands as it is."""
    utc = f"{then:%Y}".zfill(4) + f"{then:-%m-%dT%H:%M:%SZ}"
    with shown_in(zone):
        assert "UTC" in ENGLISH.moment(utc)
        assert "UTC" in RUSSIAN.moment(utc)
        assert re.fullmatch(r"\d\d:\d\d", clock_of(utc))
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", day_of(utc))
        assert ENGLISH.moment("no moment") == "no moment"


def test_every_page_shows_the_zone_that_a_member_chose(house: House, note: Stated, lev: Browser) -> None:
    """What was chosen on one's own page holds on every page; UTC stays as the title."""
    note.add()
    assert lev.post("/me/zone", zone="Asia/Kathmandu").status == 200
    page = lev.get("/me")
    assert '<option value="Asia/Kathmandu" selected>' in page.html
    assert "UTC+5:45" in page.words
    assert re.search(r'<time datetime="[^"]+Z" title="[^"]+ UTC">[^<]+UTC\+5:45</time>', page.html)
    assert "UTC+5:45" in lev.get("/items").words
    log = lev.get("/log")
    assert "Times are those of Asia/Kathmandu." in log.words
    newest = show.log(house.desk, house.cast.lev, limit=1)[0].time
    with shown_in("Asia/Kathmandu"):
        assert f'<time datetime="{newest}">{clock_of(newest)}</time>' in log.html
        assert ENGLISH.day(datetime.fromisoformat(day_of(newest)).date()) in log.words


def test_every_part_of_the_world_has_a_russian_name(lev: Browser) -> None:
    """The list of zones is read by its parts, in the member's language."""
    assert {name.partition("/")[0] for name in names()} - {"UTC"} == set(PARTS)
    lev.client.cookies.set("language", "ru", domain="127.0.0.1", path="/")
    assert re.findall(r'<optgroup label="[^"]*[A-Za-z]', lev.get("/me").html) == []


def test_without_a_choice_times_are_utc(lev: Browser) -> None:
    """Nobody's zone is guessed: times are UTC, and say so."""
    assert "Times are those of UTC." in lev.get("/log").words
    assert '<option value="UTC" selected>UTC</option>' in lev.get("/me").html


def test_a_zone_is_in_no_record_and_of_no_other_browser(house: House, lev: Browser) -> None:
    """Where a member is stays in their browser: the log does not grow, and another browser knows nothing."""
    size = house.desk.ledger.head().size
    lev.post("/me/zone", zone="Europe/Moscow")
    assert house.desk.ledger.head().size == size
    other = Browser(house.desk, house.cast.lev)
    assert "Times are those of UTC." in other.get("/log").words


@pytest.mark.parametrize("zone", ["Nowhere/Town", "../../etc/passwd", "/etc/localtime", "", "Etc/GMT+5"])
def test_what_is_no_zone_is_refused_and_never_looked_for(lev: Browser, zone: str) -> None:
    """A zone that is not on the list opens no file: by a form it is refused, in a cookie it is UTC."""
    assert lev.post("/me/zone", zone=zone).status == 400
    lev.client.cookies.set("zone", zone.replace("\n", ""), domain="127.0.0.1", path="/")
    assert "Times are those of UTC." in lev.get("/log").words
    assert known(zone) == "UTC"


def test_zones_are_called_by_their_cities_in_russian(lev: Browser) -> None:
    """In Russian the city stands beside the name of the zone."""
    lev.client.cookies.set("language", "ru", domain="127.0.0.1", path="/")
    assert "Moscow – Москва" in lev.get("/me").words
