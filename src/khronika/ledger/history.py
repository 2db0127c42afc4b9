"""What the log has about one record: its entries in order, those that stand, and what came in the same act.

These answer whoever asks: the caller has asked for the record before, and so knows that the member may see
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from khronika.ledger import schema
from khronika.ledger.folding import Event, standing
from khronika.ledger.recorded import body_at, envelope_at, marks_of

_ABOUT = select(schema.entries.c.position, schema.entries.c.envelope).where(
    schema.entries.c.subject == bindparam("subject")
)


@dataclass(frozen=True, slots=True)
class Step:
    """One entry about a record: what it did, by whom, in which act. ``body`` is ``None`` once erased."""

    entry: str
    act: str
    type: str
    author: str
    time: str
    position: int
    body: dict[str, Any] | None


def steps_of(connection: Connection, id_: str) -> list[Step]:
    """Return the entries about a record in the order in which they came."""
    entries, bodies = schema.entries.c, schema.bodies.c
    chosen = (
        select(entries.position, entries.envelope, bodies.body)
        .outerjoin_from(schema.entries, schema.bodies, bodies.position == entries.position)
        .where(entries.subject == id_)
        .order_by(entries.position)
    )
    return [_step(*row) for row in connection.execute(chosen)]


def standing_entries(connection: Connection, id_: str) -> tuple[str, ...]:
    """Return the ids of the entries about a record that no other supersedes: several where it is contested.

    A decision that is to settle it supersedes them all.
    """
    rows = connection.execute(_ABOUT, {"subject": id_})
    marks = [marks_of(position, envelope) for position, envelope in rows]
    events = [Event(0, one.id, one.type, one.time, one.supersedes) for one in marks]
    return tuple(event.id for event in standing(events))


def subjects_of_act(connection: Connection, act: str) -> list[str]:
    """Return the ids of the records that one act wrote about, in its order."""
    acts, entries = schema.acts.c, schema.entries.c
    row = connection.execute(select(acts.position, acts.size).where(acts.id == act)).one()
    chosen = select(entries.subject).where(entries.position.between(row[0], row[0] + row[1] - 1))
    return list(dict.fromkeys(connection.execute(chosen.order_by(entries.position)).scalars()))


def _step(position: int, raw: bytes, body: bytes | None) -> Step:
    envelope = envelope_at(position, raw)
    return Step(
        envelope["id"],
        envelope["act"],
        envelope["type"],
        envelope["author"],
        envelope["time"],
        position,
        None if body is None else body_at(position, body),
    )
