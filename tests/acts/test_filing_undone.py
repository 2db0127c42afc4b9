"""Undoing a filing, and that a statement was taken out of an incident."""

from __future__ import annotations

import pytest
from stated import Stated

from desk_cast import House
from khronika.acts.filing_undone import undo_filing
from khronika.acts.incidents import file_statements, record_incident, record_incident_from, unfile
from khronika.acts.matters import incident_page
from khronika.acts.show import log
from khronika.errors import NotAllowed, NotFound, UsageFault
from khronika.records.matter import Incident


def filed(house: House, incident: str) -> list[tuple[str, str]]:
    shown = incident_page(house.desk, house.cast.ines, incident)
    return [(one.statement.id, one.reason) for one in shown.filed]


def test_a_filing_is_undone_with_what_was_filed_in_the_same_act(house: House, note: Stated) -> None:
    desk, matei = house.desk, house.cast.matei
    one, other, third = (*note.add(), *note.add(), *note.add())
    quarry = record_incident(desk, matei, Incident("", "Quarry 9")).id
    file_statements(desk, matei, quarry, [third])
    filing, _ = file_statements(desk, matei, quarry, [one, other], "seen there")
    assert {one.statement for one in undo_filing(desk, matei, filing.id)} == {one, other}
    assert filed(house, quarry) == [(third, "")]
    assert [entry.type for entry in log(desk, matei, limit=2)] == ["filing.undone", "filing.undone"]


def test_what_was_taken_out_is_filed_again_as_it_was(house: House, note: Stated) -> None:
    desk, matei, sanne = house.desk, house.cast.matei, house.cast.sanne
    (one,) = note.add()
    quarry = record_incident(desk, matei, Incident("", "Quarry 9")).id
    (filing,) = file_statements(desk, matei, quarry, [one], "seen there")
    unfile(desk, sanne, quarry, [one], "of another day")
    with pytest.raises(NotAllowed, match="somebody else"):
        undo_filing(desk, matei, filing.id)
    undo_filing(desk, sanne, filing.id)
    assert filed(house, quarry) == [(one, "seen there")]
    with pytest.raises(NotAllowed, match="somebody else"):
        undo_filing(desk, matei, filing.id)


def test_what_was_filed_again_since_is_not_filed_twice(house: House, note: Stated) -> None:
    desk, matei = house.desk, house.cast.matei
    (one,) = note.add()
    quarry = record_incident(desk, matei, Incident("", "Quarry 9")).id
    (filing,) = file_statements(desk, matei, quarry, [one])
    unfile(desk, matei, quarry, [one])
    file_statements(desk, house.cast.sanne, quarry, [one])
    with pytest.raises(UsageFault, match="again since"):
        undo_filing(desk, matei, filing.id)
    assert [id_ for id_, _ in filed(house, quarry)] == [one]


def test_where_one_of_them_was_taken_out_since_each_is_decided_anew(house: House, note: Stated) -> None:
    desk, matei = house.desk, house.cast.matei
    one, other = (*note.add(), *note.add())
    quarry = record_incident(desk, matei, Incident("", "Quarry 9")).id
    filing, _ = file_statements(desk, matei, quarry, [one, other])
    unfile(desk, house.cast.sanne, quarry, [other])
    with pytest.raises(UsageFault, match="done since"):
        undo_filing(desk, matei, filing.id)
    assert [id_ for id_, _ in filed(house, quarry)] == [one]


def test_an_incident_recorded_from_a_statement_stays_when_the_filing_is_undone(
    house: House, note: Stated
) -> None:
    desk, matei = house.desk, house.cast.matei
    (one,) = note.add()
    made = record_incident_from(desk, matei, one, Incident("", "Quarry 9"))
    (filing,) = incident_page(desk, matei, made.id).filed
    undo_filing(desk, matei, filing.filing)
    assert incident_page(desk, matei, made.id).incident == made
    assert filed(house, made.id) == []


def test_a_filing_in_a_compartment_is_not_there_for_others(house: House, note: Stated) -> None:
    desk = house.desk
    (one,) = note.add()
    secret = record_incident(desk, house.cast.vera, Incident("", "x"), frozenset({house.cast.quarry}))
    (filing,) = file_statements(desk, house.cast.vera, secret.id, [one])
    nothing, told = f"fil_{'0' * 26}", []
    for id_ in (filing.id, nothing):
        with pytest.raises(NotFound) as fault:
            undo_filing(desk, house.cast.matei, id_)
        told.append(fault.value.fault.replace(id_, "…"))
    assert told[0] == told[1]
    with pytest.raises(UsageFault, match="not a filing"):
        undo_filing(desk, house.cast.matei, one)
