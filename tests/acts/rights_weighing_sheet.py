"""The right that weighing takes."""

from __future__ import annotations

from rights_house import Act

from khronika.acts import weigh
from khronika.records.access import Right
from khronika.records.ids import Kind

ACTS: dict[str, Act] = {
    "weigh.weigh": Act(
        Right.READ_RECORDS, lambda h, m, i: weigh.weigh(h.desk, m, i[Kind.INCIDENT]), Kind.INCIDENT
    ),
}
