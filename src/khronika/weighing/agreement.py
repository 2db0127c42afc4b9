"""How two claims about one property of an incident stand to each other.

What must stay true: what speaks of another property, of others or of another time is not compared; a claim
that something is possible contradicts nothing; a denial of a figure leaves all other figures open. Knowledge,
responsibility and competence are properties of their own, so that who denies one of them denies no fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from math import ceil, floor
from typing import NamedTuple

from khronika.records.claims import COUNTED, OF_ACTS, Modality, SuggestedClaim
from khronika.records.dates import days_of
from khronika.records.matter import Polarity, Property
from khronika.weighing.ranges import ALL, MIRRORED, Range, Relation

Same = Callable[[str, str], bool]
"""Tells whether two values name the same: a party, a place, a term."""

PEOPLE = "people"
_OF_NO_PERSONS = frozenset({"families"})
"""What a claim may count that is not a person, so that it is no part of a number of people."""

_COUNTS = COUNTED - OF_ACTS

_ANY = Range.between(0, None)
_SOME = Range.between(1, None)
_NONE = Range.between(0, 0)


class _Measured(NamedTuple):
    """A claim with the numbers or days that it leaves open, and the days of which a count is."""

    claim: SuggestedClaim
    open: Range
    on: Range


def stand(one: SuggestedClaim, other: SuggestedClaim, same: Same) -> Relation | None:
    """Return how ``one`` stands to ``other``; ``None`` where the two are not about the same.

    ``same`` is asked of their values and subjects. Seen from the other side the relation is mirrored.
    """
    return _stand(_measured(one), _measured(other), same)


def standing(claims: Mapping[int, SuggestedClaim], same: Same) -> Iterator[tuple[tuple[int, int], Relation]]:
    """Yield how each two of many claims stand, the one with the lower number to the other, where compared."""
    measured = {at: _measured(claim) for at, claim in claims.items()}
    for one, other in combinations(sorted(measured), 2):
        relation = _stand(measured[one], measured[other], same)
        if relation is not None:
            yield (one, other), relation


def _measured(claim: SuggestedClaim) -> _Measured:
    if claim.property is Property.WHEN:
        return _Measured(claim, days_said(claim), ALL)
    if claim.property in _COUNTS:
        return _Measured(claim, count_of(claim), _days(claim.when) if claim.when else ALL)
    return _Measured(claim, ALL, ALL)


def _stand(one: _Measured, other: _Measured, same: Same) -> Relation | None:
    (mine, my_open, _), (its, its_open, _) = one, other
    if mine.property is not its.property or not same(mine.subject.text, its.subject.text):
        return None
    if mine.property is Property.WHEN:
        found: Relation | None = my_open.against(its_open)
    else:
        found = _counts(one, other) if mine.property in _COUNTS else _named(mine, its, same)
    if found is Relation.CONTRADICTS and Modality.POSSIBLE in {mine.modality, its.modality}:
        return Relation.COMPATIBLE
    return found


def count_of(claim: SuggestedClaim) -> Range:
    """Return the numbers that a counted claim leaves open.

    Without a figure it says that there were some, or, denied, that there were none. A figure that is denied
    leaves every other open.
    """
    denied = claim.polarity is Polarity.NO
    if claim.low is None and claim.high is None:
        return _NONE if denied else _SOME
    low = 0 if claim.low is None else ceil(claim.low)
    high = None if claim.high is None else floor(claim.high)
    if high is not None and high < low:
        return Range(())
    said = Range.between(low, high)
    return _ANY.without(said) if denied else said


def days_said(claim: SuggestedClaim) -> Range:
    """Return the days that a claim of time leaves open, as proleptic Gregorian ordinals.

    Raises:
        ValueError: its time is not EDTF, or it has none.
    """
    said = _days(claim.when)
    return ALL.without(said) if claim.polarity is Polarity.NO else said


def _counts(one: _Measured, other: _Measured) -> Relation | None:
    """Compare two figures. A number of men is a part of a number of people, and so no more than that one."""
    if one.on.both(other.on).empty:
        return None
    of, others = one.claim.of or PEOPLE, other.claim.of or PEOPLE
    if of == others:
        return one.open.against(other.open)
    if others == PEOPLE:
        return _part(one, other)
    if of == PEOPLE:
        found = _part(other, one)
        return None if found is None else MIRRORED.get(found, found)
    return None


def _part(part: _Measured, whole: _Measured) -> Relation | None:
    """Compare a figure of some people with one of people: only the least of the part binds the whole."""
    if part.claim.of in _OF_NO_PERSONS:
        return None
    least, _ = part.open.ends
    met = whole.open.both(Range.between(least or 0, None))
    return Relation.CONTRADICTS if met.empty else Relation.COMPATIBLE


def _days(edtf: str) -> Range:
    first, last = (None if day is None else day.toordinal() for day in days_of(edtf))
    return Range.between(first, last)


def _named(one: SuggestedClaim, other: SuggestedClaim, same: Same) -> Relation:
    """Compare two claims that name something, or say yes or no: several may be true beside each other."""
    alike = same(one.value, other.value)
    if one.polarity is other.polarity:
        return Relation.SAME if alike else Relation.COMPATIBLE
    of_all = one.property is Property.OCCURRED and "" in {one.value, other.value}
    return Relation.CONTRADICTS if alike or of_all else Relation.COMPATIBLE
