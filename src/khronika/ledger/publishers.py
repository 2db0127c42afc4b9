"""Who published sources, by their items: as a person gave it, else as the text or its newest reading says.

What must stay true: what the sight does not show tells no publisher; that a person said a source has none is
before one that was read. No body is read for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, select

from khronika.ledger import lookups, schema
from khronika.ledger.facets import GIVES_PUBLISHER, PUBLISHED_BY
from khronika.ledger.queries import Sight, kept
from khronika.ledger.rows import each
from khronika.records.ids import Kind

_RECORDS = schema.records.c
_OF_ITEMS = (Kind.RENDITION, Kind.DESCRIPTION)
_SUREST = {Kind.DESCRIPTION: 2, Kind.RENDITION: 1, Kind.RUN: 0}


class _Row(NamedTuple):
    since: int
    kind: str
    item: str


def publishers_of(connection: Connection, sight: Sight, items: Iterable[str]) -> dict[str, str]:
    """Return the publishers of those of ``items`` that have one, as it is written."""
    rows = list(_rows(connection, sight, items))
    numbers = [row.since for row in rows]
    named = {since: values[0] for since, values in _values(connection, PUBLISHED_BY, numbers).items()}
    given = _values(connection, GIVES_PUBLISHER, numbers).keys()
    newest = dict[str, tuple[int, int]]()
    for row in rows:
        if row.since in (given if row.kind == Kind.DESCRIPTION else named):
            newest[row.item] = max(newest.get(row.item, (-1, -1)), (_SUREST[Kind(row.kind)], row.since))
    return {item: named[since] for item, (_, since) in newest.items() if since in named}


def _rows(connection: Connection, sight: Sight, items: Iterable[str]) -> Iterator[_Row]:
    of_items = each(set(items))
    for item, condition in (
        (_RECORDS.parent, (_RECORDS.parent.in_(of_items), _RECORDS.kind.in_(_OF_ITEMS))),
        (_RECORDS.key, (_RECORDS.key.in_(of_items), _RECORDS.kind == Kind.RUN)),
    ):
        chosen = select(_RECORDS.since, _RECORDS.kind, item).where(*condition, *kept(sight))
        yield from (_Row(*row) for row in connection.execute(chosen).all())


def _values(connection: Connection, facet: str, numbers: list[int]) -> dict[int, list[str]]:
    return lookups.facets_of(connection, facet, numbers)
