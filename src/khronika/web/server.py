"""What a running desk is to its pages: the open desk, where it is reached, and how it is locked.

What must stay true: once it is locked no request is answered, and the process ends at once, with the keys and
all that is being painted. It waits for nobody who holds the ledger: whatever was answered is on the disk. No
session stands afterwards: whoever serves the desk again ends them all first (``begin_serving``).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from urllib.parse import urlsplit

from khronika.acts import authenticators
from khronika.acts.desk import Desk
from khronika.errors import UsageFault
from khronika.intake.pages import Painter
from khronika.web.asked import Searches
from khronika.web.once import SentForms

_HURRIED_TURN_SECONDS = 0.0002
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Address:
    """Where members reach the desk. ``origin`` is scheme, host and port as a browser writes them."""

    origin: str
    hosts: frozenset[str]

    @property
    def host(self) -> str:
        """Return the host without its port: what a passkey is bound to."""
        return urlsplit(self.origin).hostname or ""

    @property
    def takes_passkeys(self) -> bool:
        """Tell whether passkeys can be used here: a number is no name (WebAuthn 5.1.3)."""
        number = self.host.replace(".", "").isdecimal() or ":" in self.host
        return not number and authenticators.installed()

    @property
    def secure(self) -> bool:
        """Tell whether pages travel under TLS, which is ended in front of this program."""
        return self.origin.startswith("https://")

    @property
    def cookie(self) -> str:
        """Return the name of the session's cookie; ``__Host-`` binds it to host and TLS (RFC 6265bis)."""
        return "__Host-khronika" if self.secure else "khronika"


def address_of(url: str, port: int | None = None) -> Address:
    """Return the address for a URL of scheme and host; plain HTTP is for this machine alone.

    ``port`` is where the desk listens, for a URL of this machine that names none.

    Raises:
        UsageFault: it is no such URL.
    """
    parts = urlsplit(url)
    try:
        stated = parts.port
    except ValueError as fault:
        raise UsageFault(f"{url!r} has no port that exists", "https://desk.example.org") from fault
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        raise UsageFault(f"{url!r} is not an address of a desk", "https://desk.example.org")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise UsageFault(
            "plain http is for this machine alone", "put TLS in front and give the https address"
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    reached = port if stated is None and parts.scheme == "http" else stated
    whole = host if reached in {None, usual} else f"{host}:{reached}"
    return Address(f"{parts.scheme}://{whole}", frozenset({whole}))


@contextmanager
def hurried() -> Iterator[None]:
    """Let threads give way to each other much more often: this one would wait behind all of them."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_HURRIED_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


@dataclass(slots=True)
class Server:
    """One running desk with its address. ``stop`` ends the process that serves it.

    ``locked`` is set for good by the lock, ``answered`` once whoever locked has their answer.
    ``painter`` paints the pages of originals; it starts its confined process with the first of them.
    ``company`` is set once somebody was not alone at the desk: nobody is from then on.
    ``searches`` are those that pages lead back to, ``sent`` the forms that record once.
    """

    desk: Desk
    address: Address
    stop: Callable[[], None]
    locked: Event = field(default_factory=Event)
    answered: Event = field(default_factory=Event)
    painter: Painter = field(default_factory=Painter, repr=False)
    company: Event = field(default_factory=Event)
    searches: Searches = field(default_factory=Searches)
    sent: SentForms = field(default_factory=SentForms)

    def lock(self) -> None:
        """Answer nobody any more and let the process go, and the keys with it."""
        if not self.locked.is_set():
            self.locked.set()
            self.painter.kill()
            self.stop()
