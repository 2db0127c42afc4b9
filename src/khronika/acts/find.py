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

from khronika.acts.assembled import ANY_STATUS, listed, naming, of_statements
from khronika.acts.desk import Asking, Desk, asking, item_of
from khronika.acts.search_log import Where, keep_search, within
from khronika.acts.show import ItemShown, Page, StatementShown, items_shown
from khronika.acts.standing import Standing, standing_of
from khronika.errors import UsageFault
from khronika.ledger import finding, queries
from khronika.ledger.facets import ACT, DENIES, HAPPENED, NEEDED, SAID, SECOND_PERSON, Period, days_between
from khronika.ledger.finding import Sieve
from khronika.ledger.shadow import fold
from khronika.ledger.spotting import spotted
from khronika.records.ids import Kind
from khronika.records.spans import Spans
from khronika.records.statement import Act, Denial, Status

MOST_ITEMS = 10
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

    ``place`` is the id of a place or a GeoNames id in digits; days are the first and the last that a time may
    mean; ``second_person`` are statements in the record that one person alone has seen.
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
    """A page of what was found: statements newest first, and on the first page items by their text or name.

    ``count`` is of all statements found; ``more`` tells that there are more than that, which then is 1,000.
    ``further`` tells that there is another page; ``more_items`` that not all items are shown.
    """

    statements: tuple[FoundStatement, ...] = ()
    items: tuple[ItemShown, ...] = ()
    count: int = 0
    more: bool = False
    further: bool = False
    more_items: bool = False


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
        sieve = _sieve(query, standing, search)
        hits = listed(narrowed, standing, sieve, page)
        first = page is None or not page.before
        items = _items(query, narrowed, standing, search) if first else []
    return Found(
        tuple(FoundStatement(shown, spotted(shown.words, search.words)) for shown in hits.statements),
        tuple(items[:MOST_ITEMS]),
        hits.count,
        hits.more,
        hits.further,
        len(items) > MOST_ITEMS,
    )


def _refuse_nonsense(search: Search) -> None:
    for first, last in ((search.said_from, search.said_to), (search.happened_from, search.happened_to)):
        if first is not None and last is not None and first > last:
            raise UsageFault("the days end before they begin", "put the earlier day first")
    for id_, kind in ((search.item, Kind.ITEM), (search.incident, Kind.INCIDENT)):
        if id_ and not id_.startswith(f"{kind}_"):
            raise UsageFault(f"{id_[:40]!r} is not the id of such a record", f"its id begins with {kind}_")
    if search.place and not search.place.startswith(f"{Kind.PLACE}_") and not search.place.isdecimal():
        raise UsageFault(
            f"{search.place[:40]!r} is no place", "the id of a place, or a GeoNames id in digits"
        )


def _filters(search: Search) -> dict[str, str]:
    """Return the filters that are set, as words."""
    values = ((field.name, getattr(search, field.name)) for field in fields(search))
    return {name: str(value) for name, value in values if value and name != "words"}


def _sieve(query: Asking, standing: Standing, search: Search) -> Sieve:
    facets = [
        *([(ACT, search.act.value)] if search.act else ()),
        *([(DENIES, search.denies.value)] if search.denies else ()),
        *([(SECOND_PERSON, NEEDED)] if search.second_person else ()),
    ]
    given: dict[str, Any] = {"facets": tuple(facets), "statuses": ANY_STATUS}
    if search.status is not None:
        given["statuses"] = (search.status,)
    if search.place:
        found = naming(query, search.place)
        given |= found | {"facets": (*facets, *found.get("facets", ()))}
    if search.incident:
        given["ids"] = _filed_to(query, search.incident)
    if search.item:
        given["parent"] = item_of(query, search.item).id
    if search.speaker:
        given["keys"] = (fold(search.speaker.strip()),)
    return of_statements(standing, words=search.words, periods=tuple(_periods(search)), **given)


def _filed_to(query: Asking, incident: str) -> tuple[str, ...]:
    query.get(incident)
    filings = Sieve(Kind.FILING, ("recorded",))
    return tuple(finding.keys_under(query.connection, query.sight, filings, incident))


def _periods(search: Search) -> Iterator[Period]:
    for which, first, last in (
        (SAID, search.said_from, search.said_to),
        (HAPPENED, search.happened_from, search.happened_to),
    ):
        if (first, last) != (None, None):
            yield which, *days_between(first, last)


def _items(query: Asking, narrowed: Asking, standing: Standing, search: Search) -> list[ItemShown]:
    """Return the items in whose text or name all words occur; none where a filter is about statements."""
    if not search.words.strip() or _OF_STATEMENTS_ALONE & _filters(search).keys():
        return []
    found: dict[str, None] = {}
    for kind, status in ((Kind.RENDITION, "sealed"), (Kind.RECEIPT, "recorded")):
        sieve = Sieve(kind, (status,), words=search.words, parent=search.item or None, without=standing.items)
        numbers = finding.first(narrowed.connection, narrowed.sight, sieve, 2 * MOST_ITEMS)
        for known in queries.at(query.connection, numbers):
            if known.parent is not None and not standing.withdrawn(known):
                found[known.parent] = None
    return items_shown(query, standing, [query.get(id_) for id_ in list(found)[: MOST_ITEMS + 1]])
