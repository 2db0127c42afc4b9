"""The rights that registers, and what is looked at before filing, take."""

from __future__ import annotations

from rights_house import Act

from khronika.acts import filing_ahead, incidents, registers
from khronika.records.access import Right
from khronika.records.ids import Kind
from khronika.records.matter import Incident

ACTS: dict[str, Act] = {
    "filing_ahead.ahead_of_filing": Act(
        Right.READ_RECORDS,
        lambda h, m, i: filing_ahead.ahead_of_filing(h.desk, m, i[Kind.STATEMENT]),
        Kind.STATEMENT,
    ),
    "filing_ahead.filed_to": Act(
        Right.READ_RECORDS, lambda h, m, i: filing_ahead.filed_to(h.desk, m, [i[Kind.STATEMENT]])
    ),
    "incidents.record_incident_from": Act(
        Right.FILE,
        lambda h, m, i: incidents.record_incident_from(
            h.desk, m, i[Kind.STATEMENT], Incident("", "Vans at the gate")
        ),
        Kind.STATEMENT,
    ),
    "registers.heard": Act(Right.READ_RECORDS, lambda h, m, _: registers.heard(h.desk, m)),
    "registers.parties_called": Act(
        Right.READ_RECORDS, lambda h, m, _: registers.parties_called(h.desk, m, ["P open.txt", "Mira"])
    ),
    "registers.register": Act(
        Right.READ_RECORDS, lambda h, m, _: registers.register(h.desk, m, Kind.INCIDENT)
    ),
}
