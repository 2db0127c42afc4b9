"""Rows by their key, their parent or their id: those of a sieve that need no stream.

Of a sieve only its kind, statuses, ``without`` and ``other_keys`` count here. What must stay true: nothing
that the sight does not show is in an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, or_, select

from khronika.ledger import schema
from khronika.ledger.finding import Sieve, of_kind
from khronika.ledger.queries import Sight, kept, of_status
from khronika.ledger.rows import chunks, each

_RECORDS = schema.records.c


def of_key(connection: Connection, sight: Sight, sieve: Sieve, key: str, limit: int) -> list[int]:
    """Return the newest numbers of rows with one key."""
    chosen = select(_RECORDS.since).where(
        _RECORDS.key == key, _RECORDS.kind == sieve.kind, *_wanted(sight, sieve)
    )
    return list(connection.execute(chosen.order_by(_RECORDS.since.desc()).limit(limit)).scalars())


def of_keys(connection: Connection, sight: Sight, sieve: Sieve, keys: Iterable[str]) -> list[int]:
    """Return the numbers of all rows that have one of the keys, newest first."""
    return _having(connection, sight, sieve, _RECORDS.key, keys)


def under(connection: Connection, sight: Sight, sieve: Sieve, parents: Iterable[str]) -> list[int]:
    """Return the numbers of all rows under any of some parents, newest first."""
    return _having(connection, sight, sieve, _RECORDS.parent, parents)


def keys_from(
    connection: Connection, sight: Sight, sieve: Sieve, beginning: str, after: str, limit: int
) -> list[str]:
    """Return keys that begin so and come after another, in order.

    One query walks the index of keys from one to the next, a seek each, so that those which the sight does
    not show take next to no time.
    """
    further = schema.records.alias("further").c

    def next_key(condition: ColumnElement[bool]) -> ScalarSelect[Any]:
        chosen = select(further.key).where(further.kind.concat("") == sieve.kind, condition)
        return chosen.order_by(further.key).limit(1).scalar_subquery()

    first = further.key > after if after >= beginning else further.key >= beginning
    keys = select(next_key(first).label("key")).cte("keys", recursive=True)
    inside = keys.c.key < f"{beginning}\U0010ffff"
    keys = keys.union_all(select(next_key(further.key > keys.c.key)).where(inside))
    there = select(_RECORDS.since).where(
        _RECORDS.key == keys.c.key, _RECORDS.kind == sieve.kind, *_wanted(sight, sieve)
    )
    chosen = select(keys.c.key).where(keys.c.key < f"{beginning}\U0010ffff", there.exists()).limit(limit)
    return list(connection.execute(chosen).scalars())


def keys_under(connection: Connection, sight: Sight, sieve: Sieve, parent: str) -> dict[str, int]:
    """Return the keys of all rows under a parent, each with the number of the newest row that has it."""
    chosen = select(_RECORDS.key, _RECORDS.since).where(
        _RECORDS.parent == parent,
        _RECORDS.kind == sieve.kind,
        _RECORDS.key.is_not(None),
        *_wanted(sight, sieve),
    )
    rows = connection.execute(chosen.order_by(_RECORDS.since)).all()
    return {key: since for key, since in rows if key}


def ids_under(connection: Connection, sight: Sight, sieve: Sieve, parent: str) -> list[str]:
    """Return the ids of all rows under a parent."""
    wanted = (_RECORDS.parent == parent, _RECORDS.kind == sieve.kind, *_wanted(sight, sieve))
    return list(connection.execute(select(_RECORDS.id).where(*wanted)).scalars())


def numbered(connection: Connection, sight: Sight, sieve: Sieve, ids: Iterable[str]) -> dict[int, str]:
    """Return the numbers of those rows of ``ids`` that pass, with their ids."""
    wanted = (_RECORDS.id.in_(each(set(ids))), of_kind(sieve), *_wanted(sight, sieve))
    chosen = select(_RECORDS.since, _RECORDS.id).where(*wanted)
    return {row.since: row.id for row in connection.execute(chosen).all()}


def _having(
    connection: Connection,
    sight: Sight,
    sieve: Sieve,
    column: ColumnElement[str],
    values: Iterable[str],
) -> list[int]:
    """Return the numbers of all rows with any of some values in a column, newest first."""
    found = list[int]()
    for chunk in chunks(set(values)):
        wanted = (column.in_(chunk), _RECORDS.kind == sieve.kind, *_wanted(sight, sieve))
        found += connection.execute(select(_RECORDS.since).where(*wanted)).scalars()
    return sorted(found, reverse=True)


def _wanted(sight: Sight, sieve: Sieve) -> list[ColumnElement[bool]]:
    conditions = [of_status().in_(sieve.statuses), *kept(sight)]
    if sieve.without:
        conditions.append(or_(_RECORDS.parent.is_(None), _RECORDS.parent.not_in(sorted(sieve.without))))
    if sieve.other_keys:
        conditions.append(or_(_RECORDS.key.is_(None), _RECORDS.key.not_in(sieve.other_keys)))
    return conditions
