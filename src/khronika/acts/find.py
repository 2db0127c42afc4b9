"""Finding: one box over everything the member may read, with filters, newest first.

What must stay true: what the member may not see is in no hit, no count and no order; what consent was
withdrawn for is not found; a search that looks into a sensitive compartment is in the log before it is
answered. Which words matched is computed from the words shown, never from the index.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from khronika.acts.assembled import ANY_STATUS, listed, of_statements
from khronika.acts.desk import Asking, Desk, asking, item_of
from khronika.acts.found import MOST_ITEMS, MOST_RECORDS, FoundRecord, FoundText, records_found, texts_found
from khronika.acts.paging import Page
from khronika.acts.place_names import naming_place
from khronika.acts.search_log import Where, keep_search, within
from khronika.acts.shown import StatementShown
from khronika.acts.standing import Standing, standing_of
from khronika.errors import UsageFault
from khronika.ledger import keyed
from khronika.ledger.facets import ACT, DENIES, HAPPENED, NEEDED, SAID, SECOND_PERSON, Period, days_between
from khronika.ledger.finding import Sieve
from khronika.ledger.shadow import fold
from khronika.ledger.spotting import spotted
from khronika.records.ids import Kind, is_id
from khronika.records.spans import Spans
from khronika.records.statement import Act, Denial, Status

_OF_STATEMENTS_ALONE = frozenset(
    {
        "act",
        "denies",
        "speaker",
        "place",
        "said_from",
        "said_to",
        "happened_from",
        "happened_to",
        "status",
        "incident",
        "second_person",
    }
)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: words that must all occur, and filters that must all hold; what is empty is any.

    ``place`` is the id of a place, a GeoNames id in digits, or a name in any script; days are the first and
    the last that a time may mean, and of saying, where none is told, that of the source; ``second_person``
    are statements in the record that one person alone has seen.
    """

    words: str = ""
    act: Act | None = None
    denies: Denial | None = None
    speaker: str = ""
    place: str = ""
    said_from: date | None = None
    said_to: date | None = None
    happened_from: date | None = None
    happened_to: date | None = None
    status: Status | None = None
    item: str = ""
    incident: str = ""
    compartment: str = ""
    second_person: bool = False


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """A statement that was found; ``matched`` are the spans of its words that the search names."""

    shown: StatementShown
    matched: Spans = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found: statements newest first.

    On the first page there are also items by their text or name, and incidents, parties and places by their
    names, unless a filter is about statements. ``count`` is of all statements found; ``more`` tells that
    there are more than that, which then is 1,000. ``further`` tells that there is another page;
    ``more_items`` and ``more_records`` that not all of them are shown.
    """

    statements: tuple[FoundStatement, ...] = ()
    items: tuple[FoundText, ...] = ()
    records: tuple[FoundRecord, ...] = ()
    count: int = 0
    more: bool = False
    further: bool = False
    more_items: bool = False
    more_records: bool = False


def find(
    desk: Desk,
    member: str,
    search: Search,
    *,
    page: Page | None = None,
    as_of: str | None = None,
    scope: frozenset[str] | None = None,
) -> Found:
    """Return what is looked for, among records of no compartment and those of ``scope`` (default: all).

    Raises:
        NotAllowed: the member may not read records.
        NotFound: a compartment, item, place or incident is not there for the member.
        UsageFault: an id is of another kind, days are out of order, or the search is too long.
    """
    _refuse_nonsense(search)
    where = Where(scope, search.compartment)
    kept = keep_search(desk, member, search.words, _filters(search), where)
    with asking(desk, member, as_of) as query:
        narrowed, standing = within(query, where, kept), standing_of(query)
        wide = within(query, Where(scope), kept)
        sieve = _sieve(query, wide, standing, search)
        hits = listed(narrowed, standing, sieve, page)
        beside = (page is None or not page.before) and _looks_beside(search)
        words, item = search.words, search.item
        items = texts_found(query, narrowed, standing, words, item, desk.texts) if beside else []
        records = records_found(narrowed, standing, words) if beside and not item else []
    kept_records = _at_most(records)
    return Found(
        tuple(FoundStatement(shown, spotted(shown.words, search.words)) for shown in hits.statements),
        tuple(items[:MOST_ITEMS]),
        kept_records,
        hits.count,
        hits.more,
        hits.further,
        len(items) > MOST_ITEMS,
        len(records) > len(kept_records),
    )


def _looks_beside(search: Search) -> bool:
    """Tell whether more than statements is looked for: there are words, and no filter is about statements."""
    return bool(search.words.strip()) and not _OF_STATEMENTS_ALONE & _filters(search).keys()


def _at_most(records: list[FoundRecord]) -> tuple[FoundRecord, ...]:
    """Return the records that a page shows: as many of each kind."""
    kinds: dict[str, list[FoundRecord]] = {}
    for one in records:
        kinds.setdefault(one.record.id[:3], []).append(one)
    return tuple(one for found in kinds.values() for one in found[:MOST_RECORDS])


def _refuse_nonsense(search: Search) -> None:
    for first, last in ((search.said_from, search.said_to), (search.happened_from, search.happened_to)):
        if first is not None and last is not None and first > last:
            raise UsageFault("the days end before they begin", "put the earlier day first")
    for id_, kind in ((search.item, Kind.ITEM), (search.incident, Kind.INCIDENT)):
        if id_ and not id_.startswith(f"{kind}_"):
            raise UsageFault(f"{id_[:40]!r} is not the id of such a record", f"its id begins with {kind}_")


def _filters(search: Search) -> dict[str, str]:
    """Return the filters that are set, as words."""
    values = ((field.name, getattr(search, field.name)) for field in fields(search))
    return {name: str(value) for name, value in values if value and name != "words"}


def _sieve(query: Asking, wide: Asking, standing: Standing, search: Search) -> Sieve:
    """Return the sieve of a search; a name of a place is looked up in ``wide``, where the log knows of it."""
    facets = [
        *([(ACT, search.act.value)] if search.act else ()),
        *([(DENIES, search.denies.value)] if search.denies else ()),
        *([(SECOND_PERSON, NEEDED)] if search.second_person else ()),
    ]
    given: dict[str, Any] = {"facets": tuple(facets), "statuses": ANY_STATUS}
    if search.status is not None:
        given["statuses"] = (search.status,)
    if search.place:
        by_id = is_id(search.place, Kind.PLACE)
        found = naming_place(query if by_id else wide, standing, search.place.strip())
        given |= found | {"facets": (*facets, *found.get("facets", ()))}
    if search.incident:
        given["ids"] = _filed_to(query, search.incident)
    if search.item:
        given["parent"] = item_of(query, search.item).id
    if search.speaker:
        given["keys"] = (fold(search.speaker.strip()),)
    periods = tuple(_periods(search))
    return of_statements(standing, words=search.words, periods=periods, by_source=True, **given)


def _filed_to(query: Asking, incident: str) -> tuple[str, ...]:
    query.get(incident)
    filings = Sieve(Kind.FILING, ("recorded",))
    return tuple(keyed.keys_under(query.connection, query.sight, filings, incident))


def _periods(search: Search) -> Iterator[Period]:
    for which, first, last in (
        (SAID, search.said_from, search.said_to),
        (HAPPENED, search.happened_from, search.happened_to),
    ):
        if (first, last) != (None, None):
            yield which, *days_between(first, last)
