"""The device key: which machine's copy of the vault wrote an entry.

A device signs with its own Ed25519 key (RFC 8032) and counts its own entries. What must stay true: two
copies of a folder never continue one device's count. The key is bound to the machine, to the folder and
to its own file; where one of them is another, a fresh key is made.

What is not seen: a snapshot of the whole machine that is put back, and a copy made block by block. A
disk that gets another device number at every start makes a fresh key at every start, which costs
nothing but a longer list of devices.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import platform
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from khronika.errors import VaultDamaged
from khronika.records.ids import RANDOM_BYTES, Kind, Randomness, id_from_bytes
from khronika.vault.box import KEY_BYTES, BoxBroken, close_box, open_box
from khronika.vault.files import explaining, place_files, read_file

_WHAT = "the key of this device"
_MACHINE_IDS = ("/etc/machine-id", "/var/lib/dbus/machine-id")


@dataclass(frozen=True, slots=True)
class DeviceKey:
    """The key of this machine in this vault. ``fresh`` says that it was made just now.

    ``id`` is made of the SHA-256 of ``public``, the raw 32 bytes of the Ed25519 public key.
    """

    id: str
    public: bytes
    fresh: bool
    _seed: bytes = field(repr=False)

    def sign(self, content: bytes) -> bytes:
        """Return the Ed25519 signature of ``content``: 64 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self._seed).sign(content)


def device_id(public: bytes) -> str:
    """Return the id of the device with this public key."""
    return id_from_bytes(Kind.DEVICE, hashlib.sha256(public).digest()[:RANDOM_BYTES])


def device_of(path: Path, key: bytes, vault: str, randomness: Randomness) -> DeviceKey:
    """Return the device key kept in the file at ``path``, or a fresh one where it is not this place's.

    Raises:
        VaultDamaged: the file was changed.
    """
    if path.exists() or path.is_symlink():
        seed = _kept(path, key, vault)
        if seed is not None:
            return _device(seed, fresh=False)
    seed = randomness(KEY_BYTES)
    _keep(path, key, vault, seed, randomness)
    return _device(seed, fresh=True)


def machine_id() -> str:
    """Return what tells this machine from others; it is only ever used under a key."""
    for path in _MACHINE_IDS:
        with suppress(OSError, UnicodeDecodeError):
            found = Path(path).read_text(encoding="ascii").strip()
            if found:
                return found
    return f"{platform.node()} {uuid.getnode():012x}"


def _device(seed: bytes, *, fresh: bool) -> DeviceKey:
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return DeviceKey(device_id(public), public, fresh, seed)


def _kept(path: Path, key: bytes, vault: str) -> bytes | None:
    try:
        content = open_box(key, read_file(path, _WHAT), _purpose(vault))
    except BoxBroken:
        raise VaultDamaged(
            f"{_WHAT} is not as it was sealed",
            "remove the file 'device' from the vault's folder: a fresh key is made at the next opening",
        ) from None
    seed, bound_to = content[:KEY_BYTES], content[KEY_BYTES:]
    with explaining(_WHAT):
        place = _place(path, path.lstat(), key)
    return seed if hmac.compare_digest(bound_to, place) else None


def _keep(path: Path, key: bytes, vault: str, seed: bytes, randomness: Randomness) -> None:
    def box(file: os.stat_result) -> bytes:
        return close_box(key, seed + _place(path, file, key), _purpose(vault), randomness)

    place_files({path: box}, _WHAT)


def _place(path: Path, file: os.stat_result, key: bytes) -> bytes:
    """Return a keyed digest of the machine, of the folder and of the file itself."""
    folder = path.parent.stat()
    place = f"{machine_id()}\n{folder.st_dev}\n{folder.st_ino}\n{file.st_ino}"
    return hmac.digest(key, place.encode(), hashlib.sha256)


def _purpose(vault: str) -> bytes:
    return f"khronika/v1/device {vault}".encode()
