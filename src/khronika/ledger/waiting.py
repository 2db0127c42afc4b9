"""What waits for somebody: the queries of the work list. Each reads an index no further than it must.

What must stay true: what a sight does not show is in no row, no order and no count.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    func,
    literal_column,
    select,
)

from khronika.ledger import queries, schema
from khronika.ledger.facets import NEEDED, SECOND_PERSON, Facet
from khronika.ledger.folding import DANGER, ENDS, NEXT, SEEN_BY, TAKEN_IN_BY
from khronika.ledger.queries import Known, Sight
from khronika.ledger.rows import chunks
from khronika.ledger.shelf import firsts, newest, streamed
from khronika.records.ids import Kind
from khronika.records.statement import TAKEN, Status

_ROWS = 32
_RECORDS, _FACETS = schema.records.c, schema.facets.c
_TALLIED = (_RECORDS.id, _RECORDS.kind, _RECORDS.status, _RECORDS.parent)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """An item with how many suggestions wait in it; ``newest`` is the number of the newest one's row."""

    item: str
    count: int
    newest: int


@dataclass(frozen=True, slots=True)
class Tallied:
    """A record by its id, kind, status and parent alone: nothing of its body was read."""

    id: str
    kind: str
    status: str
    parent: str | None


def in_danger(connection: Connection, sight: Sight) -> Iterator[Known]:
    """Yield the contacts with persons who are in danger now, those last changed first."""
    chosen = _of_facet(sight, DANGER).where(_FACETS.value == "now")
    yield from _known(connection, chosen.order_by(_FACETS.since.desc()))


def due(connection: Connection, sight: Sight) -> Iterator[Known]:
    """Yield the contacts of which a next one is to come, the soonest first."""
    yield from _known(connection, _of_facet(sight, NEXT).order_by(_FACETS.value, _FACETS.since))


def ending(connection: Connection, sight: Sight, until: str) -> Iterator[Known]:
    """Yield the consents of which a term ends on or before a day, those that end last first, each once."""
    chosen = _of_facet(sight, ENDS).where(_FACETS.value <= until)
    yield from _known(connection, chosen.order_by(_FACETS.value.desc(), _FACETS.since.desc()))


@dataclass(frozen=True, slots=True)
class Seen:
    """Which statements that one member alone has accepted: those of ``member``, or of everybody else."""

    member: str
    own: bool


def seen_by_one(
    connection: Connection, sight: Sight, seen: Seen, without: Collection[str], before: int | None = None
) -> Iterator[Known]:
    """Yield statements that one member accepted and nobody else has reviewed, newest first.

    ``without`` are items whose statements are left out; ``before`` is the ``since`` of the last one seen. As
    of earlier the bodies are read for who it was: the index by member is of now.
    """
    streams = [
        _accepted(connection, sight, facet, without, before) for facet in _facets(connection, sight, seen)
    ]
    merged = heapq.merge(*streams, reverse=True)
    while numbers := list(islice(merged, _ROWS)):
        for known in queries.at(connection, numbers):
            if (seen.member in (known.body or {}).get("reviewed_by", ())) == seen.own:
                yield known


def suggested(
    connection: Connection, sight: Sight, before: int | None, without: Collection[str], limit: int | None
) -> list[Suggestions]:
    """Return the items in which suggestions wait, those with the newest one first.

    ``before`` is ``newest`` of the last one seen; ``without`` are items that are left out.
    """
    fresh = firsts(newest(connection, sight, (Kind.STATEMENT, Status.SUGGESTED), before), set(without))
    found: list[Suggestions] = []
    while items := list(islice(fresh, _ROWS)):
        waits = {one.item: one for one in waiting_in(connection, sight, [item for _, item in items])}
        found += [waits[item] for newest, item in items if waits[item].newest == newest]
        if limit is not None and len(found) >= limit:
            break
    return found[:limit]


def waiting_in(connection: Connection, sight: Sight, items: Sequence[str]) -> list[Suggestions]:
    """Return how many suggestions wait in each of these items; those without any are left out.

    The items are looked up, not the status: an index on it would give every suggestion there is.
    """
    chosen = select(_RECORDS.parent, func.count(), func.max(_RECORDS.since)).where(
        _RECORDS.parent.in_(items),
        _RECORDS.kind == Kind.STATEMENT,
        _RECORDS.status.concat("") == Status.SUGGESTED,
        *queries.kept(sight),
    )
    return [Suggestions(*row) for row in connection.execute(chosen.group_by(_RECORDS.parent))]


def taken_in_by(
    connection: Connection, sight: Sight, member: str, without: Collection[str], looked_at: int
) -> Iterator[Suggestions]:
    """Yield the items that a member took in and in which suggestions wait, the last taken in first.

    No more than ``looked_at`` receipts are looked at.
    """
    chosen = _of_facet(sight, TAKEN_IN_BY).with_only_columns(_FACETS.since, _RECORDS.parent)
    chosen = chosen.where(_FACETS.value == member).order_by(_FACETS.since.desc()).limit(looked_at)
    fresh = firsts(streamed(connection, chosen), set(without))
    while items := [item for _, item in islice(fresh, _ROWS)]:
        waits = {one.item: one for one in waiting_in(connection, sight, items)}
        yield from (waits[item] for item in items if item in waits)


def those(connection: Connection, sight: Sight, ids: Collection[str]) -> dict[str, Known]:
    """Return those of the records that are there for the sight, by id."""
    found = [_of(connection, sight, _RECORDS.id.in_(chunk)) for chunk in chunks(ids)]
    return {known.id: known for some in found for known in some}


def contested(connection: Connection, sight: Sight) -> Iterator[Tallied]:
    """Yield the records on which several decisions stand, newest first."""
    chosen = select(*_TALLIED).where(_RECORDS.contested == literal_column("1"), *queries.kept(sight))
    with connection.execution_options(stream_results=True).execute(
        chosen.order_by(_RECORDS.since.desc())
    ) as result:
        while rows := result.fetchmany(_ROWS):
            yield from (Tallied(*row) for row in rows)


def tallied(connection: Connection, sight: Sight, ids: Collection[str]) -> list[Tallied]:
    """Return those of the records that are there for the sight, by kind and then by age."""
    found: list[tuple[str, int, Tallied]] = []
    for chunk in chunks(ids):
        chosen = select(_RECORDS.since, *_TALLIED)
        rows = connection.execute(chosen.where(_RECORDS.id.in_(chunk), *queries.kept(sight)))
        found += [(row.kind, row.since, Tallied(*row[1:])) for row in rows]
    return [one for *_, one in sorted(found, key=lambda row: row[:2])]


def _of_facet(sight: Sight, facet: str) -> Select[Any]:
    joined = schema.facets.join(schema.records, _RECORDS.since == _FACETS.since)
    seen = queries.labelled(sight, _FACETS.label)
    return (
        select(_FACETS.since).select_from(joined).where(_FACETS.facet == facet, *seen, *queries.kept(sight))
    )


def _of(connection: Connection, sight: Sight, which: ColumnElement[bool]) -> list[Known]:
    chosen = select(_RECORDS.since).where(which, *queries.kept(sight))
    return queries.at(connection, connection.execute(chosen).scalars().all())


def _known(connection: Connection, chosen: Select[Any]) -> Iterator[Known]:
    """Yield the records of the rows that are chosen, in that order, each once."""
    passed = set[int]()
    with connection.execution_options(stream_results=True).execute(chosen) as result:
        scalars = result.scalars()
        while numbers := scalars.fetchmany(_ROWS):
            known = {one.since: one for one in queries.at(connection, numbers)}
            yield from (known[number] for number in dict.fromkeys(numbers) if number not in passed)
            passed.update(numbers)


def _facets(connection: Connection, sight: Sight, seen: Seen) -> list[Facet]:
    if sight.as_of is not None:
        return [(SECOND_PERSON, NEEDED)]
    if seen.own:
        return [(SEEN_BY, seen.member)]
    return [(SEEN_BY, member) for member in _seen_alone(connection) if member != seen.member]


def _seen_alone(connection: Connection) -> Iterator[str]:
    """Yield the members of whom there are statements that they alone have seen: a seek each."""
    last: str | None = ""
    while True:
        chosen = select(func.min(_FACETS.value)).where(_FACETS.facet == SEEN_BY, _FACETS.value > last)
        last = connection.execute(chosen).scalar()
        if last is None:
            return
        yield last


def _accepted(
    connection: Connection, sight: Sight, facet: Facet, without: Collection[str], before: int | None
) -> Iterator[int]:
    chosen = _of_facet(sight, facet[0]).add_columns(_RECORDS.parent)
    chosen = chosen.where(_FACETS.value == facet[1], _RECORDS.status.in_(TAKEN))
    if before is not None:
        chosen = chosen.where(_FACETS.since < before)
    for since, item in streamed(connection, chosen.order_by(_FACETS.since.desc())):
        if item not in without:
            yield since
