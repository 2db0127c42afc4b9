"""What is named on the command line: files, folders and standard input, as sources.

What must stay true: nothing that was named or lies below a folder that was named is passed over in silence;
a link below a folder is not followed, or material that somebody handed over could pull in files of this
machine; what has no end is stopped at a limit.
"""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from khronika.acts.sources import Source
from khronika.errors import UsageFault
from khronika.records.problems import Problem

STANDARD_INPUT = "-"
MOST_OF_A_STREAM = 16 << 30
_MARKERS = ("khronika", "keyslots")
_KINDS = {
    stat.S_ISLNK: "a link: it is not followed",
    stat.S_ISFIFO: "a pipe",
    stat.S_ISSOCK: "a socket",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
}


@dataclass(frozen=True, slots=True)
class Given:
    """Sources in the order they were named, and what was left out with the reason."""

    sources: tuple[Source, ...]
    left_out: tuple[Problem, ...]
    files: frozenset[tuple[int, int]] = frozenset()

    def holds(self, path: Path) -> bool:
        """Tell whether the file at ``path`` is one of the sources."""
        try:
            found = path.stat()
        except OSError:
            return False
        return (found.st_dev, found.st_ino) in self.files


def given(names: Iterable[str], *, most: int = MOST_OF_A_STREAM, descriptor: int | None = None) -> Given:
    """Return a source for each file, for each file below a folder, and for ``-``.

    ``most`` is how many bytes may come from a pipe or a device. ``descriptor`` is where a passphrase is read.

    Raises:
        UsageFault: a name is nothing that is there, or standard input is wanted twice.
    """
    gathering = _Gathering(most)
    listed = list(names)
    wanted = listed.count(STANDARD_INPUT) + (descriptor == 0)
    if wanted > 1 and STANDARD_INPUT in listed:
        raise UsageFault(
            "standard input can be read only once", "name - once; a passphrase can come by --passphrase-fd 3"
        )
    for name in listed:
        gathering.take(name)
    return Given(tuple(gathering.sources), tuple(gathering.left_out), frozenset(gathering.files))


class _Gathering:
    def __init__(self, most: int) -> None:
        self.most = most
        self.sources: list[Source] = []
        self.left_out: list[Problem] = []
        self.files: set[tuple[int, int]] = set()

    def take(self, name: str) -> None:
        if name == STANDARD_INPUT:
            self.sources.append(Source("standard input", lambda: _bounded(sys.stdin.buffer, self.most)))
            return
        path = Path(name)
        found = _status(name)
        if stat.S_ISDIR(found.st_mode):
            before = len(self.sources)
            self._take_folder(path)
            if len(self.sources) == before and not self.left_out:
                self.left_out.append(Problem(printable(name), "an empty folder"))
        else:
            self._take_file(path, path.name, found)

    def _take_folder(self, folder: Path) -> None:
        hidden = 0
        for path in sorted(self._below(folder)):
            name = printable(str(path.relative_to(folder)))
            if path.name.startswith("."):
                hidden += 1
                continue
            found = path.lstat()
            kind = next((words for is_it, words in _KINDS.items() if is_it(found.st_mode)), None)
            if kind is not None:
                self.left_out.append(Problem(name, kind))
            elif stat.S_ISREG(found.st_mode):
                self._take_file(path, name, found)
        if hidden:
            self.left_out.append(Problem(printable(folder.name or str(folder)), f"{hidden} hidden, left out"))

    def _below(self, folder: Path) -> Iterator[Path]:
        """Yield files, links and hidden folders below; hidden folders and vaults are not entered."""
        for root, folders, files in os.walk(folder, onerror=self._left_out):
            here = Path(root)
            if all((here / marker).exists() for marker in _MARKERS):
                self.left_out.append(Problem(printable(root), "a vault: it is not read as material"))
                folders.clear()
                continue
            apart = [name for name in folders if name.startswith(".") or (here / name).is_symlink()]
            folders[:] = sorted(set(folders) - set(apart))
            yield from (here / name for name in (*files, *apart))

    def _left_out(self, fault: OSError) -> None:
        words = (fault.strerror or "it cannot be read").lower()
        self.left_out.append(Problem(printable(str(fault.filename)), words))

    def _take_file(self, path: Path, name: str, found: os.stat_result) -> None:
        self.files.add((found.st_dev, found.st_ino))
        if stat.S_ISREG(found.st_mode):
            self.sources.append(Source(printable(name), lambda: path.open("rb"), found.st_size))
        else:
            self.sources.append(Source(printable(name), lambda: _bounded(path.open("rb"), self.most)))


def printable(name: str) -> str:
    r"""Return a file name as text: bytes that are no UTF-8 as ``\xff``, since a record holds text."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _status(name: str) -> os.stat_result:
    try:
        return os.stat(name)  # noqa: PTH116 - an empty name is not the folder at hand, as Path has it
    except FileNotFoundError as fault:
        raise UsageFault(
            f"there is no file {printable(name)!r}", "name files or folders, or - for standard input"
        ) from fault
    except OSError as fault:
        words = (fault.strerror or "it cannot be read").lower()
        raise UsageFault(f"{printable(name)!r} cannot be opened: {words}") from fault


def _bounded(stream: BinaryIO, most: int) -> BinaryIO:
    return io.BufferedReader(_Bounded(stream, most))


class _Bounded(io.RawIOBase):
    """A stream that is a fault once more than ``most`` bytes came."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        super().__init__()
        self._stream = stream
        self._most = self._left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        count = int(self._stream.readinto(buffer))  # type: ignore[attr-defined]  # files and pipes have it
        self._left -= count
        if self._left < 0:
            raise OSError(errno.EFBIG, f"it has no end within {self._most:,} bytes")
        return count

    def close(self) -> None:
        self._stream.close()
        super().close()
