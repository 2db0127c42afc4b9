"""Parties, places and incidents: recorded, changed, filed to, and their pages assembled from statements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from stated import (
    DENIES_THE_FACT,
    DONETSK,
    SPEAKER,
    WORDS,
    Stated,
    held,
    hidden,
    in_donetsk,
    not_so,
    on,
    stated,
)

from desk_cast import Cast, House
from khronika.acts.assembled import Days, Named
from khronika.acts.consent import list_consents, record_consent, seal_identity, withdraw_consent
from khronika.acts.desk import Desk
from khronika.acts.incidents import change_incident, file_statements, record_incident, unfile
from khronika.acts.matters import incident_page
from khronika.acts.parties import change_party, party_page, record_party, speakers
from khronika.acts.places import change_place, place_page, places_called, record_place
from khronika.acts.review import accept, reject
from khronika.acts.show import Page, log
from khronika.acts.timelines import timeline
from khronika.acts.upkeep import verify
from khronika.errors import NotFound, UsageFault, Withheld
from khronika.reading.places.gazetteer import place_with
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.ids import Kind
from khronika.records.matter import Incident, IncidentRole, Involvement, Property
from khronika.records.party import Party, PartyKind, Place, Precision
from khronika.records.statement import Act

TERM = Term(Purpose.COURT, Audience.MECHANISM)
ZVEZDA = "Zvezdochka"


def a_party(name: str = SPEAKER, **fields: Any) -> Party:
    return Party("", name, PartyKind.PERSON, **fields)


@pytest.fixture
def note(house: House) -> Stated:
    return stated(house)


def test_a_party_has_its_names_in_every_script_and_what_it_said_under_any_of_them(
    house: House, note: Stated
) -> None:
    desk, matei = house.desk, house.cast.matei
    party = record_party(desk, matei, a_party("Мира Джалова", names=("Mira Dzhalova", " ", "ميرا دزالوفا")))
    assert party.names == ("Mira Dzhalova", "ميرا دزالوفا")
    (latin,) = note.add(speaker="mira DZHALOVA")
    (cyrillic,) = note.add(speaker="Мира Джалова")
    note.add(speaker="Mira Saratova")
    shown = party_page(desk, matei, party.id)
    assert [one.id for one in shown.said.statements] == [cyrillic, latin]
    assert (shown.party, shown.said.count, shown.said.more) == (party, 2, False)


def test_what_is_said_about_a_party_is_apart_from_what_it_says(house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    note = stated(house, f"{SPEAKER} said that {WORDS}. Anton Kelin said that Dzhalova, Mira, was there.\n")
    note.add()
    (about,) = note.add(words="Dzhalova, Mira, was there", speaker="Anton Kelin")
    party = record_party(desk, matei, a_party())
    shown = party_page(desk, matei, party.id)
    assert [one.id for one in shown.about.statements] == [about]
    assert [one.id for one in shown.said.statements] == [note.ids[0]]


def test_lists_of_a_page_are_turned_each_by_itself(house: House, note: Stated) -> None:
    made = note.add(5)
    party = record_party(house.desk, house.cast.matei, a_party())
    first = party_page(house.desk, house.cast.matei, party.id, said=Page(2)).said
    assert (first.count, first.further, [one.id for one in first.statements]) == (5, True, made[:2:-1])
    last = party_page(house.desk, house.cast.matei, party.id, said=Page(9, made[3])).said
    assert (last.further, [one.id for one in last.statements]) == (False, made[2::-1])


def test_a_party_is_changed_whole_and_as_of_earlier_it_is_what_it_was(house: House) -> None:
    desk, matei, sanne = house.desk, house.cast.matei, house.cast.sanne
    party = record_party(desk, matei, a_party())
    then = str(desk.ledger.head().size)
    seen = party_page(desk, matei, party.id).entry
    changed = change_party(desk, sanne, replace(party, name="Mira Dz.", kind=PartyKind.OFFICE), seen)
    assert party_page(desk, matei, party.id).party == changed
    assert party_page(desk, matei, party.id, as_of=then).party == party
    with pytest.raises(UsageFault, match="meanwhile"):
        change_party(desk, matei, replace(party, name="Mira"), seen)
    size = desk.ledger.head().size
    change_party(desk, matei, changed)
    assert desk.ledger.head().size == size


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 301, "two\nlines", "nul\x00", "lone \ud800", "two\u2028lines"]
)
def test_what_is_no_name_is_refused(house: House, name: str) -> None:
    desk, matei = house.desk, house.cast.matei
    for record in (
        lambda: record_party(desk, matei, a_party(name)),
        lambda: record_place(desk, matei, Place("", name)),
        lambda: record_incident(desk, matei, Incident("", name)),
        lambda: record_party(
            desk, matei, a_party("Mira", names=tuple("abc") + ((name,) if name.strip() else ("\x00",)))
        ),
    ):
        with pytest.raises(UsageFault):
            record()


def test_a_pseudonym_is_not_made_a_name_by_a_change(house: House) -> None:
    party, _ = seal_identity(house.desk, house.cast.ines, "Heron 7", "Mira Oru")
    with pytest.raises(UsageFault, match="pseudonym"):
        change_party(house.desk, house.cast.matei, replace(party, pseudonymous=False))
    assert "Oru" not in repr(party_page(house.desk, house.cast.matei, party.id))


def test_who_speaks_is_listed_with_counts_also_where_no_party_is_recorded(house: House, note: Stated) -> None:
    desk, matei = house.desk, house.cast.matei
    note.add(3, speaker="Anton Kelin")
    (rejected,) = note.add(speaker="Anton Kelin")
    reject(desk, matei, [rejected], "not a statement")
    note.add(speaker="Zoya Marchuk")
    party = record_party(desk, matei, a_party("А. Келин", names=("Anton Kelin",)))
    listed = speakers(desk, matei)
    assert [(one.name, one.count, one.party) for one in listed] == [
        ("Anton Kelin", 3, party.id),
        ("Zoya Marchuk", 1, None),
    ]
    assert speakers(desk, matei, limit=1) == listed[:1]
    assert speakers(desk, matei, after=listed[0].key) == listed[1:]
    assert speakers(desk, matei, beginning="ZO") == listed[1:]
    assert speakers(desk, matei, beginning="q") == []
    assert speakers(desk, matei, beginning="\ud800", after="\udfff") == listed


def test_a_place_of_the_gazetteer_has_its_precision_and_an_area_has_no_point(house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    (town, *_) = places_called(desk, matei, "donetsk")
    place = record_place(desk, matei, town.geonames)
    assert (place.name, place.latitude, place.longitude) == ("Donetsk", "48.023", "37.80224")
    assert (place.precision, place.geonames) == (Precision.TOWN, DONETSK.geonames)
    country = record_place(desk, matei, 690791)
    assert (country.name, country.latitude, country.precision) == ("Ukraine", "", Precision.COUNTRY)
    assert record_place(desk, matei, town.geonames) == place
    apart = record_place(desk, house.cast.vera, town.geonames, frozenset({house.cast.quarry}))
    assert apart.id != place.id
    assert record_place(desk, matei, town.geonames) == place
    with pytest.raises(UsageFault, match="gazetteer has no place"):
        record_place(desk, matei, 7)
    assert place_with(709717) == replace(DONETSK)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("48.1", ""),
        ("91", "0"),
        ("0", "-180.1"),
        ("NaN", "1"),
        ("1e5", "1"),
        ("1E-99999999", "1"),
        ("٤٨", "1"),
    ],
)
def test_coordinates_that_are_none_are_refused(house: House, latitude: str, longitude: str) -> None:
    place = Place("", "Quarry 9", latitude=latitude, longitude=longitude)
    with pytest.raises(UsageFault):
        record_place(house.desk, house.cast.matei, place)


def test_a_place_does_not_lie_in_itself(house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    town = record_place(desk, matei, Place("", "Sarn", precision=Precision.TOWN))
    pit = record_place(desk, matei, Place("", "Quarry 9", (), "48.10", "-37.8", town.id, Precision.ONE_KM))
    with pytest.raises(UsageFault, match="in itself"):
        change_place(desk, matei, replace(town, within=pit.id))
    with pytest.raises(UsageFault, match="in itself"):
        change_place(desk, matei, replace(town, within=town.id))
    with pytest.raises(UsageFault, match="another one of the gazetteer"):
        change_place(desk, matei, replace(town, geonames=709717))
    renamed = change_place(desk, matei, replace(town, name="Sarn on the Orva"))
    shown = place_page(desk, matei, pit.id)
    assert (shown.place, shown.within) == (pit, Named(town.id, renamed.name, "changed"))


def test_a_place_shows_the_statements_that_name_it_and_the_incidents_there(
    house: House, note: Stated
) -> None:
    desk, matei = house.desk, house.cast.matei
    (by_name,) = note.add()
    (by_id,) = note.add(places=(in_donetsk(),))
    pit = record_place(desk, matei, Place("", "Quarry 9"))
    town = record_place(desk, matei, DONETSK.geonames)
    incident = record_incident(desk, matei, Incident("", "Held at the quarry", when="2026-03", place=pit.id))
    shown = place_page(desk, matei, pit.id)
    assert [one.id for one in shown.statements.statements] == [by_id, by_name]
    assert shown.incidents == (Named(incident.id, incident.title, "recorded", "2026-03"),)
    shown = place_page(desk, matei, town.id)
    assert ([one.id for one in shown.statements.statements], shown.incidents) == ([by_id], ())


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
