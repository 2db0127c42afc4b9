"""Sealed files while they are written: from a source that is read, or piece by piece as bytes come.

What must stay true: the bytes go to the disk sealed, a block at a time, and nowhere else; until it is put in
place the file has the name of something half written, which the next opening of the vault removes.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from khronika.vault.files import explaining, open_new, sync, write_all
from khronika.vault.stream import Digest, Sealing, Source, encrypt

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Begun:
    """What a growing file begins with: the record it is for, where it grows, its header and its two keys.

    ``wrapped`` is the record's key as the desk keeps it; ``payload`` seals this one stream.
    """

    record: str
    path: Path
    header: bytes
    payload: bytes
    wrapped: str


class Growing:
    """One sealed file while it is written. Finish it and place it, or abandon it."""

    def __init__(self, begun: Begun, gone: Callable[[str], object]) -> None:
        """Make the file, with its header; ``gone`` is told its name if it is abandoned.

        Raises:
            StorageFull: there is no room.
        """
        self.begun = begun
        self._gone = gone
        self._handle: int | None = None
        self._sealing = Sealing(begun.payload, self._put)
        with explaining("a sealed file"):
            self._handle = open_new(begun.path)
        try:
            self._put(memoryview(begun.header))
        except BaseException:
            self.abandon()
            raise

    def write(self, content: bytes) -> int:
        """Take in the next bytes; return how many there were so far. A fault abandons the file.

        Raises:
            StorageFull: there is no room.
        """
        try:
            return self._sealing.add(content)
        except BaseException:
            self.abandon()
            raise

    def finish(self) -> Digest:
        """Make it whole and durable, still under its half-written name; return the plaintext's digest."""
        return self._ended(self._sealing.finish)

    def fill(self, source: Source) -> Digest:
        """Write all that ``source`` gives and finish; nothing was or is written beside it.

        Raises:
            StorageFull: there is no room.
            OSError: ``source`` could not be read.
        """
        return self._ended(lambda: encrypt(source, self.begun.payload, self._put))

    def abandon(self) -> None:
        """Remove it. Abandoning twice is no fault; what was put in place stays."""
        self._close()
        forget(self.begun.path)
        self._gone(self.begun.path.name)

    def _ended(self, written: Callable[[], Digest]) -> Digest:
        assert self._handle is not None
        try:
            digest = written()
            with explaining("a sealed file"):
                sync(self._handle)
        except BaseException:
            self.abandon()
            raise
        self._close()
        return digest

    def _put(self, content: memoryview) -> None:
        assert self._handle is not None, "nothing is written to a file that was finished or abandoned"
        with explaining("a sealed file"):
            write_all(self._handle, content)

    def _close(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)


def copy_sealed(file: io.FileIO, path: Path) -> None:
    """Write what is left of ``file``, which is sealed, to a new file: durable, or not at all."""
    with explaining("a sealed file"):
        handle = open_new(path)
        try:
            while piece := file.read(_PIECE):
                write_all(handle, piece)
            sync(handle)
        except BaseException:
            forget(path)
            raise
        finally:
            os.close(handle)


def forget(path: Path) -> None:
    """Remove a half-written file, as far as that is possible: the next opening does it as well."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
