"""Getting at a vault: its passphrase from a prompt or a file descriptor, or its key from the agent.

Never from an argument or the environment, where other processes and shell histories see it; never echoed.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from khronika.acts.desk import Desk
from khronika.acts.founding import open_desk
from khronika.errors import UsageFault
from khronika.vault.folder import vault_id
from khronika.vault.keys import MasterKey
from khronika.vault.session import Session

_MOST_BYTES = 4096
SHORTEST = 10
_taken: dict[int, list[str]] = {}


@contextmanager
def desk_at(path: Path, descriptor: int | None, *, accept_older: bool = False) -> Iterator[Desk]:
    """Open the desk at ``path`` for one command."""
    with desk_opened(path, unlocking(path, descriptor), accept_older=accept_older) as desk:
        yield desk


@contextmanager
def desk_opened(path: Path, unlock: str | MasterKey, *, accept_older: bool = False) -> Iterator[Desk]:
    """Open the desk at ``path`` with what opens it, and close it at the end."""
    desk = open_desk(path, unlock, accept_older=accept_older)
    try:
        yield desk
    finally:
        desk.close()


def unlocking(path: Path, descriptor: int | None) -> str | MasterKey:
    """Return what opens the vault: the agent's key where it has it, else the passphrase."""
    vault = vault_id(path)
    if descriptor is None:
        key = Session().key(vault)
        if key is not None:
            return key
    return passphrase(descriptor, "passphrase: ")


def passphrase(descriptor: int | None, prompt: str) -> str:
    """Return the next line from a file descriptor, or what is typed at the prompt.

    Raises:
        UsageFault: there is nothing to read, or nobody to ask.
    """
    if descriptor is not None:
        return _next_line(descriptor)
    if not sys.stdin.isatty():
        raise UsageFault(
            "there is no terminal to ask for the passphrase",
            "give it with --passphrase-fd N, or unlock the vault for the session: khronika unlock",
        )
    return getpass.getpass(prompt)


def new_passphrase(descriptor: int | None, prompt: str = "new passphrase: ") -> str:
    """Return a passphrase chosen now, asked for twice at the prompt.

    Raises:
        UsageFault: the two differ, or it is too short.
    """
    chosen = passphrase(descriptor, prompt)
    if descriptor is None and getpass.getpass("once more: ") != chosen:
        raise UsageFault("the two passphrases differ", "nothing was changed; repeat the command")
    if len(chosen) < SHORTEST:
        raise UsageFault(
            f"the passphrase is shorter than {SHORTEST} characters",
            "six random words are easier to keep and harder to guess",
        )
    return chosen


def _next_line(descriptor: int) -> str:
    if descriptor not in _taken:
        _taken[descriptor] = _lines(descriptor)
    if not _taken[descriptor]:
        raise UsageFault(
            f"file descriptor {descriptor} holds no further passphrase", "one line each, in order"
        )
    return _taken[descriptor].pop(0)


def _lines(descriptor: int) -> list[str]:
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            content = stream.read(_MOST_BYTES)
        return content.decode().splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageFault(
            f"file descriptor {descriptor} cannot be read as text", "3< file opens one"
        ) from fault
