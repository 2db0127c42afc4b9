"""The brief: sources and statements that consent allows, made into one document.

For the desk itself, suggestions are shown and said to be unreviewed. For anybody else only what a person
accepted goes out (:mod:`khronika.acts.outgoing`).
"""

from __future__ import annotations

from collections.abc import Sequence

from khronika.acts.desk import Desk
from khronika.acts.outgoing import BriefOrder, HeldBack, hand_over, held_back
from khronika.acts.weighed_readings import weighed_readings
from khronika.publishing.brief import Brief, BriefHeading, assemble
from khronika.records.reading import SourceReading
from khronika.records.statement import Status

__all__ = ["BriefOrder", "HeldBack", "brief", "held_back"]

UNREVIEWED = "unreviewed machine suggestions"
ALONE = "not seen by a second person"
TAKEN_BACK = "some of it was corrected, retracted, disputed or set aside since: it says so there"
BRIEF = "brief"


def brief(desk: Desk, member: str, order: BriefOrder) -> Brief:
    """Make a brief. It is entered in the log before it is handed out.

    Raises:
        NotAllowed: the member may not read, or not export what leaves the desk.
        NeedsSecond: another member has to confirm it, or to review what bears a mark of care.
        NothingRead: there is no source to make it of.
        Withheld: no source may go to this audience for this purpose.
    """
    return brief_of(hand_over(desk, member, BRIEF, order, order.right), order, desk)


def brief_of(readings: Sequence[SourceReading], order: BriefOrder, desk: Desk) -> Brief:
    """Return the brief of what was handed over for an order."""
    heading = BriefHeading(order.title, desk.clock(), order.audience.value, _marks(readings))
    return assemble(readings, heading=heading, weight=weighed_readings(readings))


def _marks(readings: Sequence[SourceReading]) -> tuple[str, ...]:
    said = [one for reading in readings for one in reading.statements]
    unreviewed = any(one.status is Status.SUGGESTED for one in said)
    alone = any(one.status is not Status.SUGGESTED and not one.second_person for one in said)
    taken_back = any(one.objections for one in said)
    return (UNREVIEWED,) * unreviewed + (ALONE,) * alone + (TAKEN_BACK,) * taken_back
