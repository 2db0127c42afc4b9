"""A desk: an open vault with its ledger, and how acts and queries enter it.

:func:`acting` and :func:`asking` are the only doors. Both look the member up in the same transaction in which
the act writes or the query reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine

from khronika.errors import NotAllowed, NotFound
from khronika.ledger import queries
from khronika.ledger.devices import ENROLLED, endorsement
from khronika.ledger.queries import Known, Sight, Wanted
from khronika.ledger.store import Appended, Draft, Hand, Ledger, Writing
from khronika.records.access import Member, Right
from khronika.records.body import record_of
from khronika.records.ids import Kind, Randomness, new_id
from khronika.vault.folder import Vault

Clock = Callable[[], datetime]
_KEPT_TEXTS = 128


class Texts:
    """The texts of renditions: sealed in the vault, the last few kept in memory."""

    def __init__(self, vault: Vault) -> None:
        """Start with none in memory."""
        self._vault = vault
        self._kept: dict[str, str] = {}

    def keep(self, rendition: str, text: str) -> None:
        """Remember a text that was just sealed, so that it need not be unsealed at once."""
        self._kept[rendition] = text
        while len(self._kept) > _KEPT_TEXTS:
            del self._kept[next(iter(self._kept))]

    def forget(self, rendition: str) -> None:
        """Drop a text from memory."""
        self._kept.pop(rendition, None)

    def __call__(self, rendition: str, body: dict[str, Any]) -> str:
        """Return the whole text of a rendition, given the body that names its key and size."""
        if rendition not in self._kept:
            sealed = self._vault.read(rendition, body["key"], body["size"])
            self.keep(rendition, sealed.decode())
        return self._kept[rendition]


@dataclass(slots=True)
class Desk:
    """An open desk. ``founder`` is the member who founded it."""

    vault: Vault
    engine: Engine
    ledger: Ledger
    texts: Texts
    founder: str
    clock: Clock
    randomness: Randomness
    endorse: Callable[[bytes], bytes] = field(repr=False)
    enrolled: bool = False

    def new_id(self, kind: Kind) -> str:
        """Return a fresh id."""
        return new_id(kind, self.randomness)

    def close(self) -> None:
        """Close the ledger and let the vault go."""
        self.ledger.close()
        self.vault.close()


@dataclass(slots=True)
class Acting:
    """One act under way: what it may see, and the entries it is going to add."""

    connection: Connection
    member: Member
    sight: Sight
    drafts: list[Draft] = field(default_factory=list)
    done: Appended | None = None

    def add(self, draft: Draft) -> None:
        """Add an entry to the act; it is written when the act ends."""
        self.drafts.append(draft)

    def get(self, id_: str) -> Known:
        """Return a record that the member may see.

        Raises:
            NotFound: there is none, or the member may not know of it.
        """
        return seen(self.connection, self.sight, id_)


@dataclass(frozen=True, slots=True)
class Asking:
    """One query under way."""

    connection: Connection
    member: Member
    sight: Sight

    def get(self, id_: str) -> Known:
        """Return a record that the member may see.

        Raises:
            NotFound: there is none, or the member may not know of it.
        """
        return seen(self.connection, self.sight, id_)

    def many(self, wanted: Wanted) -> list[Known]:
        """Return the wanted records that the member may see, newest first."""
        return queries.many(self.connection, self.sight, wanted)


@contextmanager
def acting(desk: Desk, member_id: str, right: Right) -> Iterator[Acting]:
    """Enter the desk to act. All entries added inside are one act, written as a whole at the end.

    Raises:
        NotAllowed: the member does not have the right.
    """
    with desk.ledger.writing() as writing:
        member, sight = _enter(writing.connection, member_id, right)
        act = Acting(writing.connection, member, sight)
        yield act
        if act.drafts:
            act.done = _append(desk, writing, act.drafts, member_id)


@contextmanager
def asking(desk: Desk, member_id: str, as_of: str | None = None) -> Iterator[Asking]:
    """Enter the desk to ask, as of now or of an earlier point (:func:`queries.position_of`).

    Raises:
        NotAllowed: the member may not read records.
    """
    with desk.ledger.reading() as connection:
        member, sight = _enter(connection, member_id, Right.READ_RECORDS)
        if as_of is not None:
            sight = Sight(sight.labels, queries.position_of(connection, as_of))
        yield Asking(connection, member, sight)


def seen(connection: Connection, sight: Sight, id_: str) -> Known:
    """Return a record that ``sight`` shows.

    Raises:
        NotFound: there is none, or it is not to be seen: the two look the same.
    """
    known = queries.one(connection, sight, id_)
    if known is None:
        raise NotFound(
            f"there is no record {id_}", "khronika items and khronika statements list what there is"
        )
    return known


def member_of(connection: Connection, member_id: str) -> Member:
    """Return the member with this id.

    Raises:
        NotAllowed: there is none.
    """
    known = queries.one(connection, Sight(), member_id)
    if known is None or known.body is None or not member_id.startswith(f"{Kind.MEMBER}_"):
        raise NotAllowed("no such member", "khronika log shows who belongs to the desk")
    return record_of(Member, known.body)


def append(desk: Desk, writing: Writing, drafts: list[Draft], member_id: str) -> Appended:
    """Write the entries of one act in the hand of a member on this device."""
    return _append(desk, writing, drafts, member_id)


def _append(desk: Desk, writing: Writing, drafts: list[Draft], member_id: str) -> Appended:
    device = desk.vault.device()
    if not desk.enrolled:
        if queries.one(writing.connection, Sight(), device.id) is None:
            drafts = [enrolment(desk.endorse, device.id, device.public), *drafts]
        desk.enrolled = True
    hand = Hand(member_id, device.id, device.public, device.sign)
    return writing.append(drafts, hand, desk.clock(), desk.randomness)


def enrolment(endorse: Callable[[bytes], bytes], device: str, public: bytes) -> Draft:
    """Return the entry by which the vault vouches for a device."""
    return Draft(ENROLLED, device, {"endorsement": endorsement(endorse, device), "key": public.hex()})


def signer_of(seed: bytes) -> Ed25519PrivateKey:
    """Return the key pair of a seed (RFC 8032)."""
    return Ed25519PrivateKey.from_private_bytes(seed)


def _enter(connection: Connection, member_id: str, right: Right) -> tuple[Member, Sight]:
    member = member_of(connection, member_id)
    if not member.may(right):
        raise NotAllowed(f"{member.name} may not {right}", "a custodian can give the role that may")
    labels = None if member.every else queries.labels_of(connection, member.compartments)
    return member, Sight(labels)
