"""Members and compartments: who works at the desk, in which roles, and what they need to know.

What must stay true: nobody gives what they do not have (a compartment they may not enter, or all of them);
there is always a custodian who may enter everything; a compartment is in itself, so that even its name is
seen by those alone who may enter it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from khronika.acts.desk import Acting, Asking, Desk, acting, asking, refuse_unenterable
from khronika.errors import NotAllowed, UsageFault
from khronika.ledger import queries
from khronika.ledger.queries import Sight, Wanted
from khronika.ledger.store import Draft
from khronika.records.access import Compartment, Member, Right, Role
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind


def record_member(
    desk: Desk,
    member: str,
    name: str,
    roles: Iterable[Role],
    compartments: frozenset[str] = frozenset(),
    *,
    every: bool = False,
) -> Member:
    """Record somebody who works at the desk from now on.

    Raises:
        NotAllowed: the asking member is no custodian, or gives more than they have.
        NotFound: a compartment is not there for the asking member.
        UsageFault: there is no name or no role.
    """
    with acting(desk, member, Right.ADMINISTER) as act:
        recorded = Member(desk.new_id(Kind.MEMBER), name.strip(), frozenset(roles), compartments, every)
        _check(act, recorded, given=compartments)
        act.add(Draft("member.recorded", recorded.id, body_of(recorded)))
        return recorded


def change_member(desk: Desk, member: str, changed: Member) -> Member:
    """Record that a member has another name, other roles or compartments, or has left (``active``).

    Raises:
        NotAllowed: as :func:`record_member`; or nobody would be left who may do everything.
        NotFound: there is no such member.
    """
    with acting(desk, member, Right.ADMINISTER) as act:
        known = act.get(changed.id)
        if known.body is None or not changed.id.startswith(f"{Kind.MEMBER}_"):
            raise UsageFault(f"{changed.id} is not a member", "khronika log shows who belongs to the desk")
        before = record_of(Member, known.body)
        _check(act, changed, given=changed.compartments - before.compartments)
        if not act.member.every and before.compartments - changed.compartments - act.member.compartments:
            raise NotAllowed("a compartment can be taken away by those alone who may enter it")
        if not _opens_everything(changed) and not any(
            _opens_everything(other) for other in _members(act.asking()) if other.id != changed.id
        ):
            raise NotAllowed(
                "nobody would be left who may do everything",
                "give another member the role and every compartment",
            )
        act.add(Draft("member.changed", changed.id, body_of(changed), supersedes=act.supersedes(known)))
        return changed


def record_compartment(desk: Desk, member: str, name: str) -> Compartment:
    """Record a need to know; the member who makes it may enter it.

    Raises:
        NotAllowed: the asking member is no custodian.
        UsageFault: there is no name.
    """
    if not name.strip():
        raise UsageFault("a compartment needs a name", "a word that gives nobody away")
    with acting(desk, member, Right.ADMINISTER) as act:
        made = Compartment(desk.new_id(Kind.COMPARTMENT), name.strip())
        act.add(Draft("compartment.recorded", made.id, body_of(made), compartments=frozenset({made.id})))
        if not act.member.every:
            maker = replace(act.member, compartments=act.member.compartments | {made.id})
            known = act.get(maker.id)
            act.add(Draft("member.changed", maker.id, body_of(maker), supersedes=act.supersedes(known)))
        return made


def members(desk: Desk, member: str) -> list[Member]:
    """Return the members, newest first, each with those of their compartments that the asker may enter."""
    with asking(desk, member) as query:
        return [as_seen_by(query.member, known) for known in _members(query)]


def compartments(desk: Desk, member: str) -> list[Compartment]:
    """Return the compartments that the asking member may enter, newest first."""
    with asking(desk, member) as query:
        known = query.many(Wanted(Kind.COMPARTMENT))
        return [record_of(Compartment, one.body) for one in known if one.body is not None]


def as_seen_by(asker: Member, shown: Member) -> Member:
    """Return a member as the asker may see them: that there are compartments unseen is not told."""
    if asker.every:
        return shown
    return replace(shown, compartments=shown.compartments & asker.compartments)


def _members(query: Asking) -> list[Member]:
    known = queries.many(query.connection, Sight(), Wanted(Kind.MEMBER))
    return [record_of(Member, one.body) for one in known if one.body is not None]


def _check(act: Acting, recorded: Member, *, given: frozenset[str]) -> None:
    if not recorded.name:
        raise UsageFault("a member needs a name", "a pseudonym will do")
    if not recorded.roles:
        raise UsageFault("a member needs a role", f"one of {', '.join(Role)}")
    if recorded.every and not act.member.every:
        raise NotAllowed("every compartment can be given by those alone who may enter every one")
    refuse_unenterable(act, given)


def _opens_everything(member: Member) -> bool:
    return member.every and member.may(Right.ADMINISTER)
