"""What is proposed, as it is written down, tried and carried out.

What must stay true: trying and carrying out are the same code as the act itself; what a proposal holds of its
arguments is enough to carry it out later and no more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from khronika.acts.brief import BRIEF
from khronika.acts.desk import Acting, Desk
from khronika.acts.erase import record_erasure, refuse_nothing
from khronika.acts.export import JSON
from khronika.acts.members import known_member, record_change, record_new
from khronika.acts.outgoing import BriefOrder, Handed, hand_out
from khronika.errors import UsageFault
from khronika.ledger import canonical
from khronika.ledger.folding import ERASED
from khronika.records.access import Member, Right, Role
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind
from khronika.records.reading import SourceReading
from khronika.records.second import Deed, Proposal

RIGHTS: dict[Deed, Right] = {
    Deed.ERASE: Right.ERASE,
    Deed.HAND_OVER: Right.EXPORT,
    Deed.RECORD_MEMBER: Right.ADMINISTER,
    Deed.CHANGE_MEMBER: Right.ADMINISTER,
}
_ALWAYS = True


@dataclass(frozen=True, slots=True)
class Proposed:
    """An act to be proposed, with what it takes: records to erase; an order; or a member.

    ``kind`` is what is handed over: "brief" or "json". Of a new member the id is given at the desk.
    """

    act: Deed
    reason: str
    records: tuple[str, ...] = ()
    kind: str = BRIEF
    order: BriefOrder | None = None
    member: Member | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """An act that was carried out, or only tried.

    ``about`` are the records that it names, ``concerned`` all that whoever confirms must be able to see;
    ``stood`` is how they stood. ``asks`` tells whether the rules ask for a second person.
    """

    asks: bool
    about: Sequence[str]
    concerned: Sequence[str]
    stood: Sequence[tuple[str, str]]
    readings: Sequence[SourceReading] = ()

    @property
    def digest(self) -> str:
        """Return a digest over how all that it is about stood."""
        return hashlib.sha256(canonical.encode({"stood": [list(one) for one in self.stood]})).hexdigest()


def given_of(act: Acting, desk: Desk, proposed: Proposed) -> dict[str, Any]:
    """Return the arguments of a proposed act as JSON values.

    Raises:
        UsageFault: what the act takes is not there.
        NotFound: the member who is to be changed is not.
    """
    if proposed.act is Deed.ERASE:
        refuse_nothing(proposed.records, proposed.reason)
        return {"records": list(dict.fromkeys(proposed.records))}
    if proposed.act is Deed.HAND_OVER:
        if proposed.order is None or proposed.kind not in {BRIEF, JSON}:
            raise UsageFault("an order is missing", f"what is handed over is {BRIEF} or {JSON}")
        return {"kind": proposed.kind, "order": body_of(proposed.order)}
    if proposed.member is None:
        raise UsageFault("a member is missing", "with a name, roles and compartments")
    if proposed.act is Deed.RECORD_MEMBER:
        id_ = desk.new_id(Kind.MEMBER)
        return body_of(replace(proposed.member, id=id_, name=proposed.member.name.strip()))
    return _changes(act, proposed.member)


def carry_out(act: Acting, desk: Desk, record: Proposal, second: str | None) -> Carried:
    """Add the entries of a proposed act to ``act``, by whoever proposed it, confirmed by ``second``.

    Raises:
        KhronikaError: as the act itself.
    """
    given = record.given
    if record.act is Deed.ERASE:
        named = record_erasure(act, desk, given["records"], record.reason, second)
        ids = [known.id for known in named]
        stood = [(known.id, ERASED if known.body is None else known.entry) for known in named]
        return Carried(_ALWAYS, ids, ids, stood)
    if record.act is Deed.HAND_OVER:
        order = record_of(BriefOrder, given["order"])
        return _handed(hand_out(act, desk, given["kind"], order, second), order)
    if record.act is Deed.RECORD_MEMBER:
        asked = record_new(act, desk, record_of(Member, given), second)
        return Carried(bool(asked.matters), asked.records, asked.records, ())
    known = known_member(act, given["id"])
    asked = record_change(act, desk, member_after(record_of(Member, known.body), given), second)
    return Carried(bool(asked.matters), asked.records, asked.records, [(known.id, known.entry)])


def settled(given: dict[str, Any], tried: Carried) -> dict[str, Any]:
    """Return the arguments with all that was left open filled in: an order names its items."""
    if "order" not in given:
        return given
    return given | {"order": given["order"] | {"items": list(tried.about)}}


def sources_of(record: Proposal) -> tuple[str, ...]:
    """Return what a proposal is derived from, and goes with when that is erased.

    One to erase something is not: it is answered in the very act that erases.
    """
    if record.act is Deed.ERASE:
        return ()
    if record.act is Deed.HAND_OVER:
        return record.about
    return (record.given["id"],)


def _handed(handed: Handed, order: BriefOrder) -> Carried:
    items = order.items or tuple(known.id for known in handed.items)
    texts = [_digest_of(one) for one in handed.readings]
    said = [hashlib.sha256(canonical.encode(body_of(one.about))).hexdigest() for one in handed.readings]
    return Carried(
        bool(handed.persons),
        items,
        [*dict.fromkeys((*items, *handed.concerned))],
        [
            *((known.id, known.entry) for known in (*handed.items, *handed.statements)),
            *(("text", digest) for digest in texts),
            *(("about", digest) for digest in said),
            *(("matter", matter.value) for matter in handed.matters),
            *(
                ("objection", f"{one.statement.id} {objected.manner} {objected.term}")
                for reading in handed.readings
                for one in reading.statements
                for objected in one.objections
            ),
        ],
        handed.readings,
    )


def _digest_of(reading: SourceReading) -> str:
    """Return a digest over a text that leaves, with what is said of its source."""
    told = {"about": body_of(reading.about), "name": reading.name, "text": reading.unredacted_text}
    return hashlib.sha256(canonical.encode(told)).hexdigest()


def _changes(act: Acting, changed: Member) -> dict[str, Any]:
    """Return what is to change in a member: of their compartments only those that come or go."""
    before = record_of(Member, known_member(act, changed.id).body)
    gone = before.compartments - changed.compartments
    return {
        "id": changed.id,
        "name": changed.name,
        "roles": sorted(changed.roles),
        "every": changed.every,
        "active": changed.active,
        "enter": sorted(changed.compartments - before.compartments),
        "leave": sorted(gone if act.member.every else gone & act.member.compartments),
    }


def member_after(before: Member, given: dict[str, Any]) -> Member:
    """Return a member as a proposed change leaves them."""
    return replace(
        before,
        name=given["name"],
        roles=frozenset(map(Role, given["roles"])),
        every=given["every"],
        active=given["active"],
        compartments=(before.compartments | frozenset(given["enter"])) - frozenset(given["leave"]),
    )
