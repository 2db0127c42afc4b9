"""The key agent: a vault stays unlocked for a session, for this account, and not longer."""

from __future__ import annotations

import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from vault_cast import child, new_vault

from khronika.errors import KhronikaError
from khronika.vault import agent
from khronika.vault.folder import open_vault
from khronika.vault.keys import MasterKey
from khronika.vault.session import Session

VAULT = "vlt_" + "0" * 26
OTHER_VAULT = "vlt_" + "1" * 26
KEY = MasterKey(bytes(range(32)))
ASK = """
import sys
from pathlib import Path
from khronika.vault.session import Session
key = Session(Path(sys.argv[1])).key(sys.argv[2])
print(key.value.hex() if key else "locked")
"""
KEEP = """
import sys
from pathlib import Path
from khronika.vault.keys import MasterKey
from khronika.vault.session import Session
Session(Path(sys.argv[1])).keep(sys.argv[2], MasterKey(bytes(32)))
"""
HARDENED = """
import ctypes, os, resource, sys
from khronika.vault.hardening import harden_process
harden_process()
dumpable = sys.platform == "linux" and ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)
print(os.umask(0), resource.getrlimit(resource.RLIMIT_CORE), dumpable)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a short path: the address of a Unix socket has 104 bytes at most."""
    with tempfile.TemporaryDirectory() as home:
        yield Path(home) / "agent"
        Session(Path(home) / "agent").lock_all()


def raw(folder: Path, *pieces: bytes) -> bytes:
    """Say ``pieces`` to the agent as they are and return what it says."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(10)
        connection.connect(str(folder / "agent"))
        for piece in pieces:
            connection.sendall(piece)
        connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as said:
            return said.read()


def test_a_vault_unlocked_in_one_process_opens_in_another(folder: Path, tmp_path: Path) -> None:
    session = Session(folder)
    with new_vault(tmp_path / "v") as vault:
        session.keep(vault.id, vault.master)
    with child(ASK, folder, vault.id) as asking:
        said, _ = asking.communicate()
    assert said.strip() == vault.master.value.hex()
    key = session.key(vault.id)
    assert key is not None
    open_vault(tmp_path / "v", key).close()


def test_without_an_agent_every_vault_is_locked(folder: Path) -> None:
    session = Session(folder)
    assert session.key(VAULT) is None
    assert session.unlocked() == ()
    session.lock(VAULT)
    session.lock_all()
    assert not folder.exists()


def test_locking_one_vault_leaves_the_others_unlocked(folder: Path) -> None:
    session = Session(folder)
    session.keep(VAULT, KEY)
    session.keep(OTHER_VAULT, MasterKey(bytes(32)))
    session.lock(VAULT)
    assert session.key(VAULT) is None
    assert session.key(OTHER_VAULT) == MasterKey(bytes(32))
    assert [one.vault for one in session.unlocked()] == [OTHER_VAULT]


def test_locking_all_ends_the_agent(folder: Path) -> None:
    session = Session(folder)
    session.keep(VAULT, KEY)
    session.lock_all()
    assert session.key(VAULT) is None
    session.keep(OTHER_VAULT, KEY)
    assert [one.vault for one in session.unlocked()] == [OTHER_VAULT]


@pytest.mark.parametrize(("idle", "longest"), [(0, 1000), (1000, 0)])
def test_a_key_is_gone_when_either_of_its_times_is_over(folder: Path, idle: int, longest: int) -> None:
    session = Session(folder)
    session.keep(OTHER_VAULT, KEY)
    session.keep(VAULT, KEY, idle=idle, longest=longest)
    assert session.key(VAULT) is None
    assert [one.vault for one in session.unlocked()] == [OTHER_VAULT]


def test_the_times_that_are_left_are_told(folder: Path) -> None:
    session = Session(folder)
    session.keep(VAULT, KEY, idle=1000, longest=2000)
    (one,) = session.unlocked()
    assert 0 < one.idle_left <= 1000 < one.left <= 2000


def test_a_key_put_again_takes_the_first_one_s_place(folder: Path) -> None:
    session = Session(folder)
    session.keep(VAULT, MasterKey(bytes(32)))
    session.keep(VAULT, KEY)
    assert session.key(VAULT) == KEY
    assert len(session.unlocked()) == 1


def test_a_key_is_overwritten_in_memory_when_it_is_dropped() -> None:
    page = agent.KeyPage()
    assert page.put(VAULT.encode(), memoryview(KEY.value), 10, 10)
    assert page.put(OTHER_VAULT.encode(), memoryview(b"x" * 32), 0, 10)
    found = page.get(VAULT.encode())
    assert found is not None
    assert found.tobytes() == KEY.value
    page.drop(VAULT.encode())
    page.drop_old()
    assert found.tobytes() == bytes(32)
    assert not any(page._page[:])
    assert not page


def test_a_full_page_takes_no_further_key() -> None:
    page = agent.KeyPage()
    taken = [page.put(f"vlt_{number:026}".encode(), memoryview(KEY.value), 9, 9) for number in range(1000)]
    assert taken.index(False) == sum(taken) >= 100
    page.drop_all()
    assert not any(page._page[:])


@pytest.mark.parametrize(
    "pieces",
    [
        (b"",),
        (b"\0",),
        (b"\xff\xff\xff\xff",),
        (b"\0\0\0\0",),
        (b"\0\0\0\x05", b"hi"),
        (b"\0\0\0\x01Z",),
        (b"\0\0\0\x01P",),
        (b"\0\0\0\x02G\0",),
    ],
)
def test_nonsense_gets_no_key_and_does_not_stop_the_agent(folder: Path, pieces: tuple[bytes, ...]) -> None:
    session = Session(folder)
    session.keep(VAULT, KEY)
    assert raw(folder, *pieces) in {b"", b"\0\0\0\x01-"}
    assert session.key(VAULT) == KEY


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_an_agent_that_is_ended_leaves_every_vault_locked(folder: Path, how: signal.Signals) -> None:
    session = Session(folder)
    session.keep(VAULT, KEY)
    os.kill(int((folder / "lock").read_text()), how)
    while raw_is_served(folder):
        pass
    assert session.key(VAULT) is None
    session.keep(VAULT, KEY)
    assert session.key(VAULT) == KEY


def raw_is_served(folder: Path) -> bool:
    try:
        raw(folder, b"")
    except OSError:
        return False
    return True


def test_processes_that_start_the_agent_at_once_share_one(folder: Path) -> None:
    keeping = [child(KEEP, folder, f"vlt_{number:026}") for number in range(4)]
    for one in keeping:
        with one:
            said, _ = one.communicate()
        assert one.returncode == 0, said
    assert len(Session(folder).unlocked()) == 4


def test_a_folder_that_others_can_enter_is_not_trusted(folder: Path) -> None:
    session = Session(folder)
    session.keep(VAULT, KEY)
    folder.chmod(0o755)
    assert session.key(VAULT) is None
    with pytest.raises(KhronikaError, match="not this account's alone"):
        session.keep(VAULT, KEY)
    folder.chmod(0o700)
    assert session.key(VAULT) == KEY


def test_a_link_in_the_place_of_the_folder_is_not_trusted(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KhronikaError, match="not this account's alone"):
        Session(folder).keep(VAULT, KEY)
    folder.unlink()


def test_the_folder_a_command_stands_in_cannot_put_its_code_in_the_agent(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("khronika", "mmap", "socket"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w').close()\n")
    monkeypatch.chdir(tmp_path)
    session = Session(folder)
    session.keep(VAULT, KEY)
    assert session.key(VAULT) == KEY
    assert not (tmp_path / "run").exists()


def test_the_socket_lies_in_the_session_s_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert Session().folder == tmp_path / "khronika"
    tmp_path.chmod(0o755)
    assert Session().folder == Path(f"/tmp/khronika-{os.getuid()}")  # noqa: S108  (only the name is compared)
    tmp_path.chmod(0o700)


def test_the_other_end_of_a_socket_is_known_by_its_account() -> None:
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        assert agent.peer_uid(one) in {os.getuid(), None}


def test_a_hardened_process_writes_no_core_and_private_files() -> None:
    with child(HARDENED) as hardened:
        said, _ = hardened.communicate()
    assert said.split(" ", 1)[0] == str(0o077)
    assert "(0, 0)" in said
    assert said.split()[-1] in {"0", "False"}
