"""Marks of care that reach a record through others, and are kept on it when it is taken out of their reach.

What must stay true: no change by one person takes a mark away; a mark in a compartment that the record is not
in is not kept, for it would tell of it there.
"""

from __future__ import annotations

from collections.abc import Collection

from khronika.acts.bound_care import decided_of
from khronika.acts.care import put_marks
from khronika.acts.desk import Acting, Desk
from khronika.acts.recording import compartments_of
from khronika.acts.standing import standing_of
from khronika.ledger import history, queries
from khronika.ledger.queries import Known, Wanted
from khronika.records.care import Care
from khronika.records.ids import Kind


def marks_of(act: Acting, records: Collection[str], seen_in: Known | None = None) -> frozenset[Care]:
    """Return the marks put on some records; with ``seen_in`` those alone that all who see that one see."""
    if not records:
        return frozenset()
    found = queries.under(act.connection, act.sight, Wanted(Kind.CARE), records)
    cares = [known for several in found.values() for known in several]
    if seen_in is not None:
        inside = set(seen_in.envelope["compartments"])
        cares = [known for known in cares if inside.issuperset(known.envelope["compartments"])]
    return frozenset(mark for own in decided_of(cares).values() for mark in own.marks)


def keep_marks(act: Acting, desk: Desk, known: Known, lost: Collection[str], reason: str) -> None:
    """Put on a record what reached it through the records that are ``lost`` to it by this act."""
    if known.body is None or not lost or standing_of(act).withdrawn(known):
        return
    fresh = marks_of(act, lost, known) - marks_of(act, [known.id])
    if fresh:
        put_marks(act, desk, known.id, fresh, reason)


def keep_of_filing(act: Acting, desk: Desk, filing: Known, statement: Known, reach: Collection[str]) -> None:
    """Put on a statement what reached it through the incident that it is taken out of by this act.

    ``reach`` is what marks the incident. Nothing is kept of what the member filed first themselves, and of a
    filing in a compartment that the statement is not in: it would tell of the incident.
    """
    seen_alike = compartments_of([filing]) <= compartments_of([statement])
    if seen_alike and history.steps_of(act.connection, filing.id)[0].author != act.member.id:
        keep_marks(act, desk, statement, reach, f"it was filed to {filing.parent}")
