"""Looking up what rows have: keys, facets, periods, compartments.

These answer whoever asks: what comes of them is asked for its sight before anybody sees it
(:func:`khronika.ledger.finding.there`), or was asked before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, select

from khronika.ledger import schema
from khronika.ledger.facets import PERIODS, Period
from khronika.ledger.rows import chunks

_MOST = 8192


def compartments_by_label(connection: Connection) -> dict[int, frozenset[str]]:
    """Return the set of compartments that each label stands for."""
    rows = connection.execute(select(schema.labels.c.id, schema.labels.c.compartments))
    return {number: frozenset(json.loads(text)) for number, text in rows}


def having_any(connection: Connection, facet: str, values: Iterable[str]) -> dict[int, str]:
    """Return the rows that have any of some values of a facet, with the value; whoever asks."""
    facets, found = schema.facets.c, dict[int, str]()
    for chunk in chunks(set(values)):
        chosen = select(facets.since, facets.value).where(facets.facet == facet, facets.value.in_(chunk))
        found.update((since, value) for since, value in connection.execute(chosen))
    return found


def values_from(connection: Connection, facet: str, beginning: str) -> Iterator[tuple[str, int]]:
    """Yield the values of a facet that begin so, in order, with the rows that have them; whoever asks."""
    facets = schema.facets.c
    chosen = select(facets.value, facets.since).where(facets.facet == facet, facets.value >= beginning)
    with connection.execute(chosen.order_by(facets.value, facets.since.desc())) as result:
        for value, since in result:
            if not value.startswith(beginning):
                return
            yield value, since


def periods_of(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Period]]:
    """Return the periods that rows have, by the rows' numbers."""
    table, found = schema.periods.c, dict[int, list[Period]]()
    for start in range(0, len(numbers), _MOST):
        chosen = select(table.since, table.which, table.first, table.last)
        wanted = chosen.where(table.which.in_(PERIODS), table.since.in_(numbers[start : start + _MOST]))
        for since, *period in connection.execute(wanted):
            found.setdefault(since, []).append((period[0], period[1], period[2]))
    return found


def facets_of(connection: Connection, facet: str, numbers: Sequence[int]) -> dict[int, list[str]]:
    """Return the values that rows have of a facet, by the rows' numbers."""
    table, found = schema.facets.c, dict[int, list[str]]()
    for start in range(0, len(numbers), _MOST):
        wanted = table.since.in_(numbers[start : start + _MOST])
        chosen = select(table.since, table.value).where(wanted, table.facet.concat("") == facet)
        for since, value in connection.execute(chosen.order_by(table.value)):
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
