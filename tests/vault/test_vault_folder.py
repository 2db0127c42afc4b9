"""The folder: making and opening it, one process at a time, and every fault of it in one line."""

from __future__ import annotations

import errno
import json
import os
import stat
import tempfile
from pathlib import Path

import pytest
from vault_cast import CHEAP, LETTER, PASSPHRASE, RECORD, child, new_vault, source

from khronika.errors import KhronikaError, NewerFormat, UsageFault, VaultBusy, VaultDamaged
from khronika.records.ids import Kind, is_id
from khronika.vault.files import explained
from khronika.vault.folder import create, open_vault, vault_id

HOLD = """
import sys
from pathlib import Path
from khronika.vault.folder import open_vault
with open_vault(Path(sys.argv[1]), sys.argv[2]):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "vault"
    new_vault(path).close()
    return path


def test_a_new_vault_is_for_this_account_alone(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        assert stat.S_IMODE(path.lstat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_folder_that_others_were_let_into_is_closed_again(folder: Path) -> None:
    folder.chmod(0o755)
    open_vault(folder, PASSPHRASE).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_new_vault_has_the_files_that_the_format_names(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [
        "ballast",
        "keyslots",
        "keyslots.copy",
        "khronika",
        "lock",
        "sealed",
    ]
    assert is_id(vault_id(folder), Kind.VAULT)


def test_a_vault_is_made_in_an_empty_folder_but_in_no_other(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir(mode=0o755)
    create(tmp_path / "empty", PASSPHRASE, cost=CHEAP).close()
    assert stat.S_IMODE((tmp_path / "empty").stat().st_mode) == 0o700
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one").write_text("a letter")
    with pytest.raises(UsageFault, match="not empty"):
        create(tmp_path / "letters", PASSPHRASE, cost=CHEAP)
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["one"]


def test_a_vault_is_not_made_in_the_place_of_a_file_or_a_dead_link(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("file", "link", "file/below"):
        with pytest.raises(KhronikaError):
            create(tmp_path / name, PASSPHRASE, cost=CHEAP)


def test_a_vault_reached_through_links_is_the_same_vault(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    with open_vault(folder, PASSPHRASE) as vault:
        device = vault.device().id
    with open_vault(tmp_path / "link", PASSPHRASE) as vault:
        assert vault.path == folder.resolve()
        assert vault.device().id == device
        with pytest.raises(VaultBusy):
            open_vault(folder, PASSPHRASE, wait=0)


@pytest.mark.parametrize("name", ["keyslots", "head", "device", "lock", "khronika"])
def test_a_link_in_the_place_of_a_file_is_damage(folder: Path, tmp_path: Path, name: str) -> None:
    with open_vault(folder, PASSPHRASE) as vault:
        vault.remember_head(b"head")
        vault.device()
    (folder / name).rename(tmp_path / name)
    (folder / name).symlink_to(tmp_path / name)
    if name == "keyslots":
        open_vault(folder, PASSPHRASE).close()
        assert not (folder / name).is_symlink()
        return
    with pytest.raises(VaultDamaged, match="not a plain file"):
        use(folder)


def use(folder: Path) -> None:
    """Open the vault and read all of its small files."""
    with open_vault(folder, PASSPHRASE) as vault:
        vault.remembered_head()
        vault.device()


def test_a_folder_without_the_marker_is_no_vault(folder: Path, tmp_path: Path) -> None:
    (folder / "khronika").unlink()
    for path in (folder, tmp_path / "nowhere"):
        with pytest.raises(UsageFault, match="is not a khronika vault") as fault:
            open_vault(path, PASSPHRASE)
        assert fault.value.hint


def test_a_newer_format_is_left_untouched(folder: Path) -> None:
    (folder / "khronika").write_text('{"format": 2, "keys": "elsewhere"}\n')
    before = {path: path.lstat().st_mtime_ns for path in folder.rglob("*")}
    with pytest.raises(NewerFormat, match="format 2"):
        open_vault(folder, PASSPHRASE)
    assert {path: path.lstat().st_mtime_ns for path in folder.rglob("*")} == before


@pytest.mark.parametrize(
    "marker",
    ["", "khronika", "[]", "1", '{"format":1}', '{"format":0,"vault":"x"}', '{"format":true}', "\x00" * 99],
)
def test_a_marker_that_cannot_be_read_is_damage(folder: Path, marker: str) -> None:
    (folder / "khronika").write_text(marker)
    with pytest.raises(VaultDamaged, match="marker"):
        open_vault(folder, PASSPHRASE)


def test_a_marker_with_another_vault_s_id_opens_nothing(folder: Path, tmp_path: Path) -> None:
    new_vault(tmp_path / "other").close()
    (folder / "khronika").write_bytes((tmp_path / "other" / "khronika").read_bytes())
    with pytest.raises(VaultDamaged):
        open_vault(folder, PASSPHRASE)


def test_a_second_process_is_told_that_the_vault_is_open(folder: Path) -> None:
    with child(HOLD, folder, PASSPHRASE) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(VaultBusy, match="another khronika process has this vault open") as fault:
            open_vault(folder, PASSPHRASE, wait=0.1)
        assert fault.value.hint
        holder.stdin.close()
        assert holder.wait() == 0
    open_vault(folder, PASSPHRASE).close()


def test_a_killed_process_does_not_keep_the_vault(folder: Path) -> None:
    with child(HOLD, folder, PASSPHRASE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.kill()
        holder.wait()
    open_vault(folder, PASSPHRASE, wait=0).close()


def test_a_fault_while_opening_lets_the_vault_go(folder: Path) -> None:
    with pytest.raises(KhronikaError):
        open_vault(folder, "not the passphrase")
    open_vault(folder, PASSPHRASE, wait=0).close()


def test_closing_twice_is_no_fault(folder: Path) -> None:
    vault = open_vault(folder, PASSPHRASE)
    vault.close()
    vault.close()


def test_the_head_of_the_ledger_is_remembered(folder: Path) -> None:
    with open_vault(folder, PASSPHRASE) as vault:
        assert vault.remembered_head() is None
        vault.remember_head(b"size 3")
        vault.remember_head(b"size 4")
    with open_vault(folder, PASSPHRASE) as vault:
        assert vault.remembered_head() == b"size 4"


def test_a_damaged_head_is_never_taken_for_none(folder: Path) -> None:
    with open_vault(folder, PASSPHRASE) as vault:
        vault.remember_head(b"size 3")
        whole = (folder / "head").read_bytes()
        for spoiled in (b"", whole[:-1], whole + b"\0", bytes([whole[0] ^ 1]) + whole[1:], bytes(2 << 20)):
            (folder / "head").write_bytes(spoiled)
            with pytest.raises(VaultDamaged, match="head"):
                vault.remembered_head()


def test_what_a_crash_left_half_written_is_removed_at_the_next_opening(folder: Path) -> None:
    (folder / ".new-keyslots").write_bytes(b"half")
    (folder / "sealed" / "new" / ".new-0123456789abcdef").write_bytes(b"half")
    open_vault(folder, PASSPHRASE).close()
    assert not list(folder.rglob(".new-*"))


def test_the_ballast_is_released_and_restored(folder: Path) -> None:
    with open_vault(folder, PASSPHRASE) as vault:
        vault.release_ballast()
        vault.release_ballast()
        assert not (folder / "ballast").exists()
        assert vault.restore_ballast(5000)
        assert vault.restore_ballast(5000)
        assert (folder / "ballast").stat().st_size == 5000


def test_a_database_made_while_a_vault_is_open_is_private(folder: Path) -> None:
    with open_vault(folder, PASSPHRASE) as vault:
        vault.database_path.open("wb").close()
        assert stat.S_IMODE(vault.database_path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "name", ["EROFS", "EACCES", "EPERM", "ENOENT", "EIO", "ENOSPC", "EDQUOT", "ELOOP", "EFBIG"]
)
def test_every_fault_of_the_disk_is_one_line_in_the_desk_s_words(name: str) -> None:
    fault = explained(OSError(getattr(errno, name), "Some System Words"), "the key slots")
    assert "the key slots" in fault.fault
    assert fault.fault[0].islower()
    assert not fault.fault.endswith(".")
    assert "System" not in fault.fault
    assert "\n" not in fault.fault


UNREADABLE = """
import os, sys
from pathlib import Path
from khronika.errors import KhronikaError
from khronika.vault.folder import open_vault
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    open_vault(Path(sys.argv[1]), sys.argv[2])
except KhronikaError as fault:
    print(fault.fault)
"""


@pytest.mark.parametrize("name", [".", "khronika", "keyslots", "lock", "sealed"])
def test_what_this_account_may_not_open_is_said(name: str) -> None:
    """Run as an ordinary account; for the administrator, who may open everything, as another one."""
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o711)
        folder = Path(home) / "vault"
        new_vault(folder).close()
        if os.getuid() == 0:
            for path in [folder, *folder.rglob("*")]:
                os.chown(path, 65534, 65534)
        (folder / name).chmod(0)
        with child(UNREADABLE, folder, PASSPHRASE) as trying:
            said, _ = trying.communicate()
        (folder / name).chmod(0o700)
    assert "this account may not open" in said
    assert len(said.splitlines()) == 1


def test_the_marker_is_one_line_anybody_can_read(folder: Path) -> None:
    line = (folder / "khronika").read_text()
    assert json.loads(line) == {"format": 1, "vault": vault_id(folder)}
    assert line.count("\n") == 1


def test_sealed_records_outlive_closing(folder: Path) -> None:
    with open_vault(folder, PASSPHRASE) as vault:
        kept = vault.seal(RECORD, source(LETTER))
        master = vault.master
    with open_vault(folder, master) as vault:
        assert vault.read(RECORD, kept.key, kept.size) == LETTER
