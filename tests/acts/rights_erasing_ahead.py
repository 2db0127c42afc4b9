"""The rights of what is said before an erasure, of names, and of whether somebody works alone."""

from __future__ import annotations

from rights_house import Act

from khronika.acts import called, erasing_ahead, members
from khronika.acts.proof import WORKS_HERE
from khronika.records.access import Right
from khronika.records.ids import Kind

ACTS: dict[str, Act] = {
    "called.called": Act(Right.READ_RECORDS, lambda h, m, i: called.called(h.desk, m, list(i.values()))),
    "erasing_ahead.would_erase": Act(
        Right.ERASE, lambda h, m, i: erasing_ahead.would_erase(h.desk, m, [i[Kind.ITEM]]), Kind.ITEM
    ),
    "members.alone": Act(WORKS_HERE, lambda h, m, _: members.alone(h.desk, m)),
}
