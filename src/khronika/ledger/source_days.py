"""On which days sources were published, by their items: as a person gave it, else as it was read last.

What must stay true: what the sight does not show tells no day; that a person said a source has none goes
before a day that was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from khronika.ledger import lookups, schema
from khronika.ledger.facets import GIVES, LAST_DAY, NOT_TOLD, PUBLISHED, TIME_OF_SAYING
from khronika.ledger.queries import Sight, kept, labelled
from khronika.ledger.rows import chunks, each
from khronika.ledger.streams import Numbers, numbers_of
from khronika.records.ids import Kind

_RECORDS, _PERIODS, _FACETS = schema.records.c, schema.periods.c, schema.facets.c
_OF_ITEMS = (Kind.RENDITION, Kind.DESCRIPTION)

_FEW_ROWS = 600

Span = tuple[int, int]
"""The first and the last day, as ordinals."""


class _Row(NamedTuple):
    since: int
    kind: str
    parent: str
    key: str | None


def days_of(connection: Connection, sight: Sight, items: Iterable[str]) -> dict[str, Span]:
    """Return the days of those of ``items`` that have some; no body is read for it."""
    chosen = select(_RECORDS.since, _RECORDS.kind, _RECORDS.parent, _RECORDS.key).where(*kept(sight))
    rows, of_items = list[_Row](), each(set(items))
    for condition in (
        (_RECORDS.parent.in_(of_items), _RECORDS.kind.in_(_OF_ITEMS)),
        (_RECORDS.key.in_(of_items), _RECORDS.kind == Kind.RUN),
    ):
        rows += [_Row(*row) for row in connection.execute(chosen.where(*condition)).all()]
    numbers = [row.since for row in rows]
    periods = select(_PERIODS.since, _PERIODS.first, _PERIODS.last).where(
        _PERIODS.which == PUBLISHED, _PERIODS.since.in_(each(numbers))
    )
    found = {since: (first, last) for since, first, last in connection.execute(periods).all()}
    return _settled(rows, found, lookups.facets_of(connection, GIVES, numbers).keys())


def untold_within(connection: Connection, sight: Sight, days: Span, end: int | None) -> Numbers:
    """Yield the rows, before ``end``, of statements that tell no time of saying, from sources of these days.

    Where few sources can be of these days, their statements are looked up; otherwise those that tell no time
    are walked, newest first, and the days of their sources are looked up on the way.
    """
    start, stop = days
    published = select(_PERIODS.since).where(
        *(_PERIODS.which == PUBLISHED, _PERIODS.first <= stop, _PERIODS.last >= start),
        *labelled(sight, _PERIODS.label),
    )
    rows = connection.execute(published.limit(_FEW_ROWS + 1)).scalars().all()
    if not rows:
        return iter([])
    if len(rows) > _FEW_ROWS:
        return _walked(connection, sight, days, end)
    found = days_of(connection, sight, _items_with(connection, rows))
    return _of_items(connection, sight, [item for item, its in found.items() if _meet(its, days)], end)


def _items_with(connection: Connection, numbers: Sequence[int]) -> list[str]:
    chosen = select(_RECORDS.kind, _RECORDS.parent, _RECORDS.key).where(_RECORDS.since.in_(each(numbers)))
    return [key if kind == Kind.RUN else parent for kind, parent, key in connection.execute(chosen)]


def _of_items(connection: Connection, sight: Sight, items: Sequence[str], end: int | None) -> Numbers:
    rows = list[int]()
    for chunk in chunks(items):
        of_items = (_RECORDS.parent.in_(chunk), _RECORDS.kind == Kind.STATEMENT)
        chosen = select(_RECORDS.since).where(*of_items, *labelled(sight, _RECORDS.label))
        rows += connection.execute(chosen).scalars()
    return numbers_of(connection, _untold(sight).where(_FACETS.since.in_(each(rows))), _FACETS.since, end)


def _walked(connection: Connection, sight: Sight, days: Span, end: int | None) -> Numbers:
    known = dict[str, Span | None]()
    for numbers in numbers_of(connection, _untold(sight), _FACETS.since, end):
        items = items_of(connection, numbers)
        fresh = set(items.values()) - known.keys()
        known |= dict.fromkeys(fresh) | days_of(connection, sight, fresh)
        kept_of = [number for number in numbers if _meet(known.get(items.get(number, "")), days)]
        if kept_of:
            yield kept_of


def _untold(sight: Sight) -> Select[Any]:
    return select(_FACETS.since).where(
        _FACETS.facet == TIME_OF_SAYING, _FACETS.value == NOT_TOLD, *labelled(sight, _FACETS.label)
    )


def _meet(its: Span | None, days: Span) -> bool:
    """Tell whether a source was published on any of some days; one with no last day was on none."""
    return its is not None and its[0] <= days[1] and days[0] <= its[1] < LAST_DAY


def items_of(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Return the parents of rows, by the rows' numbers."""
    chosen = select(_RECORDS.since, _RECORDS.parent).where(_RECORDS.since.in_(each(numbers)))
    return {since: parent for since, parent in connection.execute(chosen).all() if parent is not None}


def _settled(rows: Sequence[_Row], periods: dict[int, Span], given: Iterable[int]) -> dict[str, Span]:
    """Return the day that counts of each item: of what a person gave the newest, else of what was read."""
    gives, newest = frozenset(given), dict[str, tuple[bool, int]]()
    for row in rows:
        item = row.key if row.kind == Kind.RUN else row.parent
        by_person = row.kind == Kind.DESCRIPTION
        if item is not None and (row.since in gives if by_person else row.since in periods):
            newest[item] = max(newest.get(item, (False, -1)), (by_person, row.since))
    return {item: periods[since] for item, (_, since) in newest.items() if since in periods}
