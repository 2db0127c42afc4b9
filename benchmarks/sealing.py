"""How fast an original is sealed, beside what the parts cost alone, in the same run.

    python benchmarks/sealing.py [--mebibytes 1024] [--rounds 3] [FOLDER …]

For every folder (default: the system's temporary folder and, where it exists, /dev/shm) it prints MB/s
(10^6 bytes), best of the rounds, which alternate so that a busy machine touches all alike. The source is
made of one block of random bytes given again and again, so that no disk is read. "plain write" is
write and fsync of the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from khronika.vault.stream import CHUNK, SEALED_CHUNK, encrypt
from khronika.vault.temporary import temporary

MEBIBYTE = 1 << 20
RECORD = "itm_benchmark"


class Repeated:
    """A source of ``size`` bytes that repeats one block of memory: a read costs one copy, as in a cache."""

    def __init__(self, size: int) -> None:
        self._block = os.urandom(MEBIBYTE)
        self._left = size

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        taken = self._block[: min(size, self._left)]
        self._left -= len(taken)
        return taken


def hashing(size: int) -> None:
    """SHA-256 alone."""
    digest, block = hashlib.sha256(), os.urandom(CHUNK)
    for _ in range(size // CHUNK):
        digest.update(block)


def cipher(size: int) -> None:
    """ChaCha20-Poly1305 alone, chunk by chunk."""
    sealer, block, out = ChaCha20Poly1305(os.urandom(32)), os.urandom(CHUNK), bytearray(SEALED_CHUNK)
    for number in range(size // CHUNK):
        sealer.encrypt_into(number.to_bytes(12), block, None, out)


def both(size: int) -> None:
    """Both in one loop, nothing read or written."""
    digest, block = hashlib.sha256(), os.urandom(CHUNK)
    sealer, out = ChaCha20Poly1305(os.urandom(32)), bytearray(SEALED_CHUNK)
    for number in range(size // CHUNK):
        digest.update(block)
        sealer.encrypt_into(number.to_bytes(12), block, None, out)


def plain_write(size: int, folder: Path) -> None:
    """Write and fsync."""
    block = os.urandom(MEBIBYTE)
    with tempfile.NamedTemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(size // MEBIBYTE):
            file.write(block)
        os.fsync(file.fileno())


def simple_loop(size: int, folder: Path) -> None:
    """Read, hash, encrypt and write one chunk after the other in one thread, then fsync."""
    source, digest = Repeated(size), hashlib.sha256()
    sealer, out = ChaCha20Poly1305(os.urandom(32)), bytearray(SEALED_CHUNK)
    with tempfile.NamedTemporaryFile(dir=folder, buffering=0) as file:
        number = 0
        while block := source.read(CHUNK):
            digest.update(block)
            sealer.encrypt_into(number.to_bytes(12), block, None, out)
            file.write(out)
            number += 1
        os.fsync(file.fileno())


def pipeline(size: int) -> None:
    """The vault's own way up to the disk, where nothing is written."""
    encrypt(Repeated(size), os.urandom(32), len)


def sealing(size: int, folder: Path) -> None:
    """The vault's own way."""
    with temporary(parent=folder) as vault:
        vault.seal(RECORD, Repeated(size))


def seconds(work: Callable[[], None]) -> tuple[float, float]:
    """Return the wall time of ``work`` and the processor time of this process in it."""
    start, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - processor


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mebibytes", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("folders", nargs="*", type=Path)
    given = parser.parse_args()
    size = given.mebibytes * MEBIBYTE
    memory = Path("/dev/shm")  # noqa: S108  (only folders of mode 0700 are made in it)
    folders = given.folders or [Path(tempfile.gettempdir()), *([memory] if memory.is_dir() else [])]
    works: dict[str, Callable[[], None]] = {
        "hashing alone": lambda: hashing(size),
        "cipher alone": lambda: cipher(size),
        "hashing + cipher in one loop": lambda: both(size),
        "seal, nothing written": lambda: pipeline(size),
    }
    for folder in folders:
        works |= {
            f"plain write + fsync   {folder}": lambda at=folder: plain_write(size, at),  # type: ignore[misc]
            f"simple loop + fsync   {folder}": lambda at=folder: simple_loop(size, at),  # type: ignore[misc]
            f"seal                  {folder}": lambda at=folder: sealing(size, at),  # type: ignore[misc]
        }
    best = dict.fromkeys(works, (float("inf"), 0.0))
    for _ in range(given.rounds):
        for name, work in works.items():
            best[name] = min(best[name], seconds(work))
    for name, (taken, processor) in best.items():
        print(f"{size / taken / 1e6:8.0f} MB/s  {processor:5.2f} s of processor  {name}")
    print(
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB   peak memory of the process"
    )


if __name__ == "__main__":
    main()
