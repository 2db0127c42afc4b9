"""What a library may raise while it reads a stranger's file, other than its own errors.

Used where a second way to the text is left, so that a library's fault costs no words.
"""

from __future__ import annotations

import zlib

FAULTS = (
    ValueError, TypeError, AttributeError, LookupError, AssertionError, OSError, ArithmeticError,
    RuntimeError, MemoryError, EOFError, zlib.error,
)  # fmt: skip
