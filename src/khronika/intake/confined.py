"""A separate, confined process that is asked one question at a time, so that a crash takes nothing along.

This is the one place of intake that starts a process and looks at a clock (only to stop a process that
does not come back). What must stay true: bytes go through pipes and never touch a disk; the process
inherits no environment but where its libraries lie; whatever becomes of it, whoever asked is told, and the
next question goes to a fresh process; where the system can do that, it does not outlive whoever asked.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import Self

from khronika.intake import frames
from khronika.intake.limits import MIB, Limits

INTERPRETER = (sys.executable, "-E", "-P", "-B", "-X", "utf8", "-m")
_NEEDED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_START_SECONDS = 60
_FRESH_AFTER = 200
_PIECE = 1 << 16
_MOST_ANSWER = 1024 * MIB
_ENDINGS = {
    "SIGXCPU": "it used too much processor time",
    "SIGALRM": "it took too long",
    "SIGKILL": "it was killed, perhaps for want of memory",
}


class Stopped(Exception):
    """The confined process did not answer; the text says what became of it."""


class Confined:
    """A confined process, started with the first question and replaced after 200, or when it stopped.

    Use it as a context manager, from one thread at a time. ``command`` is how the process is started;
    ``most_answer`` bounds what it may answer, in bytes.
    """

    def __init__(self, limits: Limits, command: Sequence[str], most_answer: int = _MOST_ANSWER) -> None:
        self._limits = limits
        self._command = tuple(command)
        self._most_answer = most_answer
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the confined process, if there is one."""
        self._end()

    def kill(self) -> None:
        """End the confined process at once, from any thread; whoever waits for its answer is told."""
        process = self._process
        if process is not None:
            process.kill()

    def _ask(self, question: bytes) -> bytes:
        """Return the answer to a question.

        Raises:
            Stopped: there is none. :meth:`_end` must then be called before the next question.
        """
        if self._served >= _FRESH_AFTER:
            self._end()
        process = self._process or self._start()
        self._served += 1
        return self._exchange(process, question, self._limits.seconds)

    def _start(self) -> subprocess.Popen[bytes]:
        process = _started(self._command)
        self._process, self._served = process, 0
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            os.set_blocking(pipe.fileno(), False)
        self._exchange(process, frames.limits_octets(self._limits), _START_SECONDS)
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            pipe.close()

    def _exchange(self, process: subprocess.Popen[bytes], octets: bytes, seconds: int) -> bytes:
        assert process.stdin is not None
        assert process.stdout is not None
        deadline = time.monotonic() + seconds
        try:
            _send(process.stdin.fileno(), frames.framed(octets), deadline)
            size = int.from_bytes(_receive(process.stdout.fileno(), frames.PREFIX, deadline), "big")
            if size > self._most_answer:
                raise Stopped("it gave an answer that is too long")
            return _receive(process.stdout.fileno(), size, deadline)
        except (EOFError, BrokenPipeError):
            raise Stopped(_ending(process)) from None
        except TimeoutError:
            raise Stopped(f"it did not answer within {seconds} seconds") from None


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a process, from a thread that lives as long as it does.

    On Linux it is killed when that thread is gone: with this process, however that ends (see
    :func:`khronika.intake.worker.confine`), and not with whichever thread happened to ask first.
    """
    started: Queue[subprocess.Popen[bytes] | None] = Queue()

    def hold() -> None:
        try:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no words of a file
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _NEEDED if name in os.environ},
                bufsize=0,
                close_fds=True,
            )
        except OSError:
            started.put(None)
            return
        started.put(process)
        process.wait()

    Thread(target=hold, name="khronika-holding", daemon=True).start()
    process = started.get()
    if process is None:
        raise Stopped("it could not be started")
    return process


def _ending(process: subprocess.Popen[bytes]) -> str:
    try:
        code = process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return "it closed its pipe"
    if code >= 0:
        return "it ended by itself"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    return _ENDINGS.get(name, f"it crashed ({name})")


def _send(descriptor: int, octets: bytes, deadline: float) -> None:
    rest = memoryview(octets)
    while rest:
        _wait(descriptor, selectors.EVENT_WRITE, deadline)
        rest = rest[os.write(descriptor, rest[:_PIECE]) :]


def _receive(descriptor: int, count: int, deadline: float) -> bytes:
    pieces = bytearray()
    while len(pieces) < count:
        _wait(descriptor, selectors.EVENT_READ, deadline)
        piece = os.read(descriptor, min(_PIECE, count - len(pieces)))
        if not piece:
            raise EOFError
        pieces += piece
    return bytes(pieces)


def _wait(descriptor: int, event: int, deadline: float) -> None:
    left = deadline - time.monotonic()
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, event)
        if left <= 0 or not selector.select(left):
            raise TimeoutError
