"""A place and a party that are recorded along with the incident that names them."""

from __future__ import annotations

import pytest
from matter_cast import a_party

from desk_cast import House
from khronika.acts.along import Along
from khronika.acts.incidents import change_incident, record_incident, record_incident_from
from khronika.acts.matters import incident_page
from khronika.acts.places import place_page, record_place
from khronika.acts.registers import register
from khronika.acts.sources import Conditions
from khronika.errors import NotFound, UsageFault
from khronika.records.ids import Kind
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.records.party import Place, Precision

DONETSK = 709717


def names_of(house: House, kind: Kind, member: str = "") -> list[str]:
    return [line.name for line in register(house.desk, member or house.cast.matei, kind).lines]


def test_a_place_is_recorded_in_the_same_act_as_the_incident_there(house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    record_incident(desk, matei, Incident("", "Something else"))
    before = desk.ledger.head().size
    fresh = Place("", "Quarry 9", precision=Precision.ONE_KM)
    made = record_incident(desk, matei, Incident("", "Men held"), along=Along(place=fresh))
    assert desk.ledger.head().size == before + 2
    assert made.place is not None
    place = place_page(desk, matei, made.place)
    assert place.place is not None
    assert (place.place.name, place.place.precision) == ("Quarry 9", Precision.ONE_KM)
    assert [one.id for one in place.incidents] == [made.id]


def test_where_the_incident_is_refused_nothing_is_recorded(house: House) -> None:
    before = house.desk.ledger.head()
    along = Along(place=Place("", "Quarry 9"))
    for wrong in (Incident("", ""), Incident("", "x", when="last week"), Incident("", "x", acts=("hate",))):
        with pytest.raises(UsageFault):
            record_incident(house.desk, house.cast.matei, wrong, along=along)
    with pytest.raises(UsageFault):
        record_incident(house.desk, house.cast.matei, Incident("", "x"), along=Along(place=Place("", " ")))
    with pytest.raises(UsageFault, match="gazetteer has no place"):
        record_incident(house.desk, house.cast.matei, Incident("", "x"), along=Along(place=1))
    assert house.desk.ledger.head() == before


def test_a_place_of_the_gazetteer_is_recorded_once(house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    known = record_place(desk, matei, DONETSK)
    made = record_incident(desk, matei, Incident("", "Men held"), along=Along(place=DONETSK))
    assert made.place == known.id
    assert names_of(house, Kind.PLACE) == ["Donetsk"]


def test_what_is_recorded_from_a_statement_is_where_the_statement_is(house: House) -> None:
    """The name of the place may come from the words of the statement."""
    desk, vera = house.desk, house.cast.vera
    _, (first, *_) = house.read_one(conditions=Conditions(frozenset({house.cast.quarry})))
    along = Along(place=Place("", "The third gate"))
    made = record_incident_from(desk, vera, first, Incident("", "The yard"), along=along)
    assert made.place is not None
    assert names_of(house, Kind.PLACE, vera) == ["The third gate"]
    assert names_of(house, Kind.PLACE) == []
    with pytest.raises(NotFound):
        place_page(desk, house.cast.matei, made.place)


def test_a_party_is_recorded_with_its_role_where_the_incident_is(house: House) -> None:
    desk, vera = house.desk, house.cast.vera
    inside = frozenset({house.cast.quarry})
    made = record_incident(desk, vera, Incident("", "The yard"), inside)
    role = Involvement("", IncidentRole.WITNESS)
    changed = Incident(made.id, made.title, involved=(role,))
    changed = change_incident(desk, vera, changed, along=Along(party=a_party("Mira Dzhalova")))
    shown = incident_page(desk, vera, made.id)
    assert [one.party.name for one in shown.involved] == ["Mira Dzhalova"]
    assert changed.involved[0].party == shown.involved[0].party.id
    assert names_of(house, Kind.PARTY) == []
    with pytest.raises(NotFound):
        change_incident(desk, vera, Incident(made.id, made.title, involved=(role,)))
