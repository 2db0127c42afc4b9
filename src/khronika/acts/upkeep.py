"""Upkeep: verifying a desk, rebuilding its views, joining a copy that grew apart, changing the passphrase."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from khronika.acts.desk import Desk, asking, member_of
from khronika.acts.erase import discard_erased
from khronika.errors import NotAllowed, UsageFault, VaultDamaged
from khronika.ledger import queries
from khronika.ledger.database import open_database
from khronika.ledger.joining import join as join_ledgers
from khronika.ledger.joining import parts_of
from khronika.ledger.logfile import SealedAct
from khronika.ledger.queries import Sight, Wanted
from khronika.ledger.store import Ledger
from khronika.ledger.verifying import Verified, checkpoint_note, holds, verify_entries, verify_views
from khronika.records.access import Right
from khronika.records.ids import Kind
from khronika.records.problems import Problem
from khronika.vault import folder
from khronika.vault.keyslots import Cost


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``verify`` found. ``files`` counts sealed files that were opened and compared."""

    verified: Verified
    files: int = 0
    problems: tuple[Problem, ...] = ()
    orphans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JoinedDesks:
    """What a join brought."""

    acts: int
    entries: int
    files: int = 0
    erased: tuple[str, ...] = field(default=())


def verify(desk: Desk, member: str, *, files: bool = False, held: str | None = None) -> Checked:
    """Verify entries, seals, checkpoints, bodies, views and sealed files; ``files`` opens each of them.

    ``held`` is a checkpoint (a signed note) that was kept elsewhere: the log must begin with it.

    Raises:
        NotAllowed: the member may not administer.
    """
    _administering(desk, member)
    key = desk.ledger.desk.key
    with desk.ledger.writing_to_roll_back() as writing:
        verified = verify_entries(writing.connection, desk.ledger.desk)
        problems = verify_views(writing)
        if held is not None and not holds(writing.connection, held, key):
            what = "the log does not begin with the checkpoint you hold"
            problems.append(
                Problem("log", what, "the vault's folder may have been put back to an older copy")
            )
    counted, faults, orphans = _sealed_files(desk, opened=files)
    return Checked(verified, counted, (*verified.problems, *problems, *faults), orphans)


def rebuild(desk: Desk, member: str) -> int:
    """Make every view anew from the entries; returns how many entries there are."""
    _administering(desk, member)
    with desk.ledger.writing() as writing:
        return writing.rebuild()


def checkpoint(desk: Desk, member: str) -> str:
    """Return the newest checkpoint, to be kept elsewhere: it proves later what the log held now."""
    with asking(desk, member) as query:
        return checkpoint_note(query.connection)


def join(desk: Desk, member: str, other: Path) -> JoinedDesks:
    """Take over what another copy of this vault recorded since the two grew apart.

    The other copy is only read. Repeat it the other way round to bring both to the same records.

    Raises:
        UsageFault: the other folder is another vault.
        LedgerFault: what the other copy holds is not as it was sealed; nothing was taken over.
    """
    _administering(desk, member)
    if folder.vault_id(other) != desk.vault.id:
        raise UsageFault(f"{other} is another vault", "only copies of one vault can be joined")
    with folder.open_vault(other, desk.vault.master) as vault:
        engine = open_database(vault.database_path, vault.keys.database)
        theirs = Ledger(engine, desk.ledger.desk, desk.texts, lambda _: None)
        with theirs.reading() as connection:
            acts = [part for part in parts_of(connection, bodies=True) if isinstance(part, SealedAct)]
        theirs.close()
        files = sum(desk.vault.sealed.adopt(vault.sealed, id_) for id_ in _sealed_in(acts))
    with desk.ledger.writing() as writing:
        joined = join_ledgers(writing, desk.ledger.desk, acts, desk.clock())
    erased = _erased(desk)
    discard_erased(desk, erased)
    return JoinedDesks(joined.acts, joined.entries, files, tuple(erased))


def change_passphrase(desk: Desk, member: str, old: str, new: str, cost: Cost | None = None) -> None:
    """Put a new passphrase in the place of the old one.

    Raises:
        WrongPassphrase: the old one opens no key slot; nothing was changed.
    """
    _administering(desk, member)
    desk.vault.keyslots.change_passphrase(desk.vault.master, old, new, cost or Cost())


def _administering(desk: Desk, member: str) -> None:
    with desk.ledger.reading() as connection:
        known = member_of(connection, member)
    if not known.may(Right.ADMINISTER):
        raise NotAllowed(f"{known.name} may not {Right.ADMINISTER}", "a custodian may")


def _sealed_in(acts: list[SealedAct]) -> list[str]:
    kinds = {Kind.ITEM, Kind.RENDITION}
    subjects = (entry.envelope.subject for act in acts for entry in act.entries if entry.body is not None)
    return sorted({subject for subject in subjects if subject[:3] in kinds})


def _erased(desk: Desk) -> list[str]:
    with desk.ledger.reading() as connection:
        return queries.erased(connection)


def _sealed_files(desk: Desk, *, opened: bool) -> tuple[int, list[Problem], tuple[str, ...]]:
    with desk.ledger.reading() as connection:
        known = [
            record
            for kind in (Kind.ITEM, Kind.RENDITION)
            for record in queries.many(connection, Sight(), Wanted(kind, statuses=("sealed",)))
            if record.body is not None
        ]
    fixity = desk.vault.sealed.sweep([record.id for record in known])
    problems = [
        Problem(id_, "its sealed file is missing", "restore it from a backup") for id_ in fixity.missing
    ]
    counted = 0
    for record in known if opened else []:
        assert record.body is not None
        if record.id in fixity.missing:
            continue
        counted += 1
        try:
            digest = desk.vault.copy_out(record.id, record.body["key"], record.body["size"], lambda _: None)
        except VaultDamaged as fault:
            problems.append(Problem(record.id, fault.fault, fault.hint))
            continue
        if digest != record.body["sha256"]:
            problems.append(Problem(record.id, "its sealed file holds other bytes than were recorded"))
    return counted, problems, fixity.orphans
