"""Corrections, retractions and disputes between statements: recording one, and taking it back.

What must stay true: only who said something, or printed it, corrects or retracts it; anybody may dispute, and
a disputed term is words of what is disputed, these alone; nothing is recorded by itself; who does not see one
of the two statements does not see that one is about the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from khronika.acts.assembled import shower_of
from khronika.acts.desk import Acting, Asking, Desk, acting, asking
from khronika.acts.judged import in_the_record, judgement, reason_given, to_be_shown
from khronika.acts.objections import STANDS, corrections_of, heard_of, may_take_back
from khronika.acts.recording import compartments_of, following, holds_controls, record_seen
from khronika.acts.shown import StatementShown
from khronika.acts.standing import Standing, standing_of
from khronika.acts.taken_back import SaidWithin, said_within
from khronika.errors import UsageFault
from khronika.ledger import cited
from khronika.ledger.queries import Known
from khronika.ledger.shadow import fold
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.corrections import OF_ONES_OWN, Correction, Manner
from khronika.records.ids import Kind
from khronika.records.matter import Property
from khronika.records.statement import Act
from khronika.weighing.sheet import Heard

LONGEST_TERM = 300
DOES = {
    Manner.CORRECTS: frozenset({Act.CORRECTS}),
    Manner.RETRACTS: frozenset({Act.RETRACTS}),
    Manner.DISPUTES: frozenset({Act.DISPUTES, Act.DENIES}),
}
"""The acts of which a statement has one to correct, to retract, or to dispute another."""


@dataclass(frozen=True, slots=True)
class CorrectionShown:
    """A correction, retraction or dispute, ``by`` which member recorded and when (UTC).

    ``other`` is the statement on its other side, and ``said`` the days on which the later one can have been.
    """

    correction: Correction
    other: StatementShown
    said: SaidWithin
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a statement corrects, retracts or disputes, and what does so to it; the newest first."""

    statement: str
    makes: tuple[CorrectionShown, ...] = ()
    suffers: tuple[CorrectionShown, ...] = ()


def correct(desk: Desk, member: str, correction: Correction) -> Correction:
    """Record that one statement corrects, retracts or disputes another; the id it is given comes back.

    Raises:
        NotFound: a statement is not there for the member.
        UsageFault: one is not in the record; they are the same; the one does nothing of that kind; only its
            own speaker or publisher could do so; the term is not in the words; or it is recorded already.
        Withheld: consent to what one is from was withdrawn.
    """
    with acting(desk, member, Right.REVIEW) as act:
        standing = standing_of(act)
        by, of = (in_the_record(act, standing, id_) for id_ in (correction.by, correction.of))
        made = replace(correction, term=correction.term.strip(), reason=correction.reason.strip())
        heard, _ = heard_of(act.asking(), standing, (by.id, of.id))
        _refuse_wrong(made, by)
        _refuse_what_is_anothers(made, heard)
        _refuse_no_term(made, of, heard[of.id])
        return _recorded(desk, act, made, (by, of))


def undo_correction(desk: Desk, member: str, correction: str, reason: str) -> Correction:
    """Take back that one statement corrects, retracts or disputes another: what it took back counts again.

    Raises:
        NotFound: it is not there for the member.
        UsageFault: it is no correction that stands, or no reason is given.
    """
    kept = reason_given(reason, "why the one is not about the other")
    with acting(desk, member, Right.REVIEW) as act:
        known = judgement(act, correction, Kind.CORRECTION, "a correction", STANDS)
        undone = replace(record_of(Correction, known.body), reason=kept)
        act.add(following(act, known, "correction.undone", body_of(undone)))
        return undone


def corrections_on(desk: Desk, member: str, statement: str, *, as_of: str | None = None) -> Corrections:
    """Return what a statement corrects, retracts or disputes, and what does so to it.

    Raises:
        NotFound: the statement is not there for the member, or not yet as of then.
        UsageFault: it is no statement.
    """
    with asking(desk, member, as_of) as query:
        known, standing = record_seen(query, statement, Kind.STATEMENT), standing_of(query)
        if known.body is None or standing.withdrawn(known):
            return Corrections(statement)
        found = list(_shown(query, standing, statement, corrections_of(query, [statement])))
        makes = tuple(one for one in found if one.correction.by == statement)
        return Corrections(statement, makes, tuple(one for one in found if one.correction.of == statement))


def _shown(
    query: Asking, standing: Standing, statement: str, found: Iterable[Known]
) -> Iterator[CorrectionShown]:
    records = {known.id: (known, record_of(Correction, known.body)) for known in found}
    others = {one.by if one.of == statement else one.of for _, one in records.values()}
    there = to_be_shown(query, standing, others)
    show = shower_of(query, standing, list(there.values()))
    by = to_be_shown(query, standing, {one.by for _, one in records.values()})
    said = said_within(query, list(by.values()))
    for known, one in records.values():
        other = one.by if one.of == statement else one.of
        if other in there and one.by in by:
            made = known.envelope
            yield CorrectionShown(one, show(there[other]), said[one.by], made["author"], made["time"])


def _refuse_wrong(made: Correction, by: Known) -> None:
    if made.by == made.of:
        raise UsageFault("a statement does not do so to itself", "name the earlier one").beside("of")
    if made.term and made.manner in OF_ONES_OWN:
        raise UsageFault("a term is disputed alone", "leave the term out, or dispute").beside("term")
    acts = {Act(act) for act in (by.body or {})["statement"]["acts"]}
    if not DOES[made.manner] & acts:
        raise UsageFault(
            f"{made.by} does no such thing, as it stands in the record",
            "its acts have to say so (corrects, retracts; of a dispute: disputes or denies); amend them",
        ).beside("by")


def _refuse_what_is_anothers(made: Correction, heard: dict[str, Heard]) -> None:
    by, of = heard[made.by].voice, heard[made.of].voice
    if not may_take_back(made.manner, by, of):
        raise UsageFault(
            "only who said something, or published it, corrects or retracts it",
            "record it as a dispute; or let the party bear both names, where they are one speaker",
        ).beside("by")
    if of.said[0] > by.said[1]:
        raise UsageFault(
            "what was said later cannot be taken back by what was said before it",
            "look at the days of both statements",
        ).beside("of")


def _refuse_no_term(made: Correction, of: Known, heard: Heard) -> None:
    if not made.term:
        return
    if len(made.term) > LONGEST_TERM or holds_controls(made.term):
        raise UsageFault("this is no term", f"at most {LONGEST_TERM} characters of one line").beside("term")
    term = fold(made.term)
    called = [fold(claim.value) for claim in heard.claims if claim.property is Property.CALLED]
    if not term or (term not in fold((of.body or {})["words"]) and term not in called):
        raise UsageFault(
            "these words do not stand in what is disputed", "give the term as the statement has it"
        ).beside("term")


def _recorded(desk: Desk, act: Acting, made: Correction, named: tuple[Known, Known]) -> Correction:
    """Add the entry of a correction, which takes the place of the same one where that was taken back."""
    pair = (made.by, made.of)
    before = None
    for known in cited.about(act.connection, act.sight, Kind.CORRECTION, (*STANDS, "undone"), [made.by]):
        other = record_of(Correction, known.body)
        if (other.by, other.of) != pair:
            continue
        if known.status in STANDS and (other.manner, fold(other.term)) == (made.manner, fold(made.term)):
            raise UsageFault("this is recorded already", f"as {known.id}")
        if known.status in STANDS and OF_ONES_OWN & {other.manner, made.manner}:
            raise UsageFault("something else is recorded of these two", f"take {known.id} back first")
        same = (other.manner, other.term) == (made.manner, made.term)
        before = known if known.status not in STANDS and same else before
    made = replace(made, id=desk.new_id(Kind.CORRECTION) if before is None else before.id)
    if before is None:
        inside = compartments_of(named)
        act.add(Draft("correction.recorded", made.id, body_of(made), (), pair, compartments=inside))
    else:
        act.add(following(act, before, "correction.recorded", body_of(made)))
    return made
