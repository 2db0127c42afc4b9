"""Stops a process at every step that touches a file, one step after the other, and looks at the vault.

``python halfway.py ACT FAULT FOLDER``: FAULT is ``kill`` (SIGKILL before the step) or ``full`` (from that
step on the disk has no room for anything new). The steps are Python's audit events, so the code under test
is the product's own. The script ends with 1 and a traceback where something acknowledged is lost, and
prints how many steps there were.
"""

from __future__ import annotations

import errno
import itertools
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vault_cast import CHEAP, LETTER, OTHER, PASSPHRASE, RECORD, new_vault, source

from khronika.errors import KhronikaError, StorageFull, UsageFault, WrongPassphrase
from khronika.vault.folder import open_vault
from khronika.vault.stream import CHUNK

FINISHED, FULL = 0, 9
CHANGING = os.O_CREAT | os.O_WRONLY | os.O_RDWR
Acknowledge = Callable[[str], None]


def seal(folder: Path, acknowledge: Acknowledge) -> None:
    """Seal three records; one is large enough for the second thread."""
    with open_vault(folder, PASSPHRASE) as vault:
        for number, size in enumerate((10, 17 * CHUNK, 3000), 1):
            kept = vault.seal(f"itm_{number:026}", source(bytes(size)))
            acknowledge(json.dumps([f"itm_{number:026}", kept.key, kept.size]))


def sealed_is_there(folder: Path, acknowledged: list[str]) -> None:
    """Every record that was acknowledged can be read, and what was there before."""
    with open_vault(folder, PASSPHRASE) as vault:
        for line in acknowledged:
            record, key, size = json.loads(line)
            content = vault.read(record, key, size)
            assert content in {bytes(size), LETTER}


def change(folder: Path, acknowledge: Acknowledge) -> None:
    """Change the passphrase."""
    with open_vault(folder, PASSPHRASE) as vault:
        vault.keyslots.change_passphrase(vault.master, PASSPHRASE, OTHER, CHEAP)
        acknowledge(OTHER)


def one_passphrase_holds(folder: Path, acknowledged: list[str]) -> None:
    """Either passphrase opens, not both; the new one, once it was acknowledged."""
    opening = []
    for passphrase in (PASSPHRASE, OTHER):
        try:
            open_vault(folder, passphrase).close()
            opening.append(passphrase)
        except WrongPassphrase:
            pass
    assert len(opening) == 1, opening
    assert OTHER not in acknowledged or opening == [OTHER]


def head(folder: Path, acknowledge: Acknowledge) -> None:
    """Remember heads 1 to 3."""
    with open_vault(folder, PASSPHRASE) as vault:
        for number in (1, 2, 3):
            vault.remember_head(str(number).encode())
            acknowledge(str(number))


def head_is_not_older(folder: Path, acknowledged: list[str]) -> None:
    """The head is the last one acknowledged, or the one after it."""
    with open_vault(folder, PASSPHRASE) as vault:
        found = int(vault.remembered_head() or 0)
        last = int(acknowledged[-1]) if len(acknowledged) > 1 else 0
        assert found in {last, last + 1}, (found, acknowledged)


def device(folder: Path, acknowledge: Acknowledge) -> None:
    """Make the device key, and reserve the ballast anew."""
    with open_vault(folder, PASSPHRASE) as vault:
        vault.release_ballast()
        restored = vault.restore_ballast(4096)
        acknowledge(vault.device().id)
        if not restored:
            raise StorageFull("no ballast")


def device_is_the_same(folder: Path, acknowledged: list[str]) -> None:
    """A device that was acknowledged is the device."""
    with open_vault(folder, PASSPHRASE) as vault:
        assert len(acknowledged) < 2 or vault.device().id == acknowledged[-1]


def make(folder: Path, acknowledge: Acknowledge) -> None:
    """Make another vault in the same place."""
    shutil.rmtree(folder)
    with new_vault(folder):
        acknowledge("made")


def made_or_not(folder: Path, acknowledged: list[str]) -> None:
    """There is a whole vault, or none."""
    try:
        open_vault(folder, PASSPHRASE).close()
    except UsageFault:
        assert "made" not in acknowledged


ACTS = {
    "seal": (seal, sealed_is_there),
    "change": (change, one_passphrase_holds),
    "head": (head, head_is_not_older),
    "device": (device, device_is_the_same),
    "make": (make, made_or_not),
}


class Stopping:
    """An audit hook that lets a number of steps pass."""

    def __init__(self, fault: str, steps: int) -> None:
        self._kill = fault == "kill"
        self._steps = steps

    def __call__(self, event: str, given: tuple[Any, ...]) -> None:
        """Count one step, and stop the process or refuse it room where its time has come."""
        adds = event in {"os.rename", "os.mkdir"} or (event == "open" and bool(given[2] & CHANGING))
        if adds or (self._kill and event.startswith(("open", "os.", "fcntl."))):
            self._steps -= 1
        if self._steps < 0 and self._kill:
            self._steps = sys.maxsize
            os.kill(os.getpid(), signal.SIGKILL)
        if self._steps < 0 and adds:
            raise OSError(errno.ENOSPC, "no space left on device")


def stopped(act: str, fault: str, steps: int, folder: Path) -> tuple[int, list[str]]:
    """Run the act in a child that is stopped after ``steps``; return how it ended, what it acknowledged."""
    read, write = os.pipe()
    if not (child := os.fork()):
        ended = 1
        try:
            sys.addaudithook(Stopping(fault, steps))
            ACTS[act][0](folder, lambda line: void(os.write(write, line.encode() + b"\n")))
            ended = FINISHED
        except StorageFull:
            ended = FULL
        finally:
            os._exit(ended)
    os.close(write)
    with os.fdopen(read) as lines:
        acknowledged = lines.read().splitlines()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), acknowledged


def void(_: int) -> None:
    """Forget a number."""


def look(act: str, fault: str, home: Path) -> int:
    """Try every step; return how many there were."""
    for steps in itertools.count():
        folder = home / str(steps)
        with new_vault(folder) as vault:
            kept = vault.seal(RECORD, source(LETTER))
        ended, acknowledged = stopped(act, fault, steps, folder)
        assert ended in {FINISHED, FULL if fault == "full" else -signal.SIGKILL}, (steps, ended)
        if fault == "full":
            assert not list(folder.rglob(".new-*")), steps
        try:
            ACTS[act][1](folder, [json.dumps([RECORD, kept.key, kept.size]), *acknowledged])
            assert not (folder / "khronika").exists() or not list(folder.rglob(".new-*"))
        except (AssertionError, KhronikaError) as wrong:
            raise SystemExit(f"{act}, {fault} at step {steps}: {wrong!r}") from wrong
        shutil.rmtree(folder, ignore_errors=True)
        if ended == FINISHED:
            return steps
    raise AssertionError


if __name__ == "__main__":
    sys.stdout.write(str(look(sys.argv[1], sys.argv[2], Path(sys.argv[3]))))
