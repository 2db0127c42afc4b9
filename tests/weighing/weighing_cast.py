"""What tests of balance sheets share: statements as they are weighed, by their speaker, text and claims."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from khronika.ledger.shadow import fold
from khronika.records.claims import SuggestedClaim
from khronika.records.matter import Polarity, Property
from khronika.records.shingles import shingles
from khronika.weighing.origins import Independent, Voice
from khronika.weighing.sheet import Given, Heard, Sheet, Value, Weight, weighed

SPOKESPERSON = "a spokesperson for the interior ministry"
DZHALOVA, TVARDEK = "mira dzhalova", "vesna tvardek"
ORVAN, COURIER, TRUBACH = "orvan", "the sarn courier", "trubach"


def on(day: str) -> tuple[int, int]:
    """Return the day as the days on which something can have been said."""
    ordinal = date.fromisoformat(day).toordinal()
    return ordinal, ordinal


def detained(low: int | None = None, high: int | None = None, **given: Any) -> SuggestedClaim:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    return SuggestedClaim(
        "", Property.DETAINED, low=ends[0], high=ends[1], of=given.pop("of", "people"), **given
    )


def happened(**given: Any) -> SuggestedClaim:
    return SuggestedClaim("", Property.OCCURRED, **given)


def not_so() -> SuggestedClaim:
    return happened(polarity=Polarity.NO)


def said(
    id_: str, speaker: str, *claims: SuggestedClaim, publisher: str = "", words: str = "", **given: Any
) -> Heard:
    """Return a statement; a speaker in lower case with an article is nobody known."""
    known = given.pop("known", not speaker.startswith(("two ", "a witness", "relatives")) and speaker != "")
    denies, disputes = given.pop("denies", ()), given.pop("disputes", "")
    says = frozenset(f"{c.property}|{c.polarity}|{c.value}|{c.low}|{c.high}" for c in claims)
    voice = Voice(
        id_, speaker, known, publisher or speaker, words=frozenset(shingles(words)), says=says, **given
    )
    return Heard(voice, claims, denies, disputes)


def name(_: Property, words: str) -> str:
    return fold(words)


def sheet_of(*heard: Heard, **given: Any) -> Sheet:
    return weighed(heard, name, Given(**given))


def of(sheet: Sheet, property_: Property) -> Weight:
    return next(weight for weight in sheet.weights if weight.property is property_)


def counting(sheet: Sheet, low: int | None, high: int | None) -> Value:
    """Return the value of the detained that has these ends."""
    ends = (None if low is None else Decimal(low), None if high is None else Decimal(high))
    return next(
        value for value in of(sheet, Property.DETAINED).values if (value.claim.low, value.claim.high) == ends
    )


def between(least: int, most: int) -> Independent:
    return Independent(least, most)
