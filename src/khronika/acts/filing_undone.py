"""Undoing a filing, or that a statement was taken out of an incident, as one undoes one's own decision.

What must stay true: it is the last step alone, and one's own; both steps stay in the log.
"""

from __future__ import annotations

from dataclasses import replace

from khronika.acts.bound_care import reaching
from khronika.acts.desk import Acting, Desk, acting
from khronika.acts.kept_care import keep_of_filing
from khronika.acts.recording import following, standing_record
from khronika.acts.standing import standing_of
from khronika.errors import NotAllowed, UsageFault
from khronika.ledger import history, queries
from khronika.ledger.history import Step
from khronika.ledger.queries import Wanted
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind
from khronika.records.matter import Filing

_FILED, _TAKEN_OUT = "filing.recorded", "filing.undone"


def undo_filing(desk: Desk, member: str, filing: str) -> list[Filing]:
    """Undo the member's own last step on a filing, with all that was filed or taken out in the same act.

    An incident that was recorded in the same act stays, and so do, on a statement, the marks of care that
    reached it by what somebody else filed first.

    Returns:
        The filings as they stand now.

    Raises:
        NotAllowed: the last step is somebody else's.
        NotFound: it, or what was filed to what, is not there for the member.
        UsageFault: it is no filing, or something was done since with what was filed together.
        Withheld: consent to the statement was withdrawn.
    """
    with acting(desk, member, Right.FILE) as act:
        last = _last_step(act, filing)
        if last.author != member:
            raise NotAllowed("this was done by somebody else", "file it, or take it out, yourself")
        together = history.subjects_of_act(act.connection, last.act)
        ids = [id_ for id_ in together if id_.startswith(f"{Kind.FILING}_")]
        drafts = [_turned(act, id_, last.act) for id_ in ids]
        for draft in drafts:
            act.add(draft)
            _keep_marks(act, desk, draft)
        return [record_of(Filing, draft.body) for draft in drafts]


def _last_step(act: Acting, id_: str) -> Step:
    known = act.get(id_)
    if known.body is None or not id_.startswith(f"{Kind.FILING}_"):
        raise UsageFault(
            f"{id_} is not a filing that stands", "the incident's page lists what is filed to it"
        )
    return history.steps_of(act.connection, id_)[-1]


def _keep_marks(act: Acting, desk: Desk, draft: Draft) -> None:
    """Keep what reached a statement through the incident that it is taken out of, as one who takes it out."""
    if draft.type == _TAKEN_OUT:
        record = record_of(Filing, draft.body)
        reach = reaching(act.asking(), record.incident)
        keep_of_filing(act, desk, act.get(draft.subject), act.get(record.statement), reach)


def _turned(act: Acting, id_: str, undone: str) -> Draft:
    """Return the entry that puts back what stood before an act: not filed, or filed as it was."""
    last = _last_step(act, id_)
    if last.act != undone:
        raise UsageFault("something was done since with what was filed together", "decide on each anew")
    known, standing = act.get(id_), standing_of(act)
    record = record_of(Filing, known.body)
    if last.type == _FILED:
        return following(act, known, _TAKEN_OUT, body_of(replace(record, reason="")))
    for named, kind in ((record.statement, Kind.STATEMENT), (record.incident, Kind.INCIDENT)):
        standing_record(act, standing, named, kind)
    wanted = Wanted(Kind.FILING, parent=record.incident, key=record.statement, statuses=("recorded",))
    if queries.many(act.connection, act.sight, wanted):
        raise UsageFault("it was filed to this incident again since", "the incident's page lists what is")
    before = [one.body for one in history.steps_of(act.connection, id_) if one.type == _FILED and one.body]
    return following(act, known, _FILED, before[-1] if before else body_of(record))
