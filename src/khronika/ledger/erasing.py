"""Which subjects are erased: a function of the set of entries.

An erasure names records; everything derived from them goes with them. An item also goes once every receipt
of it is gone: the same bytes that came by another way, under another consent, stand. That is why a receipt
that arrives later (from another device that had not heard of the erasure) can bring an item back, and why an
erasure that must hold whatever comes names the item itself.

The vault's own record, its devices and the erasures themselves are never erased, whoever asks: the log is
verified with them.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from khronika.ledger import schema
from khronika.ledger.lookups import derived
from khronika.ledger.recorded import marks_of
from khronika.ledger.rows import chunks
from khronika.records.ids import Kind

KEPT = tuple(f"{kind}_" for kind in (Kind.VAULT, Kind.DEVICE, Kind.ERASURE))


def erased_subjects(connection: Connection) -> set[str]:
    """Return the ids of all erased subjects, from the erasure entries and what was derived from what."""
    erased: set[str] = set()
    fresh = _named_in_erasures(connection)
    while fresh:
        erased |= fresh
        further = derived(connection, fresh) - erased
        fresh = _erasable(further) or _items_without_receipts(connection, erased)
    return erased


def items_held(connection: Connection, items: Iterable[str]) -> set[str]:
    """Return those of ``items`` that the ledger holds with a body."""
    entries, bodies = schema.entries.c, schema.bodies.c
    held: set[str] = set()
    for chunk in chunks(items):
        chosen = (
            select(entries.subject)
            .join_from(schema.entries, schema.bodies, bodies.position == entries.position)
            .where(entries.subject.in_(chunk))
        )
        held.update(connection.execute(chosen).scalars())
    return held


def _named_in_erasures(connection: Connection) -> set[str]:
    entries = schema.entries.c
    about_erasures = entries.subject.between(f"{Kind.ERASURE}_", f"{Kind.ERASURE}`")
    rows = connection.execute(select(entries.position, entries.envelope).where(about_erasures))
    return _erasable(target for row in rows for target in marks_of(*row).erases)


def _erasable(ids: Iterable[str]) -> set[str]:
    return {id_ for id_ in ids if not id_.startswith(KEPT)}


def _items_without_receipts(connection: Connection, erased: set[str]) -> set[str]:
    """Return the items that are not erased while every receipt of them is."""
    table = schema.derivations.c
    receipts = [id_ for id_ in erased if id_.startswith(f"{Kind.RECEIPT}_")]
    items: set[str] = set()
    for chunk in chunks(receipts):
        items.update(connection.execute(select(table.source).where(table.subject.in_(chunk))).scalars())
    items = {id_ for id_ in items - erased if id_.startswith(f"{Kind.ITEM}_")}
    for chunk in chunks(items):
        pairs = connection.execute(select(table.source, table.subject).where(table.source.in_(chunk)))
        items -= {i for i, r in pairs if r.startswith(f"{Kind.RECEIPT}_") and r not in erased}
    return items
