"""A confined process that begins as it should and then fails in its own way."""

from __future__ import annotations

import sys

SERVE = """
import os, resource, signal, sys, time
from khronika.intake import frames, worker
limits = frames.limits_of(frames.read_frame(0))
frames.write_frame(1, worker.READY)
frames.read_frame(0)
"""


def failing(how: str) -> tuple[str, ...]:
    """Return the command of a reader or painter that fails in its own way with the first file."""
    return (sys.executable, "-c", SERVE + how)
