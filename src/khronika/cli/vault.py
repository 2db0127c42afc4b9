"""Commands on the vault itself: init, unlock, lock, passwd, verify, rebuild, join."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from khronika.acts import upkeep
from khronika.acts.founding import found
from khronika.cli.options import AsJson, Descriptor, VaultPath
from khronika.cli.output import list_problems, note, print_json, say
from khronika.cli.passphrases import desk_at, desk_opened, new_passphrase, passphrase
from khronika.errors import UsageFault, VaultDamaged
from khronika.vault.folder import open_vault, vault_id
from khronika.vault.session import Session

Where = Annotated[
    Path,
    typer.Argument(metavar="FOLDER", help="A folder that is empty or not there yet.", show_default=False),
]
Name = Annotated[str, typer.Option("--name", help="How the log calls you; a pseudonym will do.")]
Minutes = Annotated[int, typer.Option("--minutes", min=1, max=720, help="Locked after so long without use.")]
All = Annotated[bool, typer.Option("--all", help="Every vault that is unlocked.")]
Files = Annotated[bool, typer.Option("--files", help="Open and compare every sealed file too.")]
Held = Annotated[
    Path | None, typer.Option("--held", help="A checkpoint you kept elsewhere: the log must begin with it.")
]
Accept = Annotated[bool, typer.Option("--accept-older", help="Accept a ledger that was put back, knowingly.")]
Show = Annotated[bool, typer.Option("--checkpoint", help="Print the newest checkpoint, to keep elsewhere.")]
Other = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="Another copy of the same vault.", show_default=False)
]


def init(path: Where, name: Name = "founder", descriptor: Descriptor = None) -> None:
    """Make a vault and found a desk in it, with you as its one member.

    There is no way back from a forgotten passphrase. Six random words are a good one.
    """
    desk = found(path, new_passphrase(descriptor), founder=name)
    say(f"vault {desk.vault.id} at {path}")
    say("next: khronika add --vault PATH FILE…")
    desk.close()


def unlock(path: VaultPath, minutes: Minutes = 30, descriptor: Descriptor = None) -> None:
    """Keep the vault unlocked for a while: the key agent holds its key in memory."""
    vault = open_vault(path, passphrase(descriptor, "passphrase: "))
    try:
        Session().keep(vault.id, vault.master, idle=60 * minutes)
    finally:
        vault.close()
    say(f"unlocked until it is not used for {minutes} minutes; khronika lock ends it at once")


def lock(
    path: Annotated[Path | None, typer.Option("--vault", "-V", envvar="KHRONIKA_VAULT")] = None,
    every: All = False,
) -> None:
    """Lock at once: the key agent overwrites the key."""
    if every:
        Session().lock_all()
    elif path is None:
        raise UsageFault("no vault is named", "--vault PATH, or --all for every vault")
    else:
        Session().lock(vault_id(path))
    say("locked")


def passwd(path: VaultPath, descriptor: Descriptor = None) -> None:
    """Change the passphrase. With --passphrase-fd: the old one on the first line, the new on the second."""
    old = passphrase(descriptor, "old passphrase: ")
    with desk_opened(path, old) as desk:
        upkeep.change_passphrase(desk, desk.founder, old, new_passphrase(descriptor))
    Session().lock(vault_id(path))
    say("the passphrase is changed; older backups still open with the old one")


def verify(
    path: VaultPath,
    files: Files = False,
    held: Held = None,
    accept_older: Accept = False,
    show_checkpoint: Show = False,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Check the whole vault: entries, seals, checkpoints, views and sealed files.

    Exit code 5 when something is not as it was recorded; nothing is changed.
    """
    note_held = held.read_text(encoding="utf-8") if held else None
    with desk_at(path, descriptor, accept_older=accept_older) as desk:
        if show_checkpoint:
            say(upkeep.checkpoint(desk, desk.founder).rstrip("\n"))
            return
        checked = upkeep.verify(desk, desk.founder, files=files, held=note_held)
    if as_json:
        print_json(checked)
    else:
        found_ = checked.verified
        say(f"{found_.entries} entries in {found_.acts} acts, {found_.bodies} bodies, {found_.erased} erased")
        say(f"root {found_.root}")
        if files:
            say(f"{checked.files} sealed files opened and compared")
        if checked.orphans:
            note(f"{len(checked.orphans)} sealed files belong to no record: left by a crash or an erasure")
        list_problems(checked.problems)
    if checked.problems:
        raise VaultDamaged(
            f"{len(checked.problems)} faults were found", "keep this copy; compare with a backup"
        )
    if not as_json:
        say("everything is as it was recorded")


def rebuild(path: VaultPath, descriptor: Descriptor = None) -> None:
    """Make all views anew from the entries."""
    with desk_at(path, descriptor) as desk:
        say(f"views made anew from {upkeep.rebuild(desk, desk.founder)} entries")


def join(other: Other, path: VaultPath, descriptor: Descriptor = None) -> None:
    """Take over what another copy of this vault recorded since the two grew apart."""
    with desk_at(path, descriptor) as desk:
        joined = upkeep.join(desk, desk.founder, other)
    say(f"{joined.acts} acts with {joined.entries} entries taken over, {joined.files} sealed files copied")
