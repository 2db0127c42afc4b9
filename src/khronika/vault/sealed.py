"""The folder of sealed files: the originals and renditions, each under its own random key.

What must stay true: a file stands under its name whole and durable, or not at all, and is never replaced; a
fault names the record.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from khronika.errors import KhronikaError
from khronika.records.ids import Randomness
from khronika.vault.files import (
    PRIVATE_FOLDER,
    TEMPORARY_PREFIX,
    explaining,
    open_old,
    remove_temporaries,
    sync_folder,
)
from khronika.vault.growing import Begun, Growing, copy_sealed, forget
from khronika.vault.keys import Keys, new_record_key, unwrap, wrap
from khronika.vault.sealed_file import SALT_BYTES, file_name, header_of, pieces_of
from khronika.vault.stream import Digest, Source, Write

_UNFINISHED = "new"


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the ledger keeps of a sealed record.

    ``sha256`` (hexadecimal) and ``size`` are of the plaintext; ``key`` is the record's key, wrapped;
    ``name`` is the file's name.
    """

    sha256: str
    size: int
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Fixity:
    """What a sweep found: file names no record has, ids of records without a file, files removed."""

    orphans: tuple[str, ...]
    missing: tuple[str, ...]
    removed: int


class SealedFiles:
    """The folder ``sealed`` of one open vault."""

    def __init__(self, folder: Path, keys: Keys, randomness: Randomness) -> None:
        self._folder = folder
        self._keys = keys
        self._randomness = randomness
        self._being_written: set[str] = set()
        self._expected: set[str] = set()

    def seal(self, record: str, source: Source) -> Sealed:
        """Seal all that ``source`` gives as the file of ``record``, under a fresh key of its own.

        When this returns the file is durable. Nothing is ever sealed in the place of something else: the
        former key would open nothing, and the new one is not in the ledger yet.

        Raises:
            KhronikaError: ``record`` is sealed already.
            StorageFull: there is no room; no file is left behind.
            OSError: ``source`` could not be read.
        """
        grown = self.begin(record)
        digest = grown.fill(source)
        self.place(grown)
        return Sealed(digest.sha256, digest.size, grown.begun.wrapped, self._path(record).name)

    def begin(self, record: str) -> Growing:
        """Begin the file of ``record`` for bytes that come piece by piece; once finished, :meth:`place` it.

        Raises:
            KhronikaError: ``record`` is sealed already.
            StorageFull: there is no room.
        """
        self._free_path(record)
        key, unfinished, salt = (
            new_record_key(self._randomness),
            self._unfinished(),
            self._randomness(SALT_BYTES),
        )
        wrapped = wrap(self._keys.wrap, key, record, self._randomness)
        begun = Begun(record, unfinished, *header_of(key, salt), wrapped)
        return Growing(begun, self._being_written.discard)

    def place(self, grown: Growing) -> None:
        """Put a finished file under its name, durable when this returns."""
        try:
            path = self._free_path(grown.begun.record)
        except BaseException:
            grown.abandon()
            raise
        self._place(grown.begun.path, path)

    def expect(self, record: str) -> None:
        """Know that ``record`` is about to be recorded: until it is settled, no sweep lists its file."""
        self._expected.add(file_name(self._keys.names, record))

    def settle(self, records: Iterable[str]) -> None:
        """Know that ``records`` are recorded now, or discarded."""
        self._expected.difference_update(file_name(self._keys.names, record) for record in records)

    def holds(self, record: str) -> bool:
        """Tell whether there is a file of ``record``."""
        with explaining("a sealed file"):
            return self._path(record).exists()

    def read(self, record: str, wrapped: str, size: int) -> bytes:
        """Return the plaintext of ``record`` once all of it is verified; for what fits in memory.

        Raises:
            VaultDamaged: the file is missing or not as it was sealed.
        """
        content = io.BytesIO()
        self.copy_out(record, wrapped, size, content.write)
        return content.getvalue()

    def copy_out(self, record: str, wrapped: str, size: int, write: Write) -> str:
        """Hand the plaintext to ``write`` piece by piece and return its SHA-256.

        What ``write`` was given before a fault is incomplete: it must go where it can be discarded.
        A piece is valid only until ``write`` returns.

        Raises:
            VaultDamaged: the file is missing or not as it was sealed.
        """
        digest = Digest()
        for piece in self.pieces(record, wrapped, size):
            digest.add(piece)
            write(piece)
        return digest.sha256

    def pieces(self, record: str, wrapped: str, size: int) -> Iterator[memoryview]:
        """Give the plaintext piece by piece, each verified; the file is opened with the first.

        What was given before a fault is incomplete. A piece is valid only until the next is asked for.

        Raises:
            VaultDamaged: the file is missing or not as it was sealed.
        """
        key = unwrap(self._keys.wrap, wrapped, record)
        yield from pieces_of(self._path(record), record, key, size)

    def discard(self, record: str) -> None:
        """Remove the file of ``record``, as part of an erasure; no file is no fault.

        This takes the name away. A disk with wear levelling, a journal or snapshots, and every backup, may
        hold the blocks for long: what makes them noise is that the wrapped key is erased from the
        database, and that reaches no backup either.
        """
        path = self._path(record)
        with explaining("a sealed file"):
            if path.parent.is_dir():
                path.unlink(missing_ok=True)
                sync_folder(path.parent)

    def adopt(self, other: SealedFiles, record: str) -> bool:
        """Copy the file of ``record`` from another copy of the same vault, as it is sealed; tell whether.

        ``False`` where it is here already, which is never replaced, or where the other copy has none.
        Nothing is opened: who reads the record later finds a file that was changed.

        Raises:
            VaultDamaged: there is a link or something else than a file in its place.
            StorageFull: there is no room; no file is left behind.
        """
        path, theirs = self._path(record), other._path(record)
        with explaining("a sealed file"):
            if path.exists() or not theirs.exists():
                return False
        with explaining(f"the sealed file of {record} in the other copy"):
            handle = open_old(theirs)
        unfinished = self._unfinished()
        with open(handle, "rb", buffering=0) as file:  # noqa: PTH123  (a handle, not a path)
            copy_sealed(file, unfinished)
        self._place(unfinished, path)
        return True

    def sweep(self, records: Iterable[str]) -> Fixity:
        """Remove half-written files and compare the folder with the ids of all sealed ``records``.

        ``records`` are asked for once the folder was listed, so that what others record meanwhile is neither
        missing nor nobody's.
        """
        removed = self.remove_unfinished()
        expected = self._expected.copy()
        with explaining("the folder of sealed files"):
            found = set(self._names())
        wanted = {file_name(self._keys.names, record): record for record in records}
        absent = (record for name, record in wanted.items() if name not in found)
        missing = tuple(sorted(record for record in absent if not self.holds(record)))
        return Fixity(tuple(sorted(found - wanted.keys() - expected)), missing, removed)

    def empty(self) -> bool:
        """Tell whether no file was ever sealed here, or all of them are gone."""
        return next(self._names(), None) is None

    def remove_unfinished(self) -> int:
        """Remove what a crash left half written; return how many files that were."""
        return remove_temporaries(self._folder / _UNFINISHED, self._being_written)

    def lay_out(self) -> None:
        """Make the folder, empty."""
        for folder in (self._folder, self._folder / _UNFINISHED):
            folder.mkdir(mode=PRIVATE_FOLDER)

    def _names(self) -> Iterator[str]:
        for folder in self._folder.iterdir():
            if folder.name != _UNFINISHED:
                yield from (entry.name for entry in folder.iterdir())

    def _path(self, record: str) -> Path:
        name = file_name(self._keys.names, record)
        return self._folder / name[:2] / name

    def _free_path(self, record: str) -> Path:
        path = self._path(record)
        with explaining("a sealed file"):
            if path.exists():
                raise KhronikaError(f"{record} is sealed already", "give new material an id of its own")
        return path

    def _unfinished(self) -> Path:
        name = TEMPORARY_PREFIX + self._randomness(8).hex()
        self._being_written.add(name)
        return self._folder / _UNFINISHED / name

    def _place(self, unfinished: Path, path: Path) -> None:
        """Put a file that is written and durable under its name."""
        with explaining("a sealed file"):
            try:
                if not path.parent.is_dir():
                    path.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
                    sync_folder(self._folder)
                unfinished.rename(path)
            except BaseException:
                forget(unfinished)
                raise
            finally:
                self._being_written.discard(unfinished.name)
            sync_folder(path.parent)
