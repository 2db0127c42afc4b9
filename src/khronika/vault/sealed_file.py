"""One sealed file: its name, its header, and reading it.

A file is ``KHRSEAL`` || format byte 1 || 16-byte salt || payload (``vault.stream``); the payload's key is
HKDF-SHA256 of the record's key with that salt. Its name is made of the record's id with the names key:
somebody who holds a document cannot look for it, and cannot learn which records a folder holds.

What must stay true: nothing is given out of a file that was changed, and a fault names the record.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import os
from collections.abc import Iterator
from pathlib import Path

from khronika.errors import VaultDamaged
from khronika.vault.box import BoxBroken
from khronika.vault.files import explaining, open_old
from khronika.vault.keys import derive
from khronika.vault.stream import opened_pieces, sealed_size

MAGIC = b"KHRSEAL\x01"
SALT_BYTES = 16
HEADER_BYTES = len(MAGIC) + SALT_BYTES
_RESTORE = "restore it from a backup; every other record can still be read"


def file_name(names_key: bytes, record: str) -> str:
    """Return the name of a record's file: 52 characters of RFC 4648 base 32 in lower case."""
    digest = hmac.digest(names_key, record.encode(), hashlib.sha256)
    return base64.b32encode(digest).decode().rstrip("=").lower()


def header_of(key: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """Return the header of a file, and its payload's key, made of the record's key and a fresh salt."""
    return MAGIC + salt, derive(key, salt, "sealed")


def pieces_of(path: Path, record: str, key: bytes, size: int) -> Iterator[memoryview]:
    """Give the plaintext of ``record`` piece by piece, each verified; the file is opened with the first.

    What was given before a fault is incomplete. A piece is valid only until the next is asked for.

    Raises:
        VaultDamaged: the file is missing or not as it was sealed.
    """
    what = f"the sealed file of {record}"
    with explaining(what):
        handle = open_old(path)
    with open(handle, "rb", buffering=0) as file:  # noqa: PTH123  (a handle, not a path)
        disk = _Disk(file, what)
        try:
            yield from opened_pieces(disk, _file_key(disk, key, size), size)
        except BoxBroken:
            raise VaultDamaged(f"the sealed file of {record} is not as it was sealed", _RESTORE) from None


class _Disk:
    """Reads a file, its faults told apart from those of whoever the plaintext is written to."""

    def __init__(self, file: io.FileIO, what: str) -> None:
        self._file = file
        self._what = what

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes."""
        with explaining(self._what):
            return self._file.read(size)

    def length(self) -> int:
        """Return how long the file is."""
        with explaining(self._what):
            return os.fstat(self._file.fileno()).st_size


def _file_key(disk: _Disk, key: bytes, size: int) -> bytes:
    """Read the header and return the payload's key.

    The length is compared first, so that a file cut short gives out nothing at all.
    """
    header = disk.read(HEADER_BYTES)
    if disk.length() != HEADER_BYTES + sealed_size(size) or header[: len(MAGIC)] != MAGIC:
        raise BoxBroken
    return derive(key, header[len(MAGIC) :], "sealed")
