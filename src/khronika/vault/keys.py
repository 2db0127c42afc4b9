"""The master key of a vault, the sub-keys made of it, and the keys of records wrapped under them.

What must stay true: each use has its own sub-key (HKDF-SHA256, RFC 5869, salt: the vault's id, info: the
strings below), so that no key serves two ciphers; every record has its own random key, so that erasing
the wrapped key erases the record; nothing here shows a key in its ``repr``.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from khronika.errors import VaultDamaged
from khronika.records.ids import Randomness
from khronika.vault.box import KEY_BYTES, BoxBroken, close_box, open_box

_INFO = "khronika/v1/"


@dataclass(frozen=True, slots=True)
class MasterKey:
    """The 32 random bytes that everything in one vault hangs on."""

    value: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a key of another length."""
        if len(self.value) != KEY_BYTES:
            raise ValueError(f"a master key has {KEY_BYTES} bytes")


@dataclass(frozen=True, slots=True)
class Keys:
    """The sub-keys of a vault, 32 bytes each.

    ``database`` is SQLCipher's raw key. ``names`` makes the names of sealed files. ``wrap`` wraps the
    keys of items and renditions, ``identities`` those of sealed identities. ``ledger`` is the Ed25519
    seed (RFC 8032) of the vault's checkpoint key. ``head``, ``device`` and ``keyslots`` guard the files
    of those names.
    """

    database: bytes = field(repr=False)
    names: bytes = field(repr=False)
    wrap: bytes = field(repr=False)
    ledger: bytes = field(repr=False)
    head: bytes = field(repr=False)
    device: bytes = field(repr=False)
    identities: bytes = field(repr=False)
    keyslots: bytes = field(repr=False)


def derive(key: bytes, salt: bytes, use: str) -> bytes:
    """Return the 32-byte key for one ``use`` ("database"), by HKDF-SHA256."""
    return HKDF(SHA256(), KEY_BYTES, salt, (_INFO + use).encode()).derive(key)


def keys_of(master: MasterKey, vault: str) -> Keys:
    """Return the sub-keys of the vault whose id is ``vault``."""
    salt = vault.encode()
    return Keys(**{use: derive(master.value, salt, use) for use in Keys.__slots__})


def new_master_key(randomness: Randomness) -> MasterKey:
    """Return a fresh master key."""
    return MasterKey(randomness(KEY_BYTES))


def new_record_key(randomness: Randomness) -> bytes:
    """Return a fresh key for one record: 32 bytes."""
    return randomness(KEY_BYTES)


def wrap(wrapping_key: bytes, content: bytes, record: str, randomness: Randomness) -> str:
    """Return ``content`` (a record's key, or a sealed identity) under ``wrapping_key`` as base64.

    It opens for the record with the id ``record`` only.
    """
    return base64.b64encode(close_box(wrapping_key, content, record.encode(), randomness)).decode()


def unwrap(wrapping_key: bytes, wrapped: str, record: str) -> bytes:
    """Return what :func:`wrap` wrapped.

    Raises:
        VaultDamaged: the text was changed, belongs to another record, or to another vault.
    """
    try:
        return open_box(wrapping_key, base64.b64decode(wrapped, validate=True), record.encode())
    except (BoxBroken, binascii.Error, ValueError):
        raise VaultDamaged(
            f"the key of {record} does not open", "restore the vault from a backup that has this record"
        ) from None
