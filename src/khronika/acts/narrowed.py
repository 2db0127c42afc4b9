"""Which statements a timeline and a map show: those in the record or suggested, or a choice of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from khronika.acts.assembled import IN_THE_RECORD_OR_SUGGESTED, Days, of_statements
from khronika.acts.desk import Asking
from khronika.acts.filed import FiledRow, in_order_of_saying, incident_seen
from khronika.acts.standing import Standing
from khronika.ledger import finding
from khronika.ledger.facets import HAPPENED, SAID, days_between
from khronika.ledger.finding import Sieve
from khronika.records.statement import Status

IN_THE_RECORD = (Status.ACCEPTED, Status.AMENDED)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which statements are wanted: in the record alone, and those whose times can fall on these days."""

    recorded: bool = False
    said: Days | None = None
    happened: Days | None = None


def sieved(standing: Standing, narrowed: Narrowed | None, **given: Any) -> Sieve:
    """Return a sieve of the statements that are wanted; ``given`` are further fields of it."""
    narrowed = narrowed or Narrowed()
    statuses = IN_THE_RECORD if narrowed.recorded else IN_THE_RECORD_OR_SUGGESTED
    periods = tuple(
        (which, *days_between(days.first, days.last))
        for which, days in ((SAID, narrowed.said), (HAPPENED, narrowed.happened))
        if days is not None
    )
    return of_statements(standing, statuses=statuses, periods=periods, **given)


def filed_rows(query: Asking, standing: Standing, incident: str, narrowed: Narrowed | None) -> list[FiledRow]:
    """Return what is filed to an incident and wanted, in the order of saying.

    Raises:
        NotFound: the incident is not there for the member.
        UsageFault: it is no incident.
    """
    incident_seen(query, incident)
    order = in_order_of_saying(query, standing, incident)
    if narrowed in {None, Narrowed()}:
        return order
    sieve = sieved(standing, narrowed, ids=tuple(row.statement for row in order))
    kept = set(finding.first(query.connection, query.sight, sieve, None))
    return [row for row in order if row.number in kept]


def newest_filed(query: Asking, standing: Standing, incident: str, narrowed: Narrowed | None) -> list[int]:
    """Return the rows of :func:`filed_rows`, newest first.

    Raises:
        NotFound: the incident is not there for the member.
        UsageFault: it is no incident.
    """
    rows = filed_rows(query, standing, incident, narrowed)
    return sorted((row.number for row in rows), reverse=True)
