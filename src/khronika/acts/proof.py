"""Proving a passphrase: what is kept of a member's means, what a guess costs, how fast guesses may follow.

What must stay true: an attempt is counted before it is tried, so that many at once are no more guesses than
one after another; a name that nobody has costs the same work and gets the same answers; delays grow and end,
so that nobody is locked out for good; at most one passphrase is stretched at a time, and few wait for it, so
that strangers who try hold up nobody who is in; secrets are in working state alone, and the log has that they
changed.
"""

from __future__ import annotations

import hashlib
import math
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hmac import compare_digest
from threading import BoundedSemaphore, Lock

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from sqlalchemy import Connection

from khronika.acts.desk import Acting, Desk
from khronika.errors import KhronikaError, NotAllowed, UsageFault, VaultBusy
from khronika.ledger import queries, working
from khronika.ledger.queries import Sight, Wanted
from khronika.ledger.store import Draft, moment
from khronika.records.access import Member, Right
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind, Randomness
from khronika.records.sign_in import KeptMeans, KeptPassphrase, folded_name
from khronika.vault.keyslots import SALT_BYTES, Cost
from khronika.vault.unlocking import check_passphrase

WORKS_HERE = Right.LOCK
"""The right that every role has: it takes no other to sign in and to change one's own means."""

COST = Cost(3, 64 * 1024, 1)
"""RFC 9106's second recommendation with one lane: many members share the server."""

FREE_ATTEMPTS = 5
FIRST_DELAY = timedelta(seconds=15)
LONGEST_DELAY = timedelta(minutes=15)
_FORGOTTEN = timedelta(days=1)
_HASH_BYTES = 32
_LONGEST_PASSPHRASE = 1000
_BUCKET_DIGITS = 4
_MOST_DOUBLINGS = 10
_ONE_AT_A_TIME = Lock()
"""One for the process: ten attempts at once must not take ten times the memory."""

_TURNS = BoundedSemaphore(16)
"""How many may wait for that: each holds one of the 40 threads that answer everybody."""


@dataclass(frozen=True, slots=True)
class _Refusals:
    """Attempts refused at a name: in a row, in all since a sign-in, and when the last one was."""

    count: int = 0
    total: int = 0
    at: str = "1970-01-01T00:00:00Z"


@contextmanager
def turn() -> Iterator[None]:
    """Take a turn at stretching a passphrase, before anything is counted or looked up.

    Raises:
        VaultBusy: too many wait already.
    """
    if not _TURNS.acquire(blocking=False):
        raise VaultBusy("very many are signing in at this moment", "try again in a few seconds")
    try:
        yield
    finally:
        _TURNS.release()


def works_here(connection: Connection, member: str) -> bool:
    """Tell whether somebody is a member, has not left and has a role."""
    known = queries.one(connection, Sight(), member)
    if known is None or known.body is None or not member.startswith(f"{Kind.MEMBER}_"):
        return False
    return record_of(Member, known.body).may(WORKS_HERE)


def member_named(connection: Connection, name: str) -> Member | None:
    """Return the member who signs in under a name: of several (after a join) the first recorded."""
    wanted = folded_name(name)
    known = queries.many(connection, Sight(), Wanted(Kind.MEMBER))
    members = (record_of(Member, one.body) for one in reversed(known) if one.body is not None)
    return next((one for one in members if one.may(WORKS_HERE) and folded_name(one.name) == wanted), None)


def kept_of(connection: Connection, member: str) -> KeptMeans:
    """Return what is kept of a member's means."""
    value = working.get(connection, f"signin:{member}")
    return KeptMeans() if value is None else record_of(KeptMeans, value)


def keep(connection: Connection, member: str, means: KeptMeans) -> None:
    """Keep a member's means in the place of those before."""
    working.put(connection, f"signin:{member}", body_of(means))


def add_change(act: Acting, desk: Desk, what: str) -> None:
    """Let the log have that a member's means changed: what was done, never the secret."""
    body = {"member": act.member.id, "what": what}
    act.add(Draft("signin.changed", desk.new_id(Kind.SIGN_IN), body))


def new_passphrase(passphrase: str, randomness: Randomness) -> KeptPassphrase:
    """Return what is kept of a passphrase.

    Raises:
        UsageFault: it has fewer than 12 characters, or more than 1,000.
        VaultBusy: too many stretch theirs at this moment.
    """
    check_passphrase(unicodedata.normalize("NFKC", passphrase[: _LONGEST_PASSPHRASE + 1]))
    if len(passphrase) > _LONGEST_PASSPHRASE:
        raise UsageFault(f"the passphrase is longer than {_LONGEST_PASSPHRASE} characters", "take six words")
    bare = KeptPassphrase(randomness(SALT_BYTES).hex(), COST.passes, COST.kibibytes, COST.lanes, "")
    with turn():
        return replace(bare, hash=_stretched(passphrase, bare))


def is_right(kept: KeptPassphrase | None, passphrase: str) -> bool:
    """Tell whether a passphrase is the one kept; where none is, after the same work."""
    nobodys = KeptPassphrase("00" * SALT_BYTES, COST.passes, COST.kibibytes, COST.lanes, "")
    found = _stretched(passphrase, kept or nobodys)
    return kept is not None and compare_digest(found, kept.hash)


def count_attempt(desk: Desk, name: str) -> None:
    """Count an attempt at a name as refused, until it turns out right.

    Raises:
        NotAllowed: too many came before; the fault says how long to wait.
    """
    now = desk.clock()
    with desk.ledger.reading() as connection:
        _refuse_too_soon(_refusals(connection, name), now)
    with desk.ledger.working() as connection:
        before = _refusals(connection, name)
        _refuse_too_soon(before, now)
        old = now - datetime.fromisoformat(before.at) > _FORGOTTEN
        after = _Refusals(1 if old else before.count + 1, before.total + 1, moment(now))
        working.put(connection, _bucket(name), body_of(after))


def forget_attempts(connection: Connection, name: str) -> int:
    """Forget the attempts at a name, since its member is in; return how many there were."""
    total = _refusals(connection, name).total
    working.drop(connection, _bucket(name))
    return total


def prove(desk: Desk, member: Member, passphrase: str) -> KeptPassphrase | None:
    """Make sure that a member who is signed in knows their passphrase; guesses count like those at sign-in.

    Returns:
        What was proved, for :func:`proved`.

    Raises:
        NotAllowed: it is not right, or too many guesses came before.
    """
    with turn():
        count_attempt(desk, member.name)
        with desk.ledger.reading() as connection:
            kept = kept_of(connection, member.id).passphrase
        right = is_right(kept, passphrase)
    if not right:
        raise NotAllowed("this is not your passphrase", "check the keyboard layout and the capital letters")
    with desk.ledger.working() as connection:
        before = _refusals(connection, member.name)
        fewer = replace(before, count=0, total=max(0, before.total - 1))
        working.put(connection, _bucket(member.name), body_of(fewer))
    return kept


def proved(act: Acting, proof: KeptPassphrase | None) -> KeptMeans:
    """Return the acting member's means, inside the act for which ``proof`` was given.

    Raises:
        NotAllowed: the passphrase was changed meanwhile.
    """
    means = kept_of(act.connection, act.member.id)
    if means.passphrase != proof:
        raise NotAllowed("the passphrase was changed meanwhile", "sign in with the new one")
    return means


def _stretched(passphrase: str, by: KeptPassphrase) -> str:
    """Return the hash of a passphrase in hex: NFKC (so that keyboards agree), UTF-8, Argon2id."""
    text = unicodedata.normalize("NFKC", passphrase[: _LONGEST_PASSPHRASE + 1])
    try:
        with _ONE_AT_A_TIME:
            argon = Argon2id(
                salt=bytes.fromhex(by.salt),
                length=_HASH_BYTES,
                iterations=by.passes,
                lanes=by.lanes,
                memory_cost=by.kibibytes,
            )
            return argon.derive(text.encode("utf-8", "surrogatepass")).hex()
    except MemoryError:
        raise KhronikaError("the server has no memory left to sign anybody in", "try again soon") from None


def _bucket(name: str) -> str:
    """Return where attempts at a name are counted: one of 65,536, so that made-up names cannot fill a disk.

    Names that somebody has and names that nobody has share them: the answers do not tell which is which.
    """
    digest = hashlib.sha256(folded_name(name).encode("utf-8", "surrogatepass")).hexdigest()
    return f"refused:{digest[:_BUCKET_DIGITS]}"


def _refusals(connection: Connection, name: str) -> _Refusals:
    value = working.get(connection, _bucket(name))
    return _Refusals() if value is None else record_of(_Refusals, value)


def _refuse_too_soon(refusals: _Refusals, now: datetime) -> None:
    beyond = refusals.count - FREE_ATTEMPTS
    elapsed = now - datetime.fromisoformat(refusals.at)
    if beyond < 0 or elapsed < timedelta(0):
        return
    delay = min(FIRST_DELAY * 2 ** min(beyond, _MOST_DOUBLINGS), LONGEST_DELAY)
    wait = math.ceil((delay - elapsed).total_seconds())
    if wait > 0:
        raise NotAllowed(
            f"too many attempts; wait {wait} seconds",
            "a one-time address from the desk's console opens it",
        )
