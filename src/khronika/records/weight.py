"""What the statements of several sources come to when they are weighed together, as a brief shows it."""

from __future__ import annotations

from dataclasses import dataclass

from khronika.records.claims import SuggestedClaim
from khronika.records.matter import Property


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands: the number of its source, from 1, and its id there."""

    source: int
    statement: str


@dataclass(frozen=True, slots=True)
class WeighedValue:
    """One thing that is said of a property, with the independent origins that say it, at least and at most.

    ``earlier`` are of speakers who said otherwise later. ``against`` are places, from 0, of other values of
    the property that cannot be true beside it.
    """

    claim: SuggestedClaim
    said: tuple[Place, ...]
    earlier: tuple[Place, ...]
    least: int
    most: int
    against: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WeighedProperty:
    """A property with what is said of it."""

    property: Property
    values: tuple[WeighedValue, ...]


@dataclass(frozen=True, slots=True)
class OneVoice:
    """Statements of several sources that are one voice, whose it is, and why they are taken for one.

    ``circle`` are publishers that have it from one another.
    """

    said: tuple[Place, ...]
    speakers: tuple[str, ...]
    why: tuple[str, ...]
    circle: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingsWeight:
    """How many independent origins all statements have, what they claim, and which are one voice."""

    least: int
    most: int
    properties: tuple[WeighedProperty, ...] = ()
    voices: tuple[OneVoice, ...] = ()
