"""Records that are about others: ties, grades, corrections, recalls, findings, actions, by what they name.

What must stay true: nothing that the sight does not show is in an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from khronika.ledger import finding, queries, schema
from khronika.ledger.facets import ABOUT, DUE
from khronika.ledger.finding import Sieve
from khronika.ledger.queries import Known, Sight, labelled
from khronika.ledger.rows import each
from khronika.records.ids import Kind

_FACETS = schema.facets.c


def about(
    connection: Connection, sight: Sight, kind: str, statuses: Sequence[str], ids: Iterable[str]
) -> list[Known]:
    """Return the records of a kind, in one of these statuses, that name any of some ids, newest first."""
    chosen = select(_FACETS.since).where(
        _FACETS.facet == ABOUT,
        _FACETS.value.in_(each(set(ids))),
        *labelled(sight, _FACETS.label),
    )
    numbers = sorted(set(connection.execute(chosen).scalars()))
    there = finding.there(connection, sight, Sieve(kind, tuple(statuses)), numbers)
    return [known for known in queries.at(connection, there) if known.body is not None]


def due_by(connection: Connection, sight: Sight, last: int) -> list[Known]:
    """Return the actions that ask for somebody on a day up to ``last`` (an ordinal), newest first."""
    periods = schema.periods.c
    chosen = select(periods.since).where(
        periods.which == DUE, periods.first <= last, *labelled(sight, periods.label)
    )
    numbers = sorted(set(connection.execute(chosen).scalars()))
    there = finding.there(connection, sight, Sieve(Kind.ACTION, ("recorded", "changed")), numbers)
    return [known for known in queries.at(connection, there) if known.body is not None]
