"""Commands on the vault's keys: init, unlock, passwd."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from khronika.acts import upkeep
from khronika.acts.founding import found
from khronika.cli.options import AsJson, Descriptor, NoDesk, VaultPath, refuse_running_desk, vault_named
from khronika.cli.output import print_json, say
from khronika.cli.passphrases import desk_opened, new_passphrase, passphrase, refuse_held
from khronika.errors import UsageFault
from khronika.vault.folder import open_vault
from khronika.vault.session import Session

Where = Annotated[
    Path,
    typer.Argument(metavar="FOLDER", help="A folder that is empty or not there yet.", show_default=False),
]
Name = Annotated[str, typer.Option("--name", help="How the log calls you; a pseudonym will do.")]
Minutes = Annotated[int, typer.Option("--minutes", min=1, max=720, help="Locked after so long without use.")]


def init(
    path: Where,
    name: Name = "founder",
    desk: NoDesk = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Make a vault that lasts.

    \b
    khronika init desk
    khronika add --vault desk --read article.html

    You are its one member. The passphrase is asked for twice. There is no way back from a forgotten
    passphrase; six random words are a good one.
    """
    refuse_running_desk(desk)
    if not path.parts:
        raise UsageFault("no folder is named", "khronika init FOLDER")
    if path.is_dir() and any(path.iterdir()):
        raise UsageFault(f"{path} is not empty", "give a new folder")
    made = found(path, new_passphrase(descriptor), founder=name)
    vault = made.vault.id
    made.close()
    if as_json:
        print_json({"vault": vault, "path": str(path)})
    else:
        say(f"{vault}  made")
        say(f"next: khronika add --vault {path} --read FILE…")
        say(f"or, in a browser: khronika serve --vault {path}")


def unlock(
    path: VaultPath = None,
    desk: NoDesk = None,
    minutes: Minutes = 30,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Keep a vault unlocked for a while.

    \b
    khronika unlock --vault desk --minutes 15

    The key agent holds its key in memory; commands then ask for no passphrase. khronika lock ends it at
    once, and so does logging out.
    """
    where = vault_named(path, desk)
    refuse_held(where)
    vault = open_vault(where, passphrase(descriptor, "passphrase: "))
    try:
        Session().keep(vault.id, vault.master, idle=60 * minutes)
    finally:
        vault.close()
    if as_json:
        print_json({"unlocked": vault.id, "minutes": minutes})
    else:
        say(f"unlocked until it is not used for {minutes} minutes; khronika lock ends it at once")


def passwd(
    path: VaultPath = None, desk: NoDesk = None, as_json: AsJson = False, descriptor: Descriptor = None
) -> None:
    """Change the passphrase.

    \b
    khronika passwd --vault desk

    It asks for the old one, then twice for the new one; with --passphrase-fd they come on two lines. The
    vault is locked afterwards. Older backups still open with the old passphrase.
    """
    where = vault_named(path, desk)
    refuse_held(where)
    old = passphrase(descriptor, "old passphrase: ")
    with desk_opened(where, old) as opened:
        upkeep.change_passphrase(opened, opened.founder, old, new_passphrase(descriptor))
        vault = opened.vault.id
    Session().lock(vault)
    if as_json:
        print_json({"changed": vault})
    else:
        say("the passphrase is changed; older backups still open with the old one")
