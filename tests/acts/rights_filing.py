"""The rights that undoing a filing takes, and asking what is perhaps the same."""

from __future__ import annotations

from typing import Any

from rights_house import Act

from desk_cast import House
from khronika.acts import alike, filing_undone, incidents
from khronika.records.access import Right
from khronika.records.ids import Kind
from khronika.records.matter import Incident
from khronika.records.party import Place

Ids = dict[Kind, str]


def _undone(house: House, member: str, ids: Ids) -> Any:
    """Take the statement out of the incident as the member, and undo that."""
    incidents.file_statements(house.desk, member, ids[Kind.INCIDENT], [ids[Kind.STATEMENT]])
    incidents.unfile(house.desk, member, ids[Kind.INCIDENT], [ids[Kind.STATEMENT]])
    return filing_undone.undo_filing(house.desk, member, ids[Kind.FILING])


def _incidents(house: House, member: str, ids: Ids) -> Any:
    made = Incident("", "Vans at the gate", when="2026-03-14", place=ids[Kind.PLACE])
    return alike.incidents_alike(house.desk, member, made)


ACTS: dict[str, Act] = {
    "alike.incidents_alike": Act(Right.READ_RECORDS, _incidents, Kind.PLACE),
    "alike.places_alike": Act(
        Right.READ_RECORDS, lambda h, m, _: alike.places_alike(h.desk, m, Place("", "The yard of open"))
    ),
    "filing_undone.undo_filing": Act(Right.FILE, _undone, Kind.FILING),
}

BEHIND_THE_DOORS = {
    "along.with_along",
    "parties.party_along",
    "places.place_along",
}
