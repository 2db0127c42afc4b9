"""Rights of the history of a record."""

from __future__ import annotations

from rights_house import Act

from khronika.acts import history
from khronika.records.access import Right
from khronika.records.ids import Kind

ACTS = {
    "history.history_of": Act(
        Right.READ_RECORDS, lambda h, m, i: history.history_of(h.desk, m, i[Kind.ITEM]), Kind.ITEM
    ),
}
