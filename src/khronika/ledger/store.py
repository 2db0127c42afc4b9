"""Writing to the ledger: appending, and adding what another device appended.

What must stay true: entries are only added; everything one act adds is one transaction, one seal and one
checkpoint; a body is dropped only by an erasure; the views are brought up to date in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from khronika.errors import VaultDamaged
from khronika.ledger import canonical, schema
from khronika.ledger.ending import Head, frontier_of, head_of, next_number, stored
from khronika.ledger.entry import SALT_BYTES, Entry, Envelope, commit, leaf_data, ordered
from khronika.ledger.erasing import items_held
from khronika.ledger.fault import LedgerFault
from khronika.ledger.logfile import SealedAct
from khronika.ledger.note import Checkpoint, NoteKey, checkpoint_text, origin_of, sign_note
from khronika.ledger.recorded import Recorded, body_at
from khronika.ledger.rows import chunks, insert_rows
from khronika.ledger.seal import ActSeal, Sign, seal_act, seal_json
from khronika.ledger.shelving import Texts
from khronika.ledger.tree import leaf_hash, root_of
from khronika.ledger.views import Views
from khronika.records.ids import Kind, Randomness, new_id
from khronika.records.problems import Problem

_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that an act wants to add. ``body`` holds JSON values without floats."""

    type: str
    subject: str
    body: dict[str, Any]
    supersedes: tuple[str, ...] = ()
    derived_from: tuple[str, ...] = ()
    erases: tuple[str, ...] = ()
    compartments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes, with what: the author's member id and the device's key pair."""

    author: str
    device: str
    public: bytes = field(repr=False)
    sign: Sign = field(repr=False)


@dataclass(frozen=True, slots=True)
class Desk:
    """The vault's own identity in the log: its id, its checkpoint key, and how that key signs."""

    vault: str
    key: NoteKey
    sign: Sign = field(repr=False)


@dataclass(frozen=True, slots=True)
class Appended:
    """What an act added: its first position, its entries' ids, the subjects whose erasure changed."""

    first: int
    entries: tuple[str, ...]
    erasure_changed: frozenset[str]


class Writing:
    """One transaction on the ledger."""

    def __init__(self, connection: Connection, desk: Desk, texts: Texts) -> None:
        """Begin on ``connection``, which is already in a transaction."""
        self.connection = connection
        self.head: Head | None = None
        self.unread: list[Problem] = []
        self._desk = desk
        self._texts = texts

    def append(self, drafts: Sequence[Draft], hand: Hand, now: datetime, randomness: Randomness) -> Appended:
        """Add the entries of one act, sealed together, with the checkpoint after them.

        Raises:
            LedgerFault: a receipt of an item whose body is not here, or an entry of what is erased here. The
                transaction must then be left, which rolls it back.
        """
        _refuse_gone(self.connection, drafts)
        envelopes, openings = _entries_of(self.connection, drafts, hand, now, randomness)
        leaves = [leaf_data(envelope) for envelope in envelopes]
        hashes = [leaf_hash(leaf) for leaf in leaves]
        seal = seal_act(envelopes, self._desk.vault, hand.public, hand.sign, root=root_of(hashes))
        first = self._write(seal, _Rows(envelopes, leaves, hashes, openings), now)
        bodies = (draft.body for draft in drafts)
        batch = [Recorded(first + i, e, b) for i, (e, b) in enumerate(zip(envelopes, bodies, strict=True))]
        changed = Views(self.connection, self._texts).apply(batch)
        _refuse_lost(self.connection, changed, {draft.subject for draft in drafts})
        self.drop_bodies(changed)
        return Appended(first, tuple(envelope.id for envelope in envelopes), frozenset(changed))

    def add_acts(self, acts: Iterable[SealedAct], now: datetime) -> set[str]:
        """Add acts that another device sealed; returns the subjects whose erasure changed.

        No body is dropped yet: an erasure among these acts may be answered by a later one.
        """
        views, batch = Views(self.connection, self._texts), list[Recorded]()
        changed: set[str] = set()
        for act in acts:
            envelopes = [entry.envelope for entry in act.entries]
            leaves = [leaf_data(envelope) for envelope in envelopes]
            openings = [None if e.salt is None or e.body is None else (e.salt, e.body) for e in act.entries]
            rows = _Rows(envelopes, leaves, [leaf_hash(leaf) for leaf in leaves], openings)
            first = self._write(act.seal, rows, now)
            batch += (_recorded(first + place, entry) for place, entry in enumerate(act.entries))
            if len(batch) >= _BATCH:
                changed |= views.apply(batch)
                batch = []
        return changed | views.apply(batch)

    def rebuild(self, *, keep_numbers: bool = False) -> int:
        """Make every view anew from the entries; returns how many entries were read.

        A text that cannot be read does not stop it: it is listed in ``unread``, and not searched until the
        next rebuild. ``keep_numbers`` leaves the labels their numbers.
        """
        views = Views(self.connection, self._text_or_nothing)
        views.clear(keep_numbers=keep_numbers)
        count = 0
        for batch in stored(self.connection, _BATCH):
            views.apply(batch)
            count += len(batch)
        return count

    def _text_or_nothing(self, rendition: str, body: dict[str, Any]) -> str:
        try:
            return self._texts(rendition, body)
        except VaultDamaged as fault:
            self.unread.append(Problem(rendition, f"its text cannot be searched: {fault.fault}", fault.hint))
            return ""

    def refresh(self, subjects: Iterable[str]) -> None:
        """Bring the rows of these subjects up to date, after bodies of theirs were put back."""
        Views(self.connection, self._texts).refresh(subjects)

    def drop_bodies(self, subjects: Iterable[str]) -> None:
        """Destroy the bodies and salts of those subjects that are erased, and their words in the search."""
        table, entries, bodies = schema.subjects.c, schema.entries.c, schema.bodies
        dropped = 0
        for chunk in chunks(subjects):
            gone = select(table.id).where(table.id.in_(chunk), table.erased == 1)
            positions = select(entries.position).where(entries.subject.in_(gone))
            done = self.connection.execute(delete(bodies).where(bodies.c.position.in_(positions)))
            dropped += done.rowcount
        if dropped:
            Views(self.connection, self._texts).forget()

    def _write(self, seal: ActSeal, rows: _Rows, now: datetime) -> int:
        """Write an act with its entries, bodies and checkpoint; returns its first position."""
        frontier = frontier_of(self.connection)
        first = frontier.size
        frontier.extend(rows.hashes)
        data = canonical.encode(seal_json(seal))
        act = (first, seal.act, seal.device, seal.first, seal.count, data, moment(now))
        insert_rows(self.connection, schema.acts, [act])
        entries = zip(rows.envelopes, rows.leaves, strict=True)
        insert_rows(
            self.connection,
            schema.entries,
            [(position, envelope.subject, leaf) for position, (envelope, leaf) in enumerate(entries, first)],
        )
        insert_rows(
            self.connection,
            schema.bodies,
            [(at, *opening) for at, opening in enumerate(rows.openings, first) if opening is not None],
        )
        checkpoint = Checkpoint(origin_of(self._desk.vault), frontier.size, frontier.root())
        note = sign_note(checkpoint_text(checkpoint), self._desk.key, self._desk.sign)
        insert_rows(self.connection, schema.checkpoints, [(frontier.size, frontier.to_bytes(), note)])
        self.head = head_of(frontier)
        return first


def moment(now: datetime) -> str:
    """Return a time as the ledger writes it: UTC, whole seconds."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _refuse_gone(connection: Connection, drafts: Sequence[Draft]) -> None:
    """Refuse a receipt of an item whose body is not here: erased, or never taken in."""
    sealed = {draft.subject for draft in drafts}
    items = {
        source
        for draft in drafts
        if draft.subject.startswith(f"{Kind.RECEIPT}_")
        for source in draft.derived_from
        if source.startswith(f"{Kind.ITEM}_") and source not in sealed
    }
    for gone in sorted(items - items_held(connection, items)):
        raise LedgerFault(
            f"{gone}: not here or erased, and a receipt brings no body", "take the file in again"
        )


def _refuse_lost(connection: Connection, changed: Collection[str], written: Collection[str]) -> None:
    """Refuse an act that wrote what is erased here, or that ended an erasure: the bodies would be missing.

    A receipt of another copy could bring the subject back, and nobody would hold what was written here.
    """
    table = schema.subjects.c
    for chunk in chunks(changed):
        chosen = select(table.id, table.erased).where(table.id.in_(chunk)).order_by(table.id)
        for subject, erased in connection.execute(chosen):
            if not erased or subject in written:
                raise LedgerFault(
                    f"{subject}: it or its source is erased here, and nothing more can be recorded of it",
                    "take the file in again",
                )


@dataclass(frozen=True, slots=True)
class _Rows:
    """The entries of one act as they are stored."""

    envelopes: Sequence[Envelope]
    leaves: Sequence[bytes]
    hashes: Sequence[bytes]
    openings: Sequence[tuple[bytes, bytes] | None]


def _recorded(position: int, entry: Entry) -> Recorded:
    return Recorded(position, entry.envelope, None if entry.body is None else body_at(position, entry.body))


def _entries_of(
    connection: Connection, drafts: Sequence[Draft], hand: Hand, now: datetime, randomness: Randomness
) -> tuple[list[Envelope], list[tuple[bytes, bytes]]]:
    seq, act, time = next_number(connection, hand.device), new_id(Kind.ACT, randomness), moment(now)
    salts = randomness(SALT_BYTES * len(drafts))
    envelopes, openings = [], []
    for place, draft in enumerate(drafts):
        salt, body = salts[SALT_BYTES * place : SALT_BYTES * (place + 1)], canonical.encode(draft.body)
        envelopes.append(
            Envelope(
                id=new_id(Kind.ENTRY, randomness),
                act=act,
                type=draft.type,
                subject=draft.subject,
                author=hand.author,
                device=hand.device,
                seq=seq + place,
                time=time,
                commitment=commit(salt, body),
                supersedes=ordered(draft.supersedes),
                derived_from=ordered(draft.derived_from),
                erases=ordered(draft.erases),
                compartments=ordered(draft.compartments),
            )
        )
        openings.append((salt, body))
    return envelopes, openings
