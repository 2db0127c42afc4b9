"""What tests of incidents share: one that an analyst recorded."""

from __future__ import annotations

from typing import Any

from desk_cast import House
from khronika.acts.incidents import record_incident
from khronika.records.matter import Incident


def an_incident(house: House, title: str = "Quarry 9", **fields: Any) -> Incident:
    return record_incident(house.desk, house.cast.matei, Incident("", title, **fields))
