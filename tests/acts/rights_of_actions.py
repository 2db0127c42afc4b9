"""The rights that actions take."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from rights_house import Act

from desk_cast import House
from khronika.acts import actions
from khronika.acts.sources import Conditions
from khronika.records.access import Right
from khronika.records.actions import Action, ActionKind
from khronika.records.ids import Kind

Ids = dict[Kind, str]


def fill(house: House, conditions: Conditions, ids: Ids, name: str) -> Ids:
    """Record an appeal about the incident, to the party."""
    drawn = Action(
        "",
        ActionKind.APPEAL,
        f"An appeal about {name}",
        ids[Kind.PARTY],
        due="2026-05",
        incidents=(ids[Kind.INCIDENT],),
    )
    made = actions.record_action(house.desk, house.cast.ines, drawn, conditions.compartments)
    return {Kind.ACTION: made.id}


def _recorded(house: House, member: str, ids: Ids) -> Any:
    return actions.record_action(
        house.desk, member, Action("", ActionKind.COMPLAINT, "A complaint", ids[Kind.PARTY])
    )


def _changed(house: House, member: str, ids: Ids) -> Any:
    shown = actions.action_of(house.desk, house.cast.ines, ids[Kind.ACTION]).action
    assert shown is not None
    return actions.change_action(house.desk, member, replace(shown, note=f"{shown.note} Asked again."))


ACTS: dict[str, Act] = {
    "actions.action_of": Act(
        Right.READ_RECORDS, lambda h, m, i: actions.action_of(h.desk, m, i[Kind.ACTION]), Kind.ACTION
    ),
    "actions.actions": Act(
        Right.READ_RECORDS, lambda h, m, i: actions.actions(h.desk, m, i[Kind.INCIDENT]), Kind.INCIDENT
    ),
    "actions.change_action": Act(Right.FILE, _changed, Kind.ACTION),
    "actions.due": Act(Right.READ_RECORDS, lambda h, m, _: actions.due(h.desk, m, date(2030, 1, 1))),
    "actions.record_action": Act(Right.FILE, _recorded, Kind.PARTY),
}
