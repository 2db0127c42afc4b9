"""What is filed to an incident, in the order of the time of saying."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from khronika.acts.assembled import limit_of, of_statements
from khronika.acts.desk import Asking
from khronika.acts.show import Page
from khronika.acts.standing import Standing
from khronika.errors import UsageFault
from khronika.ledger import finding
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


def in_order_of_saying(query: Asking, standing: Standing, incident: str) -> list[tuple[int, str]]:
    """Return the statements filed to an incident, as numbers of rows and ids, in the order of saying."""
    filings = Sieve(Kind.FILING, ("recorded",))
    ids = finding.keys_under(query.connection, query.sight, filings, incident)
    numbers = finding.numbered(query.connection, query.sight, of_statements(standing), ids)
    periods = finding.periods_of(query.connection, list(numbers))
    return sorted(numbers.items(), key=lambda one: (_first_said(periods.get(one[0], ())), one[0]))


def _first_said(periods: Iterable[Period]) -> int:
    return min((first for which, first, _ in periods if which == SAID), default=LAST_DAY + 1)


def page_of(order: Sequence[tuple[int, str]], page: Page | None) -> Sequence[tuple[int, str]]:
    """Return what follows the statement that was seen last.

    Raises:
        UsageFault: that statement is not filed to the incident, or is no longer to be seen.
    """
    start = 0
    if page is not None and page.before:
        start = next((place for place, (_, id_) in enumerate(order, 1) if id_ == page.before), -1)
        if start < 0:
            raise UsageFault(
                f"{page.before} is not filed to this incident", "begin again with its first page"
            )
    return order[start : start + limit_of(page)]
