"""Review: a person accepts, amends or rejects what was suggested.

Accepting copies the suggestion whole into a new entry: what the record holds is what a person saw, whatever a
later reader would say. Every decision can be followed by another; none is undone, all stay in the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from khronika.acts.amending import amended, refuse_outside
from khronika.acts.bound_care import bearing
from khronika.acts.desk import Acting, Desk, acting
from khronika.acts.kept_care import keep_marks
from khronika.acts.let_in import count_as_one
from khronika.acts.read import statement_body
from khronika.acts.recording import following
from khronika.acts.standing import Standing, standing_of
from khronika.acts.suggested_care import still_suggested
from khronika.errors import NeedsSecond, UsageFault
from khronika.ledger.queries import Known
from khronika.records.access import Right
from khronika.records.body import record_of
from khronika.records.ids import Kind
from khronika.records.statement import TAKEN, Statement

_OF_DECISIONS = frozenset({"rejected_because", "reviewed_by"})


def accept(desk: Desk, member: str, statements: Sequence[str], entries: tuple[str, ...] = ()) -> None:
    """Accept statements as they stand, as one act; by another member it is the second person's review.

    ``entries`` are those in which the member has seen them: what somebody changed since is not accepted.

    Raises:
        NotFound, NotAllowed: as the member's rights are.
        UsageFault: one of them is not a statement, was erased, or was changed since.
        NeedsSecond: who accepted it before does not count as another person than the member.
    """
    with acting(desk, member, Right.REVIEW) as act:
        for known in statements_to_decide(act, statements):
            _refuse_unseen(known, entries)
            act.add(following(act, known, "statement.accepted", _seen_by(desk, act, known)))


def amend(
    desk: Desk, member: str, statement: str, changes: Mapping[str, Any], entries: tuple[str, ...] = ()
) -> Statement:
    """Accept a statement with changes to its fields, named as in the one schema (``records.exchange``).

    ``entries`` are as in :func:`accept`: nobody writes over what they have not seen.

    Raises:
        UsageFault: a field is unknown or fixed, its value is not what the schema allows, it lies outside the
            text, or the statement was changed since.
    """
    with acting(desk, member, Right.REVIEW) as act:
        (known,) = statements_to_decide(act, [statement])
        _refuse_unseen(known, entries)
        before = record_of(Statement, whole(known)["statement"])
        after = amended(before, changes)
        body = with_words(desk, act, known, after)
        was, is_ = (bearing(act.asking(), one.speaker or "") for one in (before, after))
        keep_marks(act, desk, known, was - is_, "of who was taken for its speaker before")
        act.add(following(act, known, "statement.amended", body | {"reviewed_by": [member]}))
        return after


def reject(desk: Desk, member: str, statements: Sequence[str], reason: str) -> None:
    """Reject suggestions, or statements accepted before, with the reason.

    Raises:
        UsageFault: there is no reason.
        NotFound, UsageFault, Withheld: as :func:`statements_to_decide`.
    """
    if not reason.strip():
        raise UsageFault("a rejection needs a reason", '--reason "not a statement"')
    with acting(desk, member, Right.REVIEW) as act:
        for known in statements_to_decide(act, statements):
            act.add(following(act, known, "statement.rejected", {**whole(known), "rejected_because": reason}))


def statements_to_decide(act: Acting, ids: Sequence[str]) -> list[Known]:
    """Return the statements that a decision is about, each once.

    Raises:
        NotFound, UsageFault, Withheld: one of them is not there, no statement, erased or withdrawn.
    """
    standing = standing_of(act)
    return [_statement(act, standing, id_) for id_ in dict.fromkeys(ids)]


def _statement(act: Acting, standing: Standing, id_: str) -> Known:
    known = act.get(id_)
    if not id_.startswith(f"{Kind.STATEMENT}_"):
        raise UsageFault(f"{id_} is not a statement", "khronika statements lists them")
    if known.body is None:
        raise UsageFault(f"{id_} was erased", "what was derived from erased material cannot be reviewed")
    standing.refuse_withdrawn(known)
    return known


def whole(known: Known) -> dict[str, Any]:
    """Return a statement's body without what earlier decisions added to it."""
    assert known.body is not None
    return {name: value for name, value in known.body.items() if name not in _OF_DECISIONS}


def _refuse_unseen(known: Known, entries: Sequence[str]) -> None:
    if entries and known.entry not in entries:
        raise UsageFault("this was changed since it was shown", "look at it as it stands now, then decide")


def _seen_by(desk: Desk, act: Acting, known: Known) -> dict[str, Any]:
    """Return the body with those who took these very words and fields into the record, one after another."""
    assert known.body is not None
    member = act.member.id
    earlier: Sequence[str] = known.body.get("reviewed_by", ()) if known.status in TAKEN else ()
    if len(earlier) == 1 and count_as_one(act.connection, earlier[0], member, desk.clock()):
        raise NeedsSecond(
            "one of you, who accepted it and who reviews it, let the other in anew less than seven days ago",
            "a third person has to review it",
        )
    return whole(known) | {"reviewed_by": sorted({*earlier, member})}


def with_words(desk: Desk, act: Acting, known: Known, after: Statement) -> dict[str, Any]:
    """Return a statement's body with other fields, and the words at its spans cut anew from its text.

    Marks of care that it suggested and no longer would stay with it.

    Raises:
        UsageFault: its text was erased, or a span lies outside of it.
    """
    body = whole(known)
    rendition = act.get(body["rendition"])
    if rendition.body is None:
        raise UsageFault("the text of this statement was erased", "it can be rejected, not amended")
    text = desk.texts(rendition.id, rendition.body)
    refuse_outside(after, len(text))
    made = statement_body(body["item"], body["rendition"], body["run"], text, after)
    return made | still_suggested([body], made)
