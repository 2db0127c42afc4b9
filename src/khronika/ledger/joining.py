"""Joining: taking over the acts of a ledger that grew apart from this one.

What must stay true: joining two ledgers in either order gives the same current views; an act already here
changes nothing; an act by a device that the vault does not vouch for is refused, and with it the whole join;
what one side erased stays erased, unless the other holds a receipt of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from khronika.ledger import schema
from khronika.ledger.devices import ENROLLED, endorsed, endorsed_devices
from khronika.ledger.entry import Entry, leaf_data
from khronika.ledger.fault import LedgerFault
from khronika.ledger.logfile import LoggedCheckpoint, LogPart, SealedAct
from khronika.ledger.seal import check_act, seal_of
from khronika.ledger.store import Desk, Writing, stored


@dataclass(frozen=True, slots=True)
class Joined:
    """What a join brought: new acts and entries, subjects whose erasure changed, bodies put back."""

    acts: int
    entries: int
    erasure_changed: frozenset[str]
    restored: frozenset[str]


def parts_of(connection: Connection, *, bodies: bool) -> Iterable[LogPart]:
    """Yield the ledger as the parts of an exported log: its acts in order, then its last checkpoint."""
    opened = schema.bodies.c
    for row in connection.execute(select(schema.acts).order_by(schema.acts.c.position)).all():
        positions = range(row.position, row.position + row.size)
        salts: dict[int, tuple[bytes, bytes]] = {}
        if bodies:
            chosen = select(opened.position, opened.salt, opened.body).where(
                opened.position >= positions.start, opened.position < positions.stop
            )
            salts = {position: (salt, body) for position, salt, body in connection.execute(chosen)}
        entries = tuple(
            Entry(known.envelope, *salts.get(known.position, (None, None)))
            for known in next(iter(stored(connection, row.size, first=row.position)))
        )
        yield SealedAct(seal_of(json.loads(row.seal)), entries)
    checkpoints = schema.checkpoints.c
    note = connection.execute(select(checkpoints.note).order_by(checkpoints.size.desc()).limit(1)).scalar()
    if note is not None:
        yield LoggedCheckpoint(note)


def join(writing: Writing, desk: Desk, acts: Sequence[SealedAct], now: datetime) -> Joined:
    """Take over the acts of another ledger of the same vault, as one transaction.

    Raises:
        LedgerFault: an act is not as it was sealed, or by a device that the vault does not vouch for.
    """
    connection = writing.connection
    trusted = endorsed_devices(connection, desk.key) | _enrolled_in(acts, desk)
    known = set(connection.execute(select(schema.acts.c.id)).scalars())
    changed: set[str] = set()
    fresh = [act for act in acts if act.seal.act not in known]
    for act in fresh:
        if act.seal.device not in trusted:
            raise LedgerFault(f"act {act.seal.act}: the vault does not vouch for {act.seal.device}")
        check_act(act.seal, [entry.envelope for entry in act.entries], desk.vault)
        changed |= _add(writing, act, now)
    restored = _restore(writing, [act for act in acts if act.seal.act in known], changed)
    return Joined(len(fresh), sum(len(act.entries) for act in fresh), frozenset(changed), frozenset(restored))


def _enrolled_in(acts: Iterable[SealedAct], desk: Desk) -> frozenset[str]:
    return endorsed(
        desk.key,
        (
            (entry.envelope.subject, entry.body)
            for act in acts
            for entry in act.entries
            if entry.envelope.type == ENROLLED and entry.body is not None
        ),
    )


def _add(writing: Writing, act: SealedAct, now: datetime) -> set[str]:
    envelopes = [entry.envelope for entry in act.entries]
    openings = [
        None if entry.salt is None or entry.body is None else (entry.salt, entry.body)
        for entry in act.entries
    ]
    bodies: list[dict[str, Any] | None] = [None if o is None else json.loads(o[1]) for o in openings]
    _, changed = writing.add_act(act.seal, envelopes, openings, bodies, now)
    return changed


def _restore(writing: Writing, acts: Iterable[SealedAct], changed: set[str]) -> set[str]:
    """Put back bodies of subjects that are no longer erased, because a receipt of them stands after all."""
    table = schema.subjects.c
    back = {
        subject
        for subject in changed
        if writing.connection.execute(select(table.erased).where(table.id == subject)).scalar() == 0
    }
    if not back:
        return set()
    restored: set[str] = set()
    for act in acts:
        for entry in act.entries:
            if entry.envelope.subject in back and entry.body is not None:
                restored |= _put_back(writing.connection, entry)
    writing.refresh(restored)
    return restored


def _put_back(connection: Connection, entry: Entry) -> set[str]:
    entries = schema.entries.c
    position = connection.execute(
        select(entries.position).where(
            entries.id == entry.envelope.id, entries.envelope == leaf_data(entry.envelope)
        )
    ).scalar_one_or_none()
    bodies = schema.bodies
    if position is None or connection.execute(select(bodies).where(bodies.c.position == position)).first():
        return set()
    row = {"position": position, "salt": entry.salt, "body": entry.body}
    connection.execute(insert(bodies), row)
    return {entry.envelope.subject}
