"""The command that locks. It loads no database and no reader: it has to be done in under a second."""

from __future__ import annotations

from typing import Annotated

import typer

from khronika.cli.options import AsJson, NoDesk, VaultPath, refuse_running_desk, vault_named
from khronika.cli.output import print_json, say
from khronika.vault import control
from khronika.vault.folder import vault_id
from khronika.vault.session import Session

All = Annotated[bool, typer.Option("--all", help="Every vault that is unlocked.")]


def lock(path: VaultPath = None, desk: NoDesk = None, every: All = False, as_json: AsJson = False) -> None:
    """Lock at once.

    \b
    khronika lock --vault desk
    khronika lock --all

    A desk that runs on this machine under this account locks as well: its keys are dropped and everybody's
    session ends.
    """
    refuse_running_desk(desk)
    locked = _lock_all() if every else _lock(vault_id(vault_named(path, desk)))
    if as_json:
        print_json({"locked": locked})
    else:
        say("locked" if locked else "nothing was unlocked")


def _lock(vault: str) -> list[str]:
    session = Session()
    unlocked = vault in {one.vault for one in session.unlocked()}
    session.lock(vault)
    return [vault] if control.ask_to_lock(vault) or unlocked else []


def _lock_all() -> list[str]:
    session = Session()
    unlocked = [one.vault for one in session.unlocked()]
    session.lock_all()
    served = [vault for vault in control.running() if control.ask_to_lock(vault)]
    return list(dict.fromkeys([*unlocked, *served]))
