"""What is unsettled: everything that rests on what was taken back, until somebody has dealt with it.

What must stay true: a line goes when somebody dealt with it, with a reason, or when what took the statement
back is itself taken back; and comes again when either is undone. A record made later that rests on what was
taken back before is a line as well. Dealing with a line changes no record: it says what was done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from khronika.acts.causes import causes_of
from khronika.acts.desk import Asking, Desk, acting, asking
from khronika.acts.judged import judgement, reason_given, to_be_shown
from khronika.acts.paging import LONGEST_PAGE
from khronika.acts.recording import compartments_of, following
from khronika.acts.resting_on import Rests, lines_of
from khronika.acts.standing import Standing, standing_of
from khronika.errors import UsageFault
from khronika.ledger import queries
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.corrections import Dealing
from khronika.records.ids import Kind

_RECORDED = ("recorded",)
_Line = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A page of what nobody has dealt with, the newest cause first; ``count`` is of all of it.

    ``start`` is the place of the first line shown, from 0.
    """

    lines: tuple[Rests, ...] = ()
    count: int = 0
    start: int = 0


@dataclass(frozen=True, slots=True)
class DealingShown:
    """How somebody dealt with a line: ``by`` which member, and when (UTC)."""

    dealing: Dealing
    by: str
    at: str


def unsettled(
    desk: Desk,
    member: str,
    *,
    cause: str | None = None,
    start: int = 0,
    limit: int = 50,
    as_of: str | None = None,
) -> Unsettled:
    """Return what rests on what was taken back and was not dealt with; of one ``cause`` alone where given.

    Raises:
        NotFound: the cause is not there for the member, or not yet as of then.
    """
    with asking(desk, member, as_of) as query:
        if cause is not None:
            query.get(cause)
        lines = _open_lines(query, standing_of(query), cause)
        first = max(0, start)
        most = max(1, min(limit, LONGEST_PAGE))
        return Unsettled(tuple(lines[first : first + most]), len(lines), first)


def deal(desk: Desk, member: str, dealing: Dealing) -> Dealing:
    """Record what was done about a line; the id it is given comes back with it.

    Raises:
        NotFound: the cause, the statement or the record is not there for the member.
        UsageFault: this is no line that is unsettled, or no reason is given.
    """
    kept = reason_given(dealing.reason, "what was done, or why the record stands")
    with acting(desk, member, Right.REVIEW) as act:
        named = [act.get(id_) for id_ in (dealing.cause, dealing.about, dealing.statement)]
        lines = _open_lines(act.asking(), standing_of(act), dealing.cause)
        if _line_of(dealing) not in {(line.cause, line.record, line.statement) for line in lines}:
            raise UsageFault(
                f"{dealing.about} does not rest on that, or was dealt with",
                "the list of what is unsettled has what is open",
            ).beside("about")
        before = _before(act.asking(), dealing)
        id_ = desk.new_id(Kind.DEALING) if before is None else before.id
        made = replace(dealing, id=id_, reason=kept)
        if before is None:
            inside, source = compartments_of(named), (dealing.statement,)
            act.add(Draft("dealing.recorded", id_, body_of(made), (), source, compartments=inside))
        else:
            act.add(following(act, before, "dealing.recorded", body_of(made)))
        return made


def undo_dealing(desk: Desk, member: str, dealing: str, reason: str) -> Dealing:
    """Take back what was recorded about a line, so that it is unsettled again.

    Raises:
        NotFound: it is not there for the member.
        UsageFault: it is no dealing that stands, or no reason is given.
    """
    kept = reason_given(reason, "why it is not dealt with")
    with acting(desk, member, Right.REVIEW) as act:
        known = judgement(act, dealing, Kind.DEALING, "a dealing", _RECORDED)
        undone = replace(record_of(Dealing, known.body), reason=kept)
        act.add(following(act, known, "dealing.undone", body_of(undone)))
        return undone


def dealt_with(desk: Desk, member: str, cause: str, *, as_of: str | None = None) -> list[DealingShown]:
    """Return what was done about what rests on a correction or a recall, newest first, 200 at most.

    Raises:
        NotFound: the cause is not there for the member, or not yet as of then.
    """
    with asking(desk, member, as_of) as query:
        query.get(cause)
        found = query.many(Wanted(Kind.DEALING, parent=cause, statuses=_RECORDED, limit=LONGEST_PAGE))
        dealings = [(known, record_of(Dealing, known.body)) for known in found if known.body is not None]
        shown = to_be_shown(query, standing_of(query), {one.statement for _, one in dealings})
        return [
            DealingShown(one, known.envelope["author"], known.envelope["time"])
            for known, one in dealings
            if one.statement in shown
        ]


def _open_lines(query: Asking, standing: Standing, cause: str | None) -> list[Rests]:
    causes = causes_of(query, standing, cause)
    lines = lines_of(query, standing, causes)
    dealt = _dealt(query, [one.id for one in causes])
    return [line for line in lines if (line.cause, line.record, line.statement) not in dealt]


def _dealt(query: Asking, causes: Sequence[str]) -> set[_Line]:
    wanted = Wanted(Kind.DEALING, statuses=_RECORDED)
    found = queries.under(query.connection, query.sight, wanted, causes)
    dealings = (known.body for those in found.values() for known in those if known.body is not None)
    return {_line_of(record_of(Dealing, body)) for body in dealings}


def _line_of(dealing: Dealing) -> _Line:
    return dealing.cause, dealing.about, dealing.statement


def _before(query: Asking, dealing: Dealing) -> Known | None:
    """Return what was recorded of the same line before and taken back."""
    found = query.many(Wanted(Kind.DEALING, parent=dealing.cause, key=dealing.about))
    same = (
        known
        for known in found
        if known.body is not None and _line_of(record_of(Dealing, known.body)) == _line_of(dealing)
    )
    return next(same, None)
