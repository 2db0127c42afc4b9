"""What a question shows: as of then, to whom, and by which words."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_world import (
    SPEAKERS,
    Copy,
    founded,
    item_body,
    name,
    receipt_body,
    rendition_body,
    statement_body,
)
from growing import COMPARTMENTS, STEPS, Step, grow
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from khronika.errors import UsageFault
from khronika.ledger import schema
from khronika.ledger.finding import found
from khronika.ledger.logbook import newest
from khronika.ledger.lookups import labels_of
from khronika.ledger.points import position_of
from khronika.ledger.queries import Known, Sight, Wanted, by_id, many, one
from khronika.ledger.sketched import near
from khronika.ledger.store import Draft
from khronika.records.ids import Kind

QUICK = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
KINDS = (Kind.ITEM, Kind.RECEIPT, Kind.RENDITION, Kind.STATEMENT, Kind.CONSENT, Kind.PARTY, Kind.PLACE)


def all_of(copy: Copy, sight: Sight) -> list[Known]:
    with copy.ledger.reading() as connection:
        return [known for kind in KINDS for known in many(connection, sight, Wanted(kind))]


@QUICK
@given(STEPS)
def test_as_of_then_shows_what_the_ledger_showed_then(steps: list[Step]) -> None:
    """Where nothing was erased or moved to other compartments since."""
    kept = [step for step in steps if step[0] not in {"erase", "compartments"}]
    with tempfile.TemporaryDirectory() as folder, founded(Path(folder)) as copy:
        shown = {}
        for step in kept:
            shown[copy.size()] = {(k.id, k.status, k.contested, k.entry) for k in all_of(copy, Sight())}
            grow(copy, [step])
        for size, then in shown.items():
            sight = Sight(as_of=size)
            assert {(k.id, k.status, k.contested, k.entry) for k in all_of(copy, sight)} == then
            with copy.ledger.reading() as connection:
                pages = {k.id for kind in KINDS for k in many(connection, sight, Wanted(kind, limit=99))}
            assert pages == {id_ for id_, *_ in then}


@QUICK
@given(STEPS, st.sets(st.sampled_from(COMPARTMENTS)), st.integers(0, 9))
def test_nothing_shows_what_a_member_may_not_see(steps: list[Step], may_enter: set[str], as_of: int) -> None:
    with tempfile.TemporaryDirectory() as folder, founded(Path(folder)) as copy:
        grow(copy, steps)
        with copy.ledger.reading() as connection:
            labels = labels_of(connection, frozenset(may_enter))
            hidden = set(
                connection.execute(
                    select(schema.subjects.c.id).where(schema.subjects.c.label.not_in(labels))
                ).scalars()
            )
            for sight in (Sight(labels), Sight(labels, as_of)):
                everybody = Sight(None, sight.as_of)
                for kind in KINDS:
                    seen = many(connection, sight, Wanted(kind))
                    expected = [k for k in many(connection, everybody, Wanted(kind)) if k.id not in hidden]
                    assert seen == expected
                    assert many(connection, sight, Wanted(kind, limit=3)) == expected[:3]
                    for word in ("nobody", "Сарн", "Saratowa", "letter"):
                        hits = found(connection, everybody, word, kind, 99)
                        left = [k for k in hits if k.id not in hidden]
                        assert found(connection, sight, word, kind, 99) == left
                assert all(one(connection, sight, id_) is None for id_ in hidden)
                assert hidden.isdisjoint(by_id(connection, sight, hidden))
                assert hidden.isdisjoint(near(connection, sight, [0, 1, 2, 3, 4, 5, 9], fewest=1))
                assert not {row.envelope["subject"] for row in newest(connection, sight, None, 99)} & hidden


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Copy]:
    item, rendition = name(Kind.ITEM, 1), name(Kind.RENDITION, 1)
    words = (
        "никого не держат",
        "nobody is held",
        "لا أحد مُحتجز في المَحجَر",
        "еще раз: она всё отрицает",
        'Café "Sarn"',
    )
    with founded(tmp_path) as copy:
        copy.act(
            Draft("item.sealed", item, item_body("a" * 64)),
            Draft("receipt.recorded", name(Kind.RECEIPT, 1), receipt_body(item), derived_from=(item,)),
            Draft("rendition.sealed", rendition, rendition_body(item, 5), derived_from=(item,)),
        )
        for number, (said, speaker) in enumerate(zip(words, SPEAKERS, strict=True)):
            body = statement_body(item, said, speaker)
            copy.act(
                Draft("statement.suggested", name(Kind.STATEMENT, number), body, derived_from=(rendition,))
            )
        yield copy


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("nobody", {1}),
        ("NOBODY", {1}),
        ("nobod", {1}),
        ("nobody held", {1}),
        ("nobody released", set()),
        ("Saratova", {0, 1}),
        ("Саратова", {0, 1}),
        ("Saratowa", {0, 1}),
        ("saratov", {0, 1}),
        ("Саратовой", {1}),
        ("ещё", {3}),
        ("еще", {3}),
        ("все", {3}),
        ("cafe", {4}),
        ("CAFÉ", {4}),
        ("محتجز", {2}),
        ("مُحْتَجَز", {2}),
        ("محجر", {2}),
        ("orvan", {0, 1, 2, 3, 4}),
        ("лес", {3}),
        ("is", {1}),
    ],
)
def test_a_search_finds_the_variants_of_a_word(copy: Copy, query: str, hits: set[int]) -> None:
    with copy.ledger.reading() as connection:
        rows = found(connection, Sight(), query, Kind.STATEMENT, 50)
    assert {row.id for row in rows} >= {name(Kind.STATEMENT, n) for n in hits} if hits else rows == []


HOSTILE = (
    "0_0",
    "__init__",
    '"',
    '""',
    "NEAR",
    "NEAR(a b)",
    "*",
    "a*",
    ":",
    "words:x",
    "-",
    "^a",
    "\x00",
    "a\x00b",
    "nobody\x00",
    "word " * 10_000,
    "x" * 100_000,
    "🕊",
    "🕊nobody",
    "'; DROP TABLE records; --",
    "AND OR NOT",
    "(",
    "{a b}",
    "\u0301",
    "ـ",
    "ß",
    "\ud800",
    "",
)


@pytest.mark.parametrize("query", HOSTILE, ids=ascii)
def test_no_query_is_read_as_an_expression(copy: Copy, query: str) -> None:
    with copy.ledger.reading() as connection:
        for sight in (Sight(), Sight(frozenset()), Sight(frozenset({0}), 3)):
            assert isinstance(found(connection, sight, query, Kind.STATEMENT, 50), list)


@QUICK
@given(st.text())
def test_whatever_is_typed_is_answered(typed: str) -> None:
    with tempfile.TemporaryDirectory() as folder, founded(Path(folder)) as copy:
        body = statement_body(name(Kind.ITEM, 1), f"nobody {typed.encode(errors='ignore').decode()}")
        copy.act(Draft("statement.suggested", name(Kind.STATEMENT, 1), body))
        with copy.ledger.reading() as connection:
            found(connection, Sight(), typed, Kind.STATEMENT, 50)
            assert found(connection, Sight(), "nobody", Kind.STATEMENT, 50)


def test_a_decision_does_not_double_a_hit(copy: Copy) -> None:
    known = copy.one(name(Kind.STATEMENT, 1))
    assert known is not None
    assert known.body is not None
    copy.act(Draft("statement.accepted", known.id, known.body, supersedes=(known.entry,)))
    before = Sight(as_of=copy.size() - 1)
    with copy.ledger.reading() as connection:
        now = found(connection, Sight(), "nobody", Kind.STATEMENT, 50)
        then = found(connection, before, "nobody", Kind.STATEMENT, 50)
    assert [row.status for row in now] == ["accepted"]
    assert [row.status for row in then] == ["suggested"]


def test_a_page_goes_on_where_the_last_one_ended(copy: Copy) -> None:
    with copy.ledger.reading() as connection:
        whole = many(connection, Sight(), Wanted(Kind.STATEMENT))
        first = many(connection, Sight(), Wanted(Kind.STATEMENT, limit=2))
        rest = many(connection, Sight(), Wanted(Kind.STATEMENT, before=first[-1].since, limit=99))
    assert [*first, *rest] == whole


@pytest.mark.parametrize(
    ("as_of", "position"),
    [
        ("3", 3),
        ("2026-04-12", 9),
        ("2026-04-12T09:30:01Z", 1),
        ("2026-04-12T09:30:02Z", 4),
        ("2027-01-01", 9),
    ],
)
def test_a_point_in_time_is_a_number_of_entries(copy: Copy, as_of: str, position: int) -> None:
    with copy.ledger.reading() as connection:
        assert position_of(connection, as_of) == position


@pytest.mark.parametrize("as_of", ["yesterday", "2026-02-30", "2026-04-11", "9999-12-31T", ""])
def test_what_is_no_point_in_time_is_refused(copy: Copy, as_of: str) -> None:
    with copy.ledger.reading() as connection, pytest.raises(UsageFault):
        position_of(connection, as_of)
