"""The control socket of a running desk: how a command of this account makes it lock at once.

It lies beside the key agent's (``vault/session.py``), in a folder that only this account can enter, and is
named for the vault and the process. No copy is opened beside a running desk. A request is one frame of one
letter, ``L`` lock or ``?`` are you there. A lock is answered when the sessions are gone, and the
connection then stays open until the process ends or stops listening: that is when the keys are gone. What
must stay true: only processes of the same account are answered.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

from khronika.errors import KhronikaError
from khronika.records.ids import Kind, is_id
from khronika.vault.agent import NO, YES, peer_uid, receive, send
from khronika.vault.files import PRIVATE_FOLDER, explaining
from khronika.vault.session import _is_private, _usual_folder

_LOCK, _THERE = b"L", b"?"
_PREFIX = "desk-"
_PATIENCE_SECONDS = 5.0
_CLIENT_SECONDS = 0.5
_TICK_SECONDS = 1.0
_ENDING_SECONDS = 1.0
_POLL_SECONDS = 0.02
_HURRIED_TURN_SECONDS = 0.0002
_numbers = count()

Closer = Callable[[], None]


def listen(vault_id: str, on_lock: Callable[[], None], folder: Path | None = None) -> Closer:
    """Listen for commands to lock the vault; return what ends the listening, to be called last of all.

    ``on_lock`` is called in the thread that listens; it may call the closer.

    Raises:
        KhronikaError: the folder of the sockets is not this account's alone, or there is no room in it.
    """
    name = f"{_PREFIX}{vault_id}-{os.getpid()}-{next(_numbers)}"
    listening, path = _bind(_folder(folder), name)
    ended, locking = threading.Event(), list[socket.socket]()
    thread = threading.Thread(
        target=_serve, args=(listening, on_lock, ended, locking), name="khronika-control", daemon=True
    )
    thread.start()

    def close() -> None:
        if not ended.is_set():
            ended.set()
            if thread is not threading.current_thread():
                _say(path, _THERE)  # it wakes the thread
            path.unlink(missing_ok=True)
        if thread is not threading.current_thread():
            thread.join()

    return close


def forget(vault_id: str, folder: Path | None = None) -> None:
    """Remove the names of this process's own sockets, when it ends without closing them."""
    for path in _sockets(f"{vault_id}-{os.getpid()}", folder):
        with suppress(OSError):
            path.unlink()


def ask_to_lock(vault_id: str, folder: Path | None = None) -> bool:
    """Make the running desks of a vault lock; ``False`` where none is running for this account.

    Raises:
        KhronikaError: there is one, and it did not say that it locked.
    """
    asked = [(path, _say(path, _LOCK)) for path in _sockets(vault_id, folder)]
    there = [(path, answer) for path, answer in asked if answer is not None]
    if not all(answer == YES or _has_ended(path) for path, answer in there):
        raise KhronikaError(
            "the running desk did not say that it locked", "end its process: its keys are in its memory"
        )
    return bool(there)


def is_running(vault_id: str, folder: Path | None = None) -> bool:
    """Tell whether a desk of this account is running for a vault."""
    return any(_say(path, _THERE) == YES for path in _sockets(vault_id, folder))


def running(folder: Path | None = None) -> tuple[str, ...]:
    """Return the vaults for which a desk of this account is running."""
    named = sorted({path.name.removeprefix(_PREFIX).partition("-")[0] for path in _sockets("", folder)})
    return tuple(vault for vault in named if is_id(vault, Kind.VAULT) and is_running(vault, folder))


def _has_ended(path: Path) -> bool:
    """Tell whether the process that listened at ``path`` is gone, or goes within a second."""
    process = int(path.name.rpartition("-")[0].rpartition("-")[2])
    until = time.monotonic() + _ENDING_SECONDS
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            path.unlink(missing_ok=True)
            return True
        time.sleep(_POLL_SECONDS)
    return False


def _folder(folder: Path | None) -> Path:
    where = folder or _usual_folder()
    with explaining("the folder of the control socket"):
        where.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    if not _is_private(where):
        raise KhronikaError(
            f"the folder {where} is not this account's alone", "remove it, or set XDG_RUNTIME_DIR"
        )
    return where


def _bind(folder: Path, name: str) -> tuple[socket.socket, Path]:
    """Return a socket that listens under ``name``; it has that name only once it does."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.settimeout(_TICK_SECONDS)
    path, before = folder / name, folder / f"new-{name}"
    try:
        with explaining("the control socket of the desk"):
            before.unlink(missing_ok=True)
            listening.bind(str(before))
            listening.listen(16)
            before.rename(path)
    except KhronikaError:
        listening.close()
        raise
    return listening, path


def _serve(
    listening: socket.socket,
    on_lock: Callable[[], None],
    ended: threading.Event,
    locking: list[socket.socket],
) -> None:
    try:
        with listening:
            while not ended.is_set():
                with suppress(OSError):
                    _serve_one(listening, on_lock, locking)
    finally:
        for connection in locking:
            connection.close()


def _serve_one(listening: socket.socket, on_lock: Callable[[], None], locking: list[socket.socket]) -> None:
    connection, _ = listening.accept()
    connection.settimeout(_CLIENT_SECONDS)
    locks, turn = False, sys.getswitchinterval()
    sys.setswitchinterval(
        _HURRIED_TURN_SECONDS
    )  # a desk at work has many threads, and this one must not wait
    try:
        locks = peer_uid(connection) in {None, os.getuid()} and _answer(connection, on_lock)
    finally:
        if locks:
            locking.append(connection)
        else:
            sys.setswitchinterval(turn)
            connection.close()


def _answer(connection: socket.socket, on_lock: Callable[[], None]) -> bool:
    """Answer a request; tell whether it was to lock."""
    request = bytes(receive(connection))
    if request == _LOCK:
        on_lock()
    send(connection, YES if request in {_LOCK, _THERE} else NO)
    return request == _LOCK


def _sockets(vault_id: str, folder: Path | None) -> list[Path]:
    where = folder or _usual_folder()
    pattern = f"{_PREFIX}{vault_id}-*" if vault_id else f"{_PREFIX}*"
    return sorted(where.glob(pattern)) if _is_private(where) else []


def _say(path: Path, request: bytes) -> bytes | None:
    """Return the answer of a running desk, ``None`` where there is none, nothing where it broke off.

    A socket at which nobody listens was left by a process that was killed, and is removed.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_PATIENCE_SECONDS)
        try:
            connection.connect(str(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
            return None
        except OSError:
            return None
        if peer_uid(connection) not in {None, os.getuid()}:
            return None
        try:
            send(connection, request)
            answer = bytes(receive(connection))
            if request == _LOCK and connection.recv(1):
                return b""
        except OSError:
            return b""
        return answer
