"""Corrections, retractions and disputes: only one's own is taken back, a term is disputed alone."""

from __future__ import annotations

from typing import Any

import pytest
from judging_cast import VESNA, WHY, Case, case_of, detained
from stated import SPEAKER, on

from desk_cast import House
from khronika.acts.correcting import Corrections, correct, corrections_on, undo_correction
from khronika.acts.correcting_ahead import suggested_corrections
from khronika.acts.parties import change_party, record_party
from khronika.acts.review import amend, reject
from khronika.acts.show import Sought, show, statements
from khronika.acts.shown import StatementShown
from khronika.acts.taken_back import SaidWithin
from khronika.errors import NotFound, UsageFault
from khronika.records.claims import SuggestedClaim
from khronika.records.corrections import Correction, Manner
from khronika.records.ids import Kind
from khronika.records.matter import Polarity, Property
from khronika.records.party import Party, PartyKind
from khronika.records.spans import Phrase
from khronika.records.statement import Act

CORRECTS, RETRACTS, DISPUTES = Manner.CORRECTS, Manner.RETRACTS, Manner.DISPUTES


@pytest.fixture
def case(house: House) -> Case:
    return case_of(house)


def made(case: Case, by: str, of: str, manner: Manner = RETRACTS, **given: Any) -> Correction:
    member = given.pop("member", case.house.cast.sanne)
    return correct(case.house.desk, member, Correction("", by, of, manner, **given))


def on_both(case: Case, *ids: str, member: str = "") -> list[Corrections]:
    asked = member or case.house.cast.ines
    return [corrections_on(case.house.desk, asked, id_) for id_ in ids]


def called(term: str) -> SuggestedClaim:
    return SuggestedClaim("", Property.CALLED, value=term)


def test_a_retraction_is_shown_on_both_statements_with_who_recorded_it(case: Case) -> None:
    first, back = case.say(claims=(detained(40),), when=on(20)), case.takes_back()
    record = made(case, back, first, reason=f" {WHY} ")
    of_first, of_back = on_both(case, first, back)
    (suffered,), (makes,) = of_first.suffers, of_back.makes
    assert suffered.correction == makes.correction == record
    assert (suffered.other.id, makes.other.id) == (back, first)
    assert (suffered.by, record.reason) == (case.house.cast.sanne, WHY)
    assert suffered.said == SaidWithin(on(24).start, on(24).start)
    assert (of_first.makes, of_back.suffers) == ((), ())


def test_what_somebody_else_said_is_not_retracted_and_may_be_disputed(case: Case) -> None:
    first, back = case.say(speaker=VESNA, claims=(detained(40),)), case.takes_back()
    before = case.sheet()
    with pytest.raises(UsageFault, match="only who said") as fault:
        made(case, back, first)
    assert fault.value.field == "by"
    assert "dispute" in fault.value.hint
    assert case.sheet() == before
    objects = case.say(acts=(Act.DENIES,))
    assert made(case, objects, first, DISPUTES).manner is DISPUTES
    assert len(on_both(case, first)[0].suffers) == 1


def test_a_speaker_nobody_can_tell_apart_retracts_nothing(case: Case) -> None:
    first = case.say(speaker="a witness", named=False)
    back = case.takes_back(speaker="a witness", named=False)
    with pytest.raises(UsageFault, match="only who said"):
        made(case, back, first)


def test_the_publisher_of_a_text_takes_back_what_stands_in_it(case: Case) -> None:
    text = case.text(f"{SPEAKER} said that nobody is held at Quarry 9. We take this back.\n")
    first = case.say(text, claims=(detained(40),))
    back = case.say(text, speaker=None, own=True, acts=(Act.RETRACTS,))
    made(case, back, first)
    assert [gone.statement for gone in case.sheet().gone] == [first]
    elsewhere = case.say(claims=(detained(40),))
    with pytest.raises(UsageFault, match="only who said"):
        made(case, back, elsewhere)


def test_one_party_takes_back_what_it_said_under_another_of_its_names(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    first, back = case.say(speaker="M. Dzh.", claims=(detained(40),)), case.takes_back()
    with pytest.raises(UsageFault):
        made(case, back, first)
    party = record_party(desk, ines, Party("", SPEAKER, PartyKind.PERSON, names=("M. Dzh.",)))
    made(case, back, first)
    assert case.sheet().gone
    change_party(desk, ines, Party(party.id, SPEAKER, PartyKind.PERSON))
    assert case.sheet().gone == ()


@pytest.mark.parametrize(
    ("manner", "act", "needed"),
    [
        (CORRECTS, Act.RETRACTS, "corrects"),
        (RETRACTS, Act.ASSERTS, "retracts"),
        (DISPUTES, Act.ASSERTS, "denies"),
    ],
)
def test_a_statement_does_only_what_its_acts_say(case: Case, manner: Manner, act: Act, needed: str) -> None:
    first, other = case.say(), case.say(acts=(act,))
    with pytest.raises(UsageFault) as fault:
        made(case, other, first, manner)
    assert needed in fault.value.hint
    assert fault.value.field == "by"


def test_nothing_takes_itself_back_or_what_was_said_later(case: Case) -> None:
    back = case.takes_back(day=10)
    with pytest.raises(UsageFault, match="to itself"):
        made(case, back, back)
    later = case.say(when=on(11))
    with pytest.raises(UsageFault, match="said later") as fault:
        made(case, back, later)
    assert fault.value.field == "of"
    assert made(case, back, case.say()).id


def test_a_disputed_term_is_words_of_what_is_disputed(case: Case) -> None:
    first = case.say(speaker=VESNA, claims=(called("concentration camp"),))
    objects = case.say(acts=(Act.DISPUTES,))
    for term in ("a prison", "x" * 400, "two\nlines", "…"):
        with pytest.raises(UsageFault) as fault:
            made(case, objects, first, DISPUTES, term=term)
        assert fault.value.field == "term"
    assert made(case, objects, first, DISPUTES, term="Concentration  camp".replace("  ", " ")).term
    assert made(case, objects, first, DISPUTES, term="held at Quarry").term
    with pytest.raises(UsageFault, match="disputed alone"):
        made(case, case.takes_back(), case.say(), RETRACTS, term="held")


def test_a_dispute_takes_nothing_out_of_the_balance_sheet(case: Case) -> None:
    first = case.say(speaker=VESNA, claims=(detained(40), called("camp")))
    objects = case.say(acts=(Act.DISPUTES,), disputes=Phrase("camp"))
    before = case.sheet()
    made(case, objects, first, DISPUTES, term="camp")
    after = case.sheet()
    assert (after.weights, after.independent, after.gone) == (before.weights, before.independent, ())


def test_the_same_is_recorded_once_and_again_after_it_was_taken_back(case: Case) -> None:
    desk, sanne = case.house.desk, case.house.cast.sanne
    first, back = case.say(claims=(detained(40),)), case.takes_back(act=Act.RETRACTS)
    record = made(case, back, first)
    with pytest.raises(UsageFault, match="recorded already"):
        made(case, back, first)
    undo_correction(desk, sanne, record.id, "of another letter")
    with pytest.raises(UsageFault):
        undo_correction(desk, sanne, record.id, WHY)
    assert on_both(case, first)[0].suffers == ()
    assert made(case, back, first).id == record.id


def test_a_statement_does_not_both_correct_and_retract_another(case: Case) -> None:
    first, back = case.say(claims=(detained(40),)), case.say(acts=(Act.RETRACTS, Act.CORRECTS), when=on(24))
    made(case, back, first)
    with pytest.raises(UsageFault, match="something else is recorded"):
        made(case, back, first, CORRECTS)


def test_undoing_a_retraction_restores_the_very_same_balance_sheet(case: Case) -> None:
    first = case.say(claims=(detained(40),), when=on(20))
    case.say(claims=(detained(40),), when=on(21))
    case.say(speaker=VESNA, claims=(detained(40), detained(7)))
    back = case.takes_back()
    before = case.sheet()
    record = made(case, back, first)
    assert case.sheet() != before
    undo_correction(case.house.desk, case.house.cast.sanne, record.id, WHY)
    assert case.sheet() == before


def test_who_does_not_see_one_of_the_two_does_not_see_that_it_was_taken_back(case: Case) -> None:
    desk, sanne, ines = case.house.desk, case.house.cast.sanne, case.house.cast.ines
    first, back = case.say(claims=(detained(40),)), case.takes_back(text=case.hidden())
    before = case.sheet(sanne)
    record = made(case, back, first, member=ines)
    assert case.sheet(sanne) == before
    assert case.sheet(ines).gone
    assert on_both(case, first, member=sanne)[0].suffers == ()
    shown = show(desk, sanne, first)
    assert isinstance(shown, StatementShown)
    assert shown.objections == ()
    for id_ in (record.id, f"{Kind.CORRECTION}_{'0' * 26}"):
        with pytest.raises(NotFound):
            undo_correction(desk, sanne, id_, WHY)
    with pytest.raises(NotFound):
        made(case, back, first)


def test_lists_and_pages_say_beside_a_statement_what_was_done_to_it(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    text = case.text()
    first = case.say(text, claims=(detained(40),), when=on(20))
    then = case.now()
    back, objects = case.takes_back(), case.say(speaker=VESNA, acts=(Act.DISPUTES,))
    record = made(case, back, first)
    made(case, objects, first, DISPUTES, term="held")
    (shown,) = statements(desk, ines, Sought(text.item))
    told = {one.what.manner: one for one in shown.objections}
    assert (told["retracts"].cause, told["retracts"].by, told["retracts"].what.speaker) == (
        record.id,
        back,
        SPEAKER,
    )
    assert told["retracts"].what.last == on(24).start
    assert (told["disputes"].what.term, told["disputes"].what.speaker) == ("held", VESNA)
    (before,) = statements(desk, ines, Sought(text.item), as_of=then)
    assert before.objections == ()
    reject(desk, ines, [objects], "nobody said so")
    (after,) = statements(desk, ines, Sought(text.item))
    assert [one.what.manner for one in after.objections] == ["retracts"]


def test_a_correction_goes_with_either_statement(case: Case) -> None:
    first, back = case.say(), case.takes_back()
    record = made(case, back, first)
    assert record.id in case.house.erase(back)
    assert on_both(case, first)[0].suffers == ()


def test_what_is_perhaps_taken_back_is_suggested_likeliest_first_and_never_recorded(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    case.say(when=on(1))
    likely = case.say(claims=(detained(40),), when=on(2))
    case.say(speaker=VESNA, claims=(detained(40),), when=on(2))
    case.say(claims=(detained(41),), when=on(26))
    back = case.takes_back(claims=(detained(30),), act=Act.CORRECTS)
    (suggested,) = suggested_corrections(desk, ines, case.incident)
    assert (suggested.by.id, suggested.manner) == (back, CORRECTS)
    assert suggested.targets[0].statement.id == likely
    assert suggested.targets[0].why == ("the same speaker", "about the same")
    assert len(suggested.targets) == 2
    assert on_both(case, back)[0] == Corrections(back)
    made(case, back, likely, CORRECTS)
    assert suggested_corrections(desk, ines, case.incident) == []


def test_of_a_dispute_those_are_suggested_who_use_the_disputed_words(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    calls = case.say(speaker=VESNA, claims=(called("a camp"),), when=on(2))
    words = case.say(case.text("Ilya Oru: a camp is at Quarry 9.\n"), words="a camp", speaker="Ilya Oru")
    case.say(speaker="Roza Vardol", when=on(3))
    case.say(claims=(called("a camp"),), when=on(3))
    case.say(
        acts=(Act.DISPUTES,),
        disputes=Phrase("a camp"),
        claims=(SuggestedClaim("", Property.CALLED, value="a camp", polarity=Polarity.NO),),
        when=on(4),
    )
    (suggested,) = suggested_corrections(desk, ines, case.incident)
    assert (suggested.manner, suggested.term) == (DISPUTES, "a camp")
    assert [one.statement.id for one in suggested.targets] == [calls, words]


def test_what_was_amended_to_another_speaker_takes_nothing_back_any_more(case: Case) -> None:
    first, back = case.say(claims=(detained(40),)), case.takes_back()
    made(case, back, first)
    assert case.sheet().gone
    amend(case.house.desk, case.house.cast.ines, back, {"speaker": VESNA})
    assert case.sheet().gone == ()


def test_who_takes_back_words_that_they_quote_is_taken_to_mean_what_used_them(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    used = case.say(case.text("A death camp, said Mira Dzhalova.\n"), words="A death camp", when=on(2))
    case.say(when=on(3))
    letter = case.text('Mira Dzhalova: I take back the words "death camp", I never saw one.\n')
    case.say(letter, words='I take back the words "death camp"', acts=(Act.RETRACTS,), when=on(4))
    (suggested,) = suggested_corrections(desk, ines, case.incident)
    assert suggested.targets[0].statement.id == used
    assert suggested.targets[0].why == ("the same speaker", "uses these words")
