"""Which acts take a second person, as one table with its reasons (docs/decisions/0016).

What must stay true: every act that the table is about asks :func:`agreed` in its own transaction; who could
say the second yes is another active member who has the right and may see all records concerned; nobody
becomes a desk of one by taking rights away, or records out of the sight of others, before a week is over;
nothing here is decided by what the asking member may not see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import Connection

from khronika.acts.desk import Acting, Desk, member_of
from khronika.acts.let_in import count_as_one
from khronika.errors import NeedsSecond, UsageFault
from khronika.ledger import history, lookups, points, queries
from khronika.ledger.earlier import compartments_at
from khronika.ledger.queries import Sight, Wanted
from khronika.ledger.store import moment
from khronika.records.access import Member, Right
from khronika.records.body import record_of
from khronika.records.ids import Kind

BY_ONE_PERSON = "by one person"
PROPOSE = "propose it; another member who has the right confirms it"
"""The hint of an act that can be proposed as it is."""
WEEK = timedelta(days=7)
"""How long a proposal waits; and how long somebody who lost a right still counts as one to be asked."""


class Matter(StrEnum):
    """What the rules are about."""

    ERASURE = "an erasure"
    CUSTODY = "making a custodian"
    EVERY = "giving every compartment"
    PUBLIC = "handing over to the public"
    MARKED = "handing over what bears a mark of care"
    MARKED_TEXT = "handing over to a mechanism or the public a text that bears a mark of care"
    MARKED_ALONE = (
        "handing over to a mechanism or the public a statement that bears a mark of care, seen by one"
    )
    UNMARKED = "handing over what bears no mark to partners or a mechanism"
    MARK_TAKEN = "taking a mark of care away"
    OWN_ACCEPTANCE = "reviewing one's own acceptance"
    LESS = "taking rights away"
    COMPARTMENT = "letting a member into a compartment"
    IDENTITY = "opening an identity"
    WITHDRAWAL = "withdrawing a consent"
    LOG = "exporting the log"


class Asks(Enum):
    """What a rule asks for."""

    NOTHING = "one person may"
    SECOND = "a second person confirms"
    REVIEW = "a second person reviews it first"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. ``alone`` says whether it is open where nobody could say the second yes, and marked then."""

    asks: Asks
    why: str
    alone: bool = True


RULES: dict[Matter, Rule] = {
    Matter.ERASURE: Rule(
        Asks.SECOND, "it cannot be undone; but somebody who withdraws must not wait for a second custodian"
    ),
    Matter.CUSTODY: Rule(
        Asks.SECOND, "who keeps custody may do everything; but a desk of one must be able to stop being one"
    ),
    Matter.EVERY: Rule(
        Asks.SECOND, "it opens all that is to come as well; but a desk of one must be able to stop being one"
    ),
    Matter.PUBLIC: Rule(
        Asks.SECOND, "nothing can be called back from the public; alone it is marked, as what is in it is"
    ),
    Matter.MARKED: Rule(
        Asks.SECOND, "it can harm most; alone it is open to partners, for a doctor or a lawyer must not wait"
    ),
    Matter.MARKED_TEXT: Rule(
        Asks.SECOND, "one person's work never suffices to publish about these people", alone=False
    ),
    Matter.MARKED_ALONE: Rule(
        Asks.REVIEW, "one person's work never suffices to publish about these people", alone=False
    ),
    Matter.UNMARKED: Rule(
        Asks.NOTHING, "consent and the audience's own duties bind it; what one person saw is marked"
    ),
    Matter.MARK_TAKEN: Rule(
        Asks.NOTHING, "it binds until another took it away: it is what asks for a second person"
    ),
    Matter.OWN_ACCEPTANCE: Rule(
        Asks.NOTHING, "it never counts: who accepted a statement is one person, however often"
    ),
    Matter.LESS: Rule(
        Asks.NOTHING, "a stolen laptop must be shut out now; but for seven days it makes no desk of one"
    ),
    Matter.COMPARTMENT: Rule(
        Asks.NOTHING, "work would stand still; who may enter can let in, and the log has it"
    ),
    Matter.IDENTITY: Rule(
        Asks.NOTHING, "somebody in danger must be reached now; the log has it before the name"
    ),
    Matter.WITHDRAWAL: Rule(Asks.NOTHING, "it only closes, and must not wait"),
    Matter.LOG: Rule(
        Asks.NOTHING, "a custodian who may enter everything can read it all; the log has the export"
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An act about to be done: what it raises, the right it takes, and the records it is about."""

    matters: Sequence[Matter]
    right: Right
    records: Sequence[str]


def agreed(act: Acting, desk: Desk, asked: Asked, second: str | None = None) -> tuple[str, ...]:
    """Return who said yes where the rules ask for two: nobody where they do not, one where there is only one.

    ``second`` is the member who confirms what the acting member proposed.

    Raises:
        NeedsSecond: somebody else has to confirm or review it, or it stays closed to a desk of one.
    """
    asking = [matter for matter in asked.matters if RULES[matter].asks is not Asks.NOTHING]
    for matter in asking:
        if RULES[matter].asks is Asks.REVIEW:
            raise NeedsSecond(
                f"{matter} person alone, is closed",
                "another member has to accept it as well; a wrong mark is taken away by two",
            )
    if not asking:
        return ()
    if second is not None:
        return act.member.id, second
    _refuse_where_another_could(act, desk, asked, asking[0])
    for matter in asking:
        if not RULES[matter].alone:
            raise NeedsSecond(
                f"{matter} is closed where nobody else may see it",
                "a second member has to see it first; a wrong mark is taken away by two",
            )
    return (act.member.id,)


def seconds(connection: Connection, member: str, asked: Asked, now: datetime) -> list[Member]:
    """Return who could confirm what ``member`` proposes: who has the right and may see all of it, by name.

    One whom the member let in anew within the last seven days could not (:mod:`khronika.acts.let_in`).
    """
    labels = lookups.labels_on(connection, asked.records)
    return sorted(
        (
            other
            for other in _members(connection)
            if other.id != member
            and other.may(asked.right)
            and labels <= _entered(connection, other, labels)
            and not count_as_one(connection, member, other.id, now)
        ),
        key=lambda other: (other.name, other.id),
    )


def mark_of(kind: str, body: dict[str, Any] | None) -> str:
    """Return "by one person" for an entry by one where the rules ask for two, otherwise an empty string.

    An erasure that does not say who agreed was recorded before there were rules, by one.
    """
    agreed_by = (body or {}).get("persons", () if kind == Kind.ERASURE else (None, None))
    return BY_ONE_PERSON if body is not None and len(agreed_by) < 2 else ""  # noqa: PLR2004 - two persons


def persons_of(persons: Sequence[str]) -> dict[str, Any]:
    """Return what an entry's body says of who agreed: nothing where the rules do not ask."""
    return {"persons": list(persons)} if persons else {}


def _refuse_where_another_could(act: Acting, desk: Desk, asked: Asked, matter: Matter) -> None:
    """Refuse what another could confirm, as a whole or only a part of it.

    Put together with what only one may see, nothing becomes an act that one person may do.
    """
    now = desk.clock()
    if seconds(act.connection, act.member.id, asked, now):
        raise NeedsSecond(f"{matter} takes two people", PROPOSE)
    labels = lookups.labels_on(act.connection, asked.records)
    others = [one for one in _lately(act, desk) if one.may(asked.right)]
    could = [one for one in others if _entered(act.connection, one, labels)]
    if any(count_as_one(act.connection, act.member.id, one.id, now) for one in could):
        raise NeedsSecond(
            f"{matter} takes two people, and one of you let the other in anew less than seven days ago",
            "wait until then, or let a third person confirm it",
        )
    if any(_as_now(act, one) == one for one in could):
        raise NeedsSecond(
            f"{matter} takes two people, and nobody else may see all that it is about",
            "do it in parts: what others may see is proposed, and another member confirms it",
        )
    if could:
        raise NeedsSecond(
            f"{matter} takes two people, and who could confirm it lost that right less than seven days ago",
            "wait until then, or let another member be given the right by those who have it",
        )
    before = compartments_at(act.connection, asked.records, _a_week_ago(act, desk)) if others else ()
    if any(one.may_enter(compartments) for one in others for compartments in before):
        raise NeedsSecond(
            f"{matter} takes two people, and who could confirm it saw what it is about until less than seven "
            "days ago",
            "wait until then, or let them enter the compartment that it was moved to",
        )


def _entered(connection: Connection, member: Member, labels: frozenset[int]) -> frozenset[int]:
    """Return those of the labels that a member may see."""
    return labels if member.every else labels & lookups.labels_of(connection, member.compartments)


def _members(connection: Connection) -> Iterator[Member]:
    for known in queries.many(connection, Sight(), Wanted(Kind.MEMBER)):
        if known.body is not None:
            yield record_of(Member, known.body)


def _lately(act: Acting, desk: Desk) -> list[Member]:
    """Return the other members as they are, and as they were at any time within the last seven days."""
    start, states = _a_week_ago(act, desk), []
    for known in queries.many(act.connection, Sight(), Wanted(Kind.MEMBER)):
        if known.id == act.member.id:
            continue
        steps = history.steps_of(act.connection, known.id)
        first = max((place for place, step in enumerate(steps) if step.position < start), default=0)
        states += [record_of(Member, step.body) for step in steps[first:] if step.body is not None]
    return states


def _a_week_ago(act: Acting, desk: Desk) -> int:
    """Return how many entries there were; none where the desk is younger."""
    try:
        return points.position_of(act.connection, moment(desk.clock() - WEEK))
    except UsageFault:
        return 0


def _as_now(act: Acting, member: Member) -> Member:
    return member_of(act.connection, member.id)
