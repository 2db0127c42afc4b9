"""How two claims about one property of an incident stand to each other.

What must stay true: what speaks of another property, of others or of another time is not compared; a claim
that something is possible contradicts nothing; a denial of a figure leaves all other figures open. Knowledge,
responsibility and competence are properties of their own, so that who denies one of them denies no fact.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor

from khronika.records.claims import COUNTED, OF_ACTS, Modality, SuggestedClaim
from khronika.records.dates import days_of
from khronika.records.matter import Polarity, Property
from khronika.weighing.ranges import ALL, MIRRORED, Range, Relation

Same = Callable[[str, str], bool]
"""Tells whether two values name the same: a party, a place, a term."""

PEOPLE = "people"
_OF_NO_PERSONS = frozenset({"families"})
"""What a claim may count that is not a person, so that it is no part of a number of people."""

_ANY = Range.between(0, None)
_SOME = Range.between(1, None)
_NONE = Range.between(0, 0)


def stand(one: SuggestedClaim, other: SuggestedClaim, same: Same) -> Relation | None:
    """Return how ``one`` stands to ``other``; ``None`` where the two are not about the same.

    ``same`` is asked of their values and subjects. Seen from the other side the relation is mirrored.
    """
    if one.property is not other.property or not same(one.subject.text, other.subject.text):
        return None
    found = _relation(one, other, same)
    if found is Relation.CONTRADICTS and Modality.POSSIBLE in {one.modality, other.modality}:
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


def _relation(one: SuggestedClaim, other: SuggestedClaim, same: Same) -> Relation | None:
    if one.property is Property.WHEN:
        return days_said(one).against(days_said(other))
    if one.property in COUNTED - OF_ACTS:
        return _counts(one, other)
    return _named(one, other, same)


def _counts(one: SuggestedClaim, other: SuggestedClaim) -> Relation | None:
    """Compare two figures. A number of men is a part of a number of people, and so no more than that one."""
    if one.when and other.when and _days(one.when).both(_days(other.when)).empty:
        return None
    of, others = one.of or PEOPLE, other.of or PEOPLE
    if of == others:
        return count_of(one).against(count_of(other))
    if others == PEOPLE:
        return _part(one, other)
    if of == PEOPLE:
        found = _part(other, one)
        return None if found is None else MIRRORED.get(found, found)
    return None


def _part(part: SuggestedClaim, whole: SuggestedClaim) -> Relation | None:
    """Compare a figure of some people with one of people: only the least of the part binds the whole."""
    if part.of in _OF_NO_PERSONS:
        return None
    least, _ = count_of(part).ends
    met = count_of(whole).both(Range.between(least or 0, None))
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
