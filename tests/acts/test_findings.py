"""Findings: what they cite, who reviews them, what moves their ground, and what a member sees of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from judging_cast import VESNA, WHY, Case, case_of, detained

from desk_cast import House
from khronika.acts.correcting import correct, undo_correction
from khronika.acts.finding_page import FindingPage, finding_page, findings
from khronika.acts.findings import (
    change_finding,
    drop_finding,
    record_finding,
    review_finding,
    still_stands,
)
from khronika.acts.paging import Page
from khronika.acts.recalling import lift_recall, recall
from khronika.acts.review import accept, amend, reject
from khronika.acts.shown import SECOND_PERSON_MARK
from khronika.acts.sign_in import enter_once, invite
from khronika.acts.stale import Why
from khronika.acts.tying import join_voices
from khronika.errors import NeedsSecond, NotFound, UsageFault
from khronika.records.corrections import Correction, Manner
from khronika.records.findings import Attribution, Element, Finding, StandardOfProof
from khronika.records.statement import Act

GROUNDS = StandardOfProof.REASONABLE_GROUNDS
SENTENCE = "At least forty people were held at Quarry 9 without a judge."


@dataclass
class Findings:
    """A case with findings about it."""

    case: Case

    @property
    def house(self) -> House:
        return self.case.house

    def drawn(self, supports: list[str], **fields: Any) -> Finding:
        given: dict[str, Any] = {"incidents": (self.case.incident,), "sentence": SENTENCE, **fields}
        return Finding("", standard=GROUNDS, supports=tuple(supports), **given)

    def find(self, *supports: str, member: str = "", **fields: Any) -> Finding:
        by = member or self.house.cast.matei
        return record_finding(self.house.desk, by, self.drawn(list(supports), **fields))

    def page(self, finding: Finding, member: str = "", as_of: str | None = None) -> FindingPage:
        by = member or self.house.cast.ines
        return finding_page(self.house.desk, by, finding.id, as_of=as_of)

    def why(self, finding: Finding, member: str = "") -> list[tuple[Why, str]]:
        return [(one.why, one.statement) for one in self.page(finding, member).shown.moved]

    def takes_back(self, of: str, manner: Manner = Manner.RETRACTS, **fields: Any) -> Correction:
        back = self.case.takes_back(filed=False, **fields)
        return correct(self.house.desk, self.house.cast.ines, Correction("", back, of, manner))


@pytest.fixture
def desk_of(house: House) -> Findings:
    return Findings(case_of(house))


def two(desk_of: Findings) -> tuple[str, str]:
    """Return two statements of two speakers that say the same."""
    case = desk_of.case
    return case.say(claims=(detained(40),)), case.say(speaker=VESNA, claims=(detained(40),))


def test_a_finding_keeps_the_members_words_and_the_desk_adds_its_origins_and_how_all_cited_stood(
    desk_of: Findings,
) -> None:
    one, other = two(desk_of)
    against = desk_of.case.say(speaker="Ilya Oru")
    element = Element("deprivation of liberty", met=True, statements=(one,))
    made = desk_of.find(
        other,
        one,
        opposes=(against,),
        right="liberty and security of person",
        norm="ICCPR article 9",
        attribution=Attribution.ORGAN,
        elements=(element, Element("no judge")),
        reasoning="Two who were there.\n\nThe third was not.",
        least=9,
        most=9,
        reviewed_by=(desk_of.house.cast.sanne,),
    )
    page = desk_of.page(made)
    assert page.shown.finding == made
    assert (made.sentence, made.least, made.most, made.reviewed_by) == (SENTENCE, 2, 2, ())
    assert made.supports == tuple(sorted((one, other)))
    entries = {shown.id: shown.entry for shown in (*page.supports, *page.opposes)}
    assert {ground.statement: ground.entry for ground in made.grounds} == entries
    assert (page.shown.by, page.shown.mark, page.shown.moved) == ("Matei", SECOND_PERSON_MARK, ())


def test_the_order_of_citing_changes_nothing(desk_of: Findings) -> None:
    one, other = two(desk_of)
    first, second = desk_of.find(one, other), desk_of.find(other, one, one)
    assert replace(first, id="") == replace(second, id="")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"sentence": "  "}, "sentence"),
        ({"sentence": "x" * 1001}, "sentence"),
        ({"sentence": "held\x07"}, "sentence"),
        ({"incidents": ()}, "incidents"),
        ({"supports": ()}, "supports"),
        ({"opposes": "same"}, "opposes"),
        ({"elements": (Element(""),)}, "elements"),
        ({"elements": (Element("held"), Element("held"))}, "elements"),
        ({"elements": (Element("held", statements=("stm_" + "0" * 26,)),)}, "elements"),
        ({"reasoning": "a\x00b"}, "reasoning"),
        ({"reasoning": "x" * 20_001}, "reasoning"),
        ({"norm": "x" * 301}, "norm"),
    ],
)
def test_what_is_wrong_with_a_finding_is_told_beside_the_field(
    desk_of: Findings, fields: dict[str, Any], field: str
) -> None:
    one = desk_of.case.say()
    given: dict[str, Any] = {name: (one,) if value == "same" else value for name, value in fields.items()}
    drawn = replace(desk_of.drawn([one]), **given)
    with pytest.raises(UsageFault) as fault:
        record_finding(desk_of.house.desk, desk_of.house.cast.matei, drawn)
    assert fault.value.field == field


def test_what_nobody_took_into_the_record_supports_nothing(desk_of: Findings) -> None:
    (suggested,) = desk_of.case.text().add()
    with pytest.raises(UsageFault, match="not in the record"):
        desk_of.find(suggested)


def test_what_was_retracted_is_refused_as_support_and_may_be_cited_against(desk_of: Findings) -> None:
    one, other = two(desk_of)
    correction = desk_of.takes_back(one)
    with pytest.raises(UsageFault, match=f"{one} was retracted by {correction.id}"):
        desk_of.find(one, other)
    assert desk_of.find(other, opposes=(one,)).least == 1


def test_what_was_recalled_is_refused_as_support(desk_of: Findings) -> None:
    text = desk_of.case.text()
    one, other = desk_of.case.say(text), desk_of.case.say(speaker=VESNA)
    recalled = recall(desk_of.house.desk, desk_of.house.cast.sanne, text.item, "it was planted")
    with pytest.raises(UsageFault, match=f"{one} was recalled by {recalled.id}"):
        desk_of.find(one, other)


def test_who_wrote_it_or_changed_it_last_cannot_review_it_and_another_can(desk_of: Findings) -> None:
    desk, cast = desk_of.house.desk, desk_of.house.cast
    made = desk_of.find(*two(desk_of))
    with pytest.raises(NeedsSecond):
        review_finding(desk, cast.matei, made.id)
    changed = change_finding(desk, cast.ines, replace(made, reasoning="Both were there."))
    for member in (cast.matei, cast.ines):
        with pytest.raises(NeedsSecond):
            review_finding(desk, member, made.id)
    review_finding(desk, cast.sanne, changed.id, desk_of.page(made).shown.entry)
    shown = desk_of.page(made).shown
    assert (shown.status, shown.reviewed_by, shown.mark) == ("reviewed", ("Sanne",), "")


def test_who_let_the_writer_in_anew_is_not_another_person(desk_of: Findings) -> None:
    desk, cast = desk_of.house.desk, desk_of.house.cast
    made = desk_of.find(*two(desk_of))
    for _ in range(2):
        enter_once(desk, invite(desk, cast.ines, cast.matei))
    with pytest.raises(NeedsSecond, match="let the other in anew"):
        review_finding(desk, cast.ines, made.id)


def test_a_change_takes_the_review_away_and_a_review_of_what_was_changed_since_is_refused(
    desk_of: Findings,
) -> None:
    desk, cast = desk_of.house.desk, desk_of.house.cast
    made = desk_of.find(*two(desk_of))
    seen = desk_of.page(made).shown.entry
    review_finding(desk, cast.sanne, made.id, seen)
    change_finding(desk, cast.matei, replace(made, sentence="Forty people were held."))
    assert desk_of.page(made).shown.mark == SECOND_PERSON_MARK
    with pytest.raises(UsageFault, match="changed since"):
        review_finding(desk, cast.sanne, made.id, seen)
    with pytest.raises(UsageFault, match="changed since"):
        change_finding(desk, cast.sanne, made, seen)


def test_saying_the_same_again_records_nothing(desk_of: Findings) -> None:
    made = desk_of.find(*two(desk_of))
    head = desk_of.house.desk.ledger.head()
    change_finding(desk_of.house.desk, desk_of.house.cast.matei, made)
    assert desk_of.house.desk.ledger.head() == head


def test_the_history_tells_who_changed_which_field_and_why_it_was_dropped(desk_of: Findings) -> None:
    desk, cast = desk_of.house.desk, desk_of.house.cast
    made = desk_of.find(*two(desk_of))
    change_finding(desk, cast.sanne, replace(made, sentence="Forty were held.", norm="ICCPR article 9"))
    drop_finding(desk, cast.matei, made.id, "of another quarry")
    steps = desk_of.page(made).steps
    assert [(step.type, step.by) for step in steps] == [
        ("finding.recorded", "Matei"),
        ("finding.changed", "Sanne"),
        ("finding.dropped", "Matei"),
    ]
    assert steps[1].changed == ("sentence", "norm")
    assert steps[2].reason == "of another quarry"
    assert findings(desk, cast.ines).findings == ()
    with pytest.raises(UsageFault, match="not a finding that stands"):
        change_finding(desk, cast.matei, made)


def test_a_retraction_makes_stale_what_cites_the_statement_and_nothing_else(desk_of: Findings) -> None:
    one, other = two(desk_of)
    both, rest = desk_of.find(one, other), desk_of.find(other)
    correction = desk_of.takes_back(one)
    assert desk_of.why(both) == [(Why.RETRACTED, one), (Why.FEWER, "")]
    assert desk_of.why(rest) == []
    undo_correction(desk_of.house.desk, desk_of.house.cast.ines, correction.id, "of another letter")
    assert desk_of.why(both) == []


def test_a_retraction_makes_stale_what_cites_a_relay_of_the_voice(desk_of: Findings) -> None:
    one, relay = desk_of.case.say(claims=(detained(40),)), desk_of.case.say(claims=(detained(40),))
    made = desk_of.find(relay)
    desk_of.takes_back(one)
    assert (Why.RETRACTED, relay) in desk_of.why(made)


@pytest.mark.parametrize(
    ("manner", "why", "act"),
    [(Manner.DISPUTES, Why.DISPUTED, Act.DISPUTES), (Manner.CORRECTS, Why.CORRECTED, Act.CORRECTS)],
)
def test_a_dispute_or_a_correction_of_what_is_cited_makes_it_stale(
    desk_of: Findings, manner: Manner, why: Why, act: Act
) -> None:
    one, other = two(desk_of)
    made = desk_of.find(one, opposes=(other,))
    desk_of.takes_back(one, manner, act=act)
    assert (why, one) in desk_of.why(made)


def test_a_recall_makes_it_stale_and_its_lifting_restores_it(desk_of: Findings) -> None:
    text = desk_of.case.text()
    one, other = desk_of.case.say(text), desk_of.case.say(speaker=VESNA)
    made = desk_of.find(one, other)
    recalled = recall(desk_of.house.desk, desk_of.house.cast.sanne, text.item, "it was planted")
    assert desk_of.why(made) == [(Why.RECALLED, one), (Why.FEWER, "")]
    lift_recall(desk_of.house.desk, desk_of.house.cast.sanne, recalled.id, "it was not")
    assert desk_of.why(made) == []


def test_two_voices_that_a_person_joins_leave_fewer_origins(desk_of: Findings) -> None:
    one, other = two(desk_of)
    made = desk_of.find(one, other)
    join_voices(desk_of.house.desk, desk_of.house.cast.sanne, [one, other], WHY)
    (moved,) = desk_of.page(made).shown.moved
    assert (moved.why, moved.least, made.least) == (Why.FEWER, 1, 2)


def test_a_statement_that_contradicts_what_supports_it_makes_it_stale_once_it_is_filed(
    desk_of: Findings,
) -> None:
    known = desk_of.case.say(speaker="Ilya Oru", claims=(detained(3, 4),))
    one, other = two(desk_of)
    made = desk_of.find(one, other)
    assert desk_of.why(made) == []
    new = desk_of.case.say(speaker="Roza Ketti", claims=(detained(1, 2),))
    assert desk_of.why(made) == [(Why.CONTRADICTED, new)]
    cited = replace(made, opposes=(new, known))
    change_finding(desk_of.house.desk, desk_of.house.cast.matei, cited)
    assert desk_of.why(made) == []


def test_an_amended_or_rejected_statement_makes_it_stale_and_a_second_acceptance_does_not(
    desk_of: Findings,
) -> None:
    desk, cast = desk_of.house.desk, desk_of.house.cast
    one, other = two(desk_of)
    made = desk_of.find(one, other)
    accept(desk, cast.sanne, [one])
    assert desk_of.why(made) == []
    amend(desk, cast.sanne, one, {"acts": ["alleges"]})
    reject(desk, cast.sanne, [other], "of another day")
    assert set(desk_of.why(made)) == {(Why.AMENDED, one), (Why.REJECTED, other), (Why.FEWER, "")}


def test_erasing_a_cited_statement_leaves_the_finding_stale_and_shows_the_id_alone(
    desk_of: Findings,
) -> None:
    one, other = two(desk_of)
    made = desk_of.find(one, other)
    desk_of.house.erase(one)
    page = desk_of.page(made)
    assert page.shown.finding is not None
    assert page.shown.finding.sentence == SENTENCE
    assert desk_of.why(made) == [(Why.ERASED, one), (Why.FEWER, "")]
    (gone,) = [shown for shown in page.supports if shown.id == one]
    assert (gone.status, gone.words, gone.statement) == ("erased", "", None)


def test_who_says_that_it_still_stands_records_how_its_ground_stands_now(desk_of: Findings) -> None:
    desk, cast = desk_of.house.desk, desk_of.house.cast
    one, other = two(desk_of)
    made = desk_of.find(one, other)
    with pytest.raises(UsageFault, match="has not moved"):
        still_stands(desk, cast.sanne, made.id, WHY)
    desk_of.house.erase(one)
    with pytest.raises(UsageFault, match="ground of this finding moved"):
        review_finding(desk, cast.sanne, made.id)
    stands = still_stands(desk, cast.matei, made.id, "the other was there too")
    assert (stands.least, stands.sentence, stands.supports) == (1, SENTENCE, made.supports)
    assert desk_of.why(made) == []
    assert desk_of.page(made).steps[-1].reason == "the other was there too"
    review_finding(desk, cast.sanne, made.id)


def test_a_finding_with_nothing_left_in_support_cannot_be_said_to_stand(desk_of: Findings) -> None:
    one = desk_of.case.say()
    made = desk_of.find(one)
    desk_of.takes_back(one)
    with pytest.raises(UsageFault, match="nothing in support"):
        still_stands(desk_of.house.desk, desk_of.house.cast.matei, made.id, WHY)


def test_as_of_earlier_a_finding_is_as_it_was_and_knows_nothing_later(desk_of: Findings) -> None:
    one, other = two(desk_of)
    made = desk_of.find(one, other)
    then = desk_of.case.now()
    desk_of.takes_back(one)
    change_finding(desk_of.house.desk, desk_of.house.cast.sanne, replace(made, supports=(other,)))
    assert desk_of.page(made, as_of=then).shown.finding == made
    assert desk_of.page(made, as_of=then).shown.moved == ()
    assert len(desk_of.page(made, as_of=then).steps) == 1
    assert len(desk_of.page(made).steps) == 2


def test_the_list_is_of_an_incident_and_of_what_is_stale_page_by_page(desk_of: Findings) -> None:
    desk, ines = desk_of.house.desk, desk_of.house.cast.ines
    one, other = two(desk_of)
    made = [desk_of.find(one, other), desk_of.find(other), desk_of.find(other, sentence="They were held.")]
    elsewhere = case_of(desk_of.house)
    desk_of.takes_back(one)
    assert [shown.id for shown in findings(desk, ines).findings] == [of.id for of in reversed(made)]
    assert findings(desk, ines, elsewhere.incident).count == 0
    assert [shown.id for shown in findings(desk, ines, stale=True).findings] == [made[0].id]
    assert findings(desk, ines, desk_of.case.incident, stale=False).count == 2
    first = findings(desk, ines, page=Page(2))
    rest = findings(desk, ines, page=Page(2, first.findings[-1].id))
    assert (first.count, first.further, rest.further) == (3, True, False)
    assert [shown.id for shown in rest.findings] == [made[0].id]


def test_a_finding_that_cites_a_hidden_statement_is_hidden(desk_of: Findings) -> None:
    desk, cast = desk_of.house.desk, desk_of.house.cast
    unseen = desk_of.case.say(desk_of.case.hidden(), speaker=VESNA)
    with pytest.raises(NotFound):
        desk_of.find(unseen)
    made = desk_of.find(unseen, member=cast.vera)
    assert desk_of.page(made, cast.vera).shown.finding == made
    with pytest.raises(NotFound):
        desk_of.page(made, cast.matei)
    assert findings(desk, cast.matei).count == 0
    assert findings(desk, cast.matei, desk_of.case.incident).count == 0
    with pytest.raises(NotFound):
        change_finding(desk, cast.matei, made)


def test_a_change_takes_no_finding_out_of_the_sight_of_those_who_see_it(desk_of: Findings) -> None:
    one = desk_of.case.say()
    made = desk_of.find(one)
    unseen = desk_of.case.say(desk_of.case.hidden(), speaker=VESNA)
    changed = replace(made, opposes=(unseen,))
    with pytest.raises(UsageFault, match="out of the sight"):
        change_finding(desk_of.house.desk, desk_of.house.cast.vera, changed)


def test_a_hidden_retraction_moves_nothing_for_those_who_do_not_see_it(desk_of: Findings) -> None:
    one, other = two(desk_of)
    made = desk_of.find(one, other)
    desk_of.takes_back(one, text=desk_of.case.hidden())
    assert desk_of.why(made, desk_of.house.cast.matei) == []
    assert desk_of.why(made, desk_of.house.cast.vera) == [(Why.RETRACTED, one), (Why.FEWER, "")]


def test_what_a_hidden_join_shows_is_recorded_in_its_compartment_and_in_no_number_outside(
    desk_of: Findings,
) -> None:
    desk, cast = desk_of.house.desk, desk_of.house.cast
    one = desk_of.case.say(claims=(detained(40),))
    other = desk_of.case.say(speaker=VESNA, claims=(detained(40),))
    between = desk_of.case.say(desk_of.case.hidden(), speaker="", named=False, claims=(detained(40),))
    join_voices(desk, cast.vera, [one, between], WHY)
    join_voices(desk, cast.vera, [between, other], WHY)
    with pytest.raises(UsageFault, match="fewer independent origins"):
        desk_of.find(one, other, member=cast.vera)
    inside = frozenset({cast.quarry})
    assert record_finding(desk, cast.vera, desk_of.drawn([one, other]), inside).least == 1
    assert desk_of.find(one, other).least == 2
