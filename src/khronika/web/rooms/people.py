"""The people of the desk: who works here, in which roles, and what each needs to know.

What must stay true: a one-time address stands on the one page that answers its making and on no other; which
compartments somebody may enter is told as far as the asking member may know them, as the acts answer it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from khronika.acts.desk import allowed
from khronika.acts.members import (
    alone,
    change_member,
    compartments,
    made_by_one,
    members,
    record_compartment,
    record_member,
)
from khronika.acts.search_log import set_sensitive
from khronika.acts.second import Proposed, propose
from khronika.acts.sign_in import INVITATION, invite
from khronika.errors import NeedsSecond, NotFound, UsageFault
from khronika.records.access import RIGHTS, Compartment, Member, Right, Role
from khronika.records.second import Deed
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.frame import _
from khronika.web.rooms.second import to_propose
from khronika.web.routes import Way, get, now, post
from khronika.web.visits import Visit

DOES: dict[Right, str] = {
    Right.TAKE_IN: _("takes texts and files in"),
    Right.READ_RECORDS: _("reads the records"),
    Right.REVIEW: _("decides on suggestions"),
    Right.FILE: _("files statements to incidents"),
    Right.OPEN_ORIGINAL: _("opens originals, with a reason"),
    Right.INTERVIEW: _("records contacts and interviews"),
    Right.EXPORT: _("hands over what may leave"),
    Right.RECORD_CONSENT: _("records consent and its withdrawal"),
    Right.SEAL_IDENTITY: _("seals who somebody is"),
    Right.OPEN_IDENTITY: _("opens who somebody is, with a reason"),
    Right.ERASE: _("erases"),
    Right.ADMINISTER: _("looks after members and compartments"),
}
"""What a right lets somebody do, in plain words; everybody may lock the desk."""


@dataclass(frozen=True, slots=True)
class RoleShown:
    """A role with what it does. Of one that may do everything: what no other role does."""

    role: Role
    everything: bool
    does: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People(Context):
    """Who works here and who did. ``by_one`` are those whom one person alone gave custody or everything."""

    template: ClassVar[str] = "people.html"
    sheet: ClassVar[str] = "people.css"
    here: Sequence[Member]
    left: Sequence[Member]
    by_one: frozenset[str]
    compartments: Mapping[str, str]
    roles: Sequence[RoleShown]
    ever_alone: bool


@dataclass(frozen=True, slots=True)
class Person(Context):
    """One member, or the form of a new one. ``compartments`` are those that can be given."""

    template: ClassVar[str] = "person.html"
    sheet: ClassVar[str] = "people.css"
    person: Member | None
    by_one: bool
    compartments: Sequence[Compartment]
    roles: Sequence[RoleShown]


@dataclass(frozen=True, slots=True)
class OneTime(Context):
    """A one-time address, shown this once."""

    template: ClassVar[str] = "one_time.html"
    sheet: ClassVar[str] = "people.css"
    person: Member
    address: str
    until: str
    here_alone: bool


@dataclass(frozen=True, slots=True)
class Compartments(Context):
    """The compartments that the member may enter, each with the members who may."""

    template: ClassVar[str] = "compartments.html"
    sheet: ClassVar[str] = "people.css"
    compartments: Sequence[Compartment]
    inside: Mapping[str, Sequence[Member]]


def roles_shown() -> list[RoleShown]:
    """Return the roles in their order, each with what it does."""
    shown = []
    for role, rights in RIGHTS.items():
        everything = rights == frozenset(Right)
        others = frozenset().union(*(RIGHTS[other] for other in Role if other is not role))
        told = rights - others if everything else rights
        shown.append(RoleShown(role, everything, tuple(DOES[right] for right in DOES if right in told)))
    return shown


def people(visit: Visit) -> Answer:
    """Show who works here."""
    every = sorted(members(visit.desk, visit.who, as_of=visit.as_of), key=lambda one: one.name.casefold())
    enterable = compartments(visit.desk, visit.who, as_of=visit.as_of)
    context = People(
        here=[one for one in every if one.active],
        left=[one for one in every if not one.active],
        by_one=made_by_one(visit.desk, visit.who, as_of=visit.as_of),
        compartments={one.id: one.name for one in enterable},
        roles=roles_shown(),
        ever_alone=alone(visit.desk, visit.who),
    )
    return Page(visit.word("People"), context)


def person(visit: Visit) -> Answer:
    """Show one member, for custodians with the form to change them."""
    found = _member(visit)
    by_one = found.id in made_by_one(visit.desk, visit.who, as_of=visit.as_of)
    enterable = compartments(visit.desk, visit.who, as_of=visit.as_of)
    return Page(found.name, Person(found, by_one, enterable, roles_shown()))


def new_person(visit: Visit) -> Answer:
    """Show the form of a new member, to who may record one."""
    allowed(visit.desk, visit.who, Right.ADMINISTER)
    enterable = compartments(visit.desk, visit.who)
    return Page(
        visit.word("Record somebody who works here"),
        Person(None, by_one=False, compartments=enterable, roles=roles_shown()),
    )


def record(visit: Visit) -> Answer:
    """Record a new member; where it takes two people, lead to the proposal."""
    new = _new(visit)

    def recorded() -> GoTo:
        made = record_member(visit.desk, visit.who, new.name, new.roles, new.compartments, every=new.every)
        return GoTo(f"/people/{made.id}", "recorded")

    try:
        return visit.server.sent.once(visit.session.digest, "/people/new", visit.form, recorded)
    except NeedsSecond as fault:
        return to_propose(visit, fault, "/people/new/propose", after=new)


def propose_new(visit: Visit) -> Answer:
    """Propose a new member."""
    reason = visit.form.get("reason")
    propose(visit.desk, visit.who, Proposed(Deed.RECORD_MEMBER, reason, member=_new(visit)))
    return GoTo("/second", "proposed")


def change(visit: Visit) -> Answer:
    """Change a member; where it takes two people, lead to the proposal."""
    before = _member(visit)
    after = _changed(visit, before)
    there = f"/people/{before.id}"
    if after == before:
        return GoTo(there)
    try:
        change_member(visit.desk, visit.who, after)
    except NeedsSecond as fault:
        return to_propose(visit, fault, f"{there}/propose", before=before, after=after)
    return GoTo(there, "changed")


def propose_change(visit: Visit) -> Answer:
    """Propose a change of a member."""
    after = _changed(visit, _member(visit))
    propose(visit.desk, visit.who, Proposed(Deed.CHANGE_MEMBER, visit.form.get("reason"), member=after))
    return GoTo("/second", "proposed")


def one_time_address(visit: Visit) -> Answer:
    """Give a one-time address, on this one page."""
    found = _member(visit)
    token = invite(visit.desk, visit.who, found.id)
    address = visit.server.address
    until = (visit.desk.clock() + INVITATION).isoformat()
    context = OneTime(found, f"{address.origin}/enter/{token}", until, here_alone=not address.secure)
    return Page(visit.word("A one-time address"), context)


def to_person(visit: Visit) -> Answer:
    """Lead on from where an address was shown once."""
    return GoTo(f"/people/{visit.parts['member']}")


def list_compartments(visit: Visit) -> Answer:
    """Show the compartments that the member may enter."""
    found = compartments(visit.desk, visit.who, as_of=visit.as_of)
    every = [one for one in members(visit.desk, visit.who, as_of=visit.as_of) if one.active]
    inside = {
        one.id: sorted((who for who in every if who.may_enter(frozenset({one.id}))), key=lambda who: who.name)
        for one in found
    }
    return Page(visit.word("Compartments"), Compartments(found, inside))


def new_compartment(visit: Visit) -> Answer:
    """Record a compartment."""

    def recorded() -> GoTo:
        sensitive = visit.form.has("sensitive")
        record_compartment(visit.desk, visit.who, visit.form.get("name"), sensitive=sensitive)
        return GoTo("/compartments", "recorded")

    return visit.server.sent.once(visit.session.digest, "/compartments", visit.form, recorded)


def sensitive_or_not(visit: Visit) -> Answer:
    """Have the log keep who searches in a compartment, or no longer."""
    sensitive = visit.form.has("sensitive")
    set_sensitive(visit.desk, visit.who, visit.parts["compartment"], sensitive=sensitive)
    return GoTo("/compartments", "changed")


def _member(visit: Visit) -> Member:
    """Return the member whom the address names, as the asking member may see them."""
    id_ = visit.parts["member"]
    for one in members(visit.desk, visit.who, as_of=visit.as_of):
        if one.id == id_:
            return one
    raise NotFound("there is no such member", "People lists who works here")


def _new(visit: Visit) -> Member:
    return replace(_changed(visit, Member("", "", frozenset())), active=True)


def _changed(visit: Visit, before: Member) -> Member:
    """Return a member as the form has them. Who may not give every compartment leaves that as it is."""
    form = visit.form
    return replace(
        before,
        name=form.get("name"),
        roles=frozenset(_role(value) for value in form.all("roles")),
        compartments=frozenset(form.all("compartments")),
        every=form.has("every") if visit.member.every else before.every,
        active=form.has("active"),
    )


def _role(value: str) -> Role:
    if value not in set(Role):
        raise UsageFault("there is no such role", "People explains those there are")
    return Role(value)


WAYS: tuple[Way, ...] = (
    get("/people", people),
    now("/people/new", new_person),
    post("/people/new", record),
    post("/people/new/propose", propose_new),
    get("/people/{member}", person),
    post("/people/{member}", change),
    post("/people/{member}/propose", propose_change),
    now("/people/{member}/one-time-address", to_person),
    post("/people/{member}/one-time-address", one_time_address),
    get("/compartments", list_compartments),
    post("/compartments", new_compartment),
    post("/compartments/{compartment}/sensitive", sensitive_or_not),
)
