"""The vault's folder: making, opening and closing it, one process at a time.

What must stay true: the marker ``khronika`` is written last, so that a half-made folder is no vault;
a newer format is left untouched; nothing is written before the lock is held; all of it is readable by
this account alone.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from khronika.errors import NewerFormat, StorageFull, UsageFault, VaultDamaged
from khronika.records.ids import Kind, Randomness, is_id, new_id
from khronika.vault.device import DeviceKey, device_of
from khronika.vault.files import (
    PRIVATE_FOLDER,
    explaining,
    read_file,
    remove_temporaries,
    replace_file,
    sync_folder,
)
from khronika.vault.head import read_head, write_head
from khronika.vault.keys import Keys, MasterKey, keys_of, new_master_key
from khronika.vault.keyslots import Cost, canonical
from khronika.vault.lock import take_lock
from khronika.vault.sealed import Sealed, SealedFiles
from khronika.vault.stream import Source, Write
from khronika.vault.unlocking import KeySlotFiles, check_passphrase

FORMAT = 1
BALLAST_BYTES = 1 << 20
ROOM_BYTES = 1 << 18
_MARKER = "khronika"
_WAIT_SECONDS = 2.0


class Vault:
    """One open vault. Close it, or use it as a context manager; it must not be used after that."""

    def __init__(self, path: Path, vault: str, master: MasterKey, lock: int, randomness: Randomness) -> None:
        self.path = path
        self.id = vault
        self.master = master
        self.keys: Keys = keys_of(master, vault)
        self.randomness = randomness
        self.sealed = SealedFiles(path / "sealed", self.keys, randomness)
        self.keyslots = KeySlotFiles(path, vault, randomness)
        self._lock: int | None = lock
        self._device: DeviceKey | None = None

    @property
    def database_path(self) -> Path:
        """Return where the ledger's database lies; ``keys.database`` is its raw key."""
        return self.path / "ledger.db"

    def seal(self, record: str, source: Source) -> Sealed:
        """Seal ``source`` as the file of ``record``; see :meth:`SealedFiles.seal`."""
        return self.sealed.seal(record, source)

    def read(self, record: str, key: str, size: int) -> bytes:
        """Return the plaintext of ``record``; see :meth:`SealedFiles.read`."""
        return self.sealed.read(record, key, size)

    def copy_out(self, record: str, key: str, size: int, write: Write) -> str:
        """Hand the plaintext of ``record`` to ``write``; see :meth:`SealedFiles.copy_out`."""
        return self.sealed.copy_out(record, key, size, write)

    def discard(self, record: str) -> None:
        """Remove the file of ``record``; see :meth:`SealedFiles.discard`."""
        self.sealed.discard(record)

    def remember_head(self, head: bytes) -> None:
        """Remember how far the ledger has come; durable when this returns."""
        write_head(self.path / "head", self.keys.head, self.id, head, self.randomness)

    def remembered_head(self) -> bytes | None:
        """Return the head remembered last, ``None`` where there never was one.

        Raises:
            VaultDamaged: the file was changed.
        """
        return read_head(self.path / "head", self.keys.head, self.id)

    def device(self) -> DeviceKey:
        """Return this machine's key in this vault; a fresh one in a copied folder."""
        if self._device is None:
            self._device = device_of(self.path / "device", self.keys.device, self.id, self.randomness)
        return self._device

    def release_ballast(self) -> None:
        """Give the reserved megabyte back to a full disk, so that the ledger can finish or undo."""
        with explaining("the ballast"):
            (self.path / "ballast").unlink(missing_ok=True)
            sync_folder(self.path)

    def restore_ballast(self, size: int = BALLAST_BYTES) -> bool:
        """Reserve ``size`` bytes again where they are not; tell whether they are there now."""
        ballast = self.path / "ballast"
        with explaining("the ballast"):
            if ballast.exists() and ballast.stat().st_size >= size:
                return True
        try:
            replace_file(ballast, self.randomness(size), "the ballast")
        except StorageFull:
            return False
        return True

    def has_room(self, size: int = 0) -> bool:
        """Tell whether the disk has room for ``size`` bytes and the 256 KiB the ledger needs to be read."""
        with explaining("the vault's folder"):
            return shutil.disk_usage(self.path).free >= ROOM_BYTES + size

    def was_used(self) -> bool:
        """Tell whether a ledger was kept here: it left a head, a device, or sealed files."""
        with explaining("the vault's folder"):
            left = any((self.path / name).exists() for name in ("head", "device"))
            return left or not self.sealed.empty()

    def close(self) -> None:
        """Let the lock go. Closing twice is no fault."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def create(
    path: Path,
    passphrase: str,
    *,
    cost: Cost | None = None,
    randomness: Randomness = os.urandom,
    ballast: int = BALLAST_BYTES,
) -> Vault:
    """Make a vault in ``path``, a folder that is empty or not there yet, and open it.

    Raises:
        UsageFault: there is something in ``path``, or the passphrase is too short.
        StorageFull: there is no room.
    """
    check_passphrase(passphrase)
    made = lay_out(path, randomness)
    try:
        made.keyslots.create(made.master, passphrase, cost or Cost())
        if ballast:
            replace_file(made.path / "ballast", randomness(ballast), "the ballast")
        mark(made)
    except BaseException:
        _abandon(made)
        raise
    return made


def lay_out(path: Path, randomness: Randomness) -> Vault:
    """Make the folders of a new vault in ``path``: without key slots and marker it opens only once.

    Raises:
        UsageFault: there is something in ``path``.
    """
    path = _empty_folder(path)
    made = Vault(
        path, new_id(Kind.VAULT, randomness), new_master_key(randomness), take_lock(path / "lock"), randomness
    )
    try:
        with explaining("the new vault"):
            made.sealed.lay_out()
    except BaseException:
        _abandon(made)
        raise
    return made


def mark(made: Vault) -> None:
    """Make a folder a vault, as the last step."""
    line = canonical({"format": FORMAT, "vault": made.id}) + b"\n"
    replace_file(made.path / _MARKER, line, "the vault's marker")
    with suppress(OSError):
        sync_folder(made.path.parent)


def open_vault(
    path: Path, unlock: str | MasterKey, *, wait: float = _WAIT_SECONDS, randomness: Randomness = os.urandom
) -> Vault:
    """Open the vault in ``path`` with a passphrase, or with its master key (from the agent).

    ``wait`` is how long to wait for another process that has it open, in seconds.

    Raises:
        UsageFault: there is no vault.
        NewerFormat: a newer version wrote it; it is left untouched.
        WrongPassphrase, VaultDamaged: as :meth:`KeySlotFiles.unlock` has it.
        VaultBusy: another process has it open.
    """
    vault = vault_id(path)
    path = path.resolve()
    lock = take_lock(path / "lock", wait)
    try:
        slots = KeySlotFiles(path, vault, randomness)
        if isinstance(unlock, MasterKey):
            slots.check(unlock)
            master = unlock
        else:
            master = slots.unlock(unlock)
        opened = Vault(path, vault, master, lock, randomness)
        with suppress(OSError):
            path.chmod(PRIVATE_FOLDER)
        remove_temporaries(path)
        opened.sealed.remove_unfinished()
    except BaseException:
        os.close(lock)
        raise
    return opened


def vault_id(path: Path) -> str:
    """Return the id of the vault in ``path``, from its marker, without opening it.

    Raises:
        UsageFault: there is no vault.
        NewerFormat: a newer version wrote it.
    """
    marker = path / _MARKER
    with explaining("the vault's folder"):
        there = marker.is_symlink() or marker.exists()
    if not there and (path / "ledger.db").exists():
        raise VaultDamaged("the vault's marker is missing", "restore the file 'khronika' from a backup")
    if not there:
        raise UsageFault(f"{path} is not a khronika vault", "make one, or give the folder of an existing one")
    content = read_file(marker, "the vault's marker")
    try:
        value = json.loads(content)
        if type(value["format"]) is int and value["format"] > FORMAT:
            raise NewerFormat(
                f"this vault has format {value['format']}, this version knows {FORMAT}",
                "use the version that wrote it; nothing was changed",
            )
        if value == {"format": FORMAT, "vault": value["vault"]} and is_id(value["vault"], Kind.VAULT):
            return str(value["vault"])
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise VaultDamaged("the vault's marker cannot be read", "restore the file 'khronika' from a backup")


def _abandon(made: Vault) -> None:
    """Empty the folder of a vault that could not be made: it was empty before."""
    for entry in made.path.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
    made.close()


def _empty_folder(path: Path) -> Path:
    with explaining("the folder for the new vault"):
        if path.is_symlink() and not path.exists():
            raise UsageFault(f"{path} is a link to nothing", "give a folder")
        path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise UsageFault(
                f"{path} is not empty",
                "give a new folder; if making a vault was stopped half way, remove what it left",
            )
        path.chmod(PRIVATE_FOLDER)
        return path.resolve()
