"""Rows are found by what they are looked up by, never by walking all that stand so."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from desk_world import founded, name
from sqlalchemy import Connection, event

from khronika.ledger import keyed, queries, source_names
from khronika.ledger.finding import Sieve
from khronika.ledger.queries import Sight, Wanted
from khronika.records.ids import Kind

SEALED = Wanted(Kind.RENDITION, statuses=("sealed",))
FILED = Sieve(Kind.FILING, ("recorded",))
NAMES = [name(Kind.ITEM, number) for number in range(40)]
SIGHTS = [Sight(), Sight(frozenset({0, 1})), Sight(None, 5)]
Look = Callable[[Connection, Sight], object]
LOOKS: dict[str, Look] = {
    "by their items": lambda connection, sight: queries.under(connection, sight, SEALED, NAMES),
    "by one item": lambda connection, sight: queries.many(
        connection, sight, Wanted(Kind.RENDITION, parent=NAMES[0], statuses=("sealed",), limit=1)
    ),
    "by their ids": lambda connection, sight: queries.by_id(connection, sight, NAMES),
    "numbers by items": lambda connection, sight: keyed.under(connection, sight, FILED, NAMES),
    "numbers by keys": lambda connection, sight: keyed.of_keys(connection, sight, FILED, NAMES),
    "numbers by ids": lambda connection, sight: keyed.numbered(connection, sight, FILED, NAMES),
    "names by items": lambda connection, sight: source_names.called(connection, sight, NAMES, ()),
    "keys by an item": lambda connection, sight: keyed.keys_under(connection, sight, FILED, NAMES[0]),
}


@pytest.fixture(scope="module")
def reading() -> Iterator[Connection]:
    with (
        tempfile.TemporaryDirectory() as folder,
        founded(Path(folder)) as copy,
        copy.ledger.reading() as connection,
    ):
        yield connection


@contextmanager
def asked(connection: Connection) -> Iterator[list[tuple[str, Any]]]:
    """Keep what is asked of the database meanwhile."""
    kept: list[tuple[str, Any]] = []

    def keep(_: Connection, __: object, statement: str, values: Any, *___: object) -> None:
        kept.append((statement, values))

    event.listen(connection, "before_cursor_execute", keep)
    try:
        yield kept
    finally:
        event.remove(connection, "before_cursor_execute", keep)


@pytest.mark.parametrize("sight", SIGHTS, ids=["everything", "some labels", "as of then"])
@pytest.mark.parametrize("look", LOOKS)
def test_rows_are_found_by_what_they_are_looked_up_by(reading: Connection, look: str, sight: Sight) -> None:
    with asked(reading) as kept:
        LOOKS[look](reading, sight)
    assert kept
    for statement, values in (one for one in kept if one[0] != "BEGIN"):
        plan = reading.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        (step,) = (row.detail for row in plan if " records" in row.detail)
        assert any(way in step for way in ("(parent=?", "(key=?", "(id=?")), step
