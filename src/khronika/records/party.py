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


class Precision(StrEnum):
    """How large the area is that a place's coordinates stand for: a place is an area, never a point."""

    EXACT = "exact"
    ONE_KM = "1 km"
    TEN_KM = "10 km"
    TOWN = "town"
    REGION = "region"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its names; ``latitude`` and ``longitude`` in decimal degrees (WGS 84) as text.

    ``within`` is the place it lies in, ``geonames`` its GeoNames id where it came from the gazetteer.
    """

    id: str
    name: str
    names: tuple[str, ...] = ()
    latitude: str = ""
    longitude: str = ""
    within: str | None = None
    precision: Precision = Precision.TOWN
    geonames: int | None = None
