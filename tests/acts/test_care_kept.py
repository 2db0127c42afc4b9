"""What one person changes takes no statement out of the reach of a mark of care."""

from __future__ import annotations

from dataclasses import replace

import pytest
from care_cast import binding
from outgoing_cast import PUBLIC, TO_COURT

from desk_cast import WITNESS, House
from khronika.acts.bound_care import cares_of
from khronika.acts.brief import brief
from khronika.acts.care import Bound, mark_care
from khronika.acts.desk import asking
from khronika.acts.filing_undone import undo_filing
from khronika.acts.incidents import change_incident, file_statements, record_incident, unfile
from khronika.acts.parties import change_party, record_party
from khronika.acts.read import read
from khronika.acts.review import amend
from khronika.acts.show import log, show
from khronika.acts.shown import StatementShown
from khronika.errors import NeedsSecond, UsageFault
from khronika.records.care import Care
from khronika.records.item import About
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.records.party import Party, PartyKind
from khronika.records.statement import Statement

HELD = 'SARN - "Forty men were detained at Quarry 9," Mira Dzhalova, a lawyer, said on Wednesday.\n'


def filed(house: House, by: str) -> tuple[str, str, str]:
    """File a statement to an incident in which a child is involved; return it, the incident and the party."""
    _, (first, *_) = house.read_one(WITNESS)
    party = record_party(house.desk, house.cast.matei, Party("", "Pupil A", PartyKind.PERSON))
    mark_care(house.desk, house.cast.sanne, party.id, [Care.CHILD], "of the lower school")
    involved = (Involvement(party.id, IncidentRole.VICTIM),)
    incident = record_incident(house.desk, house.cast.matei, Incident("", "Two vans", involved=involved))
    file_statements(house.desk, by, incident.id, [first])
    return first, incident.id, party.id


def test_a_statement_that_a_colleague_filed_keeps_its_mark_when_it_is_taken_out(house: House) -> None:
    first, incident, party = filed(house, house.cast.ines)
    assert binding(house, first) == (Bound(Care.CHILD, party),)
    unfile(house.desk, house.cast.matei, incident, [first], "another day")
    assert binding(house, first) == (Bound(Care.CHILD, first),)


def test_what_one_filed_oneself_is_after_taking_it_out_as_it_was_before(house: House) -> None:
    first, incident, _ = filed(house, house.cast.matei)
    unfile(house.desk, house.cast.matei, incident, [first], "another day")
    assert binding(house, first) == ()


def test_undoing_twice_takes_no_colleagues_filing_out_of_the_reach_of_a_mark(house: House) -> None:
    """What was put back by undoing is still the filing of who filed it first."""
    first, incident, party = filed(house, house.cast.ines)
    (out,) = unfile(house.desk, house.cast.matei, incident, [first], "another day")
    undo_filing(house.desk, house.cast.matei, out.id)
    assert Bound(Care.CHILD, party) in binding(house, first)
    undo_filing(house.desk, house.cast.matei, out.id)
    assert binding(house, first) == (Bound(Care.CHILD, first),)


def test_an_incident_keeps_the_mark_of_whom_it_was_about_and_of_what_it_was_a_part_of(house: House) -> None:
    first, incident, _ = filed(house, house.cast.ines)
    whole = record_incident(house.desk, house.cast.matei, Incident("", "Vans in March"))
    mark_care(house.desk, house.cast.sanne, whole.id, [Care.HELD], "nobody came back")
    change_incident(house.desk, house.cast.matei, Incident(incident, "Two vans", part_of=whole.id))
    assert binding(house, first) == (Bound(Care.CHILD, incident), Bound(Care.HELD, whole.id))
    change_incident(house.desk, house.cast.matei, Incident(incident, "Two vans"))
    assert binding(house, first) == (Bound(Care.CHILD, incident), Bound(Care.HELD, incident))


def test_a_statement_keeps_the_mark_of_who_was_taken_for_its_speaker(house: House) -> None:
    _, said = house.read_one()
    party = record_party(house.desk, house.cast.matei, Party("", "Mira Dzhalova", PartyKind.PERSON))
    mark_care(house.desk, house.cast.sanne, party.id, [Care.CHILD], "she is seventeen")
    (spoken,) = [id_ for id_ in said if any(one.on == party.id for one in binding(house, id_))]
    amend(house.desk, house.cast.matei, spoken, {"speaker": "a lawyer", "named": False})
    assert Bound(Care.CHILD, spoken) in binding(house, spoken)


def test_a_mark_on_a_party_binds_under_each_of_its_names_and_none_is_lost(house: House) -> None:
    _, said = house.read_one()
    matei = house.cast.matei
    party = record_party(house.desk, matei, Party("", "Mira Dzhalova", PartyKind.PERSON))
    mark_care(house.desk, house.cast.sanne, party.id, [Care.CHILD], "she is seventeen")
    with pytest.raises(UsageFault, match="bears a mark of care"):
        change_party(house.desk, matei, replace(party, name="M. D."))
    change_party(house.desk, matei, replace(party, name="M. D.", names=("Mira Dzhalova",)))
    bound = [id_ for id_ in said if Bound(Care.CHILD, party.id) in binding(house, id_)]
    assert len(bound) == 1
    with asking(house.desk, matei) as query:
        assert cares_of(query).of(query.get(bound[0])) == binding(house, bound[0])


def test_a_mark_in_a_compartment_is_not_kept_where_others_would_see_it(house: House) -> None:
    _, (first, *_) = house.read_one(WITNESS)
    inside = frozenset({house.cast.quarry})
    incident = record_incident(house.desk, house.cast.vera, Incident("", "The yard"), inside)
    mark_care(house.desk, house.cast.vera, incident.id, [Care.CHILD], "a boy of the yard")
    file_statements(house.desk, house.cast.vera, incident.id, [first])
    unfile(house.desk, house.cast.ines, incident.id, [first], "another day")
    for member in (house.cast.lev, house.cast.vera):
        assert binding(house, first, member) == ()


def test_nor_does_what_is_kept_tell_of_an_incident_in_a_compartment(house: House) -> None:
    """The party and its mark are open; that it is involved in something there is not."""
    _, (first, *_) = house.read_one(WITNESS)
    desk, inside = house.desk, frozenset({house.cast.quarry})
    party = record_party(desk, house.cast.matei, Party("", "Pupil A", PartyKind.PERSON))
    mark_care(desk, house.cast.sanne, party.id, [Care.CHILD], "of the lower school")
    involved = (Involvement(party.id, IncidentRole.VICTIM),)
    incident = record_incident(desk, house.cast.vera, Incident("", "The yard", involved=involved), inside)
    file_statements(desk, house.cast.vera, incident.id, [first])
    unfile(desk, house.cast.ines, incident.id, [first], "another day")
    assert binding(house, first) == ()
    assert [one.type for one in log(desk, house.cast.lev) if one.type.startswith("care.")] == ["care.marked"]


def test_nor_does_it_when_that_is_undone_twice(house: House) -> None:
    """Vera takes out what Ines filed in the yard, undoes that, and undoes it again."""
    _, (first, *_) = house.read_one(WITNESS)
    desk, vera, inside = house.desk, house.cast.vera, frozenset({house.cast.quarry})
    party = record_party(desk, house.cast.matei, Party("", "Pupil A", PartyKind.PERSON))
    mark_care(desk, house.cast.sanne, party.id, [Care.CHILD], "of the lower school")
    involved = (Involvement(party.id, IncidentRole.VICTIM),)
    incident = record_incident(desk, vera, Incident("", "The yard", involved=involved), inside)
    file_statements(desk, house.cast.ines, incident.id, [first])
    (out,) = unfile(desk, vera, incident.id, [first], "another day")
    undo_filing(desk, vera, out.id)
    undo_filing(desk, vera, out.id)
    assert binding(house, first) == ()
    assert [one.type for one in log(desk, house.cast.lev) if one.type.startswith("care.")] == ["care.marked"]


class Reads:
    """A reader that says what it is told to say."""

    name, version = "of this test", "1"

    def __init__(self, *statements: Statement) -> None:
        self._statements = statements

    def read(self, _: str, __: About) -> tuple[Statement, ...]:
        return self._statements


@pytest.mark.parametrize("suggests", ["the same words", "nothing"])
def test_a_text_that_is_read_again_keeps_what_was_suggested_before(
    house: House, monkeypatch: pytest.MonkeyPatch, suggests: str
) -> None:
    item, said = house.read_one(HELD, conditions=PUBLIC)
    shown = show(house.desk, house.cast.lev, said[0])
    assert isinstance(shown, StatementShown)
    assert shown.statement is not None
    assert binding(house, said[0]) == (Bound(Care.HELD, said[0], suggested=True),)
    bare = replace(shown.statement, claims=(), within=None)
    reads = Reads(bare) if suggests == "the same words" else Reads()
    monkeypatch.setattr("khronika.acts.read.reader_for", lambda *_: reads)
    read(house.desk, house.cast.matei, [item], again=True)
    with pytest.raises(NeedsSecond, match="bears a mark of care"):
        brief(house.desk, house.cast.oskar, replace(TO_COURT, items=(item,)))
