"""What is filed to an incident, in the order of the time of saying."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from khronika.acts.assembled import limit_of, of_statements
from khronika.acts.desk import Asking
from khronika.acts.show import Page
from khronika.acts.standing import Standing
from khronika.errors import UsageFault
from khronika.ledger import finding, lookups
from khronika.ledger.facets import LAST_DAY, SAID, Period
from khronika.ledger.finding import Sieve
from khronika.ledger.queries import Known
from khronika.records.ids import Kind


def incident_seen(query: Asking, id_: str) -> Known:
    """Return an incident that the member may see.

    Raises:
        NotFound: there is none.
        UsageFault: the id is that of another record.
    """
    known = query.get(id_)
    if not id_.startswith(f"{Kind.INCIDENT}_"):
        raise UsageFault(f"{id_} is not an incident", "ids of incidents begin with inc_")
    return known


class FiledRow(NamedTuple):
    """A filed statement: the number of its row, its id, and the number of the row of its newest filing."""

    number: int
    statement: str
    filing: int


def in_order_of_saying(query: Asking, standing: Standing, incident: str) -> list[FiledRow]:
    """Return what is filed to an incident in the order of saying, what has no time of saying last."""
    filings = Sieve(Kind.FILING, ("recorded",))
    filed = finding.keys_under(query.connection, query.sight, filings, incident)
    numbers = finding.numbered(query.connection, query.sight, of_statements(standing), filed)
    periods = lookups.periods_of(query.connection, list(numbers))
    rows = (FiledRow(number, id_, filed[id_]) for number, id_ in numbers.items())
    return sorted(rows, key=lambda row: (_first_said(periods.get(row.number, ())), row.number))


def page_of(order: Sequence[FiledRow], page: Page | None) -> tuple[Sequence[FiledRow], bool]:
    """Return what follows the statement that was seen last, and whether there is more after it.

    Raises:
        UsageFault: that statement is not filed to the incident, or is no longer to be seen.
    """
    start = 0
    if page is not None and page.before:
        start = next((place for place, row in enumerate(order, 1) if row.statement == page.before), -1)
        if start < 0:
            raise UsageFault(
                f"{page.before} is not filed to this incident", "begin again with its first page"
            )
    end = start + limit_of(page)
    return order[start:end], end < len(order)


def _first_said(periods: Iterable[Period]) -> int:
    return min((first for which, first, _ in periods if which == SAID), default=LAST_DAY + 1)
