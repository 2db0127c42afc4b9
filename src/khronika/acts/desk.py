"""A desk: an open vault with its ledger, and how acts and queries enter it.

:func:`acting`, :func:`asking` and :func:`allowed` are the only doors. They look the member up in the very
transaction in which the act writes or the query reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine

from khronika.errors import NotAllowed, NotFound, UsageFault, VaultDamaged
from khronika.ledger import history, lookups, points, queries
from khronika.ledger.devices import ENROLLED, endorsement
from khronika.ledger.queries import Known, Sight, Wanted
from khronika.ledger.store import Appended, Draft, Hand, Writing
from khronika.ledger.transactions import Ledger
from khronika.records.access import Member, Right
from khronika.records.body import record_of
from khronika.records.ids import Kind, Randomness, new_id
from khronika.vault.folder import Vault

Clock = Callable[[], datetime]
_KEPT_CHARACTERS = 4_000_000


class Texts:
    """The texts of renditions: sealed in the vault, the last ones kept in memory (4 million letters)."""

    def __init__(self, vault: Vault) -> None:
        """Start with none in memory."""
        self._vault = vault
        self._guard = Lock()
        self._kept: dict[str, str] = {}
        self._characters = 0

    def keep(self, rendition: str, text: str) -> None:
        """Remember a text that was just sealed, so that it need not be unsealed at once."""
        with self._guard:
            self._drop(rendition)
            self._kept[rendition] = text
            self._characters += len(text)
            while self._characters > _KEPT_CHARACTERS:
                self._drop(next(iter(self._kept)))

    def forget(self, rendition: str) -> None:
        """Drop a text from memory."""
        with self._guard:
            self._drop(rendition)

    def _drop(self, rendition: str) -> None:
        self._characters -= len(self._kept.pop(rendition, ""))

    def __call__(self, rendition: str, body: dict[str, Any]) -> str:
        """Return the whole text of a rendition, given the body that names its key and size."""
        text = self._kept.get(rendition)
        if text is None:
            text = self._vault.read(rendition, body["key"], body["size"]).decode()
            self.keep(rendition, text)
        return text

    def to_search(self, rendition: str, body: dict[str, Any]) -> str:
        """Return the text for the search index; nothing where its file is lost, which ``verify`` lists.

        One lost file must stop neither a rebuild nor the verification that would name it.
        """
        try:
            return self(rendition, body)
        except VaultDamaged:
            return ""


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

    def supersedes(self, known: Known) -> tuple[str, ...]:
        """Return what a decision on a record supersedes: every entry that stands, so that it is settled."""
        return history.standing_entries(self.connection, known.id)

    def asking(self, as_of: str | None = None) -> Asking:
        """Return a query by the same member inside this act's transaction."""
        return Asking(self.connection, self.member, _as_of(self.connection, self.sight, as_of))

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
def asking(
    desk: Desk, member_id: str, as_of: str | None = None, *, right: Right = Right.READ_RECORDS
) -> Iterator[Asking]:
    """Enter the desk to ask, as of now or of an earlier point (:func:`points.position_of`).

    Another ``right`` than to read records is for what is one's own: it must not show more.

    Raises:
        NotAllowed: the member does not have the right.
    """
    with desk.ledger.reading() as connection:
        member, sight = _enter(connection, member_id, right)
        points.refuse_to_come(as_of, desk.clock())
        yield Asking(connection, member, _as_of(connection, sight, as_of))


def allowed(desk: Desk, member_id: str, right: Right) -> Member:
    """Return the member where they have the right, for what is done on the vault as a whole.

    Raises:
        NotAllowed: the member does not have it.
    """
    with desk.ledger.reading() as connection:
        return _enter(connection, member_id, right)[0]


def refuse_unenterable(act: Acting, compartments: frozenset[str]) -> None:
    """Refuse to record anything in a compartment that the member may not enter.

    Raises:
        NotFound: such a compartment is not there for the member.
        UsageFault: one is another record.
    """
    for compartment in sorted(compartments):
        act.get(compartment)
        if not compartment.startswith(f"{Kind.COMPARTMENT}_"):
            raise UsageFault(f"{compartment} is not a compartment", "ids of compartments begin with cmp_")


def _as_of(connection: Connection, sight: Sight, as_of: str | None) -> Sight:
    if as_of is None:
        return sight
    try:
        return Sight(sight.labels, points.position_of(connection, as_of))
    except UsageFault as fault:
        raise fault.beside("as_of") from fault.__cause__


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


def erased_by_now(ledger: Ledger, id_: str) -> bool:
    """Tell whether a record is erased today: then a file that was just looked for is not lost."""
    with ledger.reading() as connection:
        known = queries.one(connection, Sight(), id_)
    return known is None or known.body is None


def item_of(entered: Acting | Asking, id_: str) -> Known:
    """Return an item that the member may see.

    Raises:
        NotFound: there is none.
        UsageFault: the id is that of another record.
    """
    known = entered.get(id_)
    if not id_.startswith(f"{Kind.ITEM}_"):
        raise UsageFault(f"{id_} is not an item", "khronika items lists them")
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


def _append(desk: Desk, writing: Writing, drafts: list[Draft], member_id: str) -> Appended:
    device = desk.vault.device()
    if queries.one(writing.connection, Sight(), device.id) is None:
        drafts = [enrolment(desk.endorse, device.id, device.public), *drafts]
    hand = Hand(member_id, device.id, device.public, device.sign)
    try:
        return writing.append(drafts, hand, desk.clock(), desk.randomness)
    except ValueError as fault:
        raise UsageFault(f"this cannot be recorded: {fault}", "what is recorded is text in UTF-8") from fault


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
    labels = None if member.every else lookups.labels_of(connection, member.compartments)
    return member, Sight(labels)
