"""The lock on a vault's folder: one process at a time has it open.

What must stay true: the kernel lets the lock go when the process ends, however it does.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from pathlib import Path

from khronika.errors import VaultBusy
from khronika.vault.files import PRIVATE_FILE, explaining

_POLL_SECONDS = 0.05


def take_lock(path: Path, wait: float = 0.0) -> int:
    """Return the handle that holds the vault for this process; what it makes from now on is private.

    ``wait`` is how long to wait for another process that has it open, in seconds.

    Raises:
        VaultBusy: another process has it open.
    """
    os.umask(0o077)
    with explaining("the vault's lock"):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, PRIVATE_FILE)
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in {errno.EWOULDBLOCK, errno.EACCES} or time.monotonic() >= until:
                os.close(handle)
                raise VaultBusy(
                    "another khronika process has this vault open", "close it there, or wait until it is done"
                ) from None
            time.sleep(_POLL_SECONDS)
        else:
            return handle
