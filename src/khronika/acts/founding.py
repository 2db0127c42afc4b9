"""Founding a desk, opening one, and the temporary desk of a single brief."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from khronika.acts.desk import Clock, Desk, Texts, enrolment, signer_of
from khronika.errors import RolledBack, StorageFull, VaultDamaged
from khronika.ledger import queries, working
from khronika.ledger.database import STALE_VIEWS, open_database
from khronika.ledger.note import NoteKey, origin_of
from khronika.ledger.queries import Sight
from khronika.ledger.store import Desk as LedgerDesk
from khronika.ledger.store import Draft, Hand
from khronika.ledger.transactions import Ledger
from khronika.records.access import Member, Role
from khronika.records.body import body_of
from khronika.records.ids import Kind, Randomness, new_id
from khronika.vault import folder
from khronika.vault.folder import Vault
from khronika.vault.keys import MasterKey
from khronika.vault.keyslots import Cost
from khronika.vault.temporary import temporary as temporary_vault


def now_utc() -> datetime:
    """Return the time of the machine's clock in UTC."""
    return datetime.now(UTC)


def found(
    path: Path,
    passphrase: str,
    *,
    founder: str = "founder",
    cost: Cost | None = None,
    clock: Clock = now_utc,
    randomness: Randomness = os.urandom,
) -> Desk:
    """Make a vault at ``path`` and found a desk in it with one member, who has every role.

    Raises:
        UsageFault: the folder is not empty.
        StorageFull: there is no room.
    """
    vault = folder.create(path, passphrase, cost=cost, randomness=randomness)
    return _opened(vault, founder, clock, randomness)


def open_desk(
    path: Path,
    unlock: str | MasterKey,
    *,
    clock: Clock = now_utc,
    randomness: Randomness = os.urandom,
    accept_older: bool = False,
) -> Desk:
    """Open the desk at ``path`` with its passphrase or, from the key agent, its master key.

    ``accept_older`` opens a ledger that is behind the remembered head, for a person who knows why.

    Raises:
        WrongPassphrase, VaultBusy, VaultDamaged, NewerFormat: as the vault finds it.
        RolledBack: the ledger is older than the head remembered beside it.
    """
    vault = folder.open_vault(path, unlock, randomness=randomness)
    desk = _opened(vault, "founder", clock, randomness, accept_older=accept_older)
    if vault.has_room():
        vault.restore_ballast()
    return desk


@contextmanager
def temporary_desk(clock: Clock = now_utc, randomness: Randomness = os.urandom) -> Iterator[Desk]:
    """Give a desk that leaves nothing behind: its keys are never written, its folder goes at the end."""
    with temporary_vault(randomness) as vault:
        desk = _opened(vault, "you", clock, randomness)
        try:
            yield desk
        finally:
            desk.close()


def _opened(
    vault: Vault, founder: str, clock: Clock, randomness: Randomness, *, accept_older: bool = False
) -> Desk:
    engine = None
    try:
        _refuse_lost_ledger(vault)
        if not vault.has_room():
            vault.release_ballast()
        engine = open_database(vault.database_path, vault.keys.database)
        pair = signer_of(vault.keys.ledger)
        key = NoteKey(origin_of(vault.id), pair.public_key().public_bytes_raw())
        texts = Texts(vault)
        remember = partial(_remember, vault)
        ledger = Ledger(engine, LedgerDesk(vault.id, key, pair.sign), texts.to_search, remember)
        desk = Desk(vault, engine, ledger, texts, "", clock, randomness, pair.sign)
        _check_head(desk, accept_older=accept_older)
        _renew_stale_views(ledger)
        desk.founder = _founder(desk, founder)
    except BaseException:
        if engine is not None:
            engine.dispose()
        vault.close()
        raise
    return desk


def _refuse_lost_ledger(vault: Vault) -> None:
    """Refuse a vault whose ledger is gone: founded anew, it would look as if nothing had been there."""
    database = vault.database_path
    if vault.was_used() and not (database.exists() and database.stat().st_size):
        raise VaultDamaged(
            "the ledger of this vault is missing: ledger.db",
            "put it back from a backup, best the whole folder; nothing was changed",
        )


def _remember(vault: Vault, head: bytes) -> None:
    """Remember the head; the ballast is for this. The act it belongs to is recorded already."""
    try:
        vault.remember_head(head)
    except StorageFull:
        vault.release_ballast()
        vault.remember_head(head)


def _check_head(desk: Desk, *, accept_older: bool) -> None:
    try:
        desk.ledger.check_remembered(desk.vault.remembered_head())
    except RolledBack:
        if not accept_older:
            raise
        desk.vault.remember_head(desk.ledger.head().to_bytes())


def _renew_stale_views(ledger: Ledger) -> None:
    """Make the views anew where a migration asks for it; killed in between, the next opening does it."""
    with ledger.reading() as connection:
        stale = working.get(connection, STALE_VIEWS) is not None
    if stale:
        with ledger.writing() as writing:
            writing.rebuild()
            working.drop(writing.connection, STALE_VIEWS)


def _founder(desk: Desk, name: str) -> str:
    """Return the founder's id; an empty ledger is founded now (a crash may have come in between)."""
    with desk.ledger.reading() as connection:
        founding = queries.one(connection, Sight(), desk.vault.id)
    if founding is not None:
        author: str = founding.envelope["author"]
        return author
    if desk.ledger.head().size:
        raise VaultDamaged("the ledger has entries but no founding", "restore the folder from a backup")
    member = Member(new_id(Kind.MEMBER, desk.randomness), name, frozenset(Role), every=True)
    device = desk.vault.device()
    drafts = [
        Draft("desk.founded", desk.vault.id, {"format": 1, "vkey": desk.ledger.desk.key.vkey}),
        enrolment(desk.endorse, device.id, device.public),
        Draft("member.recorded", member.id, body_of(member)),
    ]
    with desk.ledger.writing() as writing:
        hand = Hand(member.id, device.id, device.public, device.sign)
        writing.append(drafts, hand, desk.clock(), desk.randomness)
    return member.id
