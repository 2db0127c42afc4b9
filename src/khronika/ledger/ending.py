"""Where the log ends, and reading it in order: head, frontier, each device's next number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from khronika.ledger import canonical, schema
from khronika.ledger.fault import LedgerFault
from khronika.ledger.recorded import Recorded, recorded_of
from khronika.ledger.tree import Frontier

_BACKUP = "khronika verify lists all faults; restore a backup"


@dataclass(frozen=True, slots=True)
class Head:
    """The size of the log and its root: what is remembered outside the database."""

    size: int
    root: str

    def to_bytes(self) -> bytes:
        """Return the head as canonical JSON."""
        return canonical.encode({"root": self.root, "size": self.size})

    @classmethod
    def from_bytes(cls, data: bytes) -> Head:
        """Return the head that ``data`` spells.

        Raises:
            LedgerFault: it spells none.
        """
        try:
            plain = canonical.decode(data)
            return cls(plain["size"], plain["root"])
        except (ValueError, TypeError, KeyError) as fault:
            raise LedgerFault("the remembered head of the ledger cannot be read", _BACKUP) from fault


def head_of(frontier: Frontier) -> Head:
    """Return the head that a frontier stands for."""
    return Head(frontier.size, frontier.root().hex())


def frontier_of(connection: Connection) -> Frontier:
    """Return the tree's frontier as the last checkpoint has it."""
    return frontier_until(connection, None)


def frontier_until(connection: Connection, size: int | None) -> Frontier:
    """Return the frontier as the last checkpoint of at most ``size`` entries has it."""
    checkpoints = schema.checkpoints.c
    newest = select(checkpoints.peaks).order_by(checkpoints.size.desc()).limit(1)
    if size is not None:
        newest = newest.where(checkpoints.size <= size)
    peaks = connection.execute(newest).scalar_one_or_none()
    return Frontier() if peaks is None else _frontier(peaks)


def size_of(connection: Connection) -> int:
    """Return how many entries the log has."""
    return int(connection.execute(select(func.max(schema.checkpoints.c.size))).scalar() or 0)


def next_number(connection: Connection, device: str) -> int:
    """Return the number that the next entry of a device has."""
    acts = schema.acts.c
    newest = select(acts.first, acts.size).where(acts.device == device).order_by(acts.first.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return 1 if row is None else row.first + row.size


def stored(connection: Connection, size: int, first: int = 0) -> Iterator[list[Recorded]]:
    """Yield the entries from ``first`` in the order of the log, in lists of at most ``size``."""
    entries, bodies = schema.entries.c, schema.bodies.c
    while True:
        chosen = (
            select(entries.position, entries.envelope, bodies.body)
            .outerjoin_from(schema.entries, schema.bodies, bodies.position == entries.position)
            .where(entries.position >= first)
            .order_by(entries.position)
            .limit(size)
        )
        rows = connection.execute(chosen).all()
        if not rows:
            return
        yield [recorded_of(*row) for row in rows]
        first = rows[-1].position + 1


def root_at(connection: Connection, size: int) -> str | None:
    """Return the root that the log had at ``size``, ``None`` where no act ended there."""
    chosen = select(schema.checkpoints.c.peaks).where(schema.checkpoints.c.size == size)
    peaks = connection.execute(chosen).scalar_one_or_none()
    return None if peaks is None else _frontier(peaks).root().hex()


def _frontier(peaks: bytes) -> Frontier:
    try:
        return Frontier.from_bytes(peaks)
    except ValueError as fault:
        raise LedgerFault(f"what is kept to continue the tree is damaged: {fault}", _BACKUP) from fault
