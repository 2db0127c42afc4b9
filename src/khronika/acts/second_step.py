"""The second step at sign-in: a code of an authenticator (RFC 6238), or one of ten recovery codes.

What must stay true: no code is accepted twice; a second step counts from when a first code of it was right,
so that nobody locks themselves out by a mistyped secret; it is taken away only by who knows the passphrase.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from hmac import compare_digest

import pyotp

from khronika.acts.desk import Desk, acting, allowed
from khronika.acts.proof import WORKS_HERE, add_change, keep, kept_of, prove, proved
from khronika.errors import UsageFault
from khronika.records.ids import ALPHABET, Randomness
from khronika.records.sign_in import KeptMeans, KeptTotp, TotpSetup

RECOVERY_CODES = 10
ISSUER = "desk"
"""What an authenticator shows beside the member's name: a phone may be searched, so it names nothing."""

_SECRET_BYTES = 20
_CODE_BYTES, _CODE_LETTERS, _GROUP = 10, 16, 4
_LONGEST_CODE = 64
_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1"})


def begin_totp(desk: Desk, member: str) -> TotpSetup:
    """Make a secret for a second step; it counts once :func:`confirm_totp` has seen a code of it.

    Raises:
        UsageFault: there is a second step already.
    """
    secret = base64.b32encode(desk.randomness(_SECRET_BYTES)).decode()
    with acting(desk, member, WORKS_HERE) as act:
        means = kept_of(act.connection, member)
        if means.totp is not None:
            raise UsageFault("there is a second step already", "take it away first, with your passphrase")
        keep(act.connection, member, replace(means, begun=secret))
        name = act.member.name
    address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)
    return TotpSetup(secret, address)


def confirm_totp(desk: Desk, member: str, code: str) -> list[str]:
    """Make the second step count, given a code of it; return ten recovery codes, which are not shown again.

    Raises:
        UsageFault: none was begun, or the code is not of it.
    """
    with acting(desk, member, WORKS_HERE) as act:
        means = kept_of(act.connection, member)
        if not means.begun:
            raise UsageFault("no second step was begun", "begin one, and give its first code")
        step = _step(KeptTotp(means.begun, 0), _plain(code), desk.clock())
        if step is None:
            raise UsageFault("the code is not right", "see that the clock of the authenticator is right")
        codes = _fresh_codes(desk.randomness)
        after = replace(means, totp=KeptTotp(means.begun, step), begun="", recovery=_digests(codes))
        keep(act.connection, member, after)
        add_change(act, desk, "second step added")
        return codes


def drop_totp(desk: Desk, member: str, passphrase: str) -> None:
    """Take the second step away, with its recovery codes.

    Raises:
        NotAllowed: the passphrase is not right.
        UsageFault: there is no second step.
    """
    proof = prove(desk, allowed(desk, member, WORKS_HERE), passphrase)
    with acting(desk, member, WORKS_HERE) as act:
        means = _with_second_step(proved(act, proof))
        keep(act.connection, member, replace(means, totp=None, begun="", recovery=()))
        add_change(act, desk, "second step taken away")


def fresh_recovery_codes(desk: Desk, member: str, passphrase: str) -> list[str]:
    """Return ten recovery codes in the place of those before; they are not shown again.

    Raises:
        NotAllowed: the passphrase is not right.
        UsageFault: there is no second step.
    """
    proof = prove(desk, allowed(desk, member, WORKS_HERE), passphrase)
    with acting(desk, member, WORKS_HERE) as act:
        means, codes = _with_second_step(proved(act, proof)), _fresh_codes(desk.randomness)
        keep(act.connection, member, replace(means, recovery=_digests(codes)))
        add_change(act, desk, "recovery codes made anew")
        return codes


def after_second_step(means: KeptMeans, code: str, now: datetime) -> KeptMeans | None:
    """Return a member's means with the code used up, ``None`` where it is not right.

    Where there is no second step nothing is asked.
    """
    if means.totp is None:
        return means
    plain = _plain(code)
    step = _step(means.totp, plain, now)
    if step is not None:
        return replace(means, totp=replace(means.totp, last=step))
    digest = _digest(plain)
    if digest in means.recovery:
        return replace(means, recovery=tuple(kept for kept in means.recovery if kept != digest))
    return None


def _with_second_step(means: KeptMeans) -> KeptMeans:
    if means.totp is None:
        raise UsageFault("there is no second step", "begin one, and give its first code")
    return means


def _step(totp: KeptTotp, plain: str, now: datetime) -> int | None:
    """Return the step whose code this is, of the present one and its neighbours, later than the last used."""
    codes = pyotp.TOTP(totp.secret)
    present = codes.timecode(now)
    steps = [step for step in (present - 1, present, present + 1) if step > totp.last]
    right = [step for step in steps if compare_digest(codes.generate_otp(step).encode(), plain.encode())]
    return right[-1] if right else None


def _plain(code: str) -> str:
    """Return a code as typed, without what does not count: spaces, dashes, case, digits of another script."""
    letters = unicodedata.normalize("NFKC", code[:_LONGEST_CODE]).casefold()
    kept = (str(unicodedata.decimal(letter, letter)) for letter in letters if letter.isalnum())
    return "".join(kept)


def _fresh_codes(randomness: Randomness) -> list[str]:
    return [_code(int.from_bytes(randomness(_CODE_BYTES))) for _ in range(RECOVERY_CODES)]


def _code(number: int) -> str:
    """Return 80 bits in Crockford's base 32, in groups of four for reading."""
    letters = [ALPHABET[(number >> shift) & 31] for shift in range(5 * (_CODE_LETTERS - 1), -1, -5)]
    groups = ("".join(letters[at : at + _GROUP]) for at in range(0, _CODE_LETTERS, _GROUP))
    return "-".join(groups)


def _digests(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(_digest(_plain(code)) for code in codes))


def _digest(plain: str) -> str:
    """Return the SHA-256 of a recovery code: 80 random bits need no stretching."""
    return hashlib.sha256(plain.translate(_MISREAD).encode()).hexdigest()
