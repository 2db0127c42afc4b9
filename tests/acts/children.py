"""Acts done in a process of their own, which may be killed or run out of room on the way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from desk_cast import House

HERE = Path(__file__).parent


def acknowledged(script: str, house: House, act: str, *limits: int) -> tuple[int, dict[str, list[str]]]:
    """Do an act by a script in a child; return how it ended and what it acknowledged."""
    given = [house.path, house.desk.vault.master.value.hex(), act, *limits]
    path = os.pathsep.join([str(HERE.parent), str(HERE), *sys.path])
    done = subprocess.run(  # noqa: S603  (this interpreter, a script of the tests)
        [sys.executable, script, *map(str, given)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    told = [line.split() for line in done.stdout.splitlines()]
    return done.returncode, {words[0]: words[1:] for words in told}
