"""Recalling everything from one source: what it takes out, what stays, and that lifting it restores all."""

from __future__ import annotations

import pytest
from judging_cast import VESNA, WHY, Case, case_of, detained
from matter_cast import a_party
from stated import SPEAKER, on

from desk_cast import House
from khronika.acts.parties import record_party
from khronika.acts.recalling import RecallShown, lift_recall, recall, recalled, recalls
from khronika.acts.show import show
from khronika.acts.shown import StatementShown
from khronika.errors import NotFound, UsageFault
from khronika.records.ids import Kind


@pytest.fixture
def case(house: House) -> Case:
    return case_of(house)


def whole(case: Case, id_: str, member: str = "") -> RecallShown:
    return recalled(case.house.desk, member or case.house.cast.ines, id_)


def by_status(shown: RecallShown) -> dict[str, tuple[str, ...]]:
    return {one.status: one.statements for one in shown.statements}


def test_an_item_is_recalled_with_its_statements_and_lifting_it_restores_the_sheet(case: Case) -> None:
    desk, sanne = case.house.desk, case.house.cast.sanne
    planted = case.text()
    first = case.say(planted, claims=(detained(40),))
    (waiting,) = planted.add()
    case.say(speaker=VESNA, claims=(detained(40),))
    before = case.sheet()
    record = recall(desk, sanne, planted.item, f" {WHY} ")
    assert [gone.statement for gone in case.sheet().gone] == [first]
    shown = whole(case, record.id)
    assert (shown.recall.reason, shown.lifted, shown.by) == (WHY, False, sanne)
    assert (shown.source.name, shown.item_count, shown.stay_count) == ("letter-1.txt", 1, 0)
    assert by_status(shown) == {"accepted": (first,), "suggested": (waiting,)}
    lift_recall(desk, sanne, record.id, "it was not planted")
    assert case.sheet() == before
    assert whole(case, record.id).lifted
    assert recalls(desk, sanne) == []


def test_a_party_is_recalled_with_what_came_from_it_and_what_it_says_itself(case: Case) -> None:
    desk, ines, sanne = case.house.desk, case.house.cast.ines, case.house.cast.sanne
    party = record_party(desk, ines, a_party(names=("M. Dzh.",)))
    came = case.text("Vesna Tvardek said that nobody is held at Quarry 9.\n", contributor=party.id)
    from_it = case.say(came, speaker=VESNA, claims=(detained(40),))
    itself = case.say(speaker="M. Dzh.", claims=(detained(7),))
    other = case.say(speaker="Ilya Oru", claims=(detained(9),))
    before = case.sheet()
    record = recall(desk, sanne, party.id, "it was planted")
    gone = {one.statement for one in case.sheet().gone}
    assert gone == {from_it, itself}
    assert other not in gone
    shown = whole(case, record.id)
    assert (shown.source.name, [one.id for one in shown.items]) == (SPEAKER, [came.item])
    assert set(by_status(shown)["accepted"]) == {from_it, itself}
    lift_recall(desk, sanne, record.id, WHY)
    assert case.sheet() == before


def test_what_came_by_another_way_as_well_stays(case: Case) -> None:
    desk, ines, sanne = case.house.desk, case.house.cast.ines, case.house.cast.sanne
    party = record_party(desk, ines, a_party("Orvan"))
    words = "Vesna Tvardek said that nobody is held at Quarry 9.\n"
    came = case.text(words, contributor=party.id)
    case.say(came, speaker=VESNA, claims=(detained(40),))
    case.house.take(words, names=("again.txt",))
    record = recall(desk, sanne, party.id, "it was planted")
    assert case.sheet().gone == ()
    shown = whole(case, record.id)
    assert (shown.item_count, [one.id for one in shown.stays]) == (0, [came.item])


def test_a_source_is_recalled_once_with_a_reason_and_is_an_item_or_a_party(case: Case) -> None:
    desk, sanne = case.house.desk, case.house.cast.sanne
    text = case.text()
    one = case.say(text)
    record = recall(desk, sanne, text.item, WHY)
    with pytest.raises(UsageFault, match="recalled already"):
        recall(desk, sanne, text.item, WHY)
    with pytest.raises(UsageFault, match="no source"):
        recall(desk, sanne, one, WHY)
    with pytest.raises(UsageFault):
        recall(desk, sanne, case.text().item, " ")
    lift_recall(desk, sanne, record.id, WHY)
    with pytest.raises(UsageFault):
        lift_recall(desk, sanne, record.id, WHY)
    assert recall(desk, sanne, text.item, "it was planted after all").id == record.id


def test_statements_of_a_recalled_source_say_so_wherever_they_are_shown(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    party = record_party(desk, ines, a_party())
    text = case.text()
    one, other = case.say(text, speaker=VESNA), case.say()
    record = recall(desk, ines, party.id, WHY)
    told = {}
    for id_ in (one, other):
        shown = show(desk, ines, id_)
        assert isinstance(shown, StatementShown)
        told[id_] = [(at.what.manner, at.cause) for at in shown.objections]
    assert told == {one: [], other: [("recalls", record.id)]}


def test_the_recall_of_a_hidden_source_is_hidden_and_takes_nothing_from_others(case: Case) -> None:
    desk, sanne, ines = case.house.desk, case.house.cast.sanne, case.house.cast.ines
    secret = case.hidden()
    case.say(secret, claims=(detained(40),), when=on(20))
    case.say(claims=(detained(40),), when=on(21))
    before = case.sheet(sanne)
    record = recall(desk, ines, secret.item, "zvezdochka lied")
    assert case.sheet(sanne) == before
    assert recalls(desk, sanne) == []
    for id_ in (record.id, f"{Kind.RECALL}_{'0' * 26}"):
        with pytest.raises(NotFound):
            whole(case, id_, sanne)
        with pytest.raises(NotFound):
            lift_recall(desk, sanne, id_, WHY)
    assert [one.recall for one in recalls(desk, case.house.cast.vera)] == [record]


def test_the_recall_of_an_item_goes_with_it_and_that_of_a_party_stays(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    text, party = case.text(), record_party(desk, ines, a_party("Orvan"))
    one, other = recall(desk, ines, text.item, WHY), recall(desk, ines, party.id, WHY)
    assert one.id in case.house.erase(text.item)
    assert other.id not in case.house.erase(party.id)
    (shown,) = recalls(desk, ines)
    assert (shown.recall.id, shown.source.name, shown.source.status) == (other.id, "", "erased")


def test_a_recall_is_there_as_of_an_earlier_entry_or_not_yet(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    text = case.text()
    case.say(text, claims=(detained(40),))
    then = case.now()
    recall(desk, ines, text.item, WHY)
    assert recalls(desk, ines, as_of=then) == []
    assert case.sheet(as_of=then).gone == ()
    assert case.sheet().gone
