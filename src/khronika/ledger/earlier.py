"""In which compartments records were at an earlier point of the log: who could see them then.

Views know the labels of today alone (:mod:`khronika.ledger.labels`). What must stay true: as there, what is
derived was in the compartments of all that it was derived from; it answers whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from khronika.ledger import schema
from khronika.ledger.recorded import Marks, marks_of
from khronika.ledger.rows import chunks


def compartments_at(connection: Connection, ids: Iterable[str], position: int) -> set[frozenset[str]]:
    """Return the sets of compartments that records were in when the log had ``position`` entries.

    Of a record that came later it is that in which it came.
    """
    asked, known = set(ids), dict[str, Marks]()
    todo = set(asked)
    while todo:
        known |= _entries_at(connection, todo, position)
        todo = {source for id_ in todo & known.keys() for source in known[id_].derived_from} - known.keys()
    return {_with_sources(known, id_) for id_ in asked & known.keys()}


def _entries_at(connection: Connection, ids: set[str], position: int) -> dict[str, Marks]:
    """Return the last entry about each record before ``position``, or else its first."""
    entries, found = schema.entries.c, dict[str, Marks]()
    for chunk in chunks(ids):
        chosen = select(entries.position, entries.subject, entries.envelope).where(entries.subject.in_(chunk))
        for at, subject, envelope in connection.execute(chosen.order_by(entries.position)):
            if at < position or subject not in found:
                found[subject] = marks_of(at, envelope)
    return found


def _with_sources(known: dict[str, Marks], id_: str) -> frozenset[str]:
    compartments, passed, todo = set[str](), set[str](), [id_]
    while todo:
        one = todo.pop()
        if one in known and one not in passed:
            passed.add(one)
            compartments.update(known[one].compartments)
            todo += known[one].derived_from
    return frozenset(compartments)
