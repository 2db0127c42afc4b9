"""The second person: an act is proposed by one member, and done when another confirms it.

What must stay true: who confirms is not who proposed, has the right, and can see all that it is about; what
is confirmed is what was proposed, as it stood then; the act, its rights, consent and rules are asked anew in
the transaction in which it is done; who may not see what a proposal is about does not know that there is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from khronika.acts.brief import BRIEF, brief_of
from khronika.acts.desk import Acting, Desk, acting, asking, member_of, seen
from khronika.acts.erase import discard_after, with_room
from khronika.acts.export import json_of
from khronika.acts.let_in import count_as_one
from khronika.acts.members import known_member
from khronika.acts.outgoing import BriefOrder
from khronika.acts.proposed import RIGHTS, Carried, Proposed, carry_out, given_of, settled, sources_of
from khronika.acts.recording import following
from khronika.acts.rules import WEEK, Asked, seconds
from khronika.errors import NotAllowed, UsageFault
from khronika.ledger import lookups
from khronika.ledger.queries import Known, Sight, Wanted
from khronika.ledger.store import Draft, moment
from khronika.publishing.brief import Brief
from khronika.records.access import Member, Right
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind
from khronika.records.second import Deed, Proposal

__all__ = [
    "Confirmed",
    "Proposed",
    "Waiting",
    "confirm",
    "decline",
    "proposals",
    "propose",
    "withdraw_proposal",
]

_WAITING = "made"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits: until when (UTC), who could confirm it, and whether the asking member could."""

    proposal: Proposal
    until: str
    may_confirm: tuple[str, ...]
    mine: bool
    yours_to_confirm: bool


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What became of a confirmed proposal: what was erased, what leaves, or the member as recorded."""

    proposal: Proposal
    erased: tuple[str, ...] = ()
    brief: Brief | None = None
    exported: dict[str, Any] | None = None
    member: Member | None = None


def propose(desk: Desk, member: str, proposed: Proposed) -> Proposal:
    """Propose an act that takes a second person. Nothing of it is done; it waits for seven days.

    Raises:
        NotAllowed: the member may not do the act, not even with a second person.
        NeedsSecond: nobody else could confirm it as a whole, or it has to be reviewed first.
        UsageFault: there is no reason, it takes no second person, nobody could be one, or it is no such act.
        NotFound, NothingRead, Withheld: as the act itself.
    """
    if not proposed.reason.strip():
        raise UsageFault("a proposal needs a reason", "whoever confirms it reads that first")

    def written() -> Proposal:
        with acting(desk, member, RIGHTS[proposed.act]) as act:
            return _propose(act, desk, proposed)

    return with_room(written, desk)


def confirm(desk: Desk, member: str, proposal: str) -> Confirmed:
    """Confirm what somebody else proposed, and do it, as one act.

    Raises:
        NotFound: there is no such proposal for the member.
        NotAllowed: the member proposed it, or may not do such an act; or who proposed it no longer may.
        UsageFault: it was answered before, waits no longer, or what it is about changed since.
        NeedsSecond, NothingRead, Withheld: as the act itself, as it stands today.
    """

    def done() -> tuple[Acting, Proposal, Carried]:
        with acting(desk, member, Right.READ_RECORDS) as act:
            known, record = _to_answer(act, desk, proposal)
            carried = carry_out(_on_behalf(act, record), desk, record, member)
            _refuse_unseen(act, proposal, carried.concerned)
            if carried.digest != record.digest:
                raise UsageFault("what this is about changed since it was proposed", "propose it anew")
            after = replace(record, answered_by=member)
            act.add(_answered(act, known, after, "proposal.confirmed"))
        return act, after, carried

    act, after, carried = with_room(done, desk)
    return _outcome(act, desk, after, carried)


def decline(desk: Desk, member: str, proposal: str, reason: str) -> Proposal:
    """Say no to a proposal, with the reason, by a member who could confirm it.

    Raises:
        NotFound, NotAllowed: as :func:`confirm`.
        UsageFault: there is no reason, or it waits no longer.
    """
    if not reason.strip():
        raise UsageFault("a no needs a reason", "who proposed it reads that")
    with acting(desk, member, Right.READ_RECORDS) as act:
        known, record = _to_answer(act, desk, proposal)
        after = replace(record, answered_by=member, answer=reason.strip())
        act.add(_answered(act, known, after, "proposal.declined"))
        return after


def withdraw_proposal(desk: Desk, member: str, proposal: str) -> Proposal:
    """Take back one's own proposal.

    Raises:
        NotFound: there is no such proposal for the member.
        NotAllowed: somebody else proposed it.
        UsageFault: it was answered before.
    """
    with acting(desk, member, Right.READ_RECORDS) as act:
        known, record = _waiting(act, proposal)
        if record.by != member:
            raise NotAllowed("a proposal is taken back by who made it", "others decline it, with a reason")
        after = replace(record, answered_by=member)
        act.add(_answered(act, known, after, "proposal.dropped"))
        return after


def proposals(desk: Desk, member: str) -> list[Waiting]:
    """Return the proposals that wait, of those whose records the member may all see, newest first."""
    with asking(desk, member) as query:
        waiting = []
        for known in query.many(Wanted(Kind.PROPOSAL, statuses=(_WAITING,))):
            record = None if known.body is None else record_of(Proposal, known.body)
            if (
                record is None
                or _is_late(desk, record)
                or not _sees(query.connection, query.sight, record.about)
            ):
                continue
            could = tuple(one.id for one in _could(query.connection, desk, record, record.about))
            until = moment(_time(record.made) + WEEK)
            waiting.append(Waiting(record, until, could, record.by == member, member in could))
        return waiting


def _propose(act: Acting, desk: Desk, proposed: Proposed) -> Proposal:
    id_, made = desk.new_id(Kind.PROPOSAL), moment(desk.clock())
    given = given_of(act, desk, proposed)
    record = Proposal(id_, proposed.act, given, proposed.reason.strip(), act.member.id, made, (), "")
    tried = carry_out(_trial(act), desk, record, act.member.id)
    if not tried.asks:
        raise UsageFault("this takes no second person", "do it")
    if not _could(act.connection, desk, record, tried.concerned):
        carry_out(_trial(act), desk, record, None)
        raise UsageFault("nobody else could confirm this", "do it: the entry says that it was by one person")
    record = replace(record, given=settled(given, tried), about=tuple(tried.about), digest=tried.digest)
    compartments = frozenset(
        compartment for id_ in tried.concerned for compartment in act.get(id_).envelope["compartments"]
    )
    act.add(
        Draft(
            "proposal.made",
            record.id,
            body_of(record),
            derived_from=sources_of(record),
            compartments=compartments,
        )
    )
    return record


def _outcome(act: Acting, desk: Desk, record: Proposal, carried: Carried) -> Confirmed:
    if record.act is Deed.ERASE:
        return Confirmed(record, erased=tuple(discard_after(act, desk)))
    if record.act is Deed.HAND_OVER:
        order = record_of(BriefOrder, record.given["order"])
        if record.given["kind"] == BRIEF:
            return Confirmed(record, brief=brief_of(carried.readings, order, desk))
        return Confirmed(record, exported=json_of(carried.readings, order, desk))
    with desk.ledger.reading() as connection:
        known = known_member(Acting(connection, act.member, act.sight), record.given["id"])
    return Confirmed(record, member=record_of(Member, known.body))


def _waiting(act: Acting, id_: str) -> tuple[Known, Proposal]:
    """Return a proposal that was not answered yet.

    Raises:
        NotFound: there is none for the member, or not all that it is about is there for them.
        UsageFault: it is another record, or was answered or erased.
    """
    known = act.get(id_)
    if not id_.startswith(f"{Kind.PROPOSAL}_"):
        raise UsageFault(f"{id_} is not a proposal", "ids of proposals begin with prp_")
    if known.body is None or known.status != _WAITING:
        raise UsageFault(
            f"{id_} waits for no answer: it is {known.status}", "what is still wanted is proposed anew"
        )
    record = record_of(Proposal, known.body)
    _refuse_unseen(act, id_, record.about)
    return known, record


def _to_answer(act: Acting, desk: Desk, id_: str) -> tuple[Known, Proposal]:
    """Return a proposal that the member may confirm or decline.

    Raises:
        NotAllowed: they proposed it, or have no right to such an act.
        NotFound, UsageFault: as :func:`_waiting`; or it waits no longer.
    """
    known, record = _waiting(act, id_)
    if not act.member.may(RIGHTS[record.act]):
        raise NotAllowed(
            f"{act.member.name} may not {RIGHTS[record.act]}", "a custodian can give the role that may"
        )
    if record.by == act.member.id:
        raise NotAllowed("who proposes something does not confirm it", "another member has to")
    if count_as_one(act.connection, record.by, act.member.id, desk.clock()):
        raise NotAllowed(
            "one of you let the other in anew less than seven days ago", "a third person has to confirm it"
        )
    if _is_late(desk, record):
        raise UsageFault("this waited for seven days and waits no longer", "propose it anew")
    return known, record


def _on_behalf(act: Acting, record: Proposal) -> Acting:
    """Return the same act as whoever proposed it would do it: by their rights and sight of today."""
    proposer = member_of(act.connection, record.by)
    if not proposer.may(RIGHTS[record.act]):
        raise NotAllowed(
            f"{proposer.name} proposed this and may not {RIGHTS[record.act]} any more", "decline it"
        )
    return Acting(act.connection, proposer, _sight_of(act.connection, proposer), act.drafts)


def _trial(act: Acting) -> Acting:
    """Return an act by the same member of which nothing is written."""
    return Acting(act.connection, act.member, act.sight)


def _sight_of(connection: Connection, member: Member) -> Sight:
    return Sight(None if member.every else lookups.labels_of(connection, member.compartments))


def _could(connection: Connection, desk: Desk, record: Proposal, concerned: Iterable[str]) -> list[Member]:
    return seconds(connection, record.by, Asked((), RIGHTS[record.act], list(concerned)), desk.clock())


def _sees(connection: Connection, sight: Sight, ids: Iterable[str]) -> bool:
    return sight.labels is None or lookups.labels_on(connection, ids) <= sight.labels


def _refuse_unseen(act: Acting, proposal: str, concerned: Iterable[str]) -> None:
    """Refuse as if there were no such proposal."""
    if not _sees(act.connection, act.sight, concerned):
        seen(act.connection, Sight(frozenset()), proposal)


def _answered(act: Acting, known: Known, after: Proposal, type_: str) -> Draft:
    return following(act, known, type_, body_of(after))


def _time(written: str) -> datetime:
    return datetime.strptime(written, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _is_late(desk: Desk, record: Proposal) -> bool:
    return desk.clock() > _time(record.made) + WEEK
