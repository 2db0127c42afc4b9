"""Places, parties and incidents that are recorded along with the record that names them, as one act."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matter_cast import a_party

from desk_cast import House
from khronika.acts.along import Along
from khronika.acts.incidents import change_incident, record_incident, record_incident_from
from khronika.acts.matters import incident_page
from khronika.acts.parties import change_party, party_page, record_party
from khronika.acts.places import change_place, place_page, record_place
from khronika.acts.registers import register
from khronika.acts.sources import Conditions
from khronika.errors import NotFound, UsageFault
from khronika.records.ids import Kind
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.records.party import Party, PartyKind, Place, Precision

DONETSK, OBLAST = 709717, 709716
MINISTRY = Party("", "Interior Ministry", PartyKind.ORGANISATION)


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


def test_whom_a_party_speaks_for_is_recorded_in_the_same_act_where_the_party_is(house: House) -> None:
    desk, vera = house.desk, house.cast.vera
    inside = frozenset({house.cast.quarry})
    made = record_party(desk, vera, Party("", "a spokesman", PartyKind.PERSON), inside, along=MINISTRY)
    shown = party_page(desk, vera, made.id)
    assert shown.speaks_for is not None
    assert (shown.speaks_for.id, shown.speaks_for.name) == (made.speaks_for, "Interior Ministry")
    changed = change_party(
        desk, vera, replace(made, speaks_for=None), along=replace(MINISTRY, name="The guard")
    )
    assert changed.speaks_for not in {None, made.speaks_for}
    assert len(names_of(house, Kind.PARTY, vera)) == 3
    assert names_of(house, Kind.PARTY) == []


def test_what_a_place_lies_in_is_recorded_in_the_same_act_where_the_place_is(house: House) -> None:
    desk, vera = house.desk, house.cast.vera
    inside = frozenset({house.cast.quarry})
    made = record_place(desk, vera, Place("", "Quarry 9"), inside, along=Place("", "The north bank"))
    shown = place_page(desk, vera, made.id)
    assert shown.within is not None
    assert shown.within.name == "The north bank"
    changed = change_place(desk, vera, replace(made, within=None), along=OBLAST)
    assert changed.within is not None
    outer = place_page(desk, vera, changed.within).place
    assert outer is not None
    assert (outer.geonames, outer.precision) == (OBLAST, Precision.REGION)
    assert names_of(house, Kind.PLACE) == []


def test_a_place_does_not_lie_in_itself_by_way_of_the_gazetteer(house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    town = record_place(desk, matei, DONETSK)
    quarter = record_place(desk, matei, Place("", "Quarry 9", within=town.id))
    region = record_place(desk, matei, OBLAST)
    change_place(desk, matei, replace(region, within=quarter.id))
    before = desk.ledger.head()
    for around in (DONETSK, OBLAST):
        with pytest.raises(UsageFault, match="does not lie in itself"):
            change_place(desk, matei, town, along=around)
    assert desk.ledger.head() == before


def test_what_an_incident_is_a_part_of_is_recorded_by_its_title_in_the_same_act(house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    made = record_incident(desk, matei, Incident("", "Men held"), along=Along(pattern="Detentions in spring"))
    shown = incident_page(desk, matei, made.id)
    assert shown.pattern is not None
    assert incident_page(desk, matei, shown.pattern.id).incident == Incident(
        shown.pattern.id, "Detentions in spring"
    )
    changed = change_incident(desk, matei, replace(made, part_of=None), along=Along(pattern="Detentions"))
    assert changed.part_of not in {None, made.part_of}
    assert sorted(names_of(house, Kind.INCIDENT)) == ["Detentions", "Detentions in spring", "Men held"]


def test_what_is_recorded_along_is_where_the_incident_is_by_what_else_it_names(house: House) -> None:
    """An incident is in the compartments of its pattern; whoever may not know of it learns no name of it."""
    desk, vera = house.desk, house.cast.vera
    pattern = record_incident(desk, vera, Incident("", "The nights"), frozenset({house.cast.quarry}))
    role = Involvement("", IncidentRole.WITNESS)
    along = Along(place=Place("", "The third gate"), party=a_party("Mira Dzhalova"))
    made = record_incident(
        desk, vera, Incident("", "The yard", part_of=pattern.id, involved=(role,)), along=along
    )
    assert incident_page(desk, vera, made.id).place is not None
    for kind in (Kind.INCIDENT, Kind.PLACE, Kind.PARTY):
        assert names_of(house, kind) == []


def test_what_is_recorded_along_names_nothing_itself_and_a_fault_is_about_its_field(house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    ministry, town = record_party(desk, matei, MINISTRY), record_place(desk, matei, DONETSK)
    before = desk.ledger.head()
    spokesman, quarry = replace(MINISTRY, speaks_for=ministry.id), Place("", "Quarry 9", within=town.id)
    far = Place("", "Quarry 9", latitude="99", longitude="0")
    for field, deed in (
        ("speaks_for", lambda: record_party(desk, matei, MINISTRY, along=spokesman)),
        ("within", lambda: record_place(desk, matei, Place("", "The shed"), along=quarry)),
        ("within", lambda: change_place(desk, matei, town, along=1)),
        ("", lambda: record_place(desk, matei, OBLAST, along=quarry)),
        ("place", lambda: record_incident(desk, matei, Incident("", "x"), along=Along(place=quarry))),
        ("within_latitude", lambda: record_place(desk, matei, Place("", "The shed"), along=far)),
        ("speaks_for_called", lambda: change_party(desk, matei, ministry, along=replace(MINISTRY, name=" "))),
        (
            "part_of_called",
            lambda: record_incident(desk, matei, Incident("", "x"), along=Along(pattern="\n")),
        ),
    ):
        with pytest.raises(UsageFault) as refused:
            deed()
        assert refused.value.field == field
    assert desk.ledger.head() == before
