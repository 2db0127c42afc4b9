"""Commands that look after a vault: verify, rebuild, join."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from khronika.acts import upkeep as acts
from khronika.acts.upkeep import Checked
from khronika.cli.hands import hand_at
from khronika.cli.options import AsJson, Descriptor, DeskUrl, NoDesk, VaultPath, vault_named
from khronika.cli.output import list_problems, note, print_json, say
from khronika.cli.passphrases import desk_at
from khronika.cli.words import counted
from khronika.errors import UsageFault, VaultDamaged

_MOST_OF_A_CHECKPOINT = 1 << 16
_CHECKPOINT = "khronika.vault/vlt_"
_HELD_HINT = "--held takes a file with what --checkpoint printed"

Files = Annotated[bool, typer.Option("--files", help="Open and compare every sealed file too.")]
Held = Annotated[
    Path | None,
    typer.Option("--held", metavar="FILE", help="A checkpoint kept elsewhere: the log must begin with it."),
]
Accept = Annotated[bool, typer.Option("--accept-older", help="Accept a ledger that was put back, knowingly.")]
Show = Annotated[bool, typer.Option("--checkpoint", help="Print the newest checkpoint, to keep elsewhere.")]
Other = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="Another copy of the same vault.", show_default=False)
]


def verify(
    path: VaultPath = None,
    desk: DeskUrl = None,
    files: Files = False,
    held: Held = None,
    accept_older: Accept = False,
    show_checkpoint: Show = False,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Check that everything is as it was recorded.

    \b
    khronika verify --vault desk --files
    khronika verify --vault desk --checkpoint > checkpoint     keep it elsewhere, then later:
    khronika verify --vault desk --held checkpoint

    Entries, seals, checkpoints, views and sealed files. Exit code 5 when something is not as it was recorded;
    nothing is changed. Of a running desk (--desk) only --checkpoint can be asked.
    """
    kept = _checkpoint_in(held) if held else None
    if show_checkpoint and not accept_older:
        with hand_at(path, desk, descriptor) as hand:
            _tell_checkpoint(hand.call(acts.checkpoint), as_json=as_json)
        return
    with desk_at(vault_named(path, desk), descriptor, accept_older=accept_older) as opened:
        if show_checkpoint:
            _tell_checkpoint(acts.checkpoint(opened, opened.founder), as_json=as_json)
            return
        checked = acts.verify(opened, opened.founder, files=files, held=kept)
    if as_json:
        print_json(checked)
    else:
        _tell(checked, files=files)
    if checked.problems:
        count = len(checked.problems)
        raise VaultDamaged(
            f"{count} {'fault was' if count == 1 else 'faults were'} found",
            "keep this copy as it is; compare it with a backup",
        )
    if not as_json:
        say("everything is as it was recorded")


def rebuild(
    path: VaultPath = None, desk: NoDesk = None, as_json: AsJson = False, descriptor: Descriptor = None
) -> None:
    """Make all views anew from the entries.

    \b
    khronika rebuild --vault desk
    """
    with desk_at(vault_named(path, desk), descriptor) as opened:
        entries = acts.rebuild(opened, opened.founder)
    if as_json:
        print_json({"entries": entries})
    else:
        say(f"views made anew from {entries} entries")


def join(
    other: Other,
    path: VaultPath = None,
    desk: NoDesk = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Take over what another copy of this vault recorded.

    \b
    khronika join --vault desk /media/stick/desk

    Nothing is recorded in the other copy, but it is locked meanwhile: its disk must take writes. Repeat it
    the other way round to bring both to the same records.
    """
    with desk_at(vault_named(path, desk), descriptor) as opened:
        joined = acts.join(opened, opened.founder, other)
    if as_json:
        print_json(joined)
        return
    say(f"{counted(joined.acts, 'act')} taken over, {counted(joined.files, 'sealed file')} copied")


def _tell_checkpoint(newest: str, *, as_json: bool) -> None:
    print_json({"checkpoint": newest}) if as_json else say(newest.rstrip("\n"))


def _tell(checked: Checked, *, files: bool) -> None:
    found = checked.verified
    say(f"{found.entries} entries in {found.acts} acts, {found.bodies} bodies, {found.erased} erased")
    say(f"root {found.root}")
    if files:
        say(f"{checked.files} sealed files opened and compared")
    if checked.orphans:
        note(f"{len(checked.orphans)} sealed files belong to no record: left by a crash or an erasure")
    list_problems(checked.problems)


def _checkpoint_in(held: Path) -> str:
    try:
        with held.open(encoding="utf-8") as file:
            kept = file.read(_MOST_OF_A_CHECKPOINT)
    except (OSError, UnicodeDecodeError) as fault:
        words = fault.strerror if isinstance(fault, OSError) and fault.strerror else "it is no text"
        raise UsageFault(f"{held} cannot be read: {words.lower()}", _HELD_HINT) from fault
    if not kept.startswith(_CHECKPOINT):
        raise UsageFault(f"{held} is no checkpoint", _HELD_HINT)
    return kept
