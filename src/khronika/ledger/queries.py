"""Asking the views. Every query takes a :class:`Sight`: what the asking member may see, and as of when.

What a member may not see is absent from rows, hits and counts alike. As-of is a filter on the positions
between which a row held; rights are always today's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, literal_column, or_, select

from khronika.errors import UsageFault
from khronika.ledger import schema
from khronika.ledger.search import match_of

_POSITION = re.compile(r"\d{1,15}")
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
    rows = connection.execute(select(schema.labels.c.id, schema.labels.c.compartments))
    return frozenset(number for number, text in rows if compartments.issuperset(json.loads(text)))


def one(connection: Connection, sight: Sight, id_: str) -> Known | None:
    """Return the record with this id as ``sight`` shows it, ``None`` where it does not."""
    chosen = _seen(sight).where(schema.records.c.id == id_)
    row = connection.execute(chosen).one_or_none()
    return None if row is None else _known(row)


def many(connection: Connection, sight: Sight, wanted: Wanted) -> list[Known]:
    """Return the records that are wanted, newest first."""
    chosen = _narrowed(_seen(sight), wanted).order_by(schema.records.c.since.desc())
    return [_known(row) for row in connection.execute(chosen.limit(wanted.limit))]


def count(connection: Connection, sight: Sight, wanted: Wanted) -> int:
    """Return how many of the wanted records there are for this sight."""
    rows = _narrowed(_seen(sight), wanted).order_by(None).subquery()
    return connection.execute(select(func.count()).select_from(rows)).scalar_one()


def found(connection: Connection, sight: Sight, query: str, kind: str, limit: int) -> list[Known]:
    """Return the records of ``kind`` in whose shadow every word of ``query`` occurs, newest first."""
    expression = match_of(query)
    if not expression:
        return []
    hits = schema.search_table.c.rowid
    matching = (
        _seen(sight)
        .join(schema.search_table, hits == schema.records.c.since)
        .where(literal_column("search").op("MATCH")(expression), schema.records.c.kind == kind)
        .order_by(hits.desc())
        .limit(limit)
    )
    return [_known(row) for row in connection.execute(matching)]


def covering(connection: Connection, covered: Sequence[str]) -> list[Known]:
    """Return the consents that cover any of the ids, as they stand today, whoever asks.

    Consent binds everybody, also those who may not read it.
    """
    consents = select(schema.coverage.c.consent).where(schema.coverage.c.covered.in_(covered))
    chosen = _seen(Sight()).where(schema.records.c.id.in_(consents))
    return [_known(row) for row in connection.execute(chosen)]


def derived(connection: Connection, sources: Sequence[str]) -> frozenset[str]:
    """Return the ids of all that is derived directly from any of the records, whoever asks."""
    table = schema.derivations.c
    found = connection.execute(select(table.subject).where(table.source.in_(sources)))
    return frozenset(found.scalars())


def erased(connection: Connection) -> list[str]:
    """Return the ids of everything that is erased."""
    table = schema.subjects.c
    return sorted(connection.execute(select(table.id).where(table.erased == 1)).scalars())


def near(connection: Connection, sight: Sight, sketch: Sequence[int]) -> dict[str, int]:
    """Return renditions that share hashes with ``sketch``, with how many they share."""
    table, records = schema.sketches.c, schema.records.c
    shared = (
        select(table.rendition, func.count())
        .join(schema.records, and_(records.id == table.rendition, records.until.is_(None)))
        .join(schema.subjects, schema.subjects.c.id == table.rendition)
        .where(table.hash.in_(sketch), *_visible(sight))
        .group_by(table.rendition)
    )
    return dict(connection.execute(shared).tuples().all())


def position_of(connection: Connection, as_of: str) -> int:
    """Return the number of entries there were at ``as_of``: a number of entries, a date, or a UTC time.

    A date means its end in UTC; a time includes what was received in its second.

    Raises:
        UsageFault: it is neither, or before the desk was founded.
    """
    if _POSITION.fullmatch(as_of):
        return int(as_of)
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
    newest = select(func.max(acts.position + acts.size)).where(before)
    position = connection.execute(newest).scalar()
    if position is None:
        raise UsageFault(
            f"the desk was founded after {as_of}", "give a later date; khronika log shows the first entries"
        )
    return int(position)


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
        .join_from(schema.entries, schema.subjects, schema.subjects.c.id == entries.subject)
        .outerjoin(schema.bodies, schema.bodies.c.position == entries.position)
        .where(*_visible(sight))
        .order_by(entries.position.desc())
        .limit(limit)
    )
    ends = [end for end in (before, sight.as_of) if end is not None]
    if ends:
        chosen = chosen.where(entries.position < min(ends))
    return list(connection.execute(chosen))


def _seen(sight: Sight) -> Select[Any]:
    records, entries = schema.records.c, schema.entries.c
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
            schema.bodies.c.body,
        )
        .join_from(schema.records, schema.subjects, schema.subjects.c.id == records.id)
        .join(schema.entries, entries.position == records.position)
        .outerjoin(schema.bodies, schema.bodies.c.position == records.position)
        .where(_held(sight), *_visible(sight))
    )


def _held(sight: Sight) -> ColumnElement[bool]:
    records = schema.records.c
    if sight.as_of is None:
        return records.until.is_(None)
    return and_(records.since < sight.as_of, or_(records.until.is_(None), records.until >= sight.as_of))


def _visible(sight: Sight) -> list[ColumnElement[bool]]:
    return [] if sight.labels is None else [schema.subjects.c.label.in_(sorted(sight.labels))]


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
    envelope = json.loads(row.envelope)
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
        body=None if row.body is None else json.loads(row.body),
        envelope=envelope,
    )
