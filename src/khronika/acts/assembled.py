"""What pages are assembled from: lists of statements, and other records by their names.

What must stay true: a list is bounded, newest first, and counts what the member may see alone, up to
1,000; what was withdrawn or erased is in no list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from khronika.acts.desk import Asking
from khronika.acts.paging import LONGEST_PAGE, Page, last_seen, limit_of
from khronika.acts.shown import StatementShown, statement_shower
from khronika.acts.standing import Standing
from khronika.ledger import finding, queries, source_days
from khronika.ledger.facets import FIRST_DAY, HAPPENED, LAST_DAY, PLACE, SAID, Period
from khronika.ledger.finding import MOST_COUNTED, Sieve
from khronika.ledger.queries import Known
from khronika.ledger.shadow import fold
from khronika.records.ids import Kind, is_id
from khronika.records.party import Party
from khronika.records.statement import Status

ANY_STATUS = tuple(Status)
IN_THE_RECORD_OR_SUGGESTED = (Status.ACCEPTED, Status.AMENDED, Status.SUGGESTED)
RECORDED = ("recorded", "changed")
"""The statuses of a party, place or incident that stands."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of statements, newest first.

    ``count`` is of the whole list; ``more`` tells that there are more than that, which then is 1,000;
    ``further`` tells that there is another page, before the last one shown.
    """

    statements: tuple[StatementShown, ...] = ()
    count: int = 0
    more: bool = False
    further: bool = False


NOTHING_LISTED = Listed()


@dataclass(frozen=True, slots=True)
class Named:
    """Another record by its name, as it may be shown; ``when`` is an incident's time as EDTF."""

    id: str
    name: str
    status: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day that a time can mean; ``None`` is an end left open.

    ``by_source``: it is not told; the last day is that of the source, and so the last on which it was said.
    """

    first: date | None
    last: date | None
    by_source: bool = False


def of_statements(standing: Standing, **given: Any) -> Sieve:
    """Return a sieve of statements that may be shown; ``given`` are fields of :class:`Sieve`."""
    statuses = given.pop("statuses", IN_THE_RECORD_OR_SUGGESTED)
    return Sieve(Kind.STATEMENT, statuses, without=standing.items, **given)


def naming(query: Asking, place: str) -> dict[str, Any]:
    """Return the fields of a sieve for what names a place: a record's id, or a GeoNames id in digits.

    A place of the gazetteer is named where the reader took words for it, any other by its names.

    Raises:
        NotFound: there is no such record for the member.
    """
    if not is_id(place, Kind.PLACE):
        return {"facets": ((PLACE, place),)}
    body = query.get(place).body
    if body is None:
        return {"ids": ()}
    if body.get("geonames") is not None:
        return {"facets": ((PLACE, str(body["geonames"])),)}
    return {"names": (body["name"], *body["names"])}


def of_party(party: Party) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields of two sieves: for what a party said under its names, and for what names it."""
    names = (party.name, *party.names)
    keys = tuple(dict.fromkeys(map(fold, names)))
    return {"keys": keys}, {"names": names, "other_keys": keys}


def listed(query: Asking, standing: Standing, sieve: Sieve, page: Page | None = None) -> Listed:
    """Return the page of statements that pass.

    Raises:
        NotFound: the statement that was seen last is not there.
    """
    numbers, empty = _numbers_of(query, sieve, page)
    return replace(empty, statements=tuple(shown(query, standing, numbers)))


def shown(query: Asking, standing: Standing, numbers: Sequence[int]) -> list[StatementShown]:
    """Return the statements in these rows, newest first."""
    known = queries.at(query.connection, numbers)
    show = shower_of(query, standing, known)
    return [show(one) for one in known if one.body is not None and not standing.withdrawn(one)]


def shower_of(query: Asking, standing: Standing, known: Sequence[Known]) -> Callable[[Known], StatementShown]:
    """Return a function that shows these statements; names and days of their items are looked up together."""
    items = {one.parent for one in known if one.parent is not None}
    show = statement_shower(query, standing, known)
    days = source_days.days_of(query.connection, query.sight, items)

    def shown_with_day(one: Known) -> StatementShown:
        shown = show(one)
        last = days.get(shown.item, (0, LAST_DAY))[1]
        return replace(shown, source_day=date.fromordinal(last)) if last < LAST_DAY else shown

    return shown_with_day


def named(standing: Standing, known: Known) -> Named:
    """Return a record by its name; of what was erased or withdrawn no name is left."""
    if standing.withdrawn(known):
        return Named(known.id, "", "withdrawn")
    body = known.body or {}
    return Named(known.id, body.get("title") or body.get("name") or "", known.status, body.get("when") or "")


def referred(query: Asking, standing: Standing, id_: str | None) -> Named | None:
    """Return a record that another one names, ``None`` where there is none for the member."""
    known = None if id_ is None else queries.one(query.connection, query.sight, id_)
    return None if known is None else named(standing, known)


def many_named(query: Asking, standing: Standing, sieve: Sieve) -> tuple[Named, ...]:
    """Return the newest records that pass, by their names; at most 200."""
    passing = finding.passing(query.connection, query.sight, sieve)
    known = queries.at(query.connection, list(islice(passing, LONGEST_PAGE)))
    return tuple(named(standing, one) for one in known if one.body is not None)


def times_in(periods: Sequence[Period]) -> tuple[Days | None, tuple[Days, ...]]:
    """Return when a statement was made, as far as that is known, and when that was of which it tells."""
    return next(iter(_days_in(periods, SAID)), None), _days_in(periods, HAPPENED)


def _numbers_of(query: Asking, sieve: Sieve, page: Page | None) -> tuple[list[int], Listed]:
    """Return the numbers of a page's rows, and the empty list with its counts.

    Raises:
        NotFound: the record that was seen last is not there.
    """
    limit, before = limit_of(page), last_seen(query, page)
    counted = finding.first(query.connection, query.sight, sieve, MOST_COUNTED + 1)
    numbers = counted[: limit + 1]
    if before is not None:
        later = replace(sieve, before=before)
        numbers = finding.first(query.connection, query.sight, later, limit + 1)
    listed = Listed((), min(len(counted), MOST_COUNTED), len(counted) > MOST_COUNTED, len(numbers) > limit)
    return numbers[:limit], listed


def _days_in(periods: Sequence[Period], which: str) -> tuple[Days, ...]:
    """Return the times of one sort among a row's periods, the earliest first."""
    return tuple(
        Days(
            None if first == FIRST_DAY else date.fromordinal(first),
            None if last == LAST_DAY else date.fromordinal(last),
        )
        for first, last in sorted((first, last) for sort, first, last in periods if sort == which)
    )
