"""Grades: how reliable a member holds a source, and how credible what it says, each with who and why.

What must stay true: the two are kept apart; no grade is worked out or changed by the desk; "1 confirmed" is
refused while what the statement says has one independent origin at least; what supports a grade is shown, and
that it no longer supports a "1". A grade is its member's own, and goes with its statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from khronika.acts.assembled import Named, named
from khronika.acts.desk import Acting, Asking, Desk, acting, asking
from khronika.acts.judged import in_the_record, judgement, reason_given, to_be_shown
from khronika.acts.paging import LONGEST_PAGE
from khronika.acts.recording import compartments_of, following, record_seen
from khronika.acts.sheets import Sheets
from khronika.acts.standing import Standing, standing_of
from khronika.errors import NotAllowed, UsageFault
from khronika.ledger import queries
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.claims import SuggestedClaim
from khronika.records.ids import Kind
from khronika.records.matter import Credibility, Grade, Reliability
from khronika.weighing.origins import Independent
from khronika.weighing.sheet import Mouths

STANDS = ("recorded", "changed")
FEWEST_ORIGINS = 2
"""How many independent origins, at least, a claim has that is confirmed."""

_WHY = "what you know of the source and of what it says"


@dataclass(frozen=True, slots=True)
class Backed:
    """A claim of a statement with the independent origins that back it, and those that contradict it."""

    claim: SuggestedClaim
    backing: Independent
    against: Independent


@dataclass(frozen=True, slots=True)
class Support:
    """What supports a statement in an incident that it is filed to.

    ``claims`` are those of its claims that count; ``mouths`` are those between what happened and a text that
    has this voice.
    """

    incident: Named
    claims: tuple[Backed, ...]
    mouths: Mouths


@dataclass(frozen=True, slots=True)
class GradeShown:
    """A grade, ``by`` which member and when (UTC). ``supported`` is ``None`` but for "1 confirmed"."""

    grade: Grade
    by: str
    at: str
    supported: bool | None = None


@dataclass(frozen=True, slots=True)
class Grades:
    """The grades of a statement, the newest first, and what supports it. Erased or withdrawn: none."""

    statement: str
    grades: tuple[GradeShown, ...] = ()
    support: tuple[Support, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Grades of "1 confirmed" whose support has one independent origin now; ``count`` is of them all."""

    grades: tuple[GradeShown, ...] = ()
    count: int = 0


def grade(
    desk: Desk, member: str, statement: str, source: Reliability, information: Credibility, reason: str
) -> Grade:
    """Grade a statement, or change the member's own grade of it; the earlier one stays in the log.

    Raises:
        NotFound: the statement is not there for the member.
        UsageFault: it is not in the record, no reason is given, or "1 confirmed" has one origin.
        Withheld: consent to what it is from was withdrawn.
    """
    kept = reason_given(reason, _WHY)
    with acting(desk, member, Right.REVIEW) as act:
        standing = standing_of(act)
        known = in_the_record(act, standing, statement)
        if information is Credibility.CONFIRMED:
            _refuse_unconfirmed(act, standing, statement)
        before = _own(act, statement)
        id_ = desk.new_id(Kind.GRADE) if before is None else before.id
        made = Grade(id_, statement, source, information, kept)
        if before is None:
            inside = compartments_of([known])
            act.add(Draft("grade.recorded", id_, body_of(made), (), (statement,), compartments=inside))
        elif before.status not in STANDS or record_of(Grade, before.body) != made:
            type_ = "grade.changed" if before.status in STANDS else "grade.recorded"
            act.add(following(act, before, type_, body_of(made)))
        return made


def undo_grade(desk: Desk, member: str, grade: str, reason: str) -> Grade:
    """Take the member's own grade back.

    Raises:
        NotAllowed: it is somebody else's.
        NotFound: it is not there for the member.
        UsageFault: it is no grade that stands, or no reason is given.
    """
    kept = reason_given(reason, "why it is taken back")
    with acting(desk, member, Right.REVIEW) as act:
        known = judgement(act, grade, Kind.GRADE, "a grade", STANDS)
        if known.envelope["author"] != member:
            raise NotAllowed("this grade is somebody else's", "record your own beside it")
        before = record_of(Grade, known.body)
        undone = Grade(before.id, before.statement, before.source, before.information, kept)
        act.add(following(act, known, "grade.undone", body_of(undone)))
        return undone


def grades(desk: Desk, member: str, statement: str, *, as_of: str | None = None) -> Grades:
    """Return the grades of a statement with what supports it in each incident that it is filed to.

    Raises:
        NotFound: the statement is not there for the member, or not yet as of then.
        UsageFault: it is no statement.
    """
    with asking(desk, member, as_of) as query:
        known, standing = record_seen(query, statement, Kind.STATEMENT), standing_of(query)
        if known.body is None or standing.withdrawn(known):
            return Grades(statement)
        support = tuple(_support_of(query, standing, Sheets(query, standing), statement))
        wanted = Wanted(Kind.GRADE, parent=statement, statuses=STANDS)
        found = [one for one in query.many(wanted) if one.body is not None]
        return Grades(statement, tuple(_shown(one, support) for one in found), support)


def unsupported(desk: Desk, member: str, *, limit: int = 50, as_of: str | None = None) -> Unsupported:
    """Return the grades of "1 confirmed" that what is known no longer supports, newest first."""
    with asking(desk, member, as_of) as query:
        standing = standing_of(query)
        sheets = Sheets(query, standing)
        found = []
        confirmed = [one for one in query.many(Wanted(Kind.GRADE, statuses=STANDS)) if _is_confirmed(one)]
        shown = to_be_shown(query, standing, {str(one.parent) for one in confirmed})
        for known in confirmed:
            if known.parent is not None and known.parent in shown:
                one = _shown(known, tuple(_support_of(query, standing, sheets, known.parent)))
                found += [] if one.supported else [one]
        return Unsupported(tuple(found[: max(1, min(limit, LONGEST_PAGE))]), len(found))


def _is_confirmed(known: Known) -> bool:
    return (known.body or {}).get("information") == Credibility.CONFIRMED


def _own(act: Acting, statement: str) -> Known | None:
    """Return the member's own grade of a statement, also one that was taken back."""
    found = queries.many(act.connection, act.sight, Wanted(Kind.GRADE, parent=statement))
    own = [one for one in found if one.body is not None and one.envelope["author"] == act.member.id]
    return own[0] if own else None


def _refuse_unconfirmed(act: Acting, standing: Standing, statement: str) -> None:
    """Refuse "1 confirmed" where no claim has two independent origins that the member sees."""
    query = act.asking()
    if not _confirms(tuple(_support_of(query, standing, Sheets(query, standing), statement))):
        raise UsageFault(
            "nothing that this statement says is confirmed: as far as is known, it has one origin",
            "at most 2; file what confirms it to the same incident, from somebody who has it on their own",
        ).beside("information")


def _confirms(support: tuple[Support, ...]) -> bool:
    return any(one.backing.least >= FEWEST_ORIGINS for where in support for one in where.claims)


def _shown(known: Known, support: tuple[Support, ...]) -> GradeShown:
    supported = _confirms(support) if _is_confirmed(known) else None
    made = record_of(Grade, known.body)
    return GradeShown(made, known.envelope["author"], known.envelope["time"], supported)


def _support_of(query: Asking, standing: Standing, sheets: Sheets, statement: str) -> Iterator[Support]:
    for incident in sheets.filed([statement]).get(statement, ()):
        weighed = sheets.of(incident)
        at = weighed.origin.get(statement)
        if at is not None:
            backed = tuple(
                Backed(value.claim, value.backing, value.against)
                for weight in weighed.sheet.weights
                for value in weight.values
                if statement in value.statements
            )
            yield Support(named(standing, query.get(incident)), backed, weighed.sheet.depth[at])
