"""Looking up what rows and records have: keys, facets, periods; labels, shelves, what is derived or erased.

These answer whoever asks: what comes of them is asked for its sight before anybody sees it
(:func:`khronika.ledger.finding.there`), or was asked before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from khronika.ledger import schema
from khronika.ledger.facets import PERIODS, Period
from khronika.ledger.rows import chunks, each

_MOST = 8192


def compartments_by_label(connection: Connection) -> dict[int, frozenset[str]]:
    """Return the set of compartments that each label stands for."""
    rows = connection.execute(select(schema.labels.c.id, schema.labels.c.compartments))
    return {number: frozenset(json.loads(text)) for number, text in rows}


def labels_of(connection: Connection, compartments: frozenset[str]) -> frozenset[int]:
    """Return the numbers of the labels that somebody with these compartments may see."""
    held = compartments_by_label(connection).items()
    return frozenset(number for number, its in held if its <= compartments)


def labels_on(connection: Connection, ids: Iterable[str]) -> frozenset[int]:
    """Return the numbers of the labels that these records are under today."""
    table, found = schema.subjects.c, set[int]()
    for chunk in chunks(ids):
        found.update(connection.execute(select(table.label).where(table.id.in_(chunk)).distinct()).scalars())
    return frozenset(found)


def derived(connection: Connection, sources: Iterable[str]) -> set[str]:
    """Return the ids of all that is derived directly from any of the records."""
    table, found = schema.derivations.c, set[str]()
    for chunk in chunks(sources):
        found.update(connection.execute(select(table.subject).where(table.source.in_(chunk))).scalars())
    return found


def erased(connection: Connection) -> list[str]:
    """Return the ids of everything that is erased."""
    table = schema.subjects.c
    return sorted(connection.execute(select(table.id).where(table.erased == 1)).scalars())


def shelves_of(connection: Connection, kind: str, *, now: bool) -> Iterator[tuple[str, int]]:
    """Yield the shelves of a kind, each a status under a label, that there are or ever were: a seek each."""
    first, same, further = _seeks(now=now)
    row = connection.execute(first, {"kind": kind}).one_or_none()
    while row is not None:
        yield row.status, row.label
        last = {"kind": kind, "status": row.status, "label": row.label}
        row = connection.execute(same, last).one_or_none() or connection.execute(further, last).one_or_none()


def having_any(connection: Connection, facet: str, values: Iterable[str]) -> dict[int, str]:
    """Return the rows that have any of some values of a facet, each with one of the values."""
    facets, found = schema.facets.c, dict[int, str]()
    for chunk in chunks(set(values)):
        chosen = select(facets.since, facets.value).where(facets.facet == facet, facets.value.in_(chunk))
        found.update((since, value) for since, value in connection.execute(chosen))
    return found


def each_having(connection: Connection, facet: str, values: Iterable[str]) -> list[tuple[int, str]]:
    """Return each row that has a value of a facet with that value: as often as it has one of them."""
    facets = schema.facets.c
    wanted = (facets.facet == facet, facets.value.in_(each(set(values))))
    rows = connection.execute(select(facets.since, facets.value).where(*wanted)).all()
    return [(row.since, row.value) for row in rows]


def values_from(
    connection: Connection, labels: frozenset[int] | None, facet: str, beginning: str
) -> Iterator[tuple[str, int]]:
    """Yield the values of a facet that begin so, in order, with the rows under some labels that have them."""
    facets = schema.facets.c
    chosen = select(facets.value, facets.since).where(facets.facet == facet, facets.value >= beginning)
    if labels is not None:
        chosen = chosen.where(facets.label.in_(sorted(labels)))
    with connection.execute(chosen.order_by(facets.value, facets.since.desc())) as result:
        for value, since in result:
            if not value.startswith(beginning):
                return
            yield value, since


def periods_of(
    connection: Connection, numbers: Sequence[int], which: str | None = None
) -> dict[int, list[Period]]:
    """Return the periods that rows have, of one sort or of all, by the rows' numbers."""
    sorts = PERIODS if which is None else (which,)
    table, found = schema.periods.c, dict[int, list[Period]]()
    for start in range(0, len(numbers), _MOST):
        chosen = select(table.since, table.which, table.first, table.last)
        wanted = chosen.where(table.which.in_(sorts), table.since.in_(each(numbers[start : start + _MOST])))
        for since, sort, first, last in connection.execute(wanted).all():
            found.setdefault(since, []).append((sort, first, last))
    return found


def having(connection: Connection, facet: str, value: str, numbers: Sequence[int]) -> set[int]:
    """Return those of some rows that have a value of a facet."""
    facets = schema.facets.c
    chosen = select(facets.since).where(
        facets.facet == facet, facets.value == value, facets.since.in_(each(numbers))
    )
    return set(connection.execute(chosen).scalars().all())


def facets_of(connection: Connection, facet: str, numbers: Sequence[int]) -> dict[int, list[str]]:
    """Return the values that rows have of a facet, by the rows' numbers."""
    table, found = schema.facets.c, dict[int, list[str]]()
    for start in range(0, len(numbers), _MOST):
        wanted = table.since.in_(each(numbers[start : start + _MOST]))
        chosen = select(table.since, table.value).where(wanted, table.facet.concat("") == facet)
        for since, value in connection.execute(chosen.order_by(table.value)).all():
            found.setdefault(since, []).append(value)
    return found


def keys_of(connection: Connection, numbers: Sequence[int]) -> list[str]:
    """Return the keys of rows, each once, the newest row's first; the caller has asked for their sight."""
    records = schema.records.c
    chosen = select(records.key).where(records.since.in_(numbers), records.key.is_not(None))
    return [
        key
        for key in dict.fromkeys(connection.execute(chosen.order_by(records.since.desc())).scalars())
        if key
    ]


@cache
def _seeks(*, now: bool) -> tuple[Select[Any], Select[Any], Select[Any]]:
    """Return the queries for the first shelf, the next of the same status, and that of the next status."""
    records = schema.records.c
    first = (
        select(records.status, records.label)
        .where(records.kind == bindparam("kind"), *([records.until.is_(None)] if now else []))
        .order_by(records.status, records.label)
        .limit(1)
    )
    same = first.where(records.status == bindparam("status"), records.label > bindparam("label"))
    return first, same, first.where(records.status > bindparam("status"))
