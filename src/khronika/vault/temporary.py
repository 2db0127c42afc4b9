"""A vault for one command: its key is never written, its folder goes when the command ends.

What must stay true: nothing but this process can ever read what was in it, even if the machine stops
half way; what a killed process left behind is removed by the next one.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from khronika.records.ids import Randomness
from khronika.vault.files import PRIVATE_FOLDER, explaining
from khronika.vault.folder import Vault, lay_out

_PREFIX = "khronika-temporary-"
_MEMORY = Path("/dev/shm")  # noqa: S108  (a folder of mode 0700 is made in it)
_ROOM_BYTES = 1 << 30
_ENDINGS = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def temporary(randomness: Randomness = os.urandom, parent: Path | None = None) -> Iterator[Vault]:
    """Give a vault in a fresh folder (in memory where the system has it), removed at the end.

    SIGTERM and SIGHUP end the program through ``SystemExit`` while it is open, so that it is removed
    then too; after SIGKILL its folder stays as noise until the next temporary vault removes it.

    Raises:
        StorageFull: there is no room for the folder.
    """
    parent = parent or _parent()
    _remove_left_behind(parent)
    with explaining("the temporary vault"):
        home = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    forget = _Forget(home)
    atexit.register(forget)
    try:
        with _endings_raised(), lay_out(home, randomness) as vault:
            yield vault
    finally:
        forget()
        atexit.unregister(forget)


class _Forget:
    """Removes a folder, in the process that made it and in no fork of it."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._maker = os.getpid()

    def __call__(self) -> None:
        if os.getpid() == self._maker:
            shutil.rmtree(self._home, ignore_errors=True)


def _parent() -> Path:
    """Return memory where there is enough of it; what goes to a disk instead is encrypted all the same."""
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK | os.X_OK):
        room = os.statvfs(_MEMORY)
        if room.f_bavail * room.f_frsize >= _ROOM_BYTES:
            return _MEMORY
    return Path(tempfile.gettempdir())


@contextmanager
def _endings_raised() -> Iterator[None]:
    """Make signals that would end the process at once raise ``SystemExit`` instead."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    taken = {ending: signal.getsignal(ending) for ending in _ENDINGS}
    ours = [ending for ending, handler in taken.items() if handler is signal.SIG_DFL]
    for ending in ours:
        signal.signal(ending, _end)
    try:
        yield
    finally:
        for ending in ours:
            signal.signal(ending, signal.SIG_DFL)


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _remove_left_behind(parent: Path) -> None:
    """Remove folders of temporary vaults whose process is gone: their lock can be taken."""
    with suppress(OSError):
        for home in parent.glob(f"{_PREFIX}*"):
            if _is_left_behind(home):
                shutil.rmtree(home, ignore_errors=True)


def _is_left_behind(home: Path) -> bool:
    """Tell whether the lock of a vault can be taken, once its maker must have had it."""
    found = home.lstat()
    if (
        not (home / "sealed").is_dir()
        or found.st_uid != os.getuid()
        or found.st_mode & 0o777 != PRIVATE_FOLDER
    ):
        return False
    try:
        handle = os.open(home / "lock", os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
