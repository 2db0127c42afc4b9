"""The timeline and the map, as a member without script and without SVG uses them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from picture_rooms import OTHER_SARN, PNG, ROOMS, SARN, an_incident, either, pictures_of, rows_of
from stated import DENIES_THE_FACT, DONETSK, Stated, in_donetsk, on
from web_cast import Browser

from desk_cast import House
from khronika.acts.mapped import MOST_NAMING, mapped
from khronika.acts.narrowed import Narrowed
from khronika.acts.places import record_place
from khronika.acts.review import accept, reject
from khronika.acts.timelines import times
from khronika.publishing.maps import Precision
from khronika.records.access import Member, Role
from khronika.records.party import Place
from khronika.web.frame import Frame
from khronika.web.languages import language
from khronika.web.rooms.timeline import PAGE
from khronika.web.when_and_where import Asked


def test_the_timeline_has_every_row_of_its_picture_in_the_order_of_saying(note: Stated, lev: Browser) -> None:
    (late,) = note.add(when=on(20), dates=(on(2),))
    (early,) = note.add(when=on(5), **DENIES_THE_FACT)
    page = lev.get("/timeline")
    first, second = rows_of(page)
    assert first.startswith("1 5 March 2026")
    assert "denied the fact" in first
    assert first.endswith("not told")
    assert second.startswith("2 20 March 2026")
    assert second.endswith("2 March 2026")
    assert [f"s={one}" in page.html for one in (late, early)] == [True, True]
    assert "A timeline of 2 statements. Said: 5 March 2026 – 20 March 2026." in page.html
    assert "suggestion" in first


@pytest.mark.parametrize("room", ROOMS)
def test_there_is_no_script_no_style_and_no_svg_in_the_page(note: Stated, lev: Browser, room: str) -> None:
    note.add(when=on(5), places=(in_donetsk(),))
    html = lev.get(room).html
    for word in ("<script>", "style=", "<style", "<svg", "data:"):
        assert word not in html
    assert html.count("<h1>") == 1
    assert 'scope="col"' in html
    assert 'scope="row"' in html
    assert '<img src="/' in html
    assert re.search(r'alt="[^"]{40,}"', html)


def test_a_place_is_drawn_as_the_area_that_it_is_known_to_lie_in(
    house: House, note: Stated, lev: Browser
) -> None:
    note.add(places=(in_donetsk(),))
    (denied,) = note.add(places=(in_donetsk(),), **DENIES_THE_FACT)
    by_hand = Place("", "Quarry 9", latitude="47.5", longitude="37.1", precision=Precision.TEN_KM)
    made = record_place(house.desk, house.cast.matei, by_hand)
    page = lev.get("/map")
    first, second = rows_of(page)
    assert first.startswith("1 Donetsk")
    assert "the town 48.02° N, 37.80° E" in first
    assert "2 statements: asserted; denied the fact" in first
    assert denied in page.html
    assert second.startswith("2 Quarry 9")
    assert "10 km 47.5° N, 37.1° E" in second
    assert f'href="/places/{made.id}"' in page.html
    assert "2 statements" in second, "its name is in their words"
    assert "no position on any border" in page.words


def test_words_that_can_mean_several_places_are_listed_and_not_drawn(note: Stated, lev: Browser) -> None:
    note.add(places=(either(SARN, OTHER_SARN),))
    page = lev.get("/map")
    assert not pictures_of(page)
    (row,) = rows_of(page)
    assert row.startswith("Sarn Sarn ( Romania ) , Sarn ( Orvan , Bulgaria )")
    assert "25.2" not in page.words
    note.add(places=(in_donetsk(),))
    assert [area.name for area in mapped(lev.server.desk, note.house.cast.lev).places] == ["Donetsk"]


def test_a_place_that_is_recorded_has_the_position_that_was_stated(
    house: House, note: Stated, lev: Browser
) -> None:
    note.add(places=(in_donetsk(),))
    record_place(house.desk, house.cast.matei, DONETSK.geonames)
    (only,) = rows_of(lev.get("/map"))
    assert only.startswith("1 Donetsk")
    assert "1 statement" in only
    record_place(house.desk, house.cast.matei, Place("", "the lost village"))
    lost = rows_of(lev.get("/map"))[-1]
    assert "position not known" in lost
    assert "named in no statement here" in lost


def test_the_newest_statements_that_name_a_place_are_linked_and_all_can_be_searched_for(
    note: Stated, lev: Browser
) -> None:
    ids = note.add(MOST_NAMING + 1, places=(in_donetsk(),))
    page = lev.get("/map")
    assert [one in page.html for one in ids] == [False] + [True] * MOST_NAMING
    (form,) = [one for one in page.forms if one.action == "/search"]
    found = lev.post("/search", place=form.fields["place"])
    assert f"{MOST_NAMING + 1} statements" in found.words


def test_what_is_in_the_record_is_shown_without_suggestions(house: House, note: Stated, lev: Browser) -> None:
    (taken,) = note.add(when=on(1), places=(in_donetsk(),))
    (open_,) = note.add(when=on(2), places=(in_donetsk(),))
    (gone,) = note.add(when=on(3), places=(in_donetsk(),))
    accept(house.desk, house.cast.matei, [taken])
    reject(house.desk, house.cast.matei, [gone], "not a statement")
    incident = an_incident(house, taken, open_)
    for room in (*ROOMS, f"/incidents/{incident}/timeline", f"/incidents/{incident}/map"):
        every, recorded = lev.get(room).html, lev.get(f"{room}?only=recorded").html
        assert [one in every for one in (taken, open_, gone)] == [True, True, False]
        assert [one in recorded for one in (taken, open_, gone)] == [True, False, False]
        assert "only=recorded" in pictures_of(lev.get(f"{room}?only=recorded"))[-1]


def test_days_narrow_down_what_was_said_or_what_happened(house: House, note: Stated, lev: Browser) -> None:
    (march,) = note.add(when=on(5), dates=(on(1, 2),), places=(in_donetsk(),))
    (april,) = note.add(when=on(5, 4), dates=(on(1, 3),), places=(in_donetsk(),))
    incident = an_incident(house, march, april)
    for room in (*ROOMS, f"/incidents/{incident}/timeline", f"/incidents/{incident}/map"):
        said = lev.get(f"{room}?first=2026-03&last=2026-03").html
        happened = lev.get(f"{room}?of=happened&first=2026-03-01").html
        assert [one in said for one in (march, april)] == [True, False]
        assert [one in happened for one in (march, april)] == [False, True]
        assert "Nothing fits" in lev.get(f"{room}?first=2030").words


@pytest.mark.parametrize("room", [*ROOMS, "/timeline/picture.png", "/map/picture.png"])
@pytest.mark.parametrize(
    "asked", ["first=soon", "first=2026-05&last=2026-04", "before=stm_x", "from=x", "last=%00"]
)
def test_what_cannot_be_read_is_refused_in_one_line(
    note: Stated, lev: Browser, room: str, asked: str
) -> None:
    note.add(when=on(5), places=(in_donetsk(),))
    answer = lev.get(f"{room}?{asked}")
    assert answer.status in {200, 400, 404}
    assert answer.status == 200 or "That did not work" in answer.words


@pytest.mark.parametrize("room", ROOMS)
def test_an_empty_room_tells_what_it_is_for(lev: Browser, room: str) -> None:
    page = lev.get(room)
    assert "yet" in page.words
    assert not pictures_of(page)
    assert lev.get(f"{room}/picture.png").response.content.startswith(PNG)


def test_a_long_list_is_leafed_through_and_counted_as_a_whole(
    house: House, note: Stated, lev: Browser
) -> None:
    ids = note.add(PAGE + 3, when=on(5), dates=(on(1),))
    page = lev.get("/timeline")
    assert len(rows_of(page)) == PAGE
    (further,) = [
        link for link in page.links if "before=" in link and "view" not in link and "#" not in link
    ][-1:]
    rest = lev.get(further)
    assert len(rows_of(rest)) == 3
    assert [one in rest.html for one in ids[:3]] == [True] * 3
    assert pictures_of(rest)[-1].startswith("/timeline/picture.png?before=")
    counted = lev.get("/timeline?view=counts")
    assert f"{PAGE + 3} statements, counted." in counted.html
    assert lev.get(pictures_of(counted)[-1]).response.content.startswith(PNG)
    assert pictures_of(counted)[-1] != pictures_of(page)[-1]
    every = times(house.desk, house.cast.lev)
    assert (len(every.times), every.further) == (PAGE + 3, False)
    assert times(house.desk, house.cast.lev, narrowed=Narrowed(recorded=True)).times == ()


def test_many_places_are_leafed_through_with_one_picture(
    house: House, lev: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("khronika.web.rooms.map.PAGE", 2)
    for number in range(3):
        spot = Place("", f"yard {number}", latitude=f"4{number}", longitude="20")
        record_place(house.desk, house.cast.matei, spot)
    page = lev.get("/map")
    assert [row[:8] for row in rows_of(page)] == ["1 yard 0", "2 yard 1"]
    (further,) = [link for link in page.links if "from=3" in link]
    assert [row[:8] for row in rows_of(lev.get(further))] == ["3 yard 2"]
    assert pictures_of(lev.get(further)) == pictures_of(page)


def test_one_door_leads_to_both() -> None:
    def here(path: str) -> list[str]:
        member = Member("mem_1", "Lev", frozenset({Role.READER}))
        frame = Frame(language("en"), path, member=member)
        return [door.name for door in frame.doors if frame.here(door)]

    assert here("/timeline") == here("/map") == ["When and where"]
    given: dict[str, Any] = Asked("2026-03", "", "happened", "recorded").given
    assert given == {"first": "2026-03", "of": "happened", "only": "recorded"}
