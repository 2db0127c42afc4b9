"""Parties, places and incidents: recorded, changed, filed to, and their pages assembled from statements."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from matter_cast import a_party
from stated import (
    DONETSK,
    Stated,
    held,
    hidden,
    in_donetsk,
    on,
    stated,
)

from desk_cast import Cast, House
from khronika.acts.consent import list_consents, record_consent, withdraw_consent
from khronika.acts.desk import Desk
from khronika.acts.incidents import change_incident, file_statements, record_incident, unfile
from khronika.acts.matters import incident_page
from khronika.acts.parties import change_party, party_page, record_party, speakers
from khronika.acts.places import place_page, record_place
from khronika.acts.show import log
from khronika.acts.timelines import timeline
from khronika.acts.upkeep import verify
from khronika.errors import NotFound, UsageFault, Withheld
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.ids import Kind
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.records.party import Place

TERM = Term(Purpose.COURT, Audience.MECHANISM)
ZVEZDA = "Zvezdochka"


def test_what_names_something_hidden_is_hidden_with_it(house: House) -> None:
    """An id is enough to learn that there is something: whatever names a hidden record is as hidden."""
    desk, vera, matei = house.desk, house.cast.vera, house.cast.matei
    quarry = frozenset({house.cast.quarry})
    (statement,) = hidden(house).add()
    party = record_party(desk, vera, a_party(ZVEZDA), quarry)
    place = record_place(desk, vera, Place("", ZVEZDA), quarry)
    pattern = record_incident(desk, vera, Incident("", ZVEZDA), quarry)
    seen = record_incident(desk, matei, Incident("", "Quarry 9"))
    made = [
        record_party(desk, vera, a_party("a spokesperson", speaks_for=party.id)).id,
        record_place(desk, vera, Place("", "The gate", within=place.id)).id,
        record_incident(desk, vera, Incident("", "There", place=place.id)).id,
        record_incident(desk, vera, Incident("", "A part", part_of=pattern.id)).id,
        record_incident(
            desk, vera, Incident("", "Them", involved=(Involvement(party.id, IncidentRole.VICTIM),))
        ).id,
        *(one.id for one in file_statements(desk, vera, seen.id, [statement])),
    ]
    assert not set(made) & {entry.subject for entry in log(desk, matei, limit=500)}
    assert set(made) <= {entry.subject for entry in log(desk, vera, limit=500)}
    assert incident_page(desk, matei, seen.id).count == 0
    assert incident_page(desk, vera, seen.id).count == 1
    for refused in (
        lambda: record_party(desk, matei, a_party(speaks_for=party.id)),
        lambda: record_place(desk, matei, Place("", "x", within=place.id)),
        lambda: change_incident(desk, matei, replace(seen, part_of=pattern.id)),
        lambda: file_statements(desk, matei, seen.id, [statement]),
        lambda: unfile(desk, matei, seen.id, [statement]),
    ):
        with pytest.raises(NotFound):
            refused()


def test_pages_are_the_same_where_something_is_hidden_in_a_compartment(house: House, note: Stated) -> None:
    desk, matei, vera = house.desk, house.cast.matei, house.cast.vera
    quarry = frozenset({house.cast.quarry})
    given: dict[str, Any] = {"when": on(5), "places": (in_donetsk(),), "claims": (held(3, "2026-01"),)}
    note.add(3, **given)
    party = record_party(desk, matei, a_party())
    town = record_place(desk, matei, DONETSK.geonames)
    incident = record_incident(desk, matei, Incident("", "Quarry 9", place=town.id))
    file_statements(desk, matei, incident.id, note.ids[:2])

    def pages(member: str) -> list[Any]:
        return [
            party_page(desk, member, party.id),
            place_page(desk, member, town.id),
            incident_page(desk, member, incident.id),
            timeline(desk, member),
            timeline(desk, member, incident.id),
            speakers(desk, member),
        ]

    before = pages(matei)
    yard = hidden(house)
    yard.add(3, **given | {"when": on(1)})
    file_statements(desk, vera, incident.id, yard.ids)
    involved = (Involvement(party.id, IncidentRole.VICTIM, (yard.ids[0],)),)
    record_incident(
        desk, vera, Incident("", ZVEZDA, place=town.id, part_of=incident.id, involved=involved), quarry
    )
    record_party(desk, vera, a_party(names=(ZVEZDA,)), quarry)
    assert pages(matei) == before
    assert ZVEZDA not in repr(pages(matei))
    after = pages(vera)
    assert all(one != other for one, other in zip(after, before, strict=True))
    assert verify(desk, house.cast.ines).problems == ()


def test_what_consent_was_withdrawn_for_shows_as_withdrawn_and_never_with_its_content(house: House) -> None:
    desk, ines, matei = house.desk, house.cast.ines, house.cast.matei
    note = stated(house, terms=(TERM,))
    note.add(2, when=on(3))
    party = record_party(desk, matei, a_party())
    involved = (Involvement(party.id, IncidentRole.WITNESS, (note.ids[0],)),)
    incident = record_incident(desk, matei, Incident("", "Quarry 9", involved=involved))
    file_statements(desk, matei, incident.id, note.ids)
    then = str(desk.ledger.head().size)
    record_consent(desk, ines, [party.id], "A", [TERM])
    for consent in list_consents(desk, ines):
        withdraw_consent(desk, ines, consent.id, "she asked")
    for as_of in (None, then):
        shown = incident_page(desk, matei, incident.id, as_of=as_of)
        assert (shown.count, shown.filed, shown.properties) == (0, (), ())
        assert [(one.party.status, one.party.name, one.statements) for one in shown.involved] == [
            ("withdrawn", "", ())
        ]
        page = party_page(desk, matei, party.id, as_of=as_of)
        assert (page.status, page.party, page.said.count) == ("withdrawn", None, 0)
        assert timeline(desk, matei, as_of=as_of).rows == ()
    with pytest.raises(Withheld):
        file_statements(desk, matei, incident.id, [note.ids[0]])
    with pytest.raises(Withheld):
        change_party(desk, matei, party)


def test_erasing_a_party_leaves_the_incident_and_erasing_a_statement_its_filing_goes(
    house: House, note: Stated
) -> None:
    desk, matei = house.desk, house.cast.matei
    (one,) = note.add()
    party = record_party(desk, matei, a_party(ZVEZDA))
    involved = (Involvement(party.id, IncidentRole.VICTIM, (one,)),)
    incident = record_incident(desk, matei, Incident("", "Quarry 9", involved=involved))
    (filing,) = file_statements(desk, matei, incident.id, [one])
    assert filing.id in house.erase(one)
    house.erase(party.id)
    shown = incident_page(desk, matei, incident.id)
    assert shown.count == 0
    assert [(one.party.name, one.party.status, one.statements) for one in shown.involved] == [
        ("", "erased", ())
    ]
    assert party_page(desk, matei, party.id).party is None
    assert verify(desk, house.cast.ines).problems == ()


def test_what_is_of_another_kind_is_told_apart(house: House, note: Stated, cast: Cast) -> None:
    desk = house.desk
    (one,) = note.add()
    incident = record_incident(desk, cast.matei, Incident("", "Quarry 9")).id
    for wrong in (
        lambda: party_page(desk, cast.matei, one),
        lambda: place_page(desk, cast.matei, one),
        lambda: incident_page(desk, cast.matei, one),
        lambda: timeline(desk, cast.matei, one),
        lambda: file_statements(desk, cast.matei, one, [one]),
        lambda: file_statements(desk, cast.matei, incident, [incident]),
        lambda: change_party(desk, cast.matei, replace(a_party(), id=incident)),
        lambda: record_incident(desk, cast.matei, Incident("", "x", place=incident)),
    ):
        with pytest.raises(UsageFault):
            wrong()


def test_too_many_at_once_are_refused(desk: Desk, cast: Cast) -> None:
    incident = record_incident(desk, cast.matei, Incident("", "Quarry 9")).id
    many = [f"{Kind.STATEMENT}_{number:026}" for number in range(501)]
    with pytest.raises(UsageFault, match="too many"):
        file_statements(desk, cast.matei, incident, many)
    crowd = tuple(Involvement(f"prt_{number:026}", IncidentRole.VICTIM) for number in range(501))
    with pytest.raises(UsageFault, match="too many"):
        record_incident(desk, cast.matei, Incident("", "x", involved=crowd))
