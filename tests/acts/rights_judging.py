"""The rights that judging statements takes: ties, grades, corrections, recalls, and what rests on them."""

from __future__ import annotations

from typing import Any

from rights_house import Act

from desk_cast import House
from khronika.acts import correcting, correcting_ahead, grading, recalling, travelling, tying
from khronika.acts.review import accept, amend
from khronika.acts.sources import Conditions
from khronika.errors import NotAllowed
from khronika.records.access import Right
from khronika.records.corrections import Correction, Dealing, Manner, Outcome
from khronika.records.ids import Kind
from khronika.records.matter import Credibility, Reliability

Ids = dict[Kind, str]
WHY = "as the film shows"


def fill(house: House, _: Conditions, ids: Ids, name: str) -> Ids:
    """Take two statements into the record; tie, grade, dispute and recall one, and deal with what rests."""
    desk, ines, first, other = house.desk, house.cast.ines, ids[Kind.STATEMENT], _other(house, ids)
    why = f"as {name} shows"
    accept(desk, ines, [first])
    amend(desk, ines, other, {"acts": ["disputes"]})
    (tie,) = tying.join_voices(desk, ines, [first, other], why)
    grade = grading.grade(desk, ines, first, Reliability.B, Credibility.POSSIBLY_TRUE, why)
    correction = correcting.correct(desk, ines, Correction("", other, first, Manner.DISPUTES))
    recall = recalling.recall(desk, ines, ids[Kind.ITEM], why)
    dealing = Dealing("", correction.id, grade.id, first, Outcome.STANDS, why)
    return {
        Kind.TIE: tie.id,
        Kind.GRADE: grade.id,
        Kind.CORRECTION: correction.id,
        Kind.RECALL: recall.id,
        Kind.DEALING: travelling.deal(desk, ines, dealing).id,
    }


def _other(house: House, ids: Ids) -> str:
    """Return a statement of the same text."""
    return house.statements_of(ids[Kind.ITEM])[1]


def _joined(house: House, member: str, ids: Ids) -> Any:
    return tying.join_voices(house.desk, member, [_other(house, ids), ids[Kind.STATEMENT]], WHY)


def _cut(house: House, member: str, ids: Ids) -> Any:
    return tying.cut_voices(house.desk, member, ids[Kind.STATEMENT], [_other(house, ids)], WHY)


def _graded(house: House, member: str, ids: Ids) -> Any:
    return grading.grade(house.desk, member, ids[Kind.STATEMENT], Reliability.C, Credibility.DOUBTFUL, WHY)


def _grade_taken_back(house: House, member: str, ids: Ids) -> Any:
    """Take a grade back: one's own, where the one that is named is another's."""
    own = _graded(house, member, ids)
    try:
        return grading.undo_grade(house.desk, member, ids[Kind.GRADE], WHY)
    except NotAllowed:
        return grading.undo_grade(house.desk, member, own.id, WHY)


def _disputed(house: House, member: str, ids: Ids) -> Any:
    made = Correction("", _other(house, ids), ids[Kind.STATEMENT], Manner.DISPUTES, "facility")
    return correcting.correct(house.desk, member, made)


def _dealt(house: House, member: str, ids: Ids) -> Any:
    named = (ids[Kind.CORRECTION], ids[Kind.INCIDENT], ids[Kind.STATEMENT])
    return travelling.deal(house.desk, member, Dealing("", *named, Outcome.CHANGED, WHY))


ACTS: dict[str, Act] = {
    "correcting.correct": Act(Right.REVIEW, _disputed, Kind.STATEMENT),
    "correcting.corrections_on": Act(
        Right.READ_RECORDS,
        lambda h, m, i: correcting.corrections_on(h.desk, m, i[Kind.STATEMENT]),
        Kind.STATEMENT,
    ),
    "correcting.undo_correction": Act(
        Right.REVIEW,
        lambda h, m, i: correcting.undo_correction(h.desk, m, i[Kind.CORRECTION], WHY),
        Kind.CORRECTION,
    ),
    "correcting_ahead.suggested_corrections": Act(
        Right.READ_RECORDS,
        lambda h, m, i: correcting_ahead.suggested_corrections(h.desk, m, i[Kind.INCIDENT]),
        Kind.INCIDENT,
    ),
    "grading.grade": Act(Right.REVIEW, _graded, Kind.STATEMENT),
    "grading.grades": Act(
        Right.READ_RECORDS, lambda h, m, i: grading.grades(h.desk, m, i[Kind.STATEMENT]), Kind.STATEMENT
    ),
    "grading.undo_grade": Act(Right.REVIEW, _grade_taken_back, Kind.GRADE),
    "grading.unsupported": Act(Right.READ_RECORDS, lambda h, m, _: grading.unsupported(h.desk, m)),
    "recalling.lift_recall": Act(
        Right.REVIEW, lambda h, m, i: recalling.lift_recall(h.desk, m, i[Kind.RECALL], WHY), Kind.RECALL
    ),
    "recalling.recall": Act(
        Right.REVIEW, lambda h, m, i: recalling.recall(h.desk, m, i[Kind.PARTY], WHY), Kind.PARTY
    ),
    "recalling.recalled": Act(
        Right.READ_RECORDS, lambda h, m, i: recalling.recalled(h.desk, m, i[Kind.RECALL]), Kind.RECALL
    ),
    "recalling.recalls": Act(Right.READ_RECORDS, lambda h, m, _: recalling.recalls(h.desk, m)),
    "travelling.deal": Act(Right.REVIEW, _dealt, Kind.CORRECTION),
    "travelling.dealt_with": Act(
        Right.READ_RECORDS,
        lambda h, m, i: travelling.dealt_with(h.desk, m, i[Kind.CORRECTION]),
        Kind.CORRECTION,
    ),
    "travelling.undo_dealing": Act(
        Right.REVIEW, lambda h, m, i: travelling.undo_dealing(h.desk, m, i[Kind.DEALING], WHY), Kind.DEALING
    ),
    "travelling.unsettled": Act(
        Right.READ_RECORDS,
        lambda h, m, i: travelling.unsettled(h.desk, m, cause=i[Kind.RECALL]),
        Kind.RECALL,
    ),
    "tying.cut_voices": Act(Right.REVIEW, _cut, Kind.STATEMENT),
    "tying.join_voices": Act(Right.REVIEW, _joined, Kind.STATEMENT),
    "tying.ties": Act(
        Right.READ_RECORDS, lambda h, m, i: tying.ties(h.desk, m, i[Kind.STATEMENT]), Kind.STATEMENT
    ),
    "tying.undo_tie": Act(
        Right.REVIEW, lambda h, m, i: tying.undo_tie(h.desk, m, i[Kind.TIE], WHY), Kind.TIE
    ),
}
