"""Writing results: to a file that only its owner can read, or to standard output; encrypted where asked.

A file is written beside its place and then put there, so that a crash leaves the old one or the new one.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyrage

from khronika.cli.output import note
from khronika.errors import KhronikaError, StorageFull, UsageFault

Recipient: TypeAlias = pyrage.x25519.Recipient | pyrage.ssh.Recipient

_PRIVATE = 0o600
_FULL = {errno.ENOSPC, errno.EDQUOT}
_ENCRYPTED = ".age"


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where a result goes (``None``: standard output), and whom it is encrypted to (nobody: plaintext)."""

    out: Path | None
    recipients: tuple[Recipient, ...]

    def deliver(self, content: bytes) -> None:
        """Write ``content``, and say so when it is plaintext."""
        if self.recipients:
            content = pyrage.encrypt(content, list(self.recipients))
        else:
            where = self.out.name if self.out else "what follows"
            note(f"{where} is plaintext: whoever gets it can read it; --encrypt-to RECIPIENT seals it")
        if self.out is not None:
            write_file(self.out, content)
            return
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def delivery(out: Path | None, recipients: Sequence[str]) -> Delivery:
    """Return where the result of a command goes; checked before any work is done.

    Raises:
        UsageFault: a recipient is not one, the folder is not there, encrypted bytes would go to a terminal,
            or a file would be called encrypted that is not.
    """
    to = tuple(_recipient(text) for text in recipients)
    if out is None:
        if to and sys.stdout.isatty():
            raise UsageFault("encrypted bytes do not belong on a terminal", "give -o FILE.age")
        return Delivery(None, to)
    if out.suffix.lower() == _ENCRYPTED and not to:
        raise UsageFault(f"{out.name} would not be encrypted", "say to whom: --encrypt-to age1…")
    if to and out.suffix.lower() != _ENCRYPTED:
        raise UsageFault(f"{out.name} would not look encrypted", f"name it {out.name}{_ENCRYPTED}")
    if out.is_dir():
        raise UsageFault(f"{out} is a folder", "name a file in it with -o")
    if not out.parent.is_dir():
        raise UsageFault(f"there is no folder {out.parent}", "make it, or name another place with -o")
    return Delivery(out, to)


def write_file(out: Path, content: bytes) -> None:
    """Put ``content`` in the place of ``out``, readable by its owner alone.

    A pipe or a device gets it as it comes.

    Raises:
        StorageFull: there is no room; what was there before is untouched.
        KhronikaError: it cannot be written.
    """
    try:
        if out.exists() and not stat.S_ISREG(out.stat().st_mode):
            with out.open("wb") as pipe:
                pipe.write(content)
        else:
            _replace(out, content)
    except BrokenPipeError:
        raise
    except OSError as fault:
        words = (fault.strerror or "it cannot be written").lower()
        kind = StorageFull if fault.errno in _FULL else KhronikaError
        raise kind(f"{out} was not written: {words}", "name another place with -o") from fault


def _replace(out: Path, content: bytes) -> None:
    beside = out.with_name(f".khronika-{os.getpid()}-{os.urandom(4).hex()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(out)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _recipient(text: str) -> Recipient:
    try:
        if text.startswith("ssh-"):
            return pyrage.ssh.Recipient.from_str(text)
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as fault:
        hint = "it looks like age1… or ssh-ed25519 …; age-keygen makes one"
        if "SECRET" in text.upper():
            hint = "that is a secret key: keep it off the command line; its recipient begins with age1"
            text = "that"
        raise UsageFault(f"{text!r} is not an age recipient", hint) from fault
