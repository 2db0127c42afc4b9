"""Finding: the rows that pass words and filters together, newest first, without reading or sorting all.

Each filter is a stream of row numbers from an index that gives them newest first; streams are met chunk by
chunk, and what meets is asked once whether it is there for the sight. What must stay true: nothing that the
sight does not show is in a row, in the order or in a count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
)

from khronika.ledger import queries, schema
from khronika.ledger.facets import Facet, Period
from khronika.ledger.queries import Sight, hits, kept, streamed
from khronika.ledger.rows import chunks
from khronika.ledger.search import match_of

MOST_COUNTED = 1000
"""A count ends here; what is beyond is "more than 1,000"."""

_FEW = 2000
_MOST = 8192
Numbers = Iterator[list[int]]
"""Numbers of rows, the greatest first, in lists that grow; none is empty."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which rows of a kind, in one of ``statuses``, are wanted: those that pass everything that is given.

    ``words`` must all occur, and those of ``typed``, a name that may be half typed; of ``names`` one must,
    with all its words. Every one of ``facets`` must be there, and of ``periods`` (they must overlap); one of
    ``keys`` and of ``ids``, none of ``other_keys``.
    ``without`` are parents whose records are left out; ``before`` is the number of the last row seen.
    """

    kind: str
    statuses: tuple[str, ...]
    words: str = ""
    typed: str = ""
    names: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ()
    periods: tuple[Period, ...] = ()
    keys: tuple[str, ...] = ()
    other_keys: tuple[str, ...] = ()
    parent: str | None = None
    ids: tuple[str, ...] | None = None
    without: frozenset[str] = frozenset()
    before: int | None = None


def passing(connection: Connection, sight: Sight, sieve: Sieve) -> Iterator[int]:
    """Yield the numbers of the rows that pass and are there for the sight, newest first."""
    streams = _streams(connection, sight, sieve)
    few = _few(connection, sight, sieve)
    if few is not None:
        streams.append(iter([few] if few else []))
    elif not streams:
        streams.append(_every_row(connection, sight, sieve))
    for numbers in _meeting(streams):
        yield from there(connection, sight, sieve, numbers)


def first(connection: Connection, sight: Sight, sieve: Sieve, limit: int | None) -> list[int]:
    """Return the newest numbers that pass, at most ``limit``."""
    return list(islice(passing(connection, sight, sieve), limit))


def of_key(connection: Connection, sight: Sight, sieve: Sieve, key: str, limit: int) -> list[int]:
    """Return the newest numbers of rows with one key; of the sieve only what needs no stream counts."""
    records = schema.records.c
    chosen = select(records.since).where(
        records.key == key, records.kind == sieve.kind, *_wanted(sight, sieve)
    )
    return list(connection.execute(chosen.order_by(records.since.desc()).limit(limit)).scalars())


def keys_from(
    connection: Connection, sight: Sight, sieve: Sieve, beginning: str, after: str, limit: int
) -> list[str]:
    """Return keys that begin so and come after another, in order: those of rows that pass without a stream.

    One query walks the index of keys from one to the next, a seek each, so that those which the sight does
    not show take next to no time.
    """
    records, further = schema.records.c, schema.records.alias("further").c

    def next_key(condition: ColumnElement[bool]) -> ScalarSelect[Any]:
        chosen = select(further.key).where(further.kind.concat("") == sieve.kind, condition)
        return chosen.order_by(further.key).limit(1).scalar_subquery()

    first = further.key > after if after >= beginning else further.key >= beginning
    keys = select(next_key(first).label("key")).cte("keys", recursive=True)
    inside = keys.c.key < f"{beginning}\U0010ffff"
    keys = keys.union_all(select(next_key(further.key > keys.c.key)).where(inside))
    there = select(records.since).where(
        records.key == keys.c.key, records.kind == sieve.kind, *_wanted(sight, sieve)
    )
    chosen = select(keys.c.key).where(keys.c.key < f"{beginning}\U0010ffff", there.exists()).limit(limit)
    return list(connection.execute(chosen).scalars())


def under(connection: Connection, sight: Sight, sieve: Sieve, parents: Iterable[str]) -> list[int]:
    """Return the numbers of all rows under any of some parents; of the sieve what needs no stream counts."""
    records, found = schema.records.c, list[int]()
    for chunk in chunks(set(parents)):
        wanted = (records.parent.in_(chunk), records.kind == sieve.kind, *_wanted(sight, sieve))
        found += connection.execute(select(records.since).where(*wanted)).scalars()
    return sorted(found, reverse=True)


def ids_under(connection: Connection, sight: Sight, sieve: Sieve, parent: str) -> list[str]:
    """Return the ids of all rows under a parent that pass what needs no stream."""
    records = schema.records.c
    wanted = (records.parent == parent, records.kind == sieve.kind, *_wanted(sight, sieve))
    return list(connection.execute(select(records.id).where(*wanted)).scalars())


def of_keys(connection: Connection, sight: Sight, sieve: Sieve, keys: Iterable[str]) -> list[int]:
    """Return the numbers of rows that have one of the keys and pass what needs no stream, newest first."""
    records, found = schema.records.c, list[int]()
    for chunk in chunks(set(keys)):
        wanted = (records.key.in_(chunk), records.kind == sieve.kind, *_wanted(sight, sieve))
        found += connection.execute(select(records.since).where(*wanted)).scalars()
    return sorted(found, reverse=True)


def keys_under(connection: Connection, sight: Sight, sieve: Sieve, parent: str) -> dict[str, int]:
    """Return the keys of all rows under a parent, each with the number of the newest row that has it."""
    records = schema.records.c
    chosen = select(records.key, records.since).where(
        records.parent == parent, records.kind == sieve.kind, records.key.is_not(None), *_wanted(sight, sieve)
    )
    return {key: since for key, since in connection.execute(chosen.order_by(records.since)) if key}


def numbered(connection: Connection, sight: Sight, sieve: Sieve, ids: Iterable[str]) -> dict[int, str]:
    """Return the numbers of those rows of ``ids`` that pass what needs no stream, with their ids."""
    records, found = schema.records.c, dict[int, str]()
    for chunk in chunks(set(ids)):
        wanted = (records.id.in_(chunk), _of_kind(sieve), *_wanted(sight, sieve))
        rows = connection.execute(select(records.since, records.id).where(*wanted))
        found.update((since, id_) for since, id_ in rows)
    return found


def _streams(connection: Connection, sight: Sight, sieve: Sieve) -> list[Numbers]:
    end = min((end for end in (sieve.before, sight.as_of) if end is not None), default=None)
    records, facets = schema.records.c, schema.facets.c
    streams: list[Numbers] = [
        hits(connection, expression, end) if expression else iter([])
        for expression in _expressions(sight, sieve)
    ]
    for facet, value in sieve.facets:
        chosen = select(facets.since).where(facets.facet == facet, facets.value == value)
        streams.append(_read(connection, chosen, facets.since, end))
    streams += [_in_period(connection, period, end) for period in sieve.periods]
    of_kind = select(records.since).where(records.kind == sieve.kind)
    if sieve.keys:
        streams.append(_read(connection, of_kind.where(records.key.in_(sieve.keys)), records.since, end))
    if sieve.parent is not None:
        streams.append(_read(connection, of_kind.where(records.parent == sieve.parent), records.since, end))
    if sieve.ids is not None:
        streams.append(_of_ids(connection, sight, sieve.ids, end))
    return streams


def _expressions(sight: Sight, sieve: Sieve) -> list[str]:
    """Return the expressions of the index of words; an empty one is not to be found."""
    found = [match_of(sieve.words, sieve.kind, sight.labels)] if sieve.words.strip() else []
    if sieve.typed.strip():
        found.append(match_of(sieve.typed, sieve.kind, sight.labels, half_typed=True))
    if sieve.names:
        named = [match_of(name, sieve.kind, sight.labels) for name in sieve.names]
        found.append(" OR ".join(f"({one})" for one in named if one))
    return found


def _read(
    connection: Connection, chosen: Select[Any], number: ColumnElement[int], end: int | None
) -> Numbers:
    if end is not None:
        chosen = chosen.where(number < end)
    return streamed(connection, chosen.order_by(number.desc()))


def _in_period(connection: Connection, period: Period, end: int | None) -> Numbers:
    which, start, stop = period
    periods = schema.periods.c
    overlaps = and_(periods.which == which, periods.first <= stop, periods.last >= start)
    return _each_once(_read(connection, select(periods.since).where(overlaps), periods.since, end))


def _each_once(numbered: Numbers) -> Numbers:
    """Leave out repeats: a row may have several periods, one after another."""
    last = -1
    for numbers in numbered:
        fresh = [number for number in dict.fromkeys(numbers) if number != last]
        last = numbers[-1]
        if fresh:
            yield fresh


def _of_ids(connection: Connection, sight: Sight, ids: Iterable[str], end: int | None) -> Numbers:
    records, found = schema.records.c, list[int]()
    for chunk in chunks(ids):
        found += connection.execute(
            select(records.since).where(records.id.in_(chunk), *kept(sight))
        ).scalars()
    below = sorted((one for one in found if end is None or one < end), reverse=True)
    if below:
        yield below


def _few(connection: Connection, sight: Sight, sieve: Sieve) -> list[int] | None:
    """Return all rows in these statuses that are there, where they are few; otherwise ``None``."""
    given = queries.seen_by(sight) | {"kind": sieve.kind, "statuses": sieve.statuses}
    counted, chosen = _rows_of(frozenset(given))
    if connection.execute(counted, given).scalar_one() > _FEW:
        return None
    found = connection.execute(chosen, given).scalars().all()
    return sorted((one for one in found if sieve.before is None or one < sieve.before), reverse=True)


@cache
def _rows_of(given: frozenset[str]) -> tuple[Select[Any], Select[Any]]:
    """Return the query that counts the rows there are, up to one more than few, and the one for them."""
    chosen = queries.bound(select(schema.records.c.since), given).order_by(None)
    return select(func.count()).select_from(chosen.limit(_FEW + 1).subquery()), chosen


def _every_row(connection: Connection, sight: Sight, sieve: Sieve) -> Numbers:
    """Yield the rows by number, whatever their status: an index on it would have to be sorted."""
    records = schema.records.c
    end = min((end for end in (sieve.before, sight.as_of) if end is not None), default=None)
    return _read(connection, select(records.since).where(_of_kind(sieve)), records.since, end)


def _meeting(streams: Sequence[Numbers]) -> Numbers:
    """Yield the numbers that are in every stream.

    What every stream has given down to the same number is met at once; the rest waits for the next round.
    """
    waiting: list[list[int]] = [[] for _ in streams]
    while True:
        for place, stream in enumerate(streams):
            if not waiting[place]:
                waiting[place] = next(stream, [])
            if not waiting[place]:
                return
        low = max(numbers[-1] for numbers in waiting)
        cuts = [bisect_right(numbers, -low, key=_negative) for numbers in waiting]
        met = set(waiting[0][: cuts[0]]).intersection(
            *(numbers[:cut] for numbers, cut in zip(waiting[1:], cuts[1:], strict=True))
        )
        waiting = [numbers[cut:] for numbers, cut in zip(waiting, cuts, strict=True)]
        if met:
            yield sorted(met, reverse=True)


def _negative(number: int) -> int:
    return -number


def there(connection: Connection, sight: Sight, sieve: Sieve, numbers: Sequence[int]) -> list[int]:
    """Return those rows that are there for the sight, of the kind and in a status that is wanted."""
    given = queries.seen_by(sight) | {"numbers": numbers, "statuses": sieve.statuses}
    others = {"without": sorted(sieve.without), "other_keys": sieve.other_keys}
    given |= {"of_kind": sieve.kind} | {name: value for name, value in others.items() if value}
    with connection.execute(_those_there(frozenset(given)), given) as result:
        cursor: Any = result.cursor
        return sorted((row[0] for row in cursor.fetchall()), reverse=True)


@cache
def _those_there(given: frozenset[str]) -> Select[Any]:
    """Return the query of :func:`there`, made once for the names of what is given."""
    records = schema.records.c
    without: BindParameter[str] = bindparam("without", expanding=True)
    other_keys: BindParameter[str] = bindparam("other_keys", expanding=True)
    conditions = {
        "of_kind": records.kind.concat("") == bindparam("of_kind"),
        "without": or_(records.parent.is_(None), records.parent.not_in(without)),
        "other_keys": or_(records.key.is_(None), records.key.not_in(other_keys)),
    }
    chosen = select(records.since).where(*(conditions[name] for name in conditions if name in given))
    return queries.bound(chosen, given).order_by(None)


def _of_kind(sieve: Sieve) -> ColumnElement[bool]:
    """Return the condition that a row is of the kind, in a form for which no index is taken."""
    return schema.records.c.kind.concat("") == sieve.kind


def _wanted(sight: Sight, sieve: Sieve) -> list[ColumnElement[bool]]:
    records = schema.records.c
    conditions = [records.status.in_(sieve.statuses), *kept(sight)]
    if sieve.without:
        conditions.append(or_(records.parent.is_(None), records.parent.not_in(sorted(sieve.without))))
    if sieve.other_keys:
        conditions.append(or_(records.key.is_(None), records.key.not_in(sieve.other_keys)))
    return conditions
