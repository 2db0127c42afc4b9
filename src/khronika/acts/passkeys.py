"""Passkeys: signing in by a key that never leaves the member's phone or security key.

What must stay true: the options for signing in are the same whether there is such a name or not, since they
list no key (an authenticator finds its own); a challenge for signing in is kept nowhere until it is answered,
so that outsiders cannot fill the desk, and is answered once; the authenticator has verified its user, so that
a passkey stands for passphrase and second step.

``host`` and ``origin`` come from the settings of the running desk, never from a request.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from khronika.acts.authenticators import (
    TO_ANSWER,
    Pending,
    base64url,
    challenge_of,
    creation_options,
    not_right,
    picked,
    refuse_without_library,
    request_options,
    verified_count,
    verified_creation,
)
from khronika.acts.desk import Acting, Desk, acting
from khronika.acts.proof import WORKS_HERE, add_change, forget_attempts, keep, kept_of
from khronika.acts.sessions import start_session
from khronika.errors import NotAllowed, NotFound, UsageFault
from khronika.ledger import working
from khronika.ledger.store import moment
from khronika.records.body import body_of, record_of
from khronika.records.sign_in import KeptMeans, KeptPasskey, Passkey, folded_name
from khronika.vault.keys import derive

MOST_PASSKEYS = 20
_CHALLENGE_BYTES, _HANDLE_BYTES = 32, 16
_NONCE_BYTES, _TIME_BYTES, _MAC_BYTES = 16, 8, 32
_LONGEST_NAME = 100


def begin_passkey(desk: Desk, member: str, host: str, origin: str) -> dict[str, Any]:
    """Return what a browser needs to make a passkey (PublicKeyCredentialCreationOptionsJSON).

    Raises:
        UsageFault: the desk takes no passkeys, or the member has twenty.
    """
    refuse_without_library()
    challenge = base64url(desk.randomness(_CHALLENGE_BYTES))
    pending = Pending(challenge, host, origin, moment(desk.clock() + TO_ANSWER))
    with acting(desk, member, WORKS_HERE) as act:
        means = kept_of(act.connection, member)
        if len(means.passkeys) >= MOST_PASSKEYS:
            raise UsageFault(f"there are {MOST_PASSKEYS} passkeys already", "take one away first")
        if not means.handle:
            means = replace(means, handle=base64url(desk.randomness(_HANDLE_BYTES)))
            keep(act.connection, member, means)
        working.put(act.connection, f"passkey:begun:{member}", body_of(pending))
        name = act.member.name
    return creation_options(pending, means.handle, name, [passkey.id for passkey in means.passkeys])


def add_passkey(desk: Desk, member: str, name: str, answer: dict[str, Any]) -> Passkey:
    """Keep the passkey that a browser made (RegistrationResponseJSON), under a name for the member.

    Raises:
        NotAllowed: the answer is not to what was begun, or is not right.
        UsageFault: it has no name, or nothing was begun in the last five minutes.
    """
    label = " ".join(name.split())[:_LONGEST_NAME]
    if not label:
        raise UsageFault("a passkey needs a name", '"my phone", "the grey key"')
    refuse_without_library()
    with acting(desk, member, WORKS_HERE) as act:
        begun = working.get(act.connection, f"passkey:begun:{member}")
        working.drop(act.connection, f"passkey:begun:{member}")
    if begun is None or begun["until"] < moment(desk.clock()):
        raise UsageFault("no passkey was begun in the last five minutes", "begin once more")
    answered = picked(answer, ("clientDataJSON", "attestationObject"))
    passkey = verified_creation(answered, record_of(Pending, begun), label, moment(desk.clock()))
    with acting(desk, member, WORKS_HERE) as act:
        if any(passkey.id == known.id for _, known in _passkeys(act.connection)):
            raise not_right()
        means = kept_of(act.connection, member)
        keep(act.connection, member, replace(means, passkeys=(*means.passkeys, passkey)))
        add_change(act, desk, "passkey added")
    return passkey.shown()


def drop_passkey(desk: Desk, member: str, id_: str) -> None:
    """Take one of the member's passkeys away.

    Raises:
        NotFound: they have none of this id.
        UsageFault: they could not sign in any more.
    """
    with acting(desk, member, WORKS_HERE) as act:
        means = kept_of(act.connection, member)
        left = tuple(passkey for passkey in means.passkeys if passkey.id != id_)
        if len(left) == len(means.passkeys):
            raise NotFound("there is no such passkey", "the page of your means lists them")
        if not left and means.passphrase is None:
            raise UsageFault("you could not sign in any more", "set a passphrase first")
        keep(act.connection, member, replace(means, passkeys=left))
        add_change(act, desk, "passkey taken away")


def begin_sign_in(desk: Desk, name: str, *, host: str = "") -> dict[str, Any]:
    """Return what a browser needs to sign in by a passkey (PublicKeyCredentialRequestOptionsJSON).

    It is the same for every name. Given a name, a passkey of that member alone answers it; without, any does.
    ``host`` is where the desk is reached; otherwise where its newest passkey was set up.

    Raises:
        UsageFault: the desk takes no passkeys.
    """
    refuse_without_library()
    with desk.ledger.reading() as connection:
        newest = max(((passkey.added, passkey.host) for _, passkey in _passkeys(connection)), default=None)
    until = int((desk.clock() + TO_ANSWER).timestamp())
    stated = desk.randomness(_NONCE_BYTES) + until.to_bytes(_TIME_BYTES)
    return request_options(
        stated + _mac(desk, stated, name), host or ("localhost" if newest is None else newest[1])
    )


def sign_in_by_passkey(desk: Desk, answer: dict[str, Any], *, origin: str = "") -> str:
    """Sign in whoever answered with their passkey (AuthenticationResponseJSON); return the session's token.

    ``origin`` is where the desk is reached; otherwise where the passkey was set up.

    Raises:
        NotAllowed: something is not right, and nothing tells what.
        UsageFault: the desk takes no passkeys.
    """
    refuse_without_library()
    answered = picked(answer, ("clientDataJSON", "authenticatorData", "signature"))
    challenge = challenge_of(answered)
    with desk.ledger.reading() as connection:
        found = next((one for one in _passkeys(connection) if one[1].id == answered["id"]), None)
    if found is None:
        raise not_right()
    member, passkey = found
    count = verified_count(answered, challenge, passkey, origin or passkey.origin)
    try:
        with acting(desk, member, WORKS_HERE) as act:
            _use_up(desk, act, challenge)
            return _let_in(desk, act, passkey.id, count)
    except NotAllowed:
        raise not_right() from None


def _let_in(desk: Desk, act: Acting, id_: str, count: int) -> str:
    means = kept_of(act.connection, act.member.id)
    before = next((passkey for passkey in means.passkeys if passkey.id == id_), None)
    if before is None or 0 < count <= before.count:
        raise not_right()
    after = replace(before, count=count, used=moment(desk.clock()))
    passkeys = tuple(after if passkey.id == id_ else passkey for passkey in means.passkeys)
    refused = forget_attempts(act.connection, act.member.name)
    keep(act.connection, act.member.id, replace(means, passkeys=passkeys, last_refused=refused))
    return start_session(act, desk, "passkey", strong=True)


def _use_up(desk: Desk, act: Acting, challenge: bytes) -> None:
    """Refuse a challenge that was not made here for this member, is over, or was answered before."""
    if len(challenge) != _NONCE_BYTES + _TIME_BYTES + _MAC_BYTES:
        raise not_right()
    stated, mac = challenge[:-_MAC_BYTES], challenge[-_MAC_BYTES:]
    made_for = (act.member.name, "")
    if not any(hmac.compare_digest(mac, _mac(desk, stated, name)) for name in made_for):
        raise not_right()
    until = int.from_bytes(stated[_NONCE_BYTES:])
    spent = f"passkey:spent:{hashlib.sha256(challenge).hexdigest()}"
    if until < desk.clock().timestamp() or working.get(act.connection, spent) is not None:
        raise not_right()
    working.put(act.connection, spent, {"until": moment(desk.clock() + TO_ANSWER)})


def _mac(desk: Desk, stated: bytes, name: str) -> bytes:
    """Return what proves that this desk made a challenge, for this name."""
    key = derive(desk.vault.master.value, desk.vault.id.encode(), "passkey challenges")
    octets = folded_name(name).encode("utf-8", "surrogatepass")
    return hmac.digest(key, stated + octets, hashlib.sha256)


def _passkeys(connection: Connection) -> Iterator[tuple[str, KeptPasskey]]:
    """Yield the passkeys of all members, each with its member's id."""
    for name, value in working.under(connection, "signin:").items():
        for passkey in record_of(KeptMeans, value).passkeys:
            yield name.partition(":")[2], passkey
