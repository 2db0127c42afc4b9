"""Joining and cutting voices: whose word holds, what undoing restores, and who sees it."""

from __future__ import annotations

import pytest
from judging_cast import VESNA, WHY, Case, case_of, detained
from stated import on

from desk_cast import House
from khronika.acts.review import amend
from khronika.acts.tying import cut_voices, join_voices, ties, undo_tie
from khronika.errors import NotFound, UsageFault
from khronika.records.ids import Kind
from khronika.weighing.origins import Independent, Why


@pytest.fixture
def case(house: House) -> Case:
    return case_of(house)


def test_a_join_makes_two_speakers_one_voice_and_undoing_it_restores_the_sheet(case: Case) -> None:
    desk, sanne = case.house.desk, case.house.cast.sanne
    one, other = case.say(claims=(detained(40),)), case.say(speaker=VESNA, claims=(detained(40),))
    before = case.sheet()
    (tie,) = join_voices(desk, sanne, [other, one], WHY)
    joined = case.sheet()
    assert (before.independent, joined.independent) == (Independent(2, 2), Independent(1, 1))
    assert [made.why for made in joined.origins[0].ties] == [Why.JOINED]
    undo_tie(desk, sanne, tie.id, "two films")
    assert case.sheet() == before


def test_a_cut_holds_against_what_was_found_and_undoing_it_restores_the_sheet(case: Case) -> None:
    desk, sanne = case.house.desk, case.house.cast.sanne
    one, other = case.say(claims=(detained(40),)), case.say(claims=(detained(40),))
    before = case.sheet()
    (tie,) = cut_voices(desk, sanne, one, [other], "two persons of one name")
    assert len(case.sheet().origins) == 2
    undo_tie(desk, sanne, tie.id, WHY)
    assert case.sheet() == before


def test_of_one_pair_the_later_judgement_takes_the_place_of_the_former(case: Case) -> None:
    desk, sanne, matei = case.house.desk, case.house.cast.sanne, case.house.cast.matei
    one, other = case.say(), case.say(speaker=VESNA)
    (first,) = cut_voices(desk, sanne, one, [other], "they never met")
    (second,) = join_voices(desk, matei, [one, other], WHY)
    assert second.id == first.id
    (shown,) = ties(desk, sanne, other)
    assert (shown.joined, shown.by, shown.tie.reason) == (True, matei, WHY)
    undo_tie(desk, sanne, first.id, "nobody knows")
    assert ties(desk, sanne, other) == []
    (third,) = join_voices(desk, matei, [other, one], WHY)
    assert third.id == first.id


def test_joining_several_takes_back_a_cut_between_any_of_them(case: Case) -> None:
    desk, sanne = case.house.desk, case.house.cast.sanne
    ids = [case.say(), case.say(speaker=VESNA), case.say(speaker="Ilya Oru")]
    cut_voices(desk, sanne, ids[1], [ids[2]], "they never met")
    assert len(join_voices(desk, sanne, ids, WHY)) == 3
    assert case.sheet().independent == Independent(1, 1)


def test_the_same_judgement_again_adds_nothing(case: Case) -> None:
    desk, sanne = case.house.desk, case.house.cast.sanne
    ids = [case.say(), case.say(speaker=VESNA)]
    join_voices(desk, sanne, ids, WHY)
    head = desk.ledger.head()
    join_voices(desk, sanne, ids, WHY)
    assert desk.ledger.head() == head


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_voices_are_judged_with_a_reason(case: Case, reason: str) -> None:
    with pytest.raises(UsageFault) as fault:
        join_voices(case.house.desk, case.house.cast.sanne, [case.say(), case.say()], reason)
    assert fault.value.field == "reason"


def test_one_statement_is_no_pair(case: Case) -> None:
    one = case.say()
    with pytest.raises(UsageFault, match="that of another"):
        cut_voices(case.house.desk, case.house.cast.sanne, one, [one], WHY)


def test_what_nobody_took_into_the_record_is_not_judged(case: Case) -> None:
    (waiting,) = case.text().add()
    with pytest.raises(UsageFault, match="not in the record"):
        join_voices(case.house.desk, case.house.cast.sanne, [case.say(), waiting], WHY)


def test_a_judgement_on_a_hidden_statement_is_hidden(case: Case) -> None:
    desk, sanne, ines = case.house.desk, case.house.cast.sanne, case.house.cast.ines
    one, unseen = case.say(), case.say(case.hidden(), speaker=VESNA)
    (tie,) = join_voices(desk, ines, [one, unseen], "the film of zvezdochka")
    assert ties(desk, sanne, one) == []
    for id_ in (tie.id, f"{Kind.TIE}_{'0' * 26}"):
        with pytest.raises(NotFound):
            undo_tie(desk, sanne, id_, WHY)
    assert [shown.tie for shown in ties(desk, case.house.cast.vera, one)] == [tie]


def test_a_judgement_goes_with_a_statement_that_is_erased(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    one, other = case.say(), case.say(speaker=VESNA)
    (tie,) = join_voices(desk, ines, [one, other], WHY)
    erased = case.house.erase(other)
    assert tie.id in erased
    assert ties(desk, ines, one) == []


def test_ties_are_shown_as_of_an_earlier_entry(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    one, other = case.say(when=on(20)), case.say(speaker=VESNA)
    then = case.now()
    (tie,) = join_voices(desk, ines, [one, other], WHY)
    assert ties(desk, ines, one, as_of=then) == []
    amend(desk, ines, other, {"speaker": "V. Tvardek"})
    assert [shown.tie for shown in ties(desk, ines, one)] == [tie]
