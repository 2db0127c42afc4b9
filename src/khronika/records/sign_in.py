"""Signing in to a running desk: sessions, and the means by which a member proves who they are.

What is ``Kept…`` holds secrets. It stands in working state alone, never in an entry, and shows nothing of
them in its ``repr``; a member sees :class:`Means`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

_LONGEST_NAME = 200


def folded_name(name: str) -> str:
    """Return a member's name as it is compared at sign-in: NFKC, case and white space do not count.

    Only the first 200 characters do, so that a hostile name costs nothing.
    """
    compatible = unicodedata.normalize("NFKC", name[:_LONGEST_NAME])
    return " ".join(unicodedata.normalize("NFKC", compatible.casefold()).split())


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in that stands. Times are UTC; ``digest`` is the SHA-256 of its token, which nobody keeps.

    ``csrf`` is random, for forms. ``strong`` is a sign-in with a second step or a passkey. ``once`` is one by
    a one-time address, not long ago: it may set a passphrase without the old one.
    """

    digest: str
    member: str
    made: str
    last: str
    csrf: str = field(repr=False)
    strong: bool
    once: bool = False


@dataclass(frozen=True, slots=True)
class TotpSetup:
    """A second step that is being set up: the secret in base 32, and the same as an ``otpauth:`` address."""

    secret: str = field(repr=False)
    otpauth: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its member sees it: the name they gave it, when it was added and last used (UTC)."""

    id: str
    name: str
    added: str
    used: str = ""


@dataclass(frozen=True, slots=True)
class Means:
    """What a member can sign in with. ``last_refused`` counts the refusals before their last sign-in."""

    passphrase: bool = False
    totp: bool = False
    recovery_codes: int = 0
    passkeys: tuple[Passkey, ...] = ()
    last_refused: int = 0


@dataclass(frozen=True, slots=True)
class KeptPassphrase:
    """A passphrase under Argon2id (RFC 9106): its cost, and salt and hash in hex."""

    salt: str = field(repr=False)
    passes: int
    kibibytes: int
    lanes: int
    hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeptTotp:
    """A second step (RFC 6238): the secret in base 32, and the last step whose code was accepted."""

    secret: str = field(repr=False)
    last: int


@dataclass(frozen=True, slots=True)
class KeptPasskey:
    """A passkey (WebAuthn level 3): ``id`` and public ``key`` (COSE) in base64url.

    ``count`` is the authenticator's own counter, ``host`` and ``origin`` are where it was set up.
    """

    id: str
    name: str
    key: str
    count: int
    host: str
    origin: str
    added: str
    used: str = ""

    def shown(self) -> Passkey:
        """Return what its member sees of it."""
        return Passkey(self.id, self.name, self.added, self.used)


@dataclass(frozen=True, slots=True)
class KeptMeans:
    """All that the desk keeps of one member's means.

    ``begun`` is the secret of a second step that is not confirmed yet, ``recovery`` the SHA-256 of each
    recovery code that is left, ``handle`` the random name under which a passkey knows its member.
    """

    passphrase: KeptPassphrase | None = None
    totp: KeptTotp | None = None
    begun: str = field(default="", repr=False)
    recovery: tuple[str, ...] = field(default=(), repr=False)
    passkeys: tuple[KeptPasskey, ...] = ()
    handle: str = ""
    last_refused: int = 0

    @property
    def any(self) -> bool:
        """Tell whether there is anything to sign in with but a second step."""
        return self.passphrase is not None or bool(self.passkeys)

    def shown(self) -> Means:
        """Return what their member sees of them."""
        return Means(
            self.passphrase is not None,
            self.totp is not None,
            len(self.recovery),
            tuple(passkey.shown() for passkey in self.passkeys),
            self.last_refused,
        )
