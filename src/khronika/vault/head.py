"""The remembered head: how far the ledger had come when it was last written.

What must stay true: it is replaced whole and durable; a head that does not open is damage, never
treated as none, since a head that may be forgotten guards against no rollback.
"""

from __future__ import annotations

from pathlib import Path

from khronika.errors import VaultDamaged
from khronika.records.ids import Randomness
from khronika.vault.box import BoxBroken, close_box, open_box
from khronika.vault.files import read_file, replace_file

_WHAT = "the remembered head of the ledger"


def write_head(path: Path, key: bytes, vault: str, content: bytes, randomness: Randomness) -> None:
    """Seal ``content`` into the file at ``path``; it is durable when this returns."""
    replace_file(path, close_box(key, content, _purpose(vault), randomness), _WHAT)


def read_head(path: Path, key: bytes, vault: str) -> bytes | None:
    """Return what was written last, ``None`` where nothing ever was.

    Raises:
        VaultDamaged: the file was changed.
    """
    if not path.is_symlink() and not path.exists():
        return None
    try:
        return open_box(key, read_file(path, _WHAT), _purpose(vault))
    except BoxBroken:
        raise VaultDamaged(
            f"{_WHAT} is not as it was sealed",
            "somebody changed the folder, or the disk fails; restore the whole vault from a backup",
        ) from None


def _purpose(vault: str) -> bytes:
    return f"khronika/v1/head {vault}".encode()
