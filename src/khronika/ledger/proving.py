"""The proof of one entry: its act's seal, and its paths to the act's root and to the newest checkpoint's.

The left side of an audit path (RFC 9162 section 2.1.3.1) is the frontier of the tree that ended before the
leaf; each subtree on its right is continued from the frontier kept with the last checkpoint inside it. So a
proof reads the entries of a few acts, however long the log is. What must stay true: a proof is checked here
before it is given, so that a damaged ledger gives none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from khronika.ledger import canonical, schema
from khronika.ledger.ending import frontier_of, frontier_until
from khronika.ledger.entry import Entry, envelope_json, opens, parse_envelope
from khronika.ledger.fault import LedgerFault
from khronika.ledger.seal import ActSeal, seal_json, seal_of
from khronika.ledger.tree import (
    Frontier,
    Proof,
    inclusion_proof,
    leaf_hash,
    parts_beside,
    root_of,
    verify_inclusion,
)

VERSION = 1
_FIRST_NAME = "khronika-proof"
_BACKUP = "khronika verify lists all faults; restore a backup"


@dataclass(frozen=True, slots=True)
class EntryProof:
    """What proves that an entry stands in the log: all of it but the body's disclosure.

    ``within`` is the path from the entry to the act's root, ``path`` to the root of the checkpoint ``note``.
    """

    position: int
    entry: Entry
    seal: ActSeal
    within: Proof
    path: Proof
    note: str


def proof_of(connection: Connection, position: int) -> EntryProof:
    """Return the proof of the entry at ``position``, whoever asks, checked.

    Raises:
        LedgerFault: there is none, or what is stored does not prove it.
    """
    seal, first = _seal_at(connection, position)
    leaves = list(leaves_of(connection, first, first + seal.count))
    index = position - first
    entry, frontier = _entry_at(connection, position), frontier_of(connection)
    if len(leaves) != seal.count or root_of(leaves).hex() != seal.root:
        raise LedgerFault(f"entry {position}: its act is not as it was sealed", _BACKUP)
    path = audit_path(connection, position, frontier.size)
    if not verify_inclusion(leaves[index], position, frontier.size, path, frontier.root()):
        raise LedgerFault(f"entry {position}: it is not under the root of the last checkpoint", _BACKUP)
    within = inclusion_proof(leaves, index, len(leaves))
    return EntryProof(position, entry, seal, within, path, _note(connection, frontier.size))


def proof_json(proof: EntryProof, vault: str, vkey: str, *, body: bool) -> dict[str, Any]:
    """Return a proof as a JSON object (docs/FORMAT, "The proof of one entry"); the body only where wanted."""
    plain: dict[str, Any] = {
        _FIRST_NAME: VERSION,
        "vault": vault,
        "vkey": vkey,
        "position": proof.position,
        "envelope": envelope_json(proof.entry.envelope),
        "seal": seal_json(proof.seal),
        "within": [step.hex() for step in proof.within],
        "path": [step.hex() for step in proof.path],
        "checkpoint": proof.note,
    }
    if body and opens(proof.entry):
        assert proof.entry.salt is not None
        assert proof.entry.body is not None
        plain |= {"salt": proof.entry.salt.hex(), "body": proof.entry.body.decode()}
    return plain


def audit_path(connection: Connection, index: int, size: int) -> Proof:
    """Return the audit path of leaf ``index`` in the tree of ``size`` (RFC 9162 section 2.1.3.1).

    Raises:
        ValueError: there is no such leaf.
    """
    left = frontier_at(connection, index).peaks
    path = []
    for start, end in parts_beside(index, size):
        path.append(left.pop() if end <= index else _root_between(connection, start, end))
    return tuple(path)


def frontier_at(connection: Connection, size: int) -> Frontier:
    """Return the frontier of the tree of the first ``size`` entries."""
    frontier = frontier_until(connection, size)
    frontier.extend(leaves_of(connection, frontier.size, size))
    return frontier


def leaves_of(connection: Connection, start: int, end: int) -> Iterator[bytes]:
    """Give the leaf hashes of the entries from ``start`` until ``end``."""
    entries = schema.entries.c
    chosen = select(entries.envelope).where(entries.position >= start, entries.position < end)
    for envelope in connection.execute(chosen.order_by(entries.position)).scalars():
        yield leaf_hash(envelope)


def _root_between(connection: Connection, start: int, end: int) -> bytes:
    """Return the root over the entries from ``start`` until ``end``, a subtree of the tree.

    The peaks of the tree that ends one leaf earlier are those of all before ``start``, then those inside.
    """
    before = frontier_at(connection, end - 1)
    inside = (end - 1 - start).bit_count()
    frontier = Frontier(end - 1 - start, before.peaks[len(before.peaks) - inside :])
    frontier.extend(leaves_of(connection, end - 1, end))
    return frontier.root()


def _seal_at(connection: Connection, position: int) -> tuple[ActSeal, int]:
    acts = schema.acts.c
    chosen = select(acts.position, acts.seal).where(acts.position <= position)
    row = connection.execute(chosen.order_by(acts.position.desc()).limit(1)).one_or_none()
    if row is None:
        raise LedgerFault(f"entry {position}: there is no act that wrote it", _BACKUP)
    try:
        return seal_of(canonical.decode(row.seal)), int(row.position)
    except ValueError as fault:
        raise LedgerFault(f"the act at entry {row.position}: its seal cannot be read", _BACKUP) from fault


def _entry_at(connection: Connection, position: int) -> Entry:
    entries, bodies = schema.entries.c, schema.bodies.c
    chosen = (
        select(entries.envelope, bodies.salt, bodies.body)
        .outerjoin_from(schema.entries, schema.bodies, bodies.position == entries.position)
        .where(entries.position == position)
    )
    row = connection.execute(chosen).one_or_none()
    if row is None:
        raise LedgerFault(f"entry {position}: there is none", _BACKUP)
    return Entry(parse_envelope(row.envelope), row.salt, row.body)


def _note(connection: Connection, size: int) -> str:
    checkpoints = schema.checkpoints.c
    return str(connection.execute(select(checkpoints.note).where(checkpoints.size == size)).scalar_one())
