"""The acts of the second person and of marks of care, for the tests of rights."""

from __future__ import annotations

from dataclasses import replace

from rights_house import Act

from desk_cast import House
from khronika.acts import care, members, second
from khronika.acts.second import Proposed
from khronika.acts.sources import Conditions
from khronika.records.access import Right
from khronika.records.care import Care
from khronika.records.ids import Kind
from khronika.records.second import Deed


def _to_erase(ids: dict[Kind, str]) -> Proposed:
    return Proposed(Deed.ERASE, "she asked", (ids[Kind.STATEMENT],))


def _taken_back(house: House, member: str, ids: dict[Kind, str]) -> object:
    made = second.propose(house.desk, member, _to_erase(ids))
    return second.withdraw_proposal(house.desk, member, made.id)


ACTS: dict[str, Act] = {
    "care.care": Act(
        Right.READ_RECORDS, lambda h, m, i: care.care(h.desk, m, i[Kind.STATEMENT]), Kind.STATEMENT
    ),
    "care.mark_care": Act(
        Right.REVIEW,
        lambda h, m, i: care.mark_care(h.desk, m, i[Kind.STATEMENT], [Care.HELD], "still in Quarry 9"),
        Kind.STATEMENT,
    ),
    "care.unmark": Act(
        Right.REVIEW,
        lambda h, m, i: care.unmark(h.desk, m, i[Kind.STATEMENT], [Care.CHILD], "they are grown up"),
        Kind.STATEMENT,
    ),
    "care.marks_in_question": Act(Right.READ_RECORDS, lambda h, m, _: care.marks_in_question(h.desk, m)),
    "members.made_by_one": Act(Right.READ_RECORDS, lambda h, m, _: members.made_by_one(h.desk, m)),
    "second.confirm": Act(
        Right.ERASE, lambda h, m, i: second.confirm(h.desk, m, i[Kind.PROPOSAL]), Kind.PROPOSAL
    ),
    "second.decline": Act(
        Right.ERASE, lambda h, m, i: second.decline(h.desk, m, i[Kind.PROPOSAL], "not yet"), Kind.PROPOSAL
    ),
    "second.proposals": Act(Right.READ_RECORDS, lambda h, m, _: second.proposals(h.desk, m)),
    "second.propose": Act(
        Right.ERASE, lambda h, m, i: second.propose(h.desk, m, _to_erase(i)), Kind.STATEMENT
    ),
    "second.withdraw_proposal": Act(Right.ERASE, _taken_back),
}


def fill(house: House, conditions: Conditions, ids: dict[Kind, str], name: str) -> dict[Kind, str]:
    """Mark the statement, and propose to erase it: in the yard while Ruta could enter it, for that moment."""
    desk, ines = house.desk, house.cast.ines
    marked = care.mark_care(desk, ines, ids[Kind.STATEMENT], [Care.CHILD], f"a boy of {name}")
    (ruta,) = [one for one in members.members(desk, ines) if one.id == house.cast.ruta]
    members.change_member(desk, ines, replace(ruta, compartments=conditions.compartments))
    proposed = second.propose(desk, ines, Proposed(Deed.ERASE, f"about {name}", (ids[Kind.STATEMENT],)))
    members.change_member(desk, ines, ruta)
    return {Kind.CARE: marked.id, Kind.PROPOSAL: proposed.id}
