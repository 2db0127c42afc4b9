"""Upkeep: verifying a desk, rebuilding its views, joining a copy that grew apart, changing the passphrase."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from khronika.acts.desk import Desk, allowed, asking
from khronika.acts.erase import discard_erased
from khronika.acts.job_state import waiting_files
from khronika.errors import KhronikaError, UsageFault, VaultDamaged
from khronika.ledger import lookups, queries
from khronika.ledger.database import open_database
from khronika.ledger.joining import join as join_ledgers
from khronika.ledger.joining import parts_of
from khronika.ledger.logfile import SealedAct
from khronika.ledger.queries import Known, Sight, Wanted
from khronika.ledger.transactions import Ledger
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
    allowed(desk, member, Right.ADMINISTER)
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
    allowed(desk, member, Right.ADMINISTER)
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
    allowed(desk, member, Right.ADMINISTER)
    if folder.vault_id(other) != desk.vault.id:
        raise UsageFault(f"{other} is another vault", "only copies of one vault can be joined")
    if other.resolve() == desk.vault.path:
        raise UsageFault(f"{other} is this vault itself", "name the folder of another copy")
    adopted: list[str] = []
    try:
        acts = _taken_from(desk, other, adopted)
        with desk.ledger.writing() as writing:
            joined = join_ledgers(writing, desk.ledger.desk, acts, desk.clock())
    except BaseException:
        with suppress(KhronikaError):
            _discard_unrecorded(desk, adopted)
        raise
    erased = _erased(desk)
    discard_erased(desk, erased)
    return JoinedDesks(joined.acts, joined.entries, len(set(adopted) - set(erased)), tuple(erased))


def _taken_from(desk: Desk, other: Path, adopted: list[str]) -> list[SealedAct]:
    """Return the acts of the other copy; sealed files that are not here are copied and added to ``adopted``.

    Also those of what was erased here: a receipt of the other copy's own may bring it back.
    """
    with folder.open_vault(other, desk.vault.master) as vault:
        engine = open_database(vault.database_path, vault.keys.database)
        theirs = Ledger(engine, desk.ledger.desk, desk.texts.to_search, lambda _: None)
        try:
            with theirs.reading() as connection:
                acts = [part for part in parts_of(connection, bodies=True) if isinstance(part, SealedAct)]
        finally:
            theirs.close()
        adopted.extend(id_ for id_ in _sealed_in(acts) if desk.vault.sealed.adopt(vault.sealed, id_))
    return acts


def _discard_unrecorded(desk: Desk, adopted: list[str]) -> None:
    with desk.ledger.reading() as connection:
        unrecorded = [id_ for id_ in adopted if queries.one(connection, Sight(), id_) is None]
    for id_ in unrecorded:
        desk.vault.discard(id_)


def change_passphrase(desk: Desk, member: str, old: str, new: str, cost: Cost | None = None) -> None:
    """Put a new passphrase in the place of the old one.

    Raises:
        WrongPassphrase: the old one opens no key slot; nothing was changed.
    """
    allowed(desk, member, Right.ADMINISTER)
    desk.vault.keyslots.change_passphrase(desk.vault.master, old, new, cost or Cost())


def _sealed_in(acts: list[SealedAct]) -> list[str]:
    kinds = {Kind.ITEM, Kind.RENDITION}
    subjects = (entry.envelope.subject for act in acts for entry in act.entries if entry.body is not None)
    return sorted({subject for subject in subjects if subject[:3] in kinds})


def _erased(desk: Desk) -> list[str]:
    with desk.ledger.reading() as connection:
        return lookups.erased(connection)


def _sealed_files(desk: Desk, *, opened: bool) -> tuple[int, list[Problem], tuple[str, ...]]:
    known: list[Known] = []
    fixity = desk.vault.sealed.sweep(_with_files(desk, known))
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
    return counted, _of_what_stands(desk, problems), fixity.orphans


def _with_files(desk: Desk, known: list[Known]) -> Iterator[str]:
    """Yield what has a sealed file, as it is when the first is asked for; records are added to ``known``.

    What was uploaded has one before it is a record.
    """
    with desk.ledger.reading() as connection:
        waiting = waiting_files(connection)
        for kind in (Kind.ITEM, Kind.RENDITION):
            records = queries.many(connection, Sight(), Wanted(kind, statuses=("sealed",)))
            known += (record for record in records if record.body is not None)
    yield from waiting
    yield from (record.id for record in known)


def _of_what_stands(desk: Desk, problems: list[Problem]) -> list[Problem]:
    """Return the problems but those of what was erased while it was looked at."""
    with desk.ledger.reading() as connection:
        known = {problem.where: queries.one(connection, Sight(), problem.where) for problem in problems}
    return [one for one in problems if (found := known[one.where]) is not None and found.body is not None]
