"""Finding: the rows that pass words and filters together, newest first, without reading or sorting all.

Each filter is a stream of row numbers (:mod:`khronika.ledger.streams`); where streams meet, the rows are
asked once whether they are there for the sight. What must stay true: nothing that the sight does not show is
in a row, in the order or in a count.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Executable,
    Select,
    bindparam,
    func,
    or_,
    select,
    text,
)

from khronika.ledger import queries, schema
from khronika.ledger.facets import SAID, Facet, Period
from khronika.ledger.queries import Known, Sight, kept, labelled
from khronika.ledger.rows import chunks
from khronika.ledger.search import match_of
from khronika.ledger.source_days import untold_within
from khronika.ledger.streams import Numbers, any_of, each_once, hits, meeting, numbers_of

MOST_COUNTED = 1000
"""A count ends here; what is beyond is "more than 1,000"."""

_FEW = 2000
_COUNTED = (
    "SELECT count(*) FROM (SELECT 1 FROM records INDEXED BY records_now "
    "WHERE kind = :kind AND status IN :statuses {seen} AND until IS NULL LIMIT :most)"
)
_STATUSES: BindParameter[str] = bindparam("statuses", expanding=True)
_LABELS: BindParameter[int] = bindparam("labels", expanding=True)


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which rows of a kind, in one of ``statuses``, are wanted: those that pass everything that is given.

    ``words`` must all occur, and those of ``typed``, a name that may be half typed; of ``names`` one must,
    with all its words, or one of the facets of ``either``. Every one of ``facets`` must be there, and of
    ``periods`` (they must overlap); one of ``keys`` and of ``ids``, none of ``other_keys``.
    ``without`` are parents whose records are left out; ``before`` is the number of the last row seen.
    What tells no time of saying passes a period of saying ``by_source``, by the day of its source.
    """

    kind: str
    statuses: tuple[str, ...]
    words: str = ""
    typed: str = ""
    names: tuple[str, ...] = ()
    either: tuple[Facet, ...] = ()
    facets: tuple[Facet, ...] = ()
    periods: tuple[Period, ...] = ()
    by_source: bool = False
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
    for numbers in meeting(streams):
        yield from there(connection, sight, sieve, numbers)


def first(connection: Connection, sight: Sight, sieve: Sieve, limit: int | None) -> list[int]:
    """Return the newest numbers that pass, at most ``limit``."""
    return list(islice(passing(connection, sight, sieve), limit))


def there(connection: Connection, sight: Sight, sieve: Sieve, numbers: Sequence[int]) -> list[int]:
    """Return those rows that are there for the sight, of the kind and in a status that is wanted."""
    given = queries.seen_by(sight) | {"numbers": json.dumps(numbers), "statuses": sieve.statuses}
    others = {"without": sorted(sieve.without), "other_keys": sieve.other_keys}
    given |= {"of_kind": sieve.kind} | {name: value for name, value in others.items() if value}
    with connection.execute(_those_there(frozenset(given)), given) as result:
        cursor: Any = result.cursor
        return sorted((row[0] for row in cursor.fetchall()), reverse=True)


def found(connection: Connection, sight: Sight, query: str, kind: str, limit: int) -> list[Known]:
    """Return the records of ``kind`` in whose shadow every word of ``query`` occurs, newest first."""
    rows = of_kinds(connection, sight, query, {kind: ()})
    return queries.at(connection, [number for number, _ in islice(rows, limit)])


def of_kinds(
    connection: Connection, sight: Sight, words: str, statuses: Mapping[str, Sequence[str]]
) -> Iterator[tuple[int, str]]:
    """Yield the rows in whose shadow all words occur, newest first, each with its kind.

    They are of the kinds that ``statuses`` names, in one of those it gives, or in any where it gives none.
    The index of words is walked once, however many kinds are asked for.
    """
    expression = match_of(words, tuple(statuses), sight.labels)
    records = schema.records.c
    for numbered in hits(connection, expression, sight.as_of) if expression else ():
        chosen = select(records.since, records.kind, records.status)
        rows = connection.execute(chosen.where(records.since.in_(numbered), *kept(sight)))
        held = [(row.since, row.kind) for row in rows if row.status in (statuses[row.kind] or (row.status,))]
        yield from sorted(held, reverse=True)


def of_kind(sieve: Sieve) -> ColumnElement[bool]:
    """Return the condition that a row is of the kind, in a form for which no index is taken."""
    return schema.records.c.kind.concat("") == sieve.kind


def _streams(connection: Connection, sight: Sight, sieve: Sieve) -> list[Numbers]:
    end = min((end for end in (sieve.before, sight.as_of) if end is not None), default=None)
    records = schema.records.c
    streams: list[Numbers] = [
        hits(connection, expression, end) if expression else iter([])
        for expression in _expressions(sight, sieve)
    ]
    if sieve.names or sieve.either:
        streams.append(any_of(_either(connection, sight, sieve, end)))
    streams += [_having(connection, sight, facet, end) for facet in sieve.facets]
    for period in sieve.periods:
        named = [_in_period(connection, sight, period, end)]
        if period[0] == SAID and sieve.by_source:
            named.append(untold_within(connection, sight, period[1:], end))
        streams.append(any_of(named))
    of_kind = select(records.since).where(records.kind == sieve.kind, *labelled(sight, records.label))
    if sieve.keys:
        streams.append(numbers_of(connection, of_kind.where(records.key.in_(sieve.keys)), records.since, end))
    if sieve.parent is not None:
        streams.append(
            numbers_of(connection, of_kind.where(records.parent == sieve.parent), records.since, end)
        )
    if sieve.ids is not None:
        streams.append(_of_ids(connection, sight, sieve.ids, end))
    return streams


def _expressions(sight: Sight, sieve: Sieve) -> list[str]:
    """Return the expressions of the index of words; an empty one is not to be found."""
    found = [match_of(sieve.words, (sieve.kind,), sight.labels)] if sieve.words.strip() else []
    if sieve.typed.strip():
        found.append(match_of(sieve.typed, (sieve.kind,), sight.labels, half_typed=True))
    return found


def _either(connection: Connection, sight: Sight, sieve: Sieve, end: int | None) -> list[Numbers]:
    """Return the streams of the rows with one of the names, and of those with each of the facets."""
    named = [match_of(name, (sieve.kind,), sight.labels) for name in sieve.names]
    expression = " OR ".join(f"({one})" for one in named if one)
    streams = [hits(connection, expression, end)] if expression else []
    return [*streams, *(_having(connection, sight, facet, end) for facet in sieve.either)]


def _having(connection: Connection, sight: Sight, facet: Facet, end: int | None) -> Numbers:
    facets = schema.facets.c
    chosen = select(facets.since).where(
        facets.facet == facet[0], facets.value == facet[1], *labelled(sight, facets.label)
    )
    return numbers_of(connection, chosen, facets.since, end)


def _in_period(connection: Connection, sight: Sight, period: Period, end: int | None) -> Numbers:
    which, start, stop = period
    periods = schema.periods.c
    chosen = select(periods.since).where(
        periods.which == which, periods.first <= stop, periods.last >= start, *labelled(sight, periods.label)
    )
    return each_once(numbers_of(connection, chosen, periods.since, end))


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
    counted = connection.execute(_counted(frozenset(given)), given | {"most": _FEW + 1})
    if counted.scalar_one() > _FEW:
        return None
    found = connection.execute(_rows_of(frozenset(given)), given).scalars().all()
    return sorted((one for one in found if sieve.before is None or one < sieve.before), reverse=True)


@cache
def _rows_of(given: frozenset[str]) -> Select[Any]:
    """Return the query for the rows there are."""
    return queries.bound(select(schema.records.c.since), given).order_by(None)


@cache
def _counted(given: frozenset[str]) -> Executable:
    """Return the query that counts the rows there are, up to one more than few.

    Of those that hold now it names the index, which holds all it asks: SQLite would take another one and
    look each row up.
    """
    if "as_of" in given:
        return select(func.count()).select_from(_rows_of(given).limit(bindparam("most")).subquery())
    if "labels" not in given:
        return text(_COUNTED.format(seen="")).bindparams(_STATUSES)
    return text(_COUNTED.format(seen="AND label IN :labels")).bindparams(_STATUSES, _LABELS)


def _every_row(connection: Connection, sight: Sight, sieve: Sieve) -> Numbers:
    """Yield the rows by number, whatever their status: an index on it would have to be sorted."""
    records = schema.records.c
    end = min((end for end in (sieve.before, sight.as_of) if end is not None), default=None)
    chosen = select(records.since).where(of_kind(sieve), *labelled(sight, records.label))
    return numbers_of(connection, chosen, records.since, end)


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
