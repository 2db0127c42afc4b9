"""Incidents: recorded, what is filed to them, and their pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from matter_cast import a_party
from stated import (
    DENIES_THE_FACT,
    SPEAKER,
    WORDS,
    Stated,
    held,
    not_so,
    on,
)

from desk_cast import House
from khronika.acts.assembled import Days, Named
from khronika.acts.incidents import change_incident, file_statements, record_incident, unfile
from khronika.acts.matters import incident_page
from khronika.acts.paging import Page
from khronika.acts.parties import party_page, record_party
from khronika.acts.review import accept, reject
from khronika.acts.show import log
from khronika.acts.timelines import timeline
from khronika.errors import UsageFault
from khronika.records.matter import Incident, IncidentRole, Involvement, Property
from khronika.records.statement import Act


@pytest.mark.parametrize(
    "wrong",
    [
        Incident("", "x", acts=("mt4:x",)),
        Incident("", "x", acts=("of a certain faith",)),
        Incident("", "x", when="last spring"),
        Incident("", "x", when="2026-02-30"),
    ],
)
def test_an_act_that_is_no_code_and_a_time_that_is_no_edtf_are_refused(house: House, wrong: Incident) -> None:
    with pytest.raises(UsageFault):
        record_incident(house.desk, house.cast.matei, wrong)


def test_an_incident_is_no_part_of_itself(house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    pattern = record_incident(desk, matei, Incident("", "The camps", ("detained", "mt4:030102")))
    part = record_incident(desk, matei, Incident("", "Quarry 9", part_of=pattern.id))
    inner = record_incident(desk, matei, Incident("", "The third yard", part_of=part.id))
    for whole in (inner.id, part.id, pattern.id):
        with pytest.raises(UsageFault, match="part of itself"):
            change_incident(desk, matei, replace(pattern, part_of=whole))
    shown = incident_page(desk, matei, part.id)
    assert shown.pattern == Named(pattern.id, "The camps", "recorded")
    assert shown.parts == (Named(inner.id, "The third yard", "recorded"),)


def test_what_was_filed_stands_in_the_order_of_saying_with_who_says_what(house: House, note: Stated) -> None:
    desk, matei = house.desk, house.cast.matei
    (late,) = note.add(when=on(20), claims=(held(40),))
    (never,) = note.add()
    (early,) = note.add(
        when=on(2), speaker="the governor of Sarn", claims=(not_so(), held(0)), **DENIES_THE_FACT
    )
    party = record_party(desk, matei, a_party())
    involved = (Involvement(party.id, IncidentRole.WITNESS, (late,)),)
    incident = record_incident(desk, matei, Incident("", "Held at Quarry 9", involved=involved))
    filed = file_statements(desk, matei, incident.id, [late, never, early, late], " seen there ")
    assert len(filed) == 3
    assert file_statements(desk, house.cast.sanne, incident.id, [late]) == []
    shown = incident_page(desk, matei, incident.id)
    assert [one.statement.id for one in shown.filed] == [early, late, never]
    assert [one.said for one in shown.filed] == [
        Days(date(2026, 3, 2), date(2026, 3, 2)),
        Days(date(2026, 3, 20), date(2026, 3, 20)),
        None,
    ]
    assert {(one.by, one.reason) for one in shown.filed} == {(matei, "seen there")}
    assert dict(shown.acts) == {"asserts": 2, "denies": 1}
    assert [(one.property, [says.statement for says in one.says]) for one in shown.properties] == [
        (Property.OCCURRED, [early]),
        (Property.DETAINED, [early, late]),
    ]
    (witness,) = shown.involved
    assert (witness.party.name, witness.role, witness.statements) == (SPEAKER, IncidentRole.WITNESS, (late,))
    (role,) = party_page(desk, matei, party.id).roles
    assert (role.incident.name, role.role) == ("Held at Quarry 9", IncidentRole.WITNESS)
    first = incident_page(desk, matei, incident.id, page=Page(2))
    assert ([one.statement.id for one in first.filed], first.count, first.further) == ([early, late], 3, True)
    rest = incident_page(desk, matei, incident.id, page=Page(2, late))
    assert ([one.statement.id for one in rest.filed], rest.further) == ([never], False)
    with pytest.raises(UsageFault, match="not filed"):
        incident_page(desk, matei, incident.id, page=Page(2, f"stm_{'0' * 26}"))


def test_a_filing_is_taken_back_and_made_anew_and_the_log_tells(house: House, note: Stated) -> None:
    desk, matei, sanne = house.desk, house.cast.matei, house.cast.sanne
    (one,) = note.add()
    incident, other = (record_incident(desk, matei, Incident("", title)).id for title in ("One", "Other"))
    for each in (incident, other):
        file_statements(desk, matei, each, [one])
    then = str(desk.ledger.head().size)
    unfile(desk, sanne, incident, [one], "of another day")
    assert incident_page(desk, matei, incident).count == 0
    assert incident_page(desk, matei, other).count == 1
    assert incident_page(desk, matei, incident, as_of=then).count == 1
    with pytest.raises(UsageFault, match="not filed"):
        unfile(desk, matei, incident, [one])
    file_statements(desk, matei, incident, [one])
    assert incident_page(desk, matei, incident).count == 1
    types = [entry.type for entry in log(desk, matei, limit=2)]
    assert types == ["filing.recorded", "filing.undone"]


def test_an_accepted_statement_stays_filed_and_a_rejected_one_does_not_count(
    house: House, note: Stated
) -> None:
    desk, matei = house.desk, house.cast.matei
    one, two = note.add(2)
    incident = record_incident(desk, matei, Incident("", "Quarry 9")).id
    file_statements(desk, matei, incident, [one, two])
    accept(desk, matei, [one])
    reject(desk, matei, [two], "not a statement")
    assert [shown.statement.id for shown in incident_page(desk, matei, incident).filed] == [one]


def test_a_timeline_has_the_time_of_saying_beside_the_time_of_happening(house: House, note: Stated) -> None:
    desk, matei = house.desk, house.cast.matei
    (said,) = note.add(when=on(20))
    (told,) = note.add(dates=(on(2), on(1)), **DENIES_THE_FACT)
    (neither,) = note.add()
    (both,) = note.add(when=on(5), claims=(held(40, "2026-02-01/.."),))
    whole = timeline(desk, matei)
    assert [row.statement for row in whole.rows] == [both, told, said]
    assert whole.rows[0].happened == (Days(date(2026, 2, 1), None),)
    assert whole.rows[1].happened == (
        Days(date(2026, 3, 1), date(2026, 3, 1)),
        Days(date(2026, 3, 2), date(2026, 3, 2)),
    )
    assert (whole.rows[1].said, whole.rows[1].acts, whole.rows[1].words) == (None, (Act.DENIES,), WORDS)
    first = timeline(desk, matei, page=Page(2))
    assert ([row.statement for row in first.rows], first.further) == ([both, told], True)
    assert [row.statement for row in timeline(desk, matei, page=Page(2, told)).rows] == [said]
    incident = record_incident(desk, matei, Incident("", "Quarry 9")).id
    file_statements(desk, matei, incident, [neither, said, both])
    assert [row.statement for row in timeline(desk, matei, incident).rows] == [both, said, neither]
    assert [row.statement for row in timeline(desk, matei, incident, page=Page(1, both)).rows] == [said]
