"""Files of a vault: read without following links, replaced whole or not at all, faults said plainly.

What must stay true: a file that is replaced holds either the old or the new bytes after a crash, never
a mixture; nothing is acknowledged before it has reached the disk (fsync of the file, then of its
folder); every ``OSError`` becomes one :class:`KhronikaError` that names what could not be done.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from khronika.errors import KhronikaError, StorageFull, VaultDamaged

TEMPORARY_PREFIX = ".new-"
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

Content = Callable[[os.stat_result], bytes]

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM}
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.ESTALE, errno.ENODEV, errno.ENXIO}
_ODD = {errno.ELOOP, errno.EISDIR}


def explained(error: OSError, what: str) -> KhronikaError:
    """Return the fault that says what ``error`` means for ``what`` ("the key slots")."""
    number = error.errno
    if number in _FULL:
        return StorageFull(
            f"there is no room on the disk for {what}", "free some space; what was recorded before is intact"
        )
    if number == errno.EROFS:
        return KhronikaError(
            f"the disk can only be read: {what} cannot be written",
            "copy the vault to a disk that takes writes",
        )
    if number in _FORBIDDEN:
        return KhronikaError(
            f"this account may not open {what}", "work under the account that the vault belongs to"
        )
    if number in _GONE:
        return VaultDamaged(
            f"{what} is missing", "put the disk back or restore the folder from a backup; nothing was changed"
        )
    if number in _ODD:
        return VaultDamaged(f"{what} is not a plain file", "a vault holds no links; restore it from a backup")
    return KhronikaError(f"{what} could not be read or written: {os.strerror(number or 0).lower()}")


@contextmanager
def explaining(what: str) -> Iterator[None]:
    """Turn an ``OSError`` of the block into the fault that says it of ``what``."""
    try:
        yield
    except OSError as error:
        raise explained(error, what) from error


def sync(handle: int) -> None:
    """Bring the file behind ``handle`` to the disk.

    On macOS ``fsync`` stops at the drive's cache; F_FULLFSYNC goes through it (fsync(2) of macOS).
    """
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415  (the constant exists on this system alone)

        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
    else:
        os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Bring the names in ``folder`` to the disk, so that a rename outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_all(handle: int, content: bytes | bytearray | memoryview) -> None:
    """Write all of ``content``; ``os.write`` may take less than it is given."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]


def open_new(path: Path) -> int:
    """Create ``path`` for this account alone and return its handle; an existing file is an error."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, PRIVATE_FILE)


def open_old(path: Path) -> int:
    """Open ``path`` for reading and return its handle; a link in its place is an error."""
    return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)


def read_file(path: Path, what: str, limit: int = 1 << 20) -> bytes:
    """Return the bytes of ``path``.

    Raises:
        VaultDamaged: it is missing, a link, or longer than ``limit`` bytes.
    """
    with explaining(what):
        handle = open_old(path)
        with open(handle, "rb") as file:  # noqa: PTH123  (a handle, not a path)
            content = file.read(limit + 1)
    if len(content) > limit:
        raise VaultDamaged(f"{what} is longer than it can be", "restore it from a backup")
    return content


def replace_file(path: Path, content: bytes, what: str) -> None:
    """Put ``content`` in the place of ``path``: whole, durable when this returns, or not at all.

    Raises:
        StorageFull: there is no room; the old file stands as it was.
    """
    place_files({path: lambda _: content}, what)


def place_files(contents: Mapping[Path, Content], what: str) -> None:
    """Do as :func:`replace_file` for several files of one folder: all are written before one is put in place.

    A content is made for the file it is written to, whose number the device key is bound to.
    """
    with explaining(what):
        try:
            for path, content in contents.items():
                _prepare(_temporary(path), content)
            for path in contents:
                _temporary(path).rename(path)
        except BaseException:
            for path in contents:
                with suppress(OSError):
                    _temporary(path).unlink(missing_ok=True)
            raise
        for folder in {path.parent for path in contents}:
            sync_folder(folder)


def _temporary(path: Path) -> Path:
    return path.with_name(f"{TEMPORARY_PREFIX}{path.name}")


def _prepare(path: Path, content: Content) -> None:
    path.unlink(missing_ok=True)
    handle = open_new(path)
    try:
        write_all(handle, content(os.fstat(handle)))
        sync(handle)
    finally:
        os.close(handle)


def remove_temporaries(folder: Path, spared: Collection[str] = ()) -> int:
    """Remove what a crash left half written in ``folder``; return how many files that were.

    ``spared`` are the names of those that this process is writing now.
    """
    with explaining(f"the folder {folder.name}"):
        entries = (entry for entry in folder.iterdir() if entry.name.startswith(TEMPORARY_PREFIX))
        left = [entry for entry in entries if entry.name not in spared]
        for entry in left:
            entry.unlink(missing_ok=True)
        if left:
            sync_folder(folder)
    return len(left)
