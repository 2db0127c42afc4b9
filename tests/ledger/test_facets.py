"""Facets and periods: made from the entries alone, the same live and anew, gone with what is erased."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from desk_world import KEY, Copy, copy_at, everything, founded, item_body, name, receipt_body, rendition_body
from growing import STEPS as HISTORIES
from growing import Step, drafts_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khronika.ledger import finding, streams, working
from khronika.ledger.database import STALE_VIEWS, STEPS, open_database
from khronika.ledger.facets import (
    ACT,
    DENIES,
    FIRST_DAY,
    HAPPENED,
    LAST_DAY,
    NEEDED,
    NOT_TOLD,
    OCCURRED,
    PLACE,
    SAID,
    SECOND_PERSON,
    TIME_OF_SAYING,
    incident_facets,
    incident_periods,
    statement_facets,
    statement_periods,
)
from khronika.ledger.fault import LedgerFault
from khronika.ledger.finding import Sieve
from khronika.ledger.folding import facets_of
from khronika.ledger.queries import Sight
from khronika.ledger.store import Draft
from khronika.records.ids import Kind

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ITEM, RECEIPT, RENDITION, STATEMENT = (
    name(kind, 1) for kind in (Kind.ITEM, Kind.RECEIPT, Kind.RENDITION, Kind.STATEMENT)
)


def when(start: str | None, end: str | None) -> dict[str, Any]:
    return {"text": "then", "start": start, "end": end, "spans": [], "on": None}


def claim(edtf: str = "", *places: int) -> dict[str, Any]:
    return {"when": edtf, "places": list(places)}


def mention(*geonames: int) -> dict[str, Any]:
    return {"candidates": [{"geonames": number} for number in geonames]}


def body(**statement: Any) -> dict[str, Any]:
    return {
        "item": ITEM,
        "words": "nobody is held",
        "around": "",
        "statement": {"speaker": "Orvan", **statement},
    }


def rich(number: int) -> dict[str, Any]:
    """Return fields of a statement that vary with a number."""
    return {
        "acts": ["denies", "asserts"][: 1 + number % 2],
        "denies": ["fact", "knowledge"][number % 2 : 1],
        "places": [mention(700 + number % 3, 9)] if number % 3 else [],
        "when": when(f"2026-03-{1 + number % 9:02}", None) if number % 2 else None,
        "dates": [when(None, "2025-01-01"), when(None, None)][: number % 3],
        "claims": [claim("2024", 800)] if number % 4 == 0 else [],
    }


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Copy]:
    with founded(tmp_path) as copy:
        copy.act(
            Draft("item.sealed", ITEM, item_body("7" * 64)),
            Draft("receipt.recorded", RECEIPT, receipt_body(ITEM), derived_from=(ITEM,)),
            Draft("rendition.sealed", RENDITION, rendition_body(ITEM, 5), derived_from=(ITEM,)),
        )
        copy.act(Draft("statement.suggested", STATEMENT, body(**rich(1)), derived_from=(RENDITION,)))
        yield copy


def rows(copy: Copy) -> tuple[list[Any], list[Any]]:
    facets = copy.sql("SELECT facet, value FROM facets ORDER BY facet, value")
    periods = copy.sql("SELECT which, first, last FROM periods ORDER BY which, first")
    return [tuple(row) for row in facets], [tuple(row) for row in periods]


def test_a_statement_is_found_by_what_it_does_denies_and_names() -> None:
    made = body(
        acts=["denies", "asserts"],
        denies=["fact"],
        places=[mention(709717, 565348), mention()],
        claims=[claim("", 690791, 3), claim("", 709717)],
    )
    assert statement_facets(made) == (
        (ACT, "denies"),
        (ACT, "asserts"),
        (DENIES, "fact"),
        (PLACE, "709717"),
        (PLACE, "690791"),
        (TIME_OF_SAYING, NOT_TOLD),
    )
    assert (SECOND_PERSON, NEEDED) in statement_facets(made | {"reviewed_by": ["one"]})
    assert (SECOND_PERSON, NEEDED) not in statement_facets(made | {"reviewed_by": ["one", "other"]})


def test_times_become_days_and_an_open_end_reaches_to_the_end_of_the_calendar() -> None:
    first, last = date(2026, 3, 18).toordinal(), date(2026, 3, 20).toordinal()
    made = body(when=when("2026-03-18", "2026-03-20"), dates=[when(None, "2026-03-18")])
    assert statement_periods(made) == ((SAID, first, last), (HAPPENED, FIRST_DAY, first))
    made = body(when=None, dates=[when(None, "2026-03-18")], claims=[claim("2026-03-18/.."), claim()])
    assert statement_periods(made) == ((HAPPENED, first, LAST_DAY),)


@pytest.mark.parametrize("told", ["yesterday", "2026-02-30", "9999-99", "../..", "2026-03-20/2026-03-18"])
def test_a_time_that_is_none_is_no_period_and_stops_nothing(told: str) -> None:
    assert statement_periods(body(claims=[claim(told)], when=when("2026-02-30", None))) == ()


def test_an_incident_is_found_by_its_title_acts_place_and_parties() -> None:
    made = {
        "title": "Vans at Quarry 9",
        "acts": ["mt4:030102"],
        "when": "2026-03",
        "place": "plc_1",
        "involved": [{"party": "prt_1", "role": "victim", "statements": []}] * 2,
        "part_of": None,
    }
    assert incident_facets(made) == (
        ("inc name", "vans at quarry 9"),
        (ACT, "mt4:030102"),
        ("at", "plc_1"),
        ("involved", "prt_1"),
    )
    ((which, first, last),) = incident_periods(made)
    assert (which, date.fromordinal(first), date.fromordinal(last)) == (
        OCCURRED,
        date(2026, 3, 1),
        date(2026, 3, 31),
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"acts": [7]},
        {"acts": 7},
        {"denies": [None]},
        {"places": [{"candidates": 3}]},
        {"claims": ["a claim"]},
        {"when": "yesterday"},
    ],
)
def test_a_body_that_is_no_statement_is_refused_as_one(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not that of its kind"):
        facets_of("stm", body(**fields))


def test_a_decision_keeps_the_facets_of_what_stood_before_for_as_of(copy: Copy) -> None:
    known = copy.one(STATEMENT)
    assert known is not None
    changed = body(**rich(1)) | {"reviewed_by": ["Ines"]}
    copy.act(
        Draft("statement.accepted", STATEMENT, changed, supersedes=(known.entry,), derived_from=(RENDITION,))
    )
    facets, periods = rows(copy)
    assert facets.count((ACT, "denies")) == 2
    assert facets.count((SECOND_PERSON, NEEDED)) == 1
    assert len(periods) == 4
    sieve = Sieve(Kind.STATEMENT, ("suggested", "accepted"), facets=((ACT, "denies"),))
    with copy.ledger.reading() as connection:
        now = finding.first(connection, Sight(), sieve, 10)
        before = finding.first(connection, Sight(as_of=copy.size() - 1), sieve, 10)
    assert (len(now), before) == (1, [known.since])
    assert copy.problems() == []


def test_what_is_erased_has_no_facets(copy: Copy) -> None:
    assert rows(copy) != ([], [])
    copy.act(Draft("erasure.recorded", name(Kind.ERASURE, 1), {"reason": "she asked"}, erases=(RECEIPT,)))
    assert rows(copy) == ([], [])
    assert copy.problems() == []


@pytest.mark.parametrize(
    ("view", "planted"),
    [
        ("facets", "UPDATE facets SET value = 'admits' WHERE value = 'denies'"),
        ("facets", "DELETE FROM facets"),
        ("periods", "UPDATE periods SET first = first + 1 WHERE which = 'said'"),
        ("periods", "DELETE FROM periods"),
    ],
)
def test_a_facet_that_no_entry_makes_is_found_by_verifying(copy: Copy, view: str, planted: str) -> None:
    copy.sql(planted)
    assert [problem.where for problem in copy.problems()] == [f"view {view}"]


def enriched(drafts: list[Draft], number: int) -> list[Draft]:
    """Give statements of a random history acts, places and times."""
    return [
        replace(draft, body=draft.body | {"statement": draft.body["statement"] | rich(number)})
        if draft.type == "statement.suggested"
        else draft
        for draft in drafts
    ]


@QUICK
@given(HISTORIES, st.integers(0, 11))
def test_a_rebuild_makes_the_same_facets_as_were_kept_live(steps: list[Step], number: int) -> None:
    with tempfile.TemporaryDirectory() as folder, founded(Path(folder)) as copy:
        for place, step in enumerate(steps):
            drafts = enriched(drafts_of(copy, *step), number + place)
            if drafts:
                with suppress(LedgerFault):
                    copy.act(*drafts)
        with copy.ledger.reading() as connection:
            live = everything(connection)
        assert copy.problems() == []
        with copy.ledger.writing() as writing:
            writing.rebuild()
        with copy.ledger.reading() as connection:
            assert everything(connection) == live


def as_in_version_1(copy: Copy) -> None:
    """Bring the database back to what the first version made."""
    copy.sql("DROP TABLE facets")
    copy.sql("DROP TABLE periods")
    copy.sql("PRAGMA user_version = 1")
    copy.close()


def test_a_database_of_the_first_version_asks_for_its_views_to_be_made_anew(copy: Copy) -> None:
    before = rows(copy)
    as_in_version_1(copy)
    again = copy_at(copy.path, copy.device)
    with again.ledger.reading() as connection:
        assert working.get(connection, STALE_VIEWS) is not None
    assert rows(again) == ([], [])
    with again.ledger.writing() as writing:
        writing.rebuild()
    assert rows(again) == before
    assert again.problems() == []
    again.close()


def test_the_first_version_is_made_as_it_was_and_a_new_database_has_nothing_to_renew(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "old.db", KEY, steps=STEPS[:1])
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
    assert not {"facets", "periods"} & set(found)
    engine.dispose()
    engine = open_database(tmp_path / "old.db", KEY)
    with engine.connect() as connection:
        assert working.get(connection, STALE_VIEWS) is None
        assert connection.exec_driver_sql("SELECT count(*) FROM facets").scalar() == 0
    engine.dispose()


NUMBERS = st.sets(st.integers(0, 400), max_size=120)


@QUICK
@given(st.lists(NUMBERS, min_size=1, max_size=4), st.integers(1, 50))
def test_streams_that_meet_give_what_is_in_all_of_them_newest_first(sets: list[set[int]], size: int) -> None:
    def stream(numbers: set[int]) -> Iterator[list[int]]:
        ordered = sorted(numbers, reverse=True)
        return (ordered[start : start + size] for start in range(0, len(ordered), size))

    met = [number for part in streams.meeting([stream(numbers) for numbers in sets]) for number in part]
    assert met == sorted(set.intersection(*sets), reverse=True)
