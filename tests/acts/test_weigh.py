"""Weighing an incident at a desk: what counts, for whom, and as of when."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from stated import SPEAKER, Stated, hidden, not_so, on, stated

from desk_cast import House
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.describing import describe
from khronika.acts.desk import acting
from khronika.acts.incidents import file_statements, record_incident
from khronika.acts.parties import change_party, record_party
from khronika.acts.review import accept, amend, reject
from khronika.acts.show import log
from khronika.acts.weigh import BalanceSheet, weigh
from khronika.errors import NotFound, UsageFault
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import body_of
from khronika.records.claims import SuggestedClaim
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.ids import Kind
from khronika.records.item import Description
from khronika.records.matter import Incident, Property
from khronika.records.party import Party, PartyKind
from khronika.records.spans import Phrase
from khronika.records.ties import VoiceTie
from khronika.weighing.origins import Independent

TERM = Term(Purpose.DOCUMENTATION, Audience.PARTNERS)


def detained(low: int, high: int | None = None) -> SuggestedClaim:
    ends = (Decimal(low), None if high is None else Decimal(high))
    return SuggestedClaim("", Property.DETAINED, low=ends[0], high=ends[1], of="people")


def an_incident(house: House, title: str = "The raids of March", **fields: Any) -> str:
    return record_incident(house.desk, house.cast.ines, Incident("", title, **fields)).id


def filed(of: Stated, incident: str, **fields: Any) -> str:
    """Add a statement, take it into the record and file it; return its id."""
    (id_,) = of.add(**fields)
    desk, ines = of.house.desk, of.house.cast.ines
    accept(desk, ines, [id_])
    file_statements(desk, ines, incident, [id_])
    return id_


def sheet(house: House, incident: str, member: str = "", as_of: str | None = None) -> BalanceSheet:
    return weigh(house.desk, member or house.cast.ines, incident, as_of=as_of)


def now(house: House) -> str:
    """Return how many entries there are, which is a point to look back at."""
    return str(max(one.position for one in log(house.desk, house.cast.ines)) + 1)


def numbers(of: BalanceSheet) -> dict[Any, Any]:
    """Return all that a sheet counts, by property and value."""
    found: dict[Any, Any] = {"all": of.independent}
    for weight in of.weights:
        found[weight.property] = (weight.affirming, weight.denying, weight.silent)
        for value in weight.values:
            found[weight.property, value.claim.low, value.claim.polarity] = (value.statements, value.origins)
    return found


def test_only_what_a_person_took_into_the_record_weighs(house: House) -> None:
    text, incident = stated(house), an_incident(house)
    first = filed(text, incident, claims=(detained(40),))
    waiting, refused = text.add(2, claims=(detained(500),))
    file_statements(house.desk, house.cast.ines, incident, [waiting, refused])
    reject(house.desk, house.cast.ines, [refused], "not a statement")
    found = sheet(house, incident)
    assert [line.statement for line in found.lines] == [first]
    assert found.undecided == 1
    assert [value.claim.low for value in found.weights[0].values] == [Decimal(40)]


def test_what_is_filed_to_a_part_weighs_in_the_whole(house: House) -> None:
    whole = an_incident(house)
    part = an_incident(house, "Lime Street", part_of=whole)
    statement = filed(stated(house), part, claims=(not_so(),))
    assert [line.statement for line in sheet(house, whole).lines] == [statement]


def test_one_speaker_in_two_texts_is_one_voice(house: House) -> None:
    incident = an_incident(house)
    filed(stated(house), incident, claims=(detained(40),))
    filed(stated(house, name="other.txt", text=f"{SPEAKER}: nobody is held at Quarry 9, again.\n"), incident)
    found = sheet(house, incident)
    assert found.independent == Independent(1, 1)
    assert [one.name for one in found.origins[0].speakers] == [SPEAKER]


def test_two_names_of_one_party_are_one_voice_and_taking_a_name_away_restores_the_sheet(house: House) -> None:
    desk, ines, incident = house.desk, house.cast.ines, an_incident(house)
    text = stated(house)
    filed(text, incident, claims=(detained(40),))
    filed(text, incident, speaker="M. Jalova", claims=(detained(40),))
    apart = sheet(house, incident)
    party = record_party(desk, ines, Party("", SPEAKER, PartyKind.PERSON, names=("M. Jalova",)))
    joined = sheet(house, incident)
    assert (apart.independent, joined.independent) == (Independent(2, 2), Independent(1, 1))
    assert joined.origins[0].speakers[0].party == party.id
    change_party(desk, ines, replace(party, names=()))
    assert numbers(sheet(house, incident)) == numbers(apart)


def test_a_hidden_statement_weighs_only_for_those_who_may_see_it(house: House) -> None:
    incident = an_incident(house)
    seen = filed(stated(house), incident, claims=(detained(40),))
    unseen = filed(hidden(house), incident, speaker="Vesna Tvardek", claims=(detained(112, 112),))
    assert sheet(house, incident).independent == Independent(2, 2)
    matei = sheet(house, incident, house.cast.matei)
    assert matei.independent == Independent(1, 1)
    assert [line.statement for line in matei.lines] == [seen]
    assert unseen not in repr(matei)
    assert "Tvardek" not in repr(matei)


def test_a_publisher_known_from_a_hidden_correction_of_a_source_is_not_told(house: House) -> None:
    text, incident = stated(house), an_incident(house)
    filed(text, incident)
    body = body_of(Description("dsc", text.item, publisher="Zvezdochka"))
    with acting(house.desk, house.cast.ines, Right.REVIEW) as act:
        id_ = house.desk.new_id(Kind.DESCRIPTION)
        inside = frozenset({house.cast.quarry})
        draft = Draft("description.recorded", id_, body | {"id": id_}, (), (text.item,), (), inside)
        act.add(draft)
    assert "Zvezdochka" in repr(sheet(house, incident))
    assert "Zvezdochka" not in repr(sheet(house, incident, house.cast.matei))


def test_the_publisher_that_a_person_gave_is_whose_voice_its_own_statements_are(house: House) -> None:
    text, incident = stated(house), an_incident(house)
    describe(house.desk, house.cast.ines, Description("", text.item, publisher="The Sarn Courier"))
    filed(text, incident, speaker="somebody", own=True)
    (line,) = sheet(house, incident).lines
    assert line.speaker is not None
    assert (line.speaker.name, line.known, line.own) == ("The Sarn Courier", True, True)


def test_what_consent_was_withdrawn_for_and_what_was_erased_weighs_nothing(house: House) -> None:
    incident = an_incident(house)
    stays = filed(stated(house), incident, claims=(detained(40),))
    consented = filed(
        stated(house, "A note: nobody is held at Quarry 9.\n", "b.txt", terms=(TERM,)), incident
    )
    erased = filed(stated(house, "Another: nobody is held at Quarry 9.\n", "c.txt"), incident)
    before = now(house)
    assert {line.statement for line in sheet(house, incident).lines} == {stays, consented, erased}
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.ines, consent.id, "she asked")
    house.erase(erased)
    assert [line.statement for line in sheet(house, incident).lines] == [stays]
    assert [line.statement for line in sheet(house, incident, as_of=before).lines] == [stays]


def test_the_sheet_as_of_an_earlier_entry_is_what_was_known_then(house: House) -> None:
    text, incident = stated(house), an_incident(house)
    first = filed(text, incident, claims=(detained(40),))
    then = now(house)
    before = numbers(sheet(house, incident))
    amend(house.desk, house.cast.ines, first, {"claims": []})
    filed(text, incident, speaker="Vesna Tvardek", claims=(detained(112, 112),))
    assert numbers(sheet(house, incident)) != before
    assert numbers(sheet(house, incident, as_of=then)) == before


def test_voices_that_a_person_joined_or_cut_are_weighed_so(house: House) -> None:
    text, incident = stated(house), an_incident(house)
    one = filed(text, incident, speaker="Emil Shavo", when=on(2))
    other = filed(text, incident, speaker="Vesna Tvardek", when=on(3))
    assert sheet(house, incident).independent == Independent(2, 2)
    judge(house, "tie.joined", one, other)
    assert sheet(house, incident).independent == Independent(1, 1)
    third = filed(text, incident, speaker="Emil Shavo", when=on(4))
    judge(house, "tie.cut", one, third)
    assert len(sheet(house, incident).origins) == 2


def judge(house: House, type_: str, one: str, other: str) -> None:
    """Record a person's word on two voices."""
    first, second = sorted((one, other))
    with acting(house.desk, house.cast.ines, Right.REVIEW) as act:
        tie = VoiceTie(house.desk.new_id(Kind.TIE), first, second, "she told us")
        act.add(Draft(type_, tie.id, body_of(tie), derived_from=(first, second)))


def test_through_whom_it_came_and_where_it_stands_is_on_each_line(house: House) -> None:
    text, incident = stated(house), an_incident(house)
    describe(house.desk, house.cast.ines, Description("", text.item, publisher="The Sarn Courier"))
    filed(text, incident, relays=(Phrase("Orvan"),), when=on(18))
    (line,) = sheet(house, incident).lines
    assert line.publisher is not None
    assert (line.publisher.name, [one.name for one in line.through]) == ("The Sarn Courier", ["Orvan"])
    assert line.said is not None
    assert str(line.said.first) == "2026-03-18"
    assert line.mark == "not seen by a second person"


def test_what_is_no_incident_cannot_be_weighed(house: House) -> None:
    text = stated(house)
    with pytest.raises(UsageFault):
        sheet(house, *text.add())
    with pytest.raises(NotFound):
        sheet(house, "inc_" + "0" * 26)


def test_who_tells_of_a_statement_is_one_through_whom_it_came(house: House) -> None:
    text, incident = stated(house), an_incident(house)
    outer = filed(text, incident, relays=(Phrase("Orvan"),))
    filed(text, incident, speaker="a guard", named=False, within=outer)
    inner = sheet(house, incident).lines[1]
    assert [one.name for one in inner.through] == [SPEAKER, "Orvan"]


def test_a_name_spelled_letter_by_letter_in_another_script_is_the_same_speaker(house: House) -> None:
    text, incident = stated(house), an_incident(house)
    filed(text, incident)
    filed(text, incident, speaker="Мира Джалова")
    filed(text, incident, speaker="представитель ведомства", named=False)
    assert sheet(house, incident).independent == Independent(2, 2)
    record_party(house.desk, house.cast.ines, Party("", SPEAKER, PartyKind.PERSON))
    assert sheet(house, incident).independent == Independent(2, 2)
