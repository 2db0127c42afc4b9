"""The work list: who is in danger, what is due, what waits for whom; and nothing that is not to be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_cast import DENIAL, WITNESS, House, house_from
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.contact import change_contact, record_interview
from khronika.acts.expiring import renew
from khronika.acts.interviewing import RecordedInterview
from khronika.acts.paging import Page
from khronika.acts.review import accept, amend, reject
from khronika.acts.sources import Conditions
from khronika.acts.upkeep import join, rebuild, verify
from khronika.acts.worklist import (
    LISTED,
    InDanger,
    ToReview,
    waiting_for_review,
    waiting_for_second,
    work_list,
)
from khronika.errors import NotAllowed
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.contact import ContactChange, Danger, Interview, NextContact

TERM = Term(Purpose.COURT, Audience.MECHANISM)


def called(house: House, by: str | None = None, **given: object) -> RecordedInterview:
    interview = Interview("Two vans.\n", channel="Signal", hours="late", **given)  # type: ignore[arg-type]
    return record_interview(house.desk, by or house.cast.matei, interview)


def test_people_in_danger_now_come_first_and_others_not_at_all(house: House) -> None:
    called(house, danger=Danger.POSSIBLE)
    first = called(house, danger=Danger.NOW, danger_words="a car stands before the house")
    second = called(house, danger=Danger.NOW)
    found = work_list(house.desk, house.cast.lev).danger
    assert [one.contact for one in found] == [second.contact, first.contact]
    assert (found[1].pseudonym, found[1].channel, found[1].hours) == (first.pseudonym, "Signal", "late")
    assert found[1].words == "a car stands before the house"
    change_contact(house.desk, house.cast.ines, first.contact, ContactChange(danger=Danger.NONE_KNOWN))
    assert [one.contact for one in work_list(house.desk, house.cast.lev).danger] == [second.contact]


def test_danger_now_stays_on_the_list_after_a_withdrawal_without_its_words(house: House) -> None:
    made = called(
        house, danger=Danger.NOW, danger_words="a car", next=NextContact("2026-04-21", "the sister")
    )
    withdraw_consent(house.desk, house.cast.petra, made.consent, "she asked")
    found = work_list(house.desk, house.cast.lev)
    assert found.danger == (
        InDanger(made.contact, made.party, made.pseudonym, "Signal", "2026-04-20T09:00:00Z", withdrawn=True),
    )
    assert found.deadlines == ()
    change_contact(house.desk, house.cast.ines, made.contact, ContactChange(danger=Danger.NONE_KNOWN))
    assert work_list(house.desk, house.cast.lev).danger == ()


def test_deadlines_come_by_their_day_and_say_which_are_overdue(house: House) -> None:
    days = ("2026-05-02", "2026-04-19", "2026-04-20")
    made = {day: called(house, next=NextContact(day, f"call {day}")) for day in days}
    found = work_list(house.desk, house.cast.lev).deadlines
    assert [(one.on, one.overdue) for one in found] == [
        ("2026-04-19", True),
        ("2026-04-20", False),
        ("2026-05-02", False),
    ]
    assert (found[0].pseudonym, found[0].what) == (made["2026-04-19"].pseudonym, "call 2026-04-19")
    kept = NextContact("2026-04-19", "call", done=True)
    change_contact(house.desk, house.cast.ines, made["2026-04-19"].contact, ContactChange(next=kept))
    later = NextContact("2026-06-01", "call")
    change_contact(house.desk, house.cast.ines, made["2026-04-20"].contact, ContactChange(next=later))
    found = work_list(house.desk, house.cast.lev).deadlines
    assert [one.on for one in found] == ["2026-05-02", "2026-06-01"]


def test_what_waits_for_review_is_counted_by_item(house: House) -> None:
    first, said = house.read_one(DENIAL, "denial.txt")
    second, others = house.read_one(WITNESS, "witness.txt")
    reject(house.desk, house.cast.sanne, said[:1], "no")
    assert work_list(house.desk, house.cast.lev).review == (
        ToReview(second, "witness.txt", len(others)),
        ToReview(first, "denial.txt", len(said) - 1),
    )
    accept(house.desk, house.cast.sanne, others)
    assert [one.item for one in work_list(house.desk, house.cast.lev).review] == [first]


def test_the_items_that_wait_come_page_by_page(house: House) -> None:
    read = [house.read_one(f"{WITNESS} {number}", f"{number}.txt")[0] for number in range(5)]
    first = waiting_for_review(house.desk, house.cast.lev, page=Page(2))
    rest = waiting_for_review(house.desk, house.cast.lev, page=Page(10, first[-1].item))
    assert [one.item for one in first + rest] == read[::-1]


def test_a_part_that_is_cut_says_so(house: House) -> None:
    for number in range(LISTED + 1):
        house.read_one(f"{WITNESS} {number}", f"{number}.txt")
    found = work_list(house.desk, house.cast.lev)
    assert (len(found.review), found.more) == (LISTED, frozenset({"review"}))


def test_a_second_person_is_asked_for_and_is_never_oneself(house: House) -> None:
    item, said = house.read_one(WITNESS, "witness.txt")
    accept(house.desk, house.cast.sanne, said[:1])
    amend(house.desk, house.cast.matei, said[1], {"speaker": "her sister"})
    by_sanne, by_matei = (
        {one.statement for one in waiting_for_second(house.desk, member)}
        for member in (house.cast.matei, house.cast.sanne)
    )
    assert (by_sanne, by_matei) == ({said[0]}, {said[1]})
    (one,) = work_list(house.desk, house.cast.sanne).alone
    assert (one.statement, one.item, one.name, one.by) == (said[0], item, "witness.txt", house.cast.sanne)
    assert work_list(house.desk, house.cast.lev).second == ()
    accept(house.desk, house.cast.matei, said[:1])
    assert waiting_for_second(house.desk, house.cast.matei) == []
    assert work_list(house.desk, house.cast.sanne).alone == ()
    reject(house.desk, house.cast.ines, said[1:2], "nobody said that")
    assert waiting_for_second(house.desk, house.cast.sanne) == []


def test_mine_are_the_items_that_i_took_in(house: House) -> None:
    item, _ = house.read_one(DENIAL, "denial.txt", by=house.cast.matei)
    house.read_one(WITNESS, "witness.txt")
    assert [one.item for one in work_list(house.desk, house.cast.matei).mine] == [item]
    assert work_list(house.desk, house.cast.sanne).mine == ()


def test_consents_that_end_are_on_the_list(house: House) -> None:
    made = called(house, terms=(replace(TERM, until=date(2026, 4, 25)),))
    (one,) = work_list(house.desk, house.cast.lev).expiring
    assert (one.consent, one.person, one.ended) == (made.consent, made.pseudonym, False)
    renew(house.desk, house.cast.petra, made.consent, [TERM])
    assert work_list(house.desk, house.cast.lev).expiring == ()


def test_decisions_that_two_copies_took_apart_are_on_the_list(house: House, tmp_path: Path) -> None:
    _, said = house.read_one(WITNESS)
    assert work_list(house.desk, house.cast.lev).contested == ()
    house.desk.close()
    other = house_from(house, tmp_path / "other")
    accept(other.desk, other.cast.ines, said[:1])
    other.desk.close()
    house.again()
    reject(house.desk, house.cast.ines, said[:1], "no")
    join(house.desk, house.cast.ines, other.path)
    (one,) = work_list(house.desk, house.cast.lev).contested
    assert (one.id, one.kind) == (said[0], "stm")
    accept(house.desk, house.cast.ines, said[:1])
    assert work_list(house.desk, house.cast.lev).contested == ()


def test_what_is_in_a_compartment_is_in_no_part_and_no_count(house: House) -> None:
    empty = work_list(house.desk, house.cast.matei)
    yard = frozenset({house.cast.quarry})
    next_call = NextContact("2026-04-19", "call")
    term = replace(TERM, until=date(2026, 4, 25))
    called(house, house.cast.vera, danger=Danger.NOW, next=next_call, terms=(term,), compartments=yard)
    _, said = house.read_one(WITNESS, conditions=Conditions(yard), by=house.cast.vera)
    accept(house.desk, house.cast.ines, said[:1])
    assert work_list(house.desk, house.cast.matei) == empty
    assert waiting_for_review(house.desk, house.cast.matei) == []
    assert waiting_for_second(house.desk, house.cast.matei) == []
    found = work_list(house.desk, house.cast.vera)
    for part in (found.danger, found.deadlines, found.mine, found.review, found.second, found.expiring):
        assert len(part) == 1


def test_what_was_withdrawn_waits_for_nobody(house: House) -> None:
    _, said = house.read_one(WITNESS, conditions=Conditions(terms=(TERM,)), by=house.cast.matei)
    accept(house.desk, house.cast.sanne, said[:1])
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.petra, consent.id, "she asked")
    for member in (house.cast.matei, house.cast.sanne):
        found = work_list(house.desk, member)
        assert (found.mine, found.review, found.second, found.alone) == ((), (), (), ())


def test_the_list_as_of_an_earlier_day_holds_what_was_known_then(house: House) -> None:
    made = called(house, danger=Danger.NOW, next=NextContact("2026-04-30"))
    item, said = house.read_one(WITNESS)
    accept(house.desk, house.cast.sanne, said[:1])
    then = str(house.desk.ledger.head().size)
    before = work_list(house.desk, house.cast.matei)
    change_contact(house.desk, house.cast.ines, made.contact, ContactChange(danger=Danger.NONE_KNOWN))
    accept(house.desk, house.cast.matei, said)
    house.read_one(DENIAL)
    assert work_list(house.desk, house.cast.matei, as_of=then) == before
    assert item in {one.item for one in before.review}


def test_a_collector_has_no_work_list(house: House) -> None:
    with pytest.raises(NotAllowed):
        work_list(house.desk, house.cast.petra)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["call", "over", "read", "accept", "second", "reject"]), max_size=8))
def test_a_rebuild_makes_the_same_list(house: House, steps: list[str]) -> None:
    said: list[str] = []
    for step in steps:
        if step == "call":
            made = called(house, danger=Danger.NOW, next=NextContact("2026-04-30"))
        elif step == "over":
            made = called(house, danger=Danger.NOW)
            change_contact(house.desk, house.cast.ines, made.contact, ContactChange(danger=Danger.POSSIBLE))
        elif step == "read":
            said = house.read_one(f"{WITNESS} {house.desk.ledger.head().size}")[1]
        elif step in {"accept", "second"}:
            accept(house.desk, house.cast.sanne if step == "accept" else house.cast.matei, said[:1])
        elif said:
            reject(house.desk, house.cast.matei, said[1:2], "no")
    before = [work_list(house.desk, member) for member in (house.cast.matei, house.cast.sanne)]
    assert verify(house.desk, house.cast.ines).problems == ()
    rebuild(house.desk, house.cast.ines)
    assert [work_list(house.desk, m) for m in (house.cast.matei, house.cast.sanne)] == before
