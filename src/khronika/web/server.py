"""What a running desk is to its pages: the open desk, where it is reached, and how it is locked.

What must stay true: locking drops every session before anything else, then what is being painted, then the
keys with the process; no page is answered afterwards. It waits for nobody: where others hold the ledger, the
process ends all the same, and the sessions are dropped when the desk is opened again (``begin_serving``).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from urllib.parse import urlsplit

from khronika.acts.desk import Desk
from khronika.acts.sessions import end_all
from khronika.errors import KhronikaError, UsageFault
from khronika.intake.pages import Painter

_SESSIONS_SECONDS = 0.3
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Address:
    """Where members reach the desk. ``origin`` is scheme, host and port as a browser writes them."""

    origin: str
    hosts: frozenset[str]

    @property
    def secure(self) -> bool:
        """Tell whether pages travel under TLS, which is ended in front of this program."""
        return self.origin.startswith("https://")

    @property
    def cookie(self) -> str:
        """Return the name of the session's cookie; ``__Host-`` binds it to host and TLS (RFC 6265bis)."""
        return "__Host-khronika" if self.secure else "khronika"


def address_of(url: str) -> Address:
    """Return the address for a URL of scheme and host; plain HTTP is for this machine alone.

    Raises:
        UsageFault: it is no such URL.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
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
    whole = host if port in {None, usual} else f"{host}:{port}"
    return Address(f"{parts.scheme}://{whole}", frozenset({whole}))


@dataclass(slots=True)
class Server:
    """One running desk with its address. ``stop`` ends the process that serves it.

    ``painter`` paints the pages of originals; it starts its confined process with the first of them.
    ``company`` is set once somebody was not alone at the desk: nobody is from then on.
    """

    desk: Desk
    address: Address
    stop: Callable[[], None]
    locked: Event = field(default_factory=Event)
    painter: Painter = field(default_factory=Painter, repr=False)
    company: Event = field(default_factory=Event)

    def lock(self) -> None:
        """End every session and let the process go, and the keys with it."""
        if not self.locked.is_set():
            self.locked.set()
            ending = Thread(target=self._end_sessions, name="khronika-ending", daemon=True)
            ending.start()
            ending.join(_SESSIONS_SECONDS)
            self.painter.kill()
            self.stop()

    def _end_sessions(self) -> None:
        with suppress(KhronikaError):
            end_all(self.desk)
