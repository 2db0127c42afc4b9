"""Asking the views. Every query takes a :class:`Sight`: what the asking member may see, and as of when.

What a member may not see is absent from rows, hits and counts alike. As-of is a filter on the positions
between which a row held; rights are always today's.
"""

from __future__ import annotations

import heapq
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
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
    literal_column,
    or_,
    select,
)

from khronika.errors import UsageFault
from khronika.ledger import schema
from khronika.ledger.folding import ERASED, INDEXED_HASHES, Event, standing
from khronika.ledger.recorded import body_at, envelope_at, marks_of
from khronika.ledger.rows import chunks
from khronika.ledger.search import match_of

_FIRST_HITS, _MOST_HITS = 100, 4000
_POSITION = re.compile(r"\d{1,15}")
_LABELS = select(schema.labels.c.id, schema.labels.c.compartments)
_ABOUT = select(schema.entries.c.position, schema.entries.c.envelope).where(
    schema.entries.c.subject == bindparam("subject")
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?")


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


def labels_of(connection: Connection, compartments: frozenset[str]) -> frozenset[int]:
    """Return the numbers of the labels that somebody with these compartments may see."""
    rows = connection.execute(_LABELS)
    return frozenset(number for number, text in rows if compartments.issuperset(json.loads(text)))


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


def count(connection: Connection, sight: Sight, wanted: Wanted) -> int:
    """Return how many of the wanted records there are for this sight."""
    counted = select(func.count()).select_from(schema.records).where(_held(sight), *_visible(sight))
    number: int = connection.execute(_narrowed(counted, wanted)).scalar_one()
    return number


def found(connection: Connection, sight: Sight, query: str, kind: str, limit: int) -> list[Known]:
    """Return the records of ``kind`` in whose shadow every word of ``query`` occurs, newest first."""
    expression = match_of(query, kind, sight.labels)
    if not expression:
        return []
    records, numbers = schema.records.c, list[int]()
    for numbered in hits(connection, expression, sight.as_of):
        there = select(records.since).where(records.since.in_(numbered), *kept(sight))
        numbers += sorted(connection.execute(there).scalars(), reverse=True)
        if len(numbers) >= limit:
            break
    return at(connection, numbers[:limit])


def at(connection: Connection, numbers: Sequence[int]) -> list[Known]:
    """Return the records in these rows, newest first; the caller has asked whether they may be seen."""
    given = {"numbers": list(numbers)}
    return [_known(row) for row in connection.execute(_asked(frozenset(given)), given)]


def kept(sight: Sight) -> list[ColumnElement[bool]]:
    """Return the conditions under which a row of ``records`` is there for a sight."""
    return [_held(sight), *_visible(sight)]


def hits(connection: Connection, expression: str, end: int | None) -> Iterator[list[int]]:
    """Yield the numbers of the rows that match, newest first, in lists that grow.

    The index is asked by itself: joined with other tables, SQLite may choose to ask it once a row.
    """
    number = schema.search_table.c.rowid
    matching = select(number).where(literal_column("search").op("MATCH")(expression)).order_by(number.desc())
    if end is not None:
        matching = matching.where(number < end)
    return streamed(connection, matching)


def streamed(connection: Connection, chosen: Select[Any]) -> Iterator[list[int]]:
    """Yield the numbers that a query of one column gives, in lists that grow, as far as they are asked for.

    They are taken from the driver's cursor: an object a row costs more than finding the row.
    """
    size = _FIRST_HITS
    with connection.execute(chosen) as result:
        cursor: Any = result.cursor
        while rows := cursor.fetchmany(size):
            yield [row[0] for row in rows]
            size = min(2 * size, _MOST_HITS)


def covering(connection: Connection, covered: Sequence[str]) -> list[Known]:
    """Return the consents that cover any of the ids, as they stand today, whoever asks.

    Consent binds everybody, also those who may not read it.
    """
    consents = select(schema.coverage.c.consent).where(schema.coverage.c.covered.in_(covered))
    chosen = _shown(Sight()).where(schema.records.c.id.in_(consents)).order_by(schema.records.c.since)
    return [_known(row) for row in connection.execute(chosen)]


def standing_entries(connection: Connection, id_: str) -> tuple[str, ...]:
    """Return the ids of the entries about a record that no other supersedes: several where it is contested.

    A decision that is to settle it supersedes them all.
    """
    rows = connection.execute(_ABOUT, {"subject": id_})
    marks = [marks_of(position, envelope) for position, envelope in rows]
    events = [Event(0, one.id, one.type, one.time, one.supersedes) for one in marks]
    return tuple(event.id for event in standing(events))


@dataclass(frozen=True, slots=True)
class Step:
    """One entry about a record: what it did, by whom, in which act. ``body`` is ``None`` once erased."""

    entry: str
    act: str
    type: str
    author: str
    time: str
    position: int
    body: dict[str, Any] | None


def history(connection: Connection, id_: str) -> list[Step]:
    """Return the entries about a record in the order in which they came, whoever asks.

    The caller has asked for the record before, and so knows that the member may see it.
    """
    entries, bodies = schema.entries.c, schema.bodies.c
    chosen = (
        select(entries.position, entries.envelope, bodies.body)
        .outerjoin_from(schema.entries, schema.bodies, bodies.position == entries.position)
        .where(entries.subject == id_)
        .order_by(entries.position)
    )
    steps = []
    for position, raw, body in connection.execute(chosen):
        envelope = envelope_at(position, raw)
        steps.append(
            Step(
                envelope["id"],
                envelope["act"],
                envelope["type"],
                envelope["author"],
                envelope["time"],
                position,
                None if body is None else body_at(position, body),
            )
        )
    return steps


def subjects_of_act(connection: Connection, act: str) -> list[str]:
    """Return the ids of the records that one act wrote about, in its order, whoever asks."""
    acts, entries = schema.acts.c, schema.entries.c
    row = connection.execute(select(acts.position, acts.size).where(acts.id == act)).one()
    chosen = select(entries.subject).where(entries.position.between(row[0], row[0] + row[1] - 1))
    return list(dict.fromkeys(connection.execute(chosen.order_by(entries.position)).scalars()))


def derived(connection: Connection, sources: Sequence[str]) -> frozenset[str]:
    """Return the ids of all that is derived directly from any of the records, whoever asks."""
    table = schema.derivations.c
    found = connection.execute(select(table.subject).where(table.source.in_(sources)))
    return frozenset(found.scalars())


def labels_on(connection: Connection, ids: Iterable[str]) -> frozenset[int]:
    """Return the numbers of the labels that these records are under today, whoever asks."""
    table, found = schema.subjects.c, set[int]()
    for chunk in chunks(ids):
        found.update(connection.execute(select(table.label).where(table.id.in_(chunk)).distinct()).scalars())
    return frozenset(found)


def erased(connection: Connection) -> list[str]:
    """Return the ids of everything that is erased."""
    table = schema.subjects.c
    return sorted(connection.execute(select(table.id).where(table.erased == 1)).scalars())


def near(connection: Connection, sight: Sight, sketch: Sequence[int]) -> dict[str, int]:
    """Return renditions that share hashes with the smallest of ``sketch``, with how many they share."""
    table, records = schema.sketches.c, schema.records.c
    shared = (
        select(table.rendition, func.count())
        .join(schema.records, and_(records.id == table.rendition, _held(sight)))
        .where(table.hash.in_(sketch[:INDEXED_HASHES]), *_visible(sight))
        .group_by(table.rendition)
    )
    return {rendition: int(number) for rendition, number in connection.execute(shared)}


def position_of(connection: Connection, as_of: str) -> int:
    """Return the number of entries there were at ``as_of``: a number of entries, a date, or a UTC time.

    A date means its end in UTC; a time includes what was received in its second.

    Raises:
        UsageFault: it is neither, beyond the log, or before the desk was founded.
    """
    if _POSITION.fullmatch(as_of):
        return _within_log(connection, int(as_of))
    if _DATE.fullmatch(as_of) is None:
        raise UsageFault(
            f"cannot read {as_of!r} as a point in time",
            "give an entry number, 2026-04-12, or 2026-04-12T09:30:00Z",
        )
    try:
        until = as_of if "T" in as_of else f"{date.fromisoformat(as_of) + timedelta(days=1)}T00:00:00Z"
    except (ValueError, OverflowError) as fault:
        raise UsageFault(f"{as_of!r} is no date", "give it as 2026-04-12") from fault
    acts = schema.acts.c
    before = acts.received <= until if "T" in as_of else acts.received < until
    newest = select(acts.position + acts.size).where(before)
    newest = newest.order_by(acts.received.desc(), acts.position.desc()).limit(1)
    position = connection.execute(newest).scalar()
    if position is None:
        raise UsageFault(
            f"the desk was founded after {as_of}", "give a later date; khronika log shows the first entries"
        )
    return int(position)


def _within_log(connection: Connection, position: int) -> int:
    size = connection.execute(select(func.max(schema.checkpoints.c.size))).scalar() or 0
    if position > size:
        raise UsageFault(
            f"the log has {size} entries, not {position}", "a day is written in full: 2026-04-12"
        )
    return position


def log(connection: Connection, sight: Sight, before: int | None, limit: int) -> list[Row[Any]]:
    """Return entries newest first: position, envelope, when received, whether the body is still there."""
    entries, acts = schema.entries.c, schema.acts.c
    act = (
        select(acts.received).where(acts.position <= entries.position).order_by(acts.position.desc()).limit(1)
    )
    chosen = (
        select(
            entries.position,
            entries.envelope,
            act.scalar_subquery().label("received"),
            schema.bodies.c.position.is_not(None).label("kept"),
        )
        .outerjoin_from(schema.entries, schema.bodies, schema.bodies.c.position == entries.position)
        .order_by(entries.position.desc())
        .limit(limit)
    )
    end = min((end for end in (before, sight.as_of) if end is not None), default=None)
    if sight.labels is not None:
        chosen = chosen.where(entries.position.in_(newest_visible(connection, sight.labels, end, limit)))
    elif end is not None:
        chosen = chosen.where(entries.position < end)
    return list(connection.execute(chosen))


def newest_visible(
    connection: Connection, labels: Iterable[int], end: int | None, limit: int
) -> Sequence[int]:
    """Return the positions of the newest entries under any of the labels, before ``end``, newest first."""
    visible = schema.visible.c
    chosen = select(visible.position).order_by(visible.position.desc()).limit(limit)
    if end is not None:
        chosen = chosen.where(visible.position < end)
    return _merged(connection, [chosen.where(visible.label == label) for label in sorted(labels)], limit)


def _newest(connection: Connection, sight: Sight, wanted: Wanted, limit: int) -> Sequence[int]:
    """Return the numbers of the newest rows that are wanted.

    One index gives each shelf (a status under a label) newest first; no shelf is read further than
    ``limit``, so the answer takes as long with a million records as with a thousand.
    """
    given = seen_by(Sight(None, sight.as_of)) | _wanted(wanted) | {"limit": limit}
    given.pop("statuses", None)
    chosen, found = _numbers(frozenset(given)), list[int]()
    for status, label in _shelves(connection, wanted.kind, now=sight.as_of is None):
        seen = sight.labels is None or label in sight.labels
        if seen and (not wanted.statuses or status in wanted.statuses):
            found += connection.execute(chosen, given | {"status": status, "label": label}).scalars()
    return heapq.nlargest(limit, found)


def _shelves(connection: Connection, kind: str, *, now: bool) -> Iterator[tuple[str, int]]:
    """Yield the statuses and labels under which there are, or ever were, records of a kind: a seek each."""
    first, same, further = _seeks(now=now)
    row = connection.execute(first, {"kind": kind}).one_or_none()
    while row is not None:
        yield row.status, row.label
        last = {"kind": kind, "status": row.status, "label": row.label}
        row = connection.execute(same, last).one_or_none() or connection.execute(further, last).one_or_none()


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


def _merged(connection: Connection, newest: Iterable[Select[Any]], limit: int) -> Sequence[int]:
    """Return the greatest ``limit`` of the numbers that the queries give."""
    numbers = (number for chosen in newest for number in connection.execute(chosen).scalars())
    return heapq.nlargest(limit, numbers)


def _shown(sight: Sight) -> Select[Any]:
    return _of_columns().where(_held(sight), *_visible(sight))


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
    conditions = {
        "id": records.id == bindparam("id"),
        "numbers": records.since.in_(bindparam("numbers", expanding=True)),
        "kind": records.kind == bindparam("kind"),
        "parent": records.parent == bindparam("parent"),
        "parents": records.parent.in_(bindparam("parents", expanding=True)),
        "key": records.key == bindparam("key"),
        "statuses": records.status.in_(bindparam("statuses", expanding=True)),
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


def _visible(sight: Sight) -> list[ColumnElement[bool]]:
    return [] if sight.labels is None else [schema.records.c.label.in_(sorted(sight.labels))]


def _narrowed(chosen: Select[Any], wanted: Wanted) -> Select[Any]:
    records = schema.records.c
    conditions: list[ColumnElement[bool]] = [records.kind == wanted.kind]
    if wanted.parent is not None:
        conditions.append(records.parent == wanted.parent)
    if wanted.key is not None:
        conditions.append(records.key == wanted.key)
    if wanted.statuses:
        conditions.append(records.status.in_(wanted.statuses))
    if wanted.before is not None:
        conditions.append(records.since < wanted.before)
    return chosen.where(*conditions)


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
