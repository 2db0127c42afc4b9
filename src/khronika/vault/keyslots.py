"""Key slots: the master key under passphrases, in a small file that is kept twice.

Each slot wraps the master key under Argon2id (RFC 9106) of a passphrase. A slot has a plain SHA-256 over
itself, so that damage is told from a wrong passphrase without any key; the file has an HMAC by a key of
the master key, so that a slot added, taken away or edited is noticed after unlocking.

What must stay true: a wrong passphrase always has the same message; a passphrase that was changed is not
kept alive by an older copy; a new generation is durable before anybody is told that it holds.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from khronika.errors import KhronikaError, UsageFault
from khronika.records.ids import Randomness
from khronika.vault.box import KEY_BYTES, NONCE_BYTES, TAG_BYTES, BoxBroken, close_box, open_box
from khronika.vault.keys import MasterKey, derive

FORMAT = 1
SALT_BYTES = 16
_SLOT_ID_BYTES = 8
_FLOOR_PASSES = 3
_FLOOR_KIBIBYTES = 64 * 1024
_MOST_PASSES = 64
_MOST_KIBIBYTES = 4 * 1024 * 1024
_MOST_LANES = 64
_WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES
_HEX = re.compile(r"[0-9a-f]+")


class SlotsBroken(Exception):
    """The bytes are no key slots file, or none that this version may open."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of a passphrase costs: Argon2id's passes, memory in KiB and lanes.

    The default passes over as much memory in all as 3 passes over 256 MiB, and leaves every command
    below 200 MiB at its peak: this runs on old laptops.
    """

    passes: int = 6
    kibibytes: int = 128 * 1024
    lanes: int = 4
    below_the_floor: bool = field(default=False, kw_only=True, repr=False)

    def __post_init__(self) -> None:
        """Refuse what guesses too cheaply, unless that was asked for by name (in tests)."""
        cheap = self.passes < _FLOOR_PASSES or self.kibibytes < _FLOOR_KIBIBYTES
        if cheap and not self.below_the_floor:
            raise UsageFault("a key slot costs at least 3 passes over 64 MiB")


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the master key: the parameters and the key wrapped under them."""

    id: str
    passes: int
    kibibytes: int
    lanes: int
    salt: bytes
    wrapped: bytes

    def fields(self) -> dict[str, Any]:
        """Return the slot as the file has it, without its checksum."""
        return {
            "id": self.id,
            "kdf": "argon2id",
            "m": self.kibibytes,
            "nonce": _text(self.wrapped[:NONCE_BYTES]),
            "p": self.lanes,
            "salt": _text(self.salt),
            "t": self.passes,
            "wrapped": _text(self.wrapped[NONCE_BYTES:]),
        }


@dataclass(frozen=True, slots=True)
class KeySlots:
    """One generation of the file. ``damaged`` counts slots that are not as they were written."""

    vault: str
    generation: int
    slots: tuple[Slot, ...]
    mac: str = ""
    damaged: int = 0


def canonical(value: dict[str, Any]) -> bytes:
    """Return ``value`` (ASCII texts, integers, lists, objects) as RFC 8785 would write it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def new_slot(master: MasterKey, vault: str, passphrase: str, cost: Cost, randomness: Randomness) -> Slot:
    """Return a slot that opens with ``passphrase``."""
    salt = randomness(SALT_BYTES)
    bare = Slot(randomness(_SLOT_ID_BYTES).hex(), cost.passes, cost.kibibytes, cost.lanes, salt, b"")
    key = _stretch(bare, passphrase)
    return replace(bare, wrapped=close_box(key, master.value, _purpose(bare, vault), randomness))


def open_slot(slot: Slot, vault: str, passphrase: str) -> MasterKey | None:
    """Return the master key, or ``None`` where the passphrase is not this slot's."""
    try:
        return MasterKey(open_box(_stretch(slot, passphrase), slot.wrapped, _purpose(slot, vault)))
    except BoxBroken:
        return None


def written(slots: KeySlots, master: MasterKey) -> bytes:
    """Return the file's bytes for ``slots``, authenticated by the master key."""
    body = _body(slots)
    return canonical(body | {"mac": _mac(body, slots.vault, master)}) + b"\n"


def authentic(slots: KeySlots, master: MasterKey) -> bool:
    """Tell whether the file holds what somebody with the master key wrote, and all of it."""
    expected = _mac(_body(slots), slots.vault, master)
    return not slots.damaged and hmac.compare_digest(expected, slots.mac)


def read_slots(content: bytes, vault: str) -> KeySlots:
    """Parse the file of ``vault``; slots that are damaged are left out and counted.

    Raises:
        SlotsBroken: the file as a whole cannot be read.
    """
    try:
        value = json.loads(content)
        if value["format"] != FORMAT or value["vault"] != vault:
            raise SlotsBroken
        read = [_slot(one) for one in value["slots"]]
        generation, mac = value["generation"], value["mac"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SlotsBroken from None
    if type(generation) is not int or not isinstance(mac, str) or not mac.isascii():
        raise SlotsBroken
    slots = tuple(slot for slot in read if slot is not None)
    return KeySlots(vault, generation, slots, mac, damaged=len(read) - len(slots))


def _body(slots: KeySlots) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "generation": slots.generation,
        "slots": [_with_checksum(slot.fields()) for slot in slots.slots],
        "vault": slots.vault,
    }


def _with_checksum(fields: dict[str, Any]) -> dict[str, Any]:
    return fields | {"checksum": hashlib.sha256(canonical(fields)).hexdigest()}


def _mac(body: dict[str, Any], vault: str, master: MasterKey) -> str:
    key = derive(master.value, vault.encode(), "keyslots")
    return hmac.new(key, canonical(body), hashlib.sha256).hexdigest()


def _slot(value: Any) -> Slot | None:
    """Return the slot, or ``None`` where it is damaged or asks for an absurd cost."""
    try:
        slot = Slot(
            value["id"],
            value["t"],
            value["m"],
            value["p"],
            base64.b64decode(value["salt"], validate=True),
            base64.b64decode(value["nonce"], validate=True)
            + base64.b64decode(value["wrapped"], validate=True),
        )
        whole = _with_checksum(slot.fields()) == value
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return slot if whole and _sensible(slot) else None


def _sensible(slot: Slot) -> bool:
    costs = (slot.passes, slot.lanes, slot.kibibytes)
    return (
        all(type(cost) is int for cost in costs)
        and 1 <= slot.passes <= _MOST_PASSES
        and 1 <= slot.lanes <= _MOST_LANES
        and 8 * slot.lanes <= slot.kibibytes <= _MOST_KIBIBYTES
        and _HEX.fullmatch(slot.id) is not None
        and len(slot.salt) == SALT_BYTES
        and len(slot.wrapped) == _WRAPPED_BYTES
    )


def _stretch(slot: Slot, passphrase: str) -> bytes:
    """Return the key of a passphrase: NFKC (so that keyboards agree), UTF-8, Argon2id."""
    text = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    try:
        return Argon2id(
            salt=slot.salt,
            length=KEY_BYTES,
            iterations=slot.passes,
            lanes=slot.lanes,
            memory_cost=slot.kibibytes,
        ).derive(text)
    except MemoryError:
        raise KhronikaError(
            f"unlocking needs {slot.kibibytes // 1024} MiB of free memory",
            "close other programs and try again",
        ) from None


def _purpose(slot: Slot, vault: str) -> bytes:
    """Return what the wrapped key is bound to: the vault and the slot's parameters."""
    bound = {"id": slot.id, "m": slot.kibibytes, "p": slot.lanes, "t": slot.passes, "vault": vault}
    return b"khronika/v1/keyslot " + canonical(bound)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
