"""Which subjects are erased: a function of the set of entries.

An erasure names records; everything derived from them goes with them. An item also goes once every receipt
of it is gone: the same bytes that came by another way, under another consent, stand. That is why a receipt
that arrives later (from another device that had not heard of the erasure) can bring an item back, and why an
erasure that must hold whatever comes names the item itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, select

from khronika.ledger import schema

_CHUNK = 500


def erased_subjects(connection: Connection) -> set[str]:
    """Return the ids of all erased subjects, from the erasure entries and what was derived from what."""
    erased: set[str] = set()
    fresh = _named_in_erasures(connection)
    while fresh:
        erased |= fresh
        derived = _neighbours(connection, fresh, downwards=True) - erased
        fresh = derived or _items_without_receipts(connection, erased)
    return erased


def _named_in_erasures(connection: Connection) -> set[str]:
    envelopes = connection.execute(
        select(schema.entries.c.envelope).where(schema.entries.c.type == "erasure.recorded")
    )
    return {target for (raw,) in envelopes for target in json.loads(raw)["erases"]}


def _neighbours(connection: Connection, ids: Iterable[str], *, downwards: bool) -> set[str]:
    table = schema.derivations.c
    given, wanted = (table.source, table.subject) if downwards else (table.subject, table.source)
    found: set[str] = set()
    todo = list(ids)
    for start in range(0, len(todo), _CHUNK):
        chunk = todo[start : start + _CHUNK]
        found.update(connection.execute(select(wanted).where(given.in_(chunk))).scalars())
    return found


def _items_without_receipts(connection: Connection, erased: set[str]) -> set[str]:
    receipts = {id_ for id_ in erased if id_.startswith("rcp_")}
    items = {i for i in _neighbours(connection, receipts, downwards=False) if i.startswith("itm_")}
    gone: set[str] = set()
    for item in items - erased:
        all_receipts = {
            id_ for id_ in _neighbours(connection, [item], downwards=True) if id_.startswith("rcp_")
        }
        if all_receipts <= erased:
            gone.add(item)
    return gone
