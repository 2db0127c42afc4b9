"""Where a statement tells no time of saying, the day of its source is the last on which it was said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from stated import Stated, hidden, on, stated

from desk_cast import House
from khronika.acts.assembled import Days
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.describing import describe
from khronika.acts.find import Search, find
from khronika.acts.incidents import file_statements, record_incident
from khronika.acts.matters import incident_page
from khronika.acts.narrowed import Narrowed
from khronika.acts.paging import Page
from khronika.acts.parties import record_party
from khronika.acts.timelines import timeline, times
from khronika.acts.upkeep import rebuild
from khronika.ledger import source_days
from khronika.ledger.queries import Sight
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.item import Description
from khronika.records.matter import Incident
from khronika.records.party import Party, PartyKind

AT_THE_LATEST = Days(None, date(2026, 3, 18), by_source=True)
MARCH = Days(date(2026, 3, 1), date(2026, 3, 31))
APRIL = Days(date(2026, 4, 1), date(2026, 4, 30))


def dated(note: Stated, published: str | None = "2026-03-18", by: str = "") -> None:
    describe(note.house.desk, by or note.house.cast.sanne, Description("", note.item, published=published))


def seen_in(house: House, **given: Any) -> dict[str, Days | None]:
    found = timeline(house.desk, house.cast.lev, **given)
    return {row.statement: row.said for row in found.rows}


def test_an_undated_statement_was_said_on_the_day_of_its_source_or_before(house: House, note: Stated) -> None:
    (undated,) = note.add()
    (told,) = note.add(when=on(5))
    assert seen_in(house) == {told: Days(date(2026, 3, 5), date(2026, 3, 5))}
    dated(note)
    assert seen_in(house) == {told: Days(date(2026, 3, 5), date(2026, 3, 5)), undated: AT_THE_LATEST}
    assert {one.said for one in times(house.desk, house.cast.lev).times} == set(seen_in(house).values())


def test_when_it_happened_is_never_taken_from_the_source(house: House, note: Stated) -> None:
    note.add()
    dated(note)
    (row,) = timeline(house.desk, house.cast.lev).rows
    assert row.happened == ()
    happened = Narrowed(happened=MARCH)
    assert timeline(house.desk, house.cast.lev, narrowed=happened).rows == ()


@pytest.mark.parametrize(
    ("published", "last"),
    [
        ("2026-03", date(2026, 3, 31)),
        ("2026-03-18?", date(2026, 3, 18)),
        ("../2026-03-18", date(2026, 3, 18)),
    ],
)
def test_of_a_day_that_is_not_sure_its_last_one_counts(
    house: House, note: Stated, published: str, last: date
) -> None:
    note.add()
    dated(note, published)
    assert [*seen_in(house).values()] == [Days(None, last, by_source=True)]


@pytest.mark.parametrize("published", ["", "2026-03-18/.."])
def test_a_source_without_a_last_day_places_nothing(house: House, note: Stated, published: str) -> None:
    note.add()
    dated(note, published)
    assert seen_in(house) == {}


def test_a_filter_of_days_takes_what_is_undated_by_the_day_of_its_source(house: House, note: Stated) -> None:
    (undated,) = note.add()
    dated(note)
    assert [*seen_in(house, narrowed=Narrowed(said=MARCH))] == [undated]
    assert seen_in(house, narrowed=Narrowed(said=APRIL)) == {}
    found = find(house.desk, house.cast.lev, Search(said_from=MARCH.first, said_to=MARCH.last))
    assert [one.shown.id for one in found.statements] == [undated]
    assert found.statements[0].shown.source_day == date(2026, 3, 18)
    assert find(house.desk, house.cast.lev, Search(said_from=APRIL.first)).count == 0


def test_the_day_of_a_source_is_known_as_of_when_it_was(house: House, note: Stated) -> None:
    note.add()
    before = str(house.desk.ledger.head().size)
    dated(note)
    dated(note, "2026-04-02")
    between = str(house.desk.ledger.head().size - 1)
    assert seen_in(house, as_of=before) == {}
    assert [*seen_in(house, as_of=between).values()] == [AT_THE_LATEST]
    assert [*seen_in(house).values()] == [Days(None, date(2026, 4, 2), by_source=True)]


def test_an_incident_has_what_is_undated_after_what_was_said_until_the_day_of_its_source(
    house: House, note: Stated
) -> None:
    other = stated(house, "Mira Dzhalova said that nobody is held at Quarry 9, twice.\n", "other.txt")
    (without,) = other.add()
    (undated,) = note.add()
    (late,) = note.add(when=on(20))
    (early,) = note.add(when=on(18))
    made = record_incident(house.desk, house.cast.matei, Incident("", "Quarry 9"))
    file_statements(house.desk, house.cast.matei, made.id, [without, undated, late, early])
    dated(note)
    shown = incident_page(house.desk, house.cast.lev, made.id)
    assert [one.statement.id for one in shown.filed] == [early, undated, late, without]
    assert shown.filed[1].said == AT_THE_LATEST
    assert [*seen_in(house, incident=made.id)] == [early, undated, late, without]
    narrowed = seen_in(house, incident=made.id, narrowed=Narrowed(said=MARCH))
    assert [*narrowed] == [early, undated, late]


def test_the_timeline_of_a_party_has_what_it_said_undated(house: House, note: Stated) -> None:
    (undated,) = note.add()
    dated(note)
    party = record_party(house.desk, house.cast.matei, Party("", "Mira Dzhalova", PartyKind.PERSON))
    assert seen_in(house, narrowed=Narrowed(about=party.id)) == {undated: AT_THE_LATEST}


def test_what_the_member_may_not_see_dates_nothing(house: House, note: Stated) -> None:
    secret = hidden(house)
    secret.add()
    note.add()
    before = timeline(house.desk, house.cast.lev)
    dated(secret, by=house.cast.vera)
    assert timeline(house.desk, house.cast.lev) == before
    assert len(timeline(house.desk, house.cast.vera).rows) == 1


def test_what_consent_was_withdrawn_for_is_placed_nowhere(house: House) -> None:
    term = Term(Purpose.COURT, Audience.MECHANISM)
    kept = stated(house, terms=(term,), person="Witness A")
    kept.add()
    dated(kept)
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.petra, consent.id, "she asked")
    assert seen_in(house) == {}


def test_a_page_goes_on_where_the_one_before_ended(house: House, note: Stated) -> None:
    ids = note.add(3)
    ids += note.add(2, when=on(5))
    ids += note.add(2)
    dated(note)
    seen: list[str] = []
    before = None
    while True:
        part = timeline(house.desk, house.cast.lev, page=Page(2, before))
        seen += [row.statement for row in part.rows]
        if not part.further:
            break
        before = seen[-1]
    assert seen == ids[::-1]


def test_many_sources_are_found_as_few_are(
    house: House, note: Stated, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = note.add(3)
    note.add(when=on(5))
    dated(note)
    few = seen_in(house, narrowed=Narrowed(said=MARCH))
    monkeypatch.setattr(source_days, "_FEW_ROWS", 0)
    assert seen_in(house, narrowed=Narrowed(said=MARCH)) == few
    assert set(ids) < set(few)


def test_the_day_of_a_source_is_the_same_after_a_rebuild(house: House, note: Stated) -> None:
    item, _ = house.read_one()
    note.add()
    dated(note)
    for _ in range(2):
        with house.desk.ledger.reading() as connection:
            found = source_days.days_of(connection, Sight(), [item, note.item])
        day = date(2026, 3, 18).toordinal()
        assert found == {item: (day, day), note.item: (day, day)}
        rebuild(house.desk, house.cast.ines)
