"""What rests on what was taken back is listed until somebody deals with it, and goes when the cause goes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from judging_cast import VESNA, WHY, Case, case_of, detained
from matter_cast import a_party
from stated import Stated, on

from desk_cast import House
from khronika.acts.brief import TAKEN_BACK, brief
from khronika.acts.correcting import correct, undo_correction
from khronika.acts.desk import acting
from khronika.acts.grading import grade, undo_grade
from khronika.acts.incidents import change_incident, record_incident
from khronika.acts.outgoing import BriefOrder
from khronika.acts.parties import record_party
from khronika.acts.recalling import lift_recall, recall
from khronika.acts.recording import compartments_of
from khronika.acts.resting_on import Rests
from khronika.acts.review import accept
from khronika.acts.second import Proposed, confirm, propose, withdraw_proposal
from khronika.acts.travelling import deal, dealt_with, undo_dealing, unsettled
from khronika.errors import NotFound, UsageFault
from khronika.ledger.store import Draft
from khronika.publishing.exchange import render_json
from khronika.publishing.html import render_html
from khronika.publishing.markdown import render_markdown
from khronika.records.access import Right
from khronika.records.actions import Action, ActionKind
from khronika.records.body import body_of
from khronika.records.claims import SuggestedClaim
from khronika.records.consent import Audience
from khronika.records.corrections import Correction, Dealing, Manner, Outcome
from khronika.records.findings import Element, Finding, StandardOfProof
from khronika.records.ids import Kind
from khronika.records.matter import (
    Credibility,
    Incident,
    IncidentRole,
    Involvement,
    Property,
    Reliability,
)
from khronika.records.second import Deed
from khronika.records.statement import Act

STANDARD = StandardOfProof.REASONABLE_GROUNDS


@pytest.fixture
def case(house: House) -> Case:
    return case_of(house)


def lines(case: Case, member: str = "", **given: Any) -> list[Rests]:
    return list(unsettled(case.house.desk, member or case.house.cast.ines, **given).lines)


def told(case: Case, member: str = "", **given: Any) -> set[tuple[str, str]]:
    """Return what is listed: the kind of the record and the statement on which it rests."""
    return {(line.kind, line.statement) for line in lines(case, member, **given)}


def retracted(case: Case, of: str, by: str = "", manner: Manner = Manner.RETRACTS, **given: Any) -> str:
    by = by or case.takes_back(act=Act(manner.value))
    record = Correction("", by, of, manner, **given)
    return correct(case.house.desk, case.house.cast.ines, record).id


def recorded(case: Case, type_: str, record: Any, named: list[str]) -> str:
    """Record a finding or an action, in the compartments of what it names."""
    with acting(case.house.desk, case.house.cast.ines, Right.FILE) as act:
        inside = compartments_of(act.get(id_) for id_ in named)
        act.add(Draft(type_, record.id, body_of(record), compartments=inside))
    return str(record.id)


def a_finding(
    case: Case, *supports: str, opposes: tuple[str, ...] = (), element: tuple[str, ...] = ()
) -> str:
    elements = (Element("detention", statements=element),) if element else ()
    made = Finding(
        case.house.desk.new_id(Kind.FINDING),
        "Forty people were held at Quarry 9",
        STANDARD,
        (case.incident,),
        supports=supports,
        opposes=opposes,
        elements=elements,
    )
    return recorded(case, "finding.recorded", made, [*supports, *opposes, *element])


def an_action(case: Case, *statements: str, reply: tuple[str, ...] = ()) -> str:
    party = record_party(case.house.desk, case.house.cast.ines, a_party("Interior Ministry"))
    made = Action(
        case.house.desk.new_id(Kind.ACTION),
        ActionKind.COMPLAINT,
        "Complaint on Quarry 9",
        party.id,
        cites=statements,
        reply=reply,
    )
    return recorded(case, "action.recorded", made, [*statements, *reply])


def public(case: Case) -> Stated:
    return case.text(public=True)


def handed_over(case: Case, item: str, audience: Audience = Audience.PARTNERS) -> None:
    brief(case.house.desk, case.house.cast.ines, BriefOrder("A brief", (item,), audience=audience))


def seen_by_two(case: Case, statement: str) -> str:
    accept(case.house.desk, case.house.cast.sanne, [statement])
    return statement


def test_findings_incidents_grades_and_actions_that_name_a_retracted_statement_are_listed(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    first, other = case.say(claims=(detained(40),)), case.say(speaker=VESNA, claims=(detained(9),))
    cites = {
        a_finding(case, first),
        a_finding(case, other, opposes=(first,)),
        a_finding(case, element=(first,)),
    }
    a_finding(case, other)
    party = record_party(desk, ines, a_party())
    involved = (Involvement(party.id, IncidentRole.WITNESS, (first,)),)
    incident = record_incident(desk, ines, Incident("", "Held at Quarry 9", involved=involved))
    graded = grade(desk, ines, first, Reliability.B, Credibility.POSSIBLY_TRUE, WHY)
    sent, answered = an_action(case, first), an_action(case, other, reply=(first,))
    assert lines(case) == []
    cause = retracted(case, first)
    found = lines(case)
    assert {line.record for line in found} == cites | {incident.id, graded.id, sent, answered}
    assert {(line.cause, line.manner, line.statement) for line in found} == {(cause, "retracts", first)}
    names = {line.kind: line.name for line in found}
    assert names["fnd"] == "Forty people were held at Quarry 9"
    assert (names["inc"], names["grd"], names["atn"]) == ("Held at Quarry 9", "B 3", "Complaint on Quarry 9")


def test_undoing_a_retraction_takes_its_lines_away_and_doing_it_again_brings_them_back(
    case: Case,
) -> None:
    first = case.say(claims=(detained(40),))
    a_finding(case, first)
    back = case.takes_back()
    cause = retracted(case, first, back)
    before = lines(case)
    undo_correction(case.house.desk, case.house.cast.ines, cause, "of another letter")
    assert lines(case) == []
    retracted(case, first, back)
    assert [(line.record, line.statement) for line in lines(case)] == [
        (line.record, line.statement) for line in before
    ]


def test_relays_of_a_retracted_claim_are_listed_and_so_is_what_rests_on_them(case: Case) -> None:
    first = case.say(claims=(detained(40),), when=on(20))
    relay = case.say(claims=(detained(40),), when=on(21))
    another_claim = case.say(claims=(SuggestedClaim("", Property.KILLED, low=detained(3).low),), when=on(21))
    on_her_own = case.say(speaker=VESNA, claims=(detained(40),))
    finding = a_finding(case, relay, another_claim, on_her_own)
    retracted(case, first)
    assert told(case) == {("stm", first), ("fnd", relay)}
    assert {line.record for line in lines(case)} == {relay, finding}


def test_a_dispute_of_a_term_reaches_who_calls_it_so_and_nothing_else(case: Case) -> None:
    camp = SuggestedClaim("", Property.CALLED, value="held")
    first = case.say(speaker=VESNA, claims=(camp, detained(40)), when=on(20))
    calls = case.say(speaker=VESNA, claims=(camp,), when=on(21))
    case.say(speaker=VESNA, claims=(detained(40),), when=on(21))
    finding = a_finding(case, first)
    retracted(case, first, manner=Manner.DISPUTES, term="held")
    assert {line.record for line in lines(case)} == {calls, finding}
    assert {(line.manner, line.term) for line in lines(case)} == {("disputes", "held")}


def test_a_recall_lists_what_rests_on_all_of_a_source_and_lifting_it_takes_the_lines_away(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    planted = case.text()
    first = case.say(planted, claims=(detained(40),), when=on(20))
    second = case.say(planted, speaker="Ilya Oru", when=on(20))
    copy = case.say(claims=(detained(40),), when=on(21), speaker="two men", named=False)
    findings = {a_finding(case, first), a_finding(case, second)}
    record = recall(desk, ines, planted.item, "it was planted")
    gone = {one.statement for one in case.sheet().gone}
    found = lines(case, cause=record.id)
    assert {line.record for line in found} == findings | (gone - {first, second})
    assert copy in {line.record for line in found} or copy not in gone
    assert {line.manner for line in found} == {"recalls"}
    lift_recall(desk, ines, record.id, WHY)
    assert lines(case) == []


def test_a_record_made_after_the_retraction_is_listed_as_well(case: Case) -> None:
    first = case.say()
    retracted(case, first)
    finding = a_finding(case, first)
    assert [line.record for line in lines(case)] == [finding]


def test_what_somebody_dealt_with_is_listed_no_more_and_again_once_that_is_undone(case: Case) -> None:
    desk, sanne = case.house.desk, case.house.cast.sanne
    first = case.say()
    finding, other = a_finding(case, first), a_finding(case, first)
    cause = retracted(case, first)
    made = deal(desk, sanne, Dealing("", cause, finding, first, Outcome.STANDS, f" {WHY} "))
    assert made.reason == WHY
    assert [line.record for line in lines(case)] == [other]
    (shown,) = dealt_with(desk, sanne, cause)
    assert (shown.dealing, shown.by) == (made, sanne)
    with pytest.raises(UsageFault, match="was dealt with"):
        deal(desk, sanne, replace(made, id=""))
    undo_dealing(desk, sanne, made.id, "it does not stand")
    assert {line.record for line in lines(case)} == {finding, other}
    assert dealt_with(desk, sanne, cause) == []
    assert deal(desk, sanne, replace(made, outcome=Outcome.WITHDRAWN)).id == made.id


@pytest.mark.parametrize("reason", ["", " "])
def test_one_deals_with_what_rests_on_it_and_says_why(case: Case, reason: str) -> None:
    desk, sanne = case.house.desk, case.house.cast.sanne
    first, other = case.say(), case.say(speaker=VESNA)
    finding, apart = a_finding(case, first), a_finding(case, other)
    cause = retracted(case, first)
    with pytest.raises(UsageFault, match="does not rest"):
        deal(desk, sanne, Dealing("", cause, apart, first, Outcome.STANDS, WHY))
    with pytest.raises(UsageFault):
        deal(desk, sanne, Dealing("", cause, finding, first, Outcome.STANDS, reason))
    assert len(lines(case)) == 1


def test_what_went_out_beyond_the_desk_with_a_statement_is_listed_once_it_is_retracted(case: Case) -> None:
    text = public(case)
    first = seen_by_two(case, case.say(text))
    (later,) = text.add()
    handed_over(case, text.item, Audience.DESK)
    assert lines(case) == []
    handed_over(case, text.item)
    accept(case.house.desk, case.house.cast.ines, [later])
    cause = retracted(case, first)
    retracted(case, later)
    (line,) = lines(case)
    assert (line.kind, line.statement, line.name) == ("exp", first, "brief, partners, documentation")
    handed_over(case, text.item)
    assert lines(case) == [line]
    deal(
        case.house.desk,
        case.house.cast.sanne,
        Dealing("", cause, line.record, first, Outcome.RECIPIENTS_TOLD, "written to all"),
    )
    assert lines(case) == []


def test_what_waits_for_a_second_person_to_go_out_is_listed_until_it_is_answered(case: Case) -> None:
    desk, cast = case.house.desk, case.house.cast
    text = public(case)
    first = seen_by_two(case, case.say(text))
    order = BriefOrder("A brief", (text.item,), audience=Audience.PUBLIC)
    waits = propose(desk, cast.oskar, Proposed(Deed.HAND_OVER, "for the site", kind="brief", order=order))
    retracted(case, first)
    assert [(line.record, line.name) for line in lines(case)] == [(waits.id, "for the site")]
    withdraw_proposal(desk, cast.oskar, waits.id)
    assert lines(case) == []
    again = propose(desk, cast.oskar, Proposed(Deed.HAND_OVER, "for the site", kind="brief", order=order))
    confirm(desk, cast.ines, again.id)
    assert lines(case) == []


def test_a_grade_that_is_taken_back_and_a_role_that_is_changed_are_lines_no_more(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    first = case.say()
    party = record_party(desk, ines, a_party())
    involved = (Involvement(party.id, IncidentRole.WITNESS, (first,)),)
    incident = record_incident(desk, ines, Incident("", "Held at Quarry 9", involved=involved))
    graded = grade(desk, ines, first, Reliability.B, Credibility.POSSIBLY_TRUE, WHY)
    retracted(case, first)
    assert told(case) == {("inc", first), ("grd", first)}
    undo_grade(desk, ines, graded.id, WHY)
    change_incident(desk, ines, replace(incident, involved=()))
    assert lines(case) == []


def test_a_hidden_record_or_correction_is_in_no_line_and_no_count(case: Case) -> None:
    desk, sanne, ines, vera = (
        case.house.desk,
        case.house.cast.sanne,
        case.house.cast.ines,
        case.house.cast.vera,
    )
    first, unseen = case.say(), case.say(case.hidden(), speaker=VESNA)
    open_, secret = a_finding(case, first), a_finding(case, first, unseen)
    back = case.takes_back(text=case.text("Mira Dzhalova said: nobody is held at Quarry 9, no.\n"))
    cause = retracted(case, first, back)
    assert [line.record for line in lines(case, sanne)] == [open_]
    assert unsettled(desk, sanne).count == 1
    assert {line.record for line in lines(case, vera)} == {open_, secret}
    with pytest.raises(NotFound):
        deal(desk, sanne, Dealing("", cause, secret, first, Outcome.STANDS, WHY))
    hidden_back = case.say(case.hidden(), acts=(Act.RETRACTS,), when=on(25))
    other = case.say(when=on(22))
    a_finding(case, other)
    hidden_cause = correct(desk, ines, Correction("", hidden_back, other, Manner.RETRACTS)).id
    assert unsettled(desk, sanne).count == 1
    with pytest.raises(NotFound):
        unsettled(desk, sanne, cause=hidden_cause)


def test_lines_come_in_pages_and_as_of_an_earlier_entry(case: Case) -> None:
    first = case.say()
    for _ in range(3):
        a_finding(case, first)
    then = case.now()
    retracted(case, first)
    every = lines(case)
    assert unsettled(case.house.desk, case.house.cast.ines, limit=2).count == 3
    assert lines(case, limit=2) + lines(case, limit=2, start=2) == every
    assert lines(case, as_of=then) == []


def test_what_is_erased_or_not_in_the_record_any_more_is_no_line(case: Case) -> None:
    first = case.say()
    finding = a_finding(case, first)
    cause = retracted(case, first)
    made = Dealing("", cause, finding, first, Outcome.STANDS, WHY)
    dealing = deal(case.house.desk, case.house.cast.ines, made)
    erased = case.house.erase(first)
    assert {cause, dealing.id} <= set(erased)
    assert lines(case) == []


def test_a_brief_says_beside_a_statement_what_was_done_to_it(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    text = public(case)
    first = seen_by_two(case, case.say(text))
    retracted(case, first)
    made = brief(desk, ines, BriefOrder("A brief", (text.item,)))
    assert made.sentences[0].objected == ("retracted by Mira Dzhalova on 24 March 2026",)
    assert TAKEN_BACK in made.heading.marks
    assert "**retracted by Mira Dzhalova on 24 March 2026**" in render_markdown(made)
    assert "retracted by Mira Dzhalova on 24 March 2026" in render_html(made)
    assert json.loads(render_json(made))["items"][0]["statements"][0]["objections"] == [
        {
            "manner": "retracts",
            "term": "",
            "speaker": "Mira Dzhalova",
            "first": "2026-03-24",
            "last": "2026-03-24",
        }
    ]


def test_beyond_the_desk_a_brief_tells_who_took_it_back_only_where_that_text_goes_out_too(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    text, letter = public(case), case.text("Mira Dzhalova takes back that nobody is held at Quarry 9.\n")
    first = seen_by_two(case, case.say(text))
    retracted(case, first, case.say(letter, acts=(Act.RETRACTS,), when=on(24)))
    outside = brief(desk, ines, BriefOrder("A brief", (text.item,), audience=Audience.PARTNERS))
    assert outside.sentences[0].objected == ("retracted",)
    open_letter = case.text("Mira Dzhalova now says that nobody is held at Quarry 9.\n", public=True)
    other = seen_by_two(case, case.say(open_letter, acts=(Act.DISPUTES,), when=on(25)))
    retracted(case, first, other, manner=Manner.DISPUTES)
    items = (text.item, open_letter.item)
    both = brief(desk, ines, BriefOrder("A brief", items, audience=Audience.PARTNERS))
    said = {words for sentence in both.sentences for words in sentence.objected}
    assert said == {"retracted", "disputed by Mira Dzhalova on 25 March 2026"}


def test_a_hand_over_is_not_confirmed_that_was_proposed_before_a_retraction(
    case: Case,
) -> None:
    desk, cast = case.house.desk, case.house.cast
    text = public(case)
    first = seen_by_two(case, case.say(text))
    order = BriefOrder("A brief", (text.item,), audience=Audience.PUBLIC)
    waits = propose(desk, cast.oskar, Proposed(Deed.HAND_OVER, "for the site", kind="brief", order=order))
    retracted(case, first)
    with pytest.raises(UsageFault, match="changed since"):
        confirm(desk, cast.ines, waits.id)
