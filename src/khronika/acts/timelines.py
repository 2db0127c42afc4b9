"""The timeline: when something was said against when that was of which it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import merge

from khronika.acts.assembled import Days, shower_of
from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.filed import page_of
from khronika.acts.narrowed import Narrowed, filed_rows, newest_filed, sieves
from khronika.acts.paging import Page, last_seen, limit_of
from khronika.acts.shown import mark_on
from khronika.acts.source_days import times_at
from khronika.acts.standing import Standing, standing_of
from khronika.ledger import finding, lookups, queries
from khronika.ledger.facets import ACT, DENIES, FIRST_DAY, HAPPENED, LAST_DAY, SAID
from khronika.ledger.finding import Sieve
from khronika.records.statement import Act, Denial

MOST_TIMES = 2000
"""How many statements, the newest, :func:`times` looks into."""


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
    item: str = ""
    figures: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of a timeline; ``further`` tells that there are more rows."""

    rows: tuple[TimelineRow, ...] = ()
    further: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one statement, and what was done with words."""

    said: Days | None
    happened: tuple[Days, ...]
    acts: tuple[Act, ...]
    denies: tuple[Denial, ...]


@dataclass(frozen=True, slots=True)
class AllTimes:
    """The times of many statements; ``further`` tells that there are older ones which were left out."""

    times: tuple[Times, ...] = ()
    further: bool = False


def timeline(
    desk: Desk,
    member: str,
    incident: str | None = None,
    *,
    narrowed: Narrowed | None = None,
    page: Page | None = None,
    as_of: str | None = None,
) -> Timeline:
    """Return statements with their times: of one incident in the order of saying, otherwise the newest first.

    Without an incident, statements of which no time is known are left out. One that tells no time of saying
    was said on the day of its source or before.

    Raises:
        NotFound: the incident is not there for the member.
        UsageFault: it is no incident.
    """
    with asking(desk, member, as_of) as query:
        standing = standing_of(query)
        if incident is not None:
            found, further = page_of(filed_rows(query, standing, incident, narrowed), page)
            numbers = [row.number for row in found]
        else:
            wanted = sieves(query, standing, narrowed, last_seen(query, page))
            numbers, further = _timed(query, wanted, limit_of(page))
        return Timeline(tuple(_rows(query, standing, numbers)), further)


def times(
    desk: Desk,
    member: str,
    incident: str | None = None,
    *,
    narrowed: Narrowed | None = None,
    as_of: str | None = None,
) -> AllTimes:
    """Return the times of all statements of :func:`timeline`, the newest 2,000; no text is read for it.

    Raises:
        NotFound: the incident is not there for the member.
        UsageFault: it is no incident.
    """
    with asking(desk, member, as_of) as query:
        standing = standing_of(query)
        if incident is not None:
            newest = newest_filed(query, standing, incident, narrowed)
            numbers, further = newest[:MOST_TIMES], len(newest) > MOST_TIMES
        else:
            numbers, further = _timed(query, sieves(query, standing, narrowed), MOST_TIMES)
        return AllTimes(_times(query, numbers), further)


def _timed(query: Asking, wanted: Sequence[Sieve], limit: int) -> tuple[list[int], bool]:
    """Return the numbers of the newest statements that pass and have a time of saying or of happening."""
    streams = (
        finding.first(query.connection, query.sight, one, limit + 1)
        for sieve in wanted
        for one in ([sieve] if sieve.periods else _with_any_time(sieve))
    )
    numbers = list(dict.fromkeys(merge(*streams, reverse=True)))
    return numbers[:limit], len(numbers) > limit


def _with_any_time(sieve: Sieve) -> list[Sieve]:
    return [replace(sieve, periods=((which, FIRST_DAY, LAST_DAY),)) for which in (SAID, HAPPENED)]


def _times(query: Asking, numbers: Sequence[int]) -> tuple[Times, ...]:
    times = times_at(query, numbers)
    acts, denies = (lookups.facets_of(query.connection, facet, numbers) for facet in (ACT, DENIES))
    return tuple(
        Times(
            *times[number],
            tuple(map(Act, acts.get(number, ()))),
            tuple(map(Denial, denies.get(number, ()))),
        )
        for number in numbers
    )


def _rows(query: Asking, standing: Standing, numbers: Sequence[int]) -> list[TimelineRow]:
    """Return rows in the order of ``numbers``."""
    times, rows = times_at(query, numbers), dict[int, TimelineRow]()
    found = queries.at(query.connection, numbers)
    show = shower_of(query, standing, found)
    for known in found:
        shown = show(known)
        if shown.statement is not None:
            rows[known.since] = TimelineRow(
                known.id,
                known.status,
                *times[known.since],
                shown.statement.speaker,
                shown.statement.acts,
                shown.statement.denies,
                shown.words,
                shown.item,
                tuple(figure.text for figure in shown.statement.figures),
                mark_on(known),
            )
    return [rows[number] for number in numbers if number in rows]
