"""The control socket: a command of the same account makes a running desk lock at once; nobody else does."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from khronika.errors import KhronikaError
from khronika.vault import agent, control

VAULT = "vlt_" + "0" * 26
OTHER_VAULT = "vlt_" + "1" * 26
RUNNING = """
import sys, threading
from pathlib import Path
from khronika.vault import control
ended = threading.Event()
close = control.listen(sys.argv[2], ended.set, Path(sys.argv[1]))
print("listening", flush=True)
ended.wait()
close()
"""


ENDING = """
import os, sys, threading
from pathlib import Path
from khronika.vault import control
control.listen(sys.argv[2], lambda: os._exit(0), Path(sys.argv[1]))
print("listening", flush=True)
threading.Event().wait()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a short path: the address of a Unix socket has 104 bytes at most."""
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "run").mkdir(mode=0o700)
        yield Path(home) / "run"


class Desk:
    """A desk that counts how often it is locked and closes its socket then, as a server at its end does."""

    def __init__(self, folder: Path, vault: str = VAULT) -> None:
        self.locked = 0
        self.close = control.listen(vault, self.lock, folder)

    def lock(self) -> None:
        self.locked += 1
        threading.Thread(target=self.close).start()


def test_a_running_desk_locks_when_it_is_asked_to_in_under_a_second(folder: Path) -> None:
    desk = Desk(folder)
    assert control.is_running(VAULT, folder)
    before = time.monotonic()
    assert control.ask_to_lock(VAULT, folder)
    assert time.monotonic() - before < 1
    assert desk.locked == 1
    assert not control.is_running(VAULT, folder)
    assert list(folder.iterdir()) == []


def test_where_no_desk_runs_there_is_nobody_to_ask(folder: Path) -> None:
    assert not control.ask_to_lock(VAULT, folder)
    assert not control.is_running(VAULT, folder)
    assert control.running(folder) == ()
    assert not control.ask_to_lock(VAULT, folder / "nowhere")


def test_of_two_vaults_only_the_named_one_locks_and_of_two_copies_both(folder: Path) -> None:
    first, copy, other = Desk(folder), Desk(folder), Desk(folder, OTHER_VAULT)
    assert control.running(folder) == (VAULT, OTHER_VAULT)
    assert control.ask_to_lock(VAULT, folder)
    assert (first.locked, copy.locked, other.locked) == (1, 1, 0)
    assert control.running(folder) == (OTHER_VAULT,)
    other.close()
    other.close()


def test_the_answer_comes_when_the_process_with_the_keys_is_gone(folder: Path) -> None:
    with running(folder) as process:
        assert control.ask_to_lock(VAULT, folder)
        assert process.wait(5) == 0


def test_a_process_that_ends_before_it_answers_has_locked(folder: Path) -> None:
    with running(folder, ENDING) as process:
        reaping = threading.Thread(target=process.wait)
        reaping.start()
        assert control.ask_to_lock(VAULT, folder)
        reaping.join()
    assert list(folder.iterdir()) == []


def test_a_desk_that_was_killed_leaves_nothing_that_is_taken_for_one(folder: Path) -> None:
    with running(folder) as process:
        process.send_signal(signal.SIGKILL)
        process.wait(5)
    assert list(folder.iterdir()) != []
    assert not control.ask_to_lock(VAULT, folder)
    assert list(folder.iterdir()) == []


def test_a_desk_that_cannot_lock_is_not_said_to_be_locked(folder: Path) -> None:
    def broken() -> None:
        raise OSError("the ledger is gone")

    close = control.listen(VAULT, broken, folder)
    with pytest.raises(KhronikaError, match="did not say that it locked"):
        control.ask_to_lock(VAULT, folder)
    close()


def test_a_desk_that_goes_on_after_it_was_told_is_not_said_to_be_locked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "_PATIENCE_SECONDS", 0.2)
    close = control.listen(VAULT, lambda: None, folder)
    with pytest.raises(KhronikaError, match="did not say that it locked"):
        control.ask_to_lock(VAULT, folder)
    close()


def test_what_is_no_request_does_nothing_and_holds_nobody_up(folder: Path) -> None:
    desk = Desk(folder)
    (path,) = folder.iterdir()
    for said in (b"", b"\0\0\0\1X", b"\0\0\0\2LL", b"\xff\xff\xff\xff", b"\0\0"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(path))
            connection.sendall(said)
            connection.shutdown(socket.SHUT_WR)
            with connection.makefile("rb") as answer:
                assert answer.read() in {b"", b"\0\0\0\1-"}
    assert desk.locked == 0
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(path))
        assert control.ask_to_lock(VAULT, folder)
    assert desk.locked == 1


def test_another_account_is_not_answered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(folder)
    monkeypatch.setattr(control, "peer_uid", lambda _: os.getuid() + 1)
    assert not control.is_running(VAULT, folder)
    assert not control.ask_to_lock(VAULT, folder)
    monkeypatch.setattr(control, "peer_uid", agent.peer_uid)
    assert desk.locked == 0
    desk.close()


def test_a_folder_that_others_can_enter_holds_no_socket(folder: Path) -> None:
    folder.chmod(0o755)
    with pytest.raises(KhronikaError, match="not this account's alone"):
        control.listen(VAULT, lambda: None, folder)
    assert not control.ask_to_lock(VAULT, folder)
    assert list(folder.iterdir()) == []


def running(folder: Path, script: str = RUNNING) -> subprocess.Popen[str]:
    process = subprocess.Popen(  # noqa: S603  (this interpreter, the script above)
        [sys.executable, "-c", script, str(folder), VAULT], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "listening\n"
    return process
