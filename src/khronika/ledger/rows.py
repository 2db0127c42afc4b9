"""Writing many rows at once: the statement is compiled once for the database, the rows are plain tuples.

SQLAlchemy's own way takes a dictionary a row, which costs more than the insert itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select, Table, func, insert, literal, select

CHUNK = 500
"""How many ids a single statement asks for."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows whose values are in the order of the table's columns."""
    if rows:
        connection.exec_driver_sql(_statement(connection.dialect, table, passing=False), list(rows))


def insert_missing(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows as above; one that is there already stays as it is."""
    if rows:
        connection.exec_driver_sql(_statement(connection.dialect, table, passing=True), list(rows))


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """Yield ``ids`` in sorted lists, none longer than a statement should ask for."""
    todo = sorted(ids)
    return (todo[start : start + CHUNK] for start in range(0, len(todo), CHUNK))


def each(values: Iterable[str] | Iterable[int]) -> Select[Any]:
    """Return a query that gives each of some values: one parameter, however many they are."""
    return select(func.json_each(literal(json.dumps(sorted(values)))).table_valued("value").c.value)


@lru_cache(maxsize=64)
def _statement(dialect: Dialect, table: Table, *, passing: bool) -> str:
    statement = insert(table)
    if passing:
        statement = statement.prefix_with("OR IGNORE", dialect="sqlite")
    return str(statement.compile(dialect=dialect, column_keys=[column.name for column in table.columns]))
