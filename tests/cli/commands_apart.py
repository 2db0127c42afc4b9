"""A command as a process of its own: with no terminal, or at one with somebody who types."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from transcripts import environment

PATIENCE = 60.0
_AT_THE_TERMINAL = 'to=$1; shift; exec "$@" < "$0" > "$to" 2> "$0"'
# the leader of a session gets the first terminal it opens as its own (Linux, tty(4))


def khronika(place: Path, *words: str | bytes, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in ``place`` with no terminal and nothing on standard input."""
    return subprocess.run(  # noqa: S603  (this interpreter, our own module)
        [sys.executable, "-m", "khronika.cli", *words],
        cwd=place,
        env=environment(place.parent) | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        start_new_session=True,
        timeout=120,
        check=False,
    )


class Terminal:
    """A command at a terminal of its own, and somebody who types."""

    def __init__(self, place: Path, *words: str, to_file: Path | None = None) -> None:
        self._other_end: int | None
        self.handle, self._other_end = pty.openpty()
        terminal = os.ttyname(self._other_end)
        self._running = subprocess.Popen(  # noqa: S603  (this interpreter, our own module)
            [
                "/bin/sh",
                "-c",
                _AT_THE_TERMINAL,
                terminal,
                to_file or terminal,
                sys.executable,
                "-m",
                "khronika.cli",
                *words,
            ],
            cwd=place,
            env=environment(place.parent),
            start_new_session=True,
        )
        self.seen = ""

    def wait_for(self, words: str) -> None:
        until = time.monotonic() + PATIENCE
        while words not in self.seen:
            assert self._read(until - time.monotonic()), f"{words!r} did not come: {self.seen!r}"
        if self._other_end is not None:
            os.close(self._other_end)
            self._other_end = None

    def type(self, text: str) -> None:
        os.write(self.handle, text.encode())

    def end(self) -> int:
        while self._read(PATIENCE):
            pass
        os.close(self.handle)
        return self._running.wait(PATIENCE)

    def _read(self, patience: float) -> bool:
        if not select.select([self.handle], [], [], max(patience, 0))[0]:
            return False
        came = b""
        with suppress(OSError):  # EIO: nobody has the other end open any more
            came = os.read(self.handle, 4096)
        self.seen += came.decode("utf-8", "replace")
        return bool(came)
