"""Shelves: the rows of one kind in one status that a sight shows, newest first, under any number of labels.

What must stay true: no row that the sight does not show is passed, in any order or count.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Executable, select, text

from khronika.ledger import queries, schema
from khronika.ledger.queries import Sight

_ROWS = 32
_RECORDS = schema.records.c
_BEYOND = 1 << 62
_NOW = text(
    "SELECT since, parent FROM records INDEXED BY records_now WHERE kind = :kind AND status = :status "
    "AND label = :label AND until IS NULL AND since < :before ORDER BY since DESC"
)
"""SQLite would take the index of all that ever was, and pass row by row what was decided on long ago."""


def newest(
    connection: Connection, sight: Sight, shelf: tuple[str, str], before: int | None
) -> Iterator[tuple[int, str]]:
    """Yield the rows of a kind in a status that are there for the sight, newest first, with their parents."""
    labels = sight.labels if sight.labels is not None else _all_labels(connection)
    streams = [_newest_on(connection, sight, shelf, label, before) for label in sorted(labels)]
    return heapq.merge(*streams, reverse=True)


def firsts(rows: Iterable[tuple[int, str]], passed: set[str]) -> Iterator[tuple[int, str]]:
    """Yield the first row of each item that was not passed before."""
    for since, item in rows:
        if item not in passed:
            passed.add(item)
            yield since, item


def streamed(connection: Connection, chosen: Executable) -> Iterator[tuple[int, str]]:
    """Yield rows of two columns, a few at a time, from a query that is read no further than it must."""
    with connection.execution_options(stream_results=True).execute(chosen) as result:
        while rows := result.fetchmany(_ROWS):
            yield from ((row[0], row[1]) for row in rows)


def _newest_on(
    connection: Connection, sight: Sight, shelf: tuple[str, str], label: int, before: int | None
) -> Iterator[tuple[int, str]]:
    """Yield the rows of a kind in a status under a label, newest first, with their parents."""
    kind, status = shelf
    end = _BEYOND if before is None else before
    if sight.as_of is None:
        given = {"kind": kind, "status": status, "label": label, "before": end}
        yield from streamed(connection, _NOW.bindparams(**given))
        return
    chosen = select(_RECORDS.since, _RECORDS.parent).where(
        _RECORDS.kind == kind,
        _RECORDS.status == status,
        _RECORDS.label == label,
        _RECORDS.since < end,
        *queries.kept(Sight(None, sight.as_of)),
    )
    yield from streamed(connection, chosen.order_by(_RECORDS.since.desc()))


def _all_labels(connection: Connection) -> list[int]:
    return list(connection.execute(select(schema.labels.c.id)).scalars())
