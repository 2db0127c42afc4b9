"""Findings: recording the desk's own conclusion, changing, reviewing, dropping it, saying that it stands.

What must stay true: a finding cites statements in the record, one in support at least, and nothing that was
retracted or recalled supports it; no sentence of a member is changed; the number of origins and how all that
is cited stood are the desk's; who wrote what stands is not its second person. A finding is in the
compartments of all that it names, and is derived from none of it: what is erased leaves a gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from khronika.acts.desk import Acting, Desk, acting, refuse_unenterable
from khronika.acts.finding_words import checked_finding
from khronika.acts.grounds import cited_in, grounded, refuse_taken_back
from khronika.acts.judged import in_the_record, judgement, reason_given
from khronika.acts.let_in import count_as_one
from khronika.acts.recording import compartments_of, following, refuse_changed_since, standing_record
from khronika.acts.stale import GROUNDED, Ageing
from khronika.acts.standing import Standing, standing_of
from khronika.errors import NeedsSecond, UsageFault
from khronika.ledger import history
from khronika.ledger.queries import Known
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.findings import Finding
from khronika.records.ids import Kind

STANDS = ("recorded", "changed", "reviewed")
"""The statuses in which a finding stands."""


def record_finding(
    desk: Desk, member: str, finding: Finding, compartments: frozenset[str] = frozenset()
) -> Finding:
    """Record a finding; its id, its origins and how all that it cites stands come back with it.

    Raises:
        NotFound: something that it names is not there for the member.
        UsageFault: it is no sentence, names no incident or no support, or cites what is not in the record,
            or in support what was retracted or recalled.
        Withheld: consent to something that it names was withdrawn.
    """
    with acting(desk, member, Right.FILE) as act:
        refuse_unenterable(act, compartments)
        standing = standing_of(act)
        checked = checked_finding(finding)
        inside = compartments | compartments_of(_named(act, standing, checked))
        refuse_taken_back(act.asking(), standing, checked)
        made = grounded(act, standing, replace(checked, id=desk.new_id(Kind.FINDING), reason=""), inside)
        act.add(Draft("finding.recorded", made.id, body_of(made), compartments=inside))
        return made


def change_finding(desk: Desk, member: str, finding: Finding, entry: str = "") -> Finding:
    """Record a finding anew, whole; nothing where it says what stands. ``entry`` is what the member has seen.

    Raises:
        NotFound, UsageFault, Withheld: as :func:`record_finding`; or it was changed meanwhile, or would name
            what is in a compartment that it is not in.
    """
    with acting(desk, member, Right.FILE) as act:
        known, before = _stands(act, finding.id)
        refuse_changed_since(known, entry)
        standing, checked = standing_of(act), checked_finding(finding)
        if _as_given(checked) == _as_given(before):
            return before
        inside = frozenset(known.envelope["compartments"])
        _refuse_outside(compartments_of(_named(act, standing, checked)) - inside)
        refuse_taken_back(act.asking(), standing, checked)
        made = grounded(act, standing, replace(checked, reason=""), inside)
        act.add(following(act, known, "finding.changed", body_of(made)))
        return made


def still_stands(desk: Desk, member: str, finding: str, reason: str) -> Finding:
    """Say, with the reason, that a finding stands though its ground moved: how this stands now is recorded.

    Raises:
        NotFound: it is not there for the member.
        UsageFault: it does not stand, nothing moved, nothing in support of it is left, or no reason is given.
    """
    kept = reason_given(reason, "why the finding stands though its ground moved")
    with acting(desk, member, Right.FILE) as act:
        known, before = _stands(act, finding)
        standing = standing_of(act)
        if not Ageing(act.asking(), standing).moved(known, before):
            raise UsageFault("the ground of this finding has not moved", "it stands as it was recorded")
        made = grounded(act, standing, replace(before, reason=kept), known.envelope["compartments"])
        act.add(following(act, known, "finding.changed", body_of(made)))
        return made


def review_finding(desk: Desk, member: str, finding: str, entry: str = "") -> Finding:
    """Say, as another person than those who wrote it, that a finding is right as it stands.

    ``entry`` is the one that the member has seen.

    Raises:
        NotFound: it is not there for the member.
        UsageFault: it does not stand, was changed since, or its ground moved.
        NeedsSecond: the member wrote or last changed it, or does not count as another person than who did.
    """
    with acting(desk, member, Right.REVIEW) as act:
        known, before = _stands(act, finding)
        refuse_changed_since(known, entry)
        _refuse_the_same(desk, act, known)
        if Ageing(act.asking(), standing_of(act)).moved(known, before):
            raise UsageFault(
                "the ground of this finding moved since it was recorded",
                "somebody has to change it, or say that it still stands, before it is reviewed",
            )
        made = replace(before, reviewed_by=tuple(sorted({*before.reviewed_by, member})))
        if made != before:
            act.add(following(act, known, "finding.reviewed", body_of(made)))
        return made


def drop_finding(desk: Desk, member: str, finding: str, reason: str) -> Finding:
    """Drop a finding, with the reason: it stands no more, and stays in the log.

    Raises:
        NotFound: it is not there for the member.
        UsageFault: it does not stand any more, or no reason is given.
    """
    kept = reason_given(reason, "why it no longer holds")
    with acting(desk, member, Right.FILE) as act:
        known, before = _stands(act, finding)
        made = replace(before, reason=kept)
        act.add(following(act, known, "finding.dropped", body_of(made)))
        return made


def writers_of(steps: list[history.Step]) -> tuple[str, str]:
    """Return who recorded a finding, and who last wrote what it rests on; ``steps`` are its entries."""
    wrote = [step.author for step in steps if step.type in GROUNDED]
    return wrote[0], wrote[-1]


def _stands(act: Acting, finding: str) -> tuple[Known, Finding]:
    known = judgement(act, finding, Kind.FINDING, "a finding", STANDS)
    return known, record_of(Finding, known.body)


def _named(act: Acting, standing: Standing, finding: Finding) -> list[Known]:
    """Return all that a finding names, each of which stands.

    Raises:
        NotFound, UsageFault, Withheld: one is not there, another record, erased, withdrawn, or not in the
            record.
    """
    return [*_incidents(act, standing, finding), *_statements(act, standing, finding)]


def _incidents(act: Acting, standing: Standing, finding: Finding) -> Iterator[Known]:
    for id_ in finding.incidents:
        try:
            yield standing_record(act, standing, id_, Kind.INCIDENT)
        except UsageFault as fault:
            raise fault.beside("incidents") from fault.__cause__


def _statements(act: Acting, standing: Standing, finding: Finding) -> Iterator[Known]:
    for id_ in cited_in(finding):
        try:
            known = in_the_record(act, standing, id_)
        except UsageFault as fault:
            where = "supports" if id_ in finding.supports else "opposes"
            raise fault.beside(where) from fault.__cause__
        yield known


def _refuse_outside(compartments: frozenset[str]) -> None:
    if compartments:
        raise UsageFault(
            "this would take the finding out of the sight of colleagues: it names what is in a compartment",
            "leave that out, or record it anew in that compartment",
        )


def _as_given(finding: Finding) -> Finding:
    """Return a finding without what the desk adds to it."""
    return replace(finding, least=0, most=0, grounds=(), reviewed_by=(), reason="")


def _refuse_the_same(desk: Desk, act: Acting, known: Known) -> None:
    """Refuse who wrote it, or does not count as another person than who did."""
    member = act.member.id
    for writer in set(writers_of(history.steps_of(act.connection, known.id))):
        if writer == member:
            raise NeedsSecond("you wrote this finding", "another member has to review it")
        if count_as_one(act.connection, writer, member, desk.clock()):
            raise NeedsSecond(
                "one of you, who wrote it and who reviews it, let the other in anew less than seven days ago",
                "a third person has to review it",
            )
