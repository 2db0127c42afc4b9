"""How long a lock takes while members work as fast as they can: until the process with the keys is gone.

    python benchmarks/locking.py [--times 20] [--windows 16] [--statements 4000]

``khronika serve`` runs as a process of its own, on a copy of the desk of ``benchmarks/desk_store.py``. Seven
members, each with several windows, decide on statements without a pause, from a process beside it; at some
moment of the second second the desk is locked: by the founder's form, by the control socket, or by ``khronika
lock``, which asks at that socket after its own start. The time is from before that until the kernel says that
the process has ended, and its memory with it. "at rest" is the same while nobody works. It fails where a
decision that was answered is not in the ledger, or a session stands when the desk runs again.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.desk_load import Running, come_in, decisions_since, prepared, served
from benchmarks.desk_members import Member
from benchmarks.desk_store import PASSPHRASE, grow

from khronika.acts.founding import open_desk
from khronika.acts.sessions import begin_serving, sessions_of
from khronika.vault import control
from khronika.vault.folder import vault_id

_FORKING = multiprocessing.get_context("fork")
_SETTLED_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Way:
    """One way to lock: what is measured, how it is done, and whether others are at work."""

    name: str
    lock: Callable[[Running, Member, Path], None]
    busy: bool


def by_page(_running: Running, founder: Member, _folder: Path) -> None:
    """Send the founder's form."""
    founder.lock()


def by_socket(_running: Running, _founder: Member, folder: Path) -> None:
    """Ask as the command does."""
    control.ask_to_lock(vault_id(folder))


def by_command(_running: Running, _founder: Member, folder: Path) -> None:
    """Run the command on the machine of the desk."""
    command = [sys.executable, "-m", "khronika.cli", "lock", "--vault", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  our own command


WAYS = (
    Way("by the page, at rest", by_page, busy=False),
    Way("by the page, under a storm", by_page, busy=True),
    Way("by the socket, under a storm", by_socket, busy=True),
    Way("by the command, under a storm", by_command, busy=True),
)


def storm(members: list[Member], windows: int, decided: Connection) -> None:
    """Decide without a pause until the desk is gone, then tell what was answered: a process of its own."""
    every = [one if not more else one.beside() for one in members for more in range(windows)]

    def work(member: Member) -> None:
        with suppress(http.client.HTTPException):  # cut off in the middle of an answer: the desk is gone
            while not member.taken.gone:
                member.step(member.draw.choice(("accept", "accept", "reject", "undo")))

    threads = [threading.Thread(target=work, args=(one,)) for one in every]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answered: Counter[tuple[str, str]] = sum((one.taken.decided for one in every), Counter())
    decided.send(answered)


def locked(kept: Path, way: Way, windows: int) -> tuple[float, list[str]]:
    """Return the seconds of one lock on a copy of the desk, and what was wrong afterwards."""
    with tempfile.TemporaryDirectory(prefix="khronika-locking-") as temporary:
        folder = Path(temporary) / "desk"
        shutil.copytree(kept, folder)
        before, answered = prepared(folder), Counter[tuple[str, str]]()
        with served(folder) as running:
            come = come_in(running, before)
            founder = next(one for one in come if one.id == before.ids["Ines"])
            others = [one for one in come if one.reviews and one is not founder]
            taking, giving = _FORKING.Pipe(duplex=False)
            storming = _FORKING.Process(target=storm, args=(others, windows, giving))
            if way.busy:
                storming.start()
            time.sleep(_SETTLED_SECONDS + random.random())  # noqa: S311  a moment, not a key
            started = time.monotonic()
            locking = threading.Thread(target=way.lock, args=(running, founder, folder))
            locking.start()
            running.process.wait(60)
            seconds = time.monotonic() - started
            locking.join()
            if way.busy:
                answered = taking.recv()
                storming.join()
        return seconds, _wrong(folder, before.size, answered, list(before.ids.values()))


def _wrong(folder: Path, size: int, answered: Counter[tuple[str, str]], members: list[str]) -> list[str]:
    desk = open_desk(folder, PASSPHRASE)
    try:
        lost = answered - decisions_since(desk, size)
        begin_serving(desk)
        stand = sum(len(sessions_of(desk, member)) for member in members)
    finally:
        desk.close()
    wrong = [f"{lost.total()} decisions of {answered.total()} lost"] if lost else []
    return wrong + ([f"{stand} sessions stand"] if stand else [])


def main() -> int:
    """Measure what the command line asks for; return how much went wrong, at most 1."""
    parser = argparse.ArgumentParser(description="Lock a desk at work.")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--windows", type=int, default=16, help="of each member")
    parser.add_argument("--statements", type=int, default=4000)
    parser.add_argument("--desk", type=Path, help="where the desk is kept, made if it is not there")
    given = parser.parse_args()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="khronika-locking-") as temporary:
        kept = given.desk or Path(temporary) / "kept"
        if not kept.exists():
            grow(kept, given.statements)
        print(f"| seconds, of {given.times} | median | worst | load |\n| --- | --- | --- | --- |")
        for way in WAYS:
            measured = [locked(kept, way, given.windows) for _ in range(given.times)]
            times = [seconds for seconds, _ in measured]
            wrong += [f"{way.name}: {what}" for _, some in measured for what in some]
            load = os.getloadavg()[0]
            print(
                f"| {way.name} | {statistics.median(times):.2f} | {max(times):.2f} | {load:.1f} |", flush=True
            )
    for what in wrong[:10]:
        print(f"WRONG: {what}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
