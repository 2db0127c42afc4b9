"""Asking for records. Every query takes a :class:`Sight`: what the asking member may see, and as of when.

What must stay true: what a member may not see is in no answer; as-of is a filter on the positions between
which a row held, and rights are always today's.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)

from khronika.ledger import schema
from khronika.ledger.folding import ERASED
from khronika.ledger.lookups import shelves_of
from khronika.ledger.recorded import body_at, envelope_at
from khronika.ledger.rows import chunks


@dataclass(frozen=True, slots=True)
class Sight:
    """What may be seen: rows whose label is in ``labels`` (``None``: all), as of ``as_of`` (``None``: now).

    ``as_of`` is a number of entries: 3 shows what was known when the log held entries 0, 1 and 2.
    """

    labels: frozenset[int] | None = None
    as_of: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """One record as it stands (or stood). ``body`` is ``None`` once it is erased."""

    id: str
    status: str
    contested: bool
    since: int
    until: int | None
    position: int
    entry: str
    type: str
    parent: str | None
    key: str | None
    body: dict[str, Any] | None
    envelope: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records of a kind are wanted, newest first. ``before`` is the ``since`` of the last one seen."""

    kind: str
    parent: str | None = None
    key: str | None = None
    statuses: tuple[str, ...] = ()
    before: int | None = None
    limit: int | None = None


def one(connection: Connection, sight: Sight, id_: str) -> Known | None:
    """Return the record with this id as ``sight`` shows it, ``None`` where it does not."""
    given = seen_by(sight) | {"id": id_}
    row = connection.execute(_asked(frozenset(given)), given).one_or_none()
    return None if row is None else _known(row)


def many(connection: Connection, sight: Sight, wanted: Wanted) -> list[Known]:
    """Return the records that are wanted, newest first."""
    if wanted.limit is not None and wanted.parent is None and wanted.key is None:
        return at(connection, _newest(connection, sight, wanted, wanted.limit))
    given = seen_by(sight) | _wanted(wanted)
    return [_known(row) for row in connection.execute(_asked(frozenset(given)), given)]


def under(
    connection: Connection, sight: Sight, wanted: Wanted, parents: Iterable[str]
) -> dict[str, list[Known]]:
    """Return all that is wanted and belongs to these records, by those, newest first."""
    found: dict[str, list[Known]] = {}
    for chunk in chunks(parents):
        given = seen_by(sight) | _wanted(wanted) | {"parents": chunk}
        for row in connection.execute(_asked(frozenset(given)), given):
            found.setdefault(row.parent, []).append(_known(row))
    return found


def by_id(connection: Connection, sight: Sight, ids: Iterable[str]) -> dict[str, Known]:
    """Return those of some records that there are, by their ids."""
    found: dict[str, Known] = {}
    for chunk in chunks(ids):
        given = seen_by(sight) | {"ids": chunk}
        found.update((row.id, _known(row)) for row in connection.execute(_asked(frozenset(given)), given))
    return found


def at(connection: Connection, numbers: Sequence[int]) -> list[Known]:
    """Return the records in these rows, newest first; the caller has asked whether they may be seen."""
    given = {"numbers": json.dumps(list(numbers))}
    return [_known(row) for row in connection.execute(_asked(frozenset(given)), given)]


def labelled(sight: Sight, label: ColumnElement[int]) -> list[ColumnElement[bool]]:
    """Return the condition that a row with this label is seen; none where all are."""
    return [] if sight.labels is None else [label.in_(sorted(sight.labels))]


def kept(sight: Sight) -> list[ColumnElement[bool]]:
    """Return the conditions under which a row of ``records`` is there for a sight."""
    return [_held(sight), *labelled(sight, schema.records.c.label)]


def of_status() -> ColumnElement[str]:
    """Return the status of a row in a form for which no index is taken.

    Where rows are looked up by a parent, a key or an id, SQLite would else walk all that stand so.
    """
    return schema.records.c.status.concat("")


def covering(connection: Connection, covered: Sequence[str]) -> list[Known]:
    """Return the consents that cover any of the ids, as they stand today, whoever asks.

    Consent binds everybody, also those who may not read it.
    """
    consents = select(schema.coverage.c.consent).where(schema.coverage.c.covered.in_(covered))
    records = schema.records.c
    chosen = _of_columns().where(records.id.in_(consents), *kept(Sight())).order_by(records.since)
    return [_known(row) for row in connection.execute(chosen)]


def _newest(connection: Connection, sight: Sight, wanted: Wanted, limit: int) -> Sequence[int]:
    """Return the numbers of the newest rows that are wanted.

    One index gives each shelf (a status under a label) newest first; no shelf is read further than
    ``limit``, so the answer takes as long with a million records as with a thousand.
    """
    given = seen_by(Sight(None, sight.as_of)) | _wanted(wanted) | {"limit": limit}
    given.pop("statuses", None)
    chosen, found = _numbers(frozenset(given)), list[int]()
    for status, label in shelves_of(connection, wanted.kind, now=sight.as_of is None):
        seen = sight.labels is None or label in sight.labels
        if seen and (not wanted.statuses or status in wanted.statuses):
            found += connection.execute(chosen, given | {"status": status, "label": label}).scalars()
    return heapq.nlargest(limit, found)


_LOOKED_UP_BY = frozenset({"id", "ids", "parent", "parents", "key", "numbers"})


def seen_by(sight: Sight) -> dict[str, Any]:
    """Return the values by which a sight narrows a query down (:func:`bound`)."""
    labels = {} if sight.labels is None else {"labels": sorted(sight.labels)}
    return labels if sight.as_of is None else labels | {"as_of": sight.as_of}


def _wanted(wanted: Wanted) -> dict[str, Any]:
    """Return what is wanted as it is given to :func:`_asked`."""
    values: dict[str, Any] = {
        "kind": wanted.kind,
        "parent": wanted.parent,
        "key": wanted.key,
        "statuses": wanted.statuses or None,
        "before": wanted.before,
        "limit": wanted.limit,
    }
    return {name: value for name, value in values.items() if value is not None}


@cache
def _asked(given: frozenset[str]) -> Select[Any]:
    """Return the query for records by the values of these names, newest first.

    Each is made once: making one takes several times as long as asking it.
    """
    return bound(_of_columns(), given)


@cache
def _numbers(given: frozenset[str]) -> Select[Any]:
    """Return the query for the numbers of rows of one shelf."""
    records = schema.records.c
    chosen = select(records.since).where(
        records.status == bindparam("status"), records.label == bindparam("label")
    )
    return bound(chosen, given)


def bound(chosen: Select[Any], given: frozenset[str]) -> Select[Any]:
    """Return a query on ``records``, newest first, with a place for each value by these names.

    It is of rows that hold now or as of then, but for one of ``numbers`` alone.
    """
    records = schema.records.c
    end: BindParameter[int] = bindparam("as_of")
    status = of_status() if given & _LOOKED_UP_BY else records.status
    conditions = {
        "id": records.id == bindparam("id"),
        "ids": records.id.in_(bindparam("ids", expanding=True)),
        "numbers": records.since.in_(
            select(func.json_each(bindparam("numbers")).table_valued("value").c.value)
        ),
        "kind": records.kind == bindparam("kind"),
        "parent": records.parent == bindparam("parent"),
        "parents": records.parent.in_(bindparam("parents", expanding=True)),
        "key": records.key == bindparam("key"),
        "statuses": status.in_(bindparam("statuses", expanding=True)),
        "before": records.since < bindparam("before"),
        "labels": records.label.in_(bindparam("labels", expanding=True)),
        "as_of": and_(records.since < end, or_(records.until.is_(None), records.until >= end)),
    }
    chosen = chosen.where(*(conditions[name] for name in conditions if name in given))
    if "as_of" not in given and given != {"numbers"}:
        chosen = chosen.where(records.until.is_(None))
    if "id" not in given:
        chosen = chosen.order_by(records.since.desc())
    return chosen.limit(bindparam("limit")) if "limit" in given else chosen


def _of_columns() -> Select[Any]:
    records, entries, bodies = schema.records.c, schema.entries.c, schema.bodies.c
    return (
        select(
            records.id,
            records.status,
            records.contested,
            records.since,
            records.until,
            records.position,
            records.parent,
            records.key,
            entries.envelope,
            case((records.status != ERASED, bodies.body)).label("body"),
        )
        .join_from(schema.records, schema.entries, entries.position == records.position)
        .outerjoin(schema.bodies, bodies.position == records.position)
    )


def _held(sight: Sight) -> ColumnElement[bool]:
    records = schema.records.c
    if sight.as_of is None:
        return records.until.is_(None)
    return and_(records.since < sight.as_of, or_(records.until.is_(None), records.until >= sight.as_of))


def _known(row: Row[Any]) -> Known:
    envelope = envelope_at(row.position, row.envelope)
    return Known(
        id=row.id,
        status=row.status,
        contested=bool(row.contested),
        since=row.since,
        until=row.until,
        position=row.position,
        entry=envelope["id"],
        type=envelope["type"],
        parent=row.parent,
        key=row.key,
        body=None if row.body is None else body_at(row.position, row.body),
        envelope=envelope,
    )
