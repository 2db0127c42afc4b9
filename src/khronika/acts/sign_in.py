"""Signing in to a running desk by name and passphrase, or by an address that works once.

What must stay true: whatever is wrong with a sign-in, the answer and the work are the same; each sign-in,
each invitation and each change of somebody's means is in the log, with no secret; what outsiders try is not;
nobody comes in by an invitation of somebody who could not have given its rights.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from khronika.acts.desk import Acting, Desk, acting, allowed, member_of, seen
from khronika.acts.let_in import remember
from khronika.acts.proof import (
    WORKS_HERE,
    add_change,
    count_attempt,
    forget_attempts,
    is_right,
    keep,
    kept_of,
    member_named,
    new_passphrase,
    prove,
    proved,
    turn,
)
from khronika.acts.second_step import after_second_step
from khronika.acts.sessions import (
    drop_addresses,
    end_sessions,
    fresh_token,
    name_of,
    session_of,
    start_session,
)
from khronika.errors import NotAllowed, UsageFault
from khronika.ledger import working
from khronika.ledger.queries import Known, Sight
from khronika.ledger.store import Draft, moment
from khronika.records.access import Member, Right
from khronika.records.body import record_of
from khronika.records.ids import Kind
from khronika.records.sign_in import KeptMeans, Means

INVITATION = timedelta(hours=48)
FROM_THE_CONSOLE = timedelta(minutes=15)


def sign_in(desk: Desk, name: str, passphrase: str, code: str = "") -> str:
    """Sign a member in; return the token of their session.

    ``code`` is one of the second step, where they have one: of the authenticator, or a recovery code.

    Raises:
        NotAllowed: something is not right, and nothing tells what; or too many attempts came before.
        VaultBusy: too many are signing in at this moment.
    """
    with turn():
        count_attempt(desk, name)
        with desk.ledger.reading() as connection:
            member = member_named(connection, name)
            means = KeptMeans() if member is None else kept_of(connection, member.id)
        right = is_right(means.passphrase, passphrase)
    if member is None or not right or after_second_step(means, code, desk.clock()) is None:
        raise _refused()
    try:
        with acting(desk, member.id, WORKS_HERE) as act:
            before = proved(act, means.passphrase)
            after = after_second_step(before, code, desk.clock())
            if after is None:
                raise _refused()
            refused = forget_attempts(act.connection, name) - 1
            keep(act.connection, member.id, replace(after, last_refused=max(0, refused)))
            return start_session(act, desk, _how(before, after), strong=after.totp is not None)
    except NotAllowed:  # they left, or the passphrase or the code was used up, while this was looked at
        raise _refused() from None


def set_passphrase(desk: Desk, member: str, new: str, old: str | None = None, *, token: str = "") -> None:
    """Set the member's passphrase. All their sessions end but that of ``token``.

    The old one is needed where there is one, unless the session of ``token`` came by a one-time address in
    the last 15 minutes.

    Raises:
        NotAllowed: the old one is not right.
        UsageFault: it is needed, or the new one is too short.
    """
    asker = allowed(desk, member, WORKS_HERE)
    with desk.ledger.reading() as connection:
        proof = kept_of(connection, member).passphrase
    if proof is not None and not _came_by_once(desk, member, token):
        if old is None:
            raise UsageFault("the old passphrase is needed", "or a one-time address from a custodian")
        proof = prove(desk, asker, old)
    kept = new_passphrase(new, desk.randomness)
    with acting(desk, member, WORKS_HERE) as act:
        means = proved(act, proof)
        keep(act.connection, member, replace(means, passphrase=kept))
        end_sessions(act.connection, member, but=token)
        drop_addresses(act.connection, member)
        add_change(act, desk, "passphrase set")


def invite(desk: Desk, member: str, whom: str) -> str:
    """Return a one-time token by which ``whom`` enters within 48 hours, and sets a passphrase.

    A custodian who may not enter everything invites those alone whose record they wrote last, so that nobody
    comes to compartments by an invitation that they could not have given; and the answer tells of none.

    Raises:
        NotAllowed: the member is no custodian, or may not invite this one.
        NotFound: there is no such member.
        UsageFault: they have left, or it is the asking member.
    """
    with acting(desk, member, Right.ADMINISTER) as act:
        known = act.get(whom)
        if known.body is None or not whom.startswith(f"{Kind.MEMBER}_"):
            raise UsageFault(f"{whom} is not a member", "khronika log shows who belongs to the desk")
        if whom == member:
            raise UsageFault("nobody invites themselves", "set your passphrase, or ask another custodian")
        if not _may_invite(act.member, known):
            raise NotAllowed(
                "you may not invite this member",
                "who recorded or last changed them may",
            )
        if not record_of(Member, known.body).may(WORKS_HERE):
            raise UsageFault("this member has left", "a custodian can record that they are back")
        return _address(act, desk, whom, INVITATION)


def one_time(desk: Desk, whom: str) -> str:
    """Return a one-time token by which ``whom`` enters within 15 minutes, for the console of a running desk.

    There is no asking member: whoever runs the desk holds its master key. The log has it as done by ``whom``.

    Raises:
        NotAllowed: there is no such member, or they have left.
    """
    with acting(desk, whom, WORKS_HERE) as act:
        return _address(act, desk, whom, FROM_THE_CONSOLE)


def enter_once(desk: Desk, token: str) -> str | None:
    """Return the token of a session for a one-time token, which is used up; ``None`` where it opens none."""
    name = name_of("once", token)
    with desk.ledger.reading() as connection:
        found = working.get(connection, name)
    if found is None:
        return None
    with suppress(NotAllowed), acting(desk, found["member"], WORKS_HERE) as act:
        row = working.get(act.connection, name)
        if row is None:
            return None
        working.drop(act.connection, name)
        if row["until"] <= moment(desk.clock()) or not _still_invited(act, row):
            return None
        if row["by"] != row["member"]:
            first = not kept_of(act.connection, row["member"]).any
            remember(act.connection, row["member"], row["by"], moment(desk.clock()), first=first)
        return start_session(act, desk, "one-time address", strong=False, once=True)
    return None


def means_of(desk: Desk, member: str) -> Means:
    """Return what the member can sign in with, and how often their name was refused before they came in.

    Raises:
        NotAllowed: there is no such member, or they have left.
    """
    allowed(desk, member, WORKS_HERE)
    with desk.ledger.reading() as connection:
        return kept_of(connection, member).shown()


def _refused() -> NotAllowed:
    return NotAllowed(
        "the name, the passphrase or the code is not right",
        "check the keyboard layout and the capital letters; a custodian can give you a one-time address",
    )


def _how(before: KeptMeans, after: KeptMeans) -> str:
    if before.recovery != after.recovery:
        return "passphrase and recovery code"
    return "passphrase" if after.totp is None else "passphrase and code"


def _came_by_once(desk: Desk, member: str, token: str) -> bool:
    session = session_of(desk, token, prolong=False)
    return session is not None and session.member == member and session.once


def _may_invite(by: Member, whom: Known) -> bool:
    """Tell whether a custodian could have given a member everything that the member may enter."""
    invited = record_of(Member, whom.body)
    own = whom.envelope["author"] == by.id and not invited.every and invited.compartments <= by.compartments
    return by.may(Right.ADMINISTER) and (by.every or own)


def _address(act: Acting, desk: Desk, whom: str, lasts: timedelta) -> str:
    """Keep a one-time token for a member, in the place of one from the same hand; the log has that it was."""
    by = act.member.id
    drop_addresses(act.connection, whom, by)
    token, until = fresh_token(desk.randomness), moment(desk.clock() + lasts)
    working.put(act.connection, name_of("once", token), {"member": whom, "by": by, "until": until})
    how = "console" if by == whom else "invitation"
    body = {"member": whom, "how": how, "until": until}
    act.add(Draft("signin.invited", desk.new_id(Kind.SIGN_IN), body))
    return token


def _still_invited(act: Acting, row: Mapping[str, Any]) -> bool:
    """Tell whether who gave the address could give it now: rights and compartments may have changed since."""
    if row["by"] == row["member"]:
        return True
    with suppress(NotAllowed):
        inviter = member_of(act.connection, row["by"])
        return _may_invite(inviter, seen(act.connection, Sight(), row["member"]))
    return False
