"""Whose hand does an act: the founder's in a vault that is opened here, or a member's at a running desk.

Commands call acts through a :class:`Hand` and do not know which it is. What must stay true: what is named
decides, never what happens to be reachable; the token of a session is in the key agent's memory alone.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from khronika.acts.desk import Desk
from khronika.acts.members import alone
from khronika.api.client import Address, Connection, address_of
from khronika.cli.options import DESK_VARIABLE, VAULT_VARIABLE, named
from khronika.cli.output import note
from khronika.cli.passphrases import desk_opened, unlocking
from khronika.errors import KhronikaError, NotAllowed, UsageFault
from khronika.records.ids import RANDOM_BYTES, Kind, id_from_bytes
from khronika.vault.keys import MasterKey
from khronika.vault.session import Session

P = ParamSpec("P")
R = TypeVar("R")

OF_ONE = "one person works at this desk: nothing here was seen by a second person"
_IDLE_SECONDS = 60 * 60


class Hand(Protocol):
    """Does acts and asks queries as one member."""

    def call(self, act: Callable[Concatenate[Desk, str, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Do an act, given what it takes beside the desk and the member."""
        ...


@dataclass(frozen=True, slots=True)
class FoundersHand:
    """The hand of the founder, at a desk that is open here."""

    desk: Desk

    def call(self, act: Callable[Concatenate[Desk, str, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Do an act, given what it takes beside the desk and the member."""
        return act(self.desk, self.desk.founder, *args, **kwargs)


@contextmanager
def hand_at(path: Path | None, desk: str | None, descriptor: int | None) -> Iterator[Hand]:
    """Give the hand that is named: at the vault in ``path``, or at the running desk at ``desk``.

    Raises:
        UsageFault: both or none are named.
        NotAllowed: nobody is signed in at that desk.
    """
    where = running_desk(path, desk)
    if where is not None:
        with Connection(where, _token(where)) as connection:
            yield connection
        return
    if path is None:
        raise UsageFault("no vault is named", "--vault PATH, or --desk URL of a running desk")
    vault = named(path)
    with desk_opened(vault, unlocking(vault, descriptor)) as opened:
        yield FoundersHand(opened)


@contextmanager
def looking_at(path: Path | None, desk: str | None, descriptor: int | None) -> Iterator[Hand]:
    """Give the hand that is named, to show what there is; a desk of one does not pretend to be more.

    Raises:
        UsageFault: both or none are named.
        NotAllowed: nobody is signed in at that desk.
    """
    with hand_at(path, desk, descriptor) as hand:
        yield hand
        if hand.call(alone):
            note(OF_ONE)


def running_desk(path: Path | None, desk: str | None) -> Address | None:
    """Return the address of the running desk that is named, ``None`` where a vault is.

    What is typed comes before what the environment names.

    Raises:
        UsageFault: both are named in the same way, or what is named is no address.
    """
    typed = path is not None and str(path) != os.environ.get(VAULT_VARIABLE)
    if desk is not None and typed:
        raise UsageFault("a vault and a running desk are named", "leave --vault or --desk out")
    if desk is None and path is None:
        desk = os.environ.get(DESK_VARIABLE) or None
    elif desk is None and not typed and os.environ.get(DESK_VARIABLE):
        raise UsageFault(f"{VAULT_VARIABLE} and {DESK_VARIABLE} are both set", "--vault PATH, or --desk URL")
    return None if desk is None else address_of(desk)


def keep_token(desk: Address, token: str, seconds: int) -> None:
    """Keep the token of a session in the memory of the key agent.

    Raises:
        KhronikaError: it is no token of this version, or the agent could not be started.
    """
    try:
        raw = MasterKey(base64.urlsafe_b64decode(f"{token}="))
    except ValueError as fault:
        raise KhronikaError(
            f"{desk} answers in a way that this version does not know", "update this command"
        ) from fault
    Session().keep(_id_of(desk), raw, idle=min(_IDLE_SECONDS, seconds), longest=seconds)


def drop_token(desk: Address) -> str | None:
    """Forget the token for a desk and return it, ``None`` where there is none."""
    session = Session()
    raw = session.key(_id_of(desk))
    session.lock(_id_of(desk))
    return None if raw is None else _written(raw)


def _token(desk: Address) -> str:
    raw = Session().key(_id_of(desk))
    if raw is None:
        raise NotAllowed(f"you are not signed in at {desk}", "khronika sign-in --desk URL")
    return _written(raw)


def _written(raw: MasterKey) -> str:
    return base64.urlsafe_b64encode(raw.value).decode().rstrip("=")


def _id_of(desk: Address) -> str:
    """Return the name of a desk's token in the agent: as long as a vault's id, and none."""
    digest = hashlib.sha256(str(desk).encode()).digest()
    return f"dsk{id_from_bytes(Kind.VAULT, digest[:RANDOM_BYTES])[3:]}"
