"""What the vault's tests share: a cheap key slot, passphrases, a source of bytes that is always the same."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

from khronika.vault.folder import Vault, create
from khronika.vault.keyslots import Cost

CHEAP = Cost(1, 64, 1, below_the_floor=True)
PASSPHRASE = "seven herons over Sarn"
OTHER = "the quarry road is closed"
LETTER = b"A letter from Quarry 9, passed on by Orvan.\n" * 50
RECORD = "itm_" + "0" * 26


class Counting:
    """Randomness that is none: byte k that it gives is k mod 256 (docs/FORMAT.md, test vectors)."""

    def __init__(self) -> None:
        self._given = 0

    def __call__(self, size: int) -> bytes:
        """Return the next ``size`` bytes."""
        start, self._given = self._given, self._given + size
        return bytes(k % 256 for k in range(start, self._given))


def new_vault(path: Path) -> Vault:
    """Return an open vault in ``path`` with a small ballast."""
    return create(path, PASSPHRASE, cost=CHEAP, ballast=4096)


def source(content: bytes) -> io.BytesIO:
    """Return ``content`` as something to seal."""
    return io.BytesIO(content)


def child(script: str, *given: object) -> subprocess.Popen[str]:
    """Start a process that runs ``script``; its texts come and go through pipes."""
    return subprocess.Popen(  # noqa: S603  (this interpreter, a script of the test)
        [sys.executable, "-c", script, *map(str, given)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
