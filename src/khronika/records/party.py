"""Parties and places. Traits a source states of a person stay in the passage: there is no field."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PartyKind(StrEnum):
    """What a party is."""

    PERSON = "person"
    GROUP = "group"
    ORGANISATION = "organisation"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who speaks, acts, suffers or is spoken of.

    ``name`` is a pseudonym where ``pseudonymous``; the identity behind it is sealed apart
    (:class:`SealedIdentity`). ``named`` is false for "a spokesperson for …", with ``speaks_for`` the
    party spoken for. ``names`` are other spellings, as sources gave them.
    """

    id: str
    name: str
    kind: PartyKind
    named: bool = True
    pseudonymous: bool = False
    speaks_for: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SealedIdentity:
    """Who a pseudonymous party is. Kept apart from the party and never in a view that lists.

    ``sealed`` is the identity under the vault's key for identities, bound to this record's id.
    """

    id: str
    party: str
    sealed: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its names; ``latitude`` and ``longitude`` in decimal degrees (WGS 84) as text."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    latitude: str = ""
    longitude: str = ""
    within: str | None = None
