"""The rights that parties, places, incidents, filings and finding take."""

from __future__ import annotations

from typing import Any

from rights_house import Act

from desk_cast import House
from khronika.acts import (
    find,
    incidents,
    matters,
    parties,
    places,
    saved,
    search_log,
    suggest,
    timelines,
)
from khronika.acts.sources import Conditions
from khronika.records.access import Right
from khronika.records.ids import Kind
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.records.party import Party, PartyKind, Place

Ids = dict[Kind, str]


def fill(house: House, conditions: Conditions, ids: Ids, name: str) -> Ids:
    """Record a place, an incident with a party in it, and a statement filed to it."""
    desk, ines, inside = house.desk, house.cast.ines, conditions.compartments
    place = places.record_place(desk, ines, Place("", f"The yard of {name}"), inside)
    involved = (Involvement(ids[Kind.PARTY], IncidentRole.WITNESS, (ids[Kind.STATEMENT],)),)
    made = Incident("", f"What {name} tells", ("detained",), "2026-03", place.id, involved)
    incident = incidents.record_incident(desk, ines, made, inside)
    (filing,) = incidents.file_statements(desk, ines, incident.id, [ids[Kind.STATEMENT]], f"for {name}")
    return {Kind.PLACE: place.id, Kind.INCIDENT: incident.id, Kind.FILING: filing.id}


def _party(house: House, member: str, ids: Ids) -> Any:
    party = Party("", "a spokesperson", PartyKind.OFFICE, named=False, speaks_for=ids[Kind.PARTY])
    return parties.record_party(house.desk, member, party)


def _changed_party(house: House, member: str, ids: Ids) -> Any:
    party = Party(ids[Kind.PARTY], "Witness B", PartyKind.PERSON, pseudonymous=True)
    return parties.change_party(house.desk, member, party)


def _incident(house: House, member: str, ids: Ids) -> Any:
    made = Incident("", "Vans at the quarry", place=ids[Kind.PLACE])
    return incidents.record_incident(house.desk, member, made, frozenset())


def _unfiled(house: House, member: str, ids: Ids) -> Any:
    return incidents.unfile(house.desk, member, ids[Kind.INCIDENT], [ids[Kind.STATEMENT]], "not about it")


def _dropped(house: House, member: str, _: Ids) -> Any:
    made = saved.save_search(house.desk, member, "vans", find.Search("vans"))
    return saved.drop_search(house.desk, member, made.id)


def _found(house: House, member: str, ids: Ids) -> Any:
    return find.find(house.desk, member, find.Search("vans", compartment=ids[Kind.COMPARTMENT]))


def _kept(house: House, member: str, ids: Ids) -> Any:
    where = search_log.Where(frozenset({ids[Kind.COMPARTMENT]}))
    return search_log.keep_search(house.desk, member, "vans", {}, where)


ACTS: dict[str, Act] = {
    "find.find": Act(Right.READ_RECORDS, _found, Kind.COMPARTMENT),
    "incidents.change_incident": Act(
        Right.FILE,
        lambda h, m, i: incidents.change_incident(h.desk, m, Incident(i[Kind.INCIDENT], "Another title")),
        Kind.INCIDENT,
    ),
    "incidents.file_statements": Act(
        Right.FILE,
        lambda h, m, i: incidents.file_statements(h.desk, m, i[Kind.INCIDENT], [i[Kind.STATEMENT]]),
        Kind.STATEMENT,
    ),
    "incidents.record_incident": Act(Right.FILE, _incident, Kind.PLACE),
    "incidents.unfile": Act(Right.FILE, _unfiled, Kind.INCIDENT),
    "matters.incident_page": Act(
        Right.READ_RECORDS,
        lambda h, m, i: matters.incident_page(h.desk, m, i[Kind.INCIDENT]),
        Kind.INCIDENT,
    ),
    "parties.change_party": Act(Right.FILE, _changed_party, Kind.PARTY),
    "parties.party_page": Act(
        Right.READ_RECORDS, lambda h, m, i: parties.party_page(h.desk, m, i[Kind.PARTY]), Kind.PARTY
    ),
    "parties.record_party": Act(Right.FILE, _party, Kind.PARTY),
    "parties.speakers": Act(Right.READ_RECORDS, lambda h, m, _: parties.speakers(h.desk, m)),
    "places.change_place": Act(
        Right.FILE,
        lambda h, m, i: places.change_place(h.desk, m, Place(i[Kind.PLACE], "The second yard")),
        Kind.PLACE,
    ),
    "places.place_page": Act(
        Right.READ_RECORDS, lambda h, m, i: places.place_page(h.desk, m, i[Kind.PLACE]), Kind.PLACE
    ),
    "places.places_called": Act(
        Right.READ_RECORDS, lambda h, m, _: places.places_called(h.desk, m, "Donetsk")
    ),
    "places.record_place": Act(
        Right.FILE,
        lambda h, m, i: places.record_place(h.desk, m, Place("", "A gate", within=i[Kind.PLACE])),
        Kind.PLACE,
    ),
    "saved.drop_search": Act(Right.READ_RECORDS, _dropped),
    "saved.save_search": Act(
        Right.READ_RECORDS, lambda h, m, _: saved.save_search(h.desk, m, "vans", find.Search("vans"))
    ),
    "saved.saved_searches": Act(Right.READ_RECORDS, lambda h, m, _: saved.saved_searches(h.desk, m)),
    "search_log.keep_search": Act(Right.READ_RECORDS, _kept, Kind.COMPARTMENT),
    "search_log.set_sensitive": Act(
        Right.ADMINISTER,
        lambda h, m, i: search_log.set_sensitive(h.desk, m, i[Kind.COMPARTMENT]),
        Kind.COMPARTMENT,
    ),
    "suggest.suggest": Act(
        Right.READ_RECORDS, lambda h, m, _: suggest.suggest(h.desk, m, "The", suggest.Suggestable.PLACE)
    ),
    "timelines.timeline": Act(
        Right.READ_RECORDS,
        lambda h, m, i: timelines.timeline(h.desk, m, i[Kind.INCIDENT]),
        Kind.INCIDENT,
    ),
}
