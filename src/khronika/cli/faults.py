"""The outermost edge: every fault becomes a line, a hint and an exit code; nobody sees a traceback."""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from khronika.cli.output import complain
from khronika.errors import KhronikaError, StorageFull

INTERRUPTED = 130
UNEXPECTED = 70
CLOSED = 141
_SHOW = "KHRONIKA_TRACEBACK"
_FULL = {errno.ENOSPC, errno.EDQUOT}


def explained(command: Callable[[], int | None]) -> int:
    """Run ``command`` and return the exit code for the shell."""
    try:
        _settle_streams()
        code = _faults_explained(command)
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        _silence(sys.stdout, sys.stderr)
        return CLOSED
    except KeyboardInterrupt:
        _silence(sys.stdout)
        sys.stderr.write("\nkhronika: stopped; what was recorded before is kept\n")
        return INTERRUPTED
    except OSError as fault:
        _silence(sys.stdout)
        return _complain_of(fault)
    return code


def _faults_explained(command: Callable[[], int | None]) -> int:
    try:
        return command() or 0
    except KhronikaError as fault:
        sys.stdout.flush()
        complain(fault)
        return fault.exit_code
    except OSError:
        raise
    except Exception as fault:  # noqa: BLE001 - the one place where nothing may pass
        if os.environ.get(_SHOW):
            traceback.print_exc()
        kind = type(fault).__name__
        complain(
            KhronikaError(
                f"something went wrong that khronika did not foresee ({kind})",
                f"nothing recorded is lost; {_SHOW}=1 shows where, and may show words of your sources",
            )
        )
        return UNEXPECTED


def _complain_of(fault: OSError) -> int:
    if os.environ.get(_SHOW):
        traceback.print_exc()
    where = f"{fault.filename}: " if isinstance(fault.filename, str) else ""
    words = (fault.strerror or "it cannot be read or written").lower()
    kind = StorageFull if fault.errno in _FULL else KhronikaError
    complain(kind(f"{where}{words}", "nothing recorded is lost"))
    return kind.exit_code


def _settle_streams() -> None:
    """Let no letter that the terminal's encoding lacks stop a command."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _silence(*streams: TextIO) -> None:
    """Point streams at nothing, so that what is still buffered raises no second fault."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        os.dup2(nothing, stream.fileno())
    os.close(nothing)
