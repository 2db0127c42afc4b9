"""The timeline: when something was said against when that was of which it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge

from khronika.acts.assembled import Days, days_in, item_names, limit_of, of_statements
from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.filed import in_order_of_saying, incident_seen, page_of
from khronika.acts.show import Page, statement_shower
from khronika.acts.standing import Standing, standing_of
from khronika.ledger import finding, lookups, queries
from khronika.ledger.facets import FIRST_DAY, HAPPENED, LAST_DAY, SAID
from khronika.records.statement import Act, Denial


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """When something was said, and when that was of which it tells."""

    statement: str
    status: str
    said: Days | None
    happened: tuple[Days, ...]
    speaker: str | None
    acts: tuple[Act, ...]
    denies: tuple[Denial, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of a timeline; ``further`` tells that there are more rows."""

    rows: tuple[TimelineRow, ...] = ()
    further: bool = False


def timeline(
    desk: Desk,
    member: str,
    incident: str | None = None,
    *,
    page: Page | None = None,
    as_of: str | None = None,
) -> Timeline:
    """Return statements with their times: of one incident in the order of saying, otherwise the newest first.

    Without an incident, statements of which no time is known are left out.

    Raises:
        NotFound: the incident is not there for the member.
        UsageFault: it is no incident.
    """
    with asking(desk, member, as_of) as query:
        standing = standing_of(query)
        if incident is not None:
            incident_seen(query, incident)
            order = in_order_of_saying(query, standing, incident)
            found, further = page_of(order, page)
            numbers = [row.number for row in found]
        else:
            numbers, further = _timed(query, standing, page)
        return Timeline(tuple(_rows(query, standing, numbers)), further)


def _timed(query: Asking, standing: Standing, page: Page | None) -> tuple[list[int], bool]:
    """Return the numbers of the newest statements with a time of saying or of happening."""
    before = query.get(page.before).since if page is not None and page.before else None
    limit = limit_of(page)
    streams = (
        finding.first(
            query.connection,
            query.sight,
            of_statements(standing, periods=((which, FIRST_DAY, LAST_DAY),), before=before),
            limit + 1,
        )
        for which in (SAID, HAPPENED)
    )
    numbers = list(dict.fromkeys(merge(*streams, reverse=True)))
    return numbers[:limit], len(numbers) > limit


def _rows(query: Asking, standing: Standing, numbers: Sequence[int]) -> list[TimelineRow]:
    """Return rows in the order of ``numbers``."""
    periods, rows = lookups.periods_of(query.connection, numbers), dict[int, TimelineRow]()
    found = queries.at(query.connection, numbers)
    show = statement_shower(query, standing, item_names(query, standing, found))
    for known in found:
        shown, times = show(known), periods.get(known.since, ())
        if shown.statement is not None:
            said = days_in(times, SAID)
            rows[known.since] = TimelineRow(
                known.id,
                known.status,
                said[0] if said else None,
                days_in(times, HAPPENED),
                shown.statement.speaker,
                shown.statement.acts,
                shown.statement.denies,
                shown.words,
            )
    return [rows[number] for number in numbers if number in rows]
