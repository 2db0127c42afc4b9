"""What a claim may hold once a person has touched it, and what goes with it where it is corrected.

What must stay true: a motive has no value, for its words may tell a trait and stay in the passage; an act is
one of the closed list, with the code of that act; what a person did not correct of a claim stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from khronika.errors import UsageFault
from khronika.reading.claims.acts import ALL
from khronika.records.claims import COUNTED, OF_ACTS, SuggestedClaim
from khronika.records.dates import days_of
from khronika.records.matter import Property

CORRECTED = "a person corrected it"
CODES = {deed.name: deed.code for deed in ALL}
"""The code of each act of the closed list, empty where none is known."""


def corrected(before: SuggestedClaim, changes: Mapping[str, Any]) -> SuggestedClaim:
    """Return a claim as a person corrected it.

    The code follows its act; places that other words can mean are dropped; how sure the reader was, and why,
    was said of what it suggested.

    Raises:
        UsageFault: it would hold what no claim may.
    """
    after = replace(before, **changes, score=0, reason=CORRECTED)
    if {"property", "value"} & changes.keys():
        code = CODES.get(after.value, "") if after.property in OF_ACTS else ""
        after = replace(after, code=code, places=())
    refuse_misfit(after)
    return after


def refuse_misfit(claim: SuggestedClaim) -> None:
    """Refuse a claim that holds what none may; the fault says in which of its fields.

    Raises:
        UsageFault: an act is not on the list, a motive has a value, a number is where nothing is counted, its
            ends are the wrong way round, its days are none, or it is about nothing.
    """
    if not claim.subject.text.strip():
        raise UsageFault("a claim without a subject is of the incident", "leave it out").beside("subject")
    _refuse_value(claim)
    _refuse_ends(claim)
    try:
        days_of(claim.when or "../..")
    except ValueError as fault:
        wrong = UsageFault(f"{claim.when[:40]!r} is no day", "2026-04-12, 2026-04 or 2026-04-12/2026-04-14")
        raise wrong.beside("when") from fault


def _refuse_value(claim: SuggestedClaim) -> None:
    if claim.property is Property.MOTIVE and claim.value:
        raise UsageFault("a motive has no value", "leave it empty: its words stay in the passage").beside(
            "value"
        )
    if claim.property in OF_ACTS and claim.value and claim.value not in CODES:
        raise UsageFault(f"{claim.value[:40]!r} is no act of the list", "choose from the list").beside(
            "value"
        )


def _refuse_ends(claim: SuggestedClaim) -> None:
    if claim.property not in COUNTED:
        given = {"low": claim.low is not None, "high": claim.high is not None, "of": bool(claim.of)}
        wrong = next((name for name, there in given.items() if there), "")
        if wrong:
            raise UsageFault(
                "nothing is counted in this claim", "leave the numbers, and of whom, empty"
            ).beside(wrong)
    if claim.low is not None and claim.high is not None and claim.low > claim.high:
        raise UsageFault("the most is less than the least", "twice the same where it is exact").beside("high")
