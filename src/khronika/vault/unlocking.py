"""The two copies of the key slots file: unlocking, repairing, changing a passphrase.

What must stay true: of two generations that the master key wrote the newer one holds, so that neither an
older copy nor an older file put back alone keeps a changed passphrase alive; every opening makes the two
files the same again. Both files put back together are not noticed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from operator import attrgetter
from pathlib import Path

from khronika.errors import StorageFull, UsageFault, VaultDamaged, WrongPassphrase
from khronika.records.ids import Randomness
from khronika.vault.files import place_files, read_file
from khronika.vault.keys import MasterKey
from khronika.vault.keyslots import (
    Cost,
    KeySlots,
    Slot,
    SlotsBroken,
    authentic,
    new_slot,
    open_slot,
    read_slots,
    written,
)

SHORTEST_PASSPHRASE = 12
_NAMES = ("keyslots", "keyslots.copy")
_WHAT = "the key slots"


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is guessed too soon; the cost of a key slot does not make up for it.

    Raises:
        UsageFault: it is shorter than 12 characters.
    """
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise UsageFault(
            f"the passphrase is shorter than {SHORTEST_PASSPHRASE} characters",
            "six random words are easier to keep and harder to guess",
        )


class KeySlotFiles:
    """The files ``keyslots`` and ``keyslots.copy`` in the folder of the vault with the id ``vault``."""

    def __init__(self, folder: Path, vault: str, randomness: Randomness) -> None:
        self._paths = tuple(folder / name for name in _NAMES)
        self._vault = vault
        self._randomness = randomness

    def create(self, master: MasterKey, passphrase: str, cost: Cost) -> None:
        """Write the first generation with one slot."""
        slot = self._new_slot(master, passphrase, cost)
        self._write(KeySlots(self._vault, 1, (slot,)), master)

    def unlock(self, passphrase: str) -> MasterKey:
        """Return the master key and make the two files the same.

        Raises:
            WrongPassphrase: no slot opens with it.
            VaultDamaged: what is left of the files cannot tell, or was not written with the master key.
        """
        read = self._read()
        found = next(self._opened(read, passphrase), None)
        if found is None:
            if any(slots.slots and not slots.damaged for slots in read):
                raise _wrong()
            raise VaultDamaged(
                f"{_WHAT} are damaged in both copies",
                "restore the files 'khronika', 'keyslots' and 'keyslots.copy' from a backup of this vault",
            )
        master, slot = found
        newest = _newest(read, master)
        if newest is None:
            raise VaultDamaged(
                f"{_WHAT} are damaged in both copies, or somebody without the vault's key changed them",
                "keep a copy of the folder as it is, and restore both files from a backup of this vault",
            )
        if slot not in newest.slots:
            raise _wrong()
        self._make_same(newest, master)
        return master

    def check(self, master: MasterKey) -> None:
        """Make sure that ``master`` is this vault's key and make the two files the same.

        Raises:
            VaultDamaged: neither file was written with it.
        """
        self._make_same(self._authentic(master), master)

    def change_passphrase(self, master: MasterKey, old: str, new: str, cost: Cost) -> None:
        """Put a slot for ``new`` in the place of the one that ``old`` opens, as a new generation.

        Raises:
            WrongPassphrase: no slot opens with ``old``; nothing was changed.
        """
        slots = self._authentic(master)
        opened = [slot for _, slot in self._opened([slots], old)]
        if not opened:
            raise _wrong()
        kept = tuple(slot for slot in slots.slots if slot not in opened)
        self._advance(slots, (self._new_slot(master, new, cost), *kept), master)

    def add_slot(self, master: MasterKey, passphrase: str, cost: Cost) -> str:
        """Add a slot (a custodian's) and return its id."""
        slots = self._authentic(master)
        slot = self._new_slot(master, passphrase, cost)
        self._advance(slots, (*slots.slots, slot), master)
        return slot.id

    def remove_slot(self, master: MasterKey, slot: str) -> None:
        """Take a slot away. Backups of the folder still have it: its passphrase opens those.

        Raises:
            UsageFault: there is no such slot, or it is the last one.
        """
        slots = self._authentic(master)
        kept = tuple(one for one in slots.slots if one.id != slot)
        if len(kept) == len(slots.slots):
            raise UsageFault(f"there is no key slot {slot}")
        if not kept:
            raise UsageFault("the last key slot cannot be removed", "add another one first")
        self._advance(slots, kept, master)

    def slot_ids(self, master: MasterKey) -> tuple[str, ...]:
        """Return the ids of the slots, in the order of the file."""
        return tuple(slot.id for slot in self._authentic(master).slots)

    def rebuild(self, passphrase: str) -> MasterKey:
        """Write both files anew with nothing but the slots that ``passphrase`` opens.

        For files that were tampered with: what somebody else added does not survive it.

        Raises:
            WrongPassphrase: no slot in either file opens with it.
        """
        read = self._read()
        found = next(self._opened(read, passphrase), None)
        if found is None:
            raise _wrong()
        master, slot = found
        self._advance(read[0], (slot,), master)
        return master

    def _read(self) -> list[KeySlots]:
        """Return what the files hold, the newest generation first, without what cannot be read."""
        read = []
        for path in self._paths:
            with suppress(SlotsBroken, VaultDamaged):
                slots = read_slots(read_file(path, _WHAT), self._vault)
                if slots not in read:
                    read.append(slots)
        return sorted(read, key=attrgetter("generation"), reverse=True)

    def _opened(self, read: list[KeySlots], passphrase: str) -> Iterator[tuple[MasterKey, Slot]]:
        """Give the slots that ``passphrase`` opens; each is tried once."""
        for slot in dict.fromkeys(slot for slots in read for slot in slots.slots):
            master = open_slot(slot, self._vault, passphrase)
            if master is not None:
                yield master, slot

    def _authentic(self, master: MasterKey) -> KeySlots:
        newest = _newest(self._read(), master)
        if newest is None:
            raise VaultDamaged(
                f"{_WHAT} were not written with this vault's key", "restore them from a backup of this vault"
            )
        return newest

    def _new_slot(self, master: MasterKey, passphrase: str, cost: Cost) -> Slot:
        check_passphrase(passphrase)
        return new_slot(master, self._vault, passphrase, cost, self._randomness)

    def _advance(self, slots: KeySlots, kept: tuple[Slot, ...], master: MasterKey) -> None:
        self._write(KeySlots(self._vault, slots.generation + 1, kept), master)

    def _write(self, slots: KeySlots, master: MasterKey) -> None:
        content = written(slots, master)
        place_files(dict.fromkeys(self._paths, lambda _: content), _WHAT)

    def _make_same(self, slots: KeySlots, master: MasterKey) -> None:
        """Repair the files where they differ; a full disk leaves that to the next opening."""
        content = written(slots, master)
        if any(self._content(path) != content for path in self._paths):
            with suppress(StorageFull):
                self._write(slots, master)

    def _content(self, path: Path) -> bytes:
        with suppress(VaultDamaged):
            return read_file(path, _WHAT)
        return b""


def _newest(read: list[KeySlots], master: MasterKey) -> KeySlots | None:
    return next((slots for slots in read if authentic(slots, master)), None)


def _wrong() -> WrongPassphrase:
    return WrongPassphrase(
        "no key slot opens with this passphrase",
        "check the keyboard layout and the capital letters, then try again",
    )
