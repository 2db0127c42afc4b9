"""Two claims: which agree, which refine each other, which cannot both be true, which are not compared."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.records.claims import Modality, SuggestedClaim
from khronika.records.matter import Polarity, Property
from khronika.records.spans import Phrase
from khronika.weighing.agreement import count_of, stand
from khronika.weighing.ranges import MIRRORED, Relation

NO = Polarity.NO


def same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def held(low: int | None = None, high: int | None = None, of: str = "people", **given: Any) -> SuggestedClaim:
    ends = (None if end is None else Decimal(end) for end in (low, high))
    return SuggestedClaim("", Property.DETAINED, low=next(ends), high=next(ends), of=of, **given)


def said(kind: Property, value: str = "", polarity: Polarity = Polarity.YES, **given: Any) -> SuggestedClaim:
    return SuggestedClaim("", kind, polarity=polarity, value=value, **given)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (held(100), held(26), Relation.REFINES),
        (held(40, 40), held(24, 99), Relation.REFINES),
        (held(200, 999), held(24, 500), Relation.COMPATIBLE),
        (held(polarity=NO), held(100), Relation.CONTRADICTS),
        (held(polarity=NO), held(), Relation.CONTRADICTS),
        (held(100, polarity=NO), held(26), Relation.COMPATIBLE),
        (held(100, polarity=NO), held(100), Relation.CONTRADICTS),
        (held(40, 40, "men"), held(100), Relation.COMPATIBLE),
        (held(112, 112, "men"), held(60, 80), Relation.CONTRADICTS),
        (held(40, 40, "men"), held(10, 10, "women"), None),
        (held(40, 40, "families"), held(10, 10), None),
        (held(40, 40, when="2026-03"), held(60, 60, when="2026-04"), None),
        (held(40, 40, when="2026-03"), held(60, 60, when="2026-03-29"), Relation.CONTRADICTS),
        (held(60, 80, modality=Modality.POSSIBLE), held(112, 112), Relation.COMPATIBLE),
    ],
)
def test_figures(one: SuggestedClaim, other: SuggestedClaim, expected: Relation | None) -> None:
    assert stand(one, other, same) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (said(Property.OCCURRED), said(Property.OCCURRED, polarity=NO), Relation.CONTRADICTS),
        (said(Property.OCCURRED), said(Property.OCCURRED), Relation.SAME),
        (said(Property.OCCURRED), said(Property.KNEW, "the ministry", NO), None),
        (said(Property.OCCURRED, "raided"), said(Property.OCCURRED, polarity=NO), Relation.CONTRADICTS),
        (said(Property.OCCURRED, "raided"), said(Property.OCCURRED, "detained", NO), Relation.COMPATIBLE),
        (said(Property.ACT, "tortured"), said(Property.ACT, "detained", NO), Relation.COMPATIBLE),
        (said(Property.ACT, "tortured"), said(Property.ACT, "tortured", NO), Relation.CONTRADICTS),
        (said(Property.CALLED, "death camp"), said(Property.CALLED, "Death camp", NO), Relation.CONTRADICTS),
        (said(Property.CALLED, "death camp", NO), said(Property.ACT, "tortured"), None),
        (said(Property.DONE_BY, "police"), said(Property.DONE_BY, "army"), Relation.COMPATIBLE),
        (said(Property.DONE_BY, "police"), said(Property.DONE_BY, "police", NO), Relation.CONTRADICTS),
        (said(Property.WHEN, when="2026-03"), said(Property.WHEN, when="2026-03-06"), Relation.REFINED),
        (
            said(Property.WHEN, when="2026-03-06"),
            said(Property.WHEN, when="2026-03-08"),
            Relation.CONTRADICTS,
        ),
        (said(Property.WHEN, when="../2026-03"), said(Property.WHEN, when="2026"), Relation.COMPATIBLE),
        (
            said(Property.WHEN, when="2026-03", polarity=NO),
            said(Property.WHEN, when="2026-03-06"),
            Relation.CONTRADICTS,
        ),
    ],
)
def test_what_is_named_or_dated(
    one: SuggestedClaim, other: SuggestedClaim, expected: Relation | None
) -> None:
    assert stand(one, other, same) == expected


def test_claims_about_other_subjects_are_not_compared() -> None:
    elsewhere = held(0, 0, subject=Phrase("another raid"))
    assert stand(elsewhere, held(100), same) is None


FIGURES = st.builds(
    held,
    st.none() | st.integers(0, 9),
    st.none() | st.integers(9, 15),
    st.sampled_from(("people", "men", "women", "families")),
    polarity=st.sampled_from(Polarity),
    modality=st.sampled_from(Modality),
)


@given(FIGURES, FIGURES)
def test_seen_from_the_other_side_a_relation_is_mirrored(one: SuggestedClaim, other: SuggestedClaim) -> None:
    found = stand(one, other, same)
    assert stand(other, one, same) == (None if found is None else MIRRORED.get(found, found))


@given(FIGURES)
def test_a_claim_agrees_with_itself_and_contradicts_its_own_denial(one: SuggestedClaim) -> None:
    if count_of(one).empty:
        return
    assert stand(one, one, same) is Relation.SAME
