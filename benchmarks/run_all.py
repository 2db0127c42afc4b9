"""Runs every benchmark, one after the other: ``python benchmarks/run_all.py [--full]``.

Without ``--full`` the sizes are small and the whole takes under twenty minutes; the figures in
docs/BENCHMARKS.md are of ``--full`` on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
QUICK = {
    "reading.py": ["--speed"],
    "reading_speed.py": ["--words", "50000", "--articles", "500"],
    "reading_hostile.py": ["--largest", "100000"],
    "reading_peers.py": [],
    "brief.py": [],
    "sealing.py": ["--mebibytes", "128", "--rounds", "2"],
    "intake.py": ["--mebibytes", "128", "--files", "500"],
    "ledger.py": ["all", "--sizes", "1000,10000", "--statements", "10000"],
    "finding.py": ["--statements", "10000"],
    "origins.py": ["--cases", "100", "--sizes", "1000,10000"],
    "origins_sample.py": [],
    "weighing.py": ["--filed", "2000", "--asked", "5"],
    "drawing.py": ["--runs", "2"],
    "worklist.py": ["--statements", "10000", "--asked", "10"],
    "reviewing.py": ["--statements", "10"],
    "contact.py": [],
    "locking.py": ["--times", "2", "--windows", "4", "--statements", "1000"],
    "desk_load.py": ["--statements", "4000", "--seconds", "10", "--alone", "5"],
}
FULL = {
    "reading.py": ["--speed"],
    "reading_speed.py": [],
    "reading_hostile.py": [],
    "reading_peers.py": [],
    "brief.py": [],
    "sealing.py": [],
    "intake.py": [],
    "ledger.py": ["all"],
    "finding.py": [],
    "origins.py": [],
    "origins_sample.py": [],
    "weighing.py": [],
    "drawing.py": [],
    "worklist.py": [],
    "reviewing.py": [],
    "contact.py": [],
    "locking.py": [],
    "desk_load.py": [],
}


def main() -> int:
    """Run them and return how many failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true")
    chosen = FULL if parser.parse_args().full else QUICK
    failed = 0
    for name, options in chosen.items():
        print(f"\n== {name} {' '.join(options)}", flush=True)
        failed += subprocess.run([sys.executable, FOLDER / name, *options], check=False).returncode != 0  # noqa: S603 - our own scripts
    return failed


if __name__ == "__main__":
    sys.exit(main())
