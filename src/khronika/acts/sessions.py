"""Sessions: who is signed in at a running desk.

What must stay true: of a token only its SHA-256 is kept, so that whoever reads the database cannot come in by
it; a session ends after an hour of rest or twelve in all, and at once when its member leaves, signs out,
changes the passphrase, or the desk is locked; what has ended never stands again.
"""

from __future__ import annotations

import base64
import hashlib
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from khronika.acts.desk import Acting, Desk, acting, allowed
from khronika.acts.proof import WORKS_HERE, works_here
from khronika.errors import StorageFull
from khronika.ledger import working
from khronika.ledger.store import Draft, moment
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind, Randomness
from khronika.records.sign_in import Session

REST = timedelta(minutes=60)
IN_ALL = timedelta(hours=12)
WITHOUT_OLD = timedelta(minutes=15)
"""How long a session that came by a one-time address may set a passphrase without the old one."""

_PROLONGED = timedelta(minutes=1)
_TOKEN_BYTES = 32
_LONGEST_TOKEN = 100
_SERVING = "serving"


def session_of(desk: Desk, token: str, *, prolong: bool = True) -> Session | None:
    """Return the session that a token stands for, and let it last; ``None`` where there is none any more.

    ``prolong=False`` is for what a page asks by itself, which is no sign that somebody is there.
    """
    name, now = name_of("session", token), desk.clock()
    with desk.ledger.reading() as connection:
        session = _at(connection, name, now)
        stands = session is not None and _stands(session, now) and works_here(connection, session.member)
    if session is None:
        return None
    if not stands:
        with suppress(StorageFull):
            sign_out(desk, token)
        return None
    if prolong and now - datetime.fromisoformat(session.last) >= _PROLONGED:
        with suppress(StorageFull):
            return _prolonged(desk, name, now)
    return session


def session_at_once(desk: Desk, token: str) -> Session | None:
    """Return the session that a token stands for, whoever holds the ledger; nothing is written."""
    now = desk.clock()
    with desk.ledger.reading_at_once() as connection:
        session = _at(connection, name_of("session", token), now)
        stands = session is not None and _stands(session, now) and works_here(connection, session.member)
    return session if stands else None


def sign_out(desk: Desk, token: str) -> None:
    """End the session of a token."""
    with desk.ledger.working() as connection:
        working.drop(connection, name_of("session", token))


def sign_out_everywhere(desk: Desk, member: str) -> int:
    """End all sessions of a member; return how many stood.

    Raises:
        NotAllowed: there is no such member, or they have left.
    """
    with acting(desk, member, WORKS_HERE) as act:
        stood = len(_sessions(act.connection, member, desk.clock()))
        end_sessions(act.connection, member)
        return stood


def end_all(desk: Desk) -> None:
    """End every session of everybody, and all one-time addresses."""
    with desk.ledger.working() as connection:
        working.drop_under(connection, "session:")
        working.drop_under(connection, "once:")


def sessions_of(desk: Desk, member: str) -> list[Session]:
    """Return the member's own sessions that stand, the last used first.

    Raises:
        NotAllowed: there is no such member, or they have left.
    """
    allowed(desk, member, WORKS_HERE)
    with desk.ledger.reading() as connection:
        return _sessions(connection, member, desk.clock())


def begin_serving(desk: Desk) -> None:
    """Note that the desk runs; where it did not end in order before (a lock, a kill), no session stands."""
    with desk.ledger.reading() as connection:
        ended_in_order = working.get(connection, _SERVING) is None
    if not ended_in_order:
        end_all(desk)
    with desk.ledger.working() as connection:
        working.put(connection, _SERVING, {})


def end_serving(desk: Desk) -> None:
    """Note that the desk ended in order, so that sessions stand when it runs again."""
    with desk.ledger.working() as connection:
        working.drop(connection, _SERVING)


def start_session(act: Acting, desk: Desk, how: str, *, strong: bool, once: bool = False) -> str:
    """Let the acting member in, with an entry that says how; return the token."""
    now = desk.clock()
    _sweep(act.connection, now)
    token = fresh_token(desk.randomness)
    name = name_of("session", token)
    csrf = fresh_token(desk.randomness)
    _put(act.connection, name, Session("", act.member.id, moment(now), moment(now), csrf, strong, once))
    body = {"member": act.member.id, "how": how}
    act.add(Draft("signin.made", desk.new_id(Kind.SIGN_IN), body))
    return token


def end_sessions(connection: Connection, member: str, *, but: str = "") -> None:
    """End a member's sessions. That of the token ``but`` stays, no longer as one by a one-time address."""
    stays = name_of("session", but)
    for name, value in working.under(connection, "session:").items():
        if name == stays and value["member"] == member:
            working.put(connection, name, value | {"once": False})
        elif value["member"] == member:
            working.drop(connection, name)


def shut_out(connection: Connection, member: str) -> None:
    """End a member's sessions, and drop what they could come in by once: they have left.

    Nothing of it stands again when they are back.
    """
    end_sessions(connection, member)
    drop_addresses(connection, member)


def drop_addresses(connection: Connection, whom: str, by: str | None = None) -> None:
    """Drop the one-time addresses of a member: all, or those from one hand."""
    for name, row in working.under(connection, "once:").items():
        if row["member"] == whom and by in {None, row["by"]}:
            working.drop(connection, name)


def fresh_token(randomness: Randomness) -> str:
    """Return 32 random bytes in base64url."""
    return base64.urlsafe_b64encode(randomness(_TOKEN_BYTES)).rstrip(b"=").decode()


def name_of(kind: str, token: str) -> str:
    """Return the name under which what a token opens is kept."""
    octets = token[:_LONGEST_TOKEN].encode("utf-8", "surrogatepass")
    return f"{kind}:{hashlib.sha256(octets).hexdigest()}"


def _at(connection: Connection, name: str, now: datetime) -> Session | None:
    value = working.get(connection, name)
    if value is None:
        return None
    session = _session(name, value)
    lately = now - datetime.fromisoformat(session.made) < WITHOUT_OLD
    return replace(session, once=session.once and lately)


def _session(name: str, value: dict[str, Any]) -> Session:
    return record_of(Session, {**value, "digest": name.partition(":")[2]})


def _put(connection: Connection, name: str, session: Session) -> None:
    kept = {key: value for key, value in body_of(session).items() if key != "digest"}
    working.put(connection, name, kept)


def _sessions(connection: Connection, member: str, now: datetime) -> list[Session]:
    kept = (_session(name, value) for name, value in working.under(connection, "session:").items())
    own = [session for session in kept if session.member == member and _stands(session, now)]
    return sorted(own, key=lambda session: (session.last, session.made), reverse=True)


def _stands(session: Session, now: datetime) -> bool:
    made, last = datetime.fromisoformat(session.made), datetime.fromisoformat(session.last)
    return now - last < REST and now - made < IN_ALL


def _prolonged(desk: Desk, name: str, now: datetime) -> Session | None:
    """Let a session last; one that ended meanwhile stays ended."""
    with desk.ledger.working() as connection:
        session = _at(connection, name, now)
        if session is None:
            return None
        later = replace(session, last=max(session.last, moment(now)))
        _put(connection, name, later)
        return later


def _sweep(connection: Connection, now: datetime) -> None:
    """Drop what has ended: sessions, one-time addresses, used challenges of passkeys."""
    for name, value in working.under(connection, "session:").items():
        if not _stands(_session(name, value), now):
            working.drop(connection, name)
    for beginning in ("once:", "passkey:"):
        for name, value in working.under(connection, beginning).items():
            if value["until"] < moment(now):
                working.drop(connection, name)
