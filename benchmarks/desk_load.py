"""The desk under load: ten members at once in the rooms of a running desk, each with their own session.

    python benchmarks/desk_load.py [--seconds 600] [--desk FOLDER] [--statements 100000]
                                   [--pace think|full|both]

``khronika serve`` runs as a process of its own on a copy of the desk that ``benchmarks/desk_store.py`` makes
(``--desk`` keeps that desk and uses it again; one of an older version needs ``khronika rebuild`` first). The
members are in this process, with real cookies from one-time addresses, one connection each and no script. At
the pace "think" they look at every page for one to three seconds; at "full" they go on at once. "accept" is
the POST alone, "accept, whole" with the page it leads to.

First every kind is asked one at a time by one member: processor milliseconds of the server for each. At the
end: every decision that was answered must be in the ledger once, by whom it was, and nothing else; ``verify``
must find nothing; and a sample of questions must be answered alike after a rebuild. It fails otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.desk_members import COMMON, DECIDING, MIX, THREE, Member, Taken
from benchmarks.desk_store import PASSPHRASE, READERS, REVIEWERS, grow

from khronika.acts.desk import Desk, asking
from khronika.acts.find import Search, find
from khronika.acts.founding import open_desk
from khronika.acts.members import members
from khronika.acts.show import Sought, items, statements
from khronika.acts.sign_in import invite
from khronika.acts.upkeep import rebuild, verify
from khronika.acts.worklist import waiting_for_review
from khronika.ledger import schema
from khronika.ledger.queries import Wanted
from khronika.records.ids import Kind


@dataclass(slots=True)
class Running:
    """The desk's own process. ``once`` is the founder's one-time address."""

    process: subprocess.Popen[str]
    port: int
    once: str

    def processor_seconds(self) -> float:
        """Return how long the processors have worked for it; also for threads that have ended."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self, name: str = "VmRSS") -> int:
        """Return its resident memory in MiB, or the most it ever was (``VmHWM``)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(rf"{name}:\s+(\d+)", status)
        return int(found[1]) // 1024 if found else 0


@contextmanager
def served(folder: Path) -> Iterator[Running]:
    """Run ``khronika serve`` on the desk in ``folder``."""
    taken, given = os.pipe()
    os.write(given, PASSPHRASE.encode())
    os.close(given)
    options = ["--vault", str(folder), "--port", "0", "--let-in", "Ines", "--passphrase-fd", str(taken)]
    process = subprocess.Popen(  # noqa: S603  our own command
        [sys.executable, "-m", "khronika.cli", "serve", *options],
        stdout=subprocess.PIPE,
        pass_fds=(taken,),
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    os.close(taken)
    try:
        assert process.stdout is not None
        said = "".join(process.stdout.readline() for _ in range(3))
        port, once = re.findall(r"http://127\.0\.0\.1:(\d+)(/enter/\S+)", said)[0]
        yield Running(process, int(port), once)
    finally:
        process.terminate()
        process.wait(60)


@dataclass(frozen=True, slots=True)
class Before:
    """The desk before anybody comes: one-time addresses, who they are, what each may see, its length."""

    once: dict[str, str]
    ids: dict[str, str]
    texts: dict[str, list[str]]
    size: int


def prepared(folder: Path) -> Before:
    """Give every member but the founder a one-time address."""
    desk = open_desk(folder, PASSPHRASE)
    try:
        ids = {one.name: one.id for one in members(desk, desk.founder)}
        once = {name: f"/enter/{invite(desk, desk.founder, ids[name])}" for name in (*REVIEWERS, *READERS)}
        texts = {name: _texts_of(desk, id_) for name, id_ in ids.items()}
        return Before(once, ids, texts, desk.ledger.head().size)
    finally:
        desk.close()


def _texts_of(desk: Desk, member: str) -> list[str]:
    with asking(desk, member) as query:
        return [known.id for known in query.many(Wanted(Kind.ITEM, limit=None))]


def come_in(running: Running, before: Before) -> list[Member]:
    """Let all ten members in."""
    come = []
    for name, id_ in before.ids.items():
        reviews = name not in READERS
        one = Member(running.port, id_, before.texts[name], reviews=reviews)
        one.enter(before.once.get(name, running.once))
        for kind in ("work list", "reading room"):  # the first page has the session's token
            one.step(kind)
        one.taken.times.clear()
        come.append(one)
    return come


def alone(running: Running, member: Member, times: int) -> dict[str, float]:
    """Return the processor milliseconds of the server for each kind, asked one at a time."""
    costs = {}
    for kind in MIX:
        member.step("reading room")
        member.step(kind)
        spent = 0.0
        for _ in range(times):
            if kind in DECIDING:
                member.step("accept" if kind == "undo" else "reading room")
            start = running.processor_seconds()
            member.step(kind)
            spent += running.processor_seconds() - start
        costs[kind] = 1000 * spent / times
    return costs


def together(come: list[Member], seconds: float, think: tuple[float, float]) -> Taken:
    """Let all of them work at once."""
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=one.work, args=(until, think)) for one in come]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    together = Taken()
    for one in come:
        together.join(one.taken)
        one.taken = Taken()
    return together


def print_table(taken: Taken) -> None:
    """Print the milliseconds of each kind."""
    print("| | how many | median | p95 | p99 | max |\n| --- | --- | --- | --- | --- | --- |")
    searches = [t for kind, times in taken.times.items() if kind.startswith("search") for t in times]
    lists = [t for kind in ("work list", "to review", "texts", "log") for t in taken.times.get(kind, [])]
    kinds = sorted(taken.times, key=[*MIX, *(f"{kind}, whole" for kind in DECIDING)].index)
    rows = [(kind, taken.times[kind]) for kind in kinds] + [("all lists", lists), ("all searches", searches)]
    for kind, times in rows:
        times.sort()
        if times:
            high = [times[min(len(times) - 1, int(share * len(times)))] for share in (0.5, 0.95, 0.99, 1)]
            print(f"| {kind} | {len(times):,} | {' | '.join(f'{one:.0f}' for one in high)} |")


def compared(folder: Path, before: Before, decided: Counter[tuple[str, str]]) -> list[str]:
    """Return what is wrong with the ledger after all that was answered."""
    desk = open_desk(folder, PASSPHRASE)
    try:
        wrong = []
        found = decisions_since(desk, before.size)
        lost, more = decided - found, found - decided
        print(
            f"{decided.total():,} decisions answered, {lost.total()} of them lost; {more.total()} unanswered"
        )
        if lost or more:
            wrong.append(f"decisions differ: {list(lost)[:3]} {list(more)[:3]}")
        checked = verify(desk, desk.founder)
        print(f"verify: {checked.verified.entries:,} entries, {len(checked.problems)} problems")
        wrong += [f"verify: {problem.where}: {problem.what}" for problem in checked.problems[:5]]
        live = _sample(desk, before)
        rebuild(desk, desk.founder)
        same = live == _sample(desk, before)
        print(f"{len(live)} questions answered the same after a rebuild: {same}")
        return wrong + ([] if same else ["a rebuild answers otherwise"])
    finally:
        desk.close()


def decisions_since(desk: Desk, size: int) -> Counter[tuple[str, str]]:
    """Return the decisions in the ledger from position ``size`` on: which statement, by whom."""
    entries = schema.entries.c
    with desk.ledger.reading() as connection:
        rows = connection.execute(select(entries.envelope).where(entries.position >= size)).scalars()
        envelopes = [json.loads(raw) for raw in rows]
    return Counter(
        (one["subject"], one["author"]) for one in envelopes if one["type"].startswith("statement.")
    )


def _sample(desk: Desk, before: Before) -> list[Any]:
    """Ask some members what they see."""
    answers: list[Any] = []
    for name in ("Ines", "Vera", "Lev"):
        id_ = before.ids[name]
        texts = random.Random(name).sample(before.texts[name], 20)  # noqa: S311  as above
        answers += [statements(desk, id_, Sought(text)) for text in texts]
        answers += [find(desk, id_, Search(words)) for words in (*COMMON, *THREE)]
        answers += [items(desk, id_), waiting_for_review(desk, id_)]
    return answers


def run(folder: Path, given: argparse.Namespace) -> list[str]:
    """Put the desk in ``folder`` under load, which changes it; return what went wrong."""
    before, taken = prepared(folder), Taken()
    with served(folder) as running:
        come = come_in(running, before)
        founder = next(one for one in come if one.id == before.ids["Ines"])
        if given.alone:
            print("\nOne at a time: processor ms of the server")
            for kind, cost in alone(running, founder, given.alone).items():
                print(f"| {kind} | {cost:.1f} |")
        taken.join(founder.taken)
        founder.taken = Taken()
        for pace, think in (("think", (1.0, 3.0)), ("full", (0.0, 0.0))):
            if given.pace in {pace, "both"}:
                taken.join(at_pace(running, come, given.seconds, pace, think))
    for fault, number in Counter(taken.faults).most_common(10):
        print(f"{number} x {fault}")
    return taken.faults + compared(folder, before, taken.decided)


def at_pace(
    running: Running, come: list[Member], seconds: float, pace: str, think: tuple[float, float]
) -> Taken:
    """Let all members work at one pace, and print what was measured."""
    start, began = running.processor_seconds(), time.monotonic()
    taken = together(come, seconds, think)
    spent, lasted = running.processor_seconds() - start, time.monotonic() - began
    print(f"\n10 members, pace {pace}, {lasted:.0f} s: {taken.requests / lasted:.1f} requests/s,", end=" ")
    print(
        f"{1000 * spent / max(1, taken.requests):.1f} processor ms each, {len(taken.faults)} errors,", end=" "
    )
    print(f"{taken.crossed} undos refused for a later decision,", end=" ")
    print(f"memory {running.memory()} MiB, at most {running.memory('VmHWM')}, load {os.getloadavg()[0]:.1f}")
    print_table(taken)
    return taken


def main() -> int:
    """Measure what the command line asks for; return how much went wrong, at most 1."""
    parser = argparse.ArgumentParser(description="Put the desk under load.")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--desk", type=Path, help="where the desk is kept, made if it is not there")
    parser.add_argument("--pace", choices=("think", "full", "both"), default="both")
    parser.add_argument("--alone", type=int, default=20, help="how often each kind is asked one at a time")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khronika-load-") as temporary:
        kept = given.desk or Path(temporary) / "kept"
        if not kept.exists():
            started = time.monotonic()
            grow(kept, given.statements)
            print(f"a desk of {given.statements:,} statements made in {time.monotonic() - started:.0f} s")
        copy = Path(temporary) / "desk"
        shutil.copytree(kept, copy)
        wrong = run(copy, given)
    for what in wrong[:10]:
        print(f"WRONG: {what}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
