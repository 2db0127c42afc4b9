"""How long ``khronika brief`` takes on one article from a cold start, and how much memory.

    python benchmarks/brief.py [--runs 7] [FILE…]

Each run is a fresh process that writes HTML. "start" has Python's compiled modules at hand, as after any
earlier run; "first start" compiles them all, as the very first run after an installation may. Seconds are
wall clock, the median and the slowest of the runs; "cpu" is the processor time of the median run. Memory is
the largest sum of resident memory over the process and its children, looked at every 5 ms (Linux). Without
FILE: a sample in plain text, one in PDF (which a confined child reads), and the shared article where it is.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

TREE = Path(__file__).parent.parent
SAMPLES = TREE / "src" / "khronika" / "samples" / "velmora"
USUAL = (SAMPLES / "2026-03-18-orvan-denial.txt", SAMPLES / "2026-03-17-press-digest.pdf")
SHARED = TREE.parent / "shared" / "cases"
LOOK_SECONDS = 0.005
PAGE = resource.getpagesize()
MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Run:
    """One run: wall clock and processor seconds, and the largest resident memory in bytes."""

    seconds: float
    cpu: float
    memory: int


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("files", nargs="*", type=Path)
    given = parser.parse_args()
    files = given.files or [*USUAL, *sorted(SHARED.glob("*.txt"))]
    print("| file | | seconds, median | slowest | cpu | memory, MiB |\n| --- | --- | --- | --- | --- | --- |")
    for file in files:
        for first in (False, True):
            runs = sorted((brief(file, first=first) for _ in range(given.runs)), key=lambda run: run.seconds)
            middle = statistics.median_low(run.seconds for run in runs)
            cpu = next(run.cpu for run in runs if run.seconds == middle)
            memory = max(run.memory for run in runs) / MEBIBYTE
            words = "first start" if first else "start"
            figures = f"{middle:.2f} | {runs[-1].seconds:.2f} | {cpu:.2f} | {memory:.0f}"
            print(f"| {file.name} | {words} | {figures} |", flush=True)


def brief(file: Path, *, first: bool) -> Run:
    """Run the command once, in an empty folder."""
    with tempfile.TemporaryDirectory() as place:
        env = os.environ | {"PYTHONPATH": str(TREE / "src")}
        if first:
            env["PYTHONPYCACHEPREFIX"] = f"{place}/compiled"
        command = [
            sys.executable,
            "-m",
            "khronika.cli",
            "brief",
            str(file.resolve()),
            "-o",
            f"{place}/x.html",
        ]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        with subprocess.Popen(command, cwd=place, env=env, stderr=subprocess.DEVNULL) as running:  # noqa: S603 - our own module
            memory = 0
            while running.poll() is None:
                memory = max(memory, sum(map(resident, family(running.pid))))
                time.sleep(LOOK_SECONDS)
        seconds = time.perf_counter() - started
        if running.returncode:
            raise SystemExit(f"khronika brief {file.name} ended with {running.returncode}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Run(seconds, cpu, memory)


def family(pid: int) -> list[int]:
    """Return a process with its children and theirs."""
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return [pid]
    return [pid, *(one for child in below for one in family(int(child)))]


def resident(pid: int) -> int:
    """Return the resident memory of a process in bytes, 0 once it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


if __name__ == "__main__":
    main()
