"""Statements made by hand, and short ways to read claims from them."""

from __future__ import annotations

from khronika.records.claims import SuggestedClaim
from khronika.records.figures import Figure
from khronika.records.matter import Polarity
from khronika.records.spans import Spans
from khronika.records.statement import Act, Denial, Statement


def statement(
    content: Spans,
    *acts: Act,
    speaker: str = "Anna Lund",
    denies: tuple[Denial, ...] = (),
    figures: tuple[Figure, ...] = (),
    within: str | None = None,
) -> Statement:
    return Statement(
        id="s1",
        speaker=speaker,
        named=True,
        content=content,
        acts=acts or (Act.ASSERTS,),
        denies=denies,
        figures=figures,
        within=within,
        score=1000,
    )


def brief(found: tuple[SuggestedClaim, ...]) -> list[str]:
    """Return the claims as words: the property, "not" where denied, its value or bounds."""
    return [_words(c) for c in found]


def _words(claim: SuggestedClaim) -> str:
    low, high = ("" if end is None else str(end) for end in (claim.low, claim.high))
    bounds = f"{low}..{high} {claim.of}" if low or high else ""
    denied = "not" if claim.polarity is Polarity.NO else ""
    return " ".join(w for w in (claim.property.value, denied, claim.value, bounds.strip(), claim.when) if w)
