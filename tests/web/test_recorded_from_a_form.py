"""A place, a party or an incident that is not recorded yet is recorded from the form that names it."""

from __future__ import annotations

import pytest
from web_cast import Browser, fields_in, the_form

from desk_cast import House
from khronika.acts.incidents import file_statements, record_incident
from khronika.acts.matters import IncidentPage, incident_page
from khronika.acts.parties import party_page, record_party
from khronika.acts.places import place_page, record_place
from khronika.acts.registers import register
from khronika.records.ids import Kind
from khronika.records.matter import Incident, IncidentRole
from khronika.records.party import Party, PartyKind, Place, Precision

DONETSK = "709717"


def named(house: House, kind: Kind) -> list[str]:
    return [line.name for line in register(house.desk, house.cast.matei, kind).lines]


def the_incident(house: House) -> IncidentPage:
    (line,) = register(house.desk, house.cast.matei, Kind.INCIDENT).lines
    return incident_page(house.desk, house.cast.matei, line.record.id)


def test_a_place_that_is_not_recorded_is_recorded_with_the_filing(house: House, matei: Browser) -> None:
    _, (first, *_) = house.read_one()
    path = f"/statements/{first}/file"
    typed = fields_in(the_form(matei.get(path), "/file")) | {"title": "Men held", "when": "2026-03-14"}
    page = matei.post(path, **typed | {"place_called": "Quarry 7", "acts": ["detained"]})
    assert page.status == 400
    assert "“Quarry 7” is not recorded yet" in page.words
    again = fields_in(the_form(page, "/file"))
    assert (again["title"], again["when"], again["place_called"]) == (
        ["Men held"],
        ["2026-03-14"],
        ["Quarry 7"],
    )
    assert again["acts"] == ["detained"]
    assert named(house, Kind.PLACE) == named(house, Kind.INCIDENT) == []
    exact = {"place_as": "1 km", "place_latitude": "48.02", "place_longitude": "37.8"}
    page = matei.post(path, **again | exact)
    assert "Filed." in page.words
    shown = the_incident(house)
    assert [one.statement.id for one in shown.filed] == [first]
    assert shown.place is not None
    place = place_page(house.desk, house.cast.matei, shown.place.id).place
    assert place == Place(
        shown.place.id, "Quarry 7", latitude="48.02", longitude="37.8", precision=Precision.ONE_KM
    )


def test_a_place_is_taken_from_the_gazetteer_in_the_same_form(house: House, matei: Browser) -> None:
    page = matei.post("/incidents", title="Men held", place_called="Донецьк")
    assert page.status == 400
    assert "It is this one of the gazetteer: record it Donetsk" in page.words
    fields = fields_in(the_form(page, "/incidents")) | {"place_as": f"geonames:{DONETSK}"}
    assert "Recorded." in matei.post("/incidents", **fields).words
    assert named(house, Kind.PLACE) == ["Donetsk"]
    page = matei.post("/incidents", title="Others held", place_called="Донецьк")
    assert "It is one of these Donetsk" in page.words


def test_what_was_said_of_one_name_counts_for_no_other(house: House, matei: Browser) -> None:
    page = matei.post("/incidents", title="Men held", place_called="Quarry 7")
    fields = fields_in(the_form(page, "/incidents")) | {"place_as": "1 km", "place_called": "Quarry 8"}
    page = matei.post("/incidents", **fields)
    assert page.status == 400
    assert "“Quarry 8” is not recorded yet" in page.words
    assert named(house, Kind.PLACE) == []


def test_a_name_that_is_only_like_one_is_asked_about_and_never_taken(house: House, matei: Browser) -> None:
    longer = record_place(house.desk, house.cast.matei, Place("", "Quarry 9 north"))
    page = matei.post("/incidents", title="Men held", place_called="quarry 9")
    assert page.status == 400
    assert "It is one of these Quarry 9 north" in page.words
    fields = fields_in(the_form(page, "/incidents")) | {"place_as": longer.id}
    assert "Quarry 9 north" in matei.post("/incidents", **fields).words
    assert named(house, Kind.PLACE) == ["Quarry 9 north"]


def test_of_several_of_one_name_a_person_says_which(house: House, matei: Browser) -> None:
    first, second = (record_place(house.desk, house.cast.matei, Place("", "Gate")) for _ in range(2))
    page = matei.post("/incidents", title="Men held", place_called="gate")
    assert "Several are called “gate”" in page.words
    matei.post("/incidents", **fields_in(the_form(page, "/incidents")) | {"place_as": second.id})
    shown = the_incident(house)
    assert shown.place is not None
    assert shown.place.id == second.id != first.id


def test_what_was_said_of_a_place_stays_where_something_else_is_wrong(house: House, matei: Browser) -> None:
    page = matei.post("/incidents", title="Men held", place_called="Quarry 7")
    typed = {"place_as": "town", "place_latitude": "48.02", "place_longitude": "37.8", "when": "last week"}
    page = matei.post("/incidents", **fields_in(the_form(page, "/incidents")) | typed)
    assert page.status == 400
    again = fields_in(the_form(page, "/incidents"))
    assert {name: again[name] for name in typed} == {name: [value] for name, value in typed.items()}
    assert named(house, Kind.PLACE) == []
    assert "Recorded." in matei.post("/incidents", **again | {"when": "2026-03"}).words
    assert named(house, Kind.PLACE) == ["Quarry 7"]


def test_a_party_that_is_not_recorded_is_recorded_with_its_role(house: House, matei: Browser) -> None:
    desk, who = house.desk, house.cast.matei
    _, (first, *_) = house.read_one()
    made = record_incident(desk, who, Incident("", "Men held"))
    file_statements(desk, who, made.id, [first])
    path = f"/incidents/{made.id}/involve"
    typed = fields_in(the_form(matei.get(path), "/involve")) | {"party_called": "Mira Dzhalova"}
    page = matei.post(path, **typed | {"role": "witness", "statements": [first]})
    assert page.status == 400
    assert "“Mira Dzhalova” is not recorded yet" in page.words
    again = fields_in(the_form(page, "/involve"))
    assert (again["role"], again["statements"], again["party_named"]) == (["witness"], [first], ["1"])
    again.pop("party_named")
    page = matei.post(path, **again | {"party_as": "person", "party_pseudonymous": "1"})
    assert "Changed." in page.words
    (involved,) = incident_page(desk, who, made.id).involved
    assert (involved.role, involved.statements) == (IncidentRole.WITNESS, (first,))
    party = party_page(desk, who, involved.party.id).party
    assert party == Party(
        involved.party.id, "Mira Dzhalova", PartyKind.PERSON, named=False, pseudonymous=True
    )
    page = matei.post(
        path, **fields_in(the_form(page, "/involve")) | {"party_called": "Dzhalova", "role": "victim"}
    )
    assert "It is one of these Mira Dzhalova" in page.words
    assert named(house, Kind.PARTY) == ["Mira Dzhalova"]


def test_whom_a_party_speaks_for_is_recorded_from_its_form(house: House, matei: Browser) -> None:
    typed = {"name": "a spokesman", "kind": "person", "speaks_for_called": "Interior Ministry"}
    page = matei.post("/parties", **typed)
    assert page.status == 400
    assert "“Interior Ministry” is not recorded yet" in page.words
    again = fields_in(the_form(page, "/parties"))
    assert {name: again[name] for name in typed} == {name: [value] for name, value in typed.items()}
    assert named(house, Kind.PARTY) == []
    assert "Recorded." in matei.post("/parties", **again | {"speaks_for_as": "organisation"}).words
    spokesman, ministry = register(house.desk, house.cast.matei, Kind.PARTY).lines
    assert spokesman.record == Party(
        spokesman.record.id, "a spokesman", PartyKind.PERSON, named=False, speaks_for=ministry.record.id
    )
    assert ministry.record == Party(ministry.record.id, "Interior Ministry", PartyKind.ORGANISATION)
    path = f"/parties/{spokesman.record.id}/change"
    page = matei.post(
        path, **fields_in(the_form(matei.get(path), "/change")) | {"speaks_for_called": "Ministry"}
    )
    assert "It is one of these Interior Ministry" in page.words
    again = fields_in(the_form(page, "/change"))
    assert again["speaks_for"] == [ministry.record.id]
    assert "Changed." in matei.post(path, **again | {"speaks_for_as": "office"}).words
    assert named(house, Kind.PARTY) == ["a spokesman", "Ministry", "Interior Ministry"]


def test_what_a_place_lies_in_is_recorded_from_its_form(house: House, matei: Browser) -> None:
    page = matei.post("/places", name="Quarry 7", precision="1 km", within_called="Донецьк")
    assert page.status == 400
    assert "It is this one of the gazetteer: record it Donetsk" in page.words
    again = fields_in(the_form(page, "/places"))
    assert again["precision"] == ["1 km"]
    assert "Recorded." in matei.post("/places", **again | {"within_as": f"geonames:{DONETSK}"}).words
    quarry, town = register(house.desk, house.cast.matei, Kind.PLACE).lines
    assert quarry.place is not None
    assert (quarry.name, quarry.place.id, town.name) == ("Quarry 7", town.record.id, "Donetsk")
    path = f"/places/{quarry.record.id}/change"
    typed = fields_in(the_form(matei.get(path), "/change")) | {"within_called": "Quarry"}
    page = matei.post(path, **typed)
    assert "It is one of these" not in page.words, "a place does not lie in itself"
    bank = {"within_as": "region", "within_latitude": "99", "within_longitude": "37"}
    page = matei.post(path, **fields_in(the_form(page, "/change")) | bank)
    assert '<a href="#within_latitude">' in page.html
    again = fields_in(the_form(page, "/change"))
    assert (again["within_as"], again["within_latitude"]) == (["region"], ["99"])
    assert "Changed." in matei.post(path, **again | {"within_latitude": "48"}).words
    assert named(house, Kind.PLACE) == ["Quarry 7", "Quarry", "Donetsk"]


def test_what_an_incident_is_a_part_of_is_recorded_by_its_title(house: House, matei: Browser) -> None:
    older = record_incident(house.desk, house.cast.matei, Incident("", "Detentions in spring", when="2025"))
    typed = {"title": "Men held", "when": "2026-03", "part_of_called": "Detentions"}
    page = matei.post("/incidents", **typed)
    assert page.status == 400
    assert "It is one of these Detentions in spring 2025" in page.words
    again = fields_in(the_form(page, "/incidents"))
    assert {name: again[name] for name in typed} == {name: [value] for name, value in typed.items()}
    page = matei.post("/incidents", **again | {"part_of_as": "pattern"})
    assert "Recorded." in page.words
    held, pattern, _ = register(house.desk, house.cast.matei, Kind.INCIDENT).lines
    assert pattern.record == Incident(pattern.record.id, "Detentions")
    assert held.record == Incident(held.record.id, "Men held", when="2026-03", part_of=pattern.record.id)
    path = f"/incidents/{held.record.id}/change"
    typed = fields_in(the_form(matei.get(path), "/change")) | {"part_of_called": "spring"}
    again = fields_in(the_form(matei.post(path, **typed), "/change"))
    assert again["part_of"] == [pattern.record.id]
    assert "Changed." in matei.post(path, **again | {"part_of_as": older.id}).words
    assert named(house, Kind.INCIDENT) == ["Men held", "Detentions", "Detentions in spring"]


def test_two_names_are_asked_about_at_once_and_recorded_in_one_act(house: House, matei: Browser) -> None:
    typed = {"place_called": "Quarry 7", "part_of_called": "Detentions"}
    page = matei.post("/incidents", title="Men held", **typed)
    assert all(f"“{name}” is not recorded yet" in page.words for name in typed.values())
    fields = fields_in(the_form(page, "/incidents")) | {"place_as": "1 km"}
    page = matei.post("/incidents", **fields)
    assert "No incident is recorded under this name" in page.words
    fields = fields_in(the_form(page, "/incidents"))
    assert fields["place_as"] == ["1 km"]
    assert named(house, Kind.PLACE) == named(house, Kind.INCIDENT) == []
    before = house.desk.ledger.head().size
    assert "Recorded." in matei.post("/incidents", **fields | {"part_of_as": "pattern"}).words
    assert house.desk.ledger.head().size == before + 3
    assert named(house, Kind.PLACE) == ["Quarry 7"]
    assert named(house, Kind.INCIDENT) == ["Men held", "Detentions"]


def test_nothing_hidden_is_offered_for_a_name(house: House, matei: Browser) -> None:
    inside = frozenset({house.cast.quarry})
    record_place(house.desk, house.cast.vera, Place("", "The third gate"), inside)
    record_party(house.desk, house.cast.vera, Party("", "The third guard", PartyKind.PERSON), inside)
    record_incident(house.desk, house.cast.vera, Incident("", "The third night"), inside)
    page = matei.post("/incidents", title="The third night", place_called="The third gate")
    assert "“The third gate” is not recorded yet" in page.words
    assert "It is one of these" not in page.words
    assert "Perhaps the same" not in page.words
    assert "plc_" not in page.html
    for path, field, name, typed in (
        ("/incidents", "part_of_called", "The third night", {"title": "Men held"}),
        ("/parties", "speaks_for_called", "The third guard", {"name": "a voice", "kind": "person"}),
        ("/places", "within_called", "The third gate", {"name": "The shed", "precision": "town"}),
    ):
        page = matei.post(path, **typed | {field: name})
        assert f"“{name}” is not recorded yet" in page.words
        assert "It is one of these" not in page.words
        assert not any(kind in page.html for kind in ("plc_", "prt_", "inc_"))
    assert "Recorded." in matei.post("/incidents", title="The third night").words
    page = matei.post("/places", name="The third gate", precision="town")
    assert "Recorded." in page.words


@pytest.mark.parametrize(
    "said", ["planet", "geonames:", "geonames:x", "geonames:1", "stm_1", "plc_" + "0" * 26]
)
def test_what_is_on_no_list_is_refused_and_records_nothing(house: House, matei: Browser, said: str) -> None:
    hostile = '"><script>alert(1)</script>\u202eevil'
    before = house.desk.ledger.head()
    fields = {"place_called": hostile, "place_offered": hostile, "place_as": said}
    page = matei.post("/incidents", title="Men held", **fields)
    assert page.status in {400, 404}
    assert "<script>alert" not in page.html
    assert "\u202e" not in page.html
    assert house.desk.ledger.head() == before


def test_a_reader_records_nothing_along(house: House) -> None:
    lev, before = Browser(house.desk, house.cast.lev), house.desk.ledger.head()
    told = {"place_called": "Quarry 7", "place_offered": "Quarry 7", "place_as": "town"}
    assert lev.post("/incidents", title="Men held", **told).status == 403
    assert house.desk.ledger.head() == before
