"""What the timeline and the map do not show: what is hidden, withdrawn, later, or no words."""

from __future__ import annotations

import pytest
from picture_rooms import OTHER_SARN, PNG, ROOMS, SARN, an_incident, either, pictures_of
from stated import DONETSK, WORDS, Stated, hidden, in_donetsk, on, stated
from web_cast import Browser

from desk_cast import House
from khronika.acts.consent import record_consent, withdraw_consent
from khronika.acts.incidents import file_statements, record_incident
from khronika.acts.places import record_place
from khronika.acts.show import show
from khronika.acts.shown import ItemShown
from khronika.acts.timelines import times
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.matter import Incident
from khronika.records.party import Place
from khronika.records.places import PlaceMention

HOSTILE = '<script>alert(1)</script>\u202e"><img src=x onerror=alert(2)>'


@pytest.mark.parametrize("what", ["timeline", "map", "timeline/picture.png", "map/picture.png"])
def test_what_is_in_a_compartment_is_neither_in_a_page_nor_in_a_picture(
    house: House, note: Stated, lev: Browser, what: str
) -> None:
    note.add(when=on(5), places=(in_donetsk(),))
    before = lev.get(f"/{what}").response.content
    unseen = hidden(house)
    secret = PlaceMention((0, 4), "Sarn", (SARN,), certain=True, reason="")
    (one,) = unseen.add(when=on(9, 9), places=(secret, either(SARN, OTHER_SARN)))
    inside = frozenset({house.cast.quarry})
    record_place(house.desk, house.cast.ines, Place("", "Zvezdochka", latitude="1", longitude="1"), inside)
    record_place(house.desk, house.cast.ines, DONETSK.geonames, inside)
    made = record_incident(house.desk, house.cast.ines, Incident("", "Zvezdochka"), inside)
    file_statements(house.desk, house.cast.ines, made.id, [one])
    assert lev.get(f"/{what}").response.content == before
    nothing = "inc_" + "0" * 26
    answers = [lev.get(f"/incidents/{id_}/{what}") for id_ in (made.id, nothing)]
    assert [answer.status for answer in answers] == [404, 404]
    assert answers[0].html.replace(made.id, "…") == answers[1].html.replace(nothing, "…")
    ines = Browser(house.desk, house.cast.ines)
    assert ines.get(f"/{what}").response.content != before
    assert ines.get(f"/incidents/{made.id}/{what}").status == 200


def test_who_may_not_read_records_sees_neither_page_nor_picture(house: House, note: Stated) -> None:
    note.add(when=on(5), places=(in_donetsk(),))
    petra = Browser(house.desk, house.cast.petra)
    for path in ROOMS:
        assert petra.get(path).status == 403
        assert petra.get(f"{path}/picture.png").status == 403
        assert path not in petra.get("/me").links
    outside = Browser(house.desk)
    assert not outside.get("/map/picture.png").response.content.startswith(PNG)


def test_an_earlier_day_shows_what_was_known_also_in_the_picture(
    house: House, note: Stated, lev: Browser
) -> None:
    note.add(when=on(5), places=(in_donetsk(),))
    size = house.desk.ledger.head().size
    then = [lev.get(f"{room}/picture.png").response.content for room in ROOMS]
    (later,) = note.add(when=on(6), places=(PlaceMention((0, 4), "Sarn", (SARN,), certain=True),))
    for room, drawn in zip(ROOMS, then, strict=True):
        page = lev.get(f"{room}?as_of={size}")
        assert later not in page.html
        assert all(f"as_of={size}" in address for address in pictures_of(page))
        assert lev.get(pictures_of(page)[-1]).response.content == drawn
        assert later in lev.get(room).html


def test_what_consent_was_withdrawn_for_is_in_neither(house: House, lev: Browser) -> None:
    note = stated(house)
    (one,) = note.add(when=on(5), places=(in_donetsk(),))
    incident = an_incident(house, one)
    everywhere = [
        f"{about}/{room}" for about in ("", f"/incidents/{incident}") for room in ("timeline", "map")
    ]
    assert all(one in lev.get(path).html for path in everywhere)
    shown = show(house.desk, house.cast.ines, note.item)
    assert isinstance(shown, ItemShown)
    receipts = [receipt.id for receipt in shown.receipts]
    term = Term(Purpose.COURT, Audience.MECHANISM)
    consent = record_consent(house.desk, house.cast.ines, receipts, "Witness A", [term])
    withdraw_consent(house.desk, house.cast.ines, consent.id, "she asked")
    assert not any(one in lev.get(path).html for path in everywhere)
    assert not any(pictures_of(lev.get(path)) for path in everywhere)
    assert times(house.desk, house.cast.lev).times == ()


def test_hostile_words_stay_words(house: House, lev: Browser) -> None:
    note = stated(house, f"{HOSTILE} said that {WORDS}.\n")
    mention = PlaceMention((0, 4), HOSTILE, (SARN,), certain=False)
    (one,) = note.add(speaker=HOSTILE, words=HOSTILE, when=on(5), places=(mention, in_donetsk()))
    record_place(house.desk, house.cast.matei, Place("", HOSTILE, latitude="44", longitude="20"))
    incident = an_incident(house, one, title=HOSTILE)
    for path in (*ROOMS, f"/incidents/{incident}/timeline", f"/incidents/{incident}/map"):
        html = lev.get(path).html
        assert "<script>" not in html
        assert "<img src=x" not in html
        assert "\u202e" not in html
        assert "[U+202E]" in html
        assert lev.get(f"{path.partition('?')[0]}/picture.png").response.content.startswith(PNG)
