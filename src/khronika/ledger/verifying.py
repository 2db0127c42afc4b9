"""Verifying a ledger in place: everything is computed again and compared with what is stored.

A page of the database that was put back from an older copy is authentic to SQLCipher; here it shows, because
it no longer agrees with the tree, the seals, or the views that the entries make.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, select

from khronika.ledger import schema
from khronika.ledger.audit import begins
from khronika.ledger.devices import endorsed_devices
from khronika.ledger.entry import SALT_BYTES, Envelope, commit, leaf_data, parse_envelope
from khronika.ledger.fault import LedgerFault
from khronika.ledger.note import NoteKey, open_checkpoint
from khronika.ledger.seal import ActSeal, check_act, seal_of
from khronika.ledger.store import Desk, Writing
from khronika.ledger.tree import Frontier, leaf_hash
from khronika.records.problems import Problem


@dataclass(slots=True)
class Verified:
    """What was verified, and every fault found."""

    entries: int = 0
    acts: int = 0
    bodies: int = 0
    erased: int = 0
    root: str = ""
    problems: list[Problem] = field(default_factory=list)
    ids: set[str] = field(default_factory=set, repr=False)


def verify_entries(connection: Connection, desk: Desk) -> Verified:
    """Check entries, seals, sequences, bodies and checkpoints; faults are listed, not raised."""
    verified = Verified()
    verified.problems += _index_faults(connection)
    frontier = Frontier()
    trusted = endorsed_devices(connection, desk.key)
    last: dict[str, int] = {}
    for row in connection.execute(select(schema.acts).order_by(schema.acts.c.position)).all():
        where = f"act {row.id}"
        seal, envelopes = _act(connection, row, verified)
        frontier.extend(leaf_hash(leaf_data(envelope)) for envelope in envelopes)
        if seal is None or row.position != frontier.size - len(envelopes) or row.size != len(envelopes):
            verified.problems.append(Problem(where, "entries are missing, doubled or not readable"))
            continue
        if (row.id, row.device, row.first) != (seal.act, seal.device, seal.first):
            verified.problems.append(Problem(where, "its columns are not its seal's"))
        _check_seal(seal, envelopes, desk.vault, trusted, verified)
        if seal.first != last.get(seal.device, 0) + 1:
            what = f"its device's entries before number {seal.first} are missing"
            verified.problems.append(Problem(where, what))
        last[seal.device] = seal.first + seal.count - 1
        verified.problems += _checkpoint_faults(connection, frontier, desk.key)
        verified.acts += 1
    verified.entries, verified.root = frontier.size, frontier.root().hex()
    verified.problems += _beyond(connection, frontier.size)
    return verified


def verify_views(writing: Writing) -> list[Problem]:
    """Make every view anew and compare; the caller rolls the transaction back.

    Labels keep their numbers meanwhile: that a number stands for what it should is seen by the subjects,
    whose labels are made anew from the entries.
    """
    before = dict(_view_digests(writing.connection))
    lost = writing.connection.exec_driver_sql(_LOST_WORDS).scalar()
    writing.rebuild(keep_numbers=True)
    return [
        *([Problem("view search", "it does not find all its words", _REBUILD)] if lost else ()),
        *writing.unread,
        *(
            Problem(f"view {name}", "it is not what the entries make", _REBUILD)
            for name, digest in _view_digests(writing.connection)
            if before[name] != digest
        ),
    ]


def checkpoint_note(connection: Connection) -> str:
    """Return the newest checkpoint as a signed note."""
    checkpoints = schema.checkpoints.c
    newest = select(checkpoints.note).order_by(checkpoints.size.desc()).limit(1)
    note: str = connection.execute(newest).scalar_one()
    return note


def holds(connection: Connection, note: str, key: NoteKey) -> bool:
    """Tell whether the log begins with the checkpoint that ``note`` holds.

    Raises:
        LedgerFault: the note is not a checkpoint signed by the vault.
    """
    chosen = select(schema.entries.c.envelope).order_by(schema.entries.c.position)
    leaves = (leaf_hash(envelope) for envelope in connection.execute(chosen).scalars())
    return begins(open_checkpoint(note, [key]), leaves)


def _act(connection: Connection, row: Row[Any], verified: Verified) -> tuple[ActSeal | None, list[Envelope]]:
    entries, bodies = schema.entries.c, schema.bodies.c
    chosen = (
        select(*schema.entries.c, bodies.salt, bodies.body, schema.subjects.c.erased)
        .select_from(schema.entries)
        .outerjoin(schema.bodies, bodies.position == entries.position)
        .outerjoin(schema.subjects, schema.subjects.c.id == entries.subject)
        .where(entries.position >= row.position, entries.position < row.position + row.size)
        .order_by(entries.position)
    )
    envelopes = []
    found: Any
    for found in connection.execute(chosen):
        try:
            envelope = parse_envelope(found.envelope)
        except LedgerFault as fault:
            verified.problems.append(Problem(f"entry {found.position}", fault.fault))
            continue
        envelopes.append(envelope)
        if found.subject != envelope.subject:
            verified.problems.append(Problem(f"entry {found.position}", "its column is not its envelope's"))
        if envelope.id in verified.ids:
            verified.problems.append(Problem(f"entry {found.position}", "its id is there twice"))
        verified.ids.add(envelope.id)
        _check_body(found, envelope, verified)
    try:
        return seal_of(json.loads(row.seal)), envelopes
    except (ValueError, LedgerFault):
        return None, envelopes


def _check_body(found: Any, envelope: Envelope, verified: Verified) -> None:
    where = f"entry {found.position}"
    if found.body is None:
        verified.erased += 1
        if not found.erased:
            verified.problems.append(Problem(where, "its body is missing, and no erasure says why"))
        return
    verified.bodies += 1
    if len(found.salt) != SALT_BYTES or commit(found.salt, found.body) != envelope.commitment:
        verified.problems.append(Problem(where, "its body is not the one that was recorded"))


def _check_seal(
    seal: ActSeal, envelopes: Sequence[Envelope], vault: str, trusted: frozenset[str], verified: Verified
) -> None:
    try:
        check_act(seal, envelopes, vault)
    except LedgerFault as fault:
        verified.problems.append(Problem(f"act {seal.act}", fault.fault))
    if seal.device not in trusted:
        verified.problems.append(Problem(f"act {seal.act}", f"the vault does not vouch for {seal.device}"))


def _checkpoint_faults(connection: Connection, frontier: Frontier, key: NoteKey) -> list[Problem]:
    where = f"checkpoint of {frontier.size} entries"
    checkpoints = schema.checkpoints.c
    row = connection.execute(
        select(checkpoints.note, checkpoints.peaks).where(checkpoints.size == frontier.size)
    ).one_or_none()
    if row is None:
        return [Problem(where, "it is missing")]
    try:
        checkpoint = open_checkpoint(row.note, [key])
    except LedgerFault as fault:
        return [Problem(where, fault.fault)]
    if (checkpoint.size, checkpoint.root) != (frontier.size, frontier.root()):
        return [Problem(where, "its root is not the root of the entries")]
    if row.peaks != frontier.to_bytes():
        return [Problem(where, "what is kept to continue the tree is not of this tree")]
    return []


def _index_faults(connection: Connection) -> list[Problem]:
    """Find indexes that do not lead to their rows: an old page put back may be one of an index."""
    lines = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars()
    return [Problem("database", str(line), "restore a backup") for line in lines if line != "ok"]


def _beyond(connection: Connection, size: int) -> list[Problem]:
    """Find rows that no act accounts for."""
    beyond = {
        "entry": select(schema.entries.c.position).where(schema.entries.c.position >= size),
        "body": select(schema.bodies.c.position).where(schema.bodies.c.position >= size),
        "checkpoint": select(schema.checkpoints.c.size).where(schema.checkpoints.c.size > size),
    }
    return [
        Problem(f"{name} {number}", "no act accounts for it")
        for name, chosen in beyond.items()
        for number in connection.execute(chosen).scalars()
    ]


def _view_digests(connection: Connection) -> Iterator[tuple[str, str]]:
    for table in schema.VIEW_TABLES:
        if table is not schema.labels:
            yield table.name, _digest(connection.execute(select(table).order_by(*table.primary_key.columns)))
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_terms USING fts5vocab(main, search, 'instance')"
    )
    hits = "SELECT term, group_concat(doc || col) FROM temp.search_terms GROUP BY term"
    yield "search", _digest(connection.exec_driver_sql(hits))
    yield "search rows", _digest(connection.exec_driver_sql("SELECT id FROM search_docsize ORDER BY id"))


_REBUILD = "khronika rebuild makes it anew"
_LOST_WORDS = """
    SELECT count(*)
    FROM (SELECT term, count(DISTINCT doc) AS rows FROM temp.search_terms GROUP BY term) AS kept
    WHERE kept.rows != (SELECT count(*) FROM search WHERE search MATCH '"' || kept.term || '"')
"""
"""Looking a word up goes through another index than listing all words does."""


def _digest(rows: Iterable[Sequence[Any]]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()
