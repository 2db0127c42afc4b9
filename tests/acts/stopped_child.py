"""A monitor's morning in a process of its own, which stops dead at a numbered point.

Points are every time something is made durable (``os.fsync``), a name changes or goes, and every commit.
What is printed was acknowledged. Given: the vault's folder, its master key in hex, the act to do, the point.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from desk_cast import DENIAL, WITNESS, Seeded, source_of
from khronika.acts.desk import Desk
from khronika.acts.founding import open_desk
from khronika.acts.read import read
from khronika.acts.review import accept
from khronika.acts.second import Proposed, confirm, proposals, propose
from khronika.acts.show import Sought, items, statements
from khronika.acts.sources import Conditions
from khronika.acts.take_in import take_in
from khronika.errors import KhronikaError
from khronika.intake.isolated import Extractor
from khronika.records.second import Deed
from khronika.vault.keys import MasterKey

LARGE = 3 << 20


class Points:
    """Counts the points and stops the process dead at one of them."""

    def __init__(self, last: int) -> None:
        self.count = 0
        self._last = last

    def __call__(self, *_given: object) -> None:
        """Pass a point."""
        self.count += 1
        if self.count == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that passes a point first."""

        def passed(*given: Any, **named: Any) -> Any:
            self()
            return function(*given, **named)

        return passed


def tell(*words: object) -> None:
    """Acknowledge: what is told must be there whatever happens later."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def take(desk: Desk) -> None:
    """Take two sources in."""
    with Extractor() as extractor:
        sources = [source_of(DENIAL + "Here.\n", "a.txt"), source_of(WITNESS + "Here.\n", "b.txt")]
        taken = take_in(desk, desk.founder, sources, Conditions(), extractor)
    tell("taken", *(one.item for one in taken))


def take_large(desk: Desk) -> None:
    """Take in a source that is larger than any file may become."""
    with Extractor() as extractor:
        taken = take_in(
            desk, desk.founder, [source_of(b"\x00" * LARGE, "large.bin")], Conditions(), extractor
        )
    tell("taken", *(one.item for one in taken))


def read_all(desk: Desk) -> None:
    """Read every item again."""
    runs = read(desk, desk.founder, [one.id for one in items(desk, desk.founder)], again=True)
    tell("read", *(run.run for run in runs))


def accept_all(desk: Desk) -> None:
    """Accept every statement."""
    said = [one.id for one in statements(desk, desk.founder, Sought())]
    accept(desk, desk.founder, said)
    tell("accepted", *said)


def erase_first(desk: Desk) -> None:
    """Erase the oldest item: the founder proposes it, and the other custodian confirms."""
    item = items(desk, desk.founder)[-1].id
    proposed = propose(desk, desk.founder, Proposed(Deed.ERASE, "she asked", (item,)))
    (waiting,) = proposals(desk, desk.founder)
    confirm(desk, waiting.may_confirm[0], proposed.id)
    tell("erased", item)


ACTS = {"take": take, "take-large": take_large, "read": read_all, "accept": accept_all, "erase": erase_first}


def main(path: str, master: str, act: str, last: int, most_bytes: int) -> None:
    """Do the act and stop at the point; tell how many points there were where it was not reached."""
    points = Points(last)
    desk = open_desk(Path(path), MasterKey(bytes.fromhex(master)), randomness=Seeded(f"{act} {last}"))
    if most_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    event.listen(desk.engine, "commit", points)
    for name in ("fsync", "rename", "unlink"):
        setattr(os, name, points.before(getattr(os, name)))
    try:
        ACTS[act](desk)
    except KhronikaError as fault:
        tell("fault", fault.exit_code, fault.fault)
        desk.close()
        sys.exit(fault.exit_code)
    tell("points", points.count)
    desk.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
