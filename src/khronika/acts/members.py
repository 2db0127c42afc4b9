"""Members and compartments: who works at the desk, in which roles, and what they need to know.

What must stay true: nobody gives what they do not have (a compartment they may not enter, or all of them) or
takes it away, and no answer tells that somebody else has it; there is always a custodian who may enter
everything; where there are two custodians, both make a third (:mod:`khronika.acts.rules`); a compartment is
in itself, so that even its name is seen by those alone who may enter it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from khronika.acts.desk import Acting, Asking, Desk, acting, asking, refuse_unenterable
from khronika.acts.proof import WORKS_HERE
from khronika.acts.rules import Asked, Matter, agreed, mark_of, persons_of
from khronika.acts.sessions import shut_out
from khronika.errors import NotAllowed, UsageFault
from khronika.ledger import queries
from khronika.ledger.queries import Known, Sight, Wanted
from khronika.ledger.store import Draft
from khronika.records.access import Compartment, Member, Right, Role
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind
from khronika.records.sign_in import folded_name


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
        NeedsSecond: it makes a custodian or gives every compartment, and another custodian could confirm it.
        NotFound: a compartment is not there for the asking member.
        UsageFault: there is no name or no role, or somebody of this name works here.
    """
    new = Member(desk.new_id(Kind.MEMBER), name.strip(), frozenset(roles), compartments, every)
    with acting(desk, member, Right.ADMINISTER) as act:
        record_new(act, desk, new)
        return new


def record_new(act: Acting, desk: Desk, new: Member, second: str | None = None) -> Asked:
    """Add the entry about a new member; ``second`` is the member who confirms it.

    Raises:
        NotAllowed, NeedsSecond, NotFound, UsageFault: as :func:`record_member`.
    """
    _check(act, new, given=new.compartments)
    asked = _asked(act, None, new)
    persons = agreed(act, desk, asked, second)
    act.add(Draft("member.recorded", new.id, body_of(new) | persons_of(persons)))
    return asked


def change_member(desk: Desk, member: str, changed: Member) -> Member:
    """Record that a member has another name, other roles or compartments, or has left (``active``).

    Compartments that the asking member may not enter stay as they are.

    Raises:
        NotAllowed, NeedsSecond: as :func:`record_member`; or nobody would be left who may do everything.
        NotFound: there is no such member.
    """
    with acting(desk, member, Right.ADMINISTER) as act:
        record_change(act, desk, changed)
        return changed


def record_change(act: Acting, desk: Desk, changed: Member, second: str | None = None) -> Asked:
    """Add the entry that changes a member; ``second`` is the member who confirms it.

    Raises:
        NotAllowed, NeedsSecond, NotFound, UsageFault: as :func:`change_member`.
    """
    known = known_member(act, changed.id)
    before = record_of(Member, known.body)
    changed = replace(changed, compartments=changed.compartments | _unseen(act.member, before))
    _check(act, changed, given=changed.compartments - before.compartments)
    if not _opens_everything(changed) and not any(
        _opens_everything(other) for other in _members(act.asking()) if other.id != changed.id
    ):
        raise NotAllowed(
            "nobody would be left who may do everything",
            "give another member the role and every compartment",
        )
    asked = _asked(act, before, changed)
    persons = agreed(act, desk, asked, second)
    act.add(_changed(act, known, changed, persons))
    if not changed.may(WORKS_HERE):
        shut_out(act.connection, changed.id)
    return asked


def known_member(entered: Acting | Asking, id_: str) -> Known:
    """Return a member's record.

    Raises:
        NotFound: there is none.
        UsageFault: it is another record, or was erased.
    """
    known = entered.get(id_)
    if known.body is None or not id_.startswith(f"{Kind.MEMBER}_"):
        raise UsageFault(f"{id_} is not a member", "khronika log shows who belongs to the desk")
    return known


def record_compartment(desk: Desk, member: str, name: str, *, sensitive: bool = False) -> Compartment:
    """Record a need to know; the member who makes it may enter it.

    In a ``sensitive`` one the log also keeps who searches, and for what.

    Raises:
        NotAllowed: the asking member is no custodian.
        UsageFault: there is no name.
    """
    if not name.strip():
        raise UsageFault("a compartment needs a name", "a word that gives nobody away")
    with acting(desk, member, Right.ADMINISTER) as act:
        made = Compartment(desk.new_id(Kind.COMPARTMENT), name.strip(), sensitive)
        act.add(Draft("compartment.recorded", made.id, body_of(made), compartments=frozenset({made.id})))
        if not act.member.every:
            maker = replace(act.member, compartments=act.member.compartments | {made.id})
            known = act.get(maker.id)
            act.add(_changed(act, known, maker, ()))
        return made


def members(desk: Desk, member: str, *, as_of: str | None = None) -> list[Member]:
    """Return the members, newest first, each with those of their compartments that the asker may enter."""
    with asking(desk, member, as_of) as query:
        return [as_seen_by(query.member, known) for known in _members(query)]


def alone(desk: Desk, member: str) -> bool:
    """Tell whether nobody but the asking member was ever recorded at this desk."""
    with asking(desk, member, right=Right.LOCK) as query:
        return len(queries.many(query.connection, Sight(), Wanted(Kind.MEMBER, limit=2))) == 1


def made_by_one(desk: Desk, member: str, *, as_of: str | None = None) -> frozenset[str]:
    """Return the ids of those members who were given custody or every compartment by one person."""
    with asking(desk, member, as_of) as query:
        known = query.many(Wanted(Kind.MEMBER))
        return frozenset(one.id for one in known if mark_of(Kind.MEMBER, one.body))


def compartments(desk: Desk, member: str, *, as_of: str | None = None) -> list[Compartment]:
    """Return the compartments that the asking member may enter, newest first."""
    with asking(desk, member, as_of) as query:
        known = query.many(Wanted(Kind.COMPARTMENT))
        return [record_of(Compartment, one.body) for one in known if one.body is not None]


def as_seen_by(asker: Member, shown: Member) -> Member:
    """Return a member as the asker may see them: that there are compartments unseen is not told."""
    if asker.every:
        return shown
    return replace(shown, compartments=shown.compartments & asker.compartments)


def _members(query: Asking) -> list[Member]:
    known = queries.many(query.connection, Sight(as_of=query.sight.as_of), Wanted(Kind.MEMBER))
    return [record_of(Member, one.body) for one in known if one.body is not None]


def _unseen(asker: Member, shown: Member) -> frozenset[str]:
    """Return those of a member's compartments that the asker may not know of."""
    return frozenset() if asker.every else shown.compartments - asker.compartments


def _check(act: Acting, recorded: Member, *, given: frozenset[str]) -> None:
    if not recorded.name:
        raise UsageFault("a member needs a name", "a pseudonym will do")
    if not recorded.roles:
        raise UsageFault("a member needs a role", f"one of {', '.join(Role)}")
    if recorded.every and not act.member.every:
        raise NotAllowed("every compartment can be given by those alone who may enter every one")
    refuse_unenterable(act, given)
    _refuse_taken_name(act, recorded)


def _refuse_taken_name(act: Acting, recorded: Member) -> None:
    """Refuse the name of somebody else who works here: two members of one name could not both sign in."""
    others = (other for other in _members(act.asking()) if other.active and other.id != recorded.id)
    if recorded.active and folded_name(recorded.name) in {folded_name(other.name) for other in others}:
        raise UsageFault("a member of this name works here already", "case and spaces make no other name")


def _asked(act: Acting, before: Member | None, after: Member) -> Asked:
    """Return what a change raises: of the compartments it touches, and of a record that everybody may see."""
    matters = []
    if after.may(Right.ADMINISTER) and not (before and before.may(Right.ADMINISTER)):
        matters.append(Matter.CUSTODY)
    if _enters_everything(after) and not (before and _enters_everything(before)):
        matters.append(Matter.EVERY)
    touched = after.compartments ^ (before.compartments if before else frozenset())
    return Asked(matters, Right.ADMINISTER, [before.id if before else act.member.id, *sorted(touched)])


def _changed(act: Acting, known: Known, after: Member, persons: Sequence[str]) -> Draft:
    """Return the entry that changes a member; who agreed to the powers they keep stays in it."""
    kept: dict[str, Any] = {}
    if "persons" in (known.body or {}) and (after.may(Right.ADMINISTER) or _enters_everything(after)):
        kept = {"persons": (known.body or {})["persons"]}
    body = body_of(after) | kept | persons_of(persons)
    return Draft("member.changed", after.id, body, supersedes=act.supersedes(known))


def _enters_everything(member: Member) -> bool:
    return member.every and member.active


def _opens_everything(member: Member) -> bool:
    return member.every and member.may(Right.ADMINISTER)
