"""About a source, as a member without script uses it: what was read, and the form to correct it."""

from __future__ import annotations

import pytest
from picture_rooms import an_incident, rows_of
from stated import Stated, on
from web_cast import Browser, deeds, sent, the_form

from desk_cast import DENIAL, House
from khronika.acts.describing import describe, source_of_item
from khronika.acts.review import accept
from khronika.acts.show import Sought, statements
from khronika.records.item import Description


@pytest.fixture
def sanne(house: House) -> Browser:
    return Browser(house.desk, house.cast.sanne)


def about(item: str) -> str:
    return f"/items/{item}/about"


def days_of(house: House, item: str) -> list[str]:
    found = statements(house.desk, house.cast.lev, Sought(item))
    return [one.statement.when.edtf for one in found if one.statement and one.statement.when]


def test_the_pages_of_a_text_say_what_was_read_of_it_and_that_it_was_read(house: House, lev: Browser) -> None:
    item, _ = house.read_one(DENIAL)
    assert "Orvan · 18 March 2026" in lev.get("/items").words
    page = lev.get(f"/items/{item}")
    assert "Orvan · 18 March 2026 · source.txt · as it was read" in page.words
    assert about(item) in page.links
    page = lev.get(about(item))
    assert "Publisher Orvan as it was read" in page.words
    assert "Day 18 March 2026 as it was read" in page.words
    assert "Title not said" in page.words
    assert not deeds(page, about(item)), "a reader corrects nothing"


def test_a_correction_is_shown_as_a_persons_on_every_page(house: House, sanne: Browser) -> None:
    item, _ = house.read_one(DENIAL)
    page = sent(
        sanne, the_form(sanne.get(about(item)), about(item)), publisher="Orvan Daily", published="25.03.2026"
    )
    assert page.status == 200
    assert "Changed. What stood before stays in the log." in page.words
    assert "Publisher Orvan Daily corrected by a person read: Orvan" in page.words
    assert "Day 25 March 2026 corrected by a person read: 18 March 2026" in page.words
    assert "Corrected last by Sanne" in page.words
    assert (
        "Orvan Daily · 25 March 2026 · source.txt · corrected by a person"
        in sanne.get(f"/items/{item}").words
    )
    assert "Orvan Daily · 25 March 2026" in sanne.get("/items").words
    (history,) = [link for link in page.links if link.startswith("/records/dsc_")]
    assert "Sanne corrected what is known of the source" in sanne.get(history).words
    assert "corrected what is known of the source" in sanne.get("/log").words


def test_a_title_that_was_given_is_what_pages_call_the_text_by(house: House, sanne: Browser) -> None:
    item, (first, *_) = house.read_one(DENIAL, "denial.txt")
    accept(house.desk, house.cast.matei, [first])
    sent(sanne, the_form(sanne.get(about(item)), about(item)), title="The ministry denies it")
    for page in ("/", "/to-review", "/to-second", f"/records/{first}", "/log?about=texts"):
        words = sanne.get(page).words
        assert "The ministry denies it" in words, page
    for page in ("/", "/to-review", "/to-second"):
        assert "denial.txt" not in sanne.get(page).words, page
    for page in (f"/items/{item}/custody", f"/items/{item}/original"):
        words = sanne.get(page).words
        assert "The ministry denies it" in words
        assert "denial.txt" in words, "where bytes matter, the name they came under is told as well"


def test_what_waits_is_counted_from_the_corrected_day_and_what_was_decided_is_not(
    house: House, sanne: Browser
) -> None:
    item, said = house.read_one(DENIAL)
    assert days_of(house, item) == ["2026-03-18"]
    sent(sanne, the_form(sanne.get(about(item)), about(item)), published="2026-03-25")
    assert days_of(house, item) == ["2026-03-25"]
    accept(house.desk, house.cast.sanne, said)
    sent(sanne, the_form(sanne.get(about(item)), about(item)), published="2026-04-01")
    assert days_of(house, item) == ["2026-03-25"]
    page = sanne.get(f"/items/{item}")
    assert "before the day of the source was corrected" not in page.words, (
        "it was counted from a corrected day"
    )


def test_what_was_decided_says_that_it_was_counted_from_another_day(house: House, sanne: Browser) -> None:
    item, said = house.read_one(DENIAL)
    accept(house.desk, house.cast.sanne, said)
    describe(house.desk, house.cast.matei, Description("", item, published="2026-03-25"))
    page = sanne.get(f"/items/{item}")
    assert "counted from 18 March 2026, before the day of the source was corrected" in page.words


def test_a_form_sent_as_it_stands_corrects_nothing(house: House, sanne: Browser) -> None:
    item, _ = house.read_one(DENIAL)
    for given in ({}, {"title": "Denied"}):
        describe(house.desk, house.cast.sanne, Description("", item, **given))
        size = house.desk.ledger.head().size
        assert sent(sanne, the_form(sanne.get(about(item)), about(item))).status == 200
        assert house.desk.ledger.head().size == size


def test_what_is_typed_as_it_was_read_takes_the_correction_back(house: House, sanne: Browser) -> None:
    item, _ = house.read_one(DENIAL)
    sent(sanne, the_form(sanne.get(about(item)), about(item)), publisher="")
    assert "Publisher not said corrected by a person read: Orvan" in sanne.get(about(item)).words
    page = sent(sanne, the_form(sanne.get(about(item)), about(item)), publisher="Orvan")
    assert "Publisher Orvan as it was read" in page.words


def test_a_day_that_is_none_comes_back_as_typed_with_the_fault_beside_it(
    house: House, sanne: Browser
) -> None:
    item, _ = house.read_one(DENIAL)
    form = the_form(sanne.get(about(item)), about(item))
    page = sent(sanne, form, title="<b>“Denied”</b>", published="31.31.2026")
    assert page.status == 400
    assert "'31.31.2026' is no day" in page.words
    back = the_form(page, about(item))
    assert (back.fields["title"], back.fields["published"]) == (["<b>“Denied”</b>"], ["31.31.2026"])
    assert source_of_item(house.desk, house.cast.lev, item).correction is None


def test_nobody_writes_over_what_somebody_corrected_meanwhile(house: House, sanne: Browser) -> None:
    item, _ = house.read_one(DENIAL)
    form = the_form(sanne.get(about(item)), about(item))
    describe(house.desk, house.cast.matei, Description("", item, title="Denied"))
    page = sent(sanne, form, title="Mine")
    assert page.status == 400
    assert "changed since it was shown" in page.words


def test_as_of_before_a_correction_the_page_has_what_was_read_and_no_form(
    house: House, sanne: Browser
) -> None:
    item, _ = house.read_one(DENIAL)
    before = house.desk.ledger.head().size
    describe(house.desk, house.cast.matei, Description("", item, publisher="Orvan Daily"))
    page = sanne.get(f"{about(item)}?as_of={before}")
    assert "Publisher Orvan as it was read" in page.words
    assert not deeds(page, about(item))


def test_the_timeline_says_that_what_is_undated_was_said_by_the_day_of_its_source(
    house: House, note: Stated, lev: Browser
) -> None:
    (undated,) = note.add()
    (told,) = note.add(when=on(18))
    describe(house.desk, house.cast.sanne, Description("", note.item, published="2026-03-18"))
    page = lev.get("/timeline")
    first, second = rows_of(page)
    assert first.startswith("1 18 March 2026")
    assert second.startswith("2 by 18 March 2026 at the latest")
    assert second.endswith("not told")
    assert "Said: until 18 March 2026." in page.html
    assert f"s={undated}" in page.html
    incident = an_incident(house, undated, told)
    page = lev.get(f"/incidents/{incident}")
    assert "said by 18 March 2026 at the latest" in page.words
    assert page.html.index(told) < page.html.index(undated)


def test_lists_of_statements_have_the_day_of_their_source(house: House, note: Stated, lev: Browser) -> None:
    note.add()
    describe(house.desk, house.cast.sanne, Description("", note.item, published="2026-03-18"))
    assert "note.txt , 18 March 2026" in lev.post("/search", words="Quarry").words


def test_the_page_speaks_russian(house: House, sanne: Browser) -> None:
    item, _ = house.read_one(DENIAL)
    page = sanne.get(about(item), headers={"Accept-Language": "ru"})
    assert "Об этом источнике" in page.words
    assert "как прочитано" in page.words
