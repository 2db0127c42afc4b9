"""A process that is killed, or a disk that fills up, at every step: nothing acknowledged is lost."""

from __future__ import annotations

import errno
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from vault_cast import CHEAP, LETTER, OTHER, PASSPHRASE, RECORD, child, new_vault, source

from khronika.errors import StorageFull
from khronika.vault.folder import open_vault
from khronika.vault.stream import CHUNK
from khronika.vault.temporary import temporary

HALFWAY = Path(__file__).with_name("halfway.py")
RUN = """
import runpy, sys
sys.path.insert(0, sys.argv[1].rpartition("/")[0])
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
SEAL_FOR_EVER = """
import io, itertools, sys
from pathlib import Path
from khronika.vault.folder import open_vault
with open_vault(Path(sys.argv[1]), sys.argv[2]) as vault:
    for number in itertools.count():
        kept = vault.seal(f"itm_{number:026}", io.BytesIO(bytes([number % 256]) * 600_000))
        print(number, kept.key, flush=True)
"""


@pytest.mark.parametrize("fault", ["kill", "full"])
@pytest.mark.parametrize("act", ["seal", "change", "head", "device", "make"])
def test_at_every_step_nothing_acknowledged_is_lost(tmp_path: Path, act: str, fault: str) -> None:
    with child(RUN, HALFWAY, act, fault, tmp_path) as looking:
        said, _ = looking.communicate()
    assert looking.returncode == 0, said
    assert int(said) >= 5


@pytest.mark.parametrize("lines", [1, 2, 5, 9])
def test_a_process_killed_while_it_seals_loses_nothing_it_acknowledged(tmp_path: Path, lines: int) -> None:
    new_vault(tmp_path / "v").close()
    with child(SEAL_FOR_EVER, tmp_path / "v", PASSPHRASE) as sealing:
        assert sealing.stdout is not None
        acknowledged = [sealing.stdout.readline().split() for _ in range(lines)]
        os.kill(sealing.pid, signal.SIGKILL)
    with open_vault(tmp_path / "v", PASSPHRASE) as vault:
        for number, key in acknowledged:
            assert vault.read(f"itm_{int(number):026}", key, 600_000) == bytes([int(number)]) * 600_000
        found = vault.sealed.sweep(f"itm_{int(number):026}" for number, _ in acknowledged)
    assert found.missing == ()
    assert not list((tmp_path / "v").rglob(".new-*"))


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file grow over ``size`` bytes: the system refuses the write itself (setrlimit(2))."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


SIZES = [0, 1, 23, 24, 25, 2000, CHUNK, 8 * CHUNK, 8 * CHUNK + 200, 16 * CHUNK, 31 * CHUNK]


@pytest.mark.parametrize("room", SIZES)
def test_a_disk_that_fills_while_sealing_leaves_no_file_and_harms_no_other(room: int) -> None:
    with temporary() as vault:
        kept = vault.seal(RECORD, source(LETTER))
        before = sorted(vault.path.rglob("*"))
        with room_for(room), pytest.raises(StorageFull, match="no room"):
            vault.seal("itm_" + "1" * 26, source(bytes(40 * CHUNK)))
        assert sorted(vault.path.rglob("*")) == before
        assert vault.read(RECORD, kept.key, kept.size) == LETTER
        again = vault.seal("itm_" + "1" * 26, source(bytes(40 * CHUNK)))
        assert vault.read("itm_" + "1" * 26, again.key, again.size) == bytes(40 * CHUNK)


@pytest.mark.parametrize("room", [0, 1, 20, 100, 400])
def test_a_disk_that_is_full_keeps_the_old_head_and_the_old_passphrase(tmp_path: Path, room: int) -> None:
    with new_vault(tmp_path / "v") as vault:
        vault.remember_head(b"size 3")
        with room_for(room):
            with pytest.raises(StorageFull):
                vault.remember_head(b"size 4" * 100)
            with pytest.raises(StorageFull):
                vault.keyslots.change_passphrase(vault.master, PASSPHRASE, OTHER, CHEAP)
            assert not vault.restore_ballast(8192)
    with open_vault(tmp_path / "v", PASSPHRASE) as vault:
        assert vault.remembered_head() == b"size 3"


def test_a_vault_opens_on_a_full_disk_even_when_a_key_slot_file_waits_for_repair(tmp_path: Path) -> None:
    new_vault(tmp_path / "v").close()
    (tmp_path / "v" / "keyslots.copy").unlink()
    with room_for(0):
        open_vault(tmp_path / "v", PASSPHRASE).close()
    assert not (tmp_path / "v" / "keyslots.copy").exists()
    open_vault(tmp_path / "v", PASSPHRASE).close()
    assert (tmp_path / "v" / "keyslots.copy").exists()


def test_a_disk_without_room_for_a_vault_says_so(tmp_path: Path) -> None:
    with room_for(10), pytest.raises(StorageFull):
        new_vault(tmp_path / "v")
    assert list((tmp_path / "v").iterdir()) == []
    new_vault(tmp_path / "v").close()


def test_a_disk_that_takes_nothing_large_is_full_as_well() -> None:
    """RLIMIT_FSIZE and old file systems answer EFBIG where a full disk answers ENOSPC: one fault for both."""
    assert errno.EFBIG != errno.ENOSPC
    with temporary() as vault, room_for(100), pytest.raises(StorageFull):
        vault.remember_head(bytes(200))
