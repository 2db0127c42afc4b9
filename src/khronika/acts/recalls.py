"""What recalls reach: the items and the parties of which nothing counts any more, each with its recall.

What must stay true: what came from a recalled party by another way as well, stays; only recalls, items and
receipts that the member may see tell anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from khronika.acts.desk import Acting, Asking
from khronika.ledger import finding, lookups, queries
from khronika.ledger.facets import CONTRIBUTOR
from khronika.ledger.finding import Sieve
from khronika.ledger.queries import Wanted
from khronika.records.body import record_of
from khronika.records.corrections import Recall
from khronika.records.ids import Kind

STANDS = ("recorded",)


class Recalls(NamedTuple):
    """Recalled parties and items, each with the record by which it is; the oldest where there are several."""

    parties: dict[str, str]
    items: dict[str, str]


class CameFrom(NamedTuple):
    """The party that an item came from, and whether it came by no other way."""

    party: str
    alone: bool


def recalls_of(query: Asking) -> Recalls:
    """Return what is recalled; of a party also what came from it and by no other way."""
    recalls = [
        (known.id, record_of(Recall, known.body).source)
        for known in query.many(Wanted(Kind.RECALL, statuses=STANDS))
        if known.body is not None
    ]
    found = Recalls(
        {source: id_ for id_, source in recalls if source.startswith(f"{Kind.PARTY}_")},
        {source: id_ for id_, source in recalls if source.startswith(f"{Kind.ITEM}_")},
    )
    for item, came in came_from(query, found.parties).items():
        if came.alone:
            found.items.setdefault(item, found.parties[came.party])
    return found


def came_from(entered: Asking | Acting, parties: Iterable[str]) -> dict[str, CameFrom]:
    """Return the items that came from parties as their contributors, with the party."""
    connection, sight = entered.connection, entered.sight
    rows = lookups.having_any(connection, CONTRIBUTOR, parties)
    there = finding.there(connection, sight, Sieve(Kind.RECEIPT, ("recorded",)), sorted(rows))
    found = {one.parent: rows[one.since] for one in queries.at(connection, there) if one.parent}
    receipts = queries.under(connection, sight, Wanted(Kind.RECEIPT), found)
    return {
        item: CameFrom(
            party, all((one.body or {}).get("contributor") == party for one in receipts.get(item, ()))
        )
        for item, party in found.items()
    }
