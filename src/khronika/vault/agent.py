"""The key agent: a background process that keeps vaults unlocked for a session, in memory alone.

``python -m khronika.vault.agent FOLDER`` binds ``FOLDER/agent``, goes to the background and serves this
account until no key is left. Requests and replies are frames: a length (4 bytes, big endian) and a body;
a request is one letter (``P`` put, ``G`` get, ``D`` drop, ``A`` drop all, ``S`` status) with its fields.

What must stay true: keys lie in one page of memory that is locked against swap where the system allows
it, left out of core dumps, and overwritten when a key is dropped; a key goes when it was not asked for in
its idle time and in any case after its longest time, sleep of the machine included; only processes of the
same account get an answer.
"""

from __future__ import annotations

import ctypes
import fcntl
import mmap
import os
import signal
import socket
import struct
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from khronika.vault.hardening import harden_process

PUT, GET, DROP, DROP_ALL, STATUS = b"P", b"G", b"D", b"A", b"S"
YES, NO = b"+", b"-"
ID_BYTES = 30
KEY_BYTES = 32
TIMES = struct.Struct(">II")
LENGTH = struct.Struct(">I")
SOCKET_NAME = "agent"
LOCK_NAME = "lock"
_MOST_BYTES = 1 << 16
_MOST_KEYS = mmap.PAGESIZE // KEY_BYTES
_PUT_BYTES = 1 + ID_BYTES + TIMES.size + KEY_BYTES
_TICK_SECONDS = 2.0
_PATIENCE_SECONDS = 2.0
_EMPTY_SECONDS = 30.0
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
_APPLE_SOL_LOCAL, _APPLE_LOCAL_PEERCRED, _APPLE_XUCRED_BYTES = 0, 1, 76


@dataclass(slots=True)
class _Kept:
    """Where a key lies, and until when it is kept."""

    place: int
    idle: float
    idle_until: float
    until: float


class KeyPage:
    """The keys, in one page of memory of their own."""

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, mmap.PAGESIZE)
        self._view = memoryview(self._page)
        self._free = list(range(_MOST_KEYS))
        self._kept: dict[bytes, _Kept] = {}
        for advice in ("MADV_DONTDUMP", "MADV_DONTFORK"):
            if hasattr(mmap, advice):
                self._page.madvise(getattr(mmap, advice))
        page = (ctypes.c_char * mmap.PAGESIZE).from_buffer(self._page)
        self.locked = ctypes.CDLL(None).mlock(ctypes.byref(page), ctypes.c_size_t(mmap.PAGESIZE)) == 0

    def put(self, vault: bytes, key: memoryview, idle: float, longest: float) -> bool:
        """Keep ``key``; tell whether there was room."""
        self.drop(vault)
        if not self._free:
            return False
        kept = _Kept(self._free.pop(), idle, now() + idle, now() + longest)
        self._view[kept.place * KEY_BYTES : (kept.place + 1) * KEY_BYTES] = key
        self._kept[vault] = kept
        return True

    def get(self, vault: bytes) -> memoryview | None:
        """Return the key's place in the page and begin its idle time anew."""
        self.drop_old()
        kept = self._kept.get(vault)
        if kept is None:
            return None
        kept.idle_until = now() + kept.idle
        return self._view[kept.place * KEY_BYTES : (kept.place + 1) * KEY_BYTES]

    def drop(self, vault: bytes) -> None:
        """Overwrite a key and forget it."""
        kept = self._kept.pop(vault, None)
        if kept is not None:
            self._view[kept.place * KEY_BYTES : (kept.place + 1) * KEY_BYTES] = bytes(KEY_BYTES)
            self._free.append(kept.place)

    def drop_all(self) -> None:
        """Overwrite all keys."""
        for vault in list(self._kept):
            self.drop(vault)

    def drop_old(self) -> None:
        """Overwrite the keys whose time is over."""
        for vault, kept in list(self._kept.items()):
            if now() >= min(kept.idle_until, kept.until):
                self.drop(vault)

    def status(self) -> bytes:
        """Return for every key the vault's id, the idle seconds left, the seconds left at most."""
        self.drop_old()
        return b"".join(
            vault + TIMES.pack(int(kept.idle_until - now()), int(kept.until - now()))
            for vault, kept in sorted(self._kept.items())
        )

    def __len__(self) -> int:
        return len(self._kept)


def now() -> float:
    """Return seconds of a clock that goes on while the machine sleeps, where the system has one."""
    return time.clock_gettime(_CLOCK)


def peer_uid(connection: socket.socket) -> int | None:
    """Return the account at the other end, ``None`` where the system does not say.

    Linux: SO_PEERCRED (unix(7)); macOS: LOCAL_PEERCRED (unix(4)), not tried on a machine yet. Elsewhere
    the folder of mode 0700 is the only guard.
    """
    uid: int | None = None
    if sys.platform == "linux":
        found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        uid = struct.unpack("3i", found)[1]
    elif sys.platform == "darwin":
        found = connection.getsockopt(_APPLE_SOL_LOCAL, _APPLE_LOCAL_PEERCRED, _APPLE_XUCRED_BYTES)
        uid = struct.unpack_from("II", found)[1]
    return uid


def receive(connection: socket.socket) -> bytearray:
    """Return the body of the next frame.

    Raises:
        OSError: the other end went away or sent what is no frame.
    """
    (size,) = LENGTH.unpack(_exactly(connection, LENGTH.size))
    if size > _MOST_BYTES:
        raise OSError("a frame is too long")
    return _exactly(connection, size)


def send(connection: socket.socket, *parts: bytes | bytearray | memoryview) -> None:
    """Send one frame of ``parts``."""
    connection.sendall(LENGTH.pack(sum(len(part) for part in parts)))
    for part in parts:
        connection.sendall(part)


def _exactly(connection: socket.socket, size: int) -> bytearray:
    body = bytearray(size)
    rest = memoryview(body)
    while rest:
        got = connection.recv_into(rest)
        if not got:
            raise OSError("the other end went away")
        rest = rest[got:]
    return body


class _Ended(Exception):
    """All keys were dropped by request: there is nothing left to keep a process for."""


def _answer(connection: socket.socket, page: KeyPage) -> None:
    request = receive(connection)
    letter, vault = bytes(request[:1]), bytes(request[1 : 1 + ID_BYTES])
    if letter == PUT and len(request) == _PUT_BYTES:
        idle, longest = TIMES.unpack_from(request, 1 + ID_BYTES)
        kept = page.put(vault, memoryview(request)[-KEY_BYTES:], idle, longest)
        request[:] = bytes(len(request))
        send(connection, YES if kept else NO)
    elif letter == GET:
        key = page.get(vault)
        send(connection, *((NO,) if key is None else (YES, key)))
    elif letter == STATUS:
        send(connection, YES, page.status())
    elif letter == DROP:
        page.drop(vault)
        send(connection, YES)
    elif letter == DROP_ALL:
        page.drop_all()
        with suppress(OSError):
            send(connection, YES)
        raise _Ended
    else:
        send(connection, NO)


def _serve(listening: socket.socket, page: KeyPage) -> None:
    """Answer one request a connection, until all keys were dropped or none was there for half a minute."""
    listening.settimeout(_TICK_SECONDS)
    needed = now()
    while now() - needed < _EMPTY_SECONDS:
        with suppress(OSError):
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(_PATIENCE_SECONDS)
                if peer_uid(connection) in {None, os.getuid()}:
                    _answer(connection, page)
        page.drop_old()
        if page:
            needed = now()


def _bind(folder: Path) -> socket.socket:
    path = folder / SOCKET_NAME
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(str(path))
    listening.listen(16)
    return listening


def main(folder: Path) -> None:
    """Become the agent of ``folder``; return at once where there is one already."""
    harden_process()
    lock = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    listening = _bind(folder)
    if os.fork():
        os._exit(0)
    os.setsid()
    os.ftruncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())
    page = KeyPage()
    for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit(0))
    try:
        with suppress(_Ended):
            _serve(listening, page)
    finally:
        page.drop_all()
        (folder / SOCKET_NAME).unlink(missing_ok=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
