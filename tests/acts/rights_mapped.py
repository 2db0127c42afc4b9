"""The rights of the map, and of the times of all statements."""

from __future__ import annotations

from rights_house import Act

from khronika.acts import mapped, timelines
from khronika.records.access import Right
from khronika.records.ids import Kind

ACTS: dict[str, Act] = {
    "mapped.mapped": Act(
        Right.READ_RECORDS, lambda h, m, i: mapped.mapped(h.desk, m, i[Kind.INCIDENT]), Kind.INCIDENT
    ),
    "timelines.times": Act(
        Right.READ_RECORDS, lambda h, m, i: timelines.times(h.desk, m, i[Kind.INCIDENT]), Kind.INCIDENT
    ),
}
