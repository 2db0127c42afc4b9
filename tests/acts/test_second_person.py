"""Four eyes: which acts take a second person, how they get one, and what a desk of one may do alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_cast import CHEAP, DENIAL, PASSPHRASE, WITNESS, FixedClock, House, Seeded, source_of
from khronika.acts.brief import brief
from khronika.acts.care import mark_care, unmark
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.desk import Desk
from khronika.acts.erase import erase
from khronika.acts.export import export_json
from khronika.acts.founding import found
from khronika.acts.members import (
    change_member,
    compartments,
    made_by_one,
    members,
    record_compartment,
    record_member,
)
from khronika.acts.outgoing import BriefOrder
from khronika.acts.read import read
from khronika.acts.review import accept, amend
from khronika.acts.rules import BY_ONE_PERSON, RULES, Asks, Matter
from khronika.acts.second import (
    Proposed,
    confirm,
    decline,
    proposals,
    propose,
    withdraw_proposal,
)
from khronika.acts.show import RecordShown, StatementShown, items, log, show
from khronika.acts.sources import Conditions
from khronika.acts.take_in import take_in
from khronika.acts.upkeep import rebuild, verify
from khronika.errors import NeedsSecond, NotAllowed, NotFound, UsageFault, Withheld
from khronika.intake.isolated import Extractor
from khronika.records.access import Member, Role
from khronika.records.care import Care
from khronika.records.consent import Audience, IdentityDetail, Purpose, Term
from khronika.records.second import Deed, Proposal

PAGE = Path(__file__).parents[2] / "docs" / "decisions" / "0016-what-needs-a-second-person.md"
COURT = Term(Purpose.COURT, Audience.MECHANISM, IdentityDetail.NAMED)
TO_COURT = BriefOrder("To the court", purpose=Purpose.COURT, audience=Audience.MECHANISM)
TO_PARTNERS = replace(TO_COURT, audience=Audience.PARTNERS)
TO_ALL = BriefOrder("To all", purpose=Purpose.PUBLIC_REPORT, audience=Audience.PUBLIC)
PUBLIC = Conditions(public=True)
PLAIN = '"The vans were ours," a spokesperson for the Interior Ministry said on Wednesday.\n'


def member_of(house: House, id_: str) -> Member:
    (found_one,) = [one for one in members(house.desk, house.cast.ines) if one.id == id_]
    return found_one


def to_erase(*records: str) -> Proposed:
    return Proposed(Deed.ERASE, "she asked", records)


def to_hand_over(order: BriefOrder, kind: str = "brief") -> Proposed:
    return Proposed(Deed.HAND_OVER, "for the report", kind=kind, order=order)


def to_make_custodian(compartments: frozenset[str] = frozenset()) -> Proposed:
    new = Member("", "Dara", frozenset({Role.CUSTODIAN}), compartments)
    return Proposed(Deed.RECORD_MEMBER, "more hands", member=new)


def shown(house: House, id_: str) -> RecordShown:
    found_one = show(house.desk, house.cast.ines, id_)
    assert isinstance(found_one, RecordShown)
    return found_one


def newest(house: House, type_: str) -> str:
    return next(one.subject for one in log(house.desk, house.cast.ines, limit=50) if one.type == type_)


# The rules


def test_every_rule_has_its_reason_and_stands_in_the_decision() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for matter in Matter:
        assert RULES[matter].why
        assert f"| {matter} |" in page, matter


def test_only_what_asks_for_somebody_else_can_be_closed_to_a_desk_of_one() -> None:
    for rule in RULES.values():
        assert rule.alone or rule.asks is not Asks.NOTHING


def test_whoever_accepts_a_statement_twice_is_still_one_person(house: House) -> None:
    _, (first, *_) = house.read_one(WITNESS)
    for member, mark in (
        (house.cast.sanne, "not seen by a second person"),
        (house.cast.sanne, "not seen by a second person"),
        (house.cast.matei, ""),
    ):
        accept(house.desk, member, [first])
        one = show(house.desk, house.cast.lev, first)
        assert isinstance(one, StatementShown)
        assert one.mark == mark
    amend(house.desk, house.cast.matei, first, {"speaker": "Witness B"})
    one = show(house.desk, house.cast.lev, first)
    assert isinstance(one, StatementShown)
    assert one.mark == "not seen by a second person"


# Erasing


def test_where_there_are_two_custodians_one_alone_erases_nothing(house: House) -> None:
    item = house.take_one(WITNESS)
    with pytest.raises(NeedsSecond, match="takes two people") as refused:
        erase(house.desk, house.cast.ines, [item], "she asked")
    assert refused.value.exit_code == 12
    assert items(house.desk, house.cast.ines)[0].status == "sealed"


def test_what_one_custodian_proposes_another_confirms_and_it_is_erased(house: House) -> None:
    item = house.take_one(WITNESS)
    made = propose(house.desk, house.cast.ines, to_erase(item))
    assert items(house.desk, house.cast.ines)[0].status == "sealed"
    (waiting,) = proposals(house.desk, house.cast.ruta)
    assert (waiting.proposal, waiting.until) == (made, "2026-04-27T09:00:00Z")
    assert (waiting.may_confirm, waiting.mine, waiting.yours_to_confirm) == ((house.cast.ruta,), False, True)
    done = confirm(house.desk, house.cast.ruta, made.id)
    assert item in done.erased
    assert items(house.desk, house.cast.ines)[0].status == "erased"
    assert proposals(house.desk, house.cast.ruta) == []
    erasure = shown(house, newest(house, "erasure.recorded"))
    assert erasure.body == {"reason": "she asked", "persons": [house.cast.ines, house.cast.ruta]}
    assert erasure.mark == ""


def test_the_answer_is_in_the_act_that_erases(house: House) -> None:
    made = propose(house.desk, house.cast.ines, to_erase(house.take_one(WITNESS)))
    confirm(house.desk, house.cast.ruta, made.id)
    first, second, *_ = log(house.desk, house.cast.ines, limit=5)
    assert {first.type, second.type} == {"erasure.recorded", "proposal.confirmed"}
    assert verify(house.desk, house.cast.ines, files=True).problems == ()
    rebuild(house.desk, house.cast.ines)
    assert shown(house, made.id).status == "confirmed"


def test_who_proposes_does_not_confirm(house: House) -> None:
    made = propose(house.desk, house.cast.ines, to_erase(house.take_one(WITNESS)))
    for answer in (
        lambda: confirm(house.desk, house.cast.ines, made.id),
        lambda: decline(house.desk, house.cast.ines, made.id, "no"),
    ):
        with pytest.raises(NotAllowed, match="does not confirm"):
            answer()
    (waiting,) = proposals(house.desk, house.cast.ines)
    assert (waiting.mine, waiting.yours_to_confirm) == (True, False)


def test_who_has_not_the_right_sees_that_it_waits_and_does_not_confirm(house: House) -> None:
    made = propose(house.desk, house.cast.ines, to_erase(house.take_one(WITNESS)))
    assert [one.yours_to_confirm for one in proposals(house.desk, house.cast.oskar)] == [False]
    for member in (house.cast.oskar, house.cast.lev, house.cast.sanne):
        with pytest.raises(NotAllowed, match="may not erase"):
            confirm(house.desk, member, made.id)
        with pytest.raises(NotAllowed):
            propose(house.desk, member, to_erase(made.about[0]))


def test_what_only_one_custodian_may_see_they_erase_alone_and_it_is_marked(house: House) -> None:
    yard = Conditions(compartments=frozenset({house.cast.quarry}))
    hidden = house.take_one(WITNESS, conditions=yard)
    with pytest.raises(UsageFault, match="nobody else could confirm"):
        propose(house.desk, house.cast.ines, to_erase(hidden))
    erase(house.desk, house.cast.ines, [hidden], "she asked")
    erasure = shown(house, newest(house, "erasure.recorded"))
    assert (erasure.mark, (erasure.body or {})["persons"]) == (BY_ONE_PERSON, [house.cast.ines])


def test_named_together_with_what_others_may_not_see_nothing_is_erased_by_one(house: House) -> None:
    yard = Conditions(compartments=frozenset({house.cast.quarry}))
    records = (house.take_one(DENIAL), house.take_one(WITNESS, conditions=yard))
    for act in (
        lambda: erase(house.desk, house.cast.ines, records, "she asked"),
        lambda: propose(house.desk, house.cast.ines, to_erase(*records)),
    ):
        with pytest.raises(NeedsSecond, match="nobody else may see all"):
            act()


def test_a_custodian_who_may_not_see_the_records_can_neither_see_nor_confirm_the_proposal(
    house: House,
) -> None:
    desk, ines = house.desk, house.cast.ines
    yard = frozenset({house.cast.quarry})
    change_member(desk, ines, replace(member_of(house, house.cast.ruta), compartments=yard))
    hidden = house.take_one(WITNESS, conditions=Conditions(compartments=yard))
    made = propose(desk, ines, to_erase(hidden))
    assert [one.proposal.id for one in proposals(desk, house.cast.ruta)] == [made.id]
    change_member(desk, ines, replace(member_of(house, house.cast.ruta), compartments=frozenset()))
    assert proposals(desk, house.cast.ruta) == []
    faults = []
    for id_ in (made.id, f"prp_{'0' * 26}"):
        for answer in (
            lambda id_=id_: confirm(desk, house.cast.ruta, id_),
            lambda id_=id_: decline(desk, house.cast.ruta, id_, "no"),
            lambda id_=id_: show(desk, house.cast.ruta, id_),
        ):
            with pytest.raises(NotFound) as fault:
                answer()
            faults.append((fault.value.fault.replace(id_, "…"), fault.value.hint))
    assert len(set(faults)) == 1


def test_a_proposal_waits_for_seven_days(house: House) -> None:
    item = house.take_one(WITNESS)
    made = propose(house.desk, house.cast.ines, to_erase(item))
    house.clock.forward(days=7)
    assert proposals(house.desk, house.cast.ruta) != []
    house.clock.forward(seconds=1)
    assert proposals(house.desk, house.cast.ruta) == []
    with pytest.raises(UsageFault, match="waits no longer"):
        confirm(house.desk, house.cast.ruta, made.id)
    assert items(house.desk, house.cast.ines)[0].status == "sealed"
    assert withdraw_proposal(house.desk, house.cast.ines, made.id).answered_by == house.cast.ines


def test_what_changed_since_is_proposed_anew(house: House) -> None:
    _, (first, *_) = house.read_one(WITNESS)
    made = propose(house.desk, house.cast.ines, to_erase(first))
    amend(house.desk, house.cast.sanne, first, {"speaker": "Witness B"})
    with pytest.raises(UsageFault, match="changed since"):
        confirm(house.desk, house.cast.ruta, made.id)
    assert proposals(house.desk, house.cast.ruta) != []
    again = propose(house.desk, house.cast.ines, to_erase(first))
    assert first in confirm(house.desk, house.cast.ruta, again.id).erased


def test_what_was_erased_meanwhile_is_not_erased_by_an_older_proposal(house: House) -> None:
    item = house.take_one(WITNESS)
    older = propose(house.desk, house.cast.ines, to_erase(item))
    house.erase(item)
    (again,) = house.take(WITNESS)
    assert again.item != item
    with pytest.raises(UsageFault, match="changed since"):
        confirm(house.desk, house.cast.ruta, older.id)


def test_who_proposed_and_lost_the_right_meanwhile_has_proposed_nothing(house: House) -> None:
    item = house.take_one(WITNESS)
    made = propose(house.desk, house.cast.ruta, to_erase(item))
    reader = replace(member_of(house, house.cast.ruta), roles=frozenset({Role.READER}))
    change_member(house.desk, house.cast.ines, reader)
    with pytest.raises(NotAllowed, match="may not erase any more"):
        confirm(house.desk, house.cast.ines, made.id)
    assert withdraw_proposal(house.desk, house.cast.ruta, made.id).answered_by == house.cast.ruta


def test_who_could_confirm_and_lost_the_right_meanwhile_does_not(house: House) -> None:
    made = propose(house.desk, house.cast.ines, to_erase(house.take_one(WITNESS)))
    reader = replace(member_of(house, house.cast.ruta), roles=frozenset({Role.READER}))
    change_member(house.desk, house.cast.ines, reader)
    with pytest.raises(NotAllowed, match="may not erase"):
        confirm(house.desk, house.cast.ruta, made.id)
    assert [one.may_confirm for one in proposals(house.desk, house.cast.ines)] == [()]


def test_a_proposal_is_declined_with_a_reason_and_answered_once(house: House) -> None:
    made = propose(house.desk, house.cast.ines, to_erase(house.take_one(WITNESS)))
    with pytest.raises(UsageFault, match="needs a reason"):
        decline(house.desk, house.cast.ruta, made.id, " ")
    declined = decline(house.desk, house.cast.ruta, made.id, "the court asked for it")
    assert (declined.answered_by, declined.answer) == (house.cast.ruta, "the court asked for it")
    for answer in (
        lambda: confirm(house.desk, house.cast.ruta, made.id),
        lambda: decline(house.desk, house.cast.ruta, made.id, "again"),
        lambda: withdraw_proposal(house.desk, house.cast.ines, made.id),
    ):
        with pytest.raises(UsageFault, match="waits for no answer"):
            answer()


def test_a_proposal_is_taken_back_by_who_made_it_alone(house: House) -> None:
    made = propose(house.desk, house.cast.ines, to_erase(house.take_one(WITNESS)))
    with pytest.raises(NotAllowed, match="taken back by who made it"):
        withdraw_proposal(house.desk, house.cast.ruta, made.id)
    withdraw_proposal(house.desk, house.cast.ines, made.id)
    assert shown(house, made.id).status == "dropped"


def test_a_proposal_is_refused_where_the_act_would_be(house: House) -> None:
    item = house.take_one(WITNESS)
    for proposed, fault in (
        (Proposed(Deed.ERASE, " ", (item,)), "needs a reason"),
        (Proposed(Deed.ERASE, "x"), "nothing is named"),
        (to_erase(house.cast.lev), "still works"),
        (Proposed(Deed.HAND_OVER, "x"), "an order is missing"),
        (replace(to_hand_over(TO_ALL), kind="film"), "an order is missing"),
        (Proposed(Deed.RECORD_MEMBER, "x"), "a member is missing"),
        (to_hand_over(BriefOrder("Inside")), "takes no second person"),
    ):
        with pytest.raises(UsageFault, match=fault):
            propose(house.desk, house.cast.ines, proposed)
    with pytest.raises(UsageFault, match="not a proposal"):
        confirm(house.desk, house.cast.ruta, item)


def test_a_custodian_who_was_shut_out_makes_no_desk_of_one_for_a_week(house: House) -> None:
    """Otherwise one of two could shut the other out and erase alone; hiding the change does not help."""
    desk, ines = house.desk, house.cast.ines
    item = house.take_one(WITNESS)
    ruta = member_of(house, house.cast.ruta)
    change_member(desk, ines, replace(ruta, roles=frozenset({Role.READER})))
    change_member(desk, ines, replace(ruta, name="R.", roles=frozenset({Role.READER}), active=False))
    for days in (0, 6):
        house.clock.forward(days=days)
        with pytest.raises(NeedsSecond, match="less than seven days ago"):
            erase(desk, ines, [item], "she asked")
        with pytest.raises(NeedsSecond, match="less than seven days ago"):
            record_member(desk, ines, "Dara", [Role.CUSTODIAN])
    house.clock.forward(days=2)
    erase(desk, ines, [item], "she asked")
    assert shown(house, newest(house, "erasure.recorded")).mark == BY_ONE_PERSON


def test_a_compartment_taken_away_makes_nobody_the_only_one_to_ask_for_a_week(house: House) -> None:
    desk, ines = house.desk, house.cast.ines
    yard = frozenset({house.cast.quarry})
    ruta = member_of(house, house.cast.ruta)
    hidden = house.take_one(WITNESS, conditions=Conditions(compartments=yard))
    change_member(desk, ines, replace(ruta, compartments=yard))
    change_member(desk, ines, ruta)
    with pytest.raises(NeedsSecond, match="less than seven days ago"):
        erase(desk, ines, [hidden], "she asked")
    house.clock.forward(days=8)
    erase(desk, ines, [hidden], "she asked")


# Custodians


def test_a_third_custodian_is_made_by_two(house: House) -> None:
    desk, ines, ruta = house.desk, house.cast.ines, house.cast.ruta
    with pytest.raises(NeedsSecond, match="making a custodian"):
        record_member(desk, ines, "Dara", [Role.CUSTODIAN])
    made = propose(desk, ines, to_make_custodian())
    done = confirm(desk, ruta, made.id)
    assert done.member is not None
    assert shown(house, done.member.id).mark == ""
    assert done.member in members(desk, ines)
    assert done.member.id not in made_by_one(desk, house.cast.lev)


def test_a_member_becomes_a_custodian_by_two_and_keeps_their_compartments(house: House) -> None:
    desk, ines, vera = house.desk, house.cast.ines, member_of(house, house.cast.vera)
    custodian = replace(vera, roles=frozenset({Role.CUSTODIAN}))
    with pytest.raises(NeedsSecond, match="making a custodian"):
        change_member(desk, ines, custodian)
    made = propose(desk, ines, Proposed(Deed.CHANGE_MEMBER, "more hands", member=custodian))
    assert house.cast.quarry not in repr(proposals(desk, house.cast.ruta))
    assert confirm(desk, house.cast.ruta, made.id).member == custodian


def test_every_compartment_is_given_by_two(house: House) -> None:
    sanne = replace(member_of(house, house.cast.sanne), every=True)
    with pytest.raises(NeedsSecond, match="giving every compartment"):
        change_member(house.desk, house.cast.ines, sanne)
    made = propose(house.desk, house.cast.ines, Proposed(Deed.CHANGE_MEMBER, "she leads", member=sanne))
    assert confirm(house.desk, house.cast.ruta, made.id).member == sanne


def test_a_custodian_who_comes_back_is_made_by_two_again(house: House) -> None:
    desk, ines = house.desk, house.cast.ines
    record = propose(desk, ines, to_make_custodian())
    dara = confirm(desk, house.cast.ruta, record.id).member
    assert dara is not None
    change_member(desk, ines, replace(dara, active=False))
    with pytest.raises(NeedsSecond):
        change_member(desk, ines, dara)


def test_a_new_custodian_is_let_into_compartments_apart(house: House) -> None:
    """Ruta may not enter the yard, and is not shown who will."""
    yard = frozenset({house.cast.quarry})
    with pytest.raises(NeedsSecond, match="nobody else may see all"):
        propose(house.desk, house.cast.ines, to_make_custodian(compartments=yard))
    with pytest.raises(NeedsSecond):
        record_member(house.desk, house.cast.ines, "Dara", [Role.CUSTODIAN], yard)


def test_who_confirms_lends_nobody_what_the_proposer_does_not_have(house: House) -> None:
    every = replace(member_of(house, house.cast.sanne), every=True)
    with pytest.raises(NotAllowed, match="every compartment"):
        propose(house.desk, house.cast.ruta, Proposed(Deed.CHANGE_MEMBER, "she leads", member=every))


def test_a_member_changed_since_is_proposed_anew(house: House) -> None:
    sanne = member_of(house, house.cast.sanne)
    custodian = replace(sanne, roles=frozenset({Role.CUSTODIAN}))
    made = propose(house.desk, house.cast.ines, Proposed(Deed.CHANGE_MEMBER, "more hands", member=custodian))
    change_member(house.desk, house.cast.ines, replace(sanne, active=False))
    with pytest.raises(UsageFault, match="changed since"):
        confirm(house.desk, house.cast.ruta, made.id)


def test_other_roles_and_compartments_take_one(house: House) -> None:
    record_member(house.desk, house.cast.ines, "Dara", [Role.PUBLISHER], frozenset({house.cast.quarry}))
    change_member(
        house.desk,
        house.cast.ines,
        replace(member_of(house, house.cast.ruta), roles=frozenset({Role.READER})),
    )


def test_the_name_in_a_proposal_goes_with_the_member(house: House) -> None:
    desk, ines = house.desk, house.cast.ines
    made = propose(desk, ines, to_make_custodian())
    dara = confirm(desk, house.cast.ruta, made.id).member
    assert dara is not None
    change_member(desk, ines, replace(dara, active=False))
    assert made.id in house.erase(dara.id)
    assert "Dara" not in repr(show(desk, ines, made.id))


# Handing over


def test_what_is_for_the_public_is_handed_over_by_two(house: House) -> None:
    item, said = house.read_one(PLAIN, conditions=PUBLIC)
    accept(house.desk, house.cast.sanne, said)
    for act in (brief, export_json):
        with pytest.raises(NeedsSecond, match="to the public takes two"):
            act(house.desk, house.cast.oskar, TO_ALL)
    made = house.hand_over(TO_ALL).brief
    assert made is not None
    assert [one.second_person for one in made.sentences] == [False]
    body = shown(house, newest(house, "export.made")).body or {}
    assert (body["persons"], body["items"]) == ([house.cast.oskar, house.cast.ines], [item])
    exported = house.hand_over(TO_ALL, "json").exported
    assert exported is not None
    assert [one["second_person"] for one in exported["items"][0]["statements"]] == [False]


def test_what_bears_no_mark_one_publisher_hands_to_partners_and_mechanisms(house: House) -> None:
    house.read_one(WITNESS, conditions=Conditions(terms=(COURT,), person="Witness A"))
    for order in (TO_PARTNERS, TO_COURT):
        brief(house.desk, house.cast.oskar, order)
        assert "persons" not in (shown(house, newest(house, "export.made")).body or {})


@pytest.mark.parametrize("order", [TO_PARTNERS, TO_COURT])
def test_what_bears_a_mark_is_handed_over_by_two(house: House, order: BriefOrder) -> None:
    item, said = house.read_one(WITNESS, conditions=Conditions(terms=(COURT,), person="Witness A"))
    mark_care(house.desk, house.cast.matei, item, [Care.CHILD], "her sister is nine")
    for member in (house.cast.sanne, house.cast.matei):
        accept(house.desk, member, said)
    with pytest.raises(NeedsSecond):
        brief(house.desk, house.cast.oskar, order)
    assert house.hand_over(order).brief is not None


def test_a_statement_with_a_mark_that_one_person_saw_goes_to_no_mechanism_whoever_confirms(
    house: House,
) -> None:
    _, said = house.read_one(WITNESS, conditions=Conditions(terms=(COURT,), person="Witness A"))
    accept(house.desk, house.cast.sanne, said)
    mark_care(house.desk, house.cast.matei, said[0], [Care.SEXUAL_VIOLENCE], "as she said")
    for act in (lambda: brief(house.desk, house.cast.oskar, TO_COURT), lambda: house.hand_over(TO_COURT)):
        with pytest.raises(NeedsSecond, match="seen by one person alone"):
            act()
    assert house.hand_over(TO_PARTNERS).brief is not None
    accept(house.desk, house.cast.matei, said[:1])
    assert house.hand_over(TO_COURT).brief is not None


def test_a_suggested_mark_counts_until_somebody_takes_it_away_with_a_reason(house: House) -> None:
    _, (_, held) = house.read_one(conditions=PUBLIC)
    with pytest.raises(NeedsSecond, match="bears a mark of care"):
        brief(house.desk, house.cast.oskar, TO_PARTNERS)
    unmark(house.desk, house.cast.matei, held, [Care.HELD], "all were released in 2019")
    assert brief(house.desk, house.cast.oskar, TO_PARTNERS).sources


def test_words_of_what_was_rejected_stand_in_the_text_and_count(house: House) -> None:
    item, said = house.read_one(conditions=PUBLIC)
    from_one = [house.cast.sanne, house.cast.matei]
    for member in from_one:
        accept(house.desk, member, said[:1])
    with pytest.raises(NeedsSecond, match="a text that bears a mark"):
        brief(house.desk, house.cast.oskar, replace(TO_COURT, items=(item,)))


def test_marks_count_as_they_stand_today_also_for_an_order_as_of_earlier(house: House) -> None:
    item, _ = house.read_one(WITNESS, conditions=Conditions(terms=(COURT,), person="Witness A"))
    house.clock.forward(days=1)
    mark_care(house.desk, house.cast.matei, item, [Care.CHILD], "her sister is nine")
    with pytest.raises(NeedsSecond):
        brief(house.desk, house.cast.oskar, replace(TO_PARTNERS, as_of="2026-04-20"))


def test_what_leaves_is_what_was_proposed(house: House) -> None:
    """New items do not slip into an order that named none."""
    house.read_one(PLAIN, conditions=PUBLIC)
    made = propose(house.desk, house.cast.oskar, to_hand_over(TO_ALL))
    house.read_one(WITNESS, conditions=PUBLIC, name="later.txt")
    done = confirm(house.desk, house.cast.ines, made.id)
    assert done.brief is not None
    assert len(done.brief.sources) == 1


@pytest.mark.parametrize("change", ["accepted", "amended", "marked"])
def test_a_statement_or_a_mark_changed_since_makes_a_proposal_void(house: House, change: str) -> None:
    _, said = house.read_one(PLAIN, conditions=PUBLIC)
    accept(house.desk, house.cast.sanne, said)
    made = propose(house.desk, house.cast.oskar, to_hand_over(TO_ALL))
    if change == "accepted":
        accept(house.desk, house.cast.matei, said)
    elif change == "amended":
        amend(house.desk, house.cast.matei, said[0], {"speaker": "the ministry"})
    else:
        accept(house.desk, house.cast.matei, said)
        made = propose(house.desk, house.cast.oskar, to_hand_over(TO_ALL))
        mark_care(house.desk, house.cast.matei, said[0], [Care.HELD], "four of them")
    with pytest.raises(UsageFault, match="changed since"):
        confirm(house.desk, house.cast.ines, made.id)


def test_consent_withdrawn_since_is_obeyed_at_the_confirmation(house: House) -> None:
    term = replace(COURT, audience=Audience.PUBLIC, purpose=Purpose.PUBLIC_REPORT)
    house.read_one(WITNESS, conditions=Conditions(terms=(term,), person="Witness A"))
    made = propose(house.desk, house.cast.oskar, to_hand_over(TO_ALL))
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.petra, consent.id, "she asked")
    with pytest.raises(Withheld):
        confirm(house.desk, house.cast.ines, made.id)


def test_an_order_goes_with_the_items_it_is_about(house: House) -> None:
    item, _ = house.read_one(PLAIN, conditions=PUBLIC)
    made = propose(house.desk, house.cast.oskar, to_hand_over(replace(TO_ALL, title="About Roza")))
    house.erase(item)
    assert shown(house, made.id).body is None
    with pytest.raises(UsageFault, match="waits for no answer"):
        confirm(house.desk, house.cast.ines, made.id)


# A desk of one


class Alone:
    """A desk with one member and what they read."""

    def __init__(self, path: Path) -> None:
        self.clock = FixedClock()
        self.desk: Desk = found(
            path, PASSPHRASE, founder="Ines", cost=CHEAP, clock=self.clock, randomness=Seeded("alone")
        )
        self.ines = self.desk.founder

    def read_one(self, content: str) -> tuple[str, list[str]]:
        with Extractor() as extractor:
            (taken,) = take_in(self.desk, self.ines, [source_of(content)], PUBLIC, extractor)
        assert taken.item is not None
        read(self.desk, self.ines, [taken.item])
        statements = [one.subject for one in log(self.desk, self.ines) if one.type == "statement.suggested"]
        return taken.item, statements[::-1]

    def mark_of_newest(self, type_: str) -> str:
        subject = next(one.subject for one in log(self.desk, self.ines) if one.type == type_)
        one = show(self.desk, self.ines, subject)
        assert isinstance(one, RecordShown)
        return one.mark


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    """Give a desk of one."""
    made = Alone(tmp_path / "vault")
    yield made
    made.desk.close()


def test_a_desk_of_one_erases_at_once_and_says_that_it_was_by_one(alone: Alone) -> None:
    item, _ = alone.read_one(WITNESS)
    assert item in erase(alone.desk, alone.ines, [item], "she asked")
    assert alone.mark_of_newest("erasure.recorded") == BY_ONE_PERSON


def test_a_desk_of_one_makes_the_second_custodian_and_is_none_from_then_on(alone: Alone) -> None:
    item, _ = alone.read_one(WITNESS)
    ruta = record_member(alone.desk, alone.ines, "Ruta", [Role.CUSTODIAN], every=True)
    assert alone.mark_of_newest("member.recorded") == BY_ONE_PERSON
    assert made_by_one(alone.desk, ruta.id) == {ruta.id}
    for act in (
        lambda: erase(alone.desk, alone.ines, [item], "she asked"),
        lambda: erase(alone.desk, ruta.id, [item], "she asked"),
        lambda: record_member(alone.desk, alone.ines, "Dara", [Role.CUSTODIAN]),
    ):
        with pytest.raises(NeedsSecond):
            act()


def test_that_a_custodian_was_made_by_one_stays_with_them_until_they_are_none(alone: Alone) -> None:
    ruta = record_member(alone.desk, alone.ines, "Ruta", [Role.CUSTODIAN])
    record_compartment(alone.desk, ruta.id, "Ozrin")
    (ruta,) = [one for one in members(alone.desk, alone.ines) if one.id == ruta.id]
    change_member(alone.desk, alone.ines, replace(ruta, name="Ruta V."))
    assert made_by_one(alone.desk, alone.ines) == {ruta.id}
    change_member(alone.desk, alone.ines, replace(ruta, roles=frozenset({Role.READER})))
    assert made_by_one(alone.desk, alone.ines) == frozenset()


def test_members_with_other_roles_make_no_second_custodian(alone: Alone) -> None:
    item, _ = alone.read_one(WITNESS)
    record_member(alone.desk, alone.ines, "Oskar", [Role.PUBLISHER, Role.REVIEWER])
    erase(alone.desk, alone.ines, [item], "she asked")


@pytest.mark.parametrize("order", [TO_COURT, TO_ALL])
def test_a_desk_of_one_publishes_nothing_that_bears_a_mark(alone: Alone, order: BriefOrder) -> None:
    _, said = alone.read_one(DENIAL)
    accept(alone.desk, alone.ines, said)
    for act in (
        lambda: brief(alone.desk, alone.ines, order),
        lambda: export_json(alone.desk, alone.ines, order),
        lambda: propose(alone.desk, alone.ines, to_hand_over(order)),
    ):
        with pytest.raises(NeedsSecond):
            act()
    assert not any(one.type == "export.made" for one in log(alone.desk, alone.ines))


def test_a_desk_of_one_hands_what_bears_a_mark_to_a_doctor_or_a_lawyer(alone: Alone) -> None:
    alone.read_one(DENIAL)
    brief(alone.desk, alone.ines, TO_PARTNERS)
    assert alone.mark_of_newest("export.made") == BY_ONE_PERSON


def test_a_text_that_bears_a_mark_is_closed_to_a_desk_of_one_also_where_nothing_is_accepted(
    alone: Alone,
) -> None:
    item, _ = alone.read_one(PLAIN)
    mark_care(alone.desk, alone.ines, item, [Care.HELD], "the driver")
    with pytest.raises(NeedsSecond, match="a text that bears a mark"):
        brief(alone.desk, alone.ines, TO_COURT)


def test_a_desk_of_one_publishes_what_bears_no_mark_and_says_so(alone: Alone) -> None:
    _, said = alone.read_one(PLAIN)
    accept(alone.desk, alone.ines, said)
    made = brief(alone.desk, alone.ines, TO_ALL)
    assert made.heading.marks == ("not seen by a second person",)
    assert [one.second_person for one in made.sentences] == [False] * len(said)
    assert alone.mark_of_newest("export.made") == BY_ONE_PERSON


def test_what_two_persons_saw_before_stays_open_to_who_is_left(alone: Alone) -> None:
    item, said = alone.read_one(WITNESS)
    mark_care(alone.desk, alone.ines, item, [Care.CHILD], "her sister is nine")
    sanne = record_member(alone.desk, alone.ines, "Sanne", [Role.REVIEWER])
    for member in (alone.ines, sanne.id):
        accept(alone.desk, member, said)
    change_member(alone.desk, alone.ines, replace(sanne, active=False))
    assert brief(alone.desk, alone.ines, TO_COURT).heading.marks == ()
    assert alone.mark_of_newest("export.made") == BY_ONE_PERSON


def test_a_proposal_holds_what_is_to_be_done_and_no_more(house: House) -> None:
    item = house.take_one(WITNESS)
    made = propose(house.desk, house.cast.ines, to_erase(item, item))
    assert made == Proposal(
        made.id,
        Deed.ERASE,
        {"records": [item]},
        "she asked",
        house.cast.ines,
        "2026-04-20T09:00:00Z",
        (item,),
        made.digest,
    )
    assert "digest" not in (shown(house, made.id).body or {})


# The law


COMPARTMENTS = st.sets(st.sampled_from([0, 1]))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entered=COMPARTMENTS, of_one=COMPARTMENTS, of_other=COMPARTMENTS)
def test_one_erases_alone_exactly_what_nobody_else_could_say_yes_to(
    house: House, entered: set[int], of_one: set[int], of_other: set[int]
) -> None:
    """Two records, each in none, one or both of two compartments; Ruta enters none, one or both."""
    desk, ines, ruta = house.desk, house.cast.ines, house.cast.ruta
    both = [one.id for one in compartments(desk, ines)][:2]
    if len(both) == 1:
        both.append(record_compartment(desk, ines, "Ozrin").id)
    enters = frozenset(both[place] for place in entered)
    change_member(desk, ines, replace(member_of(house, ruta), compartments=enters))
    house.clock.forward(days=8)
    records = [
        house.take_one(
            f"A note of {len(both)}.\n", conditions=Conditions(frozenset(both[place] for place in of))
        )
        for of in (of_one, of_other)
    ]
    seen_by_ruta = [of <= entered for of in (of_one, of_other)]
    if not any(seen_by_ruta):
        assert set(records) <= set(erase(desk, ines, records, "she asked"))
        return
    with pytest.raises(NeedsSecond):
        erase(desk, ines, records, "she asked")
    if all(seen_by_ruta):
        made = propose(desk, ines, to_erase(*records))
        assert set(records) <= set(confirm(desk, ruta, made.id).erased)
    else:
        with pytest.raises(NeedsSecond, match="nobody else may see all"):
            propose(desk, ines, to_erase(*records))
        assert [one.proposal for one in proposals(desk, ruta)] == []
