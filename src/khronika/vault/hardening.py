"""Keep a process that holds keys out of core dumps, debuggers and, where possible, swap."""

from __future__ import annotations

import ctypes
import os
import resource
import sys

_PR_SET_DUMPABLE = 4


def harden_process() -> None:
    """Make new files private, core dumps empty and, on Linux, memory unreadable for this account's programs.

    For the command line and the key agent, at their very start. It is no guard against the
    administrator of the machine, nor against a program that already runs inside this process.
    """
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
