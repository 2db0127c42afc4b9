"""Incidents, and filing statements to them, as members without script do it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from web_cast import Browser, Form, Page

from desk_cast import DENIAL, House
from khronika.acts import review
from khronika.acts.desk import acting
from khronika.acts.incidents import change_incident, file_statements, record_incident
from khronika.acts.matters import incident_page
from khronika.acts.parties import record_party
from khronika.acts.places import record_place
from khronika.acts.read import statement_body
from khronika.acts.registers import register
from khronika.acts.sources import Conditions
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.claims import SuggestedClaim
from khronika.records.ids import Kind
from khronika.records.matter import Incident, IncidentRole, Involvement, Polarity, Property
from khronika.records.party import Party, PartyKind, Place
from khronika.records.spans import Phrase
from khronika.records.statement import Act, Denial, Statement


@pytest.fixture
def matei(house: House) -> Browser:
    return Browser(house.desk, house.cast.matei)


def sent(browser: Browser, page: Page, action: str, **changes: Any) -> Page:
    """Send the last form of a page that leads to ``action`` as it stands, but for some fields."""
    form = the_form(page, action)
    fields: dict[str, Any] = {name: values for name, values in form.fields.items() if name != "token"}
    return browser.post(form.action, **fields | changes)


def the_form(page: Page, action: str) -> Form:
    return [one for one in page.forms if one.action.endswith(action) and one.method == "post"][-1]


def an_incident(house: House, title: str = "Quarry 9", **fields: Any) -> Incident:
    return record_incident(house.desk, house.cast.matei, Incident("", title, **fields))


def claimed(house: House, item: str, claim: SuggestedClaim, **fields: Any) -> str:
    """Add a suggestion with one claim to a text, and return its id."""
    given: dict[str, Any] = {"speaker": "Mira Dzhalova", "named": True, "acts": (Act.ASSERTS,), **fields}
    id_ = house.desk.new_id(Kind.STATEMENT)
    statement = Statement(id=id_, content=((0, 4),), claims=(claim,), **given)
    with acting(house.desk, house.cast.ines, Right.REVIEW) as act:
        body = statement_body(item, "", "", "SARN and words", statement)
        act.add(Draft("statement.suggested", id_, body, (), (item,)))
    return id_


def incidents_of(house: House, member: str, statement: str) -> list[str]:
    """Return the titles of the incidents that a statement is filed to."""
    found = []
    for line in register(house.desk, member, Kind.INCIDENT).lines:
        shown = incident_page(house.desk, member, line.record.id)
        if statement in {one.statement.id for one in shown.filed}:
            found.append(line.name)
    return found


def test_an_empty_register_says_how_to_begin(matei: Browser) -> None:
    page = matei.get("/incidents")
    assert "No incident is recorded yet" in page.words
    assert "press File" in page.words


def test_a_statement_is_filed_from_its_card_and_the_card_says_so(house: House, matei: Browser) -> None:
    item, (first, second, *_) = house.read_one()
    quarry = an_incident(house)
    page = matei.get(f"/items/{item}?s={first}")
    assert f"/statements/{first}/file" in page.links
    page = matei.get(f"/statements/{first}/file")
    assert "There is no such facility" in page.words
    page = matei.post(f"/statements/{first}/file", incident=quarry.id)
    assert page.path.startswith(f"/items/{item}?s={first}")
    assert "Filed." in page.words
    assert "filed to Quarry 9" in page.words
    assert "Where other statements of this text are" in matei.get(f"/statements/{second}/file").words
    assert incidents_of(house, house.cast.matei, first) == ["Quarry 9"]


def test_what_this_text_is_filed_to_stands_before_the_newest(house: House, matei: Browser) -> None:
    _, (first, second, *_) = house.read_one()
    near = an_incident(house, "The near one")
    an_incident(house, "The newest")
    matei.post(f"/statements/{first}/file", incident=near.id)
    words = matei.get(f"/statements/{second}/file").words
    assert words.index("The near one") < words.index("The newest")


def test_a_new_incident_begins_with_what_the_statement_claims(house: House, matei: Browser) -> None:
    _, found = house.read_one()
    statement = found[-1]
    page = matei.get(f"/statements/{statement}/file")
    form = next(one for one in page.forms if "new" in one.fields)
    assert "Quarry 9" in form.fields["title"][0]
    fields: dict[str, Any] = {name: values for name, values in form.fields.items() if name != "token"}
    page = matei.post(form.action, **fields | {"title": "Men held at Quarry 9", "when": "2026-03"})
    assert "Filed." in page.words
    assert incidents_of(house, house.cast.matei, statement) == ["Men held at Quarry 9"]


def test_a_new_incident_is_where_the_statement_is(house: House, matei: Browser) -> None:
    """What a statement in a compartment says may stand in the title of the incident."""
    hidden = Conditions(frozenset({house.cast.quarry}))
    _, (first, *_) = house.read_one(conditions=hidden)
    Browser(house.desk, house.cast.vera).post(f"/statements/{first}/file", new="1", title="The yard")
    assert incidents_of(house, house.cast.vera, first) == ["The yard"]
    assert "The yard" not in matei.get("/incidents").words
    assert matei.get(f"/statements/{first}/file").status == 404


def test_an_incident_is_found_by_its_title_to_file_to_it(house: House, matei: Browser) -> None:
    _, (first, *_) = house.read_one()
    made = [an_incident(house, f"Number {number}") for number in range(12)]
    page = matei.get(f"/statements/{first}/file")
    assert "Number 0" not in page.words
    page = matei.post(f"/statements/{first}/file", called="number 0")
    assert page.status == 200
    assert "Number 0" in page.words
    assert made[0].id in page.html
    assert "number" not in page.path


def test_a_refused_incident_keeps_what_was_typed(house: House, matei: Browser) -> None:
    _, (first, *_) = house.read_one()
    page = matei.post(f"/statements/{first}/file", new="1", title="The raid", when="last week")
    assert page.status == 400
    assert "is no day or time that can be read" in page.words
    form = next(one for one in page.forms if "new" in one.fields)
    assert form.fields["title"] == ["The raid"]
    assert form.fields["when"] == ["last week"]
    page = matei.post("/incidents", title="", acts=["detained"])
    assert page.status == 400
    assert "needs a name" in page.words
    assert the_form(page, "/incidents").fields["acts"] == ["detained"]


def test_a_filing_is_taken_back_on_the_card_and_on_the_page(house: House, matei: Browser) -> None:
    _, (first, second, *_) = house.read_one()
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, [first, second])
    page = matei.post(f"/statements/{first}/file", take_out=quarry.id)
    assert "Taken out of the incident." in page.words
    page = matei.post(f"/incidents/{quarry.id}/take-out", statement=second, reason="another quarry")
    assert "Taken out of the incident." in page.words
    assert "Nothing is filed to it yet" in page.words


def test_who_asserts_and_who_denies_stand_side_by_side(house: House, matei: Browser) -> None:
    _, found = house.read_one()
    quarry = an_incident(house, when="2026-03~")
    file_statements(house.desk, house.cast.matei, quarry.id, found)
    page = matei.get(f"/incidents/{quarry.id}")
    assert "Who says what" in page.words
    assert "How many were held" in page.words
    assert "at least 40" in page.words
    assert "denied the fact" in page.words


def test_a_denial_of_knowledge_never_stands_among_denials_of_the_fact(house: House, matei: Browser) -> None:
    item, _ = house.read_one()
    knew = claimed(
        house,
        item,
        SuggestedClaim("", Property.KNEW, polarity=Polarity.NO),
        speaker="the governor",
        acts=(Act.DENIES,),
        denies=(Denial.KNOWLEDGE,),
    )
    wrongly = claimed(
        house,
        item,
        SuggestedClaim("", Property.OCCURRED, polarity=Polarity.NO),
        speaker="the mayor",
        acts=(Act.DENIES,),
        denies=(Denial.KNOWLEDGE,),
    )
    truly = claimed(
        house,
        item,
        SuggestedClaim("", Property.OCCURRED, polarity=Polarity.NO),
        speaker="the ministry",
        acts=(Act.DENIES,),
        denies=(Denial.FACT,),
    )
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, [knew, wrongly, truly])
    words = matei.get(f"/incidents/{quarry.id}").words
    sides = words[words.index("Whether it happened") : words.index("Filed, in the order")]
    denials = words[words.index("Denials and disputes") : words.index("Whether it happened")]
    assert "denied knowing of it (not the fact) the governor" in denials
    assert denials.index("the ministry") < denials.index("denied knowing")
    assert "Deny knowing, which is not the fact the governor" in sides
    assert "It did not happen the ministry" in sides
    assert "the mayor [2] of what: not read, suggestion" in sides[sides.index("Who knew") :]
    assert "the mayor" not in sides[: sides.index("Who knew")]


def test_a_denial_from_which_no_claim_was_read_stands_on_the_side_of_those_who_deny(
    house: House, matei: Browser
) -> None:
    item, _ = house.read_one()
    denied = claimed(
        house, item, SuggestedClaim("", Property.MOTIVE), acts=(Act.DENIES,), denies=(Denial.FACT,)
    )
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, [denied])
    review.accept(house.desk, house.cast.matei, [denied])
    words = matei.get(f"/incidents/{quarry.id}").words
    sides = words[words.index("Whether it happened") : words.index("Filed, in the order")]
    mark = "not seen by a second person"
    assert f"It did not happen Mira Dzhalova [1] of what: not read {mark}" in sides
    assert "It happened no such claim was read" in sides
    review.accept(house.desk, house.cast.sanne, [denied])
    assert mark not in matei.get(f"/incidents/{quarry.id}").words


def test_disputed_words_are_the_same_wherever_the_page_names_them(house: House, matei: Browser) -> None:
    item, _ = house.read_one()
    claim = SuggestedClaim("", Property.CALLED, polarity=Polarity.NO, value="concentration camp")
    given = {"acts": (Act.DISPUTES,), "disputes": Phrase("some media reports")}
    read = claimed(house, item, claim, **given)
    unread = claimed(house, item, SuggestedClaim("", Property.MOTIVE), **given)
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, [read, unread])
    words = matei.get(f"/incidents/{quarry.id}").words
    said = words[: words.index("Filed, in the order")]
    assert said.count("Mira Dzhalova : concentration camp [1]") == 2
    assert said.count("Mira Dzhalova : some media reports [2]") == 2


def test_a_pattern_gathers_what_is_filed_to_its_parts(house: House, matei: Browser) -> None:
    _, (first, second, *_) = house.read_one()
    desk, who = house.desk, house.cast.matei
    pattern = an_incident(house, "Raids in Sarn")
    part = record_incident(desk, who, Incident("", "The raid of 14 March", part_of=pattern.id))
    file_statements(desk, who, part.id, [first, second])
    file_statements(desk, who, pattern.id, [second])
    page = matei.get(f"/incidents/{pattern.id}")
    assert "2 statements" in page.words
    assert page.words.count("filed to its part The raid of 14 March") == 1
    assert "What is filed to its parts is gathered here." in page.words
    assert [form for form in page.forms if form.fields.get("statement") == [second]]
    assert not [form for form in page.forms if form.fields.get("statement") == [first]]
    assert "2 statements" in matei.get(f"/incidents/{part.id}").words
    inside = frozenset({house.cast.quarry})
    unseen = Incident("", "Unseen", part_of=pattern.id)
    record_incident(desk, house.cast.ines, unseen, inside)
    assert matei.get(f"/incidents/{pattern.id}").html.count("Unseen") == 0


def test_what_has_no_time_stands_in_the_order_of_its_text_whoever_decided_when(house: House) -> None:
    _, found = house.read_one(DENIAL)
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, list(reversed(found)))
    undated = [
        one.statement.id
        for one in incident_page(house.desk, house.cast.matei, quarry.id).filed
        if one.said is None
    ]
    review.accept(house.desk, house.cast.matei, [found[0]])
    page = incident_page(house.desk, house.cast.matei, quarry.id)
    assert [one.statement.id for one in page.filed if one.said is None] == undated
    assert undated == [one for one in found if one in undated]


def test_a_dispute_is_about_the_words_alone_and_a_motive_stays_in_the_passage(
    house: House, matei: Browser
) -> None:
    item, _ = house.read_one()
    disputed = claimed(
        house,
        item,
        SuggestedClaim("", Property.CALLED, polarity=Polarity.NO, value="concentration camp"),
        acts=(Act.DISPUTES,),
        disputes=Phrase("concentration camp"),
    )
    motive = claimed(house, item, SuggestedClaim("", Property.MOTIVE))
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, [disputed, motive])
    words = matei.get(f"/incidents/{quarry.id}").words
    assert "Dispute the words, these alone Mira Dzhalova : concentration camp" in words
    assert "disputed the words, these alone Mira Dzhalova : concentration camp" in words
    assert "in the words of the passage" in words


def test_who_is_involved_is_said_with_the_statements_that_say_so_and_taken_back(
    house: House, matei: Browser
) -> None:
    _, (first, second, *_) = house.read_one()
    quarry = an_incident(house, when="2026-03-14")
    file_statements(house.desk, house.cast.matei, quarry.id, [first, second])
    party = record_party(house.desk, house.cast.matei, Party("", "Ilya Saratov", PartyKind.PERSON))
    page = matei.get(f"/incidents/{quarry.id}/involve")
    assert "There is no such facility" in page.words
    page = sent(matei, page, "/involve", party_called="ilya saratov", role="victim", statements=[second])
    assert page.status == 200
    page = sent(matei, page, "/involve", party=party.id, role="victim", statements=[first])
    shown = incident_page(house.desk, house.cast.matei, quarry.id)
    assert shown.incident is not None
    assert shown.incident.involved == (Involvement(party.id, IncidentRole.VICTIM, (second, first)),)
    page = matei.get(f"/incidents/{quarry.id}")
    assert f"/statements/{second}" in page.links
    page = matei.get(f"/statements/{second}")
    assert f"s={second}" in page.path
    assert "14 March 2026 Quarry 9 victim" in matei.get(f"/parties/{party.id}").words
    page = matei.get(f"/incidents/{quarry.id}/involve")
    page = sent(matei, page, "/involve", take_out=f"{party.id} victim")
    shown = incident_page(house.desk, house.cast.matei, quarry.id)
    assert shown.incident is not None
    assert shown.incident.involved == ()
    assert matei.post(f"/incidents/{quarry.id}/involve", role="victim").status == 400
    assert matei.post(f"/incidents/{quarry.id}/involve", party=party.id, role="hero").status == 400


def test_a_pattern_has_parts_and_a_part_leads_to_it(house: House, matei: Browser) -> None:
    pattern = an_incident(house, "Raids in Sarn")
    page = matei.get(f"/incidents/new?part_of={pattern.id}")
    page = sent(matei, page, "/incidents", title="The raid of 14 March", when="2026-03-14")
    assert "a part of Raids in Sarn" in page.words
    assert "14 March 2026" in page.words
    assert "The raid of 14 March" in matei.get(f"/incidents/{pattern.id}").words
    part = page.path.split("/")[2].split("?")[0]
    page = matei.get(f"/incidents/{pattern.id}/change")
    page = sent(matei, page, "/change", part_of=part)
    assert page.status == 400
    assert "no part of itself" in page.words


def test_a_change_of_an_incident_writes_over_nobodys_work(house: House, matei: Browser) -> None:
    place = record_place(house.desk, house.cast.matei, Place("", "Quarry 9"))
    made = an_incident(house, "The quarry", place=place.id, acts=("detained", "mt4:030102"))
    page = matei.get(f"/incidents/{made.id}/change")
    assert the_form(page, "/change").fields["place"] == [place.id]
    change_incident(house.desk, house.cast.sanne, replace(made, when="2026-03"))
    refused = sent(matei, page, "/change", title="Another")
    assert refused.status == 400
    assert "changed by somebody else meanwhile" in refused.words
    page = sent(matei, matei.get(f"/incidents/{made.id}/change"), "/change", title="Another")
    assert "March 2026" in page.words
    shown = incident_page(house.desk, house.cast.matei, made.id).incident
    assert shown == replace(made, title="Another", when="2026-03")


def test_a_reader_looks_and_changes_nothing(house: House) -> None:
    item, (first, *_) = house.read_one()
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, [first])
    lev = Browser(house.desk, house.cast.lev)
    page = lev.get(f"/incidents/{quarry.id}")
    assert "There is no such facility" in page.words
    assert not [one for one in page.forms if one.action.startswith("/incidents") and one.method == "post"]
    assert f"/statements/{first}/file" not in lev.get(f"/items/{item}").links
    for path in ("/incidents", f"/incidents/{quarry.id}/take-out", f"/incidents/{quarry.id}/involve"):
        assert lev.post(path, title="X", statement=first).status in {400, 403}
    assert lev.post("/incidents", title="X").status == 403
    assert lev.post(f"/statements/{first}/file", incident=quarry.id).status == 403
    assert lev.post(f"/statements/{first}/file", new="1", title="X").status == 403


def test_what_is_in_a_compartment_leaves_no_trace(house: House, matei: Browser) -> None:
    inside = frozenset({house.cast.quarry})
    item, (first, *_) = house.read_one()
    secret = record_incident(house.desk, house.cast.vera, Incident("", "The third gate"), inside)
    file_statements(house.desk, house.cast.vera, secret.id, [first])
    nothing = "inc_" + "0" * 26
    unseen, absent = matei.get(f"/incidents/{secret.id}"), matei.get(f"/incidents/{nothing}")
    assert unseen.status == absent.status == 404
    assert unseen.html.replace(secret.id, "…") == absent.html.replace(nothing, "…")
    paths = ("/incidents", f"/items/{item}?s={first}", f"/statements/{first}/file", "/incidents/new")
    for path in paths:
        assert "third gate" not in matei.get(path).html
        assert secret.id not in matei.get(path).html
    assert "third gate" not in matei.post("/incidents/find", beginning="the").words
    assert "third gate" not in matei.post(f"/statements/{first}/file", called="third").words
    assert matei.post(f"/statements/{first}/file", incident=secret.id).status == 404
    assert matei.get(f"/incidents/new?part_of={secret.id}").status == 404
    assert "third gate" in Browser(house.desk, house.cast.vera).get(f"/items/{item}").words


def test_an_earlier_day_shows_what_was_filed_then(house: House, matei: Browser) -> None:
    _, (first, second, *_) = house.read_one()
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, [first])
    then = house.desk.ledger.head().size
    file_statements(house.desk, house.cast.matei, quarry.id, [second])
    page = matei.get(f"/incidents/{quarry.id}?as_of={then}")
    assert "1 statement" in page.words
    assert not [one for one in page.forms if one.action.startswith("/incidents")]
    assert f"as_of={then}" in matei.get(f"/statements/{first}?as_of={then}").path
    assert "Quarry 9" in matei.post(f"/incidents/find?as_of={then}", beginning="qu").words
    assert matei.post(f"/statements/{first}/file?as_of={then}", incident=quarry.id).status == 400


def test_hostile_titles_stay_words(house: House, matei: Browser) -> None:
    hostile = "<script>alert(1)</script>\u202eevil"
    item, (first, *_) = house.read_one()
    made = an_incident(house, hostile)
    file_statements(house.desk, house.cast.matei, made.id, [first], reason=hostile)
    paths = ("/incidents", f"/incidents/{made.id}", f"/incidents/{made.id}/change", f"/items/{item}")
    for path in (*paths, f"/incidents/{made.id}/involve", f"/statements/{first}/file"):
        html = matei.get(path).html
        assert "<script>alert" not in html
        assert "\u202e" not in html
        assert " style=" not in html
    for given in (
        {"acts": "hate"},
        {"codes": "x:1"},
        {"place": "../x"},
        {"part_of": "stm_0"},
        {"title": "a\x00"},
    ):
        assert matei.post("/incidents", **{"title": "X"} | given).status == 400
    assert matei.post(f"/statements/{first}/file", incident="nowhere").status == 404
