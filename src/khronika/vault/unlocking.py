"""The two copies of the key slots file: unlocking, repairing, changing a passphrase.

What must stay true: the copy serves only where the first file is damaged or was tampered with, never
because a passphrase does not fit it, or an older copy would keep a changed passphrase alive; every
opening makes the two the same again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from khronika.errors import KhronikaError, UsageFault, VaultDamaged, WrongPassphrase
from khronika.records.ids import Randomness
from khronika.vault.files import read_file, replace_file
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
        whole, tampered = False, False
        for slots in self._generations():
            whole = whole or (not slots.damaged and bool(slots.slots))
            master = self._open(slots, passphrase)
            if master is None:
                if not slots.damaged:
                    break
            elif authentic(slots, master):
                self._make_same(slots, master)
                return master
            else:
                tampered = True
        if tampered:
            raise VaultDamaged(
                f"{_WHAT} were changed by somebody without the vault's key, or are damaged in both copies",
                "keep a copy of the folder as it is, then rebuild the key slots with this passphrase",
            )
        if not whole:
            raise VaultDamaged(
                f"{_WHAT} are damaged in both copies",
                "restore the files 'keyslots' and 'keyslots.copy' from a backup of this vault",
            )
        raise WrongPassphrase(
            "no key slot opens with this passphrase", "check the keyboard layout and try again"
        )

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
        opened = [slot for slot in slots.slots if open_slot(slot, self._vault, old) is not None]
        if not opened:
            raise WrongPassphrase(
                "no key slot opens with this passphrase", "check the keyboard layout and try again"
            )
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
        generations = list(self._generations())
        for slots in generations:
            for slot in slots.slots:
                master = open_slot(slot, self._vault, passphrase)
                if master is not None:
                    newest = max(one.generation for one in generations)
                    self._advance(replace(slots, generation=newest), (slot,), master)
                    return master
        raise WrongPassphrase(
            "no key slot opens with this passphrase", "check the keyboard layout and try again"
        )

    def _generations(self) -> Iterator[KeySlots]:
        """Give what the files hold, the first file first; a second that is the same is not given."""
        given: KeySlots | None = None
        for path in self._paths:
            with suppress(SlotsBroken, VaultDamaged):
                slots = read_slots(read_file(path, _WHAT), self._vault)
                if slots != given:
                    yield slots
                given = slots

    def _open(self, slots: KeySlots, passphrase: str) -> MasterKey | None:
        for slot in slots.slots:
            master = open_slot(slot, self._vault, passphrase)
            if master is not None:
                return master
        return None

    def _authentic(self, master: MasterKey) -> KeySlots:
        for slots in self._generations():
            if authentic(slots, master):
                return slots
        raise VaultDamaged(
            f"{_WHAT} were not written with this vault's key", "restore them from a backup of this vault"
        )

    def _new_slot(self, master: MasterKey, passphrase: str, cost: Cost) -> Slot:
        if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
            raise UsageFault(
                f"the passphrase is shorter than {SHORTEST_PASSPHRASE} characters",
                "six words drawn by dice are better than one word with signs",
            )
        return new_slot(master, self._vault, passphrase, cost, self._randomness)

    def _advance(self, slots: KeySlots, kept: tuple[Slot, ...], master: MasterKey) -> None:
        self._write(KeySlots(self._vault, slots.generation + 1, kept), master)

    def _write(self, slots: KeySlots, master: MasterKey) -> None:
        content = written(slots, master)
        for path in self._paths:
            replace_file(path, content, _WHAT)

    def _make_same(self, slots: KeySlots, master: MasterKey) -> None:
        content = written(slots, master)
        for path in self._paths:
            try:
                same = read_file(path, _WHAT) == content
            except KhronikaError:
                same = False
            if not same:
                replace_file(path, content, _WHAT)
