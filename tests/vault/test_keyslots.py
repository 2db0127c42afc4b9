"""Passphrases: what opens a vault, what does not, and what damage does."""

from __future__ import annotations

import hashlib
import json
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from vault_cast import CHEAP, LETTER, OTHER, PASSPHRASE, RECORD, Counting, new_vault, source

from khronika.errors import UsageFault, VaultDamaged, WrongPassphrase
from khronika.vault.folder import create, open_vault
from khronika.vault.keys import MasterKey
from khronika.vault.keyslots import (
    Cost,
    KeySlots,
    SlotsBroken,
    authentic,
    canonical,
    new_slot,
    read_slots,
    written,
)
from khronika.vault.unlocking import KeySlotFiles


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "vault"
    new_vault(path).close()
    return path


def opens(folder: Path, passphrase: str) -> bool:
    try:
        open_vault(folder, passphrase).close()
    except WrongPassphrase:
        return False
    return True


def edit(path: Path, field: str, value: object) -> None:
    """Change a field of the first slot and leave the rest as it is."""
    content = json.loads(path.read_bytes())
    content["slots"][0][field] = value
    path.write_bytes(canonical(content) + b"\n")


def test_the_passphrase_opens_the_vault(folder: Path) -> None:
    assert opens(folder, PASSPHRASE)


@pytest.mark.parametrize("wrong", ["", "Seven herons over Sarn", PASSPHRASE + " ", "\ud800", "x" * 100_000])
def test_a_wrong_passphrase_always_gets_the_same_message(folder: Path, wrong: str) -> None:
    with pytest.raises(WrongPassphrase) as fault:
        open_vault(folder, wrong)
    assert fault.value.fault == "no key slot opens with this passphrase"


def test_a_passphrase_typed_on_another_keyboard_opens_the_vault(tmp_path: Path) -> None:
    create(tmp_path / "v", "Ángström ﬁ ２ vaults", cost=CHEAP, ballast=0).close()
    assert opens(tmp_path / "v", "A\u0301ngstro\u0308m fi 2 vaults")


@pytest.mark.parametrize("short", ["", "            ", "elevenchars", "  elevenchars   "])
def test_a_short_passphrase_is_refused_before_anything_is_written(tmp_path: Path, short: str) -> None:
    with pytest.raises(UsageFault, match="shorter than 12"):
        create(tmp_path / "v", short, cost=CHEAP)
    assert not (tmp_path / "v").exists()


def test_a_cheap_key_slot_is_refused() -> None:
    with pytest.raises(UsageFault, match="64 MiB"):
        Cost(1, 64, 1)
    with pytest.raises(UsageFault, match="64 MiB"):
        Cost(2)
    assert (Cost().passes, Cost().kibibytes, Cost().lanes) == (6, 131_072, 4)


def test_the_usual_cost_makes_a_vault_that_opens(tmp_path: Path) -> None:
    create(tmp_path / "v", PASSPHRASE, cost=Cost(3, 64 * 1024, 4), ballast=0).close()
    assert opens(tmp_path / "v", PASSPHRASE)


@pytest.mark.parametrize("name", ["keyslots", "keyslots.copy"])
@pytest.mark.parametrize("damage", ["cut", "empty", "gone", "bit", "other", "nested"])
def test_one_damaged_copy_is_used_around_and_repaired(folder: Path, name: str, damage: str) -> None:
    path = folder / name
    whole = path.read_bytes()
    spoil(path, damage)
    assert opens(folder, PASSPHRASE)
    assert path.read_bytes() == whole


def spoil(path: Path, damage: str) -> None:
    whole = path.read_bytes()
    path.unlink()
    if damage == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "bit":
        flipped = bytearray(whole)
        flipped[whole.index(b'"salt"') + 10] ^= 1
        path.write_bytes(flipped)
    elif damage == "other":
        path.write_bytes(whole.replace(b"vlt_", b"vlt-"))
    elif damage == "nested":
        path.write_bytes(b"[" * 100_000)
    elif damage == "empty":
        path.write_bytes(b"")


def test_both_copies_damaged_is_told_from_a_wrong_passphrase(folder: Path) -> None:
    for name in ("keyslots", "keyslots.copy"):
        spoil(folder / name, "bit")
    with pytest.raises(VaultDamaged, match="both copies") as fault:
        open_vault(folder, PASSPHRASE)
    assert "backup" in fault.value.hint


def test_a_lowered_cost_is_noticed_as_damage(folder: Path) -> None:
    for name in ("keyslots", "keyslots.copy"):
        edit(folder / name, "m", 8)
    with pytest.raises(VaultDamaged):
        open_vault(folder, PASSPHRASE)


@pytest.mark.parametrize(
    ("field", "value"), [("m", 5 << 20), ("t", 65), ("p", 10**9), ("m", True), ("t", "3")]
)
def test_an_absurd_cost_is_damage_and_is_not_paid(folder: Path, field: str, value: object) -> None:
    """The checksum is made to fit, as somebody with the folder could."""
    for name in ("keyslots", "keyslots.copy"):
        edit(folder / name, field, value)
        slot = json.loads((folder / name).read_bytes())["slots"][0]
        slot.pop("checksum")
        edit(folder / name, "checksum", hashlib.sha256(canonical(slot)).hexdigest())
    with pytest.raises(VaultDamaged):
        open_vault(folder, PASSPHRASE)


def test_a_new_passphrase_takes_the_old_one_s_place(folder: Path) -> None:
    with open_vault(folder, PASSPHRASE) as vault:
        sealed = vault.seal(RECORD, source(LETTER))
        vault.keyslots.change_passphrase(vault.master, PASSPHRASE, OTHER, CHEAP)
    assert not opens(folder, PASSPHRASE)
    with open_vault(folder, OTHER) as vault:
        assert vault.read(RECORD, sealed.key, sealed.size) == LETTER


def test_a_wrong_old_passphrase_changes_nothing(folder: Path) -> None:
    before = (folder / "keyslots").read_bytes()
    with open_vault(folder, PASSPHRASE) as vault, pytest.raises(WrongPassphrase):
        vault.keyslots.change_passphrase(vault.master, OTHER, OTHER, CHEAP)
    assert (folder / "keyslots").read_bytes() == before


@pytest.mark.parametrize("name", ["keyslots", "keyslots.copy"])
def test_an_older_file_put_back_does_not_revive_the_old_passphrase(folder: Path, name: str) -> None:
    old = (folder / name).read_bytes()
    with open_vault(folder, PASSPHRASE) as vault:
        vault.keyslots.change_passphrase(vault.master, PASSPHRASE, OTHER, CHEAP)
    (folder / name).write_bytes(old)
    assert not opens(folder, PASSPHRASE)
    assert opens(folder, OTHER)
    assert (folder / "keyslots").read_bytes() == (folder / "keyslots.copy").read_bytes() != old


def test_a_second_custodian_opens_the_vault_and_can_be_removed(folder: Path) -> None:
    with open_vault(folder, PASSPHRASE) as vault:
        second = vault.keyslots.add_slot(vault.master, OTHER, CHEAP)
        first, _ = vault.keyslots.slot_ids(vault.master)
    assert opens(folder, PASSPHRASE)
    assert opens(folder, OTHER)
    with open_vault(folder, OTHER) as vault:
        vault.keyslots.remove_slot(vault.master, first)
        with pytest.raises(UsageFault, match="last"):
            vault.keyslots.remove_slot(vault.master, second)
        with pytest.raises(UsageFault, match="no key slot"):
            vault.keyslots.remove_slot(vault.master, first)
    assert not opens(folder, PASSPHRASE)
    assert opens(folder, OTHER)


def test_a_custodian_s_damaged_slot_does_not_lock_out_the_others(folder: Path) -> None:
    with open_vault(folder, PASSPHRASE) as vault:
        vault.keyslots.add_slot(vault.master, OTHER, CHEAP)
    edit(folder / "keyslots", "salt", "")
    assert opens(folder, OTHER)
    edit(folder / "keyslots", "salt", "")
    assert opens(folder, PASSPHRASE)


@pytest.mark.parametrize("remove", [False, True])
def test_a_slot_added_or_taken_away_without_the_key_is_noticed(folder: Path, *, remove: bool) -> None:
    with open_vault(folder, PASSPHRASE) as vault:
        vault.keyslots.add_slot(vault.master, OTHER, CHEAP)
    for name in ("keyslots", "keyslots.copy"):
        content = json.loads((folder / name).read_bytes())
        content["slots"] = (
            content["slots"][:1] if remove else [*content["slots"], content["slots"][0] | {"id": "ab"}]
        )
        (folder / name).write_bytes(canonical(content))
    with pytest.raises(VaultDamaged, match="without the vault's key"):
        open_vault(folder, PASSPHRASE)


def test_key_slots_that_were_tampered_with_are_rebuilt_by_a_custodian(folder: Path) -> None:
    for name in ("keyslots", "keyslots.copy"):
        content = json.loads((folder / name).read_bytes())
        (folder / name).write_bytes(canonical(content | {"generation": 9}))
    with pytest.raises(VaultDamaged):
        open_vault(folder, PASSPHRASE)
    vault = json.loads((folder / "khronika").read_bytes())["vault"]
    with pytest.raises(WrongPassphrase):
        KeySlotFiles(folder, vault, bytes).rebuild(OTHER)
    KeySlotFiles(folder, vault, bytes).rebuild(PASSPHRASE)
    assert opens(folder, PASSPHRASE)
    assert read_slots((folder / "keyslots").read_bytes(), vault).generation == 10


def test_a_forged_newer_file_does_not_lock_out_who_has_the_passphrase(folder: Path, tmp_path: Path) -> None:
    content = json.loads((folder / "keyslots").read_bytes())
    new_vault(tmp_path / "other").close()
    foreign = json.loads((tmp_path / "other" / "keyslots").read_bytes())
    (folder / "keyslots").write_bytes(canonical(content | {"generation": 99, "slots": foreign["slots"]}))
    assert opens(folder, PASSPHRASE)


def test_the_key_slots_of_another_vault_do_not_open_this_one(folder: Path, tmp_path: Path) -> None:
    new_vault(tmp_path / "other").close()
    for name in ("keyslots", "keyslots.copy"):
        shutil.copy(tmp_path / "other" / name, folder / name)
    with pytest.raises(VaultDamaged):
        open_vault(folder, PASSPHRASE)


def test_a_master_key_of_another_vault_is_refused(folder: Path) -> None:
    with pytest.raises(VaultDamaged, match="not written with this vault's key"):
        open_vault(folder, MasterKey(bytes(32)))


def test_no_key_shows_itself_when_printed(folder: Path) -> None:
    with open_vault(folder, PASSPHRASE) as vault:
        shown = f"{vault.master!r} {vault.keys!r} {vault.device()!r}"
        hidden = [vault.master.value, *(getattr(vault.keys, name) for name in vault.keys.__slots__)]
    assert not any(repr(key) in shown for key in hidden)


VAULT = "vlt_" + "0" * 26
WHOLE = written(
    KeySlots(VAULT, 1, (new_slot(MasterKey(bytes(32)), VAULT, PASSPHRASE, CHEAP, Counting()),)),
    MasterKey(bytes(32)),
)
JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(some.integers(0, len(WHOLE) - 1), some.binary(max_size=3))
def test_whatever_befalls_a_key_slots_file_is_damage_and_nothing_else(place: int, put: bytes) -> None:
    with suppress(SlotsBroken):
        slots = read_slots(WHOLE[:place] + put + WHOLE[place + len(put) :], VAULT)
        same = (slots.generation, slots.slots) == (1, read_slots(WHOLE, VAULT).slots)
        assert same or not authentic(slots, MasterKey(bytes(32)))


@given(some.sampled_from(["format", "generation", "mac", "slots", "vault"]), JSON)
def test_any_value_in_any_field_of_the_file_is_borne(field: str, value: object) -> None:
    content = json.dumps(json.loads(WHOLE) | {field: value}).encode()
    with suppress(SlotsBroken):
        slots = read_slots(content, VAULT)
        assert authentic(slots, MasterKey(bytes(32))) == (json.loads(content) == json.loads(WHOLE))


@given(some.sampled_from(["checksum", "id", "kdf", "m", "nonce", "p", "salt", "t", "wrapped"]), JSON)
def test_any_value_in_any_field_of_a_slot_is_borne(field: str, value: object) -> None:
    content = json.loads(WHOLE)
    content["slots"][0][field] = value
    with suppress(SlotsBroken):
        slots = read_slots(json.dumps(content).encode(), VAULT)
        assert slots.damaged == 1 or content == json.loads(WHOLE)
