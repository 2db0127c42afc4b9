"""A vault for one command: gone when the command ends, however it ends."""

from __future__ import annotations

import os
import signal
import stat
import threading
from pathlib import Path

import pytest
from vault_cast import LETTER, RECORD, child, source

from khronika.errors import KhronikaError, StorageFull, UsageFault
from khronika.vault.folder import open_vault
from khronika.vault.temporary import temporary

WAIT = """
import io, os, sys, time
from pathlib import Path
from khronika.vault.temporary import temporary
with temporary(parent=Path(sys.argv[1])) as vault:
    vault.seal("itm_00000000000000000000000000", io.BytesIO(b"held at Quarry 9"))
    print(vault.path, flush=True)
    if sys.argv[2] == "raise":
        raise ValueError("a fault of the command")
    if sys.argv[2] == "exit":
        sys.exit(3)
    if sys.argv[2] == "fork" and not os.fork():
        sys.exit(0)
    time.sleep(60)
"""


def test_it_seals_reads_and_leaves_nothing(tmp_path: Path) -> None:
    with temporary(parent=tmp_path) as vault:
        kept = vault.seal(RECORD, source(LETTER))
        vault.remember_head(b"head")
        assert vault.device().fresh
        assert vault.read(RECORD, kept.key, kept.size) == LETTER
        assert stat.S_IMODE(vault.path.stat().st_mode) == 0o700
    assert list(tmp_path.iterdir()) == []


def test_its_key_is_never_written_and_nothing_opens_it_again(tmp_path: Path) -> None:
    with temporary(parent=tmp_path) as vault:
        assert not (vault.path / "keyslots").exists()
        written = b"".join(path.read_bytes() for path in vault.path.rglob("*") if path.is_file())
        assert vault.master.value not in written
        with pytest.raises(UsageFault):
            open_vault(vault.path, vault.master)


def test_a_fault_of_the_command_removes_it(tmp_path: Path) -> None:
    with pytest.raises(StorageFull), temporary(parent=tmp_path):
        raise StorageFull("no room for the brief")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("how", "ended"),
    [
        (signal.SIGTERM, 128 + signal.SIGTERM),
        (signal.SIGHUP, 128 + signal.SIGHUP),
        (signal.SIGINT, -signal.SIGINT),
    ],
)
def test_a_signal_removes_it(tmp_path: Path, how: signal.Signals, ended: int) -> None:
    with child(WAIT, tmp_path, "wait") as waiting:
        assert waiting.stdout is not None
        assert Path(waiting.stdout.readline().strip()).is_dir()
        waiting.send_signal(how)
        waiting.communicate()
    assert waiting.returncode == ended
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("how", "ended"), [("raise", 1), ("exit", 3)])
def test_however_the_command_ends_it_is_removed(tmp_path: Path, how: str, ended: int) -> None:
    with child(WAIT, tmp_path, how) as ending:
        ending.communicate()
    assert ending.returncode == ended
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_command_left_is_removed_by_the_next_but_no_living_one(tmp_path: Path) -> None:
    with child(WAIT, tmp_path, "wait") as living, child(WAIT, tmp_path, "wait") as killed:
        assert living.stdout is not None
        assert killed.stdout is not None
        kept, left = (Path(one.stdout.readline().strip()) for one in (living, killed) if one.stdout)
        killed.kill()
        killed.wait()
        assert left.is_dir()
        with temporary(parent=tmp_path):
            assert not left.exists()
            assert kept.is_dir()
        living.kill()


def test_a_link_or_a_foreign_folder_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters" / "sealed").mkdir(parents=True)
    (tmp_path / "letters").chmod(0o700)
    (tmp_path / "letters" / "lock").touch()
    (tmp_path / "khronika-temporary-link").symlink_to(tmp_path / "letters")
    (tmp_path / "khronika-temporary-open" / "sealed").mkdir(parents=True)
    (tmp_path / "khronika-temporary-open").chmod(0o755)
    (tmp_path / "khronika-temporary-open" / "lock").touch()
    with temporary(parent=tmp_path):
        pass
    assert (tmp_path / "letters" / "lock").exists()
    assert (tmp_path / "khronika-temporary-open" / "lock").exists()


def test_it_can_be_opened_in_a_second_thread(tmp_path: Path) -> None:
    seen: list[bool] = []

    def use() -> None:
        with temporary(parent=tmp_path) as vault:
            seen.append(vault.path.is_dir())

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert seen == [True]
    assert list(tmp_path.iterdir()) == []


def test_it_leaves_the_signals_as_they_were(tmp_path: Path) -> None:
    before = [signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP)]
    with temporary(parent=tmp_path):
        pass
    assert [signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP)] == before


def test_no_place_for_it_is_one_clear_fault(tmp_path: Path) -> None:
    with (
        pytest.raises(KhronikaError, match="the temporary vault is missing"),
        temporary(parent=tmp_path / "gone"),
    ):
        os.abort()
