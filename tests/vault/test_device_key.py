"""The device key: one for each place that a vault is worked on in."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from vault_cast import PASSPHRASE, new_vault

from khronika.errors import VaultDamaged
from khronika.records.ids import Kind, id_from_bytes
from khronika.vault.device import DeviceKey, machine_id
from khronika.vault.folder import open_vault


def device(folder: Path) -> DeviceKey:
    with open_vault(folder, PASSPHRASE) as vault:
        return vault.device()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new_vault(tmp_path / "vault").close()
    return tmp_path / "vault"


def test_a_device_keeps_its_key(folder: Path) -> None:
    first, second = device(folder), device(folder)
    assert first.fresh
    assert not second.fresh
    assert (first.id, first.public) == (second.id, second.public)


def test_a_device_is_named_by_its_public_key_and_signs_with_it(folder: Path) -> None:
    key = device(folder)
    assert key.id == id_from_bytes(Kind.DEVICE, hashlib.sha256(key.public).digest()[:16])
    Ed25519PublicKey.from_public_bytes(key.public).verify(key.sign(b"an act"), b"an act")


def test_a_copied_folder_is_another_device_and_the_first_stays_itself(folder: Path, tmp_path: Path) -> None:
    first = device(folder)
    shutil.copytree(folder, tmp_path / "copy")
    copy = device(tmp_path / "copy")
    assert copy.fresh
    assert copy.id != first.id
    assert device(tmp_path / "copy").id == copy.id
    assert device(folder).id == first.id


def test_a_folder_that_was_moved_or_renamed_is_the_same_device(folder: Path, tmp_path: Path) -> None:
    first = device(folder)
    folder.rename(tmp_path / "renamed")
    assert device(tmp_path / "renamed").id == first.id


def test_a_backup_put_back_into_the_same_folder_is_another_device(folder: Path, tmp_path: Path) -> None:
    first = device(folder)
    shutil.copytree(folder, tmp_path / "backup")
    (folder / "device").rename(tmp_path / "kept, so that its number is not given to the next file")
    shutil.copy2(tmp_path / "backup" / "device", folder / "device")
    assert device(folder).id != first.id


def test_a_damaged_device_key_is_said_and_not_replaced_in_silence(folder: Path) -> None:
    device(folder)
    whole = (folder / "device").read_bytes()
    for spoiled in (b"", whole[:40], whole[:-1] + bytes([whole[-1] ^ 1])):
        (folder / "device").write_bytes(spoiled)
        with pytest.raises(VaultDamaged, match="the key of this device") as fault:
            device(folder)
        assert "remove the file" in fault.value.hint


def test_the_device_key_of_another_vault_is_refused(folder: Path, tmp_path: Path) -> None:
    new_vault(tmp_path / "other").close()
    device(tmp_path / "other")
    shutil.copy(tmp_path / "other" / "device", folder / "device")
    with pytest.raises(VaultDamaged):
        device(folder)


def test_every_machine_has_something_to_be_told_by() -> None:
    assert machine_id() == machine_id() != ""
