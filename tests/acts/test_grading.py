"""Grades: kept apart, with a reason, never worked out; "1 confirmed" asks for two independent origins."""

from __future__ import annotations

import pytest
from judging_cast import VESNA, WHY, Case, case_of, detained
from stated import on

from desk_cast import House
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.correcting import correct
from khronika.acts.grading import Grades, grade, grades, undo_grade, unsupported
from khronika.acts.history import history_of
from khronika.acts.recalling import lift_recall, recall, recalls
from khronika.acts.show import show
from khronika.acts.travelling import unsettled
from khronika.acts.tying import join_voices, ties
from khronika.errors import NotAllowed, NotFound, UsageFault
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.corrections import Correction, Manner
from khronika.records.ids import Kind
from khronika.records.matter import Credibility, Reliability
from khronika.records.statement import Act
from khronika.weighing.origins import Independent

TERM = Term(Purpose.DOCUMENTATION, Audience.PARTNERS)
B, CONFIRMED, POSSIBLY = Reliability.B, Credibility.CONFIRMED, Credibility.POSSIBLY_TRUE


@pytest.fixture
def case(house: House) -> Case:
    return case_of(house)


def of(case: Case, statement: str, member: str = "", as_of: str | None = None) -> Grades:
    return grades(case.house.desk, member or case.house.cast.ines, statement, as_of=as_of)


def confirmed(case: Case, statement: str, member: str = "") -> None:
    grade(case.house.desk, member or case.house.cast.sanne, statement, B, CONFIRMED, WHY)


def test_a_grade_keeps_source_and_information_apart_with_who_and_why(case: Case) -> None:
    one = case.say(claims=(detained(40),))
    made = grade(case.house.desk, case.house.cast.sanne, one, B, POSSIBLY, f"  {WHY} ")
    (shown,) = of(case, one).grades
    assert (made.source, made.information, made.reason) == (B, POSSIBLY, WHY)
    assert (shown.grade, shown.by, shown.supported) == (made, case.house.cast.sanne, None)


def test_each_member_has_one_grade_of_a_statement_and_its_changes_stay_in_the_log(case: Case) -> None:
    desk, sanne, matei = case.house.desk, case.house.cast.sanne, case.house.cast.matei
    one = case.say()
    first = grade(desk, sanne, one, B, POSSIBLY, WHY)
    other = grade(desk, matei, one, Reliability.D, POSSIBLY, "she was not there")
    changed = grade(desk, sanne, one, Reliability.C, POSSIBLY, "she was not there")
    assert changed.id == first.id != other.id
    assert {shown.grade for shown in of(case, one).grades} == {changed, other}
    assert len(history_of(desk, sanne, first.id).steps) == 2
    head = desk.ledger.head()
    grade(desk, sanne, one, Reliability.C, POSSIBLY, "she was not there")
    assert desk.ledger.head() == head


def test_ones_own_grade_is_taken_back_and_given_again_nobody_elses(case: Case) -> None:
    desk, sanne, matei = case.house.desk, case.house.cast.sanne, case.house.cast.matei
    one = case.say()
    made = grade(desk, sanne, one, B, POSSIBLY, WHY)
    with pytest.raises(NotAllowed):
        undo_grade(desk, matei, made.id, WHY)
    undo_grade(desk, sanne, made.id, "of another day")
    assert of(case, one).grades == ()
    with pytest.raises(UsageFault):
        undo_grade(desk, sanne, made.id, WHY)
    assert grade(desk, sanne, one, B, POSSIBLY, WHY).id == made.id


def test_one_origin_confirms_nothing_however_often_it_is_printed(case: Case) -> None:
    one = case.say(claims=(detained(40),))
    for _ in range(3):
        case.say(claims=(detained(40),))
    with pytest.raises(UsageFault, match="one origin") as fault:
        confirmed(case, one)
    assert fault.value.field == "information"
    assert "on their own" in fault.value.hint
    assert of(case, one).grades == ()


def test_a_witness_who_cannot_be_told_apart_confirms_nothing(case: Case) -> None:
    one = case.say(claims=(detained(40),))
    case.say(speaker="a witness", named=False, claims=(detained(40),))
    with pytest.raises(UsageFault):
        confirmed(case, one)


def test_what_two_people_say_on_their_own_can_be_confirmed(case: Case) -> None:
    one = case.say(claims=(detained(40),))
    case.say(speaker=VESNA, claims=(detained(40),))
    confirmed(case, one)
    found = of(case, one)
    ((backed,),) = [where.claims for where in found.support]
    assert (backed.backing, backed.against) == (Independent(2, 2), Independent(0, 0))
    assert found.support[0].incident.name == "The raids of March"
    assert found.grades[0].supported is True


def test_what_contradicts_it_and_what_is_filed_elsewhere_confirm_nothing(case: Case) -> None:
    one = case.say(claims=(detained(40, 40),))
    case.say(speaker=VESNA, claims=(detained(112, 112),))
    case_of(case.house).say(speaker="Ilya Oru", claims=(detained(40, 40),))
    (backed,) = of(case, one).support[0].claims
    assert (backed.backing, backed.against) == (Independent(1, 1), Independent(1, 1))
    with pytest.raises(UsageFault):
        confirmed(case, one)


def test_what_is_filed_nowhere_is_not_confirmed(case: Case) -> None:
    lone = case.say(filed=False, claims=(detained(40),))
    with pytest.raises(UsageFault):
        confirmed(case, lone)
    assert of(case, lone).support == ()


def test_a_one_that_a_join_no_longer_supports_is_shown_as_that_and_not_changed(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    one, other = case.say(claims=(detained(40),)), case.say(speaker=VESNA, claims=(detained(40),))
    confirmed(case, one)
    then = case.now()
    assert unsupported(desk, ines).grades == ()
    join_voices(desk, ines, [one, other], "one told the other")
    (shown,) = of(case, one).grades
    assert (shown.grade.information, shown.supported) == (CONFIRMED, False)
    assert unsupported(desk, ines).grades == (shown,)
    assert unsupported(desk, ines).count == 1
    assert unsupported(desk, ines, as_of=then).count == 0
    assert of(case, one, as_of=then).grades[0].supported is True


def test_a_one_is_not_supported_once_the_other_retracts_or_is_recalled(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    one = case.say(claims=(detained(40),))
    text = case.text()
    other = case.say(text, speaker=VESNA, claims=(detained(40),), when=on(20))
    confirmed(case, one)
    back = case.takes_back(speaker=VESNA)
    correct(desk, ines, Correction("", back, other, Manner.RETRACTS))
    assert of(case, one).grades[0].supported is False
    third = case.text()
    case.say(third, speaker="Ilya Oru", claims=(detained(40),))
    assert of(case, one).grades[0].supported is True
    recalled = recall(desk, ines, third.item, "it was planted")
    assert of(case, one).grades[0].supported is False
    lift_recall(desk, ines, recalled.id, "it was not")
    assert of(case, one).grades[0].supported is True


def test_what_a_member_does_not_see_neither_supports_a_grade_nor_is_told(case: Case) -> None:
    desk, sanne, vera, ines = (
        case.house.desk,
        case.house.cast.sanne,
        case.house.cast.vera,
        case.house.cast.ines,
    )
    one = case.say(claims=(detained(40),))
    with pytest.raises(UsageFault) as before:
        confirmed(case, one, sanne)
    unseen = case.say(case.hidden(), speaker=VESNA, claims=(detained(40),))
    with pytest.raises(UsageFault) as after:
        confirmed(case, one, sanne)
    assert (before.value.fault, before.value.hint) == (after.value.fault, after.value.hint)
    confirmed(case, one, vera)
    made = grade(desk, ines, unseen, B, POSSIBLY, "the film of zvezdochka")
    with pytest.raises(NotFound):
        of(case, unseen, sanne)
    for id_ in (made.id, f"{Kind.GRADE}_{'0' * 26}"):
        with pytest.raises(NotFound):
            undo_grade(desk, sanne, id_, WHY)
    assert unsupported(desk, sanne).count == 1
    assert unsupported(desk, vera).count == 0


def test_a_grade_goes_with_its_statement(case: Case) -> None:
    one = case.say(acts=(Act.REPORTS,))
    made = grade(case.house.desk, case.house.cast.sanne, one, B, POSSIBLY, WHY)
    assert made.id in case.house.erase(one)
    assert of(case, one) == Grades(one)


def test_a_suggestion_is_not_graded(case: Case) -> None:
    (waiting,) = case.text().add()
    with pytest.raises(UsageFault, match="not in the record"):
        grade(case.house.desk, case.house.cast.sanne, waiting, B, POSSIBLY, WHY)


def test_what_was_judged_of_a_statement_is_not_shown_once_consent_to_it_is_withdrawn(case: Case) -> None:
    desk, ines = case.house.desk, case.house.cast.ines
    secret = case.text(terms=(TERM,), person="Witness A")
    one, other = case.say(secret, claims=(detained(40),)), case.say(speaker=VESNA)
    made = grade(desk, ines, one, B, POSSIBLY, "she told of the film")
    (tie,) = join_voices(desk, ines, [one, other], "she told of the film")
    correction = correct(
        desk, ines, Correction("", case.say(acts=(Act.DISPUTES,)), one, Manner.DISPUTES, reason="of the film")
    )
    recalled_ = recall(desk, ines, secret.item, "of the film")
    (consent,) = list_consents(desk, ines)
    withdraw_consent(desk, ines, consent.id, "she asked")
    for id_ in (made.id, tie.id, correction.id, recalled_.id):
        shown = show(desk, ines, id_)
        assert (shown.status, getattr(shown, "body", None)) == ("withdrawn", None)
    assert of(case, one) == Grades(one)
    assert ties(desk, ines, other) == []
    assert unsettled(desk, ines).count == 0
    (told,) = recalls(desk, ines)
    assert (told.recall.reason, told.source.name) == ("", "")
