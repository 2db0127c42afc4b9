"""Which statements a timeline and a map show: those in the record or suggested, or a choice of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from khronika.acts.assembled import IN_THE_RECORD_OR_SUGGESTED, Days, naming, of_party, of_statements
from khronika.acts.desk import Asking
from khronika.acts.filed import FiledRow, in_order_of_saying
from khronika.acts.recording import record_seen
from khronika.acts.standing import Standing
from khronika.errors import UsageFault
from khronika.ledger import finding
from khronika.ledger.facets import HAPPENED, SAID, days_between
from khronika.ledger.finding import Sieve
from khronika.records.body import record_of
from khronika.records.ids import Kind, is_id
from khronika.records.party import Party
from khronika.records.statement import TAKEN


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which statements are wanted: in the record alone, and those whose times can fall on these days.

    Of what tells no time of saying the day of its source counts.
    ``about`` is the id of a party, for what it said and what names it, or of a place that they name.
    """

    recorded: bool = False
    said: Days | None = None
    happened: Days | None = None
    about: str = ""


def sieved(standing: Standing, narrowed: Narrowed | None, **given: Any) -> Sieve:
    """Return a sieve of the statements that are wanted; ``given`` are further fields of it."""
    narrowed = narrowed or Narrowed()
    statuses = TAKEN if narrowed.recorded else IN_THE_RECORD_OR_SUGGESTED
    periods = tuple(
        (which, *days_between(days.first, days.last))
        for which, days in ((SAID, narrowed.said), (HAPPENED, narrowed.happened))
        if days is not None
    )
    return of_statements(standing, statuses=statuses, periods=periods, by_source=True, **given)


def sieves(
    query: Asking, standing: Standing, narrowed: Narrowed | None, before: int | None = None
) -> list[Sieve]:
    """Return the sieves of which any lets pass what is wanted.

    Raises:
        NotFound: the party or place is not there for the member.
        UsageFault: it is neither.
    """
    about = narrowed.about if narrowed is not None else ""
    return [sieved(standing, narrowed, before=before, **given) for given in _about(query, standing, about)]


def _about(query: Asking, standing: Standing, about: str) -> Sequence[dict[str, Any]]:
    if not about:
        return ({},)
    known = query.get(about)
    if is_id(about, Kind.PLACE):
        return (naming(query, about),)
    if not is_id(about, Kind.PARTY):
        raise UsageFault(f"{about} is neither a party nor a place", "their ids begin with prt_ and plc_")
    if known.body is None or standing.withdrawn(known):
        return ({"ids": ()},)
    return of_party(record_of(Party, known.body))


def filed_rows(query: Asking, standing: Standing, incident: str, narrowed: Narrowed | None) -> list[FiledRow]:
    """Return what is filed to an incident and wanted, in the order of saying.

    Raises:
        NotFound: the incident is not there for the member.
        UsageFault: it is no incident.
    """
    record_seen(query, incident, Kind.INCIDENT)
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
