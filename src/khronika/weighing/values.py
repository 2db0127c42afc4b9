"""What is said of each property of an incident: claims that say the same, put together as one value.

What must stay true: two claims are one value only where their property, subject, polarity, modality, count,
time and name are the same; names are compared by their keys, never by likeness.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from khronika.records.claims import SuggestedClaim
from khronika.records.matter import Polarity, Property
from khronika.weighing.agreement import standing
from khronika.weighing.ranges import MIRRORED, Relation

Name = Callable[[Property, str], str]
"""Gives the key of what a claim names (a party, a place, a term); equal keys name the same."""

MOST_COMPARED = 200
"""Of more values of one property only the most often said are compared with each other."""


class Key(NamedTuple):
    """What two claims must share to say the same."""

    property: Property
    subject: str
    polarity: Polarity
    modality: str
    value: str
    low: Decimal | None
    high: Decimal | None
    of: str
    when: str


@dataclass(frozen=True, slots=True)
class Said:
    """A value: its claim as it was first said, and the statements that say it, in the order of saying."""

    key: Key
    claim: SuggestedClaim
    statements: tuple[str, ...]


Relations = Mapping[tuple[int, int], Relation]
"""How two values of one property stand to each other, by their places; both orders are in it."""


class Keys:
    """The keys of claims, each made once for one claim that several statements share."""

    def __init__(self, name: Name) -> None:
        """Start with none."""
        self._name = name
        self._kept = dict[int, tuple[SuggestedClaim, Key]]()

    def __call__(self, claim: SuggestedClaim) -> Key:
        """Return the key of a claim."""
        kept = self._kept.get(id(claim))
        if kept is None:
            # the claim is kept beside its key, so that no other can get its address meanwhile
            kept = self._kept[id(claim)] = (claim, key_of(claim, self._name))
        return kept[1]


def key_of(claim: SuggestedClaim, name: Name) -> Key:
    """Return what the claim says, in a form that is equal where another says the same."""
    return Key(
        claim.property,
        name(claim.property, claim.subject.text),
        claim.polarity,
        claim.modality,
        name(claim.property, claim.value),
        claim.low,
        claim.high,
        claim.of,
        claim.when,
    )


def values_of(
    claims: Iterable[tuple[str, SuggestedClaim]], keys: Callable[[SuggestedClaim], Key]
) -> dict[Property, list[Said]]:
    """Return the values of each property, those that were said first before others.

    ``claims`` are statements with what they claim, in the order of saying.
    """
    first: dict[Key, SuggestedClaim] = {}
    by: dict[Key, dict[str, None]] = {}
    for statement, claim in claims:
        key = keys(claim)
        if key not in first:
            first[key], by[key] = claim, {}
        by[key][statement] = None
    found: dict[Property, list[Said]] = {}
    for key, claim in first.items():
        found.setdefault(key.property, []).append(Said(key, claim, tuple(by[key])))
    return found


def relations_of(values: Sequence[Said]) -> Relations:
    """Return how the values of one property stand to each other, where they are compared at all.

    Of more than 200 values those that fewest statements say are left out.
    """
    order = sorted(range(len(values)), key=lambda at: (-len(values[at].statements), at))[:MOST_COMPARED]
    keyed = {at: _by_keys(values[at]) for at in order}
    found: dict[tuple[int, int], Relation] = {}
    for (one, other), relation in standing(keyed, _equal):
        found[one, other] = relation
        found[other, one] = MIRRORED.get(relation, relation)
    return found


def _by_keys(said: Said) -> SuggestedClaim:
    """Return the claim with keys in the place of what it names, so that equal ones name the same."""
    subject = replace(said.claim.subject, text=said.key.subject)
    return replace(said.claim, subject=subject, value=said.key.value)


def _equal(one: str, other: str) -> bool:
    return one == other
