"""The outermost edge: every fault becomes a line, a hint and an exit code; nobody sees a traceback."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable

from khronika.cli.output import complain
from khronika.errors import KhronikaError

INTERRUPTED = 130
UNEXPECTED = 70
_SHOW = "KHRONIKA_TRACEBACK"


def explained(command: Callable[[], int | None]) -> int:
    """Run ``command`` and return the exit code for the shell."""
    try:
        return command() or 0
    except KhronikaError as fault:
        complain(fault)
        return fault.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("\nkhronika: stopped; what was recorded before is kept\n")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
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
