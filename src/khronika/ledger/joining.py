"""Joining: taking over the acts of a ledger that grew apart from this one.

What must stay true: joining two ledgers in either order gives the same current views; an act already here
changes nothing; an act that is not as it was sealed, of another vault or by a device that the vault does not
vouch for is refused, and with it the whole join; what one side erased stays erased, unless the other holds a
receipt of its own. Bodies are dropped only when all acts are in: an act in between may erase what a later
one gives a receipt for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, select

from khronika.ledger import schema
from khronika.ledger.canonical import encode
from khronika.ledger.devices import endorsed, endorsed_devices
from khronika.ledger.ending import next_number
from khronika.ledger.entry import Entry, leaf_data, opens, parse_envelope
from khronika.ledger.fault import LedgerFault
from khronika.ledger.logfile import LoggedCheckpoint, LogPart, SealedAct
from khronika.ledger.recorded import body_at, marks_of
from khronika.ledger.rows import insert_rows
from khronika.ledger.seal import check_act, seal_json, seal_of
from khronika.ledger.store import Desk, Writing
from khronika.records.ids import Kind


@dataclass(frozen=True, slots=True)
class Joined:
    """What a join brought: new acts and entries; subjects whose erasure changed, and with bodies back."""

    acts: int
    entries: int
    erasure_changed: frozenset[str]
    restored: frozenset[str]


def parts_of(connection: Connection, *, bodies: bool) -> Iterator[LogPart]:
    """Yield the ledger as the parts of an exported log: its acts in order, then its last checkpoint.

    Raises:
        LedgerFault: a row was damaged, or entries are missing.
    """
    entries = _entries(connection, bodies=bodies)
    acts = schema.acts.c
    for row in connection.execute(select(acts.id, acts.size, acts.seal).order_by(acts.position)).all():
        within = tuple(islice(entries, row.size))
        try:
            seal = seal_of(json.loads(row.seal))
        except ValueError as fault:
            raise LedgerFault(f"act {row.id}: its seal cannot be read") from fault
        yield SealedAct(seal, within)
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
    table = schema.acts.c
    known = {id_: bytes(seal) for id_, seal in connection.execute(select(table.id, table.seal))}
    fresh = [act for act in acts if act.seal.act not in known]
    for act in acts:
        _check(act, desk.vault, known.get(act.seal.act))
    _check_fresh(connection, fresh, endorsed_devices(connection, desk.key) | _enrolled_in(acts, desk))
    changed = writing.add_acts(fresh, now)
    restored = _restore(connection, acts)
    writing.refresh(restored)
    writing.drop_bodies(changed)
    return Joined(len(fresh), sum(len(act.entries) for act in fresh), frozenset(changed), frozenset(restored))


def _entries(connection: Connection, *, bodies: bool) -> Iterator[Entry]:
    entries, opened = schema.entries.c, schema.bodies.c
    first = 0
    while True:
        chosen = (
            select(entries.position, entries.envelope, opened.salt, opened.body)
            .outerjoin_from(schema.entries, schema.bodies, opened.position == entries.position)
            .where(entries.position >= first)
            .order_by(entries.position)
            .limit(_BATCH)
        )
        rows = connection.execute(chosen).all()
        if not rows:
            return
        for row in rows:
            opening = (row.salt, row.body) if bodies else (None, None)
            yield Entry(parse_envelope(row.envelope), *opening)
        first = rows[-1].position + 1


_BATCH = 2000


def _enrolled_in(acts: Iterable[SealedAct], desk: Desk) -> frozenset[str]:
    entries = (entry for act in acts for entry in act.entries)
    return endorsed(
        desk.key,
        (
            (entry.envelope.subject, entry.body)
            for entry in entries
            if entry.body is not None and entry.envelope.subject.startswith(f"{Kind.DEVICE}_")
        ),
    )


def _check(act: SealedAct, vault: str, known: bytes | None) -> None:
    """Check an act by itself, and that one we have already is the very same."""
    if known is not None and known != encode(seal_json(act.seal)):
        raise LedgerFault(f"act {act.seal.act}: it was sealed here in another form")
    check_act(act.seal, [entry.envelope for entry in act.entries], vault)
    for place, entry in enumerate(act.entries):
        if entry.body is not None:
            if not opens(entry):
                raise LedgerFault(f"entry {entry.envelope.id}: the body is not the one that was sealed")
            body_at(place, entry.body)


def _check_fresh(connection: Connection, acts: Sequence[SealedAct], trusted: frozenset[str]) -> None:
    """Check that new acts are by devices the vault vouches for, follow on and repeat no entry."""
    following: dict[str, int] = {}
    for act in acts:
        device = act.seal.device
        if device not in trusted:
            raise LedgerFault(f"act {act.seal.act}: the vault does not vouch for {device}")
        if device not in following:
            following[device] = next_number(connection, device)
        if act.seal.first != following[device]:
            raise LedgerFault(
                f"act {act.seal.act}: number {act.seal.first} of {device}, where {following[device]} follows",
                "the copies have different pasts of one device: one of them was put back from a backup",
            )
        following[device] += act.seal.count
    ids = [entry.envelope.id for act in acts for entry in act.entries]
    known = _entry_ids(connection) if ids else set()
    for id_ in ids:
        if id_ in known:
            raise LedgerFault(f"entry {id_} is there twice")
        known.add(id_)


def _entry_ids(connection: Connection) -> set[str]:
    entries = schema.entries.c
    rows = connection.execute(select(entries.position, entries.envelope))
    return {marks_of(*row).id for row in rows}


def _restore(connection: Connection, acts: Iterable[SealedAct]) -> set[str]:
    """Put back bodies of ours that were erased, where a receipt now stands after all."""
    entries, bodies, subjects = schema.entries.c, schema.bodies.c, schema.subjects.c
    chosen = (
        select(entries.position, entries.envelope)
        .join_from(schema.entries, schema.subjects, subjects.id == entries.subject)
        .outerjoin(schema.bodies, bodies.position == entries.position)
        .where(bodies.position.is_(None), subjects.erased == 0)
    )
    missing = {bytes(envelope): position for position, envelope in connection.execute(chosen)}
    if not missing:
        return set()
    entered = (entry for act in acts for entry in act.entries if entry.body is not None)
    back = [(entry, missing[data]) for entry in entered if (data := leaf_data(entry.envelope)) in missing]
    insert_rows(connection, schema.bodies, [(position, entry.salt, entry.body) for entry, position in back])
    return {entry.envelope.subject for entry, _ in back}
