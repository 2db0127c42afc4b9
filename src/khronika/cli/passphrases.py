"""Getting at a vault: its passphrase from a prompt or a file descriptor, or its key from the agent.

Never from an argument or the environment, where other processes and shell histories see it; never echoed.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from khronika.acts.desk import Desk
from khronika.acts.founding import open_desk
from khronika.cli.options import named
from khronika.errors import UsageFault, VaultBusy
from khronika.vault import control
from khronika.vault.folder import vault_id
from khronika.vault.keys import MasterKey
from khronika.vault.session import Session
from khronika.vault.unlocking import check_passphrase

_MOST_BYTES = 4096
_TERMINAL = "/dev/tty"
_taken: dict[int, list[str]] = {}


@contextmanager
def desk_at(path: Path | None, descriptor: int | None, *, accept_older: bool = False) -> Iterator[Desk]:
    """Open the desk at ``path`` for one command."""
    where = named(path)
    with desk_opened(where, unlocking(where, descriptor), accept_older=accept_older) as desk:
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
    """Return what opens the vault: the agent's key where it has it, else the passphrase.

    Raises:
        VaultBusy: a running desk holds it; nobody is asked for a passphrase that would not help.
    """
    refuse_held(path)
    vault = vault_id(path)
    if descriptor is None:
        key = Session().key(vault)
        if key is not None:
            return key
    return passphrase(descriptor, "passphrase: ")


def refuse_held(path: Path) -> None:
    """Refuse a vault that a running desk of this account holds.

    Raises:
        VaultBusy: one does.
    """
    if control.is_running(vault_id(path)):
        raise VaultBusy(
            "a running desk has this vault open", "speak to it with --desk URL; khronika lock locks it"
        )


def passphrase(descriptor: int | None, prompt: str) -> str:
    """Return the next line from a file descriptor, or what is typed at the prompt.

    The prompt is at the terminal itself, so that it also comes while standard input is a file.

    Raises:
        UsageFault: there is nothing to read, or nobody to ask.
    """
    if descriptor is not None:
        return _next_line(descriptor)
    if not _somebody_is_there():
        raise UsageFault(
            "there is no terminal to ask at",
            "give it with --passphrase-fd N, or unlock the vault for the session: khronika unlock",
        )
    try:
        return getpass.getpass(prompt)
    except EOFError as fault:
        raise UsageFault("nothing was typed", "nothing was changed; repeat the command") from fault


def new_passphrase(descriptor: int | None, prompt: str = "new passphrase: ") -> str:
    """Return a passphrase chosen now, asked for twice at the prompt.

    Raises:
        UsageFault: the two differ, or it is too short.
    """
    chosen = passphrase(descriptor, prompt)
    check_passphrase(chosen)
    if descriptor is None and passphrase(None, "once more: ") != chosen:
        raise UsageFault("the two passphrases differ", "nothing was changed; repeat the command")
    return chosen


def code(descriptor: int | None, prompt: str) -> str:
    """Return the code of a second step: the next line of a descriptor, or what is typed; empty for none."""
    if descriptor is not None:
        return _next_line(descriptor) if _taken.get(descriptor) else ""
    return passphrase(None, prompt)


def typed(prompt: str, option: str) -> str:
    """Return what is typed at the terminal, shown while it is typed; ``option`` gives it otherwise.

    Raises:
        UsageFault: nobody is there to type, or nothing was typed.
    """
    words = _typed(prompt).strip() if _somebody_is_there() else ""
    if not words:
        raise UsageFault("there is nobody to ask, or nothing was typed", option)
    return words


def answered(question: str) -> bool:
    """Return whether the answer typed at the terminal is yes; ``False`` where nobody is there."""
    return _somebody_is_there() and _typed(question).strip().lower() in {"y", "yes"}


def _typed(question: str) -> str:
    terminal = os.open(_TERMINAL, os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        os.write(terminal, question.encode())
        return os.read(terminal, _MOST_BYTES).decode("utf-8", "replace")
    finally:
        os.close(terminal)


def _somebody_is_there() -> bool:
    try:
        os.close(os.open(_TERMINAL, os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC))
    except OSError:
        return False
    return True


def _next_line(descriptor: int) -> str:
    if descriptor not in _taken:
        _taken[descriptor] = _lines(descriptor)
    if not _taken[descriptor]:
        raise UsageFault(
            f"file descriptor {descriptor} holds no further line", "one passphrase a line, in the order asked"
        )
    return _taken[descriptor].pop(0)


def _lines(descriptor: int) -> list[str]:
    """Return the lines of a descriptor; a line ends with a line feed alone or after a carriage return."""
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            content = stream.read(_MOST_BYTES + 1)
        lines = content.decode().removesuffix("\n").split("\n") if content else []
    except (OSError, ValueError, OverflowError) as fault:
        raise UsageFault(
            f"file descriptor {descriptor} cannot be read as text", "--passphrase-fd 3 3<FILE opens one"
        ) from fault
    if len(content) > _MOST_BYTES:
        raise UsageFault(f"file descriptor {descriptor} holds more than {_MOST_BYTES:,} bytes")
    return [line.removesuffix("\r") for line in lines]
