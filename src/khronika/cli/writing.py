"""Writing results: to a file that only its owner can read, or to standard output; encrypted where asked.

A file is written beside its place and then put there, so that a crash leaves the old one or the new one.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pyrage

from khronika.cli.output import note
from khronika.errors import KhronikaError, StorageFull, UsageFault

_PRIVATE = 0o600
_FULL = {errno.ENOSPC, errno.EDQUOT}


def deliver(content: bytes, out: Path | None, recipients: Sequence[str]) -> None:
    """Write ``content`` to ``out`` (or standard output), and say so when it is plaintext.

    Raises:
        UsageFault: a recipient is not one, or encrypted bytes would go to a terminal.
    """
    if recipients:
        content = pyrage.encrypt(content, [_recipient(text) for text in recipients])
        if out is None and sys.stdout.isatty():
            raise UsageFault("encrypted bytes do not belong on a terminal", "give -o FILE")
    else:
        where = out.name if out else "what follows"
        note(f"{where} is plaintext: whoever gets it can read it; --encrypt-to RECIPIENT seals it")
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_file(out, content)


def write_file(out: Path, content: bytes) -> None:
    """Put ``content`` in the place of ``out``, readable by its owner alone."""
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(out)
    except OSError as fault:
        beside.unlink(missing_ok=True)
        words = (fault.strerror or "it cannot be written").lower()
        kind = StorageFull if fault.errno in _FULL else KhronikaError
        raise kind(f"{out} was not written: {words}", "name another place with -o") from fault


def _recipient(text: str) -> pyrage.x25519.Recipient | pyrage.ssh.Recipient:
    try:
        if text.startswith("ssh-"):
            return pyrage.ssh.Recipient.from_str(text)
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as fault:
        raise UsageFault(
            f"{text!r} is not an age recipient", "it looks like age1…; age-keygen makes one"
        ) from fault
