"""A session: the vault stays unlocked in the key agent until it is locked or its time is over.

What must stay true: a key is handed to nothing but a socket of this same account, in a folder that only
this account can enter; without an agent, every vault is simply locked.
"""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from khronika.errors import KhronikaError
from khronika.vault import agent
from khronika.vault.files import PRIVATE_FOLDER, explaining
from khronika.vault.keys import MasterKey

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 12 * 60 * 60
_START_SECONDS = 10.0
_POLL_SECONDS = 0.05
_PATIENCE_SECONDS = 5.0
_ATTEMPTS = 3  # an agent that was just told to drop all keys is on its way out


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A vault the agent has the key of, with the seconds that are left of both its times."""

    vault: str
    idle_left: int
    left: int


class Session:
    """The agent of this account, whose socket lies in ``folder``."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or _usual_folder()

    def keep(
        self, vault: str, master: MasterKey, idle: int = IDLE_SECONDS, longest: int = LONGEST_SECONDS
    ) -> None:
        """Keep ``master`` for ``idle`` seconds after its last use and ``longest`` in all.

        Raises:
            KhronikaError: the agent could not be started.
        """
        times = agent.TIMES.pack(idle, longest)
        for _ in range(_ATTEMPTS):
            self._start()
            if self._ask(agent.PUT, vault.encode(), times, master.value) is not None:
                return
        raise KhronikaError("the key agent did not take the key", "lock all vaults and try again")

    def key(self, vault: str) -> MasterKey | None:
        """Return the master key where the agent has it."""
        found = self._ask(agent.GET, vault.encode())
        return None if found is None else MasterKey(bytes(found))

    def lock(self, vault: str) -> None:
        """Make the agent overwrite the key of ``vault``."""
        self._ask(agent.DROP, vault.encode())

    def lock_all(self) -> None:
        """Make the agent overwrite all keys and end."""
        self._ask(agent.DROP_ALL)

    def unlocked(self) -> tuple[Unlocked, ...]:
        """Return the vaults the agent has keys of."""
        found = self._ask(agent.STATUS) or b""
        step = agent.ID_BYTES + agent.TIMES.size
        return tuple(
            Unlocked(
                found[at : at + agent.ID_BYTES].decode(), *agent.TIMES.unpack_from(found, at + agent.ID_BYTES)
            )
            for at in range(0, len(found), step)
        )

    def _ask(self, *request: bytes) -> bytearray | None:
        """Return the agent's answer, ``None`` where it says no or is not there."""
        connection = self._connect()
        if connection is None:
            return None
        with connection:
            try:
                agent.send(connection, *request)
                reply = agent.receive(connection)
            except OSError:
                return None
        return reply[1:] if reply[:1] == agent.YES else None

    def _connect(self) -> socket.socket | None:
        if not _is_private(self.folder):
            return None
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_PATIENCE_SECONDS)
        try:
            connection.connect(str(self.folder / agent.SOCKET_NAME))
            if agent.peer_uid(connection) in {None, os.getuid()}:
                return connection
        except OSError:
            pass
        connection.close()
        return None

    def _start(self) -> None:
        with explaining("the folder of the key agent"):
            self.folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        if not _is_private(self.folder):
            raise KhronikaError(
                f"the folder {self.folder} is not this account's alone", "remove it, or set XDG_RUNTIME_DIR"
            )
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            connection = self._connect()
            if connection is not None:
                connection.close()
                return
            _spawn(self.folder)
            time.sleep(_POLL_SECONDS)
        raise KhronikaError("the key agent does not start", "work with the passphrase for each command")


def _usual_folder() -> Path:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and _is_private(Path(runtime)):
        return Path(runtime) / "khronika"
    return Path(f"/tmp/khronika-{os.getuid()}")  # noqa: S108  (its owner and mode are checked)


def _is_private(folder: Path) -> bool:
    """Tell whether ``folder`` is a real folder of this account that nobody else can enter."""
    with suppress(OSError):
        found = folder.lstat()
        return (
            stat.S_ISDIR(found.st_mode)
            and found.st_uid == os.getuid()
            and stat.S_IMODE(found.st_mode) & 0o077 == 0
        )
    return False


def _spawn(folder: Path) -> None:
    """Start the agent from a fresh process: it shares no memory, file or terminal with this one.

    ``-P`` keeps the working folder out of the import path, or a folder named khronika that lies there
    would be run with the keys.
    """
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(  # noqa: S603  (this interpreter, our own module)
            [sys.executable, "-P", "-m", agent.__name__, str(folder.absolute())],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            timeout=_START_SECONDS,
            check=False,
        )
